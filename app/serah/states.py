"""Where an instrument brought to the office is, and who may take it away; pure."""

from dataclasses import dataclass
from enum import StrEnum

from app.pengajuan.states import BERTANGGAL, MASIH_DIUJI, PELAYANAN, Status, sebut


class Tahap(StrEnum):
    """What the counter still has to do; each is a list of its own."""

    MENUNGGU = "menunggu"
    DI_KANTOR = "di-kantor"
    KEMBALI = "kembali"
    DOKUMEN = "dokumen"
    SELESAI = "selesai"


LABEL_TAHAP = {
    Tahap.MENUNGGU: "Menunggu",
    Tahap.DI_KANTOR: "Di kantor",
    Tahap.KEMBALI: "Siap diambil",
    Tahap.DOKUMEN: "Dokumen siap",
    Tahap.SELESAI: "Diserahkan",
}

KATA_TAHAP = {
    Tahap.MENUNGGU: "Alat dijadwalkan diuji di kantor dan belum diterima, jadwal terdekat di atas",
    Tahap.DI_KANTOR: "Alat sudah diterima dan belum selesai diuji, terlama di atas",
    Tahap.KEMBALI: "Alat sudah selesai diuji atau pengajuannya dihentikan, terlama di atas",
    Tahap.DOKUMEN: "SKHP sudah terbit dan belum diambil, terlama di atas",
    Tahap.SELESAI: "Alat atau dokumen yang sudah diserahkan, terbaru di atas",
}

# The instrument is expected, or being tested.
BELUM_SELESAI = MASIH_DIUJI
# Whatever else may be true: here there is nothing more to test.
TUNTAS = tuple(s for s in BERTANGGAL if s not in BELUM_SELESAI) + (Status.DIBATALKAN,)


@dataclass(frozen=True)
class Tindakan:
    """What is done at the counter; the status of the application stays. `aksi` is also what its
    history calls it."""

    aksi: str
    dari: tuple[Status, ...]
    label: str
    peran: frozenset[str] = PELAYANAN

    def halangan(self, status: str, peran: str) -> str | None:
        """Why not now; None when it may be done."""
        if status in self.dari and peran in self.peran:
            return None
        return (
            f"“{self.label}” tidak dapat dilakukan karena status pengajuan {sebut(status, peran)}. "
            "Muat ulang halaman untuk melihat keadaan terbaru."
        )


TERIMA = Tindakan("alat_diterima", BERTANGGAL, "Terima Alat")
KEMBALIKAN = Tindakan("alat_dikembalikan", (*BERTANGGAL, Status.DIBATALKAN), "Kembalikan Alat")
SERAHKAN = Tindakan("dokumen_diserahkan", (Status.SELESAI_SAH,), "Serahkan Dokumen")
KOREKSI = Tindakan(
    "serah_terima_dikoreksi",
    (*BERTANGGAL, Status.DIBATALKAN),
    "Koreksi Serah Terima",
    frozenset({"admin"}),
)


class Hari(StrEnum):
    """When an instrument is expected."""

    INI = "ini"
    PEKAN = "pekan"
    LEWAT = "lewat"


LABEL_HARI = {
    Hari.INI: "Hari ini",
    Hari.PEKAN: "Tujuh hari ke depan",
    Hari.LEWAT: "Jadwal sudah lewat",
}


class Hubungan(StrEnum):
    """Who the receiver is to the participant."""

    PIC = "pic"
    KARYAWAN = "karyawan"
    KELUARGA = "keluarga"
    KURIR = "kurir"
    LAIN = "lain"


LABEL_HUBUNGAN = {
    Hubungan.PIC: "PIC",
    Hubungan.KARYAWAN: "Karyawan",
    Hubungan.KELUARGA: "Keluarga",
    Hubungan.KURIR: "Kurir",
    Hubungan.LAIN: "Lainnya",
}


class Bukti(StrEnum):
    """What the counter prints."""

    LABEL = "label"
    PENGAJUAN = "pengajuan"
    TERIMA = "terima"
    KEMBALI = "kembali"
    DOKUMEN = "dokumen"


JUDUL_BUKTI = {
    Bukti.LABEL: "Label Alat",
    Bukti.PENGAJUAN: "Bukti Pengajuan",
    Bukti.TERIMA: "Bukti Penerimaan Alat",
    Bukti.KEMBALI: "Bukti Pengembalian Alat",
    Bukti.DOKUMEN: "Bukti Penyerahan Dokumen",
}
# These are proofs; the second one of a kind says that it is a copy.
BERSALINAN = (Bukti.TERIMA, Bukti.KEMBALI, Bukti.DOKUMEN)


def samarkan_nama(nama: str) -> str:
    """Budi Santoso → Bu•• Sa•••••: who knows the person recognises it."""
    return " ".join(kata[:2] + "•" * max(0, len(kata) - 2) for kata in nama.split())
