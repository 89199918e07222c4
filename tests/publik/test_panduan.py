"""The guide (features M6): a chapter for each section of the manual, true to the program's labels,
with pictures that exist, are light, and say what they show."""

import re
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from app.publik.panduan_isi import BAB
from config import AKAR
from scripts.gambar_panduan import LEBAR, SEMUANYA, SKALA
from tests.conftest import sekali
from tests.urai import urai

pytestmark = sekali

# The manual's table of contents; a newcomer looks for these words.
MANUAL = (
    "Mengakses Aplikasi",
    "Registrasi",
    "Log In Peserta",
    "Mendata Alat UTTP Peserta Atau Pelanggan",
    "Pengajuan Tera/Tera Ulang",
    "Memilih Jadwal",
    "Pembayaran Retribusi",
    "Lihat Histori Pengajuan",
    "Mendata Pelanggan Pengguna Alat",
    "Memindahkan Kepemilikan Alat UTTP ke Pelanggan",
    "Mendaftarkan Pelanggan Sebagai Pemilik Alat",
    "Melepaskan Pelanggan",
)
GAMBAR = AKAR / "app" / "static" / "panduan"
FORMULIR = {
    "/registrasi": "registrasi",
    "/masuk": "log-in-peserta",
}
KB = 1000


@cache
def kata_program() -> str:
    """Everything the program may write on a screen, in one line, without tags and quotes."""
    sumber = [*(AKAR / "app" / "templates").rglob("*.html"), *(AKAR / "app").rglob("*.py")]
    teks = (p.read_text() for p in sumber if not p.name.startswith("panduan"))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>|[{}%\"]", " ", " ".join(teks)))


def label() -> list[str]:
    return sorted(
        {t for b in BAB for langkah in b.langkah for t, tebal in langkah.potongan if tebal}
    )


def test_setiap_bab_buku_panduan_ada() -> None:
    assert [b.judul.casefold() for b in BAB] == [j.casefold() for j in MANUAL]
    assert len({b.kode for b in BAB}) == len(BAB)


@pytest.mark.parametrize("kata", label())
def test_label_ada_di_program(kata: str) -> None:
    assert re.search(rf"(?<!\w){re.escape(kata)}(?!\w)", kata_program())


def test_setiap_gambar_dipakai_ringan_dan_selebar_ponsel() -> None:
    perlu = {b.gambar(n) for b in BAB for n in range(1, len(b.langkah) + 1) if b.langkah[n - 1].alt}
    ada = {f"panduan-{p.name}": p.read_bytes() for p in GAMBAR.iterdir()}
    assert set(ada) == perlu
    assert {n: len(isi) for n, isi in ada.items() if len(isi) > 25 * KB} == {}
    assert sum(map(len, ada.values())) <= SEMUANYA
    for isi in ada.values():
        with Image.open(BytesIO(isi)) as im:
            assert im.format == "WEBP"
            assert abs(im.width - LEBAR * SKALA) < 6
            assert not im.getexif()


@pytest.mark.parametrize("bab", BAB, ids=lambda b: b.kode)
def test_bab_dapat_dibaca_tanpa_masuk(klien: Any, bab: Any) -> None:
    akar, salah = urai(klien.get(f"/panduan/{bab.kode}").text)
    assert not salah
    utama = next(akar.semua("main"))
    langkah = [u for ol in utama.semua("ol") for u in ol.semua("li")]
    assert len(langkah) == len(bab.langkah)
    for u, langkah_ini in zip(langkah, bab.langkah, strict=True):
        assert u.teks == langkah_ini.isi.replace("**", "")
        assert [g["alt"] for g in u.semua("img")] == [langkah_ini.alt][: bool(langkah_ini.alt)]
    for g in utama.semua("img"):
        jawab = klien.get(g["src"], headers={"Accept-Encoding": "br"})
        assert (jawab.status_code, jawab.mimetype) == (200, "image/webp")
        assert "Content-Encoding" not in jawab.headers
        with Image.open(BytesIO(jawab.data)) as im:
            assert im.size == (int(g["width"]), int(g["height"]))
        assert g["loading"] == "lazy"
        assert 15 < len(g["alt"]) < 90


def test_daftar_bab_dan_bab_berikutnya(klien: Any) -> None:
    """From the list to the first chapter, and on to the last one; nothing else is a chapter."""
    daftar, _ = urai(klien.get("/panduan").text)
    assert [f"/panduan/{b.kode}" for b in BAB] == [
        u["href"] for u in daftar.semua("a") if u["href"].startswith("/panduan/")
    ]
    dikunjungi, url = [], f"/panduan/{BAB[0].kode}"
    while url:
        dikunjungi.append(url)
        akar, _ = urai(klien.get(url).text)
        lanjut = [u["href"] for u in akar.semua("a") if u.teks.startswith("Berikutnya: ")]
        url = lanjut[0] if lanjut else ""
    assert dikunjungi == [f"/panduan/{b.kode}" for b in BAB]
    assert klien.get("/panduan/lain").status_code == 404


def test_formulir_menunjuk_ke_babnya(app: Flask, klien: Any) -> None:
    """Every chapter but the first is offered where its form is, and each such link is a chapter."""
    teks = " ".join(
        p.read_text()
        for p in (AKAR / "app" / "templates").rglob("*.html")
        if p.parent.name != "publik"
    )
    ditunjuk = set(re.findall(r"\{\{ bantuan\(\"([a-z-]+)\"", teks))
    assert ditunjuk == {b.kode for b in BAB[1:]}
    for url, kode in FORMULIR.items():
        assert f'href="/panduan/{kode}">Bantuan: ' in klien.get(url).text
    for url in ("/", "/alur"):
        assert 'href="/panduan"' in klien.get(url).text
