"""What the counter expects and keeps ready, for the home page of staff."""

from collections.abc import Callable
from datetime import date
from typing import Any

from app.core.kartu import Isi, Kartu
from app.pengajuan.states import PELAYANAN
from app.serah.models import SerahTerima
from app.serah.queries import Saringan, pilih
from app.serah.states import Hari, Tahap


def _isi(saring: Saringan, sejak: Any = None) -> Callable[[date], Isi]:
    return lambda hari_ini: Isi(pilih(saring, hari_ini), sejak)


def _kartu(judul: str, tugas: str, saring: Saringan, sejak: Any, golongan: str) -> Kartu:
    return Kartu(
        f"serah-{saring.tahap}", judul, tugas, _isi(saring, sejak), "serah.admin_index",
        saring.url(), PELAYANAN, golongan=golongan,
    )  # fmt: skip


KARTU = [
    _kartu(
        "Terima alat hari ini",
        "Alat yang dijadwalkan diuji di kantor hari ini dan belum diterima.",
        Saringan(Tahap.MENUNGGU, hari=Hari.INI),
        None,
        "tugas",
    ),
    _kartu("Alat siap diambil", "", Saringan(Tahap.KEMBALI), SerahTerima.dibuat_pada, "peserta"),
    _kartu(
        "Dokumen siap diambil",
        "",
        Saringan(Tahap.DOKUMEN),
        SerahTerima.dokumen_siap_pada,
        "peserta",
    ),
]
