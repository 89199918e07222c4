"""The life of an application as one table; pure. Buttons, rights, history and tests read it.

Source of the rows: product.md section 2 of the office's specification, kept in docs/alur-status.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Status(StrEnum):
    BARU = "baru"
    PERLU_PERBAIKAN = "perlu_perbaikan"
    DITERIMA = "diterima"
    MENUNGGU_PILIHAN = "menunggu_pilihan"
    TERJADWAL = "terjadwal"
    TERBAYAR = "terbayar"
    DIPROSES = "diproses"
    MENUNGGU_DOKUMEN = "menunggu_dokumen"
    SELESAI_SAH = "selesai_sah"
    SELESAI_BATAL = "selesai_batal"
    DIBATALKAN = "dibatalkan"


class Lokasi(StrEnum):
    KANTOR = "kantor"
    LUAR_KANTOR = "luar_kantor"


LABEL_LOKASI = {Lokasi.KANTOR: "Kantor", Lokasi.LUAR_KANTOR: "Luar Kantor"}


class SkhpLama(StrEnum):
    ADA = "ada"
    HILANG = "hilang"
    BERBEDA = "berbeda"


LABEL_SKHP_LAMA = {SkhpLama.ADA: "Ada", SkhpLama.HILANG: "Hilang", SkhpLama.BERBEDA: "Berbeda"}

S = Status
SELESAI = frozenset({S.SELESAI_SAH, S.SELESAI_BATAL, S.DIBATALKAN})
AKTIF = frozenset(Status) - SELESAI
# Dated, and not tested yet.
MASIH_DIUJI = (S.TERJADWAL, S.TERBAYAR, S.DIPROSES)
# A tested slot is booked from the moment a date stands until the end.
BERTANGGAL = (
    *MASIH_DIUJI,
    S.MENUNGGU_DOKUMEN,
    S.SELESAI_SAH,
    S.SELESAI_BATAL,
)


@dataclass(frozen=True)
class Sebutan:
    """How a status is called: for both sides, the tone of its tag, and what happens now."""

    peserta: str
    petugas: str
    nada: str
    kini: str
    giliran_peserta: bool = False


SEBUTAN: dict[Status, Sebutan] = {
    S.BARU: Sebutan("Baru", "Baru", "netral", "Petugas akan memeriksa permintaan Anda."),
    S.PERLU_PERBAIKAN: Sebutan(
        "Perlu Perbaikan",
        "Perlu Perbaikan",
        "giliran",
        "Perbaiki bagian yang disebut petugas, lalu kirim ulang.",
        True,
    ),
    S.DITERIMA: Sebutan(
        "Diterima", "Diterima", "jalan", "Petugas akan menetapkan atau menawarkan jadwal."
    ),
    S.MENUNGGU_PILIHAN: Sebutan(
        "Pilihan Jadwal",
        "Menunggu Pilihan",
        "giliran",
        "Pilih salah satu jadwal yang ditawarkan petugas.",
        True,
    ),
    S.TERJADWAL: Sebutan(
        "Terjadwal (Menunggu Pembayaran)",
        "Terjadwal (Menunggu Pembayaran)",
        "giliran",
        "Bayar retribusi, lalu kirim bukti pembayarannya.",
        True,
    ),
    S.TERBAYAR: Sebutan(
        "Terbayar", "Terbayar", "jalan", "Menunggu konfirmasi pembayaran oleh petugas."
    ),
    S.DIPROSES: Sebutan("Diproses", "Diproses", "jalan", "Alat diuji pada jadwal yang tertera."),
    S.MENUNGGU_DOKUMEN: Sebutan(
        "Diproses",
        "Menunggu Data Dokumen SKRD & SKHP",
        "jalan",
        "Alat lulus uji. Petugas sedang menyiapkan dokumen.",
    ),
    S.SELESAI_SAH: Sebutan(
        "Selesai (Sah)",
        "Selesai (Sah)",
        "sah",
        "Alat lulus uji dan boleh dipakai sampai tanggal berlaku SKHP.",
    ),
    S.SELESAI_BATAL: Sebutan(
        "Selesai (Dibatalkan)",
        "Selesai (Dibatalkan)",
        "batal",
        "Alat tidak lulus uji dan tidak boleh dipakai untuk berdagang.",
    ),
    S.DIBATALKAN: Sebutan(
        "Dibatalkan",
        "Dibatalkan",
        "usai",
        "Pengajuan ini dihentikan sebelum alat diuji. Alat dapat diajukan lagi.",
    ),
}

PELAYANAN = frozenset({"admin", "pelayanan"})
UJI = PELAYANAN | {"penera"}
PESERTA = frozenset({"peserta"})


@dataclass(frozen=True)
class Transisi:
    """One row: who may take an application from where to where, and what must come along.

    `perlu`: columns of the application that must be filled by the act. `catatan`: the history row
    needs a reason. `penjaga`: a named guard ("bebas": no fee is due on that date; "berbayar": one
    is). `label`: what the button says. `tetap`: the status stays as it is (`ke` is None).
    """

    aksi: str
    dari: frozenset[Status]
    ke: Status | None
    peran: frozenset[str]
    label: str
    sebut: str  # what the history and the message call it, done
    perlu: tuple[str, ...] = ()
    catatan: bool = False
    penjaga: str | None = None
    pesan: bool = True
    lepas_slot: bool = field(default=False)


def _dari(*status: Status) -> frozenset[Status]:
    return frozenset(status)


BELUM_DIUJI = _dari(S.BARU, S.PERLU_PERBAIKAN, S.DITERIMA, S.MENUNGGU_PILIHAN, S.TERJADWAL)
DAPAT_DIJADWALKAN = _dari(S.DITERIMA, S.MENUNGGU_PILIHAN)
PINDAH_PALING_BANYAK = 2  # times a participant moves the date of one application
JADWAL = ("lokasi", "tanggal_uji", "penera_id", "menit", "retribusi")

_BARIS = (
    Transisi(
        "ubah",
        _dari(S.BARU, S.PERLU_PERBAIKAN),
        None,
        PESERTA | PELAYANAN,
        "Simpan Perubahan",
        "Isi pengajuan diubah",
        pesan=False,
    ),
    Transisi(
        "kembalikan",
        _dari(S.BARU),
        S.PERLU_PERBAIKAN,
        PELAYANAN,
        "Kembalikan untuk Diperbaiki",
        "Dikembalikan untuk diperbaiki",
        perlu=("perbaikan",),
        catatan=True,
    ),
    Transisi(
        "kirim_ulang",
        _dari(S.PERLU_PERBAIKAN),
        S.BARU,
        PESERTA,
        "Kirim Ulang",
        "Dikirim ulang setelah diperbaiki",
    ),
    Transisi(
        "terima",
        _dari(S.BARU),
        S.DITERIMA,
        PELAYANAN,
        "Terima Permintaan",
        "Permintaan diterima",
    ),
    Transisi(
        "batal_peserta",
        BELUM_DIUJI,
        S.DIBATALKAN,
        PESERTA,
        "Batal Pengajuan",
        "Dibatalkan oleh peserta",
        perlu=("alasan",),
        lepas_slot=True,
    ),
    Transisi(
        "batal_petugas",
        BELUM_DIUJI,
        S.DIBATALKAN,
        PELAYANAN,
        "Batalkan Pengajuan",
        "Dibatalkan oleh petugas",
        perlu=("alasan",),
        catatan=True,
        lepas_slot=True,
    ),
    Transisi(
        "tawarkan_jadwal",
        DAPAT_DIJADWALKAN,
        S.MENUNGGU_PILIHAN,
        PELAYANAN,
        "Tawarkan Pilihan Jadwal",
        "Pilihan jadwal ditawarkan",
        perlu=("lokasi",),
    ),
    Transisi(
        "tetapkan_jadwal",
        DAPAT_DIJADWALKAN,
        S.TERJADWAL,
        PELAYANAN,
        "Tetapkan Jadwal",
        "Jadwal ditetapkan",
        perlu=JADWAL,
        penjaga="berbayar",
    ),
    Transisi(
        "tetapkan_jadwal",
        DAPAT_DIJADWALKAN,
        S.DIPROSES,
        PELAYANAN,
        "Tetapkan Jadwal",
        "Jadwal ditetapkan, bebas retribusi",
        perlu=JADWAL,
        penjaga="bebas",
    ),
    Transisi(
        "pilih_jadwal",
        _dari(S.MENUNGGU_PILIHAN),
        S.TERJADWAL,
        PESERTA,
        "Atur Jadwal",
        "Jadwal dipilih",
        perlu=JADWAL,
        penjaga="berbayar",
    ),
    Transisi(
        "pilih_jadwal",
        _dari(S.MENUNGGU_PILIHAN),
        S.DIPROSES,
        PESERTA,
        "Atur Jadwal",
        "Jadwal dipilih, bebas retribusi",
        perlu=JADWAL,
        penjaga="bebas",
    ),
    Transisi(
        "tidak_cocok",
        _dari(S.MENUNGGU_PILIHAN),
        S.DITERIMA,
        PESERTA,
        "Minta Pilihan Lain",
        "Peserta meminta pilihan jadwal lain",
        catatan=True,
    ),
    Transisi(
        "bayar",
        _dari(S.TERJADWAL),
        S.TERBAYAR,
        PESERTA,
        "Bayar",
        "Bukti pembayaran dikirim",
    ),
    Transisi(
        "bayar_loket",
        _dari(S.TERJADWAL),
        S.DIPROSES,
        PELAYANAN,
        "Bayar di Loket",
        "Dibayar di loket",
    ),
    Transisi(
        "konfirmasi_pembayaran",
        _dari(S.TERBAYAR),
        S.DIPROSES,
        PELAYANAN,
        "Konfirmasi Pembayaran",
        "Pembayaran dikonfirmasi",
    ),
    Transisi(
        "tolak_pembayaran",
        _dari(S.TERBAYAR),
        S.TERJADWAL,
        PELAYANAN,
        "Tolak Bukti",
        "Bukti pembayaran ditolak",
        catatan=True,
    ),
    Transisi(
        "jadwal_ulang",
        _dari(S.TERJADWAL, S.TERBAYAR, S.DIPROSES),
        None,
        UJI,
        "Jadwal Ulang",
        "Jadwal diubah",
        perlu=("tanggal_uji", "penera_id"),
        catatan=True,
    ),
    Transisi(
        "jadwal_pindah",
        _dari(S.TERJADWAL, S.TERBAYAR, S.DIPROSES),
        None,
        PESERTA,
        "Pindah Jadwal",
        "Jadwal dipindahkan peserta",
        perlu=("tanggal_uji", "penera_id", "pindah_peserta"),
    ),
    Transisi(
        "hasil_sah",
        _dari(S.DIPROSES),
        S.MENUNGGU_DOKUMEN,
        UJI,
        "Hasil Sah",
        "Lulus uji (Sah)",
        perlu=("tanggal_hasil",),
    ),
    Transisi(
        "hasil_batal",
        _dari(S.DIPROSES),
        S.SELESAI_BATAL,
        UJI,
        "Hasil Dibatalkan",
        "Tidak lulus uji",
        perlu=("tanggal_hasil", "keterangan"),
        catatan=True,
    ),
    Transisi(
        "terbitkan",
        _dari(S.MENUNGGU_DOKUMEN),
        S.SELESAI_SAH,
        PELAYANAN,
        "Terbitkan Dokumen",
        "Dokumen diterbitkan",
    ),
    Transisi(
        "koreksi",
        _dari(S.SELESAI_SAH, S.SELESAI_BATAL),
        None,
        frozenset({"admin"}),
        "Koreksi",
        "Data dikoreksi",
        catatan=True,
    ),
)

TRANSISI: dict[str, tuple[Transisi, ...]] = {}
for _t in _BARIS:
    TRANSISI[_t.aksi] = (*TRANSISI.get(_t.aksi, ()), _t)

AJUKAN = "ajukan"
AJUKAN_ATAS_NAMA = "ajukan_atas_nama"
SEBUT_AWAL = {
    AJUKAN: "Pengajuan dikirim",
    AJUKAN_ATAS_NAMA: "Diajukan petugas atas nama peserta",
}


def transisi(aksi: str, status: str, peran: str, *, bebas: bool | None = None) -> Transisi | None:
    """The row for this act, or None when the table has none: wrong status, wrong role.

    `bebas`: no fee is due; it decides between rows that differ only by their guard.
    """
    for t in TRANSISI[aksi]:
        guard = t.penjaga is None or bebas is None or (t.penjaga == "bebas") == bebas
        if status in t.dari and peran in t.peran and guard:
            return t
    return None


def tersedia(status: str, peran: str) -> list[Transisi]:
    """The acts this role has on an application in this status, each once, in table order."""
    ada: dict[str, Transisi] = {}
    for t in _BARIS:
        if status in t.dari and peran in t.peran:
            ada.setdefault(t.aksi, t)
    return list(ada.values())


def semua_baris() -> Iterable[Transisi]:
    return _BARIS


def sebut(status: str, peran: str) -> str:
    """The status in the words of this role; one dictionary for every page, message and report."""
    s = SEBUTAN[Status(status)]
    return s.peserta if peran == "peserta" else s.petugas


# --- the journey, as the participant sees it --------------------------------------------------

LANGKAH = ("Diajukan", "Diterima", "Jadwal", "Pembayaran", "Diuji", "Dokumen", "Selesai")
_POSISI = {
    S.BARU: 0,
    S.PERLU_PERBAIKAN: 0,
    S.DITERIMA: 1,
    S.MENUNGGU_PILIHAN: 2,
    S.TERJADWAL: 3,
    S.TERBAYAR: 3,
    S.DIPROSES: 4,
    S.MENUNGGU_DOKUMEN: 5,
    S.SELESAI_SAH: 7,
    S.SELESAI_BATAL: 7,
    S.DIBATALKAN: -1,
}


@dataclass(frozen=True)
class Langkah:
    label: str
    keadaan: str  # lewat, kini, nanti, batal
    keterangan: str | None = None


def perjalanan(status: str, retribusi: int | None, terakhir: str | None = None) -> list[Langkah]:
    """The ruler: passed, current and coming marks.

    `retribusi` 0 marks the payment as not needed. `terakhir`: for a called-off application, the
    status it had before.
    """
    dibatalkan = status == S.DIBATALKAN
    posisi = _POSISI[Status(terakhir)] if dibatalkan and terakhir else _POSISI[Status(status)]
    hasil = []
    for i, label in enumerate(LANGKAH):
        keadaan = "lewat" if i < posisi else "kini" if i == posisi else "nanti"
        if dibatalkan and i == max(posisi, 0):
            keadaan = "batal"
        keterangan = "Bebas retribusi" if label == "Pembayaran" and retribusi == 0 else None
        hasil.append(Langkah(label, keadaan, keterangan))
    if status == S.SELESAI_BATAL:
        hasil[-1] = Langkah("Tidak lulus", "batal")
        hasil[-2] = Langkah("Dokumen", "nanti", "Tidak terbit")
    return hasil
