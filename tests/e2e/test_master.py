"""Journey 4: the administrator adds a type of instrument; the participant's forms follow, and the
fee from its day on."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Locator, expect

from app.core.format import hari_tanggal
from tests import factories as f
from tests.conftest import sekali
from tests.e2e import langkah as alur
from tests.e2e.langkah import Orang
from tests.katalog.conftest import app as app_utuh

pytestmark = [pytest.mark.browser, sekali]

MEJA = {"width": 1280, "height": 900}
# A Monday morning in Balikpapan, and a day on either side of the first of the next month.
SENIN = "2026-12-14T01:00:00Z"
SEBELUM, SESUDAH = date(2026, 12, 30), date(2027, 1, 5)
JENIS = "Timbangan pengisi karung"
app = app_utuh


@pytest.fixture
def senin(app: Flask) -> Iterator[None]:
    with time_machine.travel(SENIN):
        yield


def test_jenis_baru_sampai_tarifnya(
    app: Flask, senin: None, orang: Callable[..., Orang],
    berkas_nyata: dict[str, Path],
) -> None:  # fmt: skip
    admin = orang(f.buat_pengguna("admin"), layar=MEJA)
    _tambah_jenis(admin, berkas_nyata["surat.pdf"])
    _tambah_tarif(admin)

    pemilik = f.buat_peserta()
    peserta, loket = orang(pemilik.pengguna), orang(f.buat_pengguna("pelayanan"), layar=MEJA)
    nomor = _ajukan(peserta, berkas_nyata)

    # The same application on a day before the tariff and on one after.
    penera = f.buat_pengguna("penera", nama="Rahmat Penera")
    alur.terima(loket, nomor)
    alur.tawarkan(loket, nomor, [SEBELUM, SESUDAH], penera.nama)
    alur.monitoring(peserta)
    peserta.ikuti(f"Pilihan Jadwal {nomor}")
    pilihan = peserta.bagian("Waktu yang ditawarkan").locator("label")
    expect(pilihan.filter(has_text=hari_tanggal(SEBELUM))).to_contain_text("Bebas Retribusi")
    expect(pilihan.filter(has_text=hari_tanggal(SESUDAH))).to_contain_text("Rp75.000")
    peserta.tandai("Waktu yang ditawarkan", hari_tanggal(SESUDAH))
    peserta.tekan("Atur Jadwal")
    peserta.membaca("Jadwal Anda sudah dicatat.")
    peserta.membaca(re.compile("Rp75.000"))

    # On the day itself, and not a minute before.
    admin.buka(f"/admin/master/tarif?q={JENIS}")
    expect(_belum(admin)).to_have_count(1)
    with time_machine.travel("2026-12-31T16:01:00Z"):
        admin = orang(f.buat_pengguna("admin"), layar=MEJA)  # nobody stays signed in that long
        admin.buka(f"/admin/master/tarif?q={JENIS}")
        admin.membaca("Perda Contoh 1/2026")
        expect(_belum(admin)).to_have_count(0)


def _belum(admin: Orang) -> Locator:
    return admin.layar.locator(".status").filter(has_text="Belum berlaku")


def _tambah_jenis(admin: Orang, format: Path) -> None:
    admin.buka("/admin/master")
    admin.ikuti("Jenis UTTP")
    admin.ikuti("Tambah Jenis")
    admin.melihat("Tambah Jenis UTTP")
    isian = {"Kode": "TBO-99", "Nama jenis": JENIS, "Kelompok": "Timbangan otomatis",
             "Satuan kapasitas": "kg", "Menit uji per alat": "60"}  # fmt: skip
    admin.isi(isian)
    admin.tekan("Simpan")
    admin.melihat(JENIS)
    for nama in ("Gambar rangkaian", "Catatan perawatan"):
        admin.ikuti("Tambah dokumen")
        admin.isi({"Nama dokumen": nama})
        if nama == "Gambar rangkaian":
            admin.layar.get_by_label("Format untuk diunduh:").set_input_files(format)
            expect(admin.tautan(format.name)).to_be_visible()
        else:
            admin.isi({"Pertanyaan pada format": "Tanggal perawatan terakhir\nNama teknisi"})
        admin.tekan("Simpan")
        admin.membaca(f"Dokumen {nama} tersimpan.")
    admin.ikuti("Tambah pertanyaan")
    admin.isi({"Pertanyaan": "Jumlah corong"})
    admin.tandai("Bentuk jawaban", "Angka")
    admin.layar.get_by_role("checkbox", name="Wajib dijawab").check()
    admin.tekan("Simpan")
    admin.membaca("Pertanyaan Jumlah corong tersimpan.")
    admin.ikuti("Catat masa berlaku baru")
    admin.isi({"Peraturan": "Permendag Contoh 9/2026", "Masa berlaku (bulan)": "24"})
    admin.kotak("Berlaku untuk uji mulai").fill("2026-01-01")
    admin.tekan("Lihat akibatnya")
    admin.membaca("0 dari 0 alat bergeser")
    admin.tombol("Simpan masa berlaku").first.click()
    admin.membaca("Masa berlaku 24 bulan tersimpan.")


def _tambah_tarif(admin: Orang) -> None:
    admin.buka("/admin/master/tarif/baru")
    admin.layar.get_by_role("combobox", name="Jenis UTTP").select_option(label=f"{JENIS} (kg)")
    admin.layar.locator("#harga").fill("75.000")
    admin.layar.locator("#berlaku_mulai").fill("2027-01-01")
    admin.layar.locator("#dasar_hukum").fill("Perda Contoh 1/2026")
    admin.tekan("Simpan")
    admin.melihat("Tarif")


def _ajukan(peserta: Orang, berkas: dict[str, Path]) -> str:
    """The instrument with its question, the papers with their forms, the application."""
    alur.buka_alat(peserta, 0)
    isian = {"Merk": "Borneo", "Tipe/Model": "BK-50", "No. Seri": "PK-1", "Kapasitas": "50",
             "Jumlah corong": "2"}  # fmt: skip
    alur.tambah_alat(peserta, JENIS, isian, berkas["foto.jpg"])
    peserta.ikuti(re.compile("^Pengajuan Baru"))
    for nama in ("Gambar rangkaian", "Catatan perawatan"):
        assert peserta.unduh(f"Unduh format {nama} (PDF)").read_bytes().startswith(b"%PDF-")
    peserta.tekan("Mulai")
    surat = [berkas["surat.pdf"]]
    lampiran = {"Foto kondisi alat": [berkas["gambar.png"]]} | dict.fromkeys(
        ("Surat permohonan", "Izin persetujuan tipe", "Gambar rangkaian", "Catatan perawatan"),
        surat,
    )
    alur.isi_langkah(peserta, "Tera", lampiran)
    peserta.tekan("Proses Pengajuan Baru")
    return alur.nomor_terkirim(peserta)
