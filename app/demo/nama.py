"""Who the invented people and businesses are, and what each kind of business weighs with."""

from dataclasses import dataclass

DEPAN_PRIA = (
    "Agus", "Ahmad", "Arif", "Bambang", "Budi", "Dedi", "Eko", "Fajar", "Galih", "Hasan", "Iwan",
    "Joko", "Kurnia", "Lukman", "Mahmud", "Nanang", "Rahmat", "Slamet", "Taufik", "Wahyu",
)  # fmt: skip
DEPAN_WANITA = (
    "Ani", "Ayu", "Dewi", "Eka", "Fitri", "Hesti", "Indah", "Kartini", "Lestari", "Maya", "Nining",
    "Putri", "Ratih", "Rosita", "Sari", "Sri", "Tri", "Umi", "Wulan", "Yanti",
)  # fmt: skip
BELAKANG = (
    "Anwar", "Cahyono", "Darmawan", "Effendi", "Firmansyah", "Gunawan", "Hidayat", "Irawan",
    "Kusnadi", "Mansyur", "Nugroho", "Pratama", "Ramadhan", "Santoso", "Setiawan", "Syahrani",
    "Utama", "Wibisono", "Yulianto", "Zainuddin",
)  # fmt: skip
JALAN = (
    "Jalan Anggrek Contoh", "Jalan Teluk Contoh", "Jalan Bukit Contoh", "Jalan Kenari Contoh",
    "Jalan Beruang Madu Contoh", "Jalan Pasar Contoh", "Jalan Dermaga Contoh",
)  # fmt: skip


@dataclass(frozen=True)
class Akun:
    """A demo account of the contract: what signs in, who that is, what for."""

    nama_masuk: str
    nama: str
    peran: str
    sebutan: str
    nip: str | None = None


STAF = (
    Akun("admin", "Ratna Puspitasari", "admin", "Admin Aplikasi", "198503122010019001"),
    Akun("pelayanan", "Dewi Anggraini", "pelayanan", "Admin Pelayanan", "199007212014019002"),
    Akun("penera1", "Bayu Prasetyo", "penera", "Penera", "198811052012019003"),
    Akun("penera2", "Nur Aisyah", "penera", "Penera", "199204182016019004"),
    Akun("penera3", "Hendra Kusuma", "penera", "Penera", "198706302011019005"),
    Akun("penera4", "Yusuf Maulana", "penera", "Penera", "199509142019019006"),
    Akun("kepala", "Sutrisno Wicaksono", "kepala", "Kepala UPTD", "197402021999019007"),
)
PEMILIK, PENYEDIA, ASING = "6471010101900001", "6471014107850002", "6471010202920003"

Resep = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Profil:
    """A kind of business: its names, the place of its instruments, and (type, from, to) of them."""

    usaha: tuple[str, ...]
    jabatan: str
    tempat: str
    resep: Resep
    kelompok: str = "pemilik"


# The three participants of the contract: NIK, PIC, profile.
UTAMA: tuple[tuple[str, str, Profil], ...] = (
    (
        PEMILIK,
        "Rudi Hartawan",
        Profil(
            ("PT Sinar Pesisir Energi",),
            "Manajer Operasi",
            "SPBU Contoh, area {n}",
            (("PUB-01", 7, 7), ("TUM-01", 3, 3), ("BJN-01", 1, 1), ("LVL-01", 1, 1),
             ("TBO-03", 3, 3), ("TUT-02", 1, 1), ("TBO-12", 1, 1)),
        ),
    ),
    (
        PENYEDIA,
        "Siti Rahmawati",
        Profil(
            ("CV Mitra Timbang Sejahtera",),
            "Direktur",
            "Gudang alat, rak {n}",
            (("TBO-03", 7, 7), ("TBO-08", 3, 3), ("TBO-06", 2, 2), ("PUB-01", 4, 4),
             ("TBO-05", 1, 1), ("TBO-13", 1, 1)),
            "penyedia",
        ),
    ),
    (
        ASING,
        "Yohanes Mangku",
        Profil(
            ("PT Bumi Rimba Logistik",),
            "Kepala Gudang",
            "Gudang {n}",
            (("TBO-05", 2, 2), ("TUM-01", 2, 2), ("TBO-12", 2, 2), ("TBO-03", 1, 1),
             ("TBO-14", 1, 1)),
        ),
    ),
)  # fmt: skip

