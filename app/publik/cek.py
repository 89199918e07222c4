"""Checking a certificate by its number, for whoever stands before an instrument.

What is told is what the certificate itself says to a buyer: which kind of instrument, the end of
its serial number, until when. Never whose it is. Numbers run on, so the end of the serial number is
asked for as well: it stands on the instrument.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.core.format import tanggal
from app.extensions import db
from app.pengajuan.models import Pengajuan, Skhp
from app.publik.lacak import samarkan_seri
from app.uttp.cari import inti
from app.uttp.models import JenisUttp, Uttp
from app.uttp.states import Keabsahan, keabsahan

SERI = 3  # of a serial number so much is asked for at least (features J2)
# As the index `cari_skhp` has it, word for word; a bound parameter would not be found there.
_TANPA_SPASI: sa.ColumnElement[str] = sa.literal_column("upper(replace(skhp.nomor, ' ', ''))")
# A number is in force once; replaced rows of it are few.
BANYAK = 50
KURANG = (
    "Masukkan tiga huruf atau angka terakhir, atau seluruhnya bila No. Seri pada pelat nama lebih "
    "pendek."
)


@dataclass(frozen=True)
class HasilSkhp:
    """The answer: a word, its tone, a sentence, and the facts to compare with the instrument."""

    kode: str
    label: str
    nada: str
    kalimat: str
    fakta: list[tuple[str, str]]


def bernomor(nomor: str) -> sa.ColumnElement[bool]:
    """Whose number this is, however it was typed here or when it was issued."""
    return sa.func.upper(nomor.replace(" ", "")) == _TANPA_SPASI


def cocok(seri: str, akhir: str) -> bool:
    """`akhir` is the end of the serial number: three letters or figures, more, or all of it."""
    seri = inti(seri)
    return seri.endswith(akhir) and len(akhir) >= min(SERI, len(seri)) > 0


def cek_skhp(nomor: str, akhir: str, hari_ini: date) -> HasilSkhp | None:
    """None: no certificate of this office has the number for an instrument with such a serial
    number. One number may stand on several, of which one is in force: it goes first."""
    semua = db.session.execute(
        sa.select(
            Skhp.nomor, Skhp.tanggal, Skhp.berlaku_sampai, Skhp.digantikan_pada,
            Uttp.nomor_seri, Uttp.skhp_nomor, Uttp.uji_batal, Uttp.pensiun_pada,
            JenisUttp.nama.label("jenis"),
        )
        .join(Pengajuan, Skhp.pengajuan_id == Pengajuan.id)
        .join(Uttp, Pengajuan.uttp_id == Uttp.id)
        .join(JenisUttp, Uttp.jenis_id == JenisUttp.id)
        .where(bernomor(nomor))
        .order_by(Skhp.digantikan_pada.is_not(None), Skhp.id.desc())
        .limit(BANYAK)
    )  # fmt: skip
    baris = next((b for b in semua if cocok(b.nomor_seri, akhir)), None)
    if baris is None:
        return None
    fakta = [
        ("Nomor SKHP", baris.nomor),
        ("Jenis alat", baris.jenis),
        ("No. Seri", samarkan_seri(baris.nomor_seri)),
        ("Tanggal SKHP", tanggal(baris.tanggal)),
        ("Berlaku sampai", tanggal(baris.berlaku_sampai)),
    ]
    return HasilSkhp(*_sebut(baris, hari_ini), fakta)


def _sebut(baris: Any, hari_ini: date) -> tuple[str, str, str, str]:
    if baris.digantikan_pada or baris.skhp_nomor != baris.nomor:
        return (
            "diganti", "Sudah diganti", "usai",
            "Alat ini sudah mempunyai SKHP lain yang lebih baru. Minta pemiliknya menunjukkan "
            "SKHP yang terakhir, lalu cek nomornya.",
        )  # fmt: skip
    sampai = tanggal(baris.berlaku_sampai)
    match keabsahan(baris.berlaku_sampai, baris.uji_batal, hari_ini, baris.pensiun_pada):
        case Keabsahan.PENSIUN:
            return (
                "pensiun", "Tidak dipakai", "usai",
                "Alat ini dilaporkan tidak dipakai lagi. Bila Anda masih melihatnya dipakai "
                "berdagang, tanyakan kepada kantor.",
            )  # fmt: skip
        case Keabsahan.BATAL:
            return (
                "batal", "Tidak lulus uji", "batal",
                "Alat ini tidak lulus pengujian yang terakhir dan tidak boleh dipakai berdagang.",
            )  # fmt: skip
        case Keabsahan.HABIS:
            return (
                "habis", "Kedaluwarsa", "batal",
                f"Masa berlakunya berakhir {sampai}. Alat ini tidak boleh dipakai berdagang "
                "sebelum ditera ulang.",
            )  # fmt: skip
    return (
        "berlaku", "Berlaku", "sah",
        f"Alat ini sudah diuji dan boleh dipakai berdagang sampai {sampai}.",
    )  # fmt: skip
