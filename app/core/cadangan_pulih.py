"""Restoring: everything is checked first, in a folder of its own; then files, then the database.

Files come before the database because adding them changes nothing; the database comes last because
putting it in place is one step that happens or does not.
"""

import json
import sqlite3
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import IO, BinaryIO, cast

import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask_migrate import upgrade

from app.core import cadangan_db
from app.core.cadangan import AWALAN_BERKAS, FORMAT, MANIFES, PROGRAM, Manifes
from app.core.cadangan_arsip import ASING, POTONG, RUSAK, ArsipDitolak, Pembaca, pembaca
from app.core.cadangan_isi import Isi, isi
from app.core.storage import KUNCI, Penyimpanan
from app.extensions import db

_MANIFES_TERBESAR = 256 * 1024 * 1024
LEBIH_BARU = "Arsip ini dibuat program yang lebih baru. Perbarui program ini dulu, lalu ulangi."
BERISI = (
    "Instalasi ini sudah berisi akun dan data, dan memulihkan akan menggantikan semuanya. "
    "Buat cadangannya dulu, lalu ulangi dengan --ya."
)


@dataclass(frozen=True)
class Pulih:
    """What came back."""

    manifes: Manifes
    isi: Isi
    diperbarui: bool


def periksa(arsip: Path, kunci: bytes | None, migrasi: Path, kerja: Path) -> tuple[Manifes, Path]:
    """Check all of an archive and leave its database in `kerja`. Touches nothing else."""
    salinan = kerja / cadangan_db.NAMA[cadangan_db.dialek()]
    with arsip.open("rb") as f:
        manifes = _baca_semua(f, kunci, salinan)
    _cek_kepala(manifes, migrasi)
    isi_salinan = cadangan_db.periksa_salinan(salinan)
    if isi_salinan is not None:
        _cek_isi(manifes, isi_salinan)
    return manifes, salinan


def pulihkan(
    arsip: Path, kunci: bytes | None, toko: Penyimpanan, migrasi: Path, *, ya: bool
) -> Pulih:
    """Check, then replace this installation's data by what the archive holds."""
    if not ya and _berisi():
        raise ArsipDitolak(BERISI)
    with cadangan_db.ruang_kerja() as kerja:
        manifes, salinan = periksa(arsip, kunci, migrasi, kerja)
        cadangan_db.pastikan_sepi()
        _simpan_berkas(arsip, kunci, toko)
        cadangan_db.ganti(salinan, manifes.baris)
    diperbarui = _perbarui(manifes, migrasi)
    with db.engine.connect() as conn:
        return Pulih(manifes, isi(conn), diperbarui)


def _berisi() -> bool:
    """A damaged file counts as one with content: only `--ya` goes over it."""
    try:
        return cadangan_db.sudah_berisi()
    except (sqlite3.DatabaseError, sa.exc.DatabaseError):
        if cadangan_db.dialek() == "sqlite":
            return True
        raise


# --- reading ------------------------------------------------------------------------------------


def _anggota(sumber: Pembaca) -> Iterator[tuple[str, IO[bytes]]]:
    """Name and content of every member; only plain files, each once."""
    dilihat: set[str] = set()
    try:
        with tarfile.open(fileobj=cast(BinaryIO, sumber), mode="r|", bufsize=1 << 20) as tar:
            for info in tar:
                aliran = tar.extractfile(info) if info.isreg() else None
                if aliran is None or info.name in dilihat:
                    raise ArsipDitolak(ASING)
                dilihat.add(info.name)
                yield info.name, aliran
        while sumber.read(POTONG):  # to the last chunk, which proves that there is no more
            pass
    except (tarfile.TarError, EOFError):
        raise ArsipDitolak(RUSAK) from None


