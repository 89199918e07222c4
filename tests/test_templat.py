"""Templates keep their rules: htmx only decorates what works without it, nothing inline, regions
are files named as they are."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

TEMPLAT = Path(__file__).parent.parent / "app" / "templates"
SEMUA = sorted(TEMPLAT.rglob("*.html"))
BIDANG = [t for t in SEMUA if t.name.startswith("_") and t.parent.name != "core"]
ids = {"ids": lambda t: str(t.relative_to(TEMPLAT))}

# Words that blame or say nothing (uE4); what to do instead is said where the rule is.
KATA_TERLARANG = ("tidak valid", "wajib diisi", "gagal", "maaf", "error", "invalid")


class Unsur(HTMLParser):
    """Start tags with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.semua: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.semua.append((tag, dict(attrs)))


def unsur(templat: Path) -> list[tuple[str, dict[str, str | None]]]:
    teks = re.sub(r"{#.*?#}|{%.*?%}", " ", templat.read_text(), flags=re.S)
    pembaca = Unsur()
    pembaca.feed(re.sub(r"{{.*?}}", "X", teks, flags=re.S))
    return pembaca.semua


@pytest.mark.parametrize("templat", SEMUA, **ids)
def test_htmx_menghias_yang_sudah_bekerja(templat: Path) -> None:
    for tag, a in unsur(templat):
        hx = {k for k in a if k.startswith("hx-")}
        if not hx & {"hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete", "hx-boost"}:
            continue
        assert not hx & {"hx-put", "hx-patch", "hx-delete", "hx-boost"}, templat
        assert "hx-target" in a, f"{templat}: {tag} tidak menyebut hx-target"
        assert (a.get("hx-swap") or "").startswith("outerHTML"), f"{templat}: {tag} hx-swap"
        kembar = (
            (tag == "a" and "href" in a)
            or (tag == "form" and "action" in a)
            or (tag in ("select", "input", "button"))  # inside a form with a button of its own
            or "load" in (a.get("hx-trigger") or "")  # around a plain link
        )
        assert kembar, f"{templat}: <{tag}> tidak bekerja tanpa JavaScript"


@pytest.mark.parametrize("templat", SEMUA, **ids)
def test_tidak_ada_yang_tertanam(templat: Path) -> None:
    teks = templat.read_text()
    assert not re.search(r"\|\s*safe\b", teks)
    assert "hx-on" not in teks
    assert 'href="#"' not in teks
    for tag, a in unsur(templat):
        assert "style" not in a, f"{templat}: style= pada <{tag}>"
        assert not [k for k in a if k.startswith("on")], f"{templat}: on*= pada <{tag}>"
        assert tag != "style", templat
        assert tag != "script" or "src" in a, templat
        assert tag != "img" or "alt" in a, f"{templat}: <img> tanpa alt"


@pytest.mark.parametrize("templat", SEMUA, **ids)
def test_setiap_formulir_post_punya_token_dan_alamat(templat: Path) -> None:
    teks = templat.read_text()
    if templat.name == "gaya.html":  # a page to look at; nothing on it is sent
        return
    for tag, a in unsur(templat):
        if tag == "form" and (a.get("method") or "get").lower() == "post":
            assert "action" in a, f"{templat}: form tanpa action"
    posts = len(re.findall(r'<form[^>]*method="post"', teks, flags=re.I))
    tokens = len(re.findall(r"csrf_token|hidden_tag|token_csrf", teks))
    assert tokens >= posts, f"{templat}: {posts} formulir, {tokens} token"


@pytest.mark.parametrize("templat", BIDANG, **ids)
def test_bidang_menyebut_kebutuhannya(templat: Path) -> None:
    baris = templat.read_text().splitlines()[0]
    assert re.fullmatch(r"{# butuh:.*#}", baris), f"{templat}: baris pertama {{# butuh: … #}}"


@pytest.mark.parametrize("templat", SEMUA, **ids)
def test_kata_yang_tidak_menolong(templat: Path) -> None:
    teks = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", templat.read_text(), flags=re.S)
    terlihat = re.sub(r"<[^>]*>", " ", teks).lower()
    for kata in KATA_TERLARANG:
        assert not re.search(rf"(?<![-\w]){kata}\b", terlihat), f"{templat}: “{kata}”"


def test_setiap_impor_makro_dipakai(app: Flask) -> None:
    sisa = []
    for templat in SEMUA:
        teks = templat.read_text()
        for simpul in app.jinja_env.parse(teks).find_all(nodes.FromImport):
            for nama in simpul.names:
                alias = nama if isinstance(nama, str) else nama[1]
                if len(re.findall(rf"\b{alias}\b", teks)) < 2:
                    sisa.append(f"{templat.relative_to(TEMPLAT)}: {alias}")
    assert not sisa


@pytest.mark.parametrize("templat", SEMUA, **ids)
def test_ukuran_templat(templat: Path) -> None:
    if templat.name in ("gaya.html", "form.html", "komponen.html"):
        return
    assert len(templat.read_text().splitlines()) <= 140


def test_gaya_paling_besar_16_kb() -> None:
    css = TEMPLAT.parent / "static" / "css" / "app.css"
    assert css.stat().st_size <= 16 * 1024
