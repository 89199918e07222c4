"""What was charged and set before fees had units and applications had lines."""

from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from flask_migrate import downgrade, upgrade

from app.extensions import db
from app.pengajuan.models import RetribusiBaris
from app.tarif.models import Tarif
from app.uttp.models import InformasiJenis
from config import AKAR
from tests import factories as f

MIGRASI = str(AKAR / "migrations")


def test_yang_lama_mendapat_satu_baris_dan_satuan(app: Any) -> None:
    bayar = f.buat_pengajuan("terjadwal", dasar_retribusi="Perda 9/2011", layanan="tera")
    bebas = f.buat_pengajuan("diproses")
    belum = f.buat_pengajuan("diterima")
    f.buat_tarif(7)
    nomor = {"bayar": bayar.id, "bebas": bebas.id, "belum": belum.id}
    db.session.remove()
    try:
        downgrade(directory=MIGRASI, revision="20261122_1106")
    finally:
        upgrade(directory=MIGRASI)
    baris = {b.pengajuan_id: b for b in db.session.scalars(sa.select(RetribusiBaris))}
    assert set(baris) == {nomor["bayar"], nomor["bebas"]}
    satu = baris[nomor["bayar"]]
    assert (satu.uraian, satu.satuan, satu.jumlah) == (f"Tera {f.jenis().nama}", "alat", 1)
    assert (satu.harga, satu.subtotal, satu.dasar) == (50_000, 50_000, "Perda 9/2011")
    assert (baris[nomor["bebas"]].subtotal, baris[nomor["bebas"]].tarif_id) == (0, None)
    tarif = db.session.scalars(sa.select(Tarif)).one()
    assert (tarif.harga, tarif.satuan_hitung, tarif.contoh) == (7, "alat", False)
    assert tarif.dibuat_pada.date() in (date(2024, 1, 4), date(2024, 1, 5))
    assert tarif.dibuat_pada < datetime(2024, 1, 6, tzinfo=UTC)
    tanda = sa.select(InformasiJenis.label, InformasiJenis.hitungan).where(
        InformasiJenis.hitungan.is_not(None)
    )
    assert set(db.session.execute(tanda).all()) == {
        ("Jumlah nozzle", "nozzle"), ("Jumlah kompartemen", "kompartemen"),
    }  # fmt: skip
