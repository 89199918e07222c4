"""The second step: set up, asked for, used once, replaced by paper, taken off."""

import base64
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from app.auth import mfa, totp
from app.auth.models import KodePemulihan, Pengguna, Sesi, Totp
from app.auth.queries import nama_tertulis
from app.core import clock, kunci
from app.core.audit import Audit
from app.core.db import tulis
from app.core.outbox import Pesan
from app.extensions import db
from tests import factories as f

DUA = "/keamanan/dua-langkah"
SALAH = "Kode belum cocok."


@pytest.fixture(autouse=True)
def mfa_menyala(app: Flask, monkeypatch: Any) -> None:
    monkeypatch.setitem(app.config, "MFA", True)
    monkeypatch.setitem(app.config, "MFA_WAJIB", "admin")


@pytest.fixture
def waktu() -> Iterator[Any]:
    with time_machine.travel("2026-11-22T01:00:15Z", tick=False) as w:
        yield w


def rahasia_milik(akun: Pengguna) -> str:
    db.session.rollback()
    db.session.expire_all()
    return mfa.rahasia(db.session.get_one(Totp, akun.id))


def kode(akun: Pengguna, selisih: int = 0) -> str:
    langkah = totp.langkah_pada(clock.now()) + selisih
    return totp.kode(base64.b32decode(rahasia_milik(akun)), langkah)


def nyalakan(akun: Pengguna) -> list[str]:
    """The second step of the account on; gives its recovery codes."""
    with tulis():
        mfa.mulai(akun)
    langkah = kode(akun, -1)
    with tulis():
        return mfa.pasang(akun, langkah)


def log_in(klien: Any, akun: Pengguna, **lain: str) -> Any:
    url = "/masuk" if akun.peran == "peserta" else "/admin/masuk"
    return klien.kirim(url, {"nama_masuk": f.nama_ketik(akun), "sandi": f.SANDI, **lain})


def jawab_kode(klien: Any, jawaban: str) -> Any:
    return klien.kirim("/masuk/kode", {"kode_verifikasi": jawaban})


# --- setting up ---------------------------------------------------------------------------------


def test_menyalakan_dari_awal_sampai_kode_pemulihan(masuk: Any, waktu: Any) -> None:
    akun = f.buat_pengguna("pelayanan", sandi=True)
    klien, lain = masuk(akun), masuk(akun)
    assert "Belum menyala" in klien.get("/keamanan").text
    assert klien.kirim(f"{DUA}/mulai", {"sandi": "bukan-sandi-saya"}).status_code == 422
    assert not db.session.scalar(sa.select(sa.func.count()).select_from(Totp))
    assert klien.kirim(f"{DUA}/mulai", {"sandi": f.SANDI}).location == DUA

    halaman = klien.get(DUA)
    assert halaman.headers["Cache-Control"] == "no-store"
    assert 'src="data:image/svg+xml' in halaman.text
    assert rahasia_milik(akun) in re.sub(r"\s", "", halaman.text)
    assert SALAH in klien.kirim(f"{DUA}/pasang", {"kode_verifikasi": "000000"}).text
    jawab = klien.kirim(f"{DUA}/pasang", {"kode_verifikasi": kode(akun)})
    assert jawab.headers["Cache-Control"] == "no-store"
    pemulihan = re.findall(r'<li class="nomor">([^<]+)</li>', jawab.text)
    assert len(set(pemulihan)) == 10
    assert {len(k.replace("-", "")) for k in pemulihan} == {24}

    assert lain.get("/pesan").status_code == 303, "sesi lain masuk lagi dengan kode"
    isi = klien.get(DUA).text
    assert "Kode pemulihan yang tersisa: 10." in isi
    assert rahasia_milik(akun) not in re.sub(r"\s", "", isi)
    assert db.session.scalars(sa.select(Audit.aksi)).all() == ["mfa_nyala"]


def test_rahasia_disandikan_dan_kode_pemulihan_hanya_sidiknya(app: Flask, waktu: Any) -> None:
    akun = f.buat_pengguna("pelayanan", sandi=True)
    pemulihan = nyalakan(akun)
    mentah = db.session.scalar(sa.select(Totp.rahasia))
    assert rahasia_milik(akun) not in str(mentah)
    sidik = set(db.session.scalars(sa.select(KodePemulihan.sidik)))
    assert len(sidik) == 10
    assert not sidik & set(pemulihan)


