"""A forgotten password: one answer for everybody, and a link that lives an hour."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from app.auth import services
from app.auth.models import Pengguna
from app.core.db import tulis
from app.core.outbox import Pesan
from app.extensions import db
from tests import factories as f

BARU = "kebun pepaya di bukit"


def pesan_reset() -> list[Any]:
    db.session.rollback()
    cari = sa.select(Pesan.penerima_id, Pesan.isi, Pesan.tautan)
    return list(db.session.execute(cari.where(Pesan.judul == "Minta tautan reset password")))


def bersih(teks: str) -> str:
    return re.sub(r'value="[^"]+"', "", teks)


def test_peserta_permintaannya_sampai_ke_loket(klien: Any) -> None:
    peserta = f.buat_peserta(sandi=True)
    loket, admin = f.buat_pengguna("pelayanan"), f.buat_pengguna("admin")
    for peran in ("penera", "kepala"):
        f.buat_pengguna(peran)
    f.buat_pengguna("pelayanan", aktif=False)
    nik = str(peserta.pic_nik)
    jawab = klien.kirim("/lupa-sandi", {"nama_masuk": f"{nik[:4]} {nik[4:8]}-{nik[8:]}"})
    assert jawab.status_code == 200
    assert "<h1>Permintaan diterima</h1>" in jawab.text
    assert "60 menit" in jawab.text
    pesan = pesan_reset()
    assert {p.penerima_id for p in pesan} == {loket.id, admin.id}
    assert {p.tautan for p in pesan} == {f"/admin/peserta/{peserta.id}"}
    assert nik not in pesan[0].isi
    assert str(peserta.pic_nama) in pesan[0].isi


def test_petugas_permintaannya_hanya_ke_admin(klien: Any) -> None:
    akun, admin = f.buat_pengguna("penera"), f.buat_pengguna("admin")
    f.buat_pengguna("pelayanan")
    klien.kirim("/lupa-sandi", {"nama_masuk": f.nama_ketik(akun).upper()})
    (pesan,) = pesan_reset()
    assert (pesan.penerima_id, pesan.tautan) == (admin.id, f"/admin/akun/{akun.id}")
    assert "Buat tautan baru" in pesan.isi


def test_jawaban_dan_pekerjaannya_sama_bila_akunnya_tidak_ada(
    klien: Any, hitung_query: Any
) -> None:
    f.buat_pengguna("pelayanan")
    nonaktif = f.buat_peserta(sandi=True)
    with tulis():
        services.nonaktifkan(nonaktif.pengguna)
    ada = f.buat_peserta(sandi=True)
    klien.get("/lupa-sandi")
    hasil = []
    for nama in (str(ada.pic_nik), str(nonaktif.pic_nik), "6471010101010101", "siapa.pun"):
        with hitung_query() as daftar:
            jawab = klien.kirim("/lupa-sandi", {"nama_masuk": nama})
        hasil.append((jawab.status_code, bersih(jawab.text), sum("INSERT" in q for q in daftar)))
    assert len(set(hasil)) == 1
    assert len(pesan_reset()) == 1, "hanya yang ada"


def test_diminta_berulang_petugas_diberi_tahu_sekali_sejam(klien: Any) -> None:
    peserta = f.buat_peserta(sandi=True)
    f.buat_pengguna("pelayanan")
    with time_machine.travel("2026-11-22T01:00:00Z", tick=False) as waktu:
        for _ in range(3):
            jawab = klien.kirim("/lupa-sandi", {"nama_masuk": str(peserta.pic_nik)})
            assert "Permintaan diterima" in jawab.text
        assert len(pesan_reset()) == 1
        waktu.shift(timedelta(hours=1))
        klien.kirim("/lupa-sandi", {"nama_masuk": str(peserta.pic_nik)})
        assert len(pesan_reset()) == 2


def test_satu_alamat_sepuluh_permintaan_sejam(klien: Any) -> None:
    hasil = [
        klien.kirim("/lupa-sandi", {"nama_masuk": f.nik(n)}).status_code for n in range(8000, 8011)
    ]
    assert hasil == [200] * 10 + [429]


def test_captcha_diminta(app: Flask, klien: Any, monkeypatch: Any) -> None:
    monkeypatch.setitem(app.config, "CAPTCHA", True)
    f.buat_pengguna("admin", nama_masuk="siti")
    assert klien.kirim("/lupa-sandi", {"nama_masuk": "siti"}).status_code == 422
    assert not pesan_reset()


def test_halaman_jujur_bahwa_tidak_ada_surat(klien: Any) -> None:
    isi = klien.get("/lupa-sandi").text
    assert "tidak terkirim otomatis" in isi
    assert "tel:" in isi
    for pintu in ("/masuk", "/admin/masuk"):
        assert 'href="/lupa-sandi"' in klien.get(pintu).text


@pytest.mark.parametrize(("bersandi", "menit"), [(True, 60), (False, 72 * 60)])
def test_tautan_reset_60_menit_aktivasi_72_jam(klien: Any, bersandi: bool, menit: int) -> None:
    akun = f.buat_peserta(sandi=bersandi).pengguna
    with time_machine.travel("2026-11-22T00:00:00Z", tick=False) as waktu:
        with tulis():
            url = "/aktivasi/" + services.buat_tautan(akun, None)
        waktu.shift(timedelta(minutes=menit, seconds=-1))
        assert klien.get(url).status_code == 200
        waktu.shift(1)
        assert klien.get(url).status_code == 410


def test_reset_mengakhiri_sesi_dan_memberi_tahu_pemiliknya(klien: Any, masuk: Any) -> None:
    akun = f.buat_peserta(sandi=True).pengguna
    pencuri = masuk(akun)
    with tulis():
        url = "/aktivasi/" + services.buat_tautan(akun, None)
    assert klien.kirim(url, {"sandi_baru": BARU}).status_code == 303
    assert pencuri.get("/pesan").status_code == 303
    db.session.rollback()
    cari = sa.select(Pesan.judul).where(Pesan.penerima_id == akun.id)
    assert db.session.scalars(cari).all() == ["Password diganti"]
    assert klien.kirim(url, {"sandi_baru": "kebun durian di lembah"}).status_code == 410


def test_perintah_tautan_sandi(app: Flask, klien: Any) -> None:
    akun = f.buat_pengguna("penera", sandi=True)
    hasil = app.test_cli_runner().invoke(args=["tautan-sandi", akun.nama_masuk])
    assert hasil.exit_code == 0, hasil.output
    assert "berlaku 1 jam" in hasil.output
    url = hasil.output.split()[-1].removeprefix("http://localhost")
    assert klien.get(url).status_code == 200
    assert app.test_cli_runner().invoke(args=["tautan-sandi", "entah"]).exit_code == 1


def test_petugas_membuat_tautan_dari_halaman_peserta(masuk: Any) -> None:
    peserta = f.buat_peserta(sandi=True)
    loket = masuk(f.buat_pengguna("pelayanan"))
    with time_machine.travel("2026-11-22T00:00:00Z", tick=False):
        loket = masuk(f.buat_pengguna("pelayanan"))
        jawab = loket.kirim(f"/admin/peserta/{peserta.id}/akses", {"cara": "tautan"})
    assert "22 November 2026 09.00 WITA" in jawab.text
    assert db.session.get_one(Pengguna, peserta.pengguna_id).sandi
