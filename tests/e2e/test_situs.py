"""Journey 5: the public site is edited by the office, and seen by a visitor; on the one database
with JavaScript, on the other without."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests import factories as f
from tests.e2e.langkah import Orang

pytestmark = pytest.mark.browser

BukaOrang = Callable[..., Orang]
MEJA = {"width": 1280, "height": 900}
NASKAH = "Pasar **ramai**.\n\n## Hasilnya\n\n- 40 sah\n\n<script>alert(1)</script>"


def tambah(o: Orang, ragam: str, kata: str, isian: dict[str, str]) -> None:
    o.buka("/admin/konten")
    o.ikuti(ragam)
    o.melihat(ragam)
    o.ikuti(f"Tambah {kata}")
    o.melihat(f"Tambah {kata}")
    o.isi(isian)


def lampirkan(o: Orang, bagian: str, jalur: Path) -> None:
    """As Orang.lampirkan, for a field that may stay empty."""
    tempat = o.layar.get_by_role("group", name=re.compile(f"^{bagian}"))
    tempat.get_by_label(f"{bagian}:").set_input_files(jalur)
    if o.js:
        expect(tempat.get_by_role("link", name=jalur.name)).to_be_visible()


def test_situs_diubah_lalu_dilihat(
    app: Flask, orang: BukaOrang, js: bool, berkas_nyata: dict[str, Path]
) -> None:
    admin = orang(f.buat_pengguna("admin"), js=js, layar=MEJA)
    # News with a photo and rich text; looked at before it is saved.
    tambah(admin, "Berita", "Berita", {"Judul": "Sidang di pasar", "Isi": NASKAH})
    admin.tekan("Pratinjau")
    pratinjau = admin.layar.get_by_role("article")
    expect(pratinjau.get_by_role("heading", name="Hasilnya")).to_be_visible()
    expect(pratinjau).to_contain_text("<script>alert(1)</script>")
    lampirkan(admin, "Foto utama", berkas_nyata["foto.jpg"])
    admin.tekan("Simpan")
    admin.membaca("Ada yang perlu diperbaiki")  # a photo needs its words
    admin.isi({"Keterangan gambar": "Lapak timbangan"})
    admin.tekan("Simpan")
    admin.membaca("Berita “Sidang di pasar” tersimpan.")

    tambah(admin, "Regulasi", "Regulasi", {"Nomor": "24", "Tahun": "2024", "Tentang": "Tera alat"})
    admin.layar.get_by_label("Jenis", exact=True).select_option("permendag")
    lampirkan(admin, "Berkas PDF", berkas_nyata["surat.pdf"])
    admin.tekan("Simpan")
    admin.membaca("Regulasi “Tera alat” tersimpan.")

    isian = {"Judul": "Timbangan jujur", "Keterangan gambar": "Timbangan meja",
             "Menuju halaman": "/alur", "Kata pada tautannya": "Baca alurnya"}  # fmt: skip
    tambah(admin, "Slide beranda", "Slide", isian)
    lampirkan(admin, "Gambar", berkas_nyata["gambar.png"])
    admin.tekan("Simpan")
    admin.membaca("Slide “Timbangan jujur” tersimpan.")
    dilihat_tamu(orang(js=js))


def dilihat_tamu(tamu: Orang) -> None:
    tamu.buka("/")
    expect(tamu.layar.get_by_role("img", name="Timbangan meja")).to_have_js_property(
        "complete", True
    )
    tamu.ikuti("Baca alurnya")
    tamu.melihat("Alur Pelayanan")
    tamu.buka("/")
    tamu.ikuti("Sidang di pasar")
    tamu.melihat("Sidang di pasar")
    gambar: Any = tamu.layar.get_by_role("img", name="Lapak timbangan")
    expect(gambar).to_be_visible()
    assert gambar.evaluate("g => g.naturalWidth") > 300
    expect(tamu.layar.locator("strong", has_text="ramai")).to_be_visible()
    tamu.membaca("<script>alert(1)</script>")
    tamu.menu("Informasi").click()
    tamu.ikuti("Regulasi")
    tamu.membaca("Peraturan Menteri Perdagangan Nomor 24 Tahun 2024")
    with tamu.layar.expect_download() as unduhan:
        tamu.layar.get_by_role("link", name=re.compile("^Unduh PDF")).click()
    assert unduhan.value.path().read_bytes().startswith(b"%PDF")
