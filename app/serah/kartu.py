"""What the counter has to hand back or over, for the home page of staff."""

from collections.abc import Callable
from datetime import date

from app.core.kartu import Isi, Kartu
from app.serah.models import SerahTerima
from app.serah.queries import pilih_tahap
from app.serah.states import LABEL_TAHAP, Tahap


def _pada(tahap: Tahap) -> Callable[[date], Isi]:
    sejak = SerahTerima.dokumen_siap_pada if tahap == Tahap.DOKUMEN else None
    return lambda _hari_ini: Isi(pilih_tahap(tahap), sejak)


KARTU = [
    Kartu(
        f"serah_{tahap}",
        LABEL_TAHAP[tahap],
        tugas,
        _pada(tahap),
        "serah.admin_index",
        {"tahap": tahap.value},
        frozenset({"admin", "pelayanan"}),
    )
    for tahap, tugas in (
        (Tahap.KEMBALI, "Serahkan alat kepada pemiliknya, dan catat penerimanya."),
        (Tahap.DOKUMEN, "Serahkan SKHP dan SKRD, dan catat penerimanya."),
    )
]
