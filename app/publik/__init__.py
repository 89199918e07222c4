"""Pages for everybody."""

from flask import Blueprint

from app.core.menu import MenuItem

bp = Blueprint("publik", __name__)
MENU = [
    MenuItem("Beranda", "publik.index", None, 10, "beranda"),
    MenuItem("Alur Pelayanan", "publik.alur", None, 20, "laporan"),
]
