"""The office's side: the week, setting and offering dates, moving them."""

from datetime import datetime, timedelta

from flask import flash, request, url_for

from app.core import clock
from app.core.access import STAF, get_visible_or_404, pelaku, roles
from app.core.antre import dalam_antrean
from app.core.forms import kata_cari
from app.core.htmx import go_to, render
from app.core.nomor import baca_id
from app.jadwal import bp, queries, services
from app.jadwal import kunjungan as hari
from app.jadwal.forms import TawarkanForm, TetapkanForm, UlangForm
from app.jadwal.tawaran import pilihan
from app.pengajuan.models import Pengajuan
from app.pengajuan.states import BERTANGGAL, SEBUTAN, Status, tersedia
from app.pengaturan.queries import hari_kerja, kantor, tutup_karena

HARI_DILIHAT = 14


@bp.get("/admin/jadwal")
@roles(*STAF)
def admin_index():
    q = kata_cari(request.args.get("q"))
    status = request.args.get("status", "")
    penera_id = baca_id(request.args.get("penera"))
    mulai = queries.senin(request.args.get("minggu"))
    cari = bool(q) and "minggu" not in request.args
    isi = None if cari else queries.minggu(mulai, status=status, penera_id=penera_id)
    return render(
        "jadwal/index.html",
        "jadwal/_minggu.html",
        q=q,
        status=status,
        penera_id=penera_id,
        mulai=mulai,
        akhir=mulai + timedelta(days=6),
        pekan=timedelta(days=7),
        hari_ini=clock.today(),
        hasil=queries.temukan(q, status) if cari else None,
        minggu=isi,
        saya=pelaku().id if pelaku().peran == "penera" else None,
        jumlah=sum(len(h.baris) for h in isi.hari) if isi else 0,
        antre=queries.perlu_dijadwalkan(),
        boleh_atur=pelaku().peran in ("admin", "pelayanan"),
        sebutan={s.value: SEBUTAN[s] for s in Status},
        semua_status=BERTANGGAL,
        lokasi=queries.sebut_lokasi,
        tutup=tutup_karena,
    )


@bp.get("/admin/kunjungan")
@roles(*STAF)
def kunjungan():
    """The visits of a day, today's if none is named, made for a telephone in the field."""
    tanggal = clock.baca_hari(request.args.get("tanggal")) or clock.today()
    penera_id = baca_id(request.args.get("penera"))
    return render(
        "jadwal/kunjungan.html",
        "jadwal/_kunjungan.html",
        hari=hari.sehari(tanggal, penera_id),
        penera=hari.penera_bertugas(tanggal),
        penera_id=penera_id,
        hari_ini=clock.today(),
        jam=kantor().jam_uji,
        bisa={s: {t.aksi for t in tersedia(s, pelaku().peran)} for s in BERTANGGAL},
        sebutan={s.value: SEBUTAN[s] for s in Status},
        sendiri=pelaku().peran == "penera",
        boleh_tugas=pelaku().peran in ("admin", "pelayanan"),
    )


def _muat(pengajuan_id: int) -> Pengajuan:
    return get_visible_or_404(Pengajuan, pengajuan_id, *queries.MUAT)


def _layar_atur(
    p: Pengajuan, tetapkan: TetapkanForm | None = None, tawarkan: TawarkanForm | None = None
):
    """Both forms and the load of the days ahead; the one that was sent keeps what it holds."""
    terkirim = tetapkan or tawarkan
    isi = queries.beban(hari_kerja(HARI_DILIHAT))
    tetapkan = tetapkan or TetapkanForm(formdata=None, data=_usulan(p, isi))
    tawarkan = tawarkan or TawarkanForm(
        formdata=None, prefix="t-", data={"lokasi": p.lokasi or "kantor"}
    )
    tetapkan.siapkan(isi.penera)
    tawarkan.siapkan(isi.penera)
    return render(
        "jadwal/atur.html",
        "jadwal/_atur.html",
        p=p,
        form=terkirim or tetapkan,
        tetapkan=tetapkan,
        tawarkan=tawarkan,
        beban=isi,
        opsi=_tawaran_kini(p),
        tidak_cocok=queries.alasan_tidak_cocok(p),
        kepala=queries.kepala(p, pelaku().peran),
        bisa={t.aksi for t in tersedia(p.status, pelaku().peran)},
        besok=(clock.today() + timedelta(days=1)).isoformat(),
        code=terkirim.kode if terkirim else 200,
    )


