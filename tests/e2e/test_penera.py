"""A penera's day of six visits on a telephone, without a side channel (issue 5, journey 2)."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.core import clock
from app.core.format import tanggal
from app.pengajuan.models import Pengajuan
from tests import factories as f
from tests.conftest import ambil
from tests.e2e.langkah import Orang

pytestmark = pytest.mark.browser


def kembali(o: Orang, sisa: int) -> None:
    """On the list of the day again, with so many results to record."""
    o.melihat("Kunjungan")
    o.membaca(f"{sisa} hasil belum dicatat" if sisa else "Tidak ada hasil yang menunggu")


def hasil(o: Orang, p: Pengajuan, jawaban: str) -> None:
    o.ikuti(f"Isi Hasil Uji {p.nomor}")
    o.melihat(re.compile("^Hasil Uji"))
    o.tandai("Hasil uji", jawaban)


def test_enam_kunjungan_sehari(
    app: object, orang: Callable[..., Orang], berkas_nyata: dict[str, Path], js: bool
) -> None:
    penera, hari = f.buat_pengguna("penera", nama="Rahmat Penera"), clock.today()
    semua = []
    for n in range(6):
        tempat = {"lokasi": "luar_kantor"} if n % 2 else {}
        toko = f.buat_peserta(nama=f"Toko Kunjungan {n}", alamat=f"Jalan Pasar {n}")
        alat = f.buat_uttp(toko)
        semua.append(
            f.buat_pengajuan("diproses", alat, tanggal_uji=hari, penera_id=penera.id, **tempat)
        )
    f.buat_pengajuan("diproses", tanggal_uji=hari)  # somebody else's
    o = orang(penera, js=js)
    o.buka("/admin")
    o.menu("Kunjungan hari ini").click()
    kembali(o, 6)
    layar = o.layar
    expect(layar.get_by_role("article")).to_have_count(6)
    expect(layar.get_by_role("link", name=re.compile("^Telp Toko Kunjungan"))).to_have_count(6)
    expect(layar.get_by_role("link", name=re.compile("^WA Toko Kunjungan"))).to_have_count(6)
    peta = layar.get_by_role("link", name=re.compile(r"^Peta Toko Kunjungan"))
    expect(peta).to_have_count(3)
    assert "Jalan%20Pasar%201" in str(peta.first.get_attribute("href"))
    assert "tel:+62811" in str(layar.get_by_role("link", name=re.compile("^Telp")).first
                               .get_attribute("href"))  # fmt: skip
    melebar = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not js or not layar.evaluate(melebar)

    for n, p in enumerate(semua[:4]):
        hasil(o, p, "Sah")
        o.lampirkan("Cerapan", berkas_nyata["foto.jpg" if n % 2 else "surat.pdf"])
        o.tekan("Simpan Hasil")
        o.membaca(f"Hasil uji {p.nomor} tersimpan.")
        kembali(o, 5 - n)
    hasil(o, semua[4], "Dibatalkan")
    o.kotak("Keterangan").fill("Penunjukan melebihi BKD pada beban 10 kg.")
    o.tekan("Simpan Hasil")
    kembali(o, 1)
    o.ikuti(f"Jadwal Ulang {semua[5].nomor}")
    o.kotak("Tanggal baru").fill(f.hari_kerja_berikut(3).isoformat())
    o.kotak("Alasan").fill("Pemilik toko berhalangan.")
    o.tekan("Jadwal Ulang")
    kembali(o, 0)
    o.membaca(tanggal(hari))
    expect(layar.get_by_role("article")).to_have_count(5)
    assert [ambil(Pengajuan, p.id).status for p in semua] == [
        *["menunggu_dokumen"] * 4, "selesai_batal", "diproses",
    ]  # fmt: skip
