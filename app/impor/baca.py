"""Spreadsheets in: the cells of an .xlsx or CSV file as text, however the file was made.

Whoever sends a file may have made it to do harm, so nothing is unpacked before its true size is
known, formulas are never worked out, and what cannot be read is refused with a sentence. Numbers
are written out as people write them here; the questions themselves judge them later.
"""

import csv
import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook

from app.core.format import angka, ukuran
from app.core.forms import rapikan
from app.core.kenali import BerkasDitolak
from app.impor.states import LEMBAR, MAKS_BITA, MAKS_KOLOM, MAKS_SEL

# What a workbook of 500 rows unpacks to is a tenth of this. A style takes its reader forty times as
# long as a cell does, and one that is always in the same place; there it is held to less.
MAKS_TERBUKA = 3 << 20
GAYA, MAKS_GAYA = "xl/styles.xml", 512 << 10
MAKS_BAGIAN = 300
# Rows that are looked at; empty ones between the others count here, and only here.
MAKS_DILIHAT = 5_000
# Excel keeps fifteen digits of a number; of a longer serial number the rest is gone.
UTUH = 10**15

KOSONG = "Berkas ini kosong. Isi templatnya dulu, lalu pilih lagi."
RUSAK = (
    "Berkas ini tidak dapat dibaca. Buka di Excel atau Google Sheets, simpan lagi sebagai .xlsx, "
    "lalu pilih berkas yang baru."
)
EXCEL_LAMA = (
    "Ini berkas Excel lama (.xls) atau berkas yang diberi kata sandi. Buka berkasnya, simpan "
    "sebagai .xlsx tanpa kata sandi, lalu pilih lagi."
)
BUKAN_LEMBAR = "Ini bukan berkas Excel atau CSV. Pakai templatnya, lalu simpan sebagai .xlsx."
TERLALU_PENUH = (
    "Isi berkas ini jauh lebih besar daripada yang diperlukan untuk 500 alat. Salin barisnya ke "
    "templat yang baru, lalu pilih berkas itu."
)
JADI_TANGGAL = (
    "Excel mengubah isi sel ini menjadi tanggal. Ubah format kolomnya menjadi Teks, lalu tulis "
    "lagi isinya."
)
TIDAK_UTUH = (
    "Excel menyimpan sel ini sebagai angka dan tidak mengingat semua angkanya. Ubah format "
    "kolomnya menjadi Teks, lalu tulis lagi isinya."
)
RUMUS_RUSAK = "Rumus di sel ini tidak menghasilkan isi. Tulis isinya langsung."
RUMUS_TANPA_HASIL = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!")


@dataclass(frozen=True)
class Sel:
    """A cell as text, and what was wrong with it before anybody asked what it means."""

    teks: str = ""
    galat: str = ""


@dataclass(frozen=True)
class Baris:
    """A row that holds something, and where it stands in the file."""

    nomor: int
    sel: Sequence[Sel]


def baca(isi: bytes) -> Iterator[Baris]:
    """The rows that hold anything. Raises BerkasDitolak, at once or on the way."""
    if not isi:
        raise BerkasDitolak(KOSONG)
    if len(isi) > MAKS_BITA:
        raise BerkasDitolak(
            f"Berkas ini berukuran {ukuran(len(isi))}, sedangkan batasnya {ukuran(MAKS_BITA)}. "
            "Salin barisnya ke templat yang baru, lalu pilih berkas itu."
        )
    if isi.startswith(b"PK\x03\x04"):
        mentah: Iterable[Sequence[Any]] = _xlsx(isi)
    elif isi.startswith(b"\xd0\xcf\x11\xe0"):
        raise BerkasDitolak(EXCEL_LAMA)
    else:
        mentah = _csv(_teks(isi))
    for nomor, baris in enumerate(mentah, 1):
        if nomor > MAKS_DILIHAT:
            raise BerkasDitolak(TERLALU_PENUH)
        sel = [_sel(nilai) for nilai in baris[:MAKS_KOLOM]]
        if any(s.teks for s in sel):
            yield Baris(nomor, sel)


# --- workbooks --------------------------------------------------------------------------------


def _xlsx(isi: bytes) -> list[Sequence[Any]]:
    """The rows of the sheet. Its reader meets the unexpected in many ways; each means the same."""
    try:
        _periksa_arsip(isi)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it does not know, such as pictures
            buku = load_workbook(io.BytesIO(isi), read_only=True, data_only=True, keep_links=False)
            try:
                semua = buku.worksheets
                lembar = next((s for s in semua if s.title == LEMBAR), semua[0])
                batas = {"max_row": MAKS_DILIHAT + 1, "max_col": MAKS_KOLOM}
                return list(lembar.iter_rows(**batas, values_only=True))
            finally:
                buku.close()
    except BerkasDitolak:
        raise
    except Exception as e:
        raise BerkasDitolak(RUSAK) from e