def _usulan(p: Pengajuan, isi: queries.Beban) -> dict[str, object]:
    """What the form starts with: the cell of the table of days that was chosen, else the first day
    with room and the penera least busy on it."""
    hari = clock.baca_hari(request.args.get("tanggal"))
    penera_id = baca_id(request.args.get("penera"))
    if hari is None and penera_id is None:
        tempat = queries.rencanakan(isi, [p.uttp.jenis.menit])[0]
        hari, penera_id = tempat or (None, None)
    return {"lokasi": p.lokasi or "kantor", "tanggal": hari, "penera_id": penera_id}


def _dilihat() -> datetime | None:
    """When the application was last changed, as far as the page showed it."""
    return clock.baca_saat(request.form.get("versi"))


def _tawaran_kini(p: Pengajuan):
    if p.status != Status.MENUNGGU_PILIHAN:
        return []
    return pilihan(p, dengan_biaya=False)


@bp.route("/admin/jadwal/<int:pengajuan_id>", methods=["GET", "POST"])
@roles("admin", "pelayanan")
@dalam_antrean
def atur(pengajuan_id: int):
    p = _muat(pengajuan_id)
    if request.method == "GET":
        return _layar_atur(p)
    form = TetapkanForm()
    form.siapkan(queries.beban([]).penera)
    if form.validate_on_submit() and form.attempt(
        services.tetapkan, p, pelaku=pelaku(), versi=_dilihat(), **form.isi()
    ):
        flash(f"Jadwal {p.nomor} ditetapkan.", "sukses")
        return go_to(url_for("pengajuan.rincian", id=p.id, lanjut=p.status))
    return _layar_atur(_muat(pengajuan_id), tetapkan=form)


@bp.post("/admin/jadwal/<int:pengajuan_id>/tawarkan")
@roles("admin", "pelayanan")
@dalam_antrean
def tawarkan(pengajuan_id: int):
    p = _muat(pengajuan_id)
    form = TawarkanForm(prefix="t-")
    form.siapkan(queries.beban([]).penera)
    if form.validate_on_submit() and form.attempt(
        services.tawarkan,
        p,
        lokasi=form.lokasi.data,
        pasangan=form.pasangan(),
        pelaku=pelaku(),
        versi=_dilihat(),
    ):
        flash(f"Pilihan jadwal {p.nomor} ditawarkan kepada peserta.", "sukses")
        return go_to(url_for("pengajuan.rincian", id=p.id, lanjut=p.status))
    return _layar_atur(_muat(pengajuan_id), tawarkan=form)


@bp.route("/admin/jadwal/<int:pengajuan_id>/ulang", methods=["GET", "POST"])
@roles("admin", "pelayanan", "penera")
@dalam_antrean
def ulang(pengajuan_id: int):
    p = _muat(pengajuan_id)
    kini = f"{p.tanggal_uji}~{p.penera_id}"
    isi = queries.beban(hari_kerja(HARI_DILIHAT))
    form = UlangForm(data={"penera_id": p.penera_id, "semula": kini})
    form.siapkan(isi.penera, kini)
    if form.validate_on_submit() and form.attempt(
        services.jadwal_ulang, p, pelaku=pelaku(), **form.isi()
    ):
        flash(f"Jadwal {p.nomor} diubah.", "sukses")
        return go_to(_setelah_ulang(p, form.penera_id.data))
    return render(
        "jadwal/ulang.html",
        "jadwal/_ulang.html",
        p=p,
        form=form,
        beban=isi,
        kepala=queries.kepala(p, pelaku().peran),
        tempat=queries.tempat(p),
        hari=clock.baca_hari(request.args.get("hari")),
        bisa={t.aksi for t in tersedia(p.status, pelaku().peran)},
        besok=(clock.today() + timedelta(days=1)).isoformat(),
        code=form.kode,
    )


def _setelah_ulang(p: Pengajuan, penera_id: int) -> str:
    """Back to the day it was called from; a penera who gave the test away sees it no more."""
    if asal := clock.baca_hari(request.args.get("hari")):
        return url_for("jadwal.kunjungan", tanggal=asal.isoformat())
    if pelaku().peran == "penera" and penera_id != pelaku().id:
        return url_for("jadwal.admin_index")
    return url_for("pengajuan.rincian", id=p.id)
