"""Daftar Alat UTTP: the list, one instrument, its form, its photo; blank forms to download."""

from io import BytesIO
from typing import Any

from flask import abort, flash, request, send_file, url_for
from werkzeug.wrappers import Response as BaseResponse

from app.core import clock, uploads
from app.core.access import get_visible_or_404, pelaku, public, roles
from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.core.format import tanggal
from app.core.forms import kata_cari
from app.core.headers import simpan_umum
from app.core.htmx import go_to, render, wants_fragment
from app.core.nomor import baca_id
from app.pengaturan.queries import kantor
from app.peserta.models import Peserta
from app.peserta.queries import pelanggan_dari
from app.peserta.states import Kelompok
from app.uttp import bp, lembar, pakai, queries, services
from app.uttp.forms import PensiunForm, UttpForm, formulir
from app.uttp.models import JenisUttp, Uttp
from app.uttp.states import (
    KATA_KEABSAHAN,
    LABEL_KEABSAHAN,
    LABEL_PENSIUN,
    SARINGAN_KEABSAHAN,
    Keabsahan,
    keabsahan,
)

PEMBACA = ("peserta", "admin", "pelayanan", "kepala")
PENGUBAH = ("peserta", "admin", "pelayanan")
KEMBAR = (
    "Alat tersimpan. Jenis, merk, dan nomor seri yang sama sudah tercatat pada pemilik lain. "
    "Periksa lagi pelat nama; bila alat ini baru Anda beli atau terima dari orang lain, hubungi "
    "kantor supaya pengalihannya dicatat."
)


def _peserta_diminta() -> Peserta | None:
    """Whose instruments: of the one asked for, else one's own; None for staff: everybody's."""
    if "peserta" in request.args:
        id = baca_id(request.args["peserta"])
        return get_visible_or_404(Peserta, id) if id else abort(404)
    return queries.milik_saya(pelaku())


def _param(peserta: Peserta | None) -> dict[str, Any]:
    """The `peserta` of an address; one's own needs none."""
    sendiri = peserta is None or peserta.pengguna_id == pelaku().id
    return {} if peserta is None or sendiri else {"peserta": peserta.id}


def _pelanggan(peserta: Peserta | None) -> bool:
    """Is this somebody's customer, looked at by another?"""
    return bool(peserta and peserta.penyedia_id and peserta.pengguna_id != pelaku().id)


def _atas(peserta: Peserta | None) -> tuple[str, str] | None:
    """The page above the list: one's own, the participant's (staff), or Daftar Pelanggan."""
    if peserta is None:
        return None
    if _pelanggan(peserta):
        petugas = pelaku().peran != "peserta"
        param: dict[str, Any] = {"penyedia": peserta.penyedia_id} if petugas else {}
        return url_for("pelanggan.index", **param), "Daftar Pelanggan"
    if pelaku().peran != "peserta":
        return url_for("peserta.admin_rincian", id=peserta.id), peserta.nama
    return url_for("peserta.index"), "Data Peserta"


def _pengubah() -> bool:
    return pelaku().peran in PENGUBAH


def _tanda(baris: Any) -> tuple[Keabsahan, str, str]:
    """The badge of an instrument: code, words, tone."""
    kode = keabsahan(baris.skhp_berlaku_sampai, baris.uji_batal, clock.today(), baris.pensiun_pada)
    label, nada = LABEL_KEABSAHAN[kode]
    sejak = f" sejak {tanggal(baris.pensiun_pada)}" if kode == Keabsahan.PENSIUN else ""
    return kode, label + sejak, nada


def _saringan(pelanggan: dict[int, str]) -> queries.Saringan:
    """The filters of the address; a customer there is none of filters nothing."""
    args, pilih = request.args, baca_id(request.args.get("pelanggan"))
    status = args.get("keabsahan") or args.get("status") or ""
    return queries.Saringan(kata_cari(args.get("q")), status, pilih if pilih in pelanggan else None)


@bp.get("")
@roles(*PEMBACA)
def index():
    peserta = _peserta_diminta()
    penyedia = peserta is not None and peserta.kelompok == Kelompok.PENYEDIA
    pelanggan = pelanggan_dari(peserta.id) if peserta and penyedia else []
    saringan = _saringan(dict(pelanggan))
    page = queries.daftar(peserta, saringan, clock.today(), after=request.args.get("setelah"))
    return render(
        "uttp/index.html",
        "uttp/_daftar.html",
        page=page,
        peserta=peserta,
        param=_param(peserta),
        saringan=saringan,
        pengubah=_pengubah(),
        tanda=_tanda,
        atas=_atas(peserta),
        keabsahan_semua=SARINGAN_KEABSAHAN,
        pelanggan=pelanggan,
        milik_pelanggan=_pelanggan(peserta),
    )


