"""Settings of one installation: the environment, then `.env`, then defaults that are safe.

This is the only place that reads the environment. A setting that cannot be used stops the start
with one sentence saying what to change, because a program that starts with a guess is found out
much later, by someone else.
"""

import importlib.util
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import IO, Any, ClassVar, Final, Literal, Self, cast, get_args
from urllib.parse import urlsplit

import click
from dotenv import dotenv_values

from berkas_kunci import BerkasKunciSalah, Kunci, muat_atau_buat

Mode = Literal["demo", "development", "test", "production"]
# Who cannot work without a second step at sign-in; everybody else is offered one.
MfaWajib = Literal["admin", "semua", "tidak"]

AKAR: Final = Path(__file__).resolve().parent
_PORT_BAWAAN: Final = 8000

_NYALA: Final = frozenset({"1", "on", "true", "yes", "ya", "nyala"})
_PADAM: Final = frozenset({"0", "off", "false", "no", "tidak", "padam"})
# What automatic tests run with; neither opens anything.
_KUNCI_UJI: Final = "kunci-yang-hanya-dipakai-oleh-uji-otomatis"
_DEMO_UJI: Final = "sandi-contoh-uji"
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})

_DISK_JARINGAN: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "fuse.sshfs"}
)
_PANJANG_KUNCI: Final = 32
# Fewer distinct characters than this is a pattern such as "aaaa…" or "12341234…", not chance.
_RAGAM_KUNCI: Final = 10
# Keys printed in manuals and examples: long enough, and known to everybody.
_KUNCI_TERKENAL: Final = frozenset(
    {
        "192b9bdd22ab9ed4d12e236c78afcb9a393ec15f71bbf5dc987d54727823bcbf",
        "ganti-dengan-kunci-rahasia-milik-kantor-sendiri",
        "isi-dengan-kunci-rahasia-yang-panjang-dan-acak",
        "this-is-a-super-secret-key-please-change-it",
        "you-will-never-guess-this-secret-key",
        "abcdefghijklmnopqrstuvwxyz0123456789",
        "0123456789abcdef0123456789abcdef",
    }
)
# A form without JavaScript sends its photos and letters in one request, so the request may be
# this many times the largest file. The limit for one file is checked where the file is read.
_BERKAS_PER_KIRIMAN: Final = 6
_MIB: Final = 1024 * 1024


class KonfigurasiSalah(click.ClickException):
    """A setting that cannot be used; its message says in one sentence what to change."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the sentence alone: an office operator is not helped by a traceback."""
        click.echo(f"Pengaturan perlu diperbaiki. {self.message}", file=file, err=file is None)


def _lingkungan(akar: Path = AKAR) -> dict[str, str]:
    """The environment over `.env`; an empty value counts as unset."""
    gabungan = {**dotenv_values(akar / ".env"), **os.environ}
    return {nama: nilai for nama, nilai in gabungan.items() if nilai}


