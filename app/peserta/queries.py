"""Reading participants: one function a screen."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from app.auth.models import Pengguna, Totp, indeks_nik
from app.core import clock
from app.core.access import visible
from app.core.cari import TERPENDEK, memuat, salah_satu, sedikit
from app.core.clock import WITA
from app.core.format import RUJUKAN
from app.core.nomor import baca_id
from app.core.paging import Page, keyset, ukuran
from app.extensions import Pelaku, db
from app.pengaturan.models import Kelurahan
from app.pengaturan.queries import hari_kerja_ke, kantor
from app.peserta.identitas import angka, rapikan_npwp
from app.peserta.models import BERLAKU, Peserta, indeks_npwp
from app.peserta.states import Kelompok, StatusPeserta

SEGERA = timedelta(days=60)  # as uttp.states.SEGERA, which lies to the right of here

# Instruments lie to the right of this feature; a table by its name is no import.
UTTP = sa.table(
    "uttp",
    sa.column("pemilik_id", sa.Integer),
    sa.column("pemakai_id", sa.Integer),
    sa.column("skhp_berlaku_sampai", sa.Date),
    sa.column("uji_batal", sa.Boolean),
    sa.column("pensiun_pada", sa.Date),
)
DRAF = sa.table(
    "draf", sa.column("pengguna_id", sa.Integer), sa.column("terkirim_pada", sa.DateTime)
)
LENGKAP = (joinedload(Peserta.kelurahan).joinedload(Kelurahan.kecamatan),)


@dataclass(frozen=True)
class Saringan:
    """The filters of the list, as they stand in its address."""

    q: str = ""
    status: str = ""
    kelompok: str = ""
    kecamatan: str = ""
    habis: str = ""  # has instruments whose certificate has run out
    baris: str = ""

    def url(self) -> dict[str, str]:
        return {k: v for k, v in vars(self).items() if v}


def _alat(*syarat: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Instruments a participant owns or uses, beside its row."""
    milik = sa.or_(UTTP.c.pemilik_id == Peserta.id, UTTP.c.pemakai_id == Peserta.id)
    return sa.select(sa.func.count()).select_from(UTTP).where(milik, *syarat).correlate(Peserta)


def _habis(hari_ini: date) -> sa.ColumnElement[bool]:
    """Run out, and not for another reason out of use (uttp.states.Keabsahan.HABIS)."""
    return sa.and_(
        UTTP.c.skhp_berlaku_sampai < hari_ini,
        UTTP.c.uji_batal.is_(False),
        UTTP.c.pensiun_pada.is_(None),
    )


def _pelanggan() -> sa.ScalarSelect[int]:
    lain = aliased(Peserta, name="pelanggan")
    cari = sa.select(sa.func.count(lain.id)).where(lain.penyedia_id == Peserta.id)
    return cari.correlate(Peserta).scalar_subquery()


@dataclass(frozen=True)
class Hitungan:
    """What stands behind the buttons of a row."""

    alat: int = 0
    habis: int = 0
    pelanggan: int = 0


def hitungan(id: Sequence[int]) -> dict[int, Hitungan]:
    """Instruments, those run out and customers of the participants on one page; one statement that
    reads theirs only, however many there are."""
    nol = sa.literal(0)
    habis = sa.func.sum(sa.case((_habis(clock.today()), 1), else_=0))
    lain = aliased(Peserta, name="pelanggan")
    bagian: list[Any] = [
        sa.select(kolom.label("id"), sa.func.count().label("alat"), habis.label("habis"),
                  nol.label("pelanggan"))
        .where(kolom.in_(id))
        .group_by(kolom)
        for kolom in (UTTP.c.pemilik_id, UTTP.c.pemakai_id)  # never the same participant
    ]  # fmt: skip
    bagian.append(
        sa.select(lain.penyedia_id, nol, nol, sa.func.count())
        .where(lain.penyedia_id.in_(id))
        .group_by(lain.penyedia_id)
    )
    semua = sa.union_all(*bagian).subquery()
    jumlah = [sa.func.sum(semua.c[k]) for k in ("alat", "habis", "pelanggan")]
    cari = sa.select(semua.c.id, *jumlah).group_by(semua.c.id)
    return {b[0]: Hitungan(*map(int, b[1:])) for b in db.session.execute(cari)}


