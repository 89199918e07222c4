"""Spreadsheets for people: rows in, a download out, as .xlsx or CSV.

What somebody typed stays what it is when the file is opened elsewhere: a cell that begins with
= + - @ is text in a workbook, and in CSV, which knows no text cells, it gets an apostrophe before
it. Rows are taken one by one; a report of many thousands costs no more memory than a short one.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter
from flask import Response, send_file

from app.core.clock import WITA

Nilai = str | int | Decimal | date | datetime | None

MIME = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}
# Excel in Indonesian takes the comma for the decimal sign, and so the semicolon between cells.
PEMISAH = ";"
AWAL_RUMUS = ("=", "+", "-", "@", "\t", "\r")
MAKS_SEL = 32_767  # characters a cell of a workbook can hold
_OPSI = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True)
class Kolom:
    """A column: `teks` keeps what people type later as they type it (serial numbers with zeros in
    front); `pilihan` is where the answers stand that Excel offers, "='Jenis UTTP'!$B$2:$B$9"."""

    judul: str
    lebar: int = 16
    teks: bool = False
    pilihan: str | Sequence[str] | None = None


@dataclass(frozen=True)
class Lembar:
    """One sheet; `baris_pilihan` is how many rows below the heading offer their choices."""

    nama: str
    kolom: Sequence[Kolom]
    baris: Iterable[Sequence[Nilai]]
    baris_pilihan: int = 500


def xlsx(*lembar: Lembar) -> bytes:
    """A workbook of these sheets."""
    keluar = BytesIO()
    with xlsxwriter.Workbook(keluar, _OPSI) as buku:
        gaya = {
            "judul": buku.add_format({"bold": True, "text_wrap": True, "bottom": 1}),
            "teks": buku.add_format({"num_format": "@"}),
            "tanggal": buku.add_format({"num_format": "dd-mm-yyyy"}),
            "saat": buku.add_format({"num_format": "dd-mm-yyyy hh:mm"}),
        }
        for satu in lembar:
            _tulis_lembar(buku.add_worksheet(satu.nama), satu, gaya)
    return keluar.getvalue()


def _tulis_lembar(kertas: Any, lembar: Lembar, gaya: dict[str, Any]) -> None:
    kertas.freeze_panes(1, 0)
    for i, k in enumerate(lembar.kolom):
        kertas.set_column(i, i, k.lebar, gaya["teks"] if k.teks else None)
        kertas.write_string(0, i, k.judul, gaya["judul"])
        if k.pilihan:
            kertas.data_validation(1, i, lembar.baris_pilihan, i, _dari_daftar(k))
    teks = [k.teks for k in lembar.kolom]
    for n, baris in enumerate(lembar.baris, 1):
        for i, nilai in enumerate(baris):
            _tulis_sel(kertas, n, i, nilai, gaya, teks[i])


def _dari_daftar(kolom: Kolom) -> dict[str, Any]:
    """What Excel says when something else is typed; it may still be kept."""
    return {
        "validate": "list",
        "source": kolom.pilihan,
        "error_type": "warning",
        "error_title": kolom.judul[:32],
        "error_message": f"Pilih {kolom.judul} dari daftar.",
    }


def _tulis_sel(kertas: Any, n: int, i: int, nilai: Nilai, gaya: dict[str, Any], teks: bool) -> None:
    if nilai is None:
        return
    if isinstance(nilai, datetime):
        kertas.write_datetime(n, i, nilai.astimezone(WITA).replace(tzinfo=None), gaya["saat"])
    elif isinstance(nilai, date):
        kertas.write_datetime(n, i, nilai, gaya["tanggal"])
    elif isinstance(nilai, str):
        kertas.write_string(n, i, _terbaca(nilai)[:MAKS_SEL], gaya["teks"] if teks else None)
    else:
        kertas.write_number(n, i, nilai)


def _terbaca(teks: str) -> str:
    """Without control characters, which make a workbook that cannot be opened."""
    return "".join(c for c in teks if c in "\n\t" or c.isprintable())


def csv_bita(kolom: Sequence[Kolom], baris: Iterable[Sequence[Nilai]]) -> bytes:
    """The same as CSV: UTF-8 with the mark Excel looks for, semicolons, decimal comma."""
    keluar = StringIO()
    tulis = csv.writer(keluar, delimiter=PEMISAH)
    tulis.writerow([_sel_csv(k.judul) for k in kolom])
    tulis.writerows([_sel_csv(n) for n in b] for b in baris)
    return keluar.getvalue().encode("utf-8-sig")


def _sel_csv(nilai: Nilai) -> str:
    if nilai is None:
        return ""
    if isinstance(nilai, datetime):
        return f"{nilai.astimezone(WITA):%d-%m-%Y %H:%M}"
    if isinstance(nilai, date):
        return f"{nilai:%d-%m-%Y}"
    if isinstance(nilai, str):
        teks = _terbaca(nilai)
        return f"'{teks}" if teks.startswith(AWAL_RUMUS) else teks
    return f"{nilai:f}".replace(".", ",") if isinstance(nilai, Decimal) else str(nilai)


def kirim(isi: bytes, nama: str) -> Response:
    """A download; `nama` ends in .xlsx or .csv. What is in it is for the one who asked."""
    jawaban = send_file(
        BytesIO(isi),
        mimetype=MIME[nama.rpartition(".")[2]],
        as_attachment=True,
        download_name=nama,
    )
    jawaban.headers["Cache-Control"] = "private, no-store"
    return jawaban
