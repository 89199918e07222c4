"""Applications: filing them, following them, deciding on them."""

from flask import Blueprint

from app.core.access import STAF
from app.core.menu import MenuItem, untuk

bp = Blueprint("pengajuan", __name__)
MENU = [
    MenuItem("Pengajuan", "pengajuan.index", untuk("peserta"), 30, "berkas"),
    MenuItem("Pengajuan", "pengajuan.admin_index", untuk(*STAF), 20, "berkas"),
]
