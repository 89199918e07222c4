"""Screens of the participant: contact data, places, and requests with their state."""

from typing import Any, cast

from flask import Flask, abort, flash, request, url_for
from flask.blueprints import BlueprintSetupState
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response as BaseResponse

from app.core import kunci, uploads
from app.core.access import get_visible_or_404, pelaku, roles
from app.core.db import tulis
from app.core.htmx import go_to, render
from app.core.rahasia import sandikan_ulang
from app.peserta.models import Peserta, TempatUsaha
from app.peserta.queries import milik
from app.profil import bp, permintaan, queries, services
from app.profil.forms import KontakForm, KosongForm, TempatForm, formulir
from app.profil.models import PermintaanPerubahan
from app.profil.states import (
    ISIAN_ALAT,
    ISIAN_IDENTITAS,
    LABEL_ISIAN,
    LABEL_PERUBAHAN,
    Isian,
)
from app.uttp.models import Uttp
from app.uttp.queries import pilihan_jenis, yang_diurus

PEMBACA = ("peserta", "admin", "pelayanan", "kepala")


@bp.record_once
def _pasang(state: BlueprintSetupState) -> None:
    app = cast(Flask, state.app)
    kunci.saat_diputar(app, "NIK dan NPWP permintaan", lambda: sandikan_ulang(PermintaanPerubahan))


@bp.app_context_processor
def _kata() -> dict[str, object]:
    return {"label_perubahan": LABEL_PERUBAHAN, "label_isian": LABEL_ISIAN}


def _saya() -> Peserta:
    return milik(pelaku()) or abort(404)


# --- at once ----------------------------------------------------------------------------------


@bp.route("/peserta/ubah", methods=["GET", "POST"])
@roles("peserta")
def ubah():
    peserta = _saya()
    isi = queries.isi_kontak(peserta)
    form = KontakForm(data=isi)
    form.lihat(isi)
    if form.validate_on_submit() and form.attempt(
        services.ubah_kontak, peserta, pelaku(), **form.isi()
    ):
        flash("Data Anda tersimpan.", "sukses")
        return go_to(url_for("peserta.index"))
    return render("profil/ubah.html", "profil/_ubah.html", code=form.kode, form=form)


@bp.get("/tempat")
@roles("peserta")
def tempat():
    baris = queries.daftar_tempat(_saya())
    return render("profil/tempat.html", "profil/_tempat.html", tempat=baris)


def _form_tempat(saya: Peserta, form: TempatForm, url: str, satu: TempatUsaha | None = None):
    if form.validate_on_submit() and form.attempt(
        services.simpan_tempat, saya, pelaku(), satu, **form.isi()
    ):
        flash(f"{form.hasil.nama} tersimpan.", "sukses")
        return go_to(url_for("profil.tempat"))
    ctx = {"form": form, "url": url, "tempat": satu}
    return render("profil/tempat_form.html", "profil/_tempat_form.html", code=form.kode, **ctx)


@bp.route("/tempat/baru", methods=["GET", "POST"])
@roles("peserta")
def tempat_baru():
    return _form_tempat(_saya(), TempatForm(), url_for("profil.tempat_baru"))


def _tempat_saya(id: int) -> tuple[TempatUsaha, Peserta]:
    """One's own; a penyedia sees places of its customers, and changes them not."""
    satu = get_visible_or_404(TempatUsaha, id, joinedload(TempatUsaha.peserta))
    return (satu, satu.peserta) if satu.peserta.pengguna_id == pelaku().id else abort(404)


@bp.route("/tempat/<int:id>/ubah", methods=["GET", "POST"])
@roles("peserta")
def tempat_ubah(id: int):
    satu, saya = _tempat_saya(id)
    isi = queries.isi_tempat(satu)
    form = TempatForm(data=isi)
    form.lihat(isi)
    return _form_tempat(saya, form, url_for("profil.tempat_ubah", id=id), satu)


@bp.post("/tempat/<int:id>/<any(tutup, hapus):aksi>")
@roles("peserta")
def tempat_aksi(id: int, aksi: str):
    """tutup also opens a closed one again."""
    satu, _ = _tempat_saya(id)
    if KosongForm().validate_on_submit():
        with tulis():
            if aksi == "hapus":
                services.hapus_tempat(satu, pelaku())
                kata = "dihapus"
            else:
                kata = "dibuka lagi" if services.buka_tutup(satu, pelaku()) else "ditutup"
        flash(f"{satu.nama} {kata}.", "sukses")
    return go_to(url_for("profil.tempat"))


