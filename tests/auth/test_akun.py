"""Accounts of staff: kept by Admin Aplikasi on a page, each act asked once more and written down;
there is always one active Admin Aplikasi left, and nobody takes off their own second step."""

import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.auth import akun as kelola
from app.auth import mfa
from app.auth.models import Pengguna, Sesi, Totp
from app.core.audit import Audit
from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.core.outbox import Pesan
from app.extensions import db
from tests import factories as f
from tests.auth.test_mfa import nyalakan
from tests.conftest import ambil
from tests.jadwal.test_tempat import serentak

BARU = "kebun pepaya di bukit"
ALASAN = "Ponselnya jatuh ke laut, diminta sendiri di kantor"


@pytest.fixture
def admin(app: Flask) -> Pengguna:
    return f.buat_pengguna("admin", nama="Dewi Admin")


@pytest.fixture
def layar(masuk: Any, admin: Pengguna) -> Any:
    return masuk(admin)


@pytest.fixture
def mfa_ada(app: Flask, monkeypatch: Any) -> None:
    """Offered, and nobody has to."""
    monkeypatch.setitem(app.config, "MFA", True)
    monkeypatch.setitem(app.config, "MFA_WAJIB", "tidak")


def catatan(aksi: str) -> list[Audit]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(Audit).where(Audit.aksi == aksi).order_by(Audit.id)))


def jumlah_sesi(akun: Pengguna) -> int:
    db.session.rollback()
    cari = sa.select(sa.func.count(Sesi.id)).where(Sesi.pengguna_id == akun.id)
    return int(db.session.scalar(cari) or 0)


def tautan_pada(teks: str) -> str:
    return re.findall(r"/aktivasi/[\w-]{20,}", teks)[0]


# --- the list -----------------------------------------------------------------------------------


def test_daftar_hanya_petugas_dicari_dan_berhalaman(layar: Any, hitung_query: Any) -> None:
    f.buat_peserta(pic_nama="Orang Luar")
    f.buat_pengguna("penera", nama="Rahmat Hidayat", nip="198001012005011001")
    f.buat_pengguna("kepala", nama="Sri Wahyuni", aktif=False)
    for n in range(20):
        f.buat_pengguna("pelayanan", nama=f"Petugas Loket {n:02d}")
    teks = layar.get("/admin/akun").text
    assert "Orang Luar" not in teks
    assert "Petugas Loket 19" in teks
    lanjut = re.findall(r'href="(/admin/akun\?setelah=[^"]+)"', teks)[0]
    assert "Rahmat Hidayat" in layar.get(lanjut).text
    for cari, ada, tidak in (
        ("q=rahmat", "Rahmat Hidayat", "Sri Wahyuni"),
        ("q=198001012005011001", "Rahmat Hidayat", "Petugas Loket 01"),
        ("status=nonaktif", "Sri Wahyuni", "Rahmat Hidayat"),
        ("peran=penera", "Rahmat Hidayat", "Dewi Admin"),
        ("q=tidak-ada", "Tidak ada akun yang cocok", "Rahmat Hidayat"),
    ):
        teks = layar.get(f"/admin/akun?{cari}").text
        assert ada in teks, cari
        assert tidak not in teks, cari
    with hitung_query() as query:
        layar.get("/admin/akun")
    assert len(query) <= 4


@pytest.mark.parametrize("peran", ["peserta", "penera", "pelayanan", "kepala"])
def test_bukan_untuk_peran_lain(masuk: Any, admin: Pengguna, peran: str) -> None:
    klien = masuk(f.buat_peserta().pengguna if peran == "peserta" else f.buat_pengguna(peran))
    for url in ("", "/baru", f"/{admin.id}", f"/{admin.id}/peran", f"/{admin.id}/nonaktifkan",
                f"/{admin.id}/reset-dua-langkah"):  # fmt: skip
        assert klien.get(f"/admin/akun{url}").status_code == 403
        assert klien.kirim(f"/admin/akun{url}", {"peran": "penera"}).status_code in (403, 405)
    assert ambil(Pengguna, admin.id).aktif


