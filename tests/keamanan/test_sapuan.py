"""Every address × every method × every kind of visitor has an outcome, declared in one table.

Whoever adds an address adds a line here, and thereby says who gets what. The columns are the
visitors of `alat.PENGUNJUNG`:

    tamu, pemilik (the participant whose row it is), asing (another), penyedia (a third, with a
    customer), penera (assigned to the row), penera_lain (not), pelayanan, admin, kepala

and a letter is an outcome:

    M sent to sign in    X not for this role (403)    0 not there, or not yours (404)
    2 shown (200, 204)   3 done or led on (302, 303)  U to be mended (422)   9 not now (409)

GET says what HEAD says. A form is posted with its token and nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.test import TestResponse

from app.core.access import declared
from tests.conftest import Klien, sekali
from tests.halaman import Dunia
from tests.keamanan import alat
from tests.keamanan.alat import PENGUNJUNG, gulung, ke_pintu, sidik_data
from tests.keamanan.test_kepala import keluhan

# Who may is said in the code and in conditions both databases read alike; each feature's own tests
# try its strangers on PostgreSQL too.
pytestmark = sekali


@dataclass(frozen=True)
class Baris:
    get: str | None
    post: str | None
    args: dict[str, str]


def b(get: str | None, post: str | None = None, **args: str) -> Baris:
    return Baris(get, post, args)


SEMUA = "222222222"
SAPUAN = {
    # For everybody. A signed-in visitor of the door is led inside.
    "auth.aktivasi": b(SEMUA, "UUUUUUUUU", token="@tautan"),
    "auth.captcha_baru": b("000000000"),
    "auth.captcha_gambar": b("000000000", token="x"),
    "auth.captcha_suara": b("000000000", token="x"),
    "auth.masuk": b("233333333", "UUUUUUUUU"),
    "auth.masuk_petugas": b("233333333", "UUUUUUUUU"),
    "auth.lupa_sandi": b(SEMUA, "UUUUUUUUU"),
    "auth.masuk_kode": b("MMMMMMMMM", "MMMMMMMMM"),
    "core.aset": b("000000000", sidik="x", nama="app.css"),
    "gaya.index": b(SEMUA, SEMUA),
    "pengaturan.kelurahan": b(SEMUA),
    "peserta.registrasi": b(SEMUA, "UUUUUUUUU"),
    "peserta.terdaftar": b(SEMUA, token="@penanda"),
    "publik.alur": b(SEMUA),
    "publik.cek": b(SEMUA),
    "publik.favicon": b("333333333"),
    "publik.index": b(SEMUA),
    "publik.lacak": b(SEMUA, "UUUUUUUUU"),
    "publik.panduan": b(SEMUA),
    "publik.panduan_bab": b(SEMUA, bab="registrasi"),
    "publik.robots": b(SEMUA),
    "sehat": b(SEMUA),
    "uttp.format_dokumen": b(SEMUA, dokumen_id="@dokumen"),
    "uttp.format_surat": b(SEMUA),
    # For everybody signed in.
    "auth.dua_langkah": b("M22222222"),
    "auth.dua_langkah_batal": b(None, "M33333333"),
    "auth.dua_langkah_matikan": b(None, "MUUUUUUUU"),
    "auth.dua_langkah_mulai": b(None, "MUUUUUUUU"),
    "auth.dua_langkah_pasang": b(None, "MUUUUUUUU"),
    "auth.dua_langkah_pemulihan": b(None, "M33333333"),
    "auth.keamanan": b("M22222222"),
    "auth.sesi_akhiri": b(None, "M30000000", id="@sesi"),
    "auth.sesi_akhiri_lain": b(None, "M33333333"),
    "auth.sesi_saya": b("M22222222"),
    "auth.sesi_tetap": b("M22222222"),
    "auth.ganti_sandi": b("M22222222", "MUUUUUUUU"),
    "auth.keluar": b(None, "M33333333"),
    "core.berkas": b("M20000000", berkas_id="@berkas"),
    "notifikasi.baca": b(None, "M30000000", id="@pesan"),
    "notifikasi.baca_semua": b(None, "M33333333"),
    "notifikasi.index": b("M22222222"),
    # A participant's own, read and changed together with the counter.
    "peserta.index": b("M222XXXXX"),
    "uttp.baru": b("M222XX99X", "MUUUXX99X"),
    "uttp.foto": b("M200XX222", id="@uttp"),
    "uttp.hapus": b("M200XX22X", "M300XX33X", id="@uttp"),
    "uttp.index": b("M222XX222"),
    "uttp.informasi": b("M333XX33X"),
    "uttp.jenis": b("M222XX22X"),
    "uttp.riwayat": b("M300XX333", id="@uttp"),
    "uttp.rincian": b("M200XX222", id="@uttp"),
    "uttp.ubah": b("M200XX22X", "MU00XXUUX", id="@uttp"),
    "impor.index": b("M222XX99X", "MUUUXX99X"),
    "impor.perbaikan": b("M200XX22X", id="@impor"),
    "impor.rincian": b("M200XX22X", id="@impor"),
    "impor.simpan": b(None, "M300XX33X", id="@impor"),
    "impor.templat": b("M222XX22X", bentuk="xlsx"),
    "armada.ekspor": b("M222XXXXX"),
    "armada.index": b("M222XXXXX"),
    "pengajuan.alat": b("M200XX222", uttp_id="@uttp_lama"),
    "draf.alat": b("M200XX00X", "M300XX00X", id="@draf_bersama", uttp_id="@uttp_draf"),
    "draf.bersama": b("M222XX22X", "M999XX99X"),
    "draf.hapus": b("M200XX00X", "M300XX00X", id="@draf"),
    "draf.index": b("M222XX22X"),
    "draf.langkah": b("M200XX00X", "M300XX00X", id="@draf", langkah="foto"),
    "draf.panel": b("M222XXXXX"),
    "draf.siapkan": b("M200XX22X", "M300XX33X", uttp_id="@uttp"),
    "pengajuan.kelompok": b("M20020222", id="@kelompok"),
    "pengajuan.batal": b("M200XXXXX", "M300XXXXX", id="@baru"),
    "pengajuan.berkas": b("M20020222", id="@terjadwal", berkas_id="@berkas_terjadwal"),
    "pengajuan.index": b("M222XXXXX"),
    "pengajuan.panel": b("M222XXXXX"),
    "pengajuan.rincian": b("M20020222", id="@terjadwal"),
    "pengajuan.terkirim": b("M200XX22X", id="@baru"),
    "pengajuan.ubah": b("M200XX22X", "MU00XXUUX", id="@perlu_perbaikan"),
    # A penyedia's customers; staff say whose. Who is no penyedia has none.
    "pelanggan.index": b("M002XX333"),
    "pelanggan.cari": b(None, "M003XX000"),
    "pelanggan.baru": b("M002XX00X", "M00UXX00X"),
    "pelanggan.rincian": b("M002XX222", id="@pelanggan_kosong"),
    "pelanggan.ubah": b("M002XX22X", "M00UXXUUX", id="@pelanggan_kosong"),
    "pelanggan.hapus": b("M002XX22X", "M003XX33X", id="@pelanggan_kosong"),
    "pelanggan.lepaskan": b("M002XX22X", "M003XX33X", id="@pelanggan_kosong"),
    "pelanggan.daftarkan": b("M002XX22X", "M00UXXUUX", id="@pelanggan"),
    "pelanggan.pindahkan": b("M002XX22X", "M003XX33X", uttp_id="@uttp_dipinjam"),
    "pelanggan.tarik": b("MXXXXX22X", "MXXXXXUUX", uttp_id="@uttp_pindah"),
    "profil.berkas": b("M200XX222", id="@perubahan"),
    "profil.koreksi": b("M200XXXXX", id="@uttp_lama"),
    "profil.koreksi_baru": b("M200XXXXX", "MU00XXXXX", id="@uttp_lama", isian="nomor_seri"),
    "profil.minta": b("M222XXXXX"),
    "profil.minta_baru": b("M222XXXXX", "MUUUXXXXX", isian="nama"),
    "profil.tarik": b(None, "M300XXXXX", id="@perubahan"),
    "profil.tempat": b("M222XXXXX"),
    "profil.tempat_aksi": b(None, "M300XXXXX", id="@tempat", aksi="tutup"),
    "profil.tempat_baru": b("M222XXXXX", "MUUUXXXXX"),
    "profil.tempat_ubah": b("M200XXXXX", "MU00XXXXX", id="@tempat"),
    "profil.ubah": b("M222XXXXX", "MUUUXXXXX"),
    "uttp.pakai_lagi": b(None, "M300XX33X", id="@uttp_pensiun"),
    "uttp.pensiun": b("M200XX22X", "MU00XXUUX", id="@uttp"),
    "pribadi.akses": b("M222XXXXX"),
    "pribadi.index": b("M222XXXXX"),
    "pribadi.minta": b("M222XXXXX", "MUUUXXXXX", jenis="penghapusan"),
    "pribadi.unduh": b(None, "M222XXXXX"),
    "jadwal.ics": b("M200XXXXX", pengajuan_id="@terjadwal"),
    "jadwal.pindah": b("M200XXXXX", "MU00XXXXX", pengajuan_id="@diproses"),
    "jadwal.tidak_cocok": b("M200XXXXX", "MU00XXXXX", pengajuan_id="@menunggu_pilihan"),
    "jadwal.pilih": b("M200XXXXX", "MU00XXXXX", pengajuan_id="@menunggu_pilihan"),
    "pembayaran.bukti": b("M200XX222", pengajuan_id="@terbayar", berkas_id="@bukti_terbayar"),
    "pembayaran.rincian": b("M200XXXXX", "MU00XXXXX", pengajuan_id="@terjadwal"),
    # The office: the counter acts, the head looks on, a penera sees what is assigned.
    "meja.index": b("MXXX22222"),
    "pengajuan.admin_index": b("MXXX22222"),
    "pengajuan.batalkan": b("MXXXXX22X", "MXXXXXUUX", id="@diterima"),
    "pengajuan.berikutnya": b("MXXX33333"),
    "pengajuan.kembalikan": b("MXXXXX22X", "MXXXXXUUX", id="@baru"),
    "pengajuan.terima": b(None, "MXXXXX33X", id="@baru"),
    # meja, borongan, catatan
    "borongan.pratinjau": b("MXXXXX22X", aksi="terima"),
    "borongan.jalankan": b(None, "MXXXXX99X", aksi="terima"),
    "pengajuan.lampiran": b("M20020222", id="@diproses"),
    "catatan.index": b("MXXX20222", pengajuan_id="@diproses"),
    "catatan.tambah": b(None, "MXXXU0UUX", pengajuan_id="@diproses"),
    "jadwal.admin_index": b("MXXX22222"),
    "jadwal.atur": b("MXXXXX22X", "MXXXXXUUX", pengajuan_id="@diterima"),
    "jadwal.tawarkan": b(None, "MXXXXXUUX", pengajuan_id="@diterima"),
    "jadwal.ulang": b("MXXX2022X", "MXXXU0UUX", pengajuan_id="@terjadwal"),
    "pembayaran.admin_index": b("MXXXXX222"),
    "pembayaran.konfirmasi": b(None, "MXXXXX99X", pengajuan_id="@terbayar"),
    "pembayaran.loket": b("MXXXXX22X", "MXXXXXUUX", pengajuan_id="@terjadwal"),
    "pembayaran.periksa": b("MXXXXX222", pengajuan_id="@terbayar"),
    "pembayaran.tolak": b(None, "MXXXXXUUX", pengajuan_id="@terbayar"),
    "pengujian.hasil": b("MXXX2022X", "MXXXU0UUX", pengajuan_id="@diproses"),
    "pengujian.terbitkan": b("MXXXXX22X", "MXXXXXUUX", pengajuan_id="@menunggu_dokumen"),
    "peserta.admin_akses": b(None, "MXXXXX22X", id="@saya"),
    "peserta.admin_baru": b("MXXXXX22X", "MXXXXXUUX"),
    "peserta.admin_index": b("MXXXXX222"),
    "peserta.admin_rincian": b("MXXXXX222", id="@saya"),
    "peserta.admin_terima": b(None, "MXXXXX22X", id="@registrasi_baru"),
    "peserta.admin_tolak": b("MXXXXX22X", "MXXXXXUUX", id="@registrasi_baru"),
    "peserta.admin_ubah_status": b("MXXXXX22X", "MXXXXX33X", id="@saya", aksi="nonaktifkan"),
    "peserta.admin_tampilkan": b(None, "MXXXXXUUX", id="@saya"),
    "profil.admin_index": b("MXXXXX222"),
    "profil.admin_rincian": b("MXXXXX222", id="@perubahan"),
    "profil.admin_tampilkan": b(None, "MXXXXXUUX", id="@perubahan"),
    "profil.admin_terima": b(None, "MXXXXX33X", id="@perubahan"),
    "profil.admin_tolak": b("MXXXXX22X", "MXXXXXUUX", id="@perubahan"),
    "pribadi.admin_index": b("MXXXXX222"),
    "pribadi.admin_jawab": b(None, "MXXXXXUUX", id="@permintaan"),
    "pribadi.admin_proses": b(None, "MXXXXX33X", id="@permintaan"),
    "pribadi.admin_rincian": b("MXXXXX222", id="@permintaan"),
    "tarif.admin_index": b("MXXXXX222"),
    # The counter: what comes in and goes out, and filing for a visitor.
    "peserta.admin_ubah": b("MXXXXX22X", "MXXXXXUUX", id="@saya"),
    "peserta.admin_identitas": b("MXXXXX22X", "MXXXXXUUX", id="@saya"),
    "peserta.admin_hapus": b("MXXXXX22X", "MXXXXX99X", id="@saya"),
    "serah.admin_index": b("MXXXXX222"),
    "serah.rincian": b("M20020222", pengajuan_id="@diproses"),
    "serah.terima": b("MXXXXX22X", "MXXXXXUUX", pengajuan_id="@terjadwal"),
    "serah.kembali": b("MXXXXX22X", "MXXXXXUUX", pengajuan_id="@diproses"),
    "serah.dokumen": b("MXXXXX22X", "MXXXXXUUX", pengajuan_id="@siap_diambil"),
    "serah.koreksi_serah": b("MXXXXXX2X", "MXXXXXXUX", pengajuan_id="@selesai_sah"),
    "serah.cetak": b("MXXXXX22X", pengajuan_id="@diproses", bukti="terima"),
    "serah.cetak_lagi": b(None, "MXXXXX33X", pengajuan_id="@diproses", bukti="terima"),
    "serah.loket": b("MXXXXX22X", "MXXXXX33X"),
    "peserta.admin_cari": b(None, "MXXX33333", daftar="pengajuan"),
    # laporan: a penera gets the report of its own applications; a file is for who asked for it.
    "laporan.admin_index": b("MXXX22222"),
    "laporan.admin_lihat": b("MXXX00022", nama="beban"),
    "laporan.admin_unduh": b("MXXX00222", "MXXX00222", nama="waktu", bentuk="csv"),
    "laporan.admin_layar": b("MXXX00222", "MXXX00222", nama="daftar-peserta", bentuk="csv"),
    "laporan.admin_ekspor": b("MXXX00002", id="@ekspor_selesai"),
    "laporan.admin_ekspor_aksi": b(None, "MXXX00003", id="@ekspor_selesai", aksi="batal"),
    "laporan.admin_berkas": b("MXXX00002", id="@ekspor_selesai"),
    # Admin Aplikasi alone; the head reads along in the log.
    "auth.admin_baru": b("MXXXXXX2X", "MXXXXXXUX"),
    "auth.admin_index": b("MXXXXXX2X"),
    "auth.admin_peran": b("MXXXXXX2X", "MXXXXXXUX", id="@akun_penera"),
    "auth.admin_reset_mfa": b("MXXXXXX2X", "MXXXXXXUX", id="@akun_penera"),
    "auth.admin_rincian": b("MXXXXXX2X", id="@akun_penera"),
    "auth.admin_tindakan": b("MXXXXXX2X", "MXXXXXX3X", id="@akun_penera", aksi="akhiri-sesi"),
    "pengaturan.audit": b("MXXXXXX22"),
    "pengujian.koreksi": b("MXXXXXX2X", "MXXXXXXUX", pengajuan_id="@selesai_sah"),
    "tarif.akhiri": b("MXXXXXX2X", "MXXXXXXUX", id="@tarif"),
    "tarif.baru": b("MXXXXXX2X", "MXXXXXXUX"),
    # tarif: copies, examples, what-if
    "tarif.salin": b("MXXXXXX2X", "MXXXXXXUX", id="@tarif"),
    "tarif.hapus": b(None, "MXXXXXX3X", id="@tarif"),
    "tarif.daftar_contoh": b("MXXXXXX2X", "MXXXXXXUX"),
    "tarif.hapus_contoh": b(None, "MXXXXXX3X"),
    "tarif.hitung": b("MXXXXX222"),
    "pembayaran.perkiraan": b("MXXXXX22X", "MXXXXX22X", pengajuan_id="@diterima"),
    # kalender: all staff read, the counter records leave, Admin Aplikasi the rest.
    "jadwal.kunjungan": b("MXXX22222"),
    "penugasan.index": b("MXXX22222"),
    "penugasan.baru": b("MXXXXX22X", "MXXXXXUUX"),
    "penugasan.ubah": b("MXXXXX22X", "MXXXXXUUX", id="@surat"),
    "penugasan.rincian": b("MXXX20222", id="@surat"),
    "penugasan.pindaian": b("MXXX20222", id="@surat_jadi", berkas_id="@pindaian"),
    "penugasan.tandatangani": b("MXXXXX22X", "MXXXXXUUX", id="@surat"),
    "kalender.index": b("MXXX22222"),
    "kalender.batas": b("MXXXXXX2X", "MXXXXXXUX"),
    "kalender.libur_baru": b("MXXXXXX2X", "MXXXXXXUX"),
    "kalender.libur_ubah": b("MXXXXXX2X", "MXXXXXXUX", id="@libur"),
    "kalender.libur_hapus": b("MXXXXXX2X", "MXXXXXX3X", id="@libur"),
    "kalender.cuti_baru": b("MXXXXX22X", "MXXXXXUUX"),
    "kalender.cuti_hapus": b("MXXXXX22X", "MXXXXX33X", id="@cuti"),
    "pengujian.mengapa": b("M20020222", id="@selesai_sah"),
    "pengujian.mengapa_alat": b("M200XX222", id="@uttp"),
    # Data master: Admin Aplikasi keeps it, the counter and the head read; two pictures are public.
    "katalog.gambar": b(SEMUA, id="@jenis"),
    "pengaturan.logo": b("000000000"),
    "pengaturan.master": b("MXXXXX222"),
    "pengaturan.daftar_wilayah": b("MXXXXX222"),
    "pengaturan.kecamatan_baru": b("MXXXXXX2X", "MXXXXXXUX"),
    "pengaturan.kecamatan_ubah": b("MXXXXXX2X", "MXXXXXX3X", id="@kecamatan"),
    "pengaturan.kelurahan_baru": b("MXXXXXX2X", "MXXXXXXUX", id="@kecamatan"),
    "pengaturan.kelurahan_ubah": b("MXXXXXX2X", "MXXXXXX3X", id="@kelurahan"),
    "pengaturan.wilayah_hapus": b(None, "MXXXXXX9X", apa="kecamatan", id="@kecamatan"),
    "pengaturan.pengaturan_kantor": b("MXXXXXX22"),
    "pengaturan.kantor_ubah": b("MXXXXXX2X", "MXXXXXX3X", bagian="identitas"),
    "pengaturan.contoh_nomor": b("MXXXXXX3X"),
    "katalog.admin_index": b("MXXXXX222"),
    "katalog.admin_rincian": b("MXXXXX222", id="@jenis"),
    "katalog.admin_baru": b("MXXXXXX2X", "MXXXXXXUX"),
    "katalog.admin_ubah": b("MXXXXXX2X", "MXXXXXXUX", id="@jenis"),
    "katalog.admin_aktif": b(None, "MXXXXXX3X", id="@jenis", aksi="nonaktifkan"),
    "katalog.admin_hapus": b("MXXXXXX9X", "MXXXXXX9X", id="@jenis"),
    "katalog.dokumen_baru": b("MXXXXXX2X", "MXXXXXXUX", jenis_id="@jenis"),
    "katalog.dokumen_ubah": b("MXXXXXX2X", "MXXXXXXUX", id="@dokumen_jenis"),
    "katalog.dokumen_hapus": b(None, "MXXXXXX3X", id="@dokumen_jenis"),
    "katalog.informasi_baru": b("MXXXXXX2X", "MXXXXXXUX", jenis_id="@jenis"),
    "katalog.informasi_ubah": b("MXXXXXX2X", "MXXXXXXUX", id="@informasi_jenis"),
    "katalog.informasi_hapus": b(None, "MXXXXXX3X", id="@informasi_jenis"),
    "katalog.masa_baru": b("MXXXXXX2X", "MXXXXXXUX", jenis_id="@jenis"),
    "katalog.masa_dampak": b(
        "MXXXXXX2X", jenis_id="@jenis", bulan="24", berlaku_mulai="2030-01-01"
    ),
    "katalog.masa_ubah": b("MXXXXXX2X", "MXXXXXX3X", id="@masa"),
    "katalog.masa_hapus": b(None, "MXXXXXX3X", id="@masa"),
    # situs publik
    "konten.berita": b(SEMUA),
    "konten.berita_rincian": b(SEMUA, id="@berita"),
    "konten.galeri": b(SEMUA),
    "konten.galeri_foto": b(SEMUA, id="@foto"),
    "konten.gambar": b(SEMUA, ragam="foto", id="@foto", berkas_id="@gambar_foto"),
    "konten.gambar_halaman": b(SEMUA, nama="struktur", berkas_id="@gambar_struktur"),
    "konten.informasi": b(SEMUA),
    "konten.jadwal": b(SEMUA),
    "konten.jadwal_ics": b(SEMUA),
    "konten.katalog": b(SEMUA),
    "konten.katalog_jenis": b(SEMUA, id="@jenis"),
    "konten.kontak": b(SEMUA),
    "konten.layanan": b(SEMUA),
    "konten.pegawai": b(SEMUA),
    "konten.regulasi": b(SEMUA),
    "konten.sebaran": b(SEMUA, id="@jenis"),
    "konten.sebaran_kecamatan": b(SEMUA, id="@jenis", kecamatan_id="@kecamatan"),
    "konten.sidang_ics": b(SEMUA, id="@sidang"),
    "konten.sop": b(SEMUA),
    "konten.struktur": b(SEMUA),
    "konten.tentang": b(SEMUA),
    "konten.unduh": b(SEMUA, ragam="sop", id="@sop"),
    "konten.admin_index": b("MXXXXX222"),
    "konten.daftar": b("MXXXXX222", ragam="slide"),
    "konten.warta_baru": b("MXXXXX22X", "MXXXXXUUX", ragam="berita"),
    "konten.warta_ubah": b("MXXXXX22X", "MXXXXXUUX", ragam="berita", id="@berita"),
    "konten.warta_hapus": b("MXXXXX22X", "MXXXXX33X", ragam="foto", id="@foto"),
    "konten.baru": b("MXXXXXX2X", "MXXXXXXUX", ragam="slide"),
    "konten.ubah": b("MXXXXXX2X", "MXXXXXXUX", ragam="slide", id="@slide"),
    "konten.hapus": b("MXXXXXX2X", "MXXXXXX3X", ragam="sidang", id="@sidang"),
    "konten.halaman": b("MXXXXXX2X", "MXXXXXX3X", kode="tentang"),
    # The staff guide.
    "publik.panduan_petugas": b("MXXX22222"),
    "publik.panduan_petugas_bab": b("MXXX22222", bab="laporan"),
}

# The same addresses with rows of the penyedia and its customer: now the penyedia is the one at
# home, and the participant a stranger.
PELANGGAN = {
    "impor.index": b("M002XX22X", "M00UXXUUX", peserta="@pelanggan"),
    "uttp.rincian": b("M002XX222", id="@uttp_pelanggan"),
    "uttp.ubah": b("M002XX22X", "M00UXXUUX", id="@uttp_pelanggan"),
    "uttp.hapus": b("M009XX99X", "M009XX99X", id="@uttp_pelanggan"),
    "uttp.foto": b("M002XX222", id="@uttp_pelanggan"),
    "uttp.index": b("M002XX222", peserta="@pelanggan"),
    "uttp.baru": b("M002XX22X", "M00UXXUUX", peserta="@pelanggan"),
    "pengajuan.alat": b("M002XX222", uttp_id="@uttp_pelanggan"),
    "draf.siapkan": b("M002XX22X", "M009XX99X", uttp_id="@uttp_pelanggan"),
    "pengajuan.rincian": b("M00200222", id="@p_pelanggan"),
    "pengajuan.ubah": b("M002XX22X", "M00UXXUUX", id="@p_pelanggan"),
    "pengajuan.terkirim": b("M002XX22X", id="@p_pelanggan"),
    "pengajuan.batal": b("M002XXXXX", "M003XXXXX", id="@p_pelanggan"),
    "pengajuan.berkas": b("M00220222", id="@p_dipinjam", berkas_id="@berkas_dipinjam"),
    "jadwal.pilih": b("M002XXXXX", "M00UXXXXX", pengajuan_id="@p_dipinjam"),
    "jadwal.ics": b("M002XXXXX", pengajuan_id="@p_dipinjam"),
    "jadwal.pindah": b("M002XXXXX", "M00UXXXXX", pengajuan_id="@p_dipinjam"),
    "jadwal.tidak_cocok": b("M002XXXXX", "M00UXXXXX", pengajuan_id="@p_dipinjam"),
    "pembayaran.rincian": b("M002XXXXX", "M00UXXXXX", pengajuan_id="@p_dipinjam"),
    # The list of types is the same for everybody; the number only travels on in its links.
    "uttp.jenis": b("M222XX22X", peserta="@pelanggan"),
}

LAINNYA = ("PUT", "PATCH", "DELETE")
METODE = ("GET", "HEAD", "OPTIONS", "POST", *LAINNYA)
LETAK = {nama: i for i, nama in enumerate(PENGUNJUNG)}
HURUF = {
    200: "2", 204: "2", 302: "3", 303: "3", 403: "X", 404: "0", 405: "5", 409: "9", 422: "U",
}  # fmt: skip
LUAR = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://lain.localhost"},
    {"Origin": "https://jahat.test"},
    {"Origin": "null"},
)


def huruf(jawab: TestResponse) -> str:
    if ke_pintu(jawab):
        return "M"
    return HURUF.get(jawab.status_code, str(jawab.status_code))


def harapan(endpoint: str, baris: Baris, metode: str, siapa: str) -> str:
    """The letter of the table; what the table leaves out follows from what it says."""
    kolom = {"GET": baris.get, "HEAD": baris.get, "POST": baris.post}.get(metode)
    if metode == "OPTIONS":  # whoever may use the address may ask what it takes
        kata = (baris.get or baris.post or "")[LETAK[siapa]]
        return kata if kata in "MX" and declared(endpoint) is not None else "2"
    return kolom[LETAK[siapa]] if kolom else "5"


def url(app: Flask, d: Dunia, endpoint: str, baris: Baris) -> str:
    isi = {k: d.no[v[1:]] if v.startswith("@") else v for k, v in baris.args.items()}
    return app.url_map.bind("localhost").build(endpoint, isi)


def semua_baris() -> Iterator[tuple[str, Baris]]:
    yield from SAPUAN.items()
    yield from PELANGGAN.items()


@pytest.fixture(scope="module")
def app(app_sesi: Flask) -> Iterator[Flask]:
    with alat.app_berisi(app_sesi) as isi:
        yield isi


@pytest.fixture(scope="module")
def d(app: Flask) -> Dunia:
    return alat.dunia()


@pytest.fixture
def sebagai(app: Flask, d: Dunia, masuk: Any) -> Any:
    def _sebagai(siapa: str) -> Klien:
        akun = PENGUNJUNG[siapa]
        return masuk(d.akun[akun]) if akun else app.test_client()

    return _sebagai


siapa_saja = pytest.mark.parametrize("siapa", PENGUNJUNG)


def test_setiap_alamat_dinyatakan(app: Flask) -> None:
    """A new address without a line here is a decision nobody made."""
    nyata: dict[str, set[str]] = {}
    for r in app.url_map.iter_rules():
        nyata.setdefault(r.endpoint, set()).update(r.methods or ())
    assert set(nyata) == set(SAPUAN), "nyatakan di SAPUAN"
    for endpoint, baris in semua_baris():
        assert ("GET" in nyata[endpoint]) == bool(baris.get), endpoint
        assert ("POST" in nyata[endpoint]) == bool(baris.post), endpoint
        assert nyata[endpoint] <= {"GET", "HEAD", "OPTIONS", "POST"}, endpoint
        for kolom in filter(None, (baris.get, baris.post)):
            assert len(kolom) == len(PENGUNJUNG), endpoint


def cara(putaran: int) -> tuple[str, ...]:
    """The methods an address takes; at every third one of those nobody takes, so that each of them
    is tried at each address by three of the nine visitors. Why that is enough is what
    test_cara_lain_ditolak_sebelum_ada_yang_jalan says."""
    lain = (LAINNYA[putaran // 3 % len(LAINNYA)],) if putaran % 3 == 0 else ()
    return ("GET", "HEAD", "OPTIONS", *lain)


def test_cara_lain_dicoba_di_setiap_alamat() -> None:
    for alamat in range(len(SAPUAN)):
        dicoba = [m for n in LETAK.values() for m in cara(alamat + n) if m in LAINNYA]
        assert sorted(dicoba) == sorted(LAINNYA), alamat


def test_cara_lain_ditolak_sebelum_ada_yang_jalan(app: Flask, d: Dunia) -> None:
    """PUT, PATCH and DELETE find no rule at any address, so no view can run for them."""
    peta = app.url_map.bind("localhost")
    for endpoint, baris in semua_baris():
        for metode in LAINNYA:
            with pytest.raises(MethodNotAllowed):
                peta.match(urlsplit(url(app, d, endpoint, baris)).path, method=metode)


@siapa_saja
def test_sapuan(app: Flask, d: Dunia, sebagai: Any, siapa: str) -> None:
    """Each outcome as declared, with the headers it should have; and looking, by whatever method,
    changes nothing."""
    klien, keliru, jumlah = sebagai(siapa), [], 0
    sebelum = sidik_data()
    for n, (endpoint, baris) in enumerate(semua_baris(), LETAK[siapa]):
        alamat = url(app, d, endpoint, baris)
        for metode in cara(n):
            jawab = klien.open(alamat, method=metode)
            jumlah += 1
            if huruf(jawab) != harapan(endpoint, baris, metode, siapa):
                keliru.append(
                    (metode, endpoint, huruf(jawab), harapan(endpoint, baris, metode, siapa))
                )
            if metode != "OPTIONS":  # has no body for a header to speak of
                keliru += kepala_keliru(endpoint, jawab, siapa)
            if metode == "HEAD":
                assert not jawab.data, endpoint
        if baris.get:
            keliru += kepala_keliru(endpoint, klien.htmx(alamat), siapa)
    for lain in ("/tidak-ada", "/a/x/y", "/uttp/abc"):
        keliru += kepala_keliru("-", klien.get(lain), siapa)
    assert not keliru
    assert sidik_data() == sebelum
    assert jumlah >= len(SAPUAN)


def kepala_keliru(endpoint: str, jawab: TestResponse, siapa: str) -> list[tuple[str, ...]]:
    """What is wrong with the headers, with the address and the method."""
    apa = keluhan(endpoint, jawab, masuk=PENGUNJUNG[siapa] is not None)
    return [(jawab.request.method, endpoint, jawab.status, k) for k in apa]


@siapa_saja
def test_sapuan_kiriman(app: Flask, d: Dunia, sebagai: Any, siapa: str) -> None:
    """Each form with its token and nothing else; what it does is undone before the next."""
    keliru: list[tuple[str, ...]] = []
    klien = sebagai(siapa)
    for endpoint, baris in semua_baris():
        if endpoint == "auth.keluar":  # would end the session the others need
            continue
        with gulung():
            jawab = klien.post(url(app, d, endpoint, baris), data={"csrf_token": klien.token()})
        if huruf(jawab) != harapan(endpoint, baris, "POST", siapa):
            keliru.append((endpoint, huruf(jawab), harapan(endpoint, baris, "POST", siapa)))
        keliru += kepala_keliru(endpoint, jawab, siapa)
    assert not keliru
    # Staff leave by their own door, so all are led on.
    assert klien.post("/keluar", data={"csrf_token": klien.token()}).status_code == 303
    assert ke_pintu(klien.get("/pesan"))


def berkirim(app: Flask, d: Dunia) -> list[tuple[str, str]]:
    """Every address that takes a form."""
    return [(e, url(app, d, e, baris)) for e, baris in semua_baris() if baris.post]


@siapa_saja
def test_tanpa_token_tidak_ada_yang_berubah(app: Flask, d: Dunia, sebagai: Any, siapa: str) -> None:
    """None, an empty one, a wrong one: at each address all three, each visitor at every address."""
    klien, sebelum = sebagai(siapa), sidik_data()
    palsu = ({}, {"csrf_token": ""}, {"csrf_token": klien.token()[:-2] + "xx"})
    for n, (endpoint, alamat) in enumerate(berkirim(app, d), LETAK[siapa]):
        data = palsu[n % len(palsu)]
        jawab = klien.post(alamat, data=data)
        pintu = siapa == "tamu" and ke_pintu(jawab)
        assert jawab.status_code == 400 or pintu, (endpoint, data)
    assert sidik_data() == sebelum


@siapa_saja
def test_dari_situs_lain_tidak_ada_yang_berubah(
    app: Flask, d: Dunia, sebagai: Any, siapa: str
) -> None:
    """With a token that would do."""
    klien, sebelum = sebagai(siapa), sidik_data()
    for i, (endpoint, alamat) in enumerate(berkirim(app, d)):
        kepala = LUAR[i % len(LUAR)]
        jawab = klien.kirim(alamat, {"kirim": "1"}, headers=kepala)
        assert jawab.status_code == 403, (endpoint, kepala)
        assert "datang dari situs lain" in jawab.text
        assert not kepala_keliru(endpoint, jawab, siapa)
    assert sidik_data() == sebelum


def test_jumlah_sapuan(app: Flask) -> None:
    """The count that is told: addresses, with and without another's rows, × visitors × methods."""
    jumlah = len(list(semua_baris())) * len(PENGUNJUNG) * len(METODE)
    assert jumlah >= 4000
