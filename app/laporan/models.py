"""Files that are being made, or wait to be fetched."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.types import UTCDateTime, cek_enum, saat_dibuat
from app.extensions import Model, Pelaku
from app.laporan.states import BERJALAN, StatusEkspor

MASIH = sa.text("status IN ('antre', 'dikerjakan')")


class Ekspor(Model):
    """A report as a file, asked for by one account and fetched by nobody else.

    Whoever works on it holds it until `dipegang_sampai` and says so again with every part; when
    that is past, the process is gone, and the one who asked may have it begun anew. One at a time
    for an account.
    """

    __tablename__ = "ekspor"
    __table_args__ = (
        cek_enum("status", StatusEkspor),
        sa.CheckConstraint("bentuk IN ('xlsx', 'csv')", name="bentuk"),
        sa.CheckConstraint("jumlah >= 0 AND tertulis >= 0", name="jumlah"),
        sa.CheckConstraint("(status = 'selesai') = (kunci IS NOT NULL)", name="selesai"),
        sa.Index(
            "uq_ekspor_berjalan",
            "pengguna_id",
            unique=True,
            sqlite_where=MASIH,
            postgresql_where=MASIH,
        ),
        sa.Index("ix_ekspor_pengguna", "pengguna_id", "dibuat_pada", "id"),
        sa.Index("ix_ekspor_dibuat_pada", "dibuat_pada"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pengguna_id: Mapped[int] = mapped_column(sa.ForeignKey("pengguna.id", ondelete="CASCADE"))
    laporan: Mapped[str] = mapped_column(sa.String(20))
    bentuk: Mapped[str] = mapped_column(sa.String(4))
    saringan: Mapped[dict[str, Any]] = mapped_column(sa.JSON)  # as in the address
    kata: Mapped[list[str]] = mapped_column(sa.JSON)  # the same in words
    status: Mapped[str] = mapped_column(sa.String(12), default=StatusEkspor.ANTRE)
    jumlah: Mapped[int]
    tertulis: Mapped[int] = mapped_column(default=0)
    pemegang: Mapped[str | None] = mapped_column(sa.String(32))
    dipegang_sampai: Mapped[datetime] = mapped_column(UTCDateTime())
    kunci: Mapped[str | None] = mapped_column(sa.String(80))
    ukuran: Mapped[int | None]
    dibuat_pada: Mapped[datetime] = saat_dibuat()

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        """Its own maker's."""
        return cls.pengguna_id == pelaku.id

    @property
    def keadaan(self) -> StatusEkspor:
        """The status, seen now: one whose process is gone has broken off."""
        if self.status in BERJALAN and self.dipegang_sampai < clock.now():
            return StatusEkspor.BERHENTI
        return StatusEkspor(self.status)

    @property
    def berjalan(self) -> bool:
        return self.keadaan in BERJALAN
