"""Each section of the participant's manual, step by step under its labels, on a telephone's width.

The numbers are the manual's steps. What a section starts from is built by the factories; the whole
way in one go is in test_alur, with JavaScript and without. On SQLite only: no step of these asks
the database anything that the other tests do not ask both.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import expect

from app.core import clock
from app.core.db import tulis
from app.core.format import hari_tanggal, rupiah
from app.extensions import db
from app.jadwal.models import Tawaran
from app.pengajuan.models import Pengajuan
from app.peserta.models import Peserta
from app.uttp.models import Uttp
from tests import factories as f
from tests.conftest import sekali
from tests.e2e import langkah as alur
from tests.e2e.langkah import Orang
from tests.impor.bantu import baris, xlsx

pytestmark = [pytest.mark.browser, sekali]

MEJA = {"width": 1280, "height": 900}
BukaOrang = Callable[..., Orang]
Kiriman = dict[str, Path]
USAHA = {
    "Nama": "Toko Beras Sumber Rezeki",
    "Alamat": "Jalan Mulawarman RT 12",
    "Telp": "0542 123456",
    "Email": "toko@contoh.test",
}
PIC = {
    "Nama": "Siti Aminah",
    "Jabatan": "Pemilik",
    "Telp": "0811 5551 234",
    "WhatsApp": "0811 5551 234",
    "Email": "siti@contoh.test",
}


def muat(model: type, *syarat: sa.ColumnElement[bool]) -> int:
    return int(alur.baca(sa.select(sa.func.count()).select_from(model).where(*syarat)))


# --- account ------------------------------------------------------------------------------------


def test_registrasi(app: Flask, orang: BukaOrang, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "CAPTCHA", True)
    o, nik = orang(), f.nik()
    for halaman in ("/alur", "/masuk"):  # 1. as on the front page
        o.buka(halaman)
        tombol = o.layar.get_by_role("main").get_by_role("link", name="Registrasi", exact=True)
        expect(tombol).to_have_attribute("href", "/registrasi")
    # 2. and 3. from the front page on
    nomor = alur.daftar(o, {"NPWP": "09.254.294.3-407.000", **USAHA}, {"NIK": nik, **PIC})
    # 4. the page stays as a receipt; what the Admin sends afterwards is used in test_alur
    o.layar.reload()
    o.membaca(nomor)
    o.membaca("Menunggu pemeriksaan")
    assert alur.baca(sa.select(Peserta.status).where(Peserta.nomor == nomor)) == "baru"


def test_log_in_peserta(app: Flask, orang: BukaOrang, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "CAPTCHA", True)
    peserta, o = f.buat_peserta(sandi=True), orang()
    o.buka("/")
    o.menu("Log In Peserta").click()  # 1.
    o.melihat("Log In Peserta")
    o.isi({"NIK PIC": peserta.pic_nik or "", "Password": f.SANDI})  # 2.
    lama = o.layar.locator("input[name=captcha_token]").input_value()
    o.kotak("Kode Captcha").fill("00000")
    o.tekan("Ganti kode")  # 3.
    expect(o.layar.locator("input[name=captcha_token]")).not_to_have_value(lama)
    expect(o.kotak("NIK PIC")).not_to_have_value("")
    alur.jawab_captcha(o)
    o.tekan("Log In")  # 4.
    o.membaca("Informasi PIC")
    o.melihat(peserta.nama)


# --- instruments and applications ---------------------------------------------------------------


def test_mendata_alat_uttp(orang: BukaOrang, berkas_nyata: Kiriman) -> None:
    pemilik = f.buat_peserta()
    o, foto = orang(pemilik.pengguna), berkas_nyata["gambar.png"]
    jenis = f.jenis().nama
    isian = {"Merk": "Camry", "Tipe/Model": "EK3", "No. Seri": "CM-1", "Kapasitas": "30"}
    alur.buka_alat(o, 0)  # 1.
    alur.tambah_alat(o, jenis, isian, foto)  # 2. to 4.
    f.buat_uttp(pemilik, nomor_seri="CM-2")  # 5. the same once more
    alur.buka_alat(o, 2)
    o.ikuti(re.compile("^Ubah .*CM-2"))  # 6.
    o.isi({"No. Seri": "CM-20"})
    o.tekan("Simpan")
    o.membaca("CM-20")
    alur.buka_alat(o, 2)
    o.ikuti(re.compile("^Hapus .*CM-1$"))
    o.melihat("Hapus alat ini dari daftar?")
    o.tekan("Hapus Alat")
    o.melihat("Daftar Alat UTTP")
    alur.buka_alat(o, 1)
    assert alur.baca(sa.select(Uttp.nomor_seri)) == "CM-20"


def test_pengajuan_tera(orang: BukaOrang, berkas_nyata: Kiriman) -> None:
    """Tera ulang with a certificate that is known, then changed, then called off."""
    pemilik = f.buat_peserta()
    f.buat_uttp(
        pemilik,
        skhp_nomor="510.63/77/2026",
        skhp_tanggal=clock.today(),
        skhp_berlaku_sampai=clock.today(),
        skhp_penerbit="UPTD Metrologi",
    )
    o, surat = orang(pemilik.pengguna), berkas_nyata["surat.pdf"]
    alur.buka_alat(o, 1)  # 1.
    lampiran = {
        "Foto kondisi alat": [berkas_nyata["gambar.png"]],
        "Surat permohonan": [surat],
        "Berkas SKHP lama": [surat],
    }
    nomor = alur.ajukan(o, "Tera Ulang", lampiran)  # 2. to 7.; 6. is in test_alur
    cari = sa.select(Pengajuan.skhp_lama_nomor).where(Pengajuan.nomor == nomor)
    assert alur.baca(cari) == "510.63/77/2026"
    alur.monitoring(o)
    o.ikuti(f"Baru {nomor}")  # 8.
    o.isi({"Nomor SKHP lama": "510.63/78/2026"})
    o.tekan("Simpan Perubahan")
    o.membaca("Perubahan tersimpan.")
    alur.berstatus(o, "Baru")
    with tulis() as s:
        s.execute(sa.update(Pengajuan).where(Pengajuan.nomor == nomor).values(status="diterima"))
    o.layar.reload()
    alur.berstatus(o, "Diterima")  # 9.
    alur.monitoring(o)
    o.ikuti(f"Batal Pengajuan {nomor}")
    o.melihat(f"Batal Pengajuan {nomor}")
    o.kotak("Alasan").fill("Alat dijual.")
    o.tekan("Batal Pengajuan")
    o.membaca(f"Pengajuan {nomor} dibatalkan.")
    o.membaca("ini bukan hasil uji")
    alur.buka_alat(o, 1)
    expect(o.tautan(re.compile("^Pengajuan Baru"))).to_have_count(1)


def test_memilih_jadwal(orang: BukaOrang) -> None:
    pemilik = f.buat_peserta()
    p = f.buat_pengajuan("menunggu_pilihan", f.buat_uttp(pemilik))
    nomor, penera = p.nomor, f.buat_pengguna("penera").id
    hari = [f.hari_kerja_berikut(n) for n in (3, 5)]
    db.session.add_all(Tawaran(pengajuan_id=p.id, tanggal=h, penera_id=penera) for h in hari)
    db.session.commit()
    o = orang(pemilik.pengguna)
    o.buka("/peserta")
    alur.pilih(o, nomor, hari[1])  # 1. to 3.
    expect(o.layar.get_by_role("heading", name=hari_tanggal(hari[1]))).to_be_visible()


def test_pembayaran_retribusi(orang: BukaOrang, berkas_nyata: Kiriman) -> None:
    """A proof that is refused, and one that is not; the form without JavaScript."""
    pemilik = f.buat_peserta()
    nomor = f.buat_pengajuan("terjadwal", f.buat_uttp(pemilik), retribusi=75_000).nomor
    o = orang(pemilik.pengguna, js=False)
    loket = orang(f.buat_pengguna("pelayanan"), layar=MEJA)
    o.buka("/peserta")
    alur.monitoring(o)
    o.ikuti(f"Terjadwal (Menunggu Pembayaran) {nomor}")  # 1.
    o.melihat(f"Pembayaran {nomor}")
    o.membaca(rupiah(75_000))
    alur.bayar(o, "ft26326abc12", clock.today(), berkas_nyata["gambar.png"])  # 2. to 4.

    buka_pembayaran(loket, nomor)
    loket.tandai("Alasan", "Bukti tidak terbaca.")
    loket.kotak("Keterangan untuk peserta").fill("Angkanya terpotong.")
    loket.tekan("Tolak")
    loket.membaca(f"Bukti pembayaran {nomor} ditolak.")

    # What was typed and sent is still there; only the picture is another one.
    o.buka("/pengajuan")
    o.ikuti(f"Terjadwal (Menunggu Pembayaran) {nomor}")
    o.membaca(re.compile("Bukti tidak terbaca.*Angkanya terpotong"))
    expect(o.kotak("Nomor Bukti Pembayaran")).to_have_value("FT26326ABC12")
    expect(o.kotak("Tanggal Pembayaran")).to_have_value(clock.today().isoformat())
    o.terlampir("Bukti", "gambar.png")
    alur.bayar(o, "FT26326ABC12", clock.today(), berkas_nyata["surat.pdf"])
    buka_pembayaran(loket, nomor)
    loket.tekan("Konfirmasi Pembayaran")
    loket.membaca(f"Pembayaran {nomor} dikonfirmasi.")
    o.buka("/pengajuan")
    o.ikuti(f"Diproses {nomor}")
    alur.berstatus(o, "Diproses")


def buka_pembayaran(loket: Orang, nomor: str) -> None:
    loket.buka("/admin/pembayaran")
    loket.ikuti(nomor)
    loket.melihat(f"Pembayaran {nomor}")


def test_lihat_histori(orang: BukaOrang) -> None:
    pemilik = f.buat_peserta()
    alat = f.buat_uttp(pemilik)
    selesai = {
        "Selesai (Sah)": "Berlaku sampai",
        "Selesai (Dibatalkan)": "berarti alat sudah diuji dan tidak lulus.",
        "Dibatalkan": "ini bukan hasil uji",
    }
    kode = ("selesai_sah", "selesai_batal", "dibatalkan")
    nomor = [f.buat_pengajuan(k, alat).nomor for k in kode]
    o = orang(pemilik.pengguna)
    alur.histori(o, 1, "Selesai (Sah)", nomor[0])  # 1. to 3.
    for (label, teks), n in zip(selesai.items(), nomor, strict=True):
        if label != "Selesai (Sah)":
            o.ikuti(f"{label} {n}")
            o.melihat(n)
        o.membaca(re.compile(teks))
        o.ikuti("Kembali")  # 4.
        o.melihat("Daftar Pengajuan")


# --- customers ----------------------------------------------------------------------------------


def tambah_pelanggan(o: Orang, npwp: str, nama: str) -> None:
    """TAMBAH PELANGGAN on the list, for one nobody knows."""
    o.ikuti("TAMBAH PELANGGAN")
    o.melihat("Tambah Pelanggan")
    o.isi({"NPWP": npwp})
    o.tekan("Cek")
    o.membaca("Belum pernah terdata")
    o.isi(USAHA | {"Nama": nama})
    o.layar.get_by_role("combobox", name="Kecamatan").select_option(label="Balikpapan Timur")
    kelurahan = o.layar.get_by_role("combobox", name="Kelurahan")
    if o.js:
        expect(kelurahan.locator("optgroup")).to_have_count(0)
    kelurahan.select_option(label="Manggar")
    o.tekan("Daftarkan")
    o.membaca(f"{nama} sudah tercatat.")


def buka_pelanggan(o: Orang, jumlah: int) -> None:
    """The button on the row of the PIC, with the number of customers on it."""
    o.buka("/peserta")
    o.ikuti(f"Jumlah Pelanggan {jumlah} pelanggan")
    o.melihat("Daftar Pelanggan")


def pindahkan(o: Orang, pelanggan: str, seri: str) -> None:
    o.ikuti(re.compile(f"^Pindahkan Kepemilikan .*{seri}"))
    o.melihat(f"Pindahkan kepemilikan alat ke {pelanggan}?")
    o.tekan("Ya, pindahkan")
    o.membaca(f"{seri} sekarang milik {pelanggan}.")


def daftarkan(o: Orang, pelanggan: str, nik: str) -> None:
    o.buka("/pelanggan")
    o.ikuti(f"Daftarkan {pelanggan}")
    o.melihat(f"Daftarkan {pelanggan} sebagai pemilik alat")
    o.ikuti("OK")
    o.isi({"NIK": nik, **PIC})
    o.tekan("Daftarkan")
    o.membaca("Menunggu persetujuan")


def lepaskan(o: Orang, pelanggan: str) -> None:
    o.buka("/pelanggan")
    o.ikuti(f"Lepaskan {pelanggan}")
    o.melihat(f"Lepaskan {pelanggan}?")
    o.tekan("Ya, lepaskan")
    o.membaca(f"{pelanggan} dilepaskan dari daftar pelanggan.")


def test_mendata_pelanggan(orang: BukaOrang) -> None:
    penyedia = f.buat_peserta("penyedia")
    kenal = f.buat_pelanggan(penyedia, penyedia_id=None, nama="Apotek Sehat")
    o = orang(penyedia.pengguna)
    buka_pelanggan(o, 0)  # 1.
    tambah_pelanggan(o, "09.254.294.3-407.000", "Warung Bu Tini")  # 2. to 5.
    # 4. once more, for one the office knows already
    o.ikuti("TAMBAH PELANGGAN")
    o.isi({"NPWP": kenal.npwp})
    o.tekan("Cek")
    o.membaca("Sudah terdata")
    o.membaca("Apotek Sehat")
    o.tekan("Daftarkan")
    o.membaca("Apotek Sehat sudah tercatat.")
    buka_pelanggan(o, 2)  # 6.
    o.ikuti("Ubah Warung Bu Tini")  # 7.
    o.isi({"Nama": "Warung Bu Tini Jaya"})
    o.tekan("Simpan")
    o.membaca("Data Warung Bu Tini Jaya tersimpan.")
    o.buka("/pelanggan")
    o.ikuti("Hapus Warung Bu Tini Jaya")
    o.tekan("Ya, hapus")
    o.membaca("Warung Bu Tini Jaya dihapus dari daftar pelanggan.")
    buka_pelanggan(o, 1)


def test_memindahkan_kepemilikan(orang: BukaOrang) -> None:
    penyedia = f.buat_peserta("penyedia")
    pelanggan = f.buat_pelanggan(penyedia, nama="Warung Bu Tini")
    alat = f.buat_uttp(penyedia, pemakai_id=pelanggan.id, nomor_seri="TJ-7")
    o = orang(penyedia.pengguna)
    buka_pelanggan(o, 1)
    o.ikuti("1 unit Warung Bu Tini")  # 1.
    o.melihat("Daftar Alat UTTP yang dipakai Warung Bu Tini")
    pindahkan(o, "Warung Bu Tini", "TJ-7")  # 2.
    o.membaca("Milik pelanggan")
    assert alur.baca(sa.select(Uttp.pemilik_id).where(Uttp.id == alat.id)) == pelanggan.id


def test_mendaftarkan_pelanggan_sebagai_pemilik(orang: BukaOrang) -> None:
    penyedia = f.buat_peserta("penyedia")
    pelanggan = f.buat_pelanggan(penyedia, nama="Warung Bu Tini")
    f.buat_uttp(pelanggan)
    nomor, nik = pelanggan.nomor, f.nik()
    o = orang(penyedia.pengguna)
    daftarkan(o, "Warung Bu Tini", nik)  # 1. to 4.
    o.membaca(nomor)  # 5. what to tell the Admin
    alur.setujui(orang(f.buat_pengguna("pelayanan"), layar=MEJA), nomor)
    buka_pelanggan(o, 0)  # the link ended by itself: nothing of the penyedia's was left


def test_melepaskan_pelanggan(orang: BukaOrang) -> None:
    penyedia = f.buat_peserta("penyedia")
    memakai = f.buat_pelanggan(penyedia, nama="Warung Bu Tini")
    f.buat_uttp(penyedia, pemakai_id=memakai.id)
    f.buat_pelanggan(penyedia, nama="Kios Pak Mul")
    o = orang(penyedia.pengguna)
    buka_pelanggan(o, 2)
    expect(o.tautan("Lepaskan Warung Bu Tini")).to_have_count(0)
    o.membaca("Dapat dilepaskan setelah 1 alat milik Anda tidak dipakainya lagi.")
    lepaskan(o, "Kios Pak Mul")  # 1. and 2.
    buka_pelanggan(o, 1)


# --- all of it in a day -------------------------------------------------------------------------


@pytest.mark.parametrize("js", [True, False], ids=["js", "tanpa-js"])
def test_hari_penyedia(orang: BukaOrang, berkas_nyata: Kiriman, tmp_path: Path, js: bool) -> None:
    """A customer more, 30 instruments from a spreadsheet, one application for several, one
    instrument handed over, the customer an owner of its own, and released."""
    penyedia = f.buat_peserta("penyedia", nama="CV Timbang Sejahtera")
    o = orang(penyedia.pengguna, js=js)
    foto, surat = (berkas_nyata[n] for n in ("gambar.png", "surat.pdf"))
    nama, nik = "Warung Bu Tini", f.nik()
    buka_pelanggan(o, 0)
    tambah_pelanggan(o, "09.254.294.3-407.000", nama)

    # Thirty for the store room.
    lembar = tmp_path / "alat.xlsx"
    lembar.write_bytes(xlsx(*(baris(n) for n in range(101, 131))))
    alur.buka_alat(o, 0)
    o.ikuti("Impor dari Excel")
    o.layar.get_by_label(re.compile("Pilih berkas")).set_input_files(lembar)
    o.tekan("Periksa isinya")
    o.melihat("Periksa sebelum disimpan")
    o.tekan("Simpan 30 alat")
    o.melihat("30 alat tersimpan")
    assert muat(Uttp, Uttp.pemilik_id == penyedia.id) == 30
    beri_foto("SN-129", "SN-130")

    # Two of them in one application.
    o.buka("/uttp?q=SN-1")
    for seri in ("SN-129", "SN-130"):
        o.layar.get_by_role("checkbox", name=re.compile(f"{seri}$")).check()
    o.tekan("Ajukan alat yang dipilih")
    o.melihat("Pilih jenis layanan")
    o.tandai("Jenis layanan", "Tera")
    alur.lanjut(o, "Surat permohonan")
    o.lampirkan("Surat permohonan", surat)
    alur.lanjut(o, "Isi setiap alat")
    o.layar.get_by_role("row").filter(has_text="SN-129").get_by_role("link").click()
    for seri in ("SN-129", "SN-130"):  # the next one comes by itself
        o.membaca(re.compile(f"No. Seri {seri}"))
        o.lampirkan("Foto kondisi alat", foto)
        o.lampirkan("Izin persetujuan tipe", surat)
        o.tekan("Simpan dan lanjut")
    o.membaca("2 dari 2 alat sudah selesai.")
    o.ikuti("Lanjut ke Periksa")
    o.melihat("Periksa isian Anda")
    o.tekan("Proses Pengajuan Baru")
    o.melihat(re.compile(r"^Pengajuan bersama GR-\d{4}-\d{6}$"))
    assert muat(Pengajuan) == 2

    # One instrument for the customer, and one only lent.
    pelanggan = alur.baca(sa.select(Peserta).where(Peserta.nama == nama))
    f.buat_uttp(penyedia, pemakai_id=pelanggan.id, nomor_seri="LAMA-1")
    buka_pelanggan(o, 1)
    o.ikuti(f"1 unit {nama}")
    o.ikuti("TAMBAH UTTP PELANGGAN")
    isian = {"Merk": "Camry", "Tipe/Model": "EK3", "No. Seri": "CM-1", "Kapasitas": "30"}
    alur.isi_alat(o, f.jenis().nama, isian, foto)
    o.melihat(f"Daftar Alat UTTP yang dipakai {nama}")
    pindahkan(o, nama, "CM-1")
    daftarkan(o, nama, nik)
    alur.setujui(orang(f.buat_pengguna("pelayanan"), layar=MEJA), pelanggan.nomor)

    # What was lent is gone; now the two may part.
    o.buka("/pelanggan")
    o.membaca("Terdaftar")
    o.membaca("Dapat dilepaskan setelah 1 alat milik Anda tidak dipakainya lagi.")
    o.ikuti(f"1 unit {nama}")
    o.ikuti(re.compile("^Hapus .*LAMA-1"))
    o.tekan("Hapus Alat")
    o.membaca("dihapus.")
    lepaskan(o, nama)
    buka_pelanggan(o, 0)
    assert muat(Uttp, Uttp.pemilik_id == pelanggan.id, Uttp.nomor_seri == "CM-1") == 1


def beri_foto(*seri: str) -> None:
    """A photo for what came out of a spreadsheet; test_mendata_alat_uttp gives one by hand."""
    for s in seri:
        foto = f.buat_berkas().id
        db.session.execute(sa.update(Uttp).where(Uttp.nomor_seri == s).values(foto_id=foto))
        db.session.commit()
