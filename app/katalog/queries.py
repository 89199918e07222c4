"""Reading the catalogue for those who keep it, and the interval of a type on a date."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.core import clock
from app.core.access import visible
from app.extensions import db
from app.peserta.models import Peserta
from app.uttp.models import DokumenJenis, InformasiJenis, JenisUttp, MasaBerlaku, Uttp
from app.uttp.states import tambah_bulan

UNTUK_RINCIAN: tuple[ORMOption, ...] = (
    joinedload(JenisUttp.gambar),
    # In one statement with the type; few have more than five.
    joinedload(JenisUttp.dokumen),
    selectinload(JenisUttp.informasi),
    selectinload(JenisUttp.masa),
)
DOKUMEN: tuple[ORMOption, ...] = (
    joinedload(DokumenJenis.format),
    joinedload(DokumenJenis.jenis),
)
INFORMASI: tuple[ORMOption, ...] = (joinedload(InformasiJenis.jenis),)
AKTIF = {"aktif": True, "nonaktif": False}


@dataclass(frozen=True)
class Saringan:
    """The filters of the list, as they stand in its address."""

    q: str = ""
    kelompok: str = ""
    status: str = "aktif"

    def url(self) -> dict[str, Any]:
        isi = {k: v for k, v in vars(self).items() if v}
        return {k: v for k, v in isi.items() if (k, v) != ("status", "aktif")}


def daftar(s: Saringan) -> Sequence[Any]:
    """Types by their code: some dozens, so no paging."""
    kolom = (JenisUttp.id, JenisUttp.kode, JenisUttp.nama, JenisUttp.kelompok, JenisUttp.layanan,
             JenisUttp.menit, JenisUttp.aktif, JenisUttp.masa_berlaku_bulan)  # fmt: skip
    cari = visible(JenisUttp).with_only_columns(*kolom).order_by(JenisUttp.kode)
    if s.status in AKTIF:
        cari = cari.where(JenisUttp.aktif == AKTIF[s.status])
    if s.kelompok:
        cari = cari.where(JenisUttp.kelompok == s.kelompok)
    for kata in s.q.split():
        cocok = (k.icontains(kata, autoescape=True) for k in (JenisUttp.nama, JenisUttp.kode))
        cari = cari.where(sa.or_(*cocok))
    return db.session.execute(cari).all()


def kelompok() -> list[str]:
    """The groups there are, in the order of the codes."""
    cari = sa.select(JenisUttp.kelompok).group_by(JenisUttp.kelompok)
    return list(db.session.scalars(cari.order_by(sa.func.min(JenisUttp.kode))))


def bergambar(id: int) -> JenisUttp | None:
    """A type with its picture, for anybody."""
    return db.session.scalar(
        sa.select(JenisUttp).where(JenisUttp.id == id).options(joinedload(JenisUttp.gambar))
    )


def jumlah_alat(jenis_id: int) -> int:
    cari = sa.select(sa.func.count()).select_from(Uttp).where(Uttp.jenis_id == jenis_id)
    return db.session.scalar(cari) or 0


def terlalu_lama(batas: int) -> Sequence[tuple[int, str, int]]:
    """(id, name, minutes) of the types whose one test takes more than a day of so many minutes;
    also of those not in use, whose instruments may still be applied for."""
    cari = visible(JenisUttp).with_only_columns(JenisUttp.id, JenisUttp.nama, JenisUttp.menit)
    cari = cari.where(JenisUttp.menit > batas).order_by(JenisUttp.menit.desc(), JenisUttp.kode)
    return [(id, nama, menit) for id, nama, menit in db.session.execute(cari)]


# --- intervals --------------------------------------------------------------------------------


def semua_masa(jenis_id: int) -> Sequence[MasaBerlaku]:
    """All intervals of a type, the last one first."""
    cari = sa.select(MasaBerlaku).where(MasaBerlaku.jenis_id == jenis_id)
    return db.session.scalars(cari.order_by(MasaBerlaku.berlaku_mulai.desc())).all()


def masa_pada(jenis_id: int, tanggal: date | None) -> MasaBerlaku | None:
    """The interval in force on a date (of a test), None where none is known."""
    return masa_dari(semua_masa(jenis_id), tanggal)


def masa_dari(semua: Iterable[MasaBerlaku], tanggal: date | None) -> MasaBerlaku | None:
    """The same among those of a type; both edges count."""
    if tanggal is None:
        return None
    return next(
        (
            m
            for m in semua
            if m.berlaku_mulai <= tanggal and (not m.berlaku_sampai or tanggal <= m.berlaku_sampai)
        ),
        None,
    )


@dataclass(frozen=True)
class Dampak:
    """What a new interval would do to the instruments in use, told before it is stored.

    Certificates that are issued keep their date. Each instrument is taken to be tested on its due
    date (today where that has passed); from the new interval's first day on, the due date after
    that moves.
    """

    baris: list[tuple[int, int | None, int]]  # year of the test, months moved (None: new), how many
    tanpa_skhp: int

    @property
    def bergeser(self) -> int:
        return sum(n for _, geser, n in self.baris if geser != 0)

    @property
    def semua(self) -> int:
        return sum(n for _, _, n in self.baris) + self.tanpa_skhp


@dataclass(frozen=True)
class Geser:
    """The next test of one instrument, and the due date after it by either interval."""

    uji: date
    lama: date | None
    baru: date

    @property
    def hari(self) -> int | None:
        return (self.baru - self.lama).days if self.lama else None


def dampak(jenis_id: int, bulan: int, mulai: date) -> Dampak:
    lama = semua_masa(jenis_id)
    cari = (
        sa.select(Uttp.skhp_berlaku_sampai, sa.func.count())
        .where(*_dipakai(jenis_id))
        .group_by(Uttp.skhp_berlaku_sampai)
    )
    hitung: Counter[tuple[int, int | None]] = Counter()
    tanpa = 0
    for sampai, banyak in db.session.execute(cari):
        if sampai is None:
            tanpa += banyak
            continue
        uji = max(sampai, clock.today())
        dulu = _bulan_pada(lama, uji)
        geser = 0 if uji < mulai else None if dulu is None else bulan - dulu
        hitung[uji.year, geser] += banyak
    urut = sorted(hitung.items(), key=lambda b: (b[0][0], b[0][1] is not None, b[0][1] or 0))
    return Dampak([(tahun, geser, n) for (tahun, geser), n in urut], tanpa)


def alat_terdampak(jenis_id: int, bulan: int, mulai: date) -> Iterator[tuple[Any, Geser]]:
    """The instruments whose due date after the next test moves, the earliest test first."""
    lama = semua_masa(jenis_id)
    cari = (
        sa.select(Uttp.nomor_seri, Uttp.merk, Uttp.tipe, Peserta.nama.label("pemilik"),
                  Uttp.skhp_nomor, Uttp.skhp_berlaku_sampai)
        .join(Peserta, Peserta.id == Uttp.pemilik_id)
        .where(*_dipakai(jenis_id), Uttp.skhp_berlaku_sampai.is_not(None))
        .order_by(Uttp.skhp_berlaku_sampai, Uttp.id)
    )  # fmt: skip
    for alat in db.session.execute(cari.execution_options(yield_per=1000)):
        uji = max(alat.skhp_berlaku_sampai, clock.today())
        dulu = _bulan_pada(lama, uji)
        if uji >= mulai and dulu != bulan:
            sampai = tambah_bulan(uji, dulu) if dulu else None
            yield alat, Geser(uji, sampai, tambah_bulan(uji, bulan))


def _dipakai(jenis_id: int) -> tuple[sa.ColumnElement[bool], ...]:
    return (Uttp.jenis_id == jenis_id, Uttp.pensiun_pada.is_(None))


def _bulan_pada(semua: Iterable[MasaBerlaku], tanggal: date) -> int | None:
    """As things stand, without the new one."""
    masa = masa_dari(semua, tanggal)
    return masa.bulan if masa else None
