"""Daftar Pelanggan and what a penyedia, or staff for it, does with a customer."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app.core import batas, clock
from app.core.access import get_visible_or_404, pelaku, roles
from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.core.forms import kata_cari
from app.core.htmx import go_to, render
from app.core.nomor import baca_id
from app.pelanggan import bp, kata, queries, services
from app.pelanggan.forms import KosongForm, PelangganForm, PicForm, UbahForm
from app.pelanggan.states import Temuan
from app.pengajuan.queries import pengajuan_berjalan
from app.peserta.models import Peserta
from app.peserta.queries import LENGKAP, rujukan
from app.peserta.states import Kelompok, StatusPeserta
from app.uttp.queries import yang_diurus
from app.uttp.states import URUNG_PINDAH

PEMBACA = ("peserta", "admin", "pelayanan", "kepala")
PENGUBAH = ("peserta", "admin", "pelayanan")


def _petugas() -> bool:
    return pelaku().peran != "peserta"


def _kata() -> dict[str, Any]:
    """What lists and details need to say what can be done, and why not."""
    petugas, pengubah = _petugas(), pelaku().peran in PENGUBAH
    return {
        "petugas": petugas,
        "pengubah": pengubah,
        "halangan_ubah": lambda p: kata.halangan_ubah(p, petugas),
        "halangan_hapus": kata.halangan_hapus,
        "halangan_lepas": kata.halangan_lepas,
        "halangan_daftar": lambda p: kata.halangan_daftar(p, petugas),
    }


def _penyedia() -> Peserta:
    """The penyedia asked for: oneself, or for staff the one the address names."""
    id = baca_id(request.args.get("penyedia")) if _petugas() else None
    if _petugas() and id is None:
        abort(404)
    return queries.penyedia_saya(id) or abort(404)


def _param(penyedia_id: int | None) -> dict[str, Any]:
    """The `penyedia` of an address; one's own needs none."""
    return {"penyedia": penyedia_id} if _petugas() else {}


def _muat(id: int) -> Peserta:
    """A customer of the reader's, or for staff anybody's, also one nobody serves any more; one's
    own row is none."""
    p = get_visible_or_404(Peserta, id, *LENGKAP)
    if _petugas():
        boleh = bool(p.penyedia_id or p.didaftarkan_oleh_id) or p.kelompok == Kelompok.PEMAKAI
    else:
        boleh = p.penyedia_id == current_user.peserta_id
    return p if boleh else abort(404)


def _kembali(p: Peserta) -> str:
    """The list a customer stands in; for staff, one that nobody serves stands in theirs."""
    if p.penyedia_id is None:
        return url_for("peserta.admin_rincian", id=p.id)
    return url_for("pelanggan.index", **_param(p.penyedia_id))


@bp.get("/pelanggan")
@roles(*PEMBACA)
def index():
    if _petugas() and "penyedia" not in request.args:
        return go_to(url_for("peserta.admin_index", kelompok="penyedia"))
    penyedia, q = _penyedia(), kata_cari(request.args.get("q"))
    param = _param(penyedia.id)
    return render(
        "pelanggan/index.html", "pelanggan/_daftar.html", penyedia=penyedia, q=q, param=param,
        page=queries.daftar(penyedia, q, after=request.args.get("setelah")),
        jumlah=queries.jumlah(penyedia), **_kata(),
    )  # fmt: skip


@bp.post("/pelanggan/cari")
@roles(*PEMBACA)
def cari():
    """To the list with what was asked in its address; an NPWP goes there by its index only."""
    penyedia, q = _penyedia(), rujukan(kata_cari(request.form.get("q")))
    return redirect(url_for("pelanggan.index", q=q or None, **_param(penyedia.id)), 303)


@bp.get("/pelanggan/<int:id>")
@roles(*PEMBACA)
def rincian(id: int):
    p = _muat(id)
    return render(
        "pelanggan/rincian.html", "pelanggan/_rincian.html", p=p, k=queries.keadaan(p),
        dipindahkan=queries.baru_dipindahkan(p), kembali_ke=_kembali(p), **_kata(),
    )  # fmt: skip


