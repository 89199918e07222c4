"""The public site: what the office tells everybody."""

from typing import Any

from flask import Response, abort, render_template, request, url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from app.core import clock, uploads
from app.core.access import public
from app.core.forms import kata_cari
from app.core.headers import berkuki
from app.core.htmx import render
from app.core.kaya import kaya, polos
from app.core.nomor import baca_id
from app.konten import bp, ics, queries, services, wajib
from app.konten.models import MODEL, Berita, FotoGaleri, Sidang
from app.konten.states import (
    BERBERKAS,
    BERGAMBAR,
    HALAMAN,
    LABEL_REGULASI,
    LEBAR_HALAMAN,
    PEMBACA,
    JenisRegulasi,
)
from app.tarif.queries import sebut_cakupan
from app.tarif.states import sebut_rentang, sebut_satuan

# The address holds the file's number, so a new picture has a new address.
SEMINGGU = 7 * 24 * 3600


@bp.app_template_filter("kaya")
def _kaya(teks: str | None, dari: int = 2) -> str:
    return kaya(teks, dari)


@bp.app_template_filter("polos")
def _polos(teks: str | None, huruf: int = 250) -> str:
    return polos(teks, huruf)


def _kantor() -> bool:
    """Whoever prepares a page may look at it before it is published."""
    return bool(current_user.is_authenticated and current_user.peran in PEMBACA)


def _satu(model: type[Any], id: int, *muat: Any) -> tuple[Any, bool]:
    """The row and whether it is published; not there for whoever may not see it."""
    ada = queries.satu(model, id, clock.now(), semua=_kantor(), muat=muat)
    return (ada[0], bool(ada[1])) if ada else abort(404)


@bp.get("/informasi")
@public
def informasi():
    return render_template("konten/informasi.html")


@bp.get("/informasi/tentang")
@public
def tentang():
    halaman = queries.halaman_situs("tentang", "visi", "tugas")
    return render_template("konten/tentang.html", halaman=halaman)


@bp.get("/informasi/struktur")
@public
def struktur():
    halaman = queries.halaman_situs("struktur").get("struktur")
    return render_template("konten/struktur.html", halaman=halaman)


@bp.get("/layanan")
@public
def layanan():
    maklumat = queries.halaman_situs("maklumat").get("maklumat")
    return render_template(
        "konten/layanan.html", daftar=queries.layanan(clock.now()), maklumat=maklumat
    )


@bp.get("/kontak")
@public
def kontak():
    return render_template("konten/kontak.html")


@bp.get("/informasi/berita")
@public
def berita():
    q = kata_cari(request.args.get("q"))
    return render(
        "konten/berita.html", "konten/_berita.html", q=q,
        page=queries.berita(clock.now(), q, request.args.get("setelah")),
        url=url_for(".berita", q=q or None),
    )  # fmt: skip


@bp.get("/informasi/berita/<int:id>")
@public
def berita_rincian(id: int):
    satu, terbit = _satu(Berita, id)
    return render_template(
        "konten/berita_rincian.html", b=satu, terbit=terbit,
        foto=queries.foto_berita(id),
    )  # fmt: skip


@bp.get("/informasi/galeri")
@public
def galeri():
    page = queries.galeri(clock.now(), request.args.get("setelah"))
    return render("konten/galeri.html", "konten/_galeri.html", page=page, url=url_for(".galeri"))


@bp.get("/informasi/galeri/<int:id>")
@public
def galeri_foto(id: int):
    satu, terbit = _satu(FotoGaleri, id)
    return render_template("konten/galeri_foto.html", f=satu, terbit=terbit)


@bp.get("/informasi/regulasi")
@public
def regulasi():
    jenis = request.args.get("jenis", "")
    saring = queries.SaringRegulasi(
        q=kata_cari(request.args.get("q")),
        jenis=jenis if jenis in list(JenisRegulasi) else "",
        tahun=baca_id(request.args.get("tahun", "")),
    )
    isi = {k: v for k, v in vars(saring).items() if v}
    return render(
        "konten/regulasi.html", "konten/_regulasi.html", saring=saring, label=LABEL_REGULASI,
        page=queries.regulasi(clock.now(), saring, request.args.get("setelah")),
        url=url_for(".regulasi", **isi),
    )  # fmt: skip


@bp.get("/informasi/sop")
@public
def sop():
    return render_template("konten/sop.html", daftar=queries.sop(clock.now()))


@bp.get("/informasi/pegawai")
@public
def pegawai():
    q = kata_cari(request.args.get("q"))
    return render(
        "konten/pegawai.html", "konten/_pegawai.html", q=q,
        page=queries.pegawai(clock.now(), q, request.args.get("setelah")),
        url=url_for(".pegawai", q=q or None),
    )  # fmt: skip


