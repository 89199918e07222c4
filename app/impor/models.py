"""Files that were read and wait to be confirmed."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.types import UTCDateTime, saat_dibuat
from app.extensions import Model, Pelaku
from app.peserta.models import Peserta

BELUM = sa.text("disimpan_pada IS NULL")


class Impor(Model):
    """One file, as its cells were read; the file itself is not kept.

    What is fine and what is not is judged anew whenever it is looked at: the catalogue and the list
    of instruments may have changed. A file that waits is there once, however often it is sent.
    """

    __tablename__ = "impor"
    __table_args__ = (
        sa.CheckConstraint("(disimpan_pada IS NULL) = (jumlah IS NULL)", name="disimpan"),
        sa.CheckConstraint("jumlah IS NULL OR jumlah > 0", name="jumlah"),
        sa.Index("ix_impor_peserta", "peserta_id", "dibuat_pada", "id"),
        sa.Index("ix_impor_dibuat_pada", "dibuat_pada"),
        sa.Index(
            "uq_impor_menunggu",
            "peserta_id",
            "sha256",
            unique=True,
            sqlite_where=BELUM,
            postgresql_where=BELUM,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    peserta_id: Mapped[int] = mapped_column(sa.ForeignKey("peserta.id", ondelete="CASCADE"))
    pengguna_id: Mapped[int] = mapped_column(sa.ForeignKey("pengguna.id", ondelete="CASCADE"))
    nama: Mapped[str] = mapped_column(sa.String(200))
    sha256: Mapped[str] = mapped_column(sa.String(64))
    isi: Mapped[dict[str, Any]] = mapped_column(sa.JSON)  # states.Isi
    dibuat_pada: Mapped[datetime] = saat_dibuat()
    disimpan_pada: Mapped[datetime | None] = mapped_column(UTCDateTime())
    jumlah: Mapped[int | None]

    peserta: Mapped[Peserta] = relationship(lazy="raise")

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        """Seen where the participant is seen."""
        return cls.peserta_id.in_(sa.select(Peserta.id).where(Peserta.visible_to(pelaku)))