def test_akun_peserta_tidak_diatur_dari_sini(layar: Any, admin: Pengguna) -> None:
    akun = f.buat_peserta(sandi=True).pengguna
    for url in ("", "/peran", "/nonaktifkan", "/tautan", "/akhiri-sesi"):
        assert layar.get(f"/admin/akun/{akun.id}{url}").status_code == 404
    with tulis(), pytest.raises(AturanDilanggar, match="halaman pesertanya"):
        kelola.ubah_peran(akun, admin, "admin")


# --- adding, links ------------------------------------------------------------------------------


def test_akun_baru_dibuka_pemiliknya_lewat_tautan_sekali(app: Flask, layar: Any) -> None:
    isi = {"nama": "Siti Rahma", "nama_masuk": "Siti.Rahma", "nip": "19800101 200501 1 002",
           "peran": "penera"}  # fmt: skip
    jawab = layar.kirim("/admin/akun/baru", isi)
    assert jawab.status_code == 200
    assert jawab.headers["Cache-Control"] == "no-store"
    tautan = tautan_pada(jawab.text)
    akun = db.session.scalars(sa.select(Pengguna).filter_by(nama_masuk="siti.rahma")).one()
    assert (akun.peran, akun.nip) == ("penera", "198001012005011002")
    assert tautan not in layar.get(f"/admin/akun/{akun.id}").text, "hanya sekali tampil"
    assert catatan("akun_baru")[0].pelaku == "Dewi Admin"
    orang: Any = app.test_client()
    assert orang.kirim(tautan, {"sandi_baru": BARU}).location == "/admin/masuk"
    jawab = orang.kirim("/admin/masuk", {"nama_masuk": isi["nip"], "sandi": BARU})
    assert jawab.location == "/admin"


@pytest.mark.parametrize(
    ("ubah", "kalimat"),
    [
        ({"nama": " "}, "Masukkan nama lengkap"),
        ({"nama_masuk": "1a"}, "diawali huruf"),
        ({"nama_masuk": "ada.duluan"}, "ada.duluan sudah dipakai"),
        ({"nip": "123"}, "NIP terdiri dari 18 angka"),
        ({"nip": "198001012005011001"}, "NIP ini sudah dipakai akun lain"),
        ({"peran": "peserta"}, "Pilih perannya"),
        ({"peran": "dewa"}, "Pilih perannya"),
    ],
)
def test_akun_yang_tidak_dapat_dibuat(layar: Any, ubah: dict[str, str], kalimat: str) -> None:
    f.buat_pengguna("penera", nama_masuk="ada.duluan", nip="198001012005011001")
    isi = {"nama": "Siti", "nama_masuk": "siti", "nip": "", "peran": "penera"} | ubah
    sebelum = db.session.scalar(sa.select(sa.func.count(Pengguna.id)))
    jawab = layar.kirim("/admin/akun/baru", isi)
    assert jawab.status_code == 422
    assert kalimat in jawab.text
    assert db.session.scalar(sa.select(sa.func.count(Pengguna.id))) == sebelum


def test_tautan_baru_mematikan_yang_lama(app: Flask, layar: Any) -> None:
    akun = f.buat_pengguna("penera", sandi=True)
    url = f"/admin/akun/{akun.id}/tautan"
    assert "orangnya sendiri" in layar.get(url).text
    lama, baru = (tautan_pada(layar.kirim(url).text) for _ in range(2))
    tamu: Any = app.test_client()
    assert [tamu.get(t).status_code for t in (lama, baru)] == [410, 200]
    assert [c.pelaku for c in catatan("akun_tautan")] == ["Dewi Admin"] * 2
    hasil = app.test_cli_runner().invoke(args=["tautan-sandi", akun.nama_masuk])
    assert hasil.exit_code == 0, hasil.output
    assert catatan("akun_tautan")[-1].pelaku_id is None, "perintah di server juga tercatat"
    assert tamu.get(baru).status_code == 410


# --- role, closing, sessions --------------------------------------------------------------------


