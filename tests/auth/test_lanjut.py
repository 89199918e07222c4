"""After sign-in only ever to a page of ours."""

import pytest

from app.auth.lanjut import aman


@pytest.mark.parametrize(
    "tujuan",
    [
        None,
        "",
        "https://jahat.test/",
        "//jahat.test",
        "///jahat.test",
        "/\\jahat.test",
        "\\\\jahat.test",
        "/\t/jahat.test",
        "/\n/jahat.test",
        " /jahat",
        "javascript:alert(1)",
        "jahat.test/uttp",
        "/uttp\r\nSet-Cookie: a=b",
        "/" + "a" * 500,
        "/masuk?lanjut=/masuk",
        "/keluar",
        "/captcha/baru",
    ],
)
def test_ditolak(tujuan: str | None) -> None:
    assert aman(tujuan, petugas=False) is None
    assert aman(tujuan, petugas=True) is None


@pytest.mark.parametrize("tujuan", ["/", "/uttp?q=a&status=b", "/pengajuan/12#berkas", "/a//b"])
def test_diterima(tujuan: str) -> None:
    assert aman(tujuan, petugas=False) == tujuan


def test_halaman_petugas_hanya_untuk_petugas() -> None:
    assert aman("/admin/jadwal", petugas=True) == "/admin/jadwal"
    assert aman("/admin/jadwal", petugas=False) is None
    assert aman("/admin", petugas=False) is None
    assert aman("/administrasi", petugas=False) == "/administrasi"
