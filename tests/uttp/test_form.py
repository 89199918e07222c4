"""Adding, changing and deleting instruments through the pages."""

from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from app.core import clock
from app.core.uploads import Berkas
from app.extensions import db
from app.uttp.models import InformasiUttp
from tests import berkas as contoh
from tests import factories as f
from tests.conftest import ambil
from tests.uttp.bantu import foto, galat, info, isian, semua


@pytest.fixture
def pemilik(app: Any) -> Any:
    return f.buat_peserta()


@pytest.fixture
def saya(masuk: Any, pemilik: Any) -> Any:
    return masuk(pemilik.pengguna)


def jawaban(uttp_id: int) -> set[str]:
    db.session.remove()
    cari = sa.select(InformasiUttp.nilai).where(InformasiUttp.uttp_id == uttp_id)
    return set(db.session.scalars(cari))


def test_tambah_menyimpan_dan_langsung_terlihat(saya: Any, pemilik: Any) -> None:  # parity 46, 50
    jawab = saya.kirim("/uttp/baru", isian(kapasitas="1.500,5", daya_baca="0,005"))
    assert jawab.status_code == 303
    assert jawab.location == "/uttp"
    (uttp,) = semua()
    assert (uttp.pemilik_id, uttp.pemakai_id) == (pemilik.id, None)
    assert (uttp.kapasitas, uttp.daya_baca) == (Decimal("1500.5"), Decimal("0.005"))
    assert (uttp.merk, uttp.nomor_seri, uttp.sidik) == ("CAS", "8814-220", "CAS|8814220")
    assert (uttp.skhp_nomor, uttp.terkunci_pada, uttp.uji_batal) == (None, None, False)
    html = saya.get("/uttp").text
    assert "8814-220" in html
    assert "CAS SW-1S tersimpan." in html


@pytest.mark.parametrize(
    ("ketik", "jadi"), [("0,5", "0.5"), ("0.5", "0.5"), ("0.500", "0.5"), ("1.500", "1500")]
)
def test_angka_ditulis_dengan_koma_atau_titik(saya: Any, ketik: str, jadi: str) -> None:
    assert saya.kirim("/uttp/baru", isian(kapasitas=ketik)).status_code == 303
    assert semua()[0].kapasitas == Decimal(jadi)


@pytest.mark.parametrize(
    ("field", "nilai", "kalimat"),
    [
        ("jenis_id", "", "Pilih jenis UTTP."),
        ("jenis_id", "999999", "Pilih jenis UTTP dari daftar."),
        ("jenis_id", "abc", "Pilih jenis UTTP dari daftar."),
        ("merk", "  ", "Masukkan merk seperti pada pelat nama."),
        ("merk", "x" * 61, "Paling banyak 60 huruf dan angka."),
        ("tipe", "", "Masukkan tipe atau model alat."),
        ("nomor_seri", "", "Masukkan nomor seri seperti pada pelat nama."),
        ("nomor_seri", "--", "Masukkan nomor seri yang berisi huruf atau angka."),
        ("kapasitas", "", "Masukkan kapasitas seperti pada pelat nama."),
        ("kapasitas", "tiga puluh", "Tulis angka saja, misalnya 30 atau 0,5."),
        ("kapasitas", "0", "Tulis angka yang lebih besar dari 0."),
        ("kapasitas", "10000000000", "Paling banyak 10 angka sebelum koma."),
        ("kapasitas", "0,12345", "Paling banyak 4 angka di belakang koma."),
        ("daya_baca", "0", "Tulis angka yang lebih besar dari 0."),
    ],
)
def test_isian_keliru_menyebut_yang_harus_ditulis(
    saya: Any, field: str, nilai: str, kalimat: str
) -> None:
    jawab = saya.kirim("/uttp/baru", isian(**{field: nilai}))
    assert jawab.status_code == 422
    assert galat(jawab.text, field) == kalimat
    assert "<title>Kesalahan: " in jawab.text
    assert not semua()


def test_isian_dan_foto_tetap_ada_setelah_ditolak(saya: Any) -> None:
    jawab = saya.kirim("/uttp/baru", isian(merk="", kapasitas="30 kilo", lokasi="Kios <12>"))
    assert jawab.status_code == 422
    for teks in ('value="SW-1S"', 'value="8814-220"', 'value="30 kilo"', "Kios &lt;12&gt;"):
        assert teks in jawab.text, teks
    assert "pelat.jpg" in jawab.text
    id = db.session.scalar(sa.select(Berkas.id))
    assert f'name="foto" value="{id}"' in jawab.text
    lagi = saya.kirim("/uttp/baru", isian(foto=str(id)))
    assert lagi.status_code == 303
    assert semua()[0].foto_id == id


