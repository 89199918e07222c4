"""Uploads pass the scanner, and a scanner that does not answer lets nothing pass."""

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core import antivirus
from app.core.kenali import BerkasDitolak
from app.core.uploads import Berkas, penyimpanan
from app.extensions import db
from tests import berkas
from tests import factories as f

# The harmless test string every scanner knows, in two halves: whole, it would have this very file
# taken away by a scanner on the machine of whoever works here.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EIC" + rb"AR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def terima(s: socket.socket) -> bytes:
    """Read what INSTREAM sends, as clamd does."""

    def persis(n: int) -> bytes:
        isi = b""
        while len(isi) < n:
            potongan = s.recv(n - len(isi))
            if not potongan:
                raise ConnectionError
            isi += potongan
        return isi

    assert persis(10) == b"zINSTREAM\0"
    hasil = b""
    while panjang := struct.unpack(">I", persis(4))[0]:
        assert panjang <= 1 << 20
        hasil += persis(panjang)
    return hasil


def jujur(s: socket.socket) -> None:
    """What clamd says: found when the test string is in it."""
    ada = EICAR in terima(s)
    s.sendall(b"stream: Eicar-Test-Signature FOUND\0" if ada else b"stream: OK\0")


def mati_di_tengah(s: socket.socket) -> None:
    s.recv(100)


def mati_sebelum_menjawab(s: socket.socket) -> None:
    terima(s)


def lambat(s: socket.socket) -> None:
    terima(s)
    time.sleep(1)
    s.sendall(b"stream: OK\0")


def menetes(s: socket.socket) -> None:
    """A byte now and then: each is in time, the whole is not."""
    terima(s)
    for b in b"stream: OK\0":
        time.sleep(0.1)
        s.sendall(bytes([b]))


def mengoceh(s: socket.socket) -> None:
    terima(s)
    s.sendall(b"stream: OK " * 5000)


def menolak_ukuran(s: socket.socket) -> None:
    terima(s)
    s.sendall(b"INSTREAM size limit exceeded. ERROR\0")


def mirip_baik(s: socket.socket) -> None:
    terima(s)
    s.sendall(b"OK\0")


@contextmanager
def pemindai(jalur: Path, laku: Callable[[socket.socket], None]) -> Iterator[list[int]]:
    """A scanner behind a socket; yields how often it was asked."""
    ditanya: list[int] = []
    dengar = socket.socket(socket.AF_UNIX)
    dengar.bind(str(jalur))
    dengar.listen()

    def layani() -> None:
        while True:
            try:
                s, _ = dengar.accept()
            except OSError:
                return
            ditanya.append(1)
            with s:
                try:
                    laku(s)
                except OSError:
                    continue

    utas = threading.Thread(target=layani, daemon=True)
    utas.start()
    try:
        yield ditanya
    finally:
        dengar.shutdown(socket.SHUT_RDWR)
        dengar.close()
        utas.join(5)
        jalur.unlink()


@pytest.fixture
def jalur(tmp_path: Path) -> Path:
    return tmp_path / "clamd.sock"


def test_bersih_lewat(jalur: Path) -> None:
    with pemindai(jalur, jujur) as ditanya:
        antivirus.pindai(b"x" * 300_000, str(jalur))
        antivirus.pindai(b"x" * antivirus.POTONG, str(jalur))
    assert len(ditanya) == 2


def test_ditemukan_punya_kalimat_sendiri(jalur: Path) -> None:
    with (
        pemindai(jalur, jujur),
        pytest.raises(BerkasDitolak, match="menemukan virus"),
    ):
        antivirus.pindai(bytes(70_000) + EICAR, str(jalur))


@pytest.mark.parametrize(
    "laku",
    [mati_di_tengah, mati_sebelum_menjawab, lambat, menetes, mengoceh, menolak_ukuran, mirip_baik],
)
def test_tanpa_putusan_berarti_ditolak(jalur: Path, monkeypatch: Any, laku: Any) -> None:
    monkeypatch.setattr(antivirus, "BATAS_DETIK", 0.4)
    mulai = time.monotonic()
    with (
        pemindai(jalur, laku),
        pytest.raises(BerkasDitolak, match="sedang tidak menjawab"),
    ):
        antivirus.pindai(bytes(3_000_000), str(jalur))
    assert time.monotonic() - mulai < 5


def test_tidak_ada_yang_mendengar(jalur: Path) -> None:
    with pytest.raises(BerkasDitolak, match="sedang tidak menjawab"):
        antivirus.pindai(b"x", str(jalur))


@pytest.mark.parametrize("tanpa", ["", "none"])
def test_tanpa_pengaturan_tidak_ada_yang_ditanya(tanpa: str) -> None:
    antivirus.pindai(EICAR, tanpa)


# --- through a page ---------------------------------------------------------------------------


def jumlah_tersimpan() -> tuple[int, int]:
    baris = db.session.scalar(sa.select(sa.func.count()).select_from(Berkas))
    return int(baris or 0), len(list(penyimpanan().daftar()))


def kirim_foto(masuk: Any, isi: bytes) -> Any:
    klien = masuk(f.buat_peserta().pengguna)
    return klien.kirim("/uttp/baru", {"foto": (BytesIO(isi), "a.jpg"), "aksi_berkas": "foto"})


def test_dipindai_sebelum_disimpan(app: Flask, masuk: Any, jalur: Path, monkeypatch: Any) -> None:
    monkeypatch.setitem(app.config, "ANTIVIRUS", str(jalur))
    with pemindai(jalur, jujur) as ditanya:
        awal = jumlah_tersimpan()
        jawab = kirim_foto(masuk, berkas.jpeg() + EICAR)
        assert "Pemindai menemukan virus" in jawab.text
        assert jumlah_tersimpan() == awal
        jawab = kirim_foto(masuk, berkas.jpeg(411, 307))
        assert jawab.status_code == 200
        assert jumlah_tersimpan()[0] == awal[0] + 1
        assert len(ditanya) == 2


def test_pemindai_mati_tidak_membuka_pintu(
    app: Flask, masuk: Any, jalur: Path, monkeypatch: Any
) -> None:
    monkeypatch.setitem(app.config, "ANTIVIRUS", str(jalur))
    awal = jumlah_tersimpan()
    jawab = kirim_foto(masuk, berkas.jpeg())
    assert "Pemindai virus kantor sedang tidak menjawab" in jawab.text
    assert jumlah_tersimpan() == awal
