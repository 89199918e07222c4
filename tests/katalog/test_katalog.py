"""Instrument types, kept by the administrator."""

from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa

from app.core.audit import Audit
from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.extensions import db
from app.katalog import bagian, services
from app.pengaturan.queries import kantor
from app.uttp.data import muat_jenis
from app.uttp.models import DokumenJenis, InformasiJenis, InformasiUttp, JenisUttp
from app.uttp.queries import pilihan_jenis
from tests import berkas as contoh
from tests import factories as f
from tests.conftest import ambil, sekali

ALAMAT = "/admin/master/jenis-uttp"
ISI = {
    "kode_jenis": "uji-01", "nama": "Timbangan uji", "kelompok": "Timbangan", "satuan": "kg",
    "layanan": "tera_ulang", "menit": "45", "deskripsi": "Untuk mencoba.",
}  # fmt: skip


def buat_jenis(**kw: Any) -> JenisUttp:
    """A type nobody has used."""
    isi = {"kode": "UJI-09", "kelompok": "Uji", "nama": "Alat uji", "satuan": "kg", "menit": 30}
    return f._simpan(JenisUttp(**(isi | kw)))  # type: ignore[no-any-return]


def catatan(aksi: str) -> Audit:
    db.session.expire_all()
    return db.session.scalars(
        sa.select(Audit).where(Audit.aksi == aksi).order_by(Audit.id.desc())
    ).first() or pytest.fail(aksi)


def test_menambah_mengubah_menonaktifkan(app: Any, masuk: Any) -> None:
    admin = masuk(f.buat_pengguna("admin"))
    salah = admin.kirim(f"{ALAMAT}/baru", ISI | {"menit": "0", "kode_jenis": "!"})
    assert salah.status_code == 422
    assert "angka bulat dari 1 sampai 1440" in salah.text
    gambar = (BytesIO(contoh.jpeg()), "alat.jpg")
    jawab = admin.kirim(f"{ALAMAT}/baru", ISI | {"gambar": gambar, "aktif": "", "id": "5"})
    assert jawab.status_code == 303
    jenis = db.session.scalars(sa.select(JenisUttp).where(JenisUttp.kode == "UJI-01")).one()
    assert (jenis.menit, jenis.layanan, jenis.aktif) == (45, "tera_ulang", True)
    assert admin.kirim(f"{ALAMAT}/baru", ISI).status_code == 422, "kode yang sama dua kali"
    assert catatan("jenis_tambah").sesudah["nama"] == "Timbangan uji"
    tamu = app.test_client()
    gambar_tamu = tamu.get(f"/jenis-uttp/{jenis.id}/gambar")
    assert gambar_tamu.mimetype == "image/jpeg"
    assert gambar_tamu.cache_control.public
    for url in (f"/jenis-uttp/{jenis.id}/gambar", "/uttp/format/surat-permohonan"):
        assert admin.get(url).cache_control.no_store, "yang membawa kuki tidak disimpan bersama"
    assert jenis.id in dict(pilihan_jenis_semua(app))
    ubah = {k: v for k, v in ISI.items() if k != "kode_jenis"} | {"nama": "Timbangan lain"}
    html = admin.get(f"{ALAMAT}/{jenis.id}/ubah").text
    assert "alat.jpg" in html
    isi = ubah | {"gambar": str(jenis.gambar_id), "kode_jenis": "LAIN"}
    assert admin.kirim(f"{ALAMAT}/{jenis.id}/ubah", isi).status_code == 303
    kini = ambil(JenisUttp, jenis.id)
    assert (kini.nama, kini.kode, kini.gambar_id) == ("Timbangan lain", "UJI-01", jenis.gambar_id)
    assert catatan("jenis_ubah").sebelum == {"nama": "Timbangan uji"}
    assert admin.kirim(f"{ALAMAT}/{jenis.id}/nonaktifkan").status_code == 303
    assert jenis.id not in dict(pilihan_jenis_semua(app))
    assert tamu.get(f"/jenis-uttp/{jenis.id}/gambar").status_code == 404
    assert admin.get(f"/jenis-uttp/{jenis.id}/gambar?kecil=1").status_code == 200
    assert "UJI-01" not in admin.htmx(ALAMAT).text
    assert "UJI-01" in admin.htmx(f"{ALAMAT}?status=nonaktif").text


def pilihan_jenis_semua(app: Any) -> list[tuple[int, str]]:
    """What a new instrument's form offers."""
    with app.test_request_context("/"):
        from flask_login import login_user

        login_user(f.buat_pengguna("admin"))
        return [p for isi in pilihan_jenis().values() for p in isi]


