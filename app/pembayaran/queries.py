"""Reading payments."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core.access import visible
from app.core.cari import memuat
from app.core.paging import UKURAN, Page, keyset
from app.core.uploads import Berkas
from app.extensions import db
from app.jadwal.queries import cari_pengajuan
from app.pembayaran.models import Pembayaran
from app.pembayaran.states import StatusBayar
from app.pengajuan.cari import calon
from app.pengajuan.models import Pengajuan
from app.pengajuan.states import Status
from app.peserta.models import Peserta
from app.uttp.models import JenisUttp, Uttp

# What the queue can show; the first two together are the queue itself.
SARINGAN = {
    "": "Antrean (Terbayar dan Terjadwal)",
    "terbayar": "Terbayar, perlu diperiksa",
    "terjadwal": "Terjadwal (Menunggu Pembayaran)",
    "lunas": "Sudah dikonfirmasi",
}


def bukti(pengajuan_id: int) -> Sequence[Pembayaran]:
    """The proofs of one application, the newest first."""
    cari = visible(Pembayaran, joinedload(Pembayaran.berkas)).where(
        Pembayaran.pengajuan_id == pengajuan_id
    )
    return db.session.scalars(cari.order_by(Pembayaran.id.desc())).all()


def berkas_bukti(pengajuan_id: int, berkas_id: int) -> Berkas | None:
    """The file, when it is a proof of this application and the application may be seen."""
    boleh = visible(Pembayaran).with_only_columns(Pembayaran.berkas_id)
    boleh = boleh.where(Pembayaran.pengajuan_id == pengajuan_id, Pembayaran.berkas_id == berkas_id)
    return db.session.scalar(sa.select(Berkas).where(Berkas.id.in_(boleh)))


def _berbukti(q: str) -> sa.Select[Any]:
    """Applications with a proof whose number may hold this."""
    return sa.select(Pembayaran.pengajuan_id).where(memuat(Pembayaran, q))


def antrean(*, status: str = "", q: str = "", after: str | None = None, size: int = UKURAN) -> Page:
    """What waits for a payment or for its check, the oldest application first."""
    terakhir = (
        sa.select(sa.func.max(Pembayaran.id))
        .where(Pembayaran.pengajuan_id == Pengajuan.id, Pembayaran.status != StatusBayar.DITOLAK)
        .correlate(Pengajuan)
        .scalar_subquery()
    )
    cari = (
        visible(Pengajuan)
        .with_only_columns(
            Pengajuan.id,
            Pengajuan.nomor,
            Pengajuan.status,
            Pengajuan.retribusi,
            Pengajuan.tanggal_uji,
            Pengajuan.diubah_pada,
            Pengajuan.dibuat_pada,
            Peserta.nama.label("peserta"),
            JenisUttp.nama.label("jenis"),
            Uttp.merk,
            Pembayaran.nomor_bukti,
            Pembayaran.tanggal.label("tanggal_bayar"),
        )
        .join(Uttp, Uttp.id == Pengajuan.uttp_id)
        .join(JenisUttp, JenisUttp.id == Uttp.jenis_id)
        .join(Peserta, Peserta.id == Pengajuan.peserta_id)
        .outerjoin(Pembayaran, Pembayaran.id == terakhir)
    )
    if status == "lunas":
        cari = cari.where(Pembayaran.status == StatusBayar.DITERIMA)
    else:
        pilih = (
            [Status(status)]
            if status in SARINGAN and status
            else [Status.TERBAYAR, Status.TERJADWAL]
        )
        cari = cari.where(Pengajuan.salah_satu(pilih), Pengajuan.berjalan())
    if q:
        cari = cari_pengajuan(cari, q, Pembayaran.nomor_bukti).where(calon(q, _berbukti(q)))
    return keyset(
        cari,
        Pengajuan.dibuat_pada,
        Pengajuan.id,
        after=after,
        size=size,
        oldest_first=status != "lunas",
    )
