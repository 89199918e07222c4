"""Reading fees."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.core.access import visible
from app.extensions import db
from app.pengajuan.states import LABEL_LOKASI, Lokasi
from app.tarif.models import Tarif
from app.tarif.tarif import Rincian, hitung
from app.uttp.models import JenisUttp
from app.uttp.states import LABEL_LAYANAN, Layanan


def baris_pada(mulai: date, sampai: date | None = None) -> Sequence[Tarif]:
    """The rows in force on some day of this span."""
    cari = sa.select(Tarif).where(
        Tarif.berlaku_mulai <= (sampai or mulai),
        sa.or_(Tarif.berlaku_sampai.is_(None), Tarif.berlaku_sampai >= mulai),
    )
    return db.session.scalars(cari).all()


def rincian(*, jenis_id: int, layanan: str, lokasi: str, tanggal: date) -> Rincian:
    """The fee for one instrument on one date."""
    return hitung(
        baris_pada(tanggal), jenis_id=jenis_id, layanan=layanan, lokasi=lokasi, tanggal=tanggal
    )


def daftar(q: str = "") -> Sequence[Any]:
    """All fees, those of today and later first. A handful of rows, so no paging."""
    cari = (
        visible(Tarif)
        .with_only_columns(
            Tarif.id,
            Tarif.layanan,
            Tarif.lokasi,
            Tarif.harga,
            Tarif.berlaku_mulai,
            Tarif.berlaku_sampai,
            Tarif.dasar_hukum,
            JenisUttp.nama.label("jenis"),
        )
        .outerjoin(JenisUttp, JenisUttp.id == Tarif.jenis_id)
        .order_by(Tarif.berlaku_mulai.desc(), Tarif.id.desc())
    )
    if q:
        cari = cari.where(
            sa.or_(
                JenisUttp.nama.icontains(q, autoescape=True),
                Tarif.dasar_hukum.icontains(q, autoescape=True),
            )
        )
    return db.session.execute(cari).all()


def pilihan_jenis() -> list[tuple[int, str]]:
    """(id, name) of the types in use."""
    cari = visible(JenisUttp).with_only_columns(JenisUttp.id, JenisUttp.nama)
    baris = db.session.execute(cari.where(JenisUttp.aktif).order_by(JenisUttp.nama))
    return [(id, nama) for id, nama in baris]


def sebut_cakupan(layanan: str | None, lokasi: str | None) -> str:
    """Which services and places a row is for, in words."""
    a = LABEL_LAYANAN[Layanan(layanan)] if layanan else "Semua layanan"
    b = LABEL_LOKASI[Lokasi(lokasi)] if lokasi else "semua tempat"
    return f"{a}, {b}"
