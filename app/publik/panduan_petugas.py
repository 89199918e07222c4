"""The staff guide: one chapter for each kind of work, for the roles that do it; data only.

Words between ** are labels as they stand on the screen; tests/publik/test_panduan_petugas.py looks
for each of them in the program.
"""

from dataclasses import dataclass
from datetime import date

from app.core.access import STAF
from app.publik.panduan import Bab, Langkah

VERSI = date(2026, 11, 28)
L = Langkah
SEMUA = frozenset(STAF)
PELAYANAN = frozenset({"admin", "pelayanan"})
KANTOR = PELAYANAN | {"kepala"}
UJI = PELAYANAN | {"penera"}


@dataclass(frozen=True)
class BabPetugas(Bab):
    """A chapter, who does this work, and the page it begins on."""

    peran: frozenset[str] = SEMUA
    endpoint: str = "meja.index"
    buka: str = ""


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
    ),
    BabPetugas(
        "permintaan-baru",
        "Memeriksa permintaan baru",
        "Menerima atau mengembalikan pengajuan.",
        (
            L("Buka **Pengajuan** dan pilih status Baru, atau tekan **Kerjakan** di halaman awal."),
            L("Periksa data alat dan setiap berkas. Berkas tampil di halaman yang sama."),
            L("Semua sesuai? Tekan **Terima**."),
            L(
                "Ada yang kurang? Tekan **Kembalikan untuk Diperbaiki**, pilih alasannya, "
                "tambahkan "
                "kalimat Anda, lalu baca pesan yang akan diterima peserta sebelum dikirim."
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
    ),
    BabPetugas(
        "dokumen",
        "Menerbitkan dokumen",
        "Mengisi data SKRD dan SKHP alat yang lulus.",
        (
            L("Buka pengajuan dengan status Menunggu Dokumen."),
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
            L("Lupa password? Buka pesertanya dan buat tautan baru; tautan hanya tampil sekali."),
            L("Data usaha keliru? Tekan **Ubah data**."),
            L(
                "Tidak lagi aktif? Nonaktifkan akunnya. Yang pernah dipakai tidak dapat dihapus, "
                "supaya riwayatnya tetap ada."
            ),
        ),
        peran=PELAYANAN,
        endpoint="peserta.admin_index",
        buka="daftar peserta",
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
            L("Untuk mencetak, tekan Ctrl+P. Menu dan tombol tidak ikut tercetak."),
            L(
                "Untuk Excel atau CSV, siapkan berkasnya. Kemajuannya tampil, dan Anda dapat "
                "menekan **Batalkan**. Isinya tepat baris yang tampil di layar."
            ),
        ),
        endpoint="laporan.admin_index",
        buka="Laporan",
    ),
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
        peran=frozenset({"admin"}),
        endpoint="tarif.admin_index",
        buka="Tarif",
    ),
    BabPetugas(
        "data-master",
        "Data master",
        "Jenis UTTP, masa berlaku, wilayah, dan pengaturan kantor.",
        (
            L("Buka **Data Master**, lalu **Jenis UTTP**."),
            L("Jenis baru: tekan **Tambah Jenis UTTP** dan isi satuan, layanan, dan menit ujinya."),
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
        peran=frozenset({"admin"}),
        endpoint="pengaturan.master",
        buka="Data Master",
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
        peran=frozenset({"admin"}),
        endpoint="konten.admin_index",
        buka="Situs publik",
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
        peran=frozenset({"admin"}),
        endpoint="auth.admin_index",
        buka="Akun Petugas",
    ),
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
