"""The pages of a penyedia for its customers, section by section of the manual; parity 45, 57–69."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa

from app.core import batas, clock
from app.extensions import db
from app.pengajuan.models import Pengajuan
from app.peserta.models import Peserta, indeks_npwp
from app.uttp.models import Kepemilikan, Uttp
from tests import factories as f
from tests.conftest import ambil

NPWP = "0912345678901234"
USAHA = {"nama": "Warung Bu Endang", "alamat": "Jalan Kenari 7", "telp": "0811 5551 234",
         "email": "endang@contoh.test"}  # fmt: skip
PIC = {"pic_nik": "6471014107850009", "pic_nama": "Endang Lestari", "pic_jabatan": "Pemilik",
       "sama_telp": "y", "sama_wa": "y", "sama_email": "y"}  # fmt: skip


@pytest.fixture
def penyedia(app: Any) -> Peserta:
    return f.buat_peserta("penyedia", nama="CV Mitra Timbang")


def isi(**kw: Any) -> dict[str, Any]:
    """The form below the check, as its page sends it."""
    kelurahan = db.session.execute(
        sa.text("SELECT id, kecamatan_id FROM kelurahan ORDER BY id LIMIT 1")
    ).one()
    db.session.rollback()
    tempat = {"kelurahan_id": kelurahan[0], "kecamatan_id": kelurahan[1]}
    # The page shows the NPWP in groups, and remembers the digits it was checked by.
    return USAHA | tempat | {"npwp": "0912 3456 7890 1234", "dicek": NPWP} | kw


def teks(jawab: Any) -> str:
    """What is read, without the spaces of the layout."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", jawab.text)))


def alat(penyedia: Peserta, pelanggan: Peserta, **kw: Any) -> Uttp:
    return f.buat_uttp(penyedia, pemakai_id=pelanggan.id, **kw)


def pindah(penyedia: Peserta, pelanggan: Peserta, **kw: Any) -> Uttp:
    """An instrument that was transferred to the customer yesterday."""
    kemarin = clock.now() - timedelta(1)
    return f.buat_uttp(
        pelanggan,
        kepemilikan=[
            Kepemilikan(pemilik_id=penyedia.id, sejak=kemarin - timedelta(9), sampai=kemarin),
            Kepemilikan(pemilik_id=pelanggan.id, sejak=kemarin, sebab="pindah"),
        ],
        **kw,
    )


# --- MENDATA PELANGGAN PENGGUNA ALAT ------------------------------------------------------------


def test_mendata_pelanggan(masuk: Any, penyedia: Peserta) -> None:  # parity 58, 60; H1
    klien = masuk(penyedia.pengguna)
    beranda = klien.get("/peserta")
    assert "Jumlah Pelanggan 0 pelanggan" in teks(beranda)
    assert 'href="/pelanggan"' in beranda.text
    daftar = klien.get("/pelanggan")
    assert "Belum ada pelanggan" in daftar.text
    assert "TAMBAH PELANGGAN" in daftar.text
    assert "Daftarkan" not in klien.get("/pelanggan/baru").text

    cek = klien.kirim("/pelanggan/baru", {"npwp": "09.123.456.7-890.1234", "cek": "Cek"})
    assert cek.status_code == 200
    assert "Belum pernah terdata" in cek.text
    assert "Daftarkan" in cek.text
    assert f'value="{NPWP}"' in cek.text  # the NPWP that was checked, and the form's key
    kunci = re.search(r'name="kunci_form"[^>]*value="([^"]+)"', cek.text)
    assert kunci
    assert not db.session.scalar(sa.select(Peserta.id).where(Peserta.nama == USAHA["nama"]))

    kurang = klien.kirim("/pelanggan/baru", isi(telp="", kunci_form=kunci[1]))
    assert kurang.status_code == 422
    assert "<title>Kesalahan:" in kurang.text
    assert USAHA["alamat"] in kurang.text
    # A second click gives the same customer (uF13).
    for _ in range(2):
        jawab = klien.kirim("/pelanggan/baru", isi(kunci_form=kunci[1]))
        assert (jawab.status_code, jawab.location) == (303, "/pelanggan")
    semua = db.session.scalars(sa.select(Peserta).where(Peserta.nama == USAHA["nama"])).all()
    assert [(p.penyedia_id, p.kelompok, p.status) for p in semua] == [
        (penyedia.id, "pemakai", "pelanggan")
    ]
    daftar = klien.get("/pelanggan")
    assert "sudah tercatat" in daftar.text
    assert "Warung Bu Endang" in daftar.text


