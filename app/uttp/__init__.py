"""The instruments (UTTP) of participants and the catalogue of their types."""

from flask import Blueprint

from app.core.menu import MenuItem, untuk

bp = Blueprint("uttp", __name__, url_prefix="/uttp")
MENU = [
    MenuItem(
        "UTTP",
        "uttp.index",
        untuk("peserta", "admin", "pelayanan", "kepala"),
        30,
        "logo",
        juga=("/impor",),
    )
]
