"""Approval by staff: list, decision, the way in that is shown once."""

import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa

from app.auth.models import Pengguna, TautanAktivasi
from app.core.outbox import Pesan
from app.extensions import db
from app.peserta.models import Peserta
from tests import factories as f
from tests.conftest import ambil
from tests.peserta.isi import isi_form

TAUTAN = re.compile(r"/aktivasi/[\w-]{20,}")


@pytest.fixture
def petugas(masuk):
    return masuk(f.buat_pengguna("pelayanan"))


def terima(klien, p, cara="tautan"):
    return klien.kirim(f"/admin/peserta/{p.id}/terima", {"cara": cara})


# --- list -------------------------------------------------------------------------------------


def test_daftar_dan_pencarian(petugas):
    a = f.buat_registrasi(nama="Apotek Melati Sehat")
    b = f.buat_peserta("penyedia", nama="CV Niaga Timbang")
    f.buat_pelanggan(b)
    f.buat_uttp(b)
    html = petugas.get("/admin/peserta").text
    assert "Apotek Melati Sehat" in html
    assert "CV Niaga Timbang" in html
    assert "1 pelanggan" in html
    assert f'href="/uttp?peserta={b.id}">1 unit' in html
    for q in ("melati", a.nomor, a.npwp, a.pic_nik, a.pic_nama.upper()):
        html = petugas.get("/admin/peserta", query_string={"q": q}).text
        assert "Apotek Melati Sehat" in html, q
        assert "CV Niaga Timbang" not in html, q
    assert "Apotek Melati" not in petugas.get(f"/admin/peserta?q={a.pic_nik[:12]}").text


def test_saringan_di_alamat(petugas):
    f.buat_registrasi(nama="Yang Menunggu")
    f.buat_peserta("penyedia", nama="Yang Aktif")
    for alamat in ("?status=baru", "?kelompok=pemilik"):
        html = petugas.get("/admin/peserta" + alamat).text
        assert "Yang Menunggu" in html
        assert "Yang Aktif" not in html
        assert "Hapus saringan" in html
    assert "Tidak ada peserta yang cocok" in petugas.get("/admin/peserta?q=zzz").text


def test_potongan_dan_halaman(petugas):
    for _ in range(22):
        f.buat_registrasi()
    potongan = petugas.htmx("/admin/peserta")
    assert potongan.text.lstrip().startswith('<section id="peserta-daftar"')
    assert "HX-Request" in potongan.headers["Vary"]
    lanjut = unescape(re.search(r'href="([^"]*setelah=[^"]*)"', potongan.text)[1])
    assert petugas.get(lanjut).text.count('scope="row"') == 2
    assert petugas.get("/admin/peserta?setelah=x").status_code == 404


def test_query_daftar_tidak_naik_dengan_jumlah_baris(petugas, hitung_query):
    f.buat_uttp()
    petugas.get("/admin/peserta")
    with hitung_query() as satu:
        petugas.get("/admin/peserta")
    for _ in range(5):
        f.buat_uttp()
    with hitung_query() as enam:
        assert petugas.get("/admin/peserta").text.count('scope="row"') == 6
    assert len(enam) == len(satu) <= 4, "\n".join(enam)


# --- who may ----------------------------------------------------------------------------------


def test_peran(masuk):
    p = f.buat_registrasi()
    kepala = masuk(f.buat_pengguna("kepala"))
    html = kepala.get(f"/admin/peserta/{p.id}").text
    assert p.nama in html
    assert ">Terima<" not in html
    assert ">Tolak<" not in html
    assert terima(kepala, p).status_code == 403
    for lain in (f.buat_pengguna("penera"), f.buat_peserta().pengguna):
        assert masuk(lain).get(f"/admin/peserta/{p.id}").status_code == 403
        assert terima(masuk(lain), p).status_code == 403
    assert ambil(Peserta, p.id).status == "baru"


def test_yang_tidak_ada_404(petugas):
    assert petugas.get("/admin/peserta/987654").status_code == 404
    assert petugas.kirim("/admin/peserta/987654/terima", {"cara": "tautan"}).status_code == 404


# --- accept -----------------------------------------------------------------------------------


def test_terima_dengan_tautan(petugas):
    p = f.buat_registrasi()
    jawab = terima(petugas, p)
    assert jawab.status_code == 200
    assert jawab.headers["Cache-Control"] == "no-store"
    token = TAUTAN.search(jawab.text)[0].rpartition("/")[2]
    assert "https://wa.me/" in jawab.text
    assert "WITA" in jawab.text
    kini = ambil(Peserta, p.id)
    akun = ambil(Pengguna, kini.pengguna_id)
    assert (kini.status, akun.nama_masuk, akun.peran) == ("aktif", p.pic_nik_indeks, "peserta")
    assert kini.diputus_oleh_id is not None
    assert akun.sandi is None
    assert db.session.scalar(sa.select(Pesan.judul)) == "Registrasi diterima"
    assert token not in str(db.session.execute(sa.select(TautanAktivasi.sidik)).all())
    assert not TAUTAN.search(petugas.get(f"/admin/peserta/{p.id}").text)


