"""Market days as iCalendar entries (RFC 5545): the whole day, as hours are words."""

from collections.abc import Iterable
from datetime import timedelta

from app.core import clock
from app.konten.models import Sidang


def _teks(nilai: str) -> str:
    for lama, baru in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        nilai = nilai.replace(lama, baru)
    return nilai


def _lipat(baris: str) -> str:
    """Lines of at most 75 octets; the rest continues after a space."""
    potong, isi = [], b""
    for huruf in baris:
        bita = huruf.encode()
        if len(isi) + len(bita) > 73:
            potong.append(isi.decode())
            isi = b""
        isi += bita
    return "\r\n ".join([*potong, isi.decode()])


def _acara(s: Sidang) -> tuple[str, ...]:
    rincian = f"Jam {s.jam} WITA. Alat: {s.alat}." + (f"\nBawa: {s.bawa}" if s.bawa else "")
    return (
        "BEGIN:VEVENT",
        f"UID:sidang-{s.id}@konsumen-nyaman",
        f"DTSTAMP:{clock.now():%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{s.tanggal:%Y%m%d}",
        f"DTEND;VALUE=DATE:{s.tanggal + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_teks(f'Sidang tera {s.tempat}')}",
        f"LOCATION:{_teks(f'{s.tempat}, {s.alamat}')}",
        f"DESCRIPTION:{_teks(rincian)}",
        "END:VEVENT",
    )


def berkas(sidang: Iterable[Sidang]) -> str:
    """One day to keep, or all that are planned, for a calendar that looks again by itself."""
    baris = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Konsumen Nyaman//Sidang Tera//ID",
        *(b for s in sidang for b in _acara(s)),
        "END:VCALENDAR",
    ]
    return "".join(f"{_lipat(b)}\r\n" for b in baris)
