"""Reading Serah Terima: what the counter has to do, and what was done for one application."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from app.auth.models import Pengguna, Peran
from app.core import clock
from app.core.access import visible
from app.core.paging import Page, keyset
from app.extensions import db
from app.pengajuan.cari import calon
from app.pengajuan.models import Pengajuan, Skhp
from app.pengajuan.states import BERTANGGAL, Lokasi, Status
from app.peserta.models import Peserta
from app.peserta.queries import ber_npwp, bertulisan, terbaru
from app.serah.models import SerahTerima
from app.serah.states import BELUM_SELESAI, TUNTAS, Hari, Tahap
from app.uttp.models import JenisUttp, Uttp

S = SerahTerima
# An alias: the access condition has a subquery on peserta of its own.
Pemohon = aliased(Peserta, name="pemohon")
PETUGAS = (joinedload(S.terima_oleh), joinedload(S.kembali_oleh), joinedload(S.dokumen_oleh))


@dataclass(frozen=True)
class Saringan:
    """The filters of the list, as they stand in its address."""

    tahap: str = Tahap.MENUNGGU
    q: str = ""
    hari: str = ""

    def url(self) -> dict[str, str]:
        return {k: v for k, v in vars(self).items() if v}


def _di_kantor() -> sa.ColumnElement[bool]:
    return sa.and_(S.tanggal_terima.is_not(None), S.tanggal_kembali.is_(None))


def _syarat(tahap: str) -> sa.ColumnElement[bool]:
    """What makes an application, with its row in force if it has one, wait for this."""
    # Said as what it is not: nearly all applications are finished, few instruments are still here.
    belum, tuntas = Pengajuan.salah_satu(BELUM_SELESAI), Pengajuan.status.not_in(BELUM_SELESAI)
    syarat = {
        Tahap.MENUNGGU: sa.and_(
            Pengajuan.ditunggu(),
            # Never brought, or taken home untested.
            sa.or_(S.tanggal_terima.is_(None), S.tanggal_kembali.is_not(None)),
        ),
        Tahap.DI_KANTOR: sa.and_(_di_kantor(), belum),
        Tahap.KEMBALI: sa.and_(_di_kantor(), tuntas),
        Tahap.DOKUMEN: sa.and_(S.dokumen_siap_pada.is_not(None), S.tanggal_dokumen.is_(None)),
        Tahap.SELESAI: sa.or_(S.tanggal_kembali.is_not(None), S.tanggal_dokumen.is_not(None)),
    }
    return syarat[Tahap(tahap)]


def _gabung(stmt: Any, tahap: str) -> Any:
    """Join the row in force. Where there must be one, its own index leads the way."""
    kini = sa.and_(S.pengajuan_id == Pengajuan.id, S.digantikan_pada.is_(None))
    return stmt.join(S, kini, isouter=tahap == Tahap.MENUNGGU)


def _hari(hari: str, hari_ini: date) -> list[sa.ColumnElement[bool]]:
    tanggal = Pengajuan.tanggal_uji
    syarat = {
        Hari.INI: tanggal == hari_ini,
        Hari.PEKAN: tanggal.between(hari_ini, hari_ini + timedelta(days=6)),
        Hari.LEWAT: tanggal < hari_ini,
    }
    return [syarat[Hari(hari)]] if hari in tuple(Hari) else []


def pilih(saring: Saringan, hari_ini: date) -> Any:
    """The applications of one list, before anybody searches in it."""
    syarat = (_syarat(saring.tahap), *_hari(saring.hari, hari_ini))
    return _gabung(visible(Pengajuan), saring.tahap).where(*syarat)


def daftar(saring: Saringan, *, after: str | None) -> Page:
    """One list of the counter; what waits longest, or is due first, on top."""
    tahap = Tahap(saring.tahap)
    kunci: dict[str, Any] = {
        Tahap.MENUNGGU: Pengajuan.tanggal_uji,
        Tahap.DOKUMEN: S.dokumen_siap_pada,
        Tahap.SELESAI: S.diubah_pada,
    }
    at = kunci.get(tahap, S.tanggal_terima)
    id = Pengajuan.id if tahap == Tahap.MENUNGGU else S.id
    stmt = (
        pilih(saring, clock.today())
        .join(Uttp, Uttp.id == Pengajuan.uttp_id)
        .join(JenisUttp, JenisUttp.id == Uttp.jenis_id)
        .join(Pemohon, Pemohon.id == Pengajuan.peserta_id)
        .with_only_columns(
            id.label("id"), Pengajuan.id.label("pengajuan_id"), Pengajuan.nomor, Pengajuan.status,
            Pengajuan.tanggal_uji, Uttp.merk, Uttp.tipe, Uttp.nomor_seri,
            JenisUttp.nama.label("jenis"), Pemohon.nama.label("peserta"), S.tanggal_terima,
            S.tanggal_kembali, S.dokumen_siap_pada, S.tanggal_dokumen, S.diubah_pada,
        )
    )  # fmt: skip
    if saring.q:
        kolom = (Pengajuan.nomor, Pemohon.nama, Uttp.nomor_seri, Uttp.merk, JenisUttp.nama)
        cocok = [k.icontains(saring.q, autoescape=True) for k in kolom]
        stmt = stmt.where(sa.or_(*cocok, *ber_npwp(saring.q, Pemohon)), calon(saring.q))
    return keyset(stmt, at, id, after=after, oldest_first=tahap != Tahap.SELESAI)


def hitung() -> dict[str, int]:
    """How many wait in each list of things to do; one statement.

    Counted from the indexes of what waits. What is at the office is looked up once and told apart
    by status; who is expected are those to be tested there without those who came already.
    """
    belum = Pengajuan.salah_satu(BELUM_SELESAI)
    ditunggu = visible(Pengajuan).select_from(Pengajuan).where(Pengajuan.ditunggu())
    dokumen = pilih(Saringan(Tahap.DOKUMEN), clock.today())
    di_kantor = _gabung(visible(Pengajuan), Tahap.DI_KANTOR).where(_di_kantor())
    baris = db.session.execute(
        di_kantor.with_only_columns(
            sa.func.count().label("semua"),
            sa.func.count(sa.case((belum, 1))).label("belum"),
            sa.func.count(sa.case((Pengajuan.ditunggu(), 1))).label("datang"),
            *(
                c.with_only_columns(sa.func.count()).scalar_subquery().correlate(None).label(n)
                for n, c in (("ditunggu", ditunggu), ("dokumen", dokumen))
            ),
        )
    ).one()
    return {
        Tahap.MENUNGGU: baris.ditunggu - baris.datang,
        Tahap.DI_KANTOR: baris.belum,
        Tahap.KEMBALI: baris.semua - baris.belum,
        Tahap.DOKUMEN: baris.dokumen,
    }


# --- one application --------------------------------------------------------------------------


def kini(pengajuan_id: int) -> SerahTerima | None:
    """The row in force, with the officers of each act."""
    cari = sa.select(S).where(S.pengajuan_id == pengajuan_id, S.digantikan_pada.is_(None))
    return db.session.scalar(cari.options(*PETUGAS))


def semua(pengajuan_id: int) -> Sequence[SerahTerima]:
    """The row in force, if any, and those it replaced, newest first."""
    cari = sa.select(S).where(S.pengajuan_id == pengajuan_id).order_by(S.versi.desc())
    return db.session.scalars(cari.options(*PETUGAS)).all()


@dataclass(frozen=True)
class Keadaan:
    """What can be done for an application now, by its row in force."""

    terima: bool
    kembali: bool
    dokumen: bool
    teruji: bool


def keadaan(p: Pengajuan, s: SerahTerima | None) -> Keadaan:
    """The same as the lists say, for one row."""
    di_kantor = bool(s and s.tanggal_terima and not s.tanggal_kembali)
    belum, teruji = p.status in BELUM_SELESAI, p.status in TUNTAS
    pernah = bool(s and s.tanggal_terima)
    return Keadaan(
        terima=p.lokasi == Lokasi.KANTOR and p.status in BERTANGGAL and not di_kantor
        and (belum or not pernah),
        kembali=di_kantor,
        dokumen=p.status == Status.SELESAI_SAH and not (s and s.tanggal_dokumen),
        teruji=teruji,
    )  # fmt: skip


def terbit_skhp(pengajuan_id: int) -> date | None:
    """The day of the certificate in force; its papers cannot be handed over before."""
    cari = sa.select(Skhp.tanggal).where(
        Skhp.pengajuan_id == pengajuan_id, Skhp.digantikan_pada.is_(None)
    )
    return db.session.scalar(cari)


def pencatat(p: Pengajuan) -> str | None:
    """Who of the office filed it in the participant's name; None where it filed itself."""
    cari = sa.select(Pengguna.nama).where(
        Pengguna.id == p.dibuat_oleh_id, Pengguna.peran != Peran.PESERTA
    )
    return db.session.scalar(cari)


# --- the counter ------------------------------------------------------------------------------

PALING_BANYAK = 10


def pengunjung(q: str) -> Sequence[Any]:
    """Participants a visitor at the counter may be, by name, number, PIC, or the whole NPWP or
    NIK; those whose name begins so first."""
    awal = sa.case((Peserta.nama.istartswith(q, autoescape=True), 0), else_=1)
    stmt = (
        visible(Peserta)
        .with_only_columns(
            Peserta.id, Peserta.nomor, Peserta.nama, Peserta.alamat, Peserta.pic_nama,
            Peserta.status, Peserta.kelompok,
        )
        .where(bertulisan(q), terbaru(q))
        .order_by(awal, Peserta.nama, Peserta.id)
        .limit(PALING_BANYAK)
    )  # fmt: skip
    return cast(Sequence[Any], db.session.execute(stmt).all())
