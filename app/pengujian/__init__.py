"""Test results and the data of the documents that follow."""

from flask import Blueprint

from app.core.menu import MenuItem

bp = Blueprint("pengujian", __name__)

# Reached from the application and the calendar.
MENU: list[MenuItem] = []
