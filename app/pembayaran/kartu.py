"""The queue of proofs, for the home page of staff."""

from datetime import date

from app.core.access import visible
from app.core.kartu import Isi, Kartu, sebelum_hari
from app.pengajuan.giliran import berstatus_sejak
from app.pengajuan.models import Pengajuan
from app.pengajuan.states import PELAYANAN, Status
from app.pengaturan.queries import hari_kerja_ke, kantor


def _terbayar(hari_ini: date) -> Isi:
    batas = sebelum_hari(hari_kerja_ke(-kantor().janji_bayar, hari_ini))
    pilih = visible(Pengajuan).where(Pengajuan.status == Status.TERBAYAR)
    return Isi(pilih, berstatus_sejak(), batas)


KARTU = [
    Kartu(
        Status.TERBAYAR,
        "Periksa pembayaran",
        "Cocokkan bukti bayar, lalu konfirmasi.",
        _terbayar,
        "pembayaran.admin_index",
        {"status": Status.TERBAYAR.value},
        PELAYANAN,
        antre=f"status={Status.TERBAYAR.value}",
    )
]
