"""The two doors and the second step behind them, the captcha, and all that is about a password."""

from datetime import timedelta
from typing import cast

from flask import Response, abort, current_app, flash, redirect, request, session, url_for
from flask_login import current_user, login_user, logout_user

from app.auth import bp, captcha, mfa, pintu, queries, sandi, services, sesi
from app.auth.forms import (
    GantiSandiForm,
    KodeForm,
    LupaSandiForm,
    MasukPesertaForm,
    MasukPetugasForm,
    SandiBaruForm,
)
from app.auth.isian import CaptchaMixin
from app.auth.lanjut import aman
from app.auth.models import MUTLAK, Pengguna, Peran
from app.core import audit, batas, clock, kunci
from app.core.access import SEMUA, pelaku, public, roles
from app.core.db import tulis
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
    sampai = None
    if form.validate_on_submit():
        with tulis():
            sampai = pintu.coba_masuk(_nama_dicoba(form), batas.alamat())
        if sampai is None and (akun := _kenali(form, petugas=petugas)):
            return _kode_dulu(akun, lanjut) if _pakai_kode(akun) else _masukkan(akun, lanjut)
    nama = "masuk_petugas" if petugas else "masuk"
    return _halaman_pintu(nama, form, sampai, lanjut=lanjut)


def _halaman_pintu(nama: str, form, sampai, **ctx: object) -> Response:
    """A door that stays shut, and until when if it was tried too often."""
    if sampai is not None:
        form.tolak(f"Terlalu banyak percobaan. {batas.kalimat(sampai)}")
    kode = form.kode if sampai is None else 429
    halaman = render(f"auth/{nama}.html", f"auth/_{nama}.html", form=form, code=kode, **ctx)
    if sampai is not None:
        halaman.headers["Retry-After"] = str(batas.detik_lagi(sampai))
    return _jangan_simpan(halaman)


def _nama_dicoba(form) -> str:
    return str(form.nama_masuk.data).lower()


def _kenali(form, *, petugas: bool) -> Pengguna | None:
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
        _catat_ditolak(akun, _nama_dicoba(form))
        return None
    sidik_baru = sandi.buat_hash(kata) if sandi.perlu_diperbarui(str(tersimpan)) else None
    if not form.attempt(_dikenal, akun, sidik_baru, _nama_dicoba(form)):
        return None
    return cast(Pengguna, form.hasil)


def _catat_ditolak(akun: Pengguna | None, nama: str) -> None:
    """Whose door it was, if anybody's; the name typed only as a mark that tells equal ones."""
    with tulis():
        tanda = kunci.indeks(nama, "masuk_ditolak")[:16]
        nomor = akun.id if akun else None
        audit.catat("masuk_ditolak", "pengguna", nomor, sesudah={"tanda_nama": tanda})


def _dikenal(akun: Pengguna, sidik_baru: str | None, nama: str) -> Pengguna:
    pintu.berhasil_masuk(nama, batas.alamat())
    return services.catat_masuk(akun, sidik_baru)


def _masukkan(akun: Pengguna, lanjut: str | None):
    """A new session under a new token; nothing of the cookie that came is kept."""
    session.clear()
    with tulis():
        token = sesi.buka_sesi(akun, request.user_agent.string, request.remote_addr or "")
        audit.catat("masuk", "pengguna", akun.id, akun)
    akun.__dict__["token_sesi"] = token
    login_user(akun)
    session.permanent = True
    tertunda = queries.isian_tertunda(akun.id, clock.now() - MUTLAK)
    if tertunda is not None:
        session["isian_tertunda"] = tertunda.jalur
    return go_to(lanjut or _beranda())


# --- the second step --------------------------------------------------------------------------

_UMUR_LANGKAH_KEDUA = timedelta(minutes=5)


def _pakai_kode(akun: Pengguna) -> bool:
    return bool(current_app.config["MFA"]) and queries.bermfa(akun.id)


def _kode_dulu(akun: Pengguna, lanjut: str | None):
    """The password was right; the cookie remembers that for five minutes, and opens nothing yet."""
    session.clear()
    session["langkah_kedua"] = {
        "akun": akun.id,
        "sandi": services.sidik_token(str(akun.sandi)),
        "sampai": (clock.now() + _UMUR_LANGKAH_KEDUA).timestamp(),
        "lanjut": lanjut,
    }
    return go_to(url_for("auth.masuk_kode"))


def _menunggu_kode() -> Pengguna | None:
    """Whose code is waited for, as long as the password that was given is still the right one."""
    tunggu = session.get("langkah_kedua") or {}
    if tunggu.get("sampai", 0) < clock.now().timestamp():
        return None
    akun = queries.pengguna_terbuka(tunggu["akun"])
    if akun is None or services.sidik_token(str(akun.sandi)) != tunggu["sandi"]:
        return None
    return akun


