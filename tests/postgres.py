"""A throwaway PostgreSQL for one run of the tests.

It listens on a socket in a folder of its own, on no network port, forgets about safety on disk and
is thrown away at the end. A run that needs no PostgreSQL starts none. With several test processes
the controlling one only reserves the folder and names it in KN_TEST_POSTGRES; the first process
that needs the server starts it under a file lock, and the controlling one stops it.

    def pytest_configure(config): postgres.sediakan(config)
    def pytest_unconfigure(config): postgres.bereskan(config)
    klaster = postgres.klaster()    # None where the server programs are missing: postgres.ALASAN
"""

import fcntl
import functools
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

ALASAN = "Program server PostgreSQL (initdb, pg_ctl) tidak ada; pasang paket postgresql."

_LINGKUNGAN = "KN_TEST_POSTGRES"
_PEMILIK = "kn"
# No TCP; nothing is flushed to disk, as nothing here is to survive.
_SETELAN = (
    "listen_addresses=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=32MB",
    "max_connections=120",
)


class Klaster:
    """One running server; databases are made in it and dropped by name."""

    def __init__(self, folder: Path, biner: Path) -> None:
        self.folder = folder
        self._biner = biner

    def url(self, dbname: str) -> str:
        """The address for SQLAlchemy."""
        return f"postgresql+psycopg://{_PEMILIK}@/{dbname}?host={self.folder}"

    def buat(self, dbname: str, templat: str = "template0") -> str:
        """Make a database, possibly as a copy of another one nobody is using; gives its address."""
        self._perintah(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(dbname), sql.Identifier(templat)
            )
        )
        return self.url(dbname)

    def hapus(self, dbname: str) -> None:
        """Drop a database even where a connection to it was left open."""
        self._perintah(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(dbname))
        )

    def stop(self) -> None:
        """End the server and remove everything it wrote."""
        if self.berjalan:
            self._jalankan("pg_ctl", "stop", "-D", self._data, "-m", "immediate", "-w")
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def berjalan(self) -> bool:
        return (self._data / "postmaster.pid").exists()

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def start(self) -> None:
        """Build the cluster and wait until it answers."""
        pemilik = _akun_server()
        if pemilik is not None:
            os.chown(self.folder, pemilik.pw_uid, pemilik.pw_gid)
        self._jalankan(
            "initdb", "-D", self._data, "-U", _PEMILIK, "--auth=trust", "--encoding=UTF8",
            "--locale=C.UTF-8", "--no-sync", "--no-instructions",
        )  # fmt: skip
        setelan = " ".join(f"-c {s}" for s in (*_SETELAN, f"unix_socket_directories={self.folder}"))
        self._jalankan(
            "pg_ctl", "start", "-D", self._data, "-l", self.folder / "log", "-o", setelan, "-w"
        )

    def _perintah(self, perintah: sql.Composed) -> None:
        with psycopg.connect(
            host=str(self.folder), user=_PEMILIK, dbname="postgres", autocommit=True
        ) as sambungan:
            sambungan.execute(perintah)

    def _jalankan(self, program: str, *argumen: str | Path) -> None:
        pemilik = _akun_server()
        sebagai: dict[str, Any] = (
            {}
            if pemilik is None
            else {"user": pemilik.pw_uid, "group": pemilik.pw_gid, "extra_groups": []}
        )
        # To a file, not a pipe: the server keeps what it was started with, and a pipe would never
        # come to its end.
        with (self.folder / "keluaran").open("w+", encoding="utf-8") as keluaran:
            hasil = subprocess.run(
                [self._biner / program, *argumen],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=keluaran,
                stderr=subprocess.STDOUT,
                timeout=120,
                check=False,
                **sebagai,
            )
            if hasil.returncode:
                keluaran.seek(0)
                raise RuntimeError(f"{program}: {keluaran.read()}")


def mulai(folder: Path | None = None) -> Klaster | None:
    """Start a server, in `folder` if given; None where the programs are missing (see ALASAN)."""
    biner = _cari_biner()
    if biner is None:
        return None
    klaster_baru = Klaster(folder or _folder_baru(), biner)
    try:
        klaster_baru.start()
    except BaseException:
        klaster_baru.stop()
        raise
    return klaster_baru


def sediakan(config: pytest.Config) -> None:
    """Called in pytest_configure: the controlling process reserves the folder of this run."""
    if not hasattr(config, "workerinput"):
        os.environ[_LINGKUNGAN] = str(_folder_baru())


def bereskan(config: pytest.Config) -> None:
    """Called in pytest_unconfigure: the controlling process stops what anybody started."""
    folder = None if hasattr(config, "workerinput") else os.environ.pop(_LINGKUNGAN, None)
    if folder is not None:
        Klaster(Path(folder), _cari_biner() or Path()).stop()
        klaster.cache_clear()


@functools.cache
def klaster() -> Klaster | None:
    """The server of this run, started by the first process that asks for it."""
    biner = _cari_biner()
    if biner is None:
        return None
    folder = Path(os.environ[_LINGKUNGAN])
    with (folder / "kunci").open("w") as kunci:
        fcntl.flock(kunci, fcntl.LOCK_EX)
        bersama = Klaster(folder, biner)
        if not bersama.berjalan:
            bersama.start()
    return bersama


def _folder_baru() -> Path:
    # Not TMPDIR: the path of a socket may have 107 bytes at most.
    return Path(tempfile.mkdtemp(prefix="kn-pg-", dir="/tmp"))  # noqa: S108 - made by mkdtemp


def _akun_server() -> pwd.struct_passwd | None:
    """Whom the server runs as: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    for nama in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(nama)
        except KeyError:
            continue
    raise RuntimeError("Tidak ada akun selain root untuk menjalankan PostgreSQL.")


def _cari_biner() -> Path | None:
    """The newest server on this machine: Debian keeps each version outside PATH."""
    di_path = shutil.which("initdb")
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda p: int(p.parts[-3]) if p.parts[-3].isdigit() else 0,
    )
    calon = [*([Path(di_path)] if di_path else []), *reversed(debian)]
    return next((p.parent for p in calon if (p.parent / "pg_ctl").exists()), None)