# --- adding and changing ----------------------------------------------------------------------


@bp.route("/pelanggan/baru", methods=["GET", "POST"])
@roles(*PENGUBAH)
def baru():
    penyedia, form = _penyedia(), PelangganForm()
    hasil, memeriksa = _periksa(form, penyedia)
    if hasil and not memeriksa and _simpan(form, hasil, penyedia):
        flash(f"{form.hasil.nama} sudah tercatat. Catat alatnya lewat tombol Jml UTTP.", "sukses")
        return go_to(url_for("pelanggan.index", **_param(penyedia.id)))
    kode = 200 if memeriksa and hasil else form.kode
    return render(
        "pelanggan/baru.html", "pelanggan/_baru.html", code=kode, form=form, hasil=hasil,
        penyedia=penyedia, param=_param(penyedia.id),
    )  # fmt: skip


def _periksa(form: PelangganForm, penyedia: Peserta) -> tuple[services.HasilCek | None, bool]:
    """What the NPWP stands for, and whether that was all that was asked; None before one was
    given, and when it is not well-formed."""
    if not form.is_submitted() or not form.npwp.validate(form):
        return None, False
    npwp, memeriksa = form.npwp.data or "", form.memeriksa
    if memeriksa and (sampai := batas.lewati(f"cek-npwp|{pelaku().id}", *batas.CEK_NPWP)):
        form.tolak(f"Anda sudah memeriksa sangat banyak NPWP. {batas.kalimat(sampai)}", "npwp")
        return None, False
    form.dicek.data = npwp
    return services.cek(npwp, penyedia), memeriksa


def _simpan(form: PelangganForm, hasil: services.HasilCek, penyedia: Peserta) -> bool:
    """Somebody known keeps the data on record, so nothing else is asked then. Who is a customer
    already may be so since the first of two clicks: the service knows by the form's key."""
    if hasil.peserta is not None:
        isi = _isi_dikenal(hasil.peserta)
    elif hasil.temuan == Temuan.BARU and form.validate():
        isi = services.IsiPelanggan(**form.isi_pelanggan())
    else:
        return False
    return form.attempt(services.tambah, penyedia, isi, pelaku(), form.kunci_form.data)


def _isi_dikenal(p: Peserta) -> services.IsiPelanggan:
    return services.IsiPelanggan(
        npwp=p.npwp, nama=p.nama, alamat=p.alamat, kelurahan_id=p.kelurahan_id, telp=p.telp,
        email=p.email,
    )  # fmt: skip


@bp.route("/pelanggan/<int:id>/ubah", methods=["GET", "POST"])
@roles(*PENGUBAH)
def ubah(id: int):
    p = _muat(id)
    _tolak_bila(kata.halangan_ubah(p, _petugas()))
    awal = {n: getattr(p, n) for n in ("nama", "alamat", "kelurahan_id", "telp", "email")}
    form, kini = UbahForm(data=awal | {"versi": p.diubah_pada.isoformat()}), None
    if form.validate_on_submit():
        isi = services.IsiPelanggan(**form.isi_pelanggan(p.npwp))
        if form.attempt(services.ubah, p, isi, pelaku(), clock.baca_saat(form.versi.data)):
            flash(f"Data {isi.nama} tersimpan.", "sukses")
            return go_to(url_for("pelanggan.rincian", id=id))
        # Shown beside what was typed; saved again, it is saved knowingly.
        kini = _muat(id)
        form.versi.data = kini.diubah_pada.isoformat()
    return render(
        "pelanggan/ubah.html", "pelanggan/_ubah.html", code=form.kode, form=form, p=p, kini=kini
    )


def _tolak_bila(halangan: str | None) -> None:
    """What cannot be done now is said, whether it was asked for or sent."""
    if halangan:
        raise AturanDilanggar(halangan)


# --- acts with a page of their own ------------------------------------------------------------


