"""Many instruments at once from a spreadsheet: template, preview, confirmed import."""

from flask import Blueprint

from app.core.menu import MenuItem

bp = Blueprint("impor", __name__, url_prefix="/impor")

# Reached from the list of instruments.
MENU: list[MenuItem] = []
