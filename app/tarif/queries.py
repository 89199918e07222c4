"""Reading fees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import InvalidOperation
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.access import visible
from app.core.forms import baca_angka
from app.core.paging import Page, keyset
from app.extensions import db
from app.pengajuan.states import LABEL_LOKASI, Lokasi
from app.tarif.models import Tarif
from app.tarif.states import BEBAS_SEJAK, PALING_BANYAK, Biaya
from app.tarif.tarif import Alat, Rincian, hitung
from app.uttp.models import InformasiJenis, InformasiUttp, JenisUttp, Uttp
from app.uttp.states import LABEL_LAYANAN, Layanan

UKURAN = 50
_TANPA = sa.null()


def berlaku_dalam(mulai: date, sampai: date | None = None) -> sa.ColumnElement[bool]:
    """Rows in force on some day of this span."""
    return sa.and_(
        Tarif.berlaku_mulai <= (sampai or mulai),
        sa.or_(Tarif.berlaku_sampai.is_(None), Tarif.berlaku_sampai >= mulai),
    )


def kolom_biaya(pada: date) -> tuple[sa.ColumnElement[bool], Any, sa.ColumnElement[bool]]:
    """What `Biaya` holds, in its order, for whoever asks along with other things."""
    mulai = sa.select(sa.func.min(Tarif.berlaku_mulai)).where(
        Tarif.berlaku_mulai > pada, Tarif.harga > 0
    )
    kini, pernah = (
        sa.exists().where(berlaku_dalam(*hari), Tarif.harga > 0)
        for hari in ((pada,), (BEBAS_SEJAK, pada))
    )
    return kini, mulai.scalar_subquery(), pernah


def biaya(pada: date) -> Biaya:
    kini, mulai, pernah = db.session.execute(sa.select(*kolom_biaya(pada))).one()
    return Biaya(bool(kini), mulai, bool(pernah))


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
class UntukAlat:
    """The fees that may hold for one instrument, and what they ask of it. `lain`: one more value
    the caller selected along; None where there is no fee."""

    tarif: tuple[Tarif, ...]
    alat: Alat
    lain: Any = None


def untuk_alat(
    uttp: Uttp, mulai: date, sampai: date | None = None, lain: Any = _TANPA
) -> UntukAlat:
    """In one statement; `uttp` comes with its type."""
    jenis = sa.or_(Tarif.jenis_id.is_(None), Tarif.jenis_id == uttp.jenis_id)
    cari = sa.select(Tarif, _jawaban(uttp.id), lain).where(jenis, berlaku_dalam(mulai, sampai))
    baris = db.session.execute(cari).all()
    alat = Alat(
        nama=uttp.jenis.nama,
        kapasitas=uttp.kapasitas,
        satuan=uttp.jenis.satuan,
        jumlah={t.satuan_hitung: n for t, nilai, _ in baris if (n := baca_jumlah(nilai))},
    )
    return UntukAlat(tuple(t for t, _, _ in baris), alat, next((x for _, _, x in baris), None))


def _jawaban(uttp_id: int) -> sa.ScalarSelect[str]:
    """What the instrument's data say about the unit of the row."""
    return (
        sa.select(InformasiUttp.nilai)
        .join(InformasiJenis, InformasiJenis.id == InformasiUttp.informasi_id)
        .where(InformasiUttp.uttp_id == uttp_id, InformasiJenis.hitungan == Tarif.satuan_hitung)
        .order_by(InformasiJenis.aktif.desc(), InformasiJenis.urutan, InformasiJenis.id)
        .limit(1)
        .scalar_subquery()
    )


def baca_jumlah(nilai: str | None) -> int | None:
    """An answer as a count; None for what is none."""
    try:
        angka = baca_angka((nilai or "").replace(" ", ""))
    except InvalidOperation:
        return None
    return int(angka) if angka == int(angka) and 0 < angka <= PALING_BANYAK else None


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
