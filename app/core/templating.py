"""What every template has: Indonesian formats, the menu, the office; unknown names raise."""

from typing import Any

from flask import Flask, g
from flask_login import current_user
from jinja2 import StrictUndefined

from app.core.assets import aset
from app.core.format import FILTER
from app.core.menu import menu


def area() -> str:
    """Which of the three looks a page wears."""
    if not current_user.is_authenticated:
        return "publik"
    return "peserta" if current_user.peran == "peserta" else "petugas"


def _konteks() -> dict[str, Any]:
    return {
        "aset": aset,
        "menu": menu(),
        "area": area(),
        "belum_dibaca": getattr(current_user, "belum_dibaca", 0),
        "permintaan_id": g.get("permintaan_id", ""),
    }


def pasang(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(FILTER)
    app.context_processor(_konteks)
