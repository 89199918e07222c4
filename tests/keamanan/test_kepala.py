"""What every answer tells the browser; test_sapuan holds each of its answers to `keluhan`."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.core.headers import CSP
from app.core.uploads import CSP_BERKAS
from tests.conftest import sekali
from tests.keamanan import alat

pytestmark = sekali

# The same for everybody, so a cache may keep them, whoever asked.
UMUM = {"core.aset", "uttp.format_dokumen", "uttp.format_surat", "publik.favicon", "publik.robots"}
BERKAS = {"core.berkas", "uttp.foto", "pengajuan.berkas", "pembayaran.bukti", "profil.berkas"}
BERKAS |= {"penugasan.pindaian"}
# situs publik
UMUM |= {"konten.gambar", "konten.gambar_halaman", "katalog.gambar"}
BERKAS |= {"konten.gambar", "konten.gambar_halaman", "konten.unduh", "katalog.gambar"}
# Pictures everybody may see.
UMUM |= {"katalog.gambar", "pengaturan.logo"}
BERKAS |= {"katalog.gambar", "pengaturan.logo"}
# Addresses that hold a secret, or show one, also to who is not signed in.
RAHASIA = {"auth.aktivasi", "peserta.terdaftar", "auth.masuk", "auth.masuk_petugas"}


@pytest.fixture(scope="module")
def app(app_sesi: Flask) -> Iterator[Flask]:
    with alat.app_berisi(app_sesi) as isi:
        yield isi


def keluhan(endpoint: str, jawab: TestResponse, *, masuk: bool) -> Iterator[str]:
    h = jawab.headers
    csp = h.get("Content-Security-Policy", "")
    if endpoint in BERKAS and jawab.status_code == 200:
        if csp != CSP_BERKAS:
            yield f"CSP {csp}"
    elif csp != CSP:
        yield f"CSP {csp}"
    tetap = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    yield from (f"{nama} {h.get(nama)}" for nama, nilai in tetap.items() if h.get(nama) != nilai)
    yield from keluhan_simpanan(endpoint, jawab, masuk=masuk)
    if jawab.mimetype == "text/html" and "HX-Request" not in jawab.vary:
        yield f"Vary {h.get('Vary')}"
    for nama in ("Server", "X-Powered-By", "Strict-Transport-Security"):
        if nama in h:  # the last one: this is plain http
            yield f"{nama} {h[nama]}"
    if len(h.getlist("Content-Type")) != 1 and jawab.data:
        yield "tanpa Content-Type"


def keluhan_simpanan(endpoint: str, jawab: TestResponse, *, masuk: bool) -> Iterator[str]:
    simpan = jawab.cache_control
    if endpoint in UMUM and jawab.status_code in (200, 302) and simpan.public:
        return
    rahasia = masuk or endpoint in RAHASIA or jawab.request.method == "POST"
    if rahasia and not simpan.no_store:
        yield f"Cache-Control {simpan}"
    if simpan.public or simpan.max_age:
        yield f"Cache-Control {simpan}"
    if "Cookie" not in jawab.vary and masuk and not simpan.no_store:
        yield "Vary tanpa Cookie"


def test_isi_csp(app: Flask) -> None:
    """Nothing inline, nothing from elsewhere, nobody's frame."""
    assert "unsafe" not in CSP
    assert "http" not in CSP
    assert "*" not in CSP
    for bagian in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'",
                   "form-action 'self'", "script-src 'self'"):  # fmt: skip
        assert bagian in CSP.split("; ")


def test_berkas_tidak_dapat_dibingkai_dan_tidak_menjalankan_apa_pun(app: Flask) -> None:
    """Held against every answer that is a file in tests/keamanan/test_sapuan.py."""
    assert CSP_BERKAS.split("; ") == ["default-src 'none'", "frame-ancestors 'none'", "sandbox"]


@pytest.mark.parametrize("url", ["/", "/masuk", "/admin", "/tidak-ada", "/berkas/1"])
def test_trace_ditolak(app: Flask, klien: Any, url: str) -> None:
    """It would send back what the browser keeps from scripts, the cookie."""
    jawab = klien.open(url, method="TRACE", headers={"X-Rahasia": "pantulkan-ini"})
    assert jawab.status_code in (404, 405)
    assert "pantulkan-ini" not in jawab.text + str(jawab.headers)


def test_aset_dan_sehat(app: Flask, klien: Any) -> None:
    with app.test_request_context():
        alamat = app.jinja_env.globals["aset"]("app.css")  # type: ignore[operator]
    for jawab in (klien.get(alamat), klien.get("/sehat")):
        assert jawab.status_code == 200
        assert list(keluhan("core.aset", jawab, masuk=False)) == []


@pytest.mark.parametrize(
    ("mode", "tls", "ada"),
    [
        ("production", True, True),
        ("production", False, False),
        ("demo", True, False),
        ("test", False, False),
    ],
)
def test_hsts_hanya_di_balik_tls(
    app: Flask, klien: Any, monkeypatch: Any, mode: str, tls: bool, ada: bool
) -> None:
    monkeypatch.setitem(app.config, "MODE", mode)
    jawab = klien.get("/", base_url="https://localhost" if tls else "http://localhost")
    nilai = jawab.headers.get("Strict-Transport-Security")
    assert nilai == ("max-age=31536000; includeSubDomains" if ada else None)