TERBARU = 200
_AWAL_INDEKS = 20  # hexadecimal digits; 80 bits tell all participants apart


def rujukan(q: str) -> str:
    """The number of a person as an address may hold it (core.format.RUJUKAN); other words as they
    are. Nobody can read the number from it, and only this installation can make it."""
    nomor = angka(q)
    try:
        npwp = indeks_npwp(rapikan_npwp(nomor))
    except ValueError:
        return q
    return f"~{indeks_nik(nomor)[:_AWAL_INDEKS]}{npwp[:_AWAL_INDEKS]}"


def ber_npwp(q: str, peserta: Any = Peserta) -> list[sa.ColumnElement[bool]]:
    """Conditions, none or one: the participant (or an alias of it) has exactly this NPWP.

    What is stored cannot be searched in part, so it is written in full, in any usual way.
    """
    if rujuk := RUJUKAN.fullmatch(q):
        return [_berawal(peserta.npwp_indeks, rujuk[2])]
    try:
        return [peserta.npwp_indeks == indeks_npwp(rapikan_npwp(q))]
    except ValueError:
        return []


def _ber_nik(q: str) -> list[sa.ColumnElement[bool]]:
    """The same for the NIK of the PIC."""
    if rujuk := RUJUKAN.fullmatch(q):
        return [_berawal(Peserta.pic_nik_indeks, rujuk[1])]
    nik = angka(q)
    return [Peserta.pic_nik_indeks == indeks_nik(nik)] if re.fullmatch(r"\d{16}", nik) else []


def _berawal(indeks: Any, awal: str) -> sa.ColumnElement[bool]:
    """As a range of hexadecimal digits, which an ordinary index of either database serves."""
    return sa.and_(indeks >= awal, indeks < f"{awal}g")


def cari(saring: Saringan) -> sa.ColumnElement[bool]:
    """What is printed on a row finds it; NIK and NPWP only as a whole, so nobody fishes for one.

    A status or group there is none of filters nothing.
    """
    syarat: list[sa.ColumnElement[bool]] = []
    if saring.status in tuple(StatusPeserta):
        syarat.append(Peserta.status == saring.status)
    if saring.kelompok in tuple(Kelompok):
        syarat.append(Peserta.kelompok == saring.kelompok)
    if kecamatan := baca_id(saring.kecamatan):
        di = sa.select(Kelurahan.id).where(Kelurahan.kecamatan_id == kecamatan)
        syarat.append(Peserta.kelurahan_id.in_(di))
    if saring.habis:
        punya = sa.select(sa.literal(1)).select_from(UTTP).where(_habis(clock.today()))
        syarat.append(
            sa.or_(
                *(
                    punya.where(k == Peserta.id).correlate(Peserta).exists()
                    for k in (UTTP.c.pemilik_id, UTTP.c.pemakai_id)
                )
            )
        )
    if saring.q:
        syarat += [bertulisan(saring.q), salah_satu(Peserta.id, _calon(saring.q))]
    return sa.and_(sa.true(), *syarat)


def bertulisan(q: str) -> sa.ColumnElement[bool]:
    """Name, number or PIC hold `q`, or NPWP or NIK are it."""
    kolom = (getattr(Peserta, k) for k in Peserta.CARI)
    return sa.or_(*(k.icontains(q, autoescape=True) for k in kolom), *_bernomor(q))


def _calon(q: str) -> list[int] | None:
    """The few for whom that may be true; None if they are many or the word is too short."""
    return sedikit([sa.select(Peserta.id).where(s) for s in _menurut_indeks(q)])


