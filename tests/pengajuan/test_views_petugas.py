"""Screens of staff: the queue, taking in, giving back, calling off, filing on behalf."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from app.core import clock
from app.core.outbox import Pesan
from app.extensions import db
from app.pengajuan.models import Pengajuan, Riwayat
from app.pengajuan.states import Status
from app.uttp.models import Uttp
from tests import factories as f
from tests.conftest import ambil
from tests.pengajuan.test_views_peserta import isi_ubah, semua

TINDAKAN = ["terima", "kembalikan", "batalkan"]


@pytest.fixture
def klien(app: Any, masuk: Any) -> Any:
    return masuk(f.buat_pengguna("pelayanan", nama="Siti Petugas"))


def nomor(html: str) -> list[str]:
    return re.findall(r'class="nomor" href="[^"]*">([^<]+)<', html)


# --- the queue --------------------------------------------------------------------------------


def test_antrean_yang_aktif_terlama_di_atas(klien: Any) -> None:
    kini = clock.now()
    baru = f.buat_pengajuan("baru", dibuat_pada=kini)
    lama = f.buat_pengajuan("terbayar", dibuat_pada=kini - timedelta(days=3))
    f.buat_pengajuan("selesai_sah")
    html = klien.get("/admin/pengajuan").text
    assert nomor(html) == [lama.nomor, baru.nomor]
    assert "3 hari" in html
    assert "hari ini" in html
    assert "Periksa Pembayaran" in html


def test_antrean_mencari_yang_tercetak_di_baris(klien: Any) -> None:
    peserta = f.buat_peserta(nama="Apotek Melati", npwp="0999888777666555")
    a = f.buat_pengajuan("baru", f.buat_uttp(peserta, nomor_seri="SERI-77"))
    f.buat_pengajuan("baru")
    for q in (a.nomor, "melati", "seri-77", "0999888777666555", "0999.8887.7766.6555"):
        assert nomor(klien.get("/admin/pengajuan", query_string={"q": q}).text) == [a.nomor], q
    assert "Tidak ada pengajuan yang cocok" in klien.get("/admin/pengajuan?q=50%25").text


def test_antrean_menyaring(klien: Any) -> None:
    kemarin = clock.now() - timedelta(days=40)
    penera = f.buat_pengguna("penera")
    tera = f.buat_pengajuan("baru", layanan="tera", skhp_lama=None)
    uji = f.buat_pengajuan("diproses", penera_id=penera.id)
    habis = f.buat_uttp(skhp_berlaku_sampai=clock.today() - timedelta(days=1))
    lama = f.buat_pengajuan("perlu_perbaikan", habis, dibuat_pada=kemarin)
    batal = f.buat_pengajuan("dibatalkan")
    hari = clock.today()
    for saring, harap in (
        ({"layanan": "tera"}, {tera}), ({"penera": penera.id}, {uji}), ({"habis": "y"}, {lama}),
        ({"status": "perlu_perbaikan"}, {lama}), ({"status": "perlu"}, {tera, uji}),
        ({"status": "selesai"}, {batal}), ({"status": "semua"}, {tera, uji, lama, batal}),
        ({"dari": hari.isoformat()}, {tera, uji}),
        ({"sampai": (hari - timedelta(days=30)).isoformat()}, {lama}),
        ({"status": "entah"}, {tera, uji, lama}),
        ({"penera": "x", "dari": "kapan"}, {tera, uji, lama}),
    ):  # fmt: skip
        html = klien.get("/admin/pengajuan", query_string=saring).text
        assert set(nomor(html)) == {p.nomor for p in harap}, saring
    assert "SKHP kedaluwarsa" in klien.get("/admin/pengajuan?habis=y").text


def test_saringan_bertahan_di_halaman_berikut(klien: Any) -> None:
    for _ in range(22):
        f.buat_pengajuan("baru")
    html = klien.get("/admin/pengajuan?status=baru&layanan=tera_ulang").text
    lanjut = re.search(r'href="([^"]*setelah=[^"]+)"', html)
    assert lanjut
    assert "status=baru" in lanjut[1]
    dua = klien.get(lanjut[1].replace("&amp;", "&")).text
    assert len(nomor(dua)) == 2
    assert not set(nomor(dua)) & set(nomor(html))


def test_antrean_bidang_dan_kosong(klien: Any) -> None:
    assert "Tidak ada pengajuan yang berjalan" in klien.get("/admin/pengajuan").text
    f.buat_pengajuan("baru")
    bidang = klien.htmx("/admin/pengajuan").text
    assert bidang.lstrip().startswith('<section id="pengajuan-antrean"')
    assert "<html" not in bidang


def test_penera_hanya_melihat_tugasnya(masuk: Any) -> None:
    penera = f.buat_pengguna("penera")
    saya = f.buat_pengajuan("diproses", penera_id=penera.id)
    lain = f.buat_pengajuan("diproses")
    klien = masuk(penera)
    assert nomor(klien.get("/admin/pengajuan").text) == [saya.nomor]
    assert "Isi Hasil Uji" in klien.get(f"/pengajuan/{saya.id}").text
    assert klien.get(f"/pengajuan/{lain.id}").status_code == 404


def test_kepala_membaca_tanpa_tombol(masuk: Any) -> None:
    p = f.buat_pengajuan("baru")
    html = masuk(f.buat_pengguna("kepala")).get(f"/pengajuan/{p.id}").text
    assert p.nomor in html
    assert "Terima Permintaan" not in html
    assert "disabled" not in html


def test_query_antrean_tidak_naik(klien: Any, hitung_query: Any) -> None:
    f.buat_pengajuan("baru")
    klien.get("/admin/pengajuan")
    with hitung_query() as satu:
        klien.get("/admin/pengajuan")
    for _ in range(5):
        f.buat_pengajuan("diproses")
    with hitung_query() as enam:
        html = klien.get("/admin/pengajuan").text
    assert len(nomor(html)) == 6
    assert len(enam) == len(satu) <= 4, "\n".join(enam)


def test_didahului_rekan_menunjuk_pengajuannya(masuk: Any) -> None:  # L7
    """Reloading would send the form again, so the answer leads on, with what was typed."""
    p = f.buat_pengajuan("baru")
    klien = masuk(f.buat_pengguna("pelayanan"))
    assert klien.kirim(f"/pengajuan/{p.id}/terima").status_code == 303
    alamat = f"/pengajuan/{p.id}/kembalikan"
    isi = {"bagian": "alat", "uraian": "Foto pelat nama kabur."}
    jawab = klien.kirim(alamat, isi, headers={"Referer": f"http://localhost{alamat}"})
    assert jawab.status_code == 409
    assert "Foto pelat nama kabur." in jawab.text
    assert f'href="/pengajuan/{p.id}">Lihat keadaan terbaru</a>' in jawab.text


def test_giliran_penera_bukan_giliran_loket(masuk: Any) -> None:
    """One line says whose turn it is; the card beneath does not say otherwise."""
    penera = f.buat_pengguna("penera")
    p = f.buat_pengajuan("diproses", penera_id=penera.id)
    loket = masuk(f.buat_pengguna("pelayanan")).get(f"/pengajuan/{p.id}").text
    assert "Menunggu penera" in loket
    assert "Giliran Anda" not in loket
    assert "Isi Hasil Uji" in loket
    assert "Giliran Anda" in masuk(penera).get(f"/pengajuan/{p.id}").text


# --- taking in --------------------------------------------------------------------------------


@pytest.mark.parametrize("peran", ["admin", "pelayanan"])
def test_terima_permintaan(masuk: Any, peran: str) -> None:
    p = f.buat_pengajuan("baru")
    klien = masuk(f.buat_pengguna(peran))
    assert "Terima Permintaan" in klien.get(f"/pengajuan/{p.id}").text
    jawab = klien.kirim(f"/pengajuan/{p.id}/terima")
    assert jawab.location == f"/pengajuan/{p.id}?lanjut=baru"
    assert ambil(Pengajuan, p.id).status == "diterima"
    assert ambil(Uttp, p.uttp_id).terkunci_pada
    halaman = klien.get(jawab.location).text
    assert "diterima. Peserta sudah diberi tahu." in halaman
    assert "Kerjakan berikutnya" in halaman


def test_terima_yang_kedua_409_dan_menyebut_keadaannya(klien: Any) -> None:
    p = f.buat_pengajuan("baru")
    klien.kirim(f"/pengajuan/{p.id}/terima")
    jawab = klien.kirim(f"/pengajuan/{p.id}/terima")
    assert jawab.status_code == 409
    assert "Diterima" in jawab.text
    bidang = klien.kirim(f"/pengajuan/{p.id}/terima", headers={"HX-Request": "true"})
    assert bidang.status_code == 409
    assert 'id="pesan"' in bidang.text
    assert len(semua(Riwayat)) == 1


def test_terima_isi_yang_baru_diubah_409(klien: Any, masuk: Any) -> None:
    pemilik = f.buat_peserta()
    p = f.buat_pengajuan("baru", f.buat_uttp(pemilik))
    versi = re.search(r'name="versi" value="([^"]+)"', klien.get(f"/pengajuan/{p.id}").text)
    assert versi
    peserta = masuk(pemilik.pengguna)
    url = f"/pengajuan/{p.id}/ubah"
    peserta.kirim(url, isi_ubah(peserta.get(url).text))
    jawab = klien.kirim(f"/pengajuan/{p.id}/terima", {"versi": versi[1]})
    assert jawab.status_code == 409
    assert ambil(Pengajuan, p.id).status == "baru"


def test_versi_asal_tidak_merusak(klien: Any) -> None:
    p = f.buat_pengajuan("baru")
    assert klien.kirim(f"/pengajuan/{p.id}/terima", {"versi": "kemarin"}).status_code == 303


def test_kerjakan_berikutnya(klien: Any) -> None:
    kini = clock.now()
    a = f.buat_pengajuan("baru", dibuat_pada=kini - timedelta(days=2))
    b = f.buat_pengajuan("baru", dibuat_pada=kini - timedelta(days=1))
    url = "/admin/pengajuan/berikutnya?status=baru&kecuali="
    assert klien.get(f"{url}{a.id}").location == f"/pengajuan/{b.id}"
    assert klien.get(f"{url}0").location == f"/pengajuan/{a.id}"
    habis = klien.get("/admin/pengajuan/berikutnya?status=terbayar")
    assert habis.location == "/admin"
    assert "Antrean ini sudah habis" in klien.get("/admin").text
    assert klien.get("/admin/pengajuan/berikutnya?status=palsu").status_code == 303


# --- giving back ------------------------------------------------------------------------------


def test_kembalikan_menunjukkan_teksnya_dulu(klien: Any) -> None:
    p = f.buat_pengajuan("baru")
    url = f"/pengajuan/{p.id}/kembalikan"
    assert "Surat permohonan" in klien.get(url).text
    isi = {"bagian": ["foto_kondisi-"], "alasan": "Pelat nama buram."}
    lihat = klien.kirim(url, isi | {"lihat": "1"})
    assert lihat.status_code == 200
    assert "Teks yang akan dibaca peserta" in lihat.text
    assert ambil(Pengajuan, p.id).status == "baru"
    klien.kirim(url, isi)
    kini = ambil(Pengajuan, p.id)
    assert kini.status == "perlu_perbaikan"
    assert "- Foto kondisi alat" in kini.perbaikan
    assert "Pelat nama buram." in kini.perbaikan
    pesan = db.session.scalars(sa.select(Pesan)).one()
    assert "Pelat nama buram." in pesan.isi


@pytest.mark.parametrize(
    ("isi", "pesan"),
    [
        ({"alasan": "Buram."}, "Pilih paling sedikit satu bagian."),
        ({"bagian": "palsu", "alasan": "Buram."}, "Pilih paling sedikit satu bagian."),
        ({"bagian": "layanan", "alasan": " "}, "Tulis apa yang perlu diperbaiki"),
    ],
)
def test_kembalikan_perlu_bagian_dan_alasan(klien: Any, isi: dict[str, Any], pesan: str) -> None:
    p = f.buat_pengajuan("baru")
    jawab = klien.kirim(f"/pengajuan/{p.id}/kembalikan", isi)
    assert jawab.status_code == 422
    assert pesan in jawab.text
    assert "<title>Kesalahan: " in jawab.text
    assert isi["alasan"].strip() in jawab.text
    assert ambil(Pengajuan, p.id).status == "baru"


# --- calling off ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("isi", "alasan"),
    [
        ({"sebab": "Peserta tidak dapat dihubungi"}, "Peserta tidak dapat dihubungi."),
        (
            {"sebab": "Peserta tidak dapat dihubungi", "alasan": "Tiga kali ditelepon."},
            "Peserta tidak dapat dihubungi. Tiga kali ditelepon.",
        ),
        ({"sebab": "Alasan lain", "alasan": "Kantor pindah."}, "Kantor pindah."),
    ],
)
def test_batalkan_dengan_alasan(klien: Any, isi: dict[str, str], alasan: str) -> None:
    p = f.buat_pengajuan("terjadwal")
    url = f"/pengajuan/{p.id}/batalkan"
    assert "tidak dapat dilanjutkan lagi" in klien.get(url).text
    klien.kirim(url, isi)
    kini = ambil(Pengajuan, p.id)
    assert (kini.status, kini.alasan) == ("dibatalkan", alasan)


@pytest.mark.parametrize(
    ("isi", "pesan"),
    [
        ({}, "Pilih alasan pembatalan."),
        ({"sebab": "Karena saya mau"}, "Pilih alasan pembatalan."),
        ({"sebab": "Alasan lain", "alasan": " "}, "dengan kata Anda sendiri"),
    ],
)
def test_batalkan_tanpa_alasan_422(klien: Any, isi: dict[str, str], pesan: str) -> None:
    p = f.buat_pengajuan("baru")
    jawab = klien.kirim(f"/pengajuan/{p.id}/batalkan", isi)
    assert jawab.status_code == 422
    assert pesan in jawab.text
    assert ambil(Pengajuan, p.id).status == "baru"


# --- mending ----------------------------------------------------------------


def test_petugas_memperbaiki_isian_dan_melihat_berkasnya(klien: Any) -> None:
    p = f.buat_pengajuan("baru")
    url = f"/pengajuan/{p.id}/ubah"
    html = klien.get(url).text
    kecil = re.search(r'src="(/pengajuan/\d+/berkas/\d+\?kecil=1)"', html)
    assert kecil
    assert klien.get(kecil[1], buffered=True).status_code == 200
    klien.kirim(url, isi_ubah(html, skhp_lama_nomor="BETUL/1"))
    kini = ambil(Pengajuan, p.id)
    assert (kini.status, kini.skhp_lama_nomor) == ("baru", "BETUL/1")
    riwayat = klien.get(f"/pengajuan/{p.id}").text
    assert "Sebelumnya:" in riwayat


# --- who may ----------------------------------------------------------------------------------


@pytest.mark.parametrize("aksi", TINDAKAN)
@pytest.mark.parametrize("peran", ["peserta", "penera", "kepala"])
def test_peran_lain_403(masuk: Any, aksi: str, peran: str) -> None:
    p = f.buat_pengajuan("baru")
    akun = f.buat_peserta().pengguna if peran == "peserta" else f.buat_pengguna(peran)
    assert masuk(akun).kirim(f"/pengajuan/{p.id}/{aksi}").status_code == 403
    assert ambil(Pengajuan, p.id).status == "baru"


def test_antrean_bukan_untuk_peserta(masuk: Any) -> None:
    klien = masuk(f.buat_peserta().pengguna)
    assert klien.get("/admin/pengajuan").status_code == 403
    assert klien.get("/admin/pengajuan/berikutnya?status=baru").status_code == 403


@pytest.mark.parametrize("aksi", TINDAKAN)
def test_pengajuan_yang_tidak_ada_404(klien: Any, aksi: str) -> None:
    assert klien.kirim(f"/pengajuan/987654/{aksi}").status_code == 404


def test_terima_hanya_dengan_post(klien: Any) -> None:
    p = f.buat_pengajuan("baru")
    assert klien.get(f"/pengajuan/{p.id}/terima").status_code == 405
    assert klien.post(f"/pengajuan/{p.id}/terima").status_code == 400
    assert ambil(Pengajuan, p.id).status == "baru"


@pytest.mark.parametrize("aksi", ["kembalikan", "batalkan"])
@pytest.mark.parametrize("status", ["diproses", "selesai_sah", "dibatalkan"])
def test_tindakan_yang_sudah_lewat_409(klien: Any, aksi: str, status: str) -> None:
    p = f.buat_pengajuan(status)
    for jawab in (
        klien.get(f"/pengajuan/{p.id}/{aksi}"),
        klien.kirim(f"/pengajuan/{p.id}/{aksi}", {"alasan": "x", "sebab": "Alasan lain"}),
    ):
        assert jawab.status_code == 409
    assert ambil(Pengajuan, p.id).status == status


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("peran", ["pelayanan", "admin", "kepala"])
def test_rincian_terbuka_untuk_petugas(masuk: Any, peran: str, status: str) -> None:
    p = f.buat_pengajuan(status)
    html = masuk(f.buat_pengguna(peran)).get(f"/pengajuan/{p.id}").text
    assert p.nomor in html
    assert "/admin/pengajuan" in html


def test_kembalikan_tera_tidak_menyebut_skhp_lama(klien: Any) -> None:
    p = f.buat_pengajuan("baru", layanan="tera", skhp_lama=None)
    html = klien.get(f"/pengajuan/{p.id}/kembalikan").text
    assert "Jenis layanan" in html
    assert "Data SKHP lama" not in html


# --- the queue goes along ---------------------------------------------------------------------


def test_berikutnya_tetap_di_antrean_dan_saringannya(klien: Any) -> None:
    """Filters go along through every screen of the work, and only they."""
    kini = clock.now()
    tera = {"layanan": "tera", "skhp_lama": None}
    a, _, b = (
        f.buat_pengajuan("diterima", dibuat_pada=kini - timedelta(days=n), **lain)
        for n, lain in ((3, tera), (2, {}), (1, tera))
    )
    html = klien.get("/admin/pengajuan?status=diterima&layanan=tera&baris=50").text
    baris = re.findall(r'href="(/pengajuan/\d+\?antre=[^"]+)"', html)
    assert baris
    rincian = klien.get(baris[0]).text
    atur = re.search(r'href="(/admin/jadwal/\d+\?antre=[^"]+)"', rincian)
    assert atur
    assert re.search(r'action="/admin/jadwal/\d+\?antre=', klien.get(atur[1]).text)
    antre = atur[1].partition("?")[2]
    assert antre == "antre=status%3Dditerima%26layanan%3Dtera"
    url = f"/admin/pengajuan/berikutnya?{antre}&kecuali="
    for kecuali, tujuan in ((a, b), (b, a)):  # behind the end stands the beginning
        assert klien.get(f"{url}{kecuali.id}").location == f"/admin/jadwal/{tujuan.id}?{antre}"
    # What leads back to the list has its filters; an address may say anything else.
    kembali = klien.get(f"/pengajuan/{a.id}?{antre}%26_external%3D1%26endpoint%3Dx").text
    assert 'href="/admin/pengajuan?status=diterima&amp;layanan=tera"' in kembali
    assert klien.get(f"/pengajuan/{a.id}?antre={'x' * 900}").status_code == 200


def test_yang_diuji_kelak_belum_berikutnya(klien: Any, masuk: Any) -> None:
    penera = f.buat_pengguna("penera")
    f.buat_pengajuan("diproses", penera_id=penera.id)
    for siapa in (klien, masuk(penera)):
        assert siapa.get("/admin/pengajuan/berikutnya?antre=status%3Dperlu").location == "/admin"
    kini = f.buat_pengajuan("diproses", penera_id=penera.id, tanggal_uji=clock.today())
    for siapa in (klien, masuk(penera)):
        tujuan = siapa.get("/admin/pengajuan/berikutnya?antre=status%3Dperlu").location
        assert tujuan == f"/admin/pengujian/{kini.id}?antre=status%3Dperlu"


def test_jenis_kecamatan_dan_jumlah_baris(klien: Any) -> None:
    pompa = f.buat_pengajuan("baru", f.buat_uttp(kode="PUB-01"))
    for _ in range(24):
        f.buat_pengajuan("baru")
    html = klien.get(f"/admin/pengajuan?jenis={f.jenis('PUB-01').id}").text
    assert nomor(html) == [pompa.nomor]
    html = klien.get("/admin/pengajuan?baris=50").text
    assert len(nomor(html)) == 25
    assert "setelah=" not in html
    satu = re.search(r'href="([^"]*hal=2)"', klien.get("/admin/pengajuan?baris=7").text)
    assert satu  # 7 is no size there is
    dua = klien.get(satu[1].replace("&amp;", "&")).text
    assert "<title>Pengajuan, halaman 2 – Konsumen Nyaman</title>" in dua
    kecamatan = re.findall(
        r'<option value="(\d+)"', html.split('id="kecamatan"')[1].split("</select>")[0]
    )
    hitung = [len(nomor(klien.get(f"/admin/pengajuan?baris=50&kecamatan={k}").text))
              for k in kecamatan]  # fmt: skip
    assert sum(hitung) == 25


@pytest.mark.parametrize("aksi", ["kembalikan", "batalkan"])
def test_putusan_atas_yang_baru_diubah_ditunda_dan_isian_tetap(klien: Any, aksi: str) -> None:
    p = f.buat_pengajuan("baru")
    url = f"/pengajuan/{p.id}/{aksi}"
    versi = re.search(r'name="versi" value="([^"]+)"', klien.get(url).text)
    assert versi
    db.session.execute(
        sa.update(Pengajuan).where(Pengajuan.id == p.id)
        .values(diubah_pada=clock.now() + timedelta(1))
    )  # fmt: skip
    db.session.commit()
    isi = {
        "versi": versi[1], "bagian": "foto_kondisi-", "alasan": "Sudah saya tulis panjang.",
        "sebab": "Peserta tidak dapat dihubungi",
    }  # fmt: skip
    jawab = klien.kirim(url, isi)
    assert jawab.status_code == 422
    assert "baru saja diubah orang lain" in jawab.text
    assert "Sudah saya tulis panjang." in jawab.text
    assert ambil(Pengajuan, p.id).status == "baru"
    # What stands there now has been seen: sent again, it goes through.
    baru = re.search(r'name="versi" value="([^"]+)"', jawab.text)
    assert baru
    assert klien.kirim(url, isi | {"versi": baru[1]}).status_code == 303


def test_alasan_dari_daftar_dan_teksnya_dulu(klien: Any) -> None:
    p = f.buat_pengajuan("baru")
    url = f"/pengajuan/{p.id}/batalkan"
    isi = {"sebab": "Peserta tidak dapat dihubungi", "alasan": "Tiga kali ditelepon."}
    lihat = klien.kirim(url, isi | {"lihat": "1"})
    assert lihat.status_code == 200
    assert "Peserta tidak dapat dihubungi. Tiga kali ditelepon." in lihat.text
    assert ambil(Pengajuan, p.id).status == "baru"
    url = f"/pengajuan/{p.id}/kembalikan"
    isi = {"sebab": "Surat belum bertanda tangan.", "bagian": "surat_permohonan-"}
    assert klien.kirim(url, isi | {"sebab": "Karangan"}).status_code == 422
    assert klien.kirim(url, isi).status_code == 303
    assert "Surat belum bertanda tangan." in ambil(Pengajuan, p.id).perbaikan
