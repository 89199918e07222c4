"""Tries at the doors are limited; nobody is locked out by somebody else."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from flask import Flask

from app.auth import sandi
from app.core import batas, uploads
from app.core.batas import Batas
from app.extensions import db
from tests import factories as f
from tests.peserta.isi import isi_form
from tests.uttp.bantu import foto

SALAH = "bukan-sandi-saya"
AWAL = "2026-11-22T01:00:00Z"


def coba(klien: Any, nama: str, kata: str = SALAH, dari: str = "10.0.0.1") -> Any:
    return klien.kirim(
        "/masuk", {"nama_masuk": nama, "sandi": kata}, environ_base={"REMOTE_ADDR": dari}
    )


def test_percobaan_keenam_ditolak_dengan_waktu_tunggu(klien: Any) -> None:
    """A6, uR8."""
    nik = str(f.buat_peserta(sandi=True).pic_nik)
    with time_machine.travel(AWAL, tick=False) as waktu:
        assert [coba(klien, nik).status_code for _ in range(5)] == [422] * 5
        jawab = coba(klien, nik, f.SANDI)
        assert jawab.status_code == 429
        assert jawab.headers["Retry-After"] == "900"
        assert "Coba lagi pukul 09.15 WITA, 15 menit lagi." in jawab.text
        assert re.search(r'name="nama_masuk"[^>]*value="6471 ', jawab.text)
        assert f.SANDI not in jawab.text
        waktu.shift(899)
        assert coba(klien, nik, f.SANDI).status_code == 429
        waktu.shift(1)
        assert coba(klien, nik, f.SANDI).status_code == 303


def test_akun_yang_tidak_ada_dijawab_sama(klien: Any) -> None:
    jawaban = []
    for nik in (str(f.buat_peserta(sandi=True).pic_nik), "6471010101010101"):
        for _ in range(5):
            coba(klien, nik)
        jawaban.append(re.sub(r"\d{2}\.\d{2} WITA|value=\"[^\"]+\"", "", coba(klien, nik).text))
    assert jawaban[0] == jawaban[1]


def test_yang_benar_dari_alamat_lain_tetap_masuk(klien: Any) -> None:
    nik = str(f.buat_peserta(sandi=True).pic_nik)
    for _ in range(8):
        coba(klien, nik, dari="10.0.0.66")
    assert coba(klien, nik, f.SANDI, dari="10.0.0.2").status_code == 303


def test_akun_yang_diserang_dari_banyak_alamat_tetap_terbuka_bagi_pemiliknya(klien: Any) -> None:
    """Each address gets two tries then instead of five; the right password needs one."""
    nik = str(f.buat_peserta(sandi=True).pic_nik)
    for n in range(batas.MASUK_AKUN[0]):
        coba(klien, nik, dari=f"10.9.{n}.1")
    assert [coba(klien, nik, dari="10.8.0.1").status_code for _ in range(3)] == [422, 422, 429]
    assert coba(klien, nik, f.SANDI, dari="10.0.0.2").status_code == 303


def test_satu_alamat_30_percobaan_untuk_semua_akun(klien: Any) -> None:
    hasil = [coba(klien, f.nik(7000 + n)).status_code for n in range(31)]
    assert hasil == [422] * 30 + [429]
    assert coba(klien, f.nik(), dari="10.0.0.2").status_code == 422


def test_yang_berhasil_tidak_menghabiskan_jatah_alamat(app: Flask) -> None:
    """A whole office signs in behind one address in the morning."""
    akun = f.buat_pengguna("pelayanan", sandi=True)
    for _ in range(12):
        klien: Any = app.test_client()
        isi = {"nama_masuk": f.nama_ketik(akun), "sandi": f.SANDI}
        assert klien.kirim("/admin/masuk", isi).status_code == 303
    assert {n for (n,) in db.session.query(Batas.n)} <= {0, 1}


def test_60_bersamaan_tepat_lima_yang_diperiksa(app: Flask, monkeypatch: Any) -> None:
    """Exactly the limit gets as far as the password, however many knock at once."""
    nik = str(f.buat_peserta(sandi=True).pic_nik)
    monkeypatch.setattr(sandi, "cocok", lambda *_: False)  # the hashing itself is not the point

    def satu(_: int) -> int:
        with app.app_context():
            klien: Any = app.test_client()
            return int(coba(klien, nik).status_code)

    with ThreadPoolExecutor(12) as kolam:
        hasil = list(kolam.map(satu, range(60)))
    assert sorted(hasil) == [422] * 5 + [429] * 55


def test_nama_dengan_huruf_besar_bukan_jatah_baru(klien: Any) -> None:
    nama = f.buat_pengguna("admin", sandi=True).nama_masuk
    for n in range(5):
        ejaan = nama.upper() if n % 2 else f" {nama} "
        klien.kirim("/admin/masuk", {"nama_masuk": ejaan, "sandi": SALAH})
    jawab = klien.kirim("/admin/masuk", {"nama_masuk": nama, "sandi": SALAH})
    assert jawab.status_code == 429


# --- elsewhere ----------------------------------------------------------------------------------


def test_halaman_429_menyebut_kapan(klien: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(batas, "TAUTAN", (2, batas.TAUTAN[1]))
    with time_machine.travel(AWAL, tick=False):
        assert [klien.get("/aktivasi/x").status_code for _ in range(3)] == [410, 410, 429]
        jawab = klien.get("/aktivasi/x")
    assert "<h1>Terlalu banyak percobaan</h1>" in jawab.text
    assert "Coba lagi pukul 09.15 WITA, 15 menit lagi." in jawab.text
    assert jawab.headers["Retry-After"] == "900"


def test_captcha_dibatasi(app: Flask, klien: Any, monkeypatch: Any) -> None:
    monkeypatch.setitem(app.config, "CAPTCHA", True)
    monkeypatch.setattr(batas, "CAPTCHA", (2, batas.CAPTCHA[1]))
    monkeypatch.setattr(batas, "CAPTCHA_KIRIM", (1, batas.CAPTCHA[1]))
    cari = re.search(r'src="(/captcha/[^"]+\.png)', klien.get("/masuk").text)
    assert cari is not None
    assert [klien.get(cari[1]).status_code for _ in range(2)] == [200, 429]
    assert [klien.get("/masuk").status_code for _ in range(2)] == [200, 429]


def test_registrasi_dibatasi(klien: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(batas, "REGISTRASI", (1, batas.REGISTRASI[1]))
    assert klien.kirim("/registrasi", isi_form()).status_code == 303
    assert klien.kirim("/registrasi", isi_form()).status_code == 429


def test_unggahan_dibatasi_per_akun(masuk: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(batas, "UNGGAH", (1, batas.UNGGAH[1]))
    klien = masuk(f.buat_peserta().pengguna)
    for jumlah in (1, 1):
        data = {"foto": foto(), "aksi_berkas": "foto"}
        jawab = klien.kirim("/uttp/baru", data)
        db.session.rollback()
        assert db.session.query(uploads.Berkas).count() == jumlah
    assert "Anda mengirim sangat banyak berkas. Coba lagi pukul" in jawab.text


@pytest.mark.parametrize("jatah", ["MASUK", "KODE", "TAUTAN", "REGISTRASI", "UNGGAH", "CAPTCHA"])
def test_jatah_masuk_akal(jatah: str) -> None:
    maks, jendela = getattr(batas, jatah)
    assert maks >= 5
    assert jendela.total_seconds() <= 3600