def terbaru(q: str) -> sa.ColumnElement[bool]:
    """Among the newest for whom that may be true: for a list in another order, which would sort
    all of them."""
    asal = (
        sa.select(Peserta.id).where(s).order_by(Peserta.id.desc()).limit(TERBARU).subquery()
        for s in _menurut_indeks(q) or [bertulisan(q)]
    )
    return Peserta.id.in_(sa.union_all(*map(sa.select, asal)))


def _menurut_indeks(q: str) -> list[sa.ColumnElement[bool]]:
    return [memuat(Peserta, q), *_bernomor(q)] if len(q) >= TERPENDEK else []


def _bernomor(q: str) -> list[sa.ColumnElement[bool]]:
    return [*ber_npwp(angka(q)), *_ber_nik(q)]


def daftar(saring: Saringan, *, after: str | None, size: int | None = None) -> Page:
    """The list; who waits for an answer comes oldest first, all else newest first."""
    pilih = visible(Peserta).with_only_columns(
        Peserta.id,
        Peserta.nomor,
        Peserta.nama,
        Peserta.npwp,
        Peserta.kelompok,
        Peserta.status,
        Peserta.pic_nama,
        Peserta.dibuat_pada,
    )
    return keyset(
        pilih.where(cari(saring)),
        Peserta.dibuat_pada,
        Peserta.id,
        after=after,
        size=size or ukuran(saring.baris),
        oldest_first=saring.status == StatusPeserta.BARU,
    )


def kembar(peserta: Peserta) -> Sequence[Any]:
    """Other rows with the same NIK or NPWP, those in force first."""
    sama = [Peserta.npwp_indeks == peserta.npwp_indeks]
    if peserta.pic_nik_indeks:
        sama.append(Peserta.pic_nik_indeks == peserta.pic_nik_indeks)
    pilih = (
        visible(Peserta)
        .with_only_columns(
            Peserta.id,
            Peserta.nomor,
            Peserta.nama,
            Peserta.alamat,
            Peserta.npwp,
            Peserta.pic_nik,
            Peserta.pic_nama,
            Peserta.status,
            Peserta.dibuat_pada,
        )
        .where(sa.or_(*sama), Peserta.id != peserta.id)
        .order_by(sa.case((BERLAKU, 0), else_=1), Peserta.id)
        .limit(5)
    )
    return list(db.session.execute(pilih))


@dataclass(frozen=True)
class Akun:
    """What the detail page says about decision and account."""

    diputus_oleh: str | None
    aktif: bool | None
    bersandi: bool
    masuk_terakhir: datetime | None
    jumlah_uttp: int
    habis: int
    pelanggan: int
    bermfa: bool


def akun(peserta: Peserta) -> Akun:
    """Who decided, and whether the account has been used: one query."""
    pemutus = aliased(Pengguna, name="pemutus")
    baris = db.session.execute(
        sa.select(
            pemutus.nama.label("diputus_oleh"),
            Pengguna.aktif,
            Pengguna.sandi.is_not(None).label("bersandi"),
            Pengguna.masuk_terakhir,
            _alat().scalar_subquery().label("jumlah_uttp"),
            _alat(_habis(clock.today())).scalar_subquery().label("habis"),
            _pelanggan().label("pelanggan"),
            sa.exists()
            .where(Totp.pengguna_id == Pengguna.id, Totp.aktif_pada.is_not(None))
            .label("bermfa"),
        )
        .select_from(Peserta)
        .outerjoin(Pengguna, Peserta.pengguna_id == Pengguna.id)
        .outerjoin(pemutus, Peserta.diputus_oleh_id == pemutus.id)
        .where(Peserta.id == peserta.id)
    ).one()
    return Akun(**baris._mapping)


def milik(pelaku: Pelaku) -> Peserta | None:
    """The participant this account belongs to, with its place."""
    return db.session.scalar(visible(Peserta, *LENGKAP).where(Peserta.pengguna_id == pelaku.id))


