"""Fees with dates; may well be zero."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.types import cek_enum
from app.extensions import Model, Pelaku
from app.pengajuan.states import Lokasi
from app.uttp.states import Layanan


class Tarif(Model):
    """A fee per unit in whole rupiah, from a date on. An empty column means "any"."""

    __tablename__ = "tarif"
    __table_args__ = (
        cek_enum("layanan", Layanan),
        cek_enum("lokasi", Lokasi),
        sa.CheckConstraint("harga >= 0", name="harga"),
        sa.CheckConstraint(
            "berlaku_sampai IS NULL OR berlaku_sampai >= berlaku_mulai", name="masa"
        ),
        sa.Index("ix_tarif_masa", "berlaku_mulai", "berlaku_sampai"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    jenis_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("jenis_uttp.id", ondelete="RESTRICT")
    )
    layanan: Mapped[str | None] = mapped_column(sa.String(10))
    lokasi: Mapped[str | None] = mapped_column(sa.String(12))
    harga: Mapped[int]
    berlaku_mulai: Mapped[date]
    berlaku_sampai: Mapped[date | None]
    dasar_hukum: Mapped[str] = mapped_column(sa.String(200))

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        return sa.true()
