"""Everything of a participant that falls due soon, by place and customer."""

from flask import Blueprint

from app.core.menu import MenuItem, untuk

bp = Blueprint("armada", __name__, url_prefix="/armada")

MENU = [
    MenuItem(
        "Jatuh Tempo 90 Hari", "armada.index", untuk("peserta"), 36, "kalender", kelompok="penyedia"
    )
]
