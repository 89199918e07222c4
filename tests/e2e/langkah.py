"""What people do on these pages, each step named as they would name it.

Controls are found by their words and roles only, as a person or a screen reader finds them. Each
step ends by looking at what it led to, so the next one never starts on the old page.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from playwright.sync_api import Download, Locator, Page, expect

from app.auth.queries import kode_captcha
from app.auth.services import sidik_token
from app.core.format import hari_tanggal
from app.extensions import db

# As long as a click waits (conftest); a machine may be busy with other tests.
expect.set_options(timeout=15_000)

POMPA = "Pompa ukur bahan bakar minyak (PUBBM)"


def baca(cari: sa.Select[Any]) -> Any:
    """One value as the database has it now, not as an older look at it had."""
    db.session.remove()
    try:
        return db.session.scalar(cari)
    finally:
        db.session.remove()


@dataclass(frozen=True)
class Orang:
    """Somebody in front of a browser, with or without JavaScript."""

    layar: Page
    js: bool = True

    def buka(self, alamat: str) -> None:
        self.layar.goto(alamat)

    def melihat(self, judul: str | re.Pattern[str]) -> None:
        """The heading of the page that stands there now."""
        expect(self.layar.get_by_role("heading", level=1, name=judul)).to_be_visible()

    def membaca(self, teks: str | re.Pattern[str]) -> None:
        expect(self.layar.get_by_text(teks).first).to_be_visible()

    def tombol(self, label: str) -> Locator:
        return self.layar.get_by_role("button", name=label, exact=True)

    def tautan(self, label: str | re.Pattern[str]) -> Locator:
        return self.layar.get_by_role("link", name=label, exact=isinstance(label, str))

    def kotak(self, label: str, bagian: str | None = None) -> Locator:
        """A field by its label; what is optional says so behind it."""
        tempat = self.bagian(bagian) if bagian else self.layar
        return tempat.get_by_label(re.compile(rf"^{re.escape(label)}( \(opsional\))?$"))

    def bagian(self, nama: str) -> Locator:
        """A group of fields, with its name above it."""
        return self.layar.get_by_role("group", name=nama, exact=True)

    def tekan(self, label: str) -> None:
        self.tombol(label).click()

    def ikuti(self, label: str | re.Pattern[str]) -> None:
        self.tautan(label).click()

    def isi(self, jawaban: dict[str, str], bagian: str | None = None) -> None:
        """Fill in fields by their labels."""
        for label, nilai in jawaban.items():
            self.kotak(label, bagian).fill(nilai)

    def tandai(self, pertanyaan: str, jawaban: str) -> None:
        """One of several; the answer may carry an explanation behind it."""
        awal = re.compile(rf"^{re.escape(jawaban)}( (?!Ulang)|$)")
        self.bagian(pertanyaan).get_by_role("radio", name=awal).check()

    def lampirkan(self, bagian: str, *jalur: Path) -> None:
        """Choose files. With JavaScript they are sent at once and listed; else with the form."""
        tempat = self.bagian(bagian)
        tempat.get_by_label(f"{bagian}:").set_input_files(jalur)
        if self.js:
            for j in jalur:
                expect(tempat.get_by_role("link", name=j.name)).to_be_visible()

    def terlampir(self, bagian: str, *nama: str) -> None:
        """Exactly these files are listed."""
        expect(self.bagian(bagian).get_by_role("listitem")).to_have_count(len(nama))
        for n in nama:
            expect(self.bagian(bagian).get_by_role("link", name=n)).to_be_visible()

    def unduh(self, label: str) -> Path:
        with self.layar.expect_download() as tunggu:
            self.ikuti(label)
        hasil: Download = tunggu.value
        return hasil.path()

    def menu(self, label: str) -> Locator:
        """An entry of the menu, unfolded first where the screen is narrow."""
        butir = self.layar.get_by_role("navigation", name="Menu utama").get_by_role(
            "link", name=re.compile(rf"^{label}( |$)")
        )
        if not butir.is_visible():
            self.layar.get_by_role("banner").locator("summary").click()
        return butir


# --- account ------------------------------------------------------------------------------------


def jawab_captcha(o: Orang) -> None:
    """A person reads the picture; a test reads what the picture was painted from."""
    token = o.layar.locator("input[name=captcha_token]").input_value()
    jawaban = kode_captcha(sidik_token(token))
    db.session.remove()
    assert jawaban is not None
    o.kotak("Kode Captcha").fill(jawaban)


def daftar(o: Orang, usaha: dict[str, str], pic: dict[str, str]) -> str:
    """Registrasi from the front page on; gives the number of the registration."""
    o.buka("/")
    o.layar.get_by_role("main").get_by_role("link", name="Registrasi", exact=True).click()
    o.melihat("Registrasi")
    o.tandai("Kelompok", "Pemilik Alat")
    o.isi(usaha, "Informasi Usaha")
    o.layar.get_by_role("combobox", name="Kecamatan").select_option(label="Balikpapan Timur")
    kelurahan = o.layar.get_by_role("combobox", name="Kelurahan")
    if o.js:
        expect(kelurahan.locator("optgroup")).to_have_count(0)
    kelurahan.select_option(label="Manggar")
    o.isi(pic, "Informasi PIC")
    jawab_captcha(o)
    o.tekan("Daftarkan")
    o.melihat("Registrasi terkirim")
    return str(o.layar.get_by_text(re.compile(r"^REG-\d{4}-\d{6}$")).inner_text())


def setujui(o: Orang, nomor: str) -> str:
    """Staff accept a registration; gives the one-time link they pass on."""
    o.buka("/admin")
    o.layar.get_by_role("main").get_by_role("link", name=re.compile("Registrasi")).first.click()
    o.melihat("Peserta Tera/Tera Ulang")
    o.ikuti(nomor)
    o.tekan("Terima")
    o.melihat("Registrasi diterima")
    return str(o.tautan(re.compile("aktivasi")).get_attribute("href"))


def aktifkan(o: Orang, tautan: str, sandi: str) -> None:
    o.buka(tautan)
    o.kotak("Password baru").fill(sandi)
    o.tekan("Simpan Password")
    o.membaca("Password Anda tersimpan.")


def masuk(o: Orang, nik: str, sandi: str) -> None:
    """Log In Peserta, with the captcha where one is asked."""
    o.buka("/masuk")
    o.kotak("NIK PIC").fill(nik)
    o.kotak("Password").fill(sandi)
    if o.kotak("Kode Captcha").is_visible():
        jawab_captcha(o)
    o.tekan("Log In")
    o.membaca("Informasi PIC")


def masuk_petugas(o: Orang, nama: str, sandi: str) -> None:
    o.buka("/admin/masuk")
    o.kotak("Nama pengguna").fill(nama)
    o.kotak("Password").fill(sandi)
    if o.kotak("Kode Captcha").is_visible():
        jawab_captcha(o)
    o.tekan("Log In")
    o.melihat("Perlu tindakan")


# --- instruments and applications ---------------------------------------------------------------


def buka_alat(o: Orang, jumlah: int) -> None:
    """The button on the row of the PIC, with the number of instruments on it."""
    o.buka("/peserta")
    o.ikuti(f"Jumlah Alat UTTP {jumlah} unit")
    o.melihat("Daftar Alat UTTP")


def tambah_alat(o: Orang, jenis: str, jawaban: dict[str, str], foto: Path) -> None:
    """TAMBAH UTTP on the list."""
    o.ikuti("TAMBAH UTTP")
    isi_alat(o, jenis, jawaban, foto)
    o.melihat("Daftar Alat UTTP")
    o.membaca(jawaban["No. Seri"])


def isi_alat(o: Orang, jenis: str, jawaban: dict[str, str], foto: Path) -> None:
    """The form of an instrument. The type comes first, as it brings questions of its own."""
    o.melihat("Tambah UTTP")
    o.layar.get_by_role("combobox", name="Jenis UTTP", exact=True).select_option(label=jenis)
    if not o.js:
        o.tekan("Tampilkan isian jenis ini")
    for label in jawaban:
        expect(o.kotak(label)).to_be_visible()
    o.isi(jawaban)
    o.lampirkan("Foto", foto)
    o.tekan("Simpan")


def mulai(o: Orang) -> None:
    """Pengajuan Baru on a row of the list, what to prepare, Mulai."""
    o.ikuti(re.compile("^Pengajuan Baru"))
    o.melihat("Pengajuan Baru")
    o.tekan("Mulai")
    o.melihat("Pilih jenis layanan")


def lanjut(o: Orang, judul: str) -> None:
    """Simpan dan lanjut, to the step of this heading."""
    o.tekan("Simpan dan lanjut")
    o.melihat(judul)


def pilih_layanan(o: Orang, layanan: str) -> None:
    """Choosing the service brings what it asks for; without JavaScript when the step is sent."""
    o.tandai("Jenis layanan", layanan)
    if layanan == "Tera Ulang":
        if not o.js and not o.bagian("SKHP lama").is_visible():
            o.tekan("Simpan dan lanjut")
        expect(o.bagian("SKHP lama")).to_be_visible()
    elif o.js:
        expect(o.bagian("SKHP lama")).to_have_count(0)


def isi_langkah(o: Orang, layanan: str, lampiran: dict[str, Sequence[Path]]) -> None:
    """From the first step to the last page."""
    pilih_layanan(o, layanan)
    lanjut(o, "Foto kondisi alat")
    o.lampirkan("Foto kondisi alat", *lampiran["Foto kondisi alat"])
    lanjut(o, "Berkas yang diminta")
    for bagian, jalur in lampiran.items():
        if bagian != "Foto kondisi alat":
            o.lampirkan(bagian, *jalur)
    lanjut(o, "Periksa isian Anda")


def ajukan(o: Orang, layanan: str, lampiran: dict[str, Sequence[Path]]) -> str:
    """Proses Pengajuan Baru, from the list of instruments on; gives the number."""
    mulai(o)
    isi_langkah(o, layanan, lampiran)
    o.tekan("Proses Pengajuan Baru")
    return nomor_terkirim(o)


def nomor_terkirim(o: Orang) -> str:
    judul = o.layar.get_by_role("heading", level=1, name=re.compile("^Nomor pengajuan"))
    expect(judul).to_be_visible()
    return str(judul.inner_text()).split()[-1]


def monitoring(o: Orang) -> None:
    o.menu("Pengajuan").click()
    o.melihat("Daftar Pengajuan Aktif")


def buka_pengajuan(o: Orang, nomor: str) -> None:
    """Staff: the queue, and one application of it."""
    o.buka("/admin/pengajuan")
    o.ikuti(nomor)
    o.melihat(nomor)


def berstatus(o: Orang, sebutan: str) -> None:
    """The tag at the head of the page."""
    expect(o.layar.get_by_role("main").locator(".status").first).to_have_text(sebutan)


def terima(o: Orang, nomor: str) -> None:
    buka_pengajuan(o, nomor)
    o.tekan("Terima Permintaan")
    o.membaca(f"{nomor} diterima.")
    berstatus(o, "Diterima")


def tawarkan(o: Orang, nomor: str, hari: Sequence[date], penera: str) -> None:
    """Two to four dates, each with a penera."""
    buka_pengajuan(o, nomor)
    o.ikuti("Atur Jadwal")
    o.melihat(re.compile("^Atur Jadwal"))
    for n, tanggal in enumerate(hari, 1):
        o.kotak(f"Tanggal pilihan {n}").fill(tanggal.isoformat())
        o.kotak(f"Penera pilihan {n}").select_option(label=penera)
    o.tekan("Tawarkan Pilihan Jadwal")
    o.membaca(f"Pilihan jadwal {nomor} ditawarkan")
    berstatus(o, "Menunggu Pilihan")


def pilih(o: Orang, nomor: str, hari: date) -> None:
    """Pilihan Jadwal in monitoring, one of the dates, Atur Jadwal."""
    monitoring(o)
    o.ikuti(f"Pilihan Jadwal {nomor}")
    o.melihat(f"Pilihan Jadwal {nomor}")
    o.tandai("Waktu yang ditawarkan", hari_tanggal(hari))
    o.tekan("Atur Jadwal")
    o.membaca("Jadwal Anda sudah dicatat.")


# --- payment ------------------------------------------------------------------------------------


def bayar(o: Orang, nomor_bukti: str, tanggal: date, bukti: Path | None) -> None:
    """On the payment page; without a file the one that is attached already stays."""
    o.kotak("Nomor Bukti Pembayaran").fill(nomor_bukti)
    o.kotak("Tanggal Pembayaran").fill(tanggal.isoformat())
    if bukti:
        o.lampirkan("Bukti", bukti)
    o.tekan("Bayar")
    o.membaca("Bukti pembayaran terkirim.")
    berstatus(o, "Terbayar")


# --- test and documents -------------------------------------------------------------------------


def _isi_hasil(o: Orang, nomor: str, hasil: str) -> None:
    buka_pengajuan(o, nomor)
    o.ikuti("Isi Hasil Uji")
    o.melihat(re.compile("^Hasil Uji"))
    o.tandai("Hasil uji", hasil)


def uji_sah(o: Orang, nomor: str, cerapan: Path) -> None:
    _isi_hasil(o, nomor, "Sah")
    o.lampirkan("Cerapan", cerapan)
    o.tekan("Simpan Hasil")
    o.membaca(f"Hasil uji {nomor} tersimpan.")
    berstatus(o, "Menunggu Data Dokumen SKRD & SKHP")


def uji_tidak_lulus(o: Orang, nomor: str, keterangan: str) -> None:
    _isi_hasil(o, nomor, "Dibatalkan")
    o.kotak("Keterangan").fill(keterangan)
    o.tekan("Simpan Hasil")
    o.membaca(f"Hasil uji {nomor} tersimpan.")
    berstatus(o, "Selesai (Dibatalkan)")


def terbitkan(o: Orang, nomor: str) -> tuple[str, str]:
    """Issue with what is proposed; gives the number of the SKHP and its last day."""
    buka_pengajuan(o, nomor)
    o.ikuti("Terbitkan Dokumen")
    o.melihat(re.compile("^Terbitkan Dokumen"))
    usulan = o.kotak("Nomor SKHP").input_value(), o.kotak("Berlaku sampai").input_value()
    o.tekan("Terbitkan Dokumen")
    o.membaca(f"SKHP {usulan[0]} untuk {nomor} diterbitkan.")
    berstatus(o, "Selesai (Sah)")
    return usulan


def histori(o: Orang, jumlah_alat: int, status: str, nomor: str) -> None:
    """Jumlah Alat UTTP, Daftar Pengajuan, the button with the status: the detail."""
    buka_alat(o, jumlah_alat)
    o.ikuti(re.compile("^Daftar Pengajuan"))
    o.melihat("Daftar Pengajuan")
    o.ikuti(f"{status} {nomor}")
    o.melihat(nomor)
    berstatus(o, status)
