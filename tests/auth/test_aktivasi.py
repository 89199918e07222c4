"""The one-time link, the own password, and `flask buat-admin`."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from app.auth import sandi, services
from app.auth.models import Pengguna, TautanAktivasi
from app.core import clock
from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.extensions import db
from tests import factories as f
from tests.conftest import ambil

BARU = "kebun pepaya di bukit"


def tautan(akun: Pengguna) -> str:
    with tulis():
        return "/aktivasi/" + services.buat_tautan(akun, None)


def test_membuat_password_sendiri(klien: Any) -> None:
    akun = f.buat_peserta().pengguna
    url = tautan(akun)
    halaman = klien.get(url)
    assert halaman.status_code == 200
    assert halaman.headers["Cache-Control"] == "no-store"
    assert len(re.findall(r'type="password"', halaman.text)) == 1, "tanpa isian kedua (uR6)"
    jawab = klien.kirim(url, {"sandi_baru": BARU})
    assert (jawab.status_code, jawab.location) == (303, "/masuk")
    jawab = klien.kirim("/masuk", {"nama_masuk": f.nama_ketik(akun), "sandi": BARU})
    assert jawab.status_code == 303


def test_petugas_diantar_ke_pintunya(klien: Any) -> None:
    url = tautan(f.buat_pengguna("penera"))
    assert klien.kirim(url, {"sandi_baru": BARU}).location == "/admin/masuk"


def test_melihat_tidak_menghabiskan(klien: Any) -> None:
    """Mail programs open links before people do."""
    url = tautan(f.buat_peserta().pengguna)
    for _ in range(3):
        assert klien.get(url).status_code == 200


def test_hanya_sekali(klien: Any) -> None:
    akun = f.buat_peserta().pengguna
    url = tautan(akun)
    klien.kirim(url, {"sandi_baru": BARU})
    for jawab in (klien.get(url), klien.kirim(url, {"sandi_baru": "kebun durian di lembah"})):
        assert jawab.status_code == 410
        assert "Tautan tidak berlaku lagi" in jawab.text
        assert "Telepon" in jawab.text
    assert sandi.cocok(BARU, ambil(Pengguna, akun.id).sandi)


def test_72_jam(klien: Any) -> None:
    with time_machine.travel("2026-11-22T00:00:00Z", tick=False) as waktu:
        url = tautan(f.buat_peserta().pengguna)
        assert "25 November 2026 08.00 WITA" in klien.get(url).text, "uR7"
        waktu.shift(timedelta(hours=72) - timedelta(seconds=1))
        assert klien.get(url).status_code == 200
        waktu.shift(1)
        assert klien.get(url).status_code == 410
        assert klien.kirim(url, {"sandi_baru": BARU}).status_code == 410


def test_yang_baru_membatalkan_yang_lama(klien: Any) -> None:
    akun = f.buat_peserta().pengguna
    lama, terbaru = tautan(akun), tautan(akun)
    assert klien.get(lama).status_code == 410
    assert klien.get(terbaru).status_code == 200


def test_akun_nonaktif_dan_token_karangan(klien: Any) -> None:
    akun = f.buat_peserta().pengguna
    url = tautan(akun)
    with tulis():
        services.nonaktifkan(akun)
    assert klien.get(url).status_code == 410
    assert klien.get("/aktivasi/karangan").status_code == 410


def test_dua_kiriman_bersamaan_satu_yang_berlaku(app: Flask) -> None:
    akun = f.buat_peserta().pengguna
    token = tautan(akun).rpartition("/")[2]
    with tulis():
        services.pakai_tautan(token, "a")
    with pytest.raises(AturanDilanggar), tulis():
        services.pakai_tautan(token, "b")
    assert ambil(Pengguna, akun.id).sandi == "a"


def test_token_dan_password_tidak_disimpan_apa_adanya(klien: Any) -> None:
    akun = f.buat_peserta().pengguna
    url = tautan(akun)
    klien.kirim(url, {"sandi_baru": BARU})
    sidik = db.session.scalar(sa.select(TautanAktivasi.sidik))
    assert sidik == services.sidik_token(url.rpartition("/")[2])
    assert str(ambil(Pengguna, akun.id).sandi).startswith("$argon2id$")


def test_password_lemah_ditolak_dengan_kalimat(klien: Any) -> None:
    jawab = klien.kirim(tautan(f.buat_peserta().pengguna), {"sandi_baru": "pendek"})
    assert jawab.status_code == 422
    assert jawab.text.count("Buat password paling sedikit 10 karakter, sekarang baru 6.") == 2
    assert 'pendek"' not in jawab.text


def test_mengaktifkan_mengakhiri_sesi_lain(klien: Any, masuk: Any) -> None:
    akun = f.buat_peserta().pengguna
    lain = masuk(akun)
    klien.kirim(tautan(akun), {"sandi_baru": BARU})
    assert lain.get("/pesan").status_code == 303


# --- own password -----------------------------------------------------------------------------


def test_ganti_sandi_meneruskan_sesi_ini_saja(masuk: Any) -> None:
    akun = f.buat_peserta(sandi=True).pengguna
    sini, sana = masuk(akun), masuk(akun)
    url = tautan(akun)
    jawab = sini.kirim("/ganti-sandi", {"sandi_lama": f.SANDI, "sandi_baru": BARU})
    assert jawab.status_code == 303
    assert sini.get("/pesan").status_code == 200
    assert sana.get("/pesan").status_code == 303
    assert sana.get(url).status_code == 410, "tautan yang belum dipakai ikut mati"
    assert sandi.cocok(BARU, ambil(Pengguna, akun.id).sandi)


@pytest.mark.parametrize(
    ("lama", "baru", "kalimat"),
    [
        ("bukan-itu-sandinya", BARU, "Password sekarang belum cocok. Ketik sekali lagi."),
        (f.SANDI, f.SANDI, "Buat password yang berbeda dari yang sekarang."),
        (f.SANDI, "pendek", "Buat password paling sedikit 10 karakter"),
        ("", BARU, "Masukkan password Anda sekarang."),
    ],
)
def test_ganti_sandi_ditolak(masuk: Any, lama: str, baru: str, kalimat: str) -> None:
    akun = f.buat_peserta(sandi=True).pengguna
    jawab = masuk(akun).kirim("/ganti-sandi", {"sandi_lama": lama, "sandi_baru": baru})
    assert jawab.status_code == 422
    assert kalimat in jawab.text
    assert sandi.cocok(f.SANDI, ambil(Pengguna, akun.id).sandi)


def test_sandi_yang_berubah_di_tengah_jalan_tidak_ditimpa(app: Flask) -> None:
    akun = f.buat_pengguna(sandi=True)
    with pytest.raises(AturanDilanggar), tulis():
        services.ganti_sandi(akun, "hash-yang-lama", "baru")


# --- accounts and the command -----------------------------------------------------------------


def test_nik_kembar_disebut_pada_isiannya(app: Flask) -> None:
    nik = str(f.buat_peserta().pic_nik)
    with pytest.raises(AturanDilanggar) as e, tulis():
        services.buat_akun_peserta(nik, "Orang Lain")
    assert e.value.field == "pic_nik"


def test_buat_admin(app: Flask, klien: Any) -> None:
    hasil = app.test_cli_runner().invoke(
        args=["buat-admin", "--nama-pengguna", "Siti", "--nama", "Siti Aminah"]
    )
    assert hasil.exit_code == 0, hasil.output
    url = hasil.output.splitlines()[-1]
    assert url.startswith(app.config["ALAMAT_SITUS"] + "/aktivasi/")
    akun = db.session.scalar(sa.select(Pengguna).where(Pengguna.nama_masuk == "siti"))
    assert akun is not None
    assert (akun.peran, akun.sandi) == ("admin", None)
    jalur = url.removeprefix(app.config["ALAMAT_SITUS"])
    assert klien.kirim(jalur, {"sandi_baru": BARU}).location == "/admin/masuk"


@pytest.mark.parametrize(
    ("nama", "kalimat"),
    [("kepala1", "sudah dipakai"), ("a", "3–40"), ("6471010101900001", "diawali huruf")],
)
def test_buat_admin_ditolak_dengan_kalimat(app: Flask, nama: str, kalimat: str) -> None:
    f.buat_pengguna("kepala", nama_masuk="kepala1")
    hasil = app.test_cli_runner().invoke(
        args=["buat-admin", "--nama-pengguna", nama, "--nama", "Siti"]
    )
    assert hasil.exit_code == 1
    assert kalimat in hasil.output
    assert "Traceback" not in hasil.output


def test_tautan_berlaku_dihitung_dari_sekarang(app: Flask) -> None:
    tautan(f.buat_peserta().pengguna)
    sampai = db.session.scalar(sa.select(TautanAktivasi.berlaku_sampai))
    assert sampai is not None
    assert timedelta(hours=71, minutes=59) < sampai - clock.now() <= timedelta(hours=72)
