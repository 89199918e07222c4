"""A real Chromium against the real app, served from this process, on both databases."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from werkzeug.serving import make_server

from app.auth.models import Pengguna
from tests import berkas as contoh
from tests.conftest import tiket, wajib_ada
from tests.e2e.langkah import Orang
from tests.peramban import ALASAN, cari_chromium

PONSEL = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def peramban() -> Iterator[Browser]:
    """One Chromium for all journeys of this process."""
    jalur = cari_chromium()
    wajib_ada(jalur, ALASAN)
    with sync_playwright() as p:
        browser = p.chromium.launch(
            executable_path=jalur,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@contextmanager
def layani(app: Flask) -> Iterator[str]:
    """Serve the app from this process; gives its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    utas = threading.Thread(target=server.serve_forever, daemon=True)
    utas.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    utas.join()


@pytest.fixture
def situs(app: Flask) -> Iterator[str]:
    """The address of the running app."""
    with layani(app) as alamat:
        yield alamat


@pytest.fixture
def jendela(peramban: Browser, situs: str) -> Iterator[Callable[..., Page]]:
    """jendela(js=…, layar=…, gelap=…) → a page in a browser profile of its own.

    What the console calls an error (a refused script, a broken address) fails the test, and so does
    a request to any other host.
    """
    konteks: list[BrowserContext] = []
    keluhan: list[str] = []

    def _buka(js: bool = True, layar: Any = None, gelap: bool = False) -> Page:
        k = peramban.new_context(
            base_url=situs,
            java_script_enabled=js,
            viewport=layar or PONSEL,
            color_scheme="dark" if gelap else "light",
            locale="id-ID",
            timezone_id="Asia/Makassar",
            reduced_motion="reduce",
        )
        k.set_default_timeout(15_000)
        konteks.append(k)
        halaman = k.new_page()
        halaman.on("console", lambda m: _dengar(m, keluhan))
        halaman.on("request", lambda r: _luar(r.url, situs, keluhan))
        return halaman

    yield _buka
    for k in konteks:
        k.close()
    assert not keluhan, keluhan


@pytest.fixture
def js(app: Flask) -> bool:
    """For the long ways: with JavaScript on the one database, without on the other."""
    return str(app.config["SQLALCHEMY_DATABASE_URI"]).startswith("sqlite")


@pytest.fixture
def orang(app: Flask, situs: str, jendela: Callable[..., Page]) -> Callable[..., Orang]:
    """orang(sebagai=…, js=…, layar=…) → somebody in a browser profile of their own; `sebagai` is
    signed in already."""

    def _orang(sebagai: Pengguna | None = None, *, js: bool = True, layar: Any = None) -> Orang:
        halaman = jendela(js=js, layar=layar)
        if sebagai is not None:
            segel = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
            isi = segel.dumps({"_user_id": tiket(sebagai), "_fresh": True})
            nama = app.config["SESSION_COOKIE_NAME"]
            halaman.context.add_cookies([{"name": nama, "value": isi, "url": situs}])
        return Orang(halaman, js)

    return _orang


def _dengar(pesan: ConsoleMessage, keluhan: list[str]) -> None:
    # A 4xx, or a broken line, that a journey provokes on purpose is an error to Chromium too.
    sengaja = (
        "status of 4",
        "net::ERR_CONNECTION_",
        "net::ERR_EMPTY_RESPONSE",
        "htmx:send",
        "htmx:after",
    )
    if pesan.type == "error" and not any(s in pesan.text for s in sengaja):
        keluhan.append(pesan.text)


def _luar(url: str, situs: str, keluhan: list[str]) -> None:
    if not url.startswith((situs, "data:", "blob:")):
        keluhan.append(f"permintaan keluar: {url}")


@pytest.fixture(scope="session")
def berkas_nyata(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Files as people have them: a 12-megapixel photo with GPS on its side, a PNG, a PDF."""
    folder = tmp_path_factory.mktemp("kiriman")
    isi = {
        "foto.jpg": contoh.jpeg_12mp_gps(),
        "gambar.png": contoh.png(),
        "surat.pdf": contoh.pdf(),
        "palsu.pdf": b"<html>bukan PDF</html>",
        "terkunci.pdf": contoh.pdf_terenkripsi(),
    }
    for nama, bita in isi.items():
        (folder / nama).write_bytes(bita)
    return {nama: folder / nama for nama in isi}
