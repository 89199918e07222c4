"""Reading imports: one function a screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy.orm import joinedload

from app.core.access import visible
from app.extensions import Pelaku, db
from app.impor.models import Impor
from app.impor.periksa import Hasil, periksa
from app.peserta.models import Peserta
from app.uttp.models import JenisUttp
from app.uttp.queries import katalog, tercatat
from app.uttp.services import pemilik_baru

BERPESERTA = joinedload(Impor.peserta)
TERAKHIR = 5


@dataclass(frozen=True)
class Pratinjau:
    """A file as it would be recorded now, and the catalogue it was held against."""

    hasil: Hasil
    katalog: Sequence[JenisUttp]


def pratinjau(impor: Impor, pelaku: Pelaku) -> Pratinjau:
    jenis = katalog()
    cari = partial(tercatat, pemilik_baru(impor.peserta, pelaku))
    return Pratinjau(periksa(impor.isi, jenis, cari), jenis)  # type: ignore[arg-type]


def menunggu(peserta: Peserta) -> Sequence[Any]:
    """Files of this participant that were read and not confirmed, the last ones first."""
    cari = (
        visible(Impor)
        .with_only_columns(Impor.id, Impor.nama, Impor.dibuat_pada)
        .where(Impor.peserta_id == peserta.id, Impor.disimpan_pada.is_(None))
        .order_by(Impor.dibuat_pada.desc(), Impor.id.desc())
        .limit(TERAKHIR)
    )
    return db.session.execute(cari).all()
