"""Payments and their proofs. A refused proof stays; a new one is a new row."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.types import UTCDateTime, cek_enum, saat_dibuat
from app.core.uploads import Berkas
from app.extensions import Model, Pelaku
from app.pembayaran.states import StatusBayar
from app.pengajuan.models import Pengajuan

BERLAKU = sa.text("status <> 'ditolak'")


class Pembayaran(Model):
    """One proof for the fee of one application; `jumlah` in whole rupiah, as it was due."""

    __tablename__ = "pembayaran"
    CARI = ("nomor_bukti",)
    __table_args__ = (
        cek_enum("status", StatusBayar),
        sa.CheckConstraint("jumlah > 0", name="jumlah"),
        sa.CheckConstraint("status <> 'ditolak' OR alasan IS NOT NULL", name="ditolak"),
        sa.Index(
            "uq_pembayaran_pengajuan_id",
            "pengajuan_id",
            unique=True,
            sqlite_where=BERLAKU,
            postgresql_where=BERLAKU,
        ),
        sa.Index(
            "uq_pembayaran_nomor_bukti",
            "nomor_bukti",
            unique=True,
            sqlite_where=BERLAKU,
            postgresql_where=BERLAKU,
        ),
        sa.Index("ix_pembayaran_antrean", "status", "dibuat_pada", "id"),
        sa.Index("ix_pembayaran_pengajuan", "pengajuan_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pengajuan_id: Mapped[int] = mapped_column(sa.ForeignKey("pengajuan.id", ondelete="RESTRICT"))
    status: Mapped[str] = mapped_column(sa.String(10), default=StatusBayar.DIUNGGAH)
    nomor_bukti: Mapped[str] = mapped_column(sa.String(60))
    tanggal: Mapped[date]
    jumlah: Mapped[int]
    berkas_id: Mapped[int] = mapped_column(sa.ForeignKey("berkas.id", ondelete="RESTRICT"))
    di_loket: Mapped[bool] = mapped_column(default=False)
    alasan: Mapped[str | None] = mapped_column(sa.Text)
    dibuat_pada: Mapped[datetime] = saat_dibuat()
    dibuat_oleh_id: Mapped[int] = mapped_column(sa.ForeignKey("pengguna.id", ondelete="RESTRICT"))
    diputus_pada: Mapped[datetime | None] = mapped_column(UTCDateTime())
    diputus_oleh_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("pengguna.id", ondelete="RESTRICT")
    )

    berkas: Mapped[Berkas] = relationship(lazy="raise")
    pengajuan: Mapped[Pengajuan] = relationship(lazy="raise")

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        return cls.pengajuan_id.in_(sa.select(Pengajuan.id).where(Pengajuan.visible_to(pelaku)))