def test_foto_orang_lain_tidak_dapat_dititipkan(saya: Any) -> None:
    asing = f.buat_berkas(f.buat_pengguna("peserta"))
    jawab = saya.kirim("/uttp/baru", isian(foto=str(asing.id)))
    assert jawab.status_code == 422
    assert "memperlihatkan seluruh alat" in galat(jawab.text, "foto")


@pytest.mark.parametrize(
    ("isi", "kata"),
    [
        (contoh.pdf, "Berkas ini PDF"),
        (contoh.docx, "dokumen Word"),
        (lambda: contoh.jpeg()[:2000], "terpotong atau rusak"),
        (lambda: b"\x00", "JPG, PNG"),
    ],
)
def test_berkas_yang_salah_diterangkan(saya: Any, isi: Any, kata: str) -> None:
    jawab = saya.kirim("/uttp/baru", isian(foto=foto("foto.jpg", isi())))
    assert jawab.status_code == 422
    assert kata in galat(jawab.text, "foto")
    assert 'value="8814-220"' in jawab.text
    assert not semua()


def test_tanpa_foto_disebut_apa_yang_difoto(saya: Any) -> None:
    jawab = saya.kirim("/uttp/baru", isian(foto=None))
    assert galat(jawab.text, "foto").startswith("Ambil atau pilih foto yang memperlihatkan")


def test_memilih_foto_saja_belum_memeriksa_apa_pun(saya: Any) -> None:
    isi = {"foto": foto(), "aksi_berkas": "foto"}
    jawab = saya.kirim("/uttp/baru", isi, headers={"HX-Request": "true"})
    assert jawab.status_code == 200
    assert "pelat.jpg" in jawab.text
    assert "ringkasan-galat" not in jawab.text
    assert not semua()


def test_informasi_tambahan_menurut_jenis(saya: Any) -> None:  # parity 47
    nozzle, bbm = info("PUB-01", "Jumlah nozzle"), info("PUB-01", "Jenis BBM")
    kurang = saya.kirim("/uttp/baru", isian("PUB-01"))
    assert kurang.status_code == 422
    assert galat(kurang.text, nozzle) == "Isi Jumlah nozzle."
    assert saya.kirim("/uttp/baru", isian("PUB-01", **{nozzle: "x", bbm: "P"})).status_code == 422
    isi = isian("PUB-01", **{nozzle: "4", bbm: "Pertalite, Pertamax"})
    assert saya.kirim("/uttp/baru", isi).status_code == 303
    (uttp,) = semua()
    assert jawaban(uttp.id) == {"4", "Pertalite, Pertamax"}
    html = saya.get(f"/uttp/{uttp.id}").text
    assert "Jumlah nozzle" in html
    assert "4 nozzle" in html
    ubah = saya.get(f"/uttp/{uttp.id}/ubah").text
    assert 'value="Pertalite, Pertamax"' in ubah


def test_pilihan_informasi_hanya_dari_daftar(saya: Any) -> None:
    tampilan, skala = (
        info("TBO-03", "Jenis tampilan"),
        info("TBO-03", "Interval skala verifikasi (e)"),
    )
    salah = saya.kirim("/uttp/baru", isian(**{tampilan: "Tidak ada"}))
    assert galat(salah.text, tampilan) == "Pilih Jenis tampilan dari daftar."
    assert (
        saya.kirim("/uttp/baru", isian(**{tampilan: "Digital", skala: "0,01"})).status_code == 303
    )
    assert jawaban(semua()[0].id) == {"Digital", "0,01"}
    html = saya.get(f"/uttp/{semua()[0].id}/ubah").text
    assert 'value="0,01"' in html
    assert 'selected value="Digital"' in html


def test_bidang_informasi_membawa_satuan_dan_yang_sudah_diketik(saya: Any) -> None:
    bbm = info("PUB-01", "Jenis BBM")
    url = f"/uttp/informasi?jenis_id={f.jenis('PUB-01').id}&kapasitas=8%2C&{bbm}=Solar"
    bidang = saya.htmx(url)
    assert bidang.text.strip().startswith("{#") is False
    assert '<section id="uttp-informasi"' in bidang.text
    assert "L/menit" in bidang.text
    assert 'value="8,"' in bidang.text
    assert 'value="Solar"' in bidang.text
    assert "ringkasan-galat" not in bidang.text
    polos = saya.get(url)
    assert polos.status_code == 303
    assert f"/uttp/baru?jenis_id={f.jenis('PUB-01').id}" in polos.location
    assert "L/menit" in saya.get(polos.location).text


