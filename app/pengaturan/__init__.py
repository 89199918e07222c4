"""What the office sets for itself: identity, regions, limits, numbers."""

from flask import Blueprint

from app.core.menu import MenuItem, untuk

bp = Blueprint("pengaturan", __name__)
MENU = [
    MenuItem("Data Master", "pengaturan.master", untuk("admin", "pelayanan", "kepala"), 84, "atur"),
    MenuItem("Catatan aktivitas", "pengaturan.audit", untuk("admin", "kepala"), 90, "laporan"),
]