def test_ganti_peran_mengakhiri_sesi_dan_dikabarkan(layar: Any, masuk: Any) -> None:
    akun = f.buat_pengguna("pelayanan")
    meja = masuk(akun)
    url = f"/admin/akun/{akun.id}/peran"
    assert layar.kirim(url, {"peran": "pelayanan"}).status_code == 422
    assert meja.get("/pesan").status_code == 200
    assert layar.kirim(url, {"peran": "penera"}).location == f"/admin/akun/{akun.id}"
    assert ambil(Pengguna, akun.id).peran == "penera"
    assert meja.get("/pesan").status_code == 303, "seketika"
    (c,) = catatan("akun_peran")
    assert (c.sebelum, c.sesudah) == ({"peran": "pelayanan"}, {"peran": "penera"})
    isi = db.session.scalars(sa.select(Pesan.isi).where(Pesan.penerima_id == akun.id)).one()
    assert "dari Admin Pelayanan menjadi Penera oleh Dewi Admin" in isi


def test_menonaktifkan_dan_mengaktifkan(app: Flask, layar: Any, masuk: Any) -> None:
    akun = f.buat_pengguna("pelayanan", sandi=True)
    meja = masuk(akun)
    tautan = tautan_pada(layar.kirim(f"/admin/akun/{akun.id}/tautan").text)
    url = f"/admin/akun/{akun.id}"
    assert layar.get(f"{url}/nonaktifkan").status_code == 200
    assert meja.get("/pesan").status_code == 200, "melihat belum mengubah"
    assert layar.kirim(f"{url}/nonaktifkan").status_code == 303
    assert meja.get("/pesan").status_code == 303
    tamu: Any = app.test_client()
    isi = {"nama_masuk": akun.nama_masuk, "sandi": f.SANDI}
    assert tamu.kirim("/admin/masuk", isi).status_code == 422
    assert layar.kirim(f"{url}/nonaktifkan").status_code == 409
    assert layar.kirim(f"{url}/tautan").status_code == 409
    assert layar.kirim(f"{url}/aktifkan").status_code == 303
    assert layar.kirim(f"{url}/aktifkan").status_code == 409
    assert tamu.get(tautan).status_code == 410, "tautan lama tidak hidup lagi"
    assert tamu.kirim("/admin/masuk", isi).location == "/admin"
    assert (len(catatan("akun_nonaktif")), len(catatan("akun_aktif"))) == (1, 1)


def test_mengakhiri_semua_sesi_orang(app: Flask, layar: Any, masuk: Any) -> None:
    akun, lain = f.buat_pengguna("penera"), f.buat_peserta().pengguna
    buka = [masuk(akun), masuk(akun)]
    sana = masuk(lain)
    assert layar.kirim(f"/admin/akun/{akun.id}/akhiri-sesi").status_code == 303
    assert [k.get("/pesan").status_code for k in buka] == [303, 303]
    assert sana.get("/pesan").status_code == 200
    assert catatan("akun_akhiri_sesi")[0].sesudah == {"jumlah": 2}
    jalan = app.test_cli_runner()
    assert jalan.invoke(args=["akhiri-sesi"]).exit_code == 2
    assert "1 sesi diakhiri" in jalan.invoke(args=["akhiri-sesi", f.nama_ketik(lain)]).output
    assert sana.get("/pesan").status_code == 303
    assert jalan.invoke(args=["akhiri-sesi", "--semua"]).exit_code == 0
    assert layar.get("/pesan").status_code == 303


def test_akun_sendiri_dan_admin_terakhir_tidak_diubah(layar: Any, admin: Pengguna) -> None:
    url = f"/admin/akun/{admin.id}"
    for aksi in ("nonaktifkan", "tautan", "akhiri-sesi"):
        jawab = layar.kirim(f"{url}/{aksi}")
        assert jawab.status_code == 409
        assert "satu-satunya Admin Aplikasi yang aktif" in jawab.text
    assert layar.kirim(f"{url}/peran", {"peran": "penera"}).status_code == 422
    f.buat_pengguna("admin")
    assert "Minta Admin Aplikasi lain" in layar.kirim(f"{url}/nonaktifkan").text
    db.session.rollback()
    kini = ambil(Pengguna, admin.id)
    assert (kini.aktif, kini.peran) == (True, "admin")
    assert "Ini akun Anda" in layar.get(url).text