def test_cek_membuka_seperlunya(masuk: Any, penyedia: Peserta) -> None:  # parity 58, 59; H1
    lain = f.buat_peserta("penyedia", nama="PT Saingan")
    dikenal = f.buat_peserta(nama="Toko Bebas", telp="+628115559876")
    dilayani = f.buat_pelanggan(lain, nama="Kios Rahasia")
    sendiri = f.buat_pelanggan(penyedia, nama="Kios Sendiri")
    klien = masuk(penyedia.pengguna)

    def cek(npwp: str, **kw: Any) -> Any:
        return klien.kirim("/pelanggan/baru", {"npwp": npwp, "cek": "Cek"} | kw)

    kenal = cek(dikenal.npwp)
    assert "Toko Bebas" in kenal.text
    assert "9876" not in kenal.text.replace("-", "")
    assert 'id="nama"' not in kenal.text  # read-only
    milik_lain = cek(dilayani.npwp, **USAHA)
    assert "pelanggan penyedia lain" in milik_lain.text
    for bocor in ("Kios Rahasia", dilayani.alamat, "PT Saingan", "Daftarkan"):
        assert bocor not in milik_lain.text
    assert USAHA["nama"] in milik_lain.text  # what was typed is still there
    assert USAHA["telp"] in cek(NPWP, **USAHA).text.replace("-", " ")
    assert f'href="/pelanggan/{sendiri.id}"' in cek(sendiri.npwp).text
    assert "NPWP Anda sendiri" in teks(cek(penyedia.npwp))
    rusak = cek("12345", **USAHA)
    assert rusak.status_code == 422
    assert "yang tertulis 5 angka" in rusak.text
    assert USAHA["nama"] in rusak.text

    # Another NPWP than the one checked is checked first; what is known is linked and not changed.
    ganti = klien.kirim("/pelanggan/baru", isi(npwp=dikenal.npwp))
    assert ganti.status_code == 200
    assert "Sudah terdata" in ganti.text
    assert ambil(Peserta, dikenal.id).penyedia_id is None
    assert klien.kirim(
        "/pelanggan/baru", isi(npwp=dikenal.npwp, dicek=dikenal.npwp)
    ).status_code == 303  # fmt: skip
    kini = ambil(Peserta, dikenal.id)
    assert (kini.penyedia_id, kini.nama) == (penyedia.id, "Toko Bebas")
    # Checked again when saving: taken by somebody else meanwhile.
    jawab = klien.kirim("/pelanggan/baru", isi(npwp=dilayani.npwp, dicek=dilayani.npwp))
    assert jawab.status_code == 422
    assert "Kios Rahasia" not in jawab.text


def test_cek_dengan_htmx_dan_dibatasi(
    masuk: Any, penyedia: Peserta, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batas, "CEK_NPWP", (1, timedelta(hours=1)))
    klien = masuk(penyedia.pengguna)
    kepala = {"HX-Request": "true"}
    bidang = klien.kirim("/pelanggan/baru", {"npwp": NPWP, "cek": "Cek"}, headers=kepala)
    assert bidang.status_code == 200
    assert bidang.text.lstrip().startswith('<section id="pelanggan-baru"')
    jawab = klien.kirim("/pelanggan/baru", isi(npwp="0912345678901235", cek="Cek"))
    assert jawab.status_code == 422
    assert "sangat banyak NPWP" in jawab.text
    assert "WITA" in jawab.text
    assert USAHA["nama"] in jawab.text
    # What was checked before may still be saved.
    selesai = klien.kirim("/pelanggan/baru", isi(), headers=kepala)
    assert selesai.headers["HX-Redirect"] == "/pelanggan"


