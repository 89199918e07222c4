"""Accounts and how one gets into them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from flask_login import UserMixin
from sqlalchemy import event
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from app.core.kunci import indeks
from app.core.types import UTCDateTime, cek_enum, saat_dibuat
from app.extensions import Model, Pelaku


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


# A session ends when nobody has used it for this long, and after MUTLAK whatever was done with it.
DIAM_PESERTA = timedelta(minutes=30)
DIAM_PETUGAS = timedelta(minutes=15)
MUTLAK = timedelta(hours=12)


@dataclass(frozen=True)
class SesiKini:
    """The session a request came with."""

    id: int
    diam: timedelta
    dibuat_pada: datetime
    terakhir_pada: datetime

    @property
    def habis_pada(self) -> datetime:
        """When it ends if nothing more is done with it."""
        return min(self.terakhir_pada + self.diam, self.dibuat_pada + MUTLAK)


def indeks_nik(nik: str) -> str:
    """What a NIK is known by: the database sees nothing of it but this."""
    return indeks(nik, "nik")


class Pengguna(UserMixin, Model):
    """An account. `nama_masuk` is the index of the NIK of a PIC, or the user name of staff."""

    __tablename__ = "pengguna"
    __table_args__ = (
        cek_enum("peran", Peran),
        # Staff may sign in by it, so it can be nobody else's.
        sa.Index("uq_pengguna_nip", "nip", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    nama_masuk: Mapped[str] = mapped_column(sa.String(64), unique=True)
    nama: Mapped[str] = mapped_column(sa.String(120))
    nip: Mapped[str | None] = mapped_column(sa.String(18))
    peran: Mapped[str] = mapped_column(sa.String(12), index=True)
    sandi: Mapped[str | None] = mapped_column(sa.String(255))
    harus_ganti: Mapped[bool] = mapped_column(default=False)
    aktif: Mapped[bool] = mapped_column(default=True)
    dibuat_pada: Mapped[datetime] = saat_dibuat()
    masuk_terakhir: Mapped[datetime | None] = mapped_column(UTCDateTime())

    # Filled by the session query (auth.queries.pengguna_sesi), so a page need not ask again.
    belum_dibaca: ClassVar[int] = 0
    peserta_id: ClassVar[int | None] = None
    kelompok: ClassVar[str | None] = None
    bermfa: ClassVar[bool] = False
    sesi: ClassVar[SesiKini | None] = None
    # Set for a moment while signing in: what the cookie will hold.
    token_sesi: ClassVar[str] = ""

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        """Accounts are the business of Admin Aplikasi; one's own has pages of its own."""
        return sa.true() if pelaku.peran == Peran.ADMIN else sa.false()

    @property
    def is_active(self) -> bool:
        return self.aktif

    @property
    def diam(self) -> timedelta:
        """How long a session of this account may lie unused."""
        return DIAM_PESERTA if self.peran == Peran.PESERTA else DIAM_PETUGAS

    def get_id(self) -> str:
        """What the cookie knows an account by: the token of one session, never a number."""
        return self.token_sesi


class Sesi(Model):
    """One browser that is signed in. Only the hash of its token is kept."""

    __tablename__ = "sesi"

    id: Mapped[int] = mapped_column(primary_key=True)
    sidik: Mapped[str] = mapped_column(sa.String(64), unique=True)
    pengguna_id: Mapped[int] = mapped_column(
        sa.ForeignKey("pengguna.id", ondelete="CASCADE"), index=True
    )
    dibuat_pada: Mapped[datetime] = mapped_column(UTCDateTime(), index=True)
    terakhir_pada: Mapped[datetime] = mapped_column(UTCDateTime())
    # Short words for the owner to recognise it by, not the whole of what the browser says.
    perangkat: Mapped[str] = mapped_column(sa.String(80))
    alamat: Mapped[str] = mapped_column(sa.String(45))


@event.listens_for(Pengguna, "after_update")
def _akhiri_sesi(_pemeta: Mapper[Any], conn: sa.Connection, akun: Pengguna) -> None:
    """Another password, name or role, open or closed: every session of the account ends with it.

    Here, so that no service can forget it. Who changes accounts by a bulk UPDATE ends them himself.
    """
    keadaan: Any = sa.inspect(akun)
    if any(
        keadaan.attrs[k].history.has_changes() for k in ("sandi", "nama_masuk", "peran", "aktif")
    ):
        conn.execute(sa.delete(Sesi).where(Sesi.pengguna_id == akun.id))


class Totp(Model):
    """The second step of an account: its secret, sealed, and the last step that was used."""

    __tablename__ = "totp"

    pengguna_id: Mapped[int] = mapped_column(
        sa.ForeignKey("pengguna.id", ondelete="CASCADE"), primary_key=True
    )
    rahasia: Mapped[str] = mapped_column(sa.String(200))
    langkah: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    dibuat_pada: Mapped[datetime] = saat_dibuat()
    # None: shown as a QR code, but no code from the telephone has proved yet that it arrived.
    aktif_pada: Mapped[datetime | None] = mapped_column(UTCDateTime())


class KodePemulihan(Model):
    """A code on paper, for when the telephone is gone; used once."""

    __tablename__ = "kode_pemulihan"
    __table_args__ = (sa.UniqueConstraint("pengguna_id", "sidik"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pengguna_id: Mapped[int] = mapped_column(sa.ForeignKey("pengguna.id", ondelete="CASCADE"))
    sidik: Mapped[str] = mapped_column(sa.String(64))
    dipakai_pada: Mapped[datetime | None] = mapped_column(UTCDateTime())


class IsianTertunda(Model):
    """What was typed into a form whose session had ended: one of an account, sealed."""

    __tablename__ = "isian_tertunda"

    pengguna_id: Mapped[int] = mapped_column(
        sa.ForeignKey("pengguna.id", ondelete="CASCADE"), primary_key=True
    )
    jalur: Mapped[str] = mapped_column(sa.String(500))
    isi: Mapped[str] = mapped_column(sa.Text)
    dibuat_pada: Mapped[datetime] = saat_dibuat()


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
