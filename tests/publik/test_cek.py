"""Cek SKHP (features J1, J2): may this instrument be used in trade; never whose it is."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa

from app.core import clock
from app.extensions import db
from app.pengajuan.models import Pengajuan, Skhp
from app.publik.cek import bernomor
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
        (
            {"pensiun_pada": clock.today(), "pensiun_sebab": "hilang"},
            {},
            "Tidak dipakai Alat ini dilaporkan tidak dipakai lagi",
        ),
    ],
    ids=["habis", "hari-terakhir", "batal", "ada-yang-baru", "pensiun"],
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
    assert "terbit sebelum aplikasi ini dipakai" in isi
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


@pytest.mark.parametrize("akhir", ["898", "99", "9", "18899", "XSN778899", "Rahasia", "%", ""])
def test_nomor_saja_tidak_cukup(klien: Any, akhir: str) -> None:
    """Numbers run on; the end of the serial number is read from the instrument."""
    _terbit()
    isi = _isi(klien, NOMOR, akhir)
    assert "Berlaku sampai" not in isi
    kurang = len(akhir.strip("%")) < 3
    assert ("Masukkan tiga huruf" if kurang else "Tidak ada SKHP") in isi
    assert ("Tidak ada SKHP" in isi) != kurang


@pytest.mark.parametrize(
    ("seri", "akhir"),
    [
        ("SN-77.8-8/99", "8-99"),
        ("SN-77.8-8/99", "8899"),
        ("SN-77.8-8/99", "sn 77.8-8/99"),
        ("A7", "a7"),
        ("9", "9"),
    ],
)
def test_akhir_seri_tanpa_tanda_lebih_panjang_dan_seri_pendek(
    klien: Any, seri: str, akhir: str
) -> None:
    _terbit({"nomor_seri": seri})
    assert "Berlaku sampai" in _isi(klien, NOMOR, akhir)


def test_menebak_dibatasi(klien: Any) -> None:
    def cek(n: int) -> int:
        isi = {"nomor": f"510.63/{n:04}/UPTD-MET/XI/2026", "akhir": "111"}
        return int(klien.get("/cek", query_string=isi).status_code)

    assert {cek(n) for n in range(30)} == {200}
    assert cek(31) == 429
    assert klien.get("/cek").status_code == 200


@pytest.mark.parametrize(
    "nomor", ["510.63/0777/UPTD-Met/xi/2026", "510.63 / 0777 / UPTD-MET / 2026", "no 7a"]
)
def test_nomor_berhuruf_kecil_atau_berspasi_ditemukan(klien: Any, nomor: str) -> None:
    _terbit({"skhp_nomor": nomor}, nomor=nomor)
    for tertulis in (nomor, nomor.upper(), nomor.lower(), nomor.replace(" ", "")):
        assert "Berlaku Alat ini sudah diuji" in _isi(klien, tertulis)


def test_nomor_yang_dipakai_lagi_dicari_menurut_serinya(klien: Any) -> None:
    """A number that a correction set free may stand on the certificate of another instrument."""
    _terbit({"nomor_seri": "A-111222", "skhp_nomor": "lain"}, digantikan_pada=clock.now())
    _terbit({"nomor_seri": "B-333444"})
    assert "Sudah diganti" in _isi(klien, NOMOR, "222")
    assert "Berlaku Alat ini sudah diuji" in _isi(klien, NOMOR, "444")
    assert "Tidak ada SKHP" in _isi(klien, NOMOR, "899")


def test_yang_tidak_dipakai_tanpa_sebabnya_dan_ke_kantor(klien: Any) -> None:
    _terbit({"pensiun_pada": clock.today(), "pensiun_sebab": "hilang"})
    jawab = klien.get("/cek", query_string={"nomor": NOMOR, "akhir": "899"}).text
    bagian = jawab.split('id="publik-cek"')[1].split("</main>")[0]
    assert "boleh dipakai berdagang sampai" not in bagian
    assert "hilang" not in bagian.lower()
    assert '<a href="/kontak">' in bagian


def test_mencari_nomor_memakai_indeks(app: Any) -> None:
    """Also where the table is rebuilt one day: SQLite does not carry such an index over."""
    cari = sa.select(Skhp.id).where(bernomor("510.63/1/a"))
    sql = str(cari.compile(db.engine, compile_kwargs={"literal_binds": True}))
    if db.engine.dialect.name == "sqlite":
        rencana = db.session.execute(sa.text(f"EXPLAIN QUERY PLAN {sql}")).all()
    else:
        db.session.execute(sa.text("SET LOCAL enable_seqscan = off"))
        rencana = db.session.execute(sa.text(f"EXPLAIN {sql}")).all()
    assert "cari_skhp" in str(rencana)
    db.session.rollback()
