"""The page of the log of acts, and that the acts of every feature are on it."""

import json
from datetime import timedelta
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from app.auth import services as akun_services
from app.auth.models import LABEL_PERAN
from app.core import audit, clock
from app.core.audit import Audit
from app.core.db import tulis
from app.core.format import tanggal
from app.extensions import db
from app.pengajuan import services as pengajuan_services
from app.pengaturan.catatan import perubahan
from app.pengaturan.services import ubah_kantor
from app.pengaturan.states import AKSI, KOLOM, OBJEK, PERAN
from app.peserta import services as peserta_services
from app.peserta.states import Cara
from app.tarif import services as tarif_services
from app.tarif.services import Cakupan
from app.uttp import services as uttp_services
from tests import factories as f
from tests.laporan.alat import lembar

URL = "/admin/audit"


def baris(**saring: Any) -> list[Audit]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(Audit).filter_by(**saring).order_by(Audit.id)))


def aksi() -> list[str]:
    return [b.aksi for b in baris()]


# --- what is recorded -------------------------------------------------------------------------


def test_keputusan_tentang_peserta(app: Flask) -> None:
    loket = f.buat_pengguna("pelayanan", nama="Rina")
    satu, dua = f.buat_registrasi(), f.buat_registrasi()
    with tulis():
        peserta_services.terima(satu, loket, Cara.SANDI)
    with tulis():
        peserta_services.tolak(dua, loket, "Data kurang", "Alamat tidak lengkap.")
    with tulis():
        peserta_services.akses_baru(satu, loket, Cara.TAUTAN)
    for kata in ("nonaktifkan", "aktifkan"):
        with tulis():
            peserta_services.ubah_status(satu, loket, kata)
    semua = baris(objek="peserta")
    assert [b.aksi for b in semua] == [
        "peserta_terima", "peserta_tolak", "peserta_akses_baru", "peserta_nonaktifkan",
        "peserta_aktifkan",
    ]  # fmt: skip
    assert {b.pelaku for b in semua} == {"Rina"}
    assert (semua[0].sebelum, semua[0].sesudah["status"]) == ({"status": "baru"}, "aktif")
    assert "Alamat tidak lengkap." in semua[1].sesudah["alasan"]
    assert [b.objek_id for b in semua] == [satu.id, dua.id, satu.id, satu.id, satu.id]
    assert "sandi_sementara" in aksi()


def test_pengajuan_dari_ke(app: Flask) -> None:
    loket = f.buat_pengguna("pelayanan")
    p = f.buat_pengajuan("baru")
    with tulis():
        pengajuan_services.terima(p, loket)
    with tulis():
        pengajuan_services.batalkan(p := f.buat_pengajuan("diterima"), loket, alasan="Salah alat.")
    terima, batal = baris(objek="pengajuan")
    assert (terima.sebelum, terima.sesudah) == ({"status": "baru"}, {"status": "diterima"})
    assert (terima.aksi, terima.peran) == ("terima", "pelayanan")
    assert batal.objek_id == p.id
    assert batal.sesudah["alasan"] == "Salah alat."


def test_alat_tarif_dan_pengaturan(app: Flask) -> None:
    peserta = f.buat_peserta()
    foto = f.buat_berkas(peserta.pengguna)
    alat = f.buat_uttp(peserta, merk="Lama", foto_id=foto.id)
    with tulis():
        uttp_services.ubah(alat, merk="Baru", tipe=alat.tipe, lokasi=alat.lokasi, foto=foto)
    with tulis():
        uttp_services.hapus(alat)
    with tulis():
        tarif = tarif_services.tambah(
            cakupan=Cakupan(), harga=75_000, berlaku_mulai=clock.today(), berlaku_sampai=None,
            dasar_hukum="Perda 1/2024",
        )  # fmt: skip
    with tulis():
        tarif_services.akhiri(tarif, berlaku_sampai=clock.today())
    with tulis():
        ubah_kantor({"menit_per_hari": 300, "kota": "Balikpapan"})
    with tulis():
        ubah_kantor({"menit_per_hari": 480})
    assert aksi() == [
        "uttp_ubah", "uttp_hapus", "tarif_tambah", "tarif_akhiri", "pengaturan_ubah",
        "pengaturan_ubah",
    ]  # fmt: skip
    isi = [(b.sebelum, b.sesudah) for b in baris()]
    assert isi[0] == ({"merk": "Lama"}, {"merk": "Baru"})
    assert isi[1][0]["nomor_seri"] == alat.nomor_seri
    assert isi[2][1]["harga"] == 75_000
    hari_ini = {"berlaku_sampai": clock.today().isoformat()}
    assert isi[3] == ({"berlaku_sampai": None}, hari_ini)
    assert isi[4] == ({"menit_per_hari": "480"}, {"menit_per_hari": "300"})
    assert isi[5] == ({"menit_per_hari": "300"}, {"menit_per_hari": "480"})


