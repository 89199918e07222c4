"""Pages for everybody, and the staff's front page."""

from html import unescape

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