def test_ubah_dan_hapus(masuk: Any, penyedia: Peserta) -> None:  # parity 61, 62; H8
    pelanggan = f.buat_pelanggan(penyedia, nama="Nama Lama")
    klien = masuk(penyedia.pengguna)
    url = f"/pelanggan/{pelanggan.id}"
    html = klien.get(f"{url}/ubah").text
    versi = re.search(r'name="versi"[^>]*value="([^"]+)"', html)
    assert versi
    assert "Nama Lama" in html
    assert klien.kirim(f"{url}/ubah", isi(versi=versi[1])).location == url
    assert ambil(Peserta, pelanggan.id).npwp == pelanggan.npwp
    # Somebody was quicker: both are shown, nothing is overwritten, then it is saved knowingly.
    basi = klien.kirim(f"{url}/ubah", isi(nama="Nama Ketiga", versi=versi[1]))
    assert basi.status_code == 422
    assert "Tersimpan sekarang" in basi.text
    assert "Nama Ketiga" in basi.text
    assert ambil(Peserta, pelanggan.id).nama == USAHA["nama"]
    versi = re.search(r'name="versi"[^>]*value="([^"]+)"', basi.text)
    assert versi
    assert klien.kirim(f"{url}/ubah", isi(nama="Nama Ketiga", versi=versi[1])).status_code == 303

    dipakai = alat(penyedia, pelanggan)
    html = klien.get(f"{url}/hapus").text
    assert "Masih ada 1 alat" in html
    assert "Ya, hapus" not in html
    assert klien.kirim(f"{url}/hapus").status_code == 409
    db.session.delete(ambil(Uttp, dipakai.id))
    db.session.commit()
    assert "Ya, hapus" in klien.get(f"{url}/hapus").text
    assert klien.kirim(f"{url}/hapus").location == "/pelanggan"
    assert ambil(Peserta, pelanggan.id) is None
    # Who is a participant itself is changed by staff.
    peserta = f.buat_peserta(penyedia_id=penyedia.id)
    for aksi in ("ubah", "hapus"):
        assert klien.kirim(f"/pelanggan/{peserta.id}/{aksi}").status_code == 409
    assert f"/pelanggan/{peserta.id}/ubah" not in klien.get("/pelanggan").text
    assert "dibantu oleh Admin" in klien.get(f"/pelanggan/{peserta.id}").text


