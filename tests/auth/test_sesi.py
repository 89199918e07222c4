"""Sessions: opened, seen, listed, ended by hand, by time, and by what happens to the account."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from app.auth import services
from app.auth.models import IsianTertunda, Pengguna, Sesi
from app.auth.sesi import buka_sesi, samarkan_alamat, sebut_perangkat
from app.core import clock
from app.core.db import segar, tulis, tulis_sekilas
from app.extensions import db
from app.uttp.models import Uttp
from tests import factories as f
from tests.conftest import ambil

AWAL = "2026-11-22T01:00:00Z"
MENIT = timedelta(minutes=1)


@pytest.fixture
def waktu() -> Iterator[Any]:
    with time_machine.travel(AWAL, tick=False) as w:
        yield w


def semua() -> list[Sesi]:
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Sesi).order_by(Sesi.id)))


def log_in(klien: Any, akun: Pengguna, **kw: Any) -> Any:
    url = "/masuk" if akun.peran == "peserta" else "/admin/masuk"
    return klien.kirim(url, {"nama_masuk": f.nama_ketik(akun), "sandi": f.SANDI}, **kw)


def token(klien: Any) -> str:
    with klien.session_transaction() as sesi:
        return str(sesi["_user_id"])


# --- time ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("peran", "menit"), [("peserta", 30), ("pelayanan", 15), ("admin", 15)])
def test_berakhir_bila_dibiarkan(klien: Any, waktu: Any, peran: str, menit: int) -> None:
    peserta = peran == "peserta"
    akun = f.buat_peserta(sandi=True).pengguna if peserta else f.buat_pengguna(peran, sandi=True)
    log_in(klien, akun)
    waktu.shift(menit * MENIT - timedelta(seconds=1))
    assert klien.get("/pesan").status_code == 200
    waktu.shift(menit * MENIT)
    assert klien.get("/pesan").status_code == 303


def test_berakhir_sesudah_12_jam_walau_dipakai_terus(klien: Any, waktu: Any) -> None:
    akun = f.buat_peserta(sandi=True).pengguna
    log_in(klien, akun)
    for _ in range(12 * 60 // 20 - 1):
        waktu.shift(20 * MENIT)
        assert klien.get("/pesan").status_code == 200
    waktu.shift(20 * MENIT)
    assert klien.get("/pesan").status_code == 303


def test_terakhir_dipakai_ditulis_paling_sering_seperempat_waktu_diam(
    klien: Any, waktu: Any, hitung_query: Any
) -> None:
    akun = f.buat_peserta(sandi=True).pengguna
    log_in(klien, akun)
    mulai = semua()[0].terakhir_pada
    waktu.shift(7 * MENIT)
    klien.get("/pesan")
    assert semua()[0].terakhir_pada == mulai
    waktu.shift(MENIT)
    with hitung_query() as daftar:
        klien.get("/pesan")
        klien.get("/pesan")
    assert semua()[0].terakhir_pada == mulai + 8 * MENIT
    assert sum("UPDATE sesi" in q for q in daftar) == 1


def test_melihat_tetap_bisa_saat_basis_data_sibuk(klien: Any, waktu: Any) -> None:
    """Somebody else is writing for a long time: the page comes, the trace is left out."""
    akun = f.buat_peserta(sandi=True).pengguna
    log_in(klien, akun)
    lama = semua()[0].terakhir_pada
    waktu.shift(20 * MENIT)
    with db.engine.connect().execution_options(tulis=True) as conn:
        conn.execute(sa.update(Sesi).values(perangkat="dikunci"))
        assert klien.get("/pesan").status_code == 200
        conn.rollback()
    assert semua()[0].terakhir_pada == lama
    assert klien.get("/pesan").status_code == 200
    assert semua()[0].terakhir_pada == lama + 20 * MENIT


def test_tulis_sekilas_mengembalikan_sambungan_seperti_semula(app: Flask) -> None:
    assert tulis_sekilas(sa.update(Sesi).values(alamat=""))
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as conn:
            assert conn.exec_driver_sql("PRAGMA busy_timeout").scalar() == 10_000


def test_tetap_masuk_memperpanjang_tanpa_menunggu_seperempat(klien: Any, waktu: Any) -> None:
    akun = f.buat_peserta(sandi=True).pengguna
    log_in(klien, akun)
    waktu.shift(3 * MENIT)
    jawab = klien.get("/sesi/tetap")
    assert "berakhir pukul 09.33 WITA" in jawab.text
    assert semua()[0].terakhir_pada == clock.now()
    assert klien.htmx("/sesi/tetap").headers["Sesi-Sisa"] == "1800"


def test_halaman_menyebut_sisa_waktu(klien: Any, waktu: Any) -> None:
    akun = f.buat_peserta(sandi=True).pengguna
    assert 'id="sesi"' not in klien.get("/").text
    log_in(klien, akun)
    waktu.shift(5 * MENIT)
    isi = klien.get("/pesan").text
    assert 'data-sisa="1500"' in isi
    assert "sesi Anda berakhir pukul 09.30 WITA" in isi
    assert klien.htmx("/pesan").headers["Sesi-Sisa"] == "1500"
    assert "Sesi-Sisa" not in klien.get("/pesan").headers


# --- tokens -------------------------------------------------------------------------------------


def test_token_baru_setiap_masuk_dan_hanya_sidiknya_disimpan(app: Flask, klien: Any) -> None:
    akun = f.buat_peserta(sandi=True).pengguna
    log_in(klien, akun)
    pertama = token(klien)
    klien.kirim("/keluar")
    log_in(klien, akun)
    assert token(klien) != pertama
    assert len(pertama) == 43
    assert [s.sidik for s in semua()] == [services.sidik_token(token(klien))]


def test_token_titipan_tidak_dipakai(klien: Any) -> None:
    """Fixation: what a stranger put into the cookie does not become the session."""
    akun = f.buat_peserta(sandi=True).pengguna
    with klien.session_transaction() as sesi:
        sesi["_user_id"] = "titipan-orang-lain"
    log_in(klien, akun)
    assert token(klien) != "titipan-orang-lain"


def test_keluar_menghapus_sesi_dan_simpanan_peramban(klien: Any) -> None:
    akun = f.buat_peserta(sandi=True).pengguna
    log_in(klien, akun)
    kue = token(klien)
    jawab = klien.kirim("/keluar")
    assert jawab.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not semua()
    with klien.session_transaction() as sesi:
        sesi["_user_id"] = kue
    assert klien.get("/pesan").status_code == 303, "kue yang disalin tidak berlaku lagi"


def test_kuki_yang_dipalsukan_ditolak(klien: Any) -> None:
    klien.set_cookie("sesi", "eyJfdXNlcl9pZCI6IjEifQ.aaaa.bbbb")
    assert klien.get("/pesan").status_code == 303


# --- ended at once ------------------------------------------------------------------------------


@pytest.mark.parametrize("apa", ["sandi", "peran", "nonaktif"])
def test_perubahan_akun_mengakhiri_semua_sesi(masuk: Any, apa: str) -> None:
    akun = f.buat_pengguna("pelayanan", sandi=True)
    lain = masuk(f.buat_pengguna("pelayanan"))
    klien = [masuk(akun), masuk(akun)]
    with tulis():
        if apa == "sandi":
            services.buat_sandi_sementara(akun)
        elif apa == "peran":
            segar(akun).peran = "penera"
        else:
            services.nonaktifkan(akun)
    assert [k.get("/pesan").status_code for k in klien] == [303, 303]
    assert lain.get("/pesan").status_code == 200
    assert len(semua()) == 1


def test_perubahan_nama_tidak_mengakhiri_sesi(masuk: Any) -> None:
    akun = f.buat_pengguna("pelayanan")
    klien = masuk(akun)
    with tulis():
        segar(akun).nama = "Nama Baru"
    assert klien.get("/pesan").status_code == 200


def test_hash_diperbarui_tidak_mengakhiri_sesi_lain(app: Flask, klien: Any, masuk: Any) -> None:
    """The same password, hashed with newer settings when it is used."""
    from argon2 import PasswordHasher

    lama = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(f.SANDI)
    akun = f.buat_pengguna("pelayanan", sandi=True)
    with db.engine.begin() as conn:
        conn.execute(sa.update(Pengguna).where(Pengguna.id == akun.id).values(sandi=lama))
    lain = masuk(akun)
    log_in(klien, akun)
    assert ambil(Pengguna, akun.id).sandi != lama
    assert lain.get("/pesan").status_code == 200


def test_sesi_usang_disapu_saat_masuk(klien: Any, waktu: Any) -> None:
    akun = f.buat_peserta(sandi=True).pengguna
    log_in(klien, akun)
    waktu.shift(25 * 60 * MENIT)
    log_in(klien, akun)
    assert len(semua()) == 1


# --- Sesi saya ----------------------------------------------------------------------------------

CHROME = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"


def test_sesi_saya_menyebut_perangkat_dan_yang_ini(app: Flask, klien: Any) -> None:
    akun = f.buat_peserta(sandi=True).pengguna
    log_in(klien, akun, headers={"User-Agent": CHROME})
    with tulis():
        buka_sesi(akun, "Mozilla/5.0 (Windows NT 10.0; rv:130.0) Firefox/130.0", "10.1.2.3")
        buka_sesi(f.buat_peserta().pengguna, "orang lain")
    isi = klien.get("/sesi").text
    assert isi.count("<h2>") == 2
    assert "<h2>Chrome di Android</h2>" in isi
    assert "<h2>Firefox di Windows</h2>" in isi
    assert "10.1.x.x" in isi
    assert "10.1.2.3" not in isi
    assert isi.count("Ini sesi Anda") == 1
    assert len(re.findall(r'action="/sesi/\d+/akhiri"', isi)) == 1


def test_mengakhiri_satu_dan_semua_sesi_lain(masuk: Any) -> None:
    akun = f.buat_peserta().pengguna
    ini, itu, sana = masuk(akun), masuk(akun), masuk(akun)
    assert ini.kirim(f"/sesi/{semua()[1].id}/akhiri").location == "/sesi"
    assert itu.get("/pesan").status_code == 303
    assert ini.kirim("/sesi/akhiri-lain").location == "/sesi"
    assert sana.get("/pesan").status_code == 303
    assert ini.get("/pesan").status_code == 200


def test_sesi_orang_lain_404(masuk: Any) -> None:
    korban = masuk(f.buat_peserta().pengguna)
    penyerang = masuk(f.buat_peserta().pengguna)
    assert penyerang.kirim(f"/sesi/{semua()[0].id}/akhiri").status_code == 404
    penyerang.kirim("/sesi/akhiri-lain")
    assert korban.get("/pesan").status_code == 200


@pytest.mark.parametrize(
    ("peramban", "sebutan"),
    [
        (CHROME, "Chrome di Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Safari/604.1",
         "Safari di iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge di Windows"),
        ("Mozilla/5.0 (Linux; Android 13) SamsungBrowser/25 Chrome/121 Safari/537.36",
         "Samsung Internet di Android"),
        ("<script>alert(1)</script>", "Peramban lain"),
        ("", "Peramban lain"),
    ],
)  # fmt: skip
def test_sebutan_perangkat(peramban: str, sebutan: str) -> None:
    assert sebut_perangkat(peramban) == sebutan


@pytest.mark.parametrize(
    ("alamat", "samar"),
    [("192.168.7.9", "192.168.x.x"), ("2001:db8:1:2::7", "2001:db8:1:x"), ("", ""), ("x", "")],
)
def test_alamat_disamarkan(alamat: str, samar: str) -> None:
    assert samarkan_alamat(alamat) == samar


# --- proved again -------------------------------------------------------------------------------


def test_token_baru_sesudah_password_ditanya_lagi(app: Flask, klien: Any, waktu: Any) -> None:
    """ASVS 7.2.4: whoever held the token of before the proof holds nothing."""
    app.config["MFA"] = True
    try:
        log_in(klien, f.buat_peserta(sandi=True).pengguna)
        lama, curian = token(klien), app.test_client()
        with curian.session_transaction() as kuki:
            kuki["_user_id"] = lama
        url = "/keamanan/dua-langkah/mulai"
        assert klien.kirim(url, {"sandi": "bukan-itu-sandinya"}).status_code == 422
        assert token(klien) == lama
        waktu.shift(10 * MENIT)
        assert klien.kirim(url, {"sandi": f.SANDI}).status_code == 303
        assert token(klien) != lama
        assert klien.get("/pesan").status_code == 200
        assert curian.get("/pesan").status_code == 303
        assert [s.dibuat_pada for s in semua()] == [clock.now() - 10 * MENIT], "bukan sesi baru"
    finally:
        app.config["MFA"] = False


def test_kuki_dan_token_formulir_bertanda_sha256(klien: Any) -> None:
    """ASVS 11.4.1: 43 characters of base64 are 256 bits, SHA-1 gives 27."""
    teks = klien.get("/masuk").text
    formulir = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', teks)[0]
    kuki = klien.get_cookie("sesi").value
    assert [len(t.rsplit(".", 1)[1]) for t in (formulir, kuki)] == [43, 43]


# --- a form that comes in too late --------------------------------------------------------------


def isi_alat(**ubah: str) -> dict[str, str]:
    return {
        "jenis_id": str(f.jenis("TBO-03").id),
        "merk": "Avery <b>",
        "tipe": "E1205",
        "nomor_seri": "SN-0001",
        "kapasitas": "30",
        "daya_baca": "0,01",
    } | ubah


def test_isian_sesudah_sesi_habis_kembali_setelah_masuk(klien: Any, waktu: Any) -> None:
    peserta = f.buat_peserta(sandi=True)
    log_in(klien, peserta.pengguna)
    waktu.shift(40 * MENIT)
    jawab = klien.kirim("/uttp/baru", isi_alat(sandi="rahasia-sekali"))
    assert jawab.status_code == 303
    assert jawab.location == "/masuk?lanjut=/uttp/baru"
    assert not db.session.scalar(sa.select(sa.func.count(Uttp.id)))
    baris = db.session.scalars(sa.select(IsianTertunda)).one()
    assert "SN-0001" not in baris.isi, "disandikan"
    assert "isian dipasang kembali" in klien.get(jawab.location).text

    jawab = klien.kirim(
        "/masuk",
        {"nama_masuk": peserta.pic_nik, "sandi": f.SANDI, "lanjut": "/uttp/baru"},
    )
    assert jawab.location == "/uttp/baru"
    halaman = klien.get("/uttp/baru")
    assert halaman.status_code == 200
    assert 'value="SN-0001"' in halaman.text
    assert 'value="Avery &lt;b&gt;"' in halaman.text
    assert "rahasia-sekali" not in halaman.text
    assert "SN-0001" not in klien.get("/uttp").text, "hanya di halamannya sendiri"

    klien.kirim("/uttp/baru", isi_alat(nomor_seri=""))
    assert not db.session.scalar(sa.select(sa.func.count()).select_from(IsianTertunda))
    assert "SN-0001" not in klien.get("/uttp/baru").text


def test_formulir_yang_terbuka_tiga_jam_masih_diterima(app: Flask, waktu: Any) -> None:
    """A session kept alive from another tab; a visitor's registration. Neither token ages."""
    saya: Any = app.test_client()
    log_in(saya, f.buat_peserta(sandi=True).pengguna)
    tamu: Any = app.test_client()
    terbuka = [
        re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', k.get(url).text)[0]
        for k, url in ((saya, "/uttp/baru"), (tamu, "/registrasi"))
    ]
    for _ in range(9):
        waktu.shift(20 * MENIT)
        assert saya.get("/sesi/tetap").status_code == 200
    jawab = saya.post("/uttp/baru", data={"csrf_token": terbuka[0], "nomor_seri": "SN-0777"})
    assert jawab.status_code == 422, "sampai ke formulirnya"
    assert 'value="SN-0777"' in jawab.text
    jawab = tamu.post("/registrasi", data={"csrf_token": terbuka[1], "nama": "Toko Sabar"})
    assert jawab.status_code == 422
    assert 'value="Toko Sabar"' in jawab.text


