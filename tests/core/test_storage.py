"""Storage: whole files or none, keys of our own only, and a full disk is said as such."""

import errno
import os
import stat
from hashlib import sha256
from pathlib import Path

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


def test_skema_asing() -> None:
    with pytest.raises(RuntimeError, match="belum dikenal"):
        buka_penyimpanan("ftp://kantor/berkas")
