"""Pages of the core: errors as people need them, headers, paging, health, request id."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.exceptions import NotFound

from app.auth.models import Pengguna
from app.core import clock
from app.core.paging import keyset
from tests import factories as f


def test_sehat_menyentuh_basis_data_dan_penyimpanan(klien: Any, hitung_query: Any) -> None:
    with hitung_query() as q:
        jawab = klien.get("/sehat")
    assert jawab.status_code == 200
    assert jawab.json == {"status": "ok"}
    assert q == ["SELECT 1"]


def test_404_halaman_dan_bidang(klien: Any) -> None:
    jawab = klien.get("/tidak-ada")
    assert jawab.status_code == 404
    assert "<html" in jawab.text
    assert "Halaman tidak ditemukan" in jawab.text
    bidang = klien.htmx("/tidak-ada")
    assert bidang.status_code == 404
    assert "<html" not in bidang.text
    assert bidang.headers["HX-Retarget"] == "#pesan"


def test_500_memberi_kode_tanpa_membocorkan_sebab(app: Flask, klien: Any, monkeypatch: Any) -> None:
    def rusak(*_a: Any) -> None:
        raise RuntimeError("rahasia dapur")

    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(app.view_functions, "publik.alur", rusak)
    rusak.akses = None  # type: ignore[attr-defined]
    jawab = klien.get("/alur")
    assert jawab.status_code == 500
    assert "rahasia dapur" not in jawab.text
    assert "kode" in jawab.text.lower()


def test_tanpa_token_tidak_ada_yang_berubah(app: Flask, masuk: Any) -> None:
    peserta = f.buat_peserta()
    jawab = masuk(peserta.pengguna).post("/keluar")
    assert jawab.status_code == 400
    assert "muat ulang" in jawab.text


def test_kepala_keamanan(klien: Any, masuk: Any) -> None:
    h = klien.get("/").headers
    assert "unsafe" not in h["Content-Security-Policy"]
    assert h["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
    assert h["X-Content-Type-Options"] == "nosniff"
    assert h["Referrer-Policy"] == "same-origin"
    assert "HX-Request" in h["Vary"]
    assert len(h["X-Request-ID"]) == 16
    sendiri = masuk(f.buat_peserta().pengguna).get("/peserta").headers
    assert sendiri["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("penanda", ["x", "2026-01-01", "~", "2026-01-01T00:00:00~x", "~1"])
def test_penanda_halaman_yang_aneh_404(app: Flask, penanda: str) -> None:
    with pytest.raises(NotFound):
        keyset(
            sa.select(Pengguna.id, Pengguna.dibuat_pada),
            Pengguna.dibuat_pada,
            Pengguna.id,
            after=penanda,
        )


@pytest.mark.parametrize("terlama_dulu", [False, True])
def test_halaman_berurutan_tanpa_celah_dan_tanpa_ulang(app: Flask, terlama_dulu: bool) -> None:
    sekarang = clock.now()
    for i in range(7):  # pairs share an instant: the id decides
        f.buat_pengguna(dibuat_pada=sekarang - timedelta(minutes=i // 2))
    terlihat: list[int] = []
    after = None
    while True:
        hal = keyset(
            sa.select(Pengguna.id, Pengguna.dibuat_pada),
            Pengguna.dibuat_pada,
            Pengguna.id,
            after=after,
            size=3,
            oldest_first=terlama_dulu,
        )
        terlihat += [r.id for r in hal.items]
        if (after := hal.next) is None:
            break
    semua = sorted(
        app.extensions["sqlalchemy"].session.execute(sa.select(Pengguna.dibuat_pada, Pengguna.id)),
        reverse=not terlama_dulu,
    )
    assert terlihat == [id for _, id in semua]


def test_yang_ditulis_tampil_lagi_bila_keduluan(masuk: Any) -> None:
    """Without JavaScript the refusal is a page of its own; the sentences typed stand on it."""
    p = f.buat_pengajuan("diterima")
    isi = {
        "bagian": "alat",
        "alasan": "Foto pelat nama <buram> sekali.",
        "token": "abcdefghijkl",
    }
    jawab = masuk(f.buat_pengguna("pelayanan")).kirim(f"/pengajuan/{p.id}/kembalikan", isi)
    assert jawab.status_code == 409
    assert "Foto pelat nama &lt;buram&gt; sekali." in jawab.text
    assert "abcdefghijkl" not in jawab.text
