"""Test dates: offering, choosing, moving them, and how full each day is."""

from flask import Blueprint

from app.core.access import STAF
from app.core.menu import MenuItem, untuk

bp = Blueprint("jadwal", __name__)

MENU = [
    MenuItem("Kunjungan hari ini", "jadwal.kunjungan", untuk("penera"), 38, "lokasi"),
    MenuItem(
        "Jadwal", "jadwal.admin_index", untuk(*STAF), 40, "kalender", juga=("/admin/kunjungan",)
    ),
]
