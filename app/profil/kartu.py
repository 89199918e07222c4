"""Requests for changes that wait for an answer, for the home page of staff."""

from datetime import date

from app.core import clock
from app.core.access import visible
from app.core.kartu import Isi, Kartu
from app.pribadi.states import TENGGAT
from app.profil.models import PermintaanPerubahan
from app.profil.states import StatusPerubahan


def _menunggu(_hari_ini: date) -> Isi:
    p = PermintaanPerubahan
    pilih = visible(p).where(p.status == StatusPerubahan.MENUNGGU)
    return Isi(pilih, p.dibuat_pada, clock.now() - TENGGAT)


KARTU = [
    Kartu(
        "perubahan",
        "Permintaan perubahan",
        "Bandingkan dengan buktinya, lalu terima atau tolak.",
        _menunggu,
        "profil.admin_index",
        peran=frozenset({"admin", "pelayanan"}),
    )
]
