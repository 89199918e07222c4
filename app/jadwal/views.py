"""The participant's side: choosing among the offered dates."""

from flask import Response, abort, flash, url_for

from app.core.access import get_visible_or_404, pelaku, roles
from app.core.htmx import go_to, render
from app.jadwal import bp, queries, services
from app.jadwal.forms import PilihForm
from app.pengajuan.models import Pengajuan
from app.pengajuan.states import Status
from app.pengaturan.queries import kantor


@bp.route("/jadwal/<int:pengajuan_id>", methods=["GET", "POST"])
@roles("peserta")
def pilih(pengajuan_id: int):
    p = get_visible_or_404(Pengajuan, pengajuan_id, *queries.MUAT)
    form = PilihForm()
    opsi = queries.pilihan(p)
    form.siapkan(opsi)
    if form.validate_on_submit() and _kirim(form, p):
        return go_to(url_for("jadwal.pilih", pengajuan_id=p.id))
    if form.is_submitted():  # how things stand now: that place may be gone
        p = get_visible_or_404(Pengajuan, pengajuan_id, *queries.MUAT)
        opsi = queries.pilihan(p)
        form.siapkan(opsi)
    return render(
        "jadwal/pilih.html",
        "jadwal/_pilih.html",
        form=form,
        p=p,
        opsi=opsi,
        kepala=queries.kepala(p, pelaku().peran),
        tempat=queries.tempat(p),
        tempat_singkat=queries.tempat(p, singkat=True),
        jam=kantor().jam_uji,
        code=form.kode,
    )


def _kirim(form: PilihForm, p: Pengajuan) -> bool:
    """Take the offer ticked, or pass on that none suits."""
    if form.tidak_cocok:
        if not form.attempt(
            services.minta_waktu_lain, p, keterangan=form.keterangan.data, pelaku=pelaku()
        ):
            return False
        flash("Permintaan Anda diteruskan. Petugas akan menawarkan waktu lain.", "sukses")
        return True
    id = int(form.tawaran_id.data)
    if not form.attempt(services.pilih, p, tawaran_id=id, pelaku=pelaku()):
        return False
    flash("Jadwal Anda sudah dicatat.", "sukses")
    return True


@bp.get("/jadwal/<int:pengajuan_id>/kalender.ics")
@roles("peserta")
def kalender(pengajuan_id: int):
    p = get_visible_or_404(Pengajuan, pengajuan_id, *queries.MUAT)
    if p.tanggal_uji is None or p.status == Status.DIBATALKAN:
        abort(404)
    jawab = Response(queries.kalender(p, p.tanggal_uji), mimetype="text/calendar")
    jawab.headers["Content-Disposition"] = f'attachment; filename="jadwal-{p.nomor}.ics"'
    return jawab
