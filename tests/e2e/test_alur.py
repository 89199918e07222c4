"""The whole way through a real browser, from registration to the certificate: with JavaScript on
SQLite, without on PostgreSQL. The sections of the manual one by one are in test_manual."""

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import Image
from playwright.sync_api import expect

from app.core import clock, uploads
from app.core.format import hari_tanggal
from app.core.format import tanggal as sebut_tanggal
from app.pengujian.queries import tambah_bulan
from app.uttp.models import Uttp
from tests import factories as f
from tests.conftest import sekali
from tests.e2e import langkah as alur
from tests.e2e.langkah import Orang

pytestmark = pytest.mark.browser

MEJA = {"width": 1280, "height": 900}

BukaOrang = Callable[..., Orang]
Kiriman = dict[str, Path]


# --- 1. the whole way ---------------------------------------------------------------------------


def test_dari_registrasi_sampai_histori(
    app: Flask, orang: BukaOrang, berkas_nyata: Kiriman, monkeypatch: pytest.MonkeyPatch, js: bool
) -> None:
    monkeypatch.setitem(app.config, "CAPTCHA", True)
    pelayanan = f.buat_pengguna("pelayanan", nama_masuk="loket", sandi=True)
    penera = f.buat_pengguna("penera", nama="Rahmat Penera")
    peserta, loket = orang(js=js), orang(js=js, layar=MEJA)
    foto, gambar, surat = (berkas_nyata[n] for n in ("foto.jpg", "gambar.png", "surat.pdf"))
    nik, sandi = f.nik(), "kopi-susu-di-teras-9"

    # An account of one's own.
    nomor_registrasi = alur.daftar(
        peserta,
        usaha={
            "NPWP": "09.254.294.3-407.000",
            "Nama": "SPBU Manggar",
            "Alamat": "Jalan Mulawarman RT 12",
            "Telp": "0542 123456",
            "Email": "spbu@contoh.test",
        },
        pic={
            "NIK": f"{nik[:6]} {nik[6:]}",
            "Nama": "Siti Aminah",
            "Jabatan": "Pemilik",
            "Telp": "0811 5551 234",
            "WhatsApp": "0811 5551 234",
            "Email": "siti@contoh.test",
        },
    )
    alur.masuk_petugas(loket, pelayanan.nama_masuk, f.SANDI)
    alur.aktifkan(peserta, alur.setujui(loket, nomor_registrasi), sandi)
    alur.masuk(peserta, nik, sandi)
    peserta.melihat("SPBU Manggar")

    # The instrument.
    alur.buka_alat(peserta, 0)
    isian = {
        "Merk": "Tatsuno",
        "Tipe/Model": "Sunny XE",
        "No. Seri": "TS-2291",
        "Kapasitas": "40",
        "Jumlah nozzle": "4",
        "Jenis BBM": "Pertalite dan Pertamax",
    }
    alur.tambah_alat(peserta, alur.POMPA, isian, foto)
    periksa_foto_tersimpan("TS-2291")

    # The application, with the documents its type asks for.
    alur.buka_alat(peserta, 1)
    peserta.ikuti(re.compile("^Pengajuan Baru"))
    peserta.melihat("Pengajuan Baru")
    for contoh in ("contoh surat permohonan", "format Daftar nozzle dan nomor seri"):
        assert peserta.unduh(f"Unduh {contoh} (PDF)").read_bytes().startswith(b"%PDF-")
    peserta.tekan("Mulai")
    peserta.melihat("Pilih jenis layanan")
    lampiran = {
        "Foto kondisi alat": [gambar],
        "Surat permohonan": [surat],
        "Izin persetujuan tipe": [surat],
        "Daftar nozzle dan nomor seri": [surat],
    }
    alur.isi_langkah(peserta, "Tera", lampiran)
    peserta.tekan("Proses Pengajuan Baru")
    nomor = alur.nomor_terkirim(peserta)

    # Until it is accepted, the button with the status leads back into the form.
    alur.monitoring(peserta)
    peserta.ikuti(f"Baru {nomor}")
    peserta.melihat(f"Ubah pengajuan {nomor}")
    peserta.terlampir("Foto kondisi alat", "gambar.png")
    peserta.lampirkan("Surat permohonan", gambar)
    peserta.tekan("Simpan Perubahan")
    peserta.membaca("Perubahan tersimpan.")
    expect(peserta.tautan("gambar.png")).to_have_count(2)

    # A date, free of charge.
    alur.terima(loket, nomor)
    hari = [f.hari_kerja_berikut(n) for n in (2, 4, 6)]
    alur.tawarkan(loket, nomor, hari, penera.nama)
    alur.pilih(peserta, nomor, hari[1])
    expect(peserta.layar.get_by_role("heading", name=hari_tanggal(hari[1]))).to_be_visible()
    peserta.membaca(re.compile("Bebas Retribusi"))
    alur.berstatus(peserta, "Diproses")

    # The test and the certificate.
    alur.uji_sah(orang(penera, js=js, layar=MEJA), nomor, surat)
    skhp, sampai = alur.terbitkan(loket, nomor)
    assert str(clock.today().year) in skhp
    assert date.fromisoformat(sampai) == tambah_bulan(clock.today(), 12)

    # What happened, for the participant: messages, and the history of the instrument.
    peserta.buka("/peserta")
    expect(peserta.menu("Pesan")).to_have_text("Pesan (5)")
    peserta.menu("Pesan").click()
    peserta.melihat("Pesan")
    peserta.membaca(f"{nomor}: Dokumen diterbitkan")
    peserta.tekan("Tandai semua dibaca")
    expect(peserta.tombol("Tandai semua dibaca")).to_have_count(0)
    expect(peserta.menu("Pesan")).to_have_text("Pesan")
    alur.histori(peserta, 1, "Selesai (Sah)", nomor)
    peserta.membaca(skhp)
    peserta.membaca(sebut_tanggal(date.fromisoformat(sampai)))
    peserta.ikuti("Kembali")
    peserta.melihat("Daftar Pengajuan")
    expect(peserta.tautan(f"Selesai (Sah) {nomor}")).to_be_visible()


