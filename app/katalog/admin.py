"""Data master: instrument types. Admin Aplikasi writes, the counter and the head read."""

from typing import Any

from flask import flash, request, url_for
from sqlalchemy.orm import joinedload

from app.core.access import get_visible_or_404, pelaku, roles
from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.core.forms import kata_cari
from app.core.htmx import go_to, render
from app.katalog import bp, queries, services
from app.katalog.forms import JenisForm, SaringForm
from app.pengaturan.queries import kantor
from app.uttp.models import JenisUttp
from app.uttp.states import AWAL_MASA, LABEL_ISIAN, LABEL_LAYANAN_JENIS, sebut_kepastian

PEMBACA = ("admin", "pelayanan", "kepala")
ALAMAT = "/admin/master/jenis-uttp"
KATA: dict[str, Any] = {
    "label_layanan": LABEL_LAYANAN_JENIS,
    "label_isian": LABEL_ISIAN,
    "sebut_kepastian": sebut_kepastian,
    "awal_masa": AWAL_MASA,
}


def boleh_ubah() -> bool:
    return pelaku().peran == "admin"


def _saringan() -> queries.Saringan:
    args = request.args
    return queries.Saringan(
        kata_cari(args.get("q")), kata_cari(args.get("kelompok")), args.get("status") or "aktif"
    )


@bp.get(ALAMAT)
@roles(*PEMBACA)
def admin_index():
    s, form = _saringan(), SaringForm(request.args)
    form.siapkan(queries.kelompok())
    return render(
        "katalog/admin_index.html", "katalog/_daftar.html", daftar=queries.daftar(s), saringan=s,
        saring=form, boleh_ubah=boleh_ubah(), **KATA,
    )  # fmt: skip


@bp.get(f"{ALAMAT}/<int:id>")
@roles(*PEMBACA)
def admin_rincian(id: int):
    jenis = get_visible_or_404(JenisUttp, id, *queries.UNTUK_RINCIAN)
    return render(
        "katalog/admin_rincian.html", "katalog/_rincian.html", jenis=jenis,
        masa=jenis.masa, boleh_ubah=boleh_ubah(), batas_menit=kantor().menit_per_hari, **KATA,
    )  # fmt: skip


def _siapkan(form: JenisForm, jenis: JenisUttp | None) -> None:
    """The picture is shown by its public address, whoever sent it."""
    form.gambar.url_form = request.path
    if jenis and jenis.gambar_id:
        url = url_for("katalog.gambar", id=jenis.id)
        form.gambar.alamat = {jenis.gambar_id: (url, f"{url}?kecil=1")}


def _halaman_jenis(form: JenisForm, jenis: JenisUttp | None):
    """The form; with the question first where what was typed makes no day long enough."""
    tanya = form.is_submitted() and not form.hanya_berkas and not form.errors
    lewat = _lewat(form, jenis) if tanya else []
    return render(
        "katalog/jenis_form.html", "katalog/_jenis_form.html", code=200 if lewat else form.kode,
        form=form, jenis=jenis, kelompok=queries.kelompok(), lewat=lewat,
    )  # fmt: skip


def _lewat(form: JenisForm, jenis: JenisUttp | None) -> list[tuple[int, int]]:
    return form.lewat(kantor().menit_per_hari, jenis.menit if jenis else None)


def _siap(form: JenisForm, jenis: JenisUttp | None) -> bool:
    return form.validate_on_submit() and form.boleh_simpan(_lewat(form, jenis))


@bp.route(f"{ALAMAT}/baru", methods=["GET", "POST"])
@roles("admin")
def admin_baru():
    form = JenisForm()
    _siapkan(form, None)
    if _siap(form, None) and form.attempt(services.tambah, **form.isi()):
        flash(f"{form.nama.data} tersimpan. Lengkapi masa berlaku dan dokumennya.", "sukses")
        return go_to(url_for(".admin_rincian", id=form.hasil.id))
    return _halaman_jenis(form, None)


@bp.route(f"{ALAMAT}/<int:id>/ubah", methods=["GET", "POST"])
@roles("admin")
def admin_ubah(id: int):
    jenis = get_visible_or_404(JenisUttp, id, joinedload(JenisUttp.gambar))
    isi = services.isi_jenis(jenis)
    form = JenisForm(data=isi)
    del form.kode_jenis
    form.lihat(isi)
    _siapkan(form, jenis)
    if _siap(form, jenis) and form.attempt(services.ubah, jenis, **form.isi()):
        flash(f"{form.nama.data} tersimpan.", "sukses")
        return go_to(url_for(".admin_rincian", id=id))
    return _halaman_jenis(form, jenis)


@bp.post(f"{ALAMAT}/<int:id>/<any(aktifkan, nonaktifkan):aksi>")
@roles("admin")
def admin_aktif(id: int, aksi: str):
    jenis = get_visible_or_404(JenisUttp, id)
    with tulis():
        services.aktifkan(jenis, aksi == "aktifkan")
    kata = "ditawarkan lagi" if aksi == "aktifkan" else "tidak ditawarkan lagi untuk alat baru"
    flash(f"{jenis.nama} {kata}.", "sukses")
    return go_to(url_for(".admin_rincian", id=id))


@bp.route(f"{ALAMAT}/<int:id>/hapus", methods=["GET", "POST"])
@roles("admin")
def admin_hapus(id: int):
    jenis = get_visible_or_404(JenisUttp, id)
    if queries.jumlah_alat(id):
        raise AturanDilanggar(services.DIPAKAI)
    if request.method == "POST":
        with tulis():
            services.hapus(jenis)
        flash(f"{jenis.nama} dihapus.", "sukses")
        return go_to(url_for(".admin_index"))
    return render("katalog/jenis_hapus.html", "katalog/_jenis_hapus.html", jenis=jenis)
