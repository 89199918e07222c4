"""Reading the inbox."""

from app.core.access import visible
from app.core.outbox import Pesan
from app.core.paging import Page, keyset


def kotak(setelah: str | None) -> Page:
    """The messages of whoever asks, newest first."""
    kolom = visible(Pesan).with_only_columns(
        Pesan.id, Pesan.judul, Pesan.isi, Pesan.tautan, Pesan.dibuat_pada, Pesan.dibaca_pada
    )
    return keyset(kolom, Pesan.dibuat_pada, Pesan.id, after=setelah)
