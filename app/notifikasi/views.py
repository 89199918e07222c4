"""The inbox, for everybody who signs in."""

from flask import flash, request, url_for

from app.core.access import SEMUA, get_visible_or_404, pelaku, roles
from app.core.db import tulis
from app.core.htmx import go_to, render
from app.core.outbox import Pesan
from app.notifikasi import bp, queries, services


@bp.get("")
@roles(*SEMUA)
def index():
    page = queries.kotak(request.args.get("setelah"))
    return render("notifikasi/index.html", "notifikasi/_kotak.html", page=page)


@bp.post("/<int:id>/baca")
@roles(*SEMUA)
def baca(id: int):
    """Opening a message: read from now on, and on to the page it is about."""
    pesan = get_visible_or_404(Pesan, id)
    with tulis():
        services.tandai_dibaca(pesan)
    return go_to(pesan.tautan or url_for("notifikasi.index"))


@bp.post("/baca-semua")
@roles(*SEMUA)
def baca_semua():
    akun = pelaku()
    with tulis():
        services.tandai_semua(akun)
    flash("Semua pesan ditandai sudah dibaca.", "sukses")
    return go_to(url_for("notifikasi.index"))
