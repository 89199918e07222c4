"""Reading what is kept about a participant, and the requests about it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core.access import visible
from app.core.outbox import Pesan
from app.core.paging import Page, keyset
from app.core.uploads import Berkas
from app.extensions import Pelaku, db
from app.pengajuan.models import Pengajuan
from app.peserta.models import AksesData, Peserta
from app.pribadi.models import PermintaanData
from app.pribadi.states import TERBUKA, TERTUTUP
from app.uttp.models import Uttp

DENGAN_PESERTA = joinedload(PermintaanData.peserta)


@dataclass(frozen=True)
class Ringkasan:
    """How much there is of each kind, and when somebody last saw the numbers in full."""

    alat: int
    pengajuan: int
    unggahan: int
    pesan: int
    akses: int
    akses_terakhir: datetime | None


def ringkasan(peserta: Peserta, pelaku: Pelaku) -> Ringkasan:
    """One statement for all counts."""

    def hitung(model: Any, syarat: Any) -> sa.ScalarSelect[int]:
        return sa.select(sa.func.count()).select_from(model).where(syarat).scalar_subquery()

    milik = sa.or_(Uttp.pemilik_id == peserta.id, Uttp.pemakai_id == peserta.id)
    saya = AksesData.peserta_id == peserta.id
    baris = db.session.execute(
        sa.select(
            hitung(Uttp, milik).label("alat"),
            hitung(Pengajuan, Pengajuan.peserta_id == peserta.id).label("pengajuan"),
            hitung(Berkas, Berkas.pengunggah_id == pelaku.id).label("unggahan"),
            hitung(Pesan, Pesan.penerima_id == pelaku.id).label("pesan"),
            hitung(AksesData, saya).label("akses"),
            sa.select(sa.func.max(AksesData.waktu)).where(saya).scalar_subquery()
            .label("akses_terakhir"),
        )
    ).one()  # fmt: skip
    return Ringkasan(**baris._mapping)


def akses(peserta: Peserta, after: str | None) -> Page:
    """Who saw the numbers of this participant in full, the latest first."""
    cari = (
        visible(AksesData)
        .where(AksesData.peserta_id == peserta.id)
        .with_only_columns(
            AksesData.id, AksesData.waktu, AksesData.peran, AksesData.apa, AksesData.alasan
        )
    )
    return keyset(cari, AksesData.waktu, AksesData.id, after=after)


def permintaan_saya(peserta: Peserta) -> list[PermintaanData]:
    """The last requests of this participant."""
    cari = visible(PermintaanData).where(PermintaanData.peserta_id == peserta.id)
    return list(db.session.scalars(cari.order_by(PermintaanData.id.desc()).limit(20)))


def antrean(*, selesai: bool, after: str | None) -> Page:
    """Open ones by the time they are due, or answered ones, the latest first."""
    p = PermintaanData
    cari = (
        visible(p)
        .join(Peserta, Peserta.id == p.peserta_id)
        .with_only_columns(
            p.id, p.jenis, p.status, p.batas, p.dibuat_pada, p.diputus_pada,
            Peserta.nama.label("peserta"), Peserta.nomor.label("nomor"),
        )
        .where(p.status.in_(TERTUTUP if selesai else TERBUKA))
    )  # fmt: skip
    return keyset(cari, p.batas, p.id, after=after, oldest_first=not selesai)
