"""scripts/ketahanan.py must see what it is there to see: each kind of loss, made by hand, is told.

The run itself (gunicorn, sixteen writers, kill -9) takes minutes: `make ketahanan`.
"""

import importlib.util
from types import ModuleType
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core import audit, uploads
from app.core.db import tulis
from app.extensions import db
from app.jadwal.models import BebanHari
from app.pengaturan.services import nomor_berikut
from config import AKAR
from tests import factories as f


@pytest.fixture(scope="module")
def ketahanan() -> ModuleType:
    spek = importlib.util.spec_from_file_location("ketahanan", AKAR / "scripts" / "ketahanan.py")
    assert spek is not None
    assert spek.loader is not None
    modul = importlib.util.module_from_spec(spek)
    spek.loader.exec_module(modul)
    return modul


def penulis(ketahanan: ModuleType, *tercatat: tuple[str, str]) -> Any:
    return ketahanan.Penulis("", "", 0, 0, [], list(tercatat))


def test_yang_utuh_tidak_dikeluhkan(app: Flask, ketahanan: ModuleType) -> None:
    uttp = f.buat_uttp()
    with tulis():
        audit.catat("uji", "uttp", uttp.id)
    assert ketahanan.periksa([penulis(ketahanan, ("alat", uttp.nomor_seri))]) == []


@pytest.mark.parametrize("apa", ["alat", "ajukan", "jadwal"])
def test_yang_diakui_lalu_hilang(app: Flask, ketahanan: ModuleType, apa: str) -> None:
    p = f.buat_pengajuan("baru")  # stands, but without a date
    tanda = str(p.id) if apa == "jadwal" else "9999999"
    [kalimat] = ketahanan._hilang([penulis(ketahanan, (apa, tanda))])
    assert f"{apa} {tanda} diakui" in kalimat


def test_pengajuan_setengah_jadi(app: Flask, ketahanan: ModuleType) -> None:
    p = f.buat_pengajuan("baru")  # two files instead of three, and no history
    assert ketahanan._riwayat() == [f"{p.nomor} tanpa riwayat"]
    assert ketahanan._lampiran() == [f"{p.nomor} dengan 2 berkas"]


def test_berkas_hilang_dan_setengah(app: Flask, ketahanan: ModuleType) -> None:
    toko: Any = uploads.penyimpanan()
    with tulis():
        kunci = [toko.simpan(x) for x in (b"satu ketahanan", b"dua ketahanan")]
    for k in kunci:
        f.buat_berkas(kunci=k)
    toko.hapus(kunci[0])
    (toko.akar / kunci[1]).write_bytes(b"du")
    salah = ketahanan._berkas()
    toko.hapus(kunci[1])
    assert f"berkas {kunci[0]} disebut, tetapi tidak ada" in salah
    assert f"berkas {kunci[1]} setengah tertulis" in salah


def test_hitungan_dan_nomor(app: Flask, ketahanan: ModuleType) -> None:
    with tulis() as s:
        s.add(BebanHari(tanggal=f.hari_kerja_berikut(2), menit=30, batas=480))
        nomor_berikut("TR-2026")
    assert len(ketahanan._beban()) == 1
    assert ketahanan._nomor() == ["nomor TR-2026: 1 diberikan, 0 dipakai"]


def test_catatan_audit_kosong(app: Flask, ketahanan: ModuleType) -> None:
    assert db.session.scalar(sa.select(sa.func.count()).select_from(audit.Audit)) == 0
    assert ketahanan._audit() == ["catatan audit kosong"]
