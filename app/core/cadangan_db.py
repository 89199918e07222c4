"""The database's part of backup and restore, for SQLite and for PostgreSQL.

SQLite: `VACUUM INTO` copies one snapshot while others write; a restore puts a checked file in its
place with one rename. PostgreSQL: pg_dump reads the same exported snapshot the rows are counted in;
a restore is one transaction that empties the schema, fills it and counts, so it happens or not.
"""

import os
import re
import shutil
import sqlite3
import subprocess  # pg_dump and its kin, below  # nosec B404
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import sqlalchemy as sa

from app.core.cadangan_arsip import ArsipDitolak
from app.core.cadangan_isi import Isi, isi
from app.core.storage import fsync_folder
from app.extensions import db

SEMENTARA = ".cadangan-"
NAMA = {"sqlite": "basisdata.sqlite", "postgresql": "basisdata.pgdump"}
MASIH_DIPAKAI = "Basis data masih dibuka program lain. Hentikan layanan dulu, lalu ulangi."
_TUNGGU = 3.0
_TABEL = re.compile(r"[a-z_][a-z0-9_]*")
# An archive restored by psql is a script; nothing in it may wait for others for ever.
_KOSONGKAN = """
SET client_min_messages = warning;
SET lock_timeout = '10s';
DO $$ DECLARE o record; BEGIN
  FOR o IN SELECT c.oid::regclass AS nama FROM pg_class c
           WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') LOOP
    EXECUTE format('DROP TABLE IF EXISTS %s CASCADE', o.nama);
  END LOOP;
  FOR o IN SELECT p.oid::regprocedure AS nama FROM pg_proc p
           WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f'
             AND NOT EXISTS (SELECT 1 FROM pg_depend d
                             WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
    EXECUTE format('DROP FUNCTION IF EXISTS %s CASCADE', o.nama);
  END LOOP;
END $$;
"""


def dialek() -> str:
    return db.engine.dialect.name


def jalur_sqlite() -> Path:
    nama = db.engine.url.database
    if not nama or nama == ":memory:":
        raise ArsipDitolak("Basis data ini hanya ada di memori; tidak ada yang dapat dicadangkan.")
    return Path(nama)


def folder_kerja() -> str | None:
    """Where copies of the whole database may lie for a moment: beside it, where it has room."""
    if dialek() != "sqlite":
        return None
    folder = jalur_sqlite().absolute().parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return str(folder)


@contextmanager
def ruang_kerja() -> Iterator[Path]:
    """A folder of our own in there, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix=SEMENTARA, dir=folder_kerja()) as kerja:
        yield Path(kerja)


def sudah_berisi() -> bool:
    """Whether somebody works with this installation: whether it has accounts."""
    if dialek() == "sqlite" and not jalur_sqlite().exists():
        return False
    with db.engine.connect() as conn:
        if not sa.inspect(conn).has_table("pengguna"):
            return False
        return conn.scalar(sa.select(sa.exists().select_from(sa.table("pengguna")))) or False


# --- backup -------------------------------------------------------------------------------------


def potret(tujuan: Path) -> Isi:
    """Write a copy of one moment to `tujuan`, and say what is in it."""
    return _potret_sqlite(tujuan) if dialek() == "sqlite" else _potret_postgres(tujuan)


def _potret_sqlite(tujuan: Path) -> Isi:
    asal = jalur_sqlite()
    if not asal.exists():
        raise ArsipDitolak(f"Basis data {asal} belum ada; tidak ada yang dapat dicadangkan.")
    with closing(sqlite3.connect(asal, timeout=30, isolation_level=None)) as sambungan:
        sambungan.execute("VACUUM INTO ?", (str(tujuan),))
    return baca_sqlite(tujuan)


def baca_sqlite(jalur: Path) -> Isi:
    mesin = sa.create_engine(f"sqlite:///{jalur}", poolclass=sa.NullPool)
    with mesin.connect() as conn:
        return isi(conn)


def _potret_postgres(tujuan: Path) -> Isi:
    mesin = db.engine.execution_options(isolation_level="REPEATABLE READ")
    with mesin.connect() as conn:
        foto = conn.scalar(sa.select(sa.func.pg_export_snapshot()))
        hasil = isi(conn)
        _jalankan(
            "pg_dump", "--format=custom", "--no-owner", "--no-privileges",
            f"--snapshot={foto}", f"--file={tujuan}", f"--dbname={_alamat()}",
        )  # fmt: skip
    return hasil


def _alamat() -> str:
    """The address for PostgreSQL's own programs; a password in it would show in the task list."""
    url = db.engine.url.set(drivername="postgresql", password=None)
    return url.render_as_string(hide_password=False)


def _jalankan(program: str, *argumen: str) -> None:
    jalur = shutil.which(program)
    if jalur is None:
        raise ArsipDitolak(
            f"Program {program} belum ada; pasang paket postgresql-client, lalu ulangi."
        )
    sandi = db.engine.url.password
    lingkungan = os.environ | ({"PGPASSWORD": str(sandi)} if sandi else {})
    hasil = subprocess.run(  # noqa: S603 - found by name above, arguments of our own  # nosec B603
        [jalur, *argumen], env=lingkungan, capture_output=True, text=True, check=False
    )
    if hasil.returncode:
        baris = hasil.stderr.strip().splitlines() or ["tanpa keterangan"]
        sebab = next((b for b in baris if "error" in b.lower()), baris[0])
        raise ArsipDitolak(f"{program} berhenti: {sebab}")


