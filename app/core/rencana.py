"""How a condition is said so that each database reads as much of a table however long it grows."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class TanpaIndeks(FunctionElement[str]):
    """A text column, so that no index on it leads.

    SQLite has no figures and takes an index on it whatever else there is; of an expression there
    is none. PostgreSQL weighs them all by its figures, which it has of the column alone: of the
    expression it would guess, and sort by hand what an index has in order.
    """

    type = sa.String()
    inherit_cache = True


@compiles(TanpaIndeks)
def _apa_adanya(e: TanpaIndeks, compiler: Any, **kw: Any) -> str:
    return str(compiler.process(e.clauses, **kw))


@compiles(TanpaIndeks, "sqlite")
def _terselubung(e: TanpaIndeks, compiler: Any, **kw: Any) -> str:
    return f"coalesce({compiler.process(e.clauses, **kw)}, '')"


class DiAntara(FunctionElement[bool]):
    """`DiAntara(column, subquery)`: IN, where the subquery gives a few rows that lead.

    PostgreSQL makes a join of IN, and beyond eight tables joins as they are written: this one
    last, to all rows of the others. An array it has before it begins.
    """

    type = sa.Boolean()
    inherit_cache = True

    def __init__(self, kolom: sa.SQLColumnExpression[Any], cari: sa.SelectBase) -> None:
        super().__init__(kolom, cari.scalar_subquery())

    def self_group(self, against: Any = None) -> Any:
        """As it is: the "= 1" that SQLite has for booleans would hide the column from its index."""
        return self


@compiles(DiAntara)
def _in(e: DiAntara, compiler: Any, **kw: Any) -> str:
    kolom, cari = (compiler.process(k, **kw) for k in e.clauses)
    return f"({kolom} IN {cari})"


@compiles(DiAntara, "postgresql")
def _larik(e: DiAntara, compiler: Any, **kw: Any) -> str:
    kolom, cari = (compiler.process(k, **kw) for k in e.clauses)
    return f"({kolom} = ANY (ARRAY{cari}))"
