"""Screens of participants: filing, changing, calling off, following."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.core import clock
from app.core.uploads import Berkas
from app.extensions import db
from app.pengajuan.models import BerkasPengajuan, Pengajuan, Riwayat
from app.pengajuan.states import Status
from app.uttp.models import DokumenJenis
from tests import berkas as contoh
from tests import factories as f
from tests.conftest import ambil

KELOLA = [("GET", "/pengajuan/{}"), ("GET", "/pengajuan/{}/ubah"), ("POST", "/pengajuan/{}/ubah"),
          ("GET", "/pengajuan/{}/batal"), ("POST", "/pengajuan/{}/batal"),
          ("GET", "/pengajuan/{}/terkirim")]  # fmt: skip


@pytest.fixture
def pemilik(app: Any) -> Any:
    return f.buat_peserta()


@pytest.fixture
def klien(masuk: Any, pemilik: Any) -> Any:
    return masuk(pemilik.pengguna)


def foto(nama: str = "alat.jpg") -> tuple[BytesIO, str]:
    return BytesIO(contoh.jpeg()), nama


def pdf(nama: str = "surat.pdf") -> tuple[BytesIO, str]:
    return BytesIO(contoh.pdf()), nama


def isian(**kw: Any) -> dict[str, Any]:
    """A complete Tera Ulang form."""
    return {
        "kunci_form": str(uuid4()),
        "layanan": "tera_ulang",
        "foto_kondisi": [foto("depan.jpg"), foto("segel.jpg")],
        "surat_permohonan": pdf(),
        "skhp_lama": "ada",
        "skhp_lama_nomor": "510.63/0123/2025",
        "skhp_lama_tanggal": "2025-03-04",
        "skhp_lama_sampai": "Maret 2026",
        "skhp_lama_penerbit": "UPTD Metrologi Kota Uji",
        "berkas_skhp_lama": pdf("skhp.pdf"),
    } | kw


def semua(model: type[Any]) -> list[Any]:
    cari = sa.select(model).execution_options(populate_existing=True)
    return list(db.session.scalars(cari))


def titipan(html: str, nama: str) -> list[str]:
    """Ids of the files the form carries along for this field."""
    return re.findall(rf'name="{nama}" value="(\d+)"', html)


# --- filing -----------------------------------------------------------------------------------


def test_form_baru_tampil_dengan_alatnya(klien: Any, pemilik: Any) -> None:
    uttp = f.buat_uttp(pemilik, nomor_seri="XJ-99")
    html = klien.get(f"/pengajuan/baru/{uttp.id}").text
    for kata in ("XJ-99", "Foto kondisi alat", "Surat permohonan", "Proses Pengajuan Baru"):
        assert kata in html
    assert "Izin persetujuan tipe" not in html
    assert "Nomor SKHP lama" not in html


def test_skhp_yang_diketahui_sudah_terisi(klien: Any, pemilik: Any) -> None:
    uttp = f.buat_uttp(
        pemilik, skhp_nomor="510/7/2025", skhp_tanggal=clock.today() - timedelta(days=300),
        skhp_berlaku_sampai=clock.today(), skhp_penerbit="Kantor Lama",
    )  # fmt: skip
    html = klien.get(f"/pengajuan/baru/{uttp.id}").text
    assert 'value="510/7/2025"' in html
    assert 'value="Kantor Lama"' in html
    assert re.search(r'<input(?=[^>]*checked)(?=[^>]*value="tera_ulang")[^>]*>', html)


def test_layanan_dari_alamat_membuka_bagiannya(klien: Any, pemilik: Any) -> None:
    url = f"/pengajuan/baru/{f.buat_uttp(pemilik).id}"
    assert "Izin persetujuan tipe" in klien.get(url + "?layanan=tera").text
    hilang = klien.get(url + "?layanan=tera_ulang&skhp_lama=hilang").text
    assert "Surat keterangan hilang" in hilang
    assert "Berkas SKHP lama" not in hilang
    assert klien.get(url + "?layanan=palsu").status_code == 200


def test_mengajukan_tera_ulang(klien: Any, pemilik: Any) -> None:
    uttp = f.buat_uttp(pemilik)
    jawab = klien.kirim(f"/pengajuan/baru/{uttp.id}", isian())
    (p,) = semua(Pengajuan)
    assert (jawab.status_code, jawab.location) == (303, f"/pengajuan/{p.id}/terkirim")
    assert (p.status, p.layanan, p.peserta_id, p.dibuat_oleh_id) == (
        "baru", "tera_ulang", pemilik.id, pemilik.pengguna_id,
    )  # fmt: skip
    assert str(p.skhp_lama_sampai) == "2026-03-31"
    guna = sorted(b.guna for b in semua(BerkasPengajuan))
    assert guna == ["foto_kondisi", "foto_kondisi", "skhp_lama", "surat_permohonan"]
    terkirim = klien.get(jawab.location).text
    assert p.nomor in terkirim
    assert "Cetak" in terkirim


def test_mengajukan_tera(klien: Any, pemilik: Any) -> None:
    uttp = f.buat_uttp(pemilik)
    klien.kirim(f"/pengajuan/baru/{uttp.id}", isian(layanan="tera", izin_tipe=pdf("izin.pdf")))
    (p,) = semua(Pengajuan)
    assert (p.layanan, p.skhp_lama) == ("tera", None)
    assert "izin_tipe" in {b.guna for b in semua(BerkasPengajuan)}


def test_skhp_hilang_cukup_surat_keterangan(klien: Any, pemilik: Any) -> None:
    url = f"/pengajuan/baru/{f.buat_uttp(pemilik).id}"
    kosong = dict.fromkeys(
        ("skhp_lama_nomor", "skhp_lama_tanggal", "skhp_lama_sampai", "skhp_lama_penerbit"), ""
    )
    tanpa = klien.kirim(url, isian(skhp_lama="hilang", **kosong))
    assert tanpa.status_code == 422
    assert "Pilih berkas surat keterangan hilang." in tanpa.text
    klien.kirim(url, isian(skhp_lama="hilang", surat_kehilangan=pdf(), **kosong))
    assert semua(Pengajuan)[0].skhp_lama == "hilang"


def test_dokumen_tambahan_dari_jenis(klien: Any, pemilik: Any) -> None:
    uttp = f.buat_uttp(pemilik, kode="PUB-01")
    wajib = [
        d
        for d in db.session.scalars(
            sa.select(DokumenJenis).where(DokumenJenis.jenis_id == uttp.jenis_id)
        )
        if d.wajib and d.layanan in ("keduanya", "tera_ulang")
    ]
    url = f"/pengajuan/baru/{uttp.id}"
    kurang = klien.kirim(url, isian())
    assert kurang.status_code == 422
    assert all(f"Pilih berkas {d.nama}." in kurang.text for d in wajib)
    assert f"/uttp/format/{wajib[0].id}" in kurang.text
    klien.kirim(url, isian(**{f"dokumen_{d.id}": pdf() for d in wajib}))
    assert {b.dokumen_id for b in semua(BerkasPengajuan)} == {None} | {d.id for d in wajib}


def test_isian_dan_berkas_tidak_hilang_bila_ada_yang_salah(klien: Any, pemilik: Any) -> None:
    url = f"/pengajuan/baru/{f.buat_uttp(pemilik).id}"
    jawab = klien.kirim(url, isian(skhp_lama_penerbit="", skhp_lama_sampai="besok"))
    assert jawab.status_code == 422
    assert "<title>Kesalahan: " in jawab.text
    assert "Masukkan kantor yang menerbitkan SKHP lama." in jawab.text
    assert 'value="besok"' in jawab.text
    assert 'value="510.63/0123/2025"' in jawab.text
    assert len(titipan(jawab.text, "foto_kondisi")) == 2
    lanjut = isian(
        foto_kondisi=titipan(jawab.text, "foto_kondisi"),
        surat_permohonan=titipan(jawab.text, "surat_permohonan"),
        berkas_skhp_lama=titipan(jawab.text, "berkas_skhp_lama"),
    )
    assert klien.kirim(url, lanjut).status_code == 303
    assert len(semua(BerkasPengajuan)) == 4


def test_hapus_berkas_tanpa_javascript(klien: Any, pemilik: Any) -> None:
    url = f"/pengajuan/baru/{f.buat_uttp(pemilik).id}"
    html = klien.kirim(url, isian(surat_permohonan=[])).text
    satu, dua = titipan(html, "foto_kondisi")
    data = isian(
        foto_kondisi=[satu, dua], surat_permohonan=[], berkas_skhp_lama=[],
        hapus_berkas=f"foto_kondisi:{satu}",
    )  # fmt: skip
    jawab = klien.kirim(url, data)
    assert jawab.status_code == 200
    assert titipan(jawab.text, "foto_kondisi") == [dua]
    assert not semua(Pengajuan)


def test_ganti_layanan_tidak_membuang_isian_bagian_lain(klien: Any, pemilik: Any) -> None:
    url = f"/pengajuan/baru/{f.buat_uttp(pemilik).id}"
    jawab = klien.kirim(url, isian(layanan="tera", pilih_layanan="1"))
    assert jawab.status_code == 200
    assert "Izin persetujuan tipe" in jawab.text
    assert 'type="hidden" name="skhp_lama_nomor" value="510.63/0123/2025"' in jawab.text
    assert len(titipan(jawab.text, "berkas_skhp_lama")) == 1
    assert "Ada yang perlu diperbaiki" not in jawab.text
    assert not semua(Pengajuan)


def test_satu_berkas_diunggah_sendiri_bagiannya_tetap_terbuka(klien: Any, pemilik: Any) -> None:
    """htmx posts the one file; the answer must hold that field again."""
    url = f"/pengajuan/baru/{f.buat_uttp(pemilik).id}?layanan=tera"
    data = {"izin_tipe": pdf("izin.pdf"), "aksi_berkas": "izin_tipe"}
    jawab = klien.kirim(url, data, headers={"HX-Request": "true"})
    assert jawab.status_code == 200
    assert 'id="berkas-izin_tipe"' in jawab.text
    assert "izin.pdf" in jawab.text
    assert "<html" not in jawab.text


@pytest.mark.parametrize(
    ("ubah", "pesan"),
    [
        ({"layanan": "tera_lagi"}, "Pilih jenis layanan."),
        ({"skhp_lama": "entah"}, "Pilih keadaan SKHP lama."),
        ({"skhp_lama_tanggal": "2199-01-01"}, "Tanggal SKHP belum tiba."),
        ({"skhp_lama_sampai": "Februari 2025"}, "sesudah tanggal SKHP"),
        ({"skhp_lama_nomor": "x" * 61}, "paling panjang 60"),
        ({"foto_kondisi": []}, "Pilih paling sedikit satu foto"),
        ({"surat_permohonan": "a.docx"}, "Word"),
    ],
)
def test_isian_keliru_disebut_apa_yang_harus_dilakukan(
    klien: Any, pemilik: Any, ubah: dict[str, Any], pesan: str
) -> None:
    uttp = f.buat_uttp(pemilik)
    if nama := ubah.get("surat_permohonan"):  # a stream is read once, so each run has its own
        ubah = {"surat_permohonan": (BytesIO(b"PK\x03\x04" + bytes(99)), nama)}
    jawab = klien.kirim(f"/pengajuan/baru/{uttp.id}", isian(**ubah))
    assert jawab.status_code == 422
    assert pesan in jawab.text
    assert not semua(Pengajuan)


def test_klik_ganda_satu_pengajuan(klien: Any, pemilik: Any) -> None:
    url, kunci = f"/pengajuan/baru/{f.buat_uttp(pemilik).id}", str(uuid4())
    satu, dua = (klien.kirim(url, isian(kunci_form=kunci)) for _ in range(2))
    assert satu.location == dua.location
    assert len(semua(Pengajuan)) == len(semua(Riwayat)) == 1


@pytest.mark.parametrize("kunci", ["", "bukan-uuid", "x" * 500])
def test_kunci_form_asal_tidak_merusak(klien: Any, pemilik: Any, kunci: str) -> None:
    jawab = klien.kirim(f"/pengajuan/baru/{f.buat_uttp(pemilik).id}", isian(kunci_form=kunci))
    assert jawab.status_code == 303
    assert semua(Pengajuan)[0].kunci_form is None


def test_isian_selundupan_tidak_berpengaruh(klien: Any, pemilik: Any) -> None:
    orang = f.buat_peserta()
    titip = f.buat_berkas(orang.pengguna)
    jahat = {
        "status": "selesai_sah", "peserta_id": orang.id, "pemohon_id": orang.id, "nomor": "TU-1",
        "retribusi": "0", "tanggal_uji": "2026-12-01", "dibuat_oleh_id": orang.pengguna_id,
    }  # fmt: skip
    uttp = f.buat_uttp(pemilik)
    klien.kirim(f"/pengajuan/baru/{uttp.id}", isian(**jahat, izin_tipe=str(titip.id)))
    (p,) = semua(Pengajuan)
    assert (p.status, p.peserta_id, p.retribusi, p.tanggal_uji) == ("baru", pemilik.id, None, None)
    assert p.nomor != "TU-1"
    assert titip.id not in {b.berkas_id for b in semua(BerkasPengajuan)}


def test_berkas_orang_lain_tidak_dapat_dititipkan(klien: Any, pemilik: Any) -> None:
    titip = f.buat_berkas(f.buat_peserta().pengguna)
    url = f"/pengajuan/baru/{f.buat_uttp(pemilik).id}"
    jawab = klien.kirim(url, isian(foto_kondisi=str(titip.id)))
    assert jawab.status_code == 422
    assert not titipan(jawab.text, "foto_kondisi")


def test_alat_yang_sedang_diajukan(klien: Any, pemilik: Any) -> None:
    uttp = f.buat_uttp(pemilik)
    p = f.buat_pengajuan("diproses", uttp)
    url = f"/pengajuan/baru/{uttp.id}"
    html = klien.get(url).text
    assert f"sedang dalam pengajuan {p.nomor}" in html
    assert "Proses Pengajuan Baru" not in html
    jawab = klien.kirim(url, isian())
    assert jawab.status_code == 422
    assert p.nomor in jawab.text


def test_penyedia_mengajukan_untuk_pelanggannya(masuk: Any) -> None:
    penyedia = f.buat_peserta("penyedia")
    pelanggan = f.buat_pelanggan(penyedia, nama="Warung Pelanggan")
    klien = masuk(penyedia.pengguna)
    klien.kirim(f"/pengajuan/baru/{f.buat_uttp(pelanggan).id}", isian())
    (p,) = semua(Pengajuan)
    assert p.peserta_id == penyedia.id
    assert "Pelanggan: Warung Pelanggan" in klien.get("/pengajuan").text


@pytest.mark.parametrize("metode", ["GET", "POST"])
def test_alat_orang_lain_404(klien: Any, metode: str) -> None:
    url = f"/pengajuan/baru/{f.buat_uttp().id}"
    jawab = klien.get(url) if metode == "GET" else klien.kirim(url, isian())
    assert jawab.status_code == 404
    assert not semua(Pengajuan)


# --- changing ---------------------------------------------------------------------------------


def isi_ubah(html: str, **kw: Any) -> dict[str, Any]:
    """The change form as it came, files and version included."""
    versi = re.search(r'name="versi"[^>]*value="([^"]*)"', html)
    assert versi
    return isian(
        versi=versi[1],
        foto_kondisi=titipan(html, "foto_kondisi"),
        surat_permohonan=titipan(html, "surat_permohonan"),
        **kw,
    )


def test_ubah_selagi_baru(klien: Any, pemilik: Any) -> None:
    p = f.buat_pengajuan("baru", f.buat_uttp(pemilik))
    url = f"/pengajuan/{p.id}/ubah"
    html = klien.get(url).text
    assert "Simpan Perubahan" in html
    assert f"/pengajuan/{p.id}/berkas/" in html  # thumbnails go through the application
    jawab = klien.kirim(url, isi_ubah(html, skhp_lama_nomor="BARU/1"))
    assert jawab.location == f"/pengajuan/{p.id}"
    assert ambil(Pengajuan, p.id).skhp_lama_nomor == "BARU/1"
    assert len(semua(BerkasPengajuan)) == 3


def test_perbaiki_lalu_kirim_ulang(klien: Any, pemilik: Any) -> None:
    p = f.buat_pengajuan("perlu_perbaikan", f.buat_uttp(pemilik), perbaikan="Foto segel buram.")
    html = klien.get(f"/pengajuan/{p.id}/ubah").text
    assert "Foto segel buram." in html
    assert "Kirim Ulang" in html
    klien.kirim(f"/pengajuan/{p.id}/ubah", isi_ubah(html))
    assert ambil(Pengajuan, p.id).status == "baru"


def test_perubahan_orang_lain_tidak_ditimpa(klien: Any, pemilik: Any) -> None:
    p = f.buat_pengajuan("baru", f.buat_uttp(pemilik))
    url = f"/pengajuan/{p.id}/ubah"
    html = klien.get(url).text
    klien.kirim(url, isi_ubah(html, skhp_lama_nomor="A/1"))
    jawab = klien.kirim(url, isi_ubah(html, skhp_lama_nomor="B/2"))
    assert jawab.status_code == 422
    assert "baru saja diubah orang lain" in jawab.text
    assert 'value="B/2"' in jawab.text
    assert ambil(Pengajuan, p.id).skhp_lama_nomor == "A/1"


@pytest.mark.parametrize("status", [s for s in Status if s not in ("baru", "perlu_perbaikan")])
def test_tidak_dapat_diubah_lagi(klien: Any, pemilik: Any, status: str) -> None:
    p = f.buat_pengajuan(status, f.buat_uttp(pemilik), skhp_lama_nomor="LAMA/1")
    url = f"/pengajuan/{p.id}/ubah"
    assert "tidak dapat diubah lagi" in klien.get(url).text
    assert klien.kirim(url, isian(skhp_lama_nomor="BARU/1")).status_code == 409
    assert ambil(Pengajuan, p.id).skhp_lama_nomor == "LAMA/1"


# --- calling off ------------------------------------------------------------------------------


def test_batal_pengajuan_di_halaman_sendiri(klien: Any, pemilik: Any) -> None:
    p = f.buat_pengajuan("terjadwal", f.buat_uttp(pemilik))
    url = f"/pengajuan/{p.id}/batal"
    assert "tidak dapat dilanjutkan lagi" in klien.get(url).text
    assert ambil(Pengajuan, p.id).status == "terjadwal"  # looking changes nothing
    assert klien.kirim(url, {"alasan": "Alat dijual."}).location == f"/pengajuan/{p.id}"
    kini = ambil(Pengajuan, p.id)
    assert (kini.status, kini.alasan) == ("dibatalkan", "Alat dijual.")
    html = klien.get(f"/pengajuan/{p.id}").text
    assert "dihentikan sebelum alat diuji" in html


@pytest.mark.parametrize("status", ["terbayar", "diproses", "selesai_sah", "dibatalkan"])
def test_batal_terlambat_409(klien: Any, pemilik: Any, status: str) -> None:
    p = f.buat_pengajuan(status, f.buat_uttp(pemilik))
    for jawab in (klien.get(f"/pengajuan/{p.id}/batal"), klien.kirim(f"/pengajuan/{p.id}/batal")):
        assert jawab.status_code == 409
        assert "tidak dapat dibatalkan lagi" in jawab.text
    assert ambil(Pengajuan, p.id).status == status


def test_alasan_batal_terlalu_panjang_tidak_hilang(klien: Any, pemilik: Any) -> None:
    p = f.buat_pengajuan("baru", f.buat_uttp(pemilik))
    jawab = klien.kirim(f"/pengajuan/{p.id}/batal", {"alasan": "a" * 501})
    assert jawab.status_code == 422
    assert "a" * 501 in jawab.text
    assert ambil(Pengajuan, p.id).status == "baru"


# --- looking ----------------------------------------------------------------------------------


def test_monitoring_giliran_di_atas_dengan_tombol_statusnya(klien: Any, pemilik: Any) -> None:
    for s in Status:
        f.buat_pengajuan(s, f.buat_uttp(pemilik))
    html = klien.get("/pengajuan").text
    assert "<h1>Daftar Pengajuan Aktif</h1>" in html
    atas, bawah = html.split("Sedang berjalan")
    assert "Perlu tindakan Anda" in atas
    for label in ("Perlu Perbaikan", "Pilihan Jadwal", "Terjadwal (Menunggu Pembayaran)"):
        assert f">{label}<" in atas
    for label in ("Baru", "Diterima", "Terbayar", "Diproses"):
        assert f">{label}<" in bawah
    assert "Batal Pengajuan" in bawah
    daftar = html.split('id="pengajuan-daftar"')[1]
    assert "Selesai (Sah)" not in daftar
    selesai = klien.get("/pengajuan?status=selesai").text
    assert ">Selesai (Sah)<" in selesai
    assert ">Selesai (Dibatalkan)<" in selesai


def test_monitoring_mencari_dan_menyaring(klien: Any, pemilik: Any) -> None:
    a = f.buat_pengajuan("baru", f.buat_uttp(pemilik, nomor_seri="CARI-1"))
    b = f.buat_pengajuan("diterima", f.buat_uttp(pemilik, nomor_seri="LAIN-2"))
    for url, ada, tidak in (
        ("/pengajuan?q=cari-1", a, b), (f"/pengajuan?q={b.nomor}", b, a),
        ("/pengajuan?status=diterima", b, a), ("/pengajuan?q=%25", None, a),
    ):  # fmt: skip
        html = klien.get(url).text
        assert ada is None or ada.nomor in html
        assert tidak.nomor not in html
    assert "Tidak ada pengajuan yang cocok" in klien.get("/pengajuan?q=zzz").text


def test_monitoring_kosong_menunjukkan_langkah_berikut(klien: Any) -> None:
    html = klien.get("/pengajuan").text
    assert "Belum ada pengajuan aktif" in html
    assert 'href="/uttp"' in html


def test_monitoring_berhalaman(klien: Any, pemilik: Any) -> None:
    for _ in range(25):
        f.buat_pengajuan("baru", f.buat_uttp(pemilik))
    html = klien.get("/pengajuan").text
    lanjut = re.search(r'href="(/pengajuan\?setelah=[^"]+)"', html)
    assert lanjut
    dua = klien.get(lanjut[1].replace("&amp;", "&")).text
    satu_nomor = set(re.findall(r"TU-2026-\d{6}", html))
    dua_nomor = set(re.findall(r"TU-2026-\d{6}", dua.split('id="pengajuan-daftar"')[1]))
    assert len(dua_nomor) == 5
    assert not satu_nomor & dua_nomor
    assert klien.get("/pengajuan?setelah=rusak").status_code == 404


@pytest.mark.parametrize(
    ("url", "bidang"),
    [
        ("/pengajuan", "pengajuan-daftar"), ("/pengajuan/ringkas", "pengajuan-ringkas"),
        ("/pengajuan/{p}", "pengajuan-rincian"), ("/pengajuan/{p}/ubah", "pengajuan-form"),
        ("/pengajuan/{p}/batal", "pengajuan-batal"), ("/pengajuan/alat/{u}", "pengajuan-alat"),
    ],
)  # fmt: skip
def test_halaman_utuh_dan_bidangnya(klien: Any, pemilik: Any, url: str, bidang: str) -> None:
    uttp = f.buat_uttp(pemilik)
    p = f.buat_pengajuan("baru", uttp)
    alamat = url.format(p=p.id, u=uttp.id)
    utuh, sebagian = klien.get(alamat), klien.htmx(alamat)
    assert "<html" in utuh.text
    assert f'id="{bidang}"' in utuh.text
    assert "<html" not in sebagian.text
    assert sebagian.text.lstrip().startswith(f'<section id="{bidang}"')
    assert "HX-Request" in utuh.headers["Vary"]


@pytest.mark.parametrize("status", list(Status))
def test_rincian_setiap_status(klien: Any, pemilik: Any, status: str) -> None:
    p = f.buat_pengajuan(status, f.buat_uttp(pemilik))
    html = klien.get(f"/pengajuan/{p.id}").text
    assert p.nomor in html
    assert 'class="perjalanan"' in html
    if status == "selesai_batal":
        assert "tidak lulus" in html
    if p.retribusi == 0:
        assert "Bebas Retribusi" in html


def test_rincian_peserta_tidak_menyebut_nama_petugas(klien: Any, masuk: Any, pemilik: Any) -> None:
    p = f.buat_pengajuan("baru", f.buat_uttp(pemilik))
    petugas = f.buat_pengguna("pelayanan", nama="Nama Rahasia Petugas")
    masuk(petugas).kirim(f"/pengajuan/{p.id}/terima")
    html = klien.get(f"/pengajuan/{p.id}").text
    assert "Permintaan diterima" in html
    assert "Admin Pelayanan" in html
    assert "Nama Rahasia Petugas" not in html
    assert "Nama Rahasia Petugas" in masuk(petugas).get(f"/pengajuan/{p.id}").text


def test_daftar_pengajuan_satu_alat_dan_kembali(klien: Any, pemilik: Any) -> None:
    uttp = f.buat_uttp(pemilik)
    sah = f.buat_pengajuan("selesai_sah", uttp)
    for s in ("selesai_batal", "dibatalkan", "baru"):
        f.buat_pengajuan(s, uttp)
    html = klien.get(f"/pengajuan/alat/{uttp.id}").text
    assert "<h1>Daftar Pengajuan</h1>" in html
    for label in ("Selesai (Sah)", "Selesai (Dibatalkan)", "Dibatalkan", "Baru"):
        assert f">{label}<" in html
    assert "UPTD-MET/XI/2026" in html
    assert f"/pengajuan/{sah.id}?dari=alat" in html
    rincian = klien.get(f"/pengajuan/{sah.id}?dari=alat").text
    assert re.search(rf'href="/pengajuan/alat/{uttp.id}">.*Kembali</a>', rincian)


def test_ringkas_menampilkan_giliran_dan_paling_banyak_lima(klien: Any, pemilik: Any) -> None:
    for s in ("terjadwal", *["baru"] * 6):
        f.buat_pengajuan(s, f.buat_uttp(pemilik))
    html = klien.htmx("/pengajuan/ringkas").text
    assert html.count("Giliran Anda") == 1
    assert html.count('data-status="baru"') == 5


# --- files ------------------------------------------------------------------------------------


def buka(klien: Any, url: str) -> Any:
    """A file, read to its end and closed."""
    return klien.get(url, buffered=True)


def test_berkas_lewat_pengajuannya(klien: Any, masuk: Any, pemilik: Any) -> None:
    p = f.buat_pengajuan("baru", f.buat_uttp(pemilik))
    foto_id, pdf_id = (b.berkas_id for b in semua(BerkasPengajuan))
    url = f"/pengajuan/{p.id}/berkas/"
    assert buka(klien, f"{url}{foto_id}").mimetype == "image/jpeg"
    assert len(buka(klien, f"{url}{foto_id}?kecil=1").data) < len(
        buka(klien, f"{url}{foto_id}").data
    )
    unduh = buka(klien, f"{url}{pdf_id}")
    assert unduh.headers["Content-Disposition"].startswith("attachment")
    assert masuk(f.buat_peserta().pengguna).get(f"{url}{foto_id}").status_code == 404
    lain = f.buat_pengajuan("baru", f.buat_uttp(pemilik))
    assert klien.get(f"/pengajuan/{lain.id}/berkas/{foto_id}").status_code == 404


def test_cerapan_tidak_untuk_peserta(klien: Any, masuk: Any, pemilik: Any) -> None:
    p = f.buat_pengajuan("menunggu_dokumen", f.buat_uttp(pemilik))
    b = f.buat_berkas(nama="cerapan-uji.jpg")
    db.session.add(BerkasPengajuan(pengajuan_id=p.id, berkas_id=b.id, guna="cerapan"))
    db.session.commit()
    url = f"/pengajuan/{p.id}/berkas/{b.id}"
    assert klien.get(url).status_code == 404
    assert "cerapan-uji" not in klien.get(f"/pengajuan/{p.id}").text
    assert buka(masuk(f.buat_pengguna("pelayanan")), url).status_code == 200


# --- who may ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("metode", "url"), KELOLA)
def test_pengajuan_orang_lain_404(klien: Any, metode: str, url: str) -> None:
    p = f.buat_pengajuan("baru")
    alamat = url.format(p.id)
    jawab = klien.get(alamat) if metode == "GET" else klien.kirim(alamat, isian())
    assert jawab.status_code == 404
    assert ambil(Pengajuan, p.id).status == "baru"


def test_riwayat_alat_orang_lain_404(klien: Any) -> None:
    assert klien.get(f"/pengajuan/alat/{f.buat_uttp().id}").status_code == 404


@pytest.mark.parametrize("peran", ["penera", "kepala"])
def test_peran_yang_tidak_mengajukan_403(masuk: Any, peran: str) -> None:
    p = f.buat_pengajuan("baru")
    klien = masuk(f.buat_pengguna(peran))
    for url in ("/pengajuan", "/pengajuan/ringkas", f"/pengajuan/baru/{p.uttp_id}",
                f"/pengajuan/{p.id}/ubah", f"/pengajuan/{p.id}/batal"):  # fmt: skip
        assert klien.get(url).status_code == 403, url


def test_cara_yang_keliru_405(klien: Any, pemilik: Any) -> None:
    p = f.buat_pengajuan("baru", f.buat_uttp(pemilik))
    for url in ("/pengajuan", f"/pengajuan/{p.id}", f"/pengajuan/alat/{p.uttp_id}"):
        assert klien.kirim(url).status_code == 405


def test_tanpa_token_tidak_terjadi_apa_apa(klien: Any, pemilik: Any) -> None:
    p = f.buat_pengajuan("baru", f.buat_uttp(pemilik))
    assert klien.post(f"/pengajuan/{p.id}/batal", data={}).status_code == 400
    assert ambil(Pengajuan, p.id).status == "baru"


# --- cost -------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", ["/pengajuan", "/pengajuan/ringkas"])
def test_query_daftar_tidak_naik(klien: Any, pemilik: Any, hitung_query: Any, url: str) -> None:
    f.buat_pengajuan("terjadwal", f.buat_uttp(pemilik))
    f.buat_pengajuan("baru", f.buat_uttp(pemilik))
    klien.get(url)
    with hitung_query() as sedikit:
        klien.get(url)
    for _ in range(4):
        f.buat_pengajuan("terjadwal", f.buat_uttp(pemilik))
        f.buat_pengajuan("baru", f.buat_uttp(pemilik))
    with hitung_query() as banyak:
        klien.get(url)
    assert len(banyak) == len(sedikit) <= 4, "\n".join(banyak)


def test_query_rincian_dan_form_dalam_anggaran(klien: Any, pemilik: Any, hitung_query: Any) -> None:
    uttp = f.buat_uttp(pemilik, kode="PUB-01")
    p = f.buat_pengajuan("baru", f.buat_uttp(pemilik))
    klien.get(f"/pengajuan/{p.id}")
    for url in (f"/pengajuan/{p.id}", f"/pengajuan/{p.id}/ubah", f"/pengajuan/baru/{uttp.id}",
                f"/pengajuan/alat/{p.uttp_id}"):  # fmt: skip
        with hitung_query() as daftar:
            assert klien.get(url).status_code == 200
        assert len(daftar) <= 4, url + "\n" + "\n".join(daftar)


def test_berkas_lama_tetap_ada_setelah_diganti(klien: Any, pemilik: Any) -> None:
    p = f.buat_pengajuan("baru", f.buat_uttp(pemilik))
    lama = {b.berkas_id for b in semua(BerkasPengajuan)}
    html = klien.get(f"/pengajuan/{p.id}/ubah").text
    klien.kirim(f"/pengajuan/{p.id}/ubah", isi_ubah(html) | {"foto_kondisi": foto()})
    assert lama <= {b.id for b in semua(Berkas)}
    assert lama - {b.berkas_id for b in semua(BerkasPengajuan)}


def test_alamat_daftar_hanya_memuat_saringan(klien: Any, pemilik: Any) -> None:
    """A word of url_for in the address must not lead the links of the page elsewhere."""
    aneh = "setelah=2026-01-01T00:00:00%2B00:00~1&_scheme=javascript&_external=1&endpoint=x&q=a"
    jawab = klien.get(f"/pengajuan?{aneh}")
    assert jawab.status_code == 200
    assert 'href="/pengajuan?q=a"' in jawab.text
    assert "javascript:" not in jawab.text
