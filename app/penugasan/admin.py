"""Screens of letters of assignment: the counter drafts them, the team reads and prints them."""

from datetime import date
from typing import Any

from flask import abort, flash, request, url_for

from app.core import clock, uploads
from app.core.access import STAF, get_visible_or_404, pelaku, roles
from app.core.forms import kata_cari
from app.core.htmx import go_to, render
from app.pengaturan.queries import hari_kerja, kantor
from app.penugasan import bp, queries, services
from app.penugasan.forms import PindaianForm, SuratForm
from app.penugasan.models import SuratTugas
from app.penugasan.states import LABEL, NADA, StatusSurat

LOKET = ("admin", "pelayanan")
PALING_LAMA = 31
DASAR = "Undang-Undang Nomor 2 Tahun 1981 tentang Metrologi Legal; permohonan peserta terlampir."
MAKSUD = "Melaksanakan tera dan tera ulang UTTP di tempat menurut daftar kunjungan."


@bp.get("/admin/surat-tugas")
@roles(*STAF)
def index():
    q = kata_cari(request.args.get("q"))
    return render(
        "penugasan/index.html",
        "penugasan/_daftar.html",
        page=queries.daftar(q, after=request.args.get("setelah")),
        q=q,
        url=url_for(".index", q=q or None),
        label=LABEL,
        nada=NADA,
        boleh=pelaku().peran in LOKET,
    )


def _hari() -> tuple[date, date]:
    """The days of the address, in order; the next working day where there are none."""
    besok = next(iter(hari_kerja(1)), clock.today())
    mulai = clock.baca_hari(request.args.get("mulai")) or besok
    selesai = clock.baca_hari(request.args.get("selesai")) or mulai
    return mulai, selesai if 0 <= (selesai - mulai).days < PALING_LAMA else mulai


def _layar(form: SuratForm, mulai: date, selesai: date, calon: list[queries.Calon], **isi: Any):
    """What the form shows; its choices are set on the way."""
    tujuan = queries.pilihan_tujuan(mulai, selesai, form.kunjungan.object_data or ())
    form.siapkan(calon, tujuan)
    return {
        "form": form, "mulai": mulai, "selesai": selesai, "tujuan": tujuan,
        "ket_tim": {c.id: c.keterangan for c in calon},
        "ket_tujuan": {t.id: f"{t.alat}. {t.tempat}" for t in tujuan}, **isi,
    }  # fmt: skip


@bp.route("/admin/surat-tugas/baru", methods=["GET", "POST"])
@roles(*LOKET)
def baru():
    mulai, selesai = _hari()
    form = SuratForm(
        data={"tanggal": clock.today(), "dasar": DASAR, "maksud": MAKSUD, "tempat": kantor().kota}
    )
    isi = _layar(form, mulai, selesai, queries.calon(mulai, selesai), surat=None)
    if form.validate_on_submit() and form.attempt(
        services.buat, mulai=mulai, selesai=selesai, pelaku=pelaku(), **form.isi()
    ):
        flash(f"Surat tugas {form.hasil.nomor} tersimpan sebagai konsep.", "sukses")
        return go_to(url_for(".rincian", id=form.hasil.id))
    return render("penugasan/baru.html", "penugasan/_form.html", code=form.kode, **isi)


@bp.route("/admin/surat-tugas/<int:id>/ubah", methods=["GET", "POST"])
@roles(*LOKET)
def ubah(id: int):
    surat = get_visible_or_404(SuratTugas, id, *queries.LENGKAP)
    calon, awal = queries.calon_dan_isi(surat)
    form = SuratForm(data=awal)
    isi = _layar(form, surat.mulai, surat.selesai, calon, surat=surat)
    form.lihat(awal)
    if form.validate_on_submit() and form.attempt(
        services.ubah, surat, pelaku=pelaku(), **form.ubahan()
    ):
        flash(f"Surat tugas {surat.nomor} tersimpan.", "sukses")
        return go_to(url_for(".rincian", id=surat.id))
    return render("penugasan/baru.html", "penugasan/_form.html", code=form.kode, **isi)


@bp.get("/admin/surat-tugas/<int:id>")
@roles(*STAF)
def rincian(id: int):
    surat = get_visible_or_404(SuratTugas, id, *queries.LENGKAP)
    p = surat.pindaian
    return render(
        "penugasan/rincian.html",
        "penugasan/rincian.html",
        surat=surat,
        tim=queries.tim(surat),
        tujuan=queries.tujuan(surat, pelaku()),
        pindaian=uploads.tampil(p, "penugasan.pindaian", id=id) if p else None,
        label=LABEL,
        nada=NADA,
        boleh=surat.status == StatusSurat.KONSEP and pelaku().peran in LOKET,
    )


@bp.route("/admin/surat-tugas/<int:id>/tanda-tangan", methods=["GET", "POST"])
@roles(*LOKET)
def tandatangani(id: int):
    surat, form = get_visible_or_404(SuratTugas, id), PindaianForm()
    form.siapkan(request.path)
    if form.validate_on_submit() and form.attempt(
        services.tandatangani, surat, pelaku=pelaku(), **form.isi()
    ):
        flash(f"Surat tugas {surat.nomor} ditandatangani.", "sukses")
        return go_to(url_for(".rincian", id=id))
    return render(
        "penugasan/tandatangani.html", "penugasan/_tandatangani.html", surat=surat, form=form,
        konsep=surat.status == StatusSurat.KONSEP, code=form.kode,
    )  # fmt: skip


@bp.get("/admin/surat-tugas/<int:id>/pindaian/<int:berkas_id>")
@roles(*STAF)
def pindaian(id: int, berkas_id: int):
    surat = get_visible_or_404(SuratTugas, id, *queries.LENGKAP)
    if surat.pindaian is None or surat.pindaian.id != berkas_id:
        abort(404)
    return uploads.kirim(surat.pindaian, kecil="kecil" in request.args)
