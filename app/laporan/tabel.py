"""What a report is made of: a table, perhaps a chart of it, and how each cell reads; pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from app.core import lembar_kerja
from app.core.format import angka, rupiah, tanggal
from app.core.lembar_kerja import Nilai

Baris = Sequence[Nilai]


class Jenis(StrEnum):
    TEKS = "teks"
    ANGKA = "angka"
    RUPIAH = "rupiah"
    TANGGAL = "tanggal"
    PERSEN = "persen"


_EXCEL = {Jenis.ANGKA: "#,##0", Jenis.RUPIAH: "#,##0", Jenis.PERSEN: '0.0"%"'}


@dataclass(frozen=True)
class Kolom:
    judul: str
    jenis: Jenis = Jenis.TEKS
    lebar: int = 16

    @property
    def rata_kanan(self) -> bool:
        return self.jenis in (Jenis.ANGKA, Jenis.RUPIAH, Jenis.PERSEN)

    def tampil(self, nilai: Nilai) -> str:
        """The cell as it reads on the page."""
        if nilai is None or nilai == "":
            return "–"
        if self.jenis == Jenis.RUPIAH and isinstance(nilai, int):
            return rupiah(nilai)
        if isinstance(nilai, date):
            return tanggal(nilai)
        if isinstance(nilai, int | Decimal):
            return angka(nilai) + ("%" if self.jenis == Jenis.PERSEN else "")
        return nilai

    def di_lembar(self) -> lembar_kerja.Kolom:
        satuan = " (%)" if self.jenis == Jenis.PERSEN else ""
        satuan = " (Rp)" if self.jenis == Jenis.RUPIAH else satuan
        return lembar_kerja.Kolom(self.judul + satuan, self.lebar, format=_EXCEL.get(self.jenis))


@dataclass(frozen=True)
class Seri:
    """Numbers of one kind; `nada`: utama, sah, batal, redup."""

    nama: str
    nilai: Sequence[int | Decimal | None]
    nada: str = "utama"
    garis: bool = False


@dataclass(frozen=True)
class Grafik:
    """A chart of numbers that stand in the table below it. `tumpuk`: the series add up."""

    judul: str
    label: Sequence[str]
    seri: Sequence[Seri]
    mendatar: bool = False
    tumpuk: bool = False


@dataclass(frozen=True)
class Tabel:
    """`jumlah` is the sum of the rows; `tautan` leads to what each row is about."""

    judul: str
    kolom: Sequence[Kolom]
    baris: Sequence[Baris]
    jumlah: Baris | None = None
    tautan: Sequence[tuple[str, dict[str, Any]]] = ()


@dataclass(frozen=True)
class Hasil:
    """What the page shows: the table, its chart, and for long tables a summary above and where the
    next page begins. `jumlah_baris` counts all rows, on whatever page."""

    tabel: Tabel
    jumlah_baris: int
    grafik: Grafik | None = None
    ringkas: Tabel | None = None
    catatan: Sequence[str] = ()
    next: str | None = None


@dataclass(frozen=True)
class Sumber:
    """What a file holds: exactly the rows of the page, on all its pages."""

    judul: str
    kolom: Sequence[Kolom]
    jumlah_baris: int
    baris: Callable[[], Iterator[Baris]]
    jumlah: Baris | None = None
    ringkas: Tabel | None = None
    kepala: Sequence[str] = field(default=())

    def lembar(self, baris: Iterable[Baris] | None = None) -> list[lembar_kerja.Lembar]:
        """As sheets; `baris` in place of its own rows, to count them on their way."""
        isi = self.baris() if baris is None else baris
        semua = [_lembar(self.judul, self.kolom, isi, self.jumlah, self.kepala)]
        if r := self.ringkas:
            semua.append(_lembar("Ringkasan", r.kolom, r.baris, r.jumlah, self.kepala))
        return semua


def _lembar(
    nama: str, kolom: Sequence[Kolom], baris: Iterable[Baris], jumlah: Baris | None,
    kepala: Sequence[str],
) -> lembar_kerja.Lembar:  # fmt: skip
    return lembar_kerja.Lembar(
        nama[:31], [k.di_lembar() for k in kolom], baris, kepala=kepala, jumlah=jumlah
    )


def persen(bagian: int, dari: int) -> Decimal | None:
    """With one digit after the comma; of nothing there is no share."""
    if not dari:
        return None
    return (Decimal(100 * bagian) / dari).quantize(Decimal("0.1"), ROUND_HALF_UP)


def jumlahkan(baris: Sequence[Baris], mulai: int, kata: str = "Jumlah") -> list[Nilai]:
    """The row below the others: from column `mulai` on their sums."""
    lebar = len(baris[0]) if baris else mulai
    jumlah: list[Nilai] = [kata, *[None] * (mulai - 1)]
    for i in range(mulai, lebar):
        jumlah.append(sum(b[i] for b in baris if isinstance(b[i], int)))  # type: ignore[misc]
    return jumlah
