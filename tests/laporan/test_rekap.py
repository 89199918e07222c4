"""Reports that sum up say what the rows say, recounted here in plain Python."""

from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core import clock
from app.extensions import db
from app.laporan import daftar
from app.laporan.periode import Saringan
from app.pembayaran.models import Pembayaran
from app.pengajuan.models import Pengajuan
from app.pengaturan.models import Kelurahan
from app.pengaturan.queries import kantor
from app.uttp.models import JenisUttp, Uttp
from tests import factories as f
from tests.conftest import sekali
from tests.laporan.alat import SETAHUN, angka, jejak, lalu, laporan, saat

# --- instruments --------------------------------------------------------------------------------


@pytest.fixture
def alat(app: Flask) -> list[Uttp]:
    """Instruments in every state, some of them tested this year, some out of use."""
    masa: list[dict[str, Any]] = [
        {"skhp_berlaku_sampai": clock.today() + timedelta(days=40)},
        {"skhp_berlaku_sampai": clock.today()},
        {"skhp_berlaku_sampai": lalu(1)},
        {"skhp_berlaku_sampai": lalu(30), "uji_batal": True},
        {},
        {"skhp_berlaku_sampai": lalu(90), "pensiun_pada": lalu(5), "pensiun_sebab": "rusak"},
    ]
    hasil = [f.buat_uttp(kode=("TBO-03", "PUB-01")[i % 2], **masa[i % 6]) for i in range(18)]
    for u in hasil[:5]:
        f.buat_pengajuan("selesai_sah", u, tanggal_hasil=date(clock.today().year, 1, 1))
        f.buat_pengajuan("selesai_batal", u, tanggal_hasil=date(clock.today().year - 1, 12, 31))
    return hasil


@pytest.mark.parametrize("menurut", ["jenis", "jenis_kecamatan", "kecamatan", "kelurahan"])
def test_uttp_sama_dengan_isinya(alat: list[Uttp], menurut: str) -> None:
    h = laporan("uttp", menurut=menurut)
    kini, tempat = clock.today(), dict(db.session.execute(
        sa.select(Kelurahan.id, Kelurahan.nama)).all())  # fmt: skip
    nama = dict(db.session.execute(sa.select(JenisUttp.id, JenisUttp.nama)).all())
    dipakai = [u for u in alat if u.pensiun_pada is None]
    sah = [u for u in dipakai if not u.uji_batal and (u.skhp_berlaku_sampai or date.min) >= kini]
    habis = [u for u in dipakai if not u.uji_batal and u.skhp_berlaku_sampai
             and u.skhp_berlaku_sampai < kini]  # fmt: skip
    angka(h)
    assert h.tabel.jumlah is not None
    assert h.tabel.jumlah[-4:] == [len(dipakai), len(sah), len(habis), 5]
    if menurut == "jenis":
        per = Counter(nama[u.jenis_id] for u in dipakai)
        assert {b[0]: b[1] for b in h.tabel.baris} == per
    if menurut == "kelurahan":
        assert {str(b[0]) for b in h.tabel.baris} <= set(tempat.values())
    satu = laporan("uttp", menurut="kelurahan", kecamatan=1).tabel.baris
    assert all(b[1] == satu[0][1] for b in satu)


def test_prakiraan_menit_terhadap_kapasitas(alat: list[Uttp]) -> None:
    h = laporan("prakiraan")
    baris = angka(h)
    menit = dict(db.session.execute(sa.select(JenisUttp.id, JenisUttp.menit)).all())
    datang = [u for u in alat if not u.pensiun_pada and not u.uji_batal and u.skhp_berlaku_sampai
              and u.skhp_berlaku_sampai >= clock.today()]  # fmt: skip
    assert len(baris) == 12
    assert h.tabel.jumlah is not None
    assert h.tabel.jumlah[1:3] == [len(datang), sum(menit[u.jenis_id] for u in datang)]
    bulan_depan = (clock.today().replace(day=1) + timedelta(days=32)).replace(day=1)
    hari = [bulan_depan + timedelta(days=n) for n in range(31)]
    hari = [h for h in hari if h.month == bulan_depan.month and h.weekday() < 5]
    assert baris[1][3:5] == [len(hari), len(hari) * kantor().menit_per_hari]
    assert "3 alat sudah kedaluwarsa" in h.catatan[0]


# --- load and levy ------------------------------------------------------------------------------


