"""Words for customers and their penyedia; pure."""

from enum import StrEnum


class Temuan(StrEnum):
    """What an NPWP turns out to be."""

    BARU = "baru"  # nobody known: an empty form
    DIKENAL = "dikenal"  # known and served by nobody: filled in, read-only
    DILAYANI = "dilayani"  # served by another penyedia: said so, nothing else shown
    PELANGGAN_ANDA = "pelanggan_anda"
    DIRI_SENDIRI = "diri_sendiri"


class Sebab(StrEnum):
    """Why a period of service began or ended."""

    TERCATAT = "tercatat"  # known from before the history was kept
    TAMBAH = "tambah"
    TARIK = "tarik"  # a transfer was taken back after the link had ended
    LEPAS = "lepas"
    SELESAI = "selesai"  # by itself: nothing of the penyedia's was left


LABEL_SEBAB = {
    Sebab.TERCATAT: "Sudah tercatat sebelumnya",
    Sebab.TAMBAH: "Ditambahkan",
    Sebab.TARIK: "Kepemilikan alat ditarik kembali",
    Sebab.LEPAS: "Dilepaskan",
    Sebab.SELESAI: "Berakhir sendiri: tidak ada lagi alat penyedia yang dipakai",
}
