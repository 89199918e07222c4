"""The worlds of `make bench`, and why their lists cost the same: each is read in the order of an
index, whatever it is narrowed to."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from app.auth.models import Pengguna
from app.extensions import db
from app.jadwal.models import BebanHari
from app.pengajuan.giliran import berstatus_sejak
from app.pengajuan.models import Pengajuan, Riwayat
from app.pengajuan.states import BERTANGGAL, Status
from scripts.bench_dunia import Dunia
from tests import factories as f
from tests.conftest import ambil, sekali

DAFTAR = (
    "/admin/pengajuan",
    "/admin/pengajuan?status=perlu",
    "/admin/pengajuan?status=baru",
    "/admin/pengajuan?status=semua",
    "/admin/pengajuan?status=selesai_sah",
    "/admin/pembayaran",
    "/admin/peserta",
    "/uttp",
    "/admin/audit",
)


def test_dunia_terisi_dan_penghitungnya_cocok(app: Flask) -> None:
    Dunia(400).bangun()
    per_status = sa.select(Pengajuan.status, sa.func.count()).group_by(Pengajuan.status)
    jumlah = {baris.status: baris[1] for baris in db.session.execute(per_status)}
    assert sum(jumlah.values()) == 400
    assert set(jumlah) == set(Status)
    terisi = db.session.scalar(sa.select(sa.func.sum(BebanHari.menit)))
    nanti = sum(n for s, n in jumlah.items() if s in BERTANGGAL[:3])
    assert terisi == 30 * nanti


@sekali
@pytest.mark.parametrize("url", DAFTAR)
def test_daftar_dibaca_menurut_indeks(app: Flask, masuk: Any, url: str) -> None:
    """Nothing is sorted: only so does the hundred thousandth row cost a list nothing."""
    admin = f.buat_pengguna("admin")
    perintah: list[tuple[str, Any]] = []

    def catat(_conn: Any, _kursor: Any, teks: str, isi: Any, *_sisa: Any) -> None:
        if "FROM" in teks and "LIMIT" in teks and "ORDER BY" in teks:
            perintah.append((teks, isi))

    event.listen(db.engine, "before_cursor_execute", catat)
    try:
        assert masuk(admin).get(url).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", catat)
    assert perintah
    with db.engine.connect() as conn:
        for teks, isi in perintah:
            rencana = conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {teks}", isi).fetchall()
            assert not [b for b in rencana if "TEMP B-TREE FOR ORDER BY" in b[3]], teks


def test_sejak_kapan_berstatus_mengikuti_riwayat(app: Flask) -> None:
    """The application keeps the latest time its history says; a line without a move is none."""
    p = f.buat_pengajuan("baru")
    pelaku: Pengguna = f.buat_pengguna()
    tulisan = {"pelaku_id": pelaku.id, "pelaku_nama": pelaku.nama, "peran": pelaku.peran}
    for aksi, dari, ke in (("kirim", None, "baru"), ("ubah", "baru", "baru"),
                           ("terima", "baru", "diterima")):  # fmt: skip
        db.session.add(Riwayat(pengajuan_id=p.id, aksi=aksi, dari=dari, ke=ke, **tulisan))
        db.session.commit()
    pertama = sa.select(Riwayat.waktu).where(Riwayat.aksi == "kirim")
    cari = sa.select(berstatus_sejak()).where(Pengajuan.id == p.id)
    assert db.session.scalar(cari) == db.session.scalar(pertama)
    assert ambil(Pengajuan, p.id).berstatus_pada == db.session.scalar(pertama)