def test_menit_yang_melebihi_hari_ditanyakan_dulu(app: Any, masuk: Any) -> None:
    """No day is long enough: said before it is saved, and on the page of the type."""
    admin, batas = masuk(f.buat_pengguna("admin")), kantor().menit_per_hari
    cari = sa.select(JenisUttp).where(JenisUttp.kode == "UJI-01")
    lama = ISI | {"menit": str(batas + 1)}
    tanya = admin.kirim(f"{ALAMAT}/baru", lama)
    assert tanya.status_code == 200
    assert "tidak akan dapat dijadwalkan" in tanya.text
    assert f"{batas + 1} menit" in tanya.text
    assert db.session.scalars(cari).first() is None
    assert 'role="alert" tabindex="-1" data-fokus' in tanya.text
    foto = {"gambar": (BytesIO(contoh.jpeg(90, 60)), "alat.jpg"), "aksi_berkas": "1"}
    berkas = admin.kirim(f"{ALAMAT}/baru", lama | foto)
    assert berkas.status_code == 200
    assert "tidak akan dapat dijadwalkan" not in berkas.text, "hanya fotonya yang dikirim"
    dilihat = tanya.text.split('name="dilihat" type="hidden" value="')[1].split('"')[0]
    lain = admin.kirim(f"{ALAMAT}/baru", lama | {"menit": str(batas + 2), "dilihat": dilihat})
    assert lain.status_code == 200, "yang dilihat menit yang lain"
    assert admin.kirim(f"{ALAMAT}/baru", lama | {"dilihat": dilihat}).status_code == 303
    jenis = db.session.scalars(cari).one()
    url = f"{ALAMAT}/{jenis.id}"
    assert "Alat jenis ini tidak dapat dijadwalkan" in admin.get(url).text
    assert "naikkan batasnya" not in masuk(f.buat_pengguna("kepala")).get(url).text
    ubah = {k: v for k, v in lama.items() if k != "kode_jenis"} | {"nama": "Nama lain"}
    assert admin.kirim(f"{url}/ubah", ubah).status_code == 303, "menitnya tidak berubah"
    muat = admin.kirim(f"{url}/ubah", ubah | {"menit": str(batas)})
    assert muat.status_code == 303
    assert "tidak dapat dijadwalkan" not in admin.get(url).text
    assert admin.kirim(f"{url}/ubah", ubah | {"menit": "700"}).status_code == 200


def test_yang_terpakai_tidak_dapat_dihapus_dan_satuannya_tetap(app: Any, masuk: Any) -> None:
    jenis = buat_jenis()
    f.buat_uttp(kode="UJI-09")
    admin = masuk(f.buat_pengguna("admin"))
    assert admin.get(f"{ALAMAT}/{jenis.id}/hapus").status_code == 409
    assert admin.kirim(f"{ALAMAT}/{jenis.id}/hapus").status_code == 409
    isi = ISI | {"satuan": "g", "layanan": "tera"}
    jawab = admin.kirim(f"{ALAMAT}/{jenis.id}/ubah", isi)
    assert jawab.status_code == 422
    assert "Kapasitas 1 alat sudah dicatat dalam kg" in jawab.text
    with pytest.raises(AturanDilanggar), tulis():  # what the page did not see
        services.hapus(jenis)


def test_terpakai_tarif_pun_tidak_dapat_dihapus(app: Any, masuk: Any) -> None:
    jenis = buat_jenis()
    f.buat_tarif(jenis_id=jenis.id)
    admin = masuk(f.buat_pengguna("admin"))
    assert admin.kirim(f"{ALAMAT}/{jenis.id}/hapus").status_code == 409
    assert ambil(JenisUttp, jenis.id)


def test_yang_dihapus_tidak_datang_lagi(app: Any, masuk: Any) -> None:
    jenis = f.jenis("TUT-01")
    admin = masuk(f.buat_pengguna("admin"))
    assert admin.kirim(f"{ALAMAT}/{jenis.id}/hapus").status_code == 303
    with tulis():
        assert muat_jenis() == 0
    assert ambil(JenisUttp, jenis.id) is None
    assert catatan("jenis_hapus").sebelum["jenis"].startswith("TUT-01")


def test_dua_admin_yang_kedua_diberi_tahu(app: Any, masuk: Any) -> None:
    jenis = buat_jenis()
    satu, dua = (masuk(f.buat_pengguna("admin")) for _ in range(2))
    url = f"{ALAMAT}/{jenis.id}/ubah"
    versi = {"versi": _versi(dua.get(url).text)}
    assert satu.kirim(url, ISI | {"versi": versi["versi"], "menit": "50"}).status_code == 303
    jawab = dua.kirim(url, ISI | versi | {"menit": "60"})
    assert jawab.status_code == 422
    assert "sudah diubah sejak Anda membukanya" in jawab.text
    assert ambil(JenisUttp, jenis.id).menit == 50
    lagi = {"versi": _versi(jawab.text)}
    assert dua.kirim(url, ISI | lagi | {"menit": "60"}).status_code == 303
    assert ambil(JenisUttp, jenis.id).menit == 60


