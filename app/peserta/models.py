"""Businesses that own, provide or use instruments, with the person in charge (PIC)."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.auth.models import Pengguna, Peran
from app.core.access import STAF
from app.core.types import UTCDateTime, cek_enum, saat_dibuat
from app.extensions import Model, Pelaku
from app.pengaturan.models import Kelurahan
from app.peserta.states import Kelompok, StatusPeserta

# A registration that waits or was refused claims nothing: only accepted ones must be unique, so the
# form never has to tell a stranger that a NIK or NPWP is known already.
BERLAKU = sa.text("status NOT IN ('baru', 'ditolak')")


class Peserta(Model):
    """A participant: the business, its PIC, and the account it signs in with."""

    __tablename__ = "peserta"
    __table_args__ = (
        cek_enum("kelompok", Kelompok),
        cek_enum("status", StatusPeserta),
        sa.CheckConstraint("status <> 'ditolak' OR alasan_tolak IS NOT NULL", name="ditolak"),
        sa.CheckConstraint("status <> 'aktif' OR pengguna_id IS NOT NULL", name="aktif"),
        sa.CheckConstraint("length(npwp) IN (16, 22)", name="npwp"),
        sa.CheckConstraint("pic_nik IS NULL OR length(pic_nik) = 16", name="nik"),
        sa.CheckConstraint("penyedia_id IS NULL OR penyedia_id <> id", name="penyedia"),
        sa.Index(
            "uq_peserta_npwp", "npwp", unique=True, sqlite_where=BERLAKU, postgresql_where=BERLAKU
        ),
        sa.Index(
            "uq_peserta_pic_nik",
            "pic_nik",
            unique=True,
            sqlite_where=BERLAKU,
            postgresql_where=BERLAKU,
        ),
        sa.Index("ix_peserta_antrean", "status", "dibuat_pada", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    nomor: Mapped[str] = mapped_column(sa.String(20), unique=True)  # REG-2026-000123
    kunci_form: Mapped[str | None] = mapped_column(sa.String(36), unique=True)
    kelompok: Mapped[str] = mapped_column(sa.String(10))
    status: Mapped[str] = mapped_column(sa.String(10), default=StatusPeserta.BARU)
    alasan_tolak: Mapped[str | None] = mapped_column(sa.Text)

    npwp: Mapped[str] = mapped_column(sa.String(22))
    nama: Mapped[str] = mapped_column(sa.String(120))
    alamat: Mapped[str] = mapped_column(sa.String(250))
    kelurahan_id: Mapped[int] = mapped_column(sa.ForeignKey("kelurahan.id", ondelete="RESTRICT"))
    telp: Mapped[str] = mapped_column(sa.String(20))
    email: Mapped[str | None] = mapped_column(sa.String(120))

    pic_nik: Mapped[str | None] = mapped_column(sa.String(16))
    pic_nama: Mapped[str | None] = mapped_column(sa.String(120))
    pic_jabatan: Mapped[str | None] = mapped_column(sa.String(80))
    pic_telp: Mapped[str | None] = mapped_column(sa.String(20))
    pic_wa: Mapped[str | None] = mapped_column(sa.String(20))
    pic_email: Mapped[str | None] = mapped_column(sa.String(120))

    pengguna_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("pengguna.id", ondelete="RESTRICT"), unique=True
    )
    penyedia_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("peserta.id", ondelete="RESTRICT"), index=True
    )
    dibuat_pada: Mapped[datetime] = saat_dibuat()
    diputus_pada: Mapped[datetime | None] = mapped_column(UTCDateTime())
    diputus_oleh_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("pengguna.id", ondelete="RESTRICT")
    )

    kelurahan: Mapped[Kelurahan] = relationship(lazy="raise")
    pengguna: Mapped[Pengguna | None] = relationship(lazy="raise", foreign_keys=[pengguna_id])

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        """Staff see all but a penera, who works from the application; a participant sees itself
        and the customers it serves."""
        if pelaku.peran == Peran.PENERA or pelaku.peran not in (*STAF, Peran.PESERTA):
            return sa.false()
        if pelaku.peran in STAF:
            return sa.true()
        semua = sa.table("peserta", sa.column("id"), sa.column("pengguna_id")).alias("saya")
        saya = sa.select(semua.c.id).where(semua.c.pengguna_id == pelaku.id)
        return sa.or_(cls.pengguna_id == pelaku.id, cls.penyedia_id.in_(saya))
