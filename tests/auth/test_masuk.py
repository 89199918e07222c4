"""The two doors: who gets in where, and what a wrong try is told."""

import re
from typing import Any

import pytest
from flask import Flask

from app.auth import sandi, services
from app.auth.models import Pengguna
from app.core.db import tulis
from app.core.outbox import Pesan
from app.extensions import db
from app.pengaturan.queries import Kantor
from tests import factories as f
from tests.conftest import ambil, tiket

SALAH_NIK = "NIK PIC dan Password belum cocok. Periksa keduanya, lalu coba lagi."
SALAH_NAMA = "Nama pengguna dan Password belum cocok. Periksa keduanya, lalu coba lagi."


def kirim(klien: Any, nama: str, kata: str, url: str = "/masuk", **lain: str) -> Any:
    return klien.kirim(url, {"nama_masuk": nama, "sandi": kata, **lain})


def test_peserta_masuk_dengan_nik_berspasi_dan_bergaris(klien: Any) -> None:
    peserta = f.buat_peserta(sandi=True)
    nik = str(peserta.pic_nik)
    jawab = kirim(klien, f"{nik[:4]} {nik[4:8]}-{nik[8:12]}.{nik[12:]}", f.SANDI)
    assert (jawab.status_code, jawab.location) == (303, "/peserta")
    assert klien.get("/pesan").status_code == 200


def test_petugas_masuk_dengan_nama_pengguna_atau_nip(app: Flask, klien: Any) -> None:
    f.buat_pengguna("penera", sandi=True, nama_masuk="rahmat", nip="199001012020121001")
    jawab = kirim(klien, "  Rahmat ", f.SANDI, "/admin/masuk")
    assert (jawab.status_code, jawab.location) == (303, "/admin")
    jawab = kirim(app.test_client(), "19900101 202012 1 001", f.SANDI, "/admin/masuk")
    assert jawab.status_code == 303


@pytest.mark.parametrize(
    "siapa", ["tidak_ada", "salah_sandi", "tanpa_sandi", "nonaktif", "petugas"]
)
def test_jawaban_di_pintu_peserta_sama_untuk_semua_sebab(klien: Any, siapa: str) -> None:
    akun = f.buat_peserta(sandi=siapa != "tanpa_sandi").pengguna
    nama, kata = str(f.nama_ketik(akun)), f.SANDI
    if siapa == "tidak_ada":
        nama = "6471010101010101"
    elif siapa == "salah_sandi":
        kata = "bukan-sandi-saya"
    elif siapa == "nonaktif":
        with tulis():
            services.nonaktifkan(akun)
    elif siapa == "petugas":
        nama = f.buat_pengguna("admin", sandi=True).nama_masuk
    jawab = kirim(klien, nama, kata)
    assert jawab.status_code == 422
    assert SALAH_NIK in jawab.text
    assert re.search(r"<title>\s*Kesalahan: ", jawab.text)
    assert klien.get("/pesan").status_code == 303


def test_peserta_tidak_masuk_lewat_pintu_petugas(klien: Any) -> None:
    akun = f.buat_peserta(sandi=True).pengguna
    jawab = kirim(klien, f.nama_ketik(akun), f.SANDI, "/admin/masuk")
    assert jawab.status_code == 422
    assert SALAH_NAMA in jawab.text


def test_setelah_salah_nik_tinggal_password_kosong(klien: Any) -> None:
    """uR8, uR4: the NIK comes back in groups."""
    isi = kirim(klien, "6471010101900001", "bukan-sandi-saya").text
    assert 'value="6471 0101 0190 0001"' in isi
    assert "bukan-sandi-saya" not in isi


def test_isian_kosong_disebut_satu_satu(klien: Any) -> None:
    isi = kirim(klien, "", "").text
    assert "Masukkan NIK PIC, 16 angka pada KTP." in isi
    assert "Masukkan password Anda." in isi


def test_akun_tak_dikenal_tetap_memeriksa_sandi(klien: Any, monkeypatch: Any) -> None:
    """The time an answer takes tells nothing about who has an account."""
    diperiksa: list[str] = []
    asli = sandi._periksa
    monkeypatch.setattr(sandi, "_periksa", lambda t, s: diperiksa.append(t) or asli(t, s))
    kirim(klien, "6471010101010101", "apa-saja-boleh")
    assert len(diperiksa) == 1


def test_hash_lama_diperbarui_saat_masuk(klien: Any) -> None:
    akun = f.buat_peserta().pengguna
    with tulis():
        teks = services.buat_sandi_sementara(akun)
    assert sandi.perlu_diperbarui(str(ambil(Pengguna, akun.id).sandi))
    kirim(klien, f.nama_ketik(akun), teks)
    segar = ambil(Pengguna, akun.id)
    assert not sandi.perlu_diperbarui(segar.sandi)
    assert sandi.cocok(teks, segar.sandi)
    assert segar.masuk_terakhir is not None


def test_sandi_sementara_harus_diganti_dulu(klien: Any) -> None:
    akun = f.buat_peserta().pengguna
    with tulis():
        teks = services.buat_sandi_sementara(akun)
    kirim(klien, f.nama_ketik(akun), teks)
    assert klien.get("/pesan").location == "/ganti-sandi"
    jawab = klien.kirim("/ganti-sandi", {"sandi_lama": teks, "sandi_baru": "kebun pepaya di bukit"})
    assert jawab.status_code == 303
    assert klien.get("/pesan").status_code == 200


