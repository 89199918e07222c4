"""Serah Terima: the counter takes an instrument in, gives it back, hands over its documents."""

from flask import Blueprint

from app.core.menu import MenuItem, untuk

bp = Blueprint("serah", __name__)

MENU = [
    MenuItem("Loket", "serah.loket", untuk("admin", "pelayanan"), 25, "tambah"),
    MenuItem(
        "Serah Terima", "serah.admin_index", untuk("admin", "pelayanan", "kepala"), 55, "salin"
    ),
]