def test_tanpa_javascript_tombol_menampilkan_isian_jenis(saya: Any) -> None:
    isi = isian("PUB-01", merk="", pilih_jenis="1")
    jawab = saya.kirim("/uttp/baru", isi)
    assert jawab.status_code == 200
    assert info("PUB-01", "Jumlah nozzle") in jawab.text
    assert 'value="8814-220"' in jawab.text
    assert "pelat.jpg" in jawab.text
    assert "ringkasan-galat" not in jawab.text
    assert not semua()


def test_mencari_jenis_menyempitkan_pilihan(saya: Any) -> None:
    terpilih = f.jenis("TBO-03").id
    bidang = saya.htmx(f"/uttp/jenis?q=bahan+bakar&jenis_id={terpilih}").text
    assert "Pompa ukur bahan bakar minyak" in bidang
    assert f'selected value="{terpilih}"' in bidang
    assert "Meter kayu" not in bidang
    halaman = saya.get("/uttp/jenis?q=bahan+bakar").text
    assert "<html" in halaman
    assert f'href="/uttp/baru?jenis_id={f.jenis("PUB-01").id}"' in halaman
    assert "Tidak ada jenis yang cocok" in saya.get("/uttp/jenis?q=xyzzy").text


def test_kembar_pada_pemilik_sama_ditolak(saya: Any, pemilik: Any) -> None:
    f.buat_uttp(pemilik, merk="CAS", nomor_seri="8814 220", sidik="CAS|8814220")
    jawab = saya.kirim("/uttp/baru", isian(merk="cas", nomor_seri="8814/220"))
    assert jawab.status_code == 422
    assert "sudah ada di daftar" in galat(jawab.text, "nomor_seri")
    assert "pelat.jpg" in jawab.text
    assert len(semua()) == 1


def test_kembar_pada_pemilik_lain_tersimpan_dengan_peringatan(saya: Any) -> None:  # C5
    lain = f.buat_peserta(nama="Toko Rahasia")
    f.buat_uttp(lain, merk="CAS", nomor_seri="8814-220", sidik="CAS|8814220")
    assert saya.kirim("/uttp/baru", isian()).status_code == 303
    assert len(semua()) == 2
    html = saya.get("/uttp").text
    assert "sudah tercatat pada pemilik lain" in html
    assert "Toko Rahasia" not in html


def test_klik_ganda_menyimpan_satu_dan_menjawab_sama(saya: Any) -> None:  # uF13
    isi = isian(foto=None)
    satu = saya.kirim("/uttp/baru", isi | {"foto": foto()})
    dua = saya.kirim("/uttp/baru", isi | {"foto": foto()})
    assert (satu.status_code, satu.location) == (dua.status_code, dua.location) == (303, "/uttp")
    assert len(semua()) == 1
    beda = saya.kirim("/uttp/baru", isi | {"foto": foto(), "tipe": "Lain"})
    assert beda.status_code == 422


def test_kiriman_sama_yang_datang_lama_kemudian_ditolak(saya: Any, monkeypatch: Any) -> None:
    saya.kirim("/uttp/baru", isian())
    nanti = clock.now() + f.timedelta(minutes=3)
    monkeypatch.setattr(clock, "now", lambda: nanti)
    assert saya.kirim("/uttp/baru", isian()).status_code == 422
    assert len(semua()) == 1


def test_isian_titipan_tidak_mengubah_pemilik_atau_skhp(saya: Any, pemilik: Any) -> None:
    jahat = {
        "pemilik_id": str(f.buat_peserta().id),
        "skhp_nomor": "PALSU",
        "skhp_berlaku_sampai": "2030-01-01",
        "terkunci_pada": "2020-01-01",
        "uji_batal": "1",
    }
    assert saya.kirim("/uttp/baru", isian(**jahat)).status_code == 303
    (uttp,) = semua()
    assert uttp.pemilik_id == pemilik.id
    assert (uttp.skhp_nomor, uttp.skhp_berlaku_sampai, uttp.terkunci_pada) == (None, None, None)
    assert uttp.uji_batal is False


