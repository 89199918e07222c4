"""Who is asking: one query a request, and what sign-in needs."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from app.auth.models import (
    MUTLAK,
    Captcha,
    IsianTertunda,
    KodePemulihan,
    Pengguna,
    Peran,
    Sesi,
    SesiKini,
    TautanAktivasi,
    Totp,
    indeks_nik,
)
from app.auth.services import sidik_token
from app.core import clock
from app.core.outbox import Pesan
from app.core.rahasia import Rahasia
from app.extensions import db

# peserta stands to the right of auth, so its table is known here by name only.
_PESERTA = sa.table(
    "peserta",
    sa.column("id"),
    sa.column("pengguna_id"),
    sa.column("kelompok"),
    sa.column("pic_nik_sandi", Rahasia("peserta.pic_nik")),
)


@cache
def _cari_sesi() -> sa.Select[Any]:
    """Put together once, as every request of somebody signed in asks it."""
    belum = (
        sa.select(sa.func.count())
        .select_from(Pesan)
        .where(Pesan.penerima_id == Pengguna.id, Pesan.dibaca_pada.is_(None))
    )
    return (
        sa.select(
            Pengguna,
            belum.scalar_subquery(),
            _PESERTA.c.id,
            _bermfa(),
            Sesi.id,
            Sesi.dibuat_pada,
            Sesi.terakhir_pada,
            _PESERTA.c.kelompok,
        )
        .join(Sesi, Sesi.pengguna_id == Pengguna.id)
        .outerjoin(_PESERTA, _PESERTA.c.pengguna_id == Pengguna.id)
        .where(Sesi.sidik == sa.bindparam("sidik"), Pengguna.aktif)
    )


def pengguna_sesi(token: str) -> Pengguna | None:
    """The account of a session with what every page shows of it, in one query.

    A closed account, a session somebody ended and one whose time is up are nobody.
    """
    baris = db.session.execute(_cari_sesi(), {"sidik": sidik_token(token)}).one_or_none()
    if baris is None:
        return None
    pengguna: Pengguna = baris[0]
    sesi = SesiKini(baris[4], pengguna.diam, baris[5], baris[6])
    if sesi.habis_pada <= clock.now():
        return None
    # On the instance: the class names them for its readers only, they are no columns.
    pengguna.__dict__.update(
        belum_dibaca=baris[1], peserta_id=baris[2], bermfa=baris[3], sesi=sesi, token_sesi=token,
        kelompok=baris[7],
    )  # fmt: skip
    return pengguna


def _bermfa() -> sa.ColumnElement[bool]:
    return sa.exists().where(Totp.pengguna_id == Pengguna.id, Totp.aktif_pada.is_not(None))


def bermfa(pengguna_id: int) -> bool:
    """Has this account switched its second step on?"""
    cari = sa.select(Totp.pengguna_id).where(
        Totp.pengguna_id == pengguna_id, Totp.aktif_pada.is_not(None)
    )
    return db.session.scalar(cari) is not None


def totp(pengguna_id: int) -> Totp | None:
    """The second step of an account, proved or not."""
    return db.session.get(Totp, pengguna_id)


def sisa_pemulihan(pengguna_id: int) -> int:
    """How many recovery codes are left."""
    cari = sa.select(sa.func.count(KodePemulihan.id)).where(
        KodePemulihan.pengguna_id == pengguna_id, KodePemulihan.dipakai_pada.is_(None)
    )
    return db.session.scalar(cari) or 0


def pengguna_terbuka(id: int) -> Pengguna | None:
    """An open account by its number."""
    return db.session.scalar(sa.select(Pengguna).where(Pengguna.id == id, Pengguna.aktif))


def pengguna_bernama(nama: str) -> Pengguna | None:
    """An open account by the name or NIK it signs in with."""
    cocok = Pengguna.nama_masuk.in_([nama, indeks_nik(nama)])
    return db.session.scalar(sa.select(Pengguna).where(cocok, Pengguna.aktif).limit(1))


def nama_tertulis(akun: Pengguna) -> str:
    """What its owner types to sign in: the user name of staff, the NIK of a PIC."""
    if akun.peran != Peran.PESERTA:
        return akun.nama_masuk
    cari = sa.select(_PESERTA.c.pic_nik_sandi).where(_PESERTA.c.pengguna_id == akun.id)
    return db.session.scalar(cari) or ""


def peserta_dari(pengguna_id: int) -> int | None:
    """The number of the participant an account belongs to."""
    cari = sa.select(_PESERTA.c.id).where(_PESERTA.c.pengguna_id == pengguna_id).limit(1)
    return db.session.scalar(cari)


def daftar_sesi(akun: Pengguna) -> Sequence[Sesi]:
    """The sessions of an account that still work, the last used first."""
    sekarang = clock.now()
    cari = sa.select(Sesi).where(
        Sesi.pengguna_id == akun.id,
        Sesi.terakhir_pada > sekarang - akun.diam,
        Sesi.dibuat_pada > sekarang - MUTLAK,
    )
    return db.session.scalars(cari.order_by(Sesi.terakhir_pada.desc(), Sesi.id.desc())).all()


def pemilik_sesi_habis(token: str) -> int | None:
    """Whose session this was, when only its time is up. One that was ended has no row any more."""
    cari = (
        sa.select(Sesi.pengguna_id)
        .join(Pengguna, Pengguna.id == Sesi.pengguna_id)
        .where(Sesi.sidik == sidik_token(token), Pengguna.aktif)
    )
    return db.session.scalar(cari)


def isian_tertunda(pengguna_id: int, sejak: datetime) -> IsianTertunda | None:
    """What the account typed when its session had ended, if that is not long ago."""
    return db.session.scalar(
        sa.select(IsianTertunda).where(
            IsianTertunda.pengguna_id == pengguna_id, IsianTertunda.dibuat_pada > sejak
        )
    )


def peserta_masuk(nik: str) -> Pengguna | None:
    """The open account of a participant; those of staff have a door of their own."""
    return db.session.scalar(
        sa.select(Pengguna).where(
            Pengguna.nama_masuk == indeks_nik(nik),
            Pengguna.peran == Peran.PESERTA,
            Pengguna.aktif,
        )
    )


def petugas_masuk(nama: str, nip: str) -> Pengguna | None:
    """The open account of staff, by user name or by NIP; the user name goes first."""
    cari = sa.select(Pengguna).where(
        sa.or_(Pengguna.nama_masuk == nama, Pengguna.nip == nip),
        Pengguna.peran != Peran.PESERTA,
        Pengguna.aktif,
    )
    return db.session.scalar(
        cari.order_by((Pengguna.nama_masuk == nama).desc(), Pengguna.id).limit(1)
    )


def tautan_berlaku(sidik: str) -> tuple[TautanAktivasi, Pengguna] | None:
    """An unused link within its time, and the open account it belongs to."""
    cari = (
        sa.select(TautanAktivasi, Pengguna)
        .join(Pengguna, Pengguna.id == TautanAktivasi.pengguna_id)
        .where(
            TautanAktivasi.sidik == sidik,
            TautanAktivasi.dipakai_pada.is_(None),
            TautanAktivasi.berlaku_sampai > clock.now(),
            Pengguna.aktif,
        )
    )
    baris = db.session.execute(cari).one_or_none()
    return None if baris is None else (baris[0], baris[1])


def kode_captcha(sidik: str) -> str | None:
    """The digits to draw or to speak, while they still count."""
    return db.session.scalar(
        sa.select(Captcha.jawaban).where(
            Captcha.sidik == sidik, Captcha.berlaku_sampai > clock.now()
        )
    )


def daftar_penera(*, bertugas: bool = False) -> list[tuple[int, str]]:
    """Who tests, those too who do so no longer, as their tests are still in lists and reports;
    or only those on duty."""
    cari = sa.select(Pengguna.id, Pengguna.nama).where(Pengguna.peran == Peran.PENERA)
    if bertugas:
        cari = cari.where(Pengguna.aktif)
    return [(b.id, b.nama) for b in db.session.execute(cari.order_by(Pengguna.nama))]
