"""Who served whom, and when. Who serves a customer now is `Peserta.penyedia_id`."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.types import UTCDateTime, cek_enum
from app.extensions import Model, Pelaku
from app.pelanggan.states import Sebab
from app.peserta.models import Peserta


class KerjaSama(Model):
    """A period in which a penyedia served a customer; `sampai` is None for the one that runs.

    There is a running one exactly where `Peserta.penyedia_id` is set, and never two of one
    customer. `kunci_form` is the form that made it: sent twice, it is one customer.
    """

    __tablename__ = "kerja_sama"
    __table_args__ = (
        cek_enum("sebab", Sebab),
        cek_enum("sebab_akhir", Sebab),
        sa.CheckConstraint("sampai IS NULL OR sampai >= sejak", name="sampai"),
        sa.CheckConstraint("(sampai IS NULL) = (sebab_akhir IS NULL)", name="akhir"),
        sa.CheckConstraint("penyedia_id <> pelanggan_id", name="dua_pihak"),
        sa.Index(
            "uq_kerja_sama_kini",
            "pelanggan_id",
            unique=True,
            sqlite_where=sa.text("sampai IS NULL"),
            postgresql_where=sa.text("sampai IS NULL"),
        ),
        sa.Index("ix_kerja_sama_pelanggan", "pelanggan_id", "sejak", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    penyedia_id: Mapped[int] = mapped_column(
        sa.ForeignKey("peserta.id", ondelete="RESTRICT"), index=True
    )
    # Goes with a customer that is deleted, which only one without any history can be.
    pelanggan_id: Mapped[int] = mapped_column(sa.ForeignKey("peserta.id", ondelete="CASCADE"))
    kunci_form: Mapped[str | None] = mapped_column(sa.String(36), unique=True)
    sejak: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    sampai: Mapped[datetime | None] = mapped_column(UTCDateTime())
    sebab: Mapped[str] = mapped_column(sa.String(10), default=Sebab.TAMBAH)
    sebab_akhir: Mapped[str | None] = mapped_column(sa.String(10))
    # Unknown for what was recorded before the history was kept.
    oleh_id: Mapped[int | None] = mapped_column(sa.ForeignKey("pengguna.id", ondelete="RESTRICT"))
    diakhiri_oleh_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("pengguna.id", ondelete="RESTRICT")
    )

    penyedia: Mapped[Peserta] = relationship(lazy="raise", foreign_keys=[penyedia_id])
    pelanggan: Mapped[Peserta] = relationship(lazy="raise", foreign_keys=[pelanggan_id])

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        """Staff, the penyedia, and a customer that has an account."""
        saya = sa.table("peserta", sa.column("id"), sa.column("pengguna_id")).alias("saya")
        aku = sa.select(saya.c.id).where(saya.c.pengguna_id == pelaku.id)
        if pelaku.peran == "peserta":
            return sa.or_(cls.penyedia_id.in_(aku), cls.pelanggan_id.in_(aku))
        return Peserta.diurus(cls.pelanggan_id, pelaku)
