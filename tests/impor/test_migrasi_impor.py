"""An instrument without a photo goes down and up again with everything else (migration 1103)."""

import sqlalchemy as sa
from flask import Flask
from flask_migrate import downgrade, upgrade

from app.extensions import db
from config import AKAR
from tests import factories as f

MIGRASI = str(AKAR / "migrations")


def test_alat_tanpa_foto_turun_dan_naik_lagi(app: Flask) -> None:
    """Before, each had one: it is linked to a stand-in, and unlinked on the way up."""
    tanpa, berfoto = f.buat_uttp(foto_id=None).id, f.buat_uttp().id
    foto = f.ambil_uttp(berfoto).foto_id
    db.session.remove()
    try:
        downgrade(directory=MIGRASI, revision="20261122_1102")
        with db.engine.begin() as conn:
            uttp = sa.table("uttp", sa.column("id"), sa.column("foto_id"))
            pengganti = conn.scalar(sa.select(uttp.c.foto_id).where(uttp.c.id == tanpa))
            assert pengganti not in (None, foto)
    finally:
        upgrade(directory=MIGRASI)
    assert f.ambil_uttp(tanpa).foto_id is None
    assert f.ambil_uttp(berfoto).foto_id == foto
    assert db.session.scalar(sa.text("SELECT count(*) FROM berkas WHERE kunci = 'tanpa-foto'")) == 0
