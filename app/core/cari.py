"""A word in a long list: the few rows it may be on, found by an index of letter groups.

A list is read in the order of an index until its page is full. That is quick for a word that many
rows hold, and for one that few or none hold it reads every row there is. So such a list asks first
which rows those are: `sedikit` gives them, and nothing if they are many. What a row must hold
stays the condition of the list itself; here it is only narrowed.

Models name their columns in `CARI`. The index is called `cari_<table>`: on SQLite a table of FTS5
kept by triggers, on PostgreSQL an index of pg_trgm. A migration makes both; migrations/env.py puts
back the triggers that a rebuilt table has lost.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from app.extensions import db

Kolom = sa.ColumnElement[int] | InstrumentedAttribute[int]
AWALAN = "cari_"
# Letter groups have three; a shorter word is in nearly every row anyway.
TERPENDEK = 3
# So many ids are looked up and sorted sooner than as many pages are read.
BANYAK = 1000


def memuat(model: Any, *kata: str) -> sa.ColumnElement[bool]:
    """Rows of `model` whose `CARI` columns may hold one of these words, each of three letters or
    more; none that holds one is missing."""
    if db.engine.dialect.name == "sqlite":
        indeks = sa.table(f"{AWALAN}{model.__tablename__}", sa.column("rowid"))
        cocok = sa.literal_column(indeks.name).op("MATCH")(" OR ".join(map(_frasa, kata)))
        id: sa.ColumnElement[int] = model.id
        return id.in_(sa.select(indeks.c.rowid).where(cocok))
    kolom: list[sa.ColumnElement[str]] = [getattr(model, k) for k in model.CARI]
    return sa.or_(*(k.icontains(satu, autoescape=True) for k in kolom for satu in kata))


def _frasa(kata: str) -> str:
    return '"' + kata.replace('"', '""') + '"'


def sedikit(*asal: Sequence[sa.Select[Any]]) -> list[int] | None:
    """The fewest ids that one of these gives, each several SELECTs of ids; None if all give many.

    Each is what one word of a search leads to, so the fewest are all that need be looked at.
    """
    bagian, asal = [], tuple(filter(None, asal))
    for urut, satu in enumerate(asal):
        semua = sa.union_all(*satu).subquery()
        beberapa = sa.select(semua.c[0].label("id")).limit(BANYAK + 1).subquery()
        bagian.append(sa.select(sa.literal(urut).label("urut"), beberapa.c.id))
    if not bagian:
        return None
    temu: list[list[int]] = [[] for _ in asal]
    for urut, id in db.session.execute(sa.union_all(*bagian)):
        temu[urut].append(id)
    paling = min(temu, key=len)
    return sorted(set(paling)) if len(paling) <= BANYAK else None


def salah_satu(id: Kolom, semua: Iterable[int] | None) -> sa.ColumnElement[bool]:
    """The row is among these; True where they are not known."""
    if semua is None:
        return sa.true()
    # Written into the statement: whole numbers of our own, and the database sees how many they are.
    return id.in_(
        sa.bindparam("calon", list(semua), unique=True, expanding=True, literal_execute=True)
    )


# --- for migrations -----------------------------------------------------------------------------


def milik_pencarian(nama: str | None, jenis: str) -> bool:
    """A table or an index of the database that no model speaks of."""
    return jenis in ("table", "index") and (nama or "").startswith(AWALAN)


def lengkapi_pemicu(conn: sa.Connection) -> None:
    """SQLite: give each index the triggers it lacks, and read its rows anew where it lacked any."""
    kurang = set(pemicu_kurang(conn))
    for indeks in _indeks(conn):
        semua = _pemicu_dari(conn, indeks)
        if kurang.isdisjoint(semua):
            continue
        for nama, isi in semua.items():
            conn.exec_driver_sql(f"DROP TRIGGER IF EXISTS {nama}")
            conn.exec_driver_sql(f"CREATE TRIGGER {nama} {isi}")
        conn.exec_driver_sql(f"INSERT INTO {indeks}({indeks}) VALUES ('rebuild')")  # noqa: S608 - names of our schema  # nosec B608


def rapatkan(conn: sa.Connection) -> None:
    """SQLite: write each index anew, without the letter groups of what was deleted."""
    for indeks in _indeks(conn):
        conn.exec_driver_sql(f"INSERT INTO {indeks}({indeks}) VALUES ('optimize')")  # noqa: S608 - names of our schema  # nosec B608


def pemicu_kurang(conn: sa.Connection) -> list[str]:
    """SQLite: the triggers there should be and are not."""
    ada = set(_nama(conn, "type = 'trigger'"))
    semua = (nama for indeks in _indeks(conn) for nama in _pemicu_dari(conn, indeks))
    return [nama for nama in semua if nama not in ada]


def _indeks(conn: sa.Connection) -> list[str]:
    # Where FTS5 keeps what is in its own is named so too.
    return _nama(conn, "name LIKE 'cari#_%' ESCAPE '#' AND sql LIKE '%USING fts5%'")


def _nama(conn: sa.Connection, syarat: str) -> list[str]:
    cari: sa.Select[Any] = sa.select(sa.column("name")).select_from(sa.table("sqlite_master"))
    return list(conn.scalars(cari.where(sa.text(syarat))))


def _pemicu_dari(conn: sa.Connection, indeks: str) -> dict[str, str]:
    kolom = [baris[1] for baris in conn.exec_driver_sql(f"PRAGMA table_info({indeks})")]
    return _pemicu(indeks, indeks.removeprefix(AWALAN), kolom)


def _pemicu(indeks: str, tabel: str, kolom: Sequence[str]) -> dict[str, str]:
    """What follows the rows of a table: name and body of each trigger. INSERT OR REPLACE would
    get past them."""
    semua = ", ".join(kolom)
    baru, lama = (", ".join(f"{saat}.{k}" for k in kolom) for saat in ("new", "old"))
    berubah = " OR ".join(f"new.{k} IS NOT old.{k}" for k in ("id", *kolom))
    catat = f"INSERT INTO {indeks}(rowid, {semua}) VALUES (new.id, {baru});"  # noqa: S608 - names of our schema  # nosec B608
    buang = f"INSERT INTO {indeks}({indeks}, rowid, {semua}) VALUES ('delete', old.id, {lama});"  # noqa: S608 - names of our schema  # nosec B608
    return {
        f"{indeks}_tambah": f"AFTER INSERT ON {tabel} BEGIN {catat} END",
        f"{indeks}_hapus": f"AFTER DELETE ON {tabel} BEGIN {buang} END",
        f"{indeks}_ubah": (
            f"AFTER UPDATE OF id, {semua} ON {tabel} WHEN {berubah} BEGIN {buang} {catat} END"
        ),
    }
