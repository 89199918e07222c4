"""The visits of one day, as a penera takes them along: where, whom to call, which instruments."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.auth.models import Pengguna, Peran
from app.core.access import visible
from app.core.uploads import Berkas
from app.extensions import db
from app.jadwal.models import CutiHari
from app.jadwal.queries import tempat
from app.pengajuan.models import BerkasPengajuan, Pengajuan
from app.pengajuan.queries import LABEL_GUNA
from app.pengajuan.states import BERTANGGAL, MASIH_DIUJI, Lokasi, Status
from app.pengaturan.queries import hari_kerja, hari_kerja_ke, kantor, tutup_karena
from app.peserta.models import Peserta
from app.uttp.models import DokumenJenis, Uttp

_KONTAK = (Peserta.nama, Peserta.alamat, Peserta.telp, Peserta.pic_nama, Peserta.pic_telp,
           Peserta.pic_wa)  # fmt: skip
MUAT = (
    joinedload(Pengajuan.uttp).options(
        joinedload(Uttp.jenis), joinedload(Uttp.pemakai).load_only(Peserta.nama)
    ),
    joinedload(Pengajuan.peserta).load_only(*_KONTAK),
    joinedload(Pengajuan.penera),
)


@dataclass(frozen=True)
class Dokumen:
    berkas_id: int
    label: str


@dataclass
class Kunjungan:
    """Everything tested at one place for one participant, one after the other."""

    peserta: Peserta
    penera: str
    tempat: str
    peta: str | None  # an address of somebody else's map; None at the office
    alat: list[Pengajuan] = field(default_factory=list)

    @property
    def telp(self) -> str | None:
        return self.peserta.pic_telp or self.peserta.telp

    @property
    def menit(self) -> int:
        return sum(p.menit or 0 for p in self.alat)

    @property
    def selesai(self) -> bool:
        return all(p.status not in MASIH_DIUJI for p in self.alat)


@dataclass(frozen=True)
class Hari:
    """One day: its visits, what is in the way of it, and the working days around it."""

    tanggal: date
    kunjungan: list[Kunjungan]
    dokumen: dict[int, list[Dokumen]]
    tutup: str | None

    @property
    def alat(self) -> list[Pengajuan]:
        return [p for k in self.kunjungan for p in k.alat]

    @property
    def sisa(self) -> int:
        return sum(p.status == Status.DIPROSES for p in self.alat)

    @property
    def sebelum(self) -> date:
        return hari_kerja_ke(-1, self.tanggal)

    @property
    def sesudah(self) -> date:
        return next(iter(hari_kerja(1, self.tanggal)), self.tanggal)


def sehari(tanggal: date, penera_id: int | None = None) -> Hari:
    """The visits of a day, of one penera or of all; a penera sees their own."""
    cari = visible(Pengajuan, *MUAT).where(
        Pengajuan.tanggal_uji == tanggal, Pengajuan.salah_satu(BERTANGGAL)
    )
    if penera_id is not None:
        cari = cari.where(Pengajuan.penera_id == penera_id)
    urut = cari.order_by(Pengajuan.penera_id, Pengajuan.lokasi, Pengajuan.peserta_id, Pengajuan.id)
    semua = db.session.scalars(urut).all()
    return Hari(
        tanggal,
        _kelompokkan(semua),
        _dokumen([p.id for p in semua]),
        tutup_karena(tanggal),
    )


def _kelompokkan(semua: Sequence[Pengajuan]) -> list[Kunjungan]:
    hasil: dict[tuple[int | None, int, str], Kunjungan] = {}
    for p in semua:
        di = tempat(p)
        kunci = (p.penera_id, p.peserta_id, di)
        if kunci not in hasil:
            nama = p.penera.nama if p.penera else "–"
            hasil[kunci] = Kunjungan(p.peserta, nama, di, _peta(p))
        hasil[kunci].alat.append(p)
    return list(hasil.values())


def _peta(p: Pengajuan) -> str | None:
    if p.lokasi != Lokasi.LUAR_KANTOR:
        return None
    alamat = ", ".join(filter(None, (p.uttp.tempat_tulis or p.uttp.lokasi or p.peserta.alamat,
                                     kantor().kota)))  # fmt: skip
    return f"https://www.google.com/maps/search/?api=1&query={quote(alamat)}"


def _dokumen(ids: Sequence[int]) -> dict[int, list[Dokumen]]:
    """What was filed with these applications, in one statement."""
    cari = (
        sa.select(
            BerkasPengajuan.pengajuan_id, BerkasPengajuan.guna, BerkasPengajuan.berkas_id,
            DokumenJenis.nama,
        )
        .join(Berkas, Berkas.id == BerkasPengajuan.berkas_id)
        .outerjoin(DokumenJenis, DokumenJenis.id == BerkasPengajuan.dokumen_id)
        .where(BerkasPengajuan.pengajuan_id.in_(ids))
        .order_by(BerkasPengajuan.id)
    )  # fmt: skip
    hasil: dict[int, list[Dokumen]] = {}
    for b in db.session.execute(cari):
        label = b.nama or LABEL_GUNA.get(b.guna, b.guna)
        hasil.setdefault(b.pengajuan_id, []).append(Dokumen(b.berkas_id, label))
    return hasil


@dataclass(frozen=True)
class Bertugas:
    id: int
    nama: str
    cuti: bool


def penera_bertugas(tanggal: date) -> list[Bertugas]:
    """Every penera, and who of them is on leave that day."""
    cuti = sa.exists().where(CutiHari.penera_id == Pengguna.id, CutiHari.tanggal == tanggal)
    cari = sa.select(Pengguna.id, Pengguna.nama, cuti.label("cuti")).where(
        Pengguna.peran == Peran.PENERA, Pengguna.aktif
    )
    return [Bertugas(*b) for b in db.session.execute(cari.order_by(Pengguna.nama))]
