"""Sessions: opened at sign-in, seen while used, ended by hand or by time.

The token is 256 random bits and stands in the signed cookie; the database keeps its hash. A new
sign-in is a new session, so nobody can be handed a token beforehand.
"""

import re
import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.auth.models import MUTLAK, Pengguna, Sesi, SesiKini
from app.auth.services import sidik_token
from app.core import clock
from app.core.db import tulis_sekilas
from app.extensions import db

# The warning comes so long before the end.
PERINGATAN = timedelta(minutes=5)
# Written so many times at most while a session could have lain idle once.
_PER_DIAM = 4

_PERAMBAN = (
    (r"\bEdgA?/|\bEdgiOS/", "Edge"),
    (r"\bOPR/", "Opera"),
    (r"\bSamsungBrowser/", "Samsung Internet"),
    (r"\bFirefox/|\bFxiOS/", "Firefox"),
    (r"\bChrome/|\bCriOS/", "Chrome"),
    (r"\bSafari/", "Safari"),
)
_SISTEM = (
    (r"\bAndroid\b", "Android"),
    (r"\biPhone\b", "iPhone"),
    (r"\biPad\b", "iPad"),
    (r"\bWindows\b", "Windows"),
    (r"\bMac OS X\b", "Mac"),
    (r"\bCrOS\b", "ChromeOS"),
    (r"\bLinux\b", "Linux"),
)


def buka_sesi(akun: Pengguna, peramban: str = "", alamat: str = "") -> str:
    """A new session of this account; gives its token. Long dead ones are swept out on the way."""
    sekarang = clock.now()
    db.session.execute(sa.delete(Sesi).where(Sesi.dibuat_pada < sekarang - 2 * MUTLAK))
    token = secrets.token_urlsafe(32)
    db.session.add(
        Sesi(
            sidik=sidik_token(token),
            pengguna_id=akun.id,
            dibuat_pada=sekarang,
            terakhir_pada=sekarang,
            perangkat=sebut_perangkat(peramban),
            alamat=samarkan_alamat(alamat),
        )
    )
    db.session.flush()
    return token


def ganti_token(sesi_id: int) -> str:
    """The same session, as long as before, under a new token: the old one opens nothing more."""
    token = secrets.token_urlsafe(32)
    db.session.execute(sa.update(Sesi).where(Sesi.id == sesi_id).values(sidik=sidik_token(token)))
    return token


def akhiri(akun_id: int, sesi_id: int) -> bool:
    """End one session of the account; False when it has none of that number."""
    buang = sa.delete(Sesi).where(Sesi.id == sesi_id, Sesi.pengguna_id == akun_id)
    return db.session.scalar(buang.returning(Sesi.id)) is not None


def akhiri_lain(akun_id: int, kecuali: int) -> int:
    """End all sessions of the account but this one; how many there were."""
    buang = sa.delete(Sesi).where(Sesi.pengguna_id == akun_id, Sesi.id != kecuali)
    return len(db.session.scalars(buang.returning(Sesi.id)).all())


def sentuh(sesi: SesiKini, *, pasti: bool = False) -> SesiKini:
    """Seen just now. Written a few times an hour only, beside the request, and never worth a
    failure: when others are writing, the next request will say it again.
    """
    sekarang = clock.now()
    if not pasti and sekarang - sesi.terakhir_pada < sesi.diam / _PER_DIAM:
        return sesi
    ubah = (
        sa.update(Sesi)
        .where(Sesi.id == sesi.id, Sesi.terakhir_pada < sekarang)
        .values(terakhir_pada=sekarang)
    )
    if not tulis_sekilas(ubah):
        return sesi
    return SesiKini(sesi.id, sesi.diam, sesi.dibuat_pada, sekarang)


def sisa(sesi: SesiKini, sekarang: datetime | None = None) -> int:
    """Seconds until it ends by itself."""
    lama = sesi.habis_pada - (sekarang or clock.now())
    return max(0, int(lama.total_seconds()))


def sebut_perangkat(peramban: str) -> str:
    """Enough to know one's own telephone by ("Chrome di Android"), too little to know others by."""
    nama = next((n for pola, n in _PERAMBAN if re.search(pola, peramban)), "Peramban lain")
    sistem = next((n for pola, n in _SISTEM if re.search(pola, peramban)), None)
    return f"{nama} di {sistem}" if sistem else nama


def samarkan_alamat(alamat: str) -> str:
    """The first half of an address says which line it was; the rest is nobody's business."""
    if ":" in alamat:
        return ":".join([*alamat.split(":")[:3], "x"])
    bagian = alamat.split(".")
    return ".".join([*bagian[:2], "x", "x"]) if len(bagian) == 4 else ""
