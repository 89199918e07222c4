"""The list and the detail page: who sees what, search, badges, buttons, budget."""

from datetime import timedelta
from typing import Any

import pytest

from app.core import clock
from app.extensions import db
from tests import factories as f


def test_daftar_berisi_semua_yang_tercetak(app: Any, masuk: Any) -> None:  # parity 44, 51, 52
    pemilik = f.buat_peserta()
    uttp = f.buat_uttp(
        pemilik,
        merk="CAS",
        tipe="SW-1S",
        nomor_seri="8814-220",
        lokasi="Kios 12",
        skhp_nomor="510.63/0007/UPTD-MET/XI/2025",
        skhp_berlaku_sampai=clock.today() - timedelta(1),
    )
    f.buat_pengajuan("dibatalkan", uttp)
    html = masuk(pemilik.pengguna).get("/uttp").text
    for teks in (
        "Timbangan elektronik kelas III (sedang)", "CAS SW-1S", "30 kg", "8814-220", "Kios 12",
        "510.63/0007/UPTD-MET/XI/2025", "Kedaluwarsa", "Daftar Pengajuan (1)", "TAMBAH UTTP",
        f"/uttp/{uttp.id}/foto?kecil=1", f"/pengajuan/baru/{uttp.id}", f"/uttp/{uttp.id}/ubah",
    ):  # fmt: skip
        assert teks in html, teks
    assert f"/uttp/{uttp.id}/hapus" not in html


def test_alat_yang_sedang_diajukan_menautkan_pengajuannya(app: Any, masuk: Any) -> None:
    pengajuan = f.buat_pengajuan("diproses")
    klien = masuk(f.buat_pengguna("admin"))
    for url in ("/uttp", f"/uttp/{pengajuan.uttp_id}"):
        html = klien.get(url).text
        assert "Sedang diajukan" in html
        assert f'href="/pengajuan/{pengajuan.id}"' in html
        assert "/pengajuan/baru/" not in html


def test_hanya_milik_sendiri(app: Any, masuk: Any) -> None:
    f.buat_uttp(merk="MILIK-LAIN")
    saya = f.buat_uttp(merk="MILIK-SAYA")
    pemilik = f.buat_pengguna("kepala")
    assert "MILIK-LAIN" in masuk(pemilik).get("/uttp").text
    akun = db.session.get(f.Peserta, saya.pemilik_id).pengguna_id
    html = masuk(db.session.get(f.Pengguna, akun)).get("/uttp").text
    assert "MILIK-SAYA" in html
    assert "MILIK-LAIN" not in html


def test_penyedia_melihat_pemakai_dan_alat_pelanggannya(app: Any, masuk: Any) -> None:  # parity 45
    penyedia = f.buat_peserta("penyedia")
    pelanggan = f.buat_pelanggan(penyedia, nama="Koperasi Pasar")
    f.buat_uttp(penyedia, merk="DIPAKAI", pemakai_id=pelanggan.id)
    f.buat_uttp(penyedia, merk="SENDIRI")
    klien = masuk(penyedia.pengguna)
    semua = klien.get("/uttp").text
    assert "Dipakai oleh Koperasi Pasar" in semua
    assert "SENDIRI" in semua
    punya = klien.get(f"/uttp?peserta={pelanggan.id}").text
    assert "DIPAKAI" in punya
    assert "SENDIRI" not in punya


def test_peserta_orang_lain_atau_ngawur_404(app: Any, masuk: Any) -> None:
    klien = masuk(f.buat_peserta().pengguna)
    for nilai in (f.buat_peserta().id, 0, "abc", ""):
        assert klien.get(f"/uttp?peserta={nilai}").status_code == 404


