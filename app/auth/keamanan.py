"""What everybody may see and set of the safety of their own account; and what happens to sessions
on every request."""

from typing import cast

from flask import Flask, Response, abort, current_app, flash, g, request, session, url_for
from flask.blueprints import BlueprintSetupState
from flask_login import current_user
from segno import make as qr
from werkzeug.datastructures import MultiDict

from app.auth import bp, mfa, queries, sandi, sesi, tertunda, totp
from app.auth.forms import KodeForm, KosongForm, SandiSayaForm
from app.auth.models import MUTLAK, Pengguna
from app.core import batas, clock, kunci
from app.core.access import SEMUA, pelaku, roles, wajib_mfa
from app.core.db import tulis, tulis_sekilas
from app.core.htmx import go_to, render

# --- on every request -------------------------------------------------------------------------


@bp.record_once
def _pasang(state: BlueprintSetupState) -> None:
    app = cast(Flask, state.app)
    app.extensions["titip_isian"] = titip_isian

    def ulang() -> int:
        with tulis():
            return mfa.sandikan_ulang()

    kunci.saat_diputar(app, "Verifikasi dua langkah", ulang)


@bp.before_app_request
def _lihat_sesi() -> None:
    """The session was used just now; and what was typed before it ended comes back.

    An address open to anybody (a style sheet, a picture) has not asked who it is, and need not.
    """
    if "_login_user" not in g or not (current_user.is_authenticated and current_user.sesi):
        return
    akun = current_user._get_current_object()
    akun.__dict__["sesi"] = sesi.sentuh(akun.sesi)
    if session.get("isian_tertunda") == request.path:
        _kembalikan_isian(akun)


def _kembalikan_isian(akun: Pengguna) -> None:
    """On the page it was meant for, until it is sent from there."""
    if request.method == "POST":
        session.pop("isian_tertunda")
        tulis_sekilas(tertunda.hapus(akun.id))
        return
    baris = queries.isian_tertunda(akun.id, clock.now() - MUTLAK)
    if baris is not None:
        g.isian_tertunda = MultiDict(tertunda.buka(baris))


def titip_isian() -> bool:
    """A form came in whose session had ended: keep its answers for the account it was of."""
    token = str(session.get("_user_id") or "")
    akun_id = queries.pemilik_sesi_habis(token) if token else None
    # A file sent on its own is not the form; what else was typed is still on the screen.
    if akun_id is None or {"aksi_berkas", "hapus_berkas"} & set(request.form):
        return False
    with tulis():
        return tertunda.simpan(akun_id, request.path, request.form.items(multi=True))


@bp.after_app_request
def _sebut_sisa(jawaban: Response) -> Response:
    """A region fetched by htmx keeps the session alive too; the page around it must know."""
    if "HX-Request" in request.headers and "_login_user" in g and (sisa := _sisa()):
        jawaban.headers["Sesi-Sisa"] = str(sisa)
    return jawaban


@bp.app_context_processor
def _sesi() -> dict[str, object]:
    """For the note at the foot of every page."""
    sisa = _sisa()
    habis = current_user.sesi.habis_pada if sisa else None
    return {"sesi_sisa": sisa, "sesi_habis_pada": habis}


def _sisa() -> int | None:
    """Seconds until the session of this request ends by itself."""
    if not (current_user.is_authenticated and current_user.sesi):
        return None
    return sesi.sisa(current_user.sesi)


# --- own sessions -----------------------------------------------------------------------------


def _saya() -> Pengguna:
    return cast(Pengguna, pelaku())


@bp.get("/sesi")
@roles(*SEMUA)
def sesi_saya():
    akun = _saya()
    return render(
        "auth/sesi_saya.html",
        "auth/_sesi_saya.html",
        daftar=queries.daftar_sesi(akun),
        ini=akun.sesi.id if akun.sesi else None,
    )


@bp.get("/sesi/tetap")
@roles(*SEMUA)
def sesi_tetap():
    """A page to look at is use enough: opened beside a half-filled form, it keeps that alive."""
    akun = _saya()
    if akun.sesi is not None:
        akun.__dict__["sesi"] = sesi.sentuh(akun.sesi, pasti=True)
    return render("auth/sesi_tetap.html", "auth/_sesi_tetap.html")


@bp.post("/sesi/<int:id>/akhiri")
@roles(*SEMUA)
def sesi_akhiri(id: int):
    akun = _saya()
    with tulis():
        ada = sesi.akhiri(akun.id, id)
    if not ada:
        abort(404)
    flash("Sesi itu sudah diakhiri.", "sukses")
    return go_to(url_for("auth.sesi_saya"))


@bp.post("/sesi/akhiri-lain")
@roles(*SEMUA)
def sesi_akhiri_lain():
    akun = _saya()
    with tulis():
        jumlah = sesi.akhiri_lain(akun.id, akun.sesi.id if akun.sesi else 0)
    flash(f"{jumlah} sesi lain diakhiri." if jumlah else "Tidak ada sesi lain.", "sukses")
    return go_to(url_for("auth.sesi_saya"))


# --- own account ------------------------------------------------------------------------------


@bp.get("/keamanan")
@roles(*SEMUA)
def keamanan():
    akun = _saya()
    return render(
        "auth/keamanan.html",
        "auth/_keamanan.html",
        mfa=bool(current_app.config["MFA"]),
        bermfa=akun.bermfa,
        wajib=wajib_mfa(akun),
    )


