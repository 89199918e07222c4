"""The staff list of applications: its filters, and which one comes next."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from app.auth.models import Pengguna, Peran
from app.core import clock
from app.core.access import visible
from app.core.clock import WITA
from app.core.nomor import baca_id
from app.core.paging import UKURAN, Page, keyset
from app.extensions import Pelaku, db
from app.pengajuan.cari import calon
from app.pengajuan.giliran import (
    TAWARAN_HABIS,
    berstatus_sejak,
    giliran_petugas,
    kata_tidak_cocok,
    tawaran_habis,
)
from app.pengajuan.models import Pengajuan
from app.pengajuan.queries import Pemohon, baris_daftar, cari_baris, kumpulan
from app.pengajuan.states import AKTIF, Status
from app.pengaturan.models import Kecamatan, Kelurahan
from app.uttp.models import JenisUttp, Uttp
from app.uttp.states import Layanan

PERLU = "perlu"


def antrean(saring: Mapping[str, Any], after: str | None, size: int = UKURAN) -> Page:
    """Active ones oldest first, finished ones newest first."""
    stmt = _saring(baris_daftar(), saring).add_columns(
        kata_tidak_cocok().label("tidak_cocok"), berstatus_sejak().label("sejak")
    )
    return keyset(
        stmt, Pengajuan.dibuat_pada, Pengajuan.id, after=after, size=size,
        oldest_first=_terlama_dulu(saring),
    )  # fmt: skip


def _terlama_dulu(saring: Mapping[str, Any]) -> bool:
    return AKTIF.issuperset(kumpulan(saring["status"]))


def _saring(stmt: sa.Select[Any], saring: Mapping[str, Any]) -> sa.Select[Any]:
    """Narrow the list; a word there is none of filters nothing."""
    q = saring["q"]
    stmt = cari_baris(stmt, q).where(calon(q), *_berstatus(saring["status"]))
    return stmt.where(*_menurut_isi(saring), *_menurut_tanggal(saring))


def _berstatus(kata: str | None) -> list[sa.ColumnElement[bool]]:
    """Said so that a list in the order of filing is read from an index in that order; and nothing
    twice, of which PostgreSQL would expect a fraction of the rows there are."""
    if kata == PERLU:
        return [Pengajuan.berjalan(), giliran_petugas(clock.today())]
    if kata == TAWARAN_HABIS:
        return [tawaran_habis(clock.today())]
    status = kumpulan(kata)
    if len(status) == len(Status):
        return []
    if len(status) == 1 or not AKTIF.issuperset(status):
        return [Pengajuan.status.in_(status)]
    semua = AKTIF.issubset(status)
    return [Pengajuan.berjalan(), *([] if semua else [Pengajuan.salah_satu(status)])]


def _menurut_isi(saring: Mapping[str, Any]) -> list[sa.ColumnElement[bool]]:
    syarat: list[sa.ColumnElement[bool]] = []
    if saring["layanan"] in tuple(Layanan):
        syarat.append(Pengajuan.layanan == saring["layanan"])
    if (penera := baca_id(saring["penera"])) is not None:
        syarat.append(Pengajuan.penera_id == penera)
    if (jenis := baca_id(saring["jenis"])) is not None:
        syarat.append(Uttp.jenis_id == jenis)
    if (kecamatan := baca_id(saring["kecamatan"])) is not None:
        isi = sa.select(Kelurahan.id).where(Kelurahan.kecamatan_id == kecamatan)
        syarat.append(Pemohon.kelurahan_id.in_(isi))
    return syarat


def _menurut_tanggal(saring: Mapping[str, Any]) -> list[sa.ColumnElement[bool]]:
    syarat: list[sa.ColumnElement[bool]] = []
    if saring["dari"]:
        syarat.append(Pengajuan.dibuat_pada >= _awal_hari(saring["dari"]))
    if saring["sampai"]:
        besok = saring["sampai"] + timedelta(days=1)
        syarat.append(Pengajuan.dibuat_pada < _awal_hari(besok))
    if saring["habis"]:
        syarat.append(Uttp.skhp_berlaku_sampai < clock.today())
    return syarat


def _awal_hari(hari: date) -> datetime:
    """Midnight on the office's wall clock, as an instant."""
    return datetime.combine(hari, time.min, WITA).astimezone(UTC)


def berikutnya(saring: Mapping[str, Any], kecuali: int, pelaku: Pelaku) -> Any | None:
    """Id and status of the one after `kecuali` in this queue, oldest first; behind its end stands
    its beginning, as one passed over is still there. Without a status: what the reader can do.
    Whatever is tested on a later day does not come up."""
    if saring["status"] in (None, "", PERLU):
        perlu = Status.DIPROSES if pelaku.peran == Peran.PENERA else PERLU
        saring = {**saring, "status": perlu}
    kunci = sa.tuple_(Pengajuan.dibuat_pada, Pengajuan.id)
    belum = sa.and_(Pengajuan.status == Status.DIPROSES, Pengajuan.tanggal_uji > clock.today())
    stmt = _saring(baris_daftar(), saring).where(Pengajuan.id != kecuali, sa.not_(belum))
    stmt = stmt.order_by(Pengajuan.dibuat_pada, Pengajuan.id).limit(1)
    tadi = visible(Pengajuan).with_only_columns(Pengajuan.dibuat_pada)
    saat = db.session.scalar(tadi.where(Pengajuan.id == kecuali))
    if saat is not None:
        tanda = sa.tuple_(sa.literal(saat, Pengajuan.dibuat_pada.type), sa.literal(kecuali))
        if ada := db.session.execute(stmt.where(kunci > tanda)).first():
            return ada
    return db.session.execute(stmt).first()


# --- what one may filter by ---------------------------------------------------------------------


def pilihan() -> dict[str, list[tuple[int, str]]]:
    """Who tests, which types are in use and which kecamatan there are, in one statement."""

    def satu(kunci: str, id: Any, nama: Any, urut: Any) -> sa.Select[Any]:
        return sa.select(
            sa.literal(kunci).label("kunci"), id.label("id"), nama.label("nama"), urut.label("urut")
        )

    semua = sa.union_all(
        satu("penera", Pengguna.id, Pengguna.nama, Pengguna.nama).where(
            Pengguna.peran == Peran.PENERA
        ),
        satu("jenis", JenisUttp.id, JenisUttp.nama, JenisUttp.kode).where(JenisUttp.aktif),
        satu("kecamatan", Kecamatan.id, Kecamatan.nama, Kecamatan.kode),
    ).subquery()
    hasil: dict[str, list[tuple[int, str]]] = {"penera": [], "jenis": [], "kecamatan": []}
    for kunci, id, nama, _ in db.session.execute(sa.select(semua).order_by(semua.c.urut)):
        hasil[kunci].append((id, nama))
    return hasil
