"""Words and the validity rule of instruments; pure."""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum

# How long before the end an instrument counts as "segera habis"; participants need the time to
# book a test (features I3: the first reminder goes out 60 days before).
SEGERA = timedelta(days=60)


class Layanan(StrEnum):
    TERA = "tera"
    TERA_ULANG = "tera_ulang"


class LayananJenis(StrEnum):
    """Which services a type may have."""

    TERA = "tera"
    TERA_ULANG = "tera_ulang"
    KEDUANYA = "keduanya"


LABEL_LAYANAN = {Layanan.TERA: "Tera", Layanan.TERA_ULANG: "Tera Ulang"}


LABEL_LAYANAN_JENIS = {
    LayananJenis.KEDUANYA: "Tera dan Tera Ulang",
    LayananJenis.TERA: "Tera saja",
    LayananJenis.TERA_ULANG: "Tera Ulang saja",
}

# The first interval of a type has no known first day; this one stands for "since always".
AWAL_MASA = date(1900, 1, 1)
TERVERIFIKASI = "terverifikasi"
ATURAN_LAMA = "terverifikasi-aturan-lama"


def sebut_kepastian(status: str | None) -> str:
    """How sure we are of an interval, in words; the words of old sources stay as they are."""
    if status == TERVERIFIKASI:
        return "sudah dicocokkan dengan teks peraturannya"
    if status == ATURAN_LAMA:
        return "dicocokkan dengan peraturan yang lama"
    return "belum dicocokkan dengan teks peraturannya"


def tambah_bulan(tanggal: date, bulan: int) -> date:
    """The same day so many months on; a month too short for it ends earlier: 31 August plus 6
    months is the last of February."""
    tahun, sisa = divmod(tanggal.year * 12 + tanggal.month - 1 + bulan, 12)
    return date(tahun, sisa + 1, min(tanggal.day, monthrange(tahun, sisa + 1)[1]))


class JenisIsian(StrEnum):
    TEKS = "teks"
    ANGKA = "angka"
    PILIHAN = "pilihan"


class Hitungan(StrEnum):
    """Parts of an instrument that a fee may count; marks the question that asks how many."""

    NOZZLE = "nozzle"
    KOMPARTEMEN = "kompartemen"
    SKALA = "skala"


LABEL_ISIAN = {
    JenisIsian.TEKS: "Teks",
    JenisIsian.ANGKA: "Angka",
    JenisIsian.PILIHAN: "Pilihan dari daftar",
}

LABEL_HITUNGAN = {
    Hitungan.NOZZLE: "Jumlah nozzle",
    Hitungan.KOMPARTEMEN: "Jumlah kompartemen",
    Hitungan.SKALA: "Jumlah skala",
}


class SebabPensiun(StrEnum):
    """Why an instrument is out of use (features C16)."""

    RUSAK = "rusak"
    HILANG = "hilang"
    DIJUAL = "dijual"
    TIDAK_DIPAKAI = "tidak"


LABEL_PENSIUN = {
    SebabPensiun.RUSAK: "Rusak",
    SebabPensiun.HILANG: "Hilang",
    SebabPensiun.DIJUAL: "Dijual",
    SebabPensiun.TIDAK_DIPAKAI: "Tidak dipakai lagi",
}

# How long whoever said so may take it back; one that was sold is no longer theirs to use.
URUNG_PENSIUN = timedelta(days=30)


class SebabMilik(StrEnum):
    """Why a period of ownership began."""

    AWAL = "awal"  # the first one known to us
    PINDAH = "pindah"
    TARIK = "tarik"


LABEL_MILIK = {
    SebabMilik.AWAL: "Dicatat pertama kali",
    SebabMilik.PINDAH: "Kepemilikan dipindahkan",
    SebabMilik.TARIK: "Pemindahan ditarik kembali",
}

# How long staff may take a transfer back (features NF7 f).
URUNG_PINDAH = timedelta(days=7)


class Keabsahan(StrEnum):
    BELUM = "belum"
    BERLAKU = "berlaku"
    SEGERA = "segera"
    HABIS = "habis"
    BATAL = "batal"
    PENSIUN = "pensiun"


# A narrower look at those that are due soon; a filter, no state of its own.
SEGERA_30 = "segera_30"
LABEL_KEABSAHAN = {
    Keabsahan.BELUM: ("Belum ada SKHP", "netral"),
    Keabsahan.BERLAKU: ("Berlaku", "sah"),
    Keabsahan.SEGERA: ("Segera habis", "giliran"),
    Keabsahan.HABIS: ("Kedaluwarsa", "batal"),
    Keabsahan.BATAL: ("Tidak lulus uji", "batal"),
    Keabsahan.PENSIUN: ("Tidak dipakai", "usai"),
}


SARINGAN_KEABSAHAN: dict[str, str] = {}
for _kode, (_label, _nada) in LABEL_KEABSAHAN.items():
    SARINGAN_KEABSAHAN[_kode] = _label
    if _kode == Keabsahan.SEGERA:
        SARINGAN_KEABSAHAN[SEGERA_30] = "Habis dalam 30 hari"


def keabsahan(
    berlaku_sampai: date | None,
    uji_batal: bool,
    hari_ini: date,
    pensiun_pada: date | None = None,
) -> Keabsahan:
    """May the instrument be used in trade today?

    A failed test forbids use (UU 2/1981 art. 25) but leaves the old due date as it was. The last
    day of validity still counts. Of one that is out of use nothing else is asked.
    """
    if pensiun_pada is not None:
        return Keabsahan.PENSIUN
    if uji_batal:
        return Keabsahan.BATAL
    if berlaku_sampai is None:
        return Keabsahan.BELUM
    if berlaku_sampai < hari_ini:
        return Keabsahan.HABIS
    return Keabsahan.SEGERA if berlaku_sampai - hari_ini <= SEGERA else Keabsahan.BERLAKU


KATA_KEABSAHAN = {
    Keabsahan.BELUM: "Belum ada SKHP yang tercatat untuk alat ini. Ajukan tera sebelum alat "
    "dipakai berdagang.",
    Keabsahan.BERLAKU: "Alat ini sah dan boleh dipakai berdagang.",
    Keabsahan.SEGERA: "Alat ini masih sah, tetapi masa berlakunya tinggal paling lama 60 hari. "
    "Ajukan tera ulang dari sekarang.",
    Keabsahan.HABIS: "Masa berlaku SKHP sudah lewat. Alat ini tidak boleh dipakai berdagang "
    "sebelum ditera ulang.",
    Keabsahan.BATAL: "Alat ini tidak lulus uji dan tidak boleh dipakai berdagang. Setelah "
    "diperbaiki, ajukan lagi.",
    Keabsahan.PENSIUN: "Alat ini tidak dipakai lagi, jadi tidak diingatkan dan tidak dapat "
    "diajukan.",
}
