"""Where the bytes of uploads live: a folder, or S3 once an office has outgrown one server.

The key is made from the content, never from what the sender called the file. Equal content is
stored once, so a file may only be removed when no row points at its key any more.
"""

import errno
import importlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest, sha256
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Protocol
from urllib.parse import unquote, urlsplit

KUNCI = re.compile(r"[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{64}")
# What the operating system says when nothing more can be written, whatever the reason.
PENUH = frozenset(
    getattr(errno, nama)
    for nama in ("ENOSPC", "EDQUOT", "EROFS", "EACCES", "EPERM", "EFBIG")
    if hasattr(errno, nama)
)


class PenyimpananPenuh(Exception):
    """The disk is full or may not be written to; nothing was stored."""


class Penyimpanan(Protocol):
    """The seam between uploads and the place they are kept."""

    def simpan(self, isi: bytes) -> str:
        """Store and return the key; storing the same content again changes nothing."""

    def simpan_aliran(self, sumber: BinaryIO) -> str:
        """The same for an open file of any size, which is read twice, a part at a time: for its
        key, and to be stored."""

    def buka(self, kunci: str) -> BinaryIO:
        """Open for reading. Raises FileNotFoundError."""

    def hapus(self, kunci: str) -> None:
        """Remove; a key that is not there is fine."""

    def ada(self, kunci: str) -> bool:
        """Whether the key is there."""

    def daftar(self) -> Iterator[tuple[str, float]]:
        """Every key with the time (epoch seconds) it was last stored, for sweeping and backup."""


def buat_kunci(isi: bytes) -> str:
    """ab/cd/<sha256>: two levels keep folders small."""
    return _kunci_sidik(sha256(isi).hexdigest())


def _kunci_sidik(sidik: str) -> str:
    return f"{sidik[:2]}/{sidik[2:4]}/{sidik}"


def _kunci_aliran(sumber: BinaryIO) -> str:
    """The key of all that is in it; it stands at its beginning again afterwards."""
    sumber.seek(0)
    sidik = file_digest(sumber, "sha256").hexdigest()  # type: ignore[arg-type]
    sumber.seek(0)
    return _kunci_sidik(sidik)


def periksa_kunci(kunci: str) -> str:
    """Return the key, or refuse anything that is not exactly one of ours (no ../, no absolute)."""
    if not KUNCI.fullmatch(kunci):
        raise ValueError("This is not a storage key.")
    return kunci


@contextmanager
def _kenali_penuh() -> Iterator[None]:
    try:
        yield
    except OSError as e:
        if e.errno in PENUH:
            raise PenyimpananPenuh(str(e)) from e
        raise


def fsync_folder(folder: Path) -> None:
    """Make a new name survive a power cut; Windows cannot open folders and needs no such call."""
    if os.name != "posix":
        return
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


class Folder:
    """Files in one folder of this machine, readable by the service's own user only."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.akar = Path(path)
        with _kenali_penuh():
            self.akar.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _jalur(self, kunci: str) -> Path:
        return self.akar / periksa_kunci(kunci)

    def simpan(self, isi: bytes) -> str:
        return self.simpan_aliran(BytesIO(isi))

    def simpan_aliran(self, sumber: BinaryIO) -> str:
        kunci = _kunci_aliran(sumber)
        jalur = self._jalur(kunci)
        with _kenali_penuh():
            if jalur.exists():
                # The sweeper goes by age: this old content is about to get a new row.
                os.utime(jalur)
                return kunci
            self._buat_folder(jalur.parent)
            self._tulis(jalur, sumber)
        return kunci

    def _buat_folder(self, folder: Path) -> None:
        for tingkat in (folder.parent, folder):
            if not tingkat.exists():
                tingkat.mkdir(mode=0o700, exist_ok=True)
                fsync_folder(tingkat.parent)

    @staticmethod
    def _tulis(jalur: Path, sumber: BinaryIO) -> None:
        """All or nothing: a reader sees the whole file or none, also after a crash."""
        fd, sementara = tempfile.mkstemp(dir=jalur.parent, prefix=".baru-")  # mkstemp: mode 0600
        try:
            with os.fdopen(fd, "wb") as f:
                shutil.copyfileobj(sumber, f)
                f.flush()
                os.fsync(f.fileno())
            os.replace(sementara, jalur)
        except BaseException:
            Path(sementara).unlink(missing_ok=True)
            raise
        fsync_folder(jalur.parent)

    def buka(self, kunci: str) -> BinaryIO:
        return self._jalur(kunci).open("rb")

    def hapus(self, kunci: str) -> None:
        with _kenali_penuh():
            self._jalur(kunci).unlink(missing_ok=True)

    def ada(self, kunci: str) -> bool:
        return self._jalur(kunci).is_file()

    def daftar(self) -> Iterator[tuple[str, float]]:
        for jalur in sorted(self.akar.glob("??/??/*")):
            kunci = jalur.relative_to(self.akar).as_posix()
            if KUNCI.fullmatch(kunci):
                yield kunci, jalur.stat().st_mtime


class S3:
    """The same in a bucket. Credentials and region come from the usual AWS_… environment."""

    def __init__(self, url: str) -> None:
        try:
            self._obstore: Any = importlib.import_module("obstore")
            buat: Any = importlib.import_module("obstore.store").from_url
        except ImportError as e:
            raise RuntimeError(
                "Penyimpanan s3:// memerlukan paket obstore. Pasang dengan "
                "`pip install -r requirements-scale.txt`, lalu jalankan lagi."
            ) from e
        self._toko: Any = buat(url)

    def simpan(self, isi: bytes) -> str:
        kunci = buat_kunci(isi)
        # Overwriting equal content with itself is harmless and renews its age for the sweeper.
        self._obstore.put(self._toko, kunci, isi)
        return kunci

    def simpan_aliran(self, sumber: BinaryIO) -> str:
        kunci = _kunci_aliran(sumber)
        # A large one goes in parts of 5 MB, and not as many at once as the library would.
        self._obstore.put(self._toko, kunci, sumber, max_concurrency=2)
        return kunci

    def buka(self, kunci: str) -> BinaryIO:
        # The library's NotFoundError is a FileNotFoundError, as with a folder.
        return BytesIO(bytes(self._obstore.get(self._toko, periksa_kunci(kunci)).bytes()))

    def hapus(self, kunci: str) -> None:
        if self.ada(kunci):
            self._obstore.delete(self._toko, kunci)

    def ada(self, kunci: str) -> bool:
        try:
            self._obstore.head(self._toko, periksa_kunci(kunci))
        except FileNotFoundError:
            return False
        return True

    def daftar(self) -> Iterator[tuple[str, float]]:
        for kelompok in self._obstore.list(self._toko):
            for benda in kelompok:
                if KUNCI.fullmatch(benda["path"]):
                    yield benda["path"], benda["last_modified"].timestamp()


def buka_penyimpanan(url: str) -> Penyimpanan:
    """From the setting: a folder path, file:///folder, or s3://bucket/prefix."""
    skema = url.split("://", 1)[0] if "://" in url else ""
    if skema == "s3":
        return S3(url)
    if skema == "file":
        return Folder(unquote(urlsplit(url).path))
    if skema:
        raise RuntimeError(
            f"Alamat penyimpanan berawalan {skema}:// belum dikenal. "
            "Pakai jalur folder, file:///…, atau s3://nama-bucket/awalan."
        )
    return Folder(url)
