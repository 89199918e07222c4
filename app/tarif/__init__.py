"""Fees with dates."""

from flask import Blueprint

from app.core.menu import MenuItem, untuk

bp = Blueprint("tarif", __name__, cli_group=None)

MENU = [
    MenuItem("Tarif", "tarif.admin_index", untuk("admin", "pelayanan", "kepala"), 80, "laporan"),
]
