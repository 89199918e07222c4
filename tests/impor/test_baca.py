"""Cells of a spreadsheet as text: numbers as people write them, files as others make them (C13)."""

from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.format import angka
from app.core.forms import baca_angka
from app.core.kenali import BerkasDitolak
from app.impor import baca
from app.impor.periksa import _pisah, _sama
from app.impor.states import MAKS_BITA
from tests.impor import bantu


def teks(bita: bytes) -> list[list[str]]:
    return [[s.teks for s in b.sel] for b in baca.baca(bita)]


# --- numbers ----------------------------------------------------------------------------------

bilangan = st.decimals(
    min_value=Decimal("0.0001"), max_value=Decimal("9999999999"), places=4, allow_nan=False
)


@given(bilangan)
def test_angka_dengan_koma_dan_titik_ribuan_terbaca_utuh(n: Decimal) -> None:
    assert baca_angka(angka(n)) == n
    assert baca_angka(angka(n).replace(".", "")) == n


@given(bilangan.map(lambda n: float(round(n, 2))))
def test_sel_angka_terbaca_seperti_di_layar_excel(n: float) -> None:
    """0,1+0,2 is 0,3 there, and here."""
    terbaca = baca._sel(n)
    assert not terbaca.galat
    assert baca_angka(terbaca.teks) == Decimal(f"{n:.15g}")


@given(bilangan, st.sampled_from(["kg", "g", "L", "L/menit", "m3/jam", "km/jam", "%", "kWh"]),
       st.sampled_from(["", " ", "  "]))  # fmt: skip
def test_satuan_lepas_dari_angkanya(n: Decimal, satuan: str, jarak: str) -> None:
    assert _pisah(f"{angka(n)}{jarak}{satuan}") == (angka(n), satuan)
    assert _sama(satuan, satuan)
    assert _sama(satuan.upper(), satuan)
    assert not _sama(satuan, "barel")


@given(st.text(max_size=30))
def test_teks_apa_pun_dipisah_tanpa_hilang(t: str) -> None:
    angkanya, satuan = _pisah(t)
    assert (angkanya + satuan).replace(" ", "") in t.replace(" ", "")


@pytest.mark.parametrize(("satuan", "diminta"), [("gram", "g"), ("Kilogram", "kg"), ("", "kg")])
def test_nama_satuan_boleh_panjang_atau_tidak_ditulis(satuan: str, diminta: str) -> None:
    assert _sama(satuan, diminta)


@pytest.mark.parametrize(
    ("nilai", "teks", "galat"),
    [
        (12345.0, "12345", ""),
        (True, "Ya", ""),
        ("  dua\tkata ", "dua kata", ""),
        ("=1+1", "=1+1", ""),
        (date(2026, 1, 12), "2026-01-12", baca.JADI_TANGGAL),
        (12345678901234567890, "12345678901234600000", baca.TIDAK_UTUH),
        (float("inf"), "inf", baca.RUMUS_RUSAK),
        ("#N/A", "#N/A", baca.RUMUS_RUSAK),
    ],
)
def test_sel_yang_berubah_arti_dikatakan(nilai: Any, teks: str, galat: str) -> None:
    assert baca._sel(nilai) == baca.Sel(teks, galat)


# --- files as people make them ----------------------------------------------------------------


