"""The public picture of a type, and what Admin Aplikasi keeps of a type: documents, questions,
intervals."""

from typing import Any

from flask import abort, flash, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app.core import lembar_kerja, uploads
from app.core.access import STAF, get_visible_or_404, public, roles
from app.core.db import tulis
from app.core.headers import simpan_umum
from app.core.htmx import go_to, render
from app.core.lembar_kerja import Kolom
from app.katalog import bagian, bp, masa, queries
from app.katalog.forms import DasarForm, DokumenForm, InformasiForm, MasaForm
from app.uttp.models import DokumenJenis, InformasiJenis, JenisUttp, MasaBerlaku

JENIS = "/admin/master/jenis-uttp/<int:jenis_id>"
KOLOM_DAMPAK = (
    Kolom("No. Seri", teks=True),
    Kolom("Merk"),
    Kolom("Tipe"),
    Kolom("Pemilik", 30),
    Kolom("Nomor SKHP", 24),
    Kolom("SKHP berlaku sampai"),
    Kolom("Uji ulang diperkirakan"),
    Kolom("Jatuh tempo sesudahnya, aturan sekarang"),
    Kolom("Jatuh tempo sesudahnya, aturan baru"),
    Kolom("Bergeser (hari)"),
)


@bp.get("/jenis-uttp/<int:id>/gambar")
@public
def gambar(id: int):
    """Of types that are offered; staff see the others too."""
    jenis = queries.bergambar(id)
    petugas = current_user.is_authenticated and current_user.peran in STAF
    if jenis is None or jenis.gambar is None or not (jenis.aktif or petugas):
        abort(404)
    return simpan_umum(uploads.kirim(jenis.gambar, kecil="kecil" in request.args))


def _ke_jenis(jenis_id: int, kalimat: str) -> BaseResponse:
    flash(kalimat, "sukses")
    return go_to(url_for(".admin_rincian", id=jenis_id))


# --- documents --------------------------------------------------------------------------------


def _form_dokumen(form: DokumenForm, jenis: JenisUttp, d: DokumenJenis | None):
    return render(
        "katalog/dokumen_form.html", "katalog/_dokumen_form.html", code=form.kode, form=form,
        jenis=jenis, dokumen=d,
    )  # fmt: skip


@bp.route(f"{JENIS}/dokumen/baru", methods=["GET", "POST"])
@roles("admin")
def dokumen_baru(jenis_id: int):
    jenis = get_visible_or_404(JenisUttp, jenis_id)
    form = DokumenForm(data={"urutan": bagian.urutan_berikut(DokumenJenis, jenis_id)})
    form.format.url_form = request.path
    if form.validate_on_submit() and form.attempt(bagian.tambah_dokumen, jenis, **form.isi()):
        return _ke_jenis(jenis_id, f"Dokumen {form.nama.data} tersimpan.")
    return _form_dokumen(form, jenis, None)


@bp.route("/admin/master/dokumen-jenis/<int:id>", methods=["GET", "POST"])
@roles("admin")
def dokumen_ubah(id: int):
    d = get_visible_or_404(DokumenJenis, id, *queries.DOKUMEN)
    isi = bagian.isi_dokumen(d)
    form = DokumenForm(data=isi)
    form.lihat(isi)
    form.format.url_form = request.path
    if d.format_id:
        form.format.alamat = {d.format_id: (url_for("uttp.format_dokumen", dokumen_id=d.id), None)}
    if form.validate_on_submit() and form.attempt(bagian.ubah_dokumen, d, **form.isi()):
        return _ke_jenis(d.jenis_id, f"Dokumen {form.nama.data} tersimpan.")
    return _form_dokumen(form, d.jenis, d)


@bp.post("/admin/master/dokumen-jenis/<int:id>/hapus")
@roles("admin")
def dokumen_hapus(id: int):
    d = get_visible_or_404(DokumenJenis, id)
    with tulis():
        bagian.hapus(d)
    return _ke_jenis(d.jenis_id, f"Dokumen {d.nama} dihapus.")


# --- questions --------------------------------------------------------------------------------


def _form_informasi(form: InformasiForm, jenis: JenisUttp, i: InformasiJenis | None):
    return render(
        "katalog/informasi_form.html", "katalog/_informasi_form.html", code=form.kode, form=form,
        jenis=jenis, informasi=i,
    )  # fmt: skip


