"""What participants change about themselves: contact data, places, requests that staff decide."""

from flask import Blueprint

from app.core.menu import MenuItem, untuk

bp = Blueprint("profil", __name__)

MENU = [
    MenuItem(
        "Permintaan Perubahan",
        "profil.admin_index",
        untuk("admin", "pelayanan", "kepala"),
        77,
        "orang",
    )
]
