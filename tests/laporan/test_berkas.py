"""A file holds the rows and totals of the page; large ones are made beside the request."""

import tracemalloc
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core import clock, lembar_kerja, pembersihan
from app.core.audit import Audit
from app.core.db import tulis
from app.core.format import tanggal
from app.core.storage import Folder
from app.core.uploads import penyimpanan
from app.extensions import db
from app.laporan import admin, baris, services, sql
from app.laporan.models import Ekspor
from app.laporan.states import JUDUL
from app.pengajuan.models import Pengajuan
from tests import factories as f
from tests.conftest import ambil, sekali
from tests.laporan.alat import (
    baca_csv,
    jejak,
    kerjakan,
    lalu,
    lembar,
    pengajuan_banyak,
    saat,
    tabel,
)
from tests.urai import urai

MASA = {"dari": str(lalu(400)), "sampai": str(lalu(-40))}
RUMUS = '=HYPERLINK("http://jahat.test")'


def rata(sel: Any) -> str:
    """A cell of the page or of a file, so that both can be compared: Rp12.500 is 12500, 25% is
    25.0, and a day is written out."""
    if isinstance(sel, date):
        return tanggal(sel)
    teks = "–" if sel in (None, "") else str(sel)
    polos = teks.removeprefix("Rp").removesuffix("%")
    if isinstance(sel, str) and polos.replace(".", "").replace(",", "").isdigit():
        teks = polos.replace(".", "").replace(",", ".")
    return str(float(teks)) if teks.replace(".", "").isdigit() else teks


def semua_halaman(klien: Any, nama: str, **saring: Any) -> list[list[str]]:
    """The rows of every page, in order."""
    url, hasil = f"/admin/laporan/{nama}?{urlencode(saring)}", []
    while url:
        html = klien.get(url).text
        hasil += tabel(html)
        maju = [a["href"] for a in urai(html)[0].semua("a") if a.teks.startswith("Berikutnya")]
        url = maju[0] if maju else ""
    return hasil


def unduh(klien: Any, nama: str, bentuk: str = "xlsx", **saring: Any) -> Any:
    return klien.get(f"/admin/laporan/{nama}/unduh.{bentuk}", query_string=saring)


@pytest.fixture
def kantor_berisi(app: Flask) -> None:
    """Something for every report, with words somebody might have typed to do harm."""
    for status in ("baru", "diterima", "terjadwal", "diproses", "selesai_sah", "selesai_batal"):
        for i in range(2):
            pemilik = f.buat_peserta(nama=(RUMUS, "@SUM(A1)", "-2+3 Toko", "+62 Toko")[i * 2 % 4])
            masa = {"skhp_berlaku_sampai": lalu(i * 5), "skhp_nomor": "=1+1"}
            p = f.buat_pengajuan(
                status, f.buat_uttp(pemilik, **masa), dibuat_pada=saat(lalu(i * 9)),
                skhp_lama_sampai=lalu(3 - i * 20),
            )  # fmt: skip
            jejak(p, ("terima", "baru", "diterima", saat(lalu(0))),
                  ("tetapkan_jadwal", "diterima", "terjadwal", saat(lalu(0), 23)))  # fmt: skip


