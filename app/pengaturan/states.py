"""The words of the log of acts: what was done, to what, and which column is called what."""

from app.pengajuan.states import AJUKAN, AJUKAN_ATAS_NAMA, SEBUT_AWAL, semua_baris

OBJEK = {
    "ekspor": "Berkas laporan",  # laporan
    "draf": "Pengajuan yang belum dikirim",
    "kelompok": "Pengajuan bersama",
    "pengajuan": "Pengajuan",
    "pengaturan": "Pengaturan",
    "pengguna": "Akun",
    "permintaan_data": "Permintaan data",
    "permintaan_perubahan": "Permintaan perubahan",
    "peserta": "Peserta",
    "tarif": "Tarif",
    "tempat_usaha": "Tempat usaha",
    "uttp": "UTTP",
}

# As the account feature calls them; it stands on the right of this one (a test compares both).
PERAN = {
    "peserta": "Peserta",
    "penera": "Penera",
    "pelayanan": "Admin Pelayanan",
    "admin": "Admin Aplikasi",
    "kepala": "Kepala UPTD",
}

AKSI: dict[str, str] = {
    "masuk": "Log In",
    "masuk_ditolak": "Log In ditolak",
    "keluar": "Keluar",
    "akun_baru": "Akun dibuat",
    "akun_tautan": "Tautan password dibuat",
    "akun_peran": "Peran akun diganti",
    "akun_nonaktif": "Akun dinonaktifkan",
    "akun_aktif": "Akun diaktifkan",
    "akun_akhiri_sesi": "Semua sesi akun diakhiri",
    "sandi_pasang": "Password dibuat lewat tautan",
    "sandi_ganti": "Password diganti",
    "sandi_sementara": "Password sementara dibuat",
    "mfa_nyala": "Langkah kedua dinyalakan",
    "mfa_mati": "Langkah kedua dimatikan pemiliknya",
    "mfa_ditolak": "Kode langkah kedua ditolak",
    "mfa_pemulihan_dipakai": "Kode pemulihan dipakai",
    "mfa_reset": "Langkah kedua dimatikan pengelola",
    "peserta_daftar": "Registrasi dikirim",
    "peserta_terima": "Registrasi diterima",
    "peserta_tolak": "Registrasi ditolak",
    "peserta_akses_baru": "Akses peserta dibuat ulang",
    "peserta_nonaktifkan": "Peserta dinonaktifkan",
    "peserta_aktifkan": "Peserta diaktifkan",
    "uttp_tambah": "Alat dicatat",
    "uttp_impor": "Alat diimpor dari berkas",
    "uttp_ubah": "Data alat diubah",
    "uttp_hapus": "Alat dihapus",
    "uttp_koreksi": "Data alat dikoreksi",
    "uttp_pensiun": "Alat dicatat tidak dipakai",
    "uttp_pakai_lagi": "Alat dicatat dipakai lagi",
    "peserta_kontak": "Data kontak diubah",
    "peserta_identitas": "Nama, NIK, atau NPWP diubah",
    "tempat_tambah": "Tempat usaha ditambah",
    "tempat_ubah": "Tempat usaha diubah",
    "tempat_tutup": "Tempat usaha ditutup",
    "tempat_buka": "Tempat usaha dibuka lagi",
    "tempat_hapus": "Tempat usaha dihapus",
    "perubahan_minta": "Perubahan diminta",
    "perubahan_tarik": "Permintaan perubahan ditarik",
    "perubahan_terima": "Permintaan perubahan diterima",
    "perubahan_tolak": "Permintaan perubahan ditolak",
    "uttp_pindah": "Kepemilikan alat dipindahkan",
    "uttp_tarik": "Pemindahan kepemilikan ditarik kembali",
    "pelanggan_tambah": "Pelanggan ditambah",
    "pelanggan_ubah": "Data pelanggan diubah",
    "pelanggan_hapus": "Pelanggan dihapus",
    "pelanggan_daftarkan": "Pelanggan didaftarkan sebagai pemilik",
    "pelanggan_lepas": "Pelanggan dilepaskan",
    AJUKAN: SEBUT_AWAL[AJUKAN],
    AJUKAN_ATAS_NAMA: SEBUT_AWAL[AJUKAN_ATAS_NAMA],
    **{t.aksi: t.sebut for t in semua_baris()},
    "draf_mulai": "Pengajuan mulai diisi",
    "draf_hapus": "Pengajuan yang belum dikirim dihapus",
    "draf_kedaluwarsa": "Pengajuan yang lama tidak dikirim dihapus",
    "kelompok_ajukan": "Pengajuan bersama dikirim",
    "skhp_terbit": "Data SKHP disimpan",
    "skhp_koreksi": "Data SKHP dikoreksi",
    "tarif_tambah": "Tarif ditambah",
    "tarif_akhiri": "Hari terakhir tarif diatur",
    "pengaturan_ubah": "Pengaturan diubah",
    "data_buka": "NIK dan NPWP ditampilkan",
    "data_unduh": "Salinan data diunduh pemiliknya",
    "permintaan_data_kirim": "Permintaan data dikirim",
    "permintaan_data_proses": "Permintaan data mulai dikerjakan",
    "permintaan_data_jawab": "Permintaan data dijawab",
    "retensi": "Data yang lewat masa simpan dihapus",
    "ekspor": "Berkas laporan disiapkan",  # laporan
}

