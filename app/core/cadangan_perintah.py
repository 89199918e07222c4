"""`flask backup` and `flask restore`."""

import sqlite3
from pathlib import Path

import click
import sqlalchemy as sa
from flask import Flask, current_app

from app.core import cadangan, cadangan_db, cadangan_pulih
from app.core.cadangan_arsip import ArsipDitolak, baca_kunci, terbuka_bagi_lain
from app.core.format import ukuran
from app.core.storage import PenyimpananPenuh
from config import AKAR

MIGRASI = AKAR / "migrations"
GANGGUAN = (ArsipDitolak, PenyimpananPenuh, OSError, sqlite3.Error, sa.exc.OperationalError)
KUNCI_TIDAK_IKUT = (
    "PENTING: kunci TIDAK ikut dalam arsip. Simpan salinan instance/kunci* dan .env, juga kunci "
    "arsip ini, di tempat lain yang aman. Tanpa kunci itu data pribadi di dalam cadangan tidak "
    "dapat dibaca siapa pun lagi."
)
TIDAK_TERSANDI = (
    "Arsip ini TIDAK tersandi: siapa pun yang memegangnya dapat membaca isinya. Sandikan dengan "
    "--kunci-berkas sebelum menyimpannya di luar mesin ini."
)

_berkas_kunci = click.option(
    "--kunci-berkas",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Berkas berisi kunci arsip.",
)


def pasang(app: Flask) -> None:
    app.cli.add_command(backup)
    app.cli.add_command(restore)


def _kunci(jalur: Path | None) -> bytes | None:
    if jalur is None:
        return None
    if terbuka_bagi_lain(jalur):
        click.echo(f"Kunci {jalur} dapat dibaca akun lain; tutup dengan: chmod 600 {jalur}")
    return baca_kunci(jalur)


def _kalimat(e: Exception) -> click.ClickException:
    """One sentence for whoever runs the command; a traceback would help nobody here."""
    if isinstance(e, ArsipDitolak):
        return click.ClickException(str(e))
    return click.ClickException(f"Tidak dapat menulis atau membaca: {e}")


@click.command("backup")
@click.option(
    "--ke",
    type=click.Path(file_okay=False, path_type=Path),
    default=AKAR / "instance" / "cadangan",
    help="Folder tujuan; bawaannya instance/cadangan.",
)
@_berkas_kunci
def backup(ke: Path, kunci_berkas: Path | None) -> None:
    """Cadangkan basis data dan semua berkas ke satu arsip; yang lama dibuang menurut rotasi."""
    toko = current_app.extensions["penyimpanan"]
    try:
        hasil = cadangan.buat(ke, _kunci(kunci_berkas), toko, AKAR)
    except GANGGUAN as e:
        raise _kalimat(e) from e
    m = hasil.manifes
    click.echo(f"Cadangan: {hasil.jalur} ({ukuran(hasil.ukuran)})")
    _cetak_isi(m)
    for lama in hasil.dibuang:
        click.echo(f"  Dibuang menurut rotasi: {lama.name}")
    if kunci_berkas is None:
        click.echo(TIDAK_TERSANDI)
    click.echo(KUNCI_TIDAK_IKUT)
    if m.hilang or m.rusak:
        raise click.ClickException(
            f"Arsip dibuat, tetapi {len(m.hilang)} berkas yang disebut basis data tidak ada di "
            f"penyimpanan dan {len(m.rusak)} berkas isinya berubah. Daftarnya ada di manifest.json."
        )


@click.command("restore")
@click.argument("arsip", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_berkas_kunci
@click.option("--ya", is_flag=True, help="Gantikan data yang sudah ada.")
@click.option("--periksa", is_flag=True, help="Hanya periksa arsip; tidak ada yang diubah.")
def restore(arsip: Path, kunci_berkas: Path | None, ya: bool, periksa: bool) -> None:
    """Periksa sebuah cadangan seluruhnya, lalu kembalikan basis data dan berkasnya."""
    toko = current_app.extensions["penyimpanan"]
    try:
        kunci = _kunci(kunci_berkas)
        if periksa:
            with cadangan_db.ruang_kerja() as kerja:
                m, _ = cadangan_pulih.periksa(arsip, kunci, MIGRASI, kerja)
            click.echo(f"Arsip utuh: {arsip}")
            _cetak_isi(m)
            return
        hasil = cadangan_pulih.pulihkan(arsip, kunci, toko, MIGRASI, ya=ya)
    except GANGGUAN as e:
        raise _kalimat(e) from e
    click.echo(f"Dipulihkan dari {arsip}")
    _cetak_isi(hasil.manifes)
    if hasil.diperbarui:
        click.echo(f"  Skema diperbarui sampai {hasil.isi.kepala}.")
    click.echo(KUNCI_TIDAK_IKUT)


def _cetak_isi(m: cadangan.Manifes) -> None:
    click.echo(
        f"  Dibuat {m.dibuat}, program {m.versi}, {m.dialek}, skema {m.kepala}: "
        f"{sum(m.baris.values())} baris dalam {len(m.baris)} tabel, {len(m.berkas)} berkas."
    )
    if m.audit:
        click.echo(f"  Ujung catatan audit: nomor {m.audit['id']}, {m.audit['mac'][:16]}…")
