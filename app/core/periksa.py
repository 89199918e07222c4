"""`flask periksa`: what is weak about this installation, one sentence each.

What a production must not have stops its start (config.py). This command looks further, at the
machine, the files and the data, and at installations that are no production yet.
"""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

import click
import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from app.core import audit, clock
from app.core.cari import pemicu_kurang
from app.extensions import db
from config import AKAR, berkas_sqlite, disk_jaringan

_PANJANG_KUNCI = 32
_SISA_DISK = 1024 * 1024 * 1024
_SELISIH_JAM = timedelta(minutes=1)
_MESIN_INI = {"localhost", "127.0.0.1", "::1"}


class Tingkat(IntEnum):
    """How bad; the command's exit code is the worst of them."""

    INFO = 0
    PERINGATAN = 1
    BAHAYA = 2


LABEL = {Tingkat.INFO: "Info", Tingkat.PERINGATAN: "Peringatan", Tingkat.BAHAYA: "Bahaya"}


@dataclass(frozen=True)
class Temuan:
    tingkat: Tingkat
    kalimat: str


Pemeriksa = Callable[[], Iterator[Temuan]]


def _bahaya(kalimat: str) -> Temuan:
    return Temuan(Tingkat.BAHAYA, kalimat)


def _peringatan(kalimat: str) -> Temuan:
    return Temuan(Tingkat.PERINGATAN, kalimat)


def _info(kalimat: str) -> Temuan:
    return Temuan(Tingkat.INFO, kalimat)


# --- settings ---------------------------------------------------------------------------------


def _cara_berjalan() -> Iterator[Temuan]:
    c = current_app.config
    if c["MODE"] != "production":
        yield _peringatan(
            f"MODE={c['MODE']}: untuk mencoba saja. Kantor memakai MODE=production (make serve)."
        )
    if c["DEBUG"]:
        yield _bahaya("DEBUG menyala: rincian program terlihat oleh pengunjung. Isi DEBUG=off.")
    if not c["CAPTCHA"]:
        yield _bahaya("Captcha mati: pendaftaran dan Log In terbuka bagi robot. Isi CAPTCHA=on.")
    if len(str(c["SECRET_KEY"])) < _PANJANG_KUNCI:
        yield _bahaya(
            f"SECRET_KEY lebih pendek dari {_PANJANG_KUNCI} karakter: sesi dapat dipalsukan."
        )
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        yield _peringatan(
            "Program berjalan sebagai root. Buat akun mesin tersendiri untuk menjalankannya."
        )


def _langkah_kedua() -> Iterator[Temuan]:
    if not current_app.config["MFA"]:
        yield _bahaya("Langkah kedua Log In mati: cukup satu password bocor. Isi MFA=on.")
    elif current_app.config["MFA_WAJIB"] == "tidak":
        yield _peringatan(
            "Langkah kedua tidak diwajibkan bagi siapa pun. Isi MFA_WAJIB=admin atau semua."
        )


def _jaringan() -> Iterator[Temuan]:
    c = current_app.config
    alamat = urlsplit(str(c["ALAMAT_SITUS"]))
    setempat = alamat.hostname in _MESIN_INI
    if alamat.scheme != "https":
        yield (
            _info("ALAMAT_SITUS menunjuk mesin ini sendiri; pengunjung lain belum dapat masuk.")
            if setempat
            else _bahaya(f"ALAMAT_SITUS memakai {alamat.scheme}://: password lewat tanpa sandi.")
        )
    elif not c["DI_BALIK_PROXY"]:
        yield _peringatan(
            "ALAMAT_SITUS memakai https, tetapi DI_BALIK_PROXY=off: semua pengunjung tercatat "
            "beralamat sama, dan batas percobaan berlaku bagi semuanya. Isi DI_BALIK_PROXY=on bila "
            "ada server depan."
        )
    if not c["TRUSTED_HOSTS"]:
        yield _peringatan("TRUSTED_HOSTS kosong: nama host apa pun dilayani. Isi nama situs ini.")
    terbuka = not _hanya_mesin_ini(str(c["BIND"]))
    if terbuka and c["DI_BALIK_PROXY"]:
        yield _peringatan(
            f"BIND={c['BIND']} dapat dijangkau tanpa server depan, sehingga alamat pengunjung "
            "dapat dipalsukan. Isi BIND dengan 127.0.0.1:8000 atau soket unix."
        )
    elif terbuka:
        yield _peringatan(f"BIND={c['BIND']} terbuka langsung ke jaringan, tanpa TLS di depannya.")


