"""The search of long lists: its index misses no row, and it changes nothing but the time."""

from typing import Any
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from alembic.runtime.environment import EnvironmentContext
from flask import Flask
from flask_migrate import upgrade
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app.core import cari, clock, periksa
from app.core.cari import memuat, salah_satu, sedikit
from app.core.db import tulis
from app.core.forms import kata_cari
from app.extensions import db
from app.pembayaran.models import Pembayaran
from app.pengajuan.models import KelompokPengajuan, Pengajuan
from app.peserta.models import Peserta
from app.uttp.models import Uttp
from config import AKAR
from tests import factories as f
from tests.conftest import sekali

MODEL = (Peserta, Uttp, KelompokPengajuan, Pengajuan, Pembayaran)


def bernama(kata: str) -> list[int]:
    db.session.rollback()  # what the database holds now
    return list(db.session.scalars(sa.select(Peserta.id).where(memuat(Peserta, kata))))


def nama(p: Peserta, baru: str) -> None:
    with tulis():
        db.session.execute(sa.update(Peserta).where(Peserta.id == p.id).values(nama=baru))


def test_indeks_mengikuti_barisnya(app: Flask) -> None:
    p = f.buat_peserta(nama="Toko Sumber Rezeki")
    assert bernama("ber rez") == [p.id]
    nama(p, "Toko Bahari")
    assert (bernama("ber rez"), bernama("BAHARI")) == ([], [p.id])
    lain = f.buat_registrasi(nama="Warung Bahari")
    with tulis():
        db.session.execute(sa.delete(Peserta).where(Peserta.id == lain.id))
    assert bernama("bahari") == [p.id]


@pytest.mark.parametrize("model", MODEL, ids=lambda m: m.__tablename__)
def test_kolom_indeks_sama_dengan_model(app: Flask, model: Any) -> None:
    indeks = f"cari_{model.__tablename__}"
    if db.engine.dialect.name == "sqlite":
        baris = db.session.execute(sa.text(f"PRAGMA table_info({indeks})")).all()
        assert tuple(b.name for b in baris) == model.CARI
    else:
        tulisan = db.session.scalar(
            sa.text("SELECT indexdef FROM pg_indexes WHERE indexname = :n"), {"n": indeks}
        )
        isi = ", ".join(f"{k} gin_trgm_ops" for k in model.CARI)
        assert tulisan is not None
        assert tulisan.endswith(f"USING gin ({isi})")


def tanpa_pemicu() -> None:
    with db.engine.begin() as conn:
        for saat in ("tambah", "ubah", "hapus"):
            conn.exec_driver_sql(f"DROP TRIGGER cari_peserta_{saat}")
        conn.execute(sa.update(Peserta).values(nama="Toko Antara"))


@sekali
def test_pemicu_yang_hilang_disebut_dan_dipasang_kembali(app: Flask) -> None:
    """A later migration that rebuilds a table in batch mode takes them with the old one."""
    p = f.buat_peserta(nama="Toko Lama")
    assert list(periksa._pencarian()) == []
    tanpa_pemicu()
    assert bernama("antara") == []
    assert "cari_peserta_ubah" in next(periksa._pencarian()).kalimat
    db.session.remove()
    upgrade(directory=str(AKAR / "migrations"))  # there is nothing to do but this
    assert bernama("antara") == [p.id]
    nama(p, "Toko Akhir")
    assert (bernama("antara"), bernama("akhir")) == ([], [p.id])


