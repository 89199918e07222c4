"""Screens of participants, and the detail page everybody shares."""

from typing import Any

from flask import abort, flash, render_template, request, url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from app.core import clock, uploads
from app.core.access import SEMUA, get_visible_or_404, pelaku, roles
from app.core.errors import AturanDilanggar
from app.core.htmx import go_to, render
from app.pengajuan import bp, queries, services
from app.pengajuan.forms import BatalForm, PengajuanForm, buat_form, saring
from app.pengajuan.models import Pengajuan
from app.pengajuan.states import (
    AKTIF,
    LABEL_LOKASI,
    LABEL_SKHP_LAMA,
    SEBUTAN,
    Status,
    perjalanan,
    sebut,
    transisi,
)
from app.pengajuan.tautan import kini, tautan, tombol_status, utama
from app.uttp.models import JenisUttp, Uttp
from app.uttp.queries import hubungan, yang_diurus
from app.uttp.states import LABEL_LAYANAN

PENGAJU = ("peserta", "admin", "pelayanan")
# What lists and details need to speak of an application.
KATA: dict[str, Any] = {
    "sebut": sebut,
    "sebutan": SEBUTAN,
    "kini": kini,
    "perjalanan_dari": perjalanan,
    "label_layanan": LABEL_LAYANAN,
    "label_lokasi": LABEL_LOKASI,
    "label_skhp_lama": LABEL_SKHP_LAMA,
    "tombol_status": tombol_status,
    "utama": utama,
    "umur": queries.umur,
    "hari_ini": clock.today,
    "boleh": transisi,
}
STATUS_PESERTA = [
    ("", "Semua yang aktif"),
    *((s.value, SEBUTAN[s].peserta) for s in Status if s in AKTIF and s != "menunggu_dokumen"),
    ("selesai", "Sudah selesai"),
]


SARINGAN = ("q", "status", "layanan", "penera", "dari", "sampai", "habis")


def alamat() -> str:
    """This list's address with its filters, without the cursor.

    By name: whatever else an address carries may be a word of url_for (_scheme, _external).
    """
    isi: dict[str, Any] = {k: v for k in SARINGAN if (v := request.args.get(k))}
    return url_for(str(request.endpoint), **(request.view_args or {}), **isi)


@bp.get("/pengajuan")
@roles("peserta")
def index():
    """Monitoring: what waits for the participant on top, the rest below."""
    form = saring(request.args, STATUS_PESERTA)
    q, status, setelah = form.q.data, form.status.data, request.args.get("setelah")
    dulu = not status and not setelah
    giliran = queries.perlu_tindakan(q) if dulu else []
    kecuali = queries.GILIRAN_PESERTA if not status else ()
    page = queries.pengajuan_peserta(q, status, setelah, kecuali)
    return render(
        "pengajuan/index.html", "pengajuan/_daftar.html", saring=form, giliran_saya=giliran,
        page=page, q=q, status_pilih=status, url=alamat(), **KATA,
    )  # fmt: skip


@bp.get("/pengajuan/ringkas")
@roles("peserta")
def panel():
    """The region of the participant's home."""
    kartu, lainnya = queries.ringkas()
    return render(
        "pengajuan/ringkas.html", "pengajuan/_ringkas.html", kartu=kartu, lainnya=lainnya, **KATA
    )


# --- filing and changing ----------------------------------------------------------------------


def _url_form(form: PengajuanForm) -> str:
    """Where the form posts to; it says which part is open, for posts that carry one file only."""
    pilih = {"layanan": form.layanan.data or None, "skhp_lama": form.skhp_lama.data or None}
    return url_for(str(request.endpoint), **(request.view_args or {}) | pilih)


def _awal_dari_alat(uttp: Uttp) -> dict[str, Any]:
    """What is known of the old certificate."""
    ada = bool(uttp.skhp_nomor or uttp.skhp_berlaku_sampai)
    return ({"layanan": "tera_ulang"} if ada else {}) | {
        "skhp_lama_nomor": uttp.skhp_nomor,
        "skhp_lama_tanggal": uttp.skhp_tanggal,
        "skhp_lama_sampai": uttp.skhp_berlaku_sampai,
        "skhp_lama_penerbit": uttp.skhp_penerbit,
    }


