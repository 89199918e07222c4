"""The databases of a test process: the schema made once for all processes, and emptied in between.

Both are kept until the process ends, so that a test on the one may follow a test on the other.
"""

import fcntl
import functools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade
from jinja2 import FileSystemBytecodeCache

from app import create_app
from app.core import cache
from app.core.db import tulis
from app.extensions import db
from app.pengaturan.data import muat_wilayah
from app.uttp.data import muat_jenis
from config import AKAR, Config
from tests import postgres

ACUAN = {
    "kecamatan",
    "kelurahan",
    "jenis_uttp",
    "masa_berlaku",
    "dokumen_jenis",
    "informasi_jenis",
    "alembic_version",
}
# Reference data that may have come by a file, which is not to stay.
_BERGAMBAR = (("jenis_uttp", "gambar_id"), ("dokumen_jenis", "format_id"))
_TEMPLAT = "uji_templat"


class Apps:
    """The apps of one process, made when first asked for. `bersama` is a folder of the whole run,
    `milik` one of this process."""

    def __init__(self, bersama: Path, milik: Path, proses: str) -> None:
        self._bersama, self._milik, self._nama = bersama, milik, f"uji_{proses}"
        self._jadi: dict[str, Flask] = {}

    def __getitem__(self, jenis: str) -> Flask:
        if jenis not in self._jadi:
            url = self._sqlite() if jenis == "sqlite" else self._postgres()
            self._jadi[jenis] = app = _app(url, self._milik / f"berkas-{jenis}")
            # A template is compiled by the first process that comes to it.
            app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(self._bersama))
            if jenis == "postgres":
                with app.app_context(), db.engine.begin() as conn:
                    conn.exec_driver_sql(_fungsi_kosongkan())
        return self._jadi[jenis]

    def tutup(self) -> None:
        """What the process leaves behind on the server."""
        for jenis, app in self._jadi.items():
            with app.app_context():
                db.engine.dispose()
            if jenis == "postgres" and (klaster := postgres.klaster()):
                klaster.hapus(self._nama)

    def _sqlite(self) -> str:
        templat = self._bersama / "templat.db"
        with _sekali_untuk_semua(templat) as belum:
            if belum:
                _bermigrasi(f"sqlite:///{templat}", self._milik)
        shutil.copy(templat, self._milik / "uji.db")
        return f"sqlite:///{self._milik}/uji.db"

    def _postgres(self) -> str:
        klaster = postgres.klaster()
        assert klaster is not None
        with _sekali_untuk_semua(klaster.folder / "templat") as belum:
            if belum:
                _bermigrasi(klaster.buat(_TEMPLAT), self._milik)
                (klaster.folder / "templat").touch()
            return klaster.buat(self._nama, _TEMPLAT)


@contextmanager
def _sekali_untuk_semua(hasil: Path) -> Iterator[bool]:
    """One process at a time: is this the one that has to make it?"""
    with hasil.with_suffix(".kunci").open("w") as kunci:
        fcntl.flock(kunci, fcntl.LOCK_EX)
        yield not hasil.exists()


def _app(url: str, berkas: Path) -> Flask:
    return create_app(Config.uji(database_url=url, berkas_url=str(berkas)))


def buat_app(url: str, berkas: Path) -> Flask:
    """An app on a database of its own: the schema made by the migrations, and reference data."""
    app = _app(url, berkas)
    with app.app_context():
        upgrade(directory=str(AKAR / "migrations"))
        with tulis():
            muat_wilayah()
            muat_jenis()
    return app


def _bermigrasi(url: str, folder: Path) -> None:
    """A database to copy, which nobody is using any more."""
    with buat_app(url, folder / "berkas-templat").app_context():
        db.session.remove()
        db.engine.dispose()


# --- empty again ------------------------------------------------------------------------------


@functools.cache
def _dikosongkan() -> list[str]:
    """The tables, those that point at others first."""
    return [t.name for t in reversed(db.metadata.sorted_tables) if t.name not in ACUAN]


