"""Letters of assignment: who goes, where, for which visits, and the signed scan."""

from flask import Blueprint

from app.core.access import STAF
from app.core.menu import MenuItem, untuk

bp = Blueprint("penugasan", __name__)

MENU = [MenuItem("Surat tugas", "penugasan.index", untuk(*STAF), 42, "berkas")]