def test_isian_sesudah_tiga_jam_ditinggal_tetap_kembali(klien: Any, waktu: Any) -> None:
    """The cookie outlives its session, so it is known whose answers they are."""
    peserta = f.buat_peserta(sandi=True)
    log_in(klien, peserta.pengguna)
    waktu.shift(180 * MENIT)
    jawab = klien.kirim("/uttp/baru", isi_alat())
    assert jawab.location == "/masuk?lanjut=/uttp/baru"
    log_in(klien, peserta.pengguna)
    assert 'value="SN-0001"' in klien.get("/uttp/baru").text


def test_isian_tertunda_tidak_sampai_ke_akun_lain(app: Flask, klien: Any, waktu: Any) -> None:
    log_in(klien, f.buat_peserta(sandi=True).pengguna)
    waktu.shift(40 * MENIT)
    klien.kirim("/uttp/baru", isi_alat())
    log_in(klien, f.buat_peserta(sandi=True).pengguna)
    assert "SN-0001" not in klien.get("/uttp/baru").text


def test_isian_tamu_tidak_disimpan(klien: Any) -> None:
    assert klien.kirim("/uttp/baru", isi_alat()).status_code == 303
    with klien.session_transaction() as sesi:
        sesi["_user_id"] = "karangan"
    assert klien.kirim("/uttp/baru", isi_alat()).status_code == 303
    assert not db.session.scalar(sa.select(sa.func.count()).select_from(IsianTertunda))