@pytest.mark.parametrize("nama", list(JUDUL))
def test_berkas_sama_dengan_layar(
    kantor_berisi: None, masuk: Any, nama: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """K2, over all pages: the same rows in the same order, the same totals, and no formula."""
    monkeypatch.setattr(baris, "UKURAN", 5)
    monkeypatch.setattr(sql, "POTONG", 3)
    klien = masuk(f.buat_pengguna("kepala"))
    saring = MASA if JUDUL[nama].masa else {}
    layar = semua_halaman(klien, nama, **saring)
    jawab = unduh(klien, nama, **saring)
    kepala, isi = lembar(jawab.data)
    assert [list(map(rata, b)) for b in isi] == [list(map(rata, b)) for b in layar]
    assert kepala[0].startswith(f"Laporan {JUDUL[nama].judul}, UPTD Metrologi")
    assert any(k.startswith("Masa: " if saring else "Keadaan pada ") for k in kepala)
    kepala_csv, isi_csv = baca_csv(unduh(klien, nama, "csv", **saring).data)
    assert len(isi_csv) == len(isi) > 0
    assert kepala_csv[0] == kepala[0]
    for b, c in zip(isi, isi_csv, strict=True):
        for nilai, teks in zip(b, c, strict=True):
            assert not teks.startswith(("=", "+", "@", "-"))
            if isinstance(nilai, str):
                assert teks in (nilai, f"'{nilai}")


def test_saringan_pengajuan_di_layar_dan_berkas(kantor_berisi: None, masuk: Any) -> None:
    """Parity 148 and 149: each filter gives what the rows say, alone and in the file."""
    klien = masuk(f.buat_pengguna("pelayanan"))
    semua = list(db.session.scalars(sa.select(Pengajuan)))
    f.buat_pengajuan("baru", layanan="tera", skhp_lama=None, skhp_lama_nomor=None)
    f.buat_pengajuan("baru", skhp_lama="hilang", skhp_lama_nomor=None)
    harap = {
        ("status", "diterima"): 2, ("status", "dibatalkan"): 0, ("layanan", "tera"): 1,
        ("skhp_lama", "hilang"): 1, ("masa_lama", "kosong"): 2,
        ("masa_lama", "habis"): sum(p.skhp_lama_sampai < p.dibuat_pada.astimezone(
            clock.WITA).date() for p in semua),
        ("q", "HYPERLINK"): 6, ("dari", str(lalu(5))): 8, ("status", "ngawur"): 14,
        ("q", "tidak ada"): 0,
    }  # fmt: skip
    for (nama, nilai), n in harap.items():
        saring = MASA | {nama: nilai}
        jawab = klien.get("/admin/laporan/pengajuan", query_string=saring)
        if not n:
            assert "Tidak ada data untuk pilihan ini" in jawab.text
            continue
        assert f"Pengajuan: {n} baris" in jawab.text, (nama, nilai)
        assert len(lembar(unduh(klien, "pengajuan", **saring).data)[1]) == n


def test_saringan_peserta_dan_skhp(kantor_berisi: None, masuk: Any) -> None:
    klien = masuk(f.buat_pengguna("admin"))
    f.buat_registrasi(kelompok="penyedia")
    for nama, saring, n in (
        ("peserta", {"kelompok": "penyedia"}, 1), ("peserta", {"status_peserta": "aktif"}, 12),
        ("peserta", {"status_peserta": "baru"}, 1), ("skhp", {}, 6), ("skhp", {"dalam": "30"}, 6),
        ("skhp", {"q": "tidak ada"}, 0),
    ):  # fmt: skip
        isi = lembar(unduh(klien, nama, **saring).data)[1]
        assert len(isi) == n, (nama, saring)


def test_penera_hanya_mendapat_pengajuannya(kantor_berisi: None, masuk: Any) -> None:
    """Parity 154, and the summary above says no more than the rows below."""
    penera = f.buat_pengguna("penera")
    milik = f.buat_pengajuan("diproses", penera_id=penera.id)
    klien = masuk(penera)
    _, isi = lembar(unduh(klien, "pengajuan", **MASA).data)
    assert [b[0] for b in isi] == [milik.nomor]
    _, ringkas = lembar(unduh(klien, "pengajuan", **MASA).data, "Ringkasan")
    assert ringkas[-1] == ["Jumlah", 0, 1, 1]
    assert klien.get("/admin/laporan/peserta").status_code == 404
    assert unduh(klien, "beban").status_code == 404
    assert "Peserta" not in [s[0] for s in tabel(klien.get("/admin/laporan/pengajuan").text)]


@sekali
def test_alamat_yang_aneh_tidak_mengejutkan(app: Flask, masuk: Any) -> None:
    klien = masuk(f.buat_pengguna("kepala"))
    aneh = {"dari": "kemarin", "sampai": "31-02-2026", "kecamatan": "9" * 30, "penera": "x",
            "dalam": "abc", "menurut": "'", "status": "\x00", "setelah": "x~y",
            "q": "%_\\"}  # fmt: skip
    for nama in JUDUL:
        assert klien.get(f"/admin/laporan/{nama}", query_string=aneh).status_code == 200
        assert unduh(klien, nama, **aneh).status_code == 200


@sekali
def test_grafik_tanpa_gaya_dan_skrip(kantor_berisi: None, masuk: Any) -> None:
    html = masuk(f.buat_pengguna("kepala")).get("/admin/laporan/uttp").text
    svg = html[html.index("<svg xmlns") :]
    svg = svg[: svg.index("</svg>")]
    assert 'role="img"' in svg
    assert 'aria-label="Grafik: Keadaan alat per wilayah' in svg
    for kata in ("<style", "<script", "style=", "class=", "onload", "http://pygal"):
        assert kata not in svg


# --- large ones -------------------------------------------------------------------------------


def minta(klien: Any) -> str:
    jawab = klien.kirim("/admin/laporan/pengajuan/unduh.xlsx?dari=2020-01-01&sampai=2099-12-31")
    assert jawab.status_code == 303
    return str(jawab.location)


def test_berkas_besar_dari_permintaan_sampai_dihapus(
    app: Flask, besar: None, masuk: Any, capsys: Any
) -> None:
    pengajuan_banyak(5)
    kepala, lain = f.buat_pengguna("kepala"), f.buat_pengguna("kepala")
    klien = masuk(kepala)
    bertanya = klien.get("/admin/laporan/pengajuan/unduh.xlsx?dari=2020-01-01&sampai=2099-12-31")
    assert "Berkas ini berisi 5 baris" in bertanya.text
    assert db.session.scalar(sa.select(sa.func.count(Ekspor.id))) == 0
    url = minta(klien)
    assert "0 dari 5 baris tertulis" in klien.htmx(url).text
    assert "hx-get" in klien.htmx(url).text
    assert minta(klien) == url, "klik ganda"
    assert db.session.scalar(sa.select(sa.func.count()).where(Audit.aksi == "ekspor")) == 1
    kerjakan(app)
    selesai = klien.htmx(url).text
    assert "5 baris, " in selesai
    assert "hx-get" not in selesai, "tidak bertanya lagi"
    _, isi = lembar(klien.get(f"{url}/berkas").data)
    langsung = lembar(unduh_semua(klien))[1]
    assert isi == langsung
    assert len(isi) == 5
    for aksi in ("", "/berkas"):
        assert masuk(lain).get(url + aksi).status_code == 404
    ekspor = db.session.scalars(sa.select(Ekspor)).one()
    kunci = str(ekspor.kunci)
    klien.kirim(f"{url}/batal")
    assert ambil(Ekspor, ekspor.id).status == "selesai", "yang sudah siap tetap ada"
    with tulis() as s:
        s.execute(sa.update(Ekspor).values(dibuat_pada=clock.now() - timedelta(hours=25)))
    pembersihan.bersihkan(coba=True)
    assert penyimpanan().ada(kunci)
    pembersihan.bersihkan(coba=False)
    assert "1 berkas laporan yang lewat sehari dihapus." in capsys.readouterr().out
    assert not penyimpanan().ada(kunci)
    assert klien.get(url).status_code == 404


def unduh_semua(klien: Any) -> bytes:
    admin.LANGSUNG = 2_000
    return bytes(unduh(klien, "pengajuan", dari="2020-01-01", sampai="2099-12-31").data)


def test_dibatalkan_di_tengah(
    app: Flask, besar: None, masuk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one who writes notices at its next part, and leaves nothing behind."""
    pengajuan_banyak(5)
    klien = masuk(f.buat_pengguna("kepala"))
    url = minta(klien)
    asli: Callable[..., bool] = services.maju

    def batal_lalu_maju(id: int, pemegang: str, n: int) -> bool:
        services.batalkan(db.session.get_one(Ekspor, id))
        return asli(id, pemegang, n)

    monkeypatch.setattr(services, "maju", batal_lalu_maju)
    kerjakan(app)
    monkeypatch.undo()
    ekspor = db.session.scalars(sa.select(Ekspor)).one()
    assert (ekspor.status, ekspor.kunci) == ("batal", None)
    assert "tidak jadi disiapkan" in klien.get(url).text
    assert klien.get(f"{url}/berkas").status_code == 303


def test_proses_yang_mati_dapat_diulang(app: Flask, besar: None, masuk: Any) -> None:
    """Nobody holds it any more: it says so, is begun anew, and the old hand cannot come back."""
    pengajuan_banyak(5)
    klien = masuk(f.buat_pengguna("kepala"))
    url = minta(klien)
    app.extensions["latar"].clear()
    id = db.session.scalars(sa.select(Ekspor.id)).one()
    with tulis() as s:
        assert services.ambil(id, "mati")
        assert not services.ambil(id, "kedua"), "satu saja yang mendapatnya"
        s.execute(sa.update(Ekspor).values(dipegang_sampai=clock.now() - timedelta(seconds=1)))
    assert "Terhenti" in klien.get(url).text
    assert klien.kirim(f"{url}/ulangi").status_code == 303
    with tulis():
        assert not services.maju(id, "mati", 4)
        assert not services.selesaikan(id, "mati", "00/00/" + "0" * 64, 1, 5)
    kerjakan(app)
    assert len(lembar(klien.get(f"{url}/berkas").data)[1]) == 5


def test_kesalahan_dan_akun_yang_dicabut_menghentikan(app: Flask, besar: None, masuk: Any) -> None:
    pengajuan_banyak(5)
    kepala = f.buat_pengguna("kepala")
    minta(masuk(kepala))
    with tulis():
        ambil(type(kepala), kepala.id).aktif = False
    with pytest.raises(PermissionError):
        kerjakan(app)
    assert db.session.scalars(sa.select(Ekspor.status)).one() == "berhenti"


@sekali
@pytest.mark.parametrize("bentuk", ["xlsx", "csv"])
def test_memori_tidak_naik_dengan_baris(app: Flask, bentuk: str) -> None:
    """Ten times the rows in about the same memory."""

    def puncak(n: int) -> int:
        kolom = [lembar_kerja.Kolom("A"), lembar_kerja.Kolom("B")]
        isi = lembar_kerja.Lembar("x", kolom, ((f"baris {i} " * 5, i) for i in range(n)))
        tracemalloc.start()
        with open("/dev/null", "r+b") if bentuk == "csv" else BytesIO() as keluar:
            if bentuk == "csv":
                lembar_kerja.tulis_csv(keluar, isi)
            else:
                lembar_kerja.tulis_xlsx(keluar, isi)
            hasil = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return hasil

    puncak(100)
    assert puncak(10_000) < puncak(1_000) + 600_000


def test_yang_mati_tidak_menghalangi_yang_diulang(app: Any, masuk: Any) -> None:
    """One broke off with its process; another that was called off is begun anew all the same."""
    akun = f.buat_pengguna("pelayanan")
    isi = {"pengguna_id": akun.id, "laporan": "pengajuan", "bentuk": "csv", "saringan": {},
           "kata": [], "jumlah": 5}  # fmt: skip
    lewat = clock.now() - timedelta(hours=1)
    batal = Ekspor(status="batal", dipegang_sampai=lewat, **isi)
    mati = Ekspor(status="dikerjakan", pemegang="x", dipegang_sampai=lewat, **isi)
    db.session.add_all([batal, mati])
    db.session.commit()
    with tulis():
        services.ulangi(db.session.get_one(Ekspor, batal.id), akun)
    db.session.rollback()
    status = dict(db.session.execute(sa.select(Ekspor.id, Ekspor.status)).all())
    assert status == {batal.id: "antre", mati.id: "berhenti"}


def test_berkasnya_diserahkan_sebagai_aliran(
    app: Flask, besar: None, masuk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long file is never in memory as a whole, neither written nor stored."""
    pengajuan_banyak(5)
    klien = masuk(f.buat_pengguna("kepala"))
    url = minta(klien)

    def seluruhnya(*_: object) -> str:
        raise AssertionError("stored as one piece")

    monkeypatch.setattr(Folder, "simpan", seluruhnya)
    kerjakan(app)
    ekspor = db.session.scalars(sa.select(Ekspor)).one()
    assert ekspor.status == "selesai"
    assert ekspor.ukuran == len(klien.get(f"{url}/berkas").data) > 0
