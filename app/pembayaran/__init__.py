"""Payments where a fee is due, and the proofs of them."""

from flask import Blueprint

from app.core.menu import MenuItem, untuk

bp = Blueprint("pembayaran", __name__)

MENU = [
    MenuItem(
        "Pembayaran", "pembayaran.admin_index", untuk("admin", "pelayanan", "kepala"), 50, "uang"
    ),
]
