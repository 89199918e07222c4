"""Fees by band and unit: overlaps, copies, taking back, examples, what-if."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from app.core import clock
from app.core.audit import Audit
from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.extensions import db
from app.pengaturan.data import baca_csv
from app.tarif import contoh, queries, services
from app.tarif.models import Tarif
from app.tarif.services import Cakupan
from app.uttp.models import JenisUttp
from tests import factories as f
from tests.conftest import sekali
from tests.jadwal.test_tempat import serentak

MULAI = date(2027, 1, 1)
URL = "/admin/master/tarif"


def tambah(dari: int | None = None, sampai: int | None = None, **kw: Any) -> Tarif:
    isi = {"kapasitas_dari": dari, "kapasitas_sampai": sampai}
    kolom = {k: v if v is None else Decimal(v) for k, v in isi.items()}
    cakupan = {n: kw.pop(n) for n in list(kw) if n in Cakupan.__annotations__}
    harga = {
        "harga": 5,
        "berlaku_mulai": MULAI,
        "berlaku_sampai": None,
        "dasar_hukum": "Perda",
    } | kw
    with tulis():
        return services.tambah(
            cakupan=Cakupan(**{"jenis_id": f.jenis("BJN-01").id} | kolom | cakupan), **harga
        )


def jumlah() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Tarif)) or 0


@pytest.mark.parametrize(
    ("dari", "sampai", "boleh"),
    [
        (200, 300, True),  # the edges touch: 200 belongs to the band below
        (None, 20, True),
        (199, 300, False),
        (None, 21, False),
        (None, None, False),
        (50, 60, False),
        (0, None, False),
        (200, None, True),
    ],
)
def test_rentang_yang_bertumpang_ditolak(
    app: Any, dari: int | None, sampai: int | None, boleh: bool
) -> None:
    tambah(20, 200)
    if boleh:
        tambah(dari, sampai)
        return
    with pytest.raises(AturanDilanggar, match="Sudah ada tarif"):
        tambah(dari, sampai)
    # Other days, another unit, service or place: not the same.
    tambah(dari, sampai, berlaku_mulai=MULAI - timedelta(9), berlaku_sampai=MULAI - timedelta(1))
    tambah(dari, sampai, satuan_hitung="kelipatan", kelipatan=Decimal(5))
    tambah(dari, sampai, layanan="tera")
    tambah(dari, sampai, lokasi="kantor")


@pytest.mark.parametrize(
    ("isi", "field"),
    [
        ({"dari": 20, "sampai": 20}, "kapasitas_sampai"),
        ({"satuan_hitung": "kelipatan"}, "kelipatan"),
        ({"kelipatan": Decimal(5)}, "kelipatan"),
        ({"jenis_id": None, "sampai": 5}, "jenis_id"),
        ({"jenis_id": None, "satuan_hitung": "nozzle"}, "jenis_id"),
    ],
)
def test_cakupan_yang_tidak_cocok_ditolak_dua_kali(
    app: Any, isi: dict[str, Any], field: str
) -> None:
    """By the rule with a sentence, and by the database without it."""
    with pytest.raises(AturanDilanggar) as e:
        tambah(**isi)
    assert e.value.field == field
    kolom = {"kapasitas_dari": isi.get("dari"), "kapasitas_sampai": isi.get("sampai")}
    lain = {k: v for k, v in isi.items() if k not in ("dari", "sampai")}
    with pytest.raises(sa.exc.IntegrityError):
        f.buat_tarif(**{"jenis_id": f.jenis().id} | kolom | lain)
    db.session.rollback()


def test_dua_puluh_admin_menambah_tarif_yang_sama(app: Any) -> None:
    """Their bands differ and overlap; exactly one is in the table, and nobody waits for ever."""
    jenis_id = f.jenis("BJN-01").id

    def kerja(i: int) -> str:
        with tulis():
            services.tambah(
                cakupan=Cakupan(jenis_id=jenis_id, kapasitas_dari=Decimal(i)),
                harga=i + 1, berlaku_mulai=MULAI + timedelta(i), berlaku_sampai=None,
                dasar_hukum="Perda",
            )  # fmt: skip
        return "dapat"

    hasil = serentak(app, 20, kerja)
    assert hasil.count("dapat") == 1, hasil
    assert all(h == "dapat" or isinstance(h, AturanDilanggar) for h in hasil), hasil
    assert jumlah() == 1


# --- copies, and taking back ------------------------------------------------------------------


def test_salin_mengakhiri_yang_lama(app: Any, masuk: Any) -> None:
    lama = f.buat_tarif(5, jenis_id=f.jenis("BJN-01").id, kapasitas_sampai=Decimal(20))
    id = lama.id
    admin = masuk(f.buat_pengguna("admin"))
    halaman = admin.get(f"{URL}/{id}/salin").text
    assert "sampai dengan 20 L" in halaman
    isi = {"harga": "9", "berlaku_mulai": "2024-01-05", "dasar_hukum": "Perda 2/2027"}
    ditolak = admin.kirim(f"{URL}/{id}/salin", isi)
    assert ditolak.status_code == 422
    assert "hari pertama tarif yang lama" in ditolak.text
    isi["berlaku_mulai"] = "2027-01-01"
    assert admin.kirim(f"{URL}/{id}/salin", isi).status_code == 303
    assert admin.kirim(f"{URL}/{id}/salin", isi).status_code == 422, "klik ganda"
    db.session.expire_all()
    satu, dua = db.session.scalars(sa.select(Tarif).order_by(Tarif.id)).all()
    assert (satu.harga, satu.berlaku_sampai) == (5, date(2026, 12, 31))
    assert (dua.harga, dua.berlaku_mulai, dua.kapasitas_sampai) == (9, MULAI, Decimal(20))
    assert Cakupan.dari(satu) == Cakupan.dari(dua)


def test_hapus_hanya_yang_belum_dipakai(app: Any, masuk: Any) -> None:
    bebas, dipakai = f.buat_tarif(1), f.buat_tarif(2, lokasi="kantor")
    f.buat_baris(f.buat_pengajuan("terjadwal"), urutan=2, tarif_id=dipakai.id)
    admin = masuk(f.buat_pengguna("admin"))
    assert admin.kirim(f"{URL}/{bebas.id}/hapus").status_code == 303
    jawab = admin.kirim(f"{URL}/{dipakai.id}/hapus")
    assert jawab.status_code == 409
    assert "sudah dipakai untuk pengajuan" in jawab.text
    assert [t.id for t in queries.baris_pada(clock.today())] == [dipakai.id]
    assert db.session.scalar(sa.select(Audit.aksi).where(Audit.aksi == "tarif_hapus"))


# --- examples ---------------------------------------------------------------------------------


@sekali
def test_berkas_contoh_cocok_dengan_jenis_kantor(app: Any) -> None:
    kode = set(db.session.scalars(sa.select(JenisUttp.kode)))
    baris = list(baca_csv(contoh.BERKAS))
    assert len(baris) == 39
    assert {b["kode"] for b in baris} <= kode
    assert all(b["sumber"] for b in baris)


def test_contoh_dimuat_dua_kali_lalu_dibuang(app: Any, masuk: Any) -> None:
    admin = masuk(f.buat_pengguna("admin"))
    assert jumlah() == 0, "tidak pernah dengan sendirinya"
    assert "Perda daerah lain" in admin.get(f"{URL}/contoh").text
    for salah in ("", clock.today().isoformat()):
        jawab = admin.kirim(f"{URL}/contoh", {"berlaku_mulai": salah})
        assert jawab.status_code == 422
    punya = f.buat_tarif(7, jenis_id=f.jenis("PUB-01").id, satuan_hitung="nozzle")
    mulai = {"berlaku_mulai": (clock.today() + timedelta(30)).isoformat()}
    for _ in range(2):
        assert admin.kirim(f"{URL}/contoh", mulai).status_code == 303
        assert jumlah() == 39, "38 contoh, dan tarif kantor sendiri"
    dipakai = db.session.scalar(sa.select(Tarif).where(Tarif.contoh).order_by(Tarif.id))
    assert dipakai is not None
    assert dipakai.dasar_hukum.startswith("Contoh, bukan tarif resmi")

    id_dipakai, id_punya = dipakai.id, punya.id
    assert [t.id for t in queries.baris_pada(clock.today())] == [id_punya]
    f.buat_baris(f.buat_pengajuan("terjadwal"), urutan=2, tarif_id=id_dipakai)
    assert "1 di antaranya sudah dipakai" in admin.get(f"{URL}/contoh").text
    assert admin.kirim(f"{URL}/contoh/hapus").status_code == 303
    sisa = set(db.session.scalars(sa.select(Tarif.id)))
    assert sisa == {id_dipakai, id_punya}


def test_perintah_contoh(app: Any) -> None:
    jalan = app.test_cli_runner().invoke
    mulai = (clock.today() + timedelta(30)).isoformat()
    assert "39 tarif contoh dimuat" in jalan(args=["tarif-contoh", "--mulai", mulai]).output
    assert "0 tarif contoh dimuat" in jalan(args=["tarif-contoh", "--mulai", mulai]).output
    lalu = jalan(args=["tarif-contoh", "--mulai", "2020-01-01"])
    assert lalu.exit_code
    assert "Pilih tanggal setelah hari ini" in lalu.output


# --- list and what-if -------------------------------------------------------------------------


def test_saringan_di_alamat(app: Any, masuk: Any) -> None:
    hari_ini = clock.today()
    bejana, skala = f.jenis("BJN-01").id, f.jenis().id
    f.buat_tarif(11, jenis_id=bejana, dasar_hukum="Perda Kini")
    f.buat_tarif(22, jenis_id=skala, berlaku_mulai=hari_ini + timedelta(5), dasar_hukum="Nanti")
    f.buat_tarif(33, berlaku_sampai=hari_ini - timedelta(1), dasar_hukum="Lalu")
    klien = masuk(f.buat_pengguna("kepala"))
    kemarin, pekan = hari_ini - timedelta(1), hari_ini + timedelta(7)
    for cari, ada in (
        ("", "11 22 33"), ("masa=kini", "11"), ("masa=nanti", "22"), ("masa=lalu", "33"),
        (f"jenis_id={bejana}", "11"), (f"pada={kemarin}", "11 33"), (f"pada={pekan}", "11 22"),
        ("q=perda", "11"), ("masa=lalu&q=nanti", ""), ("jenis_id=x&masa=y&pada=z", "11 22 33"),
    ):  # fmt: skip
        html = klien.htmx(f"{URL}?{cari}").text
        assert [n for n in ("11", "22", "33") if f"Rp{n}<" in html] == ada.split(), cari


def test_berapa_retribusinya(app: Any, masuk: Any) -> None:
    jenis_id = f.jenis("PUB-01").id
    f.buat_tarif(160_000, jenis_id=jenis_id, satuan_hitung="nozzle", kapasitas_sampai=Decimal(50))
    klien = masuk(f.buat_pengguna("pelayanan"))
    isi = {"jenis_id": jenis_id, "layanan": "tera", "lokasi": "kantor", "tanggal": "2027-02-01"}
    isi |= {"kapasitas": "50"}

    def tanya(**kw: Any) -> Any:
        return klien.htmx(f"{URL}/hitung", query_string=isi | kw)

    assert "Jumlah nozzle belum diisi" in tanya().text
    assert "Rp480.000" in tanya(jumlah="3").text
    assert "Bebas Retribusi" in tanya(kapasitas="50,1").text
    for salah in ({"jenis_id": ""}, {"kapasitas": ""}, {"lokasi": "bulan"}, {"jumlah": "1,5"},
                  {"tanggal": "x"}, {"jenis_id": "999999"}):  # fmt: skip
        assert tanya(**salah).status_code == 422, salah
    assert jumlah() == 1
