"""Screens of staff: the queue, and taking in, giving back, calling off."""

from datetime import datetime
from typing import Any

from flask import flash, redirect, request, url_for

from app.core import clock
from app.core.access import STAF, get_visible_or_404, pelaku, roles
from app.core.antre import antre, baca_antre, dalam_antrean, sebut_antre
from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.core.htmx import go_to, render
from app.core.nomor import baca_id
from app.core.paging import ukuran
from app.pengajuan import antrean, bp, queries, services
from app.pengajuan.forms import BatalkanForm, KembalikanForm, saring
from app.pengajuan.giliran import TAWARAN_HABIS
from app.pengajuan.models import Pengajuan
from app.pengajuan.states import AKTIF, DAPAT_DIJADWALKAN, SEBUTAN, Status, sebut, transisi
from app.pengajuan.tautan import utama
from app.pengajuan.views import KATA, SARINGAN, alamat

LOKET = ("admin", "pelayanan")
# Done to many at once, in the feature to the right of here that shows first what will happen.
BORONGAN = {"terima": "Terima", "jadwalkan": "Jadwalkan", "terbitkan": "Terbitkan dokumen"}
DAPAT_DIBORONG = frozenset({Status.BARU, Status.MENUNGGU_DOKUMEN}) | DAPAT_DIJADWALKAN
STATUS_PETUGAS = [
    ("", "Semua yang aktif"),
    ("perlu", "Perlu tindakan petugas"),
    (TAWARAN_HABIS, "Tawaran jadwal lewat"),
    *((s.value, SEBUTAN[s].petugas) for s in Status),
    ("selesai", "Semua yang selesai"),
    ("semua", "Semua"),
]


@bp.get("/admin/pengajuan")
@roles(*STAF)
def admin_index():
    """The queue. A penera sees what is assigned to them."""
    form = saring(request.args, STATUS_PETUGAS, antrean.pilihan())
    isi = form.isi()
    page = antrean.antrean(isi, request.args.get("setelah"), ukuran(form.baris.data))
    return render(
        "pengajuan/admin_index.html", "pengajuan/_antrean.html", saring=form, page=page,
        url=alamat(), judul_daftar=_judul(form.status.data), bersih=url_for(".admin_index"),
        tersaring=bool(_tersaring()), antre=sebut_antre(_tersaring()),
        borongan=BORONGAN if pelaku().peran in LOKET else {}, semua="semua" in request.args,
        dapat_diborong=DAPAT_DIBORONG, **KATA,
    )  # fmt: skip


def _tersaring() -> dict[str, str]:
    """The filters in force."""
    kolom = (k for k in SARINGAN if k != "baris")
    return {k: v for k in kolom if (v := request.args.get(k))}


def _judul(status: str | None) -> str:
    """What the list shows and in which order, for its caption."""
    label = dict(STATUS_PETUGAS).get(status or "", "Semua yang aktif")
    terlama = AKTIF.issuperset(queries.kumpulan(status))
    return f"{label}, {'terlama' if terlama else 'terbaru'} di atas"


@bp.get("/admin/pengajuan/berikutnya")
@roles(*STAF)
@dalam_antrean
def berikutnya():
    """Open the next one of the queue somebody comes from, where the work on it is done."""
    status, kecuali = request.args.get("status", ""), baca_id(request.args.get("kecuali")) or 0
    form = saring(baca_antre(antre() or f"status={status}"), STATUS_PETUGAS)
    ada = antrean.berikutnya(form.isi(), kecuali, pelaku())
    if ada is None:
        flash("Antrean ini sudah habis: tidak ada lagi pengajuan yang menunggu di sini.", "info")
        return redirect(url_for("meja.index"), 303)
    t = utama(ada.status, pelaku().peran)
    if t and not t.kirim:
        return redirect(url_for(t.endpoint, **{t.kunci: ada.id}), 303)
    return redirect(url_for("pengajuan.rincian", id=ada.id), 303)


