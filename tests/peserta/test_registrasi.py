"""Registration: what is stored, what comes back, what a stranger can learn (nothing)."""

import re
from datetime import UTC, datetime
from html import unescape
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.auth.models import Captcha
from app.auth.services import sidik_token
from app.extensions import db
from app.peserta import services
from app.peserta.models import Peserta
from app.peserta.queries import batas_jawaban
from tests import factories as f
from tests.jadwal.test_tempat import serentak
from tests.peserta.isi import isi_form


def semua() -> list[Peserta]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Peserta).order_by(Peserta.id)))


def test_halaman(klien):
    html = klien.get("/registrasi").text
    for kata in ("Informasi Usaha", "Informasi PIC", "Pemilik Alat", "Penyedia Alat", "Daftarkan",
                 "Kecamatan", "Kelurahan", "UU 27/2022", "Jabatan", "WhatsApp"):  # fmt: skip
        assert kata in html
    assert 'href="/masuk"' in html
    assert "*" not in html.split("<main")[1].split("</main")[0]


def test_daftarkan(klien):
    jawab = klien.kirim("/registrasi", isi_form())
    assert jawab.status_code == 303
    p = semua()[0]
    assert (p.status, p.kelompok, p.pengguna_id) == ("baru", "pemilik", None)
    assert (p.nama, p.npwp, p.pic_nik) == (
        "Toko Sumber Rejeki",
        "0012345678901000",
        "6471014101900009",
    )
    assert (p.telp, p.pic_telp, p.pic_wa) == ("+62542123456", "+628115551234", "+628115551234")
    assert p.email == "toko@contoh.test"
    html = klien.get(jawab.location).text
    assert p.nomor in html
    assert "dua hari kerja" in html
    assert p.pic_nik not in html
    assert klien.get(jawab.location).status_code == 200


def test_sama_dengan_di_atas_tanpa_javascript(klien):
    isi = isi_form(pic_telp="", pic_wa="", pic_email="", sama_telp="y", sama_wa="y", sama_email="y")
    assert klien.kirim("/registrasi", isi).status_code == 303
    p = semua()[0]
    assert (p.pic_telp, p.pic_wa, p.pic_email) == ("+62542123456",) * 2 + ("toko@contoh.test",)


def test_sama_dengan_yang_keliru_hanya_disebut_sekali(klien):
    isi = isi_form(telp="12", pic_telp="", sama_telp="y")
    html = klien.kirim("/registrasi", isi).text
    assert html.count("nomor Indonesia yang diawali 0") == 2  # summary and field
    assert "Masukkan nomor telepon PIC" not in html


def test_yang_keliru_422_semua_disebut_dan_isian_tetap(klien):
    isi = isi_form(npwp="12", pic_nik="6471013201900001", kelompok="", pic_wa="")
    jawab = klien.kirim("/registrasi", isi)
    assert jawab.status_code == 422
    html = unescape(jawab.text)
    assert "<title>Kesalahan: " in html
    for kalimat in ("yang tertulis 2 angka", "01–31, atau 41–71", "Pilih kelompok peserta",
                    "Masukkan nomor WhatsApp PIC"):  # fmt: skip
        assert html.count(kalimat) == 2
    for nilai in ("Toko Sumber Rejeki", "6471013201900001", "toko@contoh.test", "0542-123456"):
        assert f'value="{nilai}"' in html
    assert semua() == []


def test_kosong_semua_disebut_menurut_urutan(klien):
    html = unescape(klien.kirim("/registrasi", {}).text)
    ringkasan = html.split("ringkasan-galat")[1].split("</ul>")[0]
    urutan = [ringkasan.index(k) for k in ("kelompok", "NPWP", "nama usaha", "alamat usaha",
              "kecamatan", "kelurahan", "telepon usaha", "email usaha", "NIK PIC")]  # fmt: skip
    assert urutan == sorted(urutan)


def test_kirim_dua_kali_satu_baris(klien):
    isi = isi_form()
    satu, dua = (klien.kirim("/registrasi", isi) for _ in range(2))
    assert satu.location == dua.location
    assert len(semua()) == 1


def test_kunci_form_buatan_sendiri_tidak_disimpan(klien):
    klien.kirim("/registrasi", isi_form(kunci_form="x" * 36))
    assert semua()[0].kunci_form != "x" * 36


@pytest.mark.parametrize("kolom", ["pic_nik", "npwp"])
def test_yang_sudah_dikenal_dijawab_sama(klien, kolom):
    """The answer tells nobody whether a NIK or NPWP is known (product 3)."""
    nilai = {"pic_nik": "6471014101900009", "npwp": "0012345678901000"}[kolom]
    f.buat_peserta(**{kolom: nilai})
    jawab = klien.kirim("/registrasi", isi_form())
    assert jawab.status_code == 303
    html = klien.get(jawab.location).text
    assert "Registrasi terkirim" in html
    assert "sudah terdaftar" not in html
    assert [p.status for p in semua()] == ["aktif", "baru"]


