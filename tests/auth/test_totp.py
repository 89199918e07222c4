"""The six digits, against the published vectors; nothing here needs a database."""

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from app.auth import totp

RAHASIA = b"12345678901234567890"
TEKS = base64.b32encode(RAHASIA).decode()


@pytest.mark.parametrize(
    ("detik", "kode"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_rfc_6238(detik: int, kode: str) -> None:
    assert totp.kode(RAHASIA, detik // totp.LANGKAH, 8) == kode


@pytest.mark.parametrize(
    ("n", "kode"), list(enumerate(["755224", "287082", "359152", "969429", "338314", "254676"]))
)
def test_rfc_4226(n: int, kode: str) -> None:
    assert totp.kode(RAHASIA, n) == kode


def test_satu_langkah_ke_dua_arah() -> None:
    saat = datetime(2026, 11, 22, 1, 0, 15, tzinfo=UTC)
    kini = totp.langkah_pada(saat)
    for selisih in range(-3, 4):
        jawaban = totp.kode(RAHASIA, kini + selisih)
        cocok = totp.langkah_cocok(TEKS, jawaban, saat)
        assert cocok == (kini + selisih if abs(selisih) <= 1 else None)


@pytest.mark.parametrize("jawaban", ["", "12345", "1234567", "abcdef", "²²²²²²", "-00001"])
def test_bukan_kode(jawaban: str) -> None:
    assert totp.langkah_cocok(TEKS, jawaban, datetime.now(UTC) + timedelta(days=1)) is None


def test_rahasia_baru_160_bit_dan_selalu_lain() -> None:
    semua = {totp.rahasia_baru() for _ in range(50)}
    assert len(semua) == 50
    assert {len(base64.b32decode(r)) for r in semua} == {20}


def test_alamat_untuk_kode_qr() -> None:
    bagian = urlsplit(totp.alamat(TEKS, "Siti Aisyah: & Co", "Konsumen Nyaman"))
    assert (bagian.scheme, bagian.netloc) == ("otpauth", "totp")
    assert bagian.path == "/Konsumen%20Nyaman%3ASiti%20Aisyah%3A%20%26%20Co"
    assert parse_qs(bagian.query)["secret"] == [TEKS]
    assert parse_qs(bagian.query)["issuer"] == ["Konsumen Nyaman"]
