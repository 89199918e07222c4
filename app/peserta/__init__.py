"""Participants: registration, approval, their own page."""

from flask import Blueprint

from app.core.menu import MenuItem, untuk

bp = Blueprint("peserta", __name__)
MENU = [
    MenuItem("Beranda Saya", "peserta.index", untuk("peserta"), 10, "beranda", juga=("/tempat",)),
    MenuItem(
        "Peserta",
        "peserta.admin_index",
        untuk("admin", "pelayanan", "kepala"),
        60,
        "orang",
        juga=("/pelanggan",),
    ),
]
