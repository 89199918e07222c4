"""What a file really is, by its bytes; its name and the browser's word for it decide nothing.

Every refusal is a different sentence that says what to do next. Nothing here stores or changes
a file: photos are re-made in `gambar`, PDFs are kept as they came, so a PDF has to be harmless.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import NoReturn

import pikepdf
import pillow_heif
from pikepdf.settings import set_qpdf_limits
from PIL import Image

from app.core.format import ukuran

MAKS_PIKSEL = 60_000_000
# PNG and WEBP cannot be decoded smaller, so each pixel costs up to 10 bytes of memory (measured:
# 250 KB of PNG took 620 MB). 30 megapixels still are a scan of an A3 sheet at 300 dpi, twice.
MAKS_PIKSEL_UTUH = 30_000_000
MAKS_HALAMAN = 50
MAKS_OBJEK = 20_000
MAKS_BUTIR = 400_000  # values inside those objects: bounds the time one file may take
EKOR_PDF = 1024  # readers look for the end mark this close to the end

# Process-wide in both libraries, so said once, at import. Pillow's own check is a second line
# behind ours. The qpdf ones stop a small file from unfolding into gigabytes while it is opened.
Image.MAX_IMAGE_PIXELS = MAKS_PIKSEL
_MEMORI = 16 * 1024 * 1024
set_qpdf_limits(
    parser_max_nesting=100,
    flate_max_memory=_MEMORI,
    run_length_max_memory=_MEMORI,
    png_max_memory=_MEMORI,
    tiff_max_memory=_MEMORI,
    max_stream_filters=3,
)

# An iPhone's own format; read wherever photos are, never asked for.
pillow_heif.register_heif_opener(thumbnails=False)

NAMA = {"jpg": "JPG", "png": "PNG", "webp": "WEBP", "pdf": "PDF"}
HEIF = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
)
KANTOR = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
PDF = b"%PDF-"

# A JPEG marker that is neither an escaped data byte, a restart mark nor padding.
PENANDA = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")

PDF_AKTIF = "Cetak ulang dokumennya ke PDF, lalu pilih PDF yang baru."
SKRIP = f"PDF ini berisi skrip JavaScript. {PDF_AKTIF}"
PERINTAH = f"PDF ini berisi perintah yang membuka program atau mengirim data. {PDF_AKTIF}"
LAMPIRAN = f"PDF ini membawa berkas lain di dalamnya. {PDF_AKTIF}"
MEDIA = f"PDF ini berisi video, suara, atau benda 3D. {PDF_AKTIF}"
XFA = f"PDF ini formulir XFA yang hanya dapat dibuka program tertentu. {PDF_AKTIF}"

AKSI = {
    "/JavaScript": SKRIP,
    "/Launch": PERINTAH,
    "/ImportData": PERINTAH,
    "/SubmitForm": PERINTAH,
    "/GoToR": PERINTAH,
    "/GoToE": LAMPIRAN,
}
SUBJENIS = {
    "/RichMedia": MEDIA,
    "/Movie": MEDIA,
    "/Sound": MEDIA,
    "/Screen": MEDIA,
    "/3D": MEDIA,
    "/FileAttachment": LAMPIRAN,
}
BERKAS_DALAM = {"/EmbeddedFile": LAMPIRAN}
# Keys that are a refusal by being there, and keys whose value decides. Judged by action type, not
# by /OpenAction or /AA: those are common and mostly harmless ("open at page 1").
KUNCI_TERLARANG = {
    "/JS": SKRIP,
    "/JavaScript": SKRIP,
    "/EF": LAMPIRAN,
    "/EmbeddedFiles": LAMPIRAN,
    "/RichMediaContent": MEDIA,
    "/XFA": XFA,
}
NILAI_TERLARANG = {"/S": AKSI, "/Subtype": SUBJENIS, "/Type": BERKAS_DALAM}


class BerkasDitolak(ValueError):
    """This file is refused; `pesan` tells its sender what to do."""

    def __init__(self, pesan: str) -> None:
        super().__init__(pesan)
        self.pesan = pesan


def periksa(isi: bytes, nama: str, *, jenis: frozenset[str], maks_bita: int) -> str:
    """Return 'jpg', 'png', 'webp', 'heic' or 'pdf', or refuse.

    A photo straight from an iPhone counts as a JPG, which it becomes. `nama` only helps to word
    the refusal.
    """
    if not isi:
        raise BerkasDitolak(
            "Berkas ini kosong (0 bita). Pilih berkas lain, atau ambil fotonya sekali lagi."
        )
    if len(isi) > maks_bita:
        tolak_terlalu_besar(len(isi), maks_bita)
    ditemukan = _tebak(isi)
    if ditemukan is None:
        _tolak_isi_lain(isi, nama, jenis)
    if {"heic": "jpg"}.get(ditemukan, ditemukan) not in jenis:
        raise BerkasDitolak(
            f"Berkas ini {NAMA.get(ditemukan, 'HEIC')}, sedangkan di sini diminta {sebut(jenis)}. "
            + (
                "Foto dokumennya, lalu pilih fotonya."
                if ditemukan == "pdf"
                else f"Simpan ulang sebagai {sebut(jenis)}, lalu pilih lagi."
            )
        )
    if ditemukan == "pdf":
        periksa_pdf(isi)
    else:
        periksa_gambar(isi, ditemukan)
    return ditemukan


def sebut(jenis: frozenset[str]) -> str:
    """The allowed kinds as people say them: JPG, PNG, atau PDF."""
    daftar = [label for kode, label in NAMA.items() if kode in jenis]
    if len(daftar) < 3:
        return " atau ".join(daftar)
    return f"{', '.join(daftar[:-1])}, atau {daftar[-1]}"


def tolak_terlalu_besar(bita: int, maks_bita: int) -> NoReturn:
    """Refuse with the true size and the limit; a near miss must not read '5 MB, batasnya 5 MB'."""
    besar, batas = ukuran(bita), ukuran(maks_bita)
    if besar == batas:
        besar = f"sedikit lebih dari {batas}"
    raise BerkasDitolak(
        f"Berkas ini berukuran {besar}, sedangkan batasnya {batas}. "
        "Perkecil berkasnya, atau foto ulang dengan ukuran lebih kecil, lalu pilih lagi."
    )


def _tebak(isi: bytes) -> str | None:
    """The kind by the very first bytes. A file that is two things at once is refused."""
    jenis = None
    if isi.startswith(PDF):
        return "pdf"
    if isi.startswith(b"\xff\xd8\xff"):
        jenis = "jpg"
    elif isi.startswith(b"\x89PNG\r\n\x1a\n"):
        jenis = "png"
    elif isi[:4] == b"RIFF" and isi[8:12] == b"WEBP":
        jenis = "webp"
    elif isi[4:8] == b"ftyp" and isi[8:12] in HEIF:
        jenis = "heic"
    if PDF in isi[:EKOR_PDF]:  # many readers would take this for a PDF
        raise BerkasDitolak(
            "PDF ini didahului isi lain di awal berkasnya. Buka PDF-nya, cetak ulang ke PDF, "
            "lalu pilih PDF yang baru."
        )
    return jenis


def _tolak_isi_lain(isi: bytes, nama: str, jenis: frozenset[str]) -> NoReturn:
    boleh = sebut(jenis)
    if isi.startswith(KANTOR):
        pesan = (
            "Ini dokumen Word, Excel, atau ZIP. Buka dokumennya, pilih Simpan sebagai PDF, "
            "lalu pilih PDF-nya."
            if "pdf" in jenis
            else f"Ini dokumen Word, Excel, atau ZIP, sedangkan di sini diminta {boleh}. "
            "Foto dokumennya, lalu pilih fotonya."
        )
    elif nama.lower().endswith((".jpg", ".jpeg", ".png", ".webp", ".pdf")):
        akhiran = nama.rsplit(".", 1)[1].lower()
        pesan = (
            f"Namanya berakhiran .{akhiran}, tetapi isi berkas bukan {boleh}. Buka berkasnya di "
            f"aplikasi asalnya, simpan ulang sebagai {boleh}, lalu pilih lagi."
        )
    else:
        pesan = f"Jenis berkas ini belum dapat diterima. Pilih berkas {boleh}."
    raise BerkasDitolak(pesan)


# --- photos ---------------------------------------------------------------------------------------


@contextmanager
def rusak_bila_jatuh(pesan: str) -> Iterator[None]:
    """Parsers of hostile files fail in many ways; each of them means: this file cannot be read."""
    try:
        yield
    except BerkasDitolak:
        raise
    except Exception as e:
        raise BerkasDitolak(pesan) from e


GAMBAR_RUSAK = (
    "Foto ini terpotong atau rusak sehingga tidak dapat dibuka. Foto ulang, atau kirim ulang dari "
    "ponsel asalnya, lalu pilih lagi."
)


def buka_gambar(isi: bytes) -> Image.Image:
    """Open (headers only) as one of our formats, within the limit of pixels."""
    with rusak_bila_jatuh(GAMBAR_RUSAK):
        try:
            im: Image.Image = Image.open(BytesIO(isi), formats=("JPEG", "PNG", "WEBP", "HEIF"))
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as e:
            raise _terlalu_lebar(MAKS_PIKSEL) from e
        # Between one and two times its limit Pillow only warns.
        batas = MAKS_PIKSEL if im.format in ("JPEG", "MPO") else MAKS_PIKSEL_UTUH
        if im.width * im.height > batas:
            raise _terlalu_lebar(batas)
        return im


def _terlalu_lebar(batas: int) -> BerkasDitolak:
    return BerkasDitolak(
        "Jumlah piksel foto ini terlalu banyak untuk diolah (batasnya "
        f"{batas // 1_000_000} megapiksel). Perkecil fotonya, lalu pilih lagi."
    )


def periksa_gambar(isi: bytes, jenis: str) -> None:
    """Whether the picture is whole, without the cost of decoding it (2 ms for 12 megapixels)."""
    with buka_gambar(isi) as im, rusak_bila_jatuh(GAMBAR_RUSAK):
        utuh = True
        if jenis == "png":
            im.verify()  # check sums of all parts, up to the end mark
        elif jenis == "jpg":
            utuh = _jpeg_utuh(isi)
        elif jenis == "webp":
            utuh = int.from_bytes(isi[4:8], "little") + 8 <= len(isi)
        if not utuh:
            raise BerkasDitolak(GAMBAR_RUSAK)


def _jpeg_utuh(isi: bytes) -> bool:
    """Walk the markers to the end mark of the picture itself, not that of a thumbnail in EXIF."""
    posisi = 2
    while cocok := PENANDA.search(isi, posisi):
        posisi = cocok.end()
        if isi[posisi - 1] == 0xD9:
            return True
        posisi += int.from_bytes(isi[posisi : posisi + 2], "big")
    return False


# --- PDF ------------------------------------------------------------------------------------------

PDF_RUSAK = (
    "PDF ini terpotong atau rusak sehingga tidak dapat dibuka. Unduh atau buat ulang PDF-nya, "
    "lalu pilih lagi."
)
TERKUNCI = (
    "PDF ini terkunci kata sandi atau dibatasi. Buka PDF-nya, cetak ulang ke PDF tanpa kata sandi, "
    "lalu pilih lagi."
)
BEREKOR = (
    "PDF ini diikuti isi lain di akhir berkasnya. Buka PDF-nya, cetak ulang ke PDF, "
    "lalu pilih PDF yang baru."
)
RUMIT = (
    f"Isi PDF ini terlalu rumit (lebih dari {MAKS_OBJEK // 1000}.000 bagian). Pindai atau foto "
    "dokumennya, lalu kirim hasilnya."
)


def periksa_pdf(isi: bytes) -> None:
    """Refuse a PDF that is broken, locked, too long, or does more than show pages."""
    akhir = isi.rfind(b"%%EOF")
    if akhir < 0 or b"startxref" not in isi:
        raise BerkasDitolak(PDF_RUSAK)
    if len(isi) - akhir > EKOR_PDF:
        # An end mark far from the end: a later part is cut off, or something was put behind it.
        raise BerkasDitolak(PDF_RUSAK if b" obj" in isi[akhir:] else BEREKOR)
    with rusak_bila_jatuh(PDF_RUSAK):
        try:
            # No repair: what we judged must be what every reader sees.
            pdf = pikepdf.open(BytesIO(isi), suppress_warnings=True, attempt_recovery=False)
        except pikepdf.PasswordError as e:
            raise BerkasDitolak(TERKUNCI) from e
        with pdf:
            _periksa_isi(pdf)


def _periksa_isi(pdf: pikepdf.Pdf) -> None:
    if pdf.is_encrypted:  # locked for changes only: it opens, but printing may be barred
        raise BerkasDitolak(TERKUNCI)
    if len(pdf.objects) > MAKS_OBJEK:
        raise BerkasDitolak(RUMIT)
    halaman = len(pdf.pages)
    if halaman == 0:
        raise BerkasDitolak(PDF_RUSAK)
    if halaman > MAKS_HALAMAN:
        raise BerkasDitolak(
            f"PDF ini berisi {halaman} halaman, sedangkan batasnya {MAKS_HALAMAN}. "
            "Pisahkan, lalu kirim halaman yang diminta saja."
        )
    for kunci, nilai in _butir(pdf):
        _periksa_butir(kunci, nilai)
    # qpdf only notes a compressed part it could not or would not unfold (16 MB): what is in there
    # was not looked at, and another reader might well unfold it.
    if any("unfilterable" in catatan for catatan in pdf.get_warnings()):
        raise BerkasDitolak(PDF_RUSAK)


def _butir(pdf: pikepdf.Pdf) -> Iterator[tuple[str, object]]:
    """Every key and value of every dictionary, also of those no page leads to."""
    sisa = MAKS_BUTIR
    tumpukan: list[object] = [pdf.trailer, *pdf.objects]
    while tumpukan:
        benda = tumpukan.pop()
        anak: list[object] = []
        if isinstance(benda, pikepdf.Dictionary | pikepdf.Stream):
            for kunci, nilai in benda.items():
                yield kunci, nilai
                anak.append(nilai)
        elif isinstance(benda, pikepdf.Array):
            anak.extend(benda)
        sisa -= len(anak)
        if sisa < 0:
            raise BerkasDitolak(RUMIT)
        # What has a number of its own is in pdf.objects already; this also cuts every cycle.
        tumpukan += (
            a
            for a in anak
            if isinstance(a, pikepdf.Dictionary | pikepdf.Array) and not a.is_indirect
        )


def _periksa_butir(kunci: str, nilai: object) -> None:
    pesan = KUNCI_TERLARANG.get(kunci)
    if pesan is None and kunci in NILAI_TERLARANG:
        pesan = NILAI_TERLARANG[kunci].get(str(nilai))
    if pesan is None and kunci == "/URI" and isinstance(nilai, pikepdf.String):
        # The catalog's own /URI is a dictionary; only a link's target is text.
        tujuan = re.sub(r"[\x00-\x20]", "", str(nilai)).lower()
        pesan = SKRIP if tujuan.startswith(("javascript:", "vbscript:", "data:")) else None
    if pesan is not None:
        raise BerkasDitolak(pesan)
