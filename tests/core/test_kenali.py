"""Every way a file can be wrong gets its own sentence, and every sentence says what to do."""

import re
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from app.core import kenali
from app.core.kenali import BerkasDitolak, periksa, sebut, tolak_terlalu_besar
from tests import berkas

FOTO = frozenset({"jpg", "png", "webp"})
SEMUA = FOTO | {"pdf"}
MB = 1024 * 1024


def _pesan(isi: bytes, nama: str = "a.pdf", jenis: frozenset[str] = SEMUA) -> str:
    with pytest.raises(BerkasDitolak) as e:
        periksa(isi, nama, jenis=jenis, maks_bita=5 * MB)
    return e.value.pesan


def _potong(isi: bytes, bagian: float = 0.6) -> bytes:
    return isi[: int(len(isi) * bagian)]


def _xfa(d: pikepdf.Pdf) -> None:
    d.Root.AcroForm = Dictionary(XFA=Array([]), Fields=Array([]))


def _uri(tujuan: str) -> bytes:
    return berkas.pdf_anotasi(
        Dictionary(Type=Name.Annot, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String(tujuan)))
    )


def _mulai_dari_halaman_satu(d: pikepdf.Pdf) -> None:
    d.Root.OpenAction = Array([d.pages[0].obj, Name.Fit])
    d.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.GoTo, D=Array([d.pages[0].obj, Name.Fit])))


@pytest.mark.parametrize(
    ("isi", "jenis"),
    [
        (berkas.jpeg(), "jpg"),
        (berkas.jpeg(progressive=True), "jpg"),
        (berkas.mpo(), "jpg"),
        # A phone's trailer (a short film, say) behind the picture does no harm.
        (berkas.jpeg() + b"\xff\xda" + bytes(5000), "jpg"),
        (berkas.png(), "png"),
        (berkas.png_tembus(), "png"),
        (berkas.webp(), "webp"),
        (berkas.heic(), "heic"),
        (berkas.pdf(), "pdf"),
        (berkas.pdf(50), "pdf"),
        (berkas.pdf(linearize=True), "pdf"),
        (berkas.pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate), "pdf"),
        (berkas.pdf(ubah=_mulai_dari_halaman_satu), "pdf"),
        (_uri("https://contoh.id/a"), "pdf"),
        (berkas.pdf() + b"\r\n\x00\x00", "pdf"),
    ],
)
def test_yang_baik_diterima(isi: bytes, jenis: str) -> None:
    # The name says something else each time: the first bytes decide.
    assert periksa(isi, "surat.docx", jenis=SEMUA, maks_bita=5 * MB) == jenis


