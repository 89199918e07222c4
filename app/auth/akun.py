"""Accounts of staff, as Admin Aplikasi keeps them.

Nobody changes their own account here, and who changes another's must still be an active Admin
Aplikasi when it is written down: so there is always one left, however many act at once.
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.auth import services
from app.auth.mfa import AKUN_SENDIRI
from app.auth.models import LABEL_PERAN, Pengguna, Peran, Sesi, TautanAktivasi, Totp
from app.core import audit, clock
from app.core.access import visible
from app.core.db import segar
from app.core.errors import AturanDilanggar
from app.core.outbox import pesan
from app.core.paging import Page, keyset
from app.extensions import Pelaku, db

PERAN_PETUGAS = tuple(p for p in Peran if p != Peran.PESERTA)
STATUS = {"aktif": "Aktif", "nonaktif": "Nonaktif"}

# Applications lie to the right of this feature; a table by its name is no import.
_PENGAJUAN = sa.table("pengajuan", sa.column("penera_id"), sa.column("status"))
_DITUGASKAN = ("terjadwal", "terbayar", "diproses")

# --- reading ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Saringan:
    """The filters of the list, as they stand in its address."""

    q: str = ""
    peran: str = ""
    status: str = ""

    def url(self) -> dict[str, str]:
        return {k: v for k, v in vars(self).items() if v}


@dataclass(frozen=True)
class Keadaan:
    """What the page of an account says beside its row."""

    bermfa: bool
    sesi: int
    tautan_sampai: datetime | None
    ditugaskan: int


def daftar(saring: Saringan, *, after: str | None) -> Page:
    """The newest first."""
    bermfa = sa.exists().where(Totp.pengguna_id == Pengguna.id, Totp.aktif_pada.is_not(None))
    pilih = visible(Pengguna).with_only_columns(
        Pengguna.id,
        Pengguna.nama,
        Pengguna.nama_masuk,
        Pengguna.nip,
        Pengguna.peran,
        Pengguna.aktif,
        Pengguna.masuk_terakhir,
        Pengguna.dibuat_pada,
        Pengguna.sandi.is_not(None).label("bersandi"),
        bermfa.label("bermfa"),
    )
    return keyset(pilih.where(*_syarat(saring)), Pengguna.dibuat_pada, Pengguna.id, after=after)


def _syarat(saring: Saringan) -> list[sa.ColumnElement[bool]]:
    syarat: list[sa.ColumnElement[bool]] = [Pengguna.peran != Peran.PESERTA]
    if saring.peran in PERAN_PETUGAS:
        syarat.append(Pengguna.peran == saring.peran)
    if saring.status in STATUS:
        syarat.append(Pengguna.aktif.is_(saring.status == "aktif"))
    if saring.q:
        kolom = (Pengguna.nama, Pengguna.nama_masuk, Pengguna.nip)
        syarat.append(sa.or_(*(k.icontains(saring.q, autoescape=True) for k in kolom)))
    return syarat


def keadaan(akun: Pengguna) -> Keadaan:
    """One query."""
    sekarang = clock.now()
    sesi = (
        sa.select(sa.func.count(Sesi.id))
        .where(Sesi.pengguna_id == Pengguna.id, Sesi.terakhir_pada > sekarang - akun.diam)
        .scalar_subquery()
    )
    tautan = (
        sa.select(sa.func.max(TautanAktivasi.berlaku_sampai))
        .where(
            TautanAktivasi.pengguna_id == Pengguna.id,
            TautanAktivasi.dipakai_pada.is_(None),
            TautanAktivasi.berlaku_sampai > sekarang,
        )
        .scalar_subquery()
    )
    tugas = (
        sa.select(sa.func.count())
        .select_from(_PENGAJUAN)
        .where(_PENGAJUAN.c.penera_id == Pengguna.id, _PENGAJUAN.c.status.in_(_DITUGASKAN))
        .scalar_subquery()
    )
    bermfa = sa.exists().where(Totp.pengguna_id == Pengguna.id, Totp.aktif_pada.is_not(None))
    baris = db.session.execute(
        sa.select(bermfa, sesi, tautan, tugas).select_from(Pengguna).where(Pengguna.id == akun.id)
    ).one()
    return Keadaan(*baris)


# --- changing ---------------------------------------------------------------------------------


def tambah(
    pelaku: Pelaku, nama: str, nama_masuk: str, peran: str, nip: str | None = None
) -> tuple[Pengguna, str]:
    """A new account of staff, and the token of the link that opens it."""
    _admin_aktif(pelaku)
    baru = services.buat_akun_petugas(nama_masuk, nama, peran, nip or None)
    return baru, services.buat_tautan(baru, pelaku)


def ubah_peran(akun: Pengguna, pelaku: Pelaku, peran: str) -> Pengguna:
    """Another role; the account signs in anew with it, and its owner is told."""
    kini = _untuk_diubah(akun, pelaku)
    if kini.peran == peran:
        raise AturanDilanggar(f"Peran akun ini sudah {LABEL_PERAN[Peran(peran)]}.", "peran")
    lama, kini.peran = kini.peran, peran
    db.session.flush()
    audit.catat("akun_peran", "pengguna", kini.id, pelaku, {"peran": lama}, {"peran": peran})
    sebutan = f"dari {LABEL_PERAN[Peran(lama)]} menjadi {LABEL_PERAN[Peran(peran)]}"
    isi = f"Peran akun Anda diganti {sebutan} oleh {pelaku.nama}."
    pesan(kini.id, "Peran akun diganti", isi, "/keamanan")
    return kini


def nonaktifkan(akun: Pengguna, pelaku: Pelaku) -> Pengguna:
    """Close it: its sessions end at once, and no link sent before opens it any more."""
    kini = _untuk_diubah(akun, pelaku)
    if not kini.aktif:
        raise AturanDilanggar("Akun ini sudah dinonaktifkan. Muat ulang halaman.")
    services.nonaktifkan(kini)
    belum = TautanAktivasi.pengguna_id == kini.id, TautanAktivasi.dipakai_pada.is_(None)
    db.session.execute(sa.update(TautanAktivasi).where(*belum).values(berlaku_sampai=clock.now()))
    audit.catat("akun_nonaktif", "pengguna", kini.id, pelaku)
    return kini


def aktifkan(akun: Pengguna, pelaku: Pelaku) -> Pengguna:
    """Open it again, with the password it had."""
    kini = _untuk_diubah(akun, pelaku)
    if kini.aktif:
        raise AturanDilanggar("Akun ini sudah aktif. Muat ulang halaman.")
    services.aktifkan(kini)
    audit.catat("akun_aktif", "pengguna", kini.id, pelaku)
    return kini


def tautan_baru(akun: Pengguna, pelaku: Pelaku | None) -> str:
    """The token of another link; those sent before stop working. `pelaku` None: the server."""
    kini = _untuk_diubah(akun, pelaku) if pelaku else segar(akun, kunci=True)
    if not kini.aktif:
        raise AturanDilanggar("Akun ini nonaktif. Aktifkan dulu, lalu buat tautannya.")
    audit.catat("akun_tautan", "pengguna", kini.id, pelaku)
    return services.buat_tautan(kini, pelaku)


def akhiri_sesi(akun: Pengguna | None, pelaku: Pelaku | None) -> int:
    """Whoever is signed in with this account is out; None: with any. How many sessions it were."""
    if akun is not None and pelaku is not None:
        akun = _untuk_diubah(akun, pelaku)
    milik = Sesi.pengguna_id == akun.id if akun else sa.true()
    jumlah = len(db.session.scalars(sa.delete(Sesi).where(milik).returning(Sesi.id)).all())
    nomor = akun.id if akun else None
    audit.catat("akun_akhiri_sesi", "pengguna", nomor, pelaku, sesudah={"jumlah": jumlah})
    return jumlah


def _admin_aktif(pelaku: Pelaku) -> list[int]:
    """All active Admin Aplikasi, locked in one order, so that of two who would remove each other
    the second finds out; who acts must be among them."""
    cari = sa.select(Pengguna.id).where(Pengguna.peran == Peran.ADMIN, Pengguna.aktif)
    admin = list(db.session.scalars(cari.order_by(Pengguna.id).with_for_update()))
    if pelaku.id not in admin:
        raise AturanDilanggar("Hanya Admin Aplikasi yang aktif dapat mengubah akun petugas.")
    return admin


def _untuk_diubah(akun: Pengguna, pelaku: Pelaku) -> Pengguna:
    admin = _admin_aktif(pelaku)
    kini = segar(akun, kunci=True)
    if kini.peran == Peran.PESERTA:
        raise AturanDilanggar("Akun peserta diatur dari halaman pesertanya.")
    if kini.id == pelaku.id:
        terakhir = "Anda satu-satunya Admin Aplikasi yang aktif. Tambahkan yang lain dulu."
        raise AturanDilanggar(terakhir if len(admin) == 1 else AKUN_SENDIRI)
    return kini
