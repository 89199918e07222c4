"""The public site: what the office tells everybody, and its editing."""

from flask import Blueprint

from app.core.menu import MenuItem, untuk

bp = Blueprint("konten", __name__)
MENU = [
    MenuItem("Layanan", "konten.layanan", None, 30, "centang"),
    MenuItem("UTTP Wajib Tera", "konten.katalog", None, 40, "laporan"),
    MenuItem("Informasi", "konten.informasi", None, 50, "berkas"),
    MenuItem("Kontak", "konten.kontak", None, 60, "telepon"),
    MenuItem(
        "Situs publik", "konten.admin_index", untuk("admin", "pelayanan", "kepala"), 85, "berkas"
    ),
]