@bp.route("/pelanggan/<int:id>/hapus", methods=["GET", "POST"])
@roles(*PENGUBAH)
def hapus(id: int):
    p = _muat(id)
    if KosongForm().validate_on_submit():
        with tulis():
            services.hapus(p, pelaku())
        flash(f"{p.nama} dihapus dari daftar pelanggan.", "sukses")
        return go_to(_kembali(p))
    k = queries.keadaan(p)
    return render(
        "pelanggan/hapus.html", "pelanggan/_hapus.html", p=p, k=k, form=KosongForm(),
        halangan=kata.halangan_hapus(k),
    )  # fmt: skip


@bp.route("/pelanggan/<int:id>/lepaskan", methods=["GET", "POST"])
@roles(*PENGUBAH)
def lepaskan(id: int):
    p = _muat(id)
    if KosongForm().validate_on_submit():
        with tulis():
            services.lepaskan(p, pelaku())
        flash(f"{p.nama} dilepaskan dari daftar pelanggan.", "sukses")
        return go_to(_kembali(p))
    k = queries.keadaan(p)
    return render(
        "pelanggan/lepaskan.html", "pelanggan/_lepaskan.html", p=p, k=k, form=KosongForm(),
        halangan=kata.halangan_lepas(k),
    )  # fmt: skip


@bp.route("/pelanggan/<int:id>/daftarkan", methods=["GET", "POST"])
@roles(*PENGUBAH)
def daftarkan(id: int):
    """First what follows from it, and OK; then the PIC."""
    p, form = _muat(id), None
    if p.status != StatusPeserta.PELANGGAN:  # a second click, or somebody else was first
        return go_to(url_for("pelanggan.rincian", id=id))
    k = queries.keadaan(p)
    halangan = kata.halangan_daftar(k, _petugas())
    if not halangan and (request.method == "POST" or "pic" in request.args):
        form = PicForm(p)
        if form.validate_on_submit() and form.attempt(
            services.daftarkan, p, services.IsiPic(**form.isi()), pelaku()
        ):
            return go_to(url_for("pelanggan.rincian", id=id))
    return render(
        "pelanggan/daftarkan.html", "pelanggan/_daftarkan.html", code=form.kode if form else 200,
        p=p, k=k, form=form, halangan=halangan,
    )  # fmt: skip


@bp.route("/pelanggan/alat/<int:uttp_id>/pindahkan", methods=["GET", "POST"])
@roles(*PENGUBAH)
def pindahkan(uttp_id: int):
    uttp = yang_diurus(uttp_id, *queries.ALAT)
    if uttp is None or uttp.pemakai is None:
        return _sudah_pindah(uttp_id)
    if KosongForm().validate_on_submit():
        try:
            with tulis():
                services.pindahkan(uttp, pelaku())
        except services.SudahPindah:
            return _sudah_pindah(uttp_id)
        flash(f"{uttp.merk} {uttp.nomor_seri} sekarang milik {uttp.pemakai.nama}.", "sukses")
        return go_to(_daftar_alat(uttp.pemakai))
    return render(
        "pelanggan/pindahkan.html", "pelanggan/_pindahkan.html", uttp=uttp, p=uttp.pemakai,
        berjalan=pengajuan_berjalan(uttp.id), form=KosongForm(), urung=URUNG_PINDAH.days,
    )  # fmt: skip


def _daftar_alat(pelanggan: Peserta) -> str:
    """The customer's instruments; of one whose link just ended by itself there is no list."""
    sesudah = queries.penyedia_kini(pelanggan.id)
    if sesudah is None:
        flash(
            f"Tidak ada lagi alat penyedia yang dipakai {pelanggan.nama}, jadi hubungan pelanggan "
            "berakhir dengan sendirinya.",
            "info",
        )
        return url_for("pelanggan.index", **_param(pelanggan.penyedia_id))
    return url_for("uttp.index", peserta=pelanggan.id)


def _sudah_pindah(uttp_id: int) -> BaseResponse:
    """A second click; who never owned the instrument learns nothing of it."""
    pemilik = queries.pemilik_lalu(uttp_id)
    if pemilik is None or not (_petugas() or pemilik == current_user.peserta_id):
        abort(404)
    flash("Kepemilikan alat itu sudah dipindahkan.", "info")
    return go_to(url_for("pelanggan.index", **_param(pemilik)))
