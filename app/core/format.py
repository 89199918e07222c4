"""Dates, money and numbers as Indonesians write them; no locale of the machine is asked."""

import re
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import quote

from app.core.clock import WITA

BULAN = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
    "Oktober", "November", "Desember",
)  # fmt: skip
HARI = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


def _hari(nilai: date | datetime) -> date:
    """The calendar day in WITA."""
    return nilai.astimezone(WITA).date() if isinstance(nilai, datetime) else nilai


def tanggal(nilai: date | datetime | None) -> str:
    """22 November 2026"""
    if nilai is None:
        return "–"
    d = _hari(nilai)
    return f"{d.day} {BULAN[d.month - 1]} {d.year}"


def hari_tanggal(nilai: date | datetime | None) -> str:
    """Minggu, 22 November 2026"""
    return "–" if nilai is None else f"{HARI[_hari(nilai).weekday()]}, {tanggal(nilai)}"


def bulan(nilai: date | None) -> str:
    """Maret 2026"""
    return "–" if nilai is None else f"{BULAN[nilai.month - 1]} {nilai.year}"


def waktu(nilai: datetime | None) -> str:
    """22 November 2026 14.05 WITA"""
    if nilai is None:
        return "–"
    return f"{tanggal(nilai)} {nilai.astimezone(WITA):%H.%M} WITA"


def jam(nilai: datetime | None) -> str:
    """14.05"""
    return "–" if nilai is None else f"{nilai.astimezone(WITA):%H.%M}"


def rupiah(nilai: int | None) -> str:
    """Rp1.250.000; amounts are whole rupiah."""
    if nilai is None:
        return "–"
    tanda = "-" if nilai < 0 else ""
    return f"{tanda}Rp{abs(nilai):,}".replace(",", ".")


def angka(nilai: int | float | Decimal | None) -> str:
    """1.234,5; zeros after the comma that say nothing are dropped."""
    if nilai is None:
        return "–"
    teks = f"{Decimal(str(nilai)):,f}"
    bulat, _, pecah = teks.partition(".")
    pecah = pecah.rstrip("0")
    return bulat.replace(",", ".") + (f",{pecah}" if pecah else "")


def ukuran(bita: int) -> str:
    """412 KB, 3,4 MB"""
    if bita < 1024:
        return f"{bita} bita"
    if bita < 1024 * 1024:
        return f"{round(bita / 1024)} KB"
    return f"{angka(round(bita / 1024 / 1024, 1))} MB"


def kelompok_nik(nilai: str | None) -> str:
    """6471 0101 0190 0001: digits in fours, easier to compare with the card."""
    if not nilai:
        return "–"
    return " ".join(nilai[i : i + 4] for i in range(0, len(nilai), 4))


def samarkan(nilai: str | None) -> str:
    """6471••••••••0001: enough to recognise, not enough to use."""
    if not nilai:
        return "–"
    return nilai[:4] + "•" * max(0, len(nilai) - 8) + nilai[-4:]


def telepon(nilai: str | None) -> str:
    """+628115551234 → 0811-5551-234, as people read it out."""
    if not nilai:
        return "–"
    lokal = "0" + nilai[3:] if nilai.startswith("+62") else nilai
    if not lokal.startswith("08"):  # a landline: area code, then the number
        return f"{lokal[:4]}-{lokal[4:]}"
    return "-".join(filter(None, (lokal[:4], lokal[4:8], lokal[8:])))


def wa_url(nilai: str | None, teks: str = "") -> str:
    """A link that opens WhatsApp with a prepared text; nothing is sent by us."""
    return f"https://wa.me/{(nilai or '').lstrip('+')}" + (f"?text={quote(teks)}" if teks else "")


# How the number of a person stands in the address of a list: by the beginnings of its two indices.
RUJUKAN = re.compile(r"~([0-9a-f]{20})([0-9a-f]{20})")


def kata_kotak(q: str | None) -> str:
    """What the search box shows of what the address says: words, but no reference to a number."""
    return "" if RUJUKAN.fullmatch(q or "") else q or ""


FILTER = {
    f.__name__: f
    for f in (
        tanggal, hari_tanggal, bulan, waktu, jam, rupiah, angka, ukuran, kelompok_nik, samarkan,
        telepon, wa_url, kata_kotak,
    )
}  # fmt: skip
