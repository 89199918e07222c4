"""The page of fees."""

from datetime import date
from typing import Any

import pytest

from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.tarif import queries, services
from app.tarif.models import Tarif
from app.tarif.services import Cakupan
from tests import factories as f

ISI = {
    "jenis_id": "",
    "layanan": "",
    "lokasi": "luar_kantor",
    "satuan_hitung": "alat",
    "harga": "Rp50.000",
    "berlaku_mulai": "2027-01-01",
    "berlaku_sampai": "",
    "dasar_hukum": "Perda 1/2027",
}


def test_admin_menambah_dan_semua_petugas_loket_membaca(app: Any, masuk: Any) -> None:
    admin = masuk(f.buat_pengguna("admin"))
    jawab = admin.kirim("/admin/master/tarif/baru", ISI)
    assert jawab.status_code == 303
    for peran in ("admin", "pelayanan", "kepala"):
        html = masuk(f.buat_pengguna(peran)).get("/admin/master/tarif").text
        assert "Rp50.000" in html
        assert ("Tambah Tarif" in html) == (peran == "admin")
    assert (
        masuk(f.buat_pengguna("pelayanan")).kirim("/admin/master/tarif/baru", ISI).status_code
        == 403
    )
    tarif = queries.baris_pada(date(2027, 1, 1))[0]
    assert (tarif.harga, tarif.lokasi, tarif.jenis_id) == (50_000, "luar_kantor", None)
    assert queries.baris_pada(date(2026, 12, 31)) == []


def test_masa_yang_bertumpang_ditolak_dan_isian_tetap(app: Any, masuk: Any) -> None:
    f.buat_tarif(lokasi="luar_kantor", berlaku_mulai=date(2026, 1, 1))
    admin = masuk(f.buat_pengguna("admin"))
    jawab = admin.kirim("/admin/master/tarif/baru", ISI)
    assert jawab.status_code == 422
    assert "Sudah ada tarif" in jawab.text
    assert "Perda 1/2027" in jawab.text
    assert "<title>Kesalahan: " in jawab.text


@pytest.mark.parametrize(
    ("mulai", "sampai", "boleh"),
    [
        (date(2026, 6, 30), None, False),
        (date(2026, 7, 1), None, True),
        (date(2025, 1, 1), date(2025, 12, 31), True),
        (date(2025, 1, 1), date(2026, 1, 1), False),
        (date(2025, 1, 1), None, False),
    ],
)
def test_tepi_masa(app: Any, mulai: date, sampai: date | None, boleh: bool) -> None:
    f.buat_tarif(berlaku_mulai=date(2026, 1, 1), berlaku_sampai=date(2026, 6, 30))
    isi: dict[str, Any] = {"cakupan": Cakupan(), "harga": 1, "dasar_hukum": "x"}
    isi |= {"berlaku_mulai": mulai, "berlaku_sampai": sampai}
    if boleh:
        with tulis():
            services.tambah(**isi)
        return
    with pytest.raises(AturanDilanggar, match="Sudah ada tarif"), tulis():
        services.tambah(**isi)


def test_jenis_lain_tidak_bertumpang(app: Any) -> None:
    f.buat_tarif()
    with tulis():
        services.tambah(
            cakupan=Cakupan(jenis_id=f.jenis().id), harga=1,
            berlaku_mulai=date(2026, 1, 1), berlaku_sampai=None, dasar_hukum="x",
        )  # fmt: skip


def test_mengakhiri(app: Any, masuk: Any) -> None:
    tarif = f.buat_tarif(berlaku_mulai=date(2026, 1, 1))
    admin = masuk(f.buat_pengguna("admin"))
    url = f"/admin/master/tarif/{tarif.id}/akhiri"
    assert admin.get(url).status_code == 200
    assert admin.kirim(url, {"berlaku_sampai": "2025-12-31"}).status_code == 422
    assert admin.kirim(url, {"berlaku_sampai": "2026-12-31"}).status_code == 303
    assert queries.baris_pada(date(2026, 12, 31))[0].id == tarif.id
    assert not queries.baris_pada(date(2027, 1, 1))
    assert admin.get("/admin/master/tarif/999999/akhiri").status_code == 404


def test_memperpanjang_ke_atas_tarif_berikutnya_ditolak(app: Any) -> None:
    satu = f.buat_tarif(berlaku_mulai=date(2026, 1, 1), berlaku_sampai=date(2026, 6, 30))
    f.buat_tarif(berlaku_mulai=date(2026, 7, 1))
    with pytest.raises(AturanDilanggar, match="Sudah ada tarif"), tulis():
        services.akhiri(satu, berlaku_sampai=date(2026, 7, 1))


def test_kosong_dan_pencarian(app: Any, masuk: Any, hitung_query: Any) -> None:
    klien = masuk(f.buat_pengguna("kepala"))
    assert "Belum ada tarif" in klien.get("/admin/master/tarif").text
    f.buat_tarif(jenis_id=f.jenis().id)
    assert "Tidak ada tarif yang cocok" in klien.get("/admin/master/tarif?q=zzz").text
    with hitung_query() as daftar:
        html = klien.htmx(f"/admin/master/tarif?q={f.jenis().nama[:6]}").text
    assert "Perda Uji" in html
    assert "<html" not in html
    assert len(daftar) <= 5


def test_isian_asing_dan_pilihan_asing(app: Any, masuk: Any) -> None:
    admin = masuk(f.buat_pengguna("admin"))
    for beda in ({"jenis_id": "abc"}, {"lokasi": "bulan"}, {"harga": "-5"}, {"dasar_hukum": ""}):
        jawab = admin.kirim("/admin/master/tarif/baru", ISI | beda)
        assert jawab.status_code == 422, beda
        assert "Not a valid" not in jawab.text
    assert admin.kirim("/admin/master/tarif/baru", ISI | {"id": "77"}).status_code == 303
    with tulis() as s:
        assert s.get(Tarif, 77) is None
