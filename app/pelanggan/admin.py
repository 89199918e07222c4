"""What staff alone do: take a transfer back."""

from flask import flash, url_for

from app.core.access import get_visible_or_404, pelaku, roles
from app.core.errors import AturanDilanggar
from app.core.htmx import go_to, render
from app.pelanggan import bp, queries, services
from app.pelanggan.forms import TarikForm
from app.uttp.models import Uttp
from app.uttp.states import URUNG_PINDAH

LEWAT = (
    f"Alat ini tidak dipindahkan dalam {URUNG_PINDAH.days} hari terakhir, jadi tidak ada "
    "pemindahan yang dapat ditarik kembali."
)


@bp.route("/pelanggan/alat/<int:uttp_id>/tarik", methods=["GET", "POST"])
@roles("admin", "pelayanan")
def tarik(uttp_id: int):
    uttp, form = get_visible_or_404(Uttp, uttp_id, *queries.ALAT), TarikForm()
    sampai = queries.dapat_ditarik(uttp.id)
    if form.validate_on_submit() and form.attempt(
        services.tarik_kembali, uttp, pelaku(), form.alasan.data
    ):
        flash(f"{uttp.merk} {uttp.nomor_seri} kembali menjadi milik penyedia.", "sukses")
        return go_to(url_for("uttp.rincian", id=uttp.id))
    if sampai is None and not form.errors:
        raise AturanDilanggar(LEWAT)
    return render(
        "pelanggan/tarik.html", "pelanggan/_tarik.html", code=form.kode, form=form, uttp=uttp,
        sampai=sampai,
    )  # fmt: skip
