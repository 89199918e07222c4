"""What staff tell each other about an application; participants never see it."""

from flask import Blueprint

from app.core.menu import MenuItem

bp = Blueprint("catatan", __name__)
MENU: list[MenuItem] = []
