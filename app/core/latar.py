"""Work beside the request, in a thread of this process.

Nothing depends on it being done: what it works on stands in the database with how long somebody
holds it, so that a process that ends on the way leaves no more than that behind.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from flask import Flask, current_app, g

from app.core.log import log
from app.extensions import Pelaku, db


def jalankan(tugas: Callable[..., None], *isi: Any) -> None:
    """Begin, and come back at once. Tests run it themselves, from the list they find here."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    if app.testing:
        app.extensions.setdefault("latar", []).append((tugas, isi))
        return
    Thread(target=_kerja, args=(app, tugas, isi), daemon=True, name=tugas.__name__).start()


@contextmanager
def sebagai(akun: Pelaku) -> Iterator[None]:
    """Read as this account would, outside any request of its own."""
    with current_app.test_request_context():
        g._login_user = akun
        yield


def _kerja(app: Flask, tugas: Callable[..., None], isi: tuple[Any, ...]) -> None:
    with app.app_context():
        try:
            tugas(*isi)
        except Exception:
            log.exception("pekerjaan latar terhenti")
        finally:
            db.session.remove()
