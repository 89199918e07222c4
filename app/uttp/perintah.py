"""`flask data-acuan`: the reference data of the program, loaded at every start."""

import click

from app.core.db import tulis
from app.pengaturan.data import muat_wilayah
from app.uttp import bp
from app.uttp.data import muat_jenis

bp.cli_group = None


@bp.cli.command("data-acuan")
def data_acuan() -> None:
    """Muat jenis UTTP dan wilayah yang belum ada; yang sudah diubah kantor dibiarkan."""
    with tulis():
        wilayah, jenis = muat_wilayah(), muat_jenis()
    click.echo(f"Data acuan: {jenis} jenis UTTP dan {wilayah} wilayah ditambahkan.")