def test_mulai_lagi_membuang_rahasia_yang_belum_terbukti(masuk: Any, waktu: Any) -> None:
    akun = f.buat_pengguna("pelayanan", sandi=True)
    klien = masuk(akun)
    klien.kirim(f"{DUA}/mulai", {"sandi": f.SANDI})
    lama = rahasia_milik(akun)
    klien.kirim(f"{DUA}/batal")
    klien.kirim(f"{DUA}/mulai", {"sandi": f.SANDI})
    assert rahasia_milik(akun) != lama


def test_yang_sudah_menyala_tidak_diganti_diam_diam(masuk: Any, waktu: Any) -> None:
    akun = f.buat_pengguna("pelayanan", sandi=True)
    nyalakan(akun)
    klien, lama = masuk(akun), rahasia_milik(akun)
    assert klien.kirim(f"{DUA}/mulai", {"sandi": f.SANDI}).status_code == 422
    klien.kirim(f"{DUA}/batal")
    assert rahasia_milik(akun) == lama


# --- signing in ---------------------------------------------------------------------------------


def test_masuk_dengan_password_lalu_kode(klien: Any, waktu: Any) -> None:
    akun = f.buat_peserta(sandi=True).pengguna
    nyalakan(akun)
    assert log_in(klien, akun, lanjut="/uttp").location == "/masuk/kode"
    assert klien.get("/pesan").status_code == 303, "password saja belum masuk"
    assert not db.session.scalar(sa.select(sa.func.count()).select_from(Sesi))
    jawab = jawab_kode(klien, "123456")
    assert (jawab.status_code, SALAH in jawab.text) == (422, True)
    assert 'value="123456"' not in jawab.text
    assert jawab_kode(klien, kode(akun)).location == "/uttp"
    assert klien.get("/pesan").status_code == 200


def test_tanpa_langkah_kedua_password_cukup(klien: Any) -> None:
    akun = f.buat_peserta(sandi=True).pengguna
    assert log_in(klien, akun).location == "/peserta"


def test_kode_hanya_sekali(app: Flask, waktu: Any) -> None:
    akun = f.buat_peserta(sandi=True).pengguna
    nyalakan(akun)
    sini: Any = app.test_client()
    sana: Any = app.test_client()
    for klien in (sini, sana):
        log_in(klien, akun)
    sekali = kode(akun)
    assert jawab_kode(sini, sekali).status_code == 303
    assert jawab_kode(sana, sekali).status_code == 422
    assert jawab_kode(sana, kode(akun, -1)).status_code == 422, "yang lebih lama juga tidak"
    waktu.shift(30)
    assert jawab_kode(sana, kode(akun)).status_code == 303


def test_kode_pemulihan_hanya_sekali_dan_pemiliknya_diberi_tahu(app: Flask, waktu: Any) -> None:
    akun = f.buat_peserta(sandi=True).pengguna
    pemulihan = nyalakan(akun)
    sini: Any = app.test_client()
    log_in(sini, akun)
    assert jawab_kode(sini, f" {pemulihan[3].upper()} ").status_code == 303
    judul = sa.select(Pesan.judul).where(Pesan.penerima_id == akun.id)
    assert db.session.scalars(judul).all() == ["Kode pemulihan dipakai"]
    sana: Any = app.test_client()
    log_in(sana, akun)
    assert jawab_kode(sana, pemulihan[3]).status_code == 422
    assert jawab_kode(sana, pemulihan[4].replace("-", "")).status_code == 303


def test_kode_pemulihan_orang_lain_tidak_berlaku(klien: Any, waktu: Any) -> None:
    milik_lain = nyalakan(f.buat_peserta().pengguna)
    akun = f.buat_peserta(sandi=True).pengguna
    nyalakan(akun)
    log_in(klien, akun)
    assert jawab_kode(klien, milik_lain[0]).status_code == 422


def test_lima_menit_lalu_dari_awal(klien: Any, waktu: Any) -> None:
    akun = f.buat_peserta(sandi=True).pengguna
    nyalakan(akun)
    log_in(klien, akun)
    waktu.shift(timedelta(minutes=5, seconds=1))
    assert jawab_kode(klien, kode(akun)).location == "/masuk"
    assert klien.get("/pesan").status_code == 303


