"""The queues of applications, for the home page of staff."""

from collections.abc import Callable
from datetime import date

from app.core.access import visible
from app.core.kartu import Isi, Kartu, sebelum_hari
from app.pengajuan.giliran import TAWARAN_HABIS, berstatus_sejak, tawaran_habis
from app.pengajuan.models import Pengajuan
from app.pengajuan.states import PELAYANAN, SEBUTAN, UJI, Status
from app.pengaturan.queries import hari_kerja_ke, kantor


def _berstatus(status: Status, setelan: str | None) -> Callable[[date], Isi]:
    def isi(hari_ini: date) -> Isi:
        pilih = visible(Pengajuan).where(Pengajuan.status == status)
        batas = None
        if setelan:
            batas = sebelum_hari(hari_kerja_ke(-getattr(kantor(), setelan), hari_ini))
        return Isi(pilih, berstatus_sejak(), batas)

    return isi


def _tawaran_habis(hari_ini: date) -> Isi:
    return Isi(visible(Pengajuan).where(tawaran_habis(hari_ini)), berstatus_sejak())


def _kartu(
    status: Status,
    judul: str,
    tugas: str,
    setelan: str | None = None,
    peran: frozenset[str] = PELAYANAN,
) -> Kartu:
    return Kartu(
        status, judul, tugas, _berstatus(status, setelan), "pengajuan.admin_index",
        {"status": status.value}, peran, antre=f"status={status.value}",
    )  # fmt: skip


def _menunggu(status: Status) -> Kartu:
    return Kartu(
        status, SEBUTAN[status].petugas, "", _berstatus(status, None), "pengajuan.admin_index",
        {"status": status.value}, UJI, golongan="peserta",
    )  # fmt: skip


KARTU = [
    _kartu(
        Status.BARU,
        "Permintaan baru",
        "Periksa berkas, lalu terima atau kembalikan.",
        "janji_periksa",
    ),
    _kartu(
        Status.DITERIMA,
        "Perlu jadwal",
        "Tetapkan atau tawarkan tanggal uji.",
        "janji_jadwal",
    ),
    Kartu(
        TAWARAN_HABIS,
        "Tawaran jadwal lewat",
        "Tidak ada lagi tanggal yang dapat dipilih peserta; tawarkan yang baru.",
        _tawaran_habis,
        "pengajuan.admin_index",
        {"status": TAWARAN_HABIS},
        PELAYANAN,
        antre=f"status={TAWARAN_HABIS}",
    ),
    _kartu(
        Status.DIPROSES,
        "Uji dan catat hasil",
        "Alat menunggu diuji atau dicatat hasilnya.",
        peran=UJI,
    ),
    _kartu(
        Status.MENUNGGU_DOKUMEN,
        "Terbitkan dokumen",
        "Alat lulus uji; lengkapi data SKRD dan SKHP.",
        "janji_dokumen",
    ),
    *(map(_menunggu, (Status.PERLU_PERBAIKAN, Status.MENUNGGU_PILIHAN, Status.TERJADWAL))),
]