DITOLAK = {
    "kosong": (b"", r"kosong \(0 bita\)"),
    "terlalu besar": (b"%PDF-" + bytes(6 * MB), r"6 MB, sedangkan batasnya 5 MB"),
    "nama jpg isi teks": (b"halo dunia, ini teks biasa", r"berakhiran \.pdf.*isi berkas bukan"),
    "html": (b"<!doctype html><script>alert(1)</script>", r"isi berkas bukan"),
    "gif": (berkas.gif(), r"isi berkas bukan"),
    "program": (b"MZ\x90\x00" + bytes(200), r"isi berkas bukan"),
    "satu bita": (b"%", r"isi berkas bukan"),
    "bom teks": (b"\xef\xbb\xbf" + bytes(100), r"isi berkas bukan"),
    "heic tanpa isi": (berkas.heic_rusak(), r"Foto ini terpotong"),
    "docx": (berkas.docx(), r"Simpan sebagai PDF"),
    "doc lama": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), r"Simpan sebagai PDF"),
    "pdf terkunci": (berkas.pdf_terenkripsi(), r"terkunci kata sandi"),
    "pdf terkunci pemilik": (berkas.pdf_terenkripsi(""), r"terkunci kata sandi"),
    "pdf terpotong": (_potong(berkas.pdf(20)), r"PDF ini terpotong"),
    "pdf linear terpotong": (_potong(berkas.pdf(30, linearize=True), 0.8), r"PDF ini terpotong"),
    "pdf hanya kepala": (b"%PDF-1.7\n", r"PDF ini terpotong"),
    "pdf xref ngawur": (
        berkas.pdf().replace(b"startxref\n", b"startxref\n9"),
        r"PDF ini terpotong",
    ),
    "pdf tanpa halaman": (berkas.pdf(0), r"PDF ini terpotong"),
    "pdf sampah": (b"%PDF-1.4\n" + b"\x00\xff" * 500 + b"startxref\n0\n%%EOF", r"terpotong"),
    "pdf bersarang": (
        berkas.pdf().replace(b"endobj", b"[" * 3000 + b"endobj", 1),
        r"PDF ini terpotong",
    ),
    "jpg terpotong": (_potong(berkas.jpeg()), r"Foto ini terpotong"),
    "jpg kepala saja": (b"\xff\xd8\xff\xe0", r"Foto ini terpotong"),
    "jpg dengan gambar kecil utuh": (
        _potong(berkas.jpeg(exif=berkas.exif_gps() + berkas.jpeg(80, 60)), 0.8),
        r"Foto ini terpotong",
    ),
    "png terpotong": (_potong(berkas.png()), r"Foto ini terpotong"),
    "png rusak": (
        berkas.png()[:200] + b"\x00" * 20 + berkas.png()[220:],
        r"Foto ini terpotong",
    ),
    "webp terpotong": (_potong(berkas.webp()), r"Foto ini terpotong"),
    "bom piksel": (berkas.png_bom(), r"60 megapiksel"),
    "51 halaman": (berkas.pdf(51), r"51 halaman.*batasnya 50"),
    "banyak objek": (berkas.pdf_banyak_objek(), r"lebih dari 20\.000 bagian"),
    "banyak butir": (berkas.pdf_banyak_butir(), r"terlalu rumit"),
    "pdf banyak saringan": (
        berkas.pdf_bom(0).replace(
            b"/FlateDecode", b"[ /FlateDecode /ASCIIHexDecode /A85 /ASCIIHexDecode /Fl ]"
        ),
        r"PDF ini terpotong",
    ),
    "pdf bom": (berkas.pdf_bom(), r"PDF ini terpotong"),
    "html lalu pdf": (b"<html></html>" + berkas.pdf(), r"didahului isi lain"),
    "jpg lalu pdf": (b"\xff\xd8\xff\xfe\x00\x40" + berkas.pdf(), r"didahului isi lain"),
    "baris kosong lalu pdf": (b"\n" + berkas.pdf(), r"didahului isi lain"),
    "pdf lalu zip": (berkas.pdf() + b"PK\x03\x04" + bytes(3000), r"diikuti isi lain"),
    "js": (berkas.pdf_js(), r"JavaScript"),
    "js bernama": (berkas.pdf_js_bernama(), r"JavaScript"),
    "js yatim": (berkas.pdf_js_yatim(), r"JavaScript"),
    "tautan javascript": (_uri(" Java\tScript:alert(1)"), r"JavaScript"),
    "launch": (
        berkas.pdf_aksi(Dictionary(S=Name.Launch, F=String("cmd.exe"))),
        r"membuka program",
    ),
    "launch di anotasi": (
        berkas.pdf_anotasi(
            Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.Launch, F=String("x")))
        ),
        r"membuka program",
    ),
    "submit": (
        berkas.pdf_aksi(Dictionary(S=Name.SubmitForm, F=String("http://contoh.id"))),
        r"mengirim data",
    ),
    "gotor": (berkas.pdf_aksi(Dictionary(S=Name.GoToR, F=String("//a/b"))), r"membuka program"),
    "gotoe": (berkas.pdf_aksi(Dictionary(S=Name.GoToE)), r"berkas lain di dalamnya"),
    "lampiran": (berkas.pdf_lampiran(), r"berkas lain di dalamnya"),
    "anotasi lampiran": (
        berkas.pdf_anotasi(Dictionary(Subtype=Name.FileAttachment)),
        r"berkas lain di dalamnya",
    ),
    "richmedia": (berkas.pdf_anotasi(Dictionary(Subtype=Name.RichMedia)), r"video"),
    "xfa": (berkas.pdf(ubah=_xfa), r"XFA"),
}


@pytest.mark.parametrize("kasus", DITOLAK)
def test_yang_lain_ditolak(kasus: str) -> None:
    isi, pola = DITOLAK[kasus]
    pesan = _pesan(isi)
    assert re.search(pola, pesan), pesan
    _periksa_kalimat(pesan)


