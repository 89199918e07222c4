"""Filing an application in steps: a draft on the server, for one instrument or for many at once."""

from flask import Blueprint

from app.core.menu import MenuItem

bp = Blueprint("draf", __name__)

MENU: list[MenuItem] = []
