"""What a form does not ask for is not taken: a role, a status, an owner, an amount, a price.

Each form of each page is sent twice, filled in honestly, the second time with more fields than it
has. Afterwards those columns stand the same, in rows that were there and in rows that are new.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from tests import halaman as katalog
from tests.conftest import sekali
from tests.halaman import Dunia
from tests.keamanan import alat
from tests.keamanan.alat import gulung, kolom_peka, nomor_terakhir
from tests.keamanan.formulir import Formulir, alamat, formulir, halaman_formulir, kiriman

pytestmark = sekali

# More than anybody may write, under the names columns and forms have.
LEBIH: dict[str, str] = {
    "role": "admin", "peran": "admin", "status": "selesai_sah", "kelompok": "penyedia",
    "pemilik_id": "3", "pemakai_id": "3", "peserta_id": "3", "pengguna_id": "1", "penyedia_id": "2",
    "uttp_id": "3", "penera_id": "1", "pengunggah_id": "1", "dibuat_oleh_id": "1",
    "pelaku_id": "1", "jumlah": "1", "retribusi": "1", "harga": "1", "aktif": "0", "id": "1",
    "uji_batal": "1", "skhp_nomor": "PALSU", "nama_masuk": "palsu", "pemohon_id": "3",
    "pengajuan_id": "1", "terkunci_pada": "", "bukti_id": "1", "harus_ganti": "0",
}  # fmt: skip
# Where the honest post goes through, so that there is something to compare.
BERHASIL = {
    "peserta.registrasi", "peserta.admin_baru", "uttp.baru", "uttp.ubah", "draf.langkah",
    "pengajuan.ubah", "pengajuan.batal", "pengajuan.kembalikan", "pengajuan.batalkan",
    "jadwal.atur", "jadwal.pilih", "jadwal.ulang", "pembayaran.rincian", "pembayaran.periksa",
    "pembayaran.loket", "pengujian.hasil", "pengujian.terbitkan", "pengujian.koreksi",
    "tarif.baru", "tarif.akhiri", "peserta.admin_tolak", "peserta.admin_rincian",
    "auth.ganti_sandi",
}  # fmt: skip
# What an honest post has to change to be one.
BERBEDA = {"pengujian.koreksi": {"nomor": "510.63/7777/UPTD-MET/I/2026", "keterangan": "Koreksi."}}


@pytest.fixture(scope="module")
def app(app_sesi: Flask) -> Iterator[Flask]:
    with alat.app_berisi(app_sesi) as isi:
        yield isi


@pytest.fixture(scope="module")
def d(app: Flask) -> Dunia:
    return alat.dunia()


def kirim(
    klien: Any, form: Formulir, lebih: dict[str, str], akhir: dict[str, int]
) -> tuple[int, Any]:
    """What came of it, seen in the sensitive columns; all undone again."""
    with gulung():
        jawab = klien.kirim(form.tujuan, kiriman(form) | lebih)
        return jawab.status_code, kolom_peka(akhir)


def test_isian_lebih_tidak_diambil(app: Flask, d: Dunia, masuk: Any) -> None:
    akhir = nomor_terakhir()
    berhasil, keliru, jumlah = set(), [], 0
    for h in halaman_formulir():
        akun = h.akun[0]
        klien = masuk(d.akun[akun]) if akun else app.test_client()
        url = alamat(app, d, h)
        for form in formulir(url, klien.get(url).text):
            lebih = {n: v for n, v in LEBIH.items() if n not in form.nama}
            beda = {n: v for n, v in BERBEDA.get(h.endpoint, {}).items() if n in form.nama}
            kode, wajar = kirim(klien, form, beda, akhir)
            kode_lebih, sesudah = kirim(klien, form, beda | lebih, akhir)
            jumlah += 1
            if kode in (200, 302, 303):
                berhasil.add(h.endpoint)
            if (kode, wajar) != (kode_lebih, sesudah):
                apa = [t for t in wajar if wajar[t] != sesudah[t]]
                keliru.append((str(h), form.tujuan, kode, kode_lebih, apa))
    assert not keliru
    assert BERHASIL - berhasil == set()
    assert jumlah >= len(BERHASIL)


def test_katalog_memuat_setiap_formulir(app: Flask) -> None:
    """Whatever takes a form is reached from a page of the catalogue."""
    assert {h.endpoint for h in katalog.HALAMAN} >= BERHASIL
