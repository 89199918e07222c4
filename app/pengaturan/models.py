"""What the office sets for itself: identity, limits, number patterns, regions, running numbers,
days on which it is closed."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.access import STAF
from app.core.types import cek_enum, saat_dibuat
from app.extensions import Model, Pelaku
from app.pengaturan.states import JenisLibur


class Pengaturan(Model):
    """One setting that differs from its default (`queries.Kantor` knows names, types, defaults)."""

    __tablename__ = "pengaturan"

    kunci: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    nilai: Mapped[str] = mapped_column(sa.Text)
    # Where the value is a file, so that nobody sweeps it up.
    berkas_id: Mapped[int | None] = mapped_column(sa.ForeignKey("berkas.id", ondelete="RESTRICT"))


class Kecamatan(Model):
    """A district; `kode` as in the Kemendagri list (64.71.01).

    One that is not in use any more keeps what was recorded there, and gets nothing new.
    """

    __tablename__ = "kecamatan"

    id: Mapped[int] = mapped_column(primary_key=True)
    kode: Mapped[str] = mapped_column(sa.String(13), unique=True)
    nama: Mapped[str] = mapped_column(sa.String(80))
    aktif: Mapped[bool] = mapped_column(default=True)

    kelurahan: Mapped[list["Kelurahan"]] = relationship(
        lazy="raise", order_by="Kelurahan.kode", back_populates="kecamatan"
    )

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        return sa.true()


class Kelurahan(Model):
    """A sub-district of a kecamatan."""

    __tablename__ = "kelurahan"

    id: Mapped[int] = mapped_column(primary_key=True)
    kecamatan_id: Mapped[int] = mapped_column(
        sa.ForeignKey("kecamatan.id", ondelete="RESTRICT"), index=True
    )
    kode: Mapped[str] = mapped_column(sa.String(13), unique=True)
    nama: Mapped[str] = mapped_column(sa.String(80))
    aktif: Mapped[bool] = mapped_column(default=True)

    kecamatan: Mapped[Kecamatan] = relationship(lazy="raise", back_populates="kelurahan")

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        return sa.true()


class NomorUrut(Model):
    """The last number given out of a series; taken inside the act's transaction, so no gaps."""

    __tablename__ = "nomor_urut"

    seri: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    terakhir: Mapped[int]


class HariLibur(Model):
    """A day on which no tests are held, whatever weekday it is; `sumber` says who decided that."""

    __tablename__ = "hari_libur"
    __table_args__ = (cek_enum("jenis", JenisLibur),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tanggal: Mapped[date] = mapped_column(unique=True)
    nama: Mapped[str] = mapped_column(sa.String(120))
    jenis: Mapped[str] = mapped_column(sa.String(15))
    sumber: Mapped[str] = mapped_column(sa.String(200))
    dibuat_pada: Mapped[datetime] = saat_dibuat()

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        return sa.true() if pelaku.peran in STAF else sa.false()
