"""`flask periksa`: each weakness is one sentence, and the exit code is as bad as the worst."""

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

import berkas_kunci
from app import create_app
from app.core import audit, clock, periksa
from app.core.db import tulis
from app.core.periksa import Tingkat
from app.extensions import db
from config import Config
from tests.core.test_audit import isi, rusakkan, ubah

BAIK: dict[str, Any] = {
    "mode": "production",
    "secret_key": "0123456789abcdefghij-KLMNOPQRSTUVWXYZ",
    "alamat_situs": "https://tera.contoh.go.id",
    "captcha": True,
    "mfa": True,
    "di_balik_proxy": True,
    "trusted_hosts": ("tera.contoh.go.id",),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as an office has it; the tests themselves may well run as root."""
    data = tmp_path / "instance"
    data.mkdir(mode=0o700)
    berkas_kunci.muat_atau_buat(data / "kunci.json")
    monkeypatch.setattr("app.core.periksa.AKAR", tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(periksa, "PEMERIKSA_DATA", [])
    return data


def kalimat(folder: Path, **ubah: Any) -> list[tuple[Tingkat, str]]:
    """What an installation with these settings is told."""
    c = Config.uji(
        database_url=f"sqlite:///{folder}/kn.db", berkas_url=str(folder / "berkas"),
        kunci_file=folder / "kunci.json",
    )  # fmt: skip
    # Past the rules for a production, as settings of a demo may be anything.
    app = create_app(replace(c, **(BAIK | ubah | {"mode": "test"})))
    app.config["MODE"] = ubah.get("mode", "production")
    with app.app_context():
        hasil = [(t.tingkat, t.kalimat) for t in periksa.periksa()]
        db.engine.dispose()
    return hasil


def test_kantor_yang_baik_hanya_mendapat_info(folder: Path) -> None:
    assert [t for t, _ in kalimat(folder)] == [Tingkat.INFO]
    assert "Antivirus belum dipasang" in kalimat(folder)[0][1]
    (folder / "clamd.ctl").touch()
    assert kalimat(folder, antivirus=str(folder / "clamd.ctl")) == []


@pytest.mark.parametrize(
    ("pengaturan", "tingkat", "kata"),
    [
        ({"mode": "demo"}, Tingkat.PERINGATAN, "MODE=demo"),
        ({"debug": True}, Tingkat.BAHAYA, "DEBUG menyala"),
        ({"captcha": False}, Tingkat.BAHAYA, "Captcha mati"),
        ({"secret_key": "pendek"}, Tingkat.BAHAYA, "SECRET_KEY lebih pendek"),
        ({"mfa": False}, Tingkat.BAHAYA, "Langkah kedua Log In mati"),
        ({"mfa_wajib": "tidak"}, Tingkat.PERINGATAN, "tidak diwajibkan"),
        ({"alamat_situs": "http://tera.contoh.go.id"}, Tingkat.BAHAYA, "memakai http://"),
        ({"alamat_situs": "http://127.0.0.1:8000"}, Tingkat.INFO, "mesin ini sendiri"),
        ({"di_balik_proxy": False}, Tingkat.PERINGATAN, "DI_BALIK_PROXY=off"),
        ({"trusted_hosts": ()}, Tingkat.PERINGATAN, "TRUSTED_HOSTS kosong"),
        ({"bind": "0.0.0.0:8000"}, Tingkat.PERINGATAN, "dapat dipalsukan"),
        ({"bind": "0.0.0.0:80", "di_balik_proxy": False}, Tingkat.PERINGATAN, "tanpa TLS"),
        ({"antivirus": "/tidak/ada.ctl"}, Tingkat.BAHAYA, "semua unggahan akan ditolak"),
    ],
)  # fmt: skip
def test_pengaturan_lemah_disebut(
    folder: Path, pengaturan: dict[str, Any], tingkat: Tingkat, kata: str
) -> None:
    temuan = kalimat(folder, **pengaturan)
    assert [t for t, teks in temuan if kata in teks] == [tingkat]


@pytest.mark.parametrize("bind", ["127.0.0.1:8000", "[::1]:8000", "unix:/run/kn.sock"])
def test_alamat_dengar_yang_tertutup(folder: Path, bind: str) -> None:
    assert not [t for t in kalimat(folder, bind=bind) if "BIND" in t[1]]


def test_izin_berkas_yang_terlalu_lebar(folder: Path) -> None:
    (folder.parent / ".env").write_text("SECRET_KEY=rahasia")
    (folder.parent / ".env").chmod(0o644)
    (folder / "kunci.json").chmod(0o640)
    folder.chmod(0o755)
    teks = [k for t, k in kalimat(folder) if t == Tingkat.BAHAYA]
    assert len(teks) == 3
    for jalur, izin in ((".env", "644"), ("kunci.json", "640"), ("instance", "755")):
        assert [k for k in teks if f"{jalur} " in k and f"({izin})" in k], jalur
    folder.chmod(0o700)


def test_root_disk_jaringan_dan_disk_hampir_penuh(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr("app.core.periksa.disk_jaringan", lambda _berkas: "cifs")
    monkeypatch.setattr("app.core.periksa._SISA_DISK", 2**63)
    semua = " ".join(k for _, k in kalimat(folder))
    for kata in ("sebagai root", "disk jaringan (cifs)", "kurang dari 1 GB"):
        assert kata in semua


def test_kunci_di_folder_unggahan_dan_kunci_yang_hilang(folder: Path) -> None:
    temuan = kalimat(folder, berkas_url=str(folder))
    assert [k for _, k in temuan if "ada di folder unggahan" in k]
    app = create_app(Config.uji(kunci_file=folder / "kunci.json"))
    (folder / "kunci.json").unlink()
    with app.app_context():
        assert [t for t in periksa.periksa() if "hilang" in t.kalimat]
        db.engine.dispose()


# --- the data ---------------------------------------------------------------------------------


@pytest.fixture
def data(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The checks that read the database, alone."""
    monkeypatch.setattr(periksa, "PEMERIKSA", [])
    db.session.rollback()
    return app


def test_data_yang_baik_tidak_disebut(data: Flask) -> None:
    isi(3)
    assert periksa.periksa() == []


def test_catatan_yang_dipalsukan_disebut(data: Flask) -> None:
    isi(3)
    rusakkan(ubah(2, aksi="lain"))
    (satu,) = periksa.periksa()
    assert satu.tingkat == Tingkat.BAHAYA
    assert "Isi baris 2 diubah" in satu.kalimat


def test_jam_yang_mundur_disebut(data: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as m:
        besok = clock.now() + timedelta(days=1)
        m.setattr(clock, "now", lambda: besok)
        with tulis():
            audit.catat("coba", "contoh", 1)
    (satu,) = periksa.periksa()
    assert "Jam mesin ini mundur" in satu.kalimat


def test_migrasi_yang_tertinggal_disebut(data: Flask) -> None:
    with db.engine.begin() as conn:
        (kepala,) = conn.execute(sa.text("SELECT version_num FROM alembic_version")).one()
        conn.execute(sa.text("UPDATE alembic_version SET version_num = '20261122_0900'"))
    try:
        (satu,) = periksa.periksa()
    finally:
        with db.engine.begin() as conn:
            conn.execute(sa.text("UPDATE alembic_version SET version_num = :k"), {"k": kepala})
    assert "20261122_0900) belum sama dengan program" in satu.kalimat


def test_basis_data_yang_tidak_terbuka_disebut_tanpa_sandinya(folder: Path) -> None:
    url = f"sqlite:///{folder}/tidak-ada/kn.db"
    app = create_app(Config.uji(database_url=url, kunci_file=folder / "kunci.json"))
    with app.app_context(), pytest.MonkeyPatch.context() as m:
        m.setattr(periksa, "PEMERIKSA_DATA", [periksa._catatan])
        teks = [t.kalimat for t in periksa.periksa()]
        db.engine.dispose()
    assert "Basis data tidak dapat dibuka. Periksa DATABASE_URL dan servernya." in teks
    assert "tidak-ada" not in " ".join(teks)


# --- the command ------------------------------------------------------------------------------


@pytest.mark.parametrize("tingkat", list(Tingkat))
def test_kode_keluar_menurut_yang_terburuk(
    data: Flask, monkeypatch: pytest.MonkeyPatch, tingkat: Tingkat
) -> None:
    temuan = [periksa.Temuan(t, f"contoh {t}") for t in Tingkat if t <= tingkat]
    monkeypatch.setattr(periksa, "PEMERIKSA", [lambda: iter(temuan)])
    hasil = data.test_cli_runner().invoke(args=["periksa"])
    assert hasil.exit_code == int(tingkat)
    baris = hasil.output.splitlines()
    assert baris[0] == f"{periksa.LABEL[tingkat]}: contoh {int(tingkat)}"
    assert ("Tidak ada kelemahan yang ditemukan." in baris) == (tingkat == Tingkat.INFO)