def periksa_foto_tersimpan(nomor_seri: str) -> None:
    """Small, upright, and without the place where it was taken."""
    kunci = alur.baca(
        sa.select(uploads.Berkas.kunci).join(Uttp).where(Uttp.nomor_seri == nomor_seri)
    )
    with uploads.penyimpanan().buka(kunci) as berkas:
        isi = berkas.read()
    for rahasia in (b"Exif", b"GPS", b"Rahasia", b"KameraRahasia"):
        assert rahasia not in isi
    with Image.open(BytesIO(isi)) as im:
        assert im.format == "JPEG"
        assert not im.getexif()
        assert max(im.size) == 1600
        assert im.height > im.width  # the phone was held upright
        merah, hijau, _ = im.getpixel((im.width - 20, 20))  # type: ignore[misc]
        assert merah > 120 > hijau  # the mark of the lying picture's top left corner


# --- 2. the way back ----------------------------------------------------------------------------


@sekali
def test_kembali_dan_muat_ulang(orang: BukaOrang) -> None:
    pemilik = f.buat_peserta(sandi=True)
    for merk in ("Tanita", "Camry", "Nagata"):
        f.buat_uttp(pemilik, merk=merk, nomor_seri=f"{merk}-01")
    peserta = orang()
    alur.masuk(peserta, pemilik.pic_nik or "", f.SANDI)
    alur.buka_alat(peserta, 3)
    baris = peserta.layar.get_by_role("main").get_by_role("row").filter(has_text="-01")
    expect(baris).to_have_count(3)

    # Typing narrows the list without a new page; the address says so.
    peserta.kotak("Cari alat").fill("nagata")
    expect(baris).to_have_count(1)
    expect(peserta.layar).to_have_url(re.compile(r"[?&]q=nagata"))
    peserta.layar.reload()
    utuh(peserta)
    expect(peserta.kotak("Cari alat")).to_have_value("nagata")
    expect(baris).to_have_count(1)

    # Away and back, then back once more: always a whole page, with the list that belongs to it.
    peserta.ikuti(re.compile("^Daftar Pengajuan"))
    peserta.melihat("Daftar Pengajuan")
    peserta.layar.go_back()
    utuh(peserta)
    expect(baris).to_have_count(1)
    peserta.layar.go_back()
    utuh(peserta)
    expect(peserta.layar).not_to_have_url(re.compile("q=nagata"))
    expect(baris).to_have_count(3)
    peserta.layar.go_forward()
    utuh(peserta)
    expect(baris).to_have_count(1)


def utuh(o: Orang) -> None:
    """A page, not a region on its own: it has its menu, its heading, its foot and its looks."""
    o.melihat("Daftar Alat UTTP")
    expect(o.layar.get_by_role("banner")).to_be_visible()
    expect(o.layar.get_by_role("contentinfo")).to_be_visible()
    expect(o.layar.locator("link[rel=stylesheet]")).to_have_count(1)
