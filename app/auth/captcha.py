"""The picture and the voice of a captcha. Codes, expiry and single use live with the database rows.

Digits only: they can be read aloud, typed on a phone's number pad, and look like no other digit.
"""

import secrets
import wave
from functools import cache
from io import BytesIO
from pathlib import Path

from captcha.image import ImageCaptcha
from PIL import Image, ImageOps

PANJANG = 5
ANGKA = "0123456789"
LAJU = 8000
SUARA = Path(__file__).parent / "suara"

# The library's own colours are random and often nearly unreadable. The picture brings its own
# light ground, so it reads on a light and on a dark page; `gelap` is for a page that wants less
# glare. Ink to ground is 13 to 1 in both.
Warna = tuple[int, int, int]
TERANG: tuple[Warna, Warna] = ((243, 246, 245), (16, 42, 67))
GELAP: tuple[Warna, Warna] = ((24, 34, 40), (226, 236, 240))


class _Gambar(ImageCaptcha):
    """Turned and overlapped less than the library does: people come first."""

    character_rotate = (-18, 18)
    character_warp_dx = (0.05, 0.2)
    character_warp_dy = (0.05, 0.2)
    word_space_probability = 0.8
    word_offset_dx = 0.08


@cache
def _pelukis() -> _Gambar:
    """Twice the shown size, for sharp screens; fonts are loaded once per process."""
    return _Gambar(width=360, height=120, font_sizes=(84, 90, 96))


def kode_baru() -> str:
    """Five digits."""
    return "".join(secrets.choice(ANGKA) for _ in range(PANJANG))


def gambar(kode: str, gelap: bool = False) -> bytes:
    """A PNG of 360 × 120, to be shown at 180 × 60 or larger."""
    # The library covers with ink as far as the ink is bright: dark ink comes out as a pale grey
    # nobody can read. So dark on light is painted the other way round and inverted.
    latar, tinta = GELAP if gelap else (_balik(TERANG[0]), _balik(TERANG[1]))
    pelukis = _pelukis()
    im = pelukis.generate_image(kode, bg_color=latar, fg_color=tinta)
    for _ in range(2):
        pelukis.create_noise_curve(im, tinta)
    if not gelap:
        im = ImageOps.invert(im)
    keluar = BytesIO()
    # Eight shades say as much as two million and are a third of the size.
    im.quantize(8, method=Image.Quantize.FASTOCTREE).save(keluar, "PNG", optimize=True)
    return keluar.getvalue()


def _balik(warna: Warna) -> Warna:
    r, g, b = warna
    return 255 - r, 255 - g, 255 - b


@cache
def _suara_angka(angka: str) -> bytes:
    """The samples of one spoken digit (8 kHz, 8 bit, mono: silence is 128)."""
    jalur = next((SUARA / angka).glob("*.wav"))
    with wave.open(str(jalur)) as w:
        return bytes(w.readframes(w.getnframes()))


def suara(kode: str) -> bytes:
    """A WAV that speaks the digits one by one, slowly, said twice.

    Not by the library's AudioCaptcha: it took 0.25-0.4 s of CPU a piece on two cores, and behind
    the digits it plays other digits backwards, which people with a screen reader cannot follow.
    This takes about 30 ms. Against machines the voice rests on the limits of tries, as the
    picture does: light noise, and tempo, loudness and pauses that differ each time.
    """
    acak = secrets.SystemRandom()
    isi = bytearray(_hening(0.4))
    for putaran in range(2):
        for angka in kode:
            isi += _ubah(_suara_angka(angka), acak.uniform(0.92, 1.1), acak.uniform(0.8, 1.0))
            isi += _hening(acak.uniform(0.45, 0.7))
        if putaran == 0:
            isi += _hening(0.8)
    return _wav(_berdesis(bytes(isi)))


def _hening(detik: float) -> bytes:
    return b"\x80" * int(detik * LAJU)


def _ubah(data: bytes, tempo: float, keras: float) -> bytes:
    """Another tempo and loudness. A table does the loudness: no work per sample."""
    tabel = bytes(round(128 + (v - 128) * keras) for v in range(256))
    panjang = int(len(data) / tempo)
    return bytes(data[int(i * tempo)] for i in range(panjang)).translate(tabel)


def _berdesis(data: bytes) -> bytes:
    """Light hiss over all of it, so that no two voices are the same bytes."""
    desis = secrets.token_bytes(len(data))
    return bytes(min(255, max(0, v + (d & 7) - 4)) for v, d in zip(data, desis, strict=True))


def _wav(data: bytes) -> bytes:
    keluar = BytesIO()
    with wave.open(keluar, "wb") as w:
        w.setnchannels(1)
        w.setsampwidth(1)
        w.setframerate(LAJU)
        w.writeframes(data)
    return keluar.getvalue()
