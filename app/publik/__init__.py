"""Pages for everybody."""

from flask import Blueprint

from app.core.access import STAF
from app.core.menu import MenuItem, untuk

bp = Blueprint("publik", __name__)
MENU = [
    MenuItem("Beranda", "publik.index", None, 10, "beranda"),
    MenuItem("Alur Pelayanan", "publik.alur", None, 20, "laporan"),
    MenuItem("Panduan Petugas", "publik.panduan_petugas", untuk(*STAF), 94, "laporan"),
]
