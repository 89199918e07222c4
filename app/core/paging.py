"""Keyset paging: newest first, no COUNT, no OFFSET; a page costs the same however deep."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import abort

from app.core.clock import baca_saat
from app.core.nomor import baca_id
from app.extensions import db

UKURAN = 20
UKURAN_PILIHAN = (20, 50, 100)


@dataclass(frozen=True)
class Page:
    """One page of rows; `next` is the cursor of the following one, None at the end."""

    items: Sequence[Any]
    next: str | None


def ukuran(teks: str | None) -> int:
    """How many rows a page has, as its address says; any other number is the usual one."""
    return next((n for n in UKURAN_PILIHAN if str(n) == teks), UKURAN)


def _baca(after: str) -> tuple[datetime, int]:
    when, _, id = after.partition("~")
    instant, last_id = baca_saat(when), baca_id(id)
    if instant is None or last_id is None:
        abort(404)
    return instant, last_id


def keyset(
    stmt: Any,
    at: Any,
    id: Any,
    *,
    after: str | None,
    size: int = UKURAN,
    oldest_first: bool = False,
) -> Page:
    """Run the SELECT `stmt` by the columns (at, id); it must select both under their names."""
    key = sa.tuple_(at, id)
    if after:
        when, last_id = _baca(after)
        mark = sa.tuple_(sa.literal(when, at.type), sa.literal(last_id))
        stmt = stmt.where(key > mark if oldest_first else key < mark)
    order = (at, id) if oldest_first else (at.desc(), id.desc())
    rows = list(db.session.execute(stmt.order_by(*order).limit(size + 1)))
    if len(rows) <= size:
        return Page(rows, next=None)
    last = rows[size - 1]
    name = getattr(at, "key", "dibuat_pada")
    return Page(rows[:size], next=f"{getattr(last, name).isoformat()}~{last.id}")
