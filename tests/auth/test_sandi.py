"""What a password may be (uR6), and how it is kept; nothing here needs a database."""

import time

import pytest

from app.auth import sandi
from config import AKAR

MILIK = ("6471010101900001", "Budi Santoso, S.T.")
MUDAH = "Password ini mudah ditebak. Pakai beberapa kata yang hanya Anda tahu."
MEMUAT = "Buat password yang tidak memuat NIK, nama, atau kata metrologi."


@pytest.mark.parametrize(
    "kata",
    [
        "kebun pepaya di bukit",
        "tujuhbelas sampan",
        "qwrtzpsdfg",
        "Ünïkode kuat juga",
        "x" * 5 + "abcdefgh" * 15,
    ],
)
def test_diterima(kata: str) -> None:
    assert sandi.keberatan(kata, *MILIK) is None


@pytest.mark.parametrize(
    ("kata", "kalimat"),
    [
        ("", "Buat password paling sedikit 10 karakter, sekarang baru 0."),
        ("sembilan9", "Buat password paling sedikit 10 karakter, sekarang baru 9."),
        ("panjang sekali " * 9, "Buat password paling banyak 128 karakter."),
        ("nik6471010101900001", MEMUAT),
        ("6471 0101 0190 0001", MEMUAT),
        ("warung si BUDI enak", MEMUAT),
        ("santoso-jaya-raya", MEMUAT),
        ("Kantor Metrologi 1", MEMUAT),
        ("me-tro-lo-gi-legal", MEMUAT),
        ("balikpapan2026", MUDAH),
        ("Password123!", MUDAH),
        ("qwertyuiop", MUDAH),
        ("1234567890", MUDAH),
        ("aku-cinta-kamu", MUDAH),
        ("Bismillah 123", MUDAH),
        ("aaaaaaaaaaaa", MUDAH),
        ("ababababab12", MUDAH),
    ],
)
def test_ditolak(kata: str, kalimat: str) -> None:
    assert sandi.keberatan(kata, *MILIK) == kalimat


def test_hash_argon2id_dan_cocok() -> None:
    tersimpan = sandi.buat_hash("kebun pepaya di bukit")
    assert tersimpan.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert sandi.cocok("kebun pepaya di bukit", tersimpan)
    assert not sandi.cocok("kebun pepaya di bukiT", tersimpan)
    assert not sandi.perlu_diperbarui(tersimpan)


@pytest.mark.parametrize("tersimpan", [None, "", "bukan hash"])
def test_tanpa_hash_tidak_pernah_cocok(tersimpan: str | None) -> None:
    assert not sandi.cocok("apa saja", tersimpan)


def test_huruf_yang_ditulis_dua_cara_tetap_sama() -> None:
    assert sandi.cocok("cafe\u0301 di tepi laut", sandi.buat_hash("caf\u00e9 di tepi laut"))


def test_sementara_acak_dan_mudah_dibacakan() -> None:
    teks, tersimpan = sandi.sementara()
    assert sandi.cocok(teks, tersimpan)
    assert sandi.perlu_diperbarui(tersimpan)
    assert not set(teks) & set("il1o0")
    assert len({sandi.sementara()[0] for _ in range(50)}) == 50


# What people in this place would try first; none of them gets past.
BURUK = (
    "password123", "Password2026!", "P@ssw0rd1234", "qwerty12345", "qwertyuiop1", "1q2w3e4r5t",
    "asdfghjkl123", "zxcvbnm1234", "abcdefghij", "abcd123456", "1234567890", "0987654321",
    "1122334455", "123123123123", "aaaaaaaaaa", "abababababab", "iloveyou123", "sayangkamu1",
    "akucintakamu", "bismillah123", "alhamdulillah", "rahasia12345", "katasandi123",
    "sandi123456", "indonesia2026", "Indonesia45!", "merdeka1945", "garuda12345", "pancasila1",
    "balikpapan123", "Balikpapan2026", "kalimantan1", "borneo12345", "beruangmadu1",
    "timbangan123", "timbangan2026", "teraulang2026", "konsumennyaman", "perdagangan1",
    "metrologi2026", "uptdmetrologi", "admin123456", "administrator", "welcome2026",
    "budisantoso1", "santoso12345", "6471010101900001", "letmein12345", "monkey123456",
    "superman1234",
)  # fmt: skip


@pytest.mark.parametrize("kata", BURUK)
def test_yang_dicoba_orang_pertama_kali_ditolak(kata: str) -> None:
    assert sandi.keberatan(kata, *MILIK) is not None


@pytest.mark.parametrize(
    "kata",
    ["4@8({[<369&#!1/|0$5+7%2" * 5, "0123456789abc@({[<&#!" * 5, "1!|7/(<{[l" * 12, "ab" * 60],
)
def test_menaksir_tidak_menahan_server(kata: str) -> None:
    """Many signs that could stand for letters once took eleven seconds of one processor."""
    mulai = time.process_time()
    sandi.keberatan(kata, *MILIK)
    assert time.process_time() - mulai < 2


def test_kata_milik_orang_lain_tidak_tertinggal() -> None:
    """The estimator is told a person's words anew each time."""
    assert sandi.keberatan("kusumawardani tujuh", "Kusumawardani") is not None
    assert sandi.keberatan("kusumawardani tujuh", "Orang Lain") is None


def test_tiga_ribu_password_terumum_ditolak() -> None:
    """ASVS 6.2.4, 6.2.12: of those that are long enough the most frequent of a large leak, as they
    are and in capitals."""
    bocor = (AKAR / "app" / "data" / "sandi_bocor.txt").read_text(encoding="utf-8").split()
    assert len(bocor) == len(set(bocor)) >= 10_000
    assert all(len(kata) >= sandi.PALING_PENDEK for kata in bocor)
    lolos = [kata for kata in bocor if sandi.keberatan(kata, *MILIK) is None]
    lolos += [kata for kata in bocor[::100] if sandi.keberatan(kata.upper(), *MILIK) is None]
    assert not lolos
