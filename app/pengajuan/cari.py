"""Which applications a word may lead to, where a list of all of them is searched."""

from typing import Any

import sqlalchemy as sa

from app.core.cari import TERPENDEK, memuat, salah_satu, sedikit
from app.pengajuan.models import KelompokPengajuan, Pengajuan
from app.peserta.models import Peserta
from app.peserta.queries import ber_npwp
from app.uttp.cari import sejenis
from app.uttp.models import Uttp


def calon(q: str | None, *lain: sa.Select[Any]) -> sa.ColumnElement[bool]:
    """Among those on whose row in a list `q` may be printed; True if they are many.

    `lain` are SELECTs of more ids, for a list that prints more: nothing printed is missing here, so
    the list's own condition decides.
    """
    if not q or len(q) < TERPENDEK:
        return sa.true()
    orang = sa.select(Peserta.id).where(memuat(Peserta, q))
    pihak = sa.union_all(orang, *(sa.select(Peserta.id).where(s) for s in ber_npwp(q)))
    asal = (
        sa.select(Pengajuan.id).where(memuat(Pengajuan, q)),
        _pengajuan(Pengajuan.peserta_id, pihak),
        _pengajuan(Pengajuan.uttp_id, sa.select(Uttp.id).where(memuat(Uttp, q))),
        _pengajuan(Pengajuan.uttp_id, sa.select(Uttp.id).where(Uttp.pemilik_id.in_(pihak))),
        _pengajuan(Pengajuan.uttp_id, sa.select(Uttp.id).where(Uttp.pemakai_id.in_(pihak))),
        _pengajuan(Pengajuan.uttp_id, sa.select(Uttp.id).where(sejenis(q))),
        _pengajuan(
            Pengajuan.kelompok_id,
            sa.select(KelompokPengajuan.id).where(memuat(KelompokPengajuan, q)),
        ),
        *lain,
    )
    return salah_satu(Pengajuan.id, sedikit(asal))


def _pengajuan(kolom: Any, pilih: Any) -> sa.Select[Any]:
    return sa.select(Pengajuan.id).where(kolom.in_(pilih))
