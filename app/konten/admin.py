"""Editing the public site. Admin Aplikasi writes all of it, the counter news and gallery."""

from typing import Any

from flask import flash, request, url_for
from flask_login import current_user

from app.core import clock, uploads
from app.core.access import get_visible_or_404, pelaku, roles
from app.core.db import tulis
from app.core.forms import BaseForm, kata_cari
from app.core.htmx import go_to, render
from app.core.kaya import kaya
from app.core.nomor import baca_id
from app.konten import bp, queries, services
from app.konten.forms import FORM, HalamanBergambarForm, HalamanForm
from app.konten.isian import KayaField
from app.konten.models import MODEL
from app.konten.states import BAKU, HALAMAN, PEMBACA, PENULIS_BAKU, PENULIS_WARTA, RAGAM, WARTA

SEMUA = "any({}):ragam".format(", ".join(RAGAM))
R_BAKU = "any({}):ragam".format(", ".join(BAKU))
R_WARTA = "any({}):ragam".format(", ".join(WARTA))
KODE = "any({}):kode".format(", ".join(HALAMAN))


def alamat(aksi: str, ragam: str, **nilai: Any) -> str:
    """News and gallery have addresses of their own, as others may use them."""
    awalan = "warta_" if ragam in WARTA else ""
    return url_for(f"konten.{awalan}{aksi}", ragam=ragam, **nilai)


def melihat() -> bool:
    """Pressed "Pratinjau": the page comes back with what the text will look like."""
    return request.form.get("aksi") == "pratinjau"


def kirim(form: BaseForm) -> bool:
    return not melihat() and form.validate_on_submit()


def kode(form: BaseForm) -> int:
    return 200 if melihat() else form.kode


def pratinjau(form: BaseForm) -> list[tuple[str, Any]]:
    """Each rich text of the form as visitors will read it."""
    if not melihat():
        return []
    return [(str(f.label.text), kaya(f.data, 3)) for f in form if isinstance(f, KayaField)]


def ukuran(form: BaseForm) -> dict[str, Any]:
    """Width and height of the picture on the form, looked up before the transaction."""
    if "gambar" not in form:
        return {}
    gambar = form["gambar"].data
    return {"ukuran": uploads.ukuran_foto(gambar[0]) if gambar else None}


@bp.get("/admin/konten")
@roles(*PEMBACA)
def admin_index():
    boleh = {k: current_user.peran in r.penulis for k, r in RAGAM.items()}
    return render(
        "konten/admin_index.html", "konten/admin_index.html", ragam=RAGAM, boleh=boleh,
        halaman=HALAMAN, ubah_halaman=current_user.peran in PENULIS_BAKU,
    )  # fmt: skip


@bp.get(f"/admin/konten/<{SEMUA}>")
@roles(*PEMBACA)
def daftar(ragam: str):
    q = kata_cari(request.args.get("q"))
    return render(
        "konten/admin_daftar.html", "konten/_admin_daftar.html", ragam=ragam, kata=RAGAM[ragam],
        q=q, page=queries.daftar(ragam, q, request.args.get("setelah")), alamat=alamat,
        url=url_for(".daftar", ragam=ragam, q=q or None), kini=clock.now(),
        boleh=current_user.peran in RAGAM[ragam].penulis,
    )  # fmt: skip


def _pilihan(ragam: str, baris: Any, form: BaseForm) -> dict[str, Any]:
    if ragam == "pegawai":
        return {"jabatan": queries.pilihan_jabatan()}
    if ragam == "foto":
        milik = baris.berita_id if baris else None
        return {"berita": queries.pilihan_berita(milik, form["berita_id"].data)}
    return {}


def _awal(ragam: str) -> dict[str, Any]:
    """A photo added from its news item belongs to that."""
    return {"berita_id": baca_id(request.args.get("berita"))} if ragam == "foto" else {}


