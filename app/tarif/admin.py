"""Master data: fees. Admin Aplikasi writes, the counter and the head read."""

from flask import flash, request, url_for

from app.core import clock
from app.core.access import get_visible_or_404, pelaku, roles
from app.core.forms import kata_cari
from app.core.htmx import go_to, render
from app.tarif import bp, queries, services
from app.tarif.forms import AkhiriForm, TarifForm
from app.tarif.models import Tarif


@bp.get("/admin/master/tarif")
@roles("admin", "pelayanan", "kepala")
def admin_index():
    q = kata_cari(request.args.get("q"))
    return render(
        "tarif/index.html",
        "tarif/_daftar.html",
        daftar=queries.daftar(q),
        q=q,
        cakupan=queries.sebut_cakupan,
        hari_ini=clock.today(),
        boleh_ubah=pelaku().peran == "admin",
    )


@bp.route("/admin/master/tarif/baru", methods=["GET", "POST"])
@roles("admin")
def baru():
    form = TarifForm()
    form.siapkan(queries.pilihan_jenis())
    if form.validate_on_submit() and form.attempt(services.tambah, **form.isi()):
        flash("Tarif tersimpan.", "sukses")
        return go_to(url_for("tarif.admin_index"))
    return render("tarif/baru.html", "tarif/_form.html", form=form, code=form.kode)


@bp.route("/admin/master/tarif/<int:id>/akhiri", methods=["GET", "POST"])
@roles("admin")
def akhiri(id: int):
    tarif = get_visible_or_404(Tarif, id)
    form = AkhiriForm(data={"berlaku_sampai": tarif.berlaku_sampai or clock.today()})
    if form.validate_on_submit() and form.attempt(services.akhiri, tarif, **form.isi()):
        flash("Hari terakhir tarif tersimpan.", "sukses")
        return go_to(url_for("tarif.admin_index"))
    return render(
        "tarif/akhiri.html",
        "tarif/_akhiri.html",
        form=form,
        tarif=tarif,
        cakupan=queries.sebut_cakupan(tarif.layanan, tarif.lokasi),
        code=form.kode,
    )
