"""The inbox: one's own messages, newest first."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask

from app.auth.models import Pengguna
from app.core import clock
from app.core.access import SEMUA
from app.core.outbox import Pesan
from app.extensions import db
from tests import factories as f
from tests.conftest import ambil


def pesan(penerima: Pengguna, n: int = 1, **kw: Any) -> list[Pesan]:
    awal = clock.now() - timedelta(hours=1)
    semua = [
        Pesan(
            penerima_id=penerima.id,
            judul=f"Kabar {i:02d}",
            isi="Jadwal uji sudah ditetapkan.",
            dibuat_pada=awal + timedelta(minutes=i),
            **({"tautan": "/uttp"} | kw),
        )
        for i in range(n)
    ]
    db.session.add_all(semua)
    db.session.commit()
    return semua


@pytest.fixture
def pemilik(app: Flask) -> Pengguna:
    return f.buat_peserta().pengguna  # type: ignore[no-any-return]


@pytest.mark.parametrize("peran", SEMUA)
def test_semua_peran_punya_kotak(app: Flask, masuk: Any, peran: str) -> None:
    assert "Belum ada pesan" in masuk(f.buat_pengguna(peran)).get("/pesan").text


def test_terbaru_di_atas_dan_berhalaman(masuk: Any, pemilik: Pengguna) -> None:
    pesan(pemilik, 25)
    klien = masuk(pemilik)
    isi = klien.get("/pesan").text
    assert isi.index("Kabar 24") < isi.index("Kabar 05")
    assert "Kabar 04" not in isi
    assert "Pesan" in isi
    assert "(25)" in isi, "jumlah pada menu"

    lanjut = re.search(r'href="(/pesan\?setelah=[^"]+)"', isi)
    assert lanjut
    kedua = klien.get(unescape(lanjut[1])).text
    assert "Kabar 04" in kedua
    assert "Kabar 05" not in kedua
    assert klien.get("/pesan?setelah=ngawur").status_code == 404


def test_halaman_dan_bidang(masuk: Any, pemilik: Pengguna) -> None:
    pesan(pemilik)
    klien = masuk(pemilik)
    assert klien.htmx("/pesan").text.lstrip().startswith('<section id="notifikasi-kotak"')
    assert klien.get("/pesan").text.lstrip().startswith("<!doctype html>")


def test_membuka_menandai_dan_mengantar(masuk: Any, pemilik: Pengguna) -> None:
    (p,) = pesan(pemilik)
    klien = masuk(pemilik)
    assert "Belum dibaca" in klien.get("/pesan").text
    assert klien.kirim(f"/pesan/{p.id}/baca").location == "/uttp"
    pertama = ambil(Pesan, p.id).dibaca_pada
    assert pertama is not None
    isi = klien.get("/pesan").text
    assert "Belum dibaca" not in isi
    assert "Tandai semua dibaca" not in isi
    klien.kirim(f"/pesan/{p.id}/baca")
    assert ambil(Pesan, p.id).dibaca_pada == pertama, "yang pertama yang dicatat"


def test_tanpa_tautan_kembali_ke_kotak(masuk: Any, pemilik: Pengguna) -> None:
    (p,) = pesan(pemilik, tautan=None)
    assert masuk(pemilik).kirim(f"/pesan/{p.id}/baca").location == "/pesan"


def test_tandai_semua_hanya_milik_sendiri(masuk: Any, pemilik: Pengguna) -> None:
    orang_lain = f.buat_peserta().pengguna
    (milik_lain,) = pesan(orang_lain)
    punya = pesan(pemilik, 3)
    assert masuk(pemilik).kirim("/pesan/baca-semua").location == "/pesan"
    assert all(ambil(Pesan, p.id).dibaca_pada for p in punya)
    assert ambil(Pesan, milik_lain.id).dibaca_pada is None


def test_pesan_orang_lain_404(masuk: Any, pemilik: Pengguna) -> None:
    (p,) = pesan(f.buat_peserta().pengguna)
    klien = masuk(pemilik)
    assert p.judul not in klien.get("/pesan").text
    assert klien.kirim(f"/pesan/{p.id}/baca").status_code == 404
    assert ambil(Pesan, p.id).dibaca_pada is None
    assert klien.get(f"/pesan/{p.id}/baca").status_code == 405


def test_query_tidak_naik_dengan_jumlah_baris(
    masuk: Any, pemilik: Pengguna, hitung_query: Any
) -> None:
    klien = masuk(pemilik)
    pesan(pemilik)
    klien.get("/pesan")
    with hitung_query() as satu:
        klien.get("/pesan")
    pesan(pemilik, 6)
    with hitung_query() as enam:
        klien.get("/pesan")
    assert len(satu) == len(enam) == 2
