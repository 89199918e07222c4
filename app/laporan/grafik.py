"""Charts as SVG that stands in the page: no style and no script of its own, colours of the page.

The library lays out the bars and axes; what it says inline (its stylesheet, its settings) is taken
away, and the colours become references to those of our stylesheet, so that a chart is right in the
light, in the dark and on paper. The numbers stand in the table beside it, too.
"""

import sys
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pygal
from markupsafe import Markup
from pygal.etree import etree
from pygal.style import Style

from app.core.format import angka
from app.laporan.tabel import Grafik, Seri

# The library looks for maps of its own with an import hook that Python complains about.
sys.meta_path[:] = [f for f in sys.meta_path if not type(f).__module__.startswith("pygal")]

LEBAR, TINGGI, PER_BARIS = 560, 300, 26
PALING_BANYAK = 15  # bars a chart can show and still be read
_NADA = {"utama": "var(--u)", "sah": "var(--hj)", "batal": "var(--mr)", "redup": "var(--ti)"}
# A title here is a tooltip of the axis; the words stand there already.
_BUANG = {"defs", "desc", "script", "style", "title"}
_GAYA = Style(
    label_font_size=13, major_label_font_size=13, legend_font_size=14, value_font_size=12,
    font_family="sans-serif",
)  # fmt: skip


def svg(grafik: Grafik) -> Markup:
    """The chart, to stand in a page as it is."""
    bagan = _bagan(grafik)
    akar = bagan.render_tree()
    _bersihkan(akar, grafik.seri)
    _sebut(akar, grafik)
    teks: str = etree.tostring(akar, encoding="unicode")
    # Drawn here from numbers and words, which the library has escaped.
    return Markup(teks)  # noqa: S704 # nosec B704


def _bagan(g: Grafik) -> Any:
    n = len(g.label)
    jenis = {
        (False, False): pygal.Bar, (False, True): pygal.StackedBar,
        (True, False): pygal.HorizontalBar, (True, True): pygal.HorizontalStackedBar,
    }[g.mendatar, g.tumpuk]  # fmt: skip
    bagan = jenis(
        css=[], js=[], style=_GAYA, width=LEBAR, margin=6, spacing=8,
        height=n * PER_BARIS + 70 if g.mendatar else TINGGI,
        show_legend=len(g.seri) > 1, legend_at_bottom=True, legend_at_bottom_columns=len(g.seri),
        x_label_rotation=0 if g.mendatar or n <= 13 else 315, truncate_label=28,
        show_y_guides=True, max_scale=6, min_scale=2, no_data_text="",
        value_formatter=lambda n: angka(round(n, 1)),
        print_values=len(g.seri) == 1, print_zeroes=False, print_values_position="top",
    )  # fmt: skip
    label, seri = list(g.label), [(s.nama, list(s.nilai)) for s in g.seri]
    if g.mendatar:  # the library counts from below
        label, seri = label[::-1], [(nama, isi[::-1]) for nama, isi in seri]
    bagan.x_labels = label
    for nama, isi in seri:
        bagan.add(nama, [_angka(x) for x in isi])
    return bagan


def _angka(nilai: int | Decimal | None) -> int | float | None:
    return float(nilai) if isinstance(nilai, Decimal) else nilai


def _nama(unsur: Any) -> str:
    return str(unsur.tag).rpartition("}")[2]


def _bersihkan(akar: Any, seri: Sequence[Seri]) -> None:
    """Away with what is inline; colours and sizes as attributes."""
    for induk in list(akar.iter()):
        for anak in list(induk):
            kelas = (anak.get("class") or "").split()
            inline = "tooltip-overlay" in kelas or anak.get("style")
            if inline or not isinstance(anak.tag, str) or _nama(anak) in _BUANG:
                induk.remove(anak)
    _warnai(akar, "", seri)


def _warnai(unsur: Any, warna: str, seri: Sequence[Seri], jangkar: str = "") -> None:
    """From the top down; a series hands its colour to what it holds, an axis how words stand."""
    kelas = (unsur.attrib.pop("class", None) or "").split()
    unsur.attrib.pop("id", None)
    for k in kelas:
        if k.startswith("color-"):
            warna = _NADA[seri[int(k[6:]) % len(seri)].nada]
    if "axis" in kelas and _nama(unsur) == "g":
        jangkar = "end" if "y" in kelas else "middle"
    _rupa(unsur, kelas, warna)
    if _nama(unsur) == "text" and jangkar:
        unsur.set("text-anchor", "end" if "transform" in unsur.attrib else jangkar)
    for nama in ("x", "y", "width", "height", "d"):
        if nama in unsur.attrib:
            unsur.set(nama, _pendek(unsur.get(nama)))
    for anak in unsur:
        _warnai(anak, warna, seri, jangkar)


def _rupa(unsur: Any, kelas: Sequence[str], warna: str) -> None:
    jenis = _nama(unsur)
    if jenis == "rect":
        unsur.set("fill", "none" if "background" in kelas else warna or "none")
    elif jenis == "path":
        unsur.set("fill", "none")
        unsur.set("stroke", "var(--ti)" if "major" in kelas or "axis" in kelas else "var(--g)")
    elif jenis == "text":
        unsur.set("fill", "var(--t)")
        unsur.set("font-size", "12" if "value" in kelas else "13")


def _pendek(teks: str) -> str:
    """One digit after the point is finer than any screen."""
    return " ".join(_bulat(kata) for kata in teks.split(" "))


def _bulat(kata: str) -> str:
    depan = kata[:1] if kata[:1].isalpha() else ""
    try:
        return depan + f"{float(kata[len(depan) :]):.1f}".removesuffix(".0")
    except ValueError:
        return kata


def _sebut(akar: Any, g: Grafik) -> None:
    """A picture with a name; its numbers are read from the table."""
    akar.set("role", "img")
    akar.set("aria-label", f"Grafik: {g.judul}. Angkanya ada pada tabel.")
    akar.set("width", "100%")
    akar.set("font-family", "inherit")
