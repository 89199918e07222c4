"""Who is asking: one query a request, and what sign-in needs."""

import sqlalchemy as sa

from app.auth.models import Captcha, Pengguna, Peran, TautanAktivasi
from app.core import clock
from app.core.outbox import Pesan
from app.extensions import db

# peserta stands to the right of auth, so its table is known here by name only.
_PESERTA = sa.table("peserta", sa.column("id"), sa.column("pengguna_id"))


def pengguna_sesi(kunci: str) -> Pengguna | None:
    """The account of a session ("id:stempel") with what every page shows of it, in one query.

    A closed account and a stamp of before the last change are nobody: that ends sessions at once.
    """
    id, _, stempel = kunci.partition(":")
    if not (id.isascii() and id.isdigit() and stempel):
        return None
    belum = (
        sa.select(sa.func.count())
        .select_from(Pesan)
        .where(Pesan.penerima_id == Pengguna.id, Pesan.dibaca_pada.is_(None))
    )
    peserta = sa.select(_PESERTA.c.id).where(_PESERTA.c.pengguna_id == Pengguna.id).limit(1)
    cari = sa.select(Pengguna, belum.scalar_subquery(), peserta.scalar_subquery()).where(
        Pengguna.id == int(id), Pengguna.stempel == stempel, Pengguna.aktif
    )
    baris = db.session.execute(cari).one_or_none()
    if baris is None:
        return None
    pengguna: Pengguna = baris[0]
    # On the instance: the class names them for its readers only, they are no columns.
    pengguna.__dict__.update(belum_dibaca=baris[1], peserta_id=baris[2])
    return pengguna


def peserta_masuk(nik: str) -> Pengguna | None:
    """The open account of a participant; those of staff have a door of their own."""
    return db.session.scalar(
        sa.select(Pengguna).where(
            Pengguna.nama_masuk == nik, Pengguna.peran == Peran.PESERTA, Pengguna.aktif
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
