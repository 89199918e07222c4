"""Every page in a real browser: axe finds no barrier, and nothing runs off the side.

Each page once, for the first role that has it; on SQLite only, as the database shows nowhere. With
TANGKAP=1 each page is kept as a picture in hasil-uji/ too.
"""

import os
import re
from collections.abc import Callable, Iterator
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize

from app.extensions import db
from config import AKAR
from tests import halaman as katalog
from tests.conftest import kosongkan, sekali, tiket
from tests.e2e.conftest import layani
from tests.halaman import HALAMAN, Dunia, Halaman, dunia

pytestmark = [pytest.mark.browser, sekali]

KECIL, MEJA = 360, 1280
TANGKAP = AKAR / "hasil-uji" if os.environ.get("TANGKAP") else None
# No rule of the style sheet tells one telephone from another, so all is looked at on the narrowest.
# The narrow page is looked at with every rule there is. The wide one has the same words and roles,
# so there only what depends on where things stand; in the dark only what depends on the colours.
WARNA = ["color-contrast", "link-in-text-block"]
LETAK = ["target-size", "scrollable-region-focusable", "landmark-unique"]
AXE = Axe().axe_script
Skema = Literal["light", "dark"]
RUPA: tuple[tuple[int, Skema, dict[str, Any] | None], ...] = (
    (KECIL, "light", {"rules": {nama: {"enabled": False} for nama in WARNA}}),
    (MEJA, "light", {"runOnly": {"type": "rule", "values": LETAK}}),
    (MEJA, "dark", None),
)
# Colours are three quarters of the work and repeat from page to page: a text of one colour, size
# and weight on one pile of backgrounds reads the same wherever it stands. Each such kind of text is
# judged where it is first met, in whichever look, and every text of every look is asked its kind.
KENALI = """() => {
  const kenal = window.kenal = new Map(), alas = new Map();
  const kira = e => {
    if (!e) return '';
    if (!alas.has(e)) {
      const g = getComputedStyle(e);
      alas.set(e, [kira(e.parentElement), g.backgroundColor, g.backgroundImage, g.opacity,
        g.filter].join(';'));
    }
    return alas.get(e);
  };
  for (const e of document.body.querySelectorAll('*')) {
    const tulisan = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    if (!tulisan && !e.matches('input, select, textarea')) continue;
    const g = getComputedStyle(e), i = getComputedStyle(e.parentElement);
    const jenis = [kira(e), g.color, g.fontSize, g.fontWeight, g.textShadow, g.visibility,
      e.matches(':disabled, [aria-disabled=true]'), e.tagName === 'A',
      e.closest('a') && [i.color, g.textDecorationLine, g.display]].join('|');
    if (!kenal.has(jenis)) kenal.set(jenis, e);
  }
  return [...kenal.keys()];
}"""
NILAI = """([jenis, pilih]) => axe.run(
  {include: jenis.map(j => window.kenal.get(j))}, pilih)"""
# Where a reader's text is twice as large, as set in the browser or the telephone.
HURUF_BESAR = "besar => { document.documentElement.style.fontSize = besar ? '200%' : ''; }"
MELEBAR = """() => {
  const lebar = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= lebar) return [];
  return [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > lebar + 1)
    .map(e => `${e.tagName.toLowerCase()}.${e.className} ${e.textContent.trim().slice(0, 40)}`)
    .slice(0, 4).concat(`lebar ${document.documentElement.scrollWidth} dari ${lebar}`);
}"""


@pytest.fixture(scope="module")
def app(app_sesi: Flask) -> Iterator[Flask]:
    """The app with two rounds of the world in it, and the captcha on as in real life."""
    app_sesi.extensions.pop("rak", None)
    captcha, app_sesi.config["CAPTCHA"] = app_sesi.config["CAPTCHA"], True
    with app_sesi.app_context():
        kosongkan()
        yield app_sesi
        db.session.remove()
    app_sesi.config["CAPTCHA"] = captcha


@pytest.fixture(scope="module")
def d(app: Flask) -> Dunia:
    isi = dunia(2)
    katalog.buang_ingatan()
    return isi


