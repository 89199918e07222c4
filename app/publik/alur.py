"""The seven steps of the service, under the labels of the participant's manual; pure."""

from dataclasses import dataclass, replace

from app.core.format import tanggal
from app.tarif.states import Biaya


@dataclass(frozen=True)
class Langkah:
    """One step: `tanda` stands on the ruler, `tombol` are the labels one meets, in order."""

    tanda: str
    judul: str
    singkat: str
    isi: str
    tombol: tuple[str, ...] = ()


LANGKAH = (
    Langkah(
        "Registrasi",
        "Registrasi",
        "Daftarkan usaha dan PIC",
        "Isi data usaha dan penanggung jawab (PIC), lalu pilih kelompok peserta. Petugas memeriksa "
        "pendaftaran dan mengirim tautan untuk membuat password melalui WhatsApp atau email.",
        ("Registrasi", "Daftarkan", "Log In Peserta"),
    ),
    Langkah(
        "Data alat",
        "Mendata alat UTTP",
        "Catat tiap alat dan fotonya",
        "Di Data Peserta, buka daftar alat Anda dan catat setiap timbangan, takaran, atau pompa "
        "ukur: jenis, merk, tipe, kapasitas, nomor seri, dan fotonya.",
        ("Jumlah Alat UTTP", "TAMBAH UTTP", "Simpan"),
    ),
    Langkah(
        "Pengajuan",
        "Pengajuan tera atau tera ulang",
        "Unggah foto dan surat",
        "Pilih alatnya dan jenis layanannya, lalu unggah foto kondisi alat dan surat permohonan. "
        "Untuk tera ulang, isi data SKHP lama. Petugas menjawab Diterima atau menyebut yang perlu "
        "diperbaiki.",
        ("Pengajuan Baru", "Proses Pengajuan Baru"),
    ),
    Langkah(
        "Jadwal",
        "Memilih jadwal",
        "Pilih tanggal uji",
        "Petugas menetapkan tanggal, atau menawarkan beberapa tanggal untuk Anda pilih. Alat yang "
        "dapat dibawa diuji di kantor; alat yang terpasang diuji di tempat Anda.",
        ("Pilihan Jadwal", "Atur Jadwal"),
    ),
    Langkah(
        "Pembayaran",
        "Pembayaran retribusi",
        "Bebas retribusi",
        "Sejak 5 Januari 2024 tera dan tera ulang bebas retribusi, jadi langkah ini dilewati "
        "dengan sendirinya. Bila suatu saat ada retribusi, jumlahnya tertulis pada pengajuan dan "
        "bukti bayarnya diunggah di sana.",
        ("Terjadwal (Menunggu Pembayaran)", "Bayar"),
    ),
    Langkah(
        "Pengujian",
        "Pengujian alat",
        "Alat diuji penera",
        "Penera menguji alat pada tanggal yang dipilih. Bawa alat yang bersih, kering, dan tidak "
        "berkarat. Hasilnya Sah, atau Batal bila alat tidak boleh dipakai berdagang.",
    ),
    Langkah(
        "SKHP terbit",
        "SKHP terbit",
        "Pakai sampai berlakunya habis",
        "Surat Keterangan Hasil Pengujian (SKHP) terbit dan tanggal berlakunya tercatat pada alat "
        "Anda. Semua yang sudah selesai tetap dapat dilihat.",
        ("Daftar Pengajuan", "Selesai (Sah)"),
    ),
)


def langkah(biaya: Biaya) -> tuple[Langkah, ...]:
    """The steps as they are on a day with fees, before one, or without any."""
    return tuple(_bayar(n, biaya) if n.tanda == "Pembayaran" else n for n in LANGKAH)


def _bayar(bebas: Langkah, biaya: Biaya) -> Langkah:
    if biaya.kini:
        return _BERBAYAR
    if biaya.mulai:
        hari = tanggal(biaya.mulai)
        return replace(
            bebas,
            singkat=f"Ada retribusi mulai {hari}",
            isi=f"Mulai {hari} ada retribusi menurut jenis alat: jumlahnya tertulis pada pengajuan "
            "Anda, dan bukti bayarnya diunggah di sana. Untuk uji sebelum tanggal itu langkah ini "
            "dilewati dengan sendirinya.",
        )
    if biaya.pernah:
        return replace(bebas, isi=bebas.isi.replace("Sejak 5 Januari 2024 tera", "Saat ini tera"))
    return bebas


_BERBAYAR = Langkah(
    "Pembayaran",
    "Pembayaran retribusi",
    "Menurut jenis alat",
    "Jumlah retribusinya tertulis pada pengajuan Anda, menurut tarif jenis alatnya. Bayar sejumlah "
    "itu, lalu unggah bukti bayarnya di sana. Pengajuan yang bertuliskan Bebas Retribusi melewati "
    "langkah ini dengan sendirinya.",
    ("Terjadwal (Menunggu Pembayaran)", "Bayar"),
)
