"""Reading drafts: one with its instruments and files, the list, instruments and where they are."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from app.core.access import visible
from app.core.paging import Page, keyset
from app.core.uploads import Berkas
from app.draf.models import BerkasDraf, Draf, DrafAlat
from app.extensions import Pelaku, db
from app.pengajuan.models import Pengajuan
from app.pengajuan.states import AKTIF
from app.peserta.models import Peserta
from app.uttp.models import JenisUttp, Uttp

# File fields of a draft: {draf_alat_id, None for what is common: {field: files}}.
BerkasMenurut = Mapping[int | None, Mapping[str, list[Berkas]]]
PILIHAN_PALING_BANYAK = 50


def draf(id: int) -> Draf | None:
    """A draft of the reader's, with its instruments and what their types ask for."""
    alat = joinedload(Draf.alat).joinedload(DrafAlat.uttp)
    opsi = (
        alat.joinedload(Uttp.jenis).joinedload(JenisUttp.dokumen),
        alat.joinedload(Uttp.pemilik).load_only(Peserta.nama),
        alat.joinedload(Uttp.pemakai).load_only(Peserta.nama),
    )
    return db.session.scalars(visible(Draf, *opsi).where(Draf.id == id)).unique().one_or_none()


def berkas(draf_id: int) -> BerkasMenurut:
    """All files of a draft in one go."""
    cari = (
        sa.select(BerkasDraf.draf_alat_id, BerkasDraf.guna, Berkas)
        .join(Berkas, Berkas.id == BerkasDraf.berkas_id)
        .where(BerkasDraf.draf_id == draf_id)
        .order_by(BerkasDraf.id)
    )
    hasil: dict[int | None, dict[str, list[Berkas]]] = {}
    for alat_id, guna, isi in db.session.execute(cari):
        hasil.setdefault(alat_id, {}).setdefault(guna, []).append(isi)
    return hasil


def _terbuka() -> Any:
    """Columns of a row of the list: the draft, its first instrument, and how many there are."""
    lain = aliased(DrafAlat)
    pertama = sa.select(sa.func.min(lain.id)).where(lain.draf_id == Draf.id).scalar_subquery()
    banyak = sa.select(sa.func.count()).where(lain.draf_id == Draf.id).scalar_subquery()
    return (
        visible(Draf)
        .where(Draf.terkirim_pada.is_(None))
        .join(DrafAlat, DrafAlat.id == pertama)
        .join(Uttp, Uttp.id == DrafAlat.uttp_id)
        .join(JenisUttp, JenisUttp.id == Uttp.jenis_id)
        .join(Peserta, Peserta.id == Draf.peserta_id)
        .with_only_columns(
            Draf.id, Draf.bersama, Draf.langkah, Draf.diubah_pada, Uttp.merk, Uttp.tipe,
            Uttp.nomor_seri, JenisUttp.nama.label("jenis"), Peserta.nama.label("peserta"),
            banyak.label("banyak"),
        )
    )  # fmt: skip


def daftar(after: str | None) -> Page:
    """The reader's drafts, the one touched last on top."""
    return keyset(_terbuka(), Draf.diubah_pada, Draf.id, after=after)


def terakhir() -> Sequence[Any]:
    """At most three, for the home page."""
    urut = (Draf.diubah_pada.desc(), Draf.id.desc())
    return db.session.execute(_terbuka().order_by(*urut).limit(3)).all()


# --- instruments --------------------------------------------------------------------------------


def _keadaan(pelaku: Pelaku) -> Any:
    """Per instrument: its running application and the reader's draft of it, if any."""
    jalan = sa.and_(Pengajuan.uttp_id == Uttp.id, Pengajuan.status.in_(AKTIF))
    milik = sa.and_(DrafAlat.uttp_id == Uttp.id, DrafAlat.pengguna_id == pelaku.id)
    return (
        sa.select(
            Uttp.id.label("uttp_id"),
            Pengajuan.id.label("pengajuan_id"),
            Pengajuan.nomor,
            Pengajuan.status,
            DrafAlat.draf_id,
        )
        .outerjoin(Pengajuan, jalan)
        .outerjoin(DrafAlat, milik)
    )


def keadaan(uttp_id: int, pelaku: Pelaku) -> Any:
    return db.session.execute(_keadaan(pelaku).where(Uttp.id == uttp_id)).one()


def keadaan_semua(uttp_id: Sequence[int], pelaku: Pelaku) -> dict[int, Any]:
    cari = _keadaan(pelaku).where(Uttp.id.in_(uttp_id))
    return {b.uttp_id: b for b in db.session.execute(cari)}


def yang_diurus(uttp_id: Sequence[int], pelaku: Pelaku) -> Sequence[Uttp]:
    """Those of these instruments the account looks after, with type and owner; locked, so that a
    second click waits for the first."""
    cari = (
        sa.select(Uttp)
        .where(Uttp.id.in_(uttp_id), Peserta.diurus(Uttp.pemilik_id, pelaku))
        .order_by(Uttp.id)
    )
    opsi = (joinedload(Uttp.jenis), joinedload(Uttp.pemilik))
    return db.session.scalars(cari.options(*opsi).with_for_update(of=Uttp)).all()


def dapat_dipilih(peserta_id: int, q: str, pelaku: Pelaku) -> Sequence[Any]:
    """Instruments of a participant (owned or used) that can be filed now, soonest due first."""
    cari = (
        _keadaan(pelaku)
        .join(JenisUttp, JenisUttp.id == Uttp.jenis_id)
        .add_columns(
            Uttp.merk, Uttp.tipe, Uttp.nomor_seri, Uttp.skhp_berlaku_sampai,
            JenisUttp.nama.label("jenis"),
        )
        .where(
            sa.or_(Uttp.pemilik_id == peserta_id, Uttp.pemakai_id == peserta_id),
            Peserta.diurus(Uttp.pemilik_id, pelaku),
            Uttp.pensiun_pada.is_(None),
            Pengajuan.id.is_(None),
            DrafAlat.id.is_(None),
        )
    )  # fmt: skip
    if q:
        kolom = (JenisUttp.nama, Uttp.merk, Uttp.tipe, Uttp.nomor_seri)
        cari = cari.where(sa.or_(*(k.icontains(q, autoescape=True) for k in kolom)))
    # Those without a known date last, on both databases.
    urut = (Uttp.skhp_berlaku_sampai.is_(None), Uttp.skhp_berlaku_sampai, Uttp.id)
    return db.session.execute(cari.order_by(*urut).limit(PILIHAN_PALING_BANYAK)).all()


def sisa(draf_id: int) -> int:
    """How many instruments a draft still holds."""
    cari = sa.select(sa.func.count()).select_from(DrafAlat).where(DrafAlat.draf_id == draf_id)
    return db.session.scalar(cari) or 0
