"""Reading letters of assignment, and what one can be made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.auth.models import LABEL_PERAN, Pengguna, Peran
from app.core import paging
from app.core.access import visible
from app.extensions import db
from app.jadwal.models import BebanPenera, CutiHari
from app.jadwal.queries import tempat
from app.pengajuan.models import Pengajuan
from app.pengajuan.states import BERTANGGAL, MASIH_DIUJI
from app.penugasan.models import AnggotaSurat, SuratTugas, TujuanSurat
from app.peserta.models import Peserta
from app.uttp.models import Uttp

LENGKAP = (joinedload(SuratTugas.ketua), joinedload(SuratTugas.pindaian))
_MUAT = (
    joinedload(Pengajuan.uttp).joinedload(Uttp.jenis),
    joinedload(Pengajuan.peserta).load_only(Peserta.nama, Peserta.alamat),
)


def daftar(q: str, *, after: str | None) -> paging.Page:
    """The letters, the newest first."""
    surat = SuratTugas
    cari = (
        visible(surat)
        .join(Pengguna, Pengguna.id == surat.ketua_id)
        .with_only_columns(
            surat.id, surat.nomor, surat.mulai, surat.selesai, surat.tempat, surat.status,
            surat.dibuat_pada, Pengguna.nama.label("ketua"),
        )
    )  # fmt: skip
    if q:
        kolom = (surat.nomor, surat.tempat, Pengguna.nama)
        cari = cari.where(sa.or_(*(k.icontains(q, autoescape=True) for k in kolom)))
    return paging.keyset(cari, surat.dibuat_pada, surat.id, after=after)


@dataclass(frozen=True)
class Orang:
    id: int
    nama: str
    nip: str | None
    peran: str

    @property
    def sebutan(self) -> str:
        return LABEL_PERAN[Peran(self.peran)]


@dataclass(frozen=True)
class Tim:
    """Leader and members, and the head who signs."""

    ketua: Orang
    anggota: list[Orang]
    kepala: Orang | None


def tim(surat: SuratTugas) -> Tim:
    ikut = sa.select(AnggotaSurat.pengguna_id).where(AnggotaSurat.surat_id == surat.id)
    kepala = sa.and_(Pengguna.peran == Peran.KEPALA, Pengguna.aktif)
    cari = sa.select(
        Pengguna.id,
        Pengguna.nama,
        Pengguna.nip,
        Pengguna.peran,
        Pengguna.id.in_(ikut).label("ikut"),
    ).where(sa.or_(Pengguna.id.in_(ikut), kepala))
    semua = db.session.execute(cari.order_by(Pengguna.nama, Pengguna.id)).all()
    k = surat.ketua
    return Tim(
        Orang(k.id, k.nama, k.nip, k.peran),
        [Orang(*b[:4]) for b in semua if b.ikut],
        next((Orang(*b[:4]) for b in semua if b.peran == Peran.KEPALA), None),
    )


@dataclass(frozen=True)
class Tujuan:
    """A visit as the letter names it."""

    id: int
    nomor: str
    tanggal: date
    peserta: str
    tempat: str
    alat: str
    menit: int
    lihat: bool


def _tujuan(semua: Sequence[Pengajuan], boleh: Any = lambda p: True) -> list[Tujuan]:
    return [
        Tujuan(
            p.id, p.nomor, p.tanggal_uji, p.peserta.nama, tempat(p),
            f"{p.uttp.jenis.nama} {p.uttp.merk}, No. Seri {p.uttp.nomor_seri}", p.menit or 0,
            boleh(p),
        )
        for p in semua
        if p.tanggal_uji
    ]  # fmt: skip


def tujuan(surat: SuratTugas, pelaku: Any) -> list[Tujuan]:
    """What the letter is for. Whoever sees the letter reads where it leads; the application itself
    opens for the penera it is assigned to."""
    dari = sa.select(TujuanSurat.pengajuan_id).where(TujuanSurat.surat_id == surat.id)
    cari = sa.select(Pengajuan).options(*_MUAT).where(Pengajuan.id.in_(dari))
    urut = cari.order_by(Pengajuan.tanggal_uji, Pengajuan.peserta_id, Pengajuan.id)
    penera = pelaku.peran == Peran.PENERA
    semua = db.session.scalars(urut).all()
    return _tujuan(semua, lambda p: not penera or p.penera_id == pelaku.id)


def pilihan_tujuan(mulai: date, selesai: date, sudah: Sequence[int] = ()) -> list[Tujuan]:
    """Visits still to come on these days, and those the letter names (`sudah`), tested or not."""
    bernama = sa.and_(Pengajuan.id.in_(sudah), Pengajuan.status.in_(BERTANGGAL))
    cari = visible(Pengajuan, *_MUAT).where(
        Pengajuan.tanggal_uji.between(mulai, selesai),
        # The days lead there, however many are still to be tested.
        sa.or_(Pengajuan.salah_satu(MASIH_DIUJI), bernama),
    )
    dulu = sa.case((bernama, 0), else_=1)
    urut = cari.order_by(dulu, Pengajuan.tanggal_uji, Pengajuan.peserta_id, Pengajuan.id)
    return _tujuan(db.session.scalars(urut.limit(200)).all())


@dataclass(frozen=True)
class Calon:
    """A penera who may go, with what the days already hold of them."""

    id: int
    nama: str
    alat: int
    cuti: bool

    @property
    def keterangan(self) -> str:
        return "cuti pada hari itu" if self.cuti else f"{self.alat} alat pada hari itu"


def _cari_calon(mulai: date, selesai: date) -> sa.Select[Any]:
    alat = (
        sa.select(sa.func.coalesce(sa.func.sum(BebanPenera.jumlah), 0))
        .where(BebanPenera.penera_id == Pengguna.id, BebanPenera.tanggal.between(mulai, selesai))
        .scalar_subquery()
    )
    cuti = sa.exists().where(
        CutiHari.penera_id == Pengguna.id, CutiHari.tanggal.between(mulai, selesai)
    )
    return sa.select(
        sa.literal(0).label("apa"), Pengguna.id.label("id"), Pengguna.nama.label("nama"),
        alat.label("alat"), sa.case((cuti, 1), else_=0).label("cuti"),
    ).where(Pengguna.peran == Peran.PENERA, Pengguna.aktif)  # fmt: skip


def _cari_isi(surat: SuratTugas) -> list[sa.Select[*tuple[Any, ...]]]:
    kosong = (sa.null().cast(sa.String), sa.null().cast(sa.Integer), sa.null().cast(sa.Integer))
    return [
        sa.select(sa.literal(n), kolom, *kosong).where(milik == surat.id)
        for n, kolom, milik in (
            (1, AnggotaSurat.pengguna_id, AnggotaSurat.surat_id),
            (2, TujuanSurat.pengajuan_id, TujuanSurat.surat_id),
        )
    ]


def calon(mulai: date, selesai: date) -> list[Calon]:
    """Every penera on duty: their load and leave on these days (features E12)."""
    return _calon(db.session.execute(_cari_calon(mulai, selesai)).all())


def _calon(baris: Sequence[Any]) -> list[Calon]:
    semua = (Calon(b.id, b.nama, b.alat, bool(b.cuti)) for b in baris if b.apa == 0)
    return sorted(semua, key=lambda c: c.nama)


def calon_dan_isi(surat: SuratTugas) -> tuple[list[Calon], dict[str, Any]]:
    """Who may go, and the letter as its form shows it: one statement for both."""
    cari = sa.union_all(_cari_calon(surat.mulai, surat.selesai), *_cari_isi(surat))
    baris = db.session.execute(cari).all()
    return _calon(baris), {
        **{k: getattr(surat, k) for k in ("tanggal", "dasar", "maksud", "tempat", "ketua_id")},
        "anggota": sorted(b.id for b in baris if b.apa == 1),
        "kunjungan": sorted(b.id for b in baris if b.apa == 2),
    }
