"""Photos of one paper, joined into one PDF that is light enough to pass around and still readable.

The pages are our own drawings of the photos (`gambar`): upright, without place or device in them.
What the PDF looks like is drawn from their thumbnails, so no PDF has to be rendered to be shown.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import NamedTuple

import pikepdf
from PIL import Image, ImageDraw, ImageFont

from app.core.gambar import giliran

MAKS_BITA = 2 << 20
MAKS_FOTO = 10
A4 = (595, 842)  # points; a photo that is wider than high gets the sheet lying down
TEPI = 18
# Longest side, JPEG quality, colour. The first is the photo as it is stored; the last one of ten
# pages of pure noise still fits. Colour goes before size: a stamp in grey is a stamp, small print
# in a small picture is gone.
TINGKAT = (
    (1600, 0, True),
    (1600, 60, True),
    (1600, 55, False),
    (1400, 45, False),
    (1200, 40, False),
    (1000, 35, False),
    (800, 30, False),
)
# The sheet of thumbnails: one cell a page, numbered.
SEL = (240, 320)
SEBARIS = 5


class Halaman(NamedTuple):
    jpeg: bytes
    lebar: int
    tinggi: int
    berwarna: bool


def jadi_pdf(foto: Sequence[bytes], maks_bita: int = MAKS_BITA) -> bytes:
    """One A4 page for each photo (our own JPEG), in the order given."""
    with giliran:
        for sisi, mutu, berwarna in TINGKAT:
            isi = _tulis([_halaman(f, sisi, mutu, berwarna) for f in foto])
            if len(isi) <= maks_bita:
                break
    return isi


def _halaman(foto: bytes, sisi: int, mutu: int, berwarna: bool) -> Halaman:
    with Image.open(BytesIO(foto), formats=("JPEG",)) as im:
        if not mutu:
            return Halaman(foto, im.width, im.height, im.mode == "RGB")
        im.draft("RGB" if berwarna else "L", (sisi, sisi))
        lembar = im.convert("RGB" if berwarna else "L")
        lembar.thumbnail((sisi, sisi), reducing_gap=2.0)
        keluar = BytesIO()
        lembar.save(keluar, "JPEG", quality=mutu, optimize=True)
        return Halaman(keluar.getvalue(), lembar.width, lembar.height, berwarna)


def _tulis(halaman: Sequence[Halaman]) -> bytes:
    with pikepdf.new() as pdf:
        for h in halaman:
            lembar = A4 if h.tinggi >= h.lebar else A4[::-1]
            skala = min((lembar[0] - 2 * TEPI) / h.lebar, (lembar[1] - 2 * TEPI) / h.tinggi)
            lebar, tinggi = h.lebar * skala, h.tinggi * skala
            x, y = (lembar[0] - lebar) / 2, (lembar[1] - tinggi) / 2
            gambar = pikepdf.Stream(
                pdf,
                h.jpeg,
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Image,
                Width=h.lebar,
                Height=h.tinggi,
                ColorSpace=pikepdf.Name.DeviceRGB if h.berwarna else pikepdf.Name.DeviceGray,
                BitsPerComponent=8,
                Filter=pikepdf.Name.DCTDecode,
            )
            hal = pdf.add_blank_page(page_size=lembar).obj
            hal.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=gambar))
            lukis = f"q {lebar:.2f} 0 0 {tinggi:.2f} {x:.2f} {y:.2f} cm /F Do Q"
            hal.Contents = pikepdf.Stream(pdf, lukis.encode())
        keluar = BytesIO()
        pdf.save(keluar)
        return keluar.getvalue()


def lembar_contoh(kecil: Sequence[bytes]) -> bytes:
    """All pages side by side, each with its number, as one JPEG."""
    lajur = min(len(kecil), SEBARIS)
    baris = -(-len(kecil) // SEBARIS)
    lembar = Image.new("RGB", (lajur * SEL[0], baris * SEL[1]), "white")
    pena = ImageDraw.Draw(lembar)
    huruf = ImageFont.load_default(22)
    for i, isi in enumerate(kecil):
        kiri, atas = i % SEBARIS * SEL[0], i // SEBARIS * SEL[1]
        with Image.open(BytesIO(isi), formats=("JPEG",)) as im:
            im.thumbnail((SEL[0] - 16, SEL[1] - 16))
            lembar.paste(im.convert("RGB"), (kiri + 8, atas + 8))
        pena.rectangle((kiri + 8, atas + 8, kiri + 44, atas + 40), fill="white", outline="black")
        pena.text((kiri + 26, atas + 24), str(i + 1), fill="black", font=huruf, anchor="mm")
    keluar = BytesIO()
    lembar.save(keluar, "JPEG", quality=75, optimize=True)
    return keluar.getvalue()
