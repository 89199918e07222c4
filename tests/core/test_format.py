"""Dates, money and numbers as Indonesians write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.core import format as bentuk


def test_tanggal_dan_waktu_dalam_wita() -> None:
    lewat_tengah_malam = datetime(2026, 11, 21, 16, 5, tzinfo=UTC)
    assert bentuk.tanggal(lewat_tengah_malam) == "22 November 2026"
    assert bentuk.waktu(lewat_tengah_malam) == "22 November 2026 00.05 WITA"
    assert bentuk.hari_tanggal(date(2026, 11, 22)) == "Minggu, 22 November 2026"
    assert bentuk.bulan(date(2026, 3, 31)) == "Maret 2026"


@pytest.mark.parametrize(
    "filter_", ["tanggal", "hari_tanggal", "bulan", "waktu", "rupiah", "angka", "kelompok_nik",
                "samarkan", "telepon"],
)  # fmt: skip
def test_yang_kosong_tertulis_sebagai_garis(filter_: str) -> None:
    assert bentuk.FILTER[filter_](None) == "–"


@pytest.mark.parametrize(
    ("nilai", "tertulis"),
    [(0, "Rp0"), (1_250_000, "Rp1.250.000"), (-5000, "-Rp5.000"), (999, "Rp999")],
)
def test_rupiah(nilai: int, tertulis: str) -> None:
    assert bentuk.rupiah(nilai) == tertulis


@pytest.mark.parametrize(
    ("nilai", "tertulis"),
    [
        (Decimal("30.0000"), "30"),
        (Decimal("0.5"), "0,5"),
        (Decimal("1500.25"), "1.500,25"),
        (100, "100"),
    ],
)
def test_angka(nilai: Decimal, tertulis: str) -> None:
    assert bentuk.angka(nilai) == tertulis


@pytest.mark.parametrize(
    ("bita", "tertulis"), [(900, "900 bita"), (421_888, "412 KB"), (3_565_158, "3,4 MB")]
)
def test_ukuran(bita: int, tertulis: str) -> None:
    assert bentuk.ukuran(bita) == tertulis


def test_nik_dikelompokkan_dan_disamarkan() -> None:
    assert bentuk.kelompok_nik("6471010101900001") == "6471 0101 0190 0001"
    assert bentuk.samarkan("6471010101900001") == "6471••••••••0001"


def test_telepon_dan_tautan_wa() -> None:
    assert bentuk.telepon("+628110001234") == "0811-0001-234"
    assert bentuk.telepon("+62542123456") == "0542-123456"
    assert bentuk.wa_url("+628110001234", "Halo & apa?") == (
        "https://wa.me/628110001234?text=Halo%20%26%20apa%3F"
    )
    assert bentuk.wa_url("+62811") == "https://wa.me/62811"
