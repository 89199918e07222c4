"""`flask data-acuan`: adds what is missing, leaves alone what the office has."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from app.extensions import db
from app.pengaturan.data import baca_csv
from app.pengaturan.models import Kecamatan, Kelurahan
from app.uttp.models import DokumenJenis, InformasiJenis, JenisUttp, MasaBerlaku
from app.uttp.states import JenisIsian, LayananJenis


def jumlah(*model: type) -> list[int]:
    return [db.session.scalar(sa.select(sa.func.count()).select_from(m)) or 0 for m in model]


@pytest.fixture
def jenis(app: Flask) -> Iterator[JenisUttp]:
    """A type others do not use; put back as it was."""
    row = db.session.scalar(sa.select(JenisUttp).where(JenisUttp.kode == "TUT-01"))
    assert row is not None
    menit = row.menit
    yield row
    db.session.execute(sa.update(JenisUttp).where(JenisUttp.id == row.id).values(menit=menit))
    db.session.commit()


def muat(app: Flask) -> str:
    hasil = app.test_cli_runner().invoke(args=["data-acuan"])
    assert hasil.exit_code == 0, hasil.output
    return hasil.output


def test_lengkap(app: Flask) -> None:
    assert jumlah(JenisUttp, Kecamatan, Kelurahan) == [75, 6, 34]
    dokumen, informasi = jumlah(DokumenJenis, InformasiJenis)
    assert dokumen >= 40
    assert informasi >= 100


def test_berulang_kali_tanpa_akibat(app: Flask) -> None:
    semua = (JenisUttp, DokumenJenis, InformasiJenis, Kecamatan, Kelurahan)
    sebelum = jumlah(*semua)
    assert "0 jenis UTTP, 0 wilayah" in muat(app)
    assert "0 jenis UTTP, 0 wilayah, dan 0 hari libur" in muat(app)
    assert jumlah(*semua) == sebelum


def test_yang_diubah_kantor_dibiarkan(app: Flask, jenis: JenisUttp) -> None:
    dokumen = db.session.scalars(
        sa.select(DokumenJenis).where(DokumenJenis.jenis_id == jenis.id)
    ).first()
    assert dokumen is not None
    asal = dokumen.nama
    dokumen.nama, jenis.menit = "Gambar menurut kantor", 11
    db.session.commit()
    sebelum = jumlah(DokumenJenis)
    try:
        muat(app)
        db.session.expire_all()
        assert jenis.menit == 11
        assert dokumen.nama == "Gambar menurut kantor"
        assert jumlah(DokumenJenis) == sebelum, "yang dinamai ulang tidak datang lagi"
    finally:
        dokumen.nama = asal
        db.session.commit()


def test_berkas_data_saling_cocok() -> None:
    kode = {b["kode"] for b in baca_csv("jenis_uttp.csv")}
    assert {b["kode"] for b in baca_csv("menit_uttp.csv")} == kode
    for b in baca_csv("dokumen_jenis.csv"):
        assert b["kode"] in kode
        assert b["layanan"] in set(LayananJenis)
        assert b["format_isian"], "setiap dokumen punya format untuk diunduh"
        assert "SKHP lama" not in str(b["nama"])
        assert "izin tipe" not in str(b["nama"])
    for b in baca_csv("informasi_uttp.csv"):
        assert b["kode"] in kode
        assert b["isian"] in set(JenisIsian)
        assert (b["isian"] == "pilihan") == bool(b["pilihan"])


def test_asal_tiap_jenis_ikut_tersimpan(app: Flask) -> None:
    baris = db.session.execute(
        sa.select(MasaBerlaku.sumber, MasaBerlaku.status, MasaBerlaku.peraturan)
    ).all()
    assert len(baris) == len([b for b in baca_csv("jenis_uttp.csv") if b["masa_berlaku_bulan"]])
    assert all(all(b) for b in baris)
