"""Participants as staff list, change and remove them."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from app.auth.models import Pengguna, indeks_nik
from app.core import clock
from app.core.audit import Audit
from app.core.outbox import Pesan
from app.extensions import db
from app.pengaturan.models import Kelurahan
from app.peserta import queries
from app.peserta.models import Peserta
from tests import factories as f
from tests.conftest import ambil
from tests.peserta.isi import isi_form

LAMA = clock.today() - timedelta(days=9)
NIK = "6471014101900009"


@pytest.fixture
def meja(app: Any, masuk: Any) -> Any:
    return masuk(f.buat_pengguna("pelayanan"))


def nomor(html: str) -> list[str]:
    return re.findall(r'<a class="nomor"[^>]*>([^<]+)</a>', html)


def test_hitungan_di_setiap_baris(app: Any, meja: Any) -> None:
    """What stands on the buttons is what the lists behind them hold; others' rows count nowhere."""
    penyedia, pemilik = f.buat_peserta("penyedia"), f.buat_peserta()
    pelanggan = f.buat_pelanggan(penyedia)
    f.buat_uttp(penyedia, pemakai_id=pelanggan.id, skhp_berlaku_sampai=LAMA)
    f.buat_uttp(penyedia)
    f.buat_uttp(pelanggan)
    f.buat_uttp(pemilik, skhp_berlaku_sampai=LAMA, uji_batal=True)
    H = queries.Hitungan  # noqa: N806
    id = [penyedia.id, pelanggan.id, pemilik.id, f.buat_peserta().id]
    assert queries.hitungan(id) == {
        penyedia.id: H(2, 1, 1), pelanggan.id: H(2, 1, 0), pemilik.id: H(1, 0, 0),
    }  # fmt: skip
    html = meja.get("/admin/peserta").text
    assert f'href="/uttp?peserta={penyedia.id}">2 unit' in html
    assert f"/pelanggan?penyedia={penyedia.id}" in html
    assert "1 SKHP habis" in html
    assert nomor(meja.get("/admin/peserta?habis=1").text) == [pelanggan.nomor, penyedia.nomor]


def test_saringan_kecamatan_dan_banyak_baris(app: Any, meja: Any) -> None:
    dua = [
        db.session.scalar(sa.select(Kelurahan).where(Kelurahan.kecamatan_id == n))
        for n in db.session.scalars(sa.select(Kelurahan.kecamatan_id).distinct().limit(2)).all()
    ]
    sini, sana = (f.buat_registrasi(kelurahan_id=k.id) for k in dua)
    html = meja.get(f"/admin/peserta?kecamatan={dua[0].kecamatan_id}").text
    assert (sini.nomor in html, sana.nomor in html) == (True, False)
    for _ in range(20):
        f.buat_registrasi()
    assert len(nomor(meja.get("/admin/peserta").text)) == 20
    semua = meja.get("/admin/peserta?baris=50")
    assert len(nomor(semua.text)) == 22
    assert len(nomor(meja.get("/admin/peserta?baris=7&kecamatan=x&habis=").text)) == 20
    lewat = meja.kirim("/admin/cari/peserta", {"q": sini.nama, "kecamatan": "3", "baris": "50"})
    assert "kecamatan=3" in lewat.location
    assert "baris=50" in lewat.location


def test_ubah_kontak_oleh_petugas(app: Any, meja: Any) -> None:
    p = f.buat_peserta()
    url = f"/admin/peserta/{p.id}/ubah"
    halaman = meja.get(url).text
    isi = isi_form(
        alamat="Jalan Baru 1", versi=re.findall(r'name="versi"[^>]*value="(\w+)"', halaman)[0]
    )
    assert meja.kirim(url, isi | {"telp": "x"}).status_code == 422
    assert meja.kirim(url, isi).status_code == 303
    kini = ambil(Peserta, p.id)
    assert (kini.alamat, kini.nama, kini.pic_nik) == ("Jalan Baru 1", p.nama, p.pic_nik)
    catatan = db.session.scalars(sa.select(Audit).where(Audit.aksi == "peserta_kontak")).one()
    assert catatan.sebelum["alamat"] == p.alamat
    assert db.session.scalar(sa.select(Pesan.id).where(Pesan.judul == "Data kontak diubah petugas"))
    kedua = meja.kirim(url, isi | {"alamat": "Jalan Lain 2"})
    assert kedua.status_code == 422
    assert "Jalan Baru 1" in kedua.text
    assert ambil(Peserta, p.id).alamat == "Jalan Baru 1"


def test_ubah_identitas_dengan_alasan(app: Any, masuk: Any, meja: Any) -> None:
    """The name one signs in with follows; the old value is in the log, but no NIK."""
    p = f.buat_peserta()
    pemilik = masuk(db.session.get(Pengguna, p.pengguna_id))
    url = f"/admin/peserta/{p.id}/identitas"
    assert p.pic_nik not in meja.get(url).text
    isi = {"kelompok": "penyedia", "nama": "Toko Baru", "npwp": "", "pic_nama": p.pic_nama,
           "pic_nik": NIK, "alasan": "KTP dilihat"}  # fmt: skip
    assert "Tulis alasan" in meja.kirim(url, isi | {"alasan": ""}).text
    assert "16 angka" in meja.kirim(url, isi | {"pic_nik": "12"}).text
    assert meja.kirim(url, isi).status_code == 303
    kini = ambil(Peserta, p.id)
    assert (kini.nama, kini.kelompok, kini.pic_nik, kini.npwp) == (
        "Toko Baru", "penyedia", NIK, p.npwp,
    )  # fmt: skip
    assert ambil(Pengguna, p.pengguna_id).nama_masuk == indeks_nik(NIK)
    assert pemilik.get("/peserta").status_code == 303
    catatan = db.session.scalars(sa.select(Audit).where(Audit.aksi == "peserta_identitas")).one()
    assert catatan.sesudah["alasan"] == "KTP dilihat"
    assert NIK not in str((catatan.sebelum, catatan.sesudah))
    sama = meja.kirim(url, isi | {"pic_nik": ""})
    assert "Belum ada yang diubah" in sama.text
    lain = f.buat_peserta()
    for kolom in ("npwp", "pic_nik"):
        jawab = meja.kirim(url, isi | {kolom: getattr(lain, kolom)})
        assert jawab.status_code == 422
        assert lain.nomor in jawab.text


