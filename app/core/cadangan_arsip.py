"""The shell of a backup archive: one tar, either sealed or encrypted, that shows every change.

Without a key the file is an ordinary tar followed by one block holding the SHA-256 of all before
it: damage and truncation are seen, a forger who recomputes the sum is not. With a key it is
AES-256-GCM in chunks. Each archive has a key of its own, derived from a random salt, so chunk
numbers can serve as nonces; number and "last chunk" flag are authenticated with the header, so
chunks cannot be moved, left out or cut off.
"""

import os
import stat
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

AWALAN_SANDI = b"KONSUMEN-CADANGAN-SANDI-1\n"
AWALAN_SEGEL = b"KONSUMEN-CADANGAN-SEGEL-1 "
BLOK = 512
POTONG = 4 * 1024 * 1024
_SALT, _TANDA, _LABEL = 32, 16, 16
_KEPALA = len(AWALAN_SANDI) + _SALT + _TANDA
KUNCI_TERPENDEK, RAGAM_TERKECIL = 32, 10

RUSAK = "Arsip ini rusak, terpotong, atau sudah diubah. Tidak ada yang disentuh; pakai arsip lain."
ASING = "Berkas ini bukan cadangan program ini, atau bagian awal atau akhirnya rusak."
BUTUH_KUNCI = "Arsip ini tersandi. Sebutkan berkas kuncinya dengan --kunci-berkas."
SALAH_KUNCI = "Kunci ini bukan kunci arsip ini, atau bagian awal arsip rusak."


class ArsipDitolak(Exception):
    """The archive, or what it is to be put into, is not fit for it; says in one sentence why."""