def test_daftar_pelanggan(masuk: Any, penyedia: Peserta) -> None:  # parity 57, 67, 69
    lama = clock.today() - timedelta(1)
    satu = f.buat_pelanggan(penyedia, nama="Laundri Kiloan")
    alat(penyedia, satu, skhp_berlaku_sampai=lama)
    alat(penyedia, satu)
    dua = f.buat_pelanggan(penyedia, nama="Toko Beras")
    pindah(penyedia, dua, skhp_berlaku_sampai=lama)
    menunggu = f.buat_pelanggan(
        penyedia, nama="Kios Sayur", status="baru", kelompok="pemilik",
        didaftarkan_oleh_id=penyedia.pengguna_id,
    )  # fmt: skip
    pindah(penyedia, menunggu)
    terdaftar = f.buat_peserta(nama="Apotek Mandiri", penyedia_id=penyedia.id)
    f.buat_uttp(terdaftar)  # its own, and nobody else's business
    f.buat_pelanggan(f.buat_peserta("penyedia"), nama="Bukan Pelanggannya")
    klien = masuk(penyedia.pengguna)
    html = klien.get("/pelanggan").text
    baca = teks(klien.get("/pelanggan"))
    assert "4 pelanggan, 4 unit alat, 2 di antaranya kedaluwarsa." in baca
    assert "Bukan Pelanggannya" not in html
    baris = {
        p.nama: next(b for b in html.split("<tr>")[2:] if f"/pelanggan/{p.id}" in b)
        for p in (satu, dua, menunggu, terdaftar)
    }
    assert "2 unit" in baris["Laundri Kiloan"]
    assert f"/uttp?peserta={satu.id}" in baris["Laundri Kiloan"]
    assert "Daftarkan" not in baris["Laundri Kiloan"]
    assert "Belum ada alat yang dipindahkan" in baris["Laundri Kiloan"]
    assert f"/pelanggan/{dua.id}/daftarkan" in baris["Toko Beras"]
    assert "Menunggu persetujuan" in baris["Kios Sayur"]
    assert "Terdaftar" in baris["Apotek Mandiri"]
    assert "0 unit" in baris["Apotek Mandiri"]
    assert f"/pelanggan/{terdaftar.id}/lepaskan" in baris["Apotek Mandiri"]
    # Search; an NPWP as a whole, and never in an address (parity 57).
    cari = klien.kirim("/pelanggan/cari", {"q": "beras"})
    assert "Toko Beras" in klien.get(cari.location).text
    assert "Laundri" not in klien.get(cari.location).text
    cari = klien.kirim("/pelanggan/cari", {"q": satu.npwp})
    assert satu.npwp not in cari.location
    hasil = klien.get(cari.location).text
    assert "Laundri" in hasil
    assert "Toko Beras" not in hasil
    assert satu.npwp not in hasil.replace(" ", "")
    kosong = klien.htmx("/pelanggan?q=tidak+ada")
    assert "Tidak ada pelanggan yang cocok" in kosong.text
    assert "<html" not in kosong.text


def test_menu_menurut_kelompok(masuk: Any, penyedia: Peserta) -> None:
    menu = re.compile(r'<a href="/pelanggan"')
    assert menu.search(masuk(penyedia.pengguna).get("/pesan").text)
    for akun in (f.buat_peserta().pengguna, f.buat_pengguna("admin")):
        assert not menu.search(masuk(akun).get("/pesan").text)
    assert masuk(f.buat_peserta().pengguna).get("/pelanggan").status_code == 404


# --- MENDATA ALAT, MEMINDAHKAN KEPEMILIKAN -------------------------------------------------------


def test_alat_pelanggan(masuk: Any, penyedia: Peserta) -> None:  # parity 45, 84; H2
    pelanggan = f.buat_pelanggan(penyedia, nama="Koperasi Pasar")
    dipakai = alat(penyedia, pelanggan, merk="DIPAKAI")
    milik = pindah(penyedia, pelanggan, merk="MILIKNYA")
    sendiri = f.buat_uttp(penyedia, merk="SENDIRI")
    klien = masuk(penyedia.pengguna)
    jawab = klien.get(f"/uttp?peserta={pelanggan.id}")
    baca = teks(jawab)
    assert "Daftar Alat UTTP yang dipakai Koperasi Pasar" in baca
    assert "TAMBAH UTTP PELANGGAN" in baca
    assert "Milik pelanggan" in baca
    assert f"/pelanggan/alat/{dipakai.id}/pindahkan" in jawab.text
    assert f"/pelanggan/alat/{milik.id}/pindahkan" not in jawab.text
    assert "SENDIRI" not in baca
    # The filter of the penyedia's own list; a customer of somebody else's filters nothing.
    saring = klien.get(f"/uttp?pelanggan={pelanggan.id}").text
    assert "DIPAKAI" in saring
    assert "MILIKNYA" in saring
    assert "SENDIRI" not in saring
    asing = f.buat_pelanggan(f.buat_peserta("penyedia"))
    assert sendiri.merk in klien.get(f"/uttp?pelanggan={asing.id}").text
    assert f"/uttp?peserta={pelanggan.id}" in klien.get(f"/pengajuan/alat/{dipakai.id}").text
    # Monitoring: the customer's name on each row, and the same filter.
    for u in (dipakai, milik, sendiri):
        f.buat_pengajuan("baru", u, peserta_id=penyedia.id, dibuat_oleh_id=penyedia.pengguna_id)
    semua = klien.get("/pengajuan").text
    assert semua.count("Pelanggan: Koperasi Pasar") == 2
    satu = klien.get(f"/pengajuan?pelanggan={pelanggan.id}").text
    assert "DIPAKAI" in satu
    assert "SENDIRI" not in satu
    assert "SENDIRI" in klien.get(f"/pengajuan?pelanggan={asing.id}").text


