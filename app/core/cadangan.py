"""Making a backup: the database of one moment, every stored file, and a manifest of both.

The database goes first and the files after it. Files are only ever added, under the hash of their
content, so every file that a row of the copy names is still there when its turn comes.
"""

import json
import os
import re
import shutil
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, cast

from app.core import cadangan_db, clock
from app.core.cadangan_arsip import POTONG, penulis
from app.core.cadangan_db import SEMENTARA
from app.core.cadangan_isi import Isi
from app.core.cadangan_rotasi import dibuang
from app.core.storage import Penyimpanan, fsync_folder

FORMAT = 1
PROGRAM = "konsumen-nyaman"
MANIFES = "manifest.json"
AWALAN_BERKAS = "berkas/"
NAMA = re.compile(r"konsumen-(\d{8}-\d{6})(?:-\d+)?\.tar(?:\.sandi)?")
_WAKTU = "%Y%m%d-%H%M%S"
_SISA = 24 * 3600


@dataclass
class Manifes:
    """What the archive says of itself; the last member, so a cut-off archive has none."""

    versi: str
    dibuat: str
    kepala: str | None
    dialek: str
    baris: dict[str, int]
    audit: dict[str, Any] | None
    basisdata: dict[str, Any] = field(default_factory=dict)
    berkas: list[dict[str, Any]] = field(default_factory=list)
    hilang: list[str] = field(default_factory=list)
    rusak: list[str] = field(default_factory=list)
    program: str = PROGRAM
    format: int = FORMAT


@dataclass(frozen=True)
class Cadangan:
    """A finished backup."""

    jalur: Path
    ukuran: int
    manifes: Manifes
    dibuang: list[Path]


def versi_program(akar: Path) -> str:
    """The newest version of the change log."""
    temu = re.search(r"^## (\S+)", (akar / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    return temu[1] if temu else "?"


def buat(ke: Path, kunci: bytes | None, toko: Penyimpanan, akar: Path) -> Cadangan:
    """Write one archive into the folder `ke`, then let old ones go."""
    ke.mkdir(mode=0o700, parents=True, exist_ok=True)
    _sapu_sisa(ke)
    saat = clock.now()
    with _sementara(ke) as (jalur, f), cadangan_db.ruang_kerja() as kerja:
        salinan = kerja / cadangan_db.NAMA[cadangan_db.dialek()]
        isi = cadangan_db.potret(salinan)
        manifes = Manifes(
            versi=versi_program(akar),
            dibuat=saat.isoformat(timespec="seconds"),
            kepala=isi.kepala,
            dialek=cadangan_db.dialek(),
            baris=isi.baris,
            audit=isi.audit,
        )
        _tulis(f, kunci, salinan, manifes, toko, isi)
        f.flush()
        os.fsync(f.fileno())
        ukuran = f.tell()
        tujuan = _tempat(ke, saat, ".tar.sandi" if kunci else ".tar")
        os.replace(jalur, tujuan)
    fsync_folder(ke)
    return Cadangan(tujuan, ukuran, manifes, _putar(ke))


@contextmanager
def _sementara(ke: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A new file only its owner may read (mkstemp: 0600); gone again unless it was renamed."""
    fd, nama = tempfile.mkstemp(dir=ke, prefix=SEMENTARA)
    try:
        with os.fdopen(fd, "wb") as f:
            yield Path(nama), f
    finally:
        Path(nama).unlink(missing_ok=True)


def _sapu_sisa(ke: Path) -> None:
    """What a backup that was killed left behind."""
    for folder in {ke, Path(cadangan_db.folder_kerja() or ke)}:
        for sisa in folder.glob(f"{SEMENTARA}*"):
            if time.time() - sisa.stat().st_mtime < _SISA:
                continue
            if sisa.is_dir():
                shutil.rmtree(sisa, ignore_errors=True)
            else:
                sisa.unlink(missing_ok=True)


def _tempat(ke: Path, saat: datetime, akhiran: str) -> Path:
    """A name nobody has, taken at once; two backups may end in one second."""
    dasar = f"konsumen-{saat.astimezone(clock.WITA).strftime(_WAKTU)}"
    nomor = 1
    while True:
        calon = ke / f"{dasar}{f'-{nomor}' if nomor > 1 else ''}{akhiran}"
        try:
            os.close(os.open(calon, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            nomor += 1
        else:
            return calon


def _tulis(
    f: BinaryIO,
    kunci: bytes | None,
    salinan: Path,
    manifes: Manifes,
    toko: Penyimpanan,
    isi: Isi,
) -> None:
    keluar = penulis(f, kunci)
    with tarfile.open(fileobj=cast(BinaryIO, keluar), mode="w|", bufsize=1 << 20) as tar:
        manifes.basisdata = _basisdata(tar, salinan)
        _berkas(tar, toko, manifes)
        ada = {b["nama"] for b in manifes.berkas}
        manifes.hilang = sorted(isi.kunci - ada - set(manifes.rusak))
        teks = json.dumps(asdict(manifes), ensure_ascii=False, indent=1).encode()
        _anggota(tar, MANIFES, len(teks), BytesIO(teks))
    keluar.selesai()


def _basisdata(tar: tarfile.TarFile, salinan: Path) -> dict[str, Any]:
    sidik = sha256()
    with salinan.open("rb") as f:
        while potong := f.read(POTONG):
            sidik.update(potong)
        ukuran = f.tell()
        f.seek(0)
        _anggota(tar, salinan.name, ukuran, f)
    return {"nama": salinan.name, "ukuran": ukuran, "sha256": sidik.hexdigest()}


def _berkas(tar: tarfile.TarFile, toko: Penyimpanan, manifes: Manifes) -> None:
    """Every stored file; one whose bytes no longer match its name is left out, and told."""
    for nama, _ in toko.daftar():
        try:
            with toko.buka(nama) as f:
                isi = f.read()
        except FileNotFoundError:
            continue  # swept meanwhile: no row names it
        sidik = sha256(isi).hexdigest()
        if sidik != nama.rsplit("/", 1)[-1]:
            manifes.rusak.append(nama)
            continue
        _anggota(tar, AWALAN_BERKAS + nama, len(isi), BytesIO(isi))
        manifes.berkas.append({"nama": nama, "ukuran": len(isi), "sha256": sidik})


def _anggota(tar: tarfile.TarFile, nama: str, ukuran: int, isi: BinaryIO) -> None:
    info = tarfile.TarInfo(nama)
    info.size, info.mode = ukuran, 0o600
    tar.addfile(info, isi)


def _putar(ke: Path) -> list[Path]:
    """Remove what the rotation no longer keeps; only files named as we name them."""
    arsip: dict[datetime, list[Path]] = {}
    for jalur in ke.iterdir():
        if temu := NAMA.fullmatch(jalur.name):
            saat = datetime.strptime(temu[1], _WAKTU).replace(tzinfo=clock.WITA)
            arsip.setdefault(saat, []).append(jalur)
    lepas = sorted(j for saat in dibuang(arsip) for j in arsip[saat])
    for jalur in lepas:
        jalur.unlink(missing_ok=True)
    return lepas
