"""Applications: filing them, following them, deciding on them."""

from flask import Blueprint

from app.core.access import STAF
from app.core.menu import MenuItem, untuk

bp = Blueprint("pengajuan", __name__)
# One application is worked on under many addresses; each of them is still "Pengajuan".
JUGA = ("/pengajuan", "/draf", "/jadwal", "/pembayaran", "/admin/pengujian", "/admin/borongan")
MENU = [
    MenuItem("Pengajuan", "pengajuan.index", untuk("peserta"), 30, "berkas", juga=JUGA),
    MenuItem("Pengajuan", "pengajuan.admin_index", untuk(*STAF), 20, "berkas", juga=JUGA),
]
