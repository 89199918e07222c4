"""Letters of assignment, their team and the visits they are for."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.auth.models import Pengguna, Peran
from app.core.access import STAF
from app.core.types import cek_enum, saat_dibuat
from app.core.uploads import Berkas
from app.extensions import Model, Pelaku
from app.penugasan.states import StatusSurat


class SuratTugas(Model):
    """One letter. Its number is taken when it is drafted, from a series without gaps, so a letter
    is mended and never deleted; signed, it is not changed any more."""

    __tablename__ = "surat_tugas"
    __table_args__ = (
        cek_enum("status", StatusSurat),
        sa.CheckConstraint("selesai >= mulai", name="masa"),
        sa.CheckConstraint(
            "(status = 'ditandatangani') = (pindaian_id IS NOT NULL)", name="pindaian"
        ),
        sa.Index("ix_surat_tugas_urut", "dibuat_pada", "id"),
        sa.Index("ix_surat_tugas_ketua", "ketua_id", "dibuat_pada", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    nomor: Mapped[str] = mapped_column(sa.String(60), unique=True)
    kunci_form: Mapped[str | None] = mapped_column(sa.String(36), unique=True)
    tanggal: Mapped[date]
    mulai: Mapped[date]
    selesai: Mapped[date]
    dasar: Mapped[str] = mapped_column(sa.Text)
    maksud: Mapped[str] = mapped_column(sa.Text)
    tempat: Mapped[str] = mapped_column(sa.String(250))
    ketua_id: Mapped[int] = mapped_column(sa.ForeignKey("pengguna.id", ondelete="RESTRICT"))
    status: Mapped[str] = mapped_column(sa.String(15), default=StatusSurat.KONSEP)
    pindaian_id: Mapped[int | None] = mapped_column(sa.ForeignKey("berkas.id", ondelete="RESTRICT"))
    dibuat_oleh_id: Mapped[int] = mapped_column(sa.ForeignKey("pengguna.id", ondelete="RESTRICT"))
    dibuat_pada: Mapped[datetime] = saat_dibuat()

    ketua: Mapped[Pengguna] = relationship(lazy="raise", foreign_keys=[ketua_id])
    pindaian: Mapped[Berkas | None] = relationship(lazy="raise")

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        """The office sees all; a penera those they lead or go along with."""
        if pelaku.peran not in STAF:
            return sa.false()
        if pelaku.peran != Peran.PENERA:
            return sa.true()
        ikut = sa.select(AnggotaSurat.surat_id).where(AnggotaSurat.pengguna_id == pelaku.id)
        return sa.or_(cls.ketua_id == pelaku.id, cls.id.in_(ikut))


class AnggotaSurat(Model):
    """Somebody who goes along, besides the leader."""

    __tablename__ = "surat_tugas_anggota"

    surat_id: Mapped[int] = mapped_column(
        sa.ForeignKey("surat_tugas.id", ondelete="CASCADE"), primary_key=True
    )
    pengguna_id: Mapped[int] = mapped_column(
        sa.ForeignKey("pengguna.id", ondelete="RESTRICT"), primary_key=True, index=True
    )


class TujuanSurat(Model):
    """A visit the letter is for."""

    __tablename__ = "surat_tugas_pengajuan"

    surat_id: Mapped[int] = mapped_column(
        sa.ForeignKey("surat_tugas.id", ondelete="CASCADE"), primary_key=True
    )
    pengajuan_id: Mapped[int] = mapped_column(
        sa.ForeignKey("pengajuan.id", ondelete="CASCADE"), primary_key=True, index=True
    )
