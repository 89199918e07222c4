"""The words of the log of acts: what was done, to what, and which column is called what."""

from app.pengajuan.states import AJUKAN, AJUKAN_ATAS_NAMA, SEBUT_AWAL, semua_baris

OBJEK = {
    "pengajuan": "Pengajuan",
    "pengaturan": "Pengaturan",
    "pengguna": "Akun",
    "permintaan_data": "Permintaan data",
    "peserta": "Peserta",
    "tarif": "Tarif",
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
    "uttp_ubah": "Data alat diubah",
    "uttp_hapus": "Alat dihapus",
    AJUKAN: SEBUT_AWAL[AJUKAN],
    AJUKAN_ATAS_NAMA: SEBUT_AWAL[AJUKAN_ATAS_NAMA],
    **{t.aksi: t.sebut for t in semua_baris()},
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
}

KOLOM = {
    "akun": "Nomor akun",
    "berlaku_mulai": "Berlaku mulai",
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
    "nomor": "Nomor",
    "nomor_seri": "Nomor seri",
    "nomor_skrd": "Nomor SKRD",
    "pemakai": "Nomor peserta pemakai",
    "pemilik": "Nomor peserta pemilik",
    "penera_id": "Nomor akun penera",
    "skhp_lama": "SKHP lama",
    "tanda_nama": "Tanda nama yang diketik",
    "tanggal_hasil": "Tanggal hasil",
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
