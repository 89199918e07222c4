"""Storage: whole files or none, keys of our own only, and a full disk is said as such."""

import errno
import os
import stat
import tracemalloc
from hashlib import sha256
from io import BytesIO, RawIOBase
from pathlib import Path
from typing import Any

import pytest

from app.core.storage import Folder, Penyimpanan, PenyimpananPenuh, buka_penyimpanan

ISI = b"isi berkas"
SIDIK = sha256(ISI).hexdigest()
KUNCI = f"{SIDIK[:2]}/{SIDIK[2:4]}/{SIDIK}"


@pytest.fixture
def toko(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "berkas")


def _isi(toko: Penyimpanan, kunci: str) -> bytes:
    with toko.buka(kunci) as f:
        return f.read()


def test_simpan_buka_hapus(toko: Folder) -> None:
    assert toko.simpan(ISI) == KUNCI
    assert toko.ada(KUNCI)
    assert _isi(toko, KUNCI) == ISI
    assert [k for k, _ in toko.daftar()] == [KUNCI]
    toko.hapus(KUNCI)
    toko.hapus(KUNCI)
    assert not toko.ada(KUNCI)
    assert list(toko.daftar()) == []
    with pytest.raises(FileNotFoundError):
        toko.buka(KUNCI)


def test_isi_sama_disimpan_sekali_dan_umurnya_diperbarui(toko: Folder) -> None:
    toko.simpan(ISI)
    jalur = toko.akar / KUNCI
    os.utime(jalur, (1000, 1000))
    inode = jalur.stat().st_ino
    assert toko.simpan(ISI) == KUNCI
    assert jalur.stat().st_ino == inode
    assert jalur.stat().st_mtime > 1000


@pytest.mark.skipif(os.name != "posix", reason="modes are a POSIX matter")
def test_hanya_untuk_pemilik(toko: Folder) -> None:
    lama = os.umask(0)
    try:
        toko.simpan(ISI)
    finally:
        os.umask(lama)
    jalur = toko.akar / KUNCI
    assert stat.S_IMODE(jalur.stat().st_mode) == 0o600
    for folder in (toko.akar, jalur.parent.parent, jalur.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "kunci",
    [
        "",
        "../../etc/passwd",
        "/etc/passwd",
        KUNCI.upper(),
        KUNCI + "\n",
        KUNCI + "/..",
        f"{SIDIK[:2]}/../{SIDIK}",
        f"{SIDIK[:2]}\\{SIDIK[2:4]}\\{SIDIK}",
        SIDIK,
    ],
)
def test_kunci_asing_ditolak(toko: Folder, kunci: str) -> None:
    for guna in (toko.buka, toko.hapus, toko.ada):
        with pytest.raises(ValueError, match="not a storage key"):
            guna(kunci)


@pytest.mark.parametrize("kode", [errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EACCES])
@pytest.mark.parametrize("tempat", ["fsync", "replace", "mkdir"])
def test_penuh(toko: Folder, monkeypatch: pytest.MonkeyPatch, kode: int, tempat: str) -> None:
    def jatuh(*_: object, **__: object) -> None:
        raise OSError(kode, os.strerror(kode))

    monkeypatch.setattr(*((Path, "mkdir", jatuh) if tempat == "mkdir" else (os, tempat, jatuh)))
    with pytest.raises(PenyimpananPenuh):
        toko.simpan(ISI)
    monkeypatch.undo()
    assert [p for p in toko.akar.rglob("*") if p.is_file()] == []
    assert toko.simpan(ISI) == KUNCI


