"""What the office sets for itself: identity, regions, limits, numbers."""

from flask import Blueprint

from app.core.menu import MenuItem

bp = Blueprint("pengaturan", __name__)
MENU: list[MenuItem] = []
