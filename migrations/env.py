"""How migrations run: on the app's own engine, one transaction, batch mode for SQLite.

A batch change rebuilds a table. With foreign keys on, dropping the old one would empty its child
tables through ON DELETE CASCADE without a word, so they are off meanwhile and checked after. The
triggers of the old one go with it; those of the search are put back.
"""

from typing import Any

import sqlalchemy as sa
from alembic import context
from flask import current_app

from app.core.cari import lengkapi_pemicu, milik_pencarian
from app.core.types import UTCDateTime

db = current_app.extensions["migrate"].db


def _tulis_tipe(jenis: str, objek: Any, _konteks: object) -> str | bool:
    """A migration must not lean on code that may change: our types as the database has them."""
    if jenis == "type" and isinstance(objek, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def _periksa(conn: sa.Connection) -> None:
    rusak = conn.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if rusak:
        raise RuntimeError(f"Rows that point nowhere after the migration: {rusak[:5]}")


def _lengkapi(engine: sa.Engine) -> None:
    """Also after a migration that failed: on SQLite each of those before it has been committed."""
    with engine.connect().execution_options(tulis=True) as conn, conn.begin():
        lengkapi_pemicu(conn)


def run_online() -> None:
    engine = db.engine
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as conn:
        if sqlite:
            # Outside a transaction, where SQLite obeys it; our connections say BEGIN themselves.
            conn.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=conn,
            target_metadata=db.metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=_tulis_tipe,
            include_name=lambda nama, jenis, _: not milik_pencarian(nama, jenis),
            transaction_per_migration=False,
        )
        try:
            with context.begin_transaction():
                context.run_migrations()
                if sqlite:
                    _periksa(conn)
        finally:
            if sqlite:
                conn.rollback()
                conn.connection.driver_connection.execute("PRAGMA foreign_keys=ON")
                _lengkapi(engine)


if context.is_offline_mode():
    raise SystemExit("Migrations run on the database itself; there is no SQL to print.")
run_online()
