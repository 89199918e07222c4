"""Accounts of staff: the screens of Admin Aplikasi."""

from flask import (
    Response,
    abort,
    current_app,
    flash,
    make_response,
    render_template,
    request,
    url_for,
)

from app.auth import akun as kelola
from app.auth import bp, mfa, queries
from app.auth.forms import (
    BUKTI_DIRI,
    AkunForm,
    KosongForm,
    PeranForm,
    ResetMfaForm,
    SaringAkunForm,
)
from app.auth.models import LABEL_PERAN, Pengguna, Peran
from app.auth.services import umur_tautan
from app.auth.views import halaman_akun
from app.core import clock
from app.core.access import get_visible_or_404, pelaku, roles
from app.core.htmx import go_to, render


@bp.get("/admin/akun")
@roles("admin")
def admin_index():
    form = SaringAkunForm(request.args, meta={"csrf": False})
    saring = kelola.Saringan(*(f.data or "" for f in (form.q, form.peran, form.status)))
    return render(
        "auth/admin_index.html",
        "auth/_daftar_akun.html",
        form=form,
        saring=saring,
        label=LABEL_PERAN,
        page=kelola.daftar(saring, after=request.args.get("setelah")),
    )


@bp.route("/admin/akun/baru", methods=["GET", "POST"])
@roles("admin")
def admin_baru():
    form = AkunForm()
    if form.validate_on_submit() and form.attempt(kelola.tambah, pelaku(), **form.isi()):
        return _tautan(*form.hasil)
    return render_template("auth/admin_baru.html", form=form), form.kode


def _tautan(akun: Pengguna, token: str) -> Response:
    """Shown in the answer to the post and nowhere else: no address leads here again."""
    situs = request.host_url.rstrip("/")
    if current_app.config["MODE"] == "production":
        situs = str(current_app.config["ALAMAT_SITUS"])
    jawaban = make_response(
        render_template(
            "auth/admin_tautan.html",
            akun=akun,
            tautan=situs + url_for("auth.aktivasi", token=token),
            sampai=clock.now() + umur_tautan(akun),
        )
    )
    jawaban.headers["Cache-Control"] = "no-store"
    return jawaban


def _petugas(id: int) -> Pengguna:
    """An account of staff; those of participants have pages of their own."""
    akun = get_visible_or_404(Pengguna, id)
    return akun if akun.peran != Peran.PESERTA else abort(404)


@bp.get("/admin/akun/<int:id>")
@roles("admin")
def admin_rincian(id: int):
    akun = _petugas(id)
    return render_template(
        "auth/admin_rincian.html",
        akun=akun,
        k=kelola.keadaan(akun),
        label=LABEL_PERAN,
        sendiri=akun.id == pelaku().id,
        mfa=bool(current_app.config["MFA"]),
    )


@bp.route("/admin/akun/<int:id>/peran", methods=["GET", "POST"])
@roles("admin")
def admin_peran(id: int):
    akun, form = _petugas(id), PeranForm()
    if form.validate_on_submit() and form.attempt(
        kelola.ubah_peran, akun, pelaku(), form.peran.data
    ):
        flash(f"Peran {akun.nama} diganti. Semua sesinya berakhir.", "sukses")
        return go_to(url_for("auth.admin_rincian", id=id))
    halaman = render_template(
        "auth/admin_peran.html", akun=akun, form=form, k=kelola.keadaan(akun), label=LABEL_PERAN
    )
    return halaman, form.kode


TINDAKAN = {
    "nonaktifkan": kelola.nonaktifkan,
    "aktifkan": kelola.aktifkan,
    "akhiri-sesi": kelola.akhiri_sesi,
    "tautan": kelola.tautan_baru,
}
SELESAI = {
    "nonaktifkan": "dinonaktifkan, dan semua sesinya berakhir",
    "aktifkan": "diaktifkan",
    "akhiri-sesi": "dikeluarkan dari semua perangkat",
}


@bp.route(
    '/admin/akun/<int:id>/<any(nonaktifkan, aktifkan, "akhiri-sesi", tautan):aksi>',
    methods=["GET", "POST"],
)
@roles("admin")
def admin_tindakan(id: int, aksi: str):
    """One act on one account, asked once more before it is done."""
    akun, form = _petugas(id), KosongForm()
    if form.validate_on_submit() and form.attempt(TINDAKAN[aksi], akun, pelaku()):
        if aksi == "tautan":
            return _tautan(akun, form.hasil)
        flash(f"{akun.nama} {SELESAI[aksi]}.", "sukses")
        return go_to(url_for("auth.admin_rincian", id=id))
    kode = 409 if form.form_errors else form.kode
    halaman = render_template(
        "auth/admin_tindakan.html", akun=akun, aksi=aksi, form=form, k=kelola.keadaan(akun)
    )
    return halaman, kode


@bp.route("/admin/akun/<int:id>/reset-dua-langkah", methods=["GET", "POST"])
@roles("admin")
def admin_reset_mfa(id: int):
    """Also of a participant who lost the telephone; never one's own."""
    akun, form = get_visible_or_404(Pengguna, id), ResetMfaForm()
    if not current_app.config["MFA"]:
        abort(404)
    kembali = halaman_akun(akun) or url_for("auth.admin_index")
    if form.validate_on_submit() and form.attempt(
        mfa.reset, akun, str(form.alasan.data), pelaku(), BUKTI_DIRI[form.bukti.data]
    ):
        flash(f"Verifikasi dua langkah {akun.nama} dimatikan. Semua sesinya berakhir.", "sukses")
        return go_to(kembali)
    bermfa = queries.bermfa(akun.id)
    halaman = render_template(
        "auth/admin_reset_mfa.html",
        akun=akun, form=form, kembali=kembali, bermfa=bermfa, sendiri=akun.id == pelaku().id,
    )  # fmt: skip
    return halaman, form.kode