@dataclass(frozen=True)
class Ringkasan:
    """The counters of Data Peserta; for the words see uttp.states.keabsahan."""

    alat: int
    berlaku: int
    segera: int
    habis: int
    batal: int
    belum: int
    pensiun: int
    pelanggan: int
    draf: int


def ringkasan(peserta: Peserta, hari_ini: date) -> Ringkasan:
    """Instruments by validity, the customers, and what is not sent yet, in one aggregate."""
    sampai, dipakai = UTTP.c.skhp_berlaku_sampai, UTTP.c.pensiun_pada.is_(None)
    batal = sa.and_(dipakai, UTTP.c.uji_batal.is_(True))
    laik = sa.and_(dipakai, UTTP.c.uji_batal.is_(False))

    def hitung(syarat: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.coalesce(sa.func.sum(sa.case((syarat, 1), else_=0)), 0)

    lain = aliased(Peserta, name="pelanggan")
    pelanggan = sa.select(sa.func.count(lain.id)).where(lain.penyedia_id == peserta.id)
    milik = (DRAF.c.pengguna_id == peserta.pengguna_id, DRAF.c.terkirim_pada.is_(None))
    draf = sa.select(sa.func.count()).select_from(DRAF).where(*milik)
    baris = db.session.execute(
        sa.select(
            sa.func.count().label("alat"),
            hitung(sa.and_(laik, sampai > hari_ini + SEGERA)).label("berlaku"),
            hitung(sa.and_(laik, sampai >= hari_ini, sampai <= hari_ini + SEGERA)).label("segera"),
            hitung(sa.and_(laik, sampai < hari_ini)).label("habis"),
            hitung(batal).label("batal"),
            hitung(sa.and_(laik, sampai.is_(None))).label("belum"),
            hitung(sa.not_(dipakai)).label("pensiun"),
            pelanggan.scalar_subquery().label("pelanggan"),
            draf.scalar_subquery().label("draf"),
        )
        .select_from(UTTP)
        .where(sa.or_(UTTP.c.pemilik_id == peserta.id, UTTP.c.pemakai_id == peserta.id))
    ).one()
    return Ringkasan(**baris._mapping)


def pelanggan_dari(penyedia_id: int) -> list[tuple[int, str]]:
    """The customers of a penyedia by name, to filter a list by."""
    cari = sa.select(Peserta.id, Peserta.nama).where(Peserta.penyedia_id == penyedia_id)
    return [(id, nama) for id, nama in db.session.execute(cari.order_by(Peserta.nama, Peserta.id))]


@dataclass(frozen=True)
class Terdaftar:
    """A registration as the applicant sees it again: nothing that identifies a person."""

    nomor: str
    nama: str
    status: str
    alasan_tolak: str | None
    dibuat_pada: datetime
    diputus_pada: datetime | None


def terdaftar(id: int) -> Terdaftar | None:
    """For the bearer of a signed address; no sign-in stands behind it."""
    baris = db.session.execute(
        sa.select(
            Peserta.nomor,
            Peserta.nama,
            Peserta.status,
            Peserta.alasan_tolak,
            Peserta.dibuat_pada,
            Peserta.diputus_pada,
        ).where(Peserta.id == id, Peserta.status != StatusPeserta.PELANGGAN)
    ).one_or_none()
    return Terdaftar(**baris._mapping) if baris else None


def dengan_kunci(kunci_form: str | None) -> int | None:
    """The row an earlier sending of the same form made."""
    if not kunci_form:
        return None
    return db.session.scalar(sa.select(Peserta.id).where(Peserta.kunci_form == kunci_form))


def batas_jawaban(sejak: datetime) -> date:
    """Until when the office answers: so many of its working days after the day of arrival."""
    return hari_kerja_ke(kantor().janji_periksa, sejak.astimezone(WITA).date())
