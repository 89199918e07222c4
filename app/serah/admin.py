"""The counter: what waits, and each act with a page of its own."""

from typing import Any

from flask import flash, redirect, request, url_for

from app.core import clock
from app.core.access import get_visible_or_404, pelaku, roles
from app.core.db import tulis
from app.core.forms import kata_cari
from app.core.htmx import go_to, render
from app.core.nomor import baca_id
from app.core.versi import versi as sidik
from app.jadwal.queries import kepala
from app.pengajuan.models import Pengajuan
from app.pengajuan.queries import RINCIAN
from app.pengajuan.states import SEBUTAN
from app.peserta.models import Peserta
from app.peserta.queries import rujukan
from app.serah import bp, koreksi, queries, services
from app.serah.forms import KoreksiForm, PenerimaForm, SaringForm, TerimaForm, awal
from app.serah.models import SerahTerima
from app.serah.states import KATA_TAHAP, LABEL_TAHAP, Bukti, Tahap
from app.serah.views import KATA, LOKET
from app.uttp.queries import Saringan
from app.uttp.queries import daftar as daftar_alat
from app.uttp.states import LABEL_KEABSAHAN, keabsahan

KANTOR = (*LOKET, "kepala")


@bp.get("/admin/serah-terima")
@roles(*KANTOR)
def admin_index():
    form = SaringForm(request.args, meta={"csrf": False})
    tahap = form.tahap(request.args.get("tahap"))
    saring = queries.Saringan(tahap, form.q.data or "", form.hari.data or "")
    return render(
        "serah/admin_index.html", "serah/_daftar.html", form=form, saring=saring,
        page=queries.daftar(saring, after=request.args.get("setelah")), jumlah=queries.hitung(),
        label_tahap=LABEL_TAHAP, kata_tahap=KATA_TAHAP, sebutan=SEBUTAN, hari_ini=clock.today(),
        boleh=pelaku().peran in LOKET, Tahap=Tahap, **KATA,
    )  # fmt: skip


@bp.route("/admin/loket", methods=["GET", "POST"])
@roles(*LOKET)
def loket():
    """A visitor at the counter: who is it, which instrument. A NIK goes by its index only."""
    if request.method == "POST":
        kata = rujukan(kata_cari(request.form.get("q")))
        return redirect(url_for("serah.loket", q=kata or None), 303)
    q, id = kata_cari(request.args.get("q")), baca_id(request.args.get("peserta"))
    hasil = queries.pengunjung(q) if q else []
    if id is None and len(hasil) == 1:
        id = hasil[0].id
    peserta = get_visible_or_404(Peserta, id) if id else None
    alat = daftar_alat(peserta, Saringan(), clock.today(), after=None) if peserta else None
    return render(
        "serah/loket.html", "serah/_loket.html", q=q, hasil=hasil, peserta=peserta, alat=alat,
        banyak=queries.PALING_BANYAK, tanda=_tanda,
    )  # fmt: skip


def _tanda(alat: Any) -> tuple[str, str, str]:
    """Whether it may be used today: who stands at the counter asks that first."""
    kode = keabsahan(alat.skhp_berlaku_sampai, alat.uji_batal, clock.today(), alat.pensiun_pada)
    return kode, *LABEL_KEABSAHAN[kode]


def _muat(pengajuan_id: int) -> tuple[Pengajuan, SerahTerima | None]:
    p = get_visible_or_404(Pengajuan, pengajuan_id, *RINCIAN)
    return p, queries.kini(p.id)


def _halaman(nama: str, p: Pengajuan, s: SerahTerima | None, form: Any, **ctx: Any):
    return render(
        f"serah/{nama}.html", f"serah/_{nama}.html", p=p, s=s, form=form,
        kepala=kepala(p, pelaku().peran), k=queries.keadaan(p, s),
        hari_ini=clock.today().isoformat(), code=form.kode, **KATA, **ctx,
    )  # fmt: skip


def _ke_bukti(p: Pengajuan, bukti: Bukti):
    return go_to(url_for("serah.cetak", pengajuan_id=p.id, bukti=bukti, baru=1))


@bp.route("/admin/serah-terima/<int:pengajuan_id>/terima", methods=["GET", "POST"])
@roles(*LOKET)
def terima(pengajuan_id: int):
    p, s = _muat(pengajuan_id)
    form = TerimaForm(data={"tanggal": clock.today()})
    if form.validate_on_submit() and form.attempt(
        services.terima, p, pelaku=pelaku(), **form.isi()
    ):
        return _ke_bukti(p, Bukti.TERIMA)
    if form.is_submitted():  # how things stand now
        p, s = _muat(pengajuan_id)
    return _halaman("terima", p, s, form)


