"""Impor alat: the template, the file, the preview, and recording what is fine."""

from typing import Any

from flask import abort, flash, request, url_for

from app.core import batas, lembar_kerja
from app.core.access import get_visible_or_404, pelaku, roles
from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.core.htmx import go_to, render
from app.core.kenali import BerkasDitolak
from app.core.nomor import baca_id
from app.impor import bp, periksa, queries, services, templat
from app.impor.isian import ImporForm, Kiriman
from app.impor.models import Impor
from app.impor.states import LABEL, MAKS_BARIS, MAKS_BITA, Isi
from app.peserta.models import Peserta
from app.uttp.queries import katalog, milik_saya, pilihan_jenis

PENGUBAH = ("peserta", "admin", "pelayanan")


def _peserta() -> Peserta:
    """For whom: the one asked for, else oneself."""
    if "peserta" in request.args:
        id = baca_id(request.args["peserta"])
        return get_visible_or_404(Peserta, id) if id else abort(404)
    saya = milik_saya(pelaku())
    if saya is None:
        raise AturanDilanggar("Pilih peserta dulu di Peserta Tera/Tera Ulang, lalu buka alatnya.")
    return saya


def _param(peserta: Peserta) -> dict[str, Any]:
    """The `peserta` of an address; one's own needs none."""
    return {} if peserta.pengguna_id == pelaku().id else {"peserta": peserta.id}


def _susun(form: ImporForm, kiriman: Kiriman) -> Isi | None:
    """What is in the file, read before anything is written; what keeps it from being read is said
    at its field."""
    try:
        return periksa.susun(kiriman.bita, katalog())
    except (BerkasDitolak, AturanDilanggar) as e:
        form.tolak(e.pesan, "lembar")
        return None


@bp.route("", methods=["GET", "POST"])
@roles(*PENGUBAH)
def index():
    peserta, form = _peserta(), ImporForm()
    param = _param(peserta)
    if form.is_submitted():
        batas.jaga(f"unggah|{pelaku().id}", batas.UNGGAH)
    kiriman = form.lembar.kiriman if form.validate_on_submit() else None
    if kiriman and (isi := _susun(form, kiriman)):
        with tulis():
            impor = services.terima(
                peserta, isi, nama=kiriman.nama, bita=kiriman.bita, pelaku=pelaku()
            )
        return go_to(url_for("impor.rincian", id=impor.id))
    return render(
        "impor/index.html", "impor/_form.html", code=form.kode, form=form, peserta=peserta,
        param=param, pilihan=pilihan_jenis(), menunggu=queries.menunggu(peserta),
        maks_baris=MAKS_BARIS, maks_bita=MAKS_BITA,
    )  # fmt: skip


@bp.get("/templat.<any(xlsx, csv):bentuk>", endpoint="templat")
@roles(*PENGUBAH)
def unduh_templat(bentuk: str):
    semua, id = katalog(), baca_id(request.args.get("jenis"))
    jenis = next((j for j in semua if j.id == id), None)
    nama = f"templat-alat{f'-{jenis.kode.lower()}' if jenis else ''}.{bentuk}"
    return lembar_kerja.kirim(templat.templat(semua, jenis, bentuk), nama)


def _impor(id: int) -> Impor:
    return get_visible_or_404(Impor, id, queries.BERPESERTA)


@bp.get("/<int:id>")
@roles(*PENGUBAH)
def rincian(id: int):
    impor = _impor(id)
    return render(
        "impor/rincian.html", "impor/_rincian.html", impor=impor, label=LABEL,
        hasil=queries.pratinjau(impor, pelaku()).hasil, param=_param(impor.peserta),
    )  # fmt: skip


@bp.post("/<int:id>/simpan")
@roles(*PENGUBAH)
def simpan(id: int):
    impor = _impor(id)
    with tulis():
        jumlah = services.simpan(impor, pelaku=pelaku())
    flash(f"{jumlah} alat tersimpan. Tambahkan fotonya sebelum alat diajukan.", "sukses")
    return go_to(url_for("impor.rincian", id=id))


@bp.get("/<int:id>/perbaikan.xlsx")
@roles(*PENGUBAH)
def perbaikan(id: int):
    hasil = queries.pratinjau(_impor(id), pelaku())
    isi = templat.perbaikan(hasil.hasil, hasil.katalog)
    return lembar_kerja.kirim(isi, "alat-yang-perlu-diperbaiki.xlsx")
