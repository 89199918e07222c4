"""Following an application by its number and the end of a NIK.

The NIK is sealed: the one row that has the number is opened and compared in constant time. An index
of the last four digits beside it would be quicker to ask, but it has ten thousand values only, so
it would tell whoever holds the database which participants end alike, and with the key everything.

Four digits can be guessed, and serial numbers of NIKs are low. So each number is guarded as an
account is at the door: few tries from one address, fewer when many addresses try; and a stranger
does not stand in the way of its owner. What is shown names nobody.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime

from app.core import batas
from app.core.db import tulis
from app.core.format import hari_tanggal, tanggal
from app.pengajuan.giliran import giliran, giliran_peserta
from app.pengajuan.states import (
    LABEL_LOKASI,
    SEBUTAN,
    Langkah,
    Lokasi,
    Status,
    perjalanan,
)
from app.pengaturan.queries import kantor
from app.publik.queries import Jejak, jejak
from app.uttp.states import LABEL_LAYANAN, Layanan

TIDAK_DITEMUKAN = "Tidak ditemukan. Periksa nomor dan empat angka terakhir NIK."


def lacak(nomor: str, empat: str, alamat: str) -> tuple[Jejak | None, datetime | None]:
    """The application, or until when nothing is looked up for this address."""
    with tulis():
        sampai = _coba(nomor, alamat)
    if sampai is not None:
        return None, sampai
    nik, isi = jejak(nomor) or ("", None)
    # A number nobody has is compared as well, and never matches.
    if not hmac.compare_digest(nik[-4:] or "xxxx", empat):
        return None, None
    with tulis():
        _kembalikan(nomor, alamat)
    return isi, None


def _coba(nomor: str, alamat: str) -> datetime | None:
    """Count a try before it is looked at."""
    maks_alamat, jendela_alamat = batas.LACAK_ALAMAT
    dari_alamat = batas.naik(f"lacak-alamat|{alamat}", jendela_alamat)
    if dari_alamat.n > maks_alamat:
        return dari_alamat.sampai
    maks_nomor, jendela_nomor = batas.LACAK_NOMOR
    ramai = batas.naik(f"lacak-nomor|{nomor}", jendela_nomor).n > maks_nomor
    maks, jendela = batas.LACAK
    return batas.naik_tumbuh(
        f"lacak|{nomor}|{alamat}", batas.LACAK_RAMAI if ramai else maks, jendela
    )


def _kembalikan(nomor: str, alamat: str) -> None:
    """A right answer was no guess. The address keeps its count: one may own a number and go on to
    guess at others."""
    batas.turun(f"lacak-nomor|{nomor}")
    batas.lupakan(f"lacak|{nomor}|{alamat}")


@dataclass(frozen=True)
class Tampilan:
    """As the page shows it: nobody's name, number or address."""

    nomor: str
    status: str
    label: str
    nada: str
    kini: str
    giliran: str | None
    giliran_anda: bool
    langkah: list[Langkah]
    fakta: list[tuple[str, str]]


def tampilan(j: Jejak) -> Tampilan:
    s = SEBUTAN[Status(j.status)]
    asal = j.dari if j.status == Status.DIBATALKAN else None
    return Tampilan(
        j.nomor,
        j.status,
        s.peserta,
        s.nada,
        s.kini,
        giliran(j.status, j.masa, saya=True),
        giliran_peserta(j.status, j.masa.pilih_sampai),
        perjalanan(j.status, j.retribusi, asal),
        _fakta(j),
    )


def _fakta(j: Jejak) -> list[tuple[str, str]]:
    isi = [
        ("Layanan", LABEL_LAYANAN[Layanan(j.layanan)]),
        ("Alat", j.jenis),
        ("No. Seri", samarkan_seri(j.nomor_seri)),
        ("Diajukan", tanggal(j.dibuat_pada)),
        ("Jadwal uji", _jadwal(j)),
        ("Tempat", _tempat(j.lokasi)),
    ]
    if j.tanggal_hasil:
        isi.append(("Tanggal hasil", tanggal(j.tanggal_hasil)))
    return isi


def _jadwal(j: Jejak) -> str:
    if j.masa.tanggal_uji is None:
        return "Belum ditetapkan"
    return f"{hari_tanggal(j.masa.tanggal_uji)}, pukul {kantor().jam_uji} WITA"


def _tempat(lokasi: str | None) -> str:
    """The office's address is public; where an instrument stands is not."""
    if lokasi is None:
        return "Belum ditetapkan"
    if lokasi == Lokasi.KANTOR:
        return f"Kantor {kantor().nama}, {kantor().alamat}"
    return f"{LABEL_LOKASI[Lokasi(lokasi)]}, di lokasi alat"


def samarkan_seri(seri: str) -> str:
    """Enough to know one's own instrument by: the last three, of a short one the last."""
    tampak = 3 if len(seri) > 5 else 1
    return "•" * min(len(seri) - tampak, 8) + seri[-tampak:]
