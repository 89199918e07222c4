"""How often something may be tried: counted in the database, exact over all processes.

    if sampai := batas.lewati(f"unggah:{akun.id}", *batas.UNGGAH):
        raise batas.TerlaluSering(sampai)

A window begins with its first try and ends by itself. What is counted (a NIK, an address) is kept
as an HMAC only. Nobody is ever locked out by others: what counts against somebody is either their
own address, or their own account together with it.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from math import ceil

import sqlalchemy as sa
from flask import current_app, request
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.exceptions import TooManyRequests

from app.core import clock
from app.core.db import tulis
from app.core.types import UTCDateTime
from app.extensions import Model, db

Jatah = tuple[int, timedelta]

_SEPEREMPAT_JAM = timedelta(minutes=15)
MASUK: Jatah = (5, _SEPEREMPAT_JAM)  # one account from one address
MASUK_ALAMAT: Jatah = (30, _SEPEREMPAT_JAM)
# Beyond this an account is being tried from many addresses; each of them then gets MASUK_RAMAI.
MASUK_AKUN: Jatah = (20, _SEPEREMPAT_JAM)
MASUK_RAMAI = 2
KODE: Jatah = (5, _SEPEREMPAT_JAM)
CAPTCHA: Jatah = (120, _SEPEREMPAT_JAM)  # an address may be a whole market behind one line
CAPTCHA_KIRIM: Jatah = (240, _SEPEREMPAT_JAM)
TAUTAN: Jatah = (60, _SEPEREMPAT_JAM)
REGISTRASI: Jatah = (20, timedelta(hours=1))
LUPA_ALAMAT: Jatah = (10, timedelta(hours=1))
LUPA_AKUN: Jatah = (1, timedelta(hours=1))
# Following an application by its number: as at the door, where each number is an account.
LACAK: Jatah = (5, _SEPEREMPAT_JAM)
LACAK_ALAMAT: Jatah = (30, _SEPEREMPAT_JAM)
LACAK_NOMOR: Jatah = (20, _SEPEREMPAT_JAM)
LACAK_RAMAI = 2
# A buyer at a market; the number of a certificate and the end of a serial number make it a guess.
CEK_SKHP: Jatah = (30, timedelta(minutes=1))
UNGGAH: Jatah = (200, timedelta(hours=1))
# Whose NPWP is on record: enough for a day's list of customers, too few to try numbers.
CEK_NPWP: Jatah = (60, timedelta(hours=1))

# A wait that grows: twice as long each time the limit is hit again within a day, at most so often.
_PALING_LAMA = 16
_SEHARI = timedelta(days=1)


class Batas(Model):
    """One counter: `n` since `jendela`, dead after `sampai`."""

    __tablename__ = "batas"
    __table_args__ = (sa.CheckConstraint("n >= 0", name="n"),)

    kunci: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    jendela: Mapped[datetime] = mapped_column(UTCDateTime())
    sampai: Mapped[datetime] = mapped_column(UTCDateTime(), index=True)
    n: Mapped[int]


class TerlaluSering(TooManyRequests):
    """Answered with a page that says when to come back."""

    def __init__(self, sampai: datetime) -> None:
        super().__init__(retry_after=detik_lagi(sampai))
        self.penjelasan = f"Demi keamanan, percobaan dibatasi. {kalimat(sampai)}"


@dataclass(frozen=True)
class Hitungan:
    n: int
    sampai: datetime


def lewati(kunci: str, maks: int, jendela: timedelta) -> datetime | None:
    """Count one try, in a transaction of its own: None when it may pass, else when to come back."""
    with tulis():
        hitungan = naik(kunci, jendela)
    return hitungan.sampai if hitungan.n > maks else None


def jaga(kunci: str, jatah: Jatah) -> None:
    """Count one try; beyond the limit the request ends with a page."""
    sampai = lewati(kunci, *jatah)
    if sampai is not None:
        raise TerlaluSering(sampai)


def naik(kunci: str, jendela: timedelta) -> Hitungan:
    """Count one try in the running transaction. One statement, so of many at once each gets a
    number of its own."""
    sekarang = clock.now()
    sidik, mati = _sidik(kunci), Batas.sampai <= sekarang
    mulai, akhir = (sa.literal(t, UTCDateTime()) for t in (sekarang, sekarang + jendela))
    sisip = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    perintah = sisip(Batas).values(kunci=sidik, jendela=mulai, sampai=akhir, n=1)
    perintah = perintah.on_conflict_do_update(
        index_elements=[Batas.kunci],
        set_={
            "jendela": sa.case((mati, mulai), else_=Batas.jendela),
            "sampai": sa.case((mati, akhir), else_=Batas.sampai),
            "n": sa.case((mati, 1), else_=Batas.n + 1),
        },
    )
    baris = db.session.execute(perintah.returning(Batas.n, Batas.sampai)).one()
    if baris.n == 1:
        _sapu(sidik, sekarang)
    return Hitungan(baris.n, baris.sampai)


def naik_tumbuh(kunci: str, maks: int, jendela: timedelta) -> datetime | None:
    """Like `lewati` in the running transaction, with a wait that doubles each time within a day."""
    hitungan = naik(kunci, jendela)
    if hitungan.n <= maks:
        return None
    if hitungan.n > maks + 1:
        return hitungan.sampai
    # Exactly one try is the first beyond the limit: it sets how long the wait is.
    ulang = naik(f"ulang|{kunci}", _SEHARI).n
    sampai = clock.now() + jendela * min(1 << (ulang - 1), _PALING_LAMA)
    ubah = sa.update(Batas).where(Batas.kunci == _sidik(kunci)).values(sampai=sampai)
    db.session.execute(ubah.execution_options(synchronize_session=False))
    return sampai


def turun(kunci: str) -> None:
    """Give one try back: it was a right one."""
    ubah = sa.update(Batas).where(Batas.kunci == _sidik(kunci), Batas.n > 0)
    db.session.execute(ubah.values(n=Batas.n - 1).execution_options(synchronize_session=False))


def lupakan(kunci: str) -> None:
    """Begin anew, and with the shortest wait."""
    semua = (_sidik(kunci), _sidik(f"ulang|{kunci}"))
    buang = sa.delete(Batas).where(Batas.kunci.in_(semua))
    db.session.execute(buang.execution_options(synchronize_session=False))


def _sapu(kecuali: str, sekarang: datetime) -> None:
    """Dead counters go when new ones come; those somebody else is just counting on are left."""
    mati = sa.select(Batas.kunci).where(Batas.sampai < sekarang, Batas.kunci != kecuali)
    buang = sa.delete(Batas).where(Batas.kunci.in_(mati.with_for_update(skip_locked=True)))
    db.session.execute(buang.execution_options(synchronize_session=False))


def _sidik(kunci: str) -> str:
    rahasia = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.digest(rahasia, b"batas|" + kunci.encode(), "sha256").hex()


def alamat() -> str:
    """Who asks. One house has one address of the old kind, and a whole /64 of the new."""
    teks = request.remote_addr or ""
    try:
        if ip_address(teks).version == 6:
            return str(ip_network(f"{teks}/64", strict=False))
    except ValueError:
        return ""
    return teks


def detik_lagi(sampai: datetime) -> int:
    return max(1, ceil((sampai - clock.now()).total_seconds()))


def kalimat(sampai: datetime) -> str:
    """When to come back, by the office's clock and in minutes."""
    menit = ceil(detik_lagi(sampai) / 60)
    return f"Coba lagi pukul {sampai.astimezone(clock.WITA):%H.%M} WITA, {menit} menit lagi."
