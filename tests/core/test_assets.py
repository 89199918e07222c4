"""Static files: content in the address, kept for ever, compressed once; and pages on the wire."""

import gzip
import os
from pathlib import Path

import brotli
import pytest
from flask import Flask, Response, render_template_string, request, stream_with_context
from flask.testing import FlaskClient

from app.core import assets
from app.core.assets import aset, cari_htmx, kompres_html, pasang

PANJANG = "<p>halo, timbangan</p>" * 200


def _bangun(akar: Path) -> Flask:
    app = Flask("uji", root_path=str(akar))
    for jalur in assets.SENDIRI.values():
        berkas = akar / "static" / jalur
        berkas.parent.mkdir(parents=True, exist_ok=True)
        berkas.write_text(f"/* {jalur} */" + " isi" * 500)
    return app


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    app = _bangun(tmp_path)
    pasang(app)
    app.after_request(kompres_html)

    @app.get("/html")
    def html() -> str:
        return PANJANG

    @app.get("/pendek")
    def pendek() -> str:
        return "<p>halo</p>"

    @app.get("/teks")
    def teks() -> Response:
        return Response(PANJANG, mimetype="text/plain")

    @app.get("/alir")
    def alir() -> Response:
        return Response(stream_with_context(iter([PANJANG])), mimetype="text/html")

    @app.get("/sudah")
    def sudah() -> Response:
        return Response(gzip.compress(PANJANG.encode()), headers={"Content-Encoding": "gzip"})

    @app.get("/etag")
    def etag() -> Response:
        jawaban = Response(PANJANG)
        jawaban.set_etag("abc")
        jawaban.make_conditional(request)
        return jawaban

    return app


@pytest.fixture
def klien(app: Flask) -> FlaskClient:
    return app.test_client()


def _url(app: Flask, nama: str) -> str:
    with app.test_request_context():
        return aset(nama)


@pytest.mark.parametrize(
    ("nama", "mime"),
    [
        ("app.css", "text/css; charset=utf-8"),
        ("app.js", "text/javascript; charset=utf-8"),
        ("htmx.js", "text/javascript; charset=utf-8"),
        ("icons.svg", "image/svg+xml"),
        ("favicon.svg", "image/svg+xml"),
    ],
)
def test_dikirim_dengan_kepala_yang_benar(
    app: Flask, klien: FlaskClient, nama: str, mime: str
) -> None:
    polos = klien.get(_url(app, nama))
    assert polos.status_code == 200
    assert "Content-Encoding" not in polos.headers
    for kirim, sandi, buka in (
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip, br;q=0", "gzip", gzip.decompress),
        ("*", "br", brotli.decompress),
    ):
        jawaban = klien.get(_url(app, nama), headers={"Accept-Encoding": kirim})
        assert jawaban.headers["Content-Encoding"] == sandi
        assert buka(jawaban.data) == polos.data
        assert len(jawaban.data) < len(polos.data)
        assert jawaban.headers["Content-Type"] == mime
        assert jawaban.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert jawaban.headers["Vary"] == "Accept-Encoding"
        assert jawaban.headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in jawaban.headers


def test_etag_kuat_tiap_sandi_dan_304(app: Flask, klien: FlaskClient) -> None:
    url = _url(app, "app.css")
    tanda = {}
    for sandi in ("br", "gzip", "identity"):
        jawaban = klien.get(url, headers={"Accept-Encoding": sandi})
        tanda[sandi] = jawaban.headers["ETag"]
        assert not tanda[sandi].startswith("W/")
        lagi = klien.get(url, headers={"Accept-Encoding": sandi, "If-None-Match": tanda[sandi]})
        assert lagi.status_code == 304
        assert lagi.data == b""
        assert lagi.headers["Vary"] == "Accept-Encoding"
        assert "immutable" in lagi.headers["Cache-Control"]
    assert len(set(tanda.values())) == 3


