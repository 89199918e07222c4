"""Notes of staff: written once, read by staff, never by participants."""

import re
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from app.catatan.models import CatatanPetugas
from app.core.outbox import Pesan
from app.extensions import db
from tests import factories as f
from tests import halaman as katalog
from tests.conftest import sekali
from tests.halaman import HALAMAN, LAIN, dunia

RAHASIA = "Pemilik-sulit-dihubungi-9471"


def isi(teks: str = RAHASIA, kunci: str | None = None) -> dict[str, str]:
    return {"isi_catatan": teks, "kunci_form": kunci or str(uuid4())}


def test_menulis_membaca_dan_klik_ganda(app: Flask, masuk: Any) -> None:
    p = f.buat_pengajuan("diproses")
    klien = masuk(f.buat_pengguna("pelayanan", nama="Siti Petugas"))
    kiriman = isi()
    for _ in range(2):
        jawab = klien.kirim(f"/admin/catatan/{p.id}/baru", kiriman)
        assert jawab.location == f"/pengajuan/{p.id}"
    assert db.session.scalar(sa.select(sa.func.count()).select_from(CatatanPetugas)) == 1
    bidang = klien.htmx(f"/admin/catatan/{p.id}").text
    assert RAHASIA in bidang
    assert "Siti Petugas, Admin Pelayanan" in bidang
    assert "Tidak terlihat peserta" in bidang
    assert f'hx-get="/admin/catatan/{p.id}"' in klien.get(f"/pengajuan/{p.id}").text


def test_kosong_422_panjang_422_kepala_hanya_membaca(app: Flask, masuk: Any) -> None:
    p = f.buat_pengajuan("baru")
    klien = masuk(f.buat_pengguna("admin"))
    for teks in ("", "  ", "x" * 2001):
        assert klien.kirim(f"/admin/catatan/{p.id}/baru", isi(teks)).status_code == 422
    kepala = masuk(f.buat_pengguna("kepala"))
    assert "Simpan Catatan" not in kepala.get(f"/admin/catatan/{p.id}").text
    assert kepala.kirim(f"/admin/catatan/{p.id}/baru", isi()).status_code == 403


def test_tidak_dapat_diubah(app: Flask, masuk: Any) -> None:
    """Not even by a slip of a later program: the database refuses."""
    p = f.buat_pengajuan("baru")
    masuk(f.buat_pengguna("admin")).kirim(f"/admin/catatan/{p.id}/baru", isi())
    with pytest.raises(sa.exc.DBAPIError), db.engine.begin() as conn:
        conn.exec_driver_sql("UPDATE catatan_petugas SET isi = 'lain'")


@sekali
def test_tidak_pernah_sampai_ke_peserta(app: Flask, masuk: Any, klien: Any) -> None:
    """Every page and file of the catalogue that a participant or a visitor opens, the messages, and
    what an account may take away of itself."""
    d = dunia(1)
    katalog.buang_ingatan()
    petugas = masuk(d.akun["pelayanan"])
    nomor = [n for k, n in d.no.items() if k in (
        "baru", "perlu_perbaikan", "diterima", "menunggu_pilihan", "terjadwal", "terbayar",
        "diproses", "menunggu_dokumen", "selesai_sah", "selesai_batal", "dibatalkan")]  # fmt: skip
    for id in nomor:
        assert petugas.kirim(f"/admin/catatan/{id}/baru", isi()).status_code == 303
    assert RAHASIA in petugas.get(f"/admin/catatan/{nomor[0]}").text
    dibuka = 0
    peserta = {a: masuk(d.akun[a]) for a in ("peserta", "penyedia", "kosong")}
    for h in HALAMAN + [x.halaman for x in LAIN]:
        for akun in h.akun:
            if akun not in (None, *peserta):
                continue
            browser = peserta[akun] if akun else klien
            jawab = browser.get(h.url(app, d))
            assert RAHASIA.encode() not in jawab.data, h
            dibuka += 1
    assert dibuka > 100
    for id in nomor:
        assert peserta["peserta"].get(f"/admin/catatan/{id}").status_code == 403
    salinan = peserta["peserta"].kirim("/data-saya/unduh")
    assert salinan.status_code == 200
    assert RAHASIA.encode() not in salinan.data
    assert not [x for x in db.session.scalars(sa.select(Pesan)) if RAHASIA in repr(x.isi)]


def test_penera_lain_404(app: Flask, masuk: Any) -> None:
    p = f.buat_pengajuan("diproses")
    lain = masuk(f.buat_pengguna("penera"))
    assert lain.get(f"/admin/catatan/{p.id}").status_code == 404
    assert lain.kirim(f"/admin/catatan/{p.id}/baru", isi()).status_code == 404
    assert not re.findall("catatan", lain.get("/admin").text)
