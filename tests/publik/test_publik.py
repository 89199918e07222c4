"""Pages for everybody, and the staff's front page."""

from datetime import date, timedelta
from html import unescape

import time_machine

from app.core import clock
from app.core.format import tanggal
from app.publik.alur import LANGKAH
from tests import factories as f

HARI = timedelta(days=1)


def test_beranda(klien):
    html = unescape(klien.get("/").text)
    for kata in ("Registrasi", "Log In Peserta", "Alur Pelayanan", "5 Januari 2024", "UU 1/2022",
                 "UPTD Metrologi"):  # fmt: skip
        assert kata in html
    assert 'href="/registrasi"' in html
    assert 'href="/masuk"' in html
    assert "https://wa.me/" in html
    assert 'href="tel:+62' in html


def test_biaya_mengikuti_tarif_yang_berlaku_hari_itu(klien):
    """A fee that is known to come is told before; one of nought is none."""
    f.buat_tarif(0)
    f.buat_tarif(40_000, berlaku_mulai=date(2020, 1, 1), berlaku_sampai=date(2024, 1, 4))
    for alamat in ("/", "/alur"):
        jawab = klien.get(alamat)
        assert "bebas retribusi sejak 5 Januari 2024" in jawab.text or alamat != "/"
        assert "5 Januari 2024" in jawab.text
        assert "Menurut jenis alat" not in jawab.text
        assert jawab.headers["Cache-Control"] == "no-cache", "ditanyakan lagi tiap kali"
    assert "Bebas retribusi</p>" in klien.get("/").text
    f.buat_tarif(60_000, berlaku_mulai=clock.today() + 400 * HARI)
    f.buat_tarif(50_000, jenis_id=f.jenis().id, berlaku_mulai=clock.today() + HARI)
    f.buat_tarif(0, berlaku_mulai=clock.today() + HARI)
    for alamat in ("/", "/alur"):
        html = klien.get(alamat).text
        kalimat = f"Mulai {tanggal(clock.today() + HARI)} ada retribusi menurut jenis alat"
        assert kalimat in html
        assert html.count("5 Januari 2024") == 0
    with time_machine.travel(clock.now() + HARI):
        html = klien.get("/").text
        assert "Retribusi menurut jenis alat" in html
        assert 'href="/wajib-tera"' in html.split('id="publik-biaya"')[1].split("</section>")[0]
        assert "Sejak 5 Januari 2024" not in html
        assert "ebas retribusi sejak" not in html
        alur = klien.get("/alur").text
        assert "Menurut jenis alat" in alur
        assert "tera dan tera ulang bebas retribusi" not in alur


def test_yang_pernah_berbayar_tidak_disebut_bebas_sejak_2024(klien, hitung_query):
    f.buat_tarif(40_000, berlaku_mulai=date(2025, 1, 1), berlaku_sampai=clock.today() - HARI)
    for alamat in ("/", "/alur"):
        with hitung_query() as daftar:
            html = klien.get(alamat).text
        assert len(daftar) == 1
        assert "5 Januari 2024" not in html
        assert "ebas retribusi" in html


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
