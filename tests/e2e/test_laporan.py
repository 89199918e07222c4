"""The head reads a month and takes it along as a file."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from openpyxl import load_workbook
from playwright.sync_api import expect

from app.core import clock
from app.core.format import BULAN
from tests import factories as f
from tests.conftest import sekali
from tests.e2e.langkah import Orang
from tests.laporan.alat import jejak, saat

pytestmark = [pytest.mark.browser, sekali]


def test_kepala_membaca_bulan_dan_mengekspornya(app: Flask, orang: Callable[..., Orang]) -> None:
    lalu = clock.today().replace(day=1) - timedelta(days=1)
    for n, status in enumerate(("baru", "diterima", "diterima", "selesai_sah")):
        hari = lalu - timedelta(days=2) if n else clock.today()
        p = f.buat_pengajuan(status, f.buat_uttp(f.buat_peserta(nama=f"=Toko {n}")),
                             dibuat_pada=saat(hari))  # fmt: skip
        if n:
            jejak(
                p, ("ajukan", None, "baru", saat(hari)), ("terima", "baru", "diterima", saat(lalu))
            )
    o = orang(f.buat_pengguna("kepala"), layar={"width": 1280, "height": 900})
    o.buka("/admin")
    o.menu("Laporan").click()
    o.melihat("Laporan")
    o.layar.get_by_role("main").get_by_role("link", name="Pengajuan", exact=True).click()
    o.melihat("Laporan Pengajuan")
    o.membaca("Pengajuan: 1 baris")

    # Another month: the chart, its table and the rows follow.
    o.ikuti("Bulan lalu")
    o.membaca(f"Masa: {BULAN[lalu.month - 1]} {lalu.year}")
    o.membaca("Pengajuan: 3 baris")
    expect(o.layar.get_by_role("img", name="Grafik: Pengajuan per status")).to_be_visible()
    ringkas = o.layar.get_by_role("table", name="Pengajuan per status")
    expect(ringkas.get_by_role("row", name="Diterima 0 2 2")).to_be_visible()

    # One status of it, without leaving the page; and that is what the file holds.
    o.layar.get_by_role("combobox", name="Status").select_option(label="Diterima")
    o.tekan("Tampilkan")
    o.membaca("Pengajuan: 2 baris")
    tabel = o.layar.get_by_role("table", name="Pengajuan: 2 baris")
    layar = [b.get_by_role("rowheader").inner_text() for b in tabel.get_by_role("row").all()[1:]]
    baris = list(load_workbook(BytesIO(o.unduh("Unduh Excel").read_bytes())).worksheets[0].values)
    assert [b[0] for b in baris[-2:]] == layar
    assert sorted(str(b[1]) for b in baris[-2:]) == ["=Toko 1", "=Toko 2"]
    assert baris[1][0] == f"Masa: {BULAN[lalu.month - 1]} {lalu.year}"
    assert baris[2][0] == "Status: Diterima"

    # How long the office took, in the month just looked at.
    o.ikuti("Semua laporan")
    o.ikuti("Waktu Layanan")
    o.ikuti("Bulan lalu")
    dijawab = o.layar.get_by_role("row", name="Permintaan dijawab")
    expect(dijawab.get_by_role("cell").first).to_have_text("3")