KOLOM = {
    "akun": "Nomor akun",
    # laporan
    "baris": "Banyaknya baris",
    "bentuk": "Bentuk berkas",
    "laporan": "Laporan",
    "saringan": "Saringan",
    "berkas": "Berkas",
    "berlaku_mulai": "Berlaku mulai",
    "bukti_diri": "Orangnya dipastikan dengan",
    "berlaku_sampai": "Berlaku sampai",
    "cara": "Cara",
    "catatan": "Catatan",
    "daya_baca": "Daya baca",
    "dasar_hukum": "Dasar hukum",
    "dasar_retribusi": "Dasar retribusi",
    "foto": "Nomor foto",
    "harga": "Harga",
    "jenis_id": "Nomor jenis UTTP",
    "lokasi": "Lokasi",
    "isian": "Isian",
    "kelurahan_id": "Nomor kelurahan",
    "nomor": "Nomor",
    "nomor_seri": "Nomor seri",
    "nomor_skrd": "Nomor SKRD",
    "pemakai": "Nomor peserta pemakai",
    "pemilik": "Nomor peserta pemilik",
    "penera_id": "Nomor akun penera",
    "pensiun_catatan": "Keterangan",
    "pensiun_pada": "Tidak dipakai sejak",
    "pensiun_sebab": "Sebab",
    "pic_jabatan": "Jabatan PIC",
    "pic_nama": "Nama PIC",
    "pic_nik": "NIK PIC",
    "pindah_peserta": "Kali dipindahkan peserta",
    "npwp": "NPWP",
    "penyedia": "Nomor peserta penyedia",
    "skhp_lama": "SKHP lama",
    "tanda_nama": "Tanda nama yang diketik",
    "tanggal_hasil": "Tanggal hasil",
    "tempat_id": "Nomor tempat usaha",
    "tanggal_skrd": "Tanggal SKRD",
    "tanggal_uji": "Tanggal uji",
    "uttp": "Nomor UTTP",
}


def sebut_aksi(aksi: str) -> str:
    """The act in words; one that is new to this table by its own name."""
    return AKSI.get(aksi) or _rapi(aksi)


def sebut_objek(objek: str) -> str:
    return OBJEK.get(objek) or _rapi(objek)


def sebut_kolom(kolom: str) -> str:
    return KOLOM.get(kolom) or _rapi(kolom)


def _rapi(nama: str) -> str:
    return nama.replace("_", " ").capitalize()
