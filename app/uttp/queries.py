"""Reading instruments: one function a screen, each column asked for."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.core import clock
from app.core.access import pelaku as baca_pelaku
from app.core.access import visible
from app.core.forms import baca_angka
from app.core.paging import UKURAN, Page, keyset
from app.extensions import Pelaku, db
from app.pengajuan.states import AKTIF
from app.peserta.models import Peserta, TempatUsaha
from app.uttp.cari import KATA_PALING_BANYAK, calon, cari_uttp
from app.uttp.models import (
    DokumenJenis,
    InformasiJenis,
    InformasiUttp,
    JenisUttp,
    Kepemilikan,
    Uttp,
)
from app.uttp.states import (
    SEGERA,
    SEGERA_30,
    URUNG_PINDAH,
    JenisIsian,
    Keabsahan,
    SebabMilik,
)

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
    # With their places, in the same statement; few have more than a handful.
    joinedload(Uttp.pemilik).joinedload(Peserta.tempat),
    joinedload(Uttp.pemakai).joinedload(Peserta.tempat),
    joinedload(Uttp.informasi).joinedload(InformasiUttp.informasi),
    DENGAN_FOTO,
)


@dataclass(frozen=True)
class Saringan:
    """The filters of the list, as they stand in its address."""

    q: str = ""
    keabsahan: str = ""
    pelanggan: int | None = None  # of the penyedia whose list it is

    def url(self) -> dict[str, Any]:
        return {k: v for k, v in vars(self).items() if v}


def milik_saya(pelaku: Pelaku) -> Peserta | None:
    """The participant this account acts for; None for staff."""
    return db.session.scalar(visible(Peserta).where(Peserta.pengguna_id == pelaku.id))


def _diurus() -> sa.ColumnElement[bool]:
    """Does the reader look after the owner? One who merely uses an instrument does not."""
    return Peserta.diurus(Uttp.pemilik_id, baca_pelaku())


def yang_diurus(id: int, *options: ORMOption) -> Uttp | None:
    """An instrument whose owner the reader looks after."""
    cari = visible(Uttp, *options).where(Uttp.id == id, _diurus())
    return db.session.scalars(cari).unique().one_or_none()


def tempat_untuk(peserta: Peserta) -> list[tuple[int, str]]:
    """Places a new instrument of this participant may stand at: its own, and of whoever serves it
    as long as that one owns what it uses."""
    pihak = [peserta.id] + ([peserta.penyedia_id] if peserta.penyedia_id else [])
    cari = (
        sa.select(TempatUsaha.id, TempatUsaha.nama)
        .where(TempatUsaha.peserta_id.in_(pihak), TempatUsaha.aktif)
        .order_by(TempatUsaha.nama)
    )
    return [(id, nama) for id, nama in db.session.execute(cari)]


def tempat_alat(uttp: Uttp) -> list[tuple[int, str]]:
    """The same for one that is recorded already, from what UNTUK_FORM loaded; it may stay where it
    stands."""
    pihak = [p for p in (uttp.pemilik, uttp.pemakai) if p]
    return [(t.id, t.nama) for p in pihak for t in p.tempat if t.aktif or t.id == uttp.tempat_id]


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


def aktif_id(uttp_id: int) -> int | None:
    """The same, asked for one instrument."""
    return db.session.scalar(sa.select(_aktif_id()).select_from(Uttp).where(Uttp.id == uttp_id))


def _jumlah_pengajuan() -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count())
        .select_from(PENGAJUAN)
        .where(PENGAJUAN.c.uttp_id == Uttp.id)
        .correlate(Uttp)
        .scalar_subquery()
    )


def _dipindah_pada() -> sa.ScalarSelect[Any]:
    return (
        sa.select(Kepemilikan.sejak)
        .where(
            Kepemilikan.uttp_id == Uttp.id,
            Kepemilikan.sampai.is_(None),
            Kepemilikan.sebab == SebabMilik.PINDAH,
            Kepemilikan.sejak > clock.now() - URUNG_PINDAH,
        )
        .correlate(Uttp)
        .scalar_subquery()
    )


def saring_keabsahan(kode: str, hari_ini: date) -> sa.ColumnElement[bool]:
    """states.keabsahan as a condition; an unknown word filters nothing."""
    sampai, dipakai = Uttp.skhp_berlaku_sampai, Uttp.pensiun_pada.is_(None)
    laik = sa.and_(dipakai, Uttp.uji_batal.is_(False))
    batas = hari_ini + SEGERA
    syarat: dict[str, sa.ColumnElement[bool]] = {
        Keabsahan.PENSIUN: Uttp.pensiun_pada.is_not(None),
        Keabsahan.BATAL: sa.and_(dipakai, Uttp.uji_batal.is_(True)),
        Keabsahan.BELUM: sa.and_(laik, sampai.is_(None)),
        Keabsahan.HABIS: sa.and_(laik, sampai < hari_ini),
        Keabsahan.SEGERA: sa.and_(laik, sampai.between(hari_ini, batas)),
        SEGERA_30: sa.and_(laik, sampai.between(hari_ini, hari_ini + timedelta(days=30))),
        Keabsahan.BERLAKU: sa.and_(laik, sampai > batas),
    }
    return syarat.get(kode, sa.true())


def daftar(
    peserta: Peserta | None,
    saringan: Saringan,
    hari_ini: date,
    *,
    after: str | None,
    size: int = UKURAN,
) -> Page:
    """Instruments somebody owns or uses (or all that may be seen), newest first."""
    pemilik, pemakai = aliased(Peserta, name="pemilik"), aliased(Peserta, name="pemakai")
    pilih = (
        visible(Uttp)
        .with_only_columns(
            Uttp.id, Uttp.merk, Uttp.tipe, Uttp.kapasitas, Uttp.nomor_seri, Uttp.lokasi,
            Uttp.skhp_nomor, Uttp.skhp_berlaku_sampai, Uttp.uji_batal, Uttp.dibuat_pada,
            Uttp.pemilik_id, Uttp.pemakai_id, Uttp.foto_id, Uttp.pensiun_pada, Uttp.pensiun_sebab,
            Uttp.tempat_tulis,
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
        siapa = saringan.pelanggan or peserta.id
        pilih = pilih.where(sa.or_(Uttp.pemilik_id == siapa, Uttp.pemakai_id == siapa))
    else:
        pilih = pilih.where(calon(saringan.q))
    return keyset(pilih, Uttp.dibuat_pada, Uttp.id, after=after, size=size)


@dataclass(frozen=True)
class Hubungan:
    """What else hangs on an instrument: its applications, and whether the reader looks after it."""

    jumlah_pengajuan: int
    aktif_id: int | None
    diurus: bool
    dipindah_pada: datetime | None  # while staff may take the transfer back


def hubungan(uttp: Uttp) -> Hubungan:
    baris = db.session.execute(
        sa.select(
            _jumlah_pengajuan().label("jumlah_pengajuan"),
            _aktif_id().label("aktif_id"),
            _diurus().label("diurus"),
            _dipindah_pada().label("dipindah_pada"),
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


def katalog() -> list[JenisUttp]:
    """All types in use, with the questions that are asked about them now."""
    cari = (
        sa.select(JenisUttp)
        .where(JenisUttp.aktif)
        .options(joinedload(JenisUttp.informasi.and_(InformasiJenis.aktif)))
        .order_by(JenisUttp.kode)
    )
    return list(db.session.scalars(cari).unique())


def dokumen_berformat(id: int) -> DokumenJenis | None:
    """A further document that has a blank form; anybody may have it before signing in."""
    return db.session.scalar(
        sa.select(DokumenJenis)
        .where(
            DokumenJenis.id == id,
            DokumenJenis.aktif,
            sa.or_(DokumenJenis.format_isian.is_not(None), DokumenJenis.format_id.is_not(None)),
        )
        .options(joinedload(DokumenJenis.format))
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


@dataclass(frozen=True)
class Tercatat:
    """Which of some (type, identity) are recorded: with this owner, and with any other."""

    sendiri: frozenset[tuple[int, str]] = frozenset()
    lain: frozenset[tuple[int, str]] = frozenset()


def tercatat(pemilik_id: int, cari: Collection[tuple[int, str]]) -> Tercatat:
    """For many instruments at once. Of another owner's nothing more is told than that it is one."""
    ada: tuple[set[tuple[int, str]], set[tuple[int, str]]] = (set(), set())
    if cari:
        baris = db.session.execute(
            sa.select(Uttp.jenis_id, Uttp.sidik, Uttp.pemilik_id).where(
                Uttp.jenis_id.in_({j for j, _ in cari}), Uttp.sidik.in_({s for _, s in cari})
            )
        )
        for jenis_id, sidik, pemilik in baris:
            ada[pemilik != pemilik_id].add((jenis_id, sidik))
    return Tercatat(*map(frozenset, ada))


