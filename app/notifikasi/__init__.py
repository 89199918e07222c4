"""The inbox: what happened to one's applications, as messages."""

from flask import Blueprint

from app.core.access import SEMUA
from app.core.menu import MenuItem, untuk

bp = Blueprint("notifikasi", __name__, url_prefix="/pesan")
MENU = [MenuItem("Pesan", "notifikasi.index", untuk(*SEMUA), 80, "lonceng")]