def test_password_yang_diganti_sementara_itu_membatalkan(klien: Any, waktu: Any) -> None:
    akun = f.buat_peserta(sandi=True).pengguna
    nyalakan(akun)
    log_in(klien, akun)
    with db.engine.begin() as conn:
        conn.execute(sa.update(Pengguna).where(Pengguna.id == akun.id).values(sandi="lain"))
    assert jawab_kode(klien, kode(akun)).location == "/masuk"


def test_percobaan_kode_dibatasi(klien: Any, waktu: Any) -> None:
    akun = f.buat_peserta(sandi=True).pengguna
    nyalakan(akun)
    log_in(klien, akun)
    hasil = [jawab_kode(klien, f"00000{n}").status_code for n in range(5)]
    assert hasil == [422] * 5
    jawab = jawab_kode(klien, kode(akun))
    assert jawab.status_code == 429
    assert "15 menit lagi" in jawab.text


def test_percobaan_kode_dari_banyak_alamat_dibatasi(app: Flask, waktu: Any) -> None:
    """Who has the password may not guess the code from a thousand addresses."""
    akun = f.buat_peserta(sandi=True).pengguna
    nyalakan(akun)
    klien: Any = app.test_client()
    log_in(klien, akun)
    hasil = [
        klien.kirim(
            "/masuk/kode",
            {"kode_verifikasi": "000000"},
            environ_base={"REMOTE_ADDR": f"10.7.{n}.1"},
        ).status_code
        for n in range(21)
    ]
    assert hasil == [422] * 20 + [429]


# --- required -----------------------------------------------------------------------------------


def test_admin_menyalakan_dulu_sebelum_yang_lain(klien: Any, waktu: Any) -> None:
    akun = f.buat_pengguna("admin", sandi=True)
    assert log_in(klien, akun).location == "/admin"
    for url in ("/admin", "/pesan", "/keamanan", "/sesi", "/ganti-sandi"):
        jawab = klien.get(url)
        assert url == "/ganti-sandi" or jawab.location == DUA
    assert klien.kirim("/pesan/baca-semua").location == DUA
    assert "Peran Anda memerlukan verifikasi dua langkah" in klien.get(DUA).text
    klien.kirim(f"{DUA}/mulai", {"sandi": f.SANDI})
    klien.kirim(f"{DUA}/pasang", {"kode_verifikasi": kode(akun)})
    assert klien.get("/admin").status_code == 200
    assert klien.kirim(f"{DUA}/matikan", {"sandi": f.SANDI}).status_code == 403


@pytest.mark.parametrize(
    ("wajib", "peran", "diantar"),
    [
        ("admin", "admin", True),
        ("admin", "pelayanan", False),
        ("semua", "pelayanan", True),
        ("semua", "peserta", True),
        ("tidak", "admin", False),
    ],
)
def test_siapa_yang_wajib(
    app: Flask, masuk: Any, monkeypatch: Any, wajib: str, peran: str, diantar: bool
) -> None:
    monkeypatch.setitem(app.config, "MFA_WAJIB", wajib)
    klien = masuk(f.buat_pengguna(peran))
    assert (klien.get("/pesan").location == DUA) is diantar


def test_mfa_padam_tidak_meminta_apa_pun(app: Flask, klien: Any, waktu: Any, masuk: Any) -> None:
    akun = f.buat_pengguna("admin", sandi=True)
    nyalakan(akun)
    app.config["MFA"] = False
    assert log_in(klien, akun).location == "/admin"
    assert klien.get("/admin").status_code == 200
    assert klien.get(DUA).status_code == 404
    assert "dua langkah" not in klien.get("/keamanan").text


# --- replaced, taken off ------------------------------------------------------------------------


def test_kode_pemulihan_baru_mengganti_yang_lama(app: Flask, masuk: Any, waktu: Any) -> None:
    akun = f.buat_peserta(sandi=True).pengguna
    lama = nyalakan(akun)
    klien = masuk(akun)
    assert klien.kirim(f"{DUA}/pemulihan", {"sandi": "bukan-itu-sandinya"}).status_code == 422
    baru = re.findall(
        r'<li class="nomor">([^<]+)</li>',
        klien.kirim(f"{DUA}/pemulihan", {"sandi": f.SANDI}).text,
    )
    assert len(baru) == 10
    lain: Any = app.test_client()
    log_in(lain, akun)
    assert jawab_kode(lain, lama[0]).status_code == 422
    assert jawab_kode(lain, baru[0]).status_code == 303


