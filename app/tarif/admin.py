"""Master data: fees. Admin Aplikasi writes, the counter and the head read."""

from typing import Any

from flask import flash, request, url_for
from sqlalchemy.orm import joinedload

from app.core import clock
from app.core.access import get_visible_or_404, pelaku, roles
from app.core.db import tulis
from app.core.htmx import go_to, render
from app.tarif import bp, contoh, queries, services
from app.tarif.forms import (
    AkhiriForm,
    ContohForm,
    HitungForm,
    SalinForm,
    SaringForm,
    TarifForm,
)
from app.tarif.models import Tarif
from app.tarif.states import LABEL_SATUAN, SatuanHitung, sebut_kurang, sebut_rentang, sebut_satuan
from app.tarif.tarif import Alat, Rincian

PEMBACA = ("admin", "pelayanan", "kepala")


def sebut_harga(t: Any, satuan: str | None) -> str:
    """What the price is for: "per alat", "per 1.000 kg"."""
    return f"per {sebut_satuan(t.satuan_hitung, t.kelipatan, satuan or '')}"


KATA: dict[str, Any] = {
    "cakupan": queries.sebut_cakupan,
    "rentang": sebut_rentang,
    "sebut_harga": sebut_harga,
}


@bp.get("/admin/master/tarif")
@roles(*PEMBACA)
def admin_index():
    form = SaringForm(request.args)
    form.siapkan(queries.pilihan_jenis())
    isi: dict[str, Any] = {f.name: v for f in form if (v := request.args.get(f.name))}
    return render(
        "tarif/index.html",
        "tarif/_daftar.html",
        saring=form,
        page=queries.daftar(form.saringan(), request.args.get("setelah")),
        url=url_for("tarif.admin_index", **isi),
        tersaring=bool(isi),
        hari_ini=clock.today(),
        boleh_ubah=pelaku().peran == "admin",
        **KATA,
    )


@bp.route("/admin/master/tarif/baru", methods=["GET", "POST"])
@roles("admin")
def baru():
    form = TarifForm()
    form.siapkan(queries.pilihan_jenis())
    if form.validate_on_submit() and form.attempt(
        services.tambah, cakupan=form.cakupan(), **form.isi_harga()
    ):
        flash("Tarif tersimpan.", "sukses")
        return go_to(url_for("tarif.admin_index"))
    return render("tarif/baru.html", "tarif/_form.html", form=form, code=form.kode)


def _muat(id: int) -> Tarif:
    return get_visible_or_404(Tarif, id, joinedload(Tarif.jenis))


def _layar(nama: str, tarif: Tarif, form: Any):
    return render(
        f"tarif/{nama}.html", f"tarif/_{nama}.html", form=form, tarif=tarif, code=form.kode, **KATA
    )


@bp.route("/admin/master/tarif/<int:id>/salin", methods=["GET", "POST"])
@roles("admin")
def salin(id: int):
    tarif = _muat(id)
    form = SalinForm(data={"harga": tarif.harga, "dasar_hukum": tarif.dasar_hukum})
    if form.validate_on_submit() and form.attempt(services.salin, tarif, **form.isi_harga()):
        flash("Tarif baru tersimpan, dan tarif lama berakhir sehari sebelumnya.", "sukses")
        return go_to(url_for("tarif.admin_index"))
    return _layar("salin", tarif, form)


@bp.route("/admin/master/tarif/<int:id>/akhiri", methods=["GET", "POST"])
@roles("admin")
def akhiri(id: int):
    tarif = _muat(id)
    form = AkhiriForm(data={"berlaku_sampai": tarif.berlaku_sampai or clock.today()})
    if form.validate_on_submit() and form.attempt(services.akhiri, tarif, **form.isi()):
        flash("Hari terakhir tarif tersimpan.", "sukses")
        return go_to(url_for("tarif.admin_index"))
    return _layar("akhiri", tarif, form)


@bp.post("/admin/master/tarif/<int:id>/hapus")
@roles("admin")
def hapus(id: int):
    tarif = get_visible_or_404(Tarif, id)
    with tulis():
        services.hapus(tarif)
    flash("Tarif dihapus.", "sukses")
    return go_to(url_for("tarif.admin_index"))


@bp.get("/admin/master/tarif/hitung")
@roles(*PEMBACA)
def hitung():
    """What a row does, before anybody is charged by it."""
    form = HitungForm(request.args or None)
    form.siapkan(queries.pilihan_jenis())
    hasil = _hitung(form) if request.args and form.validate() else None
    return render(
        "tarif/hitung.html",
        "tarif/_hitung.html",
        form=form,
        hasil=hasil,
        kurang=sebut_kurang(hasil.kurang) if hasil else "",
        code=422 if form.errors else 200,
    )


def _hitung(form: HitungForm) -> Rincian:
    jenis = queries.jenis(form.jenis_id.data)
    alat = Alat(
        nama=jenis.nama if jenis else "",
        kapasitas=form.kapasitas.data,
        satuan=jenis.satuan if jenis else "",
        jumlah=form.hitungan,
    )
    return queries.rincian(
        jenis_id=form.jenis_id.data, layanan=form.layanan.data, lokasi=form.lokasi.data,
        tanggal=form.tanggal.data or clock.today(), alat=alat,
    )  # fmt: skip


@bp.route("/admin/master/tarif/contoh", methods=["GET", "POST"])
@roles("admin")
def daftar_contoh():
    form = ContohForm()
    if form.validate_on_submit() and form.attempt(contoh.muat, **form.isi()):
        flash(f"{form.hasil} tarif contoh dimuat.", "sukses")
        return go_to(url_for("tarif.admin_index"))
    return render(
        "tarif/contoh.html",
        "tarif/_contoh.html",
        form=form,
        daftar=contoh.daftar(),
        keadaan=contoh.keadaan(),
        label_satuan={s.value: LABEL_SATUAN[s] for s in SatuanHitung},
        rentang=sebut_rentang,
        code=form.kode,
    )


@bp.post("/admin/master/tarif/contoh/hapus")
@roles("admin")
def hapus_contoh():
    with tulis():
        jumlah = contoh.buang()
    flash(f"{jumlah} tarif contoh dihapus.", "sukses")
    return go_to(url_for("tarif.admin_index"))
