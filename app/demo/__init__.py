"""`flask demo`: fill an empty database with invented data, and say how to sign in."""

import click
import sqlalchemy as sa
from flask import Blueprint, current_app

from app.auth import sandi
from app.auth.models import Pengguna, indeks_nik
from app.core.db import tulis
from app.core.menu import MenuItem
from app.demo.isi import isi_contoh
from app.demo.nama import PEMILIK, STAF, UTAMA
from app.extensions import db
from app.peserta.models import Peserta
from app.uttp.models import JenisUttp

bp = Blueprint("demo", __name__, cli_group=None)
MENU: list[MenuItem] = []

# Every participant of the demo has an address of this kind; that is how its accounts are known.
TANDA = "pic%@contoh.test"
LUPA = "dibuat acak saat data contoh diisi. Buat yang baru: flask --app wsgi demo --sandi-baru"
BERBEDA = "berbeda dari DEMO_PASSWORD. Samakan: flask --app wsgi demo --sandi-baru"


@bp.cli.command("demo")
@click.option("--sandi-baru", is_flag=True, help="Pasang password baru pada semua akun demo.")
def demo(sandi_baru: bool) -> None:
    """Isi basis data kosong dengan data contoh, lalu tampilkan akun demo."""
    if current_app.config["MODE"] == "production":
        raise click.ClickException("Data contoh tidak diisi pada MODE=production.")
    if not db.session.scalar(sa.select(Peserta.id).limit(1)):
        _cetak(_isi())
        return
    if not _berisi_contoh():
        click.echo("Basis data ini sudah berisi peserta dan bukan data contoh; tidak diubah.")
        return
    _cetak(_ganti() if sandi_baru else _kenali())


def _password() -> tuple[str, str]:
    """The password of all demo accounts as it is printed, and its hash."""
    tetap = current_app.config["DEMO_PASSWORD"]
    if tetap:
        return "seperti DEMO_PASSWORD", sandi.buat_hash(tetap)
    acak, _ = sandi.sementara()
    return acak, sandi.buat_hash(acak)


def _isi() -> str:
    if not db.session.scalar(sa.select(JenisUttp.id).limit(1)):
        raise click.ClickException("Muat data acuan dahulu: flask --app wsgi data-acuan")
    tampil, sidik = _password()
    isi_contoh(sidik)
    click.echo("Data contoh selesai diisi; semua nama, nomor, dan dokumen di dalamnya rekaan.")
    return tampil


def _berisi_contoh() -> bool:
    """Was this database filled by this command?"""
    cari = sa.select(Peserta.id).where(
        Peserta.pic_nik_indeks == indeks_nik(PEMILIK), Peserta.pic_email.like(TANDA)
    )
    return db.session.scalar(cari.limit(1)) is not None


def _ganti() -> str:
    """Another password for all of them; their open sessions end."""
    tampil, sidik = _password()
    peserta = sa.select(Peserta.pengguna_id).where(Peserta.pic_email.like(TANDA))
    demo = sa.or_(
        Pengguna.nama_masuk.in_([a.nama_masuk for a in STAF]),
        Pengguna.id.in_(peserta.where(Peserta.pengguna_id.is_not(None))),
    )
    with tulis() as s:
        for akun in s.scalars(sa.select(Pengguna).where(demo)):
            akun.sandi, akun.harus_ganti = sidik, False
    return tampil


def _kenali() -> str:
    """What can be said of a password that is only known by its hash."""
    tetap = current_app.config["DEMO_PASSWORD"]
    if not tetap:
        return LUPA
    sidik = db.session.scalar(
        sa.select(Pengguna.sandi).where(Pengguna.nama_masuk == indeks_nik(PEMILIK))
    )
    return "seperti DEMO_PASSWORD" if sandi.cocok(tetap, sidik) else BERBEDA


def _cetak(password: str) -> None:
    """The accounts of the contract, those of participants first."""
    situs = current_app.config["ALAMAT_SITUS"]
    click.echo(f"\nAkun demo\n  Password: {password}")
    click.echo(f"  Peserta, masuk di {situs}/masuk")
    for nik, nama, profil in UTAMA:
        sebutan = "Penyedia Alat" if profil.kelompok == "penyedia" else "Pemilik Alat"
        click.echo(f"    {nik}  {sebutan:<16} {profil.usaha[0]} ({nama})")
    click.echo(f"  Petugas, masuk di {situs}/admin/masuk")
    for akun in STAF:
        click.echo(f"    {akun.nama_masuk:<16}  {akun.sebutan:<16} {akun.nama}")
    click.echo("")
