"""Commands about fees, for whoever runs the server."""

from datetime import datetime

import click

from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.tarif import bp, contoh


@bp.cli.command("tarif-contoh")
@click.option(
    "--mulai",
    type=click.DateTime(["%Y-%m-%d"]),
    required=True,
    help="Hari pertama tarif contoh berlaku, misalnya 2027-01-01.",
)
def muat_contoh(mulai: datetime) -> None:
    """Muat tarif contoh dari Perda daerah lain; bukan tarif resmi kantor ini."""
    try:
        with tulis():
            jumlah = contoh.muat(berlaku_mulai=mulai.date())
    except AturanDilanggar as e:
        raise click.ClickException(e.pesan) from e
    click.echo(f"{jumlah} tarif contoh dimuat, berlaku mulai {mulai:%d-%m-%Y}.")
