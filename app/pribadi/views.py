"""Data saya: what is kept about the participant, and what they may ask about it."""

import json

from flask import Response, abort, flash, request, url_for

from app.auth.models import LABEL_PERAN
from app.core import clock
from app.core.access import pelaku, roles
from app.core.db import tulis
from app.core.htmx import go_to, render
from app.peserta.models import Peserta
from app.peserta.queries import milik
from app.peserta.states import LABEL_BUKA
from app.pribadi import bp, queries, services
from app.pribadi.ekspor import salinan
from app.pribadi.forms import HapusForm, MintaForm
from app.pribadi.states import LABEL_JENIS, LABEL_STATUS_PERMINTAAN


@bp.app_context_processor
def _kata() -> dict[str, object]:
    return {"label_permintaan": LABEL_STATUS_PERMINTAAN, "label_jenis_permintaan": LABEL_JENIS}


def _saya() -> Peserta:
    return milik(pelaku()) or abort(404)


@bp.get("/data-saya")
@roles("peserta")
def index():
    peserta = _saya()
    return render(
        "pribadi/index.html",
        "pribadi/_permintaan.html",
        peserta=peserta,
        r=queries.ringkasan(peserta, pelaku()),
        permintaan=queries.permintaan_saya(peserta),
    )


@bp.get("/data-saya/akses")
@roles("peserta")
def akses():
    return render(
        "pribadi/akses.html",
        "pribadi/_akses.html",
        page=queries.akses(_saya(), request.args.get("setelah")),
        label_peran=LABEL_PERAN,
        label_buka=LABEL_BUKA,
    )


@bp.post("/data-saya/unduh")
@roles("peserta")
def unduh():
    """A post, as it leaves a note in the log of acts."""
    peserta, akun = _saya(), pelaku()
    with tulis():
        isi = salinan(peserta, akun)
    teks = json.dumps(isi, ensure_ascii=False, indent=2)
    nama = f"data-saya-{peserta.nomor}-{clock.today():%Y%m%d}.json"
    kepala = {"Content-Disposition": f'attachment; filename="{nama}"', "Cache-Control": "no-store"}
    return Response(teks, mimetype="application/json", headers=kepala)


@bp.route("/data-saya/<any(perbaikan, penghapusan):jenis>", methods=["GET", "POST"])
@roles("peserta")
def minta(jenis: str):
    peserta = _saya()
    form = HapusForm() if jenis == "penghapusan" else MintaForm()
    if form.validate_on_submit() and form.attempt(
        services.minta, peserta, pelaku(), jenis, form.permintaan.data
    ):
        flash("Permintaan Anda sudah diterima. Jawabannya paling lambat 3×24 jam.", "sukses")
        return go_to(url_for("pribadi.index"))
    return render(
        "pribadi/minta.html", "pribadi/_minta.html", form=form, jenis=jenis, code=form.kode
    )
