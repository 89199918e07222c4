"""Accounts: sign-in, second step, sessions, captcha, one-time links, passwords."""

from flask import Blueprint

from app.core.access import SEMUA
from app.core.menu import MenuItem, untuk

bp = Blueprint("auth", __name__, cli_group=None)
MENU = [
    MenuItem("Log In Peserta", "auth.masuk", None, 90, "orang"),
    MenuItem("Akun Petugas", "auth.admin_index", untuk("admin"), 85, "orang"),
    MenuItem(
        "Keamanan Akun",
        "auth.keamanan",
        untuk(*SEMUA),
        95,
        "atur",
        juga=("/sesi", "/ganti-sandi"),
    ),
]