def test_ubah_data_yang_belum_terkunci(saya: Any, pemilik: Any) -> None:
    saya.kirim("/uttp/baru", isian(**{info("TBO-03", "Jenis tampilan"): "Digital"}))
    (uttp,) = semua()
    baru = isian("PUB-01", foto=str(uttp.foto_id), nomor_seri="NX-1", merk="Tatsuno")
    baru |= {info("PUB-01", "Jumlah nozzle"): "2", info("PUB-01", "Jenis BBM"): "Solar"}
    jawab = saya.kirim(f"/uttp/{uttp.id}/ubah", baru)
    assert (jawab.status_code, jawab.location) == (303, f"/uttp/{uttp.id}")
    kini = ambil(f.Uttp, uttp.id)
    assert (kini.jenis_id, kini.sidik) == (f.jenis("PUB-01").id, "TATSUNO|NX1")
    assert kini.foto_id == uttp.foto_id
    assert jawaban(uttp.id) == {"2", "Solar"}


def test_ubah_jawaban_tanpa_ganti_jenis(saya: Any) -> None:
    tampilan = info("TBO-03", "Jenis tampilan")
    saya.kirim("/uttp/baru", isian(**{tampilan: "Digital"}))
    (uttp,) = semua()
    lain = "Digital dengan cetak struk"
    saya.kirim(f"/uttp/{uttp.id}/ubah", isian(foto=str(uttp.foto_id), **{tampilan: lain}))
    assert jawaban(uttp.id) == {lain}
    saya.kirim(f"/uttp/{uttp.id}/ubah", isian(foto=str(uttp.foto_id), **{tampilan: ""}))
    assert jawaban(uttp.id) == set()


def test_versi_karangan_tidak_menjatuhkan_formulir(saya: Any, pemilik: Any) -> None:
    """`versi` comes from the page; on a new instrument it says nothing, on an old one it compares
    the type by its name (uA7)."""
    assert saya.kirim("/uttp/baru", isian(versi="karangan")).status_code == 303
    uttp = semua()[0]
    jawab = saya.kirim(f"/uttp/{uttp.id}/ubah", isian("TBO-01", versi="karangan"))
    assert jawab.status_code == 422
    assert "sudah diubah sejak Anda membukanya" in jawab.text
    assert f.jenis("TBO-01").nama in jawab.text


def test_setelah_terkunci_hanya_empat_yang_berubah(saya: Any, pemilik: Any) -> None:  # parity 48
    uttp = f.buat_uttp(pemilik, terkunci_pada=clock.now(), skhp_nomor="ASLI", kapasitas=Decimal(30))
    html = saya.get(f"/uttp/{uttp.id}/ubah").text
    assert "tidak dapat diubah lagi" in html
    assert 'name="nomor_seri"' not in html
    assert uttp.nomor_seri in html
    jahat = isian("PUB-01", kapasitas="99", nomor_seri="CURANG", merk="CAS Baru", lokasi="Kios 9")
    jahat |= {"pemilik_id": "1", "skhp_nomor": "PALSU", "terkunci_pada": "", "pilih_jenis": "1"}
    assert saya.kirim(f"/uttp/{uttp.id}/ubah", jahat).status_code == 303
    kini = ambil(f.Uttp, uttp.id)
    assert (kini.merk, kini.tipe, kini.lokasi) == ("CAS Baru", "SW-1S", "Kios 9")
    assert kini.foto_id != uttp.foto_id
    assert (kini.kapasitas, kini.nomor_seri) == (Decimal(30), uttp.nomor_seri)
    assert (kini.jenis_id, kini.pemilik_id) == (uttp.jenis_id, uttp.pemilik_id)
    assert (kini.skhp_nomor, kini.terkunci_pada is None) == ("ASLI", False)


def test_ubah_menjadi_kembar_ditolak(saya: Any, pemilik: Any) -> None:
    f.buat_uttp(pemilik, merk="CAS", nomor_seri="8814-220", sidik="CAS|8814220")
    lain = f.buat_uttp(pemilik)
    jawab = saya.kirim(f"/uttp/{lain.id}/ubah", isian())
    assert jawab.status_code == 422
    assert "sudah ada di daftar" in galat(jawab.text, "nomor_seri")
    kunci = f.buat_uttp(pemilik, merk="Lama", nomor_seri="8814.220", terkunci_pada=clock.now())
    jawab = saya.kirim(f"/uttp/{kunci.id}/ubah", isian())
    assert jawab.status_code == 422
    assert "sudah ada di daftar" in galat(jawab.text, "merk")