def test_memindahkan_kepemilikan(masuk: Any, penyedia: Peserta) -> None:  # parity 63; H3
    pelanggan = f.buat_pelanggan(penyedia, nama="Koperasi Pasar")
    uttp = alat(penyedia, pelanggan)
    klien, url = masuk(penyedia.pengguna), f"/pelanggan/alat/{uttp.id}/pindahkan"
    baca = teks(klien.get(url))
    for kata in ("menjadi pemilik alat ini mulai sekarang", "Anda tetap mengurus alat",
                 "dalam 7 hari", "Ya, pindahkan"):  # fmt: skip
        assert kata in baca
    # While an application runs: said, with the way to it, and no button.
    pengajuan = f.buat_pengajuan(
        "diterima", uttp, peserta_id=penyedia.id, dibuat_oleh_id=penyedia.pengguna_id
    )
    html = klien.get(url).text
    assert "Ya, pindahkan" not in html
    assert f'href="/pengajuan/{pengajuan.id}"' in html
    assert klien.kirim(url).status_code == 409
    db.session.execute(
        sa.update(Pengajuan).where(Pengajuan.id == pengajuan.id)
        .values(status="dibatalkan", alasan="Keliru.")
    )  # fmt: skip
    db.session.commit()
    # Twice: one transfer, the second click is told (uF13).
    assert klien.kirim(url).location == f"/uttp?peserta={pelanggan.id}"
    assert klien.kirim(url).location == "/pelanggan"
    kini = ambil(Uttp, uttp.id)
    assert (kini.pemilik_id, kini.pemakai_id) == (pelanggan.id, None)
    assert "Milik pelanggan" in klien.get(f"/uttp?peserta={pelanggan.id}").text
    rincian = klien.get(f"/pelanggan/{pelanggan.id}").text
    assert "Baru dipindahkan" in rincian
    assert "Tarik kembali" not in rincian


def test_pindah_ke_yang_punya_akun(masuk: Any, penyedia: Peserta) -> None:  # parity 65
    """It leaves the penyedia's sight, and with the last one the link ends by itself."""
    pelanggan = f.buat_pelanggan(penyedia, nama="Toko Berakun")
    akun = f.buat_pengguna("peserta")
    db.session.execute(
        sa.update(Peserta).where(Peserta.id == pelanggan.id)
        .values(status="aktif", kelompok="pemilik", pengguna_id=akun.id)
    )  # fmt: skip
    db.session.commit()
    uttp = alat(penyedia, pelanggan)
    klien, url = masuk(penyedia.pengguna), f"/pelanggan/alat/{uttp.id}/pindahkan"
    assert "tidak tampil lagi pada Anda" in klien.get(url).text
    assert klien.kirim(url).location == "/pelanggan"
    assert "berakhir dengan sendirinya" in klien.get("/pelanggan").text
    assert klien.kirim(url).location == "/pelanggan"
    assert klien.get(f"/uttp/{uttp.id}").status_code == 404
    baru = masuk(akun)
    assert baru.get(f"/uttp/{uttp.id}").status_code == 200
    assert baru.get(url).status_code == 404


# --- MENDAFTARKAN, MELEPASKAN --------------------------------------------------------------------