def _hanya_mesin_ini(bind: str) -> bool:
    return bind.startswith("unix:") or bind.rpartition(":")[0].strip("[]") in _MESIN_INI


def _antivirus() -> Iterator[Temuan]:
    soket = str(current_app.config["ANTIVIRUS"])
    if not soket:
        yield _info("Antivirus belum dipasang; berkas diperiksa dengan aturan program saja.")
    elif not Path(soket).exists():
        yield _bahaya(
            f"Soket antivirus {soket} tidak ada: semua unggahan akan ditolak. Jalankan clamd."
        )


# --- files ------------------------------------------------------------------------------------


def _berkas_rahasia() -> Iterator[Temuan]:
    """Who else of this machine's accounts can read what is secret."""
    if os.name != "posix":
        return
    kunci: Path | None = current_app.config["KUNCI_FILE"]
    for jalur in (kunci, AKAR / ".env"):
        if jalur is not None and jalur.exists() and jalur.stat().st_mode & 0o077:
            yield _bahaya(
                f"{jalur} dapat dibaca akun lain ({_izin(jalur)}). Jalankan: chmod 600 {jalur}"
            )
    if kunci is not None and not kunci.exists():
        yield _bahaya(
            f"Berkas kunci {kunci} hilang. Kembalikan dari simpanan sebelum memulai lagi."
        )
    for folder in sorted({f for f in _folder_data() if f.is_dir()}):
        if folder.stat().st_mode & 0o007:
            yield _bahaya(
                f"Folder data {folder} terbuka bagi akun lain ({_izin(folder)}). "
                f"Jalankan: chmod 700 {folder}"
            )


def _folder_data() -> Iterator[Path]:
    kunci: Path | None = current_app.config["KUNCI_FILE"]
    if kunci is not None:
        yield kunci.parent
    if basis := berkas_sqlite(str(current_app.config["SQLALCHEMY_DATABASE_URI"])):
        yield basis.absolute().parent
    if not str(current_app.config["BERKAS_URL"]).startswith("s3://"):
        yield Path(str(current_app.config["BERKAS_URL"]))


def _izin(jalur: Path) -> str:
    return f"{stat.S_IMODE(jalur.stat().st_mode):o}"


def _disk() -> Iterator[Temuan]:
    basis = berkas_sqlite(str(current_app.config["SQLALCHEMY_DATABASE_URI"]))
    if basis and (jenis := disk_jaringan(basis)):
        yield _bahaya(
            f"Basis data SQLite ada di disk jaringan ({jenis}) dan dapat rusak. Pindahkan ke disk "
            "mesin ini, atau pakai PostgreSQL."
        )
    kunci: Path | None = current_app.config["KUNCI_FILE"]
    berkas = Path(str(current_app.config["BERKAS_URL"]))
    if kunci is not None and kunci.is_relative_to(berkas):
        yield _bahaya("Berkas kunci ada di folder unggahan. Pindahkan dan ubah KUNCI_FILE.")
    for folder in sorted({f for f in _folder_data() if f.is_dir()}):
        if shutil.disk_usage(folder).free < _SISA_DISK:
            yield _peringatan(f"Sisa disk untuk {folder} kurang dari 1 GB.")


# --- data -------------------------------------------------------------------------------------


def _migrasi() -> Iterator[Temuan]:
    kepala = ScriptDirectory(str(AKAR / "migrations")).get_current_head()
    with db.engine.connect() as conn:
        kini = MigrationContext.configure(conn).get_current_revision()
    if kini != kepala:
        yield _bahaya(
            f"Skema basis data ({kini or 'kosong'}) belum sama dengan program ({kepala}). "
            "Jalankan: flask --app wsgi db upgrade"
        )


def _pencarian() -> Iterator[Temuan]:
    if db.engine.dialect.name != "sqlite":
        return
    with db.engine.connect() as conn:
        kurang = pemicu_kurang(conn)
    if kurang:
        yield _bahaya(
            f"Pencarian tidak lagi mengikuti data ({', '.join(kurang)} hilang). "
            "Jalankan: flask --app wsgi db upgrade"
        )