@bp.route("/masuk/kode", methods=["GET", "POST"])
@public
def masuk_kode():
    akun = _menunggu_kode()
    if akun is None:
        session.pop("langkah_kedua", None)
        return redirect(url_for("auth.masuk"), 303)
    form, sampai = KodeForm(), None
    if form.validate_on_submit():
        with tulis():
            sampai = pintu.coba_kode(akun.id, batas.alamat())
        if sampai is None and _kode_benar(form, akun):
            return _masukkan(akun, session["langkah_kedua"]["lanjut"])
    return _halaman_pintu("masuk_kode", form, sampai)


def _kode_benar(form: KodeForm, akun: Pengguna) -> bool:
    with tulis():
        benar = mfa.periksa(akun, str(form.kode_verifikasi.data))
        if benar:
            pintu.berhasil_kode(akun.id, batas.alamat())
        else:
            audit.catat("mfa_ditolak", "pengguna", akun.id)
    if not benar:
        form.tolak(mfa.SALAH, "kode_verifikasi")
    return benar


def _petugas() -> bool:
    return bool(current_user.peran != Peran.PESERTA)


def _beranda() -> str:
    return url_for("meja.index" if _petugas() else "peserta.index")


@bp.post("/keluar")
@roles(*SEMUA)
def keluar():
    tujuan = "auth.masuk_petugas" if _petugas() else "publik.index"
    akun = cast(Pengguna, pelaku())
    if akun.sesi is not None:
        with tulis():
            sesi.akhiri(akun.id, akun.sesi.id)
            audit.catat("keluar", "pengguna", akun.id, akun)
    logout_user()
    session.clear()
    flash("Anda sudah keluar.", "sukses")
    jawaban = go_to(url_for(tujuan))
    # What the browser kept of the pages goes too: the next one at this machine is somebody else.
    jawaban.headers["Clear-Site-Data"] = '"cache", "storage"'
    return jawaban


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
    batas.jaga(f"captcha-kirim|{batas.alamat()}", batas.CAPTCHA_KIRIM)
    return _kiriman(captcha.gambar(_kode_captcha(token)), "image/png")


@bp.get("/captcha/<token>.wav")
@public
def captcha_suara(token: str):
    batas.jaga(f"captcha-kirim|{batas.alamat()}", batas.CAPTCHA_KIRIM)
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
    batas.jaga(f"tautan|{batas.alamat()}", batas.TAUTAN)
    temu = queries.tautan_berlaku(services.sidik_token(token))
    if temu is None:
        return _tautan_habis()
    tautan, akun = temu
    nama_tertulis = queries.nama_tertulis(akun)
    form = SandiBaruForm(milik=(nama_tertulis, akun.nama))
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
        nama_tertulis=nama_tertulis,
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
    """Ends every session of the account; this browser goes on with a new one."""
    akun = cast(Pengguna, pelaku())
    nama = queries.nama_tertulis(akun) if request.method == "POST" else ""
    form = GantiSandiForm(milik=(nama, akun.nama))
    if form.validate_on_submit() and _ganti(form, akun):
        jawaban = _masukkan(form.hasil, None)
        flash("Password Anda sudah diganti. Perangkat lain sudah dikeluarkan.", "sukses")
        return jawaban
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


@bp.route("/lupa-sandi", methods=["GET", "POST"])
@public
def lupa_sandi():
    """One answer to everybody. The request goes to staff: this office sends no mail by itself."""
    form = LupaSandiForm()
    if form.validate_on_submit():
        batas.jaga(f"lupa|{batas.alamat()}", batas.LUPA_ALAMAT)
        _minta_reset(str(form.nama_masuk.data))
        return _jangan_simpan(render("auth/lupa_terkirim.html", "auth/_lupa_terkirim.html"))
    return _jangan_simpan(
        render("auth/lupa_sandi.html", "auth/_lupa_sandi.html", form=form, code=form.kode)
    )


def halaman_akun(akun: Pengguna | None) -> str | None:
    """Where staff give a new link to this account."""
    peserta_id = queries.peserta_dari(akun.id if akun else 0)
    if peserta_id:
        return url_for("peserta.admin_rincian", id=peserta_id)
    petugas = akun is not None and akun.peran != Peran.PESERTA
    return url_for("auth.admin_rincian", id=akun.id) if akun and petugas else None


def _minta_reset(nama: str) -> None:
    """Asked twice within an hour, staff are told once."""
    akun = queries.pengguna_bernama(angka_saja(nama) or "") or queries.pengguna_bernama(
        nama.lower()
    )
    halaman = halaman_akun(akun)
    with tulis():
        jumlah = batas.naik(f"lupa-akun|{nama.lower()}", batas.LUPA_AKUN[1]).n
        services.minta_reset(akun if jumlah <= batas.LUPA_AKUN[0] else None, halaman)