def test_password_dicatat_tanpa_isinya(app: Flask) -> None:
    akun = f.buat_pengguna(sandi=True)
    with tulis():
        token = akun_services.buat_tautan(akun, None)
    with tulis():
        akun_services.pakai_tautan(token, "sidik-rahasia-1")
    with tulis():
        akun_services.ganti_sandi(akun, "sidik-rahasia-1", "sidik-rahasia-2")
    with tulis():
        sandi = akun_services.buat_sandi_sementara(akun)
    assert aksi() == ["sandi_pasang", "sandi_ganti", "sandi_sementara"]
    semua = json.dumps([[b.sebelum, b.sesudah] for b in baris()])
    for rahasia in (token, "sidik-rahasia", sandi):
        assert rahasia not in semua


def test_masuk_ditolak_dan_keluar(app: Flask, klien: Any) -> None:
    peserta = f.buat_peserta(sandi=True)
    nik = peserta.pic_nik
    for kata in ("salah-sekali-99", f.SANDI):
        klien.kirim("/masuk", {"nama_masuk": nik, "sandi": kata})
    klien.kirim("/keluar")
    klien.kirim("/masuk", {"nama_masuk": f.nik(), "sandi": f.SANDI})
    ditolak, masuk, keluar, asing = baris(objek="pengguna")
    assert (ditolak.aksi, ditolak.objek_id, ditolak.pelaku_id) == (
        "masuk_ditolak", peserta.pengguna_id, None
    )  # fmt: skip
    assert (masuk.aksi, masuk.pelaku_id) == ("masuk", peserta.pengguna_id)
    assert (keluar.aksi, keluar.pelaku_id) == ("keluar", peserta.pengguna_id)
    assert (asing.aksi, asing.objek_id) == ("masuk_ditolak", None)
    assert asing.sesudah["tanda_nama"] != ditolak.sesudah["tanda_nama"]
    assert nik not in json.dumps([ditolak.sesudah, masuk.sesudah, asing.sesudah])
    assert {b.alamat for b in baris()} == {"127.0.0.1"}


def test_setiap_kata_punya_sebutan(app: Flask) -> None:
    assert {p.value: label for p, label in LABEL_PERAN.items()} == PERAN
    assert {len(k) <= 40 for k in AKSI} == {True}
    assert {len(k) <= 30 for k in OBJEK} == {True}
    assert all(KOLOM.values())


# --- the page ---------------------------------------------------------------------------------


@pytest.fixture
def isi_catatan(app: Flask) -> Any:
    """A few acts of two people on two days."""
    siti, rina = f.buat_pengguna("admin", nama="Siti"), f.buat_pengguna("pelayanan", nama="Rina")
    with tulis():
        audit.catat("tarif_tambah", "tarif", 7, siti, sesudah={"harga": 75_000})
    with tulis():
        audit.catat("terima", "pengajuan", 5, rina, {"status": "baru"}, {"status": "diterima"})
    with tulis():
        audit.catat("ajukan", "pengajuan", 6, rina, sesudah={"nomor": "TU-2026-000123"})
    with tulis():
        audit.catat("kembalikan", "pengajuan", 6, siti, sesudah={"catatan": "Foto “buram” é"})
    return siti


def nomor(html: str) -> list[int]:
    """The rows on the page."""
    return [int(p.split("<")[0]) for p in html.split("<small>Catatan ")[1:]]


def test_hanya_admin_dan_kepala(app: Flask, klien: Any, masuk: Any) -> None:
    for peran, kode in (("admin", 200), ("kepala", 200), ("pelayanan", 403), ("penera", 403)):
        jawab = masuk(f.buat_pengguna(peran)).get(URL)
        assert jawab.status_code == kode
        assert ("Catatan aktivitas" in jawab.text) == (kode == 200)
    assert masuk(f.buat_peserta().pengguna).get(URL).status_code == 403
    assert klien.get(URL).status_code == 303


def test_tampil_siapa_apa_dan_perubahannya(isi_catatan: Any, masuk: Any) -> None:
    html = masuk(isi_catatan).get(URL).text
    assert nomor(html) == [4, 3, 2, 1]
    for teks in ("Rina", "Admin Pelayanan", "Tarif ditambah", "<strong>Rp75.000</strong>",
                 "<del>Baru</del>", "Perintah di server"):  # fmt: skip
        assert (teks in html) == (teks != "Perintah di server"), teks


@pytest.mark.parametrize(
    ("saring", "harap"),
    [
        ({"pelaku": "rin"}, [3, 2]),
        ({"aksi": "terima"}, [2]),
        ({"objek": "pengajuan"}, [4, 3, 2]),
        ({"objek": "pengajuan", "objek_id": "6"}, [4, 3]),
        ({"q": "tu-2026-000123"}, [4, 3]),
        ({"q": "“buram” é"}, [4]),
        ({"q": "75000"}, [1]),
        ({"q": "100%_"}, []),
        ({"pelaku": "siti", "objek": "tarif"}, [1]),
        ({"dari": "@0"}, [4, 3, 2, 1]),
        ({"dari": "@1"}, []),
        ({"sampai": "@0"}, [4, 3, 2, 1]),
        ({"sampai": "@-1"}, []),
        ({"dari": "ngawur", "objek_id": "x", "_external": "1", "endpoint": "y"}, [4, 3, 2, 1]),
        ({"q": "\0\x1b", "aksi": "\0", "objek": "\0", "pelaku": "\0"}, [4, 3, 2, 1]),
        ({"objek_id": "9" * 40}, [4, 3, 2, 1]),
    ],
    ids=str,
)
def test_saringan(isi_catatan: Any, masuk: Any, saring: dict[str, str], harap: list[int]) -> None:
    for k, v in saring.items():
        if v.startswith("@"):
            saring = saring | {k: (clock.today() + timedelta(days=int(v[1:]))).isoformat()}
    jawab = masuk(isi_catatan).get(URL, query_string=saring)
    assert jawab.status_code == 200
    assert nomor(jawab.text) == harap


