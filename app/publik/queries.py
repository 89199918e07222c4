"""What waits for the office, counted; and who is tested when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.auth.models import Pengguna
from app.core.access import visible
from app.core.clock import WITA
from app.extensions import db
from app.pengajuan.giliran import TAWARAN_HABIS, Masa, pilih_sampai, tawaran_habis
from app.pengajuan.models import Pengajuan, Riwayat
from app.pengajuan.states import AKTIF, Status
from app.peserta.models import Peserta
from app.peserta.states import StatusPeserta
from app.uttp.models import JenisUttp, Uttp

REGISTRASI = "registrasi"
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
    lewat = (
        visible(Pengajuan)
        .with_only_columns(
            sa.literal(TAWARAN_HABIS), sa.func.count(), sa.func.min(Pengajuan.diubah_pada)
        )
        .where(tawaran_habis(hari_ini))
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
            sa.func.coalesce(Uttp.tempat_tulis, Uttp.lokasi).label("tempat"),
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
    pilih = pilih.where(
        Uttp.pensiun_pada.is_(None), sampai.between(hari_ini, hari_ini + timedelta(days=60))
    )
    baris = db.session.execute(pilih).one()
    return list(baris)


# --- one application, for whoever knows its number ----------------------------------------------


@dataclass(frozen=True)
class Jejak:
    """What may be told of an application to somebody who is not signed in."""

    nomor: str
    status: str
    layanan: str
    lokasi: str | None
    retribusi: int | None
    dibuat_pada: datetime
    tanggal_hasil: date | None
    jenis: str
    nomor_seri: str
    dari: str | None  # the status before the present one
    masa: Masa


def jejak(nomor: str) -> tuple[str, Jejak] | None:
    """The NIK that opens it, and the application: its filer's PIC; of a customer, which has none,
    that of its penyedia."""
    penyedia = aliased(Peserta)
    masuk = sa.select(Riwayat.id).where(
        Riwayat.pengajuan_id == Pengajuan.id,
        Riwayat.ke == Pengajuan.status,
        Riwayat.dari.is_distinct_from(Riwayat.ke),
    )
    terakhir = masuk.order_by(Riwayat.id.desc()).limit(1).correlate(Pengajuan).scalar_subquery()
    cari = (
        sa.select(
            Pengajuan,
            JenisUttp.nama,
            Uttp.nomor_seri,
            Peserta.pic_nik,
            penyedia.pic_nik,
            sa.func.coalesce(Riwayat.waktu, Pengajuan.dibuat_pada),
            Riwayat.dari,
            pilih_sampai(),
        )
        .join(Uttp, Pengajuan.uttp_id == Uttp.id)
        .join(JenisUttp, Uttp.jenis_id == JenisUttp.id)
        .join(Peserta, Pengajuan.peserta_id == Peserta.id)
        .outerjoin(penyedia, Peserta.penyedia_id == penyedia.id)
        .outerjoin(Riwayat, Riwayat.id == terakhir)
        .where(Pengajuan.nomor == nomor)
    )
    baris = db.session.execute(cari).one_or_none()
    if baris is None:
        return None
    p, jenis, seri, nik, nik_penyedia, waktu, dari, sampai = baris
    masa = Masa(waktu, p.tanggal_uji, sampai)
    isi = Jejak(
        p.nomor, p.status, p.layanan, p.lokasi, p.retribusi, p.dibuat_pada, p.tanggal_hasil,
        jenis, seri, dari, masa,
    )  # fmt: skip
    return nik or nik_penyedia or "", isi
