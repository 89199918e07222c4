"""The queue somebody works off goes along in the address: its filters, as one argument.

Links, forms and redirects between the views marked `dalam_antrean` carry it by themselves, so that
"Kerjakan berikutnya" opens the next one of the same queue, in whichever tab.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode

from flask import Flask, has_request_context, request
from werkzeug.datastructures import MultiDict

F = TypeVar("F", bound=Callable[..., Any])
ARG = "antre"
TERPANJANG = 500


def dalam_antrean(fn: F) -> F:
    """A view on the way of whoever works off a queue."""
    fn.antre = True  # type: ignore[attr-defined]
    return fn


def antre() -> str | None:
    """The queue the reader came from, as it goes along in addresses; None without one."""
    nilai = request.args.get(ARG)
    return nilai if nilai and len(nilai) <= TERPANJANG else None


def sebut_antre(saringan: Mapping[str, Any]) -> str:
    """The filters of a list as the argument of its rows' links. One that filters nothing is told
    too: its rows still have a next one."""
    return urlencode({k: v for k, v in saringan.items() if v}) or "status="


def baca_antre(teks: str) -> MultiDict[str, str]:
    """The filters again; whatever else stands there is for the form to leave out."""
    return MultiDict(parse_qsl(teks))


def pasang(app: Flask) -> None:
    @app.url_defaults
    def _bawa(endpoint: str, nilai: dict[str, Any]) -> None:
        view = app.view_functions.get(endpoint)
        if getattr(view, "antre", False) and ARG not in nilai and has_request_context():
            nilai.update({ARG: a} if (a := antre()) else {})
