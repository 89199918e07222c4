"""What is kept about a person: to be seen, taken along, mended, and let go in time."""

from flask import Blueprint

from app.core.menu import MenuItem, untuk

bp = Blueprint("pribadi", __name__, cli_group=None)
MENU = [
    MenuItem("Data Saya", "pribadi.index", untuk("peserta"), 85, "orang"),
    MenuItem(
        "Permintaan Data", "pribadi.admin_index", untuk("admin", "pelayanan", "kepala"), 78, "surel"
    ),
]
