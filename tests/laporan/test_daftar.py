"""Lists as files (K2): what the screen shows with the same filters, on all its pages."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask

from app.core import audit, clock
from app.core.db import tulis
from app.laporan import admin, layar
from tests import factories as f
from tests.laporan.alat import baca_csv, kerjakan, lalu, lembar, saat
from tests.urai import urai

SARINGAN: list[tuple[str, str, dict[str, Any]]] = [
    ("/admin/peserta", "daftar-peserta", {}),
    ("/admin/peserta", "daftar-peserta", {"kelompok": "penyedia"}),
    ("/admin/peserta", "daftar-peserta", {"status": "baru", "q": "Toko"}),
    ("/admin/peserta", "daftar-peserta", {"habis": "1"}),
    ("/admin/pengajuan", "daftar-pengajuan", {}),
    ("/admin/pengajuan", "daftar-pengajuan", {"status": "selesai"}),
    ("/admin/pengajuan", "daftar-pengajuan", {"status": "semua", "layanan": "tera"}),
    ("/admin/pengajuan", "daftar-pengajuan", {"status": "semua", "habis": "y"}),
    ("/admin/pengajuan", "daftar-pengajuan", {"dari": "LALU", "sampai": "KINI"}),
    ("/uttp", "daftar-uttp", {}),
    ("/uttp", "daftar-uttp", {"peserta": "PENYEDIA"}),
    ("/uttp", "daftar-uttp", {"keabsahan": "habis"}),
    ("/uttp", "daftar-uttp", {"q": "seri khusus"}),
    ("/admin/audit", "daftar-catatan", {}),
    ("/admin/audit", "daftar-catatan", {"aksi": "terima", "dari": "LALU", "q": "merk lama"}),
    ("/pelanggan", "daftar-pelanggan", {"penyedia": "PENYEDIA"}),
    ("/pelanggan", "daftar-pelanggan", {"penyedia": "PENYEDIA", "q": "Dua"}),
]


@pytest.fixture
def isi(app: Flask) -> dict[str, str]:
    """More of everything than a page holds; names by which a row is found again."""
    penyedia = f.buat_peserta("penyedia", nama="Toko Penyedia")
    for nama in ("Satu", "Dua"):
        pelanggan = f.buat_pelanggan(penyedia, nama=f"=Pelanggan {nama}")
        f.buat_uttp(penyedia, pemakai_id=pelanggan.id, skhp_berlaku_sampai=lalu(9))
    for i in range(26):
        f.buat_registrasi(dibuat_pada=saat(lalu(i)))
        alat = f.buat_uttp(nomor_seri=f"SERI-KHUSUS-{i}", skhp_berlaku_sampai=lalu(i - 13))
        status = ("baru", "diterima", "selesai_sah", "dibatalkan")[i % 4]
        f.buat_pengajuan(status, alat, layanan=("tera", "tera_ulang")[i % 2],
                         dibuat_pada=saat(lalu(i)))  # fmt: skip
    with tulis():
        for i in range(60):
            audit.catat(("terima", "tarif_tambah")[i % 2], "pengajuan", i, penyedia.pengguna,
                        {"merk": f"=merk lama {i}"}, {"merk": "baru"})  # fmt: skip
    return {"PENYEDIA": str(penyedia.id), "LALU": str(lalu(10)), "KINI": str(clock.today())}


def di_layar(klien: Any, url: str) -> list[str]:
    """What each row of every page is about, in order."""
    hasil: list[str] = []
    while url:
        akar = urai(klien.get(url).text)[0]
        tabel = next(iter(akar.semua("table")), None)
        if tabel is not None:
            hasil += [b.teks for b in list(tabel.semua("tr"))[1:]]
        maju = [a["href"] for a in akar.semua("a") if a.teks.startswith("Berikutnya")]
        url = maju[0] if maju else ""
    return hasil


@pytest.mark.parametrize(("alamat", "nama", "saring"), SARINGAN)
def test_berkas_sama_dengan_daftar(
    isi: dict[str, str], masuk: Any, alamat: str, nama: str, saring: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The link of the page itself; as many rows, in the same order, each about the same thing."""
    monkeypatch.setattr(layar, "SEKALI_BACA", 7)
    klien = masuk(f.buat_pengguna("admin"))
    saring = {k: isi.get(v, v) for k, v in saring.items()}
    url = f"{alamat}?{urlencode(saring)}"
    layar_ini = di_layar(klien, url)
    tautan = [a["href"] for a in urai(klien.get(url).text)[0].semua("a")
              if a.teks == "Unduh daftar ini (Excel)"]  # fmt: skip
    assert len(tautan) == 1
    kepala, baris = lembar(klien.get(tautan[0]).data)
    assert len(baris) == len(layar_ini) > 0
    penanda = {"daftar-uttp": 3, "daftar-catatan": 1}.get(nama, 0)
    for teks, b in zip(layar_ini, baris, strict=True):
        assert str(b[penanda]) in teks
    sisa = {k for k in saring if k not in ("peserta", "penyedia")}
    assert bool(sisa) == any("Hanya yang cocok" in k for k in kepala)
    _, csv = baca_csv(klien.get(tautan[0].replace(".xlsx", ".csv")).data)
    assert [b[penanda].lstrip("'") for b in csv] == [str(b[penanda]) for b in baris]


