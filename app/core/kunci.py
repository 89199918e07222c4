"""Encrypting what must stay secret at rest, and looking it up without reading it.

    simpan = kunci.sandikan(nik, f"peserta:{id}:nik")     # AES-256-GCM
    nik = kunci.buka(simpan, f"peserta:{id}:nik")
    cari = kunci.indeks(nik, "peserta.nik")               # HMAC-SHA-256, for unique and for =

The context (`konteks`) is bound to the ciphertext: text moved to another row or column does not
open there.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Callable
from pathlib import Path

import click
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask, current_app
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import Signer

import berkas_kunci
from berkas_kunci import BerkasKunciSalah, Kunci, KunciData

__all__ = ["Kunci", "KunciData", "KunciKeliru", "buka", "indeks", "kunci", "sandikan"]

_NONCE = 12


class KunciKeliru(Exception):
    """The text was not sealed with a key of this installation, or was changed, or was moved."""


def kunci() -> Kunci:
    """The keys of the running app."""
    ada: Kunci = current_app.extensions["kunci"]
    return ada


def sandikan(polos: str | bytes, konteks: str) -> str:
    """Seal a value with the newest data key; ascii, about 1.4 times as long plus 50 characters."""
    aktif = kunci().data[0]
    nonce = secrets.token_bytes(_NONCE)
    isi = polos.encode() if isinstance(polos, str) else polos
    rahasia = nonce + AESGCM(aktif.nilai).encrypt(nonce, isi, konteks.encode())
    return f"{aktif.id}.{base64.urlsafe_b64encode(rahasia).decode('ascii')}"


def buka(teks: str, konteks: str) -> str:
    """The value that `sandikan` sealed for this context."""
    id_kunci, titik, isi = teks.partition(".")
    pakai = _cari(id_kunci) if titik else None
    if pakai is None:
        raise KunciKeliru("unknown key")
    try:
        mentah = base64.b64decode(isi.encode("ascii"), altchars=b"-_", validate=True)
        polos = AESGCM(pakai.nilai).decrypt(mentah[:_NONCE], mentah[_NONCE:], konteks.encode())
        return polos.decode()
    except (InvalidTag, binascii.Error, ValueError) as e:
        # Without the texts: they may stand in a log.
        raise KunciKeliru("changed or moved") from e


def indeks(nilai: str, konteks: str) -> str:
    """A name for the value that only this installation can make; equal values, equal names."""
    return hmac.digest(kunci().indeks, konteks.encode() + b"\0" + nilai.encode(), "sha256").hex()


def perlu_disandikan_ulang(teks: str) -> bool:
    """Sealed with an older key than the newest."""
    return not teks.startswith(f"{kunci().data[0].id}.")


def saat_diputar(app: Flask, nama: str, kerja: Callable[[], int]) -> None:
    """After a new key: `kerja` seals its rows anew, in batches of its own, and counts them."""
    app.extensions["kunci_diputar"].append((nama, kerja))


def _cari(id_kunci: str) -> KunciData | None:
    ketemu = next((k for k in kunci().data if k.id == id_kunci), None)
    berkas: Path | None = current_app.config["KUNCI_FILE"]
    if ketemu is None and berkas is not None:
        # Another process turned the keys while this one was running.
        current_app.extensions["kunci"] = berkas_kunci.muat(berkas)
        ketemu = next((k for k in kunci().data if k.id == id_kunci), None)
    return ketemu


def _untuk_uji(rahasia: str) -> Kunci:
    """Keys for an app without a key file, which only tests have: always the same."""

    def turunan(nama: str) -> bytes:
        return hmac.digest(rahasia.encode(), nama.encode(), hashlib.sha256)

    return Kunci(
        data=(KunciData("uji", turunan("data")),),
        indeks=turunan("indeks"),
        audit=turunan("audit"),
        rahasia=(rahasia,),
    )


@click.command("putar-kunci")
def putar_kunci() -> None:
    """Buat kunci data dan kunci sesi baru; yang lama tetap dipakai untuk membaca."""
    berkas: Path | None = current_app.config["KUNCI_FILE"]
    if berkas is None:
        raise click.ClickException("Instalasi ini berjalan tanpa berkas kunci.")
    try:
        current_app.extensions["kunci"] = berkas_kunci.putar(berkas)
    except BerkasKunciSalah as e:
        raise click.ClickException(str(e)) from None
    click.echo(f"Kunci data baru: {kunci().data[0].id}. Kunci sebelumnya tetap disimpan.")
    for nama, kerja in current_app.extensions["kunci_diputar"]:
        click.echo(f"{nama}: {kerja()} baris disandikan ulang.")
    click.echo(f"Salin {berkas} ke tempat simpanan kantor, lalu mulai ulang program.")


class TandaKuki(SecureCookieSessionInterface):
    """The cookie, signed with SHA-256 where Flask by itself takes SHA-1."""

    digest_method = staticmethod(hashlib.sha256)


def pasang(app: Flask) -> None:
    app.session_interface = TandaKuki()
    # Form tokens and signed addresses: Flask-WTF makes its signer without asking which hash.
    Signer.default_digest_method = staticmethod(hashlib.sha256)
    berkas: Path | None = app.config["KUNCI_FILE"]
    app.extensions["kunci"] = (
        _untuk_uji(app.config["SECRET_KEY"]) if berkas is None else berkas_kunci.muat(berkas)
    )
    app.extensions["kunci_diputar"] = []
    app.cli.add_command(putar_kunci)
