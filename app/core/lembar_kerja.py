"""Spreadsheets for people: rows in, a download out, as .xlsx or CSV.

What somebody typed stays what it is when the file is opened elsewhere: a cell that begins with
= + - @ is text in a workbook, and in CSV, which knows no text cells, it gets an apostrophe before
it. Rows are taken one by one; a report of many thousands costs no more memory than a short one.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, TextIOWrapper
from typing import IO, Any

import xlsxwriter
from flask import Response, send_file

from app.core.clock import WITA

Nilai = str | int | Decimal | date | datetime | None

BARIS_LEMBAR = 1_048_576  # of one sheet; what is beyond it would be left out without a word
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
    front); `pilihan` is where the answers stand that Excel offers, "='Jenis UTTP'!$B$2:$B$9";
    `format` is how Excel shows a number."""

    judul: str
    lebar: int = 16
    teks: bool = False
    pilihan: str | Sequence[str] | None = None
    format: str | None = None


@dataclass(frozen=True)
class Lembar:
    """One sheet; `baris_pilihan` is how many rows below the heading offer their choices. `kepala`
    stands above the heading, line by line; `jumlah` below the last row."""

    nama: str
    kolom: Sequence[Kolom]
    baris: Iterable[Sequence[Nilai]]
    baris_pilihan: int = 500
    kepala: Sequence[str] = ()
    jumlah: Sequence[Nilai] | None = None


def xlsx(*lembar: Lembar) -> bytes:
    """A workbook of these sheets."""
    keluar = BytesIO()
    tulis_xlsx(keluar, *lembar)
    return keluar.getvalue()


def tulis_xlsx(keluar: IO[bytes], *lembar: Lembar) -> None:
    """The same into an open file. Rows on their way lie on disk, so memory does not grow with
    them."""
    with xlsxwriter.Workbook(keluar, _OPSI) as buku:
        gaya = {
            "judul": buku.add_format({"bold": True, "text_wrap": True, "bottom": 1}),
            "kepala": buku.add_format({"bold": True}),
            "teks": buku.add_format({"num_format": "@"}),
            "tanggal": buku.add_format({"num_format": "dd-mm-yyyy"}),
            "saat": buku.add_format({"num_format": "dd-mm-yyyy hh:mm"}),
        }
        for f in {k.format for satu in lembar for k in satu.kolom if k.format}:
            gaya[f] = buku.add_format({"num_format": f})
        for satu in lembar:
            _tulis_lembar(buku.add_worksheet(satu.nama), satu, gaya)


def _tulis_lembar(kertas: Any, lembar: Lembar, gaya: dict[str, Any]) -> None:
    awal = len(lembar.kepala) + 1 if lembar.kepala else 0
    for i, k in enumerate(lembar.kolom):
        kertas.set_column(i, i, k.lebar, gaya["teks"] if k.teks else None)
    for n, kalimat in enumerate(lembar.kepala):
        kertas.write_string(n, 0, _terbaca(kalimat), None if n else gaya["kepala"])
    kertas.freeze_panes(awal + 1, 0)
    for i, k in enumerate(lembar.kolom):
        kertas.write_string(awal, i, k.judul, gaya["judul"])
        if k.pilihan:
            kertas.data_validation(awal + 1, i, awal + lembar.baris_pilihan, i, _dari_daftar(k))
    bentuk = [gaya[k.format or "teks"] if k.teks or k.format else None for k in lembar.kolom]
    for n, baris in enumerate(_dengan_jumlah(lembar.baris, lembar.jumlah), awal + 1):
        if n >= BARIS_LEMBAR:
            raise ValueError("More rows than a sheet holds; CSV has no such limit.")
        for i, nilai in enumerate(baris):
            _tulis_sel(kertas, n, i, nilai, gaya, bentuk[i])


def _dengan_jumlah(
    baris: Iterable[Sequence[Nilai]], jumlah: Sequence[Nilai] | None
) -> Iterator[Sequence[Nilai]]:
    yield from baris
    if jumlah is not None:
        yield jumlah


def _dari_daftar(kolom: Kolom) -> dict[str, Any]:
    """What Excel says when something else is typed; it may still be kept."""
    return {
        "validate": "list",
        "source": kolom.pilihan,
        "error_type": "warning",
        "error_title": kolom.judul[:32],
        "error_message": f"Pilih {kolom.judul} dari daftar.",
    }


def _tulis_sel(
    kertas: Any, n: int, i: int, nilai: Nilai, gaya: dict[str, Any], bentuk: Any
) -> None:
    if nilai is None:
        return
    if isinstance(nilai, datetime):
        kertas.write_datetime(n, i, nilai.astimezone(WITA).replace(tzinfo=None), gaya["saat"])
    elif isinstance(nilai, date):
        kertas.write_datetime(n, i, nilai, gaya["tanggal"])
    elif isinstance(nilai, str):
        kertas.write_string(n, i, _terbaca(nilai)[:MAKS_SEL], bentuk)
    else:
        kertas.write_number(n, i, nilai, bentuk)


def _terbaca(teks: str) -> str:
    """Without control characters, which make a workbook that cannot be opened."""
    return "".join(c for c in teks if c in "\n\t" or c.isprintable())


def csv_bita(kolom: Sequence[Kolom], baris: Iterable[Sequence[Nilai]]) -> bytes:
    """The same as CSV: UTF-8 with the mark Excel looks for, semicolons, decimal comma."""
    return csv_lembar(Lembar("", kolom, baris))


def csv_lembar(lembar: Lembar) -> bytes:
    keluar = BytesIO()
    tulis_csv(keluar, lembar)
    return keluar.getvalue()


def tulis_csv(keluar: IO[bytes], lembar: Lembar) -> None:
    """The same into an open file, with what stands above and below the rows."""
    teks = TextIOWrapper(keluar, "utf-8-sig", newline="", write_through=True)
    tulis = csv.writer(teks, delimiter=PEMISAH)
    tulis.writerows([_sel_csv(kalimat)] for kalimat in lembar.kepala)
    if lembar.kepala:
        tulis.writerow([])
    tulis.writerow([_sel_csv(k.judul) for k in lembar.kolom])
    for baris in _dengan_jumlah(lembar.baris, lembar.jumlah):
        tulis.writerow([_sel_csv(n) for n in baris])
    teks.detach()


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
