"""Screens of participants: filing, changing, calling off, following."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa

from app.core import audit, clock
from app.core.db import tulis
from app.core.uploads import Berkas
from app.extensions import db
from app.pengajuan.models import BerkasPengajuan, Pengajuan, Riwayat
from app.pengajuan.states import Status
from app.uttp.models import Kepemilikan
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


def test_ubah_ganti_layanan_tidak_membuang_isian_bagian_lain(klien: Any, pemilik: Any) -> None:
    p = f.buat_pengajuan("baru", f.buat_uttp(pemilik))
    url = f"/pengajuan/{p.id}/ubah"
    isi = isi_ubah(klien.get(url).text, layanan="tera", pilih_layanan="1")
    jawab = klien.kirim(url, isi)
    assert jawab.status_code == 200
    assert "Izin persetujuan tipe" in jawab.text
    assert 'type="hidden" name="skhp_lama_nomor" value="510.63/0123/2025"' in jawab.text
    assert len(titipan(jawab.text, "berkas_skhp_lama")) == 1
    assert "Ada yang perlu diperbaiki" not in jawab.text
    hilang = klien.get(url + "?layanan=tera_ulang&skhp_lama=hilang").text
    assert "Surat keterangan hilang" in hilang
    assert "Berkas SKHP lama" not in hilang
    assert klien.get(url + "?layanan=palsu").status_code == 200
    assert ambil(Pengajuan, p.id).layanan == "tera_ulang"


def test_ubah_satu_berkas_sendiri_dan_hapus(klien: Any, pemilik: Any) -> None:
    """htmx posts the one file; the answer must hold that field again. "Hapus" files nothing."""
    p = f.buat_pengajuan("baru", f.buat_uttp(pemilik))
    url = f"/pengajuan/{p.id}/ubah?layanan=tera"
    data = {"izin_tipe": pdf("izin.pdf"), "aksi_berkas": "izin_tipe"}
    jawab = klien.kirim(url, data, headers={"HX-Request": "true"})
    assert jawab.status_code == 200
    assert 'id="berkas-izin_tipe"' in jawab.text
    assert "izin.pdf" in jawab.text
    assert "<html" not in jawab.text
    html = klien.get(f"/pengajuan/{p.id}/ubah").text
    (ada,) = titipan(html, "foto_kondisi")
    jawab = klien.kirim(url, isi_ubah(html, hapus_berkas=f"foto_kondisi:{ada}"))
    assert jawab.status_code == 200
    assert titipan(jawab.text, "foto_kondisi") == []
    assert len(semua(BerkasPengajuan)) == 2


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
    assert bawah.count("<details") == 4  # uS6: folded by state
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
    ringkas = klien.get("/pengajuan").text
    assert "Baru (25)" in ringkas
    assert len(set(re.findall(r"TU-2026-\d{6}", ringkas.split('id="pengajuan-daftar"')[1]))) == 5
    assert 'href="/pengajuan?status=baru"' in ringkas
    html = klien.get("/pengajuan?status=baru").text
    lanjut = re.search(r'href="(/pengajuan\?status=baru&amp;setelah=[^"]+)"', html)
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


def test_semua_peristiwa_satu_alat(klien: Any, masuk: Any, pemilik: Any, hitung_query: Any) -> None:
    """C14: one list of what happened to an instrument; each reader as far as it may know."""
    lama = f.buat_peserta("penyedia", nama="Penyedia Lama")
    uttp = f.buat_uttp(pemilik, kepemilikan=[], pensiun_pada=clock.today(), pensiun_sebab="rusak",
                       pensiun_dicatat_pada=clock.now())  # fmt: skip
    batas = uttp.dibuat_pada + timedelta(seconds=1)
    with tulis() as s:
        s.add_all(
            [
                Kepemilikan(uttp_id=uttp.id, pemilik_id=lama.id, sejak=uttp.dibuat_pada,
                            sampai=batas),
                Kepemilikan(uttp_id=uttp.id, pemilik_id=pemilik.id, sejak=batas, sebab="pindah"),
            ]
        )  # fmt: skip
        audit.catat("uttp_ubah", "uttp", uttp.id, pemilik.pengguna, {"merk": "A"}, {"merk": "B"})
    sah = f.buat_pengajuan("selesai_sah", uttp)
    f.buat_pengajuan("selesai_batal", uttp)
    asing = f.buat_pengajuan("dibatalkan", uttp, peserta_id=lama.id)
    petugas = f.buat_pengguna("pelayanan", nama="Nama Rahasia Petugas")
    with tulis() as s:
        s.add(
            Riwayat(
                pengajuan_id=sah.id,
                aksi="hasil_sah",
                ke="menunggu_dokumen",
                pelaku_id=petugas.id,
                pelaku_nama=petugas.nama,
                peran="pelayanan",
            )
        )
    tujuan = klien.get(f"/uttp/{uttp.id}/riwayat").location
    assert tujuan == f"/pengajuan/alat/{uttp.id}?jenis=semua"
    klien.get(tujuan)
    with hitung_query() as daftar:
        html = klien.get(tujuan).text
    assert len(daftar) <= 4, "\n".join(daftar)
    for kata in ("Alat dicatat", "Pemilik: pemilik sebelumnya", f"Pemilik: {pemilik.nama}",
                 "Kepemilikan dipindahkan", "Data alat diubah peserta: merk", "Lulus uji (Sah)",
                 "UPTD-MET/XI/2026", "Tidak dipakai lagi", "Rusak", sah.nomor):  # fmt: skip
        assert kata in html, kata
    for rahasia in ("Penyedia Lama", "Nama Rahasia Petugas", asing.nomor):
        assert rahasia not in html, rahasia
    kantor = masuk(petugas).get(tujuan).text
    assert "Pemilik: Penyedia Lama" in kantor
    assert asing.nomor in kantor
    dokumen = klien.get(f"/pengajuan/alat/{uttp.id}?jenis=dokumen").text
    assert "UPTD-MET/XI/2026" in dokumen
    assert "Alat dicatat" not in dokumen
    pemilik_saja = klien.htmx(f"/pengajuan/alat/{uttp.id}?jenis=pemilik").text
    assert pemilik_saja.count("Pemilik:") == 2
    assert masuk(f.buat_peserta().pengguna).get(tujuan).status_code == 404
    assert "<h1>Daftar Pengajuan</h1>" in klien.get(f"/pengajuan/alat/{uttp.id}?jenis=palsu").text


def test_semua_peristiwa_berhalaman_tanpa_ada_yang_hilang(klien: Any, pemilik: Any) -> None:
    uttp = f.buat_uttp(pemilik)
    semua_nomor = {f.buat_pengajuan("selesai_sah", uttp).nomor for _ in range(15)}
    url, dilihat = f"/pengajuan/alat/{uttp.id}?jenis=semua", []
    while url:
        daftar = klien.get(url).text.split('id="pengajuan-alat"')[1]
        dilihat += re.findall(r"diajukan, <a [^>]*>(TU-2026-\d{6})", daftar)
        lanjut = re.search(r'href="(/pengajuan/alat/[^"]+setelah=[^"]+)"', daftar)
        url = lanjut[1].replace("&amp;", "&") if lanjut else ""
    assert sorted(dilihat) == sorted(semua_nomor)


@pytest.mark.parametrize(
    ("status", "peserta", "petugas"),
    [
        ("baru", "Giliran petugas: permintaan dijawab paling lambat", "Giliran petugas"),
        ("perlu_perbaikan", "Giliran Anda: tanpa batas waktu", "Giliran peserta"),
        ("diterima", "Giliran petugas: jadwal ditetapkan atau ditawarkan", "Giliran petugas"),
        ("menunggu_pilihan", "Giliran petugas: semua pilihan sudah lewat", "Giliran petugas"),
        ("terjadwal", "Giliran Anda: bayar sebelum alat diuji", "Giliran peserta"),
        ("terbayar", "Giliran petugas: bukti pembayaran diperiksa", "Giliran petugas"),
        ("diproses", "Giliran penera: alat diuji", "Giliran penera"),
        ("menunggu_dokumen", "Giliran petugas: dokumen terbit paling lambat", "Giliran petugas"),
        ("selesai_sah", None, None),
    ],
)
def test_baris_kedua_menyebut_giliran_siapa(
    klien: Any, masuk: Any, pemilik: Any, status: str, peserta: str | None, petugas: str | None
) -> None:
    """uS1, D15: first the status with what happens now, then whose turn and until when."""
    p = f.buat_pengajuan(status, f.buat_uttp(pemilik))
    for siapa, kalimat in ((klien, peserta), (masuk(f.buat_pengguna("pelayanan")), petugas)):
        html = siapa.get(f"/pengajuan/{p.id}").text.split('id="pengajuan-rincian"')[1]
        assert ("<p><strong>Giliran " in html) == bool(kalimat)
        assert kalimat is None or f"<p><strong>{kalimat}" in html


def test_yang_terlambat_diakui(klien: Any, pemilik: Any) -> None:
    lalu = clock.now() - timedelta(days=30)
    p = f.buat_pengajuan("baru", f.buat_uttp(pemilik), dibuat_pada=lalu)
    html = klien.get(f"/pengajuan/{p.id}").text
    assert "seharusnya permintaan dijawab paling lambat" in html
    assert "Bila belum ada kabar, hubungi kantor." in html


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
                f"/pengajuan/{p.id}/ubah", f"/pengajuan/{p.id}/batal", "/draf"):  # fmt: skip
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
