"""The notes of staff on one application: a page, and a region of the application's page."""

from flask import flash, request, url_for

from app.auth.models import LABEL_PERAN
from app.catatan import bp, queries, services
from app.catatan.forms import CatatanForm
from app.core.access import STAF, get_visible_or_404, pelaku, roles
from app.core.antre import dalam_antrean
from app.core.htmx import go_to, render
from app.pengajuan.models import Pengajuan

PENULIS = ("admin", "pelayanan", "penera")


def _layar(p: Pengajuan, form: CatatanForm):
    return render(
        "catatan/index.html",
        "catatan/_daftar.html",
        code=form.kode,
        p=p,
        form=form,
        page=queries.daftar(p.id, request.args.get("setelah")),
        boleh=pelaku().peran in PENULIS,
        label_peran=LABEL_PERAN,
        url=url_for("catatan.index", pengajuan_id=p.id),
    )


@bp.get("/admin/catatan/<int:pengajuan_id>")
@roles(*STAF)
@dalam_antrean
def index(pengajuan_id: int):
    return _layar(get_visible_or_404(Pengajuan, pengajuan_id), CatatanForm(formdata=None))


@bp.post("/admin/catatan/<int:pengajuan_id>/baru")
@roles(*PENULIS)
@dalam_antrean
def tambah(pengajuan_id: int):
    p, form = get_visible_or_404(Pengajuan, pengajuan_id), CatatanForm()
    if form.validate_on_submit() and form.attempt(
        services.tambah, p, pelaku(), isi=form.isi_catatan.data, kunci_form=form.kunci_form.data
    ):
        flash("Catatan petugas tersimpan.", "sukses")
        return go_to(url_for("pengajuan.rincian", id=pengajuan_id))
    return _layar(get_visible_or_404(Pengajuan, pengajuan_id), form)
