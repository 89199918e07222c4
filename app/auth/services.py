"""Accounts, links, captchas: what changes them. Nothing here hashes dearly; see auth.sandi."""

import hashlib
import logging
import re
import secrets
from datetime import timedelta

import sqlalchemy as sa

from app.auth import sandi as kata_sandi
from app.auth.captcha import kode_baru
from app.auth.models import Captcha, Pengguna, Peran, TautanAktivasi
from app.core import clock
from app.core.db import jika_bentrok, segar
from app.core.errors import AturanDilanggar
from app.extensions import Pelaku, db

UMUR_TAUTAN = timedelta(hours=72)
UMUR_CAPTCHA = timedelta(minutes=5)
# Dead captchas are kept this long, so that "too late" can be told from "used".
_SIMPAN_CAPTCHA = timedelta(hours=1)

log = logging.getLogger("app.auth")

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
        Pengguna(nama_masuk=nik, nama=nama, peran=Peran.PESERTA),
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
    return _tambah(
        Pengguna(nama_masuk=nama_masuk, nama=nama.strip(), peran=peran, nip=nip),
        f"Nama pengguna {nama_masuk} sudah dipakai. Pilih nama lain.",
        "nama_masuk",
    )


def _tambah(pengguna: Pengguna, bentrok: str, field: str) -> Pengguna:
    db.session.add(pengguna)
    with jika_bentrok({"pengguna.nama_masuk": (bentrok, field)}):
        db.session.flush()
    return pengguna


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
            berlaku_sampai=sekarang + UMUR_TAUTAN,
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
    return pengguna


def ganti_sandi(pengguna: Pengguna, sidik_lama: str, sidik_baru: str) -> Pengguna:
    """Replace the password that was just checked by a new one, both hashed."""
    baru = segar(pengguna, kunci=True)
    if baru.sandi != sidik_lama or not baru.aktif:
        raise AturanDilanggar("Password akun ini baru saja berubah. Log In lagi.")
    _pasang_sandi(baru, sidik_baru)
    return baru


def buat_sandi_sementara(pengguna: Pengguna) -> str:
    """A password for the first sign-in, to be told once; it must be changed then."""
    teks, sidik = kata_sandi.sementara()
    akun = segar(pengguna, kunci=True)
    _pasang_sandi(akun, sidik)
    akun.harus_ganti = True
    db.session.flush()
    return teks


def _pasang_sandi(pengguna: Pengguna, sidik: str) -> None:
    """Every session of the account ends, and no link sent before opens it any more."""
    pengguna.sandi = sidik
    pengguna.harus_ganti = False
    pengguna.stempel = secrets.token_hex(16)
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
    akun.stempel = secrets.token_hex(16)
    db.session.flush()


def catat_masuk(pengguna: Pengguna, sidik_baru: str | None) -> Pengguna:
    """Note a sign-in; `sidik_baru` is the same password hashed with today's settings."""
    akun = segar(pengguna)
    if akun.sandi != pengguna.sandi or not akun.aktif:
        raise AturanDilanggar("Akun ini baru saja berubah. Coba lagi.")
    if sidik_baru is not None:
        akun.sandi = sidik_baru
    akun.masuk_terakhir = clock.now()
    db.session.flush()
    return akun
