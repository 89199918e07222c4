"""Whole journeys through a real browser, on both databases: the manual's steps, under its labels,
with JavaScript and without."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import Image
from playwright.sync_api import Page, expect

from app.auth.models import Pengguna
from app.core import clock, uploads
from app.core.format import hari_tanggal, rupiah
from app.core.format import tanggal as sebut_tanggal
from app.pengajuan.models import BerkasPengajuan, Pengajuan
from app.pengujian.queries import tambah_bulan
from app.uttp.models import Uttp
from tests import factories as f
from tests.conftest import tiket
from tests.e2e import langkah as alur
from tests.e2e.langkah import Orang

pytestmark = pytest.mark.browser

MEJA = {"width": 1280, "height": 900}
js_dan_tanpa = pytest.mark.parametrize("js", [True, False], ids=["js", "tanpa-js"])

BukaOrang = Callable[..., Orang]
Kiriman = dict[str, Path]


@pytest.fixture
def orang(app: Flask, situs: str, jendela: Callable[..., Page]) -> BukaOrang:
    """orang(sebagai=…, js=…, layar=…) → somebody in a browser profile of their own; `sebagai` is
    signed in already."""

    def _orang(sebagai: Pengguna | None = None, *, js: bool = True, layar: Any = None) -> Orang:
        halaman = jendela(js=js, layar=layar)
        if sebagai is not None:
            segel = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
            isi = segel.dumps({"_user_id": tiket(sebagai), "_fresh": True})
            nama = app.config["SESSION_COOKIE_NAME"]
            halaman.context.add_cookies([{"name": nama, "value": isi, "url": situs}])
        return Orang(halaman, js)

    return _orang


def petugas(orang: BukaOrang, peran: str = "pelayanan") -> Orang:
    return orang(f.buat_pengguna(peran), layar=MEJA)


def pengajuan_milik(uttp_id: int) -> int:
    return int(alur.baca(sa.select(sa.func.count()).where(Pengajuan.uttp_id == uttp_id)))


# --- 1. the whole way ---------------------------------------------------------------------------


@js_dan_tanpa
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
    alur.pilih_layanan(peserta, "Tera")
    for contoh in ("contoh surat permohonan", "format Daftar nozzle dan nomor seri"):
        assert peserta.unduh(f"Unduh {contoh} (PDF)").read_bytes().startswith(b"%PDF-")
    peserta.lampirkan("Foto kondisi alat", gambar)
    peserta.lampirkan("Surat permohonan", surat)
    peserta.lampirkan("Izin persetujuan tipe", surat)
    peserta.lampirkan("Daftar nozzle dan nomor seri", surat)
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


# --- 2. with a fee ------------------------------------------------------------------------------


def test_jalur_berbayar(orang: BukaOrang, berkas_nyata: Kiriman) -> None:
    f.buat_tarif(75_000)
    pemilik = f.buat_peserta(sandi=True)
    nomor = f.buat_pengajuan("diterima", f.buat_uttp(pemilik)).nomor
    penera = f.buat_pengguna("penera", nama="Dewi Penera")
    loket, peserta = petugas(orang), orang()
    hari = [f.hari_kerja_berikut(n) for n in (3, 5)]
    alur.masuk(peserta, pemilik.pic_nik or "", f.SANDI)
    alur.tawarkan(loket, nomor, hari, penera.nama)
    alur.pilih(peserta, nomor, hari[0])
    alur.berstatus(peserta, "Terjadwal (Menunggu Pembayaran)")

    alur.monitoring(peserta)
    peserta.ikuti(f"Terjadwal (Menunggu Pembayaran) {nomor}")
    peserta.melihat(f"Pembayaran {nomor}")
    peserta.membaca(rupiah(75_000))
    alur.bayar(peserta, "ft26326abc12", clock.today(), berkas_nyata["gambar.png"])

    buka_pembayaran(loket, nomor)
    loket.tandai("Alasan", "Bukti tidak terbaca.")
    loket.kotak("Keterangan untuk peserta").fill("Angkanya terpotong.")
    loket.tekan("Tolak")
    loket.membaca(f"Bukti pembayaran {nomor} ditolak.")

    # What was typed and sent is still there; only the picture is another one.
    peserta.buka("/peserta")
    peserta.ikuti("Bayar")
    peserta.membaca(re.compile("Bukti tidak terbaca.*Angkanya terpotong"))
    expect(peserta.kotak("Nomor Bukti Pembayaran")).to_have_value("FT26326ABC12")
    expect(peserta.kotak("Tanggal Pembayaran")).to_have_value(clock.today().isoformat())
    peserta.terlampir("Bukti", "gambar.png")
    alur.bayar(peserta, "FT26326ABC12", clock.today(), berkas_nyata["surat.pdf"])

    buka_pembayaran(loket, nomor)
    loket.tekan("Konfirmasi Pembayaran")
    loket.membaca(f"Pembayaran {nomor} dikonfirmasi.")
    peserta.buka("/pengajuan")
    peserta.ikuti(f"Diproses {nomor}")
    alur.berstatus(peserta, "Diproses")


def buka_pembayaran(loket: Orang, nomor: str) -> None:
    loket.buka("/admin/pembayaran")
    loket.ikuti(nomor)
    loket.melihat(f"Pembayaran {nomor}")


# --- 3. and 4. two ways to end early ------------------------------------------------------------


def test_tidak_lulus_uji(orang: BukaOrang, berkas_nyata: Kiriman) -> None:
    pemilik = f.buat_peserta(sandi=True)
    sampai = date(2027, 3, 31)
    alat = f.buat_uttp(
        pemilik,
        skhp_nomor="510.63/77/2026",
        skhp_tanggal=date(2026, 3, 30),
        skhp_berlaku_sampai=sampai,
        skhp_penerbit="UPTD Metrologi",
    )
    penera = f.buat_pengguna("penera")
    nomor = f.buat_pengajuan("diproses", alat, penera_id=penera.id).nomor
    alur.uji_tidak_lulus(orang(penera, layar=MEJA), nomor, "Kesalahan 3 e pada muatan 20 kg.")

    peserta = orang()
    alur.masuk(peserta, pemilik.pic_nik or "", f.SANDI)
    alur.histori(peserta, 1, "Selesai (Dibatalkan)", nomor)
    peserta.membaca("berarti alat sudah diuji dan tidak lulus.")
    peserta.membaca("Keterangan uji: Kesalahan 3 e pada muatan 20 kg.")
    peserta.ikuti("Kembali")
    peserta.melihat("Daftar Pengajuan")
    assert alur.baca(sa.select(Uttp.skhp_berlaku_sampai).where(Uttp.id == alat.id)) == sampai
    alur.buka_alat(peserta, 1)
    expect(peserta.layar.get_by_role("table").get_by_text("Tidak lulus uji")).to_be_visible()

    # Repaired, it is filed again; what is known of the old certificate is filled in.
    gambar, surat = berkas_nyata["gambar.png"], berkas_nyata["surat.pdf"]
    lampiran = {
        "Foto kondisi alat": [gambar],
        "Surat permohonan": [surat],
        "Berkas SKHP lama": [surat],
    }
    baru = alur.ajukan(peserta, "Tera Ulang", lampiran)
    cari = sa.select(Pengajuan.skhp_lama_nomor).where(Pengajuan.nomor == baru)
    assert alur.baca(cari) == "510.63/77/2026"


def test_dibatalkan(orang: BukaOrang) -> None:
    pemilik = f.buat_peserta(sandi=True)
    sendiri, kantor = (
        f.buat_pengajuan(s, f.buat_uttp(pemilik)).nomor for s in ("baru", "diterima")
    )
    peserta = orang()
    alur.masuk(peserta, pemilik.pic_nik or "", f.SANDI)
    alur.monitoring(peserta)
    peserta.ikuti(f"Batal Pengajuan {sendiri}")
    peserta.melihat(f"Batal Pengajuan {sendiri}")
    peserta.kotak("Alasan").fill("Alat dijual.")
    peserta.tekan("Batal Pengajuan")
    peserta.membaca(f"Pengajuan {sendiri} dibatalkan.")
    alur.berstatus(peserta, "Dibatalkan")
    peserta.membaca("ini bukan hasil uji")
    peserta.membaca("Alasan: Alat dijual.")

    loket = petugas(orang)
    alur.buka_pengajuan(loket, kantor)
    loket.ikuti("Batalkan")
    loket.melihat(f"Batalkan Pengajuan {kantor}")
    loket.tandai("Alasan pembatalan", "Alat tidak dapat dilayani di kantor ini")
    loket.kotak("Penjelasan untuk peserta").fill("Ajukan di UML Samarinda.")
    loket.tekan("Batalkan Pengajuan")
    loket.membaca(f"{kantor} dibatalkan.")

    # Both are history now, and both instruments are free again.
    peserta.buka("/pengajuan")
    peserta.membaca("Belum ada pengajuan aktif")
    peserta.ikuti("Lihat pengajuan yang sudah selesai")
    peserta.ikuti(f"Dibatalkan {kantor}")
    peserta.membaca("Alasan: Alat tidak dapat dilayani di kantor ini. Ajukan di UML Samarinda.")
    alur.buka_alat(peserta, 2)
    expect(peserta.tautan(re.compile("^Pengajuan Baru"))).to_have_count(2)


# --- 5. nothing given is lost -------------------------------------------------------------------


@js_dan_tanpa
def test_berkas_bertahan_saat_salah_isi(
    app: Flask, orang: BukaOrang, berkas_nyata: Kiriman, js: bool
) -> None:
    pemilik = f.buat_peserta(sandi=True)
    alat = f.buat_uttp(pemilik, kapasitas=Decimal(15))
    peserta = orang(js=js)
    alur.masuk(peserta, pemilik.pic_nik or "", f.SANDI)
    alur.buka_alat(peserta, 1)
    peserta.ikuti(re.compile("^Pengajuan Baru"))
    alur.pilih_layanan(peserta, "Tera")
    peserta.lampirkan("Foto kondisi alat", berkas_nyata["foto.jpg"], berkas_nyata["gambar.png"])

    # Refused by what is inside, whatever the name says; what was right stays.
    palsu, terkunci = berkas_nyata["palsu.pdf"], berkas_nyata["terkunci.pdf"]
    tolak_berkas(peserta, "Surat permohonan", "Namanya berakhiran .pdf, tetapi isi", palsu)
    peserta.terlampir("Foto kondisi alat", "foto.jpg", "gambar.png")
    # Of two chosen together each is named.
    berdua = re.compile(r"palsu\.pdf: Namanya .* terkunci\.pdf: PDF ini terkunci kata sandi")
    tolak_berkas(peserta, "Surat permohonan", berdua, palsu, terkunci)
    peserta.terlampir("Foto kondisi alat", "foto.jpg", "gambar.png")
    peserta.terlampir("Surat permohonan")
    peserta.lampirkan("Surat permohonan", berkas_nyata["surat.pdf"])

    # One file is missing still: the page says which, and keeps the three others.
    peserta.tekan("Proses Pengajuan Baru")
    ringkasan = peserta.layar.get_by_role("alert")
    expect(ringkasan).to_contain_text("Pilih berkas izin persetujuan tipe.")
    expect(peserta.layar).to_have_title(re.compile("^Kesalahan: "))
    expect(ringkasan.get_by_role("link")).to_have_count(1)
    peserta.terlampir("Foto kondisi alat", "foto.jpg", "gambar.png")
    peserta.terlampir("Surat permohonan", "surat.pdf")

    # A photo too many comes off by name; without JavaScript that brings along what was chosen.
    peserta.lampirkan("Izin persetujuan tipe", berkas_nyata["surat.pdf"])
    peserta.bagian("Foto kondisi alat").get_by_role("button", name="Hapus gambar.png").click()
    peserta.terlampir("Foto kondisi alat", "foto.jpg")
    peserta.terlampir("Izin persetujuan tipe", "surat.pdf")
    kirim_dua_kali(peserta)
    assert pengajuan_milik(alat.id) == 1
    guna = sa.select(sa.func.count()).select_from(BerkasPengajuan).join(Pengajuan)
    assert alur.baca(guna.where(Pengajuan.uttp_id == alat.id)) == 3


def tolak_berkas(o: Orang, bagian: str, alasan: str | re.Pattern[str], *jalur: Path) -> None:
    """Choose files nobody can use, and read why."""
    Orang(o.layar, js=False).lampirkan(bagian, *jalur)
    if not o.js:
        o.tekan("Proses Pengajuan Baru")
    galat = o.bagian(bagian).get_by_role("paragraph").filter(has_text="Perlu diperbaiki:")
    expect(galat.filter(has_text=alasan)).to_be_visible()


def kirim_dua_kali(o: Orang) -> None:
    """An impatient person. Without JavaScript nothing but the server holds the second one back:
    there the same form is posted twice."""
    if o.js:
        o.tombol("Proses Pengajuan Baru").dblclick()
        alur.nomor_terkirim(o)
        return
    isian = o.layar.get_by_role("main").locator("input[type=hidden], input:checked").all()
    isi = {i.get_attribute("name") or "": i.input_value() for i in isian} | {"kirim": "1"}
    dua = [o.layar.request.post(o.layar.url, multipart=isi) for _ in range(2)]
    assert [j.status for j in dua] == [200, 200]
    assert dua[0].url == dua[1].url
    o.buka(dua[1].url)
    alur.nomor_terkirim(o)


# --- 6. the way back ----------------------------------------------------------------------------


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
