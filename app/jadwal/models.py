"""Offered dates, how full each day is, and who is on leave."""

from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.auth.models import Pengguna
from app.core.access import STAF
from app.core.types import saat_dibuat
from app.extensions import Model, Pelaku


def _sehari_sebelum(konteks: Any) -> date:
    """The latest day on which a date can still be taken."""
    tanggal: date = konteks.get_current_parameters()["tanggal"]
    return tanggal - timedelta(days=1)


class Tawaran(Model):
    """A date with its penera, offered to a participant. A new round of offers replaces the old.

    `berlaku_sampai` is fixed when it is offered: what was promised stays, whatever the office sets
    later.
    """

    __tablename__ = "tawaran"
    __table_args__ = (
        sa.UniqueConstraint("pengajuan_id", "tanggal", "penera_id"),
        sa.CheckConstraint("berlaku_sampai < tanggal", name="berlaku"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pengajuan_id: Mapped[int] = mapped_column(sa.ForeignKey("pengajuan.id", ondelete="CASCADE"))
    tanggal: Mapped[date]
    penera_id: Mapped[int] = mapped_column(sa.ForeignKey("pengguna.id", ondelete="RESTRICT"))
    berlaku_sampai: Mapped[date] = mapped_column(default=_sehari_sebelum)
    dibuat_pada: Mapped[datetime] = saat_dibuat()

    penera: Mapped[Pengguna] = relationship(lazy="raise")


class BebanHari(Model):
    """Minutes booked on a day over the whole office, never more than its limit."""

    __tablename__ = "beban_hari"
    __table_args__ = (sa.CheckConstraint("menit >= 0 AND menit <= batas", name="kapasitas"),)

    tanggal: Mapped[date] = mapped_column(primary_key=True)
    menit: Mapped[int] = mapped_column(default=0)
    batas: Mapped[int]


class BebanPenera(Model):
    """Instruments booked with one penera on a day, never more than the quota."""

    __tablename__ = "beban_penera"
    __table_args__ = (sa.CheckConstraint("jumlah >= 0 AND jumlah <= batas", name="kuota"),)

    penera_id: Mapped[int] = mapped_column(
        sa.ForeignKey("pengguna.id", ondelete="RESTRICT"), primary_key=True
    )
    tanggal: Mapped[date] = mapped_column(primary_key=True)
    jumlah: Mapped[int] = mapped_column(default=0)
    batas: Mapped[int]


class Cuti(Model):
    """A stretch of days on which a penera tests nothing. Its days are rows of their own."""

    __tablename__ = "cuti"
    __table_args__ = (
        sa.CheckConstraint("sampai >= dari", name="masa"),
        sa.Index("ix_cuti_sampai", "sampai", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    penera_id: Mapped[int] = mapped_column(sa.ForeignKey("pengguna.id", ondelete="RESTRICT"))
    dari: Mapped[date]
    sampai: Mapped[date]
    alasan: Mapped[str] = mapped_column(sa.String(200))
    dibuat_oleh_id: Mapped[int] = mapped_column(sa.ForeignKey("pengguna.id", ondelete="RESTRICT"))
    dibuat_pada: Mapped[datetime] = saat_dibuat()

    penera: Mapped[Pengguna] = relationship(lazy="raise", foreign_keys=[penera_id])

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        return sa.true() if pelaku.peran in STAF else sa.false()


class CutiHari(Model):
    """One day of a leave; the key keeps two leaves of one penera apart on every database."""

    __tablename__ = "cuti_hari"

    penera_id: Mapped[int] = mapped_column(
        sa.ForeignKey("pengguna.id", ondelete="RESTRICT"), primary_key=True
    )
    tanggal: Mapped[date] = mapped_column(primary_key=True)
    cuti_id: Mapped[int] = mapped_column(sa.ForeignKey("cuti.id", ondelete="CASCADE"), index=True)
