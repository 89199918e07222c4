"""What a password may be (uR6), and how it is kept; nothing here needs a database."""

import pytest

from app.auth import sandi

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