PROFIL: tuple[Profil, ...] = (
    Profil(
        ("Toko Sembako Berkah Jaya", "Kios Sayur Bu Lastri", "Lapak Daging Pak Anwar",
         "Toko Beras Padi Emas", "Kios Bumbu Dapur Mbak Tini", "Lapak Ayam Potong Cahaya",
         "Toko Kelontong Sinar Pagi", "Kios Buah Segar Rimba", "Toko Gula dan Plastik Makmur",
         "Lapak Cabai Bawang Pak Darto", "Toko Sembako Rezeki Bersama", "Kios Telur Subur",
         "Toko Kopi Giling Batu Hitam", "Lapak Ikan Asin Ibu Ros", "Toko Tepung Mekar",
         "Kios Rempah Khatulistiwa"),
        "Pemilik",
        "Pasar Contoh, los {n}",
        (("TBO-03", 1, 2), ("TBO-08", 0, 2), ("TBO-06", 0, 2), ("TBO-15", 0, 1), ("ATB-03", 0, 1),
         ("TAK-01", 0, 1), ("TAK-02", 0, 1), ("TBO-10", 0, 1), ("TBO-07", 0, 1)),
    ),
    Profil(
        ("Toko Emas Mustika Contoh", "Toko Emas Kilau Abadi", "Toko Emas Permata Teluk",
         "Toko Emas Sinar Mutiara", "Toko Emas Dua Bintang", "Toko Perhiasan Intan Rimba"),
        "Pemilik",
        "Etalase {n}",
        (("TBO-02", 2, 3), ("TBO-09", 1, 1), ("ATB-01", 1, 1), ("ATB-02", 0, 1),
         ("TBO-01", 0, 1)),
    ),
    Profil(
        ("PT Energi Bukit Contoh", "PT Migas Karang Contoh", "CV Bahan Bakar Teluk Contoh",
         "PT Pelita Jalan Raya", "PT Sumber Solar Contoh"),
        "Kepala SPBU",
        "SPBU Contoh, area {n}",
        (("PUB-01", 6, 9), ("TUM-01", 1, 2), ("BJN-01", 1, 1), ("LVL-01", 1, 1)),
    ),
    Profil(
        ("Apotek Sehat Sentosa Contoh", "Apotek Bunga Rimba", "Apotek Pelita Waras",
         "Apotek Medika Teluk"),
        "Apoteker Penanggung Jawab",
        "Ruang racik {n}",
        (("TBO-02", 1, 2), ("TBO-01", 1, 1), ("TBO-09", 0, 1), ("ATB-01", 0, 1)),
    ),
    Profil(
        ("Koperasi Tani Maju Contoh", "Koperasi Pasar Guyub Contoh", "Koperasi Karyawan Rimba",
         "Koperasi Sawit Makmur Contoh"),
        "Ketua",
        "Gudang koperasi {n}",
        (("TBO-03", 2, 3), ("TBO-13", 1, 2), ("TBO-14", 1, 1), ("KDA-01", 1, 1),
         ("TBO-12", 1, 1), ("TAK-01", 0, 1)),
    ),
    Profil(
        ("UD Bahari Lestari Contoh", "UD Ikan Segar Manggis", "CV Udang Teluk Contoh",
         "Lapak Nelayan Pak Rusli", "UD Cumi Kencana"),
        "Pemilik",
        "Pelabuhan ikan Contoh, petak {n}",
        (("TBO-03", 2, 3), ("TBO-06", 2, 2), ("TBO-04", 1, 2), ("TBO-10", 0, 1),
         ("TBO-12", 0, 1)),
    ),
    Profil(
        ("Laboratorium Air Nirmala Contoh", "Laboratorium Pangan Cakra",
         "Laboratorium Mineral Wana"),
        "Kepala Laboratorium",
        "Ruang timbang {n}",
        (("TBO-01", 2, 3), ("ATB-01", 1, 2), ("TBO-02", 1, 1)),
    ),
    Profil(
        ("PT Gudang Teluk Contoh", "PT Angkutan Rimba Contoh", "CV Semen Kokoh Contoh"),
        "Kepala Gudang",
        "Gudang {n}",
        (("TBO-05", 1, 1), ("TBO-12", 1, 2), ("TBO-04", 1, 2), ("TUM-01", 0, 1)),
    ),
    Profil(
        ("Toko Kain Sutra Ayu", "Toko Tekstil Benang Mas"),
        "Pemilik",
        "Meja potong {n}",
        (("PJG-01", 2, 3), ("PJG-02", 1, 1), ("PJG-05", 0, 1)),
    ),
    Profil(
        ("PT Tongkang Samudra Contoh", "PT Terminal Minyak Teluk Contoh"),
        "Kepala Terminal",
        "Dermaga Contoh, jalur {n}",
        (("MAR-01", 2, 2), ("LVL-02", 1, 1), ("ATG-02", 1, 2), ("TUK-02", 1, 1), ("TUT-01", 1, 1)),
    ),
    Profil(("PT Taksi Rimba Kota",), "Kepala Armada", "Pul {n}", (("TKS-01", 6, 6),)),
    Profil(("PT Tirta Contoh Mandiri",), "Kepala Distribusi", "Zona {n}", (("AIR-01", 8, 8),)),
    Profil(("PT Gas Kota Contoh",), "Kepala Jaringan", "Sektor {n}", (("GAS-01", 5, 5),)),
    Profil(
        ("CV Sewa Timbang Pasar Raya", "PT Alat Ukur Khatulistiwa"),
        "Direktur",
        "Gudang alat, rak {n}",
        (("TBO-03", 5, 6), ("TBO-08", 2, 2), ("TBO-06", 1, 2)),
        "penyedia",
    ),
)  # fmt: skip

# Customers of a penyedia: of the one of the contract, and of the two others.
PELANGGAN = (
    ("Warung Makan Bu Endang", "Kios Sayur Pak Mul", "Toko Sembako Dua Saudara", "Lapak Ayam Ceria",
     "Kios BBM Mini Simpang Tiga", "Kios BBM Mini Tepi Jalan", "Toko Beras Sumber Rasa",
     "Laundri Kiloan Bersih"),
    ("Laundri Kiloan Wangi", "Kios Buah Pojok", "Toko Bangunan Kuat"),
    ("Toko Pupuk Hijau", "Kios Ikan Ibu Sum"),
)  # fmt: skip

MENUNGGU = ("Toko Sembako Harapan Baru", "Kios Kue Kering Manis", "UD Kelapa Contoh")
DITOLAK = (
    (
        "Warung Kopi Senja",
        "Bukan pemilik UTTP wajib tera.\nTimbangan rumah tangga tidak dipakai untuk berdagang, "
        "jadi tidak perlu ditera.",
    ),
    (
        "Toko Antar Kota",
        "Di luar wilayah kerja.\nAlamat usaha berada di kabupaten lain. Daftarkan alat pada UPTD "
        "Metrologi di wilayah itu.",
    ),
)