def test_terima_dengan_sandi_sementara(petugas):
    p = f.buat_registrasi()
    jawab = terima(petugas, p, "sandi_sementara")
    assert jawab.status_code == 200
    akun = ambil(Pengguna, ambil(Peserta, p.id).pengguna_id)
    assert akun.harus_ganti
    assert akun.sandi not in jawab.text


def test_cara_di_luar_pilihan_422(petugas):
    p = f.buat_registrasi()
    assert terima(petugas, p, "lain").status_code == 422
    assert ambil(Peserta, p.id).status == "baru"


@pytest.mark.parametrize("kolom", ["pic_nik", "npwp"])
def test_nik_atau_npwp_yang_sudah_dipakai(petugas, kolom):
    lama = f.buat_peserta(nama="Pemilik Lama")
    p = f.buat_registrasi(**{kolom: getattr(lama, kolom)})
    html = petugas.get(f"/admin/peserta/{p.id}").text
    assert "NIK atau NPWP yang sama" in html
    assert "Pemilik Lama" in html
    jawab = terima(petugas, p)
    assert jawab.status_code == 409
    assert "sudah dipakai peserta lain" in jawab.text
    assert lama.nomor in jawab.text
    assert ambil(Peserta, p.id).status == "baru"
    assert db.session.scalar(sa.select(sa.func.count()).where(Pengguna.nama == p.pic_nama)) == 0


def test_yang_ditolak_tidak_menghalangi(petugas):
    lama = f.buat_registrasi(status="ditolak", alasan_tolak="Alasan lain.")
    p = f.buat_registrasi(pic_nik=lama.pic_nik, npwp=lama.npwp)
    assert terima(petugas, p).status_code == 200


def test_sudah_diputus_orang_lain_409(petugas, masuk):
    p = f.buat_registrasi()
    lain = f.buat_pengguna("admin", nama="Ibu Ratna")
    assert terima(masuk(lain), p).status_code == 200
    jawab = terima(petugas, p)
    assert jawab.status_code == 409
    assert "sudah diputus oleh Ibu Ratna" in jawab.text
    tulisan = {"alasan": "Alasan lain", "penjelasan": "Tulisan yang tidak hilang"}
    jawab = petugas.kirim(f"/admin/peserta/{p.id}/tolak", tulisan)
    assert jawab.status_code == 409
    assert "Tulisan yang tidak hilang" in jawab.text
    assert ambil(Peserta, p.id).status == "aktif"


def test_dua_petugas_bersamaan_satu_menang(app, masuk):
    p = f.buat_registrasi()
    dua = [masuk(f.buat_pengguna("pelayanan")) for _ in range(2)]
    db.session.remove()
    mulai = Barrier(2)

    def serbu(klien):
        with app.app_context():
            mulai.wait()
            return terima(klien, p).status_code

    id = p.id
    with ThreadPoolExecutor(2) as kolam:
        kode = sorted(kolam.map(serbu, dua))
    assert kode == [200, 409]
    kini = ambil(Peserta, id)
    assert kini.status == "aktif"
    jumlah = sa.select(sa.func.count()).where(Pengguna.peran == "peserta")
    assert db.session.scalar(jumlah) == 1


# --- reject -----------------------------------------------------------------------------------


def test_tolak_dengan_alasan(petugas):
    p = f.buat_registrasi()
    url = f"/admin/peserta/{p.id}/tolak"
    jawab = petugas.kirim(url, {"alasan": "Alasan lain", "penjelasan": ""})
    assert jawab.status_code == 422
    assert "Tulis penjelasannya" in jawab.text
    isi = {"alasan": "Usaha di luar wilayah kerja", "penjelasan": "Daftar di Samarinda."}
    lihat = petugas.kirim(url, isi | {"lihat": "1"})
    assert lihat.status_code == 200
    assert "Usaha di luar wilayah kerja.<br>Daftar di Samarinda." in lihat.text
    assert ambil(Peserta, p.id).status == "baru"
    assert petugas.kirim(url, isi).status_code == 303
    kini = ambil(Peserta, p.id)
    assert kini.status == "ditolak"
    assert kini.alasan_tolak == "Usaha di luar wilayah kerja.\nDaftar di Samarinda."
    assert kini.diputus_oleh_id is not None
    assert petugas.get(url).status_code == 303


