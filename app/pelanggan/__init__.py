"""Customers of a penyedia: who serves whom, whose an instrument is, transfer and release."""

from flask import Blueprint

from app.core.menu import MenuItem, untuk

bp = Blueprint("pelanggan", __name__)

MENU = [
    MenuItem("Pelanggan", "pelanggan.index", untuk("peserta"), 35, "orang", kelompok="penyedia"),
]
