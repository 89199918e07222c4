"""Rich text is harmless whatever was typed: a corpus of tricks, and what is meant to work."""

import re
from html.parser import HTMLParser

import pytest

from app.core.kaya import UNSUR, kaya, polos
from tests.keamanan.naskah import NASKAH

BOLEH = UNSUR | {"div"}
BAIK = re.compile(r"https?:|mailto:|tel:|/(?![/\\])|[#?!\w%\[]")
BURUK = re.compile(r"\s*(javascript|data|vbscript|file|blob)\W", re.I)
ATRIBUT = {"href", "rel", "start", "class", "tabindex", "title"}


class Periksa(HTMLParser):
    """What a browser would make elements of, and everything wrong with it."""

    def __init__(self) -> None:
        super().__init__()
        self.salah: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in BOLEH:
            self.salah.append(f"<{tag}>")
        for nama, nilai in attrs:
            if nama not in ATRIBUT:
                self.salah.append(f"{tag} {nama}")
            if nama == "href" and (not BAIK.match(nilai or "") or BURUK.match(nilai or "")):
                self.salah.append(f"href={nilai}")

    def handle_comment(self, data: str) -> None:
        self.salah.append("komentar")


def keluhan(html: str) -> list[str]:
    p = Periksa()
    p.feed(html)
    p.close()
    return p.salah


@pytest.mark.parametrize("naskah", NASKAH)
def test_naskah_jahat_menjadi_teks(naskah: str) -> None:
    assert len(NASKAH) >= 40
    for teks in (naskah, f"awal\n\n{naskah}\n\nakhir", f"- {naskah}", f"| a |\n|---|\n| {naskah} |",
                 f"> {naskah}", f"## {naskah}", f"[kata]({naskah})", f"**{naskah}**"):  # fmt: skip
        assert keluhan(kaya(teks)) == []


def test_yang_dimaksud_tetap_ada() -> None:
    html = kaya(
        "# Satu\n\n### Tiga\n\n**tebal** *miring* [alur](/alur) [luar](https://contoh.test) "
        "[surel](mailto:a@b.test) [telepon](tel:+62542)\n\n1. a\n2. b\n\n> kutip\n\n"
        "| x | y |\n|:-:|---|\n| 1 | 2 |\n\nbaris satu\nbaris dua"
    )
    for potong in ("<h2>Satu</h2>", "<h3>Tiga</h3>", "<strong>tebal</strong>", "<em>miring</em>",
                   'href="/alur"', 'href="https://contoh.test"', "mailto:a@b.test", "tel:+62542",
                   "<ol>", "<blockquote>", '<div class="gulir" tabindex="0"><table', "<br>",
                   'rel="noopener noreferrer"'):  # fmt: skip
        assert potong in html
    assert "style" not in html


def test_judul_tidak_melompat() -> None:
    assert re.findall(r"<h(\d)>", kaya("##### a\n\n# b\n\n#### c\n\n###### d", 3)) == [*"3344"]


def test_awal_berita_polos() -> None:
    assert polos("## Judul\n\n**Satu** [dua](/x) <b>tiga</b>") == "Satu dua <b>tiga</b>"
    assert polos("## Judul saja") == "Judul saja"
    panjang = polos("kata " * 200, 100)
    assert len(panjang) <= 100
    assert panjang.endswith("kata…")
    assert polos(None) == ""
