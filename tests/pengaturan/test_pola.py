"""Number patterns: what cannot count is not stored."""

import pytest

from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.pengaturan.queries import kantor
from app.pengaturan.services import ubah_kantor

TANPA_URUTAN = ["510/SKHP", "{tahun}", "{urut", "{nomor}", "{0}", "{urut.x}"]
TERLALU_PANJANG = ["{tahun}{urut}" + "x" * 60]
# One number for ten, one of another year's, a letter nobody sees: each stops an office one day.
TIDAK_MENGHITUNG = ["A/{urut}", "{urut!s:.1}/{tahun}", "{urut:.1g}/{tahun}", "{urut:c}/{tahun}"]
BUKAN_POLA = ["{urut[0]}/{tahun}", "{urut}/{tahun}/{bulan}"]


@pytest.mark.parametrize("pola", TANPA_URUTAN + TERLALU_PANJANG + TIDAK_MENGHITUNG + BUKAN_POLA)
def test_pola_nomor_tanpa_urutan_ditolak(app, pola):
    with pytest.raises(AturanDilanggar, match="pola nomor") as galat, tulis():
        ubah_kantor({"pola_skhp": pola})
    assert galat.value.field == "pola_skhp"
    assert kantor().pola_skhp != pola


def test_pola_nomor_yang_menghitung_disimpan(app):
    with tulis():
        assert ubah_kantor({"pola_skrd": "{urut}/{bulan_romawi}/{tahun}"}).pola_skrd[0] == "{"
