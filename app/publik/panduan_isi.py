"""The chapters of the guide, under the names and labels of the participant's manual; data only.

Words between ** are labels as they stand on the screen; tests/publik/test_panduan.py looks for each
of them in the program. Pictures are made from the running program by scripts/gambar_panduan.py.
"""

from datetime import date

from app.publik.panduan import Bab, Langkah

VERSI = date(2026, 11, 22)
L = Langkah
BAB = (
    Bab(
        "mengakses-aplikasi",
        "Mengakses Aplikasi",
        "Membuka aplikasi dari ponsel atau komputer.",
        (
            L("Pastikan ponsel, PC, atau laptop tersambung ke internet."),
            L("Buka aplikasi peramban, misalnya Google Chrome, Firefox, atau Safari."),
            L("Ketik alamat aplikasi ini pada kotak alamat peramban, lalu tekan Enter."),
            L(
                "Halaman awal terbuka. Di ponsel, tekan **Menu** untuk melihat semua halaman.",
                "Halaman awal di ponsel dengan tombol Menu di kanan atas.",
            ),
        ),
        "Simpan alamatnya sebagai bookmark, supaya tidak perlu diketik lagi.",
    ),
    Bab(
        "registrasi",
        "Registrasi",
        "Mendaftarkan usaha dan penanggung jawabnya (PIC).",
        (
            L(
                "Tekan **Registrasi** di halaman awal, di **Alur Pelayanan** langkah 1, atau di "
                "**Log In Peserta**.",
                "Tombol Registrasi di halaman awal.",
            ),
            L(
                "Pilih kelompok sesuai keadaan Anda, lalu isi formulir dengan lengkap. Pilih "
                "**Penyedia Alat** bila alat Anda dipakai orang lain.",
                "Pilihan kelompok Pemilik Alat dan Penyedia Alat pada formulir registrasi.",
            ),
            L(
                "Isi **Kode Captcha** seperti pada gambar, lalu tekan **Daftarkan**.",
                "Kode Captcha dan tombol Daftarkan di akhir formulir.",
            ),
            L(
                "Catat nomor registrasinya, lalu tunggu kabar dari Admin Aplikasi. Tautan untuk "
                "membuat password dikirim lewat WhatsApp atau email.",
                "Halaman Registrasi terkirim dengan nomor registrasi.",
            ),
        ),
    ),
    Bab(
        "log-in-peserta",
        "Log In Peserta",
        "Masuk dengan NIK PIC dan password.",
        (
            L("Tekan **Log In Peserta**.", "Tombol Log In Peserta di halaman awal."),
            L(
                "Isi **NIK PIC** dan **Password**.",
                "Kotak NIK PIC dan Password di halaman Log In Peserta.",
            ),
            L(
                "Bila diminta, isi **Kode Captcha**. Sulit dibaca? Tekan **Ganti kode** dan isi "
                "kode yang baru, atau dengarkan kodenya.",
                "Gambar Kode Captcha dengan tombol untuk menggantinya.",
            ),
            L(
                "Tekan **Log In**. Halaman Data Peserta terbuka.",
                "Tombol Log In di bawah isian.",
            ),
        ),
        "Lupa password? Tekan Minta tautan baru di halaman yang sama.",
    ),
    Bab(
        "mendata-alat-uttp",
        "Mendata Alat UTTP Peserta atau Pelanggan",
        "Mencatat setiap timbangan, takaran, atau pompa ukur.",
        (
            L(
                "Di Data Peserta, tekan **Jumlah Alat UTTP** pada bagian **Informasi PIC**.",
                "Tombol Jumlah Alat UTTP pada bagian Informasi PIC.",
            ),
            L(
                "Penyedia: untuk alat yang dipakai pelanggan, buka **Daftar Pelanggan** dan tekan "
                "tombol pada kolom **Jml UTTP**.",
                "Tombol Jml UTTP pada sebuah pelanggan di Daftar Pelanggan.",
            ),
            L(
                "Tekan **TAMBAH UTTP**. Untuk alat pelanggan tertulis **TAMBAH UTTP PELANGGAN**.",
                "Tombol TAMBAH UTTP di atas Daftar Alat UTTP.",
            ),
            L(
                "Pilih **Jenis UTTP**, lalu isi merk, tipe, nomor seri, dan kapasitas seperti pada "
                "pelat nama.",
                "Formulir Tambah UTTP yang sudah diisi.",
            ),
            L(
                "Tambahkan foto alatnya, lalu tekan **Simpan**.",
                "Foto alat yang sudah terunggah dan tombol Simpan.",
            ),
            L("Ulangi sampai semua alat tercatat. Banyak? Pakai **Impor dari Excel**."),
            L(
                "Ada yang keliru? Tekan **Ubah**, atau **Hapus** selama alat belum pernah "
                "diajukan.",
                "Alat yang baru dicatat dengan Ubah dan Hapus di bawahnya.",
            ),
        ),
    ),
    Bab(
        "pengajuan-tera",
        "Pengajuan Tera/Tera Ulang",
        "Mengajukan satu alat untuk ditera atau ditera ulang.",
        (
            L(
                "Buka **Daftar Alat UTTP**, lalu tekan **Pengajuan Baru** pada alatnya.",
                "Tombol Pengajuan Baru pada sebuah alat di daftar.",
            ),
            L(
                "Baca yang perlu disiapkan, lalu tekan **Mulai**. Anda dapat berhenti kapan saja "
                "dengan **Simpan dan lanjutkan nanti**.",
                "Halaman Yang perlu disiapkan dengan tombol Mulai.",
            ),
            L(
                "Pilih jenis layanan: **Tera** untuk alat baru, **Tera Ulang** untuk alat yang "
                "pernah ditera.",
                "Pilihan jenis layanan Tera dan Tera Ulang.",
            ),
            L(
                "Untuk Tera Ulang, isi **Nomor SKHP lama** dan datanya seperti pada suratnya, lalu "
                "tekan **Simpan dan lanjut**.",
                "Isian data SKHP lama.",
            ),
            L(
                "Unggah foto kondisi alat.",
                "Foto kondisi alat yang sudah terunggah.",
            ),
            L(
                "Unggah berkas yang diminta, juga dokumen tambahan bila ada. Contoh dan formatnya "
                "dapat diunduh, diisi, lalu difoto atau dipindai.",
                "Bagian surat permohonan dengan berkas yang sudah terunggah.",
            ),
            L(
                "Periksa isian Anda, lalu tekan **Proses Pengajuan Baru**.",
                "Tombol Proses Pengajuan Baru di bawah ringkasan isian.",
            ),
            L("Simpan nomor pengajuannya.", "Halaman dengan nomor pengajuan yang baru dikirim."),
            L(
                "Mau mengubah? Tekan **Baru** pada **Daftar Pengajuan Aktif**. Mau membatalkan? "
                "Tekan **Batal Pengajuan**.",
                "Tombol Baru dan Batal Pengajuan pada Daftar Pengajuan Aktif.",
            ),
            L(
                "Pantau sampai statusnya berubah dari **Baru** menjadi **Diterima**. Setiap "
                "perubahan juga masuk ke Pesan."
            ),
        ),
        "Banyak alat? Tandai dengan Pilih di daftar, lalu tekan Ajukan alat yang dipilih: satu "
        "surat untuk semuanya.",
    ),
    Bab(
        "memilih-jadwal",
        "Memilih Jadwal",
        "Memilih tanggal uji yang ditawarkan petugas.",
        (
            L(
                "Buka **Daftar Pengajuan Aktif**, lalu tekan **Pilihan Jadwal** pada pengajuan "
                "yang sudah diberi jadwal.",
                "Tombol Pilihan Jadwal pada sebuah pengajuan.",
            ),
            L(
                "Pilih waktu yang cocok. Bila Anda berhalangan pada semuanya, pilih **Tidak ada "
                "yang cocok**.",
                "Beberapa tanggal uji yang ditawarkan.",
            ),
            L("Tekan **Atur Jadwal**.", "Tombol Atur Jadwal di bawah pilihan tanggal."),
        ),
    ),
    Bab(
        "pembayaran-retribusi",
        "Pembayaran Retribusi",
        "Mengirim bukti bayar, hanya bila ada retribusi.",
        (
            L(
                "Buka **Daftar Pengajuan Aktif**, lalu tekan **Terjadwal (Menunggu Pembayaran)**. "
                "Bila tertulis **Bebas Retribusi**, langkah ini dilewati.",
                "Tombol Terjadwal (Menunggu Pembayaran) pada sebuah pengajuan.",
            ),
            L(
                "Isi **Nomor Bukti Pembayaran** dari struk ATM, slip, atau tangkapan layar.",
                "Isian Nomor Bukti Pembayaran dan Tanggal Pembayaran.",
            ),
            L(
                "Isi **Tanggal Pembayaran**, lalu unggah foto atau hasil pindai buktinya.",
                "Bukti pembayaran yang sudah terunggah.",
            ),
            L("Tekan **Bayar**.", "Tombol Bayar di bawah isian bukti pembayaran."),
        ),
    ),
    Bab(
        "lihat-histori",
        "Lihat Histori Pengajuan",
        "Melihat semua pengajuan sebuah alat.",
        (
            L(
                "Di Data Peserta, tekan **Jumlah Alat UTTP**. Penyedia dapat juga menekan tombol "
                "pada kolom **Jml UTTP** di Daftar Pelanggan."
            ),
            L(
                "Tekan **Daftar Pengajuan** pada alatnya.",
                "Tautan Daftar Pengajuan pada sebuah alat.",
            ),
            L(
                "Tekan **Selesai (Sah)**, **Selesai (Dibatalkan)**, atau **Dibatalkan** untuk "
                "melihat isinya.",
                "Tombol Selesai (Sah) pada Daftar Pengajuan sebuah alat.",
            ),
            L(
                "Tekan **Kembali** untuk kembali ke daftarnya.",
                "Rincian pengajuan yang selesai dengan tautan Kembali di atas.",
            ),
        ),
    ),
    Bab(
        "mendata-pelanggan",
        "Mendata Pelanggan Pengguna Alat",
        "Untuk Penyedia Alat: mencatat usaha yang memakai alat Anda.",
        (
            L(
                "Di Data Peserta, tekan **Jumlah Pelanggan** pada bagian **Informasi PIC**.",
                "Tombol Jumlah Pelanggan pada bagian Informasi PIC.",
            ),
            L("Tekan **TAMBAH PELANGGAN**.", "Tombol TAMBAH PELANGGAN di Daftar Pelanggan."),
            L("Isi **NPWP**, lalu tekan **Cek**.", "Isian NPWP dengan tombol Cek."),
            L(
                "Bila usaha itu sudah pernah terdata, datanya tampil. Bila belum, isi formulirnya "
                "dengan lengkap.",
                "Formulir pelanggan yang belum pernah terdata.",
            ),
            L("Tekan **Daftarkan**.", "Tombol Daftarkan di bawah formulir pelanggan."),
            L("Ulangi sampai semua pelanggan tercatat."),
            L(
                "Ada yang keliru? Tekan **Ubah**, atau **Hapus** bila pelanggan belum punya alat. "
                "Data pelanggan yang sudah terdata sebelumnya diubah oleh Admin.",
                "Pelanggan baru di daftar dengan Ubah dan Hapus.",
            ),
        ),
    ),
    Bab(
        "memindahkan-kepemilikan",
        "Memindahkan Kepemilikan Alat UTTP ke Pelanggan",
        "Untuk Penyedia Alat: pelanggan menjadi pemilik alat yang dipakainya.",
        (
            L(
                "Buka **Daftar Pelanggan**, tekan tombol pada kolom **Jml UTTP**, lalu tekan "
                "**Pindahkan Kepemilikan** pada alatnya.",
                "Pindahkan Kepemilikan pada alat yang dipakai pelanggan.",
            ),
            L(
                "Baca akibatnya, lalu tekan **Ya, pindahkan**. Bila keliru, kantor dapat "
                "menariknya kembali dalam 7 hari.",
                "Halaman persetujuan dengan tombol Ya, pindahkan.",
            ),
        ),
    ),
    Bab(
        "mendaftarkan-pelanggan",
        "Mendaftarkan Pelanggan Sebagai Pemilik Alat",
        "Untuk Penyedia Alat: pelanggan mengurus sendiri alat miliknya.",
        (
            L(
                "Buka **Daftar Pelanggan**, lalu tekan **Daftarkan** pada pelanggan yang sudah "
                "menerima alat.",
                "Tombol Daftarkan pada pelanggan yang sudah memiliki alat.",
            ),
            L("Baca penjelasannya, lalu tekan **OK**.", "Penjelasan dengan tombol OK."),
            L(
                "Isi **Informasi PIC**: orang yang akan mengurus alat dan pengajuannya.",
                "Isian Informasi PIC pelanggan.",
            ),
            L("Tekan **Daftarkan**.", "Tombol Daftarkan di bawah Informasi PIC."),
            L(
                "Beri tahu Admin supaya segera disetujui. Setelah itu PIC mendapat cara masuknya "
                "sendiri.",
                "Pelanggan dengan keterangan Menunggu persetujuan.",
            ),
        ),
    ),
    Bab(
        "melepaskan-pelanggan",
        "Melepaskan Pelanggan",
        "Untuk Penyedia Alat: mengakhiri hubungan dengan pelanggan.",
        (
            L(
                "Buka **Daftar Pelanggan**, lalu tekan **Lepaskan** pada pelanggan yang tidak lagi "
                "memakai alat Anda.",
                "Tautan Lepaskan pada sebuah pelanggan.",
            ),
            L(
                "Baca akibatnya, lalu tekan **Ya, lepaskan**. Tidak ada data yang dihapus.",
                "Halaman persetujuan dengan tombol Ya, lepaskan.",
            ),
        ),
    ),
)
MENURUT_KODE = {b.kode: b for b in BAB}


def tetangga(bab: Bab) -> tuple[Bab | None, Bab | None]:
    """The chapters before and after this one."""
    n = BAB.index(bab)
    return (BAB[n - 1] if n else None), (BAB[n + 1] if n + 1 < len(BAB) else None)
