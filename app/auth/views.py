"""The two doors, the captcha, the one-time link, the own password; and `flask buat-admin`."""

from typing import cast

import click
from flask import Response, abort, current_app, flash, redirect, request, session, url_for
from flask_login import current_user, login_user, logout_user

from app.auth import bp, captcha, queries, sandi, services
from app.auth.forms import GantiSandiForm, MasukPesertaForm, MasukPetugasForm, SandiBaruForm
from app.auth.isian import CaptchaMixin
from app.auth.lanjut import aman
from app.auth.models import Pengguna, Peran
from app.core.access import SEMUA, pelaku, public, roles
from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.core.forms import BaseForm, angka_saja
from app.core.htmx import go_to, render, wants_fragment
from app.extensions import login_manager

login_manager.user_loader(queries.pengguna_sesi)


class _CaptchaForm(CaptchaMixin, BaseForm):
    """Only to draw the captcha the way the forms do."""


# --- sign-in ----------------------------------------------------------------------------------


@bp.route("/masuk", methods=["GET", "POST"])
@public
def masuk():
    form = MasukPesertaForm(data={"lanjut": request.args.get("lanjut")})
    return _pintu(form, petugas=False)


@bp.route("/admin/masuk", methods=["GET", "POST"])
@public
def masuk_petugas():
    form = MasukPetugasForm(data={"lanjut": request.args.get("lanjut")})
    return _pintu(form, petugas=True)


def _pintu(form, *, petugas: bool):
    """Both doors: the same steps and the same answer to whatever is not right."""
    lanjut = aman(form.lanjut.data, petugas=petugas)
    if current_user.is_authenticated and not form.is_submitted():
        return redirect(aman(lanjut, petugas=_petugas()) or _beranda(), 303)
    if form.validate_on_submit() and _kenali(form, petugas=petugas):
        session.clear()
        login_user(form.hasil)
        session.permanent = True
        return go_to(lanjut or _beranda())
    nama = "masuk_petugas" if petugas else "masuk"
    halaman = render(
        f"auth/{nama}.html", f"auth/_{nama}.html", form=form, lanjut=lanjut, code=form.kode
    )
    return _jangan_simpan(halaman)


def _kenali(form, *, petugas: bool):
    """Name and password against the accounts of this door; hashing happens outside tulis()."""
    nama, kata = str(form.nama_masuk.data), str(form.sandi.data)
    if petugas:
        akun = queries.petugas_masuk(nama.lower(), angka_saja(nama) or "")
    else:
        akun = queries.peserta_masuk(nama)
    tersimpan = akun.sandi if akun else None
    if not sandi.cocok(kata, tersimpan):
        sebutan = "Nama pengguna" if petugas else "NIK PIC"
        form.tolak(f"{sebutan} dan Password belum cocok. Periksa keduanya, lalu coba lagi.")
        return False
    sidik_baru = sandi.buat_hash(kata) if sandi.perlu_diperbarui(str(tersimpan)) else None
    return form.attempt(services.catat_masuk, akun, sidik_baru)


def _petugas() -> bool:
    return bool(current_user.peran != Peran.PESERTA)


def _beranda() -> str:
    return url_for("publik.dasbor" if _petugas() else "peserta.index")


@bp.post("/keluar")
@roles(*SEMUA)
def keluar():
    pintu = "auth.masuk_petugas" if _petugas() else "publik.index"
    logout_user()
    session.clear()
    flash("Anda sudah keluar.", "sukses")
    return go_to(url_for(pintu))


# --- captcha ----------------------------------------------------------------------------------


@bp.get("/captcha/baru")
@public
def captcha_baru():
    """A new captcha for the form on the page; without htmx the form asks for it by itself."""
    if not current_app.config["CAPTCHA"]:
        abort(404)
    if not wants_fragment():
        return redirect(url_for("auth.masuk"), 303)
    form = _CaptchaForm()
    return _jangan_simpan(render("auth/_captcha.html", "auth/_captcha.html", form=form))


@bp.get("/captcha/<token>.png")
@public
def captcha_gambar(token: str):
    return _kiriman(captcha.gambar(_kode_captcha(token)), "image/png")


