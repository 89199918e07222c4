"""Blank forms to print and fill in by hand, drawn as A4 pages with Pillow.

A page is one bit a dot (black on white), which keeps the file small and prints sharply. Drawing
takes a moment, and the same few sheets are asked for again and again: they are kept.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

DPI = 200
LEBAR, TINGGI = round(210 / 25.4 * DPI), round(297 / 25.4 * DPI)
TEPI = round(20 / 25.4 * DPI)
BARIS = round(8 / 25.4 * DPI)  # room to write by hand
ISIAN_SURAT = (
    "Nama usaha",
    "NPWP usaha",
    "Alamat usaha",
    "Nama penanggung jawab",
    "NIK penanggung jawab",
    "Telepon / WhatsApp",
)
KOLOM_ALAT = (("No.", 0.06), ("Jenis alat", 0.3), ("Merk / tipe", 0.26), ("Nomor seri", 0.22),
              ("Kapasitas", 0.16))  # fmt: skip
BARIS_ALAT = 5


@dataclass(frozen=True)
class Kop:
    """The letterhead."""

    nama: str
    instansi: str
    alamat: str
    kota: str


@cache
def _huruf(titik: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Pillow's own font; nothing of the machine is needed."""
    return ImageFont.load_default(size=titik / 72 * DPI)


class Lembar:
    """Pages written from top to bottom; a new one begins by itself."""

    def __init__(self, kop: Kop) -> None:
        self.halaman: list[Image.Image] = []
        self._baru()
        self.tulis(kop.instansi, 11)
        self.tulis(kop.nama, 15, tebal=True)
        self.tulis(kop.alamat, 9.5)
        self.turun(2)
        self.garis(tebal=4)
        self.turun(6)

    def _baru(self) -> None:
        self.halaman.append(Image.new("1", (LEBAR, TINGGI), 1))
        self.pena = ImageDraw.Draw(self.halaman[-1])
        self.y = TEPI

    def turun(self, mm: float) -> None:
        self.y += _dot(mm)

    def butuh(self, dot: int) -> None:
        """Turn the page unless so much fits on this one."""
        if self.y + dot > TINGGI - TEPI:
            self._baru()

    def tulis(self, teks: str, titik: float = 11, *, tebal: bool = False, x: int = TEPI) -> None:
        """A paragraph, broken into lines that fit."""
        tinggi = round(titik / 72 * DPI * 1.45)
        for baris in _bungkus(teks, titik, LEBAR - TEPI - x):
            self.butuh(tinggi)
            self.pena.text((x, self.y), baris, 0, _huruf(titik), stroke_width=int(tebal))
            self.y += tinggi

    def garis(self, *, tebal: int = 2) -> None:
        self.pena.line((TEPI, self.y, LEBAR - TEPI, self.y), 0, tebal)

    def isian(self, x: int, sampai: int = LEBAR - TEPI) -> None:
        """Room to write by hand, above a dotted line."""
        self.y += BARIS
        for i in range(x, sampai, 9):
            self.pena.rectangle((i, self.y, i + 2, self.y + 1), 0)

    def tabel(self, kolom: tuple[tuple[str, float], ...], baris: int) -> None:
        """An empty table: (heading, share of the width) and so many numbered rows."""
        atas, tinggi = self.y, BARIS + _dot(1)
        x: float = TEPI
        for i, (judul, bagian) in enumerate(kolom):
            self.pena.text((x + 10, atas + 12), judul, 0, _huruf(10))
            for n in range(baris if i == 0 else 0):
                tempat = (x + 14, atas + (n + 1) * tinggi + 14)
                self.pena.text(tempat, str(n + 1), 0, _huruf(10))
            self.pena.line((x, atas, x, atas + (baris + 1) * tinggi), 0, 2)
            x += bagian * (LEBAR - 2 * TEPI)
        self.pena.line((LEBAR - TEPI, atas, LEBAR - TEPI, atas + (baris + 1) * tinggi), 0, 2)
        for n in range(baris + 2):
            self.y = atas + n * tinggi
            self.garis()
        self.turun(5)

    def tanda_tangan(self, kota: str) -> None:
        """Place and date, room for signature and stamp, the name."""
        x = LEBAR // 2
        self.butuh(_dot(56))
        self.turun(8)
        self.tulis(f"{kota}, ................................", x=x)
        self.tulis("Penanggung jawab,", x=x)
        self.turun(20)
        self.isian(x)
        self.turun(1)
        self.tulis("Nama terang, tanda tangan, dan cap usaha", 9, x=x)

    def pdf(self) -> bytes:
        keluar = BytesIO()
        muka, *lain = self.halaman
        muka.save(keluar, "PDF", resolution=DPI, save_all=True, append_images=lain)
        return keluar.getvalue()


