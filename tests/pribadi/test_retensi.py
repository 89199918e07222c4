"""flask retensi: says first, deletes when told, and never what the law keeps."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core import clock
from app.core.audit import Audit
from app.core.db import tulis
from app.core.outbox import Pesan
from app.extensions import db
from app.pengajuan.models import Pengajuan, Skhp
from app.pengaturan.services import ubah_kantor
from app.peserta.models import AksesData, Peserta
from app.pribadi.models import PermintaanData
from tests import factories as f

SEJAM = timedelta(hours=1)


def jalankan(app: Flask, *args: str) -> str:
    db.session.remove()
    hasil = app.test_cli_runner().invoke(args=["retensi", *args])
    if hasil.exception:
        raise hasil.exception
    assert hasil.exit_code == 0, hasil.output
    db.session.expire_all()
    return str(hasil.output)


def lalu(hari: int, selisih: timedelta = timedelta(0)) -> Any:
    return clock.now() - timedelta(days=hari) - selisih


def ditolak(pada: Any, **kw: Any) -> Peserta:
    return f.buat_registrasi(
        status="ditolak", alasan_tolak="Alasan.", diputus_pada=pada, dibuat_pada=lalu(400), **kw
    )


def akses(peserta: Peserta, waktu: Any) -> AksesData:
    isi = {"peran": "admin", "apa": "NIK", "alasan": "dokumen", "waktu": waktu}
    return f._simpan(AksesData(peserta_id=peserta.id, pelaku_id=f.buat_pengguna().id, **isi))


def pesan(peserta: Peserta, pada: Any) -> Pesan:
    isi = {"judul": "J", "isi": "I", "dibuat_pada": pada}
    return f._simpan(Pesan(penerima_id=peserta.pengguna_id, **isi))


def ada(model: Any) -> set[int]:
    db.session.rollback()
    return set(db.session.scalars(sa.select(model.id)))


def test_di_sekitar_batas(app: Flask) -> None:
    p = f.buat_peserta()
    tua = (ditolak(lalu(90, SEJAM)), pesan(p, lalu(730, SEJAM)), akses(p, lalu(1825, SEJAM)))
    muda = (ditolak(lalu(90, -SEJAM)), pesan(p, lalu(730, -SEJAM)), akses(p, lalu(1825, -SEJAM)))
    nomor = [(type(t), t.id, m.id) for t, m in zip(tua, muda, strict=True)]
    teks = jalankan(app)
    assert "Registrasi yang ditolak, lebih dari 90 hari: 1 akan dihapus." in teks
    assert "Pesan di kotak masuk, lebih dari 730 hari: 1 akan dihapus." in teks
    assert "Catatan siapa melihat data, lebih dari 1825 hari: 1 akan dihapus." in teks
    assert "Belum ada yang dihapus" in teks
    for model, lama, baru in nomor:
        assert {lama, baru} <= ada(model)
    assert not db.session.scalars(sa.select(Audit)).all()

    teks = jalankan(app, "--jalankan")
    assert teks.count(": 1 dihapus.") == 3
    for model, lama, baru in nomor:
        assert lama not in ada(model)
        assert baru in ada(model)
    catatan = db.session.scalars(sa.select(Audit)).one()
    assert catatan.aksi == "retensi"
    assert {k: n for k, n in catatan.sesudah.items() if n} == {
        "registrasi_ditolak": 1, "isi_pesan": 1, "akses_data": 1
    }  # fmt: skip

    assert ": 1 dihapus." not in jalankan(app, "--jalankan")
    assert len(db.session.scalars(sa.select(Audit)).all()) == 1


def test_arsip_tidak_disentuh(app: Flask) -> None:
    """However old: participants, applications, certificates, and a refused row that has any."""
    p = f.buat_peserta(dibuat_pada=lalu(9000))
    selesai = f.buat_pengajuan("selesai_sah", f.buat_uttp(p), dibuat_pada=lalu(9000))
    menunggu = f.buat_registrasi(dibuat_pada=lalu(9000))
    beralat = ditolak(lalu(9000))
    f.buat_uttp(beralat)
    pelanggan = f.buat_pelanggan(p, dibuat_pada=lalu(9000))
    semua = {p.id, menunggu.id, beralat.id, pelanggan.id}
    id, jumlah = selesai.id, len(ada(Skhp))
    jalankan(app, "--jalankan")
    assert semua <= ada(Peserta)
    assert id in ada(Pengajuan)
    assert len(ada(Skhp)) == jumlah == 1


def test_catatan_akses_ditahan_selama_ada_permintaan(app: Flask) -> None:
    p = f.buat_peserta()
    tahan = akses(p, lalu(4000)).id
    isi = {"jenis": "perbaikan", "isi": "x", "dibuat_oleh_id": p.pengguna_id, "batas": clock.now()}
    minta = f._simpan(PermintaanData(peserta_id=p.id, **isi)).id
    jalankan(app, "--jalankan")
    assert tahan in ada(AksesData)
    with tulis() as s:
        baris = s.get_one(PermintaanData, minta)
        baris.status, baris.jawaban = "selesai", "Sudah."
        baris.diputus_pada, baris.diputus_oleh_id = clock.now(), p.pengguna_id
    jalankan(app, "--jalankan")
    assert tahan not in ada(AksesData)


def test_registrasi_pergi_bersama_catatan_aksesnya(app: Flask) -> None:
    tolak = ditolak(lalu(91))
    akses(tolak, clock.now())
    jalankan(app, "--jalankan")
    assert ada(AksesData) == set()
    assert ada(Peserta) == set()


@pytest.mark.parametrize(("hari", "sisa"), [(30, 0), (60, 1)])
def test_masa_simpan_diatur_kantor(app: Flask, hari: int, sisa: int) -> None:
    ditolak(lalu(45))
    with tulis():
        ubah_kantor({"retensi_ditolak_hari": hari})
    jalankan(app, "--jalankan")
    assert len(ada(Peserta)) == sisa
    with tulis():
        ubah_kantor({"retensi_ditolak_hari": 90})
