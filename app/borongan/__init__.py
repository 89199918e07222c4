"""The same act on many applications: looked at first, then done one by one, each told how it
went."""

from flask import Blueprint

from app.core.menu import MenuItem

bp = Blueprint("borongan", __name__)
MENU: list[MenuItem] = []
