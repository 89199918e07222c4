"""Fees with dates; may well be zero."""

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.types import cek_enum, saat_dibuat
from app.extensions import Model, Pelaku
from app.pengajuan.states import Lokasi
from app.tarif.states import SatuanHitung
from app.uttp.models import JenisUttp
from app.uttp.states import Layanan


class Tarif(Model):
    """A price in whole rupiah, from a date on. An empty column means "any".

    What it is the price of: an instrument, one of its nozzles (compartments, scales), or a multiple
    of its capacity, of which a started one counts as whole. `kapasitas_dari` is the edge above
    which the row holds, `kapasitas_sampai` the last capacity it holds for, both in the unit of the
    type. `contoh`: from the examples that come with the program.
    """

    __tablename__ = "tarif"
    __table_args__ = (
        cek_enum("layanan", Layanan),
        cek_enum("lokasi", Lokasi),
        cek_enum("satuan_hitung", SatuanHitung),
        sa.CheckConstraint("harga >= 0", name="harga"),
        sa.CheckConstraint(
            "berlaku_sampai IS NULL OR berlaku_sampai >= berlaku_mulai", name="masa"
        ),
        sa.CheckConstraint(
            "(satuan_hitung = 'kelipatan') = (kelipatan IS NOT NULL) "
            "AND (kelipatan IS NULL OR kelipatan > 0)",
            name="kelipatan",
        ),
        sa.CheckConstraint(
            "(kapasitas_dari IS NULL OR kapasitas_dari >= 0) AND (kapasitas_sampai IS NULL OR "
            "kapasitas_sampai > COALESCE(kapasitas_dari, 0))",
            name="kapasitas",
        ),
        # Units and bands are those of a type; a row for all types has none.
        sa.CheckConstraint(
            "jenis_id IS NOT NULL OR (satuan_hitung = 'alat' AND kapasitas_dari IS NULL "
            "AND kapasitas_sampai IS NULL)",
            name="jenis",
        ),
        sa.Index("ix_tarif_masa", "berlaku_mulai", "berlaku_sampai"),
        sa.Index("ix_tarif_jenis", "jenis_id", "berlaku_mulai"),
        sa.Index("ix_tarif_urut", "dibuat_pada", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    jenis_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("jenis_uttp.id", ondelete="RESTRICT")
    )
    layanan: Mapped[str | None] = mapped_column(sa.String(10))
    lokasi: Mapped[str | None] = mapped_column(sa.String(12))
    satuan_hitung: Mapped[str] = mapped_column(sa.String(12), default=SatuanHitung.ALAT)
    kelipatan: Mapped[Decimal | None] = mapped_column(sa.Numeric(14, 4))
    kapasitas_dari: Mapped[Decimal | None] = mapped_column(sa.Numeric(14, 4))
    kapasitas_sampai: Mapped[Decimal | None] = mapped_column(sa.Numeric(14, 4))
    harga: Mapped[int]
    berlaku_mulai: Mapped[date]
    berlaku_sampai: Mapped[date | None]
    dasar_hukum: Mapped[str] = mapped_column(sa.String(200))
    contoh: Mapped[bool] = mapped_column(default=False)
    dibuat_pada: Mapped[datetime] = saat_dibuat()

    jenis: Mapped[JenisUttp | None] = relationship(lazy="raise")

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        return sa.true()