def _catatan() -> Iterator[Temuan]:
    if not sa.inspect(db.engine).has_table(audit.Audit.__tablename__):
        return  # the schema is behind, which is said already
    hasil = audit.periksa()
    if hasil.temuan:
        yield _bahaya(
            f"Catatan aktivitas tidak utuh, {len(hasil.temuan)} temuan, mulai dari: "
            f"{hasil.temuan[0].kalimat} Jalankan: flask --app wsgi periksa-audit"
        )
    terakhir = db.session.scalar(sa.select(sa.func.max(audit.Audit.waktu)))
    if terakhir is not None and terakhir > clock.now() + _SELISIH_JAM:
        yield _peringatan("Jam mesin ini mundur: catatan terakhir bertanggal di masa depan.")


def _jam() -> Iterator[Temuan]:
    if db.engine.dialect.name != "postgresql":
        return
    di_basis = db.session.scalar(sa.select(sa.func.now()))
    if di_basis is not None and abs(di_basis - clock.now()) > _SELISIH_JAM:
        yield _peringatan("Jam server basis data berbeda lebih dari semenit dari jam mesin ini.")


PEMERIKSA: list[Pemeriksa] = [
    _cara_berjalan,
    _langkah_kedua,
    _jaringan,
    _antivirus,
    _berkas_rahasia,
    _disk,
]
PEMERIKSA_DATA: list[Pemeriksa] = [_migrasi, _pencarian, _catatan, _jam]


def periksa() -> list[Temuan]:
    """Everything found, the worst first."""
    temuan = [t for p in PEMERIKSA for t in p()]
    try:
        for p in PEMERIKSA_DATA:
            temuan += p()
    except SQLAlchemyError:
        # Without its message: it may show the address with the password in it.
        temuan.append(_bahaya("Basis data tidak dapat dibuka. Periksa DATABASE_URL dan servernya."))
    return sorted(temuan, key=lambda t: -t.tingkat)


@click.command("periksa")
def _perintah_periksa() -> None:
    """Sebut setiap kelemahan instalasi ini; keluar 2 bila ada bahaya, 1 bila ada peringatan."""
    temuan = periksa()
    for t in temuan:
        click.echo(f"{LABEL[t.tingkat]}: {t.kalimat}")
    terburuk = max((t.tingkat for t in temuan), default=Tingkat.INFO)
    if terburuk == Tingkat.INFO:
        click.echo("Tidak ada kelemahan yang ditemukan.")
    click.get_current_context().exit(int(terburuk))


@click.command("periksa-audit")
@click.option("--kepala", multiple=True, metavar="NOMOR:SEGEL", help="Kepala yang pernah dicatat.")
@click.option(
    "--log",
    "berkas_log",
    multiple=True,
    type=click.File(encoding="utf-8", errors="replace"),
    help="Berkas log program; kepala harian di dalamnya dibandingkan.",
)
def _perintah_audit(kepala: tuple[str, ...], berkas_log: tuple[TextIO, ...]) -> None:
    """Periksa segel setiap baris catatan aktivitas; sebut baris yang diubah atau hilang."""
    tercatat = dict(_baca_kepala(k) for k in kepala)
    for berkas in berkas_log:
        tercatat |= audit.kepala_dari_log(iter(berkas))
    hasil = audit.periksa(tercatat)
    for t in hasil.temuan:
        click.echo(t.kalimat)
    if hasil.temuan:
        click.echo(f"{hasil.jumlah} baris diperiksa, {len(hasil.temuan)} temuan.")
        click.get_current_context().exit(1)
    click.echo(f"{hasil.jumlah} baris diperiksa, semuanya utuh.")
    if hasil.kepala:
        audit.catat_kepala(*hasil.kepala)
        click.echo(f"Kepala: {hasil.kepala[0]}:{hasil.kepala[1]}")


def _baca_kepala(teks: str) -> tuple[int, str]:
    nomor, titik_dua, segel = teks.partition(":")
    if not (titik_dua and nomor.isascii() and nomor.isdigit()):
        raise click.BadParameter("tulis sebagai NOMOR:SEGEL, seperti yang pernah dicetak.")
    return int(nomor), segel.strip()


def pasang(app: Flask) -> None:
    app.cli.add_command(_perintah_periksa)
    app.cli.add_command(_perintah_audit)
