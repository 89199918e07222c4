"""The staff guide inside the program."""

from typing import Any

from flask import abort, render_template, request
from flask_login import current_user

from app.core.access import STAF, roles
from app.publik import bp
from app.publik.panduan_petugas import VERSI, bab_halaman, bab_untuk


@bp.app_context_processor
def _bantuan() -> dict[str, Any]:
    """The chapter about the page one is on, for the link below it."""
    peran = getattr(current_user, "peran", "")
    return {"bab_halaman": bab_halaman(peran, request.endpoint or "")}


@bp.route("/admin/panduan")
@roles(*STAF)
def panduan_petugas():
    """The chapters of the work the reader does."""
    bab = bab_untuk(current_user.peran)
    return render_template("publik/panduan_petugas.html", bab=bab, versi=VERSI)


@bp.route("/admin/panduan/<bab>")
@roles(*STAF)
def panduan_petugas_bab(bab: str):
    semua = bab_untuk(current_user.peran)
    ini = next((b for b in semua if b.kode == bab), None) or abort(404)
    n = semua.index(ini)
    return render_template(
        "publik/panduan_petugas_bab.html", bab=ini, urut=n + 1, banyak=len(semua), versi=VERSI,
        sebelum=semua[n - 1] if n else None, sesudah=semua[n + 1] if n + 1 < len(semua) else None,
    )  # fmt: skip