def test_penyedia_berpelanggan_tetap_penyedia(app: Any, meja: Any) -> None:
    penyedia = f.buat_peserta("penyedia")
    f.buat_pelanggan(penyedia)
    isi = {"kelompok": "pemilik", "nama": penyedia.nama, "pic_nama": penyedia.pic_nama,
           "alasan": "Keliru"}  # fmt: skip
    jawab = meja.kirim(f"/admin/peserta/{penyedia.id}/identitas", isi)
    assert jawab.status_code == 422
    assert "masih punya pelanggan" in jawab.text


def test_hapus_hanya_yang_belum_pernah_dipakai(app: Any, meja: Any, masuk: Any) -> None:
    baru = f.buat_peserta()
    akun = baru.pengguna_id
    assert "Hapus Peserta" in meja.get(f"/admin/peserta/{baru.id}/hapus").text
    assert meja.kirim(f"/admin/peserta/{baru.id}/hapus").location == "/admin/peserta"
    assert ambil(Peserta, baru.id) is None
    assert ambil(Pengguna, akun) is None
    assert db.session.scalar(sa.select(Audit.id).where(Audit.aksi == "peserta_hapus"))
    ditolak = f.buat_registrasi(status="ditolak", alasan_tolak="Keliru", diputus_pada=clock.now())
    assert meja.kirim(f"/admin/peserta/{ditolak.id}/hapus").status_code == 303
    beralat, masuk_dulu = f.buat_peserta(), f.buat_peserta()
    f.buat_uttp(beralat)
    db.session.execute(
        sa.update(Pengguna)
        .where(Pengguna.id == masuk_dulu.pengguna_id)
        .values(masuk_terakhir=clock.now())
    )
    db.session.commit()
    penyedia = f.buat_peserta("penyedia")
    f.buat_pelanggan(penyedia)
    for p in (beralat, masuk_dulu, penyedia):
        assert "Nonaktifkan saja" in meja.get(f"/admin/peserta/{p.id}/hapus").text
        jawab = meja.kirim(f"/admin/peserta/{p.id}/hapus")
        assert jawab.status_code == 409
        assert "Nonaktifkan" in jawab.text
        assert ambil(Peserta, p.id) is not None
    assert (
        masuk(f.buat_pengguna("kepala")).get(f"/admin/peserta/{penyedia.id}/hapus").status_code
        == 403
    )


def test_tambah_tanpa_akses_langsung_ke_loket(app: Any, meja: Any) -> None:
    """Accepted at once, with an account nobody can get into; its owner gets a link later."""
    jawab = meja.kirim("/admin/peserta/baru", isi_form(cara="nanti"))
    p = db.session.scalars(sa.select(Peserta)).one()
    assert jawab.location == f"/admin/loket?peserta={p.id}"
    assert p.status == "aktif"
    assert ambil(Pengguna, p.pengguna_id).sandi is None
    tautan = meja.kirim(f"/admin/peserta/{p.id}/akses", {"cara": "tautan"}).text
    assert "/aktivasi/" in tautan
    assert meja.kirim(f"/admin/peserta/{p.id}/akses", {"cara": "nanti"}).status_code == 422


def test_pelanggan_diubah_di_halamannya(app: Any, meja: Any) -> None:
    pelanggan = f.buat_pelanggan(f.buat_peserta("penyedia"))
    jawab = meja.get(f"/admin/peserta/{pelanggan.id}/ubah")
    assert jawab.location == f"/pelanggan/{pelanggan.id}/ubah"


def test_dua_petugas_mengganti_nik(app: Any, masuk: Any, meja: Any) -> None:
    """The numbers are not on the page; that they changed is told all the same."""
    p = f.buat_peserta()
    url = f"/admin/peserta/{p.id}/identitas"
    versi = re.search(r'name="versi"[^>]*value="([^"]+)"', meja.get(url).text)[1]
    isi = {"kelompok": "pemilik", "nama": p.nama, "npwp": "", "pic_nama": p.pic_nama,
           "alasan": "KTP dilihat", "versi": versi}  # fmt: skip
    assert masuk(f.buat_pengguna("admin")).kirim(url, isi | {"pic_nik": NIK}).status_code == 303
    assert meja.kirim(url, isi | {"pic_nik": "6471014101900017"}).status_code == 422
    assert ambil(Peserta, p.id).pic_nik == NIK


def test_yang_baru_diterima_tidak_terhapus_dari_halaman_lama(app: Any, meja: Any) -> None:
    p = f.buat_peserta()
    jawab = meja.kirim(f"/admin/peserta/{p.id}/hapus", {"status": "baru"})
    assert jawab.status_code == 409
    assert "diubah orang lain" in jawab.text
    assert ambil(Peserta, p.id) is not None
