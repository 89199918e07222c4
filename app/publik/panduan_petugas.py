"""The staff guide: one chapter for each kind of work, for the roles that do it.

Words between ** are labels as they stand on the screen; tests/publik/test_panduan_petugas.py looks
for each of them in the program.
"""

from datetime import date

from app.publik.panduan import BabPetugas, Langkah
from app.publik.panduan_petugas_admin import ADMIN

VERSI = date(2026, 11, 28)
L = Langkah
PELAYANAN = frozenset({"admin", "pelayanan"})
UJI = PELAYANAN | {"penera"}

BAB = (
    BabPetugas(
        "hari-kerja",
        "Memulai hari",
        "Melihat apa yang menunggu, yang paling lama lebih dulu.",
        (
            L("Masuk lewat **Log In Petugas** dengan nama pengguna Anda."),
            L(
                "Halaman pertama menampilkan setiap antrean dengan jumlahnya dan umur yang paling "
                "lama. Jumlah itu sama dengan isi daftar yang dibukanya."
            ),
            L("Tekan **Kerjakan** pada sebuah antrean untuk langsung membuka yang paling lama."),
            L(
                "Setelah sebuah pengajuan diputus, tekan **Kerjakan berikutnya**. Saringan antrean "
                "tetap dipakai sampai antreannya habis."
            ),
            L("Lihat **Jadwal uji** hari ini dan sepekan ke depan di halaman yang sama."),
        ),
        "Kepala UPTD membaca halaman yang sama sebagai Keadaan antrean, tanpa tombol keputusan.",
        endpoint="meja.index",
        buka="halaman awal petugas",
    ),
    BabPetugas(
        "registrasi-peserta",
        "Memeriksa registrasi",
        "Menerima atau menolak pendaftaran usaha.",
        (
            L("Buka **Peserta**, lalu saring menurut status Baru. Yang paling lama ada di atas."),
            L(
                "Buka pendaftarannya dan cocokkan **Informasi Usaha** dengan **Informasi PIC**. "
                "Bila NIK atau NPWP sama dengan peserta lain, halaman ini menyebutkannya."
            ),
            L(
                "NIK dan NPWP disamarkan. Perlu melihat seluruhnya? Pilih alasannya, lalu tekan "
                "**Tampilkan NIK/NPWP**. Peserta dapat membaca bahwa datanya dibuka."
            ),
            L("Terima, lalu serahkan tautan aktivasi kepada PIC. Tautan hanya tampil sekali."),
            L("Tidak dapat diterima? Tekan **Tolak**, tulis alasannya, dan baca pesannya dulu."),
        ),
        peran=PELAYANAN,
        endpoint="peserta.admin_index",
        buka="daftar peserta",
        halaman=("peserta.admin_tolak",),
    ),
    BabPetugas(
        "permintaan-baru",
        "Memeriksa permintaan baru",
        "Menerima atau mengembalikan pengajuan.",
        (
            L("Buka **Pengajuan** dan pilih status Baru, atau tekan **Kerjakan** di halaman awal."),
            L("Periksa data alat dan setiap berkas. Berkas tampil di halaman yang sama."),
            L("Semua sesuai? Tekan **Terima Permintaan**."),
            L(
                "Ada yang kurang? Tekan **Kembalikan**, pilih alasannya, tambahkan kalimat Anda, "
                "lalu baca pesan yang akan diterima peserta sebelum dikirim."
            ),
            L(
                "Banyak yang serupa? Centang barisnya atau **Pilih semua di halaman ini**, pilih "
                "tindakannya, periksa **Yang akan terjadi**, lalu jalankan. Hasil setiap baris "
                "tampil sesudahnya."
            ),
            L(
                "Hal yang hanya untuk kantor ditulis di **Catatan petugas**; peserta tidak "
                "melihatnya."
            ),
        ),
        "Bila rekan lebih dulu memutus pengajuan yang sama, Anda diberi tahu dan tidak ada yang "
        "tertimpa.",
        peran=PELAYANAN,
        endpoint="pengajuan.admin_index",
        buka="antrean pengajuan",
    ),
    BabPetugas(
        "loket",
        "Melayani di loket",
        "Mencari peserta, mencatat alat, dan mengajukan atas namanya.",
        (
            L("Buka **Loket**, lalu cari menurut **Nama, nomor, NPWP, atau NIK**."),
            L("Belum terdaftar? Tekan **Tambah Peserta** dan isi datanya dari kartu identitas."),
            L("Alatnya belum tercatat? Tekan **Catat alat**."),
            L("Tekan **Ajukan** pada alatnya, atau **Ajukan beberapa sekaligus**."),
            L("Cetak bukti untuk pengunjung, lalu tekan **Pengunjung berikutnya**."),
        ),
        peran=PELAYANAN,
        endpoint="serah.loket",
        buka="Loket",
    ),
    BabPetugas(
        "mengatur-jadwal",
        "Mengatur jadwal",
        "Menetapkan atau menawarkan tanggal uji.",
        (
            L("Buka **Jadwal**. Daftar yang perlu dijadwalkan ada di atas kalender pekan."),
            L(
                "Pilih **Tetapkan satu jadwal** bila waktunya sudah disepakati, atau **Tawarkan "
                "2–4 pilihan** agar peserta memilih."
            ),
            L(
                "Tekan **Tetapkan Jadwal** atau **Tawarkan Pilihan Jadwal**. Menit kantor dan "
                "jumlah alat per penera dijaga program; hari yang penuh tidak dapat dipilih."
            ),
            L(
                "Semua tawaran lewat atau tidak cocok? Pengajuannya kembali ke daftar ini dan "
                "dapat "
                "ditawari lagi."
            ),
            L("Jadwal perlu diganti? Tekan **Jadwal Ulang** dan tulis alasannya."),
            L(
                "Hari libur, **Cuti penera**, dan batas menit diatur di **Kalender kerja**. "
                "Sebelum "
                "disimpan, jadwal yang terkena ditampilkan."
            ),
        ),
        peran=PELAYANAN,
        endpoint="jadwal.admin_index",
        buka="Jadwal",
        halaman=("jadwal.atur", "jadwal.ulang"),
    ),
    BabPetugas(
        "surat-tugas",
        "Surat tugas",
        "Menugaskan tim untuk kunjungan, lalu menyimpan surat yang sudah ditandatangani.",
        (
            L(
                "Jadwal ditetapkan lebih dulu. Lalu buka **Surat tugas** dan tekan **Buat Surat "
                "Tugas**."
            ),
            L(
                "Isi **Hari pertama** dan **Hari terakhir**, lalu tekan **Tampilkan kunjungan**. "
                "Yang tampil hanya pengajuan yang dijadwalkan pada hari itu."
            ),
            L(
                "Centang kunjungannya, pilih **Ketua tim** dan **Anggota**. Di bawah setiap nama "
                "tertulis berapa alat sudah menjadi tugasnya pada hari itu."
            ),
            L("Periksa **Tempat tugas**, **Untuk**, dan **Dasar**, lalu tekan **Simpan Konsep**."),
            L(
                "Nomor surat diambil saat konsep disimpan. Konsep dapat diubah, tetapi tidak "
                "dihapus, supaya nomornya tidak berlubang."
            ),
            L("Tekan **Cetak** dan serahkan kepada Kepala UPTD untuk ditandatangani."),
            L(
                "Surat kembali? Tekan **Lampirkan surat bertanda tangan**, pilih pindaian atau "
                "fotonya, lalu tekan **Simpan surat bertanda tangan**. Sesudah itu surat tidak "
                "dapat diubah lagi."
            ),
        ),
        "Penera membaca surat yang memuat namanya di menu yang sama. Pola nomornya diatur Admin "
        "Aplikasi di Kalender kerja.",
        peran=PELAYANAN,
        endpoint="penugasan.index",
        buka="Surat tugas",
        halaman=("penugasan.baru", "penugasan.rincian", "penugasan.tandatangani"),
    ),
    BabPetugas(
        "kunjungan",
        "Sehari di lapangan",
        "Untuk penera: kunjungan hari ini di ponsel.",
        (
            L("Buka **Kunjungan hari ini**. Urutannya menurut jadwal."),
            L("Tekan nomor telepon untuk menghubungi peserta, dan alamatnya untuk membuka peta."),
            L(
                "Alat selesai diuji? Tekan **Isi Hasil Uji**, pilih hasilnya, lalu **Simpan "
                "Hasil**."
            ),
            L("Tidak dapat diuji hari itu? Tekan **Jadwal Ulang** dan tulis alasannya."),
            L("Perlu surat tugasnya? Buka **Surat tugas**, lalu tekan **Cetak**."),
        ),
        peran=frozenset({"penera"}),
        endpoint="jadwal.kunjungan",
        buka="Kunjungan hari ini",
    ),
    BabPetugas(
        "pembayaran",
        "Memeriksa pembayaran",
        "Mencocokkan bukti bayar, atau menerima pembayaran di loket.",
        (
            L("Buka **Pembayaran**, lalu tekan nomor pengajuannya."),
            L("Cocokkan **Bukti dari peserta** dengan jumlah yang harus dibayar."),
            L("Sesuai? Tekan **Konfirmasi Pembayaran**."),
            L("Tidak sesuai? Isi alasannya pada **Bukti tidak sesuai**, lalu tekan **Tolak**."),
            L("Dibayar langsung? Tekan **Bayar di Loket** dan catat nomor buktinya."),
        ),
        "Pengajuan Bebas Retribusi tidak melewati antrean ini.",
        peran=PELAYANAN,
        endpoint="pembayaran.admin_index",
        buka="Pembayaran",
        halaman=("pembayaran.periksa", "pembayaran.loket"),
    ),
    BabPetugas(
        "hasil-uji",
        "Mencatat hasil uji",
        "Menulis hasil setelah alat diuji.",
        (
            L("Buka **Pengajuan** dengan status Diproses, lalu pilih alat yang sudah diuji."),
            L("Pilih hasilnya. Untuk alat yang tidak lulus, tulis keterangannya."),
            L("Lampirkan cerapan bila ada. Cerapan tidak tampil bagi peserta."),
            L("Tekan **Simpan Hasil**."),
        ),
        peran=UJI,
        endpoint="pengajuan.admin_index",
        buka="antrean pengajuan",
        halaman=("pengujian.hasil",),
    ),
    BabPetugas(
        "dokumen",
        "Menerbitkan dokumen",
        "Mengisi data SKRD dan SKHP alat yang lulus.",
        (
            L("Buka pengajuan dengan status **Menunggu Data Dokumen SKRD & SKHP**."),
            L("Periksa **Hasil uji**, lalu isi **Data SKRD** dan **Data SKHP**."),
            L(
                "Tanggal berlaku diusulkan menurut masa berlaku jenis alatnya. Tekan **Mengapa "
                "tanggal ini?** untuk membaca dasarnya."
            ),
            L("Tekan **Terbitkan Dokumen**."),
            L(
                "Keliru setelah terbit? Admin Aplikasi memakai **Koreksi**; isi lama tetap "
                "tersimpan."
            ),
        ),
        peran=PELAYANAN,
        endpoint="pengajuan.admin_index",
        buka="antrean pengajuan",
        halaman=("pengujian.terbitkan",),
    ),
    BabPetugas(
        "serah-terima",
        "Serah Terima",
        "Menerima alat, mengembalikannya, dan menyerahkan dokumen.",
        (
            L("Buka **Serah Terima** dan cari nomor pengajuan, nama, atau nomor seri."),
            L(
                "Alat datang: **Cocokkan alatnya**, tekan **Terima Alat**, lalu cetak **Label "
                "Alat**."
            ),
            L("Alat diambil: tekan **Kembalikan Alat** dan isi nama serta NIK penerimanya."),
            L("Dokumen diambil: tekan **Serahkan Dokumen** dan isi penerimanya."),
            L("Salah catat? Admin Aplikasi menekan **Koreksi serah terima**."),
        ),
        peran=PELAYANAN,
        endpoint="serah.admin_index",
        buka="Serah Terima",
        halaman=("serah.terima", "serah.kembali", "serah.dokumen"),
    ),
    BabPetugas(
        "mengelola-peserta",
        "Mengelola peserta",
        "Mencari, menambah, mengubah, dan menutup akun peserta.",
        (
            L(
                "Buka **Peserta**. Saring menurut kelompok atau status; **Saringan lain** ada di "
                "bawahnya."
            ),
            L("Tekan **Jml UTTP** untuk daftar alatnya, **Jml Pelanggan** untuk pelanggannya."),
            L(
                "Lupa password? Buka pesertanya dan tekan **Buat tautan baru**. Kirim saat itu "
                "juga; tautan hanya tampil sekali."
            ),
            L(
                "Data keliru? Tekan **Ubah alamat dan kontak**, atau **Ubah nama, NIK, NPWP, atau "
                "kelompok**."
            ),
            L(
                "Tidak lagi aktif? Tekan **Nonaktifkan peserta ini**. Yang pernah dipakai tidak "
                "dapat dihapus, supaya riwayatnya tetap ada."
            ),
        ),
        peran=PELAYANAN,
        endpoint="peserta.admin_index",
        buka="daftar peserta",
        halaman=("peserta.admin_baru", "peserta.admin_rincian"),
    ),
    BabPetugas(
        "pelanggan-penyedia",
        "Pelanggan sebuah penyedia",
        "Mengurus pelanggan atas nama penyedianya: alat, kepemilikan, dan pendaftaran.",
        (
            L(
                "Buka **Peserta**, saring kelompok Penyedia Alat, lalu tekan jumlah pada kolom "
                "**Jml Pelanggan**."
            ),
            L(
                "Pelanggan baru: tekan **TAMBAH PELANGGAN**, isi NPWP, tekan **Cek**, lengkapi "
                "datanya, lalu **Daftarkan**."
            ),
            L(
                "Tekan jumlah pada kolom **Jml UTTP** untuk menambah, mengubah, atau menghapus "
                "alatnya."
            ),
            L(
                "Alat beralih kepada pelanggan: tekan **Pindahkan Kepemilikan**, baca akibatnya, "
                "lalu **Ya, pindahkan**. Alat yang sedang diajukan belum dapat dipindahkan."
            ),
            L(
                "Keliru memindahkan? Dalam tujuh hari buka alatnya, tekan **Tarik kembali "
                "pemindahannya**, dan tulis alasannya. Keduanya diberi tahu."
            ),
            L(
                "Pelanggan mengurus alatnya sendiri: tekan **Daftarkan**, lalu **OK**, dan isi "
                "**Informasi PIC**. Registrasinya menunggu di daftar peserta; terima di sana."
            ),
            L(
                "Tidak dilayani lagi: tekan **Lepaskan**. Datanya tetap ada. **Hapus** hanya untuk "
                "pelanggan yang belum punya alat dan pengajuan."
            ),
        ),
        peran=PELAYANAN,
        endpoint="pelanggan.index",
        buka="daftar penyedia",
        halaman=("pelanggan.rincian",),
    ),
    BabPetugas(
        "laporan",
        "Laporan",
        "Membaca angka, mencetak, dan mengunduhnya.",
        (
            L("Buka **Laporan**, lalu pilih laporannya."),
            L(
                "Pilih masanya, lalu tekan **Tampilkan**. Grafik dan tabelnya berisi angka yang "
                "sama."
            ),
            L("Untuk mencetak, tekan **Cetak**. Menu dan tombol tidak ikut tercetak."),
            L(
                "Tekan **Unduh Excel** atau **Unduh CSV**. Bila barisnya banyak, kemajuannya "
                "tampil dan Anda dapat menekan **Batalkan**. Isinya semua baris yang cocok dengan "
                "saringan."
            ),
        ),
        endpoint="laporan.admin_index",
        buka="Laporan",
    ),
    *ADMIN,
    BabPetugas(
        "akun-sendiri",
        "Akun Anda sendiri",
        "Password, langkah kedua, dan sesi.",
        (
            L("Buka **Keamanan Akun** dan tekan **Ganti Password** bila perlu."),
            L("Pasang **Verifikasi dua langkah** dan simpan kode pemulihannya di tempat aman."),
            L(
                "Sesi berakhir bila halaman dibiarkan. Yang sudah diketik disimpan dan kembali "
                "setelah Anda masuk lagi."
            ),
        ),
        endpoint="auth.keamanan",
        buka="Keamanan Akun",
    ),
)


def bab_untuk(peran: str) -> list[BabPetugas]:
    """The chapters of the work this role does."""
    return [b for b in BAB if peran in b.peran]


def bab_halaman(peran: str, endpoint: str) -> BabPetugas | None:
    """The chapter about this page: the one that names it, before the one that begins on it."""
    milik = bab_untuk(peran)
    tepat = (b for b in milik if endpoint in b.halaman)
    return next(tepat, None) or next((b for b in milik if b.endpoint == endpoint), None)
