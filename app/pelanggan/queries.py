"""Reading customers: the list of a penyedia, one customer, what was transferred lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from app.core import clock
from app.core.access import pelaku, visible
from app.core.paging import UKURAN, Page, keyset
from app.extensions import db
from app.pelanggan.models import KerjaSama
from app.pengajuan.models import Pengajuan
from app.pengaturan.models import Kelurahan
from app.peserta.models import Peserta
from app.peserta.queries import LENGKAP, ber_npwp
from app.peserta.states import Kelompok
from app.uttp.models import JenisUttp, Kepemilikan, Uttp
from app.uttp.states import URUNG_PINDAH, SebabMilik

PALING_BANYAK = 50
# An alias: the conditions of access have a subquery on peserta of their own.
P = aliased(Peserta, name="pelanggan")


def penyedia_saya(id: int | None = None) -> Peserta | None:
    """The penyedia whose customers are asked for: for staff any, for a participant itself."""
    cari = visible(Peserta, *LENGKAP).where(Peserta.kelompok == Kelompok.PENYEDIA)
    if pelaku().peran == "peserta":
        cari = cari.where(Peserta.pengguna_id == pelaku().id)
    return db.session.scalar(cari.where(Peserta.id == id) if id else cari)


def _uttp(*syarat: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    """Instruments counted beside the row of a customer."""
    cari = sa.select(sa.func.count(Uttp.id)).where(*syarat).correlate(P)
    return cari.scalar_subquery()


def _pakai() -> sa.ColumnElement[bool]:
    """Used by the customer, and its penyedia's."""
    return sa.and_(Uttp.pemakai_id == P.id, Uttp.pemilik_id == P.penyedia_id)


def _tampak() -> sa.ColumnElement[bool]:
    """What the list behind the button holds: a penyedia does not see what a customer with an
    account of its own owns."""
    milik = Uttp.pemilik_id == P.id
    if pelaku().peran == "peserta":
        milik = sa.and_(milik, P.pengguna_id.is_(None))
    return sa.or_(milik, _pakai())


def _habis() -> sa.ColumnElement[bool]:
    return sa.and_(
        Uttp.skhp_berlaku_sampai < clock.today(),
        Uttp.uji_batal.is_(False),
        Uttp.pensiun_pada.is_(None),
    )


