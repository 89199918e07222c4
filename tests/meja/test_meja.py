"""The staff's front page: what waits, for whom, since when; and each card opens what it counts."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask

from app.core.access import STAF
from app.core.clock import now, today
from app.extensions import db
from app.jadwal.models import Tawaran
from app.pengajuan.models import Riwayat
from tests import factories as f
from tests import halaman as katalog
from tests.halaman import dunia


def test_dasbor_kosong(masuk):
    html = masuk(f.buat_pengguna("pelayanan")).get("/admin").text
    assert "Tidak ada yang menunggu" in html


def test_dasbor_menghitung_dan_menaut(masuk):
    f.buat_registrasi(dibuat_pada=now() - timedelta(days=3))
    f.buat_pengajuan("baru", dibuat_pada=now() - timedelta(days=5))
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


# --- each card opens a list that has as many rows as it says ------------------------------------


def panjang(klien: Any, url: str) -> int:
    """All rows of a list, page by page."""
    jumlah = 0
    for _ in range(20):
        html = unescape(klien.get(url).text)
        jumlah += len(re.findall(r"<tr[ >]", html.partition("<tbody>")[2]))
        lanjut = re.search(r'href="([^"]*)"[^>]*>Berikutnya', html)
        if not lanjut:
            return jumlah
        url = lanjut[1]
    raise AssertionError(f"tanpa ujung: {url}")


def test_setiap_kartu_membuka_yang_dihitungnya(app: Flask, masuk: Any) -> None:
    """For every card and every role, with more rows than a page holds."""
    d = dunia(3)
    lewat = f.buat_pengajuan("menunggu_pilihan")
    db.session.add(Tawaran(pengajuan_id=lewat.id, tanggal=today(), penera_id=d.penera[0],
                           berlaku_sampai=today() - timedelta(1)))  # fmt: skip
    for hari in (-1, 0, 29, 30, 31, 60, 61):
        f.buat_uttp(skhp_nomor=f"S/{hari}", skhp_berlaku_sampai=today() + timedelta(hari))
    for _ in range(22):
        f.buat_pengajuan("baru")
    katalog.buang_ingatan()
    terlihat = set()
    for peran in STAF:
        klien = masuk(d.akun[peran])
        html = unescape(klien.get("/admin").text)
        kartu = re.findall(
            r'<h2><a href="([^"]+)">([^<]+)</a></h2>\s*<p><span class="besar">(\d+)</span>', html
        )
        kartu += re.findall(r'<li><a href="([^"]+)">([^<]+)</a>: <strong>(\d+)</strong>', html)
        kartu += [(u, t, n) for u, n, t in re.findall(
            r'<li><a href="([^"]+)"><strong>(\d+)</strong> alat ([^<]+)</a>', html)]  # fmt: skip
        assert kartu, peran
        for url, judul, jumlah in kartu:
            assert panjang(klien, url) == int(jumlah), (peran, judul)
            terlihat.add((peran, judul))
    judul = {j for _, j in terlihat}
    assert {k.judul for k in app.extensions["kartu"]} <= judul
    assert ("penera", "Registrasi") not in terlihat


def test_umur_dan_batas_menurut_riwayat(masuk: Any) -> None:
    """A participant who changes a word does not start the office's clock anew."""
    lama = now() - timedelta(days=20)
    p = f.buat_pengajuan("diterima", dibuat_pada=lama - timedelta(days=9))
    pelaku = f.buat_pengguna()
    for aksi, dari, ke, waktu in (
        ("terima", "baru", "diterima", lama),
        ("catat", "diterima", "diterima", now()),
    ):
        db.session.add(Riwayat(pengajuan_id=p.id, aksi=aksi, dari=dari, ke=ke, waktu=waktu,
            pelaku_id=pelaku.id, pelaku_nama="Siti", peran="pelayanan"))  # fmt: skip
    db.session.commit()
    f.buat_pengajuan("diterima")
    html = masuk(pelaku).get("/admin").text
    assert "Paling lama: 20 hari" in html
    assert "1 lewat batas" in html


def test_kepala_membaca_keadaan_tanpa_suruhan(masuk: Any) -> None:
    f.buat_pengajuan("baru")
    html = masuk(f.buat_pengguna("kepala")).get("/admin").text
    assert "<h1>Keadaan antrean</h1>" in html
    assert "Permintaan baru" in html
    assert "Periksa berkas" not in html
    assert "Kerjakan" not in html


def test_kerjakan_dari_kartu_membuka_yang_terlama(masuk: Any) -> None:
    f.buat_pengajuan("menunggu_dokumen")
    lama = f.buat_pengajuan("menunggu_dokumen", dibuat_pada=now() - timedelta(days=3))
    klien = masuk(f.buat_pengguna())
    url = re.search(r'href="([^"]*berikutnya[^"]*dokumen)"', klien.get("/admin").text)
    assert url
    tujuan = klien.get(unescape(url[1])).location
    assert tujuan == f"/admin/pengujian/{lama.id}/terbitkan?antre=status%3Dmenunggu_dokumen"


def test_kunjungan_yang_tidak_muat_disebut(masuk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    klien = masuk(f.buat_pengguna("pelayanan"))
    for _ in range(2):
        f.buat_pengajuan("diproses", tanggal_uji=today())
    assert "Hanya yang terdekat" not in klien.get("/admin").text
    monkeypatch.setattr("app.meja.queries.TERBANYAK", 1)
    assert "Hanya yang terdekat" in klien.get("/admin").text
