"""Rich text: Markdown in, a short list of harmless elements out. The only place that makes Markup.

Twice guarded: HTML that is typed is not read as HTML but shown as the text it is, and what comes
out is cleaned once more by an allow-list of elements, attributes and kinds of address.
"""

import re
from functools import lru_cache
from html import unescape

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

UNSUR = {
    "p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "br", "hr", "code",
    "pre", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ALAMAT = {"http", "https", "mailto", "tel"}
TERENDAH = 4

# A wide table scrolls by itself; nh3 left no attribute on it, so this is the only such tag.
_TABEL = '<div class="gulir" tabindex="0"><table class="tabel tetap">'

_md = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").disable("image")


def kaya(teks: str | None, dari: int = 2) -> Markup:
    """The text as safe HTML; its headings begin at level `dari` and skip none."""
    return _kaya(teks or "", dari)


@lru_cache(maxsize=256)
def _kaya(teks: str, dari: int) -> Markup:
    bagian = _md.parse(teks)
    _judul(bagian, dari)
    bersih = nh3.clean(
        _md.renderer.render(bagian, _md.options, {}),
        tags=UNSUR,
        attributes={"a": {"href"}, "ol": {"start"}},
        attribute_filter=_saring,
        url_schemes=ALAMAT,
        link_rel="noopener noreferrer",
    )
    bersih = bersih.replace("<table>", _TABEL).replace("</table>", "</table></div>")
    return Markup(bersih)  # noqa: S704 - cleaned just above  # nosec B704


def _judul(bagian: list[Token], dari: int) -> None:
    """Headings go down one level at a time, whatever was typed."""
    lama = dari - 1
    for buka, tutup in zip(bagian, bagian[2:], strict=False):
        if buka.type == "heading_open":
            tingkat = int(buka.tag[1])
            lama = min(max(tingkat, dari), lama + 1, TERENDAH)
            buka.tag = tutup.tag = f"h{lama}"


def _saring(unsur: str, nama: str, nilai: str) -> str | None:
    """An address without a scheme leads into this site, and nowhere else."""
    if nama == "href" and re.match(r"[\s\x00-\x20]*[/\\][\s\x00-\x20]*[/\\]", nilai):
        return None
    return nilai


def polos(teks: str | None, huruf: int = 250) -> str:
    """The first words of it, as plain text; headings and tables say little alone."""
    html = str(kaya(teks))
    tanpa = re.sub(r"<(h[2-4]|table)\b[^>]*>.*?</\1>", " ", html, flags=re.S)
    isi = nh3.clean(tanpa, tags=set()) if tanpa.strip() else nh3.clean(html, tags=set())
    isi = re.sub(r"\s+", " ", unescape(isi)).strip()
    if len(isi) <= huruf:
        return isi
    return isi[: huruf - 1].rsplit(" ", 1)[0] + "…"
