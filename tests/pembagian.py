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
LAMA: dict[str, float] = {
    "tests/e2e/test_tampilan.py sqlite": 110,
    "tests/keamanan/test_sapuan.py sqlite": 65,
    "tests/test_halaman_semua.py sqlite": 57,
    "tests/keamanan/test_fuzz.py sqlite": 24,
    "tests/keamanan/test_fuzz.py postgres": 30,
    "tests/test_masukan_aneh.py sqlite": 25,
    "tests/test_masukan_aneh.py postgres": 30,
    "tests/e2e/test_antrean.py sqlite": 25,
    "tests/test_halaman_query.py sqlite": 20,
    "tests/test_halaman_query.py postgres": 20,
    "tests/e2e/test_manual.py sqlite": 20,
    "tests/e2e/test_alur.py sqlite": 18,
    "tests/e2e/test_alur.py postgres": 18,
    "tests/e2e/test_unggah.py sqlite": 10,
    "tests/e2e/test_unggah.py postgres": 10,
    "tests/keamanan/test_isian_lebih.py sqlite": 12,
    "tests/test_akses.py sqlite": 11,
    "tests/demo/test_demo.py sqlite": 6,
    "tests/demo/test_demo.py postgres": 8,
    "tests/pelanggan/test_mesin.py": 6,
    "tests/pelanggan/test_mesin.py sqlite": 6,
    "tests/test_templat.py": 2,
    "tests/test_dokumen.py": 1,
    "tests/test_config.py": 1,
    "tests/pengajuan/test_states.py": 1,
}
SEBUAH = 0.05


def satuan(nodeid: str) -> str:
    """The unit a test belongs to: its file, and the database where it has one."""
    berkas, _, nama = nodeid.partition("::")
    cocok = re.search(r"\[(sqlite|postgres)\b", nama)
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
