"""Counting tries: exact over threads and processes, with a wait that ends by itself."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from app.core import batas
from app.core.batas import Batas
from app.core.db import tulis
from app.extensions import db

MENIT = timedelta(minutes=1)


def test_tepat_sampai_batas_lalu_sampai_jendela_habis(app: Flask) -> None:
    with time_machine.travel("2026-11-22T01:00:00Z", tick=False) as waktu:
        hasil = [batas.lewati("a", 3, 15 * MENIT) for _ in range(5)]
        assert [h is None for h in hasil] == [True, True, True, False, False]
        waktu.shift(15 * MENIT - timedelta(seconds=1))
        sampai = batas.lewati("a", 3, 15 * MENIT)
        assert sampai is not None
        assert batas.kalimat(sampai) == "Coba lagi pukul 09.15 WITA, 1 menit lagi."
        assert batas.detik_lagi(sampai) == 1
        waktu.shift(1)
        assert batas.lewati("a", 3, 15 * MENIT) is None


def test_kunci_tidak_saling_mengganggu_dan_tidak_disimpan_apa_adanya(app: Flask) -> None:
    assert batas.lewati("6471010101900001", 1, MENIT) is None
    assert batas.lewati("6471010101900002", 1, MENIT) is None
    assert batas.lewati("6471010101900001", 1, MENIT) is not None
    for kunci in db.session.scalars(sa.select(Batas.kunci)):
        assert "6471" not in kunci or len(kunci) == 64
        assert "6471010101900001" not in kunci


def test_penghitung_mati_disapu(app: Flask) -> None:
    with time_machine.travel("2026-11-22T01:00:00Z", tick=False) as waktu:
        for n in range(5):
            batas.lewati(f"lama{n}", 1, MENIT)
        waktu.shift(2 * MENIT)
        batas.lewati("baru", 1, MENIT)
        db.session.rollback()
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Batas)) == 1


def test_yang_benar_dikembalikan(app: Flask) -> None:
    batas.lewati("a", 1, MENIT)
    with tulis():
        batas.turun("a")
        batas.turun("a")
        batas.turun("tidak ada")
    assert batas.lewati("a", 1, MENIT) is None


def test_tunggu_makin_lama_bila_berulang_dalam_sehari(app: Flask) -> None:
    """15 minutes, then 30, an hour, two, four, and no longer."""

    def coba() -> Any:
        with tulis():
            return batas.naik_tumbuh("a", 1, 15 * MENIT)

    menit = []
    with time_machine.travel("2026-11-22T01:00:00Z", tick=False) as waktu:
        for _ in range(6):
            assert coba() is None
            sampai = coba()
            assert coba() == sampai
            detik = batas.detik_lagi(sampai)
            menit.append(detik // 60)
            waktu.shift(detik)
    assert menit == [15, 30, 60, 120, 240, 240]


@pytest.mark.parametrize("utas", [12])
def test_banyak_sekaligus_tepat_sebatas(app: Flask, utas: int) -> None:
    def coba(_: int) -> bool:
        with app.app_context():
            lolos = batas.lewati("bersamaan", 10, 15 * MENIT) is None
            db.session.remove()
            return lolos

    with ThreadPoolExecutor(utas) as kolam:
        assert sum(kolam.map(coba, range(80))) == 10


@pytest.mark.parametrize(
    ("alamat", "dihitung"),
    [
        ("10.1.2.3", "10.1.2.3"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("bukan alamat", ""),
    ],
)
def test_alamat(app: Flask, alamat: str, dihitung: str) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": alamat}):
        assert batas.alamat() == dihitung