@dataclass(frozen=True, kw_only=True, slots=True)
class Config:
    """One installation's settings, checked as a whole when made."""

    ZONA: ClassVar[str] = "Asia/Makassar"

    mode: Mode
    # Out of the repr, and so out of every log and traceback: these three open doors.
    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)
    berkas_url: str
    alamat_situs: str
    # None only in tests: an app without a key file derives its keys from secret_key.
    kunci_file: Path | None = None
    secret_key_fallbacks: tuple[str, ...] = field(default=(), repr=False)
    demo_password: str | None = field(default=None, repr=False)
    captcha: bool = True
    mfa: bool = False
    mfa_wajib: MfaWajib = "admin"
    debug: bool = False
    di_balik_proxy: bool = False
    trusted_hosts: tuple[str, ...] = ()
    max_mb: int = 12
    # The socket of clamd; without one, files are inspected by our own rules alone.
    antivirus: str = ""
    htmx_file: Path | None = None
    # These two are for gunicorn.conf.py; Flask does not need them.
    bind: str = f"127.0.0.1:{_PORT_BAWAAN}"
    proses: int = 2

    def __post_init__(self) -> None:
        """A weak production cannot be built, whichever way the values came in."""
        if self.produksi:
            for aturan in _ATURAN_PRODUKSI:
                aturan(self)

    @property
    def produksi(self) -> bool:
        return self.mode == "production"

    @classmethod
    def dari_lingkungan(cls, env: Mapping[str, str] | None = None, akar: Path = AKAR) -> Self:
        """Read the settings; without `env` from the environment and `.env`."""
        baca = _Pembaca(_lingkungan(akar) if env is None else env)
        mode = baca.mode()
        produksi = mode == "production"
        alamat = baca.alamat_situs()
        rahasia, kunci_file = _rahasia(baca, akar, produksi=produksi)
        return cls(
            mode=mode,
            secret_key=rahasia[0],
            secret_key_fallbacks=rahasia[1:],
            kunci_file=kunci_file,
            database_url=baca.database_url(akar),
            berkas_url=baca.berkas_url(akar),
            alamat_situs=alamat,
            demo_password=baca.teks("DEMO_PASSWORD"),
            captcha=baca.saklar("CAPTCHA", bawaan=True),
            mfa=baca.saklar("MFA", bawaan=produksi),
            mfa_wajib=baca.pilihan("MFA_WAJIB", get_args(MfaWajib), bawaan="admin"),
            antivirus=baca.antivirus(),
            debug=baca.saklar("DEBUG", bawaan=baca.saklar("FLASK_DEBUG", bawaan=False)),
            di_balik_proxy=baca.saklar("DI_BALIK_PROXY", bawaan=False),
            trusted_hosts=baca.daftar("TRUSTED_HOSTS") or _host_bawaan(alamat, produksi=produksi),
            max_mb=baca.bilangan("MAX_MB", bawaan=12, paling_kecil=1, paling_besar=100),
            htmx_file=baca.htmx_file(akar),
            bind=baca.teks("BIND") or f"127.0.0.1:{baca.port()}",
            proses=baca.bilangan("WEB_CONCURRENCY", bawaan=2, paling_kecil=1, paling_besar=64),
        )

    @classmethod
    def uji(cls, **ubah: Any) -> Self:
        """Settings for a test: in memory, no captcha, touching neither the disk nor the network."""
        dasar: dict[str, Any] = {
            "mode": "test",
            "secret_key": _KUNCI_UJI,
            "database_url": "sqlite://",
            "berkas_url": str(AKAR / "instance" / "berkas-uji"),
            "alamat_situs": "http://localhost",
            "demo_password": _DEMO_UJI,
            "captcha": False,
        }
        return cls(**{**dasar, **ubah})

    def untuk_flask(self) -> dict[str, object]:
        """Every setting under the name Flask, its extensions and our own code look for."""
        return {
            "MODE": self.mode,
            "DEBUG": self.debug,
            "TESTING": self.mode == "test",
            "SECRET_KEY": self.secret_key,
            "SECRET_KEY_FALLBACKS": list(self.secret_key_fallbacks),
            "KUNCI_FILE": self.kunci_file,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            # The __Host- prefix makes browsers refuse a cookie set by a sibling domain.
            "SESSION_COOKIE_NAME": "__Host-sesi" if self.produksi else "sesi",
            "SESSION_COOKIE_SECURE": self.produksi,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_PATH": "/",
            # The cookie outlives every session (auth.models.MUTLAK), which ends in the database: by
            # it is known whose answers to keep when a form comes in too late.
            "PERMANENT_SESSION_LIFETIME": timedelta(hours=24),
            # The token lives as long as the cookie: a long form must not be lost to a clock.
            "WTF_CSRF_TIME_LIMIT": None,
            "MAX_CONTENT_LENGTH": (_BERKAS_PER_KIRIMAN * self.max_mb + 1) * _MIB,
            "MAX_FORM_MEMORY_SIZE": 512 * 1024,
            "MAX_FORM_PARTS": 500,
            "TRUSTED_HOSTS": list(self.trusted_hosts) or None,
            "PREFERRED_URL_SCHEME": urlsplit(self.alamat_situs).scheme,
            "BERKAS_URL": self.berkas_url,
            "DEMO_PASSWORD": self.demo_password,
            "CAPTCHA": self.captcha,
            "MFA": self.mfa,
            "MFA_WAJIB": self.mfa_wajib,
            "ANTIVIRUS": self.antivirus,
            "ALAMAT_SITUS": self.alamat_situs,
            "BIND": self.bind,
            "DI_BALIK_PROXY": self.di_balik_proxy,
            "MAX_MB": self.max_mb,
            "HTMX_FILE": self.htmx_file,
            "ZONA": self.ZONA,
        }


