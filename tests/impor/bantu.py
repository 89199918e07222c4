"""Spreadsheets for the tests of this folder, as people and as others would send them."""

import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook

from app.impor.states import KOLOM

JUDUL = list(KOLOM.values())
TIMBANGAN = "Timbangan elektronik kelas III (sedang)"


def baris(nomor: int = 1, **kw: Any) -> list[Any]:
    """One instrument in the order of the template."""
    isi = {
        "jenis": TIMBANGAN, "merk": "CAS", "tipe": "SW-1S", "nomor_seri": f"SN-{nomor}",
        "kapasitas": 30, "daya_baca": 0.005, "lokasi": "Kios 12",
    } | kw  # fmt: skip
    return list(isi.values())


def xlsx(*isi: Sequence[Any], judul: Sequence[Any] = JUDUL, nama: str = "Data Alat") -> bytes:
    buku = Workbook()
    lembar = buku.active
    assert lembar is not None
    lembar.title = nama
    for b in (judul, *isi):
        lembar.append(list(b))
        for sel in lembar[lembar.max_row]:
            if str(sel.value).startswith("'="):  # typed as text, as Excel keeps it
                sel.value, sel.data_type = str(sel.value)[1:], "s"
    return _bita(buku)


def _bita(buku: Workbook) -> bytes:
    keluar = BytesIO()
    buku.save(keluar)
    return keluar.getvalue()


def csv(*isi: Sequence[Any], judul: Sequence[Any] = JUDUL, pemisah: str = ";") -> str:
    return "".join(pemisah.join(map(str, b)) + "\r\n" for b in (judul, *isi))


def arsip(**bagian: bytes) -> bytes:
    """A zip with these parts, well packed."""
    keluar = BytesIO()
    with zipfile.ZipFile(keluar, "w", zipfile.ZIP_DEFLATED) as z:
        for nama, isi in bagian.items():
            z.writestr(nama.replace("__", "/").replace("_xml", ".xml"), isi)
    return keluar.getvalue()


def sisipkan(bita: bytes, nama: str, isi: bytes) -> bytes:
    """The same workbook with one part replaced."""
    keluar = BytesIO()
    with zipfile.ZipFile(BytesIO(bita)) as lama, zipfile.ZipFile(keluar, "w") as baru:
        for b in lama.infolist():
            baru.writestr(b, isi if b.filename == nama else lama.read(b))
    return keluar.getvalue()


def sel(bita: bytes) -> list[tuple[Any, ...]]:
    """The first sheet of a download, as Excel shows it."""
    buku = load_workbook(BytesIO(bita))
    return [tuple(c.value for c in b) for b in buku.worksheets[0].iter_rows()]
