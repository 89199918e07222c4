"""`make panduan`: make the pictures of the guide anew, from the running program.

The program runs on a temporary database filled with the demo data, at a fixed time; a browser of a
telephone's width walks the steps of the chapters (app/publik/panduan_isi.py) as the demo's people
and keeps what it sees in app/static/panduan. All names and numbers on the pictures are invented.
"""

import logging
import os
import re
import secrets
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from io import BytesIO
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from PIL import Image, ImageOps
from playwright.sync_api import Locator, Page, sync_playwright
from werkzeug.serving import make_server

AKAR = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(AKAR))

from app.core import clock  # noqa: E402

TUJUAN = AKAR / "app" / "static" / "panduan"
SAAT = datetime(2026, 11, 23, 9, 5, tzinfo=clock.WITA).timestamp()  # a Monday
LEBAR, SKALA = 390, 1.25
PALING_BESAR, SEMUANYA = 16_000, 700_000
TANDAI = """e => { e.style.outline = '4px solid #c9781b'; e.style.outlineOffset = '3px';
  e.style.borderRadius = '8px'; }"""
BERSIHKAN = """() => { document.activeElement.blur();
  document.querySelectorAll('[style]').forEach(e => { e.style.outline = ''; }); }"""
# A date as an Indonesian telephone shows it; the browser here may know its own country only.
TANGGAL = """tampil => document.querySelectorAll('[type=date], [data-hari]').forEach(e => {
  if (tampil) { e.dataset.hari = e.value; e.type = 'text';
    e.value = e.dataset.hari.split('-').reverse().join('/'); }
  else { e.type = 'date'; e.value = e.dataset.hari; delete e.dataset.hari; } })"""
LETAK = """e => { const k = e.getBoundingClientRect();
  return [k.top + window.scrollY, k.height, document.documentElement.scrollHeight]; }"""


class Jam(datetime):
    """Begins at SAAT, and goes on from there."""

    awal = time.monotonic()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.fromtimestamp(SAAT + time.monotonic() - cls.awal, tz)


@contextmanager
def program(folder: Path) -> Iterator[tuple[Flask, str, str]]:
    """The program with its demo data: the app, its address, the password of all accounts."""
    sandi = secrets.token_urlsafe(12)
    os.environ |= {
        "MODE": "demo", "DATABASE_URL": f"sqlite:///{folder}/panduan.db", "CAPTCHA": "on",
        "BERKAS_URL": str(folder / "berkas"), "DEMO_PASSWORD": sandi,
    }  # fmt: skip
    clock.datetime = Jam  # type: ignore[misc]
    from app import create_app

    app = create_app()
    logging.disable(logging.CRITICAL)
    for perintah in (["db", "upgrade"], ["data-acuan"], ["demo"]):
        hasil = app.test_cli_runner().invoke(args=perintah)
        if hasil.exit_code:
            sys.exit(hasil.output)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield app, f"http://127.0.0.1:{server.server_port}", sandi
    server.shutdown()