def _ada(*syarat: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.exists().where(*syarat).correlate(P)


def _hitungan() -> tuple[Any, ...]:
    """The columns by which pages say what can be done with a customer."""
    riwayat = sa.or_(
        _ada(Pengajuan.peserta_id == P.id),
        _ada(Kepemilikan.pemilik_id == P.id),
        _ada(KerjaSama.pelanggan_id == P.id, KerjaSama.sampai.is_not(None)),
    )
    return (
        _uttp(_tampak()).label("unit"),
        _uttp(_tampak(), _habis()).label("habis"),
        _uttp(_pakai()).label("pakai"),
        _uttp(Uttp.pemilik_id == P.id).label("milik"),
        riwayat.label("riwayat"),
    )


def cari(q: str) -> list[sa.ColumnElement[bool]]:
    """The name or place in part, the NPWP as a whole."""
    if not q:
        return []
    kolom = (P.nama, P.alamat, Kelurahan.nama)
    return [sa.or_(*(k.icontains(q, autoescape=True) for k in kolom), *ber_npwp(q, P))]


def daftar(penyedia: Peserta, q: str, *, after: str | None, size: int = UKURAN) -> Page:
    """The customers of a penyedia, newest first."""
    pilih = (
        sa.select(P.id, P.nama, P.npwp, P.status, P.alasan_tolak, P.dibuat_pada)
        .add_columns(Kelurahan.nama.label("kelurahan"), *_hitungan())
        .join(Kelurahan, Kelurahan.id == P.kelurahan_id)
        .where(P.penyedia_id == penyedia.id, *cari(q))
    )
    return keyset(pilih, P.dibuat_pada, P.id, after=after, size=size)


@dataclass(frozen=True)
class Jumlah:
    """All customers of a penyedia together (parity 69)."""

    pelanggan: int
    unit: int
    habis: int


def jumlah(penyedia: Peserta) -> Jumlah:
    dilayani = P.penyedia_id == penyedia.id
    unit = sa.select(sa.func.count(Uttp.id)).join(P, _tampak()).where(dilayani)
    baris = db.session.execute(
        sa.select(
            sa.select(sa.func.count(P.id)).where(dilayani).scalar_subquery().label("pelanggan"),
            unit.scalar_subquery().label("unit"),
            unit.where(_habis()).scalar_subquery().label("habis"),
        )
    ).one()
    return Jumlah(**baris._mapping)


@dataclass(frozen=True)
class Keadaan:
    """One customer: whom it is served by, what it has, what stands in the way of an act."""

    status: str
    alasan_tolak: str | None
    penyedia: str | None
    unit: int
    habis: int
    pakai: int
    milik: int
    riwayat: bool


def keadaan(pelanggan: Peserta) -> Keadaan:
    penyedia = aliased(Peserta, name="penyedia")
    baris = db.session.execute(
        sa.select(P.status, P.alasan_tolak, penyedia.nama.label("penyedia"), *_hitungan())
        .outerjoin(penyedia, penyedia.id == P.penyedia_id)
        .where(P.id == pelanggan.id)
    ).one()
    return Keadaan(**baris._mapping)


# --- instruments that change hands ------------------------------------------------------------

ALAT = (joinedload(Uttp.jenis), joinedload(Uttp.pemilik), joinedload(Uttp.pemakai))


def _pindah_kini() -> sa.ColumnElement[bool]:
    """The period that runs began with a transfer, so lately that staff may take it back."""
    return sa.and_(
        Kepemilikan.sampai.is_(None),
        Kepemilikan.sebab == SebabMilik.PINDAH,
        Kepemilikan.sejak > clock.now() - URUNG_PINDAH,
    )


def baru_dipindahkan(pelanggan: Peserta) -> Sequence[Any]:
    """What the customer got within the time a transfer may be taken back, newest first."""
    cari = (
        sa.select(
            Uttp.id, Uttp.merk, Uttp.tipe, Uttp.nomor_seri, JenisUttp.nama.label("jenis"),
            Kepemilikan.sejak,
        )
        .join(Kepemilikan, Kepemilikan.uttp_id == Uttp.id)
        .join(JenisUttp, JenisUttp.id == Uttp.jenis_id)
        .where(Kepemilikan.pemilik_id == pelanggan.id, _pindah_kini())
        .order_by(Kepemilikan.sejak.desc())
    )  # fmt: skip
    return [
        (b, b.sejak + URUNG_PINDAH) for b in db.session.execute(cari.limit(PALING_BANYAK)).all()
    ]


def dapat_ditarik(uttp_id: int) -> datetime | None:
    """Until when the last transfer of an instrument may be taken back; None when it may not."""
    cari = sa.select(Kepemilikan.sejak).where(Kepemilikan.uttp_id == uttp_id, _pindah_kini())
    sejak = db.session.scalar(cari)
    return sejak + URUNG_PINDAH if sejak else None


def pemilik_lalu(uttp_id: int) -> int | None:
    """Whose the instrument was before it was transferred for the last time."""
    cari = (
        visible(Kepemilikan)
        .with_only_columns(Kepemilikan.pemilik_id)
        .where(Kepemilikan.uttp_id == uttp_id, Kepemilikan.sampai.is_not(None))
        .order_by(Kepemilikan.sejak.desc())
    )
    return db.session.scalar(cari.limit(1))


def penyedia_kini(pelanggan_id: int) -> int | None:
    """Who serves this participant now."""
    return db.session.scalar(sa.select(Peserta.penyedia_id).where(Peserta.id == pelanggan_id))