@bp.route("/admin/serah-terima/<int:pengajuan_id>/kembali", methods=["GET", "POST"])
@roles(*LOKET)
def kembali(pengajuan_id: int):
    p, s = _muat(pengajuan_id)
    form, pic = PenerimaForm(data=awal(clock.today())), services.pic(p.peserta)
    form.siapkan(pic, dokumen=queries.keadaan(p, s).dokumen)
    if form.validate_on_submit() and form.attempt(
        services.kembalikan, p, tanggal=form.tanggal.data, penerima=form.penerima(pic),
        dokumen=form.dengan_dokumen, pelaku=pelaku(),
    ):  # fmt: skip
        return _ke_bukti(p, Bukti.KEMBALI)
    if form.is_submitted():
        p, s = _muat(pengajuan_id)
    return _halaman("kembali", p, s, form)


@bp.route("/admin/serah-terima/<int:pengajuan_id>/dokumen", methods=["GET", "POST"])
@roles(*LOKET)
def dokumen(pengajuan_id: int):
    p, s = _muat(pengajuan_id)
    form, pic = PenerimaForm(data=awal(clock.today())), services.pic(p.peserta)
    form.siapkan(pic, dokumen=False)
    if form.validate_on_submit() and form.attempt(
        services.serahkan, p, tanggal=form.tanggal.data, penerima=form.penerima(pic),
        pelaku=pelaku(),
    ):  # fmt: skip
        return _ke_bukti(p, Bukti.DOKUMEN)
    if form.is_submitted():
        p, s = _muat(pengajuan_id)
    return _halaman("dokumen", p, s, form)


_DIKOREKSI = (
    "tanggal_terima", "kelengkapan", "tanggal_kembali", "kembali_nama", "kembali_hubungan",
    "tanggal_dokumen", "dokumen_nama", "dokumen_hubungan",
)  # fmt: skip


@bp.route("/admin/serah-terima/<int:pengajuan_id>/koreksi", methods=["GET", "POST"])
@roles("admin")
def koreksi_serah(pengajuan_id: int):
    p, s = _muat(pengajuan_id)
    awal = {n: getattr(s, n, None) for n in _DIKOREKSI}
    form = KoreksiForm(data=awal | {"versi": _versi(s), "tampak": _tampak(s)})
    if form.validate_on_submit() and form.attempt(
        koreksi.koreksi, p, form.baca(), alasan=form.alasan.data, versi=form.versi_dilihat,
        tampak=form.tampak.data, pelaku=pelaku(),
    ):  # fmt: skip
        flash(f"Koreksi serah terima {p.nomor} tersimpan.", "sukses")
        return go_to(url_for("serah.rincian", pengajuan_id=p.id))
    if form.is_submitted():
        p, s = _muat(pengajuan_id)
        # The next try is about what is on the screen now.
        form.versi.data, form.tampak.data = _versi(s), _tampak(s)
        _lengkapi(form, s)
    return _halaman("koreksi", p, s, form)


def _tampak(s: SerahTerima | None) -> str:
    return sidik(koreksi.ringkas(s)) if s else ""


def _lengkapi(form: KoreksiForm, s: SerahTerima | None) -> None:
    """A part that was written while the page was open, and so was not on it, is shown as it is."""
    for apa in ("kembali", "dokumen"):
        if s and getattr(s, f"tanggal_{apa}") and f"tanggal_{apa}" not in request.form:
            for nama in (f"tanggal_{apa}", f"{apa}_nama", f"{apa}_hubungan"):
                form[nama].data, form[nama].raw_data = getattr(s, nama), None


def _versi(s: SerahTerima | None) -> str:
    return str(s.versi) if s else ""


@bp.post("/admin/serah-terima/<int:pengajuan_id>/cetak/<any(terima, kembali, dokumen):bukti>/lagi")
@roles(*LOKET)
def cetak_lagi(pengajuan_id: int, bukti: str):
    """One more proof; it says that it is a copy."""
    p = get_visible_or_404(Pengajuan, pengajuan_id)
    with tulis():
        koreksi.cetak_lagi(p, bukti, pelaku())
    return redirect(url_for("serah.cetak", pengajuan_id=p.id, bukti=bukti), 303)