@bp.get("/captcha/<token>.wav")
@public
def captcha_suara(token: str):
    return _kiriman(captcha.suara(_kode_captcha(token)), "audio/wav")


def _kode_captcha(token: str) -> str:
    return queries.kode_captcha(services.sidik_token(token)) or abort(404)


def _kiriman(isi: bytes, jenis: str) -> Response:
    return _jangan_simpan(Response(isi, mimetype=jenis))


def _jangan_simpan(jawaban: Response) -> Response:
    """Neither a captcha nor a page around a secret belongs in a cache."""
    jawaban.headers["Cache-Control"] = "no-store"
    return jawaban


# --- passwords --------------------------------------------------------------------------------


@bp.route("/aktivasi/<token>", methods=["GET", "POST"])
@public
def aktivasi(token: str):
    """Looking uses nothing up (mail programs look first); only setting the password does."""
    temu = queries.tautan_berlaku(services.sidik_token(token))
    if temu is None:
        return _tautan_habis()
    tautan, akun = temu
    form = SandiBaruForm(milik=(akun.nama_masuk, akun.nama))
    if form.validate_on_submit():
        sidik = sandi.buat_hash(str(form.sandi_baru.data))
        if not form.attempt(services.pakai_tautan, token, sidik):
            return _tautan_habis()
        flash("Password Anda tersimpan. Silakan Log In.", "sukses")
        return go_to(url_for(_pintu_untuk(akun)))
    halaman = render(
        "auth/aktivasi.html",
        "auth/_aktivasi.html",
        form=form,
        akun=akun,
        petugas=akun.peran != Peran.PESERTA,
        berlaku_sampai=tautan.berlaku_sampai,
        code=form.kode,
    )
    return _jangan_simpan(halaman)


def _tautan_habis() -> Response:
    return _jangan_simpan(render("auth/tautan_habis.html", "auth/_tautan_habis.html", code=410))


def _pintu_untuk(akun: Pengguna) -> str:
    return "auth.masuk" if akun.peran == Peran.PESERTA else "auth.masuk_petugas"


@bp.route("/ganti-sandi", methods=["GET", "POST"])
@roles(*SEMUA)
def ganti_sandi():
    """Ends every other session of the account; this one goes on."""
    akun = cast(Pengguna, pelaku())
    form = GantiSandiForm(milik=(akun.nama_masuk, akun.nama))
    if form.validate_on_submit() and _ganti(form, akun):
        login_user(form.hasil)
        flash("Password Anda sudah diganti. Perangkat lain sudah dikeluarkan.", "sukses")
        return go_to(_beranda())
    return render(
        "auth/ganti_sandi.html",
        "auth/_ganti_sandi.html",
        form=form,
        harus_ganti=akun.harus_ganti,
        code=form.kode,
    )


def _ganti(form, akun):
    if not sandi.cocok(form.sandi_lama.data, akun.sandi):
        form.tolak("Password sekarang belum cocok. Ketik sekali lagi.", "sandi_lama")
        return False
    baru = sandi.buat_hash(form.sandi_baru.data)
    return form.attempt(services.ganti_sandi, akun, akun.sandi, baru)


# --- command ----------------------------------------------------------------------------------


@bp.cli.command("buat-admin")
@click.option("--nama-pengguna", prompt="Nama pengguna", help="Untuk Log In, misalnya siti.")
@click.option("--nama", prompt="Nama lengkap", help="Seperti pada kartu pegawai.")
def buat_admin(nama_pengguna: str, nama: str) -> None:
    """Buat akun Admin Aplikasi dan cetak tautan sekali pakai untuk membuat passwordnya."""
    try:
        with tulis():
            akun = services.buat_akun_petugas(nama_pengguna, nama, Peran.ADMIN)
            token = services.buat_tautan(akun, None)
    except AturanDilanggar as e:
        raise click.ClickException(e.pesan) from e
    with current_app.test_request_context(base_url=current_app.config["ALAMAT_SITUS"]):
        url = url_for("auth.aktivasi", token=token, _external=True)
    click.echo(f"Akun {akun.nama_masuk} dibuat. Buka tautan ini dalam 72 jam, sekali pakai:")
    click.echo(url)
