"""Messages to people, written in the transaction of the act they tell about."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.types import UTCDateTime, saat_dibuat
from app.extensions import Model, Pelaku, db


class Pesan(Model):
    """One message in somebody's inbox. No rollback leaves one behind, no commit goes without."""

    __tablename__ = "pesan"
    __table_args__ = (
        sa.Index(
            "ix_pesan_belum_dibaca",
            "penerima_id",
            sqlite_where=sa.text("dibaca_pada IS NULL"),
            postgresql_where=sa.text("dibaca_pada IS NULL"),
        ),
        sa.Index("ix_pesan_kotak", "penerima_id", "dibuat_pada", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    penerima_id: Mapped[int] = mapped_column(sa.ForeignKey("pengguna.id", ondelete="CASCADE"))
    judul: Mapped[str] = mapped_column(sa.String(120))
    isi: Mapped[str] = mapped_column(sa.Text)
    tautan: Mapped[str | None] = mapped_column(sa.String(200))
    dibuat_pada: Mapped[datetime] = saat_dibuat()
    dibaca_pada: Mapped[datetime | None] = mapped_column(UTCDateTime())

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        return cls.penerima_id == pelaku.id


def pesan(
    penerima_id: int | None, judul: str, isi: str, tautan: str | None = None, dibaca: bool = False
) -> None:
    """Leave a message; without an account to receive it (a pelanggan) there is none to leave."""
    if penerima_id is None:
        return
    baru = Pesan(penerima_id=penerima_id, judul=judul, isi=isi, tautan=tautan)
    baru.dibaca_pada = clock.now() if dibaca else None
    db.session.add(baru)