def test_isian_sesi_yang_diakhiri_tidak_disimpan(masuk: Any) -> None:
    akun = f.buat_peserta().pengguna
    klien = masuk(akun)
    with tulis():
        services.nonaktifkan(akun)
    assert klien.kirim("/uttp/baru", isi_alat()).status_code == 303
    assert not db.session.scalar(sa.select(sa.func.count()).select_from(IsianTertunda))


def test_isian_yang_terlalu_besar_tidak_disimpan(klien: Any, waktu: Any) -> None:
    log_in(klien, f.buat_peserta(sandi=True).pengguna)
    waktu.shift(40 * MENIT)
    jawab = klien.kirim("/uttp/baru", isi_alat(merk="x" * 100_000))
    assert jawab.status_code == 303
    assert not db.session.scalar(sa.select(sa.func.count()).select_from(IsianTertunda))


def test_kiriman_tanpa_kuki_diantar_ke_pintu(klien: Any) -> None:
    """The cookie is gone, and with it the token of the form: the way in, not a fault."""
    jawab = klien.post("/uttp/baru", data=isi_alat())
    assert jawab.location == "/masuk?lanjut=/uttp/baru"


def test_tombol_tanpa_halaman_sendiri_kembali_ke_halaman_asalnya(klien: Any, waktu: Any) -> None:
    log_in(klien, f.buat_pengguna("pelayanan", sandi=True))
    waktu.shift(40 * MENIT)
    asal = {"Referer": "http://localhost/admin/peserta/7?x=1"}
    jawab = klien.kirim("/admin/peserta/7/terima", {"cara": "tautan"}, headers=asal)
    assert jawab.location == "/admin/masuk?lanjut=/admin/peserta/7?x%3D1"
    asal = {"Referer": "https://jahat.test/x"}
    jawab = klien.kirim("/admin/peserta/7/terima", {"cara": "tautan"}, headers=asal)
    assert jawab.location == "/admin/masuk"
