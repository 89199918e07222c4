"""The words of the log of acts: what was done, to what, and which column is called what."""

from dataclasses import dataclass
from enum import StrEnum

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
    # situs publik
    "slide": "Slide beranda",
    "layanan": "Layanan di situs",
    "berita": "Berita",
    "foto": "Foto galeri",
    "regulasi": "Regulasi",
    "sop": "SOP",
    "pegawai": "Pegawai di situs",
    "jabatan": "Jabatan",
    "sidang": "Sidang tera",
    "halaman_situs": "Halaman tetap situs",
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
    # tarif: more acts
    "tarif_hapus": "Tarif dihapus",
    "tarif_contoh_hapus": "Tarif contoh dihapus",
    "hitungan_catat": "Jumlah yang dihitung dicatat",
    "pengaturan_ubah": "Pengaturan diubah",
    "data_buka": "NIK dan NPWP ditampilkan",
    "data_unduh": "Salinan data diunduh pemiliknya",
    "permintaan_data_kirim": "Permintaan data dikirim",
    "permintaan_data_proses": "Permintaan data mulai dikerjakan",
    "permintaan_data_jawab": "Permintaan data dijawab",
    # Serah Terima and participants by staff
    "alat_diterima": "Alat diterima di kantor",
    "alat_dikembalikan": "Alat dikembalikan",
    "dokumen_diserahkan": "Dokumen diserahkan",
    "serah_terima_dikoreksi": "Serah terima dikoreksi",
    "peserta_hapus": "Peserta dihapus",
    "serah_cetak": "Bukti serah terima dicetak ulang",
    # catatan petugas
    "catatan_tambah": "Catatan petugas ditulis",
    "retensi": "Data yang lewat masa simpan dihapus",
    # situs publik
    "konten_tambah": "Isi situs ditambah",
    "konten_ubah": "Isi situs diubah",
    "konten_hapus": "Isi situs dihapus",
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
    "pic_email": "Email PIC",
    "pic_telp": "Telp PIC",
    "pic_wa": "WhatsApp PIC",
    "surel_kantor": "Email kantor",
    "whatsapp_kantor": "WhatsApp kantor",
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
    # tarif
    "jumlah_hitung": "Jumlah yang dihitung",
    "kapasitas_dari": "Kapasitas lebih dari",
    "kapasitas_sampai": "Kapasitas sampai dengan",
    "satuan_hitung": "Dihitung per",
    # Serah Terima
    "bukti": "Bukti",
    "cetakan": "Cetakan ke",
    "dokumen_nama": "Penerima dokumen",
    "kelengkapan": "Keadaan dan kelengkapan",
    "kembali_nama": "Penerima alat",
    "tanda_dokumen": "Tanda penerima dokumen",
    "tanda_kembali": "Tanda penerima alat",
    "tanggal_dokumen": "Dokumen diserahkan",
    "tanggal_kembali": "Alat dikembalikan",
    "tanggal_terima": "Alat diterima",
}

# --- data master: types, intervals, regions, the office ----------------------------------------
OBJEK |= {
    "jenis_uttp": "Jenis UTTP",
    "kecamatan": "Kecamatan",
    "kelurahan": "Kelurahan",
}
AKSI |= {
    "jenis_tambah": "Jenis UTTP ditambah",
    "jenis_ubah": "Jenis UTTP diubah",
    "jenis_hapus": "Jenis UTTP dihapus",
    "dokumen_jenis_tambah": "Dokumen jenis ditambah",
    "dokumen_jenis_ubah": "Dokumen jenis diubah",
    "dokumen_jenis_hapus": "Dokumen jenis dihapus",
    "informasi_jenis_tambah": "Pertanyaan jenis ditambah",
    "informasi_jenis_ubah": "Pertanyaan jenis diubah",
    "informasi_jenis_hapus": "Pertanyaan jenis dihapus",
    "masa_tambah": "Masa berlaku dicatat",
    "masa_ubah": "Dasar masa berlaku diubah",
    "masa_hapus": "Masa berlaku dihapus",
    "wilayah_tambah": "Wilayah ditambah",
    "wilayah_ubah": "Wilayah diubah",
    "wilayah_hapus": "Wilayah dihapus",
}
KOLOM |= {
    "alasan_masa": "Alasan tanggal berlaku",
    "bulan": "Masa berlaku (bulan)",
    "format_id": "Nomor berkas format",
    "format_isian": "Pertanyaan pada format",
    "gambar": "Nomor gambar",
    "janji_bayar": "Hari memeriksa pembayaran",
    "janji_dokumen": "Hari menerbitkan dokumen",
    "janji_jadwal": "Hari menetapkan jadwal",
    "janji_periksa": "Hari memeriksa pengajuan",
    "lokasi_umum": "Tempat uji yang umum",
    "masa_berlaku": "Nomor masa berlaku",
    "menit": "Menit uji",
    "pola_skhp": "Pola nomor SKHP",
    "pola_skrd": "Pola nomor SKRD",
    "retensi_akses_hari": "Hari simpan catatan akses",
    "retensi_ditolak_hari": "Hari simpan registrasi ditolak",
    "retensi_pesan_hari": "Hari simpan pesan",
}