def _versi(html: str) -> str:
    import re

    hasil = re.search(r'name="versi" type="hidden" value="(\w+)"', html)
    assert hasil
    return hasil[1]


def test_dokumen_dengan_format_sendiri(app: Any, masuk: Any) -> None:
    jenis, admin = buat_jenis(), masuk(f.buat_pengguna("admin"))
    url = f"{ALAMAT}/{jenis.id}/dokumen/baru"
    isi = {"nama": "Surat kuasa", "layanan": "tera", "wajib": "y", "urutan": "1", "aktif": "y"}
    gambar = (BytesIO(contoh.jpeg()), "f.jpg")
    assert admin.kirim(url, isi | {"format": gambar}).status_code == 422, "hanya PDF"
    mentah = contoh.pdf()
    pdf = (BytesIO(mentah), "kuasa.pdf")
    assert admin.kirim(url, isi | {"format": pdf}).status_code == 303
    d = db.session.scalars(sa.select(DokumenJenis).where(DokumenJenis.jenis_id == jenis.id)).one()
    assert (d.nama, d.layanan, d.wajib, d.aktif, d.berformat) == (
        "Surat kuasa", "tera", True, True, True,
    )  # fmt: skip
    format = app.test_client().get(f"/uttp/format/{d.id}")
    assert format.data == mentah
    assert "attachment" in format.headers["Content-Disposition"]
    assert admin.kirim(url, isi).status_code == 422, "nama yang sama dua kali"
    ubah = f"/admin/master/dokumen-jenis/{d.id}"
    assert "kuasa.pdf" in admin.get(ubah).text
    assert admin.kirim(ubah, isi | {"format": str(d.format_id), "aktif": ""}).status_code == 303
    assert app.test_client().get(f"/uttp/format/{d.id}").status_code == 404
    assert admin.kirim(f"{ubah}/hapus").status_code == 303
    assert catatan("dokumen_jenis_hapus").sebelum["nama"] == "Surat kuasa"


def test_pertanyaan_dinamai_ulang_jawabannya_tetap(app: Any, masuk: Any) -> None:
    jenis, admin = buat_jenis(), masuk(f.buat_pengguna("admin"))
    url = f"{ALAMAT}/{jenis.id}/informasi/baru"
    isi = {"label": "Warna", "isian": "pilihan", "urutan": "1", "aktif": "y", "wajib": "y",
           "hitungan": ""}  # fmt: skip
    assert "sedikitnya dua pilihan" in admin.kirim(url, isi | {"pilihan": "Merah"}).text
    assert "bentuk jawaban Angka" in admin.kirim(url, isi | {"hitungan": "nozzle"}).text
    assert admin.kirim(url, isi | {"pilihan": "Merah\nBiru"}).status_code == 303
    i = db.session.scalars(
        sa.select(InformasiJenis).where(InformasiJenis.jenis_id == jenis.id)
    ).one()
    uttp = f.buat_uttp(kode="UJI-09")
    f._simpan(InformasiUttp(uttp_id=uttp.id, informasi_id=i.id, nilai="Merah"))
    ubah = f"/admin/master/informasi-jenis/{i.id}"
    baru = isi | {"label": "Warna badan", "pilihan": "Hijau\nBiru", "aktif": ""}
    assert admin.kirim(ubah, baru).status_code == 303
    rincian = admin.get(f"/uttp/{uttp.id}").text
    assert "Warna badan" in rincian
    assert "Merah" in rincian
    assert admin.kirim(f"{ubah}/hapus").status_code == 409
    assert catatan("informasi_jenis_ubah").sesudah["bagian"] == "Warna badan"
    with pytest.raises(AturanDilanggar), tulis():
        bagian.hapus(i)


@sekali
def test_yang_lain_hanya_membaca(app: Any, masuk: Any, hitung_query: Any) -> None:
    jenis = f.jenis("PUB-01")
    loket = masuk(f.buat_pengguna("pelayanan"))
    with hitung_query() as daftar:
        html = loket.get(f"{ALAMAT}/{jenis.id}").text
    assert len(daftar) <= 4
    assert "Nonaktifkan" not in html
    assert "Tambah dokumen" not in html
    assert "Tambah Jenis" not in loket.get(ALAMAT).text
    assert "Pompa" in loket.htmx(f"{ALAMAT}?q=pompa&status=semua").text
    assert "Tidak ada jenis yang cocok" in loket.get(f"{ALAMAT}?kelompok=zzz").text
