"""`flask retensi`: says what has been kept long enough, and deletes it only when told to."""

import click

from app.core.db import tulis
from app.extensions import db
from app.pengaturan.queries import kantor
from app.pribadi import bp
from app.pribadi import retensi as masa


@bp.cli.command("retensi")
@click.option("--jalankan", is_flag=True, help="Hapus; tanpa ini hanya disebutkan.")
def retensi(jalankan: bool) -> None:
    """Sebutkan (atau hapus) data pribadi yang lewat masa simpannya."""
    semua = masa.yang_jatuh(kantor())
    if jalankan:
        with tulis():
            jumlah = masa.hapus(semua)
    else:
        jumlah = {j.kode: masa.hitung(j) for j in semua}
        db.session.rollback()
    kata = "dihapus" if jalankan else "akan dihapus"
    for j in semua:
        click.echo(f"{j.sebutan}, lebih dari {j.hari} hari: {jumlah[j.kode]} {kata}.")
    if not jalankan and any(jumlah.values()):
        click.echo("Belum ada yang dihapus. Untuk menghapus: flask --app wsgi retensi --jalankan")
    click.echo("Alat, pengajuan, pembayaran, dan SKHP tidak disentuh: arsip wajib kantor.")