def _periksa_arsip(isi: bytes) -> None:
    """How much is in there, before anything is unpacked; and no document that defines entities.

    Python gives out no more of a part than it says of itself, so what is added up here holds.
    """
    with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
        bagian = arsip.infolist()
        gaya = sum(b.file_size for b in bagian if b.filename == GAYA)
        semua = sum(b.file_size for b in bagian)
        if len(bagian) > MAKS_BAGIAN or semua > MAKS_TERBUKA or gaya > MAKS_GAYA:
            raise BerkasDitolak(TERLALU_PENUH)
        if any(b.flag_bits & 1 for b in bagian):
            raise BerkasDitolak(EXCEL_LAMA)
        for b in bagian:
            if b.filename.lower().endswith((".xml", ".rels")) and _berentitas(arsip.read(b)):
                raise BerkasDitolak(RUSAK)


def _berentitas(xml: bytes) -> bool:
    """In any encoding an XML reader takes: the zeros of the wide ones are left out."""
    return b"<!DOCTYPE" in xml.replace(b"\0", b"")


# --- CSV --------------------------------------------------------------------------------------


def _teks(isi: bytes) -> str:
    """As Excel, Google Sheets and older programs write it."""
    if isi.startswith((b"\xff\xfe", b"\xfe\xff")):
        sandi = "utf-16"
    elif b"\0" in isi or isi.startswith((b"%PDF", b"\xff\xd8\xff", b"\x89PNG", b"RIFF")):
        raise BerkasDitolak(BUKAN_LEMBAR)
    else:
        sandi = "utf-8-sig"
    try:
        return isi.decode(sandi)
    except UnicodeDecodeError:
        # Five bytes of cp1252 mean nothing; they are not what keeps a file from being read.
        return isi.decode("cp1252", "replace")


def _csv(teks: str) -> Iterator[Sequence[str]]:
    pemisah, teks = _pemisah(teks)
    try:
        for baris in csv.reader(io.StringIO(teks, newline=""), delimiter=pemisah):
            yield [_tanpa_pelindung(sel) for sel in baris]
    except csv.Error as e:
        raise BerkasDitolak(BUKAN_LEMBAR) from e


def _pemisah(teks: str) -> tuple[str, str]:
    """What stands between the cells: as the first line says (Excel's "sep=;"), or most often in
    the first line that has anything."""
    pertama, _, sisa = teks.partition("\n")
    if pertama.strip().lower() in ("sep=;", "sep=,"):
        return pertama.strip()[-1], f"\n{sisa}"
    judul = next((b for b in teks.splitlines() if b.strip(" ;,\t")), "")
    return max(";,\t", key=judul.count), teks


def _tanpa_pelindung(sel: str) -> str:
    """The apostrophe that keeps a text from becoming a formula is not part of the text."""
    return sel[1:] if sel[:2] in ("'=", "'+", "'-", "'@") else sel


# --- cells ------------------------------------------------------------------------------------


def _sel(nilai: Any) -> Sel:
    if nilai is None:
        return Sel()
    if isinstance(nilai, bool):
        return Sel("Ya" if nilai else "Tidak")
    if isinstance(nilai, int | float | Decimal):
        return _sel_angka(nilai)
    if isinstance(nilai, datetime | date | time | timedelta):
        return Sel(str(nilai), JADI_TANGGAL)
    teks = (rapikan(str(nilai)) or "")[:MAKS_SEL]
    return Sel(teks, RUMUS_RUSAK if teks in RUMUS_TANPA_HASIL else "")


def _sel_angka(nilai: int | float | Decimal) -> Sel:
    """A number as it stands on the screen of Excel: 30, 0,5, 12345 (no points between thousands,
    for it may be a serial number)."""
    try:
        tepat = Decimal(f"{nilai:.15g}")
    except ArithmeticError:
        return Sel(str(nilai), RUMUS_RUSAK)
    if not tepat.is_finite():
        return Sel(str(nilai), RUMUS_RUSAK)
    teks = angka(tepat).replace(".", "")
    return Sel(teks[:MAKS_SEL], TIDAK_UTUH if abs(tepat) >= UTUH else "")


def kepala_dan_isi(baris: Iterable[Baris], dikenal: Any) -> tuple[Baris | None, Iterator[Baris]]:
    """The row of headings, and the rows after it. A title above it is passed over: the headings
    are the first row with two names that are `dikenal`, else the very first row."""
    alir = iter(baris)
    awal: list[Baris] = []
    for b in alir:
        awal.append(b)
        if sum(1 for s in b.sel if dikenal(s.teks)) > 1:
            return b, alir
        if len(awal) == 10:
            break
    return (awal[0] if awal else None), iter(())
