"""The staff's front page: what waits, for whom, and since when."""

from flask import Blueprint

from app.core.access import STAF
from app.core.menu import MenuItem, untuk

bp = Blueprint("meja", __name__)
MENU = [
    MenuItem("Perlu tindakan", "meja.index", untuk(*(set(STAF) - {"kepala"})), 10, "beranda"),
    MenuItem("Keadaan antrean", "meja.index", untuk("kepala"), 10, "beranda"),
]