@bp.route("/pengajuan/baru/<int:uttp_id>", methods=["GET", "POST"])
@roles(*PENGAJU)
def baru(uttp_id: int):
    jenis = joinedload(Uttp.jenis).selectinload(JenisUttp.dokumen)
    uttp = yang_diurus(uttp_id, jenis, *queries.ALAT[1:]) or abort(404)
    form = buat_form(uttp.jenis.layanan, uttp.jenis.dokumen, _awal_dari_alat(uttp), request.args)
    form.siapkan(_url_form(form))
    isi = form.validate_on_submit() and services.IsiPengajuan(**form.isi_pengajuan())
    if isi and form.attempt(
        services.ajukan, uttp, isi, pelaku(), pemohon_id=_pemohon(), kunci_form=form.kunci
    ):
        return go_to(url_for("pengajuan.terkirim", id=form.hasil.id))
    berjalan = None if form.is_submitted() else queries.pengajuan_berjalan(uttp.id)
    return render(
        "pengajuan/baru.html", "pengajuan/_form.html", form=form, uttp=uttp, berjalan=berjalan,
        tombol_kirim="Proses Pengajuan Baru", code=form.kode, **KATA,
    )  # fmt: skip


def _pemohon() -> int | None:
    """A participant files in its own name, for a customer's instrument too; staff for the owner."""
    return getattr(current_user, "peserta_id", None)


@bp.get("/pengajuan/<int:id>/terkirim")
@roles(*PENGAJU)
def terkirim(id: int):
    pengajuan = get_visible_or_404(Pengajuan, id, *queries.RINCIAN)
    return render_template("pengajuan/terkirim.html", p=pengajuan, **KATA)


@bp.route("/pengajuan/<int:id>/ubah", methods=["GET", "POST"])
@roles(*PENGAJU)
def ubah(id: int):
    jenis = joinedload(Uttp.jenis).selectinload(JenisUttp.dokumen)
    alat = joinedload(Pengajuan.uttp).options(jenis, *queries.ALAT[1:])
    pengajuan = get_visible_or_404(Pengajuan, id, alat)
    if not transisi("ubah", pengajuan.status, pelaku().peran):
        return _tidak_dapat_diubah(pengajuan)
    form = _form_ubah(pengajuan)
    isi = form.validate_on_submit() and services.IsiPengajuan(**form.isi_pengajuan())
    if isi and form.attempt(services.ubah, pengajuan, isi, pelaku(), versi=form.versi_dilihat):
        flash("Perubahan tersimpan.", "sukses")
        return go_to(url_for("pengajuan.rincian", id=id))
    return render(
        "pengajuan/ubah.html", "pengajuan/_form.html", form=form, p=pengajuan,
        uttp=pengajuan.uttp, tombol_kirim=_tombol_ubah(pengajuan), code=form.kode, **KATA,
    )  # fmt: skip


def _form_ubah(p: Pengajuan) -> PengajuanForm:
    awal: dict[str, Any] = {
        n: getattr(p, n)
        for n in ("layanan", "skhp_lama", "skhp_lama_nomor", "skhp_lama_tanggal",
                  "skhp_lama_sampai", "skhp_lama_penerbit")
    }  # fmt: skip
    awal["skhp_lama"] = awal["skhp_lama"] or "ada"
    awal["versi"] = p.diubah_pada.isoformat()
    nama = {"skhp_lama": "berkas_skhp_lama"}
    for lampiran in queries.lampiran(p.id, pelaku().peran):
        guna = nama.get(lampiran.guna, lampiran.guna)
        kunci = f"dokumen_{lampiran.dokumen_id}" if lampiran.dokumen_id else guna
        awal.setdefault(kunci, []).append(lampiran.berkas)
    form = buat_form(p.uttp.jenis.layanan, p.uttp.jenis.dokumen, awal, request.args)
    form.siapkan(_url_form(form), p.id)
    return form


