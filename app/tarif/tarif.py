"""What a test costs: pure. Rows with dates in, whole rupiah with its basis out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

# Fees for tera and tera ulang ended with the transition of UU 1/2022; a row brings one back.
BEBAS = "UU 1/2022 (HKPD), bebas retribusi sejak 5 Januari 2024"


class BarisTarif(Protocol):
    """What is read of a fee row. None in the first three means "any"."""

    @property
    def jenis_id(self) -> int | None: ...
    @property
    def layanan(self) -> str | None: ...
    @property
    def lokasi(self) -> str | None: ...
    @property
    def harga(self) -> int: ...
    @property
    def berlaku_mulai(self) -> date: ...
    @property
    def berlaku_sampai(self) -> date | None: ...
    @property
    def dasar_hukum(self) -> str: ...


@dataclass(frozen=True)
class Rincian:
    """The fee for one instrument on one date, and where it comes from."""

    jumlah: int
    dasar: str

    @property
    def bebas(self) -> bool:
        return self.jumlah == 0


def berlaku(baris: BarisTarif, tanggal: date) -> bool:
    """Both edges count."""
    sampai = baris.berlaku_sampai
    return baris.berlaku_mulai <= tanggal and (sampai is None or tanggal <= sampai)


def hitung(
    baris: Iterable[BarisTarif], *, jenis_id: int, layanan: str, lokasi: str, tanggal: date
) -> Rincian:
    """The most specific row of that day; the type weighs more than the service, that more than the
    place. Of two alike the younger one holds."""
    cocok = [
        b
        for b in baris
        if b.jenis_id in (None, jenis_id)
        and b.layanan in (None, layanan)
        and b.lokasi in (None, lokasi)
        and berlaku(b, tanggal)
    ]
    if not cocok:
        return Rincian(0, BEBAS)
    terpilih = max(cocok, key=_bobot)
    return Rincian(terpilih.harga, terpilih.dasar_hukum)


def _bobot(b: BarisTarif) -> tuple[bool, bool, bool, date]:
    return b.jenis_id is not None, b.layanan is not None, b.lokasi is not None, b.berlaku_mulai
