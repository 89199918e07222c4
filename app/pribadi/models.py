"""Requests of participants about their own data, with the clock of the law."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.auth.models import Peran
from app.core.types import UTCDateTime, cek_enum, saat_dibuat
from app.extensions import Model, Pelaku
from app.peserta.models import Peserta
from app.pribadi.states import Jenis, StatusPermintaan

MASIH_TERBUKA = sa.text("status IN ('baru', 'diproses')")


class PermintaanData(Model):
    """To mend or to erase; answered by `batas` (three times 24 hours)."""

    __tablename__ = "permintaan_data"
    __table_args__ = (
        cek_enum("jenis", Jenis),
        cek_enum("status", StatusPermintaan),
        sa.CheckConstraint(
            "status IN ('baru', 'diproses') OR "
            "(jawaban IS NOT NULL AND diputus_pada IS NOT NULL AND diputus_oleh_id IS NOT NULL)",
            name="jawaban",
        ),
        # One of a kind at a time: what is to be added is told to whoever works on it.
        sa.Index(
            "uq_permintaan_data_terbuka",
            "peserta_id",
            "jenis",
            unique=True,
            sqlite_where=MASIH_TERBUKA,
            postgresql_where=MASIH_TERBUKA,
        ),
        sa.Index("ix_permintaan_data_antrean", "status", "batas", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    peserta_id: Mapped[int] = mapped_column(
        sa.ForeignKey("peserta.id", ondelete="RESTRICT"), index=True
    )
    jenis: Mapped[str] = mapped_column(sa.String(12))
    isi: Mapped[str] = mapped_column(sa.Text)
    status: Mapped[str] = mapped_column(sa.String(10), default=StatusPermintaan.BARU)
    batas: Mapped[datetime] = mapped_column(UTCDateTime())
    jawaban: Mapped[str | None] = mapped_column(sa.Text)
    dibuat_pada: Mapped[datetime] = saat_dibuat()
    dibuat_oleh_id: Mapped[int] = mapped_column(sa.ForeignKey("pengguna.id", ondelete="RESTRICT"))
    diputus_pada: Mapped[datetime | None] = mapped_column(UTCDateTime())
    diputus_oleh_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("pengguna.id", ondelete="RESTRICT")
    )

    peserta: Mapped[Peserta] = relationship(lazy="raise")

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        """The office (not its testers), and the participant who asked."""
        if pelaku.peran in (Peran.ADMIN, Peran.PELAYANAN, Peran.KEPALA):
            return sa.true()
        saya = sa.select(Peserta.id).where(Peserta.pengguna_id == pelaku.id)
        return cls.peserta_id.in_(saya)