def _tombol_ubah(p: Pengajuan) -> str:
    kirim_ulang = transisi("kirim_ulang", p.status, pelaku().peran)
    return kirim_ulang.label if kirim_ulang else "Simpan Perubahan"


def _tidak_dapat_diubah(p: Pengajuan):
    """What was typed meanwhile is refused with the same sentence."""
    kalimat = (
        f"Data pengajuan ini tidak dapat diubah lagi karena statusnya sudah "
        f"{sebut(p.status, pelaku().peran)}."
    )
    if request.method == "POST":
        raise AturanDilanggar(f"{kalimat} Bila ada yang keliru, hubungi kantor.")
    return render_template("pengajuan/terkunci.html", p=p, kalimat=kalimat)


@bp.route("/pengajuan/<int:id>/batal", methods=["GET", "POST"])
@roles("peserta")
def batal(id: int):
    pengajuan = get_visible_or_404(Pengajuan, id, *queries.RINCIAN)
    if not transisi("batal_peserta", pengajuan.status, pelaku().peran):
        raise AturanDilanggar(
            f"Pengajuan ini tidak dapat dibatalkan lagi karena statusnya sudah "
            f"{sebut(pengajuan.status, pelaku().peran)}. Hubungi kantor bila alat tidak jadi diuji."
        )
    form = BatalForm()
    if form.validate_on_submit() and form.attempt(
        services.batalkan, pengajuan, pelaku(), **form.isi()
    ):
        flash(f"Pengajuan {pengajuan.nomor} dibatalkan.", "sukses")
        return go_to(url_for("pengajuan.rincian", id=id))
    return render(
        "pengajuan/batal.html", "pengajuan/_batal.html", form=form, p=pengajuan, code=form.kode,
        **KATA,
    )  # fmt: skip


# --- looking ----------------------------------------------------------------------------------


@bp.get("/pengajuan/<int:id>")
@roles(*SEMUA)
def rincian(id: int):
    """One page for every role; the actions on it differ."""
    p = get_visible_or_404(Pengajuan, id, *queries.RINCIAN)
    peran = pelaku().peran
    peristiwa = queries.riwayat(p.id, peran)
    langkah = perjalanan(p.status, p.retribusi, queries.sebelum_dibatalkan(peristiwa))
    return render(
        "pengajuan/rincian.html", "pengajuan/_rincian.html", p=p, riwayat=peristiwa,
        lampiran=queries.lampiran(p.id, peran), langkah=langkah,
        aksi=tautan(p.status, peran), kembali_ke=_kembali(p, peran),
        lanjut=request.args.get("lanjut"), **KATA,
    )  # fmt: skip


def _kembali(p: Pengajuan, peran: str) -> str:
    """Where this page belongs: the instrument's history, monitoring, or the queue."""
    alat = peran == "peserta" and not p.aktif
    if alat or (request.args.get("dari") == "alat" and peran != "penera"):
        return url_for("pengajuan.alat", uttp_id=p.uttp_id)
    return url_for("pengajuan.index" if peran == "peserta" else "pengajuan.admin_index")


@bp.get("/pengajuan/alat/<int:uttp_id>")
@roles("peserta", "admin", "pelayanan", "kepala")
def alat(uttp_id: int):
    uttp = get_visible_or_404(Uttp, uttp_id, *queries.ALAT)
    page = queries.riwayat_alat(uttp.id, request.args.get("setelah"))
    pengaju = pelaku().peran in PENGAJU and not page.items and hubungan(uttp).diurus
    return render(
        "pengajuan/alat.html", "pengajuan/_alat.html", uttp=uttp, page=page, url=alamat(),
        boleh_ajukan=pengaju, **KATA,
    )  # fmt: skip


@bp.get("/pengajuan/<int:id>/berkas/<int:berkas_id>")
@roles(*SEMUA)
def berkas(id: int, berkas_id: int):
    """A file of this application, for whoever may see the application."""
    pengajuan = get_visible_or_404(Pengajuan, id)
    ada = queries.lampiran(pengajuan.id, pelaku().peran, berkas_id)
    return uploads.kirim(ada[0].berkas, kecil="kecil" in request.args) if ada else abort(404)