def _dot(mm: float) -> int:
    return round(mm / 25.4 * DPI)


def _bungkus(teks: str, titik: float, lebar: float) -> list[str]:
    """Lines no wider than `lebar`; a single word may be."""
    huruf, hasil = _huruf(titik), [""]
    for kata in teks.split():
        coba = f"{hasil[-1]} {kata}".strip()
        if hasil[-1] and huruf.getlength(coba) > lebar:
            hasil.append(kata)
        else:
            hasil[-1] = coba
    return hasil


@lru_cache(maxsize=64)
def formulir_kosong(judul: str, pertanyaan: str, kop: Kop) -> bytes:
    """The blank form of a further document: its questions, one a line, each with room to answer."""
    lembar = Lembar(kop)
    lembar.tulis(judul, 15, tebal=True)
    lembar.tulis(
        "Isi dengan huruf cetak, tanda tangani, lalu pindai atau foto untuk diunggah.", 9.5
    )
    lembar.turun(4)
    for n, tanya in enumerate(filter(None, map(str.strip, pertanyaan.splitlines())), 1):
        lembar.butuh(_dot(8) + BARIS)
        atas = lembar.y
        lembar.tulis(tanya, x=TEPI + _dot(9))
        lembar.pena.text((TEPI, atas), f"{n}.", 0, _huruf(11))
        lembar.isian(TEPI + _dot(9))
        lembar.turun(3)
    lembar.tanda_tangan(kop.kota)
    return lembar.pdf()


@lru_cache(maxsize=8)
def surat_permohonan(kop: Kop) -> bytes:
    """An example of the letter that asks for tera or tera ulang."""
    lembar = Lembar(kop)
    lembar.tulis("Surat Permohonan Tera / Tera Ulang", 15, tebal=True)
    lembar.turun(3)
    lembar.tulis(f"Yth. Kepala {kop.nama}")
    lembar.tulis(f"di {kop.kota}")
    lembar.turun(4)
    lembar.tulis("Saya yang bertanda tangan di bawah ini:")
    for label in ISIAN_SURAT:
        atas = lembar.y + _dot(4)
        lembar.pena.text((TEPI, atas), label, 0, _huruf(11))
        lembar.isian(TEPI + _dot(58))
    lembar.turun(5)
    lembar.tulis(
        "mengajukan permohonan (lingkari salah satu)  TERA  /  TERA ULANG  untuk alat ukur, takar, "
        "timbang, dan perlengkapannya berikut ini:"
    )
    lembar.turun(3)
    lembar.tabel(KOLOM_ALAT, BARIS_ALAT)
    lembar.tulis(
        "Data di atas saya isi dengan benar, dan saya bersedia menghadirkan alat pada waktu yang "
        "ditetapkan."
    )
    lembar.tanda_tangan(kop.kota)
    return lembar.pdf()


def nama_berkas(judul: str) -> str:
    """format-surat-permohonan.pdf"""
    return f"format-{re.sub('[^a-z0-9]+', '-', judul.lower()).strip('-') or 'isian'}.pdf"
