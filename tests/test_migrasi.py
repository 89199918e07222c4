"""Migrations: they make what the models say, and go up, down and up again with rows present."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade

from app.core.cari import milik_pencarian
from app.core.db import tulis
from app.extensions import db
from app.pelanggan.models import KerjaSama
from app.pengajuan.models import Pengajuan
from app.pengajuan.states import Status
from app.pengaturan.data import muat_wilayah
from app.uttp.data import muat_jenis
from app.uttp.models import JenisUttp, Kepemilikan, MasaBerlaku
from app.uttp.states import AWAL_MASA
from config import AKAR
from tests import factories as f

MIGRASI = str(AKAR / "migrations")


# SQLite tells no more of an index on an expression; no model speaks of those of the search.
@pytest.mark.filterwarnings("ignore:Skipped unsupported .* expression-based index cari_:")
def test_kepala_sama_dengan_model(app: Flask) -> None:
    with db.engine.connect() as conn:
        pilih = {"include_name": lambda nama, jenis, _: not milik_pencarian(nama, jenis)}
        konteks = MigrationContext.configure(conn, opts={"compare_type": True, **pilih})
        assert compare_metadata(konteks, db.metadata) == []


@pytest.mark.parametrize("status", list(Status))
def test_setiap_status_dapat_disimpan(app: Flask, status: Status) -> None:
    f.buat_pengajuan(status)


@pytest.mark.parametrize(
    ("status", "ubah"),
    [
        ("baru", {"status": "ngawur"}),
        ("baru", {"status": "dibatalkan"}),
        ("baru", {"status": "perlu_perbaikan"}),
        ("diterima", {"status": "diproses"}),
        ("diterima", {"status": "menunggu_pilihan"}),
        ("diproses", {"status": "terjadwal"}),  # retribusi 0 never waits for a payment
        ("diproses", {"status": "selesai_sah"}),
        ("diproses", {"status": "selesai_batal", "tanggal_hasil": sa.func.current_date()}),
        ("diproses", {"retribusi": -1}),
        ("baru", {"skhp_lama": None}),
        ("baru", {"layanan": "kalibrasi"}),
    ],
)
def test_basis_data_menolak_yang_ditolak_aturan(app: Flask, status: str, ubah: Any) -> None:
    p = f.buat_pengajuan(status)
    perintah = sa.update(Pengajuan).where(Pengajuan.id == p.id).values(**ubah)
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(perintah)
    db.session.rollback()


def test_satu_pengajuan_aktif_per_alat(app: Flask) -> None:
    p = f.buat_pengajuan("selesai_sah")
    uttp = f.ambil_uttp(p.uttp_id)
    f.buat_pengajuan("baru", uttp=uttp)
    with pytest.raises(sa.exc.IntegrityError):
        f.buat_pengajuan("diterima", uttp=uttp)
    db.session.rollback()


def test_naik_turun_naik_dengan_isi(app: Flask) -> None:
    f.buat_pengajuan("selesai_sah")
    db.session.remove()
    try:
        downgrade(directory=MIGRASI, revision="base")
        assert "pengajuan" not in sa.inspect(db.engine).get_table_names()
    finally:
        upgrade(directory=MIGRASI)
        with tulis():
            muat_wilayah()
            muat_jenis()
    f.buat_pengajuan("selesai_sah")


def test_pemilik_dan_penyedia_yang_lama_mendapat_periode(app: Flask) -> None:
    """1101: what was known before the history was kept runs since its row was made."""
    pelanggan = f.buat_pelanggan(f.buat_peserta("penyedia"))
    uttp = f.buat_uttp(pelanggan)
    db.session.remove()
    try:
        downgrade(directory=MIGRASI, revision="20261122_1003")
    finally:
        upgrade(directory=MIGRASI)
    milik = db.session.scalars(sa.select(Kepemilikan)).one()
    assert (milik.uttp_id, milik.pemilik_id, milik.sejak) == (
        uttp.id, pelanggan.id, uttp.dibuat_pada,
    )  # fmt: skip
    sama = db.session.scalars(sa.select(KerjaSama)).one()
    assert (sama.penyedia_id, sama.pelanggan_id, sama.sampai) == (
        pelanggan.penyedia_id, pelanggan.id, None,
    )  # fmt: skip
    assert f.ambil_uttp(uttp.id).pemilik_id == pelanggan.id


def test_masa_berlaku_yang_lama_menjadi_baris_pertama(app: Flask) -> None:
    """1021: down again each type has its interval as a column, up it is a row with its basis."""
    cari = sa.select(JenisUttp.kode, MasaBerlaku.bulan, MasaBerlaku.peraturan, MasaBerlaku.status)
    cari = cari.join(MasaBerlaku, MasaBerlaku.jenis_id == JenisUttp.id).order_by(JenisUttp.kode)
    semula = db.session.execute(cari).all()
    f.buat_pengajuan("selesai_sah")
    db.session.remove()
    try:
        downgrade(directory=MIGRASI, revision="20261128_1021-1")
        kolom = sa.text("SELECT count(*) FROM jenis_uttp WHERE masa_berlaku_bulan IS NOT NULL")
        assert db.session.scalar(kolom) == len(semula)
        db.session.remove()
    finally:
        upgrade(directory=MIGRASI)
    assert db.session.execute(cari).all() == semula
    awal = db.session.scalars(sa.select(MasaBerlaku.berlaku_mulai).distinct()).all()
    assert awal == [AWAL_MASA]


@pytest.mark.parametrize(
    "file", sorted(Path(MIGRASI, "versions").glob("*.py")), ids=lambda p: p.name
)
def test_setiap_migrasi_menjawab_empat_hal(file: Path) -> None:
    catatan = file.read_text().split('"""')[1]
    for kata in ("Why:", "Data:", "Locks:", "Way back:"):
        assert kata in catatan
    assert "…" not in catatan
