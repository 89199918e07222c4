"""Month and year as printed on the paper (ux uF15), however they are written."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.core.format import BULAN
from app.core.forms import baca_bulan

TAHUN = st.integers(1950, 2200)
PEMISAH = st.sampled_from([" ", "/", "-", ".", " / ", "  "])


@given(bulan=st.integers(1, 12), tahun=TAHUN, pemisah=PEMISAH, bentuk=st.sampled_from(range(5)))
def test_cara_menulis_apa_pun_hari_terakhir_bulan_itu(
    bulan: int, tahun: int, pemisah: str, bentuk: int
) -> None:
    nama = BULAN[bulan - 1].lower()
    kata = (nama, nama[:3], str(bulan), f"{bulan:02d}", f"17 {nama}")[bentuk]
    hasil = baca_bulan(f"{kata}{pemisah}{tahun}")
    assert hasil is not None
    assert (hasil.year, hasil.month) == (tahun, bulan)
    assert (hasil + timedelta(days=1)).day == 1
    assert baca_bulan(f"{tahun}-{bulan:02d}") == hasil


@given(st.text(max_size=30))
def test_tulisan_apa_pun_dibaca_atau_ditolak(teks: str) -> None:
    hasil = baca_bulan(teks.strip().lower())
    assert hasil is None or (hasil + timedelta(days=1)).day == 1