@bp.get("/<int:id>/riwayat")
@roles(*PEMBACA)
def riwayat(id: int):
    """All that happened to it; the page lies to the right of here, with the applications."""
    uttp = get_visible_or_404(Uttp, id)
    return go_to(url_for("pengajuan.alat", uttp_id=uttp.id, jenis="semua"))


@bp.get("/<int:id>")
@roles(*PEMBACA)
def rincian(id: int):
    uttp = get_visible_or_404(Uttp, id, *queries.UNTUK_RINCIAN)
    status, hubungan = _tanda(uttp), queries.hubungan(uttp)
    return render(
        "uttp/rincian.html",
        "uttp/_rincian.html",
        uttp=uttp,
        hubungan=hubungan,
        informasi=queries.semua_pertanyaan(uttp.informasi),
        status=status,
        kata=KATA_KEABSAHAN[status[0]],
        label_pensiun=LABEL_PENSIUN,
        halangan=pakai.halangan_pakai(uttp, pelaku()),
        pengubah=_pengubah() and hubungan.diurus,
        param=_param(uttp.pemakai or uttp.pemilik) if hubungan.diurus else {},
    )


@bp.get("/<int:id>/foto")
@roles(*PEMBACA)
def foto(id: int):
    uttp = get_visible_or_404(Uttp, id, queries.DENGAN_FOTO)
    return uploads.kirim(uttp.foto or abort(404), kecil="kecil" in request.args)


# --- the form -----------------------------------------------------------------------------------


def _jenis_diminta(tersimpan: JenisUttp | None = None) -> JenisUttp | None:
    """The type whose questions the form shows: the one chosen just now, else the stored one."""
    dikirim = baca_id(request.values.get("jenis_id"))
    if dikirim is None or (tersimpan is not None and tersimpan.id == dikirim):
        return tersimpan
    return queries.jenis(dikirim)


def _form(
    jenis: JenisUttp | None, url: str, tempat: list[tuple[int, str]], **nilai: Any
) -> UttpForm:
    """The form for this type, with everything its page needs."""
    form = formulir(jenis.informasi if jenis else [], tempat)(**nilai)
    form.pilihan_jenis(queries.pilihan_jenis(termasuk=jenis.id if jenis else None))
    form.foto.url_form = url
    return form


def _tersimpan(hasil: services.Tersimpan, url: str) -> BaseResponse:
    if hasil.kembar:
        flash(KEMBAR, "peringatan")
    else:
        flash(f"{hasil.uttp.merk} {hasil.uttp.tipe} tersimpan.", "sukses")
    return go_to(url)


@bp.route("/baru", methods=["GET", "POST"])
@roles(*PENGUBAH)
def baru():
    peserta = _peserta_diminta()
    if peserta is None:
        raise AturanDilanggar("Pilih peserta dulu di Peserta Tera/Tera Ulang, lalu buka alatnya.")
    jenis, param = _jenis_diminta(), _param(peserta)
    url = url_for("uttp.baru", **param)
    awal = {"jenis_id": jenis.id} if jenis else {}
    form = _form(jenis, url, queries.tempat_untuk(peserta), data=awal)
    if form.validate_on_submit() and form.attempt(
        services.tambah, peserta, pelaku=pelaku(), **form.isi()
    ):
        return _tersimpan(form.hasil, url_for("uttp.index", **param))
    ctx = {"form": form, "jenis": jenis, "url": url, "peserta": peserta, "param": param}
    return render("uttp/baru.html", "uttp/_form.html", code=form.kode, uttp=None, **ctx)


@bp.route("/<int:id>/ubah", methods=["GET", "POST"])
@roles(*PENGUBAH)
def ubah(id: int):
    uttp = _diurus(id)
    jenis = _jenis_diminta(uttp.jenis) if uttp.terkunci_pada is None else uttp.jenis
    url = url_for("uttp.ubah", id=id)
    form = _form_ubah(uttp, jenis, url)
    if form.validate_on_submit() and form.attempt(services.ubah, uttp, **form.isi()):
        return _tersimpan(form.hasil, url_for("uttp.rincian", id=id))
    ctx: dict[str, Any] = {"form": form, "jenis": jenis, "url": url, "uttp": uttp, "param": {}}
    return render("uttp/ubah.html", "uttp/_form.html", code=form.kode, **ctx)


def _diurus(id: int) -> Uttp:
    """An instrument of somebody the reader looks after; merely using it does not suffice."""
    return queries.yang_diurus(id, *queries.UNTUK_FORM) or abort(404)


