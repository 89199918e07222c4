"""Data Master of the office: its page, regions, and settings."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core import cache
from app.core.audit import Audit
from app.core.db import tulis
from app.extensions import db
from app.pengaturan.data import muat_wilayah
from app.pengaturan.models import Kecamatan, Kelurahan
from app.pengaturan.queries import daftar_kecamatan, daftar_kelurahan, kantor
from app.peserta.models import Peserta
from tests import berkas as contoh
from tests import factories as f
from tests.conftest import ambil, kosongkan, sekali

WILAYAH = "/admin/master/wilayah"
KANTOR = "/admin/master/kantor"


@pytest.fixture
def app(app: Flask) -> Iterator[Flask]:
    """Regions and settings are afterwards as before."""
    dulu = {m: db.session.execute(sa.select(m.__table__)).mappings().all() for m in _DUA}
    yield app
    db.session.remove()
    kosongkan()
    with db.engine.begin() as conn:
        for m in reversed(_DUA):
            conn.execute(m.__table__.delete())
        for m in _DUA:
            conn.execute(m.__table__.insert(), [dict(b) for b in dulu[m]])
    cache.lupakan("kantor")


_DUA = (Kecamatan, Kelurahan)


def terakhir(aksi: str) -> Audit:
    db.session.expire_all()
    cari = sa.select(Audit).where(Audit.aksi == aksi).order_by(Audit.id.desc())
    return db.session.scalars(cari).first() or pytest.fail(aksi)


@sekali
def test_halaman_master_menurut_peran(app: Any, masuk: Any, hitung_query: Any) -> None:
    for peran, ada, tiada in (("admin", "Akun petugas", "zzz"), ("kepala", "Kantor", "Akun pet"),
                              ("pelayanan", "Wilayah", "Masa simpan")):  # fmt: skip
        klien = masuk(f.buat_pengguna(peran))
        with hitung_query() as daftar:
            html = klien.get("/admin/master").text
        assert len(daftar) <= 2
        isi = html[html.index("<main") :]
        assert ada in isi
        assert tiada not in isi
        assert "75 jenis aktif" in isi
        assert html.count('aria-current="page"') == 1
    assert 'aria-current="page"' in klien.get("/admin/master/tarif").text
    assert klien.get("/admin/master/tarif").text.count('aria-current="page"') == 1


def test_wilayah_ditambah_dinamai_dan_dinonaktifkan(app: Any, masuk: Any) -> None:
    admin = masuk(f.buat_pengguna("admin"))
    isi = {"kode_wilayah": "64.71.99", "nama": "Balikpapan Uji", "aktif": "y"}
    assert admin.kirim(f"{WILAYAH}/kecamatan/baru", isi | {"kode_wilayah": "x"}).status_code == 422
    assert admin.kirim(f"{WILAYAH}/kecamatan/baru", isi).status_code == 303
    assert "sudah dipakai wilayah lain" in admin.kirim(f"{WILAYAH}/kecamatan/baru", isi).text
    kec = db.session.scalars(sa.select(Kecamatan).where(Kecamatan.kode == "64.71.99")).one()
    url = f"{WILAYAH}/kecamatan/{kec.id}/kelurahan/baru"
    satu = {"kode_wilayah": "64.71.99.1001", "nama": "Uji Ilir", "aktif": "y"}
    assert admin.kirim(url, satu).status_code == 303
    kel = db.session.scalars(sa.select(Kelurahan).where(Kelurahan.kecamatan_id == kec.id)).one()
    peserta = f.buat_peserta(kelurahan_id=kel.id)
    assert (kel.id, "Uji Ilir") in daftar_kelurahan()["Balikpapan Uji"]
    ubah = f"{WILAYAH}/kelurahan/{kel.id}"
    assert "Uji Ilir" in admin.get(ubah).text
    assert admin.kirim(ubah, {"nama": "Uji Hulu"}).status_code == 303  # the box is not ticked
    assert "Balikpapan Uji" not in daftar_kelurahan()
    assert (kel.id, "Uji Hulu") in daftar_kelurahan(termasuk=kel.id)["Balikpapan Uji"]
    assert terakhir("wilayah_ubah").sesudah == {"nama": "Uji Hulu", "aktif": False}
    assert admin.kirim(f"{ubah}/hapus").status_code == 409, "sudah dipakai"
    assert admin.kirim(f"{WILAYAH}/kecamatan/{kec.id}/hapus").status_code == 409
    # Who is registered there keeps it, also when changing something else.
    profil = masuk(peserta.pengguna)
    html = profil.get("/peserta/ubah").text
    assert f'selected value="{kel.id}"' in html
    assert "Uji Hulu" not in app.test_client().get("/registrasi").text
    assert admin.kirim(f"{WILAYAH}/kecamatan/{kec.id}", {"nama": "Lain"}).status_code == 303
    assert kec.id not in dict(daftar_kecamatan())
    assert kec.id in dict(daftar_kecamatan(kel.id))
    assert ambil(Peserta, peserta.id).kelurahan_id == kel.id


def test_wilayah_yang_dihapus_tidak_datang_lagi(app: Any, masuk: Any) -> None:
    admin = masuk(f.buat_pengguna("admin"))
    kel = db.session.scalars(sa.select(Kelurahan).order_by(Kelurahan.kode)).first()
    assert kel
    assert admin.kirim(f"{WILAYAH}/kelurahan/{kel.id}/hapus").status_code == 303
    with tulis():
        assert muat_wilayah() == 0
    assert ambil(Kelurahan, kel.id) is None
    assert terakhir("wilayah_hapus").sebelum["nama"] == kel.nama


def versi(html: str) -> str:
    hasil = re.search(r'name="versi" type="hidden" value="(\w+)"', html)
    assert hasil
    return hasil[1]


TAUTAN = {"web_url": "https://contoh.go.id", "peta_url": "", "instagram_url": "",
          "facebook_url": "", "youtube_url": ""}  # fmt: skip


@pytest.mark.parametrize(
    "jahat",
    ["http://contoh.go.id", "javascript:alert(1)", "//contoh.go.id", "https://localhost",
     "https://a.b/\"onload=", "data:text/html,x", "https://"],
)  # fmt: skip
def test_hanya_alamat_https(app: Any, masuk: Any, jahat: str) -> None:
    admin = masuk(f.buat_pengguna("admin"))
    jawab = admin.kirim(f"{KANTOR}/tautan", TAUTAN | {"web_url": jahat})
    assert jawab.status_code == 422
    assert kantor().web_url == ""


def test_pengaturan_disimpan_dan_riwayatnya_tampil(app: Any, masuk: Any) -> None:
    admin = masuk(f.buat_pengguna("admin", nama="Rahmawati"))
    assert admin.kirim(f"{KANTOR}/tautan", TAUTAN).status_code == 303
    assert kantor().web_url == "https://contoh.go.id"
    isi = {"telp": "0542 123-456", "wa": "", "email": "a@contoh.go.id"}
    assert admin.kirim(f"{KANTOR}/kontak", isi).status_code == 303
    assert (kantor().telp, kantor().wa) == ("+62542123456", "")
    assert admin.kirim(f"{KANTOR}/kontak", isi | {"telp": "satu"}).status_code == 422
    html = masuk(f.buat_pengguna("kepala")).get(KANTOR).text
    assert "Rahmawati" in html
    assert "+62542123456" in html, "dalam riwayat: nomor kantor bukan rahasia"
    assert "Ubah" not in html[html.index("<main") : html.index("Perubahan terakhir")]
    janji = {f"janji_{n}": "4" for n in ("periksa", "jadwal", "bayar", "dokumen")}
    assert admin.kirim(f"{KANTOR}/janji", janji | {"janji_bayar": "-1"}).status_code == 422
    assert admin.kirim(f"{KANTOR}/janji", janji | {"menit_per_hari": "9"}).status_code == 303
    assert (kantor().janji_bayar, kantor().menit_per_hari) == (4, 480)
    assert admin.get(f"{KANTOR}/zzz").status_code == 404


def test_pola_nomor_dengan_contohnya(app: Any, masuk: Any) -> None:
    admin = masuk(f.buat_pengguna("admin"))
    url = f"{KANTOR}/nomor"
    tahun = f.clock.today().year
    assert f"/{tahun}" in admin.get(url).text
    hidup = admin.htmx(f"{url}/contoh?pola_skhp=X/{{urut:03d}}/{{tahun}}&pola_skrd=tetap").text
    assert "X/001" in hidup
    assert "belum dapat dipakai" in hidup
    isi = {"pola_skhp": "A/{tahun}/{urut}", "pola_skrd": "B/{urut.__class__}", "rekening": "Bank"}
    assert admin.kirim(url, isi).status_code == 422
    assert admin.kirim(url, isi | {"pola_skrd": "B/{urut}/{tahun}"}).status_code == 303
    assert kantor().pola_skhp == "A/{tahun}/{urut}"


def test_dua_admin_pengaturan_yang_kedua_diberi_tahu(app: Any, masuk: Any) -> None:
    satu, dua = (masuk(f.buat_pengguna("admin")) for _ in range(2))
    url, isi = f"{KANTOR}/tautan", TAUTAN
    dilihat = versi(dua.get(url).text)
    assert satu.kirim(url, isi | {"versi": dilihat}).status_code == 303
    lain = isi | {"web_url": "https://lain.go.id"}
    jawab = dua.kirim(url, lain | {"versi": dilihat})
    assert jawab.status_code == 422
    assert "https://contoh.go.id" in jawab.text
    assert "https://lain.go.id" in jawab.text
    assert kantor().web_url == "https://contoh.go.id"
    assert dua.kirim(url, lain | {"versi": versi(jawab.text)}).status_code == 303
    assert kantor().web_url == "https://lain.go.id"


def test_logo_di_setiap_halaman(app: Any, masuk: Any) -> None:
    admin, tamu = masuk(f.buat_pengguna("admin")), app.test_client()
    identitas = {k: getattr(kantor(), k) for k in ("nama", "singkatan", "instansi", "kota",
                                                   "alamat", "jam")}  # fmt: skip
    assert tamu.get("/logo").status_code == 404
    logo = {"logo": (BytesIO(contoh.jpeg()), "logo.jpg")}
    assert admin.kirim(f"{KANTOR}/identitas", identitas | logo).status_code == 303
    assert tamu.get("/logo").mimetype == "image/jpeg"
    assert f"/logo?v={kantor().logo}" in tamu.get("/").text
    assert "logo.jpg" in admin.get(f"{KANTOR}/identitas").text
    tanpa = admin.kirim(f"{KANTOR}/identitas", identitas)
    assert tanpa.status_code == 303
    assert tamu.get("/logo").status_code == 404