def test_halaman_berikut_dan_query_tetap(
    app: Flask, masuk: Any, hitung_query: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.pengaturan.catatan.UKURAN", 4)
    admin = f.buat_pengguna("admin")
    with tulis():
        for n in range(1, 11):
            audit.catat("coba", "contoh", n, admin)
    klien, url, lihat = masuk(admin), f"{URL}?objek=contoh", []
    klien.get(url)
    for _ in range(3):
        with hitung_query() as daftar:
            html = klien.get(url).text
        assert len(daftar) <= 1 + 3
        lihat += nomor(html)
        if "Berikutnya" in html:
            url = html.split("setelah=")[1].split('"')[0]
            url = f"{URL}?objek=contoh&setelah={url}"
    assert lihat == list(range(10, 0, -1))


def test_isi_tidak_menjadi_html(app: Flask, masuk: Any) -> None:
    admin = f.buat_pengguna("admin", nama="<b>Siti</b>")
    with tulis():
        audit.catat("<i>", "<i>", 1, admin, sesudah={"<i>k": "<script>alert(1)</script>"})
    html = masuk(admin).get(URL).text
    for teks in ("<script>alert", "<b>Siti", "<i>"):
        assert teks not in html


def test_kode_dibaca_sebagai_kata() -> None:
    """The word the other pages have for it, by what the act was about."""
    pelanggan = {"sebelum": {"status": "pelanggan"}, "sesudah": {"status": "baru"}}
    isi = (
        ("peserta", pelanggan, ["Pelanggan", "Menunggu Persetujuan"]),
        ("peserta", {"sesudah": {"cara": "sandi_sementara"}}, ["Kata sandi sementara"]),
        ("peserta", {"sesudah": {"diubah": ["nama", "pic_wa"]}}, ["Nama, WhatsApp PIC"]),
        ("pengajuan", {"sesudah": {"status": "baru"}}, ["Baru"]),
        ("pengajuan", {"sesudah": {"lokasi": "luar_kantor"}}, ["Luar Kantor"]),
        ("pengaturan", {"sesudah": {"whatsapp_kantor": "+62811000000"}}, ["0811-0000-00"]),
    )
    for objek, nilai, harap in isi:
        b = SimpleNamespace(objek=objek, **({"sebelum": None} | nilai))
        dibaca = [t for p in perubahan(b) for t in (p.lama, p.baru) if t]
        assert dibaca == harap, objek


def test_kata_dicari_90_hari_dan_itu_disebut(app: Flask, masuk: Any) -> None:
    """The log only grows; older rows are one link away, and nothing exact hides them."""
    admin = f.buat_pengguna("admin", nama="Siti")
    for lalu in (200, 91, 89):
        with time_machine.travel(clock.now() - timedelta(days=lalu)), tulis():
            isi = {"nomor": "TU-2026-000777", "merk": "Neraca Kita"}
            audit.catat("ajukan", "pengajuan", 6, admin, sesudah=isi)
    klien, sejak = masuk(admin), "dicari pada catatan sejak"
    for saring in ({"q": "neraca"}, {"pelaku": "siti"}, {"pelaku": "siti", "aksi": "ajukan"}):
        html = klien.get(URL, query_string=saring).text
        assert nomor(html) == [3], saring
        assert f"{sejak} {tanggal(clock.today() - timedelta(days=90))}" in html
        semua = unescape(html.split(f"{sejak} ")[1].split('href="')[1].split('"')[0])
        assert nomor(klien.get(semua).text) == [3, 2, 1], "Cari di semua catatan"
        assert sejak not in klien.get(semua).text
    sampai = (clock.today() - timedelta(days=150)).isoformat()
    assert nomor(klien.get(URL, query_string={"q": "neraca", "sampai": sampai}).text) == [1]
    for saring in ({"q": "tu-2026-000777"}, {"q": "neraca", "objek_id": "6"}, {"aksi": "ajukan"}):
        html = klien.get(URL, query_string=saring).text
        assert nomor(html) == [3, 2, 1], saring
        assert sejak not in html
    assert nomor(klien.get(URL, query_string={"q": "TU-0000-1"}).text) == []
    kepala, baris_ = lembar(klien.get("/admin/laporan/daftar-catatan.xlsx?q=neraca").data)
    assert len(baris_) == 1
    assert any(k.startswith("Sejak ") for k in kepala)