class _Pembaca:
    """Turns the texts of an environment into values, or says which one to correct."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env

    def teks(self, nama: str) -> str | None:
        return self._env.get(nama, "").strip() or None

    def saklar(self, nama: str, *, bawaan: bool) -> bool:
        nilai = (self.teks(nama) or "").lower()
        if not nilai:
            return bawaan
        if nilai not in _NYALA | _PADAM:
            raise KonfigurasiSalah(f"Isi {nama} dengan on atau off, bukan “{nilai}”.")
        return nilai in _NYALA

    def bilangan(self, nama: str, *, bawaan: int, paling_kecil: int, paling_besar: int) -> int:
        nilai = self.teks(nama)
        if nilai is None:
            return bawaan
        if not (nilai.isascii() and nilai.isdigit()) or not (
            paling_kecil <= int(nilai) <= paling_besar
        ):
            raise KonfigurasiSalah(
                f"Isi {nama} dengan bilangan bulat {paling_kecil} sampai {paling_besar}, "
                f"bukan “{nilai}”."
            )
        return int(nilai)

    def daftar(self, nama: str) -> tuple[str, ...]:
        return tuple(b for butir in (self.teks(nama) or "").split(",") if (b := butir.strip()))

    def pilihan(self, nama: str, boleh: tuple[str, ...], *, bawaan: str) -> Any:
        nilai = self.teks(nama) or bawaan
        if nilai not in boleh:
            raise KonfigurasiSalah(
                f"Isi {nama} dengan salah satu dari {', '.join(boleh)}; bukan “{nilai}”."
            )
        return nilai

    def mode(self) -> Mode:
        return cast(Mode, self.pilihan("MODE", get_args(Mode), bawaan="development"))

    def antivirus(self) -> str:
        nilai = self.teks("ANTIVIRUS") or ""
        if nilai and not nilai.startswith("/"):
            raise KonfigurasiSalah(
                "Isi ANTIVIRUS dengan soket clamd, misalnya /run/clamav/clamd.ctl, "
                f"bukan “{nilai}”."
            )
        return nilai

    def port(self) -> int:
        return self.bilangan("PORT", bawaan=_PORT_BAWAAN, paling_kecil=1, paling_besar=65535)

    def alamat_situs(self) -> str:
        alamat = (self.teks("ALAMAT_SITUS") or f"http://127.0.0.1:{self.port()}").rstrip("/")
        bagian = urlsplit(alamat)
        if bagian.scheme not in {"http", "https"} or not bagian.hostname or bagian.path:
            raise KonfigurasiSalah(
                "Isi ALAMAT_SITUS dengan alamat lengkap tanpa jalur, "
                f"misalnya https://tera.contoh.go.id, bukan “{alamat}”."
            )
        return alamat

    def database_url(self, akar: Path) -> str:
        nilai = self.teks("DATABASE_URL")
        if nilai is None:
            return f"sqlite:///{(_folder_data(akar) / 'konsumen.db').as_posix()}"
        skema, pemisah, sisa = nilai.partition("://")
        if skema == "sqlite" and pemisah:
            return nilai
        if skema not in {"postgres", "postgresql", "postgresql+psycopg"} or not sisa:
            # The value itself stays unprinted: it may hold a password.
            raise KonfigurasiSalah("Isi DATABASE_URL dengan alamat sqlite:// atau postgresql://.")
        if importlib.util.find_spec("psycopg") is None:
            raise KonfigurasiSalah(
                "DATABASE_URL menunjuk PostgreSQL: pasang dahulu isi requirements-scale.txt."
            )
        return f"postgresql+psycopg://{sisa}"

    def berkas_url(self, akar: Path) -> str:
        nilai = self.teks("BERKAS_URL")
        if nilai is None:
            return str(_folder_data(akar) / "berkas")
        if nilai.startswith("s3://"):
            return nilai
        if "://" in nilai:
            raise KonfigurasiSalah("Isi BERKAS_URL dengan sebuah folder atau s3://bucket/awalan.")
        return str(akar / Path(nilai).expanduser())

    def htmx_file(self, akar: Path) -> Path | None:
        nilai = self.teks("HTMX_FILE")
        if nilai is None:
            return None
        berkas = akar / Path(nilai).expanduser()
        if not berkas.is_file():
            raise KonfigurasiSalah(f"Berkas pada HTMX_FILE tidak ditemukan: {berkas}.")
        return berkas


def _folder_data(akar: Path) -> Path:
    """The folder for data kept beside the program; closed to other accounts of the machine."""
    folder = akar / "instance"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _rahasia(baca: _Pembaca, akar: Path, *, produksi: bool) -> tuple[tuple[str, ...], Path | None]:
    """(session keys, newest first, "" for none; the key file).

    An office names its session key itself, as SECRET_KEY or by naming its key file. A key that a
    demo once left behind in the default place is not taken for one.
    """
    tertulis = baca.teks("SECRET_KEY")
    disebut = baca.teks("KUNCI_FILE")
    if produksi and not (tertulis or disebut):
        return ("",), None
    berkas = akar / Path(disebut).expanduser() if disebut else _folder_data(akar) / "kunci.json"
    kunci = _kunci(berkas)
    milik_env = (tertulis, *baca.daftar("SECRET_KEY_FALLBACKS")) if tertulis else ()
    return milik_env or kunci.rahasia, berkas


def _kunci(berkas: Path) -> Kunci:
    """The keys of this installation, made at the first start, the same ever after."""
    try:
        return muat_atau_buat(berkas)
    except BerkasKunciSalah as e:
        raise KonfigurasiSalah(str(e)) from None
    except OSError as e:
        raise KonfigurasiSalah(
            f"Berkas kunci {berkas} tidak dapat dibuat ({e.strerror}). Buat foldernya, milik akun "
            "yang menjalankan program, atau isi KUNCI_FILE dengan tempat lain."
        ) from None


def berkas_sqlite(database_url: str) -> Path | None:
    """The file of an SQLite database; None for one in memory and for a server."""
    skema, _, sisa = database_url.partition("://")
    jalur = sisa.split("?", 1)[0].removeprefix("/")
    return Path(jalur) if skema.startswith("sqlite") and jalur not in ("", ":memory:") else None


def disk_jaringan(berkas: Path, mounts: Path = Path("/proc/mounts")) -> str | None:
    """The kind of network disk this file is on, as the system lists it; None for a disk of its own.

    SQLite's locks do not hold over a network: two machines write at once and the file is lost.
    """
    try:
        daftar = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None  # a system without this list; nothing is known
    terdekat, jenis = -1, ""
    for baris in daftar:
        kolom = baris.split(" ")
        if len(kolom) < 3:
            continue
        titik = Path(kolom[1].replace("\\040", " "))
        if berkas.absolute().is_relative_to(titik) and len(titik.parts) >= terdekat:
            terdekat, jenis = len(titik.parts), kolom[2]
    return jenis if jenis in _DISK_JARINGAN else None


def _host_bawaan(alamat: str, *, produksi: bool) -> tuple[str, ...]:
    """In production only the site's own name is answered, and the machine itself for /sehat."""
    if not produksi:
        return ()
    return tuple(sorted({urlsplit(alamat).hostname or "localhost", "127.0.0.1", "localhost"}))