def _muat(id: int, aksi: str) -> Pengajuan:
    """Load the application for an act the table allows now, or say why not."""
    p = get_visible_or_404(Pengajuan, id, *queries.RINCIAN)
    if not transisi(aksi, p.status, pelaku().peran):
        raise AturanDilanggar(
            f"Ini tidak dapat dilakukan karena status pengajuan {p.nomor} sudah "
            f"{sebut(p.status, pelaku().peran)}."
        )
    return p


def _dilihat() -> datetime | None:
    """When the application was last changed, as far as the page showed it."""
    return clock.baca_saat(request.form.get("versi"))


def _selesai(p: Pengajuan, kalimat: str) -> Any:
    """Back to the application, with the way on to the next of the same queue."""
    flash(f"{p.nomor} {kalimat}", "sukses")
    return go_to(url_for("pengajuan.rincian", id=p.id, lanjut=p.status))


@bp.post("/pengajuan/<int:id>/terima")
@roles(*LOKET)
@dalam_antrean
def terima(id: int):
    pengajuan = _muat(id, "terima")
    with tulis():
        services.terima(pengajuan, pelaku(), versi=_dilihat())
    return _selesai(pengajuan, "diterima. Peserta sudah diberi tahu.")


@bp.route("/pengajuan/<int:id>/kembalikan", methods=["GET", "POST"])
@roles(*LOKET)
@dalam_antrean
def kembalikan(id: int):
    pengajuan = _muat(id, "kembalikan")
    form = KembalikanForm()
    lampiran = queries.lampiran(pengajuan.id, pelaku().peran)
    form.bagian.choices = bagian_pengajuan(pengajuan, lampiran)
    if form.validate_on_submit() and form.attempt(
        services.kembalikan,
        pengajuan,
        pelaku(),
        bagian=form.terpilih(),
        alasan=form.penjelasan(),
        versi=_dilihat(),
    ):
        return _selesai(pengajuan, "dikembalikan untuk diperbaiki. Peserta sudah diberi tahu.")
    if form.form_errors:  # somebody was first; what stands there now is shown
        pengajuan = get_visible_or_404(Pengajuan, id, *queries.RINCIAN)
    teks = services.teks_perbaikan(form.terpilih(), form.penjelasan())
    return render(
        "pengajuan/kembalikan.html", "pengajuan/_kembalikan.html", form=form, p=pengajuan,
        lampiran=lampiran, teks=teks if form.is_submitted() else None, code=form.kode, **KATA,
    )  # fmt: skip


def bagian_pengajuan(p: Pengajuan, lampiran: list[queries.Lampiran]) -> list[tuple[str, str]]:
    """What can be pointed at: the answers, and each kind of file."""
    bagian = {"layanan": "Jenis layanan"}
    if p.layanan == "tera_ulang":
        bagian["data_skhp"] = "Data SKHP lama"
    for f in lampiran:
        bagian[f"{f.guna}-{f.dokumen_id or ''}"] = f.label
    return [*bagian.items(), ("alat", "Data alat (merk, tipe, kapasitas, nomor seri)")]


@bp.route("/pengajuan/<int:id>/batalkan", methods=["GET", "POST"])
@roles(*LOKET)
@dalam_antrean
def batalkan(id: int):
    pengajuan = _muat(id, "batal_petugas")
    form = BatalkanForm()
    if form.validate_on_submit() and form.attempt(
        services.batalkan, pengajuan, pelaku(), alasan=form.teks(), versi=_dilihat()
    ):
        return _selesai(pengajuan, "dibatalkan. Peserta sudah diberi tahu.")
    if form.form_errors:
        pengajuan = get_visible_or_404(Pengajuan, id, *queries.RINCIAN)
    return render(
        "pengajuan/batalkan.html", "pengajuan/_batalkan.html", form=form, p=pengajuan,
        teks=form.teks() if form.is_submitted() else None, code=form.kode, **KATA,
    )  # fmt: skip
