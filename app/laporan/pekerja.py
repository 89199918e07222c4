"""Writes a file that was asked for, telling how far it is and asking whether to go on."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from os import SEEK_END
from tempfile import TemporaryFile
from threading import Lock

import sqlalchemy as sa

from app.auth.models import Pengguna
from app.core import lembar_kerja
from app.core.db import tulis
from app.core.latar import sebagai
from app.core.uploads import penyimpanan
from app.extensions import db
from app.laporan import daftar, services
from app.laporan.models import Ekspor
from app.laporan.sql import POTONG
from app.laporan.tabel import Baris

# One file at a time in a process: the others belong to the people who wait for pages.
_SATU = Lock()


@dataclass(frozen=True)
class Sebagai:
    """The account that asked, as rules may see it; no row that ages."""

    id: int
    peran: str
    nama: str
    is_authenticated: bool = True


class Dihentikan(Exception):
    """Called off, or somebody else has it now."""


def kerjakan(id: int) -> None:
    """Make the file."""
    with _SATU:
        pemegang = secrets.token_hex(16)
        with tulis():
            dapat = services.ambil(id, pemegang)
        if not dapat:
            return
        try:
            _tulis(id, pemegang)
        except Dihentikan:
            return
        except Exception:
            with tulis():
                services.hentikan(id, pemegang)
            raise


def _tulis(id: int, pemegang: str) -> None:
    ekspor, akun = db.session.execute(
        sa.select(Ekspor, Pengguna)
        .join(Pengguna, Pengguna.id == Ekspor.pengguna_id)
        .where(Ekspor.id == id)
    ).one()
    pelaku = Sebagai(akun.id, akun.peran, akun.nama)
    if not akun.aktif or not daftar.boleh(ekspor.laporan, pelaku.peran):
        raise PermissionError("The account may not read this any more.")
    bentuk, apa = ekspor.bentuk, (ekspor.laporan, ekspor.saringan, pelaku, ekspor.kata)
    db.session.rollback()  # what was read is plain by now, and no snapshot stays open
    hitung = _Hitung(id, pemegang)
    with sebagai(pelaku), TemporaryFile() as berkas:
        sumber = daftar.baca(*apa)
        lembar = sumber.lembar(hitung.lewat(sumber.baris()))
        if bentuk == "csv":
            lembar_kerja.tulis_csv(berkas, lembar[0])
        else:
            lembar_kerja.tulis_xlsx(berkas, *lembar)
        hitung.kabari()
        ukuran = berkas.seek(0, SEEK_END)
        kunci = penyimpanan().simpan_aliran(berkas)
    with tulis():
        jadi = services.selesaikan(id, pemegang, kunci, ukuran, hitung.n)
    if not jadi:
        services.hapus_isi(kunci)


class _Hitung:
    """Counts rows on their way, and tells now and then."""

    def __init__(self, id: int, pemegang: str) -> None:
        self.id, self.pemegang, self.n = id, pemegang, 0

    def lewat(self, baris: Iterator[Baris]) -> Iterator[Baris]:
        for b in baris:
            yield b
            self.n += 1
            if self.n % POTONG == 0:
                self.kabari()

    def kabari(self) -> None:
        with tulis():
            terus = services.maju(self.id, self.pemegang, self.n)
        if not terus:
            raise Dihentikan
