"""The counter's side of applications tested at the office: brought, taken home, papers fetched."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from app.auth.models import Pengguna
from app.core.clock import WITA
from app.pengajuan.models import Pengajuan
from app.pengajuan.states import Lokasi, Status
from app.peserta.models import Peserta
from app.serah.states import TUNTAS, Hubungan

# What was finished longer ago was handed over before the counter wrote it down.
DICATAT_SEJAK = timedelta(days=30)
KELENGKAPAN = (
    "Timbangan dan adaptor. Kaki kanan belakang longgar.",
    "Satu set anak timbangan dalam kotak kayu, lengkap.",
    None,
)


def serah_terima(
    semua: Iterable[tuple[Pengajuan, Peserta]], petugas: Pengguna, kini: datetime
) -> Iterable[dict[str, Any]]:
    """Each third instrument still waits to be fetched, each second paper to be handed over."""
    hari_ini = kini.astimezone(WITA).date()
    di_kantor = [(p, q) for p, q in semua if p.lokasi == Lokasi.KANTOR and _baru(p, hari_ini)]
    for n, (p, peserta) in enumerate(di_kantor):
        uji = p.tanggal_hasil or p.tanggal_uji or hari_ini
        terima = max(min(uji, hari_ini) - timedelta(days=1), p.dibuat_pada.astimezone(WITA).date())
        ambil = min(uji + timedelta(days=2), hari_ini)
        baris: dict[str, Any] = {
            "pengajuan_id": p.id,
            "tanggal_terima": terima,
            "terima_oleh_id": petugas.id,
            "kelengkapan": KELENGKAPAN[n % len(KELENGKAPAN)],
            "cetak_terima": 1,
            "dibuat_pada": kini - timedelta(hours=n),
            "diubah_pada": kini - timedelta(hours=n),
            **_kepada("kembali", peserta, petugas, ambil if p.status in TUNTAS and n % 3 else None),
            **_kepada("dokumen", peserta, petugas, None),
            "dokumen_siap_pada": None,
        }
        if p.status == Status.SELESAI_SAH:
            baris["dokumen_siap_pada"] = p.diubah_pada
            siap = p.diubah_pada.astimezone(WITA).date()
            diambil = max(ambil, siap) if n % 2 else None
            baris |= _kepada("dokumen", peserta, petugas, diambil)
        yield baris


def _baru(p: Pengajuan, hari_ini: date) -> bool:
    """Tested lately; or due, and every second one is here already."""
    if p.status in TUNTAS and p.tanggal_hasil:
        return p.tanggal_hasil > hari_ini - DICATAT_SEJAK
    return p.status == Status.DIPROSES and p.id % 2 == 0


def _kepada(apa: str, peserta: Peserta, petugas: Pengguna, hari: date | None) -> dict[str, Any]:
    ada = hari is not None and bool(peserta.pic_nik)
    return {
        f"tanggal_{apa}": hari if ada else None,
        f"{apa}_oleh_id": petugas.id if ada else None,
        f"{apa}_nik": peserta.pic_nik if ada else None,
        f"{apa}_nama": peserta.pic_nama if ada else None,
        f"{apa}_hubungan": Hubungan.PIC.value if ada else None,
        f"cetak_{apa}": 1 if ada else 0,
    }
