"""The office's queue of requests to change what only staff change."""

from typing import Any

from flask import flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from app.core import clock, uploads
from app.core.access import get_visible_or_404, pelaku, roles
from app.core.format import kelompok_nik
from app.core.htmx import go_to, render
from app.peserta.services import buka_nomor
from app.pribadi.states import TENGGAT, sisa
from app.profil import bp, permintaan, queries
from app.profil.forms import BukaForm, KosongForm, TolakForm
from app.profil.models import PermintaanPerubahan
from app.profil.states import Isian, StatusPerubahan

PEMBACA = ("admin", "pelayanan", "kepala")
PEMUTUS = ("admin", "pelayanan")


@bp.get("/admin/permintaan")
@roles(*PEMBACA)
def admin_index():
    selesai = request.args.get("status") == "selesai"
    return render(
        "profil/admin_index.html",
        "profil/_antrean.html",
        page=queries.antrean(selesai=selesai, after=request.args.get("setelah")),
        selesai=selesai,
        kini=clock.now(),
        sisa=sisa,
        tenggat=TENGGAT,
        url=url_for("profil.admin_index", status="selesai" if selesai else None),
    )


def _rincian(id: int, form: Any, buka: BukaForm, *, kode: int = 200, terbuka: bool = False):
    """The detail page; `terbuka`: NIK and NPWP in full, in this one answer."""
    satu = get_visible_or_404(PermintaanPerubahan, id, *queries.LENGKAP)
    nilai = queries.sebut_semua([satu])[id]
    if terbuka:
        lama, baru = kelompok_nik(satu.nilai_lama) or "–", kelompok_nik(satu.nilai_baru)
        nilai = queries.Nilai(lama, baru)
    bukti = uploads.tampil(satu.berkas, "profil.berkas", id=id) if satu.berkas else None
    menunggu = satu.status == StatusPerubahan.MENUNGGU
    return render(
        "profil/admin_rincian.html",
        "profil/_rincian.html",
        code=kode,
        p=satu,
        nilai=nilai,
        bukti=bukti,
        boleh=menunggu and pelaku().peran in PEMUTUS,
        form=form,
        form_buka=buka,
        terbuka=terbuka,
        kabar=permintaan.teks_terima(Isian(satu.isian)),
    )


@bp.get("/admin/permintaan/<int:id>")
@roles(*PEMBACA)
def admin_rincian(id: int):
    return _rincian(id, KosongForm(formdata=None), BukaForm(formdata=None))


@bp.post("/admin/permintaan/<int:id>/tampilkan")
@roles(*PEMUTUS)
def admin_tampilkan(id: int):
    """Noted as everywhere: the participant can read who looked, and why."""
    satu = get_visible_or_404(PermintaanPerubahan, id, *queries.LENGKAP)
    form = BukaForm()
    terbuka = form.validate_on_submit() and form.attempt(
        buka_nomor, satu.peserta, pelaku(), form.alasan_buka.data
    )
    kode = 200 if terbuka else 422
    return _rincian(id, KosongForm(formdata=None), form, kode=kode, terbuka=terbuka)


@bp.post("/admin/permintaan/<int:id>/terima")
@roles(*PEMUTUS)
def admin_terima(id: int):
    satu, form = get_visible_or_404(PermintaanPerubahan, id), KosongForm()
    if form.validate_on_submit() and form.attempt(permintaan.terima, satu, pelaku()):
        return _selesai("Permintaan diterima, dan peserta dikabari.")
    return _rincian(id, form, BukaForm(formdata=None), kode=409)


def _selesai(kalimat: str) -> BaseResponse:
    """Back to what waits: the oldest one stands on top."""
    flash(kalimat, "sukses")
    return go_to(url_for("profil.admin_index"))


@bp.route("/admin/permintaan/<int:id>/tolak", methods=["GET", "POST"])
@roles(*PEMUTUS)
def admin_tolak(id: int):
    satu, form = get_visible_or_404(PermintaanPerubahan, id, *queries.LENGKAP), TolakForm()
    melihat = "lihat" in request.form
    kirim = not melihat and form.validate_on_submit()
    if kirim and form.attempt(permintaan.tolak, satu, pelaku(), **form.isi()):
        return _selesai("Permintaan ditolak, dan peserta dikabari.")
    if request.method == "GET" and satu.status != StatusPerubahan.MENUNGGU:
        return go_to(url_for("profil.admin_rincian", id=id))
    alasan, penjelasan = form.alasan.data, form.penjelasan.data
    teks = permintaan.teks_tolak(alasan or "(pilih alasan)", penjelasan or "(tulis penjelasan)")
    ctx = {"p": satu, "form": form, "pratinjau": teks}
    bidang = "profil/_pratinjau.html" if melihat else "profil/admin_tolak.html"
    return render("profil/admin_tolak.html", bidang, code=200 if melihat else form.kode, **ctx)
