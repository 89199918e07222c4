"""Kode Captcha: once, five minutes, and never in the way of somebody who cannot see it."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from app.auth import services
from app.auth.models import Captcha
from app.core import clock
from app.core.db import tulis
from app.extensions import db
from tests import factories as f

TERPAKAI = "Kode itu sudah terpakai. Ketik kode yang baru."
LEWAT = "Kode itu sudah lewat 5 menit. Ketik kode yang baru."
BEDA = "Kode belum sama dengan gambar. Ketik kode yang baru."


@pytest.fixture
def _nyala(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "CAPTCHA", True)


def token(isi: str) -> str:
    temu = re.search(r'name="captcha_token"[^>]*value="([^"]+)"', isi)
    assert temu
    return temu[1]


def kode(token: str) -> str:
    jawaban = db.session.scalar(
        sa.select(Captcha.jawaban).where(Captcha.sidik == services.sidik_token(token))
    )
    assert jawaban is not None
    return jawaban


def baru() -> tuple[str, str]:
    with tulis():
        t = services.captcha_baru()
    return t, kode(t)


def jawab(t: str, k: str) -> str | None:
    with tulis():
        return services.jawab_captcha(t, k)


def test_sekali_pakai(app: Flask) -> None:
    t, k = baru()
    assert jawab(t, k) is None
    assert jawab(t, k) == TERPAKAI


def test_jawaban_salah_menghanguskan(app: Flask) -> None:
    t, k = baru()
    assert jawab(t, "x" + k) == BEDA
    assert jawab(t, k) == TERPAKAI


def test_kedaluwarsa_punya_kalimat_sendiri(app: Flask) -> None:
    t, k = baru()
    with time_machine.travel(clock.now() + timedelta(minutes=5, seconds=1)):
        assert jawab(t, k) == LEWAT


def test_delapan_sekaligus_tepat_satu_menang(app: Flask) -> None:
    t, k = baru()
    db.session.remove()
    garis = Barrier(8)

    def coba(_: int) -> str | None:
        with app.app_context():
            garis.wait()
            return jawab(t, k)

    with ThreadPoolExecutor(8) as kolam:
        hasil = list(kolam.map(coba, range(8)))
    assert sorted(hasil, key=str) == [TERPAKAI] * 7 + [None]


def test_yang_lama_mati_disapu(app: Flask) -> None:
    lama, _ = baru()
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        baru()
    semua = set(db.session.scalars(sa.select(Captcha.sidik)))
    assert services.sidik_token(lama) not in semua
    assert len(semua) == 1


def test_token_tidak_disimpan_apa_adanya(app: Flask) -> None:
    t, _ = baru()
    assert t not in set(db.session.scalars(sa.select(Captcha.sidik)))


# --- on the page ------------------------------------------------------------------------------


def test_padam_berarti_tidak_ada(klien: Any) -> None:
    assert "aptcha" not in klien.get("/masuk").text
    assert klien.get("/captcha/baru").status_code == 404


@pytest.mark.usefixtures("_nyala")
def test_masuk_dengan_kode(klien: Any) -> None:
    akun = f.buat_peserta(sandi=True).pengguna
    t = token(klien.get("/masuk").text)
    isi = {
        "nama_masuk": f.nama_ketik(akun),
        "sandi": f.SANDI,
        "captcha_token": t,
        "captcha": kode(t),
    }
    assert klien.kirim("/masuk", isi | {"captcha": " ".join(isi["captcha"])}).status_code == 303


@pytest.mark.usefixtures("_nyala")
def test_kode_salah_tidak_memeriksa_password(klien: Any, monkeypatch: Any) -> None:
    akun = f.buat_peserta(sandi=True).pengguna
    monkeypatch.setattr("app.auth.sandi.cocok", lambda *_: pytest.fail("password diperiksa"))
    t = token(klien.get("/masuk").text)
    isi = {"nama_masuk": f.nama_ketik(akun), "sandi": f.SANDI, "captcha_token": t, "captcha": "x"}
    halaman = klien.kirim("/masuk", isi)
    assert halaman.status_code == 422
    assert BEDA in halaman.text
    assert token(halaman.text) != t, "kode yang baru"
    assert re.search(r'id="captcha"[^>]*value=""', halaman.text)


@pytest.mark.usefixtures("_nyala")
def test_password_salah_memberi_kode_baru(klien: Any) -> None:
    t = token(klien.get("/masuk").text)
    isi = {"nama_masuk": f.nik(), "sandi": "salah-sekali", "captcha_token": t, "captcha": kode(t)}
    halaman = klien.kirim("/masuk", isi)
    assert halaman.status_code == 422
    assert token(halaman.text) != t


@pytest.mark.usefixtures("_nyala")
def test_kode_tidak_terpakai_selama_isian_lain_kurang(klien: Any) -> None:
    t = token(klien.get("/masuk").text)
    isi = {"nama_masuk": "", "sandi": "x", "captcha_token": t, "captcha": kode(t)}
    halaman = klien.kirim("/masuk", isi)
    assert token(halaman.text) == t
    assert f'value="{isi["captcha"]}"' in halaman.text
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        assert token(klien.kirim("/masuk", isi).text) != t, "yang kedaluwarsa diganti"


@pytest.mark.usefixtures("_nyala")
def test_ganti_kode_tanpa_javascript_menyimpan_ketikan(klien: Any) -> None:
    t = token(klien.get("/masuk").text)
    isi = {"nama_masuk": "6471010101900001", "captcha_token": t, "captcha_baru": "1"}
    halaman = klien.kirim("/masuk", isi)
    assert halaman.status_code == 200
    assert token(halaman.text) != t
    assert 'value="6471 0101 0190 0001"' in halaman.text
    assert "ringkasan-galat" not in halaman.text


@pytest.mark.usefixtures("_nyala")
def test_ganti_kode_dengan_htmx(klien: Any) -> None:
    bidang = klien.htmx("/captcha/baru")
    assert bidang.text.lstrip().startswith('<section id="auth-captcha"')
    assert bidang.headers["Cache-Control"] == "no-store"
    assert kode(token(bidang.text))
    assert klien.get("/captcha/baru").location == "/masuk"


@pytest.mark.usefixtures("_nyala")
def test_gambar_dan_suara(klien: Any) -> None:
    isi = klien.get("/masuk").text
    t = token(isi)
    gambar, suara = klien.get(f"/captcha/{t}.png"), klien.get(f"/captcha/{t}.wav")
    assert gambar.data.startswith(b"\x89PNG")
    assert suara.data.startswith(b"RIFF")
    assert {gambar.headers["Cache-Control"], suara.headers["Cache-Control"]} == {"no-store"}
    assert "<audio controls" in isi
    assert "Telepon" in isi, "seseorang untuk ditanya (uR9)"
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        assert klien.get(f"/captcha/{t}.png").status_code == 404
    assert klien.get("/captcha/lain.wav").status_code == 404


@pytest.mark.usefixtures("_nyala")
def test_enter_menekan_log_in_bukan_ganti_kode(klien: Any) -> None:
    isi = klien.get("/masuk").text
    pertama = re.search(r"<form[^>]*/masuk.*?(<button(?![^>]*type=\"button\")[^>]*>)", isi, re.S)
    assert pertama
    assert "captcha_baru" not in pertama[1]
