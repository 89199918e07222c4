"""Filing one instrument in steps (ux uF1–uF6, uF9, uF13, uF15; parity: the manual's section)."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.auth.models import Sesi
from app.core import clock
from app.core.db import tulis
from app.draf.models import Draf
from app.extensions import db
from app.pengajuan.models import BerkasPengajuan, Pengajuan, Riwayat
from app.uttp.models import DokumenJenis
from tests import factories as f
from tests.draf import isi as d
from tests.draf.isi import ajukan, foto, isi_semua, mulai, pdf, simpan


@pytest.fixture
def pemilik(app: Any) -> Any:
    return f.buat_peserta()


@pytest.fixture
def klien(masuk: Any, pemilik: Any) -> Any:
    return masuk(pemilik.pengguna)


def semua(model: type[Any]) -> list[Any]:
    cari = sa.select(model).execution_options(populate_existing=True)
    return list(db.session.scalars(cari))


# --- what to prepare ----------------------------------------------------------------------------


def test_persiapan_menyebut_semua_sebelum_mulai(klien: Any, pemilik: Any) -> None:
    """uF3: papers, photos, sizes, fee and minutes; looking writes nothing."""
    uttp = f.buat_uttp(pemilik, kode="PUB-01", nomor_seri="XJ-99")
    html = klien.get(f"/pengajuan/baru/{uttp.id}").text
    for kata in ("Pengajuan Baru", "XJ-99", "Foto kondisi alat", "Surat permohonan", "paling besar",
                 "Izin persetujuan tipe", "Berkas SKHP lama", "Bebas Retribusi", "menit",
                 "/uttp/format/", ">Mulai<"):  # fmt: skip
        assert kata in html, kata
    assert semua(Draf) == []
    f.buat_tarif(75_000, jenis_id=uttp.jenis_id)
    assert "Rp75.000" in klien.get(f"/pengajuan/baru/{uttp.id}").text
    f.buat_tarif(160_000, jenis_id=uttp.jenis_id, satuan_hitung="nozzle", lokasi="kantor")
    html = klien.get(f"/pengajuan/baru/{uttp.id}").text
    assert "Tera, Kantor: dihitung per nozzle" in html
    assert "Tera, Luar Kantor: Rp75.000" in html


def test_persiapan_menawarkan_draf_dan_pengajuan_yang_ada(klien: Any, pemilik: Any) -> None:
    uttp, jalan = f.buat_uttp(pemilik), f.buat_uttp(pemilik)
    id = mulai(klien, uttp)
    assert ">Lanjutkan<" in klien.get(f"/pengajuan/baru/{uttp.id}").text
    assert mulai(klien, uttp) == id  # the same draft, however often Mulai is pressed
    p = f.buat_pengajuan("diproses", jalan)
    html = klien.get(f"/pengajuan/baru/{jalan.id}").text
    assert f"sedang dalam pengajuan {p.nomor}" in html
    assert ">Mulai<" not in html
    assert klien.kirim(f"/pengajuan/baru/{jalan.id}").status_code == 409


def test_skhp_yang_diketahui_sudah_terisi(klien: Any, pemilik: Any) -> None:
    uttp = f.buat_uttp(
        pemilik, skhp_nomor="510/7/2025", skhp_tanggal=clock.today() - timedelta(days=300),
        skhp_berlaku_sampai=clock.today(), skhp_penerbit="Kantor Lama",
    )  # fmt: skip
    html = klien.get(f"/draf/{mulai(klien, uttp)}/layanan").text
    assert 'value="510/7/2025"' in html
    assert 'value="Kantor Lama"' in html
    assert re.search(r'<input(?=[^>]*checked)(?=[^>]*value="tera_ulang")[^>]*>', html)


# --- from step to step --------------------------------------------------------------------------


def test_langkah_demi_langkah_sampai_terkirim(klien: Any, pemilik: Any) -> None:
    uttp = f.buat_uttp(pemilik)
    id = mulai(klien, uttp)
    html = klien.get(f"/draf/{id}/layanan").text
    assert "Langkah 1 dari 4" in html
    assert "Simpan dan lanjutkan nanti" in html
    assert simpan(klien, id, "layanan", **d.LAYANAN).location == f"/draf/{id}/foto"
    assert simpan(klien, id, "foto", foto_kondisi=[foto()]).location == f"/draf/{id}/berkas"
    jawab = simpan(klien, id, "berkas", surat_permohonan=pdf(), berkas_skhp_lama=pdf("skhp.pdf"))
    assert jawab.location == f"/draf/{id}/periksa"
    periksa = klien.get(jawab.location).text
    for kata in ("Tera Ulang", "510.63/0123/2025", "Maret 2026", "4 Maret 2025", "alat.jpg",
                 "skhp.pdf", "Proses Pengajuan Baru", "Langkah 4 dari 4"):  # fmt: skip
        assert kata in periksa, kata
    assert "Belum" not in periksa.split('id="draf-periksa"')[1]
    akhir = klien.kirim(f"/draf/{id}/periksa")
    (p,) = semua(Pengajuan)
    assert (akhir.status_code, akhir.location) == (303, f"/pengajuan/{p.id}/terkirim")
    assert (p.status, p.peserta_id, str(p.skhp_lama_sampai)) == ("baru", pemilik.id, "2026-03-31")
    assert sorted(b.guna for b in semua(BerkasPengajuan)) == [
        "foto_kondisi", "skhp_lama", "surat_permohonan",
    ]  # fmt: skip
    terkirim = klien.get(akhir.location).text
    assert p.nomor in terkirim
    assert "Cetak" in terkirim
    # Back: the old pages lead to what came of them, and sending again gives the same answer.
    for alamat in ("layanan", "periksa"):
        assert klien.get(f"/draf/{id}/{alamat}").location == akhir.location
        assert klien.kirim(f"/draf/{id}/{alamat}").location == akhir.location
    assert len(semua(Pengajuan)) == len(semua(Riwayat)) == 1


def test_tera_meminta_izin_tipe_bukan_skhp(klien: Any, pemilik: Any) -> None:
    id = mulai(klien, f.buat_uttp(pemilik))
    simpan(klien, id, "layanan", layanan="tera")
    html = klien.get(f"/draf/{id}/berkas").text
    assert "Izin persetujuan tipe" in html
    assert "Berkas SKHP lama" not in html
    simpan(klien, id, "berkas", surat_permohonan=pdf(), izin_tipe=pdf("izin.pdf"))
    simpan(klien, id, "foto", foto_kondisi=foto())
    assert klien.kirim(f"/draf/{id}/periksa").status_code == 303
    (p,) = semua(Pengajuan)
    assert (p.layanan, p.skhp_lama) == ("tera", None)


def test_skhp_hilang_cukup_surat_keterangan(klien: Any, pemilik: Any) -> None:
    uttp = f.buat_uttp(pemilik)
    kosong = dict.fromkeys([k for k in d.SKHP if k != "skhp_lama"], "")
    isi = {"skhp_lama": "hilang", **kosong}
    tanpa = ajukan(klien, uttp, **isi)
    assert tanpa.status_code == 422
    assert "Pilih berkas surat keterangan hilang." in tanpa.text
    id = semua(Draf)[0].id
    simpan(klien, id, "berkas", surat_kehilangan=pdf())
    klien.kirim(f"/draf/{id}/periksa")
    assert semua(Pengajuan)[0].skhp_lama == "hilang"
    assert "skhp_lama" not in {b.guna for b in semua(BerkasPengajuan)}


def test_dokumen_tambahan_dari_jenis(klien: Any, pemilik: Any) -> None:
    uttp = f.buat_uttp(pemilik, kode="PUB-01")
    cari = sa.select(DokumenJenis).where(
        DokumenJenis.jenis_id == uttp.jenis_id,
        DokumenJenis.wajib,
        DokumenJenis.layanan != "tera",
    )
    wajib = list(db.session.scalars(cari))
    kurang = ajukan(klien, uttp)
    assert kurang.status_code == 422
    assert all(f"Pilih berkas {w.nama}." in kurang.text for w in wajib)
    id = semua(Draf)[0].id
    html = klien.get(f"/draf/{id}/berkas").text
    assert "Dokumen Tambahan" in html
    assert f"/uttp/format/{wajib[0].id}" in html
    simpan(klien, id, "berkas", **{f"dokumen_{w.id}": pdf() for w in wajib})
    assert klien.kirim(f"/draf/{id}/periksa").status_code == 303
    assert {b.dokumen_id for b in semua(BerkasPengajuan)} == {None} | {w.id for w in wajib}


def test_urutan_bebas_dan_yang_kurang_disebut_dengan_tautan(klien: Any, pemilik: Any) -> None:
    """Leaving a step keeps what is there; the last page says what is missing, and where."""
    id = mulai(klien, f.buat_uttp(pemilik))
    assert simpan(klien, id, "foto").status_code == 303  # nothing chosen, nothing scolded
    assert simpan(klien, id, "layanan", layanan="tera_ulang").status_code == 303
    html = klien.get(f"/draf/{id}/periksa").text
    assert "Belum lengkap" in html
    assert "Belum diisi" in html
    assert f"/draf/{id}/foto?dari=periksa#foto_kondisi" in html
    assert f"/draf/{id}/layanan?dari=periksa#skhp_lama_nomor" in html
    tolak = klien.kirim(f"/draf/{id}/periksa")
    assert tolak.status_code == 422
    assert "<title>Kesalahan: " in tolak.text
    assert 'role="alert"' in tolak.text
    assert semua(Pengajuan) == []
    # "Ubah" leads back to the last page.
    jawab = klien.kirim(f"/draf/{id}/foto?dari=periksa", {"versi": "1", "foto_kondisi": foto()})
    assert jawab.location == f"/draf/{id}/periksa"


@pytest.mark.parametrize(
    ("ubah", "pesan"),
    [
        ({"skhp_lama_tanggal": "2199-01-01"}, "Tanggal SKHP belum tiba."),
        ({"skhp_lama_tanggal": "kemarin"}, "Tulis tanggal seperti"),
        ({"skhp_lama_sampai": "Februari 2025"}, "sesudah tanggal SKHP"),
        ({"skhp_lama_sampai": "besok"}, "misalnya Maret 2026"),
        ({"skhp_lama_nomor": "x" * 61}, "paling panjang 60"),
        ({"layanan": "tera_lagi"}, "Pilih jenis layanan."),
    ],
)
def test_yang_tidak_terbaca_disebut_tetapi_tersimpan(
    klien: Any, pemilik: Any, ubah: dict[str, str], pesan: str
) -> None:
    id = mulai(klien, f.buat_uttp(pemilik))
    jawab = simpan(klien, id, "layanan", **(d.LAYANAN | ubah))
    assert jawab.status_code == 422
    assert "<title>Kesalahan: " in jawab.text
    assert pesan in jawab.text
    nama, nilai = next(iter(ubah.items()))
    draf = d.draf(id)
    alat = klien.get(f"/draf/{id}/layanan").text
    assert nama == "layanan" or f'value="{nilai}"' in alat
    assert draf.isi.get("layanan") == (nilai if nama == "layanan" else "tera_ulang")
    # What is left unread is said again at the end, and nothing is filed.
    assert klien.kirim(f"/draf/{id}/periksa").status_code == 422
    # Later is always possible.
    nanti = simpan(klien, id, "layanan", **(d.LAYANAN | {"nanti": "1"}))
    assert nanti.location == "/draf"
    assert "dihapus otomatis pada" in klien.get("/draf").text


def test_ganti_layanan_tidak_membuang_bagian_lain(klien: Any, pemilik: Any) -> None:
    """The questions of the other service are out of sight, not gone."""
    id = mulai(klien, f.buat_uttp(pemilik))
    isi_semua(klien, id)
    jawab = simpan(klien, id, "layanan", layanan="tera", pilih_layanan="1")
    assert (jawab.status_code, jawab.location) == (303, f"/draf/{id}/layanan")
    assert "Nomor SKHP lama" not in klien.get(jawab.location).text
    simpan(klien, id, "layanan", layanan="tera_ulang", pilih_layanan="1")
    html = klien.get(f"/draf/{id}/layanan").text
    assert 'value="510.63/0123/2025"' in html
    assert klien.kirim(f"/draf/{id}/periksa").status_code == 303


# --- files --------------------------------------------------------------------------------------


def test_berkas_tersimpan_begitu_dipilih_dan_dapat_dihapus(klien: Any, pemilik: Any) -> None:
    id = mulai(klien, f.buat_uttp(pemilik))
    hx = {"HX-Request": "true"}
    for nama in ("a.jpg", "b.jpg"):
        kiriman = {"foto_kondisi": [*map(str, d.berkas(id).get("foto_kondisi", [])), foto(nama)],
                   "aksi_berkas": "foto_kondisi"}  # fmt: skip
        jawab = klien.kirim(f"/draf/{id}/foto", kiriman, headers=hx)
        assert jawab.status_code == 200
        assert 'id="berkas-foto_kondisi"' in jawab.text
        assert nama in jawab.text
        assert "<html" not in jawab.text
    satu, dua = d.berkas(id)["foto_kondisi"]
    kiriman = {"foto_kondisi": [str(satu), str(dua)], "hapus_berkas": f"foto_kondisi:{satu}"}
    assert klien.kirim(f"/draf/{id}/foto", kiriman).location == f"/draf/{id}/foto"
    assert d.berkas(id) == {"foto_kondisi": [dua]}
    # An older page that knows nothing of a newer file does not take it away.
    simpan(klien, id, "foto", foto_kondisi=[])
    assert d.berkas(id) == {"foto_kondisi": [dua]}


def test_berkas_yang_ditolak_disebut_yang_lain_tetap(klien: Any, pemilik: Any) -> None:
    id = mulai(klien, f.buat_uttp(pemilik))
    kiriman = {"surat_permohonan": (d.BytesIO(b"PK\x03\x04" + bytes(99)), "a.docx"),
               "berkas_skhp_lama": pdf("skhp.pdf")}  # fmt: skip
    simpan(klien, id, "layanan", **d.LAYANAN)
    jawab = simpan(klien, id, "berkas", **kiriman)
    assert jawab.status_code == 422
    assert "Word" in jawab.text
    assert "skhp.pdf" in jawab.text
    assert list(d.berkas(id)) == ["berkas_skhp_lama"]


def test_berkas_orang_lain_tidak_ikut(klien: Any, pemilik: Any) -> None:
    titip = f.buat_berkas(f.buat_peserta().pengguna)
    id = mulai(klien, f.buat_uttp(pemilik))
    simpan(klien, id, "foto", foto_kondisi=str(titip.id))
    assert d.berkas(id) == {}


# --- nothing is lost, nothing twice -------------------------------------------------------------


def test_sesi_berakhir_di_langkah_tiga_lanjut_di_peramban_lain(
    app: Flask, klien: Any, pemilik: Any, masuk: Any
) -> None:
    uttp = f.buat_uttp(pemilik)
    id = mulai(klien, uttp)
    simpan(klien, id, "layanan", **d.LAYANAN)
    simpan(klien, id, "foto", foto_kondisi=[foto("depan.jpg"), foto("segel.jpg")])
    hx = {"HX-Request": "true"}
    satu = {"surat_permohonan": pdf("surat.pdf"), "aksi_berkas": "surat_permohonan"}
    klien.kirim(f"/draf/{id}/berkas", satu, headers=hx)
    with tulis() as s:
        s.execute(sa.delete(Sesi))
    assert "/masuk" in klien.kirim(f"/draf/{id}/berkas", {"versi": "2"}).location
    lain = masuk(pemilik.pengguna)
    assert "/draf/terakhir" in lain.get("/peserta").text
    assert f"/draf/{id}/berkas" in lain.get("/draf/terakhir").text
    assert "surat.pdf" in lain.get(f"/draf/{id}/berkas").text
    periksa = lain.get(f"/draf/{id}/periksa").text
    for nilai in ("depan.jpg", "segel.jpg", "surat.pdf", "510.63/0123/2025", "Maret 2026"):
        assert nilai in periksa
    simpan(lain, id, "berkas", berkas_skhp_lama=pdf("skhp.pdf"))
    assert lain.kirim(f"/draf/{id}/periksa").status_code == 303
    assert len(semua(BerkasPengajuan)) == 4


def test_yang_diketik_saat_sesi_habis_kembali_ke_langkahnya(
    klien: Any, pemilik: Any, masuk: Any
) -> None:
    """uE9: typed into an ended session; after signing in it stands in its step, not yet kept."""
    id = mulai(klien, f.buat_uttp(pemilik))
    simpan(klien, id, "layanan", layanan="tera_ulang", skhp_lama="ada")
    with tulis() as s:
        s.execute(sa.update(Sesi).values(terakhir_pada=clock.now() - timedelta(hours=2)))
    klien.kirim(f"/draf/{id}/layanan", d.LAYANAN | {"versi": d.versi(id)})
    lagi = masuk(pemilik.pengguna)
    with lagi.session_transaction() as sesi:
        sesi["isian_tertunda"] = f"/draf/{id}/layanan"
    html = lagi.get(f"/draf/{id}/layanan").text
    for nilai in ("510.63/0123/2025", "Maret 2026", "UPTD Metrologi Kota Uji"):
        assert f'value="{nilai}"' in html
    assert simpan(lagi, id, "layanan", **d.LAYANAN).status_code == 303


def test_tab_lama_melihat_kedua_nilai(klien: Any, pemilik: Any) -> None:
    id = mulai(klien, f.buat_uttp(pemilik))
    lama = d.versi(id)
    simpan(klien, id, "layanan", **d.LAYANAN)
    kedua = d.LAYANAN | {"skhp_lama_nomor": "LAIN/2", "versi": lama}
    jawab = klien.kirim(f"/draf/{id}/layanan", kedua)
    assert jawab.status_code == 422
    assert "baru saja disimpan dari halaman lain" in jawab.text
    assert 'value="LAIN/2"' in jawab.text
    assert "510.63/0123/2025" in jawab.text
    tersimpan = klien.get(f"/draf/{id}/layanan").text
    assert 'value="510.63/0123/2025"' in tersimpan
    # Seen and sent once more, it is what is meant.
    versi = re.search(r'name="versi" value="(\d+)"', jawab.text)
    assert versi
    assert klien.kirim(f"/draf/{id}/layanan", kedua | {"versi": versi[1]}).status_code == 303
    assert 'value="LAIN/2"' in klien.get(f"/draf/{id}/layanan").text
    # The same once more from an old page is no conflict: the values stand there already.
    assert klien.kirim(f"/draf/{id}/layanan", kedua).status_code == 303


def test_mulai_dan_kirim_dua_kali_bersamaan(app: Flask, masuk: Any, pemilik: Any) -> None:
    """uF13, with two requests really at once."""
    from tests.pengajuan.test_services import bersamaan

    uttp = f.buat_uttp(pemilik)
    klien = masuk(pemilik.pengguna)
    empat = [masuk(pemilik.pengguna) for _ in range(4)]
    token = [k.token() for k in empat]

    def tekan(url: str) -> list[Any]:
        sisa = list(zip(empat, token, strict=True))
        return bersamaan(app, lambda: _tekan(*sisa.pop(), url))

    def _tekan(k: Any, t: str, url: str) -> str:
        return str(k.post(url, data={"csrf_token": t}).location)

    (ke,) = set(tekan(f"/pengajuan/baru/{uttp.id}"))
    id = int(ke.split("/")[2])
    isi_semua(klien, id)
    assert len(set(tekan(f"/draf/{id}/periksa"))) == 1
    assert len(semua(Pengajuan)) == len(semua(Riwayat)) == 1


def test_ada_yang_mengajukan_lebih_dulu(klien: Any, pemilik: Any) -> None:
    uttp = f.buat_uttp(pemilik)
    id = mulai(klien, uttp)
    isi_semua(klien, id)
    p = f.buat_pengajuan("baru", uttp)
    jawab = klien.kirim(f"/draf/{id}/periksa")
    assert jawab.status_code == 422
    assert p.nomor in jawab.text
    assert d.berkas(id)  # nothing given is lost


# --- for somebody else --------------------------------------------------------------------------


@pytest.mark.parametrize("peran", ["admin", "pelayanan"])
def test_petugas_mengajukan_atas_nama_langsung_diterima(masuk: Any, peran: str, app: Any) -> None:
    uttp = f.buat_uttp()
    klien = masuk(f.buat_pengguna(peran))
    jawab = ajukan(klien, uttp)
    (p,) = semua(Pengajuan)
    assert jawab.location == f"/pengajuan/{p.id}/terkirim"
    assert (p.status, p.peserta_id) == ("diterima", uttp.pemilik_id)
    assert "langsung diterima" in klien.get(jawab.location).text
    assert "atas nama peserta" in klien.get(f"/pengajuan/{p.id}").text


def test_penyedia_mengajukan_untuk_pelanggannya(masuk: Any, app: Any) -> None:
    penyedia = f.buat_peserta("penyedia")
    pelanggan = f.buat_pelanggan(penyedia, nama="Warung Pelanggan")
    klien = masuk(penyedia.pengguna)
    ajukan(klien, f.buat_uttp(pelanggan))
    (p,) = semua(Pengajuan)
    assert p.peserta_id == penyedia.id
    assert "Warung Pelanggan" in klien.get("/pengajuan").text


def test_milik_orang_lain_404(klien: Any, masuk: Any) -> None:
    asing = f.buat_peserta()
    uttp = f.buat_uttp(asing)
    id = mulai(masuk(asing.pengguna), uttp)
    for url in (f"/pengajuan/baru/{uttp.id}", f"/draf/{id}/layanan", f"/draf/{id}/periksa",
                f"/draf/{id}/hapus", f"/draf/{id}/entah",
                f"/draf/{id}/alat/{uttp.id}"):  # fmt: skip
        assert klien.get(url).status_code == 404, url
        assert klien.kirim(url).status_code == 404, url
    petugas = masuk(f.buat_pengguna("admin"))
    assert petugas.get(f"/draf/{id}/layanan").status_code == 404  # a draft is its writer's alone


# --- drafts that wait ---------------------------------------------------------------------------


def test_hapus_di_halaman_sendiri(klien: Any, pemilik: Any) -> None:
    id = mulai(klien, f.buat_uttp(pemilik))
    assert "tidak dapat dikembalikan" in klien.get(f"/draf/{id}/hapus").text
    assert klien.kirim(f"/draf/{id}/hapus").location == "/draf"
    assert semua(Draf) == []
    assert "Tidak ada pengajuan yang belum dikirim" in klien.get("/draf").text


def test_draf_lama_diingatkan_lalu_dihapus_berkasnya_ikut(
    app: Flask, klien: Any, masuk: Any, pemilik: Any
) -> None:
    """Three days before the end a message; after thirty days nothing is left, the files neither."""
    id = mulai(klien, f.buat_uttp(pemilik))
    simpan(klien, id, "foto", foto_kondisi=foto())
    jalan = app.test_cli_runner().invoke

    def umur(hari: int) -> None:
        with tulis() as s:
            s.execute(sa.update(Draf).values(diubah_pada=clock.now() - timedelta(days=hari)))

    umur(26)
    assert "0 pemilik draf diingatkan, 0 draf lama dihapus" in jalan(args=["bersihkan"]).output
    umur(28)
    assert "1 pemilik draf akan diingatkan" in jalan(args=["bersihkan", "--coba"]).output
    assert "1 pemilik draf diingatkan" in jalan(args=["bersihkan"]).output
    assert "0 pemilik draf diingatkan" in jalan(args=["bersihkan"]).output
    assert "yang belum dikirim akan dihapus" in klien.get("/pesan").text
    assert d.berkas(id)  # used by a draft, so no orphan however old
    umur(31)
    assert "1 draf lama dihapus" in jalan(args=["bersihkan"]).output
    assert semua(Draf) == []


def test_query_tetap(klien: Any, pemilik: Any, hitung_query: Any) -> None:
    id = mulai(klien, f.buat_uttp(pemilik, kode="PUB-01"))
    isi_semua(klien, id)
    for url in (f"/draf/{id}/layanan", f"/draf/{id}/berkas", f"/draf/{id}/periksa", "/draf",
                f"/draf/{id}/hapus"):  # fmt: skip
        klien.get(url)
        with hitung_query() as daftar:
            assert klien.get(url).status_code == 200
        assert len(daftar) <= 4, (url, daftar)
