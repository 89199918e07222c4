"""Commands about accounts, for whoever runs the server."""

import click
from flask import current_app, url_for

from app.auth import akun as kelola
from app.auth import bp, mfa, queries, services
from app.auth.models import Pengguna, Peran
from app.core.db import tulis
from app.core.errors import AturanDilanggar


@bp.cli.command("buat-admin")
@click.option("--nama-pengguna", prompt="Nama pengguna", help="Untuk Log In, misalnya siti.")
@click.option("--nama", prompt="Nama lengkap", help="Seperti pada kartu pegawai.")
def buat_admin(nama_pengguna: str, nama: str) -> None:
    """Buat akun Admin Aplikasi dan cetak tautan sekali pakai untuk membuat passwordnya."""
    try:
        with tulis():
            akun = services.buat_akun_petugas(nama_pengguna, nama, Peran.ADMIN)
            token = services.buat_tautan(akun, None)
    except AturanDilanggar as e:
        raise click.ClickException(e.pesan) from e
    click.echo(f"Akun {akun.nama_masuk} dibuat. Buka tautan ini dalam 72 jam, sekali pakai:")
    click.echo(_alamat(token))


@bp.cli.command("tautan-sandi")
@click.argument("nama")
def tautan_sandi(nama: str) -> None:
    """Cetak tautan sekali pakai agar pemilik akun NAMA dapat membuat password baru."""
    akun = _cari(nama)
    jam = services.umur_tautan(akun).total_seconds() / 3600
    with tulis():
        token = kelola.tautan_baru(akun, None)
    click.echo(f"Serahkan tautan ini kepada {akun.nama}; berlaku {jam:g} jam, sekali pakai:")
    click.echo(_alamat(token))


@bp.cli.command("reset-mfa")
@click.argument("nama")
@click.option("--alasan", required=True, help="Mengapa, misalnya: telepon hilang, sudah ditemui.")
def reset_mfa(nama: str, alasan: str) -> None:
    """Matikan verifikasi dua langkah akun NAMA; alasannya dicatat dan disampaikan kepadanya."""
    akun = _cari(nama)
    try:
        with tulis():
            mfa.reset(akun, alasan, None)
    except AturanDilanggar as e:
        raise click.ClickException(e.pesan) from e
    click.echo(f"Verifikasi dua langkah {akun.nama} dimatikan; semua sesinya berakhir.")


@bp.cli.command("akhiri-sesi")
@click.argument("nama", required=False)
@click.option("--semua", is_flag=True, help="Semua akun sekaligus.")
def akhiri_sesi(nama: str | None, *, semua: bool) -> None:
    """Akhiri semua sesi akun NAMA, atau semua sesi semua akun dengan --semua."""
    if semua == bool(nama):
        raise click.UsageError("Sebutkan satu nama, atau --semua.")
    akun = _cari(nama) if nama else None
    with tulis():
        jumlah = kelola.akhiri_sesi(akun, None)
    click.echo(f"{jumlah} sesi diakhiri.")


def _cari(nama: str) -> Pengguna:
    akun = queries.pengguna_bernama(nama.strip().lower())
    if akun is None:
        raise click.ClickException(f"Tidak ada akun terbuka bernama {nama}.")
    return akun


def _alamat(token: str) -> str:
    with current_app.test_request_context(base_url=current_app.config["ALAMAT_SITUS"]):
        return url_for("auth.aktivasi", token=token, _external=True)