def test_penera_dan_peserta(isi: dict[str, str], masuk: Any) -> None:
    """A penera takes along what is assigned to them, and no list but that one."""
    penera = f.buat_pengguna("penera")
    milik = f.buat_pengajuan("diproses", penera_id=penera.id)
    klien = masuk(penera)
    _, baris = lembar(klien.get("/admin/laporan/daftar-pengajuan.xlsx").data)
    assert [b[0] for b in baris] == [milik.nomor]
    for nama in ("daftar-peserta", "daftar-uttp", "daftar-pelanggan"):
        assert klien.get(f"/admin/laporan/{nama}.xlsx").status_code == 404
    html = masuk(f.buat_peserta().pengguna).get("/uttp").text
    assert "Unduh daftar ini" not in html


def test_daftar_panjang_disiapkan_di_samping(
    app: Flask,
    besar: None,
    isi: dict[str, str],
    masuk: Any,
) -> None:
    """Its length is not known before; the file is read as the account that asked."""
    klien = masuk(f.buat_pengguna("kepala"))
    url = "/admin/laporan/daftar-pengajuan.xlsx?status=semua"
    assert "lebih dari 2 baris" in klien.get(url).text
    jawab = klien.kirim(url)
    assert jawab.status_code == 303
    assert "0 baris tertulis" in klien.htmx(jawab.location).text
    kerjakan(app)
    _, baris = lembar(klien.get(f"{jawab.location}/berkas").data)
    admin.LANGSUNG = 2_000
    assert baris == lembar(klien.get(url).data)[1]
    assert len(baris) == 26


def test_kata_yang_panjang_dipotong_seperti_di_layar(isi: dict[str, str], masuk: Any) -> None:
    """The screen reads no more of a word than anybody types; its file asks the same."""
    klien = masuk(f.buat_pengguna("admin"))
    panjang = "=merk lama 7" + " " * 3 + "x" * 5
    assert layar._saring_catatan({"q": "a" * 90, "pelaku": f" {panjang}\0 "}) == replace(
        layar._saring_catatan({}), q="a" * 80, pelaku="=merk lama 7 xxxxx"
    )
    nama = "N" * 80
    with tulis():
        audit.catat("terima", "pengajuan", 99, f.buat_pengguna("kepala", nama=nama))
    url = f"/admin/audit?{urlencode({'pelaku': nama + 'lebih'})}"
    assert len(di_layar(klien, url)) == 1
    _, baris = lembar(
        klien.get(url.replace("/admin/audit", "/admin/laporan/daftar-catatan.xlsx")).data
    )
    assert len(baris) == 1
