"""One-page PDFs written by hand: real text in the reader's own Helvetica, a kilobyte each."""

from collections.abc import Sequence

LEBAR, TINGGI = 595, 842
TEPI = 62
REKAAN = "DOKUMEN CONTOH UNTUK DEMO. SELURUH ISINYA REKAAN."

# What to write: a paragraph, or a (label, value) pair of a table.
Baris = str | tuple[str, str]


def _aman(teks: str) -> str:
    """As a PDF string in WinAnsi, where brackets and backslashes mean something."""
    polos = teks.encode("cp1252", "replace").decode("cp1252")
    return polos.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _potong(teks: str, huruf: int = 84) -> list[str]:
    hasil = [""]
    for kata in teks.split():
        if len(hasil[-1]) + len(kata) >= huruf:
            hasil.append(kata)
        else:
            hasil[-1] = f"{hasil[-1]} {kata}".strip()
    return hasil


class _Halaman:
    """Writing from the top of the page down."""

    def __init__(self) -> None:
        self.isi: list[str] = []
        self.y = TINGGI - 70

    def tulis(self, teks: str, ukuran: int = 11, *, tebal: bool = False, x: int = TEPI) -> None:
        huruf = "F2" if tebal else "F1"
        self.isi.append(f"BT /{huruf} {ukuran} Tf {x} {self.y} Td ({_aman(teks)}) Tj ET")

    def garis(self, tebal: float = 0.5) -> None:
        self.isi.append(f"{tebal} w {TEPI} {self.y} m {LEBAR - TEPI} {self.y} l S")

    def turun(self, titik: int = 17) -> None:
        self.y -= titik


def pdf(kop: str, judul: str, isi: Sequence[Baris], tanda: str) -> bytes:
    """A letter: letterhead, title, paragraphs and table lines, signature."""
    h = _Halaman()
    h.tulis(kop, 14, tebal=True)
    h.turun(12)
    h.garis(1.4)
    h.turun(34)
    h.tulis(judul, 13, tebal=True)
    h.turun(26)
    for baris in isi:
        if isinstance(baris, tuple):
            h.tulis(baris[0])
            h.tulis(f": {baris[1]}", x=TEPI + 165)
            h.turun(6)
            h.garis(0.2)
            h.turun()
            continue
        for potong in _potong(baris):
            h.tulis(potong)
            h.turun()
        h.turun(6)
    h.turun(30)
    h.tulis("Balikpapan,", x=340)
    h.turun(70)
    h.tulis(tanda, tebal=True, x=340)
    h.y = 48
    h.tulis(REKAAN, 8)
    return _rakit("\n".join(h.isi).encode("cp1252"))


def _rakit(isi: bytes) -> bytes:
    """Objects, cross-reference table, trailer."""
    huruf = b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
    objek = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 6 0 R "
        b"/Resources << /Font << /F1 4 0 R /F2 5 0 R >> >> >>" % (LEBAR, TINGGI),
        huruf % b"Helvetica",
        huruf % b"Helvetica-Bold",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(isi), isi),
    ]
    hasil = bytearray(b"%PDF-1.4\n")
    letak = []
    for i, o in enumerate(objek, 1):
        letak.append(len(hasil))
        hasil += b"%d 0 obj\n%s\nendobj\n" % (i, o)
    awal = len(hasil)
    hasil += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objek) + 1)
    hasil += b"".join(b"%010d 00000 n \n" % p for p in letak)
    hasil += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objek) + 1,
        awal,
    )
    return bytes(hasil)
