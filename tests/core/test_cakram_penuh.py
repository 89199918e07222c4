"""An upload on a disk that takes nothing: a sentence, no row without bytes, no bytes without a row.

A real small disk needs rights the tests do not have, so the system calls are made to say what such
a disk says; the read-only folder is a real one wherever the tests do not run as root.
"""

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from app.core import storage, uploads
from app.extensions import db
from app.uttp.models import Uttp
from tests import berkas as contoh
from tests import factories as f

KALIMAT = "Tempat penyimpanan kantor sedang penuh"


def isian(**lain: Any) -> dict[str, Any]:
    from io import BytesIO

    return {
        "jenis_id": str(f.jenis().id),
        "merk": "Timbang Jaya",
        "tipe": "TJ-30",
        "nomor_seri": "SN-PENUH",
        "kapasitas": "30",
        "foto": (BytesIO(contoh.jpeg(800, 600)), "alat.jpg"),
    } | lain


def baris(model: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def isi_toko(akar: Path) -> list[Path]:
    """Every file there is, half-written ones included."""
    return sorted(p for p in akar.rglob("*") if p.is_file())


@pytest.fixture
def toko(app: Flask, tmp_path: Path) -> Iterator[storage.Folder]:
    """A store of its own, empty."""
    lama = app.extensions["penyimpanan"]
    app.extensions["penyimpanan"] = storage.Folder(tmp_path / "toko")
    yield app.extensions["penyimpanan"]
    app.extensions["penyimpanan"] = lama


Unggah = Callable[[], str]


@pytest.fixture
def unggah(toko: storage.Folder, masuk: Any) -> Unggah:
    """Send the form of an instrument with its photo; what the page says."""
    peserta = f.buat_peserta()
    klien = masuk(peserta.pengguna)

    def _unggah() -> str:
        jawab = klien.kirim("/uttp/baru", isian())
        assert jawab.status_code == 422, jawab.status_code
        return str(jawab.text)

    return _unggah


def _jatuh(kode: int, ke: int = 1) -> Callable[..., Any]:
    """A system call that fails from its n-th use on."""
    kali = 0
    asli = os.fsync

    def panggil(*arg: Any, **kw: Any) -> Any:
        nonlocal kali
        kali += 1
        if kali >= ke:
            raise OSError(kode, os.strerror(kode))
        return asli(*arg, **kw)

    return panggil


@pytest.mark.parametrize("kode", [errno.ENOSPC, errno.EROFS, errno.EDQUOT])
@pytest.mark.parametrize("ke", [1, 3, 5], ids=["foto", "nama", "kecil"])
def test_cakram_penuh_saat_mengunggah(
    unggah: Unggah, toko: storage.Folder, monkeypatch: pytest.MonkeyPatch, kode: int, ke: int
) -> None:
    """At the first byte, and in between: the photo stored already goes when its thumbnail fails."""
    monkeypatch.setattr(os, "fsync", _jatuh(kode, ke))
    assert KALIMAT in unggah()
    monkeypatch.undo()
    assert (baris(uploads.Berkas), baris(Uttp)) == (0, 0)
    assert isi_toko(toko.akar) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_folder_yang_hanya_dapat_dibaca(unggah: Unggah, toko: storage.Folder) -> None:
    toko.akar.chmod(0o500)
    try:
        assert KALIMAT in unggah()
    finally:
        toko.akar.chmod(0o700)
    assert (baris(uploads.Berkas), baris(Uttp)) == (0, 0)
    assert isi_toko(toko.akar) == []


class TokoTertutup:
    """A store that refuses, as any store behind the seam would say it."""

    def simpan(self, isi: bytes) -> str:
        raise storage.PenyimpananPenuh("full")

    def buka(self, kunci: str) -> BinaryIO:
        raise FileNotFoundError(kunci)

    def hapus(self, kunci: str) -> None:
        raise storage.PenyimpananPenuh("full")

    def ada(self, kunci: str) -> bool:
        return False

    def daftar(self) -> Iterator[tuple[str, float]]:
        return iter(())


def test_penyimpanan_lain_yang_menolak(app: Flask, unggah: Unggah) -> None:
    app.extensions["penyimpanan"] = TokoTertutup()
    assert KALIMAT in unggah()
    assert (baris(uploads.Berkas), baris(Uttp)) == (0, 0)


class BasisDataPenuh(Exception):
    """What the drivers of both databases raise, with the marks they put on it."""

    sqlstate = "53100"
    sqlite_errorname = "SQLITE_FULL"


def test_basis_data_penuh(unggah: Unggah, toko: storage.Folder) -> None:
    """The bytes are stored, the row is refused: the bytes go again."""

    def tolak(_c: Any, _k: Any, perintah: str, *_sisa: Any) -> None:
        if perintah.startswith("INSERT INTO berkas"):
            raise sa.exc.OperationalError(perintah, {}, BasisDataPenuh())

    event.listen(db.engine, "before_cursor_execute", tolak)
    try:
        assert KALIMAT in unggah()
    finally:
        event.remove(db.engine, "before_cursor_execute", tolak)
    assert (baris(uploads.Berkas), baris(Uttp)) == (0, 0)
    assert isi_toko(toko.akar) == []


def test_milik_orang_lain_tidak_ikut_terbuang(
    toko: storage.Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Equal content is stored once: what a row of somebody else names stays when we fail."""
    isi, lain = b"%PDF-1.7 sama", b"%PDF-1.7 lain"
    [milik] = uploads.simpan([uploads.Olahan("a.pdf", "pdf", isi)], None)
    kunci = milik.kunci
    db.session.remove()
    monkeypatch.setattr(os, "fsync", _jatuh(errno.ENOSPC))
    dua = [uploads.Olahan("b.pdf", "pdf", isi), uploads.Olahan("c.pdf", "pdf", lain)]
    with pytest.raises(uploads.kenali.BerkasDitolak, match=KALIMAT):
        uploads.simpan(dua, None)
    monkeypatch.undo()
    assert toko.ada(kunci)
    assert baris(uploads.Berkas) == 1
    assert [p.name for p in isi_toko(toko.akar)] == [kunci[-64:]]


def test_sesudah_ada_tempat_lagi_jalan_seperti_biasa(
    unggah: Unggah, toko: storage.Folder, masuk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", _jatuh(errno.ENOSPC))
    unggah()
    monkeypatch.undo()
    klien = masuk(f.buat_peserta().pengguna)
    assert klien.kirim("/uttp/baru", isian()).status_code == 303
    assert (baris(uploads.Berkas), baris(Uttp)) == (1, 1)
    assert len(isi_toko(toko.akar)) == 2
