"""Dates as a participant reads them: those offered, and those an own date may be moved to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from app.auth.models import Pengguna
from app.core import clock
from app.core.format import hari_tanggal
from app.extensions import db
from app.jadwal.biaya import baca
from app.jadwal.models import BebanHari, BebanPenera, CutiHari, Tawaran
from app.jadwal.queries import HariBeban, PeneraHari, beban
from app.pengajuan.models import Pengajuan
from app.pengaturan.queries import hari_kerja, hari_kerja_ke, kantor, tutup_karena
from app.tarif.states import sebut_kurang
from app.tarif.tarif import Rincian

# How far ahead a date may be moved.
HARI_PINDAH = 10


@dataclass(frozen=True)
class Opsi:
    """A date with its penera; `halangan` says why it cannot be taken (any more)."""

    nilai: str
    tanggal: date
    penera: str
    menit: int
    biaya: Rincian | None
    halangan: str | None
    sampai: date | None = None  # until when it may be taken


def berlaku_sampai(tanggal: date) -> date:
    """Until when a date offered today may be taken: so many working days, or when it comes."""
    sebelum = tanggal - timedelta(days=1)
    return min(hari_kerja_ke(kantor().tawaran_hari, clock.today()), sebelum)


def sebut_penghalang(
    tanggal: date, terpakai: int, alat: int, menit: int, *, cuti: bool = False
) -> str | None:
    """Why nobody more fits on this day, or None."""
    k = kantor()
    if tanggal <= clock.today():
        return "Tanggal ini sudah lewat."
    if sebab := tutup_karena(tanggal):
        return f"Kantor tidak melayani uji pada hari itu ({sebab})."
    if cuti:
        return "Penera ini cuti pada hari itu."
    if terpakai + menit > k.menit_per_hari:
        return "Sudah penuh untuk seluruh kantor."
    if alat + 1 > k.alat_per_penera:
        return "Sudah penuh untuk penera ini."
    return None


def sebut_kedaluwarsa(sampai: date) -> str | None:
    """An offer that was open until then cannot be taken any more."""
    if sampai >= clock.today():
        return None
    return f"Masa memilihnya berakhir {hari_tanggal(sampai)}."


def pilihan(p: Pengajuan, *, dengan_biaya: bool = True) -> list[Opsi]:
    """The offers of an application, each with its fee and with what stands in the way."""
    cari = (
        sa.select(
            Tawaran.id,
            Tawaran.tanggal,
            Tawaran.berlaku_sampai,
            Pengguna.nama,
            Pengguna.aktif,
            sa.func.coalesce(BebanHari.menit, 0).label("terpakai"),
            sa.func.coalesce(BebanPenera.jumlah, 0).label("alat"),
            sa.exists()
            .where(CutiHari.penera_id == Tawaran.penera_id, CutiHari.tanggal == Tawaran.tanggal)
            .label("cuti"),
        )
        .join(Pengguna, Pengguna.id == Tawaran.penera_id)
        .outerjoin(BebanHari, BebanHari.tanggal == Tawaran.tanggal)
        .outerjoin(
            BebanPenera,
            sa.and_(
                BebanPenera.tanggal == Tawaran.tanggal, BebanPenera.penera_id == Tawaran.penera_id
            ),
        )
        .where(Tawaran.pengajuan_id == p.id)
        .order_by(Tawaran.tanggal, Tawaran.id)
    )
    baris = db.session.execute(cari).all()
    if not baris or p.lokasi is None:
        return []
    menit = p.uttp.jenis.menit
    dasar = baca(p, baris[0].tanggal, baris[-1].tanggal) if dengan_biaya else None
    return [
        Opsi(
            str(b.id),
            b.tanggal,
            b.nama,
            menit,
            dasar.pada(b.tanggal) if dasar else None,
            _halangan(b, menit) or (_belum_dihitung(dasar.pada(b.tanggal)) if dasar else None),
            b.berlaku_sampai,
        )
        for b in baris
    ]


def _halangan(b: sa.Row[*tuple[Any, ...]], menit: int) -> str | None:
    if halangan := sebut_penghalang(b.tanggal, b.terpakai, b.alat, menit, cuti=b.cuti):
        return halangan
    if not b.aktif:
        return "Penera ini tidak bertugas lagi."
    return sebut_kedaluwarsa(b.berlaku_sampai)


def _belum_dihitung(biaya: Rincian) -> str | None:
    """A fee that came after the offer, and counts what nobody has counted yet."""
    if not biaya.kurang:
        return None
    return f"Petugas perlu mencatat jumlah {sebut_kurang(biaya.kurang)} alat ini dulu."


# --- moving one's own date ---------------------------------------------------------------------


def hari_tujuan() -> list[date]:
    """The days a date may be moved to: as much notice as leaving one takes, and some to choose
    from however much that is."""
    jeda = kantor().pindah_hari
    mulai = hari_kerja_ke(jeda, clock.today())
    return [h for h in hari_kerja(max(HARI_PINDAH, jeda + 4)) if h >= mulai]


def waktu_kosong(p: Pengajuan) -> list[Opsi]:
    """Days with room, with the penera of now where there is any, else with the one least busy.

    A day on which another fee is due is shown but cannot be taken: the fee was fixed with the date.
    """
    hari = [h for h in hari_tujuan() if h != p.tanggal_uji]
    if not hari or p.penera_id is None:
        return []
    menit, isi, dasar = p.menit or 0, beban(hari), baca(p, hari[0], hari[-1])
    hasil = []
    for h in isi.hari:
        penera = _penera_longgar(h, isi.penera, p.penera_id)
        if penera is None or h.menit + menit > h.batas_menit:
            continue
        biaya = dasar.pada(h.tanggal)
        lain = None if tetap(p, biaya) else BEDA_RETRIBUSI
        nilai = f"{h.tanggal}~{penera.id}"
        hasil.append(Opsi(nilai, h.tanggal, penera.nama, menit, biaya, lain))
    return hasil


BEDA_RETRIBUSI = "Retribusi pada tanggal ini berbeda. Hubungi kantor bila memerlukan tanggal ini."


def tetap(p: Pengajuan, biaya: Rincian) -> bool:
    """Would the date cost what was fixed?"""
    return not biaya.kurang and biaya.jumlah == p.retribusi


def _penera_longgar(h: HariBeban, semua: Sequence[PeneraHari], sekarang: int) -> PeneraHari | None:
    ada = [q for q in semua if q.id not in h.cuti and h.alat.get(q.id, 0) < h.batas_alat]
    return min(ada, key=lambda q: (q.id != sekarang, h.alat.get(q.id, 0), q.id), default=None)