@dataclass(frozen=True)
class Kartu:
    """A kind of master data on its page: where it is kept, and who may look."""

    judul: str
    isi: str
    endpoint: str
    peran: tuple[str, ...]
    jumlah: str | None = None  # by which name it is counted, and what the count is of
    kata: str = ""


_PEMBACA = ("admin", "pelayanan", "kepala")
MASTER = (
    Kartu("Jenis UTTP", "Katalog alat: layanan, menit uji, masa berlaku menurut peraturan, "
          "dokumen, dan pertanyaan tambahannya.", "katalog.admin_index", _PEMBACA,
          "jenis", "jenis aktif"),
    Kartu("Tarif", "Retribusi menurut jenis, layanan, dan tempat, dengan tanggal berlakunya.",
          "tarif.admin_index", _PEMBACA, "tarif", "baris tarif"),
    Kartu("Kalender kerja", "Hari libur, cuti penera, jam uji, dan batas per hari.",
          "kalender.index", _PEMBACA),
    Kartu("Wilayah", "Kecamatan dan kelurahan yang dipilih peserta.", "pengaturan.daftar_wilayah",
          _PEMBACA, "kelurahan", "kelurahan aktif"),
    Kartu("Kantor", "Nama, alamat, kontak, logo, penomoran, janji layanan, dan masa simpan data.",
          "pengaturan.pengaturan_kantor", ("admin", "kepala")),
    Kartu("Situs publik", "Slide, berita, galeri, regulasi, SOP, pegawai, dan halaman tetap.",
          "konten.admin_index", _PEMBACA),
    Kartu("Akun petugas", "Siapa yang bekerja di sini dan perannya.", "auth.admin_index",
          ("admin",), "akun", "akun aktif"),
)  # fmt: skip


def sebut_aksi(aksi: str) -> str:
    """The act in words; one that is new to this table by its own name."""
    return AKSI.get(aksi) or _rapi(aksi)


def sebut_objek(objek: str) -> str:
    return OBJEK.get(objek) or _rapi(objek)


def sebut_kolom(kolom: str) -> str:
    return KOLOM.get(kolom) or _rapi(kolom)


def _rapi(nama: str) -> str:
    return nama.replace("_", " ").capitalize()


# --- kalender: days off, leave, letters of assignment -------------------------------------------


class JenisLibur(StrEnum):
    NASIONAL = "nasional"
    CUTI_BERSAMA = "cuti_bersama"
    KANTOR = "kantor"


LABEL_LIBUR = {
    JenisLibur.NASIONAL: "Libur nasional",
    JenisLibur.CUTI_BERSAMA: "Cuti bersama",
    JenisLibur.KANTOR: "Libur kantor",
}

OBJEK |= {"hari_libur": "Hari libur", "cuti": "Cuti penera", "surat_tugas": "Surat tugas"}
AKSI |= {
    "libur_tambah": "Hari libur ditambah",
    "libur_ubah": "Hari libur diubah",
    "libur_hapus": "Hari libur dihapus",
    "cuti_tambah": "Cuti penera dicatat",
    "cuti_hapus": "Cuti penera dihapus",
    "tugas_buat": "Surat tugas dibuat",
    "tugas_ubah": "Surat tugas diubah",
    "tugas_tandatangan": "Surat tugas ditandatangani",
}
KOLOM |= {
    "alat_per_penera": "Alat per penera sehari",
    "hari_kerja": "Hari kerja",
    "jam_uji": "Jam uji",
    "menit_per_hari": "Menit kantor sehari",
    "ketua_id": "Nomor akun ketua tim",
    "maksud": "Untuk",
    "pola_tugas": "Pola nomor surat tugas",
    "pindah_hari": "Batas pindah jadwal, hari kerja",
    "tawaran_hari": "Masa memilih jadwal, hari kerja",
}
