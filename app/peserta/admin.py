"""Participants as staff see and decide them."""

from collections.abc import Sequence
from typing import Any

from flask import (
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)

from app.core.access import STAF, get_visible_or_404, pelaku, roles
from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.core.format import RUJUKAN, waktu
from app.core.forms import kata_cari, pilihan_kosong
from app.core.htmx import go_to, render
from app.core.nomor import baca_id
from app.core.paging import UKURAN, ukuran
from app.pengaturan.queries import saringan_kecamatan
from app.peserta import bp, kelola, queries, services
from app.peserta.forms import (
    BukaForm,
    IdentitasForm,
    KontakForm,
    KosongForm,
    PesertaTambahForm,
    SaringForm,
    TerimaForm,
    TolakForm,
)
from app.peserta.models import Peserta
from app.peserta.states import Cara, StatusPeserta

PEMBACA = ("admin", "pelayanan", "kepala")
PEMUTUS = ("admin", "pelayanan")


@bp.route("/admin/peserta")
@roles(*PEMBACA)
def admin_index():
    form = SaringForm(request.args, meta={"csrf": False})
    form.kecamatan.choices = pilihan_kosong("Semua kecamatan", saringan_kecamatan())
    saring = _saringan(form)
    page = queries.daftar(saring, after=request.args.get("setelah"))
    return render(
        "peserta/admin_index.html",
        "peserta/_daftar.html",
        form=form,
        saring=saring,
        boleh=pelaku().peran in PEMUTUS,
        page=page,
        hitungan=queries.hitungan([p.id for p in page.items]),
        nol=queries.Hitungan(),
    )


def _saringan(form: SaringForm) -> queries.Saringan:
    """As the address says it; the usual number of rows need not stand there."""
    baris = ukuran(form.baris.data)
    return queries.Saringan(
        form.q.data or "", form.status.data or "", form.kelompok.data or "",
        str(baca_id(form.kecamatan.data) or ""), "1" if form.habis.data else "",
        "" if baris == UKURAN else str(baris),
    )  # fmt: skip


# What the forms of the lists ask; an address may carry anything.
_SARINGAN = (
    "q", "status", "kelompok", "layanan", "penera", "jenis", "kecamatan", "dari", "sampai", "habis",
    "baris", "tahap", "hari",
)  # fmt: skip


@bp.post("/admin/cari/<any(peserta, pengajuan, jadwal, pembayaran, serah):daftar>")
@roles(*STAF)
def admin_cari(daftar: str):
    """To a list with its filters in the address; a NIK or NPWP goes there by its index only.

    Addresses are kept by browsers and proxies, and are copied into messages.
    """
    isi: dict[str, Any] = {n: v for n in _SARINGAN if (v := request.form.get(n))}
    q = queries.rujukan(kata_cari(isi.pop("q", "")))
    if not q and RUJUKAN.fullmatch(lama := request.form.get("nomor", "")):
        q = lama
    return redirect(url_for(f"{daftar}.admin_index", q=q or None, **isi), 303)


def _rincian(
    id: int,
    form: TerimaForm,
    galat: Sequence[str],
    kode: int = 200,
    buka: BukaForm | None = None,
    *,
    terbuka: bool = False,
):
    """The detail page; an act that was refused shows it again, with why and the newest facts."""
    peserta = get_visible_or_404(Peserta, id, *queries.LENGKAP)
    html = render_template(
        "peserta/admin_rincian.html",
        peserta=peserta,
        kembar=queries.kembar(peserta),
        akun=queries.akun(peserta),
        form=form,
        galat=galat,
        boleh=pelaku().peran in PEMUTUS,
        form_buka=buka or BukaForm(formdata=None),
        terbuka=terbuka,
    )
    return html, kode


@bp.route("/admin/peserta/<int:id>")
@roles(*PEMBACA)
def admin_rincian(id: int):
    return _rincian(id, TerimaForm(), [])


@bp.post("/admin/peserta/<int:id>/tampilkan")
@roles(*PEMUTUS)
def admin_tampilkan(id: int):
    """The numbers stand in this one answer; looked at again, it is noted again."""
    peserta, form = get_visible_or_404(Peserta, id), BukaForm()
    terbuka = form.validate_on_submit() and form.attempt(
        services.buka_nomor, peserta, pelaku(), form.alasan_buka.data
    )
    galat = [e for daftar in form.errors.values() for e in daftar]
    kode = 200 if terbuka else 422
    return _rincian(id, TerimaForm(formdata=None), galat, kode, form, terbuka=terbuka)


