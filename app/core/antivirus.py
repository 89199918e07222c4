"""ClamAV, where the office runs it: every upload is shown to it before anything is stored.

A scanner that was asked for and does not answer counts as a refusal: otherwise stopping it would
be the first step of an attack. Without the setting ANTIVIRUS there is no scanner, and `kenali` and
`gambar` are what stands between a hostile file and its readers.
"""

import logging
import socket
import struct
import time

from app.core.kenali import BerkasDitolak

log = logging.getLogger(__name__)

TANPA = ("", "none")
POTONG = 64 * 1024
# For connecting, sending and the verdict together; 12 MB take the real one about half a second.
BATAS_DETIK = 20.0
MAKS_JAWABAN = 4096

ADA_VIRUS = (
    "Pemindai menemukan virus di berkas ini, jadi berkasnya tidak disimpan. Bersihkan perangkat "
    "asalnya dengan antivirus, lalu pilih berkas lain."
)
TIDAK_TERJANGKAU = (
    "Pemindai virus kantor sedang tidak menjawab, jadi berkas ini belum disimpan. Coba lagi "
    "beberapa menit lagi, atau hubungi kantor."
)


def pindai(isi: bytes, jalur: str) -> None:
    """Ask the scanner behind this socket; anything but a clean verdict is a refusal.

    Slow: never inside `tulis()`. Raises BerkasDitolak.
    """
    if jalur in TANPA:
        return
    try:
        putusan = _tanya(isi, jalur)
    except OSError as e:
        log.warning("pemindai virus tidak menjawab: %s", type(e).__name__)
        raise BerkasDitolak(TIDAK_TERJANGKAU) from e
    if putusan.endswith(" FOUND"):
        log.warning("virus ditemukan: %s", putusan)
        raise BerkasDitolak(ADA_VIRUS)
    if putusan != "stream: OK":
        log.warning("jawaban pemindai virus tidak dikenal: %s", putusan)
        raise BerkasDitolak(TIDAK_TERJANGKAU)


def _tanya(isi: bytes, jalur: str) -> str:
    """clamd's INSTREAM: pieces with their length in front, then an empty one."""
    habis = time.monotonic() + BATAS_DETIK
    with socket.socket(socket.AF_UNIX) as s:
        _sisa(s, habis)
        s.connect(jalur)
        s.sendall(b"zINSTREAM\0")
        for awal in range(0, len(isi), POTONG):
            potongan = isi[awal : awal + POTONG]
            _sisa(s, habis)
            s.sendall(struct.pack(">I", len(potongan)) + potongan)
        s.sendall(struct.pack(">I", 0))
        jawaban = b""
        while not jawaban.endswith(b"\0"):
            _sisa(s, habis)
            potongan = s.recv(MAKS_JAWABAN)
            jawaban += potongan
            if not potongan or len(jawaban) > MAKS_JAWABAN:  # it died, or is not what it should be
                raise ConnectionError
    return jawaban[:-1].decode("ascii", "replace")


def _sisa(s: socket.socket, habis: float) -> None:
    """One limit for the whole talk: a scanner that drips a byte a second must not hold a thread."""
    sisa = habis - time.monotonic()
    if sisa <= 0:
        raise TimeoutError
    s.settimeout(sisa)
