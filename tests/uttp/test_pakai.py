"""Out of use and back (features C16): rusak, hilang, dijual, tidak dipakai."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core import clock
from app.core.audit import Audit
from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.core.format import tanggal
from app.extensions import db
from app.pengajuan import services as pengajuan
from app.peserta.queries import ringkasan
from app.uttp import pakai, queries
from app.uttp.models import Uttp
from app.uttp.states import Keabsahan, keabsahan
from tests import factories as f
from tests.conftest import ambil


def catat(klien: Any, alat: Uttp, sebab: str = "rusak", **kw: Any) -> Any:
    isi = {"sebab": sebab, "sejak": clock.today().isoformat(), "catatan": "Rangka patah."} | kw
    return klien.kirim(f"/uttp/{alat.id}/pensiun", isi)


def test_alat_yang_tidak_dipakai_keluar_dari_semua_hitungan(app: Flask, masuk: Any) -> None:
    p = f.buat_peserta()
    habis = f.buat_uttp(p, skhp_berlaku_sampai=clock.today() - timedelta(days=3))
    segera = f.buat_uttp(p, skhp_berlaku_sampai=clock.today() + timedelta(days=9))
    klien = masuk(p.pengguna)
    for alat in (habis, segera):
        assert catat(klien, alat).status_code == 303
    r = ringkasan(p, clock.today())
    assert (r.alat, r.habis, r.segera, r.batal, r.belum, r.pensiun) == (2, 0, 0, 0, 0, 2)
    sejak = f"Tidak dipakai sejak {tanggal(clock.today())}"
    teks = klien.get("/uttp").text
    assert teks.count(sejak) == 2
    assert "Pengajuan Baru" not in teks
    assert "Rangka patah." in klien.get(f"/uttp/{habis.id}").text
    assert sejak in klien.get("/uttp?keabsahan=pensiun").text
    for kata in ("habis", "segera"):
        assert "Tidak ada alat yang cocok" in klien.get(f"/uttp?keabsahan={kata}").text
    assert "2 tidak dipakai" in klien.get("/peserta").text
    kode = keabsahan(None, True, clock.today(), clock.today())
    assert kode == Keabsahan.PENSIUN
    # And nobody applies for it, by whatever way.
    isi = pengajuan.IsiPengajuan("tera_ulang", [f.buat_berkas()], [f.buat_berkas()])
    with pytest.raises(AturanDilanggar, match="dipakai"), tulis():
        pengajuan.ajukan(habis, isi, p.pengguna)


def test_tidak_selama_diajukan_dan_tidak_dari_masa_depan(app: Flask, masuk: Any) -> None:
    p = f.buat_peserta()
    alat, sibuk = f.buat_uttp(p), f.buat_uttp(p)
    f.buat_pengajuan("baru", sibuk)
    klien = masuk(p.pengguna)
    assert klien.get(f"/uttp/{sibuk.id}/pensiun").status_code == 409
    assert catat(klien, sibuk).status_code == 422
    besok = (clock.today() + timedelta(days=1)).isoformat()
    assert "sebelumnya" in catat(klien, alat, sejak=besok).text
    assert catat(klien, alat, sebab="bosan").status_code == 422
    assert masuk(f.buat_peserta().pengguna).get(f"/uttp/{alat.id}/pensiun").status_code == 404
    assert ambil(Uttp, alat.id).pensiun_pada is None
    assert catat(klien, alat).status_code == 303
    assert catat(klien, alat).status_code == 422  # once


@pytest.mark.parametrize(
    ("sebab", "hari", "peran", "boleh"),
    [
        ("rusak", 29, "peserta", True),
        ("rusak", 31, "peserta", False),
        ("dijual", 0, "peserta", False),
        ("dijual", 400, "pelayanan", True),
    ],
)
def test_pakai_lagi(app: Flask, masuk: Any, sebab: str, hari: int, peran: str, boleh: bool) -> None:
    p = f.buat_peserta()
    alat = f.buat_uttp(
        p, pensiun_pada=clock.today() - timedelta(days=hari), pensiun_sebab=sebab,
        pensiun_catatan="Catatan.", pensiun_dicatat_pada=clock.now() - timedelta(days=hari),
    )  # fmt: skip
    klien = masuk(p.pengguna if peran == "peserta" else f.buat_pengguna(peran))
    assert ("Pakai lagi</button>" in klien.get(f"/uttp/{alat.id}").text.replace("\n", "")) == boleh
    jawab = klien.kirim(f"/uttp/{alat.id}/pakai-lagi")
    assert jawab.status_code == (303 if boleh else 409)
    assert (ambil(Uttp, alat.id).pensiun_pada is None) == boleh
    aksi = db.session.scalars(sa.select(Audit.aksi)).all()
    assert aksi == (["uttp_pakai_lagi"] if boleh else [])


def test_basis_data_meminta_tanggal_dan_sebab_bersama(app: Flask) -> None:
    alat = f.buat_uttp()
    for nilai in ({"pensiun_pada": clock.today()}, {"pensiun_sebab": "rusak"},
                  {"pensiun_catatan": "x"}):  # fmt: skip
        with pytest.raises(sa.exc.IntegrityError), db.engine.begin() as conn:
            conn.execute(sa.update(Uttp).where(Uttp.id == alat.id).values(**nilai))
    assert queries.aktif_id(alat.id) is None
    assert pakai.halangan_pakai(alat, f.buat_pengguna()) == "Alat ini sedang dipakai."
