"""The catalogue of instrument types, kept by the office: documents, questions, intervals."""

from flask import Blueprint

from app.core.menu import MenuItem

bp = Blueprint("katalog", __name__)

# Reached from Data Master.
MENU: list[MenuItem] = []
