"""Reading notes."""

from app.catatan.models import CatatanPetugas
from app.core.access import visible
from app.core.paging import Page, keyset


def daftar(pengajuan_id: int, after: str | None) -> Page:
    """The notes on one application, the latest first."""
    c = CatatanPetugas
    kolom = (c.id, c.isi, c.pelaku_nama, c.peran, c.waktu)
    cari = visible(c).where(c.pengajuan_id == pengajuan_id).with_only_columns(*kolom)
    return keyset(cari, c.waktu, c.id, after=after)
