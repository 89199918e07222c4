"""Pages for everybody, and the staff's front page."""

from datetime import timedelta
from html import unescape

import pytest

from app.core.clock import now, today
from app.publik.alur import LANGKAH
from tests import factories as f


def test_beranda(klien):
    html = unescape(klien.get("/").text)
    for kata in ("Registrasi", "Log In Peserta", "Alur Pelayanan", "5 Januari 2024", "UU 1/2022",
                 "UPTD Metrologi"):  # fmt: skip
        assert kata in html
    assert 'href="/registrasi"' in html
    assert 'href="/masuk"' in html
    assert "https://wa.me/" in html
    assert 'href="tel:+62' in html


def test_alur_tujuh_langkah_tombol_registrasi_di_langkah_pertama(klien):
    html = unescape(klien.get("/alur").text)
    langkah = html.split('<ol class="alur">')[1].split('<li id="langkah-')[1:]
    assert len(langkah) == len(LANGKAH) == 7
    assert '<a class="tombol" href="/registrasi">Registrasi</a>' in langkah[0]
    for tombol in ("Daftarkan", "Jumlah Alat UTTP", "TAMBAH UTTP", "Pengajuan Baru",
                   "Proses Pengajuan Baru", "Pilihan Jadwal", "Atur Jadwal", "Bayar",
                   "Selesai (Sah)"):  # fmt: skip
        assert f"<strong>{tombol}</strong>" in html


def test_yang_sudah_masuk_melihat_beranda_dengan_menunya(masuk):
    jawab = masuk(f.buat_peserta().pengguna).get("/")
    assert jawab.status_code == 200
    assert "Beranda Saya" in jawab.text


def test_robots_dan_favicon(klien):
    assert "Disallow: /admin" in klien.get("/robots.txt").text
    assert klien.get(klien.get("/favicon.ico").location).mimetype == "image/svg+xml"


# --- staff ------------------------------------------------------------------------------------


def test_dasbor_kosong(masuk):
    html = masuk(f.buat_pengguna("pelayanan")).get("/admin").text
    assert "Tidak ada yang menunggu" in html


def test_dasbor_menghitung_dan_menaut(masuk):
    f.buat_registrasi(dibuat_pada=now() - timedelta(days=3))
    f.buat_pengajuan("baru", diubah_pada=now() - timedelta(days=5))
    f.buat_pengajuan("baru")
    f.buat_pengajuan("menunggu_pilihan")
    f.buat_pengajuan("terbayar")
    f.buat_pengajuan("selesai_sah")
    html = unescape(masuk(f.buat_pengguna("pelayanan")).get("/admin").text)
    assert 'href="/admin/peserta?status=baru">Registrasi' in html
    assert 'href="/admin/pengajuan?status=baru">Permintaan baru' in html
    assert 'href="/admin/pembayaran' in html
    assert 'href="/admin/pengajuan?status=tawaran_habis">Tawaran jadwal lewat' in html
    assert "5 hari, sejak" in html
    assert html.index("Permintaan baru") < html.index(">Registrasi</a></h2>")


def test_penera_hanya_miliknya(masuk):
    saya, lain = f.buat_pengguna("penera"), f.buat_pengguna("penera")
    f.buat_registrasi()
    p = f.buat_pengajuan("diproses", penera_id=saya.id, tanggal_uji=today())
    q = f.buat_pengajuan("diproses", penera_id=lain.id, tanggal_uji=today())
    html = masuk(saya).get("/admin").text
    assert p.nomor in html
    assert q.nomor not in html
    assert "/admin/peserta" not in html
    assert '<span class="besar">1</span>' in html


def test_kunjungan_sepekan(masuk):
    dekat = f.buat_pengajuan("diproses", tanggal_uji=today() + timedelta(days=6))
    jauh = f.buat_pengajuan("diproses", tanggal_uji=today() + timedelta(days=7))
    html = masuk(f.buat_pengguna("kepala")).get("/admin").text
    assert dekat.nomor in html
    assert jauh.nomor not in html


@pytest.mark.parametrize("peran", ["pelayanan", "penera"])
def test_query_dasbor_tidak_naik(masuk, hitung_query, peran):
    akun = f.buat_pengguna(peran)
    klien = masuk(akun)
    isi = {"tanggal_uji": today(), "penera_id": akun.id if peran == "penera" else None}
    if peran != "penera":
        del isi["penera_id"]
    f.buat_pengajuan("diproses", **isi)
    klien.get("/admin")
    with hitung_query() as satu:
        klien.get("/admin")
    for _ in range(5):
        f.buat_pengajuan("diproses", **isi)
    with hitung_query() as enam:
        klien.get("/admin")
    assert len(enam) == len(satu) <= 4, "\n".join(enam)


def test_peserta_403_tamu_ke_pintu(masuk, klien):
    assert masuk(f.buat_peserta().pengguna).get("/admin").status_code == 403
    assert klien.get("/admin").location.startswith("/admin/masuk")
