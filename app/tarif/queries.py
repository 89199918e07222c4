"""Reading fees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.core import clock
from app.core.access import visible
from app.core.paging import Page, keyset
from app.extensions import db
from app.pengajuan.states import LABEL_LOKASI, Lokasi
from app.tarif.models import Tarif
from app.tarif.tarif import Alat, Rincian, hitung
from app.uttp.models import JenisUttp
from app.uttp.states import LABEL_LAYANAN, Layanan

UKURAN = 50


def berlaku_dalam(mulai: date, sampai: date | None = None) -> sa.ColumnElement[bool]:
    """Rows in force on some day of this span."""
    return sa.and_(
        Tarif.berlaku_mulai <= (sampai or mulai),
        sa.or_(Tarif.berlaku_sampai.is_(None), Tarif.berlaku_sampai >= mulai),
    )


def baris_pada(
    mulai: date, sampai: date | None = None, jenis_id: int | None = None
) -> Sequence[Tarif]:
    """The rows in force then; those that may hold for one type, where it is named."""
    cari = sa.select(Tarif).where(berlaku_dalam(mulai, sampai))
    if jenis_id is not None:
        cari = cari.where(sa.or_(Tarif.jenis_id.is_(None), Tarif.jenis_id == jenis_id))
    return db.session.scalars(cari).all()


def rincian(
    *, jenis_id: int, layanan: str, lokasi: str, tanggal: date, alat: Alat | None = None
) -> Rincian:
    """The fee for one instrument on one date."""
    return hitung(
        baris_pada(tanggal, jenis_id=jenis_id), jenis_id=jenis_id, layanan=layanan, lokasi=lokasi,
        tanggal=tanggal, alat=alat,
    )  # fmt: skip


@dataclass(frozen=True)
class Saringan:
    """What to show of the list; everything together must hold."""

    q: str = ""
    jenis_id: int | None = None
    masa: str = ""
    pada: date | None = None


def daftar(s: Saringan, after: str | None = None) -> Page:
    """The fees, the youngest entry first."""
    kolom = [getattr(Tarif, k) for k in (
        "id", "layanan", "lokasi", "satuan_hitung", "kelipatan", "kapasitas_dari",
        "kapasitas_sampai", "harga", "berlaku_mulai", "berlaku_sampai", "dasar_hukum", "contoh",
        "dibuat_pada",
    )]  # fmt: skip
    cari = (
        visible(Tarif)
        .with_only_columns(*kolom, JenisUttp.nama.label("jenis"), JenisUttp.satuan)
        .outerjoin(JenisUttp, JenisUttp.id == Tarif.jenis_id)
        .where(*_syarat(s))
    )
    return keyset(cari, Tarif.dibuat_pada, Tarif.id, after=after, size=UKURAN)


def _syarat(s: Saringan) -> list[sa.ColumnElement[bool]]:
    kini = clock.today()
    masa = {
        "kini": berlaku_dalam(kini),
        "nanti": Tarif.berlaku_mulai > kini,
        "lalu": Tarif.berlaku_sampai < kini,
    }
    syarat = [masa[s.masa]] if s.masa in masa else []
    if s.pada is not None:
        syarat.append(berlaku_dalam(s.pada))
    if s.jenis_id is not None:
        syarat.append(Tarif.jenis_id == s.jenis_id)
    if s.q:
        cocok = (k.icontains(s.q, autoescape=True) for k in (JenisUttp.nama, Tarif.dasar_hukum))
        syarat.append(sa.or_(*cocok))
    return syarat


def pilihan_jenis() -> list[tuple[int, str]]:
    """(id, name with the unit of its capacity) of the types in use."""
    cari = visible(JenisUttp).with_only_columns(JenisUttp.id, JenisUttp.nama, JenisUttp.satuan)
    baris = db.session.execute(cari.where(JenisUttp.aktif).order_by(JenisUttp.nama))
    return [(id, f"{nama} ({satuan})") for id, nama, satuan in baris]


def jenis(id: int) -> JenisUttp | None:
    return db.session.scalar(visible(JenisUttp).where(JenisUttp.id == id))


def sebut_cakupan(layanan: str | None, lokasi: str | None) -> str:
    """Which services and places a row is for, in words."""
    a = LABEL_LAYANAN[Layanan(layanan)] if layanan else "Semua layanan"
    b = LABEL_LOKASI[Lokasi(lokasi)] if lokasi else "semua tempat"
    return f"{a}, {b}"
