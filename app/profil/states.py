"""The words of requests that staff decide: about who a participant is, and what an instrument is;
pure."""

from enum import StrEnum


class JenisPermintaan(StrEnum):
    IDENTITAS = "identitas"
    ALAT = "alat"


class Isian(StrEnum):
    """What may be asked for; each is the name of its column."""

    NPWP = "npwp"
    NAMA = "nama"
    PIC_NIK = "pic_nik"
    PIC_NAMA = "pic_nama"
    JENIS = "jenis_id"
    KAPASITAS = "kapasitas"
    DAYA_BACA = "daya_baca"
    NOMOR_SERI = "nomor_seri"


# In the order of their pages.
ISIAN_IDENTITAS = (Isian.NAMA, Isian.NPWP, Isian.PIC_NAMA, Isian.PIC_NIK)
ISIAN_ALAT = (Isian.JENIS, Isian.NOMOR_SERI, Isian.KAPASITAS, Isian.DAYA_BACA)
# Kept sealed, in the request as in its own column.
RAHASIA = frozenset({Isian.NPWP, Isian.PIC_NIK})

LABEL_ISIAN = {
    Isian.NAMA: "Nama usaha",
    Isian.NPWP: "NPWP usaha",
    Isian.PIC_NAMA: "Nama PIC",
    Isian.PIC_NIK: "NIK PIC",
    Isian.JENIS: "Jenis UTTP",
    Isian.NOMOR_SERI: "No. Seri",
    Isian.KAPASITAS: "Kapasitas",
    Isian.DAYA_BACA: "Daya baca",
}

# What shows that the new value is right.
BUKTI = {
    Isian.NAMA: "Foto atau pindaian izin usaha atau kartu NPWP",
    Isian.NPWP: "Foto atau pindaian kartu NPWP",
    Isian.PIC_NAMA: "Foto atau pindaian KTP PIC",
    Isian.PIC_NIK: "Foto atau pindaian KTP PIC",
    **dict.fromkeys(ISIAN_ALAT, "Foto pelat nama"),
}


class StatusPerubahan(StrEnum):
    MENUNGGU = "menunggu"
    DITERIMA = "diterima"
    DITOLAK = "ditolak"
    DITARIK = "ditarik"  # by the participant, while it waited


LABEL_PERUBAHAN = {
    StatusPerubahan.MENUNGGU: ("Menunggu keputusan", "giliran"),
    StatusPerubahan.DITERIMA: ("Diterima", "sah"),
    StatusPerubahan.DITOLAK: ("Ditolak", "batal"),
    StatusPerubahan.DITARIK: ("Ditarik", "usai"),
}

ALASAN_TOLAK = (
    "Bukti tidak terbaca",
    "Bukti tidak memuat data yang diminta",
    "Data baru tidak sama dengan bukti",
    "Perlu datang ke kantor",
    "Alasan lain",
)