def _form_ubah(uttp: Uttp, jenis: JenisUttp | None, url: str) -> UttpForm:
    alamat = url_for("uttp.foto", id=uttp.id)
    isi, tempat = queries.nilai_tersimpan(uttp), queries.tempat_alat(uttp)
    if uttp.terkunci_pada is None:
        form = _form(jenis, url, tempat, data=isi)
    else:
        form = formulir([], tempat)(data=isi)
        form.kunci()
        form.foto.url_form = url
    form.lihat(isi)
    if uttp.foto_id is not None:
        form.foto.tersimpan = {uttp.foto_id: (alamat, f"{alamat}?kecil=1")}
    return form


@bp.get("/informasi")
@roles(*PENGUBAH)
def informasi():
    """Capacity with its unit and the questions of a type, with what was typed so far."""
    jenis = _jenis_diminta()
    if not wants_fragment():
        return go_to(url_for("uttp.baru", jenis_id=jenis.id if jenis else None))
    form = formulir(jenis.informasi if jenis else [])(formdata=request.args)
    return render("uttp/_informasi.html", "uttp/_informasi.html", form=form, jenis=jenis)


@bp.get("/jenis")
@roles(*PENGUBAH)
def jenis():
    """Types that match a word: for htmx the select of the form, for a browser a list of links."""
    q, terpilih = kata_cari(request.args.get("q")), _jenis_diminta()
    pilihan = queries.pilihan_jenis(q, terpilih.id if terpilih else None)
    form = UttpForm(formdata=request.args)
    form.pilihan_jenis(pilihan)
    param = {"peserta": request.args["peserta"]} if "peserta" in request.args else {}
    return render(
        "uttp/jenis.html", "uttp/_jenis.html", form=form, pilihan=pilihan, q=q, param=param
    )


@bp.route("/<int:id>/hapus", methods=["GET", "POST"])
@roles(*PENGUBAH)
def hapus(id: int):
    uttp = _diurus(id)
    if queries.hubungan(uttp).jumlah_pengajuan:
        raise AturanDilanggar(services.PERNAH_DIAJUKAN)
    param = _param(uttp.pemakai or uttp.pemilik)
    if request.method == "POST":
        with tulis():
            services.hapus(uttp)
        flash(f"{uttp.merk} {uttp.tipe} dihapus.", "sukses")
        return go_to(url_for("uttp.index", **param))
    return render("uttp/hapus.html", "uttp/_hapus.html", uttp=uttp, param=param)


# --- out of use -------------------------------------------------------------------------------


@bp.route("/<int:id>/pensiun", methods=["GET", "POST"])
@roles(*PENGUBAH)
def pensiun(id: int):
    uttp, form = _diurus(id), PensiunForm()
    if form.validate_on_submit() and form.attempt(pakai.pensiunkan, uttp, pelaku(), **form.isi()):
        flash("Alat dicatat tidak dipakai lagi.", "sukses")
        return go_to(url_for("uttp.rincian", id=id))
    if not form.is_submitted():
        pakai.cek_masih_dipakai(uttp)
    ctx = {"form": form, "uttp": uttp, "hari_ini": clock.today()}
    return render("uttp/pensiun.html", "uttp/_pensiun.html", code=form.kode, **ctx)


@bp.post("/<int:id>/pakai-lagi")
@roles(*PENGUBAH)
def pakai_lagi(id: int):
    uttp = _diurus(id)
    with tulis():
        pakai.pakai_lagi(uttp, pelaku())
    flash("Alat dicatat dipakai lagi.", "sukses")
    return go_to(url_for("uttp.rincian", id=id))


# --- blank forms --------------------------------------------------------------------------------


def _pdf(isi: bytes, nama: str) -> BaseResponse:
    jawaban = send_file(
        BytesIO(isi), mimetype="application/pdf", as_attachment=True, download_name=nama
    )
    return simpan_umum(jawaban)


@bp.get("/format/<int:dokumen_id>")
@public
def format_dokumen(dokumen_id: int):
    """The office's own file, or the sheet drawn from its questions."""
    dokumen = queries.dokumen_berformat(dokumen_id) or abort(404)
    if dokumen.format is not None:
        return uploads.kirim(dokumen.format)
    isi = lembar.formulir_kosong(dokumen.nama, dokumen.format_isian or "", _kop())
    return _pdf(isi, lembar.nama_berkas(dokumen.nama))


@bp.get("/format/surat-permohonan")
@public
def format_surat():
    return _pdf(lembar.surat_permohonan(_kop()), lembar.nama_berkas("Surat permohonan"))


def _kop() -> lembar.Kop:
    k = kantor()
    return lembar.Kop(k.nama, k.instansi, k.alamat, k.kota)
