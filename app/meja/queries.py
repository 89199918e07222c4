"""What waits for the office, counted; and who is tested when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.auth.models import Pengguna
from app.core.access import visible
from app.core.clock import WITA
from app.core.kartu import Isi, Kartu
from app.core.types import UTCDateTime
from app.extensions import db
from app.pengajuan.models import Pengajuan
from app.pengajuan.states import MASIH_DIUJI
from app.peserta.models import Peserta
from app.uttp.models import JenisUttp, Uttp

# Dates of the visits list: today and the six days after it, a week whatever day it is.
SEPEKAN = 7
TERBANYAK = 60


@dataclass(frozen=True)
class Antrean:
    """One card with what waits there: how many, since when the first of them, how many too long."""

    kartu: Kartu
    jumlah: int = 0
    sejak: datetime | None = None
    lewat: int = 0

    def umur(self, hari_ini: date) -> int:
        """Days the oldest has waited."""
        if self.sejak is None:
            return 0
        return max(0, (hari_ini - self.sejak.astimezone(WITA).date()).days)


def antrean(kartu: Sequence[Kartu], hari_ini: date) -> list[Antrean]:
    """Every card with what waits behind it, in one statement; each reader counts what they see."""
    if not kartu:
        return []
    per_kartu = [_hitung(i, k.isi(hari_ini)) for i, k in enumerate(kartu)]
    baris = {urut: sisa for urut, *sisa in db.session.execute(sa.union_all(*per_kartu))}
    return [Antrean(k, *baris[i]) for i, k in enumerate(kartu)]


def _hitung(urut: int, isi: Isi) -> Any:
    """The count of a list's own SELECT."""
    # Innermost, the instants are columns; compared and aggregated outside, each is worked out once.
    sejak = sa.cast(sa.null(), UTCDateTime()) if isi.sejak is None else isi.sejak
    dalam = isi.pilih.with_only_columns(
        sa.type_coerce(sejak, UTCDateTime()).label("sejak")
    ).subquery(f"kartu_{urut}")
    lewat: sa.ColumnElement[int] = sa.literal(0)
    if isi.batas is not None:
        terlambat = sa.case((dalam.c.sejak < isi.batas, 1), else_=0)
        lewat = sa.func.coalesce(sa.func.sum(terlambat), 0)
    return sa.select(
        sa.literal(urut).label("urut"),
        sa.func.count().label("jumlah"),
        sa.func.min(dalam.c.sejak, type_=UTCDateTime()).label("sejak"),
        lewat.label("lewat"),
    ).select_from(dalam)


def kunjungan(hari_ini: date) -> dict[date, list[Any]]:
    """Tests of today and the days after, by day."""
    pilih = (
        visible(Pengajuan)
        .with_only_columns(
            Pengajuan.id,
            Pengajuan.nomor,
            Pengajuan.tanggal_uji,
            Pengajuan.lokasi,
            Pengajuan.status,
            Peserta.nama.label("peserta"),
            JenisUttp.nama.label("jenis"),
            sa.func.coalesce(Uttp.tempat_tulis, Uttp.lokasi).label("tempat"),
            Pengguna.nama.label("penera"),
        )
        .join(Peserta, Pengajuan.peserta_id == Peserta.id)
        .join(Uttp, Pengajuan.uttp_id == Uttp.id)
        .join(JenisUttp, Uttp.jenis_id == JenisUttp.id)
        .outerjoin(Pengguna, Pengajuan.penera_id == Pengguna.id)
        .where(
            Pengajuan.salah_satu(MASIH_DIUJI),
            # Each by name: for a penera, SQLite would read all of theirs to find a stretch of days.
            Pengajuan.tanggal_uji.in_([hari_ini + timedelta(days=i) for i in range(SEPEKAN)]),
        )
        .order_by(Pengajuan.tanggal_uji, Pengajuan.penera_id, Pengajuan.id)
        .limit(TERBANYAK)
    )
    hasil: dict[date, list[Any]] = {hari_ini: []}
    for baris in db.session.execute(pilih):
        hasil.setdefault(baris.tanggal_uji, []).append(baris)
    return hasil