def _periksa_kalimat(pesan: str) -> None:
    """The office's rules of wording, and a second sentence: what to do now."""
    assert not re.search(r"tidak valid|wajib|gagal|maaf|error|!", pesan, re.IGNORECASE)
    assert re.search(r"Pilih|pilih|kirim|unggah", pesan)
    assert pesan.endswith(".")


def test_tiap_sebab_kalimatnya_lain() -> None:
    sebab = [
        "kosong", "terlalu besar", "html", "docx", "pdf terkunci", "pdf terpotong",
        "jpg terpotong", "bom piksel", "51 halaman", "banyak objek", "html lalu pdf",
        "pdf lalu zip", "js", "launch", "lampiran", "richmedia", "xfa",
    ]  # fmt: skip
    assert len({_pesan(DITOLAK[s][0]) for s in sebab}) == len(sebab)


def test_jenis_lain_dari_yang_diminta() -> None:
    assert "diminta JPG, PNG, atau WEBP" in _pesan(berkas.pdf(), jenis=FOTO)
    assert "Berkas ini PNG, sedangkan di sini diminta PDF" in _pesan(
        berkas.png(), jenis=frozenset({"pdf"})
    )
    assert "Foto dokumennya" in _pesan(berkas.docx(), "a.docx", FOTO)
    for pesan in (_pesan(berkas.pdf(), jenis=FOTO), _pesan(b"x", "a.txt"), _pesan(b"x", "tanpa")):
        _periksa_kalimat(pesan)


def test_nama_menentukan_kata_saja() -> None:
    assert "berakhiran .jpeg" in _pesan(b"teks", "FOTO.JPEG")
    assert "belum dapat diterima" in _pesan(b"teks", "catatan.txt")


def test_sedikit_di_atas_batas() -> None:
    with pytest.raises(BerkasDitolak, match="sedikit lebih dari 5 MB, sedangkan batasnya 5 MB"):
        tolak_terlalu_besar(5 * MB + 1, 5 * MB)
    isi = berkas.jpeg()
    assert periksa(isi, "a", jenis=FOTO, maks_bita=len(isi)) == "jpg"
    with pytest.raises(BerkasDitolak):
        periksa(isi, "a", jenis=FOTO, maks_bita=len(isi) - 1)


def test_sebut() -> None:
    assert sebut(frozenset({"pdf"})) == "PDF"
    assert sebut(frozenset({"pdf", "jpg"})) == "JPG atau PDF"
    assert sebut(SEMUA) == "JPG, PNG, WEBP, atau PDF"


def test_tiap_potongan_ditolak_tanpa_jatuh() -> None:
    """Cut anywhere, a file is refused with a sentence; no parser's own exception gets out."""
    for asli in (berkas.pdf(3), berkas.png(40, 30), berkas.jpeg(40, 30), berkas.webp(40, 30)):
        for n in range(1, len(asli) - 5, max(1, len(asli) // 60)):
            with pytest.raises(BerkasDitolak):
                periksa(asli[:n], "a", jenis=SEMUA, maks_bita=MB)


def test_bita_terbalik_tidak_menjatuhkan() -> None:
    """One byte flipped at many places: accepted or refused, never an accident."""
    for asli in (berkas.pdf_js(), berkas.pdf(2), berkas.png(40, 30), berkas.jpeg(40, 30)):
        for n in range(8, len(asli), max(1, len(asli) // 80)):
            rusak = bytearray(asli)
            rusak[n] ^= 0x5A
            try:
                hasil = periksa(bytes(rusak), "a", jenis=SEMUA, maks_bita=MB)
            except BerkasDitolak:
                continue
            assert hasil in SEMUA


def test_batas_qpdf_terpasang() -> None:
    batas = pikepdf.settings.get_qpdf_limits()
    assert batas["flate_max_memory"] == 16 * MB
    assert batas["parser_max_nesting"] == 100


def test_berkas_ditolak_adalah_value_error() -> None:
    assert issubclass(BerkasDitolak, ValueError)
    assert str(BerkasDitolak("a")) == BerkasDitolak("a").pesan == "a"
    assert kenali.buka_gambar(berkas.png()).size == (640, 480)
    with pikepdf.open(BytesIO(berkas.pdf_terenkripsi()), password="rahasia") as d:  # noqa: S106
        assert len(d.pages) == 1
