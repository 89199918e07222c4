"""Reports that sum up: instruments by type and place, load, levy, forecast."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from app.auth.models import Pengguna
from app.core import clock
from app.core.format import angka
from app.extensions import Pelaku, db
from app.laporan.periode import Saringan, bulan_antara, bulan_tampil, sebut_bulan
from app.laporan.sql import Pihak, banyak, bulan, bulan_wita, di_tempat
from app.laporan.tabel import (
    Baris,
    Grafik,
    Hasil,
    Jenis,
    Kolom,
    Seri,
    Tabel,
    jumlahkan,
    persen,
)
from app.pembayaran.models import Pembayaran
from app.pembayaran.states import StatusBayar
from app.pengajuan.models import Pengajuan, Riwayat
from app.pengajuan.states import BERTANGGAL, Status
from app.pengaturan.models import Kecamatan, Kelurahan
from app.pengaturan.queries import buka_pada, kantor
from app.uttp.models import JenisUttp, Uttp

N, RP = Jenis.ANGKA, Jenis.RUPIAH


# --- instruments by type and place --------------------------------------------------------------

_UKUR = ("terdaftar", "sah", "habis", "lain", "diuji")
_KEPALA = {"terdaftar": "Terdaftar", "sah": "Sah", "habis": "Kedaluwarsa",
           "diuji": "Diuji tahun ini"}  # fmt: skip
_KUNCI: dict[str, tuple[tuple[str, ...], Callable[[Any], tuple[str, ...]]]] = {
    "jenis": (("Jenis alat",), lambda b: (b.jenis,)),
    "jenis_kecamatan": (("Jenis alat", "Kecamatan"), lambda b: (b.jenis, b.kecamatan)),
    "kecamatan": (("Kecamatan",), lambda b: (b.kecamatan,)),
    "kelurahan": (("Kelurahan", "Kecamatan"), lambda b: (b.kelurahan, b.kecamatan)),
}


def uttp(s: Saringan, pelaku: Pelaku) -> Hasil:
    """Instruments in use: how many, how many of them may be used today, how many were tested this
    year. Counted once by type and kelurahan, folded as asked."""
    judul, kunci = _KUNCI.get(s.menurut, _KUNCI["jenis"])
    isi: dict[tuple[str, ...], Counter[str]] = {}
    wilayah: dict[str, Counter[str]] = {}
    for b in db.session.execute(_cacah_uttp(s, pelaku)):
        hitung = Counter({k: int(getattr(b, k)) for k in _UKUR})
        isi.setdefault(kunci(b), Counter()).update(hitung)
        wilayah.setdefault(b.kelurahan if s.kecamatan else b.kecamatan, Counter()).update(hitung)
    baris: list[Baris] = [(*k, *(c[u] for u in _KEPALA)) for k, c in sorted(isi.items())]
    kolom = [Kolom(j, lebar=44 if j == "Jenis alat" else 22) for j in judul]
    kolom += [Kolom(j, N) for j in _KEPALA.values()]
    jumlah = jumlahkan(baris, len(judul)) if baris else None
    tabel = Tabel("UTTP per Jenis dan Wilayah", kolom, baris, jumlah)
    return Hasil(tabel, len(baris), _grafik_wilayah(wilayah), catatan=(CATATAN_UTTP,))


CATATAN_UTTP = (
    "Alat yang tidak dipakai lagi tidak dihitung. Lainnya: tidak lulus uji atau belum punya SKHP."
)


def _cacah_uttp(s: Saringan, pelaku: Pelaku) -> Any:
    hari_ini = clock.today()
    sampai, laik = Uttp.skhp_berlaku_sampai, Uttp.uji_batal.is_(False)
    diuji = (
        sa.select(Pengajuan.uttp_id)
        .where(Pengajuan.tanggal_hasil >= date(hari_ini.year, 1, 1))
        .distinct()
        .subquery()
    )
    sah, habis = sa.and_(laik, sampai >= hari_ini), sa.and_(laik, sampai < hari_ini)
    stmt = sa.select(
        JenisUttp.nama.label("jenis"), Kelurahan.nama.label("kelurahan"),
        Kecamatan.nama.label("kecamatan"),
        banyak().label("terdaftar"), banyak(sah).label("sah"), banyak(habis).label("habis"),
        banyak(sa.or_(Uttp.uji_batal.is_(True), sampai.is_(None))).label("lain"),
        banyak(diuji.c.uttp_id.is_not(None)).label("diuji"),
    ).select_from(Uttp)  # fmt: skip
    stmt = di_tempat(stmt, Pihak).join(JenisUttp, JenisUttp.id == Uttp.jenis_id)
    stmt = stmt.join(Kecamatan, Kecamatan.id == Kelurahan.kecamatan_id)
    stmt = stmt.outerjoin(diuji, diuji.c.uttp_id == Uttp.id)
    stmt = stmt.where(Uttp.pensiun_pada.is_(None), Uttp.visible_to(pelaku))
    if s.kecamatan is not None:
        stmt = stmt.where(Kecamatan.id == s.kecamatan)
    return stmt.group_by(JenisUttp.nama, Kelurahan.nama, Kecamatan.nama)


def _grafik_wilayah(isi: dict[str, Counter[str]]) -> Grafik:
    nama = sorted(isi)
    seri = [
        Seri("Sah", [isi[n]["sah"] for n in nama], "sah"),
        Seri("Kedaluwarsa", [isi[n]["habis"] for n in nama], "batal"),
        Seri("Lainnya", [isi[n]["lain"] for n in nama], "redup"),
    ]
    return Grafik("Keadaan alat per wilayah", nama, seri, mendatar=True, tumpuk=True)


# --- load per penera ----------------------------------------------------------------------------


LULUS = (Status.MENUNGGU_DOKUMEN, Status.SELESAI_SAH)
_BEBAN = ("kunjungan", "menit", "sah", "batal")


def beban(s: Saringan, pelaku: Pelaku) -> Hasil:
    """A visit is one penera with one participant on one day, however many instruments."""
    bln = bulan(Pengajuan.tanggal_uji).label("bulan")
    kunjungan = (
        sa.select(
            bln, Pengajuan.penera_id,
            sa.func.sum(Pengajuan.menit).label("menit"),
            banyak(Pengajuan.status.in_(LULUS)).label("sah"),
            banyak(Pengajuan.status == Status.SELESAI_BATAL).label("batal"),
        )
        .where(
            Pengajuan.visible_to(pelaku), Pengajuan.status.in_(BERTANGGAL),
            Pengajuan.tanggal_uji.between(s.dari, s.sampai),
            *([Pengajuan.penera_id == s.penera] if s.penera is not None else []),
        )
        .group_by(bln, Pengajuan.penera_id, Pengajuan.tanggal_uji, Pengajuan.peserta_id)
        .subquery()
    )  # fmt: skip
    k = kunjungan.c
    stmt = (
        sa.select(
            k.bulan, Pengguna.nama, banyak().label("kunjungan"),
            *(sa.func.sum(k[n]).label(n) for n in _BEBAN[1:]),
        )
        .join(Pengguna, Pengguna.id == k.penera_id)
        .group_by(k.bulan, Pengguna.id, Pengguna.nama)
        .order_by(k.bulan, Pengguna.nama, Pengguna.id)
    )  # fmt: skip
    rows = db.session.execute(stmt).all()
    baris: list[Baris] = [
        (sebut_bulan(b.bulan), b.nama,
         *(int(getattr(b, n)) for n in _BEBAN))
        for b in rows
    ]  # fmt: skip
    kolom = [Kolom("Bulan", lebar=18), Kolom("Penera", lebar=30)]
    kolom += [Kolom(j, N) for j in ("Kunjungan", "Menit", "Sah", "Batal")]
    tabel = Tabel("Beban Penera", kolom, baris, jumlahkan(baris, 2) if baris else None)
    menit: Counter[str] = Counter()
    for b in rows:
        menit[b.nama] += int(b.menit)
    nama = sorted(menit)
    grafik = Grafik("Menit uji per penera", nama, [Seri("Menit", [menit[n] for n in nama])], True)
    return Hasil(tabel, len(baris), grafik)


# --- levy ---------------------------------------------------------------------------------------


def retribusi(s: Saringan, pelaku: Pelaku) -> Hasil:
    """What was fixed counts in the month its date was set, what came in in the month its receipt
    was confirmed."""
    tetap, terima = _ditetapkan(s, pelaku), _diterima(s, pelaku)
    bulan = bulan_tampil(s, tetap.keys() | terima.keys())
    isi = [(b, tetap.get(b, (0, 0, 0)), terima.get(b, (0, 0, 0))) for b in bulan]
    baris: list[Baris] = [(sebut_bulan(b), *t[1:], *d) for b, t, d in isi]
    kolom = [
        Kolom("Bulan", lebar=18), Kolom("Berbayar", N), Kolom("Ditetapkan", RP),
        Kolom("Bukti diterima", N), Kolom("Diterima", RP), Kolom("Dari itu di loket", RP),
    ]  # fmt: skip
    tabel = Tabel("Retribusi", kolom, baris, jumlahkan(baris, 1) if baris else None)
    seri = [
        Seri("Ditetapkan", [t[2] for _, t, _ in isi], "redup"),
        Seri("Diterima", [d[1] for _, _, d in isi]),
    ]
    label = [sebut_bulan(b, singkat=True) for b in bulan]
    return Hasil(
        tabel, len(baris), Grafik("Retribusi per bulan (Rp)", label, seri),
        catatan=(
            "Ditetapkan: menurut hari jadwalnya ditetapkan, tanpa pengajuan yang kemudian "
            "dibatalkan. Diterima: menurut hari buktinya dikonfirmasi.",
            f"{angka(sum(t[0] for _, t, _ in isi))} pengajuan lain pada masa ini bebas retribusi.",
        ),
    )  # fmt: skip


def _ditetapkan(s: Saringan, pelaku: Pelaku) -> dict[str, tuple[int, int, int]]:
    """By month: free, with a fee, and how much."""
    bln = bulan_wita(Riwayat.waktu).label("bulan")
    nilai = Pengajuan.retribusi
    stmt = (
        sa.select(bln, banyak(nilai == 0), banyak(nilai > 0), sa.func.sum(nilai))
        .select_from(Riwayat)
        .join(Pengajuan, Pengajuan.id == Riwayat.pengajuan_id)
        .where(
            Riwayat.waktu >= s.awal, Riwayat.waktu < s.akhir,
            Riwayat.aksi.in_(["tetapkan_jadwal", "pilih_jadwal"]),
            Pengajuan.status != Status.DIBATALKAN, Pengajuan.visible_to(pelaku),
        )
        .group_by(bln)
    )  # fmt: skip
    return {b: (int(x), int(y), int(z or 0)) for b, x, y, z in db.session.execute(stmt)}


def _diterima(s: Saringan, pelaku: Pelaku) -> dict[str, tuple[int, int, int]]:
    """By month: receipts, their sum, and what of it was paid at the counter."""
    bln = bulan_wita(Pembayaran.diputus_pada).label("bulan")
    loket = sa.func.sum(sa.case((Pembayaran.di_loket.is_(True), Pembayaran.jumlah), else_=0))
    stmt = (
        sa.select(bln, banyak(), sa.func.sum(Pembayaran.jumlah), loket)
        .where(
            Pembayaran.status == StatusBayar.DITERIMA, Pembayaran.visible_to(pelaku),
            Pembayaran.diputus_pada >= s.awal, Pembayaran.diputus_pada < s.akhir,
        )
        .group_by(bln)
    )  # fmt: skip
    return {b: (int(x), int(y), int(z)) for b, x, y, z in db.session.execute(stmt)}


# --- forecast -----------------------------------------------------------------------------------


def prakiraan(s: Saringan, pelaku: Pelaku) -> Hasil:
    """Twelve months from today: what falls due, its minutes, and what the office can do then. The
    month that runs counts from today on."""
    hari_ini = clock.today()
    akhir = hari_ini.replace(day=1, year=hari_ini.year + 1) - timedelta(days=1)
    ada = _jatuh_tempo(s, pelaku, akhir)
    lewat = [ada.pop(b) for b in list(ada) if b == "lewat"]
    hari = Counter(f"{h:%Y-%m}" for h in _hari_kerja(hari_ini, akhir))
    bulan = bulan_antara(hari_ini, akhir)
    per_hari = kantor().menit_per_hari
    baris: list[Baris] = []
    for b in bulan:
        alat, menit = ada.get(b, (0, 0))
        kapasitas = hari[b] * per_hari
        baris.append((sebut_bulan(b), alat, menit, hari[b], kapasitas, persen(menit, kapasitas)))
    jumlah = jumlahkan(baris, 1)
    jumlah[-1] = persen(int(jumlah[2]), int(jumlah[4]))  # type: ignore[arg-type]
    kolom = [
        Kolom("Bulan", lebar=18), Kolom("Alat jatuh tempo", N), Kolom("Menit uji", N),
        Kolom("Hari kerja", N), Kolom("Kapasitas (menit)", N), Kolom("Terpakai", Jenis.PERSEN),
    ]  # fmt: skip
    label = [sebut_bulan(b, singkat=True) for b in bulan]
    seri = [
        Seri("Menit uji", [int(b[2]) for b in baris]),  # type: ignore[arg-type]
        Seri("Kapasitas", [int(b[4]) for b in baris], "redup"),  # type: ignore[arg-type]
    ]
    alat, menit = lewat[0] if lewat else (0, 0)
    return Hasil(
        Tabel("Prakiraan 12 Bulan", kolom, baris, jumlah), len(baris),
        Grafik("Menit uji dan kapasitas per bulan", label, seri),
        catatan=(
            f"Di luar itu {angka(alat)} alat sudah kedaluwarsa; ujinya perlu {angka(menit)} menit.",
            f"Kapasitas: {per_hari} menit tiap hari kerja. Bulan ini dihitung mulai hari ini.",
        ),
    )  # fmt: skip


def _jatuh_tempo(s: Saringan, pelaku: Pelaku, akhir: date) -> dict[str, tuple[int, int]]:
    sampai, hari_ini = Uttp.skhp_berlaku_sampai, clock.today()
    bln = sa.case((sampai < hari_ini, "lewat"), else_=bulan(sampai)).label("bulan")
    stmt = di_tempat(
        sa.select(bln, banyak().label("alat"), sa.func.sum(JenisUttp.menit).label("menit"))
        .select_from(Uttp)
        .join(JenisUttp, JenisUttp.id == Uttp.jenis_id),
        Pihak,
    )
    stmt = stmt.where(
        sampai <= akhir, Uttp.pensiun_pada.is_(None), Uttp.uji_batal.is_(False),
        Uttp.visible_to(pelaku),
    )  # fmt: skip
    if s.kecamatan is not None:
        stmt = stmt.where(Kelurahan.kecamatan_id == s.kecamatan)
    # By its place in the list: the word in it is a parameter, which is another one each time.
    return {b: (int(n), int(m)) for b, n, m in db.session.execute(stmt.group_by(sa.text("1")))}


def _hari_kerja(dari: date, sampai: date) -> list[date]:
    hari = [dari + timedelta(days=n) for n in range((sampai - dari).days + 1)]
    return [h for h in hari if buka_pada(h)]
