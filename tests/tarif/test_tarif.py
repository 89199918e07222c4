"""The pure rule of fees."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.tarif.tarif import BEBAS, Alat, Rincian, dalam_rentang, hitung

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


def biaya(*baris: B, tanggal: date = HARI, alat: Alat | None = None) -> Rincian:
    return hitung(baris, jenis_id=1, layanan="tera", lokasi="kantor", tanggal=tanggal, alat=alat)


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


# --- bands, units, multiples ------------------------------------------------------------------

D = Decimal
BEJANA = (
    B(50, jenis_id=1, kapasitas_sampai=D(20)),
    B(100, jenis_id=1, kapasitas_dari=D(20), kapasitas_sampai=D(200)),
    B(200, jenis_id=1, kapasitas_dari=D(200)),
)


@pytest.mark.parametrize(
    ("kapasitas", "jumlah"),
    [("0.0001", 50), ("20", 50), ("20.0001", 100), ("200", 100), ("200.0001", 200), ("1e6", 200)],
)
def test_tepi_rentang_kapasitas(kapasitas: str, jumlah: int) -> None:
    """Lebih dari … sampai dengan …: each capacity has exactly one row."""
    assert biaya(*BEJANA, alat=Alat(kapasitas=D(kapasitas))).jumlah == jumlah
    assert sum(dalam_rentang(b, D(kapasitas)) for b in BEJANA) == 1


def test_di_luar_semua_rentang_dipakai_yang_umum() -> None:
    kecil = B(50, jenis_id=1, kapasitas_sampai=D(20))
    assert biaya(kecil, B(7), alat=Alat(kapasitas=D(21))).jumlah == 7
    assert inti(biaya(kecil, alat=Alat(kapasitas=D(21)))) == (0, BEBAS)


@pytest.mark.parametrize(
    ("kapasitas", "kali"),
    [("0.5", 1), ("999.9999", 1), ("1000", 1), ("1000.0001", 2), ("60000", 60), ("60001", 61)],
)
def test_kelipatan_yang_dimulai_dihitung_utuh(kapasitas: str, kali: int) -> None:
    b = B(3_000, jenis_id=1, satuan_hitung="kelipatan", kelipatan=D(1000))
    hasil = biaya(b, alat=Alat(nama="Timbangan", kapasitas=D(kapasitas), satuan="kg"))
    assert hasil.jumlah == kali * 3_000
    assert (hasil.baris[0].satuan, hasil.baris[0].jumlah) == ("1.000 kg", kali)
    assert hasil.baris[0].uraian == "Tera Timbangan"


def test_kelipatan_pecahan_tepat() -> None:
    b = B(1, jenis_id=1, satuan_hitung="kelipatan", kelipatan=D("0.1"))
    assert biaya(b, alat=Alat(kapasitas=D("0.3"))).jumlah == 3


def test_per_nozzle_dan_tanpa_jumlahnya() -> None:
    b = B(160_000, jenis_id=1, satuan_hitung="nozzle", dasar_hukum="Perda 1/2027")
    hasil = biaya(b, alat=Alat(jumlah={"nozzle": 4}))
    assert inti(hasil) == (640_000, "Perda 1/2027")
    kurang = biaya(b)
    assert kurang.kurang == ("nozzle",)
    assert not kurang.bebas
    assert not kurang.baris
    nol = biaya(B(0, jenis_id=1, satuan_hitung="nozzle"))
    assert nol.bebas, "bebas tidak perlu dihitung"
    assert nol.baris[0].jumlah == 1


def test_satuan_berbeda_dijumlahkan_yang_lebih_umum_tidak() -> None:
    """One application holds free and paid lines."""
    hasil = biaya(
        B(999), B(50_000, jenis_id=1, dasar_hukum="Perda A"),
        B(20_000, jenis_id=1, satuan_hitung="nozzle", dasar_hukum="Perda B"),
        B(0, jenis_id=1, satuan_hitung="kelipatan", kelipatan=D(1), dasar_hukum="Perda A"),
        alat=Alat(kapasitas=D(9), jumlah={"nozzle": 3}),
    )  # fmt: skip
    assert inti(hasil) == (110_000, "Perda A; Perda B")
    assert sorted(b.subtotal for b in hasil.baris) == [0, 50_000, 60_000]


def test_dasar_yang_panjang_tetap_muat() -> None:
    hasil = biaya(
        B(1, jenis_id=1, dasar_hukum="x" * 150),
        B(1, jenis_id=1, satuan_hitung="kelipatan", kelipatan=D(1), dasar_hukum="y" * 150),
        alat=Alat(kapasitas=D(1)),
    )
    assert hasil.dasar == "x" * 150


def test_uji_ulang_bebas_di_kedua_tepinya() -> None:
    alat = Alat(gagal_pada=HARI, bebas_sampai=HARI + timedelta(days=9))
    for hari, jumlah in ((-1, 5), (0, 0), (9, 0), (10, 5)):
        hasil = biaya(B(5), tanggal=HARI + timedelta(days=hari), alat=alat)
        assert hasil.jumlah == jumlah, hari
    assert "Uji ulang dalam 7 hari kerja" in biaya(B(5), alat=alat).dasar
