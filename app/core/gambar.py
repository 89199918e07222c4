"""Photos are re-made, never kept as they came: smaller, upright, with nothing hidden in them.

Phones write the place, the time and the owner into a photo; none of that survives. The colour
profile goes too: on pictures of scales and papers the slight change of tint is no loss.
"""

from dataclasses import dataclass
from io import BytesIO
from threading import BoundedSemaphore
from typing import BinaryIO

from PIL import Image

from app.core.kenali import GAMBAR_RUSAK, BerkasDitolak, buka_gambar, rusak_bila_jatuh

SISI_UTAMA = 1600
SISI_KECIL = 320
MUTU = 80
ORIENTASI = 0x0112

# Decoding takes up to a few hundred MB for the largest pictures allowed: two at a time per process.
giliran = BoundedSemaphore(2)

PUTAR = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

__all__ = ["BerkasDitolak", "Foto", "olah_foto"]


@dataclass(frozen=True)
class Foto:
    """The treated picture and its thumbnail, both JPEG; size in pixels is that of `utama`."""

    utama: bytes
    kecil: bytes
    lebar: int
    tinggi: int


def olah_foto(isi: bytes) -> Foto:
    """Shrink, turn upright, flatten on white, strip. Never call this inside `tulis()`: it is slow.

    Raises BerkasDitolak.
    """
    with giliran, buka_gambar(isi) as im, rusak_bila_jatuh(GAMBAR_RUSAK):
        # Asked before decoding: for a PNG the data is gone from the object afterwards.
        putar = PUTAR.get(_orientasi(im))
        _pangkas(im, SISI_UTAMA)
        utama = _rata(im)
        if putar is not None:
            utama = utama.transpose(putar)
        kecil = utama.copy()
        kecil.thumbnail((SISI_KECIL, SISI_KECIL), reducing_gap=2.0)
        return Foto(_jpeg(utama), _jpeg(kecil), utama.width, utama.height)


def perkecil(isi: bytes, sisi: int) -> bytes:
    """A picture of our own making once more, at most so wide and high. Slow, as the above."""
    with giliran, Image.open(BytesIO(isi)) as im:
        im.draft("RGB", (sisi, sisi))
        baru = im.convert("RGB")
        baru.thumbnail((sisi, sisi), reducing_gap=2.0)
        return _jpeg(baru)


def ukuran(isi: BinaryIO) -> tuple[int, int]:
    """Width and height of a picture of our own making."""
    with Image.open(isi) as im:
        return im.size


def _orientasi(im: Image.Image) -> int:
    """1 to 8; damaged EXIF must not cost somebody the photo."""
    try:
        return int(im.getexif().get(ORIENTASI, 1))
    except Exception:
        return 1


def _pangkas(im: Image.Image, sisi: int) -> None:
    """Shrink in place. A JPEG is already decoded smaller: a quarter of the memory and time.

    draft() must get the box this very picture will have. With the square (1600, 1600) it does
    nothing for a 4:3 picture of 12 megapixels.
    """
    skala = min(1.0, sisi / max(im.size))
    if skala < 1.0 and im.format in ("JPEG", "MPO"):
        im.draft("RGB", (round(im.width * skala), round(im.height * skala)))
    # Palettes, and pictures where one colour stands for see-through, cannot be averaged yet.
    if im.mode in ("RGBA", "LA") or (
        im.mode in ("RGB", "L", "CMYK") and not im.has_transparency_data
    ):
        im.thumbnail((sisi, sisi), reducing_gap=2.0)


def _rata(im: Image.Image) -> Image.Image:
    """Any mode to plain RGB; what was see-through becomes white paper."""
    if im.mode.startswith("I"):  # 16-bit grey: convert() alone would turn nearly all of it white
        im = im.point(lambda v: v * (1 / 256)).convert("L")
    if im.has_transparency_data:
        im = im.convert("RGBA")
        dasar = Image.new("RGB", im.size, "white")
        dasar.paste(im, mask=im.getchannel("A"))
        im = dasar
    im = im.convert("RGB")
    im.thumbnail((SISI_UTAMA, SISI_UTAMA), reducing_gap=2.0)  # what could not be shrunk before
    return im


def _jpeg(im: Image.Image) -> bytes:
    im.info.clear()  # a comment or profile left here would be written again
    keluar = BytesIO()
    im.save(keluar, "JPEG", quality=MUTU, optimize=True)
    return keluar.getvalue()