def test_masuk_membuang_isi_sesi_lama(klien: Any) -> None:
    """No session fixation: what a stranger put into the cookie is gone, the token is new."""
    akun = f.buat_peserta(sandi=True).pengguna
    klien.token()
    with klien.session_transaction() as sesi:
        sesi["titipan"] = "x"
        lama = sesi["csrf_token"]
    kirim(klien, f.nama_ketik(akun), f.SANDI)
    with klien.session_transaction() as sesi:
        assert "titipan" not in sesi
        assert sesi.get("csrf_token") != lama
        assert sesi.permanent


def test_kembali_ke_halaman_yang_dituju(klien: Any) -> None:
    akun = f.buat_peserta(sandi=True).pengguna
    halaman = klien.get(klien.get("/pesan?setelah=x").location)
    assert "sesi Anda sudah berakhir" in halaman.text
    assert 'name="lanjut"' in halaman.text
    jawab = kirim(klien, f.nama_ketik(akun), f.SANDI, lanjut="/uttp?q=a")
    assert jawab.location == "/uttp?q=a"


def test_tidak_dibawa_keluar_situs(klien: Any) -> None:
    akun = f.buat_peserta(sandi=True).pengguna
    jawab = kirim(klien, f.nama_ketik(akun), f.SANDI, lanjut="//jahat.test/x")
    assert jawab.location == "/peserta"


def test_yang_sudah_masuk_langsung_ke_beranda(masuk: Any) -> None:
    klien = masuk(f.buat_peserta().pengguna)
    assert klien.get("/masuk").location == "/peserta"
    assert klien.get("/masuk?lanjut=/uttp").location == "/uttp"
    assert masuk(f.buat_pengguna("admin")).get("/masuk").location == "/admin"


def test_dua_halaman_saling_menunjuk(klien: Any) -> None:
    """uR1, manual: Registrasi stands on the sign-in page."""
    isi = klien.get("/masuk").text
    assert re.search(r'href="/registrasi"[^>]*>Registrasi<', isi)
    assert "<h1>Log In Peserta</h1>" in isi
    assert re.search(r"<button[^>]*>\s*Log In\s*</button>", isi)
    for label in ("NIK PIC", "Password"):
        assert re.search(rf"<label[^>]*>{label}<", isi)
    assert 'href="/masuk"' in klien.get("/registrasi").text
    petugas = klien.get("/admin/masuk").text
    assert "<h1>Log In Petugas</h1>" in petugas
    assert re.search(r"<label[^>]*>Nama pengguna<", petugas)


def test_halaman_dan_bidang(klien: Any) -> None:
    for url, id in (("/masuk", "auth-masuk"), ("/admin/masuk", "auth-masuk_petugas")):
        assert klien.get(url).text.lstrip().startswith("<!doctype html>")
        bidang = klien.htmx(url)
        assert bidang.text.lstrip().startswith(f'<section id="{id}"')
        assert "HX-Request" in bidang.headers["Vary"]


def test_keluar_hanya_dengan_kiriman(masuk: Any) -> None:
    klien = masuk(f.buat_peserta().pengguna)
    assert klien.get("/keluar").status_code == 405
    assert klien.post("/keluar").status_code == 400  # without a token nobody is sent out
    assert klien.kirim("/keluar").location == "/"
    assert klien.get("/pesan").status_code == 303


def test_petugas_keluar_ke_pintunya(masuk: Any) -> None:
    assert masuk(f.buat_pengguna("kepala")).kirim("/keluar").location == "/admin/masuk"


# --- the session query ------------------------------------------------------------------------


def test_satu_query_untuk_pengguna(app: Flask, masuk: Any, hitung_query: Any) -> None:
    peserta = f.buat_peserta()
    klien = masuk(peserta.pengguna)
    klien.get("/ganti-sandi")  # the office is read now, and kept
    with hitung_query() as daftar:
        assert klien.get("/ganti-sandi").status_code == 200
    assert len(daftar) == 1


def test_pengguna_sesi_mengisi_jumlah_pesan_dan_peserta(app: Flask) -> None:
    from app.auth.queries import pengguna_sesi

    peserta = f.buat_peserta()
    akun = peserta.pengguna
    db.session.add_all(Pesan(penerima_id=akun.id, judul="a", isi="b") for _ in range(3))
    db.session.commit()
    db.session.expunge_all()
    temu = pengguna_sesi(tiket(akun))
    assert temu is not None
    assert (temu.belum_dibaca, temu.peserta_id) == (3, peserta.id)


@pytest.mark.parametrize("kunci", ["", "x", "1", "²", "a" * 5000])
def test_sesi_yang_bukan_milik_siapa_pun(app: Flask, kunci: str) -> None:
    from app.auth.queries import pengguna_sesi

    assert pengguna_sesi(kunci) is None


def test_menonaktifkan_mengakhiri_sesi_seketika(masuk: Any) -> None:
    akun = f.buat_peserta().pengguna
    klien = masuk(akun)
    assert klien.get("/pesan").status_code == 200
    with tulis():
        services.nonaktifkan(akun)
    assert klien.get("/pesan").status_code == 303
    with tulis():
        services.aktifkan(akun)
    assert klien.get("/pesan").status_code == 303, "sesi lama tidak hidup lagi"


def test_telepon_kantor_ada_di_dekat_pintu(klien: Any) -> None:
    assert f'href="tel:{Kantor().telp}"' in klien.get("/masuk").text


def test_wajib_ganti_sandi_juga_untuk_bidang(masuk):
    """A region cannot become the page that asks for a new password: htmx is led there."""
    akun = f.buat_peserta().pengguna
    akun.harus_ganti = True
    db.session.commit()
    klien = masuk(akun)
    assert klien.get("/uttp").location == "/ganti-sandi"
    bidang = klien.htmx("/uttp")
    assert (bidang.status_code, bidang.headers["HX-Redirect"]) == (204, "/ganti-sandi")
