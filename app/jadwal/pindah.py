"""What a participant decides after the offers: that none suits, or that the date must move."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.auth.models import Pengguna, Peran
from app.core.db import segar
from app.core.errors import AturanDilanggar
from app.core.format import hari_tanggal
from app.core.outbox import pesan
from app.extensions import Pelaku, db
from app.jadwal.biaya import baca
from app.jadwal.queries import sebut_lokasi
from app.jadwal.services import cek_penera, pindahkan
from app.jadwal.tawaran import BEDA_RETRIBUSI, hari_tujuan, tetap
from app.pengajuan.giliran import pindah_sampai
from app.pengajuan.models import Pengajuan
from app.pengajuan.services import terapkan
from app.pengajuan.states import PINDAH_PALING_BANYAK, transisi
from app.pengaturan.queries import hari_kerja_ke, kantor
from app.uttp.models import Uttp

TIDAK_DARI_DAFTAR = "Pilih salah satu waktu dari daftar yang terbaru."


def tidak_cocok(pengajuan: Pengajuan, *, alasan: str, pelaku: Pelaku) -> None:
    """None of the offers suits: back to the counter, which reads why in its queue."""
    kini = segar(pengajuan, kunci=True)
    terapkan(kini, "tidak_cocok", pelaku, status_awal=pengajuan.status, catatan=alasan)
    tautan = f"/admin/jadwal/{kini.id}"
    judul = f"{kini.nomor}: tidak ada jadwal yang cocok"
    for id in _loket():
        pesan(id, judul, alasan, tautan)
    db.session.flush()


def _loket() -> list[int]:
    cari = sa.select(Pengguna.id).where(
        Pengguna.peran.in_([Peran.ADMIN, Peran.PELAYANAN]), Pengguna.aktif
    )
    return list(db.session.scalars(cari.order_by(Pengguna.id)))


@dataclass(frozen=True)
class Tujuan:
    """Where the date goes, and the (date, penera) the participant saw when deciding."""

    tanggal: date
    penera_id: int
    semula: tuple[date | None, int | None]


def penghalang(p: Pengajuan) -> str | None:
    """Why the participant cannot move the date any more, as far as the application itself says."""
    if transisi("jadwal_pindah", p.status, "peserta") is None or p.tanggal_uji is None:
        return "Jadwal dapat dipindahkan sejak tanggalnya ditetapkan sampai alat diuji."
    if p.pindah_peserta >= PINDAH_PALING_BANYAK:
        return f"Jadwal pengajuan ini sudah {PINDAH_PALING_BANYAK} kali Anda pindahkan."
    if pindah_sampai(p) is None:
        batas = hari_kerja_ke(-kantor().pindah_hari, p.tanggal_uji)
        return f"Jadwal ini dapat dipindahkan sampai {hari_tanggal(batas)}, dan itu sudah lewat."
    return None


def pindah(pengajuan: Pengajuan, *, tujuan: Tujuan, pelaku: Pelaku) -> None:
    """The participant moves the date; the old place is free again in the same instant."""
    kini = segar(
        pengajuan,
        selectinload(Pengajuan.uttp).options(joinedload(Uttp.jenis)),
        selectinload(Pengajuan.penera),
        kunci=True,
    )
    lama = kini.tanggal_uji, kini.penera_id
    if lama != tujuan.semula:
        raise AturanDilanggar(
            "Jadwal pengajuan ini baru saja diubah. Lihat jadwal yang sekarang, lalu putuskan lagi."
        )
    if sebab := penghalang(kini):
        raise AturanDilanggar(f"{sebab} Bila berhalangan, hubungi kantor.")
    _cek_tujuan(kini, tujuan)
    nama, nama_lama = cek_penera(tujuan.penera_id, "ke"), kini.penera.nama if kini.penera else "–"
    catatan = (
        f"Jadwal baru: {hari_tanggal(tujuan.tanggal)}, {sebut_lokasi(kini.lokasi)}, penera {nama}. "
        f"Semula {hari_tanggal(lama[0])}, penera {nama_lama}."
    )
    terapkan(
        kini,
        "jadwal_pindah",
        pelaku,
        status_awal=pengajuan.status,
        catatan=catatan,
        sebelum={"tanggal_uji": str(lama[0]), "penera_id": lama[1], "penera": nama_lama},
        tanggal_uji=tujuan.tanggal,
        penera_id=tujuan.penera_id,
        pindah_peserta=kini.pindah_peserta + 1,
    )
    try:
        pindahkan(lama, (tujuan.tanggal, tujuan.penera_id), kini.menit or 0)
    except AturanDilanggar as e:  # day or penera: for the participant it is this one line
        raise AturanDilanggar(f"{e.pesan} Pilih waktu lain dari daftar.", "ke") from e
    _kabari(kini, catatan, lama[1])


def _cek_tujuan(kini: Pengajuan, tujuan: Tujuan) -> None:
    """A day that could be offered now, for the fee that was fixed."""
    if tujuan.tanggal not in hari_tujuan() or tujuan.tanggal == kini.tanggal_uji:
        raise AturanDilanggar(TIDAK_DARI_DAFTAR, "ke")
    if not tetap(kini, baca(kini, tujuan.tanggal).pada(tujuan.tanggal)):
        raise AturanDilanggar(BEDA_RETRIBUSI, "ke")


def _kabari(kini: Pengajuan, catatan: str, penera_lama: int | None) -> None:
    """The counter, the penera who tests now, and the one who does not any more."""
    judul = f"{kini.nomor}: jadwal dipindahkan peserta"
    for id in {*_loket(), kini.penera_id}:
        pesan(id, judul, catatan, f"/pengajuan/{kini.id}")
    if penera_lama != kini.penera_id:
        pesan(penera_lama, judul, catatan, "/admin/jadwal")
    db.session.flush()
