"""A small drawing board: coordinates of an 800×600 picture, drawn twice as large for soft edges."""

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from math import cos, radians, sin

from PIL import Image, ImageDraw, ImageFont

LEBAR, TINGGI = 800, 600
SKALA = 2

Titik = tuple[float, float]
Warna = str

GELAP = "#2b3036"
LOGAM = "#c3c9ce"
LOGAM_TUA = "#8d959c"
PUTIH = "#f6f5f0"
LAYAR = "#a9c3a2"
HITAM = "#14171a"


@cache
def huruf(ukuran: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The typeface that comes with Pillow; no font of the machine is asked for."""
    return ImageFont.load_default(ukuran * SKALA)


class Kanvas:
    """Plain shapes on a background."""

    def __init__(self, dasar: Warna) -> None:
        self.im = Image.new("RGB", (LEBAR * SKALA, TINGGI * SKALA), dasar)
        self.d = ImageDraw.Draw(self.im)

    @staticmethod
    def _s(*nilai: float) -> list[float]:
        return [n * SKALA for n in nilai]

    def kotak(
        self, x0: float, y0: float, x1: float, y1: float, isi: Warna, *, r: float = 0,
        tepi: Warna | None = GELAP, tebal: float = 2,
    ) -> None:  # fmt: skip
        self.d.rounded_rectangle(
            self._s(x0, y0, x1, y1), r * SKALA, isi, tepi, round(tebal * SKALA) if tepi else 0
        )

    def bulat(
        self, x: float, y: float, rx: float, ry: float | None = None, *, isi: Warna | None,
        tepi: Warna | None = GELAP, tebal: float = 2,
    ) -> None:  # fmt: skip
        ry = rx if ry is None else ry
        self.d.ellipse(
            self._s(x - rx, y - ry, x + rx, y + ry), isi, tepi, round(tebal * SKALA) if tepi else 0
        )

    def garis(self, titik: Sequence[Titik], warna: Warna = GELAP, tebal: float = 3) -> None:
        self.d.line(
            [(x * SKALA, y * SKALA) for x, y in titik], warna, round(tebal * SKALA), joint="curve"
        )

    def bidang(self, titik: Sequence[Titik], isi: Warna, tepi: Warna = GELAP) -> None:
        self.d.polygon([(x * SKALA, y * SKALA) for x, y in titik], isi, tepi, 2 * SKALA)

    def busur(
        self, x: float, y: float, r: float, dari: float, sampai: float, warna: Warna = GELAP,
        tebal: float = 3,
    ) -> None:  # fmt: skip
        self.d.arc(self._s(x - r, y - r, x + r, y + r), dari, sampai, warna, round(tebal * SKALA))

    def teks(
        self, x: float, y: float, kata: str, ukuran: int = 18, warna: Warna = GELAP,
        jangkar: str = "mm",
    ) -> None:  # fmt: skip
        self.d.text((x * SKALA, y * SKALA), kata, warna, huruf(ukuran), jangkar)

    def jpeg(self) -> bytes:
        keluar = BytesIO()
        self.im.reduce(SKALA).save(keluar, "JPEG", quality=88)
        return keluar.getvalue()


def pelat(k: Kanvas, baris: Sequence[str], x: float, y: float, lebar: float, ukuran: int) -> None:
    """A name plate: riveted metal with lines of text, the first one large."""
    tinggi = ukuran * (1.5 * len(baris) + 1.6)
    k.kotak(x, y, x + lebar, y + tinggi, "#e4e2d8", r=6)
    for sx, sy in ((9, 9), (lebar - 9, 9), (9, tinggi - 9), (lebar - 9, tinggi - 9)):
        k.bulat(x + sx, y + sy, 3, isi=LOGAM_TUA, tepi=None)
    for i, kata in enumerate(baris):
        besar = round(ukuran * 1.3) if i == 0 else ukuran
        k.teks(x + lebar / 2, y + ukuran * (1.3 + 1.5 * i), kata, besar)


def jarum(k: Kanvas, x: float, y: float, r: float, sudut: float = -60) -> None:
    """A dial with its marks and needle."""
    k.bulat(x, y, r, isi=PUTIH, tebal=4)
    for a in range(-210, 31, 20):
        dx, dy = cos(radians(a)), sin(radians(a))
        k.garis([(x + r * 0.78 * dx, y + r * 0.78 * dy), (x + r * 0.92 * dx, y + r * 0.92 * dy)])
    arah = radians(sudut)
    k.garis([(x, y), (x + r * 0.7 * cos(arah), y + r * 0.7 * sin(arah))], "#b3261e", 4)
    k.bulat(x, y, r * 0.07, isi=GELAP)


def layar(k: Kanvas, x0: float, y0: float, x1: float, y1: float, angka: str) -> None:
    k.kotak(x0, y0, x1, y1, LAYAR, r=5)
    k.teks((x0 + x1) / 2, (y0 + y1) / 2, angka, round((y1 - y0) * 0.62), HITAM)
