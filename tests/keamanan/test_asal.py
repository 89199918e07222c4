"""The second lock: a post from another site is refused before its token is even looked for."""

import logging
from typing import Any

import pytest
from flask import Flask

from tests import factories as f

LUAR = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},  # a sibling under the same domain is somebody else
    {"Sec-Fetch-Site": "CROSS-SITE"},
    {"Sec-Fetch-Site": ""},
    {"Sec-Fetch-Site": "same-origin, cross-site"},
    {"Origin": "https://jahat.test"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "https://localhost"},  # the same name, another scheme
    {"Origin": "http://localhost:8080"},
    {"Origin": "http://localhost.jahat.test"},
    {"Origin": "http://jahat.test/http://localhost"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "https://jahat.test"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
]
DALAM: list[dict[str, str]] = [
    {},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "http://localhost"},
    {"Origin": "HTTP://LOCALHOST"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
]


@pytest.mark.parametrize("kepala", LUAR, ids=str)
def test_kiriman_dari_situs_lain_ditolak_dengan_kalimat(klien: Any, kepala: Any) -> None:
    jawab = klien.kirim("/masuk", {"nama_masuk": "x", "sandi": "y"}, headers=kepala)
    assert jawab.status_code == 403
    assert "datang dari situs lain" in jawab.text
    assert "Belum ada yang berubah" in jawab.text


@pytest.mark.parametrize("kepala", DALAM, ids=str)
def test_kiriman_dari_halaman_sendiri_diterima(klien: Any, kepala: Any) -> None:
    jawab = klien.kirim("/masuk", {"nama_masuk": "x", "sandi": "y"}, headers=kepala)
    assert jawab.status_code == 422


@pytest.mark.parametrize("metode", ["PUT", "PATCH", "DELETE", "POST"])
def test_berlaku_untuk_setiap_cara_mengubah(klien: Any, metode: str) -> None:
    """Also for addresses that do not exist, or do not take this method."""
    for url in ("/masuk", "/", "/tidak-ada"):
        jawab = klien.open(url, method=metode, headers={"Sec-Fetch-Site": "cross-site"})
        assert jawab.status_code == 403


@pytest.mark.parametrize("metode", ["GET", "HEAD", "OPTIONS"])
def test_tautan_dari_situs_lain_tetap_terbuka(klien: Any, metode: str) -> None:
    kepala = {"Sec-Fetch-Site": "cross-site", "Origin": "https://jahat.test"}
    assert klien.open("/", method=metode, headers=kepala).status_code == 200


def test_ditolak_sebelum_apa_pun_dibaca(klien: Any) -> None:
    """Neither token nor body: a body larger than allowed is not even measured."""
    jawab = klien.post(
        "/masuk", headers={"Origin": "null"}, environ_overrides={"CONTENT_LENGTH": "99999999999"}
    )
    assert jawab.status_code == 403
    assert len(jawab.headers["X-Request-ID"]) == 16


def test_htmx_mendapat_bidang(klien: Any) -> None:
    jawab = klien.post("/masuk", headers={"Origin": "null", "HX-Request": "true"})
    assert jawab.status_code == 403
    assert jawab.headers["HX-Retarget"] == "#pesan"
    assert "<html" not in jawab.text


def test_tanpa_kepala_tanpa_token_tetap_ditolak(app: Flask, masuk: Any) -> None:
    """Who sends no headers at all still needs the token."""
    assert masuk(f.buat_peserta().pengguna).post("/keluar").status_code == 400


def test_nama_situs_di_balik_proxy_yang_tidak_menyebut_tls(
    app: Flask, klien: Any, monkeypatch: Any
) -> None:
    """The office's own address counts as ours, whatever the proxy in front calls this request."""
    monkeypatch.setitem(app.config, "ALAMAT_SITUS", "https://tera.contoh.test")
    jawab = klien.kirim("/masuk", headers={"Origin": "https://tera.contoh.test"})
    assert jawab.status_code == 422
    jawab = klien.kirim("/masuk", headers={"Origin": "https://lain.contoh.test"})
    assert jawab.status_code == 403


def test_yang_ditolak_tercatat_beserta_akunnya(app: Flask, masuk: Any, caplog: Any) -> None:
    """ASVS 16.3.2, 16.3.3: who was refused, by a mark without a number or name, and by what."""
    caplog.set_level(logging.INFO, "konsumen")
    satu, lain = masuk(f.buat_pengguna("penera")), masuk(f.buat_pengguna("penera"))
    tamu: Any = app.test_client()
    satu.get("/admin/akun")
    satu.get("/admin/master/tarif/baru")
    satu.post("/pesan/baca-semua")
    satu.kirim("/pesan/baca-semua", headers={"Origin": "https://jahat.test"})
    lain.get("/admin/akun")
    tamu.post("/masuk")
    baris = [r.data for r in caplog.records if r.message == "permintaan"]
    hasil = [(b["status"], b.get("sebab"), len(b.get("akun", ""))) for b in baris]
    assert hasil == [
        (403, None, 16), (403, None, 16), (400, "token", 16), (403, "asal", 16), (403, None, 16),
        (400, "token", 0),
    ]  # fmt: skip
    assert baris[0]["akun"] == baris[1]["akun"] != baris[4]["akun"]


def test_alamat_pengirim_hanya_dari_server_depan_yang_disebut(app: Flask, klien: Any) -> None:
    """ASVS 4.1.3, 15.3.4: without DI_BALIK_PROXY nobody chooses their own address, so a guesser
    stays one and the same."""
    akun = f.buat_pengguna("admin", sandi=True)
    hasil = [
        klien.kirim(
            "/admin/masuk",
            {"nama_masuk": akun.nama_masuk, "sandi": "bukan-itu-sandinya"},
            headers={"X-Forwarded-For": f"203.0.113.{n}", "X-Forwarded-Proto": "https",
                     "X-Real-IP": f"203.0.113.{n}", "Forwarded": f"for=203.0.113.{n}"},
        ).status_code
        for n in range(6)
    ]  # fmt: skip
    assert hasil == [422] * 5 + [429]
