"""Screens of Admin Aplikasi: the log of acts; regions and the office among the master data."""

from typing import Any

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from app.core import clock
from app.core.access import get_visible_or_404, pelaku, roles
from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.core.format import telepon
from app.core.htmx import go_to, render, wants_fragment
from app.pengaturan import bp, catatan, queries, services, wilayah
from app.pengaturan.forms import BAGIAN, BagianForm, CatatanForm, WilayahForm
from app.pengaturan.models import Kecamatan, Kelurahan
from app.pengaturan.states import MASTER, PERAN, sebut_aksi, sebut_objek

# Where the thing itself is shown.
HALAMAN = {
    "pengajuan": "pengajuan.rincian",
    "peserta": "peserta.admin_rincian",
    "uttp": "uttp.rincian",
    "jenis_uttp": "katalog.admin_rincian",
    "kecamatan": "pengaturan.kecamatan_ubah",
    "kelurahan": "pengaturan.kelurahan_ubah",
}
AWAL_CATATAN = "2000-01-01"  # before any of it was written
KANTOR = ("admin", "pelayanan", "kepala")


@bp.get("/admin/audit")
@roles("admin", "kepala")
def audit():
    """Who did what, when and from where; nobody can change it, here or elsewhere."""
    form = CatatanForm(request.args)
    saring = form.saringan()
    # By name: an address may carry anything, and url_for has words of its own.
    isi: dict[str, Any] = {f.name: v for f in form if (v := request.args.get(f.name))}
    return render(
        "pengaturan/audit.html",
        "pengaturan/_audit.html",
        saring=form,
        page=catatan.daftar(saring, pelaku(), after=request.args.get("setelah")),
        url=url_for(".audit", **isi),
        bersih=url_for(".audit"),
        tersaring=bool(isi),
        sejak=catatan.sejak(saring),
        semua=url_for(".audit", **isi | {"dari": AWAL_CATATAN}),
        perubahan=catatan.perubahan,
        sebut_aksi=sebut_aksi,
        sebut_objek=sebut_objek,
        sebut_peran=PERAN,
        url_objek=_url_objek,
    )


def _url_objek(objek: str, id: int | None) -> str | None:
    return url_for(HALAMAN[objek], id=id) if objek in HALAMAN and id is not None else None


# --- master data ------------------------------------------------------------------------------


def _boleh_ubah() -> bool:
    return pelaku().peran == "admin"


@bp.get("/admin/master")
@roles(*KANTOR)
def master():
    """Where each kind of master data is kept."""
    jumlah, peran = queries.cacah_master(), pelaku().peran
    kartu = [m for m in MASTER if peran in m.peran]
    return render("pengaturan/master.html", "pengaturan/_master.html", kartu=kartu, jumlah=jumlah)


@bp.get("/admin/master/wilayah")
@roles(*KANTOR)
def daftar_wilayah():
    return render(
        "pengaturan/wilayah.html", "pengaturan/_wilayah.html", daftar=queries.semua_wilayah(),
        boleh_ubah=_boleh_ubah(),
    )  # fmt: skip


def _baru(induk: Kecamatan | None):
    form = WilayahForm()
    if form.validate_on_submit() and form.attempt(wilayah.tambah, induk, **form.isi()):
        flash(f"{form.nama.data} tersimpan.", "sukses")
        return go_to(url_for(".daftar_wilayah"))
    return _halaman_wilayah(form, induk=induk, w=None)


def _ubah(w: wilayah.Wilayah):
    isi = wilayah.isi(w)
    form = WilayahForm(data=isi)
    del form.kode_wilayah
    form.lihat(isi)
    if form.validate_on_submit() and form.attempt(wilayah.ubah, w, **form.isi()):
        flash(f"{form.nama.data} tersimpan.", "sukses")
        return go_to(url_for(".daftar_wilayah"))
    return _halaman_wilayah(form, induk=None, w=w)


def _halaman_wilayah(form: WilayahForm, **ctx: Any):
    return render(
        "pengaturan/wilayah_form.html", "pengaturan/_wilayah_form.html", code=form.kode,
        form=form, url=request.path, **ctx,
    )  # fmt: skip


@bp.route("/admin/master/wilayah/kecamatan/baru", methods=["GET", "POST"])
@roles("admin")
def kecamatan_baru():
    return _baru(None)


@bp.route("/admin/master/wilayah/kecamatan/<int:id>/kelurahan/baru", methods=["GET", "POST"])
@roles("admin")
def kelurahan_baru(id: int):
    return _baru(get_visible_or_404(Kecamatan, id))