# --- the second step --------------------------------------------------------------------------

PENERBIT = "Konsumen Nyaman"


def _hanya_bila_menyala() -> None:
    if not current_app.config["MFA"]:
        abort(404)


def _halaman_dua_langkah(form: KodeForm | None = None, sandi_form: SandiSayaForm | None = None,
                         kode: int = 200) -> Response:  # fmt: skip
    """Off, waiting for its first code, or on: the page of the one it is."""
    akun = _saya()
    baris = queries.totp(akun.id)
    rahasia = mfa.rahasia(baris) if baris and baris.aktif_pada is None else None
    jawaban = render(
        "auth/dua_langkah.html",
        "auth/_dua_langkah.html",
        code=kode,
        form=form or sandi_form or KodeForm(formdata=None),
        form_kode=form or KodeForm(formdata=None),
        form_sandi=sandi_form or SandiSayaForm(formdata=None),
        rahasia=" ".join(rahasia[i : i + 4] for i in range(0, 32, 4)) if rahasia else None,
        gambar=_gambar(totp.alamat(rahasia, akun.nama, PENERBIT)) if rahasia else None,
        aktif_pada=baris.aktif_pada if baris else None,
        sisa=queries.sisa_pemulihan(akun.id) if akun.bermfa else 0,
        wajib=wajib_mfa(akun),
    )
    return _rahasiakan(jawaban)


def _gambar(alamat: str) -> str:
    """The QR code as an inline picture: nothing is stored, and no other address shows it."""
    return str(qr(alamat, error="m").svg_data_uri(scale=4, border=4, light="#fff"))


def _rahasiakan(jawaban: Response) -> Response:
    jawaban.headers["Cache-Control"] = "no-store"
    return jawaban


@bp.get("/keamanan/dua-langkah")
@roles(*SEMUA)
def dua_langkah():
    _hanya_bila_menyala()
    return _halaman_dua_langkah()


@bp.post("/keamanan/dua-langkah/mulai")
@roles(*SEMUA)
def dua_langkah_mulai():
    _hanya_bila_menyala()
    return _dengan_sandi(lambda akun: mfa.mulai(akun), _ke_dua_langkah)


@bp.post("/keamanan/dua-langkah/batal")
@roles(*SEMUA)
def dua_langkah_batal():
    _hanya_bila_menyala()
    if KosongForm().validate_on_submit():
        with tulis():
            mfa.batal(_saya())
    return go_to(url_for("auth.keamanan"))


@bp.post("/keamanan/dua-langkah/pasang")
@roles(*SEMUA)
def dua_langkah_pasang():
    _hanya_bila_menyala()
    akun, form = _saya(), KodeForm()
    if form.validate_on_submit():
        batas.jaga(f"pasang|{akun.id}", batas.KODE)
        if form.attempt(mfa.pasang, akun, str(form.kode_verifikasi.data).replace(" ", "")):
            _token_baru(akun)
            return _halaman_pemulihan(form.hasil)
    return _halaman_dua_langkah(form=form, kode=form.kode)


@bp.post("/keamanan/dua-langkah/pemulihan")
@roles(*SEMUA)
def dua_langkah_pemulihan():
    """Ten new recovery codes, for who has used up or lost the old ones."""
    _hanya_bila_menyala()
    if not _saya().bermfa:
        return _ke_dua_langkah(None)
    return _dengan_sandi(mfa.ganti_pemulihan, _halaman_pemulihan)


@bp.post("/keamanan/dua-langkah/matikan")
@roles(*SEMUA)
def dua_langkah_matikan():
    _hanya_bila_menyala()
    if wajib_mfa(_saya()):
        abort(403)
    return _dengan_sandi(mfa.matikan, _sudah_mati)


def _dengan_sandi(kerja, lalu):
    """Do it if the password is right; whoever sits at an open screen does not know it."""
    akun, form = _saya(), SandiSayaForm()
    if form.validate_on_submit():
        kunci_batas = f"sandi-saya|{akun.id}"
        batas.jaga(kunci_batas, batas.KODE)
        if not sandi.cocok(form.sandi.data, akun.sandi):
            form.tolak("Password belum cocok. Ketik sekali lagi.", "sandi")
        elif form.attempt(kerja, akun):
            with tulis():
                batas.lupakan(kunci_batas)
            _token_baru(akun)
            return lalu(form.hasil)
    return _halaman_dua_langkah(sandi_form=form, kode=form.kode)


def _token_baru(akun: Pengguna) -> None:
    """Somebody has just proved who they are: from here on under a token nobody saw before."""
    if akun.sesi is not None:
        with tulis():
            session["_user_id"] = sesi.ganti_token(akun.sesi.id)


def _ke_dua_langkah(_hasil: object):
    return go_to(url_for("auth.dua_langkah"))


def _sudah_mati(_hasil: object):
    flash("Verifikasi dua langkah dimatikan.", "sukses")
    return go_to(url_for("auth.keamanan"))


def _halaman_pemulihan(kode: list[str]) -> Response:
    """Shown in the answer to the post and nowhere else."""
    return _rahasiakan(render("auth/pemulihan.html", "auth/_pemulihan.html", kode=kode))
