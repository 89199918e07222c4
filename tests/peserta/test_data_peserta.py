"""Data Peserta: the participant's own page."""

from datetime import timedelta
from html import unescape

import pytest

from app.core.clock import today
from tests import factories as f


def test_data_peserta(masuk):
    p = f.buat_peserta(nama="Toko Sumber Rejeki")
    klien = masuk(p.pengguna)
    html = unescape(klien.get("/peserta").text)
    for kata in ("Toko Sumber Rejeki", "Informasi Usaha", "Informasi PIC", "Jumlah Alat UTTP",
                 "0 unit", "Beranda Saya"):  # fmt: skip
        assert kata in html
    assert p.pic_nik not in html.replace(" ", "")
    assert p.pic_nik[-4:] in html
    assert 'hx-trigger="load"' in html
    assert 'href="/pengajuan"' in html


def test_jumlah_menurut_masa_berlaku(masuk):
    p = f.buat_peserta()
    for hari in (400, 60, 0, -1):
        f.buat_uttp(p, skhp_berlaku_sampai=today() + timedelta(days=hari))
    f.buat_uttp(p, skhp_berlaku_sampai=today() + timedelta(days=400), uji_batal=True)
    f.buat_uttp(p)
    f.buat_uttp()
    html = masuk(p.pengguna).get("/peserta").text
    for kata in ("6 unit", "1 berlaku", "2 segera habis", "1 kedaluwarsa", "1 tidak lulus uji",
                 "1 belum ada SKHP"):  # fmt: skip
        assert kata in html


def test_penyedia_melihat_jumlah_pelanggan(masuk):
    p = f.buat_peserta("penyedia")
    f.buat_pelanggan(p)
    f.buat_pelanggan(f.buat_peserta("penyedia"))
    html = masuk(p.pengguna).get("/peserta").text
    assert 'href="/pelanggan"><span>Jumlah Pelanggan <span class="nomor">1 pelanggan' in html
    assert "Jumlah Pelanggan" not in masuk(f.buat_peserta().pengguna).get("/peserta").text


@pytest.mark.parametrize("peran", ["admin", "pelayanan", "penera", "kepala"])
def test_petugas_403(masuk, peran):
    assert masuk(f.buat_pengguna(peran)).get("/peserta").status_code == 403


def test_tamu_ke_halaman_masuk(klien):
    assert klien.get("/peserta").location.startswith("/masuk")


def test_akun_tanpa_peserta_404(masuk):
    assert masuk(f.buat_pengguna("peserta")).get("/peserta").status_code == 404


def test_query_tidak_naik_dengan_jumlah_alat(masuk, hitung_query):
    p = f.buat_peserta()
    klien = masuk(p.pengguna)
    for _ in range(3):
        f.buat_uttp(p)
    klien.get("/peserta")
    with hitung_query() as daftar:
        klien.get("/peserta")
    assert len(daftar) <= 3, "\n".join(daftar)