@pytest.mark.parametrize("pemisah", [";", ",", "\t"])
@pytest.mark.parametrize("sandi", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_dari_program_apa_pun(pemisah: str, sandi: str) -> None:
    isi = bantu.csv(["Café", "30"], judul=["Merk", "Kapasitas"], pemisah=pemisah)
    assert teks(isi.encode(sandi)) == [["Merk", "Kapasitas"], ["Café", "30"]]


def test_csv_dengan_petunjuk_pemisah_dan_pelindung() -> None:
    """Excel writes sep=;, and our own downloads keep formulas from starting."""
    isi = b'sep=;\r\nMerk;Tipe\r\n\r\n"A;B";\'=1\r\n'
    hasil = list(baca.baca(isi))
    assert [b.nomor for b in hasil] == [2, 4]
    assert [s.teks for s in hasil[1].sel] == ["A;B", "=1"]


def test_baris_kosong_dilewati_dan_nomornya_tetap() -> None:
    isi = bantu.xlsx(["A"], [], [None, "  "], ["B"], judul=["Merk"])
    assert [(b.nomor, b.sel[0].teks) for b in baca.baca(isi)] == [(1, "Merk"), (2, "A"), (5, "B")]


def test_rumus_tidak_dihitung() -> None:
    """A formula that no program has worked out yet has no value."""
    assert teks(bantu.xlsx(["=1+1", "X"], judul=["Merk", "Tipe"]))[1][:2] == ["", "X"]


# --- files made to do harm --------------------------------------------------------------------

BUKU = bantu.xlsx(bantu.baris())
LEMBAR = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("bita", "pesan"),
    [
        (b"", baca.KOSONG),
        (b"x" * (MAKS_BITA + 1), "sedangkan batasnya 2 MB"),
        (b"\xd0\xcf\x11\xe0rest", baca.EXCEL_LAMA),
        (b"%PDF-1.7", baca.BUKAN_LEMBAR),
        (b"\x89PNG\r\n", baca.BUKAN_LEMBAR),
        (b"a\0b", baca.BUKAN_LEMBAR),
        (b'Merk\n"' + b"x" * 140_000, baca.BUKAN_LEMBAR),
        (b"PK\x03\x04 but no zip", baca.RUSAK),
        (bantu.arsip(a_xml=b"<a/>"), baca.RUSAK),
        (BUKU[: len(BUKU) // 2], baca.RUSAK),
        # 40 KB that unpack to 40 MB; many small parts; entities that grow.
        (bantu.arsip(xl__worksheets__sheet1_xml=b" " * (40 << 20)), baca.TERLALU_PENUH),
        (bantu.arsip(**{f"a{n}_xml": b"" for n in range(400)}), baca.TERLALU_PENUH),
        (bantu.sisipkan(BUKU, "xl/styles.xml", b" " * (513 << 10)), baca.TERLALU_PENUH),
        (bantu.sisipkan(BUKU, LEMBAR, b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), baca.RUSAK),
        (bantu.sisipkan(BUKU, LEMBAR, "<!DOCTYPE a><a/>".encode("utf-16")), baca.RUSAK),
        (bantu.sisipkan(BUKU, LEMBAR, b"<worksheet><sheetData><row r='x'>"), baca.RUSAK),
        (b"\n" * 6_000 + b"Merk", baca.TERLALU_PENUH),
    ],
    ids=lambda v: v[:40] if isinstance(v, str) else None,
)
def test_yang_tidak_dapat_dibaca_ditolak_dengan_kalimat(bita: bytes, pesan: str) -> None:
    with pytest.raises(BerkasDitolak) as e:
        list(baca.baca(bita))
    assert pesan in e.value.pesan


def test_baris_yang_jauh_di_bawah_tidak_dicari() -> None:
    """A row numbered a million costs nothing to pass over."""
    ruang = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    jauh = b"<row r='1048576'><c r='A1048576' t='str'><v>x</v></c></row>"
    jauh = b"<worksheet xmlns='%s'><sheetData>%s</sheetData></worksheet>" % (ruang, jauh)
    with pytest.raises(BerkasDitolak):
        list(baca.baca(bantu.sisipkan(BUKU, LEMBAR, jauh)))


@given(st.binary(max_size=400))
def test_bita_apa_pun_terbaca_atau_ditolak(bita: bytes) -> None:
    """Nothing but rows, or a refusal."""
    with suppress(BerkasDitolak):
        for b in baca.baca(bita):
            assert all(len(s.teks) <= 300 for s in b.sel)
