"""Extensions, made once and bound to the app in create_app(); imports nothing of ours."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import sqlalchemy as sa
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import event
from sqlalchemy.orm import DeclarativeBase


class Pelaku(Protocol):
    """Whoever acts: all that rules may know of an account."""

    @property
    def id(self) -> int: ...
    @property
    def peran(self) -> str: ...
    @property
    def nama(self) -> str: ...


class Base(DeclarativeBase):
    """Every model. Constraints have fixed names, so migrations can drop them anywhere."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        """SQL condition: which rows this actor may see. Saying nothing means nobody."""
        return sa.false()


db = SQLAlchemy(
    model_class=Base,
    session_options={"expire_on_commit": False},
    # The values of a statement that failed stay out of the log: among them are NIK and names.
    engine_options={"pool_pre_ping": True, "hide_parameters": True},
)
migrate = Migrate()
login_manager = LoginManager()
csrf = CSRFProtect()

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model

# Shared PCs and cheap disks: WAL lets readers go on while one writes; foreign keys are off in
# SQLite unless asked for on every connection.
PRAGMA: Sequence[str] = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    "temp_store=MEMORY",
    "cache_size=-16000",
    "journal_size_limit=67108864",
)


def siapkan_sqlite(engine: sa.Engine) -> None:
    """Make SQLite behave: our own BEGIN (IMMEDIATE for writers), foreign keys, WAL."""

    @event.listens_for(engine, "connect")
    def _buka(dbapi: Any, _record: object) -> None:
        dbapi.isolation_level = None  # we say BEGIN ourselves
        for pragma in PRAGMA:
            dbapi.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _mulai(conn: sa.Connection) -> None:
        # Has this connection read the schema anew, if another has changed it since. Without it, one
        # that meets an index of the search only then says that there is no such table. Before the
        # transaction, in which it would be a read that stands in the way of writing.
        dbapi: Any = conn.connection.driver_connection
        dbapi.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
        # A read snapshot cannot be upgraded to a writer; those that will write say so first.
        menulis = conn.get_execution_options().get("tulis")
        conn.exec_driver_sql("BEGIN IMMEDIATE" if menulis else "BEGIN")
