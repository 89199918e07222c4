"""The participant's side: choosing among the offered dates, moving one's own, taking it along."""

from typing import Any

from flask import Response, abort, flash, url_for

from app.core.access import get_visible_or_404, pelaku, roles
from app.core.htmx import go_to, render
from app.jadwal import bp, kalender_ics, queries, services, tawaran
from app.jadwal import pindah as keputusan
from app.jadwal.forms import PilihForm, PindahForm, TidakCocokForm
from app.pengajuan.giliran import pindah_sampai, sebut_sisa
from app.pengajuan.models import Pengajuan
from app.pengajuan.states import PINDAH_PALING_BANYAK, Status
from app.pengaturan.queries import kantor


def _muat(pengajuan_id: int) -> Pengajuan:
    return get_visible_or_404(Pengajuan, pengajuan_id, *queries.MUAT)


def _kata(p: Pengajuan) -> dict[str, Any]:
    """What every page of the participant about its date tells."""
    return {
        "p": p,
        "kepala": queries.kepala(p, pelaku().peran),
        "tempat": queries.tempat(p),
        "jam": kantor().jam_uji,
        "sebut_sisa": sebut_sisa,
        "pindah_sampai": pindah_sampai(p),
        "pindah_lagi": PINDAH_PALING_BANYAK - p.pindah_peserta,
    }


@bp.route("/jadwal/<int:pengajuan_id>", methods=["GET", "POST"])
@roles("peserta")
def pilih(pengajuan_id: int):
    p = _muat(pengajuan_id)
    form = PilihForm()
    opsi = tawaran.pilihan(p)
    form.siapkan(opsi)
    if form.validate_on_submit() and (tujuan := _kirim(form, p)):
        return go_to(tujuan)
    if form.is_submitted():  # how things stand now: that place may be gone
        p = _muat(pengajuan_id)
        opsi = tawaran.pilihan(p)
        form.siapkan(opsi)
    return render(
        "jadwal/pilih.html", "jadwal/_pilih.html", form=form, opsi=opsi, code=form.kode, **_kata(p)
    )


def _kirim(form: PilihForm, p: Pengajuan) -> str | None:
    """Take the offer ticked, or go on to say why none suits; where to, if nothing is in the way."""
    if form.tidak_cocok:
        return url_for("jadwal.tidak_cocok", pengajuan_id=p.id)
    id = int(form.tawaran_id.data)
    if not form.attempt(services.pilih, p, tawaran_id=id, pelaku=pelaku()):
        return None
    flash("Jadwal Anda sudah dicatat.", "sukses")
    return url_for("jadwal.pilih", pengajuan_id=p.id)


@bp.route("/jadwal/<int:pengajuan_id>/tidak-cocok", methods=["GET", "POST"])
@roles("peserta")
def tidak_cocok(pengajuan_id: int):
    p = _muat(pengajuan_id)
    form = TidakCocokForm()
    if form.validate_on_submit() and form.attempt(
        keputusan.tidak_cocok, p, alasan=form.teks(), pelaku=pelaku()
    ):
        flash("Permintaan Anda diteruskan. Petugas akan menawarkan waktu lain.", "sukses")
        return go_to(url_for("pengajuan.rincian", id=p.id))
    return render(
        "jadwal/tidak_cocok.html", "jadwal/_tidak_cocok.html", form=form,
        opsi=tawaran.pilihan(p, dengan_biaya=False), code=form.kode, **_kata(p),
    )  # fmt: skip


@bp.route("/jadwal/<int:pengajuan_id>/pindah", methods=["GET", "POST"])
@roles("peserta")
def pindah(pengajuan_id: int):
    """The list first; what was chosen there is shown beside the old date before it counts."""
    p = _muat(pengajuan_id)
    form, opsi = _form_pindah(p)
    if form.validate_on_submit() and form.yakin.data and _pindahkan(form, p):
        flash("Jadwal Anda sudah dipindahkan.", "sukses")
        return go_to(url_for("jadwal.pilih", pengajuan_id=p.id))
    baru = next((o for o in opsi if o.nilai == form.ke.data and not form.errors), None)
    if form.errors:  # how things stand now: that place may be gone
        p = _muat(pengajuan_id)
        opsi = tawaran.waktu_kosong(p)
        form.siapkan(opsi, _kini(p))
    return render(
        "jadwal/pindah.html", "jadwal/_pindah.html", form=form, opsi=opsi, baru=baru,
        halangan=keputusan.penghalang(p), code=form.kode, **_kata(p),
    )  # fmt: skip


def _kini(p: Pengajuan) -> str:
    return f"{p.tanggal_uji}~{p.penera_id}"


def _form_pindah(p: Pengajuan) -> tuple[PindahForm, list[tawaran.Opsi]]:
    form = PindahForm()
    opsi = [] if keputusan.penghalang(p) else tawaran.waktu_kosong(p)
    form.siapkan(opsi, _kini(p))
    return form, opsi


def _pindahkan(form: PindahForm, p: Pengajuan) -> bool:
    tujuan = keputusan.Tujuan(*form.tujuan(), semula=form.asal())
    return form.attempt(keputusan.pindah, p, tujuan=tujuan, pelaku=pelaku())


@bp.get("/jadwal/<int:pengajuan_id>/jadwal.ics")
@roles("peserta")
def ics(pengajuan_id: int):
    p = _muat(pengajuan_id)
    if p.tanggal_uji is None or p.status == Status.DIBATALKAN:
        abort(404)
    acara = kalender_ics.acara_uji(p, p.tanggal_uji, queries.jumlah_pindah(p))
    jawab = Response(kalender_ics.berkas_ics(acara), mimetype="text/calendar")
    jawab.headers["Content-Disposition"] = f'attachment; filename="jadwal-{p.nomor}.ics"'
    return jawab
