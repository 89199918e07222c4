"""What waits for the office, counted; and who is tested when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.auth.models import Pengguna
from app.core.access import visible
from app.core.clock import WITA
from app.extensions import db
from app.jadwal.models import Tawaran
from app.pengajuan.models import Pengajuan
from app.pengajuan.states import AKTIF, Status
from app.peserta.models import Peserta
from app.peserta.states import StatusPeserta
from app.uttp.models import JenisUttp, Uttp

REGISTRASI = "registrasi"
TAWARAN_LEWAT = "tawaran_lewat"
# Dates of the visits list: today and the six days after it, a week whatever day it is.
SEPEKAN = timedelta(days=6)
TERBANYAK = 60


@dataclass(frozen=True)
class Antrean:
    """How many wait at one step, and since when the first of them does."""

    jumlah: int = 0
    sejak: datetime | None = None

    def umur(self, hari_ini: date) -> int:
        """Days the oldest has waited."""
        if self.sejak is None:
            return 0
        return max(0, (hari_ini - self.sejak.astimezone(WITA).date()).days)


def antrean(hari_ini: date) -> dict[str, Antrean]:
    """Every step with what waits there, in one query; a penera counts only what is theirs."""
    per_status = (
        visible(Pengajuan)
        .with_only_columns(
            Pengajuan.status.label("langkah"),
            sa.func.count().label("jumlah"),
            sa.func.min(Pengajuan.diubah_pada).label("sejak"),
        )
        .where(Pengajuan.status.in_(AKTIF))
        .group_by(Pengajuan.status)
    )
    masih = sa.exists().where(Tawaran.pengajuan_id == Pengajuan.id, Tawaran.tanggal > hari_ini)
    lewat = (
        visible(Pengajuan)
        .with_only_columns(
            sa.literal(TAWARAN_LEWAT), sa.func.count(), sa.func.min(Pengajuan.diubah_pada)
        )
        .where(Pengajuan.status == Status.MENUNGGU_PILIHAN, ~masih)
    )
    registrasi = (
        visible(Peserta)
        .with_only_columns(
            sa.literal(REGISTRASI), sa.func.count(), sa.func.min(Peserta.dibuat_pada)
        )
        .where(Peserta.status == StatusPeserta.BARU)
    )
    baris = db.session.execute(sa.union_all(per_status, lewat, registrasi))
    return {langkah: Antrean(jumlah, sejak) for langkah, jumlah, sejak in baris}


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
            Uttp.lokasi.label("tempat"),
            Pengguna.nama.label("penera"),
        )
        .join(Peserta, Pengajuan.peserta_id == Peserta.id)
        .join(Uttp, Pengajuan.uttp_id == Uttp.id)
        .join(JenisUttp, Uttp.jenis_id == JenisUttp.id)
        .outerjoin(Pengguna, Pengajuan.penera_id == Pengguna.id)
        .where(
            Pengajuan.status.in_((Status.TERJADWAL, Status.TERBAYAR, Status.DIPROSES)),
            Pengajuan.tanggal_uji.between(hari_ini, hari_ini + SEPEKAN),
        )
        .order_by(Pengajuan.tanggal_uji, Pengajuan.penera_id, Pengajuan.id)
        .limit(TERBANYAK)
    )
    hasil: dict[date, list[Any]] = {hari_ini: []}
    for baris in db.session.execute(pilih):
        hasil.setdefault(baris.tanggal_uji, []).append(baris)
    return hasil


def skhp_habis(hari_ini: date) -> Sequence[int]:
    """Certificates that run out within 30 days, and within 60."""
    sampai = Uttp.skhp_berlaku_sampai

    def dalam(hari: int) -> sa.ColumnElement[int]:
        batas = sampai <= hari_ini + timedelta(days=hari)
        return sa.func.coalesce(sa.func.sum(sa.case((batas, 1), else_=0)), 0)

    pilih = visible(Uttp).with_only_columns(dalam(30), dalam(60))
    baris = db.session.execute(
        pilih.where(sampai >= hari_ini, sampai <= hari_ini + timedelta(days=60))
    ).one()
    return list(baris)
