"""The catalogue, and that no number on it can be turned into somebody's."""

from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest

from app.konten.wajib import bulatkan, jumlahkan, susun
from tests import factories as f
from tests.conftest import sekali


@sekali
@pytest.mark.parametrize("banyak", [1, 2, 3, 4])
def test_pengurangan_tidak_membuka_yang_kecil(banyak: int) -> None:
    """Whatever the true numbers: for each "<5" at least two values fit all that is shown."""
    sampai = 15 if banyak < 3 else 10
    terbit: dict[tuple[Any, ...], list[tuple[int, ...]]] = {}
    for isi in product(range(sampai), repeat=banyak):
        sel = [bulatkan(n) for n in isi]
        total = jumlahkan(sum(isi), sel)
        terbit.setdefault((*(s.kata for s in sel), total.kata), []).append(isi)
    for tampak, mungkin in terbit.items():
        for i, kata in enumerate(tampak[:-1]):
            if kata == "<5":
                assert len({m[i] for m in mungkin}) > 1, (tampak, mungkin)


@sekali
def test_lima_kelurahan_penuh() -> None:
    """The corner: five times four would be twenty, and twenty would say so."""
    wilayah = [SimpleNamespace(kecamatan_id=1, kecamatan="A", id=n, nama=str(n)) for n in range(5)]
    hasil = susun(wilayah, dict.fromkeys(range(5), 4))
    assert [k.cacah.kata for k in hasil.kelurahan[1]] == ["<5"] * 5
    assert (hasil.kecamatan[0].cacah.kata, hasil.total.kata) == ("15", "15")
    assert susun(wilayah, {}).total.kata == "<5"
    assert susun(wilayah, {0: 1234}).total.kata == "1.230"


def test_katalog_jenis_dan_sebarannya(klien: Any, hitung_query: Any) -> None:
    """# parity 16-19; features M3, J5"""
    peserta = f.buat_peserta(nama="Toko Rahasia")
    for _ in range(7):
        f.buat_uttp(peserta)
    jenis = f.jenis()
    html = klien.get("/wajib-tera").text
    assert f'href="/wajib-tera/{jenis.id}"' in html
    assert "terdaftar 5" in html
    assert jenis.nama in klien.get(f"/wajib-tera?q={jenis.nama[:12]}").text
    rinci = klien.get(f"/wajib-tera/{jenis.id}").text
    for kata in ("Bebas retribusi", "Surat permohonan", "SKHP lama", f"{jenis.menit} menit"):
        assert kata in rinci
    with hitung_query() as daftar:
        sebaran = klien.get(f"/wajib-tera/{jenis.id}/sebaran").text
    assert len(daftar) <= 3
    kecamatan = sebaran.split(f"/wajib-tera/{jenis.id}/sebaran/")[1].split('"')[0]
    kelurahan = klien.get(f"/wajib-tera/{jenis.id}/sebaran/{kecamatan}").text
    for teks in (sebaran, kelurahan):
        assert "&lt;5" in teks
        assert "Toko Rahasia" not in teks
    assert klien.get(f"/wajib-tera/{jenis.id}/sebaran/987654").status_code == 404
    assert klien.get("/wajib-tera/987654").status_code == 404


def test_tarif_yang_berlaku_tertulis(klien: Any) -> None:
    f.buat_tarif(75_000, jenis_id=f.jenis().id, lokasi="luar_kantor")
    html = klien.get(f"/wajib-tera/{f.jenis().id}").text
    assert "Rp75.000" in html
    assert "Bebas retribusi</p>" not in html