def test_mendaftarkan_pelanggan(masuk: Any, penyedia: Peserta) -> None:  # parity 64; H6
    pelanggan = f.buat_pelanggan(penyedia, nama="Toko Beras")
    klien, url = masuk(penyedia.pengguna), f"/pelanggan/{pelanggan.id}/daftarkan"
    assert "Belum ada alat yang dipindahkan" in klien.get(url).text
    assert klien.kirim(url, PIC).status_code == 200  # says why not, does nothing
    assert ambil(Peserta, pelanggan.id).status == "pelanggan"
    pindah(penyedia, pelanggan)
    konfirmasi = klien.get(url).text
    assert ">OK</a>" in konfirmasi
    assert 'name="pic_nik"' not in konfirmasi
    assert 'name="pic_nik"' in klien.get(f"{url}?pic=1").text
    salah = klien.kirim(url, PIC | {"pic_nik": "1"})
    assert salah.status_code == 422
    assert "yang tertulis 1 angka" in salah.text
    assert "Endang Lestari" in salah.text
    # Telephone and e-mail are those on record, whatever is posted under their names.
    for _ in range(2):
        jawab = klien.kirim(url, PIC | {"telp": "+62811999", "email": "jahat@contoh.test"})
        assert jawab.location == f"/pelanggan/{pelanggan.id}"
    kini = ambil(Peserta, pelanggan.id)
    assert (kini.status, kini.kelompok, kini.penyedia_id) == ("baru", "pemilik", penyedia.id)
    assert (kini.pic_telp, kini.pic_wa) == (kini.telp, kini.telp)
    assert kini.pic_email == pelanggan.email
    baca = teks(klien.get(f"/pelanggan/{pelanggan.id}"))
    for kata in ("Menunggu persetujuan", "Beri tahu Admin", kini.nomor):
        assert kata in baca
    assert klien.get(url).location == f"/pelanggan/{pelanggan.id}"


def test_melepaskan_pelanggan(masuk: Any, penyedia: Peserta) -> None:  # parity 66; H7
    pelanggan = f.buat_pelanggan(penyedia)
    uttp = alat(penyedia, pelanggan)
    klien, url = masuk(penyedia.pengguna), f"/pelanggan/{pelanggan.id}/lepaskan"
    html = klien.get(url).text
    assert "Masih memakai 1 alat" in html
    assert "Ya, lepaskan" not in html
    assert f"/uttp?peserta={pelanggan.id}" in html
    assert klien.kirim(url).status_code == 409
    db.session.execute(sa.update(Uttp).where(Uttp.id == uttp.id).values(pemakai_id=None))
    db.session.commit()
    assert "Ya, lepaskan" in klien.get(url).text
    assert klien.kirim(url).location == "/pelanggan"
    kini = ambil(Peserta, pelanggan.id)
    assert (kini.penyedia_id, kini.nama) == (None, pelanggan.nama)
    assert klien.kirim(url).status_code == 404  # no customer of this penyedia any more


# --- who else -----------------------------------------------------------------------------------