@pytest.mark.parametrize("cara", ["nonaktifkan", "turunkan"])
def test_dua_admin_saling_menyingkirkan_satu_yang_tinggal(app: Flask, cara: str) -> None:
    dua = [f.buat_pengguna("admin"), f.buat_pengguna("admin")]

    def satu(i: int) -> None:
        with tulis():
            if cara == "nonaktifkan":
                kelola.nonaktifkan(dua[1 - i], dua[i])
            else:
                kelola.ubah_peran(dua[1 - i], dua[i], "penera")

    hasil = serentak(app, 2, satu)
    kalah = [h for h in hasil if h is not None]
    assert len(kalah) == 1
    assert isinstance(kalah[0], AturanDilanggar), kalah
    db.session.rollback()
    cari = sa.select(sa.func.count(Pengguna.id)).where(Pengguna.peran == "admin", Pengguna.aktif)
    assert db.session.scalar(cari) == 1


# --- the second step of somebody else -----------------------------------------------------------


@pytest.mark.parametrize("peran", ["admin", "peserta"])
def test_reset_langkah_kedua_orang_lain(
    layar: Any, masuk: Any, admin: Pengguna, mfa_ada: None, peran: str
) -> None:
    akun = f.buat_peserta().pengguna if peran == "peserta" else f.buat_pengguna(peran)
    nyalakan(akun)
    sana = masuk(akun)
    url = f"/admin/akun/{akun.id}/reset-dua-langkah"
    asal = layar.get(url)
    assert asal.status_code == 200
    for kurang in ({"alasan": ALASAN}, {"bukti": "bertemu"}, {"bukti": "x", "alasan": ALASAN},
                   {"bukti": "bertemu", "alasan": "hilang"}):  # fmt: skip
        assert layar.kirim(url, kurang).status_code == 422
    assert db.session.get(Totp, akun.id) is not None
    jawab = layar.kirim(url, {"bukti": "bertemu", "alasan": ALASAN})
    assert jawab.status_code == 303
    assert jawab.location.startswith("/admin/peserta/" if peran == "peserta" else "/admin/akun/")
    assert sana.get("/pesan").status_code == 303, "masuk lagi"
    (c,) = catatan("mfa_reset")
    assert (c.pelaku_id, c.objek_id) == (admin.id, akun.id)
    assert c.sesudah is not None
    assert c.sesudah["alasan"] == ALASAN
    assert c.sesudah["bukti_diri"].startswith("Bertemu langsung")
    cari = sa.select(Pesan.isi).where(Pesan.judul == "Verifikasi dua langkah dimatikan")
    assert "oleh Dewi Admin" in db.session.scalars(cari.where(Pesan.penerima_id == akun.id)).one()
    assert db.session.get(Totp, akun.id) is None
    assert "tidak memakai verifikasi dua langkah" in layar.get(url).text


def test_langkah_kedua_sendiri_bukan_oleh_diri_sendiri(
    masuk: Any, admin: Pengguna, mfa_ada: None
) -> None:
    nyalakan(admin)
    layar = masuk(admin)
    url = f"/admin/akun/{admin.id}/reset-dua-langkah"
    assert "direset oleh Admin Aplikasi lain" in layar.get(url).text
    jawab = layar.kirim(url, {"bukti": "bertemu", "alasan": ALASAN})
    assert jawab.status_code == 422
    assert "Minta Admin Aplikasi lain" in jawab.text
    db.session.rollback()
    assert db.session.get(Totp, admin.id) is not None
    assert not catatan("mfa_reset")


def test_reset_langkah_kedua_hanya_oleh_admin(app: Flask, mfa_ada: None) -> None:
    akun = f.buat_pengguna("penera")
    nyalakan(akun)
    with tulis(), pytest.raises(AturanDilanggar, match="Hanya Admin Aplikasi"):
        mfa.reset(akun, ALASAN, f.buat_pengguna("pelayanan"), "x")
