"""Words of the import: its columns, and what may become of a row; pure."""

import re
from enum import StrEnum
from typing import Any, TypedDict

# The sheet of the template that is filled in; of other workbooks the first one is read.
LEMBAR = "Data Alat"
MAKS_BARIS = 500
MAKS_KOLOM = 60
MAKS_BITA = 2 << 20
# Longer than any answer may be, so that the rule about the answer is what one is told.
MAKS_SEL = 300

JENIS = "jenis"
# Names of the columns as they stand in the template, by the name of the question.
KOLOM = {
    JENIS: "Jenis UTTP",
    "merk": "Merk",
    "tipe": "Tipe/Model",
    "nomor_seri": "No. Seri",
    "kapasitas": "Kapasitas",
    "daya_baca": "Daya baca",
    "lokasi": "Lokasi alat",
}
WAJIB = (JENIS, "merk", "tipe", "nomor_seri", "kapasitas")
PERBAIKAN = "Yang perlu diperbaiki"
ALIAS = {
    "jenis": JENIS,
    "jenisalat": JENIS,
    "merek": "merk",
    "tipe": "tipe",
    "model": "tipe",
    "nomorseri": "nomor_seri",
    "lokasi": "lokasi",
}
# The row of the template that shows how it is done; whoever leaves it in imports nothing by it.
CONTOH = "CONTOH-001"


class Keadaan(StrEnum):
    SIAP = "siap"
    PERBAIKI = "perbaiki"
    ADA = "ada"


LABEL = {
    Keadaan.SIAP: ("Siap disimpan", "sah"),
    Keadaan.PERBAIKI: ("Perlu diperbaiki", "giliran"),
    Keadaan.ADA: ("Sudah ada", "usai"),
}


class BarisTerbaca(TypedDict):
    """A row as it was read: its number in the file, its cells, and what was wrong with reading."""

    nomor: int
    teks: dict[str, str]
    galat: dict[str, str]


class Isi(TypedDict):
    """What is kept of a file: columns by key, columns nobody asked for, rows."""

    kolom: dict[str, str]
    asing: list[str]
    baris: list[BarisTerbaca]


def inti(teks: Any) -> str:
    """A heading or a choice as it is compared: letters and digits only."""
    return "".join(c for c in str(teks).casefold() if c.isalnum())


def tanpa_kurung(teks: str) -> str:
    """Without what stands in brackets: "Kapasitas (kg)" is Kapasitas."""
    return re.sub(r"\([^()]*\)", "", teks)


def kunci_tanya(label: str) -> str:
    """The key of a column that answers a question of a type."""
    return f"?{inti(label)}"
