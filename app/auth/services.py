"""Accounts, links, captchas: what changes them. Nothing here hashes dearly; see auth.sandi."""

import hashlib
import logging
import re
import secrets
from datetime import timedelta

import sqlalchemy as sa

from app.auth import sandi as kata_sandi
from app.auth.captcha import kode_baru
from app.auth.models import Captcha, Pengguna, Peran, TautanAktivasi, indeks_nik
from app.core import audit, clock
from app.core.db import jika_bentrok, segar
from app.core.errors import AturanDilanggar
from app.core.outbox import pesan
from app.extensions import Pelaku, db

UMUR_TAUTAN = timedelta(hours=72)
# An account in use is worth more to a thief than one that waits for its first password.
UMUR_RESET = timedelta(minutes=60)
UMUR_CAPTCHA = timedelta(minutes=5)
# Dead captchas are kept this long, so that "too late" can be told from "used".
_SIMPAN_CAPTCHA = timedelta(hours=1)

log = logging.getLogger("app.auth")

SANDI_DIGANTI = (
    "Password akun Anda baru saja diganti, dan perangkat lain sudah dikeluarkan. Bila bukan Anda "
    "yang menggantinya, segera hubungi kantor."
)
TAUTAN_HABIS = "Tautan ini sudah dipakai, sudah diganti, atau lewat waktunya."


def sidik_token(token: str) -> str:
    """What is stored of a token: who reads the database cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()


# --- captcha ----------------------------------------------------------------------------------


def captcha_baru() -> str:
    """Set a new captcha; gives its token. Long dead ones are swept out on the way."""
    sekarang = clock.now()
    db.session.execute(
        sa.delete(Captcha).where(Captcha.berlaku_sampai < sekarang - _SIMPAN_CAPTCHA)
    )
    token = secrets.token_urlsafe(24)
    db.session.add(
        Captcha(
            sidik=sidik_token(token), jawaban=kode_baru(), berlaku_sampai=sekarang + UMUR_CAPTCHA
        )
    )
    db.session.flush()
    return token


def jawab_captcha(token: str, jawaban: str) -> str | None:
    """Use up a captcha: None when the answer is right, else the sentence that says why not.

    The row is taken away by the one statement that reads it, so of many at once one wins, and a
    wrong answer burns it too. It does not raise: the burning must be committed.
    """
    hapus = sa.delete(Captcha).where(Captcha.sidik == sidik_token(token))
    baris = db.session.execute(
        hapus.returning(Captcha.jawaban, Captcha.berlaku_sampai)
    ).one_or_none()
    if baris is None:
        return "Kode itu sudah terpakai. Ketik kode yang baru."
    if baris.berlaku_sampai <= clock.now():
        return "Kode itu sudah lewat 5 menit. Ketik kode yang baru."
    if not secrets.compare_digest(baris.jawaban.encode(), jawaban.encode()):
        return "Kode belum sama dengan gambar. Ketik kode yang baru."
    return None


# --- accounts ---------------------------------------------------------------------------------


def buat_akun_peserta(nik: str, nama: str) -> Pengguna:
    """An account without a password; `buat_tautan` or `buat_sandi_sementara` opens it."""
    return _tambah(
        Pengguna(nama_masuk=indeks_nik(nik), nama=nama, peran=Peran.PESERTA),
        "NIK ini sudah dipakai akun lain. Periksa daftar peserta.",
        "pic_nik",
    )


def buat_akun_petugas(nama_masuk: str, nama: str, peran: str, nip: str | None = None) -> Pengguna:
    """An account of staff, without a password."""
    nama_masuk = nama_masuk.strip().lower()
    if not re.fullmatch(r"[a-z][a-z0-9._-]{2,39}", nama_masuk):
        raise AturanDilanggar(
            "Nama pengguna terdiri dari 3–40 huruf kecil, angka, titik, atau garis, "
            "dan diawali huruf.",
            "nama_masuk",
        )
    baru = Pengguna(nama_masuk=nama_masuk, nama=nama.strip(), peran=peran, nip=nip)
    with jika_bentrok({"pengguna.nip": ("NIP ini sudah dipakai akun lain.", "nip")}):
        _tambah(baru, f"Nama pengguna {nama_masuk} sudah dipakai. Pilih nama lain.", "nama_masuk")
    audit.catat(
        "akun_baru", "pengguna", baru.id, sesudah={"nama_masuk": nama_masuk, "peran": peran}
    )
    return baru


def _tambah(pengguna: Pengguna, bentrok: str, field: str) -> Pengguna:
    db.session.add(pengguna)
    with jika_bentrok({"pengguna.nama_masuk": (bentrok, field)}):
        db.session.flush()
    return pengguna


def umur_tautan(pengguna: Pengguna) -> timedelta:
    """How long a link for this account works: to begin with it, or to get back into it."""
    return UMUR_RESET if pengguna.sandi else UMUR_TAUTAN


def buat_tautan(pengguna: Pengguna, pelaku: Pelaku | None) -> str:
    """A one-time link to set a password; gives its token, which is stored nowhere.

    Older links of the account stop working: only the last one sent counts.
    """
    sekarang = clock.now()
    db.session.execute(
        sa.update(TautanAktivasi)
        .where(TautanAktivasi.pengguna_id == pengguna.id, TautanAktivasi.dipakai_pada.is_(None))
        .values(berlaku_sampai=sekarang)
    )
    token = secrets.token_urlsafe(32)
    db.session.add(
        TautanAktivasi(
            pengguna_id=pengguna.id,
            sidik=sidik_token(token),
            berlaku_sampai=sekarang + umur_tautan(pengguna),
        )
    )
    db.session.flush()
    log.info("tautan untuk akun %s oleh %s", pengguna.id, pelaku.id if pelaku else "perintah")
    return token


def pakai_tautan(token: str, sidik: str) -> Pengguna:
    """Set the password (already hashed) that the link was for; the link is used up with it."""
    sekarang = clock.now()
    pengguna_id = db.session.scalar(
        sa.update(TautanAktivasi)
        .where(
            TautanAktivasi.sidik == sidik_token(token),
            TautanAktivasi.dipakai_pada.is_(None),
            TautanAktivasi.berlaku_sampai > sekarang,
        )
        .values(dipakai_pada=sekarang)
        .returning(TautanAktivasi.pengguna_id)
    )
    pengguna = db.session.get(Pengguna, pengguna_id) if pengguna_id is not None else None
    if pengguna is None or not pengguna.aktif:
        raise AturanDilanggar(TAUTAN_HABIS)
    _pasang_sandi(pengguna, sidik)
    audit.catat("sandi_pasang", "pengguna", pengguna.id, pengguna)
    return pengguna


def ganti_sandi(pengguna: Pengguna, sidik_lama: str, sidik_baru: str) -> Pengguna:
    """Replace the password that was just checked by a new one, both hashed."""
    baru = segar(pengguna, kunci=True)
    if baru.sandi != sidik_lama or not baru.aktif:
        raise AturanDilanggar("Password akun ini baru saja berubah. Log In lagi.")
    _pasang_sandi(baru, sidik_baru)
    audit.catat("sandi_ganti", "pengguna", baru.id, baru)
    return baru


def buat_sandi_sementara(pengguna: Pengguna) -> str:
    """A password for the first sign-in, to be told once; it must be changed then."""
    teks, sidik = kata_sandi.sementara()
    akun = segar(pengguna, kunci=True)
    _pasang_sandi(akun, sidik)
    akun.harus_ganti = True
    db.session.flush()
    audit.catat("sandi_sementara", "pengguna", akun.id)
    return teks


def _pasang_sandi(pengguna: Pengguna, sidik: str) -> None:
    """No link sent before opens the account any more, its sessions end (auth.models), and whoever
    had a password before is told that it is another one now."""
    if pengguna.sandi is not None:
        pesan(pengguna.id, "Password diganti", SANDI_DIGANTI, "/keamanan")
    pengguna.sandi = sidik
    pengguna.harus_ganti = False
    db.session.execute(
        sa.update(TautanAktivasi)
        .where(TautanAktivasi.pengguna_id == pengguna.id, TautanAktivasi.dipakai_pada.is_(None))
        .values(berlaku_sampai=clock.now())
    )
    db.session.flush()


def nonaktifkan(pengguna: Pengguna) -> None:
    """Close an account; its sessions end with the next click."""
    _tandai_aktif(pengguna, aktif=False)


def aktifkan(pengguna: Pengguna) -> None:
    """Open a closed account again, with the password it had."""
    _tandai_aktif(pengguna, aktif=True)


def _tandai_aktif(pengguna: Pengguna, *, aktif: bool) -> None:
    akun = segar(pengguna, kunci=True)
    akun.aktif = aktif
    db.session.flush()


def catat_masuk(pengguna: Pengguna, sidik_baru: str | None) -> Pengguna:
    """Note a sign-in; `sidik_baru` is the same password hashed with today's settings."""
    akun = segar(pengguna)
    if akun.sandi != pengguna.sandi or not akun.aktif:
        raise AturanDilanggar("Akun ini baru saja berubah. Coba lagi.")
    if sidik_baru is not None:
        # The same password: a bulk UPDATE, so that the account's other sessions go on.
        db.session.execute(
            sa.update(Pengguna).where(Pengguna.id == akun.id).values(sandi=sidik_baru)
        )
    akun.masuk_terakhir = clock.now()
    db.session.flush()
    return akun