def kosongkan() -> None:
    """Delete every row that is not reference data: most tables hold none, and are only asked."""
    # The rows go by one call, or by as many statements as there are tables that hold any.
    with db.engine.execution_options(tulis=True).begin() as conn:
        if conn.dialect.name == "postgresql":
            conn.exec_driver_sql("SELECT uji.kosongkan()")
            return
        berisi = {nama for (nama,) in conn.exec_driver_sql(_tanya_berisi())}
        if "berkas" in berisi:
            for nama, kolom in _BERGAMBAR:
                conn.exec_driver_sql(_lepas(nama, kolom))
        if "peserta" in berisi:
            conn.exec_driver_sql(_lepas("peserta", "penyedia_id"))
        for nama in _dikosongkan():
            if nama in berisi and nama != "audit":
                conn.exec_driver_sql(f"DELETE FROM {nama}")  # noqa: S608 - a name of ours
        if "audit" in berisi:
            with tanpa_pemicu_audit(conn):
                conn.exec_driver_sql("DELETE FROM audit")


def _lepas(nama: str, kolom: str) -> str:
    """A row that points at its own table, or from reference data, would hold another one back."""
    return f"UPDATE {nama} SET {kolom} = NULL WHERE {kolom} IS NOT NULL"  # noqa: S608 - as above


@functools.cache
def _tanya_berisi() -> str:
    return " UNION ALL ".join(
        f"SELECT '{nama}' WHERE EXISTS (SELECT 1 FROM {nama})"  # noqa: S608 - as above
        for nama in _dikosongkan()
    )


def _fungsi_kosongkan() -> str:
    """The same inside the server, where nothing is planned or sent twice."""
    perintah = [_lepas(*pasangan) for pasangan in (*_BERGAMBAR, ("peserta", "penyedia_id"))]
    for nama in _dikosongkan():
        hapus = f"DELETE FROM {nama};"  # noqa: S608 - as above
        if nama == "audit":
            hapus = "".join(
                f"PERFORM set_config('session_replication_role', '{p}', true); {h}"
                for p, h in (("replica", hapus), ("origin", ""))
            )
        perintah.append(f"IF EXISTS (SELECT FROM {nama}) THEN {hapus} END IF")  # noqa: S608
    return (
        "CREATE SCHEMA uji; CREATE FUNCTION uji.kosongkan() RETURNS void LANGUAGE plpgsql AS "
        f"$$ BEGIN {'; '.join(perintah)}; END $$"
    )


@contextmanager
def acuan_kembali() -> Iterator[None]:
    """For whoever changes reference data: afterwards it is as before, and all else empty."""
    tabel = [t for t in db.metadata.sorted_tables if t.name in ACUAN]
    with db.engine.connect() as conn:
        semula = {t.name: conn.execute(sa.select(t)).mappings().all() for t in tabel}
    yield
    db.session.remove()
    kosongkan()
    with db.engine.begin() as conn:
        for t in reversed(tabel):
            conn.execute(t.delete())
        for t in tabel:
            if semula[t.name]:
                conn.execute(t.insert(), [dict(b) for b in semula[t.name]])
    cache.lupakan("kantor")


@contextmanager
def tanpa_pemicu_audit(conn: sa.Connection) -> Iterator[None]:
    """What only the owner of the whole database can do: change the log behind its triggers."""
    if conn.dialect.name == "postgresql":
        conn.exec_driver_sql("SET LOCAL session_replication_role = replica")
        yield
        conn.exec_driver_sql("SET LOCAL session_replication_role = origin")
        return
    pemicu = conn.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'"
    ).fetchall()
    for nama, _ in pemicu:
        conn.exec_driver_sql(f'DROP TRIGGER "{nama}"')
    yield
    for _, perintah in pemicu:
        conn.exec_driver_sql(perintah)