@bp.get("/informasi/jadwal")
@public
def jadwal():
    halaman = queries.halaman_situs("jadwal").get("jadwal")
    sidang = queries.sidang(clock.now(), clock.today())
    return render_template("konten/jadwal.html", halaman=halaman, sidang=sidang)


@bp.get("/informasi/jadwal/<int:id>.ics")
@public
def sidang_ics(id: int):
    satu, _ = _satu(Sidang, id)
    kepala = {"Content-Disposition": f"attachment; filename=sidang-tera-{id}.ics"}
    return Response(ics.berkas([satu]), mimetype="text/calendar", headers=kepala)


@bp.get("/informasi/jadwal.ics")
@public
def jadwal_ics():
    """All planned market days: an address a calendar may subscribe to."""
    isi = ics.berkas(queries.sidang(clock.now(), clock.today()))
    return Response(isi, mimetype="text/calendar")


# --- UTTP Wajib Tera ----------------------------------------------------------------------------


@bp.get("/wajib-tera")
@public
def katalog():
    q = kata_cari(request.args.get("q"))
    return render(
        "konten/katalog.html", "konten/_katalog.html", q=q, daftar=wajib.daftar(q),
        total=wajib.total(), nol=wajib.bulatkan(0),
    )  # fmt: skip


def _jenis(id: int):
    return wajib.jenis(id) or abort(404)


def _total(id: int) -> wajib.Cacah:
    return wajib.total().get(id, wajib.bulatkan(0))


@bp.get("/wajib-tera/<int:id>")
@public
def katalog_jenis(id: int):
    """One type: what to bring, how long, what it costs, and how many there are."""
    hari_ini = clock.today()
    return render_template(
        "konten/katalog_jenis.html", satu=wajib.lengkap(id, hari_ini) or abort(404),
        biaya=wajib.biaya(id, hari_ini), cakupan=sebut_cakupan, satuan=sebut_satuan,
        rentang=sebut_rentang, total=_total(id),
    )  # fmt: skip


@bp.get("/wajib-tera/<int:id>/sebaran")
@public
def sebaran(id: int):
    return render_template("konten/sebaran.html", jenis=_jenis(id), sebaran=wajib.sebaran(id))


@bp.get("/wajib-tera/<int:id>/sebaran/<int:kecamatan_id>")
@public
def sebaran_kecamatan(id: int, kecamatan_id: int):
    jenis, isi = _jenis(id), wajib.sebaran(id)
    kecamatan = next((k for k in isi.kecamatan if k.id == kecamatan_id), None) or abort(404)
    return render_template(
        "konten/sebaran_kecamatan.html", jenis=jenis, kecamatan=kecamatan,
        kelurahan=isi.kelurahan[kecamatan_id],
    )  # fmt: skip


# --- pictures and files -------------------------------------------------------------------------


def _kirim(berkas: uploads.Berkas | None, terbit: bool) -> Response:
    """What is public is kept by browsers; a draft by nobody, nor an answer with a cookie."""
    umum = SEMINGGU if terbit and not berkuki() else 0
    return uploads.kirim(berkas or abort(404), kecil="kecil" in request.args, umum=umum)


@bp.get(f"/media/<any({', '.join(BERGAMBAR)}):ragam>/<int:id>/<int:berkas_id>")
@public
def gambar(ragam: str, id: int, berkas_id: int):
    """A picture, as long as the row that owns it is published."""
    model: Any = MODEL[ragam]
    satu, terbit = _satu(model, id, joinedload(model.gambar))
    return _kirim(satu.gambar if satu.gambar_id == berkas_id else None, terbit)


@bp.get(f"/media/halaman/<any({', '.join(HALAMAN)}):nama>/<int:berkas_id>")
@public
def gambar_halaman(nama: str, berkas_id: int):
    halaman = queries.halaman_situs(nama).get(nama) or abort(404)
    return _kirim(halaman.gambar if halaman.gambar_id == berkas_id else None, True)


@bp.get(f"/unduh/<any({', '.join(BERBERKAS)}):ragam>/<int:id>")
@public
def unduh(ragam: str, id: int):
    model: Any = MODEL[ragam]
    satu, terbit = _satu(model, id, joinedload(model.dokumen))
    if terbit and satu.dokumen and request.method == "GET":
        services.catat_unduhan(ragam, id)
    return uploads.kirim(satu.dokumen or abort(404))


@bp.app_template_global("ukuran_kecil")
def ukuran_kecil(lebar: int, tinggi: int) -> tuple[int, int]:
    """The size of the small version of a picture, for the place kept free."""
    skala = min(1.0, LEBAR_HALAMAN / max(lebar, tinggi, 1))
    return round(lebar * skala), round(tinggi * skala)
