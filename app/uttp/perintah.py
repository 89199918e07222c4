"""`flask data-acuan`: the reference data of the program, loaded at every start."""

import click

from app.core.db import tulis
from app.pengaturan.data import muat_libur, muat_wilayah
from app.uttp import bp
from app.uttp.data import muat_jenis

bp.cli_group = None


@bp.cli.command("data-acuan")
def data_acuan() -> None:
    """Muat jenis UTTP, wilayah, dan hari libur yang belum ada; ubahan kantor dibiarkan."""
    with tulis():
        wilayah, jenis, libur = muat_wilayah(), muat_jenis(), muat_libur()
    click.echo(
        f"Data acuan: {jenis} jenis UTTP, {wilayah} wilayah, dan {libur} hari libur ditambahkan."
    )
