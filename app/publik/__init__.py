"""Pages for everybody, and the staff's front page."""

from flask import Blueprint

from app.core.access import STAF
from app.core.menu import MenuItem, untuk

bp = Blueprint("publik", __name__)
MENU = [
    MenuItem("Beranda", "publik.index", None, 10, "beranda"),
    MenuItem("Alur Pelayanan", "publik.alur", None, 20, "laporan"),
    MenuItem("Perlu tindakan", "publik.dasbor", untuk(*STAF), 10, "beranda"),
]
