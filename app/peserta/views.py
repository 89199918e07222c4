"""Registration for everybody, and the participant's own page."""

from typing import cast

from flask import Flask, abort, current_app, render_template, url_for
from flask.blueprints import BlueprintSetupState
from itsdangerous import BadSignature, URLSafeSerializer

from app.core import batas, kunci
from app.core.access import pelaku, public, roles
from app.core.clock import today
from app.core.htmx import go_to
from app.core.rahasia import sandikan_ulang
from app.peserta import bp, queries, services
from app.peserta.forms import RegistrasiForm
from app.peserta.models import Peserta
from app.peserta.states import LABEL_KELOMPOK, LABEL_STATUS


@bp.record_once
def _pasang(state: BlueprintSetupState) -> None:
    app = cast(Flask, state.app)
    kunci.saat_diputar(app, "NIK dan NPWP peserta", lambda: sandikan_ulang(Peserta))


@bp.app_context_processor
def _kata() -> dict[str, object]:
    """The words of this feature, also for pages of others that name a participant."""
    return {"label_kelompok": LABEL_KELOMPOK, "label_status": LABEL_STATUS}


def _penanda() -> URLSafeSerializer:
    """Signs the address of a receipt, so that nobody leafs through numbers."""
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="registrasi")


def _ke_terdaftar(id: int):
    return go_to(url_for("peserta.terdaftar", token=_penanda().dumps(id)))


@bp.route("/registrasi", methods=["GET", "POST"])
@public
def registrasi():
    form = RegistrasiForm()
    if form.validate_on_submit():
        batas.jaga(f"registrasi|{batas.alamat()}", batas.REGISTRASI)
        isi = form.isi()
        kunci_form = isi.pop("kunci_form")
        if form.attempt(services.daftarkan, services.IsiPeserta(**isi), kunci_form):
            return _ke_terdaftar(form.hasil)
    # Sent twice, the second finds its captcha used up, and the row there.
    if form.is_submitted() and (lama := queries.dengan_kunci(form.kunci_form.data)):
        return _ke_terdaftar(lama)
    return render_template("peserta/registrasi.html", form=form), form.kode


@bp.route("/registrasi/<token>")
@public
def terdaftar(token: str):
    try:
        id = _penanda().loads(token)
    except BadSignature:
        abort(404)
    r = queries.terdaftar(id) or abort(404)
    return render_template(
        "peserta/terdaftar.html",
        r=r,
        batas=queries.batas_jawaban(r.dibuat_pada),
        alamat=url_for("peserta.terdaftar", token=token, _external=True),
    )


@bp.route("/peserta")
@roles("peserta")
def index():
    peserta = queries.milik(pelaku()) or abort(404)
    return render_template(
        "peserta/index.html", peserta=peserta, r=queries.ringkasan(peserta, today())
    )