@sekali
def test_pemicu_juga_dipasang_sesudah_migrasi_yang_berhenti(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    f.buat_peserta()
    tanpa_pemicu()
    db.session.remove()

    def berhenti(*_: Any) -> None:
        raise ValueError("berhenti di tengah")

    monkeypatch.setattr(EnvironmentContext, "run_migrations", berhenti)
    with pytest.raises(ValueError, match="berhenti di tengah"):
        upgrade(directory=str(AKAR / "migrations"))
    assert list(periksa._pencarian()) == []


@sekali
def test_sambungan_lain_tahu_skema_berubah(app: Flask) -> None:
    """One that read the schema before another changed it, and meets the index only then."""
    f.buat_peserta(nama="Toko Lama")
    db.session.remove()
    db.engine.dispose()  # both are new
    with db.engine.connect() as lama, db.engine.connect() as baru:
        lama.exec_driver_sql("SELECT count(*) FROM berkas")
        lama.rollback()
        baru.exec_driver_sql("CREATE TABLE sementara (id INTEGER)")
        baru.exec_driver_sql("DROP TABLE sementara")
        baru.commit()
        lama.execute(sa.delete(Peserta))
        lama.rollback()


@sekali
def test_yang_dihapus_tidak_tinggal_dalam_indeks(app: Flask) -> None:
    """Not even its letter groups, once the cleaning of the night has been there."""
    nama(f.buat_peserta(nama="Xylofonium"), "Toko Biasa")
    db.session.remove()
    assert app.test_cli_runner().invoke(args=["bersihkan"]).exit_code == 0
    with db.engine.connect() as conn:
        isi = conn.exec_driver_sql("SELECT block FROM cari_peserta_data").scalars().all()
    assert not [b for b in isi if b"xyl" in b or b"ofo" in b]


@sekali
def test_kepala_punya_semua_pemicu(app: Flask) -> None:
    cari_pemicu = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'cari%'"
    ada = set(db.session.scalars(sa.text(cari_pemicu)))
    saat = ("tambah", "ubah", "hapus")
    assert ada == {f"cari_{m.__tablename__}_{s}" for m in MODEL for s in saat}


teks = st.text(
    st.one_of(st.sampled_from("ab AB\"'*%_/\\-^(){}:+."), st.characters(codec="utf-8")), max_size=12
)


@pytest.fixture
def satu_peserta(app: Flask) -> None:
    f.buat_peserta()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(awal=teks, kata=teks, akhir=teks)
def test_tidak_ada_baris_yang_terlewat(
    satu_peserta: None, awal: str, kata: str, akhir: str
) -> None:
    """Whatever letters and signs: a row whose text holds the word is among those of the index."""
    kata = kata_cari(kata)
    assume(len(kata) >= cari.TERPENDEK)
    isi = f"{awal.replace(chr(0), '')}{kata}{akhir.replace(chr(0), '')}"
    db.session.remove()
    with db.engine.connect().execution_options(tulis=True) as conn:
        conn.execute(sa.update(Peserta).values(nama=isi))
        cocok = Peserta.nama.icontains(kata, autoescape=True)
        lewat_baris = list(conn.scalars(sa.select(Peserta.id).where(cocok)))
        lewat_indeks = list(conn.scalars(sa.select(Peserta.id).where(memuat(Peserta, kata))))
        conn.rollback()
    assert set(lewat_baris) <= set(lewat_indeks)


def test_yang_paling_sedikit_dan_bukan_yang_banyak(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cari, "BANYAK", 2)
    semua = [f.buat_peserta(nama=f"Toko {n}").id for n in ("Satu", "Dua", "Tiga")]
    toko = [sa.select(Peserta.id).where(memuat(Peserta, "Toko"))]
    dua = [sa.select(Peserta.id).where(memuat(Peserta, "Dua"))]
    nihil = [sa.select(Peserta.id).where(memuat(Peserta, "Empat"))]
    assert sedikit() is None
    assert sedikit(toko) is None
    assert sedikit(toko, dua) == [semua[1]]
    assert sedikit(toko, dua, nihil) == []
    monkeypatch.setattr(cari, "BANYAK", 3)
    assert sedikit(toko) == sorted(semua)


def test_dua_daftar_nomor_dalam_satu_perintah(app: Flask) -> None:
    a, b = (f.buat_peserta(nama=f"Toko {n}") for n in "AB")
    pilih = sa.select(Peserta.id).where(salah_satu(Peserta.id, [a.id, b.id]))
    assert list(db.session.scalars(pilih.where(salah_satu(Peserta.id, [b.id])))) == [b.id]
    assert list(db.session.scalars(pilih.where(salah_satu(Peserta.id, [])))) == []
    assert len(db.session.scalars(pilih.where(salah_satu(Peserta.id, None))).all()) == 2


# Each list, and what to look for: a number, names of each party, a type, brand, serial number.
DAFTAR = {
    "/admin/pengajuan?status=semua": (
        "nomor",
        "pemohon",
        "pemilik",
        "pemakai",
        "npwp",
        "jenis",
        "seri",
        "kelompok",
    ),
    "/admin/pengajuan?status=baru": ("nomor", "pemohon", "dua kata"),
    "/admin/pembayaran?status=lunas": ("nomor lunas", "pemohon", "bukti"),
    "/admin/jadwal": ("nomor lunas", "pemohon", "seri"),
    "/admin/serah-terima": ("nomor kantor", "seri", "jenis"),
    "/admin/peserta": ("pemohon", "pic", "nomor peserta", "npwp"),
    "/uttp": (
        "seri tanpa tanda",
        "seri bertanda lain",
        "pemilik",
        "pemakai",
        "jenis dan merk",
        "pendek",
    ),
    "/admin/loket": ("pemohon", "pic", "nomor peserta"),
}


@pytest.fixture
def kata(app: Flask) -> dict[str, str]:
    """Words that one row of a few holds, each in another place."""
    penyedia = f.buat_peserta("penyedia", nama="CV Cahaya Mahakam")
    pelanggan = f.buat_pelanggan(penyedia, nama="Warung Bahari Indah")
    alat = f.buat_uttp(
        pelanggan, merk="Neraca Kita", nomor_seri="QZ-77.1", sidik="NERACAKITA|QZ771"
    )
    return {"pemilik": "bahari"} | _pengajuan(penyedia, alat)


def _pengajuan(penyedia: Peserta, alat: Uttp) -> dict[str, str]:
    kelompok = f._simpan(
        KelompokPengajuan(nomor="KEL-2026-0042", peserta_id=penyedia.id,
                          dibuat_oleh_id=penyedia.pengguna_id)
    )  # fmt: skip
    baru = f.buat_pengajuan("baru", uttp=alat, peserta_id=penyedia.id, kelompok_id=kelompok.id)
    pemakai = f.buat_pelanggan(penyedia, nama="Depot Sungai Dama")
    dipakai = f.buat_uttp(penyedia, nomor_seri="QZ-88", pemakai_id=pemakai.id)
    lunas = f.buat_pengajuan("diproses", uttp=dipakai, retribusi=5000, lokasi="kantor")
    siapa = penyedia.pengguna_id
    f._simpan(
        Pembayaran(
            pengajuan_id=lunas.id, nomor_bukti="BKT-31337", tanggal=clock.today(), jumlah=5000,
            status="diterima", berkas_id=f.buat_berkas().id, dibuat_oleh_id=siapa,
            diputus_pada=clock.now(), diputus_oleh_id=siapa,
        )
    )  # fmt: skip
    f.buat_pengajuan("diproses")
    return {"nomor": baru.nomor[-5:], "nomor lunas": lunas.nomor, "nomor kantor": lunas.nomor,
            "pemohon": "mahakam", "jenis": "timbangan", "seri": "qz-", "kelompok": "0042",
            "dua kata": "cahaya mahakam", "bukti": "31337", "pic": penyedia.pic_nama or "",
            "nomor peserta": penyedia.nomor, "pemakai": "dama", "npwp": penyedia.npwp or "",
            "seri tanpa tanda": "qz771", "seri bertanda lain": "q/z77-1",
            "jenis dan merk": "neraca timbangan", "pendek": "qz"}  # fmt: skip


@pytest.mark.parametrize(("url", "apa"), [(u, a) for u, semua in DAFTAR.items() for a in semua])
def test_mempersempit_tidak_mengubah_hasil(
    kata: dict[str, str], masuk: Any, monkeypatch: pytest.MonkeyPatch, url: str, apa: str
) -> None:
    """The same rows with the index as by reading all of them, and there are some."""
    klien = masuk(f.buat_pengguna("pelayanan"))

    def isi(q: str) -> str:
        sambung = "&" if "?" in url else "?"
        jawab = klien.htmx(f"{url}{sambung}{urlencode({'q': q})}")
        assert jawab.status_code == 200
        return jawab.text

    cepat = isi(kata[apa])
    monkeypatch.setattr(cari, "BANYAK", -1)  # any number is many
    assert isi(kata[apa]) == cepat
    assert cepat != isi("tidak-ada-yang-begini").replace("tidak-ada-yang-begini", kata[apa])
