"""Registrations that wait for an answer, for the home page of staff."""

from datetime import date

from app.core.access import visible
from app.core.kartu import Isi, Kartu, sebelum_hari
from app.pengaturan.queries import hari_kerja_ke, kantor
from app.peserta.models import Peserta
from app.peserta.states import StatusPeserta


def _menunggu(hari_ini: date) -> Isi:
    batas = sebelum_hari(hari_kerja_ke(-kantor().janji_periksa, hari_ini))
    pilih = visible(Peserta).where(Peserta.status == StatusPeserta.BARU)
    return Isi(pilih, Peserta.dibuat_pada, batas)


KARTU = [
    Kartu(
        "registrasi",
        "Registrasi",
        "Periksa pendaftaran, lalu terima atau tolak.",
        _menunggu,
        "peserta.admin_index",
        {"status": StatusPeserta.BARU.value},
        frozenset({"admin", "pelayanan"}),
    )
]