def _formulir(ragam: str, baris: Any = None):
    """The form of a new row, or of one that is there."""
    isi = services.isi(ragam, baris) if baris else _awal(ragam)
    form = FORM[ragam](data=isi)
    form.siapkan(**_pilihan(ragam, baris, form))
    if baris:
        form.lihat(isi)
    for satu in form.berkas():
        satu.url_form = request.path
        if baris:
            endpoint = "konten.gambar" if satu.name == "gambar" else "konten.unduh"
            satu.tersimpan_di = (endpoint, {"ragam": ragam, "id": baris.id})
    if kirim(form) and form.attempt(
        services.simpan, ragam, pelaku(), baris, **ukuran(form), **form.isi()
    ):
        flash(f"{RAGAM[ragam].satu} “{services.judul(ragam, form.hasil)}” tersimpan.", "sukses")
        return go_to(url_for("konten.daftar", ragam=ragam))
    return render(
        "konten/admin_form.html", "konten/_admin_form.html", code=kode(form), form=form,
        judul=f"{'Ubah' if baris else 'Tambah'} {RAGAM[ragam].satu}", url=request.path,
        kembali_ke=url_for("konten.daftar", ragam=ragam), kata=RAGAM[ragam].semua,
        pratinjau=pratinjau(form), ragam=ragam, baris=baris, alamat=alamat,
    )  # fmt: skip


def _ubah(ragam: str, id: int):
    return _formulir(ragam, get_visible_or_404(MODEL[ragam], id, *queries.muat(ragam)))


def _hapus(ragam: str, id: int):
    baris = get_visible_or_404(MODEL[ragam], id)
    nama = services.judul(ragam, baris)
    if request.method == "POST":
        with tulis():
            services.hapus(ragam, baris, pelaku())
        flash(f"{RAGAM[ragam].satu} “{nama}” dihapus.", "sukses")
        return go_to(url_for("konten.daftar", ragam=ragam))
    return render(
        "konten/admin_hapus.html", "konten/_admin_hapus.html", ragam=ragam, kata=RAGAM[ragam],
        nama=nama, url=request.path, kembali_ke=alamat("ubah", ragam, id=id),
    )  # fmt: skip


@bp.route(f"/admin/konten/<{R_BAKU}>/baru", methods=["GET", "POST"])
@roles(*PENULIS_BAKU)
def baru(ragam: str):
    return _formulir(ragam)


@bp.route(f"/admin/konten/<{R_WARTA}>/baru", methods=["GET", "POST"])
@roles(*PENULIS_WARTA)
def warta_baru(ragam: str):
    return _formulir(ragam)


@bp.route(f"/admin/konten/<{R_BAKU}>/<int:id>", methods=["GET", "POST"])
@roles(*PENULIS_BAKU)
def ubah(ragam: str, id: int):
    return _ubah(ragam, id)


@bp.route(f"/admin/konten/<{R_WARTA}>/<int:id>", methods=["GET", "POST"])
@roles(*PENULIS_WARTA)
def warta_ubah(ragam: str, id: int):
    return _ubah(ragam, id)


@bp.route(f"/admin/konten/<{R_BAKU}>/<int:id>/hapus", methods=["GET", "POST"])
@roles(*PENULIS_BAKU)
def hapus(ragam: str, id: int):
    return _hapus(ragam, id)


@bp.route(f"/admin/konten/<{R_WARTA}>/<int:id>/hapus", methods=["GET", "POST"])
@roles(*PENULIS_WARTA)
def warta_hapus(ragam: str, id: int):
    return _hapus(ragam, id)


@bp.route(f"/admin/konten/halaman/<{KODE}>", methods=["GET", "POST"])
@roles(*PENULIS_BAKU)
def halaman(kode: str):
    """A page that is always there: its text, and its picture where it has one."""
    tetap = HALAMAN[kode]
    isi = services.isi_halaman(kode, queries.halaman_situs(kode).get(kode))
    form = (HalamanBergambarForm if tetap.bergambar else HalamanForm)(data=isi)
    form.lihat(isi)
    for satu in form.berkas():
        satu.url_form = request.path
        satu.tersimpan_di = ("konten.gambar_halaman", {"nama": kode})
    if kirim(form) and form.attempt(
        services.simpan_halaman, kode, pelaku(), **ukuran(form), **form.isi()
    ):
        flash(f"{tetap.judul} tersimpan.", "sukses")
        return go_to(url_for("konten.admin_index"))
    return render(
        "konten/admin_form.html", "konten/_admin_form.html", code=200 if melihat() else form.kode,
        form=form, judul=tetap.judul, url=request.path, kembali_ke=url_for("konten.admin_index"),
        kata="Situs publik", pratinjau=pratinjau(form), ragam=None, baris=None, alamat=alamat,
    )  # fmt: skip
