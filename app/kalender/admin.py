"""Screens of the calendar. All staff read; Admin Aplikasi closes days and sets limits, the counter
records leave too."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, request, url_for

from app.auth.queries import daftar_penera
from app.core import clock
from app.core.access import STAF, get_visible_or_404, pelaku, roles
from app.core.htmx import go_to, render
from app.core.nomor import baca_id
from app.core.tanya import TanyaDulu
from app.jadwal.models import Cuti
from app.jadwal.queries import sebut_lokasi
from app.kalender import bp, queries, services
from app.kalender.forms import BatasForm, CutiForm, LiburForm, UbahLiburForm
from app.pengaturan.models import HariLibur
from app.pengaturan.queries import kantor
from app.pengaturan.states import LABEL_LIBUR

LOKET = ("admin", "pelayanan")


def _tahun() -> int:
    kini = clock.today().year
    tahun = baca_id(request.args.get("tahun")) or kini
    return tahun if 2000 <= tahun <= 2200 else kini


@bp.get("/admin/master/kalender")
@roles(*STAF)
def index():
    tahun, peran = _tahun(), pelaku().peran
    libur = queries.daftar_libur(tahun)
    sumber = Counter(b.sumber for b in libur).most_common()
    return render(
        "kalender/index.html",
        "kalender/_isi.html",
        tahun=tahun,
        libur=libur,
        sumber=sumber[0][0] if sumber else "",
        sumber_lain=len(sumber) > 1,
        lengkap=any(b.jenis == "cuti_bersama" for b in libur),
        cuti=queries.daftar_cuti(),
        riwayat=queries.riwayat(pelaku()) if peran in ("admin", "kepala") else [],
        k=kantor(),
        hari_kerja=queries.sebut_hari_kerja(kantor()),
        hari_ini=clock.today(),
        label=LABEL_LIBUR,
        boleh_atur=peran == "admin",
        boleh_cuti=peran in LOKET,
    )


def _simpan(form: TanyaDulu, cari: Callable[[], Sequence[Any]], simpan: Callable[[], bool]):
    """(saved, affected): saved at once where nothing is affected, else after it was shown."""
    if not form.validate_on_submit():
        return False, []
    terkena = cari()
    if form.boleh_simpan(terkena):
        return simpan(), terkena
    return False, terkena


def _layar(form: TanyaDulu, terkena: Sequence[Any], **isi: Any):
    """The form again: with what must be mended, or with what saving would affect."""
    tanya = bool(terkena) and not form.errors
    return render(
        "kalender/ubah.html", "kalender/_ubah.html", form=form, terkena=terkena if tanya else [],
        lokasi=sebut_lokasi, code=200 if tanya else form.kode, **isi,
    )  # fmt: skip


def _selesai(kalimat: str, **lain: Any):
    flash(kalimat, "sukses")
    return go_to(url_for("kalender.index", **lain))


@bp.route("/admin/master/kalender/libur/baru", methods=["GET", "POST"])
@roles("admin")
def libur_baru():
    form = LiburForm(data={"tanggal": clock.baca_hari(request.args.get("tanggal"))})
    jadi, terkena = _simpan(
        form,
        lambda: queries.terkena_hari(form.hari()),
        lambda: form.attempt(
            services.tambah_libur,
            form.hari(),
            nama=form.nama.data,
            jenis=form.jenis.data,
            sumber=form.sumber.data,
        ),
    )
    if jadi:
        return _selesai(f"{form.nama.data} tercatat.", tahun=form.hari()[0].year)
    return _layar(form, terkena, jenis="libur", baris=None)


@bp.route("/admin/master/kalender/libur/<int:id>", methods=["GET", "POST"])
@roles("admin")
def libur_ubah(id: int):
    libur = get_visible_or_404(HariLibur, id)
    awal = {k: getattr(libur, k) for k in ("tanggal", "nama", "jenis", "sumber")}
    form = UbahLiburForm(data=awal)
    form.siapkan()
    form.lihat(awal)
    jadi, terkena = _simpan(
        form,
        lambda: queries.terkena_hari([h for h in form.hari() if h != libur.tanggal]),
        lambda: form.attempt(services.ubah_libur, libur, **form.isi()),
    )
    if jadi:
        return _selesai(f"{form.nama.data} tersimpan.", tahun=form.hari()[0].year)
    return _layar(form, terkena, jenis="libur", baris=libur)


@bp.route("/admin/master/kalender/libur/<int:id>/hapus", methods=["GET", "POST"])
@roles("admin")
def libur_hapus(id: int):
    libur, form = get_visible_or_404(HariLibur, id), TanyaDulu()
    if form.validate_on_submit() and form.attempt(services.hapus_libur, libur):
        return _selesai(f"{libur.nama} dihapus.", tahun=libur.tanggal.year)
    return render(
        "kalender/hapus.html", "kalender/_hapus.html", form=form, libur=libur, cuti=None,
        code=form.kode,
    )  # fmt: skip


@bp.route("/admin/master/kalender/cuti/baru", methods=["GET", "POST"])
@roles(*LOKET)
def cuti_baru():
    form = CutiForm()
    form.siapkan(daftar_penera(bertugas=True))
    jadi, terkena = _simpan(
        form,
        lambda: queries.terkena_hari(form.hari(), form.penera_id.data),
        lambda: form.attempt(services.tambah_cuti, form.hari(), pelaku=pelaku(), **form.isi()),
    )
    if jadi:
        return _selesai("Cuti tercatat.")
    return _layar(form, terkena, jenis="cuti", baris=None)


@bp.route("/admin/master/kalender/cuti/<int:id>/hapus", methods=["GET", "POST"])
@roles(*LOKET)
def cuti_hapus(id: int):
    cuti, form = get_visible_or_404(Cuti, id, queries.DENGAN_PENERA), TanyaDulu()
    if form.validate_on_submit() and form.attempt(services.hapus_cuti, cuti, pelaku=pelaku()):
        return _selesai("Cuti dihapus.")
    return render(
        "kalender/hapus.html", "kalender/_hapus.html", form=form, libur=None, cuti=cuti,
        code=form.kode,
    )  # fmt: skip


@bp.route("/admin/master/kalender/batas", methods=["GET", "POST"])
@roles("admin")
def batas():
    kini = queries.batas_kini()
    form = BatasForm(data=kini)
    form.lihat(kini)
    jadi, terkena = _simpan(
        form,
        lambda: queries.terkena_batas(
            form.hari_kerja.data or [],
            form.menit_per_hari.data or 0,
            form.alat_per_penera.data or 0,
        ),
        lambda: form.attempt(services.ubah_batas, **form.isi()),
    )
    if jadi:
        return _selesai("Jam dan batas tersimpan.")
    return _layar(form, terkena, jenis="batas", baris=None)