def test_foto_lama_dari_peserta_tampil_bagi_petugas(app: Any, masuk: Any, pemilik: Any) -> None:
    uttp = f.buat_uttp(pemilik)
    html = masuk(f.buat_pengguna("admin")).get(f"/uttp/{uttp.id}/ubah").text
    assert f'src="/uttp/{uttp.id}/foto?kecil=1"' in html
    assert f"/berkas/{uttp.foto_id}" not in html


def test_hapus_dengan_halaman_sendiri(saya: Any, pemilik: Any) -> None:
    uttp = f.buat_uttp(pemilik)
    halaman = saya.get(f"/uttp/{uttp.id}/hapus")
    assert halaman.status_code == 200
    assert "Hapus alat ini dari daftar?" in halaman.text
    assert len(semua()) == 1
    jawab = saya.kirim(f"/uttp/{uttp.id}/hapus")
    assert (jawab.status_code, jawab.location) == (303, "/uttp")
    assert not semua()


def test_hapus_beserta_jawaban_tambahannya(saya: Any) -> None:
    saya.kirim("/uttp/baru", isian(**{info("TBO-03", "Jenis tampilan"): "Digital"}))
    (uttp,) = semua()
    assert saya.kirim(f"/uttp/{uttp.id}/hapus").status_code == 303
    assert not semua()


@pytest.mark.parametrize("status", ["baru", "dibatalkan", "selesai_sah"])
def test_hapus_yang_pernah_diajukan_ditolak(app: Any, masuk: Any, status: str) -> None:  # parity 49
    uttp = f.buat_pengajuan(status).uttp_id
    klien = masuk(f.buat_pengguna("admin"))
    for jawab in (klien.get(f"/uttp/{uttp}/hapus"), klien.kirim(f"/uttp/{uttp}/hapus")):
        assert jawab.status_code == 409
        assert "sudah pernah diajukan" in jawab.text
    assert len(semua()) == 1


def test_orang_lain_404_pada_lihat_dan_kirim(app: Any, masuk: Any) -> None:
    uttp = f.buat_uttp()
    orang_lain = masuk(f.buat_peserta().pengguna)
    for url in (f"/uttp/{uttp.id}/ubah", f"/uttp/{uttp.id}/hapus"):
        assert orang_lain.get(url).status_code == 404
        assert orang_lain.kirim(url, isian()).status_code == 404
    url = f"/uttp/baru?peserta={uttp.pemilik_id}"
    assert orang_lain.get(url).status_code == 404
    assert orang_lain.kirim(url, isian()).status_code == 404
    assert len(semua()) == 1


def test_petugas_menambah_untuk_peserta(app: Any, masuk: Any) -> None:  # parity 54
    peserta = f.buat_peserta()
    klien = masuk(f.buat_pengguna("pelayanan"))
    assert klien.get("/uttp/baru").status_code == 409
    jawab = klien.kirim(f"/uttp/baru?peserta={peserta.id}", isian())
    assert (jawab.status_code, jawab.location) == (303, f"/uttp?peserta={peserta.id}")
    assert semua()[0].pemilik_id == peserta.id


def test_alat_yang_dipakai_pelanggan_milik_penyedianya(app: Any, masuk: Any) -> None:
    penyedia = f.buat_peserta("penyedia")
    pelanggan = f.buat_pelanggan(penyedia)
    kenalan = f.buat_peserta(penyedia_id=penyedia.id)
    url = f"/uttp/baru?peserta={pelanggan.id}"
    masuk(penyedia.pengguna).kirim(url, isian(nomor_seri="A-1"))
    masuk(f.buat_pengguna("admin")).kirim(url, isian(nomor_seri="A-2"))
    masuk(penyedia.pengguna).kirim(f"/uttp/baru?peserta={kenalan.id}", isian(nomor_seri="A-3"))
    masuk(kenalan.pengguna).kirim("/uttp/baru", isian(nomor_seri="A-4"))
    pihak = [(u.pemilik_id, u.pemakai_id) for u in semua()]
    assert pihak == [
        (penyedia.id, pelanggan.id),
        (penyedia.id, pelanggan.id),
        (penyedia.id, kenalan.id),
        (kenalan.id, None),
    ]
