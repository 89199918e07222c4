"""The rules themselves, without a page in front of them."""

from decimal import Decimal
from typing import Any

import pytest

from app.core import clock
from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.extensions import db
from app.uttp import services
from tests import factories as f
from tests.uttp.bantu import info


def isi(**kw: Any) -> dict[str, Any]:
    return {
        "jenis_id": f.jenis().id,
        "merk": "CAS",
        "tipe": "SW",
        "kapasitas": Decimal(30),
        "daya_baca": None,
        "nomor_seri": "1",
        "lokasi": None,
        "foto": f.buat_berkas(),
        "informasi": {},
    } | kw


@pytest.mark.parametrize(
    ("merk", "seri", "sidik"),
    [
        ("CAS", "8814-220", "CAS|8814220"),
        (" cas ", "88 14.220", "CAS|8814220"),
        ("Tanpa-Merk", "No.1/a", "TANPAMERK|NO1A"),
        ("ß" * 60, "ß" * 50, "S" * 60 + "|" + "S" * 59),
    ],
)
def test_sidik_tanpa_tanda_dan_huruf_besar(merk: str, seri: str, sidik: str) -> None:
    assert services.sidik(merk, seri) == sidik
    assert len(services.sidik(merk, seri)) <= 120


def test_informasi_yang_tidak_ditanyakan_ditolak(app: Any) -> None:
    peserta, asing = f.buat_peserta(), info("PUB-01", "Jumlah nozzle")
    data = isi(informasi={int(asing.removeprefix("info_")): "4"})
    with pytest.raises(AturanDilanggar, match="baru saja berubah"), tulis():
        services.tambah(peserta, pelaku=peserta.pengguna, **data)


def test_informasi_wajib_ditagih_juga_di_sini(app: Any) -> None:
    peserta = f.buat_peserta()
    with pytest.raises(AturanDilanggar, match="Isi Jumlah nozzle") as e, tulis():
        services.tambah(peserta, pelaku=peserta.pengguna, **isi(jenis_id=f.jenis("PUB-01").id))
    assert e.value.field == info("PUB-01", "Jumlah nozzle")


def test_jenis_yang_tidak_ada_ditolak(app: Any) -> None:
    peserta = f.buat_peserta()
    with pytest.raises(AturanDilanggar) as e, tulis():
        services.tambah(peserta, pelaku=peserta.pengguna, **isi(jenis_id=999_999))
    assert e.value.field == "jenis_id"


def test_terkunci_sementara_formulir_terbuka(app: Any) -> None:
    """The application was accepted between opening and sending the form."""
    uttp = f.buat_uttp(terkunci_pada=clock.now())
    with pytest.raises(AturanDilanggar, match="sudah diterima"), tulis():
        services.ubah(uttp, **isi())
    assert f.ambil_uttp(uttp.id).nomor_seri == uttp.nomor_seri


def test_isian_asing_adalah_kesalahan_pemrogram(app: Any) -> None:
    with pytest.raises(TypeError), tulis():
        services.ubah(f.buat_uttp(), **isi(pemilik_id=1))


def test_basis_data_menolak_kembar_walau_tidak_ditanya(app: Any, monkeypatch: Any) -> None:
    """Two at once: the look before found nothing, the unique constraint does."""
    peserta = f.buat_peserta()
    f.buat_uttp(peserta, merk="CAS", nomor_seri="1", sidik="CAS|1")
    monkeypatch.setattr(services.queries, "dengan_sidik", lambda *a: None)
    with pytest.raises(AturanDilanggar, match="sudah ada di daftar") as e, tulis():
        services.tambah(peserta, pelaku=peserta.pengguna, **isi())
    assert e.value.field == "nomor_seri"


def test_hapus_ditolak_oleh_basis_data(app: Any) -> None:
    pengajuan = f.buat_pengajuan("dibatalkan")
    with pytest.raises(AturanDilanggar, match="pernah diajukan"), tulis():
        services.hapus(f.ambil_uttp(pengajuan.uttp_id))


def test_identitas_dikunci_selama_diubah(app: Any, hitung_query: Any) -> None:
    """Between reading "not accepted yet" and writing, nobody may accept it."""
    uttp = f.buat_uttp()
    ubah = isi(foto=f.buat_berkas())
    with hitung_query() as daftar, tulis():
        services.ubah(uttp, **ubah)
    if db.engine.dialect.name == "postgresql":
        assert "FOR UPDATE" in next(q for q in daftar if "FROM uttp" in q)
