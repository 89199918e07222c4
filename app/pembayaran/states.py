"""The life of a payment proof; pure."""

from enum import StrEnum


class StatusBayar(StrEnum):
    DIUNGGAH = "diunggah"
    DITERIMA = "diterima"
    DITOLAK = "ditolak"


LABEL_BAYAR = {
    StatusBayar.DIUNGGAH: ("Menunggu pemeriksaan", "jalan"),
    StatusBayar.DITERIMA: ("Diterima", "sah"),
    StatusBayar.DITOLAK: ("Ditolak", "batal"),
}
