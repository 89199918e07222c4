"""Turning a draft into applications."""

from collections.abc import Mapping
from uuid import NAMESPACE_URL, uuid5

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.core import clock
from app.core.db import segar
from app.core.errors import AturanDilanggar
from app.draf import queries
from app.draf.models import BerkasDraf, Draf, DrafAlat
from app.extensions import Pelaku, db
from app.pengajuan.services import IsiPengajuan, ajukan, kelompokkan
from app.uttp.models import Uttp


def kirim(draf: Draf, isi: Mapping[int, IsiPengajuan], pelaku: Pelaku) -> Draf:
    """File what the draft holds; sent twice, the first time is the answer to both.

    Of several each is filed on its own: one that cannot be stays in the draft with the reason.
    """
    kini = segar(draf, selectinload(Draf.alat), kunci=True)
    if kini.terkirim_pada:
        return kini
    if not kini.bersama:
        (alat,) = kini.alat
        kini.pengajuan_id = _ajukan(kini, alat, isi, pelaku)
    else:
        _kirim_bersama(kini, isi, pelaku)
    if not kini.bersama or not queries.sisa(kini.id):
        _tutup(kini)
    db.session.flush()
    return kini


def _kirim_bersama(draf: Draf, isi: Mapping[int, IsiPengajuan], pelaku: Pelaku) -> None:
    jadi: dict[int, int] = {}
    for alat in sorted(draf.alat, key=lambda a: a.uttp_id):  # one order of locks for everybody
        alasan = None
        try:
            with db.session.begin_nested():
                jadi[alat.id] = _ajukan(draf, alat, isi, pelaku)
        except AturanDilanggar as e:
            alasan = e.pesan
        db.session.execute(
            sa.update(DrafAlat)
            .where(DrafAlat.id == alat.id)
            .values(alasan=alasan)
            .execution_options(synchronize_session=False)
        )
    if jadi:
        draf.kelompok_id = kelompokkan(
            list(jadi.values()), draf.peserta_id, pelaku, draf.kelompok_id
        )
        hapus = sa.delete(DrafAlat).where(DrafAlat.id.in_(jadi))
        db.session.execute(hapus.execution_options(synchronize_session=False))


def _ajukan(draf: Draf, alat: DrafAlat, isi: Mapping[int, IsiPengajuan], pelaku: Pelaku) -> int:
    """One application. Its key follows from the draft's, so that no repetition makes two."""
    if alat.id not in isi:  # added or filed meanwhile
        raise AturanDilanggar("Isinya baru saja berubah. Periksa lagi, lalu kirim.")
    uttp = db.session.get_one(Uttp, alat.uttp_id)
    kunci = draf.kunci_form
    if draf.bersama:
        kunci = str(uuid5(NAMESPACE_URL, f"{kunci}/{alat.uttp_id}"))
    # The office's people file in the name of the owner, whoever that is now.
    pemohon = draf.peserta_id if pelaku.peran == "peserta" else None
    return ajukan(uttp, isi[alat.id], pelaku, pemohon_id=pemohon, kunci_form=kunci).id


def _tutup(draf: Draf) -> None:
    """Everything is filed. The row leads to it; answers and files live on in the applications."""
    draf.terkirim_pada = clock.now()
    draf.isi = {}
    for model in (BerkasDraf, DrafAlat):
        hapus = sa.delete(model).where(model.draf_id == draf.id)
        db.session.execute(hapus.execution_options(synchronize_session=False))
