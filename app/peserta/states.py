"""Words for participants; pure."""

from enum import StrEnum


class Kelompok(StrEnum):
    PEMILIK = "pemilik"
    PENYEDIA = "penyedia"
    PEMAKAI = "pemakai"  # a customer of a penyedia, without an account of its own


class StatusPeserta(StrEnum):
    BARU = "baru"
    AKTIF = "aktif"
    DITOLAK = "ditolak"
    NONAKTIF = "nonaktif"
    PELANGGAN = "pelanggan"  # known only through its penyedia


LABEL_KELOMPOK = {
    Kelompok.PEMILIK: "Pemilik Alat",
    Kelompok.PENYEDIA: "Penyedia Alat",
    Kelompok.PEMAKAI: "Pemakai Alat",
}

LABEL_STATUS = {
    StatusPeserta.BARU: ("Menunggu Persetujuan", "giliran"),
    StatusPeserta.AKTIF: ("Aktif", "sah"),
    StatusPeserta.DITOLAK: ("Ditolak", "batal"),
    StatusPeserta.NONAKTIF: ("Nonaktif", "usai"),
    StatusPeserta.PELANGGAN: ("Pelanggan", "netral"),
}


class Cara(StrEnum):
    """How an accepted participant gets in for the first time."""

    TAUTAN = "tautan"
    SANDI = "sandi_sementara"
    NANTI = "nanti"  # the account is there; the way into it is made when its owner asks


# At the counter nobody need have a way in at once.
CARA_LOKET = {
    Cara.NANTI: "Tanpa akses dulu",
    Cara.TAUTAN: "Tautan aktivasi",
    Cara.SANDI: "Kata sandi sementara",
}
CARA_AKSES = {
    Cara.TAUTAN: "Tautan aktivasi",
    Cara.SANDI: "Kata sandi sementara",
}


class AlasanBuka(StrEnum):
    """Why staff look at a NIK or NPWP in full."""

    COCOKKAN = "cocokkan"
    DOKUMEN = "dokumen"
    PERMINTAAN = "permintaan"
    PERIKSA = "periksa"


LABEL_BUKA = {
    AlasanBuka.COCOKKAN: "Mencocokkan dengan KTP atau kartu NPWP",
    AlasanBuka.DOKUMEN: "Mengisi dokumen yang memuat nomornya",
    AlasanBuka.PERMINTAAN: "Menjawab permintaan peserta",
    AlasanBuka.PERIKSA: "Memeriksa registrasi ganda",
}

ALASAN_TOLAK = (
    "Data usaha atau PIC tidak sesuai",
    "Usaha atau PIC sudah terdaftar",
    "Usaha di luar wilayah kerja",
    "Bukan pemilik atau penyedia alat",
    "Alasan lain",
)