@bp.route("/admin/peserta/<int:id>/terima", methods=["POST"])
@roles(*PEMUTUS)
def admin_terima(id: int):
    peserta, form = get_visible_or_404(Peserta, id), TerimaForm()
    if not form.validate_on_submit():
        return _rincian(id, form, form.cara.errors, 422)
    try:
        with tulis():
            akses = services.terima(peserta, pelaku(), form.cara.data)
    except AturanDilanggar as e:
        return _rincian(id, form, [e.pesan], 409)
    return _akses(akses, baru=True)


def _akses(akses: services.Akses, *, baru: bool):
    """Shown in the answer to the post and nowhere else: no address leads here again."""
    if akses.cara == Cara.NANTI:  # there is nothing to hand over
        flash(f"{akses.peserta.nama} tersimpan dan diterima, tanpa akses dulu.", "sukses")
        return go_to(url_for("serah.loket", peserta=akses.peserta.id))
    teks = ""
    tautan = None
    if akses.cara == Cara.TAUTAN:
        tautan = _alamat_situs() + url_for("auth.aktivasi", token=akses.rahasia)
        # Who forgot a password years later must not read that the registration was accepted.
        soal = (
            f"registrasi {akses.peserta.nomor} ({akses.peserta.nama}) di Konsumen Nyaman sudah "
            "diterima."
            if baru
            else f"ini tautan baru untuk masuk ke Konsumen Nyaman bagi {akses.peserta.nama}. "
            "Tautan lama tidak berlaku lagi."
        )
        teks = (
            f"Yth. {akses.peserta.pic_nama}, {soal}\n"
            f"Buat password Anda lewat tautan ini, sebelum {waktu(akses.berlaku_sampai)}:\n"
            f"{tautan}\n"
            f"Setelah itu masuk dengan NIK PIC. Tautan hanya sekali pakai, jangan diteruskan."
        )
    html = render_template(
        "peserta/admin_akses.html",
        peserta=akses.peserta, akses=akses, tautan=tautan, teks=teks, baru=baru,
    )  # fmt: skip
    jawaban = make_response(html)
    jawaban.headers["Cache-Control"] = "no-store"
    return jawaban


def _alamat_situs() -> str:
    """In production the site's own name, as a link outlives the request that made it."""
    if current_app.config["MODE"] == "production":
        return str(current_app.config["ALAMAT_SITUS"])
    return request.host_url.rstrip("/")


@bp.route("/admin/peserta/<int:id>/tolak", methods=["GET", "POST"])
@roles(*PEMUTUS)
def admin_tolak(id: int):
    peserta, form = get_visible_or_404(Peserta, id), TolakForm()
    melihat = "lihat" in request.form
    if not melihat and form.validate_on_submit():
        isi = form.isi()
        if form.attempt(services.tolak, peserta, pelaku(), **isi):
            flash(f"Registrasi {peserta.nomor} ditolak.", "sukses")
            return go_to(url_for("peserta.admin_rincian", id=id))
        return _rincian(id, TerimaForm(formdata=None), [*form.form_errors, _tertulis(**isi)], 409)
    if request.method == "GET" and peserta.status != StatusPeserta.BARU:
        return go_to(url_for("peserta.admin_rincian", id=id))
    return render(
        "peserta/admin_tolak.html",
        "peserta/_pratinjau.html" if melihat else "peserta/admin_tolak.html",
        code=200 if melihat else form.kode,
        peserta=peserta,
        form=form,
        pratinjau=_pratinjau(form),
        alamat=url_for("peserta.admin_tolak", id=id),
    )


def _tertulis(alasan: str, penjelasan: str) -> str:
    """Nothing typed is lost, not even when somebody else was first."""
    return f"Yang Anda tulis: {alasan}. {penjelasan}"


def _pratinjau(form: TolakForm) -> str:
    return services.teks_penolakan(
        form.alasan.data or "(pilih alasan)", form.penjelasan.data or "(tulis penjelasan)"
    )


