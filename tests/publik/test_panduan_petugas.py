"""The staff guide (parity 146): chapters of one's own work only, true to the program's labels."""

import re
from typing import Any

import pytest
from flask import Flask, url_for

from app.core.access import STAF, declared
from app.publik.panduan_petugas import BAB
from tests import factories as f
from tests.conftest import sekali
from tests.publik.test_panduan import kata_program
from tests.urai import urai

pytestmark = sekali


def test_setiap_label_ada_di_program() -> None:
    label = {t for b in BAB for langkah in b.langkah for t, tebal in langkah.potongan if tebal}
    teks = kata_program()
    assert {k for k in label if not re.search(rf"(?<!\w){re.escape(k)}(?!\w)", teks)} == set()
    assert len({b.kode for b in BAB}) == len(BAB)


def test_bab_hanya_untuk_yang_dapat_membuka_halamannya(app: Flask) -> None:
    with app.test_request_context():
        for bab in BAB:
            assert bab.peran <= (declared(bab.endpoint) or set()), bab.kode
            assert url_for(bab.endpoint)


@pytest.mark.parametrize("peran", STAF)
def test_daftar_dan_setiap_bab_dapat_dibaca(masuk: Any, peran: str) -> None:
    """Every chapter of the role leads to the next one; another's chapter is not there."""
    klien = masuk(f.buat_pengguna(peran))
    milik = [b for b in BAB if peran in b.peran]
    daftar, salah = urai(klien.get("/admin/panduan").text)
    assert not salah
    alamat = [u["href"] for u in daftar.semua("a") if u["href"].startswith("/admin/panduan/")]
    assert alamat == [f"/admin/panduan/{b.kode}" for b in milik]
    url, dibaca = alamat[0], []
    while url:
        akar, salah = urai(klien.get(url).text)
        assert not salah
        dibaca.append(url)
        isi = next(akar.semua("main"))
        bab = milik[len(dibaca) - 1]
        langkah = [li.teks for ol in isi.semua("ol") for li in ol.semua("li")]
        assert langkah == [x.isi.replace("**", "") for x in bab.langkah]
        lanjut = [u["href"] for u in isi.semua("a") if u.teks.startswith("Berikutnya: ")]
        url = lanjut[0] if lanjut else ""
    assert dibaca == alamat
    for bab in BAB:
        if peran not in bab.peran:
            assert klien.get(f"/admin/panduan/{bab.kode}").status_code == 404


def test_halaman_petugas_menawarkan_bab_tentangnya(masuk: Any) -> None:
    """Where the participant has "Bantuan", staff have it too, and only to what they may read."""
    p = f.buat_pengajuan("diproses")
    bantuan = {
        ("pelayanan", "/admin"): "hari-kerja",
        ("pelayanan", "/admin/loket"): "loket",
        ("pelayanan", "/admin/surat-tugas"): "surat-tugas",
        ("pelayanan", "/admin/surat-tugas/baru"): "surat-tugas",
        ("pelayanan", f"/admin/pengujian/{p.id}"): "hasil-uji",
        ("penera", "/admin/pengajuan"): "hasil-uji",
        ("penera", "/admin/surat-tugas"): None,
        ("penera", "/admin/kunjungan"): "kunjungan",
        ("kepala", "/admin/laporan"): "laporan",
        ("admin", "/admin/master/tarif/baru"): "tarif",
        ("pelayanan", "/admin/master"): None,
    }
    klien = {peran: masuk(f.buat_pengguna(peran)) for peran in STAF}
    for (peran, alamat), kode in bantuan.items():
        balasan = klien[peran].get(alamat)
        assert balasan.status_code == 200, alamat
        ada = re.findall(r'href="/admin/panduan/([a-z-]+)">Bantuan: ', balasan.text)
        assert ada == ([kode] if kode else []), (peran, alamat)


def test_halaman_dengan_bantuan_terbuka_bagi_perannya(app: Flask) -> None:
    with app.app_context():
        for bab in BAB:
            for endpoint in bab.halaman:
                assert bab.peran <= (declared(endpoint) or set()), endpoint
