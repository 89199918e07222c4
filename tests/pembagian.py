"""How several test processes share the work: whole files, the long ones first.

What a file builds for its tests, a world or a store of pages, one process then builds once for each
database. Whoever starts last should have little to do, so the units go out by what they are known
to take; a wrong number only makes the end of a run less even.
"""

import re
from collections import Counter
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

# Seconds of processor time, roughly, of what takes longer than its number of tests tells.
LAMA: dict[str, float] = {}
SEBUAH = 0.05
# Files that build nothing dear and are long: cut up by the test function.
POTONG: frozenset[str] = frozenset()


def satuan(nodeid: str) -> str:
    """The unit a test belongs to: its file, and the database where it has one."""
    berkas, _, nama = nodeid.partition("::")
    cocok = re.search(r"\[(sqlite|postgres)\b", nama)
    if berkas in POTONG:
        berkas = f"{berkas}::{nama.partition('[')[0]}"
    return f"{berkas} {cocok[1]}" if cocok else berkas


def urutkan(items: list[pytest.Item]) -> None:
    """Unit by unit, the longest first; inside a unit as they were."""
    jumlah = Counter(satuan(i.nodeid) for i in items)

    def letak(item: pytest.Item) -> tuple[float, str]:
        unit = satuan(item.nodeid)
        return -LAMA.get(unit, jumlah[unit] * SEBUAH), unit

    items.sort(key=letak)


class Pembagian(LoadScopeScheduling):
    """Hands out the units in the order in which `urutkan` left them."""

    def __init__(self, config: pytest.Config, log: Any = None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        return satuan(nodeid)
