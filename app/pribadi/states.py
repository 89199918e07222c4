"""The words of requests about personal data; pure."""

from datetime import datetime, timedelta
from enum import StrEnum

# UU 27/2022 gives three days of 24 hours, weekends and nights included.
TENGGAT = timedelta(hours=72)


class Jenis(StrEnum):
    PERBAIKAN = "perbaikan"
    PENGHAPUSAN = "penghapusan"


class StatusPermintaan(StrEnum):
    BARU = "baru"
    DIPROSES = "diproses"
    SELESAI = "selesai"
    DITOLAK = "ditolak"


TERBUKA = (StatusPermintaan.BARU, StatusPermintaan.DIPROSES)
TERTUTUP = (StatusPermintaan.SELESAI, StatusPermintaan.DITOLAK)

LABEL_JENIS = {Jenis.PERBAIKAN: "Perbaikan data", Jenis.PENGHAPUSAN: "Penghapusan data"}
LABEL_STATUS_PERMINTAAN = {
    StatusPermintaan.BARU: ("Baru", "giliran"),
    StatusPermintaan.DIPROSES: ("Diproses", "jalan"),
    StatusPermintaan.SELESAI: ("Selesai", "sah"),
    StatusPermintaan.DITOLAK: ("Ditolak", "batal"),
}


def sisa(batas: datetime, kini: datetime) -> str:
    """How long until the answer is due, or how long it is late; in full hours."""
    lewat = kini > batas
    jam = int(abs(batas - kini).total_seconds() // 3600)
    hari, jam = divmod(jam, 24)
    lama = " ".join(t for n, t in ((hari, f"{hari} hari"), (jam, f"{jam} jam")) if n)
    lama = lama or "kurang dari 1 jam"
    return f"Lewat {lama}" if lewat else f"Sisa {lama}"
