"""Fees from their table to the application: lines, counts, retests, and the day a fee begins."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.extensions import db
from app.jadwal import services as jadwal
from app.jadwal.biaya import baca, simpan
from app.jadwal.models import Tawaran
from app.pengajuan.models import Pengajuan, RetribusiBaris
from app.pengajuan.queries import RINCIAN
from app.pengaturan.services import ubah_kantor
from app.tarif.tarif import Baris, Rincian
from app.uttp.models import InformasiJenis, InformasiUttp
from tests import factories as f
from tests.conftest import ambil
from tests.jadwal.test_jadwal import akun

SENIN = "2026-11-30T02:00:00Z"


def pompa(nozzle: str | None = "4", **kw: Any) -> Any:
    """A fuel pump whose owner said how many nozzles it has."""
    alat = f.buat_uttp(kode="PUB-01", kapasitas=Decimal(40), **kw)
    tanya = db.session.scalar(sa.select(InformasiJenis).filter_by(
        jenis_id=alat.jenis_id, hitungan="nozzle"))  # fmt: skip
    assert tanya is not None
    if nozzle is not None:
        db.session.add(InformasiUttp(uttp_id=alat.id, informasi_id=tanya.id, nilai=nozzle))
        db.session.commit()
    return alat


def per_nozzle(harga: int = 160_000, **kw: Any) -> Any:
    isi = {"jenis_id": f.jenis("PUB-01").id, "satuan_hitung": "nozzle"} | kw
    return f.buat_tarif(harga, **isi)


def tetapkan(p: Pengajuan, hari: date, lokasi: str = "kantor") -> Pengajuan:
    with tulis():
        jadwal.tetapkan(
            p, lokasi=lokasi, tanggal=hari, penera_id=f.buat_pengguna("penera").id,
            pelaku=f.buat_pengguna("pelayanan"),
        )  # fmt: skip
    return dimuat(p.id)


def dimuat(id: int) -> Pengajuan:
    db.session.expire_all()
    hasil = db.session.scalar(sa.select(Pengajuan).options(*RINCIAN).where(Pengajuan.id == id))
    assert hasil is not None
    return hasil


# --- lines ------------------------------------------------------------------------------------


def test_baris_tersimpan_bersama_tanggalnya_dan_tampil_di_mana_mana(app: Any, masuk: Any) -> None:
    tarif = per_nozzle(dasar_hukum="Perda 7/2027")
    f.buat_tarif(25_000, jenis_id=tarif.jenis_id, dasar_hukum="Perda 8/2027")
    p = f.buat_pengajuan("diterima", pompa())
    p = tetapkan(p, f.hari_kerja_berikut(3))
    assert (p.status, p.retribusi) == ("terjadwal", 665_000)
    assert sum(b.subtotal for b in p.baris) == p.retribusi
    assert {(b.satuan, b.jumlah, b.harga) for b in p.baris} == {
        ("nozzle", 4, 160_000), ("alat", 1, 25_000),
    }  # fmt: skip
    assert p.dasar_retribusi in ("Perda 7/2027; Perda 8/2027", "Perda 8/2027; Perda 7/2027")
    peserta, loket = masuk(akun(p)), masuk(f.buat_pengguna("pelayanan"))
    halaman = [peserta.get(f"/pembayaran/{p.id}"), peserta.get(f"/pengajuan/{p.id}")]
    halaman += [loket.get(f"/admin/pembayaran/{p.id}"), loket.get(f"/pengajuan/{p.id}")]
    halaman.append(loket.get(f"/admin/pembayaran/{p.id}/loket"))
    for jawab in halaman:
        for kata in ("4 nozzle", "Rp160.000", "Rp640.000", "Rp25.000", "Rp665.000"):
            assert kata in jawab.text, (jawab.request.path, kata)


def test_tanpa_tarif_satu_baris_bebas(app: Any) -> None:
    p = tetapkan(f.buat_pengajuan("diterima"), f.hari_kerja_berikut(3))
    assert (p.status, p.retribusi) == ("diproses", 0)
    assert [(b.harga, b.subtotal, b.dasar) for b in p.baris] == [(0, 0, p.dasar_retribusi)]


def test_jumlah_baris_harus_sama_dengan_retribusi(app: Any) -> None:
    p = f.buat_pengajuan("terjadwal")
    salah = Rincian(50_000, "x", (Baris("x", "alat", 1, 49_999, "x"),))
    with pytest.raises(ValueError, match="not its fee"), tulis():
        simpan(p, salah)


def test_yang_ditagih_tidak_ikut_berubah(app: Any) -> None:
    """NF4 g: history keeps the old amounts, and a fee that was charged stays in its table."""
    tarif = per_nozzle()
    p = tetapkan(f.buat_pengajuan("diterima", pompa()), f.hari_kerja_berikut(3))
    tarif.harga = 1
    db.session.commit()
    assert (dimuat(p.id).retribusi, dimuat(p.id).baris[0].harga) == (640_000, 160_000)
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(sa.text("DELETE FROM tarif"))
    db.session.rollback()


@pytest.mark.parametrize("ubah", [{"jumlah": 0}, {"harga": -1}, {"subtotal": 7}, {"urutan": 1}])
def test_basis_data_menolak_baris_yang_keliru(app: Any, ubah: dict[str, int]) -> None:
    p = f.buat_pengajuan("terjadwal")
    with pytest.raises(sa.exc.IntegrityError):
        f.buat_baris(p, **({"urutan": 2} | ubah))
    db.session.rollback()


# --- counts -----------------------------------------------------------------------------------


@pytest.mark.parametrize("nilai", [None, "banyak", "0", "2,5", "1.000"])
def test_jumlah_yang_tidak_diketahui_diminta_dulu(app: Any, masuk: Any, nilai: str | None) -> None:
    per_nozzle()
    p, hari = f.buat_pengajuan("diterima", pompa(nilai)), f.hari_kerja_berikut(3)
    with pytest.raises(AturanDilanggar, match="jumlah nozzle belum diketahui"):
        tetapkan(p, hari)
    penera = f.buat_pengguna("penera").id
    pasangan = [(hari, penera), (f.hari_kerja_berikut(4), penera)]
    with pytest.raises(AturanDilanggar, match="jumlah nozzle"), tulis():
        jadwal.tawarkan(p, lokasi="kantor", pasangan=pasangan, pelaku=f.buat_pengguna("admin"))
    klien = masuk(f.buat_pengguna("pelayanan"))
    url = f"/admin/pembayaran/{p.id}/perkiraan"
    assert "Perkiraan retribusi" in klien.get(f"/admin/jadwal/{p.id}").text
    assert "Jumlah nozzle belum diketahui" in klien.get(url).text
    jawab = klien.kirim(url, {"jumlah": "3", "semula": ""})
    assert "Rp480.000" in jawab.text
    # Somebody else saw the page before that.
    kedua = klien.kirim(url, {"jumlah": "5", "semula": ""})
    assert kedua.status_code == 422
    assert "baru saja dicatat" in kedua.text
    assert tetapkan(p, hari).retribusi == 480_000
    terkunci = klien.kirim(url, {"jumlah": "9", "semula": "3"})
    assert terkunci.status_code == 422
    assert "sudah ditetapkan" in terkunci.text


def test_petugas_membetulkan_lalu_kembali_ke_data_alat(app: Any, masuk: Any) -> None:
    per_nozzle()
    p = f.buat_pengajuan("diterima", pompa("2"))
    klien, url = masuk(f.buat_pengguna("admin")), f"/admin/pembayaran/{p.id}/perkiraan"
    assert "Rp320.000" in klien.get(url).text
    assert "Rp640.000" in klien.kirim(url, {"jumlah": "4", "semula": ""}).text
    assert "Rp320.000" in klien.kirim(url, {"jumlah": "", "semula": "4"}).text
    assert klien.kirim(url, {"jumlah": "x", "semula": ""}).status_code == 422
    assert ambil(Pengajuan, p.id).jumlah_hitung is None


def test_tarif_yang_datang_setelah_tawaran(app: Any, masuk: Any) -> None:
    """Offered while it was free: no amount is invented, the participant reads what is missing."""
    p = f.buat_pengajuan("menunggu_pilihan", pompa(None))
    hari, penera = f.hari_kerja_berikut(3), f.buat_pengguna("penera").id
    db.session.add(Tawaran(pengajuan_id=p.id, tanggal=hari, penera_id=penera))
    db.session.commit()
    peserta = masuk(akun(p))
    assert "Bebas Retribusi" in peserta.get(f"/jadwal/{p.id}").text
    per_nozzle()
    html = peserta.get(f"/jadwal/{p.id}").text
    assert "mencatat jumlah nozzle" in html
    tawaran = db.session.scalar(sa.select(Tawaran.id).filter_by(pengajuan_id=p.id))
    assert peserta.kirim(f"/jadwal/{p.id}", {"tawaran_id": tawaran}).status_code == 422
    with tulis() as s:
        s.execute(sa.update(Pengajuan).values(jumlah_hitung=2))
    assert "2 nozzle × Rp160.000" in peserta.get(f"/jadwal/{p.id}").text
    assert peserta.kirim(f"/jadwal/{p.id}", {"tawaran_id": tawaran}).status_code == 303
    assert dimuat(p.id).retribusi == 320_000


def test_retribusi_yang_tidak_masuk_akal_ditolak(app: Any) -> None:
    f.buat_tarif(
        999_999_999, jenis_id=f.jenis().id, satuan_hitung="kelipatan", kelipatan=Decimal(1)
    )
    with pytest.raises(AturanDilanggar, match="Periksa kapasitas"):
        tetapkan(f.buat_pengajuan("diterima"), f.hari_kerja_berikut(3))


# --- a test again after a repair --------------------------------------------------------------


@pytest.mark.parametrize(
    ("gagal", "sampai"),
    [
        ("2026-11-02", "2026-11-11"),  # Monday: six days this week and the next, over one weekend
        ("2026-11-06", "2026-11-17"),  # Friday
        ("2026-11-07", "2026-11-17"),  # a Saturday counts nothing itself
        ("2026-11-30", "2026-12-09"),  # over a month end
        ("2026-12-24", "2027-01-04"),  # over a year end
        ("2028-02-25", "2028-03-07"),  # over 29 February
        ("2027-02-25", "2027-03-08"),  # over a February without one
    ],
)
def test_uji_ulang_tujuh_hari_kerja(app: Any, gagal: str, sampai: str) -> None:
    f.buat_tarif(75_000)
    uttp = f.buat_uttp()
    f.buat_pengajuan("selesai_batal", uttp, tanggal_hasil=date.fromisoformat(gagal))
    p = dimuat(f.buat_pengajuan("diterima", uttp).id)
    akhir = date.fromisoformat(sampai)
    dasar = baca(p, akhir - timedelta(30), akhir + timedelta(30))
    assert dasar.pada(akhir, "kantor").bebas
    assert dasar.pada(akhir + timedelta(1), "kantor").jumlah == 75_000
    assert dasar.pada(date.fromisoformat(gagal), "kantor").bebas
    assert dasar.pada(date.fromisoformat(gagal) - timedelta(1), "kantor").jumlah == 75_000


def test_uji_ulang_menghitung_hari_kerja_kantor(app: Any) -> None:
    f.buat_tarif(75_000)
    uttp = f.buat_uttp()
    f.buat_pengajuan("selesai_batal", uttp, tanggal_hasil=date(2026, 11, 2))
    p = dimuat(f.buat_pengajuan("diterima", uttp).id)
    try:
        with tulis():
            ubah_kantor({"hari_kerja": "0"})
        assert baca(dimuat(p.id), date(2026, 12, 21)).pada(date(2026, 12, 21), "kantor").bebas
    finally:
        with tulis():
            ubah_kantor({"hari_kerja": "0,1,2,3,4"})


def test_uji_ulang_hanya_bila_uji_terakhir_tidak_lulus(app: Any) -> None:
    """A pass since, another instrument, or one that was only called off: nothing is free of it."""
    f.buat_tarif(75_000)
    with time_machine.travel(SENIN, tick=False):
        uttp, hari = f.buat_uttp(), date(2026, 12, 3)
        f.buat_pengajuan("selesai_batal", uttp, tanggal_hasil=date(2026, 11, 26))
        f.buat_pengajuan("dibatalkan", uttp)
        lain = tetapkan(f.buat_pengajuan("diterima"), hari)
        assert (lain.retribusi, lain.status) == (75_000, "terjadwal")
        ulang = tetapkan(f.buat_pengajuan("diterima", uttp), hari)
        assert (ulang.retribusi, ulang.status) == (0, "diproses")
        assert ulang.dasar_retribusi == "Uji ulang dalam 7 hari kerja sesudah uji 26 November 2026"
        assert ulang.baris[0].dasar == ulang.dasar_retribusi
        lulus = f.buat_uttp()
        f.buat_pengajuan("selesai_batal", lulus, tanggal_hasil=date(2026, 11, 26))
        f.buat_pengajuan("selesai_sah", lulus, tanggal_hasil=date(2026, 11, 27))
        assert tetapkan(f.buat_pengajuan("diterima", lulus), hari).retribusi == 75_000


# --- the day a fee begins (journey 4, NF4 f) --------------------------------------------------


def test_tarif_mulai_bulan_depan_muncul_pada_harinya(app: Any, masuk: Any) -> None:
    """The administrator adds a fee from the first of next month; tests of this month stay free,
    those of the first cost, whenever the date was set; midnight is the office's."""
    with time_machine.travel("2026-11-25T02:00:00Z", tick=False):
        admin, loket = masuk(f.buat_pengguna("admin")), masuk(f.buat_pengguna("pelayanan"))
        lama = tetapkan(f.buat_pengajuan("diterima"), date(2026, 12, 1))
        jawab = admin.kirim("/admin/master/tarif/baru", {
            "jenis_id": f.jenis().id, "satuan_hitung": "alat", "harga": "30.000",
            "berlaku_mulai": "2026-12-01", "dasar_hukum": "Perda 5/2026",
        })  # fmt: skip
        assert jawab.status_code == 303
        daftar = admin.htmx("/admin/master/tarif?masa=nanti").text
        assert "Belum berlaku" in daftar
        assert "Perda 5/2026" in daftar
        assert "Belum berlaku" not in admin.htmx("/admin/master/tarif?masa=kini").text
        assert (dimuat(lama.id).retribusi, dimuat(lama.id).status) == (0, "diproses")
        isi = {"jenis_id": f.jenis().id, "layanan": "tera", "lokasi": "kantor", "kapasitas": "30"}
        for hari, kata in (("2026-11-30", "Bebas Retribusi"), ("2026-12-01", "Rp30.000")):
            tanya = loket.get("/admin/master/tarif/hitung", query_string=isi | {"tanggal": hari})
            assert kata in tanya.text, hari
        akhir = tetapkan(f.buat_pengajuan("diterima"), date(2026, 11, 30))
        awal = tetapkan(f.buat_pengajuan("diterima"), date(2026, 12, 1))
        assert (akhir.retribusi, akhir.status) == (0, "diproses")
        assert (awal.retribusi, awal.status) == (30_000, "terjadwal")
        assert "Rp30.000" in masuk(akun(awal)).get(f"/pembayaran/{awal.id}").text
        assert "Bebas Retribusi" in masuk(akun(akhir)).get(f"/pembayaran/{akhir.id}").text
    # 1 December begins at 16.00 UTC; the list calls the fee by the office's clock.
    for saat, kata in (
        ("2026-11-30T15:59:59Z", "Belum berlaku"),
        ("2026-11-30T16:00:00Z", ">Berlaku<"),
    ):
        with time_machine.travel(saat, tick=False):
            assert kata in masuk(f.buat_pengguna("admin")).htmx("/admin/master/tarif").text
    assert db.session.scalar(sa.select(sa.func.sum(RetribusiBaris.subtotal))) == 30_000


def test_tarif_yang_baru_dihapus_tidak_menjadi_gangguan(app: Any) -> None:
    """The row went between reading and keeping: said as a sentence where the database names it."""
    p = f.buat_pengajuan("terjadwal")
    hilang = Rincian(50_000, "x", (Baris("x", "alat", 1, 50_000, "x", tarif_id=999_999),))
    harap = AturanDilanggar if db.engine.dialect.name == "postgresql" else sa.exc.IntegrityError
    with pytest.raises(harap), tulis():
        simpan(p, hilang)
