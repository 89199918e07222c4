"""Reports: counted from the rows themselves, on screen with their chart, on paper, as a file."""

from flask import Blueprint

from app.core.menu import MenuItem, untuk

bp = Blueprint("laporan", __name__, url_prefix="/admin/laporan")

MENU = [
    MenuItem(
        "Laporan",
        "laporan.admin_index",
        untuk("admin", "pelayanan", "penera", "kepala"),
        80,
        "laporan",
    ),
]
