"""The title of the tab says "Kesalahan" only while there is one."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests import factories as f
from tests.conftest import sekali
from tests.e2e.langkah import Orang

pytestmark = [pytest.mark.browser, sekali]


def test_judul_bersih_lagi_setelah_isian_diperbaiki(orang: Callable[..., Orang]) -> None:
    """The fault is swapped in and out without a new page, so nothing else would mend the title."""
    o = orang(f.buat_peserta("penyedia").pengguna)
    o.buka("/pelanggan/baru")
    o.isi({"NPWP": "123"})
    o.tekan("Cek")
    o.membaca("Ada yang perlu diperbaiki")
    expect(o.layar).to_have_title(re.compile("^Kesalahan: Tambah Pelanggan"))
    o.isi({"NPWP": "0123456789012345"})
    o.tekan("Cek")
    o.membaca("Belum pernah terdata")
    expect(o.layar).to_have_title(re.compile("^Tambah Pelanggan"))