def baca_kunci(jalur: Path) -> bytes:
    """The key in a file: any text long enough to be no guess; spaces around it do not count."""
    kunci = jalur.read_bytes().strip()
    if len(kunci) < KUNCI_TERPENDEK or len(set(kunci)) < RAGAM_TERKECIL:
        raise ArsipDitolak(
            f"Kunci di {jalur} terlalu mudah ditebak. Buat yang baru dengan: "
            'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    return kunci


def terbuka_bagi_lain(jalur: Path) -> bool:
    """Whether other accounts of this machine may read the file."""
    return os.name == "posix" and bool(stat.S_IMODE(jalur.stat().st_mode) & 0o077)


class Penulis(Protocol):
    """What the tar is written into."""

    def write(self, isi: bytes, /) -> int: ...
    def selesai(self) -> None: ...


class Pembaca(Protocol):
    """What the tar is read from; everything it hands out has been checked."""

    def read(self, n: int, /) -> bytes: ...


class PenulisSegel:
    """A plain tar, and the sum of it at the end."""

    def __init__(self, f: BinaryIO) -> None:
        self._f, self._sidik = f, sha256()

    def write(self, isi: bytes, /) -> int:
        self._sidik.update(isi)
        return self._f.write(isi)

    def selesai(self) -> None:
        self._f.write(_segel(self._sidik.hexdigest()))


def _segel(sidik: str) -> bytes:
    return (AWALAN_SEGEL + sidik.encode() + b"\n").ljust(BLOK, b"\0")


class PembacaSegel:
    """Adds up the whole file first, then reads it again from the start."""

    def __init__(self, f: BinaryIO) -> None:
        self._f = f
        self._sisa = f.seek(0, os.SEEK_END) - BLOK
        if self._sisa < 0:
            raise ArsipDitolak(ASING)
        f.seek(self._sisa)
        segel = f.read(BLOK)
        if not segel.startswith(AWALAN_SEGEL):
            raise ArsipDitolak(ASING)
        f.seek(0)
        sidik, sisa = sha256(), self._sisa
        while sisa and (isi := f.read(min(sisa, POTONG))):
            sidik.update(isi)
            sisa -= len(isi)
        if segel != _segel(sidik.hexdigest()):
            raise ArsipDitolak(RUSAK)
        f.seek(0)

    def read(self, n: int, /) -> bytes:
        isi = self._f.read(min(n, self._sisa))
        self._sisa -= len(isi)
        return isi


def _turunkan(kunci: bytes, salt: bytes) -> tuple[AESGCM, bytes]:
    """The cipher of one archive, and a mark that tells a wrong key from a damaged archive."""
    hasil = HKDF(hashes.SHA256(), 32 + _TANDA, salt, b"konsumen cadangan 1").derive(kunci)
    return AESGCM(hasil[:32]), hasil[32:]


def _nonce(nomor: int) -> bytes:
    return nomor.to_bytes(12, "big")


def _terikat(kepala: bytes, nomor: int, akhir: bool) -> bytes:
    return kepala + nomor.to_bytes(8, "big") + (b"\1" if akhir else b"\0")


class PenulisSandi:
    """Encrypts as it goes; holds one chunk back, because the last one is marked as such."""

    def __init__(self, f: BinaryIO, kunci: bytes) -> None:
        salt = os.urandom(_SALT)
        self._f, self._nomor, self._tahan = f, 0, bytearray()
        self._sandi, tanda = _turunkan(kunci, salt)
        self._kepala = AWALAN_SANDI + salt + tanda
        f.write(self._kepala)

    def write(self, isi: bytes, /) -> int:
        self._tahan += isi
        while len(self._tahan) > POTONG:
            self._keluarkan(POTONG, akhir=False)
        return len(isi)

    def selesai(self) -> None:
        self._keluarkan(len(self._tahan), akhir=True)

    def _keluarkan(self, n: int, *, akhir: bool) -> None:
        isi = bytes(self._tahan[:n])
        del self._tahan[:n]
        terikat = _terikat(self._kepala, self._nomor, akhir)
        self._f.write(self._sandi.encrypt(_nonce(self._nomor), isi, terikat))
        self._nomor += 1


class PembacaSandi:
    """Decrypts chunk by chunk; nothing of a chunk is handed out before it proved genuine."""

    def __init__(self, f: BinaryIO, kunci: bytes) -> None:
        f.seek(0)
        self._f, self._nomor, self._akhir = f, 0, False
        self._kepala = f.read(_KEPALA)
        salt = self._kepala[len(AWALAN_SANDI) : -_TANDA]
        self._sandi, tanda = _turunkan(kunci, salt)
        if len(self._kepala) < _KEPALA or self._kepala[-_TANDA:] != tanda:
            raise ArsipDitolak(SALAH_KUNCI)
        self._isi = memoryview(b"")
        self._depan = f.read(POTONG + _LABEL)

    def read(self, n: int, /) -> bytes:
        hasil = bytearray()
        while len(hasil) < n and self._terisi():
            ambil = n - len(hasil)
            hasil += self._isi[:ambil]
            self._isi = self._isi[ambil:]
        return bytes(hasil)

    def _terisi(self) -> bool:
        """Whether there is something to hand out, after decrypting the next chunk if need be."""
        while not self._isi and not self._akhir:
            potong, self._depan = self._depan, self._f.read(POTONG + _LABEL)
            self._akhir = not self._depan
            terikat = _terikat(self._kepala, self._nomor, self._akhir)
            try:
                isi = self._sandi.decrypt(_nonce(self._nomor), potong, terikat)
            except InvalidTag:
                raise ArsipDitolak(RUSAK) from None
            self._isi = memoryview(isi)
            self._nomor += 1
        return bool(self._isi)


def penulis(f: BinaryIO, kunci: bytes | None) -> Penulis:
    return PenulisSandi(f, kunci) if kunci else PenulisSegel(f)


def pembaca(f: BinaryIO, kunci: bytes | None) -> Pembaca:
    """The reader for this file, by what it begins with."""
    if f.read(len(AWALAN_SANDI)) != AWALAN_SANDI:
        return PembacaSegel(f)
    if kunci is None:
        raise ArsipDitolak(BUTUH_KUNCI)
    return PembacaSandi(f, kunci)
