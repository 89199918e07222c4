"""Makers of test files: good ones, odd ones and hostile ones. All deterministic, none stored."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image, ImageDraw

# --- photos ---------------------------------------------------------------------------------------


def _gambar(lebar: int, tinggi: int, mode: str = "RGB") -> Image.Image:
    """A gradient with a red patch in the top left corner, so that turning can be seen."""
    im = Image.linear_gradient("L").resize((lebar, tinggi)).convert("RGB")
    ImageDraw.Draw(im).rectangle((0, 0, lebar // 4, tinggi // 4), fill="red")
    return im.convert(mode)


def _simpan(im: Image.Image, fmt: str, **opsi: object) -> bytes:
    keluar = BytesIO()
    im.save(keluar, fmt, **opsi)
    return keluar.getvalue()


def jpeg(lebar: int = 640, tinggi: int = 480, mode: str = "RGB", **opsi: object) -> bytes:
    return _simpan(_gambar(lebar, tinggi, mode), "JPEG", **opsi)


def png(lebar: int = 640, tinggi: int = 480, mode: str = "RGB") -> bytes:
    return _simpan(_gambar(lebar, tinggi, mode), "PNG")


def webp(lebar: int = 640, tinggi: int = 480) -> bytes:
    return _simpan(_gambar(lebar, tinggi), "WEBP")


def png_tembus() -> bytes:
    """Left half fully transparent black, right half solid blue."""
    im = Image.new("RGBA", (400, 200), (0, 0, 0, 0))
    ImageDraw.Draw(im).rectangle((200, 0, 399, 199), fill=(0, 0, 255, 255))
    return _simpan(im, "PNG")


def heic(lebar: int = 640, tinggi: int = 480, **opsi: object) -> bytes:
    """A photo as an iPhone keeps it; app.core.kenali teaches Pillow the format."""
    return _simpan(_gambar(lebar, tinggi), "HEIF", **opsi)


def gif() -> bytes:
    return _simpan(_gambar(64, 48), "GIF")


def exif_gps(orientasi: int = 6) -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "KameraRahasia"
    exif[0x0112] = orientasi
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "S", (0.0, 30.0, 7.6)
    gps[3], gps[4] = "E", (117.0, 9.0, 13.5)
    return exif.tobytes()


@cache
def jpeg_12mp_gps() -> bytes:
    """4032 × 3024 as a phone held upright writes it: lying, orientation 6, the place inside."""
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>RahasiaXMP</x:xmpmeta>"
    noise = Image.effect_noise((504, 378), 40).resize((4032, 3024)).convert("RGB")
    im = Image.blend(_gambar(4032, 3024), noise, 0.2)
    return _simpan(
        im, "JPEG", quality=85, exif=exif_gps(), xmp=xmp, comment=b"RahasiaKomentar",
        icc_profile=b"RahasiaICC" + bytes(200),
    )  # fmt: skip


def mpo() -> bytes:
    """Two pictures in one JPEG, as many phones write."""
    return _simpan(
        _gambar(640, 480), "MPO", save_all=True, append_images=[Image.new("RGB", (640, 480))]
    )


def png_bom(sisi: int = 30_000) -> bytes:
    """900 megapixels in about a hundred KB."""

    def bagian(nama: bytes, isi: bytes) -> bytes:
        return struct.pack(">I", len(isi)) + nama + isi + struct.pack(">I", zlib.crc32(nama + isi))

    kepala = struct.pack(">IIBBBBB", sisi, sisi, 1, 0, 0, 0, 0)
    padat = zlib.compress(bytes((1 + (sisi + 7) // 8) * sisi), 1)
    return (
        b"\x89PNG\r\n\x1a\n"
        + bagian(b"IHDR", kepala)
        + bagian(b"IDAT", padat)
        + bagian(b"IEND", b"")
    )


def heic_rusak() -> bytes:
    return b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(400)


def docx() -> bytes:
    return b"PK\x03\x04\x14\x00\x06\x00" + bytes(400)


# --- PDF ------------------------------------------------------------------------------------------


def pdf(halaman: int = 1, ubah: Callable[[Pdf], object] | None = None, **opsi: Any) -> bytes:
    """A clean PDF; `ubah` may spoil it before it is saved."""
    with Pdf.new() as dok:
        for _ in range(halaman):
            dok.add_blank_page(page_size=(595, 842))
        if ubah:
            ubah(dok)
        keluar = BytesIO()
        dok.save(keluar, **opsi)
        return keluar.getvalue()


def pdf_terenkripsi(pengguna: str = "rahasia") -> bytes:
    """With pengguna="" it opens freely, but what one may do with it is locked by the owner."""
    return pdf(encryption=pikepdf.Encryption(user=pengguna, owner="pemilik", R=6))


def pdf_aksi(aksi: Dictionary) -> bytes:
    return pdf(ubah=lambda d: d.Root.__setattr__("OpenAction", aksi))


def pdf_anotasi(anotasi: Dictionary) -> bytes:
    """The annotation is a direct object two levels down in the page."""
    return pdf(ubah=lambda d: d.pages[0].obj.__setattr__("Annots", Array([anotasi])))


def pdf_js() -> bytes:
    return pdf_aksi(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))


def pdf_js_bernama() -> bytes:
    js = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    nama = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), js])))
    return pdf(ubah=lambda d: d.Root.__setattr__("Names", nama))


def pdf_js_yatim() -> bytes:
    """A script no page leads to, inside a compressed object stream."""
    aksi = Dictionary(S=Name.JavaScript)

    def ubah(d: Pdf) -> None:
        d.Root.Kosong = d.make_indirect(Dictionary(Lagi=Array([Array([aksi])])))

    return pdf(ubah=ubah, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def pdf_lampiran() -> bytes:
    def ubah(d: Pdf) -> None:
        d.attachments["jahat.exe"] = b"MZ" + bytes(100)

    return pdf(ubah=ubah)


def pdf_banyak_objek(jumlah: int = 20_001) -> bytes:
    def ubah(d: Pdf) -> None:
        d.Root.Isi = Array([d.make_indirect(Dictionary(A=i)) for i in range(jumlah)])

    return pdf(ubah=ubah)


def pdf_banyak_butir(jumlah: int = 450_000) -> bytes:
    """Few objects, one of them huge."""
    bersih = pdf(ubah=lambda d: d.Root.__setattr__("Isi", Array([1234567])))
    # Written by hand: building half a million values through the library takes a second.
    with pikepdf.open(BytesIO(bersih)) as d:
        d.Root.Isi = pikepdf.Object.parse(b"[" + b"0 " * jumlah + b"]")
        keluar = BytesIO()
        d.save(keluar)
    return keluar.getvalue()


def pdf_bom(megabita: int = 300) -> bytes:
    """A few hundred KB; opening its one compressed object means unfolding hundreds of MB."""
    padat = zlib.compressobj(9)
    isi = padat.compress(b"5 0 << >>") + padat.compress(b" " * 4096)
    isi += b"".join(padat.compress(b" " * (1 << 20)) for _ in range(megabita)) + padat.flush()
    benda = {
        1: b"<< /Type /Catalog /Pages 2 0 R /X 5 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        4: b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\n" % len(isi)
        + b"stream\n%b\nendstream" % isi,
    }
    keluar = b"%PDF-1.5\n"
    tabel = bytes(5) + b"\xff"  # object 0: free
    for nomor, tubuh in benda.items():
        tabel += b"\x01" + struct.pack(">I", len(keluar)) + b"\x00"
        keluar += b"%d 0 obj\n%b\nendobj\n" % (nomor, tubuh)
    tabel += b"\x02" + struct.pack(">I", 4) + b"\x00"  # object 5: the first in stream 4
    tabel += b"\x01" + struct.pack(">I", len(keluar)) + b"\x00"
    return keluar + (
        b"6 0 obj\n<< /Type /XRef /Size 7 /W [1 4 1] /Root 1 0 R /Length %d >>\nstream\n%b\n"
        b"endstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (len(tabel), tabel, len(keluar))
    )


def pdf_tautan(tujuan: str) -> bytes:
    """A page with a link on it."""
    return pdf_anotasi(
        Dictionary(Type=Name.Annot, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String(tujuan)))
    )


def pdf_xfa() -> bytes:
    formulir = Dictionary(XFA=Array([String("template"), String("<xdp/>")]), Fields=Array([]))
    return pdf(ubah=lambda d: d.Root.__setattr__("AcroForm", formulir))


def pdf_mentah(katalog: bytes, *benda: bytes, komentar: bytes = b"") -> bytes:
    """Written by hand, so that names and structure are exactly these; objects from number 4 on."""
    isi = [
        b"<< /Type /Catalog /Pages 2 0 R " + katalog + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        *benda,
    ]
    keluar, letak = b"%PDF-1.7\n%" + komentar + b"\n", []
    for nomor, tubuh in enumerate(isi, 1):
        letak.append(len(keluar))
        keluar += b"%d 0 obj\n%b\nendobj\n" % (nomor, tubuh)
    tabel = b"".join(b"%010d 00000 n \n" % n for n in letak)
    return keluar + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (len(isi) + 1, tabel, len(isi) + 1, len(keluar))
    )


# --- what is neither, or both ---------------------------------------------------------------------

SKRIP = b"<script>alert(document.domain)</script>"


def html() -> bytes:
    return b"<!doctype html><title>x</title>" + SKRIP


def svg() -> bytes:
    return b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">' + SKRIP + b"</svg>"


def xml_bom() -> bytes:
    """A billion laughs in under a KB."""
    tingkat = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "ha">{tingkat}]><a>&a9;</a>'.encode()


def zip_berisi(nama: str = "META-INF/MANIFEST.MF", isi: bytes = b"Main-Class: X\n") -> bytes:
    """Also what a JAR is."""
    keluar = BytesIO()
    with zipfile.ZipFile(keluar, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr(nama, isi)
    return keluar.getvalue()


def bagian_png(nama: bytes, isi: bytes) -> bytes:
    return struct.pack(">I", len(isi)) + nama + isi + struct.pack(">I", zlib.crc32(nama + isi))


def png_dengan(*bagian: bytes) -> bytes:
    """A small PNG with further chunks right after its header."""
    bersih = png(40, 30)
    return bersih[:33] + b"".join(bagian) + bersih[33:]


def png_ukuran(lebar: int, tinggi: int) -> bytes:
    """Says it is this large; there is next to nothing behind it."""
    kepala = struct.pack(">IIBBBBB", lebar, tinggi, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + bagian_png(b"IHDR", kepala)
        + bagian_png(b"IDAT", zlib.compress(bytes(100)))
        + bagian_png(b"IEND", b"")
    )


def png_teks_bom() -> bytes:
    """A comment that unfolds to 200 MB."""
    return png_dengan(bagian_png(b"zTXt", b"a\0\0" + zlib.compress(bytes(200 << 20), 9)))


def jpeg_ukuran(lebar: int, tinggi: int) -> bytes:
    """The size in the header is a lie."""
    isi = bytearray(jpeg(64, 48))
    letak = isi.index(b"\xff\xc0") + 5
    isi[letak : letak + 4] = struct.pack(">HH", tinggi, lebar)
    return bytes(isi)


def jpeg_komentar(komentar: bytes) -> bytes:
    return jpeg(64, 48, comment=komentar)


def webp_ukuran(sisi: int = 16_383) -> bytes:
    """268 megapixels by its header."""
    isi = bytearray(webp(64, 48))
    letak = isi.index(b"\x9d\x01\x2a") + 3
    isi[letak : letak + 4] = struct.pack("<HH", sisi, sisi)
    return bytes(isi)


def apng() -> bytes:
    lain = [Image.new("RGB", (64, 48), warna) for warna in ("red", "blue")]
    return _simpan(_gambar(64, 48), "PNG", save_all=True, append_images=lain)
