"""Pictures of the types that the demo knows how to draw."""

from collections.abc import Mapping
from datetime import datetime

from app.demo.gudang import Gudang
from app.demo.katalog import KATALOG
from app.extensions import db
from app.uttp.models import JenisUttp


def gambari(jenis: Mapping[str, JenisUttp], gudang: Gudang, admin_id: int, kini: datetime) -> None:
    """The drawing of its first model stands for the type, in the catalogue too."""
    for kode, rupa in KATALOG.items():
        isi = gudang.foto_alat(jenis[kode], rupa.model[0])
        jenis[kode].gambar = isi.berkas(f"contoh-{kode.lower()}.jpg", admin_id, kini)
    db.session.flush()