def _baca_semua(f: BinaryIO, kunci: bytes | None, salinan: Path) -> Manifes:
    """Go through the archive once; every sum must agree with the manifest at its end."""
    manifes: Manifes | None = None
    basisdata: dict[str, object] = {}
    berkas: dict[str, tuple[int, str]] = {}
    for nama, aliran in _anggota(pembaca(f, kunci)):
        if manifes is not None:
            raise ArsipDitolak(ASING)
        if nama == MANIFES:
            manifes = _baca_manifes(aliran.read(_MANIFES_TERBESAR))
        elif nama in cadangan_db.NAMA.values():
            ukuran, sidik = _salin(aliran, salinan)
            basisdata = {"nama": nama, "ukuran": ukuran, "sha256": sidik}
        else:
            kunci_berkas = _kunci_berkas(nama)
            isi_berkas = aliran.read()
            berkas[kunci_berkas] = (len(isi_berkas), sha256(isi_berkas).hexdigest())
    if manifes is None:
        raise ArsipDitolak(RUSAK)
    _cocokkan(manifes, basisdata, berkas)
    return manifes


def _kunci_berkas(nama: str) -> str:
    kunci = nama.removeprefix(AWALAN_BERKAS)
    if not nama.startswith(AWALAN_BERKAS) or not KUNCI.fullmatch(kunci):
        raise ArsipDitolak(ASING)
    return kunci


def _salin(aliran: IO[bytes], tujuan: Path) -> tuple[int, str]:
    sidik, ukuran = sha256(), 0
    with tujuan.open("wb") as f:
        tujuan.chmod(0o600)
        while potong := aliran.read(POTONG):
            sidik.update(potong)
            ukuran += f.write(potong)
    return ukuran, sidik.hexdigest()


def _baca_manifes(teks: bytes) -> Manifes:
    try:
        data = json.loads(teks)
        if data["program"] != PROGRAM:
            raise ArsipDitolak(ASING)
        if data["format"] > FORMAT:
            raise ArsipDitolak(LEBIH_BARU)
        return Manifes(**{f.name: data[f.name] for f in fields(Manifes)})
    except (ValueError, KeyError, TypeError):
        raise ArsipDitolak(ASING) from None


# --- judging ------------------------------------------------------------------------------------


def _cocokkan(
    manifes: Manifes, basisdata: dict[str, object], berkas: dict[str, tuple[int, str]]
) -> None:
    if manifes.dialek != cadangan_db.dialek():
        raise ArsipDitolak(
            f"Arsip ini dari basis data {manifes.dialek}, sedangkan DATABASE_URL menunjuk "
            f"{cadangan_db.dialek()}. Samakan dulu DATABASE_URL."
        )
    tercatat = {b["nama"]: (b["ukuran"], b["sha256"]) for b in manifes.berkas}
    tepat = all(sidik == nama[-64:] for nama, (_, sidik) in berkas.items())
    if manifes.basisdata != basisdata or tercatat != berkas or not tepat:
        raise ArsipDitolak(RUSAK)


def _cek_kepala(manifes: Manifes, migrasi: Path) -> None:
    """A schema this program has never heard of was made by a later one."""
    dikenal = {s.revision for s in ScriptDirectory(str(migrasi)).walk_revisions()}
    if manifes.kepala not in dikenal:
        raise ArsipDitolak(LEBIH_BARU)


def _cek_isi(manifes: Manifes, ada: Isi) -> None:
    if (manifes.kepala, manifes.baris, manifes.audit) != (ada.kepala, ada.baris, ada.audit):
        raise ArsipDitolak(RUSAK)


# --- putting back -------------------------------------------------------------------------------


def _simpan_berkas(arsip: Path, kunci: bytes | None, toko: Penyimpanan) -> None:
    with arsip.open("rb") as f:
        for nama, aliran in _anggota(pembaca(f, kunci)):
            if nama.startswith(AWALAN_BERKAS) and toko.simpan(aliran.read()) != _kunci_berkas(nama):
                raise ArsipDitolak(RUSAK)


def _perbarui(manifes: Manifes, migrasi: Path) -> bool:
    """Bring an older archive's schema up to this program."""
    if manifes.kepala == ScriptDirectory(str(migrasi)).get_current_head():
        return False
    upgrade(directory=str(migrasi))
    return True