# --- afterwards -------------------------------------------------------------------------------


def test_tautan_baru_menggugurkan_yang_lama(petugas, klien):
    p = f.buat_registrasi()
    lama = TAUTAN.search(terima(petugas, p).text)[0]
    jawab = petugas.kirim(f"/admin/peserta/{p.id}/akses", {"cara": "tautan"})
    assert jawab.status_code == 200
    baru = TAUTAN.search(jawab.text)[0]
    assert baru != lama
    assert "Tautan lama tidak berlaku lagi." in jawab.text
    assert "sudah diterima" not in jawab.text  # the registration was, long ago
    assert 'type="password"' in klien.get(baru).text
    assert 'type="password"' not in klien.get(lama).text


def test_nonaktifkan_lalu_aktifkan(petugas, masuk):
    p = f.buat_peserta()
    peserta = masuk(p.pengguna)
    assert peserta.get("/peserta").status_code == 200
    alamat = f"/admin/peserta/{p.id}/nonaktifkan"
    assert "tidak dapat masuk lagi" in petugas.get(alamat).text
    assert petugas.kirim(alamat).status_code == 303
    assert (ambil(Peserta, p.id).status, ambil(Pengguna, p.pengguna_id).aktif) == (
        "nonaktif",
        False,
    )
    assert peserta.get("/peserta").status_code == 303
    assert petugas.kirim(alamat).status_code == 409
    assert petugas.kirim(f"/admin/peserta/{p.id}/akses", {"cara": "tautan"}).status_code == 409
    assert petugas.kirim(f"/admin/peserta/{p.id}/aktifkan").status_code == 303
    assert (ambil(Peserta, p.id).status, ambil(Pengguna, p.pengguna_id).aktif) == ("aktif", True)


def test_tambah_peserta_di_loket(petugas):  # parity 126
    assert "Tambah Peserta" in petugas.get("/admin/peserta").text
    isi = isi_form(cara="tautan")
    jawab = petugas.kirim("/admin/peserta/baru", isi)
    assert jawab.status_code == 200
    assert TAUTAN.search(jawab.text)
    p = db.session.scalar(sa.select(Peserta))
    assert (p.status, p.nama) == ("aktif", "Toko Sumber Rejeki")
    kedua = petugas.kirim("/admin/peserta/baru", isi)
    assert kedua.status_code == 422
    assert "sudah disimpan" in kedua.text
    assert petugas.kirim("/admin/peserta/baru", isi_form(cara="tautan")).status_code == 422


@pytest.mark.parametrize("daftar", ["peserta", "pengajuan", "jadwal", "pembayaran"])
def test_nik_dan_npwp_dicari_tanpa_masuk_ke_alamat(masuk: Any, daftar: str) -> None:
    """ASVS 14.2.1: the forms send the number, the address holds its index, and it finds."""
    peserta = f.buat_peserta(nama="Toko Tersembunyi", npwp="0123456789012345")
    f.buat_pengajuan("terbayar", f.buat_uttp(peserta), penera_id=f.buat_pengguna("penera").id,
                     tanggal_uji=f.hari_kerja_berikut(1))  # fmt: skip
    meja = masuk(f.buat_pengguna("pelayanan"))
    form = meja.get(f"/admin/{daftar}").text
    assert f'method="post" action="/admin/cari/{daftar}"' in form
    nomor = ["01.234.567.8-901.2345", "123456789012345"]
    for q in [*nomor, *([str(peserta.pic_nik)] if daftar == "peserta" else [])]:
        jawab = meja.kirim(f"/admin/cari/{daftar}", {"q": q, "status": ""})
        assert jawab.status_code == 303
        assert re.fullmatch(rf"/admin/{daftar}\?q=~[0-9a-f]{{40}}", jawab.location)
        teks = meja.get(jawab.location).text
        assert "Toko Tersembunyi" in teks, q
        assert "Disaring menurut nomor" in teks
        assert q not in teks
        lagi = {"q": "", "nomor": jawab.location.partition("=")[2]}
        assert meja.kirim(f"/admin/cari/{daftar}", lagi).location == jawab.location
        assert "Toko Tersembunyi" in meja.get(f"/admin/{daftar}?q={q}").text, "alamat lama"
    lain = meja.kirim(f"/admin/cari/{daftar}", {"q": "9123456789012345"}).location
    assert "Toko Tersembunyi" not in meja.get(lain).text
    biasa = meja.kirim(f"/admin/cari/{daftar}", {"q": "Tersembunyi", "jahat": "1"}).location
    assert biasa == f"/admin/{daftar}?q=Tersembunyi"
    assert "Toko Tersembunyi" in meja.get(biasa).text
