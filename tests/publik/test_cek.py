"""Cek SKHP (features J1, J2): may this instrument be used in trade; never whose it is."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from app.core import clock
from app.pengajuan.models import Pengajuan
from tests import factories as f
from tests.conftest import ambil

NOMOR = "510.63/0777/UPTD-MET/XI/2026"


def _terbit(uttp: dict[str, Any] | None = None, **skhp: Any) -> Any:
    """A certificate as its issue leaves it: the instrument points back at it."""
    sampai = skhp.get("berlaku_sampai", clock.today() + timedelta(days=365))
    isi = {"skhp_nomor": NOMOR, "skhp_berlaku_sampai": sampai, "nomor_seri": "SN-778899"}
    alat = f.buat_uttp(f.buat_peserta(nama="Toko Rahasia"), **(isi | (uttp or {})))
    p = f.buat_pengajuan("menunggu_dokumen", alat)
    return f.buat_skhp(p, **({"nomor": NOMOR, "berlaku_sampai": sampai} | skhp))


def _isi(klien: Any, nomor: str, akhir: str = "899") -> str:
    jawab = klien.get("/cek", query_string={"nomor": nomor, "akhir": akhir})
    assert jawab.status_code == 200
    bagian = jawab.text.split('id="publik-cek"')[1].split("</main>")[0]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", bagian)))


def test_yang_berlaku_terbaca_tanpa_pemiliknya(klien: Any) -> None:
    _terbit()
    for tertulis in (NOMOR, f" {NOMOR.lower()} ", NOMOR.replace("/", " / ")):
        isi = _isi(klien, tertulis)
        assert "Berlaku Alat ini sudah diuji dan boleh dipakai berdagang" in isi
        assert NOMOR in isi
        assert "899" in isi
        for rahasia in ("SN-778899", "Toko Rahasia", "Rahasia"):
            assert rahasia not in isi


@pytest.mark.parametrize(
    ("uttp", "skhp", "harap"),
    [
        ({}, {"tanggal": -400, "berlaku_sampai": -1}, "Kedaluwarsa Masa berlakunya berakhir"),
        ({}, {"berlaku_sampai": 0, "tanggal": -365}, "Berlaku Alat ini sudah diuji"),
        ({"uji_batal": True}, {}, "Tidak lulus uji Alat ini tidak lulus pengujian"),
        ({"skhp_nomor": "510.63/0778/UPTD-MET/XI/2026"}, {}, "Sudah diganti Alat ini sudah"),
    ],
    ids=["habis", "hari-terakhir", "batal", "ada-yang-baru"],
)
def test_yang_tidak_boleh_dipakai_lagi_disebut(
    klien: Any, uttp: dict[str, Any], skhp: dict[str, int], harap: str
) -> None:
    _terbit(uttp, **{k: clock.today() + timedelta(days=n) for k, n in skhp.items()})
    assert harap in _isi(klien, NOMOR)


def test_versi_yang_dikoreksi_sudah_diganti(klien: Any) -> None:
    lama = _terbit(digantikan_pada=clock.now())
    pengajuan = ambil(Pengajuan, lama.pengajuan_id)
    assert "Sudah diganti" in _isi(klien, NOMOR)
    # A correction that kept the number: what counts is the version that stands now.
    besok = clock.today() + timedelta(days=1)
    f.buat_skhp(pengajuan, nomor=NOMOR, versi=2, berlaku_sampai=besok)
    assert "Berlaku Alat ini sudah diuji" in _isi(klien, NOMOR)


def test_tidak_tercatat_dan_kosong(klien: Any, masuk: Any, hitung_query: Any) -> None:
    isi = _isi(klien, "510.63/9999/LAIN/2026")
    assert "Tidak ada SKHP 510.63/9999/LAIN/2026 untuk No. Seri berakhiran 899" in isi
    for kosong in ("", "   ", "\0"):
        assert "Tidak ada SKHP" not in _isi(klien, kosong)
        assert "Masukkan nomor SKHP" in _isi(klien, kosong)
    assert "Masukkan" not in klien.get("/cek").text
    assert "<script>" not in klien.get("/cek?nomor=<script>alert(1)</script>").text
    assert "<html" not in klien.htmx("/cek").text
    # The buyer finds it on the front page and below every page.
    assert 'action="/cek"' in klien.get("/").text
    assert 'href="/cek"' in klien.get("/alur").text
    peserta = masuk(f.buat_peserta().pengguna)
    with hitung_query() as daftar:
        peserta.get("/cek", query_string={"nomor": NOMOR, "akhir": "899"})
    assert len(daftar) <= 4


@pytest.mark.parametrize("akhir", ["898", "99", "8899", "Rahasia", "%", ""])
def test_nomor_saja_tidak_cukup(klien: Any, akhir: str) -> None:
    """Numbers run on; the end of the serial number is read from the instrument."""
    _terbit()
    isi = _isi(klien, NOMOR, akhir)
    assert "Berlaku sampai" not in isi
    assert ("Tidak ada SKHP" if akhir.strip("%") else "Masukkan tiga huruf") in isi


@pytest.mark.parametrize(("seri", "akhir"), [("SN-77.8-8/99", "8-99"), ("A7", "a7"), ("9", "9")])
def test_akhir_seri_tanpa_tanda_dan_seri_pendek(klien: Any, seri: str, akhir: str) -> None:
    _terbit({"nomor_seri": seri})
    assert "Berlaku sampai" in _isi(klien, NOMOR, akhir)


def test_menebak_dibatasi(klien: Any) -> None:
    def cek(n: int) -> int:
        isi = {"nomor": f"510.63/{n:04}/UPTD-MET/XI/2026", "akhir": "111"}
        return int(klien.get("/cek", query_string=isi).status_code)

    assert {cek(n) for n in range(30)} == {200}
    assert cek(31) == 429
    assert klien.get("/cek").status_code == 200
