"""The staff guide, continued: the chapters of Admin Aplikasi; data only."""

from app.publik.panduan import BabPetugas, Langkah

L = Langkah
HANYA_ADMIN = frozenset({"admin"})

ADMIN = (
    BabPetugas(
        "tarif",
        "Tarif retribusi",
        "Mencatat tarif dengan tanggal mulai dan dasar hukumnya.",
        (
            L("Buka **Tarif**, lalu tekan **Tambah Tarif**."),
            L("Isi untuk apa, berapa, dan sejak kapan. Tarif boleh nol."),
            L("Tarif lama berakhir? Tekan **Akhiri** dan isi hari terakhirnya."),
            L("Ragu dengan hitungannya? Pakai **Berapa retribusinya?**."),
        ),
        "Pengajuan yang sudah dijadwalkan memegang tarif saat itu; tarif baru tidak mengubahnya.",
        peran=HANYA_ADMIN,
        endpoint="tarif.admin_index",
        buka="Tarif",
        halaman=("tarif.baru", "tarif.akhiri", "tarif.salin"),
    ),
    BabPetugas(
        "data-master",
        "Data master",
        "Jenis UTTP, masa berlaku, wilayah, dan pengaturan kantor.",
        (
            L("Buka **Data Master**, lalu **Jenis UTTP**."),
            L("Jenis baru: tekan **Tambah Jenis** dan isi satuan, layanan, dan menit ujinya."),
            L(
                "Dokumen yang diminta: tekan **Tambah dokumen**. Pertanyaan tambahan: **Tambah "
                "pertanyaan**."
            ),
            L("Masa berlaku berubah? Tekan **Catat masa berlaku baru** dan baca akibatnya dulu."),
            L(
                "Tidak dipakai lagi? Tekan **Nonaktifkan jenis**. Yang pernah dipakai tidak "
                "dihapus."
            ),
        ),
        peran=HANYA_ADMIN,
        endpoint="pengaturan.master",
        buka="Data Master",
        halaman=(
            "katalog.admin_index",
            "katalog.admin_rincian",
            "katalog.admin_baru",
            "katalog.masa_baru",
            "katalog.dokumen_baru",
            "katalog.informasi_baru",
            "pengaturan.pengaturan_kantor",
        ),  # fmt: skip
    ),
    BabPetugas(
        "situs-publik",
        "Situs publik",
        "Mengubah halaman, berita, galeri, dan regulasi.",
        (
            L("Buka **Situs publik**, lalu pilih yang akan diubah."),
            L("Tulis isinya, lalu tekan **Pratinjau** untuk melihatnya tanpa menyimpan."),
            L("Tambahkan keterangan pada setiap gambar, untuk yang tidak dapat melihatnya."),
            L("Tekan **Simpan**, lalu buka **Lihat halamannya**."),
        ),
        peran=HANYA_ADMIN,
        endpoint="konten.admin_index",
        buka="Situs publik",
        halaman=(
            "konten.daftar",
            "konten.baru",
            "konten.ubah",
            "konten.halaman",
            "konten.warta_baru",
            "konten.warta_ubah",
        ),  # fmt: skip
    ),
    BabPetugas(
        "akun-petugas",
        "Akun petugas dan catatan aktivitas",
        "Membuat akun, mengganti peran, dan membaca siapa berbuat apa.",
        (
            L("Buka **Akun Petugas**, lalu tekan **Tambah Akun**. Serahkan tautannya langsung."),
            L("Berganti tugas? Buka akunnya dan tekan **Ganti peran**."),
            L("Ponselnya hilang? Tekan **Reset langkah kedua**, lalu **Akhiri semua sesi**."),
            L("Tidak bekerja lagi? Tekan **Nonaktifkan akun**."),
            L("**Catatan aktivitas** menyimpan setiap tindakan; isinya tidak dapat diubah."),
        ),
        peran=HANYA_ADMIN,
        endpoint="auth.admin_index",
        buka="Akun Petugas",
        halaman=("auth.admin_baru", "auth.admin_rincian", "pengaturan.audit"),
    ),
)