def test_beban_penera_sama_dengan_kunjungannya(app: Flask) -> None:
    penera = [f.buat_pengguna("penera", nama=f"Penera {i}") for i in range(2)]
    pemilik, acak = [f.buat_peserta() for _ in range(3)], Random(3)  # noqa: S311
    for i in range(24):
        f.buat_pengajuan(
            ("selesai_sah", "selesai_batal", "diproses", "menunggu_dokumen")[i % 4],
            f.buat_uttp(acak.choice(pemilik)), penera_id=acak.choice(penera).id,
            tanggal_uji=lalu(acak.randrange(4) * 10 + 1), menit=10 + i,
        )  # fmt: skip
    f.buat_pengajuan("diterima")
    h = laporan("beban", **SETAHUN)
    baris = angka(h)
    semua = db.session.scalars(sa.select(Pengajuan).where(Pengajuan.penera_id.is_not(None))).all()
    assert h.tabel.jumlah is not None
    kunjungan = {(p.penera_id, p.tanggal_uji, p.peserta_id) for p in semua}
    assert h.tabel.jumlah[2:] == [len(kunjungan), sum(p.menit or 0 for p in semua), 12, 6]
    satu = angka(laporan("beban", penera=penera[0].id, **SETAHUN))
    assert satu == [b for b in baris if b[1] == "Penera 0"]


def bayar(p: Pengajuan, jumlah: int, status: str = "diterima", **kw: Any) -> None:
    isi = {"pengajuan_id": p.id, "status": status, "nomor_bukti": f"TRX{p.id}{status}",
           "tanggal": clock.today(), "jumlah": jumlah, "berkas_id": f.buat_berkas().id,
           "alasan": "Buram." if status == "ditolak" else None, "diputus_pada": clock.now(),
           "dibuat_oleh_id": p.dibuat_oleh_id}  # fmt: skip
    db.session.add(Pembayaran(**(isi | kw)))
    db.session.commit()


def test_retribusi_sama_dengan_jumlah_buktinya(app: Flask) -> None:
    """X13: the total is the sum of the receipts, and the month is that of the wall clock."""
    bulan_lalu = clock.today().replace(day=1) - timedelta(days=1)
    akhir = saat(bulan_lalu, 23)  # past midnight in no zone but ours is it the next month
    for i in range(6):
        p = f.buat_pengajuan("diproses", retribusi=10_000 * (i + 1), dibuat_pada=akhir)
        jejak(p, ("tetapkan_jadwal", "diterima", "terjadwal", akhir if i % 2 else clock.now()))
        bayar(p, 10_000 * (i + 1), diputus_pada=akhir if i < 2 else clock.now(), di_loket=i == 5)
        bayar(p, 10_000, "ditolak")
    bebas = f.buat_pengajuan("diproses", retribusi=0)
    jejak(bebas, ("tetapkan_jadwal", "diterima", "diproses", clock.now()))
    batal = f.buat_pengajuan("dibatalkan", retribusi=99_000)
    jejak(batal, ("tetapkan_jadwal", "diterima", "terjadwal", clock.now()))
    h = laporan("retribusi", dari=bulan_lalu.replace(day=1), sampai=clock.today())
    assert [b[1:] for b in angka(h)] == [
        [3, 120_000, 2, 30_000, 0], [3, 90_000, 4, 180_000, 60_000],
    ]  # fmt: skip
    bukti = sa.select(sa.func.sum(Pembayaran.jumlah)).where(Pembayaran.status == "diterima")
    assert h.tabel.jumlah is not None
    assert h.tabel.jumlah[4] == db.session.scalar(bukti) == 210_000
    assert h.catatan[1].startswith("1 pengajuan lain")


@sekali
def test_masa_yang_dibuka_dan_diminta(app: Flask) -> None:
    kini = clock.today()
    bulan = daftar.lengkapi("pengajuan", Saringan())
    assert (bulan.dari, bulan.sampai) == (kini.replace(day=1), bulan.sampai)
    assert bulan.sampai is not None
    assert (bulan.sampai + timedelta(days=1)).day == 1
    assert daftar.lengkapi("beban", Saringan()).dari == date(kini.year, 1, 1)
    terbalik = daftar.lengkapi("beban", Saringan(dari=kini, sampai=lalu(9)))
    assert (terbalik.dari, terbalik.sampai) == (lalu(9), kini)
    assert daftar.lengkapi("skhp", Saringan(dari=kini)).dari is None
    kabisat = Saringan(dari=date(2028, 2, 1), sampai=date(2028, 2, 29))
    assert kabisat.sebut_masa() == "Februari 2028"