def test_petugas_untuk_penyedia(masuk: Any, penyedia: Peserta) -> None:  # parity 54, 68
    klien = masuk(f.buat_pengguna("pelayanan"))
    assert klien.get("/pelanggan").location == "/admin/peserta?kelompok=penyedia"
    tabel = klien.get("/admin/peserta?kelompok=penyedia").text
    assert "Jml Pelanggan" in tabel
    assert f'href="/pelanggan?penyedia={penyedia.id}"' in tabel
    baru = f"/pelanggan/baru?penyedia={penyedia.id}"
    assert klien.kirim(baru, isi()).location == f"/pelanggan?penyedia={penyedia.id}"
    pelanggan = db.session.scalar(sa.select(Peserta).where(Peserta.nama == USAHA["nama"]))
    assert pelanggan is not None
    uttp = alat(penyedia, pelanggan)
    html = klien.get(f"/pelanggan?penyedia={penyedia.id}").text
    assert USAHA["nama"] in html
    pindahkan, tarik = (f"/pelanggan/alat/{uttp.id}/{a}" for a in ("pindahkan", "tarik"))
    assert klien.get(tarik).status_code == 409
    assert klien.kirim(pindahkan).status_code == 303
    # Taken back within the time, with a reason both read.
    assert tarik in klien.get(f"/uttp/{uttp.id}").text
    assert tarik in klien.get(f"/pelanggan/{pelanggan.id}").text
    assert klien.kirim(tarik).status_code == 422
    assert klien.kirim(tarik, {"alasan": "Salah pilih alat."}).location == f"/uttp/{uttp.id}"
    kini = ambil(Uttp, uttp.id)
    assert (kini.pemilik_id, kini.pemakai_id) == (penyedia.id, pelanggan.id)
    assert klien.kirim(tarik, {"alasan": "Lagi."}).status_code in (409, 422)
    # Staff register anybody, and see their way to a customer nobody serves.
    bebas = f.buat_pelanggan(penyedia, penyedia_id=None)
    assert "tidak dilayani" in klien.get(f"/pelanggan/{bebas.id}").text
    jawab = klien.kirim(f"/pelanggan/{bebas.id}/daftarkan", PIC)
    assert f"/admin/peserta/{bebas.id}" in klien.get(jawab.location).text
    assert ambil(Peserta, bebas.id).status == "baru"
    # The head looks on.
    kepala = masuk(f.buat_pengguna("kepala"))
    assert kepala.get(f"/pelanggan?penyedia={penyedia.id}").status_code == 200
    assert "TAMBAH" not in kepala.get(f"/pelanggan?penyedia={penyedia.id}").text
    for url in (baru, pindahkan, tarik, f"/pelanggan/{pelanggan.id}/ubah"):
        assert kepala.get(url).status_code == 403


def test_kalimat_bagi_petugas_bukan_kalimat_penyedia(masuk: Any, penyedia: Peserta) -> None:
    """Who decides is not told to ask the Admin, and what is the penyedia's is not "Anda"."""
    klien = masuk(f.buat_pengguna("pelayanan"))
    pelanggan = f.buat_pelanggan(penyedia)
    uttp = alat(penyedia, pelanggan)
    pindahkan = teks(klien.get(f"/pelanggan/alat/{uttp.id}/pindahkan"))
    assert "CV Mitra Timbang tetap mengurus alat" in pindahkan
    assert "Anda tidak dapat membatalkannya" not in pindahkan
    daftarkan = teks(klien.get(f"/pelanggan/{pelanggan.id}/daftarkan"))
    assert "tidak tampil lagi pada CV Mitra Timbang." in daftarkan
    klien.kirim(f"/pelanggan/{pelanggan.id}/daftarkan", PIC)
    for url in (f"/pelanggan?penyedia={penyedia.id}", f"/pelanggan/{pelanggan.id}"):
        halaman = teks(klien.get(url))
        assert "Registrasinya menunggu keputusan." in halaman
        assert "Beri tahu Admin" not in halaman
    assert "Beri tahu Admin" in teks(masuk(penyedia.pengguna).get("/pelanggan"))
    lain = f.buat_pelanggan(penyedia)
    lepaskan = teks(klien.get(f"/pelanggan/{lain.id}/lepaskan"))
    assert "memakai alat CV Mitra Timbang lagi" in lepaskan
    bebas = f.buat_pelanggan(penyedia, penyedia_id=None)
    assert "None" not in teks(klien.get(f"/pelanggan/{bebas.id}/daftarkan"))