def _tolak_kunci_lemah(c: Config) -> None:
    if not c.secret_key:
        raise KonfigurasiSalah(
            "Isi SECRET_KEY dengan kunci milik kantor ini; buat satu dengan: "
            'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    if len(c.secret_key) < _PANJANG_KUNCI:
        raise KonfigurasiSalah(f"Isi SECRET_KEY dengan paling sedikit {_PANJANG_KUNCI} karakter.")
    if c.secret_key.lower() in _KUNCI_TERKENAL or len(set(c.secret_key)) < _RAGAM_KUNCI:
        raise KonfigurasiSalah("Ganti SECRET_KEY: kunci ini mudah ditebak atau sudah dikenal umum.")


def _tolak_debug(c: Config) -> None:
    if c.debug:
        raise KonfigurasiSalah("Matikan DEBUG dan FLASK_DEBUG pada MODE=production.")


def _tolak_captcha_padam(c: Config) -> None:
    if not c.captcha:
        raise KonfigurasiSalah("Nyalakan CAPTCHA pada MODE=production.")


def _tolak_mfa_padam(c: Config) -> None:
    if not c.mfa:
        raise KonfigurasiSalah("Nyalakan MFA pada MODE=production.")


def _tolak_alamat_terbuka(c: Config) -> None:
    bagian = urlsplit(c.alamat_situs)
    if bagian.scheme != "https" and bagian.hostname not in _LOOPBACK:
        raise KonfigurasiSalah("Isi ALAMAT_SITUS dengan alamat https:// pada MODE=production.")


def _tolak_disk_jaringan(c: Config) -> None:
    berkas = berkas_sqlite(c.database_url)
    if berkas and (jenis := disk_jaringan(berkas)):
        raise KonfigurasiSalah(
            f"Pindahkan basis data SQLite dari disk jaringan ({jenis}) ke disk mesin ini, "
            "atau pakai PostgreSQL: kunci tulis SQLite tidak berlaku lewat jaringan."
        )


_ATURAN_PRODUKSI: Final[tuple[Callable[[Config], None], ...]] = (
    _tolak_kunci_lemah,
    _tolak_debug,
    _tolak_captcha_padam,
    _tolak_mfa_padam,
    _tolak_alamat_terbuka,
    _tolak_disk_jaringan,
)
