"""Photos: upright, small, and nothing of the camera, the place or the owner left in them."""

import threading
from io import BytesIO

import pytest
from PIL import Image

from app.core import gambar
from app.core.gambar import Foto, olah_foto
from app.core.kenali import BerkasDitolak
from tests import berkas


def _buka(isi: bytes) -> Image.Image:
    im = Image.open(BytesIO(isi))
    im.load()
    return im


def _titik(im: Image.Image, x: int, y: int) -> tuple[int, ...]:
    warna = im.getpixel((x, y))
    assert isinstance(warna, tuple)
    return warna


def _merah(warna: tuple[int, ...]) -> bool:
    r, g, b = warna
    return r > 120 and g < 90 and b < 90


@pytest.fixture(scope="module")
def foto() -> Foto:
    return olah_foto(berkas.jpeg_12mp_gps())


def test_12mp_diperkecil_dan_tegak(foto: Foto) -> None:
    assert (foto.lebar, foto.tinggi) == (1200, 1600)
    utama, kecil = _buka(foto.utama), _buka(foto.kecil)
    assert utama.size == (1200, 1600)
    assert kecil.size == (240, 320)
    assert utama.format == kecil.format == "JPEG"
    # Orientation 6 means: turn clockwise. The red corner moves from top left to top right.
    assert _merah(_titik(utama, 1150, 50))
    assert not _merah(_titik(utama, 50, 50))
    assert len(foto.utama) < 900_000
    assert len(foto.kecil) < 40_000


def test_tidak_ada_yang_tersembunyi(foto: Foto) -> None:
    asli = berkas.jpeg_12mp_gps()
    tanda = (b"KameraRahasia", b"RahasiaXMP", b"RahasiaKomentar", b"RahasiaICC", b"Exif")
    for t in tanda:
        assert t in asli
    for isi in (foto.utama, foto.kecil):
        assert not any(t in isi for t in tanda)
        im = _buka(isi)
        assert dict(im.getexif()) == {}
        assert not {"exif", "icc_profile", "comment", "xmp"} & set(im.info)


@pytest.mark.parametrize("orientasi", range(1, 9))
def test_semua_orientasi(orientasi: int) -> None:
    hasil = olah_foto(berkas.jpeg(400, 300, exif=berkas.exif_gps(orientasi)))
    x, y = {
        1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)
    }[orientasi]  # fmt: skip
    assert (hasil.lebar, hasil.tinggi) == ((300, 400) if orientasi > 4 else (400, 300))
    x, y = x * (hasil.lebar - 20) + 10, y * (hasil.tinggi - 20) + 10
    assert _merah(_titik(_buka(hasil.utama), x, y))


def test_tembus_pandang_menjadi_putih() -> None:
    im = _buka(olah_foto(berkas.png_tembus()).utama)
    assert min(_titik(im, 50, 100)) > 250
    r, g, b = _titik(im, 350, 100)
    assert b > 240
    assert max(r, g) < 15


def test_satu_warna_sebagai_tembus_pandang() -> None:
    keluar = BytesIO()
    asal = Image.new("RGB", (3000, 100), (1, 2, 3))
    asal.save(keluar, "PNG", transparency=(1, 2, 3))
    im = _buka(olah_foto(keluar.getvalue()).utama)
    assert im.size == (1600, 53)
    assert min(_titik(im, 800, 20)) > 250


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA"])
def test_ragam_png(mode: str) -> None:
    hasil = olah_foto(berkas.png(2000, 1000, mode))
    assert (hasil.lebar, hasil.tinggi) == (1600, 800)
    assert _buka(hasil.utama).mode == "RGB"


def test_png_16_bit_tidak_menjadi_putih() -> None:
    keluar = BytesIO()
    Image.new("I;16", (200, 100), 0x4000).save(keluar, "PNG")
    nilai = _titik(_buka(olah_foto(keluar.getvalue()).utama), 100, 50)
    assert abs(nilai[0] - 0x40) < 4


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_ragam_jpeg(mode: str) -> None:
    assert olah_foto(berkas.jpeg(2000, 1000, mode)).lebar == 1600


def test_webp_dan_mpo() -> None:
    assert olah_foto(berkas.webp(2000, 1000)).lebar == 1600
    hasil = olah_foto(berkas.mpo())
    assert hasil.lebar == 640
    assert b"MPF" not in hasil.utama


def test_foto_iphone_apa_adanya() -> None:
    """HEIC becomes an upright JPEG without its EXIF (NF11 b)."""
    exif = berkas.exif_gps(6).removeprefix(b"Exif\0\0")
    hasil = olah_foto(berkas.heic(2000, 1000, exif=exif))
    assert (hasil.lebar, hasil.tinggi) == (800, 1600)
    utama = _buka(hasil.utama)
    assert utama.format == "JPEG"
    assert _merah(_titik(utama, 750, 50))
    assert b"KameraRahasia" not in hasil.utama


def test_kecil_tidak_diperbesar() -> None:
    hasil = olah_foto(berkas.png(20, 10))
    assert (hasil.lebar, hasil.tinggi) == (20, 10)
    assert _buka(hasil.kecil).size == (20, 10)


def test_pita_sangat_panjang() -> None:
    hasil = olah_foto(berkas.png(12_000, 2))
    assert (hasil.lebar, hasil.tinggi) == (1600, 1)


@pytest.mark.parametrize("sisi", [30_000, 8_000, 5_500])
def test_bom_piksel_ditolak(sisi: int) -> None:
    bom = berkas.png_bom(sisi)
    assert len(bom) < 1_000_000
    with pytest.raises(BerkasDitolak, match="megapiksel"):
        olah_foto(bom)


@pytest.mark.parametrize("isi", [b"", b"bukan gambar", berkas.gif(), berkas.pdf()])
def test_bukan_foto(isi: bytes) -> None:
    with pytest.raises(BerkasDitolak, match="rusak"):
        olah_foto(isi)


@pytest.mark.parametrize("isi", [berkas.jpeg(), berkas.png(), berkas.webp(), berkas.heic()])
def test_terpotong(isi: bytes) -> None:
    with pytest.raises(BerkasDitolak, match="terpotong"):
        olah_foto(isi[: len(isi) // 2])


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_exif_rusak_tidak_menggugurkan_foto() -> None:
    assert olah_foto(berkas.jpeg(exif=b"Exif\x00\x00MM\x00\x2a\xff\xff\xff\xff")).lebar == 640


def test_paling_banyak_dua_sekaligus(monkeypatch: pytest.MonkeyPatch) -> None:
    kunci, jalan, puncak = threading.Lock(), 0, 0
    asli, berdua = gambar._pangkas, threading.Event()

    def hitung(im: Image.Image, sisi: int) -> None:
        nonlocal jalan, puncak
        with kunci:
            jalan += 1
            puncak = max(puncak, jalan)
            if jalan == 2:
                berdua.set()
        berdua.wait(5)
        asli(im, sisi)
        with kunci:
            jalan -= 1

    monkeypatch.setattr(gambar, "_pangkas", hitung)
    isi = berkas.jpeg()
    utas = [threading.Thread(target=olah_foto, args=(isi,)) for _ in range(6)]
    for u in utas:
        u.start()
    for u in utas:
        u.join()
    assert puncak == 2
    assert jalan == 0
