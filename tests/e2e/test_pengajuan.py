"""Filing as a trader does it on a telephone: few taps, and nothing given is ever lost.

With JavaScript on SQLite, without on PostgreSQL."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from app.auth.models import Sesi
from app.core.db import tulis
from app.pengajuan.models import BerkasPengajuan, Pengajuan
from tests import factories as f
from tests.e2e import langkah as alur
from tests.e2e.langkah import Orang

pytestmark = pytest.mark.browser

Kiriman = dict[str, Path]
PALING_BANYAK_KETUKAN = 12


@dataclass(frozen=True)
class Pengetuk(Orang):
    """Counts every tap that is not typing and not choosing a file."""

    ketukan: list[str] = field(default_factory=list)

    def tekan(self, label: str) -> None:
        self.ketukan.append(label)
        super().tekan(label)

    def ikuti(self, label: str | re.Pattern[str]) -> None:
        self.ketukan.append(str(label))
        super().ikuti(label)

    def tandai(self, pertanyaan: str, jawaban: str) -> None:
        self.ketukan.append(f"{pertanyaan}: {jawaban}")
        super().tandai(pertanyaan, jawaban)


def test_tera_ulang_dalam_dua_belas_ketukan(
    orang: Callable[..., Orang], berkas_nyata: Kiriman, js: bool
) -> None:
    """From the list of instruments to the confirmation, with nothing known of the old SKHP."""
    pemilik = f.buat_peserta()
    f.buat_uttp(pemilik, nomor_seri="SN-1")
    o = orang(pemilik.pengguna, js=js)
    o.buka("/uttp")
    pedagang = Pengetuk(o.layar, js)
    alur.mulai(pedagang)
    alur.pilih_layanan(pedagang, "Tera Ulang")
    pedagang.isi(
        {
            "Nomor SKHP lama": "510.63/77/2025",
            "Tanggal SKHP": "2025-03-04",
            "Berlaku sampai": "3-2026",
            "Diterbitkan oleh": "UPTD Metrologi",
        }
    )
    alur.lanjut(pedagang, "Foto kondisi alat")
    pedagang.lampirkan("Foto kondisi alat", berkas_nyata["foto.jpg"])
    alur.lanjut(pedagang, "Berkas yang diminta")
    pedagang.lampirkan("Surat permohonan", berkas_nyata["surat.pdf"])
    pedagang.lampirkan("Berkas SKHP lama", berkas_nyata["gambar.png"])
    alur.lanjut(pedagang, "Periksa isian Anda")
    pedagang.membaca("Maret 2026")
    pedagang.tekan("Proses Pengajuan Baru")
    nomor = alur.nomor_terkirim(pedagang)
    assert len(pedagang.ketukan) <= PALING_BANYAK_KETUKAN, pedagang.ketukan
    # Back leads to the confirmation again and not into the form; reloading sends nothing.
    for _ in range(2):
        o.layar.go_back()
        assert alur.nomor_terkirim(o) == nomor
    o.layar.reload()
    assert alur.baca(sa.select(sa.func.count()).select_from(Pengajuan)) == 1


def test_sesi_berakhir_di_langkah_tiga_lanjut_di_peramban_lain(
    orang: Callable[..., Orang], berkas_nyata: Kiriman, js: bool
) -> None:
    pemilik = f.buat_peserta(sandi=True)
    f.buat_uttp(pemilik)
    o = orang(pemilik.pengguna, js=js)
    o.buka("/uttp")
    alur.mulai(o)
    alur.pilih_layanan(o, "Tera")
    alur.lanjut(o, "Foto kondisi alat")
    o.lampirkan("Foto kondisi alat", berkas_nyata["foto.jpg"], berkas_nyata["gambar.png"])
    alur.lanjut(o, "Berkas yang diminta")

    # Refused by what is inside, whatever the name says; of two chosen together each is named.
    palsu, terkunci = berkas_nyata["palsu.pdf"], berkas_nyata["terkunci.pdf"]
    berdua = re.compile(r"palsu\.pdf: Namanya .* terkunci\.pdf: PDF ini terkunci kata sandi")
    tolak_berkas(o, "Surat permohonan", berdua, palsu, terkunci)
    o.lampirkan("Surat permohonan", berkas_nyata["surat.pdf"])
    if not js:  # with JavaScript it has been sent already
        o.tekan("Simpan dan lanjut")
        o.melihat("Periksa isian Anda")
        o.ikuti("Ubah Berkas yang diminta")

    # In the middle of the third step the session ends, and another device goes on.
    with tulis() as s:
        s.execute(sa.delete(Sesi))
    o.tekan("Simpan dan lanjut")
    o.melihat("Log In Peserta")
    lain = orang(js=js)
    alur.masuk(lain, pemilik.pic_nik or "", f.SANDI)
    lain.ikuti(re.compile("^(Lanjutkan pengajuan yang belum dikirim|Timbangan .* No. Seri)"))
    if not js:
        lain.ikuti(re.compile("^Lanjutkan"))
    lain.melihat("Berkas yang diminta")
    lain.terlampir("Surat permohonan", "surat.pdf")
    alur.lanjut(lain, "Periksa isian Anda")
    for nama in ("foto.jpg", "gambar.png", "surat.pdf"):
        expect(lain.tautan(nama)).to_be_visible()

    # What is missing is told with the way to it, and nothing is lost by asking.
    lain.tekan("Proses Pengajuan Baru")
    expect(lain.layar).to_have_title(re.compile("^Kesalahan: "))
    ringkasan = lain.layar.get_by_role("alert")
    ringkasan.get_by_role("link", name="Pilih berkas izin persetujuan tipe.").click()
    lain.lampirkan("Izin persetujuan tipe", berkas_nyata["surat.pdf"])
    alur.lanjut(lain, "Periksa isian Anda")
    lain.ikuti("Ubah Foto kondisi alat")
    lain.bagian("Foto kondisi alat").get_by_role("button", name="Hapus gambar.png").click()
    lain.terlampir("Foto kondisi alat", "foto.jpg")
    alur.lanjut(lain, "Periksa isian Anda")
    lain.tombol("Proses Pengajuan Baru").dblclick()
    alur.nomor_terkirim(lain)
    assert alur.baca(sa.select(sa.func.count()).select_from(Pengajuan)) == 1
    assert alur.baca(sa.select(sa.func.count()).select_from(BerkasPengajuan)) == 3

    # The first browser signs in again and is led to what came of it.
    o.kotak("NIK PIC").fill(pemilik.pic_nik or "")
    o.kotak("Password").fill(f.SANDI)
    o.tekan("Log In")
    alur.nomor_terkirim(o)


def tolak_berkas(o: Orang, bagian: str, alasan: re.Pattern[str], *jalur: Path) -> None:
    """Choose files nobody can use, and read why."""
    Orang(o.layar, js=False).lampirkan(bagian, *jalur)
    if not o.js:
        o.tekan("Simpan dan lanjut")
    galat = o.bagian(bagian).get_by_role("paragraph").filter(has_text="Perlu diperbaiki:")
    expect(galat.filter(has_text=alasan)).to_be_visible()