@dataclass
class Juru:
    """Walks the pages and takes the pictures."""

    app: Flask
    layar: Page
    sandi: str
    folder: Path
    ukuran: dict[str, int] = field(default_factory=dict)

    # --- moving about

    def buka(self, alamat: str) -> None:
        self.layar.goto(alamat)

    def tombol(self, label: str) -> Locator:
        return self.layar.get_by_role("button", name=label, exact=True)

    def tautan(self, awal: str) -> Locator:
        """The first link in the page proper whose name begins so."""
        nama = re.compile(rf"^{re.escape(awal)}")
        return self.layar.get_by_role("main").get_by_role("link", name=nama).first

    def bagian(self, nama: str) -> Locator:
        return self.layar.get_by_role("group", name=nama, exact=True)

    def kotak(self, label: str, di: Locator | None = None) -> Locator:
        nama = re.compile(rf"^{re.escape(label)}( \(opsional\))?$")
        return (di or self.layar.get_by_role("main")).get_by_label(nama)

    def isi(self, di: Locator | None = None, **jawaban: str) -> None:
        for label, nilai in jawaban.items():
            self.kotak(label.replace("_", " ").replace("NoSeri", "No. Seri"), di).fill(nilai)

    def lanjut(self) -> None:
        lama = self.layar.url
        self.tombol("Simpan dan lanjut").click()
        self.layar.wait_for_url(lambda u: u != lama)

    def lampirkan(self, bagian: str, nama: str) -> None:
        tempat = self.bagian(bagian)
        tempat.get_by_label(f"{bagian}:").set_input_files(self.folder / nama)
        tempat.get_by_role("link", name=nama).wait_for()

    def captcha(self) -> None:
        from app.auth.queries import kode_captcha
        from app.auth.services import sidik_token

        token = self.layar.locator("input[name=captcha_token]").input_value()
        with self.app.app_context():
            self.kotak("Kode Captcha").fill(kode_captcha(sidik_token(token)) or "")

    # --- pictures

    def potret(
        self, bab: str, urut: int, *sasaran: Locator, atas: int = 120, tinggi: int = 330
    ) -> None:
        """What surrounds the first of these, all of them marked."""
        self.layar.mouse.move(0, 0)
        self.layar.evaluate(BERSIHKAN)
        for s in sasaran:
            s.evaluate(TANDAI)
        puncak, besar, semua = sasaran[0].evaluate(LETAK)
        mulai = max(0, min(puncak - atas, semua - tinggi))
        tinggi = max(tinggi, min(420, int(besar) + 40))
        bidang = {"x": 0, "y": mulai, "width": LEBAR, "height": min(tinggi, semua - mulai)}
        self.layar.evaluate(TANGGAL, True)
        self.layar.wait_for_timeout(150)
        isi = self.layar.screenshot(full_page=True, clip=bidang)  # type: ignore[arg-type]
        self.layar.evaluate(TANGGAL, False)
        self._simpan(f"{bab}-{urut}.webp", isi)

    def _simpan(self, nama: str, isi: bytes) -> None:
        with Image.open(BytesIO(isi)) as im:
            gambar = ImageOps.expand(im.convert("RGB"), border=2, fill="#b3aa99")
        for mutu in range(78, 18, -6):
            keluar = BytesIO()
            gambar.save(keluar, "WEBP", quality=mutu, method=6)
            if keluar.tell() <= PALING_BESAR:
                break
        (TUJUAN / nama).write_bytes(keluar.getvalue())
        self.ukuran[nama] = keluar.tell()

    # --- chapters, in an order in which each finds what it needs

    def tamu(self) -> None:
        self.buka("/")
        self.potret("mengakses-aplikasi", 4, self.layar.get_by_role("banner").locator("summary"))
        self.buka("/")
        self.potret("registrasi", 1, self.tautan("Registrasi"), atas=230)
        self.buka("/registrasi")
        self.potret("registrasi", 2, self.bagian("Kelompok"), atas=60)
        self._isi_registrasi()
        self.captcha()
        self.potret("registrasi", 3, self.kotak("Kode Captcha"), self.tombol("Daftarkan"),
                    atas=90, tinggi=500)  # fmt: skip
        self.tombol("Daftarkan").click()
        nomor = self.layar.get_by_text(re.compile(r"^REG-\d{4}-\d{6}$"))
        nomor.wait_for()
        self.potret("registrasi", 4, nomor)

    def _isi_registrasi(self) -> None:
        usaha, pic = self.bagian("Informasi Usaha"), self.bagian("Informasi PIC")
        self.layar.get_by_role("radio", name="Pemilik Alat").check()
        self.isi(usaha, NPWP="09.254.294.3-407.000", Nama="Toko Beras Contoh",
                 Alamat="Jalan Pasar Contoh Nomor 7", Telp="0542 900123",
                 Email="toko@contoh.test")  # fmt: skip
        self.layar.get_by_role("combobox", name="Kecamatan").select_option(index=1)
        kelurahan = self.layar.get_by_role("combobox", name="Kelurahan")
        self.layar.wait_for_timeout(600)
        kelurahan.select_option(index=1)
        self.isi(pic, NIK="6471 0150 0190 7001", Nama="Ayu Contoh", Jabatan="Pemilik",
                 Telp="0811 0007 001", WhatsApp="0811 0007 001",
                 Email="ayu@contoh.test")  # fmt: skip

    def masuk(self, nik: str, *, potret: bool = False) -> None:
        bab = "log-in-peserta"
        if potret:
            self.buka("/")
            self.potret(bab, 1, self.tautan("Log In Peserta"), atas=230)
        self.buka("/masuk")
        self.isi(NIK_PIC=nik, Password=self.sandi)
        if potret:
            self.potret(bab, 2, self.kotak("NIK PIC"), self.kotak("Password"), atas=150)
        if self.kotak("Kode Captcha").is_visible():
            if potret:
                gambar = self.layar.locator("#auth-captcha img")
                self.potret(bab, 3, gambar, self.tombol("Ganti kode"))
            self.captcha()
        if potret:
            self.potret(bab, 4, self.tombol("Log In"), atas=230)
        self.tombol("Log In").click()
        self.layar.get_by_text("Informasi PIC").first.wait_for()

    def alat(self) -> None:
        bab = "mendata-alat-uttp"
        self.potret(bab, 1, self.tautan("Jumlah Alat UTTP"))
        self.buka("/uttp")
        self.potret(bab, 3, self.tautan("TAMBAH UTTP"))
        self.buka("/uttp/baru")
        jenis = self.layar.get_by_role("combobox", name="Jenis UTTP", exact=True)
        jenis.select_option(label="Timbangan elektronik kelas III (sedang)")
        self.layar.locator("#uttp-informasi .satuan").first.wait_for()
        self.isi(Merk="Timbang Jaya", NoSeri="TJ-240117", Kapasitas="30")
        self.kotak("Tipe/Model").fill("TJ-30")
        self.potret(bab, 4, jenis, atas=60, tinggi=480)
        self.lampirkan("Foto", "timbangan.jpg")
        self.potret(bab, 5, self.tombol("Simpan"), atas=300, tinggi=390)
        self.tombol("Simpan").click()
        self.tautan("Hapus Timbangan").wait_for()
        self.potret(bab, 7, self.tautan("Ubah Timbangan"), self.tautan("Hapus Timbangan"),
                    atas=210, tinggi=350)  # fmt: skip

    def pengajuan(self) -> None:
        bab = "pengajuan-tera"
        self.buka("/uttp")
        self.potret(bab, 1, self.tautan("Pengajuan Baru"), atas=200)
        self.tautan("Pengajuan Baru").click()
        self.tombol("Mulai").wait_for()
        self.potret(bab, 2, self.tombol("Mulai"), atas=180, tinggi=480)
        self.tombol("Mulai").click()
        self.bagian("Jenis layanan").wait_for()
        self.layar.get_by_role("radio", name=re.compile("^Tera Ulang")).check()
        self.bagian("SKHP lama").wait_for()
        self.potret(bab, 3, self.bagian("Jenis layanan"), atas=60)
        self.isi(Nomor_SKHP_lama="510.63/0077/2025", Tanggal_SKHP="2025-11-20",
                 Berlaku_sampai="November 2026", Diterbitkan_oleh="UPTD Metrologi")  # fmt: skip
        self.potret(bab, 4, self.kotak("Nomor SKHP lama"), atas=80, tinggi=480)
        self.lanjut()
        self.lampirkan("Foto kondisi alat", "timbangan.jpg")
        self.potret(bab, 5, self.bagian("Foto kondisi alat"), atas=40)
        self.lanjut()
        self.lampirkan("Surat permohonan", "surat permohonan.pdf")
        self.lampirkan("Berkas SKHP lama", "skhp lama.pdf")
        self.potret(bab, 6, self.bagian("Surat permohonan"), atas=60)
        self.lanjut()
        kirim = self.tombol("Proses Pengajuan Baru")
        self.potret(bab, 7, kirim, atas=270, tinggi=400)
        kirim.click()
        nomor = self.layar.get_by_role("heading", level=1, name=re.compile("^Nomor pengajuan"))
        nomor.wait_for()
        self.potret(bab, 8, nomor)
        self.buka("/pengajuan?q=" + nomor.inner_text().split()[-1])
        self.potret(bab, 9, self.tautan("Baru TU-"), self.tautan("Batal Pengajuan"), atas=240,
                    tinggi=380)  # fmt: skip

    def jadwal(self) -> None:
        bab = "memilih-jadwal"
        self.buka("/pengajuan")
        self.potret(bab, 1, self.tautan("Pilihan Jadwal"), atas=260)
        self.tautan("Pilihan Jadwal").click()
        self.tombol("Atur Jadwal").wait_for()
        self.bagian("Waktu yang ditawarkan").get_by_role("radio").first.check()
        self.potret(bab, 2, self.bagian("Waktu yang ditawarkan"), atas=30)
        self.potret(bab, 3, self.tombol("Atur Jadwal"), atas=230)

    def histori(self, nik: str) -> None:
        bab, (uttp, seri) = "lihat-histori", self._selesai(nik)
        self.buka(f"/uttp?q={seri}")
        self.potret(bab, 2, self.tautan("Daftar Pengajuan"), atas=240)
        self.buka(f"/pengajuan/alat/{uttp}")
        self.potret(bab, 3, self.tautan("Selesai (Sah)"), atas=220)
        self.tautan("Selesai (Sah)").click()
        kembali = self.layar.locator(".kembali a")
        kembali.wait_for()
        self.potret(bab, 4, kembali)

    def _selesai(self, nik: str) -> tuple[int, str]:
        """An instrument of this participant with a certificate of ours."""
        from app.auth.models import indeks_nik
        from app.extensions import db
        from app.pengajuan.models import Pengajuan
        from app.peserta.models import Peserta
        from app.uttp.models import Uttp

        with self.app.app_context():
            cari = (
                sa.select(Uttp.id, Uttp.nomor_seri)
                .join(Pengajuan, Pengajuan.uttp_id == Uttp.id)
                .join(Peserta, Peserta.id == Uttp.pemilik_id)
                .where(Peserta.pic_nik_indeks == indeks_nik(nik), Pengajuan.status == "selesai_sah")
            )
            id, seri = db.session.execute(cari.order_by(Uttp.id).limit(1)).one()
        return id, seri

    def bayar(self) -> None:
        bab, tulisan = "pembayaran-retribusi", "Terjadwal (Menunggu Pembayaran)"
        self.buka("/pengajuan")
        self.potret(bab, 1, self.tautan(tulisan), atas=260)
        self.tautan(tulisan).click()
        self.tombol("Bayar").wait_for()
        nomor, tanggal = self.kotak("Nomor Bukti Pembayaran"), self.kotak("Tanggal Pembayaran")
        nomor.fill("FT26327CONTOH")
        tanggal.fill("2026-11-23")
        self.potret(bab, 2, nomor, atas=90)
        self.lampirkan("Bukti", "bukti bayar.pdf")
        self.potret(bab, 3, tanggal, self.bagian("Bukti"), atas=40, tinggi=420)
        self.potret(bab, 4, self.tombol("Bayar"), atas=260)

    def pelanggan(self) -> None:
        bab = "mendata-pelanggan"
        self.potret(bab, 1, self.tautan("Jumlah Pelanggan"), atas=180)
        self.buka("/pelanggan")
        self.potret(bab, 2, self.tautan("TAMBAH PELANGGAN"))
        self.buka("/pelanggan")
        unit = self.layar.get_by_role("link", name=re.compile(r"^[1-9]\d* unit")).first
        self.potret("mendata-alat-uttp", 2, unit, atas=190)
        self.buka("/pelanggan/baru")
        self.isi(NPWP="09.777.123.4-721.000")
        self.potret(bab, 3, self.kotak("NPWP"), self.tombol("Cek"), atas=160, tinggi=380)
        self.tombol("Cek").click()
        self.layar.get_by_text("Belum pernah terdata").wait_for()
        self.isi(Nama="Kios Sayur Contoh", Alamat="Jalan Pasar Contoh Nomor 12",
                 Telp="0811 0007 112", Email="kios@contoh.test")  # fmt: skip
        self.layar.get_by_role("combobox", name="Kecamatan").select_option(index=2)
        self.layar.wait_for_timeout(600)
        self.layar.get_by_role("combobox", name="Kelurahan").select_option(index=1)
        self.potret(bab, 4, self.kotak("Nama"), atas=110, tinggi=420)
        self.potret(bab, 5, self.tombol("Daftarkan"), atas=230)
        self.tombol("Daftarkan").click()
        self.layar.get_by_text("Kios Sayur Contoh").first.wait_for()
        self.buka("/pelanggan")
        self.potret(bab, 7, self.tautan("Ubah Kios Sayur"), self.tautan("Hapus Kios Sayur"),
                    atas=270, tinggi=360)  # fmt: skip
        self.buka("/pelanggan")
        self.potret("melepaskan-pelanggan", 1, self.tautan("Lepaskan"), atas=270, tinggi=360)
        self.tautan("Lepaskan").click()
        self.tombol("Ya, lepaskan").wait_for()
        self.potret("melepaskan-pelanggan", 2, self.tombol("Ya, lepaskan"), atas=330, tinggi=420)

    def pindah(self) -> None:
        self.buka("/pelanggan")
        unit = self.layar.get_by_role("link", name=re.compile(r"^[1-9]\d* unit"))
        for alamat in [u.get_attribute("href") for u in unit.all()]:
            self.buka(alamat or "")
            if self.tautan("Pindahkan Kepemilikan").count():
                break
        bab = "memindahkan-kepemilikan"
        self.potret(bab, 1, self.tautan("Pindahkan Kepemilikan"), atas=260)
        self.tautan("Pindahkan Kepemilikan").click()
        ya = self.tombol("Ya, pindahkan")
        ya.wait_for()
        self.potret(bab, 2, ya, atas=400, tinggi=480)

    def daftarkan(self) -> None:
        bab = "mendaftarkan-pelanggan"
        self.buka("/pelanggan")
        nama = (self.tautan("Daftarkan").text_content() or "").removeprefix("Daftarkan").strip()
        self.potret(bab, 1, self.tautan("Daftarkan"), atas=230)
        self.tautan("Daftarkan").click()
        self.tautan("OK").wait_for()
        self.potret(bab, 2, self.tautan("OK"), atas=330, tinggi=420)
        self.tautan("OK").click()
        self.tombol("Daftarkan").wait_for()
        self.isi(NIK="6471 0110 0585 7002", Nama="Budi Contoh", Jabatan="Pemilik",
                 Telp="0811 0007 002", WhatsApp="0811 0007 002",
                 Email="budi@contoh.test")  # fmt: skip
        self.potret(bab, 3, self.kotak("NIK"), atas=110, tinggi=420)
        self.potret(bab, 4, self.tombol("Daftarkan"), atas=260)
        self.tombol("Daftarkan").click()
        self.layar.get_by_text("Menunggu persetujuan").first.wait_for()
        self.buka(f"/pelanggan?q={nama}")
        self.potret(bab, 5, self.layar.get_by_text("Menunggu persetujuan").first, atas=200)


