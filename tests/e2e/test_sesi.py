"""The warning before a session ends unused, in a real browser."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.auth import models
from tests import factories as f
from tests.conftest import sekali, tiket

pytestmark = [pytest.mark.browser, sekali]


@pytest.fixture
def lembar(app: Flask, situs: str, jendela: Callable[..., Page]) -> Callable[..., Page]:
    """lembar(js=…) → a page of a participant who is signed in."""
    akun = f.buat_peserta().pengguna

    def _lembar(js: bool = True) -> Page:
        halaman = jendela(js=js)
        segel = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        isi = segel.dumps({"_user_id": tiket(akun), "_fresh": True})
        nama = app.config["SESSION_COOKIE_NAME"]
        halaman.context.add_cookies([{"name": nama, "value": isi, "url": situs}])
        return halaman

    return _lembar


def test_peringatan_lalu_tetap_masuk(lembar: Callable[..., Page], monkeypatch: Any) -> None:
    halaman = lembar()
    monkeypatch.setattr(models, "DIAM_PESERTA", timedelta(minutes=4))
    halaman.goto("/ganti-sandi")
    banner = halaman.locator("#pesan .sesi-habis")
    expect(banner).to_contain_text("Sesi Anda berakhir 4 menit lagi bila tidak dipakai.")
    halaman.get_by_label("Password sekarang").fill("sudah diketik")
    monkeypatch.setattr(models, "DIAM_PESERTA", timedelta(minutes=30))
    banner.get_by_role("link", name="Tetap masuk").click()
    expect(banner).to_have_count(0)
    expect(halaman.get_by_label("Password sekarang")).to_have_value("sudah diketik")
    assert len(halaman.context.pages) == 1


def test_tidak_ada_peringatan_selama_masih_lama(lembar: Callable[..., Page]) -> None:
    halaman = lembar()
    halaman.goto("/ganti-sandi")
    halaman.wait_for_timeout(5500)
    expect(halaman.locator(".sesi-habis")).to_have_count(0)


def test_tanpa_javascript_tertulis_di_kaki_halaman(lembar: Callable[..., Page]) -> None:
    halaman = lembar(js=False)
    halaman.goto("/ganti-sandi")
    catatan = halaman.locator("#sesi")
    expect(catatan).to_contain_text("sesi Anda berakhir pukul")
    with halaman.context.expect_page() as baru:
        catatan.get_by_role("link").click()
    expect(baru.value.get_by_role("heading", level=1)).to_have_text("Anda tetap masuk")
