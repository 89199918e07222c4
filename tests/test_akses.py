"""Every address says who may use it, and strangers are turned away; each role at each address is
tried in tests/keamanan/test_sapuan.py."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.exceptions import Forbidden

from app.core.access import declared, pelaku, roles
from tests import factories as f

# Public pages, named one by one: a new one is a decision somebody writes here.
PUBLIK = {
    "publik.index",
    "publik.alur",
    "publik.cek",
    "publik.favicon",
    "publik.lacak",
    "publik.panduan",
    "publik.panduan_bab",
    "publik.robots",
    "auth.masuk",
    "auth.masuk_petugas",
    "auth.masuk_kode",
    "auth.lupa_sandi",
    "auth.aktivasi",
    "auth.captcha_gambar",
    "auth.captcha_suara",
    "auth.captcha_baru",
    "peserta.registrasi",
    "peserta.terdaftar",
    "pengaturan.kelurahan",
    "uttp.format_dokumen",
    "uttp.format_surat",
    "katalog.gambar",
    "pengaturan.logo",
    "core.aset",
    "sehat",
    "gaya.index",
    # situs publik
    "konten.berita",
    "konten.berita_rincian",
    "konten.galeri",
    "konten.galeri_foto",
    "konten.gambar",
    "konten.gambar_halaman",
    "konten.informasi",
    "konten.jadwal",
    "konten.jadwal_ics",
    "konten.katalog",
    "konten.katalog_jenis",
    "konten.kontak",
    "konten.layanan",
    "konten.pegawai",
    "konten.regulasi",
    "konten.sebaran",
    "konten.sebaran_kecamatan",
    "konten.sidang_ics",
    "konten.sop",
    "konten.struktur",
    "konten.tentang",
    "konten.unduh",
}


def rute(app: Flask) -> list[Any]:
    return [r for r in app.url_map.iter_rules() if r.endpoint != "static"]


def test_setiap_alamat_menyatakan_siapa_yang_boleh(app: Flask) -> None:
    tanpa = [r.endpoint for r in rute(app) if declared(r.endpoint) == frozenset()]
    assert not tanpa, "tambahkan @roles(...) atau @public"


def test_yang_terbuka_hanya_yang_terdaftar(app: Flask) -> None:
    terbuka = {r.endpoint for r in rute(app) if declared(r.endpoint) is None}
    assert terbuka - PUBLIK == set()


def test_tamu_htmx_diarahkan_lewat_kepala(klien: Any) -> None:
    jawab = klien.htmx("/uttp")
    assert jawab.status_code == 401
    assert jawab.headers["HX-Redirect"].startswith("/masuk")


@pytest.mark.parametrize(
    "alamat",
    [
        "/uttp/{u}",
        "/uttp/{u}/ubah",
        "/uttp/{u}/hapus",
        "/uttp/{u}/foto",
        "/uttp?peserta={s}",
        "/pengajuan/{p}",
        "/pengajuan/{p}/ubah",
        "/pengajuan/{p}/batal",
        "/pengajuan/{p}/terkirim",
        "/pengajuan/{p}/berkas/{b}",
        "/pengajuan/alat/{u}",
        "/pengajuan/baru/{u}",
        "/jadwal/{p}",
        "/pembayaran/{p}",
        "/berkas/{b}",
    ],
)
def test_milik_orang_lain_404(app: Flask, masuk: Any, alamat: str) -> None:
    pengajuan = f.buat_pengajuan()
    url = alamat.format(
        u=pengajuan.uttp_id,
        p=pengajuan.id,
        b=pengajuan.berkas[0].berkas_id,
        s=pengajuan.peserta_id,
    )
    orang_lain = masuk(f.buat_peserta().pengguna)
    assert orang_lain.get(url).status_code == 404
    assert orang_lain.kirim(url).status_code in (404, 405)


def test_penera_yang_tidak_ditugasi_404(app: Flask, masuk: Any) -> None:
    pengajuan = f.buat_pengajuan("diproses")
    klien = masuk(f.buat_pengguna("penera"))
    for url in (f"/pengajuan/{pengajuan.id}", f"/admin/pengujian/{pengajuan.id}"):
        assert klien.get(url).status_code == 404


def test_model_yang_diam_tidak_terlihat_siapa_pun(app: Flask) -> None:
    from app.pengaturan.models import Pengaturan

    admin = f.buat_pengguna("admin")
    assert str(Pengaturan.visible_to(admin)) == "false"


def test_peran_yang_tidak_dikenal_ditolak_saat_dinyatakan() -> None:
    """A slip of the pen must not close an address to everybody, or open it to nobody known."""
    with pytest.raises(ValueError, match="pelayan"):
        roles("pelayan")


def test_pelaku_hanya_yang_sudah_masuk(app: Flask) -> None:
    with app.test_request_context("/"), pytest.raises(Forbidden):
        pelaku()