def siapkan_berkas(app: Flask, folder: Path) -> None:
    """Files to choose, out of those of the demo."""
    from app.core.uploads import Berkas, penyimpanan
    from app.extensions import db
    from app.pembayaran.models import Pembayaran
    from app.uttp.models import Uttp

    foto, pdf = Berkas.jenis != "pdf", Berkas.jenis == "pdf"
    cari = sa.select(Berkas.kunci).limit(1)
    asal = {
        "timbangan.jpg": cari.join(Uttp, Uttp.foto_id == Berkas.id).where(foto),
        "bukti bayar.pdf": cari.join(Pembayaran, Pembayaran.berkas_id == Berkas.id),
        "surat permohonan.pdf": cari.where(pdf),
        "skhp lama.pdf": cari.where(pdf),
    }
    with app.app_context():
        for nama, pilih in asal.items():
            with penyimpanan().buka(db.session.scalar(pilih)) as berkas:
                (folder / nama).write_bytes(berkas.read())


def jalan(folder: Path) -> dict[str, int]:
    with program(folder) as (app, alamat, sandi), sync_playwright() as p:
        from app.demo.nama import PEMILIK, PENYEDIA

        siapkan_berkas(app, folder)
        browser = p.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        ukuran: dict[str, int] = {}

        def juru() -> Juru:
            konteks = browser.new_context(
                base_url=alamat, viewport={"width": LEBAR, "height": 844},
                device_scale_factor=SKALA, color_scheme="light", locale="id-ID",
                timezone_id="Asia/Makassar", reduced_motion="reduce",
            )  # fmt: skip
            return Juru(app, konteks.new_page(), sandi, folder, ukuran)

        juru().tamu()
        pemilik, penyedia = juru(), juru()
        pemilik.masuk(PEMILIK, potret=True)
        pemilik.alat()
        pemilik.pengajuan()
        pemilik.jadwal()
        pemilik.histori(PEMILIK)
        penyedia.masuk(PENYEDIA)
        penyedia.pelanggan()
        penyedia.pindah()
        penyedia.daftarkan()
        penyedia.bayar()
        browser.close()
    return ukuran


def main() -> None:
    TUJUAN.mkdir(exist_ok=True)
    lama = {p.name for p in TUJUAN.glob("*.webp")}
    with tempfile.TemporaryDirectory() as folder:
        ukuran = jalan(Path(folder))
    for nama in lama - set(ukuran):
        (TUJUAN / nama).unlink()
    jumlah, besar = sum(ukuran.values()), max(ukuran.values())
    sys.stdout.write(f"{len(ukuran)} gambar, {jumlah // 1000} KB, terbesar {besar / 1000:.1f} KB\n")
    if jumlah > SEMUANYA:
        sys.exit("Gambarnya terlalu berat; kecilkan PALING_BESAR.")


if __name__ == "__main__":
    main()