def test_alamat_lain_404(app: Flask, klien: FlaskClient) -> None:
    url = _url(app, "app.css")
    assert klien.get("/a/0000000000000000/app.css").status_code == 404
    assert klien.get(url.replace("app.css", "app.js")).status_code == 404
    assert klien.get(url.replace("app.css", "..%2fapp.css")).status_code == 404
    assert klien.post(url).status_code == 405


def test_isi_baru_alamat_baru(tmp_path: Path) -> None:
    app = _bangun(tmp_path)
    pasang(app)
    lama = _url(app, "app.css")
    css = tmp_path / "static/css/app.css"
    css.write_text("body{}")
    os.utime(css, ns=(1, 1))
    assert _url(app, "app.css") == lama  # in production read once
    app.debug = True
    baru = _url(app, "app.css")
    assert baru != lama
    assert app.test_client().get(baru).data == b"body{}"
    assert app.test_client().get(lama).status_code == 404


def test_berkas_hilang_menghentikan_awal(tmp_path: Path) -> None:
    app = _bangun(tmp_path)
    (tmp_path / "static/icons.svg").unlink()
    with pytest.raises(RuntimeError, match=r"icons\.svg"):
        pasang(app)


def test_htmx_dari_paket_atau_dari_pengaturan(tmp_path: Path) -> None:
    assert cari_htmx().name == "htmx.min.js"
    app = _bangun(tmp_path)
    milik = tmp_path / "htmx-baru.js"
    milik.write_text("/* htmx milik kantor */")
    app.config["HTMX_FILE"] = str(milik)
    pasang(app)
    assert app.test_client().get(_url(app, "htmx.js")).data == milik.read_bytes()


def test_htmx_tidak_ada(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "find_spec", lambda _: None)
    with pytest.raises(RuntimeError, match="HTMX_FILE"):
        cari_htmx()


def test_di_templat_dan_di_bawah_awalan(app: Flask) -> None:
    with app.test_request_context(environ_overrides={"SCRIPT_NAME": "/kantor"}):
        html = render_template_string("{{ aset('app.css') }}")
    assert html.startswith("/kantor/a/")
    with app.app_context():
        assert aset("app.css") == html.removeprefix("/kantor")
        with pytest.raises(KeyError):
            aset("tidak-ada.css")


def test_terbuka_tanpa_masuk(app: Flask) -> None:
    assert getattr(app.view_functions["core.aset"], "akses", "tertutup") is None


# --- pages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("terima", "sandi", "buka"),
    [("gzip, br", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress)],
)
def test_html_dikompres(klien: FlaskClient, terima: str, sandi: str, buka: object) -> None:
    jawaban = klien.get("/html", headers={"Accept-Encoding": terima})
    assert jawaban.headers["Content-Encoding"] == sandi
    assert jawaban.headers["Vary"] == "Accept-Encoding"
    assert int(jawaban.headers["Content-Length"]) == len(jawaban.data) < 300
    assert buka(jawaban.data).decode() == PANJANG  # type: ignore[operator]


@pytest.mark.parametrize("alamat", ["/pendek", "/teks", "/alir"])
def test_yang_dibiarkan(klien: FlaskClient, alamat: str) -> None:
    jawaban = klien.get(alamat, headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in jawaban.headers
    assert b"halo" in jawaban.data


def test_tidak_dua_kali(klien: FlaskClient) -> None:
    jawaban = klien.get("/sudah", headers={"Accept-Encoding": "br, gzip"})
    assert gzip.decompress(jawaban.data).decode() == PANJANG


def test_tanpa_permintaan_tetap_polos_tetapi_vary(klien: FlaskClient) -> None:
    jawaban = klien.get("/html")
    assert jawaban.text == PANJANG
    assert jawaban.headers["Vary"] == "Accept-Encoding"


def test_etag_halaman_menjadi_lemah_dan_tetap_304(klien: FlaskClient) -> None:
    satu = klien.get("/etag", headers={"Accept-Encoding": "br"})
    assert satu.headers["ETag"] == 'W/"abc"'
    kepala = {"Accept-Encoding": "br", "If-None-Match": satu.headers["ETag"]}
    assert klien.get("/etag", headers=kepala).status_code == 304