# --- checks before a restore --------------------------------------------------------------------


def periksa_salinan(jalur: Path) -> Isi | None:
    """Is this copy whole? What it holds, where that can be told without restoring it."""
    if dialek() != "sqlite":
        _jalankan("pg_restore", "--list", "--file=/dev/null", str(jalur))
        return None
    try:
        with closing(sqlite3.connect(f"file:{jalur}?mode=ro", uri=True)) as sambungan:
            sambungan.execute("PRAGMA trusted_schema=OFF")
            utuh = sambungan.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            rusak = sambungan.execute("PRAGMA foreign_key_check").fetchone()
        if not utuh or rusak:
            raise ArsipDitolak("Basis data di dalam arsip ini rusak. Pakai arsip lain.")
        return baca_sqlite(jalur)
    except (sqlite3.DatabaseError, sa.exc.DatabaseError):
        raise ArsipDitolak("Basis data di dalam arsip ini rusak. Pakai arsip lain.") from None


def pastikan_sepi() -> None:
    """Refuse while another program has this database open: its writes would go nowhere."""
    db.session.remove()
    if dialek() == "sqlite":
        db.engine.dispose()
        _sepi_sqlite(jalur_sqlite())
    else:
        _sepi_postgres()
        db.engine.dispose()


def _sepi_sqlite(jalur: Path) -> None:
    """The last one to close a database folds its WAL in and removes it; if it stays, we were not
    the last. What a killed server left behind is folded in the same way."""
    if not jalur.exists():
        return
    with closing(sqlite3.connect(jalur, timeout=2)) as sambungan:
        try:
            sambungan.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.OperationalError:
            raise ArsipDitolak(MASIH_DIPAKAI) from None
        except sqlite3.DatabaseError:
            return  # too damaged to be opened by anybody: that is what a restore is for
    if Path(f"{jalur}-wal").exists():
        raise ArsipDitolak(MASIH_DIPAKAI)


def _sepi_postgres() -> None:
    lain = sa.text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    db.engine.dispose()
    batas = time.monotonic() + _TUNGGU
    while True:
        with db.engine.connect() as conn:
            if not conn.scalar(lain):
                return
        if time.monotonic() > batas:
            raise ArsipDitolak(MASIH_DIPAKAI)
        time.sleep(0.1)  # a connection just closed lingers a moment


# --- restore ------------------------------------------------------------------------------------


def ganti(salinan: Path, baris: Mapping[str, int]) -> None:
    """Put the checked copy in place of the database, wholly or not at all."""
    if dialek() == "sqlite":
        _ganti_sqlite(salinan, jalur_sqlite())
    else:
        _ganti_postgres(salinan, baris)


def _ganti_sqlite(salinan: Path, tujuan: Path) -> None:
    salinan.chmod(0o600)
    with salinan.open("rb+") as f:
        os.fsync(f.fileno())
    # A WAL of the old file must never be read into the new one, so it goes first; its content was
    # folded into the old file when pastikan_sepi() closed it.
    for akhiran in ("-wal", "-shm"):
        Path(f"{tujuan}{akhiran}").unlink(missing_ok=True)
    os.replace(salinan, tujuan)
    fsync_folder(tujuan.absolute().parent)


def _ganti_postgres(salinan: Path, baris: Mapping[str, int]) -> None:
    awal, naskah, akhir = (salinan.with_name(n) for n in ("awal.sql", "isi.sql", "akhir.sql"))
    awal.write_text(_KOSONGKAN, encoding="utf-8")
    akhir.write_text(_hitung_ulang(baris), encoding="utf-8")
    _jalankan(
        "pg_restore", "--no-owner", "--no-privileges", "--no-comments", f"--file={naskah}",
        str(salinan),
    )  # fmt: skip
    _jalankan(
        "psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction",
        "--output=/dev/null", f"--file={awal}", f"--file={naskah}", f"--file={akhir}",
        f"--dbname={_alamat()}",
    )  # fmt: skip


def _hitung(tabel: str) -> str:
    """The statement that counts."""
    return str(sa.select(sa.func.count()).select_from(sa.table(tabel, schema="public")))


def _hitung_ulang(baris: Mapping[str, int]) -> str:
    """The counts of the manifest, as the last statement of the transaction."""
    asing = [t for t in baris if not _TABEL.fullmatch(t)]
    if asing:
        raise ArsipDitolak("Daftar tabel di dalam arsip ini tidak dikenal. Pakai arsip lain.")
    periksa = "".join(
        f"IF ({_hitung(t)}) <> {int(n)} "
        f"THEN RAISE EXCEPTION 'jumlah baris {t} berbeda dari catatan arsip'; END IF;\n"
        for t, n in baris.items()
    )
    return f"DO $$ BEGIN\n{periksa}END $$;\n"
