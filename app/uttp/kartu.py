"""Certificates that run out soon, for the home page of staff."""

from collections.abc import Callable
from datetime import date

from app.core.access import visible
from app.core.kartu import Isi, Kartu
from app.uttp.models import Uttp
from app.uttp.queries import saring_keabsahan
from app.uttp.states import SEGERA_30, Keabsahan


def _habis(kode: str) -> Callable[[date], Isi]:
    return lambda hari_ini: Isi(visible(Uttp).where(saring_keabsahan(kode, hari_ini)))


KARTU = [
    Kartu(
        kode,
        judul,
        "",
        _habis(kode),
        "uttp.index",
        {"keabsahan": kode},
        frozenset({"admin", "pelayanan"}),
        golongan="skhp",
    )
    for kode, judul in ((SEGERA_30, "dalam 30 hari"), (Keabsahan.SEGERA.value, "dalam 60 hari"))
]