@bp.route("/admin/master/wilayah/kecamatan/<int:id>", methods=["GET", "POST"])
@roles("admin")
def kecamatan_ubah(id: int):
    return _ubah(get_visible_or_404(Kecamatan, id))


@bp.route("/admin/master/wilayah/kelurahan/<int:id>", methods=["GET", "POST"])
@roles("admin")
def kelurahan_ubah(id: int):
    return _ubah(get_visible_or_404(Kelurahan, id))


@bp.post("/admin/master/wilayah/<any(kecamatan, kelurahan):apa>/<int:id>/hapus")
@roles("admin")
def wilayah_hapus(apa: str, id: int):
    w: wilayah.Wilayah
    if apa == "kecamatan":
        w = get_visible_or_404(Kecamatan, id)
    else:
        w = get_visible_or_404(Kelurahan, id)
    with tulis():
        wilayah.hapus(w)
    flash(f"{w.nama} dihapus.", "sukses")
    return go_to(url_for(".daftar_wilayah"))


# --- the office -------------------------------------------------------------------------------

_TERBARU = 10


@bp.get("/admin/master/kantor")
@roles("admin", "kepala")
def pengaturan_kantor():
    """All settings as they are, and who changed what last."""
    ubahan = catatan.daftar(catatan.Saringan(aksi="pengaturan_ubah"), pelaku(), after=None)
    return render(
        "pengaturan/kantor.html", "pengaturan/_kantor.html", bagian=BAGIAN, k=queries.kantor(),
        ubahan=ubahan.items[:_TERBARU], perubahan=catatan.perubahan, boleh_ubah=_boleh_ubah(),
        fakta_kantor=_fakta,
    )  # fmt: skip


def _sebut(nama: str, nilai: object) -> str:
    if isinstance(nilai, int):
        return f"{nilai} hari"
    teks = telepon(str(nilai)) if nama in ("telp", "wa") else str(nilai)
    return teks or "–"


def _fakta(kelas: type[BagianForm]) -> list[tuple[str, str]]:
    """Each setting of a part by the words of its form."""
    k, form = queries.kantor(), kelas()
    return [
        (f.label.text, _sebut(f.name, nilai))
        for f in form
        if f.name != "logo" and (nilai := getattr(k, f.name, None)) is not None
    ]


@bp.route("/admin/master/kantor/<bagian>", methods=["GET", "POST"])
@roles("admin")
def kantor_ubah(bagian: str):
    form = _form_kantor(BAGIAN.get(bagian) or abort(404))
    if form.validate_on_submit() and form.attempt(
        services.ubah_bagian, form.isi(), form.versi.data
    ):
        flash(f"{form.judul} tersimpan.", "sukses")
        return go_to(url_for(".pengaturan_kantor"))
    return render(
        "pengaturan/kantor_form.html", "pengaturan/_kantor_form.html", code=form.kode, form=form,
        bagian=bagian, contoh=_contoh_nomor(form) if bagian == "nomor" else None,
    )  # fmt: skip


def _form_kantor(kelas: type[BagianForm]) -> BagianForm:
    k = queries.kantor()
    isi = {n: getattr(k, n) for n in queries.NAMA_PENGATURAN if hasattr(kelas, n)}
    berkas = queries.logo() if "logo" in isi else None
    form = kelas(data=isi | ({"logo": [berkas] if berkas else []} if "logo" in isi else {}))
    form.lihat(isi)
    if "logo" in isi:
        form.logo.url_form = request.path
    return form


def _contoh_nomor(form: BagianForm) -> list[tuple[str, str | None]]:
    """The next numbers by the patterns as typed; None where a pattern cannot be filled in."""
    hari, urut = clock.today(), queries.urut_berikut(*services.seri_dokumen(clock.today().year))
    contoh: list[tuple[str, str | None]] = []
    for nama, n in zip(("pola_skhp", "pola_skrd"), urut, strict=True):
        try:
            services.cek_pola(nama, form[nama].data or "")
            contoh.append((nama, services.usulan_nomor(form[nama].data, n, hari)))
        except AturanDilanggar:
            contoh.append((nama, None))
    return contoh


@bp.get("/admin/master/kantor/nomor/contoh")
@roles("admin")
def contoh_nomor() -> BaseResponse | Any:
    """What the patterns give, while they are typed."""
    if not wants_fragment():
        return go_to(url_for(".kantor_ubah", bagian="nomor"))
    form = BAGIAN["nomor"](formdata=request.args, meta={"csrf": False})
    return render(
        "pengaturan/_contoh_nomor.html", "pengaturan/_contoh_nomor.html",
        contoh=_contoh_nomor(form),
    )  # fmt: skip
