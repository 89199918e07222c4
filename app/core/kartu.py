"""What waits at the office: each feature brings its own cards, the home page never changes.

A feature lists them in `KARTU` of its module `kartu`. A card counts exactly the rows of the list
it opens, for whoever asks: `isi` gives that list's SELECT, narrowed by what may be seen.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa

from app.core.clock import WITA


@dataclass(frozen=True)
class Isi:
    """The rows of a list, since when each waits, and before which instant that is too long ago."""

    pilih: sa.Select[Any]
    sejak: Any = None
    batas: datetime | None = None


@dataclass(frozen=True)
class Kartu:
    """One queue. `peran` act on it, `pembaca` only look on; `isi` is asked at each request."""

    kunci: str
    judul: str
    tugas: str
    isi: Callable[[date], Isi]
    endpoint: str
    args: Mapping[str, str] = field(default_factory=dict)
    peran: frozenset[str] = frozenset()
    pembaca: frozenset[str] = frozenset({"kepala"})
    # The rows wait for somebody else, or for a day to come: told apart on the page.
    golongan: str = "tugas"
    # The queue of applications that "Kerjakan" opens at its oldest row.
    antre: str | None = None


def sebelum_hari(tanggal: date) -> datetime:
    """The first instant of this date on the office's wall clock."""
    return datetime.combine(tanggal, time.min, WITA).astimezone(UTC)