def test_mematikan_perlu_password(klien: Any, masuk: Any, waktu: Any) -> None:
    akun = f.buat_peserta(sandi=True).pengguna
    nyalakan(akun)
    sini, sana = masuk(akun), masuk(akun)
    assert sini.kirim(f"{DUA}/matikan", {"sandi": "bukan-itu-sandinya"}).status_code == 422
    assert sini.kirim(f"{DUA}/matikan", {"sandi": f.SANDI}).location == "/keamanan"
    assert sini.get("/pesan").status_code == 200
    assert sana.get("/pesan").status_code == 303
    assert log_in(klien, akun).location == "/peserta"
    assert not db.session.scalar(sa.select(sa.func.count()).select_from(KodePemulihan))


def test_menebak_password_di_layar_yang_terbuka_dibatasi(masuk: Any, waktu: Any) -> None:
    akun = f.buat_peserta(sandi=True).pengguna
    nyalakan(akun)
    klien = masuk(akun)
    hasil = [
        klien.kirim(f"{DUA}/matikan", {"sandi": f"bukan-sandi-{n}"}).status_code for n in range(6)
    ]
    assert hasil == [422] * 5 + [429]


def test_reset_oleh_pengelola_dengan_alasan(app: Flask, klien: Any, masuk: Any, waktu: Any) -> None:
    akun = f.buat_pengguna("admin", sandi=True)
    nyalakan(akun)
    sesi = masuk(akun)
    jalan = app.test_cli_runner()
    assert jalan.invoke(args=["reset-mfa", akun.nama_masuk]).exit_code == 2, "tanpa alasan"
    hasil = jalan.invoke(args=["reset-mfa", akun.nama_masuk, "--alasan", "lupa"])
    assert (hasil.exit_code, "paling sedikit 10 huruf" in hasil.output) == (1, True)
    alasan = "Telepon hilang, sudah ditemui di kantor"
    hasil = jalan.invoke(args=["reset-mfa", akun.nama_masuk, "--alasan", alasan])
    assert hasil.exit_code == 0, hasil.output
    assert sesi.get("/pesan").status_code == 303
    db.session.rollback()
    catatan = db.session.scalars(sa.select(Audit).where(Audit.aksi == "mfa_reset")).one()
    assert catatan.sesudah == {"alasan": alasan}
    isi = db.session.scalars(sa.select(Pesan.isi).where(Pesan.penerima_id == akun.id)).one()
    assert alasan in isi
    log_in(klien, akun)
    assert klien.get("/admin").location == DUA, "menyalakan lagi dahulu"


@pytest.mark.parametrize("nama", ["tidak-ada", "6471010101010101"])
def test_reset_akun_yang_tidak_ada(app: Flask, nama: str) -> None:
    jalan = app.test_cli_runner()
    hasil = jalan.invoke(args=["reset-mfa", nama, "--alasan", "x" * 20])
    assert hasil.exit_code == 1
    akun = f.buat_pengguna("admin")
    hasil = jalan.invoke(args=["reset-mfa", akun.nama_masuk, "--alasan", "x" * 20])
    assert "tidak memakai verifikasi dua langkah" in hasil.output


def test_kunci_data_diputar_rahasia_ikut(app: Flask, waktu: Any, monkeypatch: Any) -> None:
    akun = f.buat_pengguna("admin")
    nyalakan(akun)
    lama, asli = rahasia_milik(akun), kunci.kunci()
    from dataclasses import replace

    baru = replace(asli, data=(kunci.KunciData("baru", b"x" * 32), *asli.data))
    monkeypatch.setitem(app.extensions, "kunci", baru)
    kerja = dict(app.extensions["kunci_diputar"])["Verifikasi dua langkah"]
    assert kerja() == 1
    monkeypatch.setitem(app.extensions, "kunci", replace(asli, data=baru.data[:1]))
    assert rahasia_milik(akun) == lama


def test_nik_tidak_masuk_kode_qr(masuk: Any, waktu: Any, monkeypatch: Any) -> None:
    from app.auth import keamanan

    alamat: list[str] = []
    asli = keamanan._gambar
    monkeypatch.setattr(keamanan, "_gambar", lambda a: alamat.append(a) or asli(a))
    akun = f.buat_peserta(sandi=True).pengguna
    klien = masuk(akun)
    klien.kirim(f"{DUA}/mulai", {"sandi": f.SANDI})
    klien.get(DUA)
    assert len(alamat) == 1
    nik = nama_tertulis(akun)
    assert len(nik) == 16
    assert nik not in alamat[0]
    assert nik not in klien.get(DUA).text
