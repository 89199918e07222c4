"""Accounts and how one gets into them."""

import secrets
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from flask_login import UserMixin
from sqlalchemy.orm import Mapped, mapped_column

from app.core.types import UTCDateTime, cek_enum, saat_dibuat
from app.extensions import Model


class Peran(StrEnum):
    PESERTA = "peserta"
    PENERA = "penera"
    PELAYANAN = "pelayanan"
    ADMIN = "admin"
    KEPALA = "kepala"


LABEL_PERAN = {
    Peran.PESERTA: "Peserta",
    Peran.PENERA: "Penera",
    Peran.PELAYANAN: "Admin Pelayanan",
    Peran.ADMIN: "Admin Aplikasi",
    Peran.KEPALA: "Kepala UPTD",
}


class Pengguna(UserMixin, Model):
    """An account. `nama_masuk` is the NIK of a PIC, or the user name of staff."""

    __tablename__ = "pengguna"
    __table_args__ = (cek_enum("peran", Peran),)

    id: Mapped[int] = mapped_column(primary_key=True)
    nama_masuk: Mapped[str] = mapped_column(sa.String(60), unique=True)
    nama: Mapped[str] = mapped_column(sa.String(120))
    nip: Mapped[str | None] = mapped_column(sa.String(18))
    peran: Mapped[str] = mapped_column(sa.String(12), index=True)
    sandi: Mapped[str | None] = mapped_column(sa.String(255))
    harus_ganti: Mapped[bool] = mapped_column(default=False)
    aktif: Mapped[bool] = mapped_column(default=True)
    # Part of every session of this account: a new one ends them all (password, deactivation).
    stempel: Mapped[str] = mapped_column(sa.String(32), default=lambda: secrets.token_hex(16))
    dibuat_pada: Mapped[datetime] = saat_dibuat()
    masuk_terakhir: Mapped[datetime | None] = mapped_column(UTCDateTime())

    # Filled by the session query (auth.queries.pengguna_sesi), so a page need not ask again.
    belum_dibaca: ClassVar[int] = 0
    peserta_id: ClassVar[int | None] = None

    @property
    def is_active(self) -> bool:
        return self.aktif

    def get_id(self) -> str:
        return f"{self.id}:{self.stempel}"


class TautanAktivasi(Model):
    """A one-time link to set a password. Only its hash is kept."""

    __tablename__ = "tautan_aktivasi"

    id: Mapped[int] = mapped_column(primary_key=True)
    pengguna_id: Mapped[int] = mapped_column(
        sa.ForeignKey("pengguna.id", ondelete="CASCADE"), index=True
    )
    sidik: Mapped[str] = mapped_column(sa.String(64), unique=True)
    berlaku_sampai: Mapped[datetime] = mapped_column(UTCDateTime())
    dipakai_pada: Mapped[datetime | None] = mapped_column(UTCDateTime())
    dibuat_pada: Mapped[datetime] = saat_dibuat()


class Captcha(Model):
    """A challenge: known to the browser by its token, answered once, gone after five minutes."""

    __tablename__ = "captcha"

    sidik: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    jawaban: Mapped[str] = mapped_column(sa.String(10))
    berlaku_sampai: Mapped[datetime] = mapped_column(UTCDateTime(), index=True)
