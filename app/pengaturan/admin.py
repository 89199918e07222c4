"""Screens of Admin Aplikasi: the log of acts."""

from typing import Any

from flask import request, url_for

from app.core.access import pelaku, roles
from app.core.htmx import render
from app.pengaturan import bp, catatan
from app.pengaturan.forms import CatatanForm
from app.pengaturan.states import PERAN, sebut_aksi, sebut_objek

# Where the thing itself is shown.
HALAMAN = {
    "pengajuan": "pengajuan.rincian",
    "peserta": "peserta.admin_rincian",
    "uttp": "uttp.rincian",
}


@bp.get("/admin/audit")
@roles("admin", "kepala")
def audit():
    """Who did what, when and from where; nobody can change it, here or elsewhere."""
    form = CatatanForm(request.args)
    # By name: an address may carry anything, and url_for has words of its own.
    isi: dict[str, Any] = {f.name: v for f in form if (v := request.args.get(f.name))}
    return render(
        "pengaturan/audit.html",
        "pengaturan/_audit.html",
        saring=form,
        page=catatan.daftar(form.saringan(), pelaku(), after=request.args.get("setelah")),
        url=url_for(".audit", **isi),
        bersih=url_for(".audit"),
        tersaring=bool(isi),
        perubahan=catatan.perubahan,
        sebut_aksi=sebut_aksi,
        sebut_objek=sebut_objek,
        sebut_peran=PERAN,
        url_objek=_url_objek,
    )


def _url_objek(objek: str, id: int | None) -> str | None:
    return url_for(HALAMAN[objek], id=id) if objek in HALAMAN and id is not None else None
