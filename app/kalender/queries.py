"""Reading the calendar: days off, leave, limits, and what a change would affect."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.auth.models import Pengguna
from app.core import clock
from app.core.access import visible
from app.core.audit import Audit
from app.core.format import HARI, tanggal
from app.extensions import Pelaku, db
from app.jadwal.models import BebanHari, BebanPenera, Cuti
from app.jadwal.queries import terkena
from app.katalog.queries import terlalu_lama
from app.pengajuan.models import Pengajuan
from app.pengaturan.models import HariLibur
from app.pengaturan.queries import Kantor, kantor
from app.pengaturan.states import LABEL_LIBUR, JenisLibur, sebut_aksi, sebut_kolom

BATAS = (
    "hari_kerja", "jam_uji", "menit_per_hari", "alat_per_penera", "tawaran_hari", "pindah_hari",
    "pola_tugas",
)  # fmt: skip
AKSI = (
    "pengaturan_ubah", "libur_tambah", "libur_ubah", "libur_hapus", "cuti_tambah", "cuti_hapus",
)  # fmt: skip
DENGAN_PENERA = joinedload(Cuti.penera)
_RIWAYAT = 8
_KOLOM_CATATAN = ("tanggal", "nama", "jenis", "sumber", "penera", "dari", "sampai")


def daftar_libur(tahun: int) -> Sequence[HariLibur]:
    """The days off of a year, in their order."""
    awal, akhir = date(tahun, 1, 1), date(tahun, 12, 31)
    cari = visible(HariLibur).where(HariLibur.tanggal.between(awal, akhir))
    return db.session.scalars(cari.order_by(HariLibur.tanggal)).all()


def daftar_cuti() -> Sequence[Any]:
    """Leave that is not over yet, the nearest first."""
    cari = (
        visible(Cuti)
        .join(Pengguna, Pengguna.id == Cuti.penera_id)
        .where(Cuti.sampai >= clock.today())
        .with_only_columns(Cuti.id, Cuti.dari, Cuti.sampai, Cuti.alasan, Pengguna.nama)
    )
    return db.session.execute(cari.order_by(Cuti.sampai, Cuti.id).limit(200)).all()


@dataclass(frozen=True)
class Perubahan:
    """One act on the calendar; `isi` tells each column with what it was and is."""

    waktu: datetime
    pelaku: str
    aksi: str
    isi: list[str]


def riwayat(pelaku: Pelaku) -> list[Perubahan]:
    """The latest changes of the calendar, for who may read the log."""
    cari = sa.select(
        Audit.id, Audit.waktu, Audit.pelaku, Audit.aksi, Audit.sebelum, Audit.sesudah
    ).where(Audit.aksi.in_(AKSI), Audit.visible_to(pelaku))
    semua = db.session.execute(cari.order_by(Audit.id.desc()).limit(50))
    kena = [b for b in semua if b.aksi != "pengaturan_ubah" or set(b.sesudah or ()) & set(BATAS)]
    return [Perubahan(b.waktu, b.pelaku, sebut_aksi(b.aksi), _beda(b)) for b in kena[:_RIWAYAT]]


def _beda(b: Any) -> list[str]:
    lama, baru = b.sebelum or {}, b.sesudah or {}
    nama = [k for k in (*_KOLOM_CATATAN, *BATAS) if k in lama or k in baru]
    return [
        f"{sebut_kolom(k)}: {' menjadi '.join(_sebut(k, s[k]) for s in (lama, baru) if k in s)}"
        for k in nama
    ]


def _sebut(kolom: str, nilai: Any) -> str:
    if kolom == "hari_kerja":
        return ", ".join(HARI[int(n)] for n in str(nilai).split(","))
    if kolom == "jenis":
        return LABEL_LIBUR[JenisLibur(nilai)]
    if kolom in ("tanggal", "dari", "sampai"):
        return tanggal(date.fromisoformat(nilai))
    return str(nilai)


def batas_kini() -> dict[str, Any]:
    """The limits as the form shows them."""
    k = kantor()
    return {nama: getattr(k, nama) for nama in BATAS} | {"hari_kerja": k.hari_kerja.split(",")}


def sebut_hari_kerja(k: Kantor) -> str:
    return ", ".join(HARI[int(n)] for n in k.hari_kerja.split(","))


# --- what a change would affect ---------------------------------------------------------------


def terkena_hari(hari: Sequence[date], penera_id: int | None = None) -> Sequence[Any]:
    """Tests still to come on these days; of one penera, or of all."""
    syarat: list[sa.ColumnElement[bool]] = [Pengajuan.tanggal_uji.in_(hari)]
    if penera_id is not None:
        syarat.append(Pengajuan.penera_id == penera_id)
    return terkena(*syarat)


@dataclass(frozen=True)
class Lebih:
    """A day on which more is booked than a new limit allows."""

    tanggal: date
    apa: str

    def __iter__(self) -> Any:
        return iter((self.tanggal, self.apa))


@dataclass(frozen=True)
class TakMuat:
    """A type of which not even one instrument fits into a day of the new limit."""

    id: int
    nama: str
    menit: int

    def __iter__(self) -> Any:
        return iter((self.id, self.menit))


def terkena_batas(hari_kerja: Sequence[str], menit: int, alat: int) -> list[Lebih | TakMuat]:
    """What new limits would not hold: days booked already, and, where the day's minutes change,
    types of which none could be booked any more."""
    lama = terlalu_lama(menit) if menit != kantor().menit_per_hari else []
    return [*kelebihan(hari_kerja, menit, alat), *(TakMuat(*baris) for baris in lama)]


def kelebihan(hari_kerja: Sequence[str], menit: int, alat: int) -> list[Lebih]:
    """The days from today on whose load a new limit would not hold."""
    kini = clock.today()
    penuh = sa.select(BebanHari.tanggal, BebanHari.menit).where(
        BebanHari.tanggal >= kini, BebanHari.menit > 0
    )
    hasil = []
    for hari, terpakai in db.session.execute(penuh.order_by(BebanHari.tanggal)):
        if str(hari.weekday()) not in hari_kerja:
            hasil.append(Lebih(hari, f"{terpakai} menit terjadwal, dan tidak lagi hari kerja"))
        elif terpakai > menit:
            hasil.append(Lebih(hari, f"{terpakai} menit terjadwal, batas baru {menit}"))
    banyak = (
        sa.select(BebanPenera.tanggal, BebanPenera.jumlah, Pengguna.nama)
        .join(Pengguna, Pengguna.id == BebanPenera.penera_id)
        .where(BebanPenera.tanggal >= kini, BebanPenera.jumlah > alat)
    )
    for hari, jumlah, nama in db.session.execute(banyak.order_by(BebanPenera.tanggal)):
        hasil.append(Lebih(hari, f"{nama}: {jumlah} alat terjadwal, batas baru {alat}"))
    return sorted(hasil, key=lambda b: (b.tanggal, b.apa))