def test_isian_titipan_tidak_mengubah_apa_pun(klien):
    lain = f.buat_pengguna("peserta")
    titipan = {"status": "aktif", "pengguna_id": lain.id, "nomor": "REG-1", "penyedia_id": 1}
    assert klien.kirim("/registrasi", isi_form(**titipan)).status_code == 303
    p = semua()[0]
    assert (p.status, p.pengguna_id, p.penyedia_id) == ("baru", None, None)
    assert p.nomor.startswith("REG-20")


def test_kelompok_pemakai_bukan_pilihan(klien):
    assert klien.kirim("/registrasi", isi_form(kelompok="pemakai")).status_code == 422


def test_kelurahan_harus_di_kecamatannya(klien):
    isi = isi_form()
    assert klien.kirim("/registrasi", isi | {"kelurahan_id": 999_999}).status_code == 422


def test_tanpa_token_csrf_ditolak(klien):
    assert klien.post("/registrasi", data=isi_form()).status_code in (400, 422)
    assert semua() == []


def test_tanda_terima_hanya_dengan_alamat_bertanda(klien):
    for token in ("1", "WzFd.x", "x" * 200):
        assert klien.get(f"/registrasi/{token}").status_code == 404


def test_alasan_penolakan_dibaca_pendaftar(klien):
    alamat = klien.kirim("/registrasi", isi_form()).location
    p = semua()[0]
    p.status, p.alasan_tolak = "ditolak", "Alasan lain.\nAlamat <b>kurang</b> jelas."
    p.diputus_pada = datetime(2026, 11, 23, 1, tzinfo=UTC)
    db.session.commit()
    html = klien.get(alamat).text
    assert "Alamat &lt;b&gt;kurang&lt;/b&gt; jelas." in html
    assert "23 November 2026" in html


def test_dua_hari_kerja_melompati_akhir_pekan(app):
    jumat = datetime(2026, 11, 20, 3, tzinfo=UTC)
    assert batas_jawaban(jumat).isoformat() == "2026-11-24"


@pytest.fixture
def dengan_captcha(app):
    app.config["CAPTCHA"] = True
    yield
    app.config["CAPTCHA"] = False


def token_captcha(html: str) -> tuple[str, str]:
    """The hidden token of the page, and the answer that a person would read."""
    token = re.search(r'name="captcha_token"[^>]*value="([^"]+)"', html)[1]
    return token, db.session.scalar(
        sa.select(Captcha.jawaban).where(Captcha.sidik == sidik_token(token))
    )


def test_captcha_harus_benar_dan_sekali_pakai(dengan_captcha, klien):
    isi = isi_form()
    token, jawaban = token_captcha(klien.get("/registrasi").text)
    salah = klien.kirim("/registrasi", isi | {"captcha_token": token, "captcha": "x"})
    assert salah.status_code == 422
    assert 'value="Toko Sumber Rejeki"' in salah.text
    token, jawaban = token_captcha(salah.text)
    benar = isi | {"captcha_token": token, "captcha": jawaban}
    satu = klien.kirim("/registrasi", benar)
    assert satu.status_code == 303
    assert klien.kirim("/registrasi", benar).location == satu.location
    lain = benar | {"kunci_form": isi_form()["kunci_form"]}
    assert klien.kirim("/registrasi", lain).status_code == 422
    assert len(semua()) == 1


def test_email_yang_memanjang_saat_dirapikan_ditolak(klien):
    """Some capitals take two letters when small; the column has room for 120."""
    isi = isi_form(email="a@" + "\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}" * 110 + ".id")
    jawab = klien.kirim("/registrasi", isi)
    assert jawab.status_code == 422
    assert "Persingkat sampai 120 huruf." in jawab.text


def test_klik_ganda_bersamaan_satu_registrasi(app, klien):
    """Both look for the other before either is there: the second gets the receipt of the first."""
    isi = isi_form(kunci_form=str(uuid4()))
    hasil = serentak(app, 2, lambda _: app.test_client().kirim("/registrasi", isi))
    assert [h.status_code for h in hasil] == [303, 303]
    assert hasil[0].location == hasil[1].location
    assert len(semua()) == 1


def test_kunci_yang_baru_saja_dipakai_bukan_gangguan(klien, monkeypatch):
    isi = isi_form(kunci_form=str(uuid4()))
    pertama = klien.kirim("/registrasi", isi)
    monkeypatch.setattr(services, "_dengan_kunci", lambda _: None)
    assert klien.kirim("/registrasi", isi).location == pertama.location
    assert len(semua()) == 1
