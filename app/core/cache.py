"""A short memory per process, for what stands on every page and hardly ever changes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask import current_app

from app.core import clock

T = TypeVar("T")


def _rak() -> dict[str, tuple[datetime, Any]]:
    rak: dict[str, tuple[datetime, Any]] = current_app.extensions.setdefault("rak", {})
    return rak


def ambil(kunci: str, umur: timedelta, baca: Callable[[], T]) -> T:
    """What `baca` gave at most `umur` ago. Other processes see a change that late."""
    rak = _rak()
    # Taken out once: another thread may forget it at any moment.
    ada = rak.get(kunci)
    if ada is None or clock.now() - ada[0] > umur:
        ada = rak[kunci] = (clock.now(), baca())
    hasil: T = ada[1]
    return hasil


def lupakan(kunci: str) -> None:
    """After a change: this process reads again at once."""
    _rak().pop(kunci, None)
