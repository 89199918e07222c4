"""Number patterns: what cannot count is not stored."""

import pytest

from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.pengaturan.queries import kantor
from app.pengaturan.services import ubah_kantor


@pytest.mark.parametrize(
    "pola", ["510/SKHP", "{tahun}", "{urut", "{nomor}", "{0}", "{urut.x}", "{urut}" + "x" * 60]
)
def test_pola_nomor_tanpa_urutan_ditolak(app, pola):
    with pytest.raises(AturanDilanggar, match="pola nomor") as galat, tulis():
        ubah_kantor({"pola_skhp": pola})
    assert galat.value.field == "pola_skhp"
    assert kantor().pola_skhp != pola


def test_pola_nomor_yang_menghitung_disimpan(app):
    with tulis():
        assert ubah_kantor({"pola_skrd": "{urut}/{bulan_romawi}/{tahun}"}).pola_skrd[0] == "{"
