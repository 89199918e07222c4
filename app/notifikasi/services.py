"""Marking messages as read; the first time counts."""

import sqlalchemy as sa

from app.core import clock
from app.core.outbox import Pesan
from app.extensions import Pelaku, db


def tandai_dibaca(pesan: Pesan) -> None:
    db.session.execute(_tandai().where(Pesan.id == pesan.id))


def tandai_semua(pelaku: Pelaku) -> None:
    """Only what this account received."""
    db.session.execute(_tandai().where(Pesan.penerima_id == pelaku.id))


def _tandai() -> sa.Update:
    return sa.update(Pesan).where(Pesan.dibaca_pada.is_(None)).values(dibaca_pada=clock.now())
