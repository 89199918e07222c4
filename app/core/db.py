"""One write transaction per act, and the database's refusal turned into a sentence."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session, scoped_session
from sqlalchemy.orm.interfaces import ORMOption

from app.core import audit
from app.core.errors import AturanDilanggar
from app.core.log import log
from app.extensions import Base, db

M = TypeVar("M", bound=Base)


@contextmanager
def tulis() -> Iterator[scoped_session[Session]]:
    """The only way to write: ends the read snapshot, takes the write lock, commits or rolls back.

    Rows loaded before become detached snapshots, still readable by the view: a service reads again
    with `segar` what its rule needs. Nothing slow in here (hashing, pictures, mail), because on
    SQLite everybody else waits.
    """
    s: scoped_session[Any] = db.session
    if s.new or s.dirty or s.deleted:
        raise RuntimeError("There are changes outside tulis(); they would be lost.")
    s.expunge_all()
    s.rollback()
    s.connection(execution_options={"tulis": True})
    audit.mulai(s)
    try:
        yield s
        audit.simpan(s)
        s.commit()
    except BaseException:
        s.rollback()
        raise
    finally:
        audit.selesai(s)


def segar(row: M, *options: ORMOption, kunci: bool = False) -> M:
    """The same row as it is now, inside this transaction; `kunci` also locks it on PostgreSQL.

    A row that is gone meanwhile is a broken rule, told as such.
    """
    baru = db.session.get(
        type(row),
        row.id,  # type: ignore[attr-defined]
        options=options,
        populate_existing=True,
        with_for_update=True if kunci else None,
    )
    if baru is None:
        raise AturanDilanggar("Data ini sudah dihapus. Muat ulang halaman.")
    return baru


@contextmanager
def jika_bentrok(kata: Mapping[str, tuple[str, str | None]]) -> Iterator[None]:
    """Turn a unique or foreign-key refusal into (sentence, field); keys are "table.column".

    SQLite names the columns of a broken constraint, PostgreSQL its name, which by our naming
    convention holds the same words joined by "_". The key "*" catches any other.
    """
    try:
        yield
        db.session.flush()
    except IntegrityError as e:
        teks = str(e.orig)
        for kolom, (pesan, field) in kata.items():
            if kolom == "*" or kolom in teks or kolom.replace(".", "_") in teks:
                raise AturanDilanggar(pesan, field) from e
        raise


# A reader does not wait longer than this to leave a trace.
_SEKEJAP_MS = 200


def tulis_sekilas(perintah: sa.Executable) -> bool:
    """One small write beside the request, on a connection of its own: True when it was made.

    For what nobody misses if it is left out (a session seen). It waits for other writers only a
    moment, and never makes the request fail that came by.
    """
    try:
        with db.engine.connect().execution_options(tulis=True) as conn, _sebentar(conn):
            conn.execute(perintah)
            conn.commit()
    except OperationalError:
        log.info("catatan kecil dilewati: basis data sedang sibuk")
        return False
    return True


@contextmanager
def _sebentar(conn: sa.Connection) -> Iterator[None]:
    """Waits are short in here; the connection goes back to the pool as it was."""
    if conn.dialect.name != "sqlite":
        conn.exec_driver_sql(f"SET LOCAL lock_timeout = '{_SEKEJAP_MS}ms'")
        yield
        return
    # Before the transaction begins, so not through SQLAlchemy, which would begin one.
    mentah: Any = conn.connection.driver_connection
    (biasa,) = mentah.execute("PRAGMA busy_timeout").fetchone()
    mentah.execute(f"PRAGMA busy_timeout = {_SEKEJAP_MS}")
    try:
        yield
    finally:
        mentah.execute(f"PRAGMA busy_timeout = {biasa}")
