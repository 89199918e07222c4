"""NIK, NPWP, phone and e-mail: any spelling in, one out; a sentence of its own for each fault."""

import string
from calendar import monthrange
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.peserta.identitas import cek_nik, rapikan_email, rapikan_npwp, rapikan_telp

PEMISAH = st.sampled_from(["", " ", ".", "-", " - "])


@st.composite
def nik(buat: st.DrawFn) -> str:
    tahun, bulan = buat(st.integers(0, 99)), buat(st.integers(1, 12))
    hari = buat(st.integers(1, monthrange(2000 + tahun, bulan)[1])) + buat(st.sampled_from([0, 40]))
    wilayah, urut = buat(st.integers(110101, 949999)), buat(st.integers(1, 9999))
    return f"{wilayah}{hari:02d}{bulan:02d}{tahun:02d}{urut:04d}"


@given(nik(), PEMISAH)
def test_nik_yang_benar_diterima_dengan_pemisah_apa_pun(benar: str, pemisah: str) -> None:
    ditulis = pemisah.join(benar[i : i + 4] for i in range(0, 16, 4))
    assert cek_nik(f" {ditulis} ") == benar
    assert cek_nik(cek_nik(ditulis)) == benar


@given(st.text(max_size=30))
def test_teks_apa_pun_menjadi_16_angka_atau_kalimat(teks: str) -> None:
    with suppress(ValueError):
        hasil = cek_nik(teks)
        assert len(hasil) == 16
        assert set(hasil) <= set(string.digits)


@pytest.mark.parametrize(
    ("salah", "sebab"),
    [
        ("647101010190000", "16 angka, yang tertulis 15"),
        ("64710101019000011", "16 angka, yang tertulis 17"),
        ("64710101019O0001", "hanya terdiri dari angka"),
        ("٦٤٧١٠١٠١٠١٩٠٠٠٠١", "hanya terdiri dari angka"),
        ("1111111111111111", "diulang"),
        ("6471010001900001", "01–31, atau 41–71"),
        ("6471013201900001", "01–31, atau 41–71"),
        ("6471014001900001", "01–31, atau 41–71"),
        ("6471017201900001", "01–31, atau 41–71"),
        ("6471010113900001", "bulan lahir: 01–12"),
        ("6471010100900001", "bulan lahir: 01–12"),
        ("6471013102900001", "tidak ada di kalender"),
        ("6471017104900001", "tidak ada di kalender"),
        ("6471012902910001", "tidak ada di kalender"),
        ("6471010101900000", "tidak pernah 0000"),
        ("", "hanya terdiri dari angka"),
    ],
)
def test_tiap_kekeliruan_nik_punya_kalimat(salah: str, sebab: str) -> None:
    with pytest.raises(ValueError, match=sebab):
        cek_nik(salah)


@pytest.mark.parametrize(
    "benar",
    ["6471010101900001", "6471014107850002", "6471012902000001", "6471012902960001",
     "3171017112990001"],
)  # fmt: skip
def test_nik_dari_wilayah_dan_kelamin_mana_pun(benar: str) -> None:
    assert cek_nik(benar) == benar


@pytest.mark.parametrize(
    ("ditulis", "disimpan"),
    [
        ("01.234.567.8-901.000", "0012345678901000"),
        ("012345678901000", "0012345678901000"),
        ("0012 3456 7890 1000", "0012345678901000"),
        ("6471010101900001", "6471010101900001"),
        ("0012345678901000 000001", "0012345678901000000001"),
    ],
)
def test_npwp(ditulis: str, disimpan: str) -> None:
    assert rapikan_npwp(ditulis) == disimpan
    assert rapikan_npwp(disimpan) == disimpan


@pytest.mark.parametrize(
    ("salah", "sebab"),
    [
        ("1234", "yang tertulis 4"),
        ("12345678901234567", "yang tertulis 17"),
        ("01.234.567.8-901.OOO", "hanya terdiri dari angka"),
        ("000000000000000", "diulang"),
    ],
)
def test_npwp_yang_keliru(salah: str, sebab: str) -> None:
    with pytest.raises(ValueError, match=sebab):
        rapikan_npwp(salah)


@pytest.mark.parametrize(
    ("ditulis", "disimpan"),
    [
        ("0811 5551 234", "+628115551234"),
        ("0811-5551-234", "+628115551234"),
        ("628115551234", "+628115551234"),
        ("+62 811 5551 234", "+628115551234"),
        ("+62 0811 5551 234", "+628115551234"),
        ("0062 811 5551 234", "+628115551234"),
        ("(0542) 123456", "+62542123456"),
        ("0542/1234567", "+625421234567"),
    ],
)
def test_telp(ditulis: str, disimpan: str) -> None:
    assert rapikan_telp(ditulis) == disimpan
    assert rapikan_telp(disimpan) == disimpan


@pytest.mark.parametrize(
    ("salah", "sebab"),
    [
        ("telepon rumah", "angka saja"),
        ("0811", "jumlah angka"),
        ("08115551234567", "jumlah angka"),
        ("0542 12", "jumlah angka"),
        ("+60 12 345 6789", "nomor Indonesia"),
        ("8115551234", "diawali 0"),
        ("", "angka saja"),
    ],
)
def test_telp_yang_keliru(salah: str, sebab: str) -> None:
    with pytest.raises(ValueError, match=sebab):
        rapikan_telp(salah)


@given(st.text(alphabet=string.digits + "+ -()", max_size=20))
def test_telp_selalu_e164_atau_kalimat(teks: str) -> None:
    with suppress(ValueError):
        hasil = rapikan_telp(teks)
        assert hasil.startswith("+62")
        assert hasil[3:].isdigit()
        assert len(hasil) <= 15


def test_email() -> None:
    assert rapikan_email(" Siti@Contoh.TEST ") == "Siti@contoh.test"
    for salah in ("siti", "siti@contoh", "a b@c.id", "@c.id", "a@.id", "a@b..id"):
        with pytest.raises(ValueError, match="lengkap"):
            rapikan_email(salah)
