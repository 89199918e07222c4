"""The words of reports and of the files made from them; pure."""

from dataclasses import dataclass
from enum import StrEnum

KANTOR = frozenset({"admin", "pelayanan", "kepala"})
PIMPINAN = frozenset({"admin", "kepala"})
STAF = KANTOR | {"penera"}


@dataclass(frozen=True)
class Judul:
    """A report: what it is called, what it answers, who reads it, and what it can be narrowed by.

    `masa`: the period it opens with, "bulan" or "tahun"; "" for one that speaks of today.
    """

    judul: str
    isi: str
    peran: frozenset[str]
    saringan: tuple[str, ...]
    masa: str = ""


JUDUL: dict[str, Judul] = {
    "peserta": Judul(
        "Peserta",
        "Registrasi menurut tanggal, kelompok, status, dan kecamatan.",
        KANTOR,
        ("dari", "sampai", "kelompok", "status_peserta", "kecamatan"),
        "tahun",
    ),
    "pengajuan": Judul(
        "Pengajuan",
        "Pengajuan menurut status, layanan, dan SKHP lama.",
        STAF,
        ("dari", "sampai", "status", "layanan", "skhp_lama", "masa_lama", "q"),
        "bulan",
    ),
    "skhp": Judul(
        "SKHP Kedaluwarsa",
        "Alat yang SKHP-nya sudah atau segera berakhir, dan pemiliknya.",
        KANTOR,
        ("dalam", "kecamatan", "q"),
    ),
    "uttp": Judul(
        "UTTP per Jenis dan Wilayah",
        "Alat yang terdaftar, sah, kedaluwarsa, dan diuji tahun ini.",
        KANTOR,
        ("menurut", "kecamatan"),
    ),
    "waktu": Judul(
        "Waktu Layanan",
        "Hari kerja tiap langkah kantor, dibandingkan dengan yang dijanjikan.",
        KANTOR,
        ("dari", "sampai", "layanan"),
        "bulan",
    ),
    "beban": Judul(
        "Beban Penera",
        "Kunjungan, menit uji, dan hasil tiap penera per bulan.",
        PIMPINAN,
        ("dari", "sampai", "penera"),
        "tahun",
    ),
    "retribusi": Judul(
        "Retribusi",
        "Retribusi yang ditetapkan dan yang pembayarannya diterima, per bulan.",
        KANTOR,
        ("dari", "sampai"),
        "tahun",
    ),
    "prakiraan": Judul(
        "Prakiraan 12 Bulan",
        "Alat yang jatuh tempo dan menit ujinya, dibandingkan dengan kapasitas kantor.",
        KANTOR,
        ("kecamatan",),
    ),
}

MENURUT = {
    "jenis": "Jenis alat",
    "jenis_kecamatan": "Jenis alat per kecamatan",
    "kecamatan": "Kecamatan",
    "kelurahan": "Kelurahan",
}
DALAM = {"": "Sudah kedaluwarsa", "30": "Habis dalam 30 hari", "60": "Habis dalam 60 hari",
         "90": "Habis dalam 90 hari"}  # fmt: skip
MASA_LAMA = {
    "berlaku": "Masih berlaku saat diajukan",
    "habis": "Sudah berakhir saat diajukan",
    "kosong": "Tanggalnya tidak dicatat",
}


class StatusEkspor(StrEnum):
    ANTRE = "antre"
    DIKERJAKAN = "dikerjakan"
    SELESAI = "selesai"
    BATAL = "batal"
    BERHENTI = "berhenti"  # broke off; may be tried again


LABEL_EKSPOR = {
    StatusEkspor.ANTRE: ("Menunggu giliran", "netral"),
    StatusEkspor.DIKERJAKAN: ("Sedang disiapkan", "jalan"),
    StatusEkspor.SELESAI: ("Siap diunduh", "sah"),
    StatusEkspor.BATAL: ("Dibatalkan", "usai"),
    StatusEkspor.BERHENTI: ("Terhenti", "batal"),
}
BERJALAN = frozenset({StatusEkspor.ANTRE, StatusEkspor.DIKERJAKAN})
