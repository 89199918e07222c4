"""How many instruments are on record, per type, kecamatan and kelurahan, telling on nobody.

Numbers are rounded down to fives; below five stands "<5", nought included. A total is a rounded
number of its own and never so high that, with all parts at their highest, one of the small ones
would be given away: whoever subtracts finds at least two possible values for each (tests try it).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core import cache
from app.core.format import angka
from app.extensions import db
from app.pengaturan.models import Kecamatan, Kelurahan
from app.peserta.models import Peserta
from app.tarif.models import Tarif
from app.uttp.models import DokumenJenis, JenisUttp, MasaBerlaku, Uttp

KELIPATAN = 5


@dataclass(frozen=True)
class Cacah:
    """A number as it may be told: at least `sedikitnya`, at most `terbanyak`."""

    sedikitnya: int
    terbanyak: int

    @property
    def kata(self) -> str:
        return angka(self.sedikitnya) if self.sedikitnya else "<5"


def bulatkan(jumlah: int) -> Cacah:
    """One cell."""
    turun = jumlah - jumlah % KELIPATAN
    return Cacah(turun, turun + KELIPATAN - 1)


def jumlahkan(jumlah: int, bagian: Iterable[Cacah]) -> Cacah:
    """A total over these cells."""
    paling = sum(b.terbanyak for b in bagian)
    biasa = bulatkan(jumlah)
    aman = bulatkan(max(0, paling - 2)).sedikitnya
    if biasa.sedikitnya <= aman:
        return Cacah(biasa.sedikitnya, min(biasa.terbanyak, paling))
    return Cacah(aman, min(biasa.terbanyak, paling))


@dataclass(frozen=True)
class Wilayah:
    """A kecamatan or kelurahan with its number."""

    id: int
    nama: str
    cacah: Cacah


@dataclass(frozen=True)
class Sebaran:
    """The instruments of one type over the city."""

    total: Cacah
    kecamatan: Sequence[Wilayah]
    kelurahan: Mapping[int, Sequence[Wilayah]]


# Pages that tell one number together must tell it of the same moment, or the difference of two
# looks would be somebody's new instrument.
UMUR = timedelta(minutes=10)


def _hitung() -> dict[int, dict[int, int]]:
    """type → kelurahan → instruments that are in use there."""
    letak = sa.func.coalesce(Uttp.pemakai_id, Uttp.pemilik_id)
    cari = (
        sa.select(Uttp.jenis_id, Peserta.kelurahan_id, sa.func.count())
        .join(Peserta, Peserta.id == letak)
        .where(Uttp.pensiun_pada.is_(None))
        .group_by(Uttp.jenis_id, Peserta.kelurahan_id)
    )
    hasil: dict[int, dict[int, int]] = {}
    for jenis_id, kelurahan_id, jumlah in db.session.execute(cari):
        hasil.setdefault(jenis_id, {})[kelurahan_id] = jumlah
    return hasil


def _wilayah() -> list[Any]:
    cari = sa.select(
        Kecamatan.id.label("kecamatan_id"), Kecamatan.nama.label("kecamatan"), Kelurahan.id,
        Kelurahan.nama,
    ).join(Kelurahan, Kelurahan.kecamatan_id == Kecamatan.id)  # fmt: skip
    return list(db.session.execute(cari.order_by(Kecamatan.kode, Kelurahan.kode)))


def _dasar() -> tuple[dict[int, dict[int, int]], list[Any]]:
    return cache.ambil("sebaran", UMUR, lambda: (_hitung(), _wilayah()))


def sebaran(jenis_id: int) -> Sebaran:
    """Where the instruments of one type are."""
    hitung, wilayah = _dasar()
    return susun(wilayah, hitung.get(jenis_id, {}))


def total() -> dict[int, Cacah]:
    """Of each type that is on record, how many there are."""
    hitung, wilayah = _dasar()
    return {id: susun(wilayah, isi).total for id, isi in hitung.items()}


def susun(wilayah: Iterable[Any], jumlah: Mapping[int, int]) -> Sebaran:
    """From the true numbers of kelurahan to those that may be told."""
    kecamatan: dict[int, str] = {}
    sejati: dict[int, int] = {}
    kelurahan: dict[int, list[Wilayah]] = {}
    for w in wilayah:
        kecamatan[w.kecamatan_id] = w.kecamatan
        ada = jumlah.get(w.id, 0)
        sejati[w.kecamatan_id] = sejati.get(w.kecamatan_id, 0) + ada
        kelurahan.setdefault(w.kecamatan_id, []).append(Wilayah(w.id, w.nama, bulatkan(ada)))
    per = [
        Wilayah(id, nama, jumlahkan(sejati[id], (k.cacah for k in kelurahan[id])))
        for id, nama in kecamatan.items()
    ]
    return Sebaran(jumlahkan(sum(sejati.values()), (k.cacah for k in per)), per, kelurahan)


# --- the catalogue ------------------------------------------------------------------------------


def daftar(q: str) -> Sequence[Any]:
    """The types in use, by group; a few dozen rows."""
    cari = sa.select(
        JenisUttp.id, JenisUttp.nama, JenisUttp.kelompok, JenisUttp.masa_berlaku_bulan,
        JenisUttp.menit, JenisUttp.layanan, JenisUttp.gambar_id,
    ).where(JenisUttp.aktif)  # fmt: skip
    if q:
        cocok = (k.icontains(q, autoescape=True) for k in (JenisUttp.nama, JenisUttp.kelompok))
        cari = cari.where(sa.or_(*cocok))
    return db.session.execute(cari.order_by(JenisUttp.kelompok, JenisUttp.nama)).all()


@dataclass(frozen=True)
class Jenis:
    """A type with the regulation its interval stands in today, if any, and its papers."""

    jenis: JenisUttp
    masa: MasaBerlaku | None
    dokumen: Sequence[DokumenJenis]


def jenis(id: int) -> JenisUttp | None:
    return db.session.scalar(sa.select(JenisUttp).where(JenisUttp.id == id, JenisUttp.aktif))


def lengkap(id: int, pada: date) -> Jenis | None:
    """What visitors are told of a type, in one query."""
    masa = sa.and_(
        MasaBerlaku.jenis_id == JenisUttp.id,
        MasaBerlaku.berlaku_mulai <= pada,
        sa.or_(MasaBerlaku.berlaku_sampai.is_(None), MasaBerlaku.berlaku_sampai >= pada),
    )
    cari = (
        sa.select(JenisUttp, MasaBerlaku)
        .outerjoin(MasaBerlaku, masa)
        .where(JenisUttp.id == id, JenisUttp.aktif)
        .options(joinedload(JenisUttp.dokumen.and_(DokumenJenis.aktif)))
    )
    satu = db.session.execute(cari).unique().first()
    return Jenis(satu[0], satu[1], satu[0].dokumen) if satu else None


def biaya(jenis_id: int, pada: date) -> Sequence[Any]:
    """The fees above nought that hold for this type on this day; mostly there are none."""
    kolom = (
        Tarif.layanan, Tarif.lokasi, Tarif.harga, Tarif.dasar_hukum, Tarif.satuan_hitung,
        Tarif.kelipatan, Tarif.kapasitas_dari, Tarif.kapasitas_sampai,
    )  # fmt: skip
    cari = sa.select(*kolom).where(
        sa.or_(Tarif.jenis_id.is_(None), Tarif.jenis_id == jenis_id),
        Tarif.berlaku_mulai <= pada,
        sa.or_(Tarif.berlaku_sampai.is_(None), Tarif.berlaku_sampai >= pada),
        Tarif.harga > 0,
    )
    return db.session.execute(cari.order_by(Tarif.jenis_id, Tarif.id).limit(12)).all()