def test_pemakai_melihat_tetapi_tidak_mengubah(app: Any, masuk: Any) -> None:
    pemakai = f.buat_peserta()
    uttp = f.buat_uttp(pemakai_id=pemakai.id)
    klien = masuk(pemakai.pengguna)
    assert klien.get(f"/uttp/{uttp.id}").status_code == 200
    assert klien.get(f"/uttp/{uttp.id}/foto", buffered=True).status_code == 200
    html = klien.get("/uttp").text
    assert uttp.nomor_seri in html
    assert "/ubah" not in html
    for aksi in ("ubah", "hapus"):
        assert klien.get(f"/uttp/{uttp.id}/{aksi}").status_code == 404
        assert klien.kirim(f"/uttp/{uttp.id}/{aksi}").status_code == 404
    baru = f"/pengajuan/baru/{uttp.id}"
    assert klien.get(baru).status_code == klien.kirim(baru).status_code == 404
    riwayat = klien.get(f"/pengajuan/alat/{uttp.id}")
    assert riwayat.status_code == 200
    assert baru not in riwayat.text


def test_peran_yang_tidak_boleh_403(app: Any, masuk: Any) -> None:
    uttp = f.buat_uttp()
    penera, kepala = masuk(f.buat_pengguna("penera")), masuk(f.buat_pengguna("kepala"))
    for url in ("/uttp", f"/uttp/{uttp.id}", f"/uttp/{uttp.id}/foto", "/uttp/baru"):
        assert penera.get(url).status_code == 403
    for url in ("/uttp/baru", f"/uttp/{uttp.id}/ubah", f"/uttp/{uttp.id}/hapus"):
        assert kepala.get(url).status_code == 403
        assert kepala.kirim(url).status_code == 403
    html = kepala.get("/uttp").text
    assert "Pengajuan Baru" not in html
    assert "/ubah" not in html


@pytest.mark.parametrize(
    "q", ["elektronik", "cas", "sw-1s", "8814", "8814220", "0007/UPTD", "pasar cas", "Toko Kata"]
)
def test_cari_menemukan_yang_tercetak(app: Any, masuk: Any, q: str) -> None:  # parity 55
    dicari = f.buat_uttp(
        f.buat_peserta(nama="Toko Kata Kunci"),
        merk="CAS", tipe="SW-1S", nomor_seri="8814-220", sidik="CAS|8814220",
        lokasi="Pasar Baru", skhp_nomor="510.63/0007/UPTD-MET/XI/2025",
    )  # fmt: skip
    f.buat_uttp(kode="PUB-01", merk="LAINNYA")
    html = masuk(f.buat_pengguna("pelayanan")).get("/uttp", query_string={"q": q}).text
    assert f"/uttp/{dicari.id}/foto" in html
    assert "LAINNYA" not in html


@pytest.mark.parametrize("kunci", ["keabsahan", "status"])
def test_saring_keabsahan(app: Any, masuk: Any, kunci: str) -> None:
    pemilik = f.buat_peserta()
    f.buat_uttp(pemilik, merk="HABIS", skhp_berlaku_sampai=clock.today() - timedelta(1))
    f.buat_uttp(pemilik, merk="SAH", skhp_berlaku_sampai=clock.today() + timedelta(300))
    html = masuk(pemilik.pengguna).get(f"/uttp?{kunci}=habis").text
    assert "HABIS" in html
    assert "SAH TJ-30" not in html


def test_halaman_dan_bidang(app: Any, masuk: Any) -> None:
    pemilik = f.buat_peserta()
    klien = masuk(pemilik.pengguna)
    kosong = klien.get("/uttp").text
    assert "Belum ada alat UTTP" in kosong
    f.buat_uttp(pemilik)
    bidang = klien.htmx("/uttp")
    assert bidang.text.lstrip().startswith('<section id="uttp-daftar"')
    assert "<html" not in bidang.text
    assert "HX-Request" in bidang.headers["Vary"]
    assert "<html" in klien.get("/uttp").text
    assert "Tidak ada alat yang cocok" in klien.get("/uttp?q=tidakada").text


