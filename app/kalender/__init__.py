"""What the office keeps of its calendar: days off, leave, working hours and limits."""

from flask import Blueprint

from app.core.access import STAF
from app.core.menu import MenuItem, untuk

bp = Blueprint("kalender", __name__)

MENU = [MenuItem("Kalender kerja", "kalender.index", untuk(*STAF), 45, "kalender")]
