"""The office on every page, and the kelurahan of a kecamatan."""

from flask import abort, request
from sqlalchemy.exc import SQLAlchemyError

from app.core import uploads
from app.core.access import public
from app.core.forms import BaseForm
from app.core.headers import simpan_umum
from app.core.htmx import render
from app.pengaturan import bp, queries
from app.pengaturan.isian import WilayahMixin


class WilayahForm(WilayahMixin, BaseForm):
    """Only to draw the list the way the forms do."""


@bp.app_context_processor
def _kantor() -> dict[str, queries.Kantor]:
    try:
        return {"kantor": queries.kantor()}
    except SQLAlchemyError:
        # The page that says the database is away must not need it.
        return {"kantor": queries.Kantor()}


@bp.get("/wilayah/kelurahan")
@public
def kelurahan():
    """The kelurahan list for a form; a browser without htmx gets them all, to read."""
    kode = request.args.get("kecamatan_id") or request.args.get("kecamatan")
    form = WilayahForm(data={"kecamatan_id": kode})
    daftar = queries.daftar_kelurahan(form.kecamatan_id.data)
    return render(
        "pengaturan/kelurahan.html", "pengaturan/_kelurahan.html", form=form, daftar=daftar
    )


@bp.get("/logo")
@public
def logo():
    """The office's mark, as it stands on every page."""
    return simpan_umum(uploads.kirim(queries.logo() or abort(404)))