def periode_kini(uttp_id: int) -> Kepemilikan:
    """The period of ownership that runs; every instrument has exactly one."""
    cari = sa.select(Kepemilikan).where(
        Kepemilikan.uttp_id == uttp_id, Kepemilikan.sampai.is_(None)
    )
    return db.session.scalars(cari).one()


def semua_pertanyaan(informasi: Sequence[InformasiUttp]) -> list[tuple[str, str]]:
    """(question, answer with its unit) in the office's order, also of questions no longer asked."""
    urut = sorted(informasi, key=lambda i: (i.informasi.urutan, i.informasi_id))
    return [
        (i.informasi.label, f"{i.nilai} {i.informasi.satuan}" if i.informasi.satuan else i.nilai)
        for i in urut
    ]


def _nilai(jawaban: InformasiUttp) -> str | Decimal | None:
    """A stored answer as its field wants it; the office may have changed words into numbers."""
    if jawaban.informasi.isian != JenisIsian.ANGKA:
        return jawaban.nilai
    try:
        return baca_angka(jawaban.nilai)
    except InvalidOperation:
        return None


def nilai_tersimpan(uttp: Uttp) -> dict[str, Any]:
    """The instrument as its form shows it, by the names of the fields."""
    kolom = ("jenis_id", "merk", "tipe", "nomor_seri", "kapasitas", "daya_baca", "lokasi")
    return {
        **{k: getattr(uttp, k) for k in kolom},
        **{f"info_{i.informasi_id}": _nilai(i) for i in uttp.informasi},
        "tempat_id": uttp.tempat_id,
        "foto": [uttp.foto] if uttp.foto else [],
    }
