"""`flask bersihkan`: uploads nobody used, and stored bytes no row knows, go after a day.

A file becomes a row the moment it is chosen (see `uploads`), so forms that were left leave rows
behind, and a crash between storing and writing the row leaves bytes. Nothing younger than a day is
touched: somebody may still be filling in the form.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import click
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError

from app.core import clock
from app.core.cari import rapatkan
from app.core.db import tulis
from app.core.format import ukuran
from app.core.uploads import Berkas, hapus_benda, penyimpanan
from app.extensions import Base, db

UMUR = timedelta(hours=24)

# What features let go in the same run, before uploads are looked at: called with whether this is a
# rehearsal, they say what they did.
IKUT: list[Callable[[bool], Iterable[str]]] = []


@dataclass(frozen=True)
class Yatim:
    """A row nobody links to."""

    id: int
    ukuran: int
    dibuat_pada: datetime


def penunjuk() -> list[sa.Column[int]]:
    """Every column that links to a file; asked of the models, so that a new one is never missed."""
    return [
        kolom
        for tabel in Base.metadata.sorted_tables
        for kolom in tabel.columns
        if any(fk.column is Berkas.__table__.c.id for fk in kolom.foreign_keys)
    ]


def tanpa_penunjuk() -> sa.ColumnElement[bool]:
    """SQL condition: no row of any table links to this file."""
    return sa.and_(*(~sa.exists().where(kolom == Berkas.id) for kolom in penunjuk()))


# --- rows -------------------------------------------------------------------------------------


def baris_yatim(sebelum: datetime) -> list[Yatim]:
    cari = (
        sa.select(Berkas.id, Berkas.ukuran, Berkas.dibuat_pada)
        .where(Berkas.dibuat_pada < sebelum, tanpa_penunjuk())
        .order_by(Berkas.id)
    )
    return [Yatim(*b) for b in db.session.execute(cari)]


def hapus_baris(id: int) -> bool:
    """Delete the row unless it has been linked since it was found.

    The condition sees links that are committed; one that is being written right now is seen by the
    foreign key, which refuses the delete (ON DELETE RESTRICT) once the other transaction is done.
    """
    try:
        with tulis() as s:
            hasil = s.execute(sa.delete(Berkas).where(Berkas.id == id, tanpa_penunjuk()))
            return bool(hasil.rowcount)  # type: ignore[attr-defined]
    except IntegrityError:
        return False


# --- bytes ------------------------------------------------------------------------------------


def benda_yatim(sebelum: datetime, kecuali: set[int]) -> Iterator[str]:
    """Stored bytes that no row points at once the rows `kecuali` are gone."""
    lama = [kunci for kunci, pada in penyimpanan().daftar() if pada < sebelum.timestamp()]
    sisa = sa.select(Berkas.id, Berkas.kunci, Berkas.kunci_kecil)
    dipakai = {
        kunci
        for id, *semua in db.session.execute(sisa)
        if id not in kecuali
        for kunci in semua
        if kunci
    }
    yield from sorted(kunci for kunci in lama if kunci not in dipakai)


def tanpa_benda() -> list[int]:
    """Rows whose bytes are not there: a restore that was not complete, or a hand in the folder."""
    # The rows first: what is uploaded while this runs has its bytes before its row.
    baris = list(db.session.execute(sa.select(Berkas.id, Berkas.kunci, Berkas.kunci_kecil)))
    ada = {kunci for kunci, _ in penyimpanan().daftar()}
    return sorted(id for id, *semua in baris if any(k and k not in ada for k in semua))


# --- the command ------------------------------------------------------------------------------


def bersihkan(*, coba: bool) -> int:
    """Say what goes, and let it go unless this is a rehearsal; the number of rows without bytes."""
    for ikut in IKUT:
        for kalimat in ikut(coba):
            click.echo(kalimat)
    sebelum = clock.now() - UMUR
    yatim = baris_yatim(sebelum)
    hilang = tanpa_benda()
    db.session.rollback()  # no read transaction may stay open while the store is gone through
    for b in yatim:
        click.echo(f"Unggahan tak terpakai: nomor {b.id}, {ukuran(b.ukuran)}, {b.dibuat_pada:%F}.")
    terhapus = {b.id for b in yatim if coba or hapus_baris(b.id)}
    jumlah = 0
    for kunci in benda_yatim(sebelum, terhapus):
        click.echo(f"Isi tanpa data: {kunci}.")
        jumlah += coba or hapus_benda(kunci)
    db.session.rollback()
    if not coba and db.engine.dialect.name == "sqlite":
        with tulis() as s:
            rapatkan(s.connection())
    for id in hilang:
        click.echo(f"Isi berkas nomor {id} tidak ditemukan di penyimpanan.", err=True)
    kata = "akan dihapus; jalankan tanpa --coba" if coba else "dihapus"
    click.echo(f"{len(terhapus)} unggahan dan {jumlah} isi {kata}. {len(hilang)} data tanpa isi.")
    return len(hilang)


def pasang(app: Flask) -> None:
    @app.cli.command("bersihkan")
    @click.option("--coba", is_flag=True, help="Sebutkan saja, jangan hapus apa pun.")
    def _bersihkan(coba: bool) -> None:
        """Hapus unggahan yang lebih dari 24 jam tidak dipakai siapa pun.

        Keluar dengan kode 1 bila ada data yang isi berkasnya hilang: pulihkan dari cadangan.
        """
        if bersihkan(coba=coba):
            raise click.exceptions.Exit(1)
