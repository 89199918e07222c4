"""The load of days, and the calendar of a week."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from app.auth.models import Pengguna, Peran
from app.core import clock
from app.core.access import pelaku, visible
from app.core.rencana import DiAntara
from app.extensions import db
from app.jadwal.models import BebanHari, BebanPenera, CutiHari
from app.pengajuan.cari import calon
from app.pengajuan.giliran import kata_tidak_cocok, tawaran_habis
from app.pengajuan.models import Pengajuan, Riwayat
from app.pengajuan.states import (
    BERTANGGAL,
    LABEL_LOKASI,
    MASIH_DIUJI,
    SEBUTAN,
    Langkah,
    Lokasi,
    Status,
    perjalanan,
    sebut,
)
from app.pengaturan.models import HariLibur
from app.pengaturan.queries import buka_pada, hari_kerja, kantor, libur, tutup_karena
from app.peserta.models import Peserta
from app.peserta.queries import ber_npwp
from app.uttp.models import JenisUttp, Uttp
from app.uttp.states import LABEL_LAYANAN, Layanan

Daftar = sa.Select[*tuple[Any, ...]]

# What every page about the date, the payment or the test of one application shows of it.
MUAT = (
    joinedload(Pengajuan.uttp).joinedload(Uttp.jenis),
    joinedload(Pengajuan.peserta),
    joinedload(Pengajuan.penera),
    joinedload(Pengajuan.baris),  # one or two, so in the same statement
)


@dataclass(frozen=True)
class Kepala:
    """The head of a page about one application."""

    id: int
    nomor: str
    status: str
    label: str
    nada: str
    alat: str
    peserta: str
    langkah: list[Langkah]
    giliran: bool


def kepala(p: Pengajuan, peran: str) -> Kepala:
    sebutan = SEBUTAN[Status(p.status)]
    alat = p.uttp
    return Kepala(
        p.id,
        p.nomor,
        p.status,
        sebut(p.status, peran),
        sebutan.nada,
        f"{LABEL_LAYANAN[Layanan(p.layanan)]} · {alat.jenis.nama} · {alat.merk} {alat.tipe} · "
        f"No. Seri {alat.nomor_seri}",
        p.peserta.nama,
        perjalanan(p.status, p.retribusi),
        sebutan.giliran_peserta,
    )


def sebut_lokasi(lokasi: str | None) -> str:
    return LABEL_LOKASI[Lokasi(lokasi)] if lokasi else "–"


def tempat(p: Pengajuan, *, singkat: bool = False) -> str:
    """Where the test is held, as one would tell a driver."""
    k = kantor()
    luar = p.lokasi == Lokasi.LUAR_KANTOR
    nama = "Luar Kantor, di lokasi alat" if luar else f"Kantor {k.nama}"
    # Where in the place of business, and which one; without either, the participant's address.
    di = ", ".join(filter(None, (p.uttp.lokasi, p.uttp.tempat_tulis))) or p.peserta.alamat
    alamat = di if luar else k.alamat
    return nama if singkat else f"{nama}, {alamat}"


# --- load -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PeneraHari:
    id: int
    nama: str
    aktif: bool = True


@dataclass
class HariBeban:
    """One day: minutes and instruments booked, and who is tested then."""

    tanggal: date
    tutup: str | None  # why nothing is tested on this day
    batas_menit: int
    batas_alat: int
    menit: int = 0
    alat: dict[int, int] = field(default_factory=dict)
    cuti: set[int] = field(default_factory=set)
    baris: list[Any] = field(default_factory=list)

    @property
    def buka(self) -> bool:
        return self.tutup is None

    @property
    def penuh(self) -> bool:
        return self.menit >= self.batas_menit

    def bentrok(self, b: Any) -> str | None:
        """Why a test of this day has to move: the office is closed, or its penera on leave."""
        return self.tutup or ("penera cuti" if b.penera_id in self.cuti else None)

    def per_penera(self) -> list[tuple[int, str, list[Any]]]:
        """The rows of the day under their penera."""
        kelompok: dict[int, list[Any]] = {}
        for b in self.baris:
            kelompok.setdefault(b.penera_id, []).append(b)
        return [(id, isi[0].penera, isi) for id, isi in kelompok.items()]


@dataclass(frozen=True)
class Beban:
    hari: list[HariBeban]
    penera: list[PeneraHari]


def beban(hari: Iterable[date]) -> Beban:
    """How full these days are, and which penera there are: one statement for all of it."""
    k = kantor()
    kalender = {
        t: HariBeban(t, tutup_karena(t), k.menit_per_hari, k.alat_per_penera) for t in sorted(hari)
    }
    penera: dict[int, PeneraHari] = {}
    for id, nama, tanggal, jumlah, menit in db.session.execute(_cari_beban(list(kalender))):
        if id is None:
            kalender[tanggal].menit = menit
            continue
        if nama is None:
            kalender[tanggal].cuti.add(id)
            continue
        penera[id] = PeneraHari(id, nama)
        if tanggal is not None:
            kalender[tanggal].alat[id] = jumlah
    return Beban(list(kalender.values()), sorted(penera.values(), key=lambda p: p.nama))


def _cari_beban(hari: list[date]) -> sa.CompoundSelect[Any]:
    per_penera = (
        sa.select(
            Pengguna.id.label("id"),
            Pengguna.nama.label("nama"),
            BebanPenera.tanggal.label("tanggal"),
            BebanPenera.jumlah.label("jumlah"),
            sa.null().cast(sa.Integer).label("menit"),
        )
        .outerjoin(
            BebanPenera,
            sa.and_(BebanPenera.penera_id == Pengguna.id, BebanPenera.tanggal.in_(hari)),
        )
        .where(Pengguna.peran == Peran.PENERA, Pengguna.aktif)
    )
    per_hari = sa.select(
        sa.null().cast(sa.Integer),
        sa.null().cast(sa.String),
        BebanHari.tanggal,
        sa.null().cast(sa.Integer),
        BebanHari.menit,
    ).where(BebanHari.tanggal.in_(hari))
    cuti = sa.select(
        CutiHari.penera_id,
        sa.null().cast(sa.String),
        CutiHari.tanggal,
        sa.null().cast(sa.Integer),
        sa.null().cast(sa.Integer),
    ).where(CutiHari.tanggal.in_(hari))
    return sa.union_all(per_penera, per_hari, cuti)


def rencanakan(
    isi: Beban, menit: Sequence[int], *, penera_id: int | None = None
) -> list[tuple[date, int] | None]:
    """A place for each of these tests in turn: the first day with room for it, with this penera or
    else the one least busy that day. None where nothing is left. Nothing is booked."""
    terpakai = {h.tanggal: h.menit for h in isi.hari}
    alat = Counter({(h.tanggal, id): n for h in isi.hari for id, n in h.alat.items()})
    siapa = [p.id for p in isi.penera if penera_id in (None, p.id)]
    hasil: list[tuple[date, int] | None] = []
    for lama in menit:
        tempat = None
        for h in isi.hari:
            hari = h.tanggal
            ada = [p for p in siapa if p not in h.cuti and alat[hari, p] < h.batas_alat]
            if h.buka and ada and terpakai[h.tanggal] + lama <= h.batas_menit:
                tempat = h.tanggal, min(ada, key=lambda p: (alat[hari, p], p))
                terpakai[h.tanggal] += lama
                alat[tempat] += 1
                break
        hasil.append(tempat)
    return hasil


# --- the calendar of staff --------------------------------------------------------------------


def senin(teks: str | None) -> date:
    """The Monday of the week named by any of its days; when that is not a date, of the week of
    today or, on a day off, of the working day that comes next."""
    kini = clock.today()
    if not buka_pada(kini):
        kini = next(iter(hari_kerja(1)), kini)
    hari = clock.baca_hari(teks) or kini
    return hari - timedelta(days=hari.weekday())


def _daftar(dari: sa.Select[Any] | None = None) -> Daftar:
    """The rows of a list; `dari` where something else says already who may see them."""
    penera = aliased(Pengguna)
    return (
        (visible(Pengajuan) if dari is None else dari)
        .with_only_columns(
            Pengajuan.id,
            Pengajuan.nomor,
            Pengajuan.status,
            Pengajuan.lokasi,
            Pengajuan.tanggal_uji,
            Pengajuan.menit,
            Pengajuan.penera_id,
            Pengajuan.dibuat_pada,
            Uttp.merk,
            Uttp.tipe,
            Uttp.nomor_seri,
            JenisUttp.nama.label("jenis"),
            Peserta.nama.label("peserta"),
            penera.nama.label("penera"),
        )
        .join(Uttp, Uttp.id == Pengajuan.uttp_id)
        .join(JenisUttp, JenisUttp.id == Uttp.jenis_id)
        .join(Peserta, Peserta.id == Pengajuan.peserta_id)
        .outerjoin(penera, penera.id == Pengajuan.penera_id)
    )


def cari_pengajuan(stmt: Daftar, q: str, *lain: Any) -> Daftar:
    """Narrow a list that joins instrument, type and participant to what is printed on its rows."""
    if not q:
        return stmt
    umum = (Pengajuan.nomor, Uttp.merk, Uttp.tipe, Uttp.nomor_seri, JenisUttp.nama, Peserta.nama)
    kolom: tuple[Any, ...] = (*umum, *lain)
    syarat = [k.icontains(q, autoescape=True) for k in kolom]
    return stmt.where(sa.or_(*syarat, *ber_npwp(q)))


def minggu(mulai: date, *, status: str = "", penera_id: int | None = None) -> Beban:
    """One week, day by day: its load and its tests. A penera sees only tests of their own."""
    hari = [mulai + timedelta(days=i) for i in range(7)]
    isi = beban(hari)
    cari = _daftar().where(
        Pengajuan.tanggal_uji.in_(hari),
        Pengajuan.salah_satu([Status(status)] if status in BERTANGGAL else BERTANGGAL),
    )
    if penera_id is not None:
        cari = cari.where(Pengajuan.penera_id == penera_id)
    kalender = {h.tanggal: h for h in isi.hari}
    for b in db.session.execute(cari.order_by(Pengajuan.tanggal_uji, Pengajuan.id)):
        kalender[b.tanggal_uji].baris.append(b)
    ada = [h for h in isi.hari if h.buka or h.baris or h.menit or h.tanggal in libur()]
    return Beban(ada, isi.penera)


def temukan(q: str, status: str = "") -> Sequence[Any]:
    """Scheduled tests of any week that match, the latest date first; at most fifty."""
    cari = cari_pengajuan(_daftar(), q).where(
        calon(q), Pengajuan.status.in_([status] if status in BERTANGGAL else BERTANGGAL)
    )
    urut = cari.order_by(Pengajuan.tanggal_uji.desc(), Pengajuan.id.desc())
    return db.session.execute(urut.limit(50)).all()


def _hari_bentrok(hari_ini: date) -> sa.ColumnElement[bool]:
    """On a day to come that was closed since, or on which its penera is on leave."""
    buka = [(int(h) + 1) % 7 for h in kantor().hari_kerja.split(",")]  # SQL begins on Sunday
    return sa.and_(
        # As an expression: PostgreSQL has figures of the column, by which days to come are few, and
        # would gather them all; those still to be tested are nearly all of them to come.
        sa.func.coalesce(Pengajuan.tanggal_uji, hari_ini - timedelta(days=1)) >= hari_ini,
        sa.or_(
            sa.exists().where(HariLibur.tanggal == Pengajuan.tanggal_uji),
            sa.exists().where(
                CutiHari.penera_id == Pengajuan.penera_id, CutiHari.tanggal == Pengajuan.tanggal_uji
            ),
            sa.extract("dow", Pengajuan.tanggal_uji).not_in(buka),
        ),
    )


def terkena(*syarat: sa.ColumnElement[bool], jumlah: int = 200) -> Sequence[Any]:
    """Tests still to come that meet this condition, by date."""
    cari = _daftar().where(
        Pengajuan.salah_satu(MASIH_DIUJI), Pengajuan.tanggal_uji >= clock.today(), *syarat
    )
    urut = cari.order_by(Pengajuan.tanggal_uji, Pengajuan.penera_id, Pengajuan.id)
    return db.session.execute(urut.limit(jumlah)).all()


def perlu_dijadwalkan(jumlah: int = 20) -> Sequence[Any]:
    """Accepted ones without a date, with why their last offers did not suit; those who have nothing
    left to choose from; and those whose day was closed. Oldest first."""
    kini = clock.today()
    sebab: tuple[sa.ColumnElement[bool], ...] = (
        Pengajuan.status == Status.DITERIMA,
        tawaran_habis(kini),
        *(sa.and_(Pengajuan.status == s, _hari_bentrok(kini)) for s in MASIH_DIUJI),
    )
    if pelaku().peran == Peran.PENERA:
        # Few are theirs, and all of those are looked through together.
        sebab = (sa.and_(Pengajuan.berjalan(), sa.or_(*sebab)),)
    # The oldest of each, from the index of its status; all of them together would be sorted.
    tertua = [
        visible(Pengajuan)
        .with_only_columns(Pengajuan.id)
        .where(s)
        .order_by(Pengajuan.dibuat_pada, Pengajuan.id)
        .limit(jumlah)
        .subquery()
        for s in sebab
    ]
    terpilih = sa.select(Pengajuan).where(
        DiAntara(Pengajuan.id, sa.union_all(*map(sa.select, tertua)))
    )
    cari = _daftar(terpilih)
    cari = cari.add_columns(kata_tidak_cocok().label("tidak_cocok"))
    urut = cari.order_by(Pengajuan.dibuat_pada, Pengajuan.id)
    return db.session.execute(urut.limit(jumlah)).all()


def alasan_tidak_cocok(p: Pengajuan) -> str | None:
    """What the participant said of the last offers, if it sent the application back for others."""
    if p.status != Status.DITERIMA:
        return None
    cari = sa.select(kata_tidak_cocok()).where(Pengajuan.id == p.id)
    return db.session.scalar(cari)


def jumlah_pindah(p: Pengajuan) -> int:
    """How often the date was moved, by whomever."""
    cari = sa.select(sa.func.count()).select_from(Riwayat)
    aksi = Riwayat.aksi.in_(("jadwal_ulang", "jadwal_pindah"))
    return db.session.scalar(cari.where(Riwayat.pengajuan_id == p.id, aksi)) or 0