def test_halaman_berikutnya_melanjutkan_tanpa_ulang(app: Any, masuk: Any) -> None:
    pemilik = f.buat_peserta()
    for n in range(23):
        f.buat_uttp(pemilik, sidik=f"S{n}", nomor_seri=f"NOMOR-{n:02d}X")
    klien = masuk(pemilik.pengguna)
    satu = klien.get("/uttp?q=NOMOR").text
    assert satu.count("<strong>Timbangan") == 20
    lanjut = satu.split('hx-get="')[-1].split('"')[0].replace("&amp;", "&")
    dua = klien.get(lanjut).text
    assert "q=NOMOR" in lanjut
    assert dua.count("<strong>Timbangan") == 3
    assert "NOMOR-00X" in dua
    assert klien.get("/uttp?setelah=ngawur").status_code == 404


def test_query_tidak_naik_dengan_jumlah_baris(app: Any, masuk: Any, hitung_query: Any) -> None:
    klien = masuk(f.buat_pengguna("admin"))
    f.buat_pengajuan("diproses")
    klien.get("/uttp")
    with hitung_query() as satu:
        klien.get("/uttp")
    for _ in range(5):
        f.buat_pengajuan("diproses")  # each with an instrument and an owner of its own
    with hitung_query() as enam:
        html = klien.get("/uttp").text
    assert html.count("Sedang diajukan") == 6
    assert len(enam) == len(satu) <= 4, "\n".join(enam)


def test_query_rincian_dan_formulir(app: Any, masuk: Any, hitung_query: Any) -> None:
    uttp = f.buat_pengajuan("selesai_sah").uttp_id
    klien = masuk(f.buat_pengguna("admin"))
    klien.get("/uttp")
    with hitung_query() as daftar:
        assert klien.get(f"/uttp/{uttp}").status_code == 200
    assert len(daftar) <= 4, "\n".join(daftar)


def test_rincian_bercerita_lengkap(app: Any, masuk: Any) -> None:
    pemilik = f.buat_peserta()
    uttp = f.buat_uttp(
        pemilik,
        skhp_nomor="510.63/0007/UPTD-MET/XI/2025",
        skhp_berlaku_sampai=clock.today() + timedelta(10),
        terkunci_pada=clock.now(),
    )
    html = masuk(pemilik.pengguna).get(f"/uttp/{uttp.id}").text
    assert "Segera habis" in html
    assert "Alat ini masih sah" in html
    assert "510.63/0007/UPTD-MET/XI/2025" in html
    assert f'href="/uttp/{uttp.id}/foto"' in html
    assert f'href="/pengajuan/alat/{uttp.id}"' in html
    assert "alat ini tetap" in html


def test_foto_besar_dan_kecil(app: Any, masuk: Any) -> None:
    uttp = f.buat_uttp()
    klien = masuk(f.buat_pengguna("pelayanan"))
    besar = klien.get(f"/uttp/{uttp.id}/foto", buffered=True)
    kecil = klien.get(f"/uttp/{uttp.id}/foto?kecil=1", buffered=True)
    assert besar.mimetype == kecil.mimetype == "image/jpeg"
    assert len(kecil.data) < len(besar.data)
    assert "no-store" in besar.headers["Cache-Control"]


def test_lembar_kosong_dapat_diunduh_siapa_pun(app: Any, klien: Any) -> None:  # parity 80, 140
    import sqlalchemy as sa

    from app.uttp.models import DokumenJenis

    id = db.session.scalar(
        sa.select(DokumenJenis.id).where(DokumenJenis.jenis_id == f.jenis("PUB-01").id)
    )
    for url in (f"/uttp/format/{id}", "/uttp/format/surat-permohonan"):
        jawab = klien.get(url)
        assert jawab.status_code == 200
        assert jawab.mimetype == "application/pdf"
        assert jawab.data.startswith(b"%PDF")
        assert "attachment" in jawab.headers["Content-Disposition"]
        assert "max-age" in jawab.headers["Cache-Control"]
    assert klien.get("/uttp/format/999999").status_code == 404
