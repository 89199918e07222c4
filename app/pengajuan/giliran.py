"""Whose turn an application is and until when, in words; and how long its date may be moved."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from app.core import clock
from app.core.clock import WITA
from app.core.format import hari_tanggal
from app.pengajuan.models import Pengajuan, Riwayat
from app.pengajuan.states import AKTIF, PINDAH_PALING_BANYAK, SEBUTAN, Status, transisi
from app.pengaturan.queries import hari_kerja_ke, kantor, sisa_hari_kerja

# The queue of those who were offered dates and have none left to choose from.
TAWARAN_HABIS = "tawaran_habis"
# What staff can move on; the rest waits for the participant.
GILIRAN_PETUGAS = (
    Status.BARU,
    Status.DITERIMA,
    Status.TERBAYAR,
    Status.DIPROSES,
    Status.MENUNGGU_DOKUMEN,
)
# Offers lie to the right of this feature; a table by its name is no import.
TAWARAN = sa.table(
    "tawaran", sa.column("pengajuan_id", sa.Integer), sa.column("berlaku_sampai", sa.Date)
)

# What the office does in its own steps, and the setting that says within how many working days.
_LANGKAH_KANTOR = {
    Status.BARU: ("permintaan dijawab", "janji_periksa"),
    Status.DITERIMA: ("jadwal ditetapkan atau ditawarkan", "janji_jadwal"),
    Status.TERBAYAR: ("bukti pembayaran diperiksa", "janji_bayar"),
    Status.MENUNGGU_DOKUMEN: ("dokumen terbit", "janji_dokumen"),
}


@dataclass(frozen=True)
class Masa:
    """The dates a turn depends on: since when the status stands, when the test is, and until when
    an offered date may be taken."""

    sejak: datetime
    tanggal_uji: date | None = None
    pilih_sampai: date | None = None


def giliran(status: str, masa: Masa, *, saya: bool) -> str | None:
    """One sentence; `saya`: it is read by the participant. None when nothing is left to do."""
    s = Status(status)
    if s not in AKTIF:
        return None
    if s in _LANGKAH_KANTOR:
        return _kantor(s, masa, saya)
    if s == Status.DIPROSES:
        return _penera(masa)
    siapa = "Anda" if saya else "peserta"
    return {
        Status.PERLU_PERBAIKAN: _perbaiki,
        Status.MENUNGGU_PILIHAN: _pilih,
        Status.TERJADWAL: _bayar,
    }[s](masa, siapa)


def _kantor(s: Status, masa: Masa, saya: bool) -> str:
    apa, setelan = _LANGKAH_KANTOR[s]
    mulai = masa.sejak.astimezone(WITA).date()
    sampai = hari_kerja_ke(getattr(kantor(), setelan), mulai)
    if sampai >= clock.today():
        return f"Giliran petugas: {apa} paling lambat {hari_tanggal(sampai)}."
    lewat = f"Giliran petugas: seharusnya {apa} paling lambat {hari_tanggal(sampai)}."
    return f"{lewat} Bila belum ada kabar, hubungi kantor." if saya else lewat


def _penera(masa: Masa) -> str:
    uji = hari_tanggal(masa.tanggal_uji)
    if masa.tanggal_uji and masa.tanggal_uji < clock.today():
        return f"Giliran penera: jadwal uji {uji} sudah lewat, hasilnya sedang dicatat."
    return f"Giliran penera: alat diuji {uji}."


def _perbaiki(_masa: Masa, siapa: str) -> str:
    return f"Giliran {siapa}: tanpa batas waktu, dan diperiksa lagi setelah dikirim ulang."


def _pilih(masa: Masa, siapa: str) -> str:
    if masa.pilih_sampai is None or masa.pilih_sampai < clock.today():
        return "Giliran petugas: semua pilihan sudah lewat, petugas menawarkan waktu baru."
    return (
        f"Giliran {siapa}: pilih paling lambat {hari_tanggal(masa.pilih_sampai)} "
        f"({sebut_sisa(masa.pilih_sampai)})."
    )


def _bayar(masa: Masa, siapa: str) -> str:
    uji = hari_tanggal(masa.tanggal_uji)
    if masa.tanggal_uji and masa.tanggal_uji < clock.today():
        return f"Giliran {siapa}: jadwal uji {uji} sudah lewat. Bayar, lalu minta jadwal baru."
    return f"Giliran {siapa}: bayar sebelum alat diuji {uji}."


def sebut_sisa(sampai: date) -> str:
    """How long that still is, counted as an office counts."""
    sisa = sisa_hari_kerja(sampai)
    if sampai == clock.today():
        return "hari ini yang terakhir"
    return f"{sisa} hari kerja lagi" if sisa else "sebelum hari kerja berikutnya"


def giliran_peserta(status: str, pilih_sampai: date | None) -> bool:
    """Is it the participant who has to act? Not when nothing is left to choose from."""
    if status == Status.MENUNGGU_PILIHAN:
        return pilih_sampai is not None and pilih_sampai >= clock.today()
    return SEBUTAN[Status(status)].giliran_peserta


def pindah_sampai(p: Pengajuan) -> date | None:
    """The last day on which the participant may move the date; None when it cannot be moved.

    Features E8: until so many working days before the test, at most twice.
    """
    boleh = transisi("jadwal_pindah", p.status, "peserta") is not None
    if not boleh or p.tanggal_uji is None or p.pindah_peserta >= PINDAH_PALING_BANYAK:
        return None
    batas = hari_kerja_ke(-kantor().pindah_hari, p.tanggal_uji)
    return batas if batas >= clock.today() else None


# --- as conditions and columns of lists --------------------------------------------------------


def tawaran_habis(hari_ini: date) -> sa.ColumnElement[bool]:
    """Waiting for a choice among dates that have all passed, or may not be taken any more."""
    masih = sa.exists().where(
        TAWARAN.c.pengajuan_id == Pengajuan.id, TAWARAN.c.berlaku_sampai >= hari_ini
    )
    return sa.and_(Pengajuan.status == Status.MENUNGGU_PILIHAN, ~masih)


def giliran_petugas(hari_ini: date) -> sa.ColumnElement[bool]:
    """Can the office move it on? Also where nothing it offered can be chosen any more."""
    return sa.or_(Pengajuan.salah_satu(GILIRAN_PETUGAS), tawaran_habis(hari_ini))


def berstatus_sejak() -> sa.ColumnElement[datetime]:
    """Since when an application has the status it has, by its history."""
    return sa.func.coalesce(Pengajuan.berstatus_pada, Pengajuan.dibuat_pada)


def pilih_sampai() -> sa.ScalarSelect[date]:
    """The last day on which any of the offers of an application may be taken."""
    cari = sa.select(sa.func.max(TAWARAN.c.berlaku_sampai))
    cari = cari.where(TAWARAN.c.pengajuan_id == Pengajuan.id).correlate(Pengajuan)
    return cari.scalar_subquery()


def kata_tidak_cocok() -> sa.ColumnElement[str | None]:
    """Why none of the last offers suited, for one that is back at the counter because of that."""
    cari = sa.select(Riwayat.catatan).where(
        Riwayat.pengajuan_id == Pengajuan.id, Riwayat.aksi == "tidak_cocok"
    )
    cari = cari.order_by(Riwayat.id.desc()).limit(1).correlate(Pengajuan)
    return sa.case((Pengajuan.status == Status.DITERIMA, cari.scalar_subquery()))
