"""The office's queue of requests about personal data."""

from flask import flash, request, url_for

from app.core import clock
from app.core.access import get_visible_or_404, pelaku, roles
from app.core.db import tulis
from app.core.htmx import go_to, render
from app.pribadi import bp, queries, services
from app.pribadi.forms import JawabForm, KosongForm
from app.pribadi.models import PermintaanData
from app.pribadi.states import TERBUKA, sisa

PEMBACA = ("admin", "pelayanan", "kepala")
PENJAWAB = ("admin", "pelayanan")


@bp.get("/admin/permintaan-data")
@roles(*PEMBACA)
def admin_index():
    selesai = request.args.get("status") == "selesai"
    return render(
        "pribadi/admin_index.html",
        "pribadi/_antrean.html",
        page=queries.antrean(selesai=selesai, after=request.args.get("setelah")),
        selesai=selesai,
        kini=clock.now(),
        sisa=sisa,
        url=url_for("pribadi.admin_index", status="selesai" if selesai else None),
    )


def _rincian(id: int, form: JawabForm):
    permintaan = get_visible_or_404(PermintaanData, id, queries.DENGAN_PESERTA)
    return render(
        "pribadi/admin_rincian.html",
        "pribadi/_rincian.html",
        code=form.kode,
        permintaan=permintaan,
        form=form,
        boleh=pelaku().peran in PENJAWAB and permintaan.status in TERBUKA,
        kini=clock.now(),
        sisa=sisa,
    )


@bp.get("/admin/permintaan-data/<int:id>")
@roles(*PEMBACA)
def admin_rincian(id: int):
    return _rincian(id, JawabForm(formdata=None))


@bp.post("/admin/permintaan-data/<int:id>/proses")
@roles(*PENJAWAB)
def admin_proses(id: int):
    permintaan = get_visible_or_404(PermintaanData, id)
    if KosongForm().validate_on_submit():
        with tulis():
            services.proses(permintaan, pelaku())
        flash("Permintaan ini sekarang dikerjakan.", "sukses")
    return go_to(url_for("pribadi.admin_rincian", id=id))


@bp.post("/admin/permintaan-data/<int:id>/jawab")
@roles(*PENJAWAB)
def admin_jawab(id: int):
    permintaan, form = get_visible_or_404(PermintaanData, id), JawabForm()
    if form.validate_on_submit() and form.attempt(
        services.jawab, permintaan, pelaku(), form.putusan.data, form.jawaban.data
    ):
        flash("Jawaban sudah dikirim kepada peserta.", "sukses")
        return go_to(url_for("pribadi.admin_index"))
    return _rincian(id, form)