@bp.route("/admin/peserta/<int:id>/akses", methods=["POST"])
@roles(*PEMUTUS)
def admin_akses(id: int):
    peserta, form = get_visible_or_404(Peserta, id), TerimaForm()
    if not form.validate_on_submit():
        return _rincian(id, form, form.cara.errors, 422)
    with tulis():
        akses = services.akses_baru(peserta, pelaku(), form.cara.data)
    return _akses(akses, baru=False)


@bp.route("/admin/peserta/<int:id>/<any(nonaktifkan, aktifkan):aksi>", methods=["GET", "POST"])
@roles(*PEMUTUS)
def admin_ubah_status(id: int, aksi: str):
    peserta, form = get_visible_or_404(Peserta, id), KosongForm()
    if form.validate_on_submit():
        with tulis():
            services.ubah_status(peserta, pelaku(), aksi)
        flash(f"{peserta.nama} di{aksi}.", "sukses")
        return go_to(url_for("peserta.admin_rincian", id=id))
    return render_template("peserta/admin_ubah_status.html", peserta=peserta, aksi=aksi, form=form)


@bp.route("/admin/peserta/baru", methods=["GET", "POST"])
@roles(*PEMUTUS)
def admin_baru():
    form = PesertaTambahForm()
    if form.validate_on_submit():
        isi = form.isi()
        kunci, cara = isi.pop("kunci_form"), isi.pop("cara")
        if form.attempt(services.tambah, services.IsiPeserta(**isi), pelaku(), cara, kunci):
            return _akses(form.hasil, baru=True)
    return render_template("peserta/admin_baru.html", form=form), form.kode


# --- changing, removing -----------------------------------------------------------------------


def _dapat_diubah(id: int) -> Peserta:
    peserta = get_visible_or_404(Peserta, id, *queries.LENGKAP)
    if peserta.status not in kelola.DAPAT_DIUBAH:
        ke = "pelanggan.ubah" if peserta.status == StatusPeserta.PELANGGAN else ".admin_rincian"
        abort(go_to(url_for(ke, id=id)))
    return peserta


@bp.route("/admin/peserta/<int:id>/ubah", methods=["GET", "POST"])
@roles(*PEMUTUS)
def admin_ubah(id: int):
    peserta = _dapat_diubah(id)
    awal = kelola.isi_kontak(peserta)
    form = KontakForm(data=awal)
    form.lihat(awal)
    if form.validate_on_submit() and form.attempt(
        kelola.ubah_kontak, peserta, pelaku(), **form.isi()
    ):
        flash(f"Data {peserta.nama} tersimpan.", "sukses")
        return go_to(url_for(".admin_rincian", id=id))
    return render_template("peserta/admin_ubah.html", peserta=peserta, form=form), form.kode


@bp.route("/admin/peserta/<int:id>/identitas", methods=["GET", "POST"])
@roles(*PEMUTUS)
def admin_identitas(id: int):
    peserta = _dapat_diubah(id)
    awal = kelola.isi_identitas(peserta)
    form = IdentitasForm(data=awal)
    form.lihat(kelola.dilihat_identitas(peserta))
    if form.validate_on_submit() and form.attempt(
        kelola.ubah_identitas, peserta, pelaku(), **form.isi()
    ):
        flash(f"Identitas {form.nama.data} tersimpan.", "sukses")
        return go_to(url_for(".admin_rincian", id=id))
    return render_template("peserta/admin_identitas.html", peserta=peserta, form=form), form.kode


@bp.route("/admin/peserta/<int:id>/hapus", methods=["GET", "POST"])
@roles(*PEMUTUS)
def admin_hapus(id: int):
    """Its own page: what goes, or why it stays and what to do instead."""
    peserta, form = get_visible_or_404(Peserta, id), KosongForm()
    if form.validate_on_submit():
        with tulis():
            kelola.hapus(peserta, pelaku(), request.form.get("status"))
        flash(f"{peserta.nama} dihapus dari daftar peserta.", "sukses")
        return go_to(url_for(".admin_index"))
    pakai = kelola.pemakaian(queries.akun(peserta))
    return render_template("peserta/admin_hapus.html", peserta=peserta, form=form, pakai=pakai)