@bp.route(f"{JENIS}/informasi/baru", methods=["GET", "POST"])
@roles("admin")
def informasi_baru(jenis_id: int):
    jenis = get_visible_or_404(JenisUttp, jenis_id)
    form = InformasiForm(data={"urutan": bagian.urutan_berikut(InformasiJenis, jenis_id)})
    if form.validate_on_submit() and form.attempt(bagian.tambah_informasi, jenis, **form.isi()):
        return _ke_jenis(jenis_id, f"Pertanyaan {form.label.data} tersimpan.")
    return _form_informasi(form, jenis, None)


@bp.route("/admin/master/informasi-jenis/<int:id>", methods=["GET", "POST"])
@roles("admin")
def informasi_ubah(id: int):
    i = get_visible_or_404(InformasiJenis, id, *queries.INFORMASI)
    isi = bagian.isi_informasi(i)
    form = InformasiForm(data=isi)
    form.lihat(isi)
    if form.validate_on_submit() and form.attempt(bagian.ubah_informasi, i, **form.isi()):
        return _ke_jenis(i.jenis_id, f"Pertanyaan {form.label.data} tersimpan.")
    return _form_informasi(form, i.jenis, i)


@bp.post("/admin/master/informasi-jenis/<int:id>/hapus")
@roles("admin")
def informasi_hapus(id: int):
    i = get_visible_or_404(InformasiJenis, id)
    with tulis():
        bagian.hapus(i)
    return _ke_jenis(i.jenis_id, f"Pertanyaan {i.label} dihapus.")


# --- intervals --------------------------------------------------------------------------------


@bp.route(f"{JENIS}/masa-berlaku/baru", methods=["GET", "POST"])
@roles("admin")
def masa_baru(jenis_id: int):
    """Twice: first what it would do, then it is stored."""
    jenis, form = get_visible_or_404(JenisUttp, jenis_id), MasaForm()
    sah, dampak = form.validate_on_submit(), None
    if sah and form.sudah_ditinjau and form.attempt(masa.tambah, jenis, **form.isi()):
        return _ke_jenis(jenis_id, f"Masa berlaku {form.bulan.data} bulan tersimpan.")
    if sah and not form.errors:
        dampak = queries.dampak(jenis_id, *form.tandai())
    return render(
        "katalog/masa_form.html", "katalog/_masa_form.html", form=form, jenis=jenis,
        dampak=dampak, code=200 if dampak else form.kode,
    )  # fmt: skip


@bp.get(f"{JENIS}/masa-berlaku/dampak.csv")
@roles("admin")
def masa_dampak(jenis_id: int):
    """The instruments whose due date would move, one a line."""
    jenis = get_visible_or_404(JenisUttp, jenis_id)
    form = MasaForm(formdata=request.args, meta={"csrf": False})
    bulan, mulai = form.bulan.data, form.berlaku_mulai.data
    if bulan is None or mulai is None:
        abort(404)
    baris: Any = (
        (a.nomor_seri, a.merk, a.tipe, a.pemilik, a.skhp_nomor, a.skhp_berlaku_sampai, g.uji,
         g.lama, g.baru, g.hari)
        for a, g in queries.alat_terdampak(jenis_id, bulan, mulai)
    )  # fmt: skip
    isi = lembar_kerja.csv_bita(KOLOM_DAMPAK, baris)
    return lembar_kerja.kirim(isi, f"dampak-{jenis.kode}-{bulan}-bulan.csv")


@bp.route("/admin/master/masa-berlaku/<int:id>", methods=["GET", "POST"])
@roles("admin")
def masa_ubah(id: int):
    m = get_visible_or_404(MasaBerlaku, id)
    jenis = get_visible_or_404(JenisUttp, m.jenis_id)
    isi = masa.isi_dasar(m)
    form = DasarForm(data=isi)
    form.lihat(isi)
    if form.validate_on_submit() and form.attempt(masa.ubah, m, **form.isi()):
        return _ke_jenis(m.jenis_id, "Dasar masa berlaku tersimpan.")
    return render(
        "katalog/dasar_form.html", "katalog/_dasar_form.html", form=form, jenis=jenis, masa=m,
        code=form.kode,
    )  # fmt: skip


@bp.post("/admin/master/masa-berlaku/<int:id>/hapus")
@roles("admin")
def masa_hapus(id: int):
    m = get_visible_or_404(MasaBerlaku, id)
    with tulis():
        masa.hapus(m)
    return _ke_jenis(m.jenis_id, "Masa berlaku dihapus; yang sebelumnya berlaku terus.")