# --- by request -------------------------------------------------------------------------------


@bp.get("/peserta/perubahan")
@roles("peserta")
def minta():
    peserta = _saya()
    semua = queries.milik()
    kini = {i: queries.sebut(i, getattr(peserta, i), {}) for i in ISIAN_IDENTITAS}
    return _daftar(semua, kini, "profil.minta_baru", {}, uttp=None)


@bp.get("/uttp/<int:id>/koreksi")
@roles("peserta")
def koreksi(id: int):
    uttp = _alat(id)
    semua = queries.milik(uttp)
    jenis = {str(uttp.jenis_id): uttp.jenis.nama}
    kini = {
        i: queries.sebut(i, permintaan.tersimpan(uttp, i), jenis, uttp.jenis.satuan)
        for i in ISIAN_ALAT
    }
    return _daftar(semua, kini, "profil.koreksi_baru", {"id": id}, uttp=uttp)


def _alat(id: int) -> Uttp:
    """An instrument they look after, whose data are locked; else they change it themselves."""
    uttp = yang_diurus(id, joinedload(Uttp.jenis)) or abort(404)
    return uttp if uttp.terkunci_pada is not None else abort(404)


def _daftar(
    semua: Any, kini: dict[Isian, str], endpoint: str, param: dict[str, Any], *, uttp: Uttp | None
):
    return render(
        "profil/minta.html",
        "profil/_minta.html",
        semua=semua,
        nilai=queries.sebut_semua(semua),
        kini=kini,
        menunggu=queries.menunggu(semua),
        uttp=uttp,
        tautan={i: url_for(endpoint, isian=i.value, **param) for i in kini},
    )


@bp.route("/peserta/perubahan/<any(nama, npwp, pic_nama, pic_nik):isian>", methods=["GET", "POST"])
@roles("peserta")
def minta_baru(isian: str):
    peserta, satu = _saya(), Isian(isian)
    lama = queries.sebut(satu, getattr(peserta, satu), {})
    return _minta(peserta, satu, lama, url_for("profil.minta"))


@bp.route(
    "/uttp/<int:id>/koreksi/<any(jenis_id, nomor_seri, kapasitas, daya_baca):isian>",
    methods=["GET", "POST"],
)
@roles("peserta")
def koreksi_baru(id: int, isian: str):
    uttp, satu = _alat(id), Isian(isian)
    jenis = {str(uttp.jenis_id): uttp.jenis.nama}
    lama = queries.sebut(satu, permintaan.tersimpan(uttp, satu), jenis, uttp.jenis.satuan)
    return _minta(_saya(), satu, lama, url_for("profil.koreksi", id=id), uttp)


def _minta(
    peserta: Peserta, isian: Isian, lama: str, daftar: str, uttp: Uttp | None = None
) -> BaseResponse:
    form = formulir(isian, pilihan_jenis() if isian == Isian.JENIS else None)()
    form.bukti.url_form = request.path
    if form.validate_on_submit() and form.attempt(
        permintaan.minta, peserta, pelaku(), isian, uttp=uttp, **form.isi()
    ):
        flash("Permintaan Anda terkirim. Keputusannya datang lewat Pesan.", "sukses")
        return go_to(daftar)
    ctx = {"form": form, "isian": isian, "lama": lama, "daftar": daftar, "uttp": uttp}
    return render(
        "profil/minta_baru.html", "profil/_minta_baru.html", code=form.kode, url=request.path, **ctx
    )


@bp.post("/peserta/perubahan/<int:id>/tarik")
@roles("peserta")
def tarik(id: int):
    satu = get_visible_or_404(PermintaanPerubahan, id)
    if KosongForm().validate_on_submit():
        with tulis():
            permintaan.tarik(satu, pelaku())
        flash("Permintaan ditarik.", "sukses")
    return go_to(permintaan.tautan(satu))


@bp.get("/permintaan/<int:id>/berkas")
@roles(*PEMBACA)
def berkas(id: int):
    """The proof, for whoever may see the request; it goes when it has been kept long enough."""
    satu = get_visible_or_404(PermintaanPerubahan, id, *queries.LENGKAP)
    if satu.berkas is None:
        abort(404)
    return uploads.kirim(satu.berkas, kecil="kecil" in request.args)
