"""Reading instruments: one function a screen, each column asked for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.core.access import visible
from app.core.paging import Page, keyset
from app.extensions import Pelaku, db
from app.pengajuan.states import AKTIF
from app.peserta.models import Peserta
from app.uttp.models import DokumenJenis, InformasiJenis, InformasiUttp, JenisUttp, Uttp
from app.uttp.states import SEGERA, Keabsahan

KATA_PALING_BANYAK = 6

# Applications lie to the right of this feature; a table by its name is no import.
PENGAJUAN = sa.table(
    "pengajuan",
    sa.column("id", sa.Integer),
    sa.column("uttp_id", sa.Integer),
    sa.column("status", sa.String),
)

UNTUK_RINCIAN: tuple[ORMOption, ...] = (
    joinedload(Uttp.jenis),
    joinedload(Uttp.pemilik),
    joinedload(Uttp.pemakai),
    selectinload(Uttp.informasi).joinedload(InformasiUttp.informasi),
)
DENGAN_FOTO = joinedload(Uttp.foto)
# In one statement with the answers, which are few; the questions asked now come with the type.
UNTUK_FORM: tuple[ORMOption, ...] = (
    joinedload(Uttp.jenis).selectinload(JenisUttp.informasi.and_(InformasiJenis.aktif)),
    joinedload(Uttp.pemilik),
    joinedload(Uttp.pemakai),
    joinedload(Uttp.informasi).joinedload(InformasiUttp.informasi),
    DENGAN_FOTO,
)


@dataclass(frozen=True)
class Saringan:
    """The filters of the list, as they stand in its address."""

    q: str = ""
    keabsahan: str = ""

    def url(self) -> dict[str, str]:
        return {k: v for k, v in vars(self).items() if v}


def sidik(merk: str, nomor_seri: str) -> str:
    """Brand and serial number without spaces, marks and case: "CAS 12-3" and "cas 123" are one."""
    return f"{_inti(merk)[:60]}|{_inti(nomor_seri)[:59]}"


def _inti(teks: str) -> str:
    return "".join(c for c in teks.upper() if c.isalnum())


def milik_saya(pelaku: Pelaku) -> Peserta | None:
    """The participant this account acts for; None for staff."""
    return db.session.scalar(visible(Peserta).where(Peserta.pengguna_id == pelaku.id))


def _diurus() -> sa.ColumnElement[bool]:
    """Does the reader look after the owner? One who merely uses an instrument does not."""
    return Uttp.pemilik_id.in_(visible(Peserta).with_only_columns(Peserta.id))


def yang_diurus(id: int, *options: ORMOption) -> Uttp | None:
    """An instrument whose owner the reader looks after."""
    cari = visible(Uttp, *options).where(Uttp.id == id, _diurus())
    return db.session.scalars(cari).unique().one_or_none()


def _aktif_id() -> sa.ScalarSelect[Any]:
    """The application that runs for the instrument; the database allows one at most."""
    status = [s.value for s in AKTIF]
    return (
        sa.select(PENGAJUAN.c.id)
        .where(PENGAJUAN.c.uttp_id == Uttp.id, PENGAJUAN.c.status.in_(status))
        .correlate(Uttp)
        .limit(1)
        .scalar_subquery()
    )


def _jumlah_pengajuan() -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count())
        .select_from(PENGAJUAN)
        .where(PENGAJUAN.c.uttp_id == Uttp.id)
        .correlate(Uttp)
        .scalar_subquery()
    )


def cari_uttp(q: str, *tambahan: Any) -> sa.ColumnElement[bool]:
    """Each word is found somewhere on the row; a serial number also without its marks."""
    kolom = (
        JenisUttp.nama, Uttp.merk, Uttp.tipe, Uttp.nomor_seri, Uttp.skhp_nomor, Uttp.lokasi,
        *tambahan,
    )  # fmt: skip
    syarat = []
    for kata in q.split()[:KATA_PALING_BANYAK]:
        cocok = [k.icontains(kata, autoescape=True) for k in kolom]
        if inti := _inti(kata):
            cocok.append(Uttp.sidik.contains(inti, autoescape=True))
        syarat.append(sa.or_(*cocok))
    return sa.and_(sa.true(), *syarat)


def saring_keabsahan(kode: str, hari_ini: date) -> sa.ColumnElement[bool]:
    """states.keabsahan as a condition; an unknown word filters nothing."""
    sampai, laik = Uttp.skhp_berlaku_sampai, Uttp.uji_batal.is_(False)
    batas = hari_ini + SEGERA
    syarat: dict[str, sa.ColumnElement[bool]] = {
        Keabsahan.BATAL: Uttp.uji_batal.is_(True),
        Keabsahan.BELUM: sa.and_(laik, sampai.is_(None)),
        Keabsahan.HABIS: sa.and_(laik, sampai < hari_ini),
        Keabsahan.SEGERA: sa.and_(laik, sampai.between(hari_ini, batas)),
        Keabsahan.BERLAKU: sa.and_(laik, sampai > batas),
    }
    return syarat.get(kode, sa.true())


def daftar(
    peserta: Peserta | None,
    saringan: Saringan,
    hari_ini: date,
    *,
    after: str | None,
) -> Page:
    """Instruments somebody owns or uses (or all that may be seen), newest first."""
    pemilik, pemakai = aliased(Peserta, name="pemilik"), aliased(Peserta, name="pemakai")
    pilih = (
        visible(Uttp)
        .with_only_columns(
            Uttp.id, Uttp.merk, Uttp.tipe, Uttp.kapasitas, Uttp.nomor_seri, Uttp.lokasi,
            Uttp.skhp_nomor, Uttp.skhp_berlaku_sampai, Uttp.uji_batal, Uttp.dibuat_pada,
            Uttp.pemilik_id, Uttp.pemakai_id,
            JenisUttp.nama.label("jenis"),
            JenisUttp.satuan,
            pemilik.nama.label("pemilik"),
            pemakai.nama.label("pemakai"),
            _diurus().label("diurus"),
            _aktif_id().label("aktif_id"),
            _jumlah_pengajuan().label("jumlah_pengajuan"),
        )
        .join(JenisUttp, Uttp.jenis_id == JenisUttp.id)
        .join(pemilik, Uttp.pemilik_id == pemilik.id)
        .outerjoin(pemakai, Uttp.pemakai_id == pemakai.id)
        .where(
            cari_uttp(saringan.q, pemilik.nama, pemakai.nama),
            saring_keabsahan(saringan.keabsahan, hari_ini),
        )
    )  # fmt: skip
    if peserta is not None:
        pilih = pilih.where(sa.or_(Uttp.pemilik_id == peserta.id, Uttp.pemakai_id == peserta.id))
    return keyset(pilih, Uttp.dibuat_pada, Uttp.id, after=after)


@dataclass(frozen=True)
class Hubungan:
    """What else hangs on an instrument: its applications, and whether the reader looks after it."""

    jumlah_pengajuan: int
    aktif_id: int | None
    diurus: bool


def hubungan(uttp: Uttp) -> Hubungan:
    baris = db.session.execute(
        sa.select(
            _jumlah_pengajuan().label("jumlah_pengajuan"),
            _aktif_id().label("aktif_id"),
            _diurus().label("diurus"),
        ).where(Uttp.id == uttp.id)
    ).one()
    return Hubungan(**baris._mapping)


# --- the catalogue ------------------------------------------------------------------------------


def jenis(id: int | None) -> JenisUttp | None:
    """A type with the questions that are asked about it now."""
    if id is None:
        return None
    return db.session.scalar(
        sa.select(JenisUttp)
        .where(JenisUttp.id == id)
        .options(selectinload(JenisUttp.informasi.and_(InformasiJenis.aktif)))
    )


def pilihan_jenis(q: str = "", termasuk: int | None = None) -> dict[str, list[tuple[int, str]]]:
    """{group: [(id, name)]} of the types in use; `termasuk` is kept whatever is searched."""
    cocok: list[sa.ColumnElement[bool]] = [JenisUttp.aktif.is_(True)]
    for kata in re.findall(r"\w+", q)[:KATA_PALING_BANYAK]:
        kolom = (JenisUttp.nama, JenisUttp.kelompok, JenisUttp.kode)
        cocok.append(sa.or_(*(k.icontains(kata, autoescape=True) for k in kolom)))
    cari = (
        visible(JenisUttp)
        .with_only_columns(JenisUttp.kelompok, JenisUttp.id, JenisUttp.nama)
        .where(sa.or_(sa.and_(*cocok), JenisUttp.id == termasuk))
        .order_by(JenisUttp.kode)
    )
    hasil: dict[str, list[tuple[int, str]]] = {}
    for kelompok, id, nama in db.session.execute(cari):
        hasil.setdefault(kelompok, []).append((id, nama))
    return hasil


def dokumen_berformat(id: int) -> DokumenJenis | None:
    """A further document that has a blank form; anybody may have it before signing in."""
    return db.session.scalar(
        sa.select(DokumenJenis).where(
            DokumenJenis.id == id, DokumenJenis.aktif, DokumenJenis.format_isian.is_not(None)
        )
    )


def kembar(uttp: Uttp) -> bool:
    """Is the same type, brand and serial number known at another owner? Never says whose."""
    lain = sa.exists().where(
        Uttp.jenis_id == uttp.jenis_id,
        Uttp.sidik == uttp.sidik,
        Uttp.pemilik_id != uttp.pemilik_id,
    )
    return bool(db.session.scalar(sa.select(lain)))


def dengan_sidik(pemilik_id: int, jenis_id: int, sidik: str) -> Uttp | None:
    """The owner's instrument with this identity, its photo loaded."""
    return db.session.scalar(
        sa.select(Uttp)
        .where(Uttp.pemilik_id == pemilik_id, Uttp.jenis_id == jenis_id, Uttp.sidik == sidik)
        .options(joinedload(Uttp.foto))
    )


def semua_pertanyaan(informasi: Sequence[InformasiUttp]) -> list[tuple[str, str]]:
    """(question, answer with its unit) in the office's order, also of questions no longer asked."""
    urut = sorted(informasi, key=lambda i: (i.informasi.urutan, i.informasi_id))
    return [
        (i.informasi.label, f"{i.nilai} {i.informasi.satuan}" if i.informasi.satuan else i.nilai)
        for i in urut
    ]
