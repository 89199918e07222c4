"""Words of the public site; pure."""

from dataclasses import dataclass
from enum import StrEnum

# Who looks at what is not public yet.
PEMBACA = ("admin", "pelayanan", "kepala")
PENULIS_BAKU = ("admin",)
PENULIS_WARTA = ("admin", "pelayanan")

SLIDE_TAMPIL = 4
# As wide as a picture stands on a page; the large one is fetched by who wants to see it.
LEBAR_HALAMAN = 800


@dataclass(frozen=True)
class Ragam:
    """One sort of content as the pages call it; `halaman` is where visitors find it."""

    satu: str
    semua: str
    isi: str
    halaman: str
    penulis: tuple[str, ...] = PENULIS_BAKU


RAGAM = {
    "slide": Ragam(
        "Slide", "Slide beranda",
        f"Gambar di bagian atas beranda; paling banyak {SLIDE_TAMPIL} yang tampil.",
        "publik.index",
    ),
    "layanan": Ragam(
        "Layanan", "Layanan dan standarnya",
        "Nama, syarat, waktu, dan biaya tiap layanan.", "konten.layanan",
    ),
    "berita": Ragam(
        "Berita", "Berita", "Tulisan dengan tanggal terbit; dapat disimpan sebagai draf.",
        "konten.berita", PENULIS_WARTA,
    ),
    "foto": Ragam(
        "Foto galeri", "Galeri", "Foto kegiatan, yang terbaru lebih dulu.", "konten.galeri",
        PENULIS_WARTA,
    ),
    "regulasi": Ragam(
        "Regulasi", "Regulasi", "Peraturan dengan berkas atau tautannya.", "konten.regulasi"
    ),
    "sop": Ragam("SOP", "SOP", "Prosedur kerja kantor sebagai PDF.", "konten.sop"),
    "pegawai": Ragam(
        "Pegawai", "Pegawai", "Nama, jabatan, dan foto; NIP hanya bila dipilih.", "konten.pegawai"
    ),
    "jabatan": Ragam(
        "Jabatan", "Jabatan", "Urutannya menjadi urutan daftar pegawai.", "konten.pegawai"
    ),
    "sidang": Ragam(
        "Sidang tera", "Jadwal sidang tera", "Tera di pasar: tempat, tanggal, dan yang dibawa.",
        "konten.jadwal",
    ),
}  # fmt: skip
WARTA = tuple(k for k, r in RAGAM.items() if r.penulis == PENULIS_WARTA)
BAKU = tuple(k for k in RAGAM if k not in WARTA)
BERGAMBAR = ("slide", "berita", "foto", "pegawai")
BERBERKAS = ("regulasi", "sop")


@dataclass(frozen=True)
class HalamanTetap:
    """A page that is always there, once."""

    judul: str
    petunjuk: str
    halaman: str
    bergambar: bool = False


HALAMAN = {
    "singkat": HalamanTetap(
        "Tentang, singkat", "Dua atau tiga kalimat untuk beranda.", "publik.index"
    ),
    "tentang": HalamanTetap("Tentang kantor", "Siapa kami dan sejak kapan.", "konten.tentang"),
    "visi": HalamanTetap("Visi dan misi", "Visi, lalu misi sebagai daftar.", "konten.tentang"),
    "tugas": HalamanTetap("Tugas dan fungsi", "Menurut peraturan pembentuknya.", "konten.tentang"),
    "maklumat": HalamanTetap(
        "Maklumat pelayanan", "Janji kantor kepada semua yang dilayani.", "konten.layanan"
    ),
    "struktur": HalamanTetap(
        "Struktur organisasi", "Bagan sebagai gambar, dan uraiannya.", "konten.struktur", True
    ),
    "jadwal": HalamanTetap(
        "Jadwal dan tempat", "Yang perlu diketahui sebelum datang ke kantor.", "konten.jadwal"
    ),
}  # fmt: skip


class JenisRegulasi(StrEnum):
    UU = "uu"
    PP = "pp"
    PERPRES = "perpres"
    PERMENDAG = "permendag"
    KEPUTUSAN = "keputusan"
    PERDA = "perda"
    PERWALI = "perwali"
    LAIN = "lain"


LABEL_REGULASI = {
    JenisRegulasi.UU: "Undang-Undang",
    JenisRegulasi.PP: "Peraturan Pemerintah",
    JenisRegulasi.PERPRES: "Peraturan Presiden",
    JenisRegulasi.PERMENDAG: "Peraturan Menteri Perdagangan",
    JenisRegulasi.KEPUTUSAN: "Keputusan",
    JenisRegulasi.PERDA: "Peraturan Daerah",
    JenisRegulasi.PERWALI: "Peraturan Wali Kota",
    JenisRegulasi.LAIN: "Peraturan lain",
}