@pytest.fixture(scope="module")
def lembar(peramban: Browser, app: Flask, d: Dunia) -> Iterator[Callable[[str | None], Page]]:
    """lembar(akun) → the one browser page of that account."""
    konteks: dict[str | None, BrowserContext] = {}
    segel: Any = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]

    with layani(app) as alamat:

        def _lembar(akun: str | None) -> Page:
            if akun not in konteks:
                konteks[akun] = k = peramban.new_context(
                    base_url=alamat,
                    locale="id-ID",
                    timezone_id="Asia/Makassar",
                    reduced_motion="reduce",
                )
                if akun:
                    isi = segel.dumps({"_user_id": tiket(d.akun[akun]), "_fresh": True})
                    nama = app.config["SESSION_COOKIE_NAME"]
                    k.add_cookies([{"name": nama, "value": isi, "url": alamat}])
                k.add_init_script(AXE)
                k.new_page()
            return konteks[akun].pages[0]

        yield _lembar
        for k in konteks.values():
            k.close()


DIINGINKAN: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}


def langgar(halaman: Page, aturan: dict[str, Any]) -> list[str]:
    """What axe finds on the whole page."""
    return temuan(halaman.evaluate("pilih => axe.run(pilih)", DIINGINKAN | aturan))


def langgar_warna(halaman: Page, terbaca: set[str]) -> list[str]:
    """What axe finds in the kinds of text not met before; what reads well is remembered."""
    baru = [jenis for jenis in halaman.evaluate(KENALI) if jenis not in terbaca]
    if not baru:
        return []
    aturan = {"runOnly": {"type": "rule", "values": WARNA}}
    salah = temuan(halaman.evaluate(NILAI, [baru, DIINGINKAN | aturan]))
    terbaca.update([] if salah else baru)
    return salah


def temuan(hasil: dict[str, Any]) -> list[str]:
    """The rule, and the place."""
    return [
        f"{v['id']}: {n['html'][:120]} {n['failureSummary'][:300]}"
        for v in hasil["violations"]
        for n in v["nodes"][:2]
    ]


def rupakan(halaman: Page, lebar: int, skema: Skema) -> None:
    if halaman.viewport_size != (ukuran := ViewportSize(width=lebar, height=900)):
        halaman.set_viewport_size(ukuran)
    halaman.emulate_media(color_scheme=skema)


def tangkap(halaman: Page, h: Halaman, akun: str | None, rupa: str) -> None:
    if TANGKAP:
        TANGKAP.mkdir(exist_ok=True)
        nama = re.sub(r"\W+", "-", f"{h}-{akun or 'tamu'}-{rupa}")
        halaman.screenshot(path=TANGKAP / f"{nama}.png", full_page=True)


def periksa_rupa(halaman: Page, h: Halaman, akun: str | None, terbaca: set[str]) -> Iterator[str]:
    """Narrow, as it was loaded, and nothing off the side with ordinary and large text; then wide,
    and wide in the dark. A browser lays out anew for each width, so no width comes twice."""
    for lebar, skema, aturan in RUPA:
        if (lebar, skema) != (KECIL, "light"):
            rupakan(halaman, lebar, skema)
        tangkap(halaman, h, akun, f"{lebar}-{skema}")
        salah_letak = langgar(halaman, aturan) if aturan else []
        for salah in [*salah_letak, *langgar_warna(halaman, terbaca)]:
            yield f"{lebar} {skema} {salah}"
        if lebar == KECIL:
            yield from melebar(halaman, h, akun)


def melebar(halaman: Page, h: Halaman, akun: str | None) -> Iterator[str]:
    """What runs off the side, with ordinary text and with text twice as large."""
    yield from (f"{KECIL} px: {x}" for x in halaman.evaluate(MELEBAR))
    halaman.evaluate(HURUF_BESAR, True)
    tangkap(halaman, h, akun, "360-huruf-besar")
    yield from (f"{KECIL} px, huruf 200 %: {x}" for x in halaman.evaluate(MELEBAR))
    halaman.evaluate(HURUF_BESAR, False)


@pytest.fixture(scope="module")
def terbaca() -> set[str]:
    """The kinds of text that were judged, and passed."""
    return set()


@pytest.mark.parametrize("h", HALAMAN, ids=str)
def test_tampilan(app: Flask, d: Dunia, lembar: Any, terbaca: set[str], h: Halaman) -> None:
    akun = h.akun[0]
    halaman = lembar(akun)
    keluhan: list[str] = []

    def dengar(pesan: ConsoleMessage) -> None:
        if pesan.type == "error":
            keluhan.append(pesan.text)

    halaman.on("console", dengar)
    rupakan(halaman, KECIL, "light")
    jawab = halaman.goto(h.url(app, d), wait_until="load")
    assert jawab is not None
    assert jawab.status == 200
    keluhan += periksa_rupa(halaman, h, akun, terbaca)
    halaman.remove_listener("console", dengar)
    assert not keluhan, "\n".join(keluhan)
