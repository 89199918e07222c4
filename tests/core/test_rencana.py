"""Conditions that each database is told in its own words."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.core.rencana import DiAntara, TanpaIndeks

T = sa.table("t", sa.column("id", sa.Integer), sa.column("status", sa.String))
U = sa.table("u", sa.column("id", sa.Integer))


def _sql(syarat: sa.ColumnElement[bool], dialek: sa.Dialect) -> str:
    return " ".join(str(sa.select(T.c.id).where(syarat).compile(dialect=dialek)).split())


def test_tanpa_indeks_di_sqlite_saja() -> None:
    syarat = TanpaIndeks(T.c.status).in_(["a"])
    assert "WHERE coalesce(t.status, '') IN (" in _sql(syarat, sqlite.dialect())
    assert "WHERE t.status IN (" in _sql(syarat, postgresql.dialect())


def test_di_antara_menurut_basis_data() -> None:
    syarat = DiAntara(T.c.id, sa.union_all(sa.select(U.c.id), sa.select(U.c.id)))
    isi = "(SELECT u.id FROM u UNION ALL SELECT u.id FROM u)"
    assert _sql(syarat, sqlite.dialect()).endswith(f"WHERE (t.id IN {isi})")
    assert _sql(syarat, postgresql.dialect()).endswith(f"WHERE (t.id = ANY (ARRAY{isi}))")


def test_di_antara_dapat_digabung() -> None:
    """With "= 1" behind it, as SQLite has booleans, no index would be looked at."""
    syarat = sa.and_(T.c.status == "a", DiAntara(T.c.id, sa.select(U.c.id)))
    assert _sql(syarat, sqlite.dialect()).endswith("AND (t.id IN (SELECT u.id FROM u))")