def test_gangguan_lain_tidak_disamarkan(toko: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def jatuh(_: int) -> None:
        raise OSError(errno.EIO, "disk")

    monkeypatch.setattr(os, "fsync", jatuh)
    with pytest.raises(OSError, match="disk") as e:
        toko.simpan(ISI)
    assert not isinstance(e.value, PenyimpananPenuh)


def test_berkas_sementara_tidak_terdaftar(toko: Folder) -> None:
    toko.simpan(ISI)
    (toko.akar / KUNCI).with_name(".baru-abc").write_bytes(b"x")
    assert len(list(toko.daftar())) == 1


@pytest.mark.parametrize("awalan", ["", "file://"])
def test_buka_penyimpanan_folder(tmp_path: Path, awalan: str) -> None:
    toko = buka_penyimpanan(f"{awalan}{tmp_path / 'x'}")
    assert _isi(toko, toko.simpan(ISI)) == ISI
    assert (tmp_path / "x" / KUNCI).is_file()


def test_file_url_dengan_spasi(tmp_path: Path) -> None:
    toko = buka_penyimpanan((tmp_path / "a b").as_uri())
    toko.simpan(ISI)
    assert (tmp_path / "a b" / KUNCI).is_file()


def test_s3_tanpa_paket_memberi_jalan_keluar(monkeypatch: pytest.MonkeyPatch) -> None:
    def tidak_ada(nama: str) -> None:
        raise ImportError(nama)

    monkeypatch.setattr("importlib.import_module", tidak_ada)
    with pytest.raises(RuntimeError, match=r"requirements-scale\.txt"):
        buka_penyimpanan("s3://ember/awalan")


def test_s3_sama_kelakuannya(monkeypatch: pytest.MonkeyPatch) -> None:
    obstore = pytest.importorskip("obstore.store", reason="obstore: only with s3://")
    monkeypatch.setattr(obstore, "from_url", lambda _: obstore.MemoryStore())
    toko = buka_penyimpanan("s3://ember/awalan")
    assert toko.simpan(ISI) == toko.simpan(ISI) == KUNCI
    assert toko.ada(KUNCI)
    assert _isi(toko, KUNCI) == ISI
    assert [k for k, _ in toko.daftar()] == [KUNCI]
    toko.hapus(KUNCI)
    toko.hapus(KUNCI)
    assert not toko.ada(KUNCI)
    with pytest.raises(FileNotFoundError):
        toko.buka(KUNCI)
    with pytest.raises(ValueError, match="not a storage key"):
        toko.ada("../x")


class Besar(RawIOBase):
    """An open file of any size that holds nothing and says how much was asked for at once."""

    def __init__(self, ukuran: int) -> None:
        self.ukuran, self.letak, self.terbanyak = ukuran, 0, 0

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def seek(self, ke: int, dari: int = 0) -> int:
        self.letak = ke + (self.ukuran if dari == 2 else self.letak if dari == 1 else 0)
        return self.letak

    def read(self, n: int = -1) -> bytes:
        sisa = self.ukuran - self.letak
        n = sisa if n is None or n < 0 else min(n, sisa)
        self.letak, self.terbanyak = self.letak + n, max(n, self.terbanyak)
        return bytes(n)

    def readinto(self, wadah: Any) -> int:
        isi = self.read(len(wadah))
        wadah[: len(isi)] = isi
        return len(isi)


@pytest.fixture(params=["folder", "s3"])
def toko_apa_pun(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Penyimpanan:
    if request.param == "folder":
        return Folder(tmp_path / "berkas")
    obstore = pytest.importorskip("obstore.store", reason="obstore: only with s3://")
    monkeypatch.setattr(obstore, "from_url", lambda _: obstore.MemoryStore())
    return buka_penyimpanan("s3://ember/awalan")


def test_berkas_terbuka_disimpan_sebagai_isi_yang_sama(toko_apa_pun: Penyimpanan) -> None:
    """Wherever it stands when it is handed over; equal content has the one key."""
    sumber = BytesIO(ISI)
    sumber.seek(0, 2)
    assert toko_apa_pun.simpan_aliran(sumber) == toko_apa_pun.simpan(ISI) == KUNCI
    assert _isi(toko_apa_pun, KUNCI) == ISI
    assert [k for k, _ in toko_apa_pun.daftar()] == [KUNCI]


def test_berkas_besar_tidak_pernah_seluruhnya_di_ingatan(toko_apa_pun: Penyimpanan) -> None:
    sumber = Besar(24_000_000)
    tracemalloc.start()
    try:
        kunci = toko_apa_pun.simpan_aliran(sumber)  # type: ignore[arg-type]
        puncak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert sumber.terbanyak <= 6_000_000  # a part of S3's is 5 MB
    assert puncak < 13_000_000
    with toko_apa_pun.buka(kunci) as f:
        assert f.seek(0, 2) == sumber.ukuran


def test_penuh_di_tengah_berkas_besar(toko: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def jatuh(*_: object) -> None:
        raise OSError(errno.ENOSPC, "penuh")

    monkeypatch.setattr("shutil.copyfileobj", jatuh)
    with pytest.raises(PenyimpananPenuh):
        toko.simpan_aliran(BytesIO(ISI))
    assert [p for p in toko.akar.rglob("*") if p.is_file()] == []


def test_skema_asing() -> None:
    with pytest.raises(RuntimeError, match="belum dikenal"):
        buka_penyimpanan("ftp://kantor/berkas")
