"""A test date as an iCalendar file (RFC 5545), for the calendar of a phone."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from app.core import clock
from app.core.format import hari_tanggal
from app.jadwal.queries import tempat
from app.pengajuan.models import Pengajuan
from app.pengaturan.queries import jam_dari, kantor

_OKTET = 75


@dataclass(frozen=True)
class Acara:
    """One entry. `jam` None: the whole day. `urutan` grows with every move, so that a calendar
    puts the entry in the place of the one it has under the same `uid`."""

    uid: str
    urutan: int
    tanggal: date
    jam: tuple[time, time] | None
    judul: str
    tempat: str
    keterangan: str


def acara_uji(p: Pengajuan, tanggal: date, urutan: int) -> Acara:
    """The test of an application. Its number makes the uid: printed once, never given again."""
    jam = kantor().jam_uji
    return Acara(
        uid=f"pengajuan-{p.nomor}@konsumen-nyaman",
        urutan=urutan,
        tanggal=tanggal,
        jam=jam_dari(jam),
        judul=f"Uji {p.uttp.jenis.nama} {p.nomor}",
        tempat=tempat(p),
        keterangan=f"{hari_tanggal(tanggal)}, pukul {jam} WITA. No. Seri {p.uttp.nomor_seri}.",
    )


def berkas_ics(a: Acara) -> str:
    baris = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Konsumen Nyaman//Jadwal Uji//ID",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{_teks(a.uid)}",
        f"SEQUENCE:{a.urutan}",
        f"DTSTAMP:{clock.now():%Y%m%dT%H%M%SZ}",
        *_waktu(a),
        f"SUMMARY:{_teks(a.judul)}",
        f"LOCATION:{_teks(a.tempat)}",
        f"DESCRIPTION:{_teks(a.keterangan)}",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{lipat(b)}\r\n" for b in baris)


def _waktu(a: Acara) -> tuple[str, str]:
    """Hours go out in UTC, which every calendar knows; WITA would need a definition of its own."""
    if a.jam is None:
        besok = a.tanggal + timedelta(days=1)
        return f"DTSTART;VALUE=DATE:{a.tanggal:%Y%m%d}", f"DTEND;VALUE=DATE:{besok:%Y%m%d}"
    mulai, akhir = (
        datetime.combine(a.tanggal, j, clock.WITA).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        for j in a.jam
    )
    return f"DTSTART:{mulai}", f"DTEND:{akhir}"


def _teks(isi: str) -> str:
    """Marks that mean something to the format are set apart; control characters have no place."""
    aman = re.sub(r"([\\;,])", r"\\\1", isi.replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", aman.replace("\n", "\\n"))


def lipat(baris: str) -> str:
    """Lines of at most 75 octets; a character is never cut in two."""
    hasil, penuh = [""], 0
    for c in baris:
        lebar = len(c.encode())
        if penuh + lebar > _OKTET:
            hasil.append(" ")
            penuh = 1
        hasil[-1] += c
        penuh += lebar
    return "\r\n".join(hasil)
