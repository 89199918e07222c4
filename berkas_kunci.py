"""The key file of one installation: made at the first start, kept outside the database.

It stands beside config.py because the settings need it before there is an app. Whoever steals a
copy of the database gets neither the personal data nor the means to forge the audit log.
"""

import base64
import binascii
import json
import os
import secrets
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

PANJANG: Final = 32
_VERSI: Final = 1


class BerkasKunciSalah(Exception):
    """The key file cannot be used; the message says in one sentence what to do."""


@dataclass(frozen=True, slots=True)
class KunciData:
    """One key with the name its ciphertexts carry."""

    id: str
    nilai: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Kunci:
    """All keys of an installation; in `data` and `rahasia` the newest comes first."""

    data: tuple[KunciData, ...] = field(repr=False)
    indeks: bytes = field(repr=False)
    audit: bytes = field(repr=False)
    rahasia: tuple[str, ...] = field(repr=False)


def kunci_baru() -> Kunci:
    """Fresh keys, all by chance."""
    return Kunci(
        data=(_data_baru(),),
        indeks=secrets.token_bytes(PANJANG),
        audit=secrets.token_bytes(PANJANG),
        rahasia=(secrets.token_urlsafe(48),),
    )


def _data_baru() -> KunciData:
    return KunciData(secrets.token_hex(4), secrets.token_bytes(PANJANG))


def muat_atau_buat(berkas: Path) -> Kunci:
    """The keys in this file; when there is no file yet it is made, by exactly one of many workers.

    Each worker writes a file of its own, and the link, which fails when the name is taken, lets one
    of them win: nobody can read a half-written key.
    """
    if not berkas.exists():
        calon = _tulis_calon(
            berkas.with_name(f".{berkas.name}-{os.getpid()}-{secrets.token_hex(4)}"), kunci_baru()
        )
        try:
            os.link(calon, berkas)
        except FileExistsError:
            pass  # another worker was first; its keys are read below
        finally:
            calon.unlink()
    return muat(berkas)


def muat(berkas: Path) -> Kunci:
    """Read the keys, or say why not. What the file holds is never part of the sentence."""
    try:
        isi = json.loads(berkas.read_text(encoding="ascii"))
        kunci = _urai(isi)
    except OSError as e:
        raise BerkasKunciSalah(
            f"Berkas kunci {berkas} tidak dapat dibaca ({e.strerror}). "
            "Periksa pemilik dan izin berkasnya."
        ) from None
    except (ValueError, KeyError, TypeError):
        raise BerkasKunciSalah(
            f"Isi berkas kunci {berkas} rusak. Kembalikan berkas itu dari salinan simpanan kantor; "
            "jangan dihapus, karena data yang disandikan hanya terbaca dengan kunci itu."
        ) from None
    return kunci


def putar(berkas: Path) -> Kunci:
    """Add a new data key and a new session key; the old ones stay, for reading.

    The index key and the audit key do not turn: an index made with another key finds nobody, and a
    chain of seals made with two keys would have to trust the seam.
    """
    lama = muat(berkas)
    baru = replace(
        lama,
        data=(_data_baru(), *lama.data),
        # Sessions live for hours; two older keys are more than any session needs.
        rahasia=(secrets.token_urlsafe(48), *lama.rahasia[:2]),
    )
    try:
        calon = _tulis_calon(berkas.with_name(f".{berkas.name}-baru"), baru)
    except FileExistsError:
        raise BerkasKunciSalah(
            "Pemutaran kunci lain sedang berjalan. Bila tidak, hapus "
            f"{berkas.with_name(f'.{berkas.name}-baru')}, lalu ulangi."
        ) from None
    calon.replace(berkas)
    _pastikan_tercatat(berkas.parent)
    return baru


def _tulis_calon(calon: Path, kunci: Kunci) -> Path:
    """Write the keys, readable by their owner only, and make sure they are on the disk."""
    isi = {
        "versi": _VERSI,
        "data": [{"id": k.id, "nilai": _teks(k.nilai)} for k in kunci.data],
        "indeks": {"id": "indeks-1", "nilai": _teks(kunci.indeks)},
        "audit": {"id": "audit-1", "nilai": _teks(kunci.audit)},
        "rahasia": list(kunci.rahasia),
    }
    fd = os.open(calon, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(fd, "w", encoding="ascii") as aliran:
        json.dump(isi, aliran, indent=1)
        aliran.flush()
        os.fsync(aliran.fileno())
    return calon


def _pastikan_tercatat(folder: Path) -> None:
    """The new name survives a power cut, where the system can promise that."""
    if os.name == "posix":
        fd = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)


def _urai(isi: dict[str, Any]) -> Kunci:
    if isi["versi"] != _VERSI:
        raise ValueError(isi["versi"])
    kunci = Kunci(
        data=tuple(KunciData(str(k["id"]), _bita(k["nilai"])) for k in isi["data"]),
        indeks=_bita(isi["indeks"]["nilai"]),
        audit=_bita(isi["audit"]["nilai"]),
        rahasia=tuple(str(r) for r in isi["rahasia"]),
    )
    if not kunci.data or not kunci.rahasia or any(len(r) < PANJANG for r in kunci.rahasia):
        raise ValueError("short")
    return kunci


def _teks(nilai: bytes) -> str:
    return base64.urlsafe_b64encode(nilai).decode("ascii")


def _bita(teks: str) -> bytes:
    try:
        nilai = base64.b64decode(teks.encode("ascii"), altchars=b"-_", validate=True)
    except binascii.Error as e:
        raise ValueError("base64") from e
    if len(nilai) != PANJANG:
        raise ValueError("length")
    return nilai