# --- a forgotten password ---------------------------------------------------------------------

PEMBERI_TAUTAN = (Peran.PELAYANAN, Peran.ADMIN)


def minta_reset(akun: Pengguna | None, halaman: str | None) -> None:
    """Tell staff that this account asks for a new link. For an account there is not, the same work
    is done and taken back, so that neither the answer nor its time tells which it was.
    """
    peserta = akun is None or akun.peran == Peran.PESERTA
    boleh = PEMBERI_TAUTAN if peserta else (Peran.ADMIN,)
    penerima = db.session.scalars(
        sa.select(Pengguna.id).where(Pengguna.peran.in_(boleh), Pengguna.aktif)
    ).all()
    siapa = akun.nama if akun else ""
    with db.session.begin_nested() as titik:
        for id in penerima:
            pesan(id, "Minta tautan reset password", _teks_reset(siapa, peserta), halaman)
        db.session.flush()
        if akun is None:
            titik.rollback()


def _teks_reset(siapa: str, peserta: bool) -> str:
    if not peserta:
        return (
            f"{siapa} meminta tautan untuk membuat password baru. Pastikan permintaan itu dari "
            "orangnya sendiri, lalu pilih “Buat tautan baru” pada akunnya."
        )
    return (
        f"{siapa} meminta tautan untuk membuat password baru. Hubungi PIC lewat nomor yang "
        "tercatat, jangan lewat nomor yang disebut penelepon, lalu pilih “Buat tautan baru”."
    )
