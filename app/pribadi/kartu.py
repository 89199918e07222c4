"""Requests about personal data that wait for an answer, for the home page of staff."""

from datetime import date

from app.core import clock
from app.core.access import visible
from app.core.kartu import Isi, Kartu
from app.pribadi.models import PermintaanData
from app.pribadi.states import TENGGAT, TERBUKA


def _terbuka(_hari_ini: date) -> Isi:
    p = PermintaanData
    return Isi(visible(p).where(p.status.in_(TERBUKA)), p.dibuat_pada, clock.now() - TENGGAT)


KARTU = [
    Kartu(
        "data_pribadi",
        "Permintaan data pribadi",
        "Jawab permintaan peserta tentang datanya.",
        _terbuka,
        "pribadi.admin_index",
        peran=frozenset({"admin", "pelayanan"}),
    )
]
