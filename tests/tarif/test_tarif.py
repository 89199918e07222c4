"""The pure rule of fees."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.tarif.tarif import BEBAS, Rincian, hitung

HARI = date(2026, 11, 24)


@dataclass(frozen=True)
class B:
    """A fee row; what is not said holds for everything."""

    harga: int
    id: int | None = None
    satuan_hitung: str = "alat"
    kelipatan: Decimal | None = None
    kapasitas_dari: Decimal | None = None
    kapasitas_sampai: Decimal | None = None
    jenis_id: int | None = None
    layanan: str | None = None
    lokasi: str | None = None
    berlaku_mulai: date = date(2026, 1, 1)
    berlaku_sampai: date | None = None
    dasar_hukum: str = "Perda Uji"


def biaya(*baris: B, tanggal: date = HARI) -> Rincian:
    return hitung(baris, jenis_id=1, layanan="tera", lokasi="kantor", tanggal=tanggal)


def inti(hasil: Rincian) -> tuple[int, str]:
    """Amount and basis; the lines always add up to it."""
    assert sum(b.subtotal for b in hasil.baris) == hasil.jumlah
    return hasil.jumlah, hasil.dasar


def test_tanpa_baris_bebas_dengan_dasarnya() -> None:
    hasil = biaya()
    assert inti(hasil) == (0, BEBAS)
    assert hasil.bebas
    assert "UU 1/2022" in hasil.dasar


def test_baris_menyebut_dasarnya_sendiri() -> None:
    hasil = biaya(B(5_000, dasar_hukum="Perda 9/2027"))
    assert inti(hasil) == (5_000, "Perda 9/2027")
    assert not hasil.bebas


def test_baris_nol_juga_bebas_menurut_dasarnya() -> None:
    assert inti(biaya(B(0, dasar_hukum="Perwali 1/2027"))) == (0, "Perwali 1/2027")


@pytest.mark.parametrize(
    "lain",
    [B(9, jenis_id=2), B(9, layanan="tera_ulang"), B(9, lokasi="luar_kantor")],
)
def test_baris_untuk_yang_lain_tidak_dipakai(lain: B) -> None:
    assert inti(biaya(lain)) == (0, BEBAS)
    assert biaya(lain, B(3)).jumlah == 3


@pytest.mark.parametrize(
    ("khusus", "umum"),
    [
        (B(1, jenis_id=1), B(2)),
        (B(1, jenis_id=1), B(2, layanan="tera", lokasi="kantor")),
        (B(1, layanan="tera"), B(2, lokasi="kantor")),
        (B(1, jenis_id=1, lokasi="kantor"), B(2, jenis_id=1)),
        (B(1, jenis_id=1, layanan="tera"), B(2, jenis_id=1, lokasi="kantor")),
    ],
)
def test_yang_paling_khusus_menang(khusus: B, umum: B) -> None:
    assert biaya(khusus, umum).jumlah == 1
    assert biaya(umum, khusus).jumlah == 1


def test_tepi_masa_berlaku_ikut() -> None:
    b = B(7, berlaku_mulai=HARI, berlaku_sampai=HARI)
    assert biaya(b).jumlah == 7
    assert biaya(b, tanggal=HARI - timedelta(days=1)).jumlah == 0
    assert biaya(b, tanggal=HARI + timedelta(days=1)).jumlah == 0


def test_dua_yang_serupa_yang_muda_berlaku() -> None:
    lama = B(1)
    baru = B(2, berlaku_mulai=date(2026, 6, 1))
    assert biaya(lama, baru).jumlah == 2
