"""Passwords: what they may be, and their argon2id hashes.

Hashing is slow on purpose, so it never happens inside tulis().
"""

import re
import secrets
import unicodedata
from functools import cache
from pathlib import Path
from threading import Lock

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

PALING_PENDEK = 10
PALING_PANJANG = 128
# Without letters and digits that look alike: a temporary password is read out on the phone.
_HURUF = "abcdefghjkmnpqrstuvwxyz23456789"
# How hard to guess, from 0 to 4: 3 is more than a hundred million guesses.
PALING_MUDAH = 3
# The estimate takes seconds for a long text full of signs that could stand for letters, and the
# beginning of a password tells enough.
_DITAKSIR = 40
_TANDA = "@({[<&#!/|$+%"
_TANDA_DITAKSIR = 4
# What comes to everybody's mind in this place.
_SETEMPAT = (
    "metrologi", "tera", "ulang", "teraulang", "uttp", "skhp", "uptd", "timbangan", "penera",
    "balikpapan", "kalimantan", "borneo", "beruang", "madu", "konsumen", "nyaman", "dinas",
    "perdagangan", "indonesia", "merdeka", "pancasila", "garuda", "rahasia", "sandi", "kata",
)  # fmt: skip
# The estimator keeps a person's own words in one place for the whole process.
_penaksir = Lock()
_DATA = Path(__file__).parents[1] / "data"

# About 35 ms and 19 MiB a hash: dear enough for a thief, bearable on a small server.
_pengaduk = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
# 16 random characters (79 bits) are out of reach at any price a guess may have, so hashing a
# temporary password need not be dear, and may happen inside the act that gives it out. It is
# hashed anew, dearly, when it is first used.
_pengaduk_cepat = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def buat_hash(sandi: str) -> str:
    """The hash to keep."""
    return _pengaduk.hash(_baku(sandi))


def cocok(sandi: str | None, sidik_tersimpan: str | None) -> bool:
    """Is it the password? Takes the same time when there is none, so the time tells nothing."""
    sandi, tersimpan = sandi or "", sidik_tersimpan or _sidik_kosong()
    if perlu_diperbarui(tersimpan):
        _periksa(_sidik_kosong(), sandi)
    return _periksa(tersimpan, sandi) and sidik_tersimpan is not None


def perlu_diperbarui(tersimpan: str) -> bool:
    """Was it hashed with other settings than today's?"""
    try:
        return _pengaduk.check_needs_rehash(tersimpan)
    except InvalidHashError:
        return True


def sementara() -> tuple[str, str]:
    """A random password to be read out once, and its hash."""
    kelompok = ("".join(secrets.choice(_HURUF) for _ in range(4)) for _ in range(4))
    teks = "-".join(kelompok)
    return teks, _pengaduk_cepat.hash(teks)


def keberatan(sandi: str, *milik: str) -> str | None:
    """What is against this password, as a sentence; None when nothing is. `milik`: NIK, name."""
    sandi = _baku(sandi)
    if len(sandi) < PALING_PENDEK:
        return f"Buat password paling sedikit {PALING_PENDEK} karakter, sekarang baru {len(sandi)}."
    if len(sandi) > PALING_PANJANG:
        return f"Buat password paling banyak {PALING_PANJANG} karakter."
    rata = _rata(sandi)
    if any(kata in rata for kata in _pantangan(milik)):
        return "Buat password yang tidak memuat NIK, nama, atau kata metrologi."
    if _mudah_ditebak(sandi, milik):
        return "Password ini mudah ditebak. Pakai beberapa kata yang hanya Anda tahu."
    return None


def _pantangan(milik: tuple[str, ...]) -> set[str]:
    """Words an acquaintance tries first: of the name, those that are more than a syllable."""
    kata = {"metrologi"}
    for teks in milik:
        kata |= {_rata(k) for k in (teks, *re.split(r"[\W_]+", teks)) if len(_rata(k)) >= 4}
    return kata


def _mudah_ditebak(sandi: str, milik: tuple[str, ...]) -> bool:
    """A common password as it is, or with digits and signs hung on; hardly any variety; or one
    that a guesser who knows the person and the place comes to soon."""
    kecil = sandi.casefold()
    pokok = {kecil, _rata(kecil), re.sub(r"[\d\W_]+$", "", kecil), re.sub(r"[\d\W_]+", "", kecil)}
    if len(set(kecil)) < 5 or not (pokok.isdisjoint(_umum()) and pokok.isdisjoint(_bocor())):
        return True
    # The words of the Indonesian list count as known wherever they stand in it.
    kenal = [*_SETEMPAT, *_pantangan(milik), *_umum()]
    with _penaksir:
        taksiran = zxcvbn(_untuk_ditaksir(sandi), user_inputs=kenal)
    return int(taksiran["score"]) < PALING_MUDAH


def _untuk_ditaksir(sandi: str) -> str:
    """So much of it as can be judged quickly: of many different signs a few stay."""
    awal = sandi[:_DITAKSIR]
    lebih = list(dict.fromkeys(c for c in awal if c in _TANDA))[_TANDA_DITAKSIR:]
    return awal.translate({ord(c): "~" for c in lebih})


@cache
def _umum() -> frozenset[str]:
    return _daftar("sandi_umum.txt")


@cache
def _bocor() -> frozenset[str]:
    """The most frequent ones of a large leak that are long enough to be chosen here."""
    return _daftar("sandi_bocor.txt")


def _daftar(nama: str) -> frozenset[str]:
    return frozenset((_DATA / nama).read_text(encoding="utf-8").split())


@cache
def _sidik_kosong() -> str:
    """The hash of nobody's password."""
    return buat_hash(secrets.token_urlsafe(32))


def _periksa(tersimpan: str, sandi: str) -> bool:
    try:
        return _pengaduk.verify(tersimpan, _baku(sandi))
    except (VerificationError, InvalidHashError):
        return False


def _baku(sandi: str) -> str:
    """One spelling for letters that keyboards write in two ways."""
    return unicodedata.normalize("NFC", sandi)


def _rata(teks: str) -> str:
    """Letters and digits only, small: "Budi S." and "budis" look the same."""
    return re.sub(r"[\W_]+", "", teks).casefold()
