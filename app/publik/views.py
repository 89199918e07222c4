"""Landing page, service flow, guide, and where an application stands."""

from flask import Response, abort, redirect, render_template, request

from app.core import batas
from app.core.access import public
from app.core.assets import aset
from app.core.assets import ukuran as ukuran_gambar
from app.core.clock import now, today
from app.core.htmx import render
from app.konten import queries as situs
from app.publik import bp
from app.publik.alur import langkah
from app.publik.cek import KURANG, SERI, cek_skhp
from app.publik.forms import CekForm, LacakForm
from app.publik.lacak import TIDAK_DITEMUKAN, tampilan
from app.publik.lacak import lacak as cari_jejak
from app.publik.panduan_isi import BAB, MENURUT_KODE, VERSI, tetangga
from app.tarif.queries import biaya as biaya_pada


@bp.route("/")
@public
def index():
    isi = situs.beranda(now())
    biaya = situs.baca_biaya(isi["biaya"][0])
    return render_template(
        "publik/index.html",
        langkah=langkah(biaya),
        biaya=biaya,
        situs=isi,
        cek=CekForm(None, meta={"csrf": False}),
    )


@bp.route("/alur")
@public
def alur():
    return render_template("publik/alur.html", langkah=langkah(biaya_pada(today())))


@bp.route("/panduan")
@public
def panduan():
    return render_template("publik/panduan.html", bab=BAB, versi=VERSI)


@bp.route("/panduan/<bab>")
@public
def panduan_bab(bab: str):
    """One chapter of the guide, with its pictures."""
    ini = MENURUT_KODE.get(bab) or abort(404)
    gambar = {n: g for n in range(1, len(ini.langkah) + 1) if (g := ini.gambar(n))}
    ukuran = {n: ukuran_gambar(g) for n, g in gambar.items()}
    sebelum, sesudah = tetangga(ini)
    return render_template(
        "publik/panduan_bab.html", bab=ini, gambar=gambar, ukuran=ukuran, sebelum=sebelum,
        sesudah=sesudah, urut=BAB.index(ini) + 1, banyak=len(BAB), versi=VERSI,
    )  # fmt: skip


@bp.route("/lacak", methods=["GET", "POST"])
@public
def lacak():
    """Where an application stands, without signing in. What is typed stands in no address."""
    form, hasil, sampai = LacakForm(), None, None
    if form.validate_on_submit():
        hasil, sampai = cari_jejak(*form.jawaban(), batas.alamat())
        if sampai:
            form.tolak(f"Terlalu banyak percobaan. {batas.kalimat(sampai)}")
        elif hasil is None:
            form.tolak(TIDAK_DITEMUKAN)
    kode = 429 if sampai else 200 if hasil else form.kode
    jawab = render(
        "publik/lacak.html", "publik/_lacak.html", code=kode, form=form,
        hasil=tampilan(hasil) if hasil else None,
    )  # fmt: skip
    jawab.headers["Cache-Control"] = "no-store"
    if sampai:
        jawab.headers["Retry-After"] = str(batas.detik_lagi(sampai))
    return jawab


@bp.route("/cek")
@public
def cek():
    """Whether a certificate holds. The question stands in the address: it can be sent on, and
    asked again by a reload."""
    form, hasil, tanya = CekForm(request.args, meta={"csrf": False}), None, False
    if form.ditanya and form.validate():
        batas.jaga(f"cek-skhp|{batas.alamat()}", batas.CEK_SKHP)
        nomor, akhir = str(form.nomor.data), str(form.akhir.data)
        hasil = cek_skhp(nomor, akhir, today())
        tanya = hasil is not None or len(akhir) >= SERI
        if not tanya:
            form.tolak(KURANG, "akhir")
    return render("publik/cek.html", "publik/_cek.html", form=form, hasil=hasil, tanya=tanya)


@bp.route("/robots.txt")
@public
def robots():
    """Signed-in pages and registration receipts are nobody's search result."""
    tutup = ("/admin", "/peserta", "/uttp", "/pengajuan", "/pesan", "/registrasi/", "/aktivasi/")
    baris = ["User-agent: *", *(f"Disallow: {t}" for t in tutup), ""]
    return Response("\n".join(baris), mimetype="text/plain")


@bp.route("/favicon.ico")
@public
def favicon():
    """Browsers ask for it on pages that are no HTML of ours, such as a PDF."""
    return redirect(aset("favicon.svg"), 302)
