"""The worlds of `make bench`, and why their lists cost the same: each is read in the order of an
index, whatever it is narrowed to."""

import re
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
    "/admin/serah-terima",
    "/admin/serah-terima?tahap=di-kantor",
    "/admin/serah-terima?tahap=dokumen",
    "/admin/serah-terima?tahap=selesai",
    "/admin/surat-tugas",
)
PENERA = ("/admin/pengajuan", "/admin/pengajuan?status=perlu")
# These sort the few rows they found, and find them without reading a table from end to end.
DITEMUKAN = (
    ("admin", "/admin/jadwal"),
    ("admin", "/admin/surat-tugas/baru"),
    ("penera", "/admin"),
    ("penera", "/admin/jadwal"),
    ("penera", "/admin/surat-tugas"),
    ("peserta", "/pengajuan"),
    ("peserta", "/uttp"),
    ("peserta", "/armada"),
)
BESAR = re.compile(r"SCAN (pengajuan|uttp|peserta|pemohon|riwayat|surat_tugas)\b")


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
@pytest.mark.parametrize(
    ("peran", "url"), [*(("admin", u) for u in DAFTAR), *(("penera", u) for u in PENERA)]
)
def test_daftar_dibaca_menurut_indeks(app: Flask, masuk: Any, peran: str, url: str) -> None:
    """Nothing is sorted: only so does the hundred thousandth row cost a list nothing."""
    semua = _rencana(masuk(f.buat_pengguna(peran)), url)
    rencana = [r for r in semua if "LIMIT" in r[0] and "ORDER BY" in r[0]]
    assert rencana
    for teks, langkah in rencana:
        assert not [b for b in langkah if "TEMP B-TREE FOR ORDER BY" in b], teks


@sekali
@pytest.mark.parametrize(("peran", "url"), DITEMUKAN)
def test_baris_ditemukan_lewat_indeks(app: Flask, masuk: Any, peran: str, url: str) -> None:
    siapa = f.buat_peserta().pengguna if peran == "peserta" else f.buat_pengguna(peran)
    rencana = _rencana(masuk(siapa), url)
    assert rencana
    for teks, langkah in rencana:
        assert not [b for b in langkah if BESAR.match(b)], teks


# Lists of everybody's rows that are searched, with words that no row, one row or its type holds.
DICARI = ("/admin/pengajuan?status=semua&", "/admin/pembayaran?", "/admin/jadwal?", "/uttp?",
          "/admin/serah-terima?", "/admin/peserta?", "/admin/loket?")  # fmt: skip


@sekali
@pytest.mark.parametrize("url", DICARI)
def test_kata_dicari_lewat_indeks(app: Flask, masuk: Any, url: str) -> None:
    """Which rows a word may be on is asked of the index of letter groups, and no table is read."""
    f.buat_pengajuan("diproses", uttp=f.buat_uttp(merk="Neraca Kita", nomor_seri="QZ-77"))
    semua = _rencana(masuk(f.buat_pengguna("pelayanan")), f"{url}q=qz-77")
    rencana = [langkah for teks, langkah in semua if "MATCH" in teks]
    assert rencana
    for langkah in rencana:
        assert not [b for b in langkah if BESAR.match(b)], langkah


def _rencana(klien: Any, url: str) -> list[tuple[str, list[str]]]:
    """The statements of a page that put rows in order, and how SQLite would go about each."""
    perintah: list[tuple[str, Any]] = []

    def catat(_conn: Any, _kursor: Any, teks: str, isi: Any, *_sisa: Any) -> None:
        if "FROM" in teks and ("LIMIT" in teks or "ORDER BY" in teks):
            perintah.append((teks, isi))

    event.listen(db.engine, "before_cursor_execute", catat)
    try:
        assert klien.get(url).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", catat)
    with db.engine.connect() as conn:
        return [
            (teks, [b[3] for b in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {teks}", isi)])
            for teks, isi in perintah
        ]


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
