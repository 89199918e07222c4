"""Words of fees: what they are counted by, and bands of capacity; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.core.format import angka


class SatuanHitung(StrEnum):
    """What the price of a row is for."""

    ALAT = "alat"
    NOZZLE = "nozzle"
    KOMPARTEMEN = "kompartemen"
    SKALA = "skala"
    KELIPATAN = "kelipatan"


LABEL_SATUAN = {
    SatuanHitung.ALAT: "Per alat",
    SatuanHitung.NOZZLE: "Per nozzle",
    SatuanHitung.KOMPARTEMEN: "Per kompartemen",
    SatuanHitung.SKALA: "Per skala",
    SatuanHitung.KELIPATAN: "Per kelipatan kapasitas",
}
# Counted on the instrument itself: without its number there is no amount.
BERHITUNG = frozenset({SatuanHitung.NOZZLE, SatuanHitung.KOMPARTEMEN, SatuanHitung.SKALA})
PALING_BANYAK = 999

# Tests again after a repair are free for so many working days (SIPPN Banyumas 8078417).
HARI_UJI_ULANG = 7

# Since this day tests are free by law (UU 1/2022), unless the region has fees of its own.
BEBAS_SEJAK = date(2024, 1, 5)


@dataclass(frozen=True)
class Biaya:
    """What everybody is told of fees: whether there are any today, from which day on there will
    be, and whether there were any since they ceased to be by law.

    However far the day is: a test may be offered on any day from tomorrow on.
    """

    kini: bool
    mulai: date | None
    pernah: bool


MASA = {"kini": "Berlaku hari ini", "nanti": "Belum berlaku", "lalu": "Sudah berakhir"}


def sebut_satuan(satuan: str, kelipatan: Decimal | None = None, satuan_kapasitas: str = "") -> str:
    """What one costs so much: "nozzle", "1.000 kg"."""
    if satuan == SatuanHitung.KELIPATAN:
        return f"{angka(kelipatan)} {satuan_kapasitas}".strip()
    return str(satuan)


def sebut_rentang(
    dari: Decimal | None, sampai: Decimal | None, satuan_kapasitas: str | None = ""
) -> str | None:
    """The band in words; its lower edge belongs to the band below, its upper one to itself."""
    satuan = f" {satuan_kapasitas}" if satuan_kapasitas else ""
    kata = []
    if dari is not None:
        kata.append(f"lebih dari {angka(dari)}{satuan}")
    if sampai is not None:
        kata.append(f"sampai dengan {angka(sampai)}{satuan}")
    return " ".join(kata) or None


def sebut_kurang(kurang: "Mapping[str, int] | tuple[str, ...]") -> str:
    """The counts that are not known: "nozzle", "nozzle dan skala"."""
    return " dan ".join(kurang)