def test_orang_lain_404(masuk: Any, penyedia: Peserta) -> None:
    """Another penyedia, a participant, and the customer itself once it has an account."""
    pelanggan = f.buat_pelanggan(penyedia)
    uttp = alat(penyedia, pelanggan)
    berakun = f.buat_peserta(penyedia_id=penyedia.id)
    for akun in (f.buat_peserta("penyedia"), f.buat_peserta(), berakun):
        klien = masuk(akun.pengguna)
        for id in (pelanggan.id, berakun.id, penyedia.id):
            assert klien.get(f"/pelanggan/{id}").status_code == 404
            for aksi in ("ubah", "hapus", "lepaskan", "daftarkan"):
                assert klien.get(f"/pelanggan/{id}/{aksi}").status_code == 404
                assert klien.kirim(f"/pelanggan/{id}/{aksi}", PIC).status_code == 404
        url = f"/pelanggan/alat/{uttp.id}/pindahkan"
        assert klien.get(url).status_code == klien.kirim(url).status_code == 404
        assert klien.get(f"/uttp?peserta={pelanggan.id}").status_code == 404
        # The name of another penyedia in the address changes nothing.
        daftar = klien.get(f"/pelanggan?penyedia={penyedia.id}")
        assert daftar.status_code == (200 if akun.kelompok == "penyedia" else 404)
        assert pelanggan.nama not in daftar.text
    assert ambil(Uttp, uttp.id).pemilik_id == penyedia.id


# --- large ----------------------------------------------------------------------------------------

PELANGGAN, ALAT = 150, 2000


def _sisip(model: Any, baris: list[dict[str, Any]]) -> None:
    db.session.execute(sa.insert(model), baris)


def test_banyak_pelanggan(masuk: Any, penyedia: Peserta, hitung_query: Any) -> None:
    """A penyedia with 150 customers and 2,000 instruments: the user's query and three a list."""
    contoh = f.isi_peserta(kelompok="pemakai", status="pelanggan", penyedia_id=penyedia.id)
    contoh = {k: v for k, v in contoh.items() if not k.startswith("pic_") and k != "npwp"}
    npwp = [f"0777{n:012d}" for n in range(PELANGGAN)]
    _sisip(Peserta, [
        contoh | {"nomor": f"REG-2023-{n:06d}", "nama": f"Kios {n}", "npwp": satu,
                  "npwp_indeks": indeks_npwp(satu)}
        for n, satu in enumerate(npwp)
    ])  # fmt: skip
    ids = list(db.session.scalars(sa.select(Peserta.id).filter_by(penyedia_id=penyedia.id)))
    satu = f.buat_uttp(penyedia, pemakai_id=ids[0])
    kolom = {c.key: getattr(satu, c.key) for c in sa.inspect(Uttp).column_attrs if c.key != "id"}
    sampai = clock.today() + timedelta(30)
    _sisip(Uttp, [
        kolom | {"pemakai_id": ids[n % PELANGGAN], "nomor_seri": f"B-{n}", "sidik": f"B|{n}",
                 "skhp_berlaku_sampai": sampai, "dibuat_pada": clock.now() - timedelta(minutes=n)}
        for n in range(1, ALAT)
    ])  # fmt: skip
    alat_ids = list(db.session.scalars(sa.select(Uttp.id)))
    _sisip(Kepemilikan, [
        {"uttp_id": id, "pemilik_id": penyedia.id, "sejak": clock.now(), "sebab": "awal"}
        for id in alat_ids if id != satu.id
    ])  # fmt: skip
    _sisip(Pengajuan, [
        {"nomor": f"TU-2023-{n:06d}", "uttp_id": id, "peserta_id": penyedia.id, "status": "baru",
         "layanan": "tera", "dibuat_oleh_id": penyedia.pengguna_id}
        for n, id in enumerate(alat_ids[:300])
    ])  # fmt: skip
    db.session.commit()
    klien = masuk(penyedia.pengguna)
    for url in ("/peserta", "/pelanggan", "/pelanggan?q=Kios+1", f"/pelanggan/{ids[0]}", "/uttp",
                f"/uttp?pelanggan={ids[0]}", f"/uttp?peserta={ids[0]}", "/pengajuan",
                f"/pengajuan?pelanggan={ids[0]}", "/pengajuan/ringkas", "/armada"):  # fmt: skip
        with hitung_query() as daftar:
            jawab = klien.get(url)
        assert jawab.status_code == 200, url
        assert len(daftar) <= 4, (url, daftar)
    assert f"{PELANGGAN} pelanggan, {ALAT} unit alat" in teks(klien.get("/pelanggan"))
