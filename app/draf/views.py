"""Pages of filing: what to prepare, the steps, several at once, drafts that wait."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from app.core import clock
from app.core.access import get_visible_or_404, pelaku, roles
from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.core.format import tanggal
from app.core.forms import kata_cari
from app.core.htmx import go_to, render
from app.core.nomor import baca_id
from app.draf import bp, pengiriman, queries, services, tahapan
from app.draf.isian import baca_isian
from app.draf.models import UMUR, Draf, DrafAlat
from app.pengajuan.services import IsiPengajuan
from app.pengajuan.states import LABEL_SKHP_LAMA, sebut
from app.peserta.models import Peserta
from app.uttp.models import JenisUttp, Uttp
from app.uttp.queries import milik_saya
from app.uttp.queries import yang_diurus as alat_diurus
from app.uttp.states import LABEL_LAYANAN

PENGAJU = ("peserta", "admin", "pelayanan")
KATA: dict[str, Any] = {
    "sebut": sebut,
    "label_layanan": LABEL_LAYANAN,
    "label_skhp_lama": LABEL_SKHP_LAMA,
    "hari_ini": clock.today,
}


def _pemohon() -> int | None:
    """A participant files in its own name, for a customer's instrument too; staff for the owner."""
    return getattr(current_user, "peserta_id", None)


def _ke(draf: Draf, ke: str | None = None, **kw: Any) -> str:
    return url_for("draf.langkah", id=draf.id, langkah=ke or draf.langkah, **kw)


# --- before the first step ----------------------------------------------------------------------


@bp.route("/pengajuan/baru/<int:uttp_id>", methods=["GET", "POST"])
@roles(*PENGAJU)
def siapkan(uttp_id: int):
    """What to have at hand. Looking writes nothing; the button makes the draft."""
    jenis = joinedload(Uttp.jenis).joinedload(JenisUttp.dokumen)
    opsi = (jenis, joinedload(Uttp.pemilik), joinedload(Uttp.pemakai))
    uttp = alat_diurus(uttp_id, *opsi) or abort(404)
    if request.method == "POST":
        with tulis():
            draf = services.mulai(uttp, pelaku(), _pemohon())
        return go_to(_ke(draf))
    return render(
        "draf/siapkan.html", "draf/_siapkan.html", uttp=uttp, siap=tahapan.persiapan(uttp),
        keadaan=queries.keadaan(uttp.id, pelaku()), **KATA,
    )  # fmt: skip


@bp.route("/pengajuan/bersama", methods=["GET", "POST"])
@roles(*PENGAJU)
def bersama():
    """Choose instruments for one filing; posted from here or from any list with boxes to tick."""
    if request.method == "POST":
        terbaca = [baca_id(nilai) for nilai in request.form.getlist("uttp")]
        with tulis():
            draf = services.mulai_bersama([i for i in terbaca if i], pelaku(), _pemohon())
        return go_to(_ke(draf))
    peserta, q = _peserta_diminta(), kata_cari(request.args.get("q"))
    alat = queries.dapat_dipilih(peserta.id, q, pelaku()) if peserta else []
    return render(
        "draf/bersama.html", "draf/_bersama.html", alat=alat, peserta=peserta, q=q,
        paling_banyak=services.PALING_BANYAK, **KATA,
    )  # fmt: skip


def _peserta_diminta() -> Peserta | None:
    """Whose instruments: of the one asked for, else one's own."""
    if "peserta" in request.args:
        return get_visible_or_404(Peserta, baca_id(request.args["peserta"]) or 0)
    return milik_saya(pelaku())


# --- the steps ----------------------------------------------------------------------------------


def _muat(id: int) -> Draf:
    """A draft that can be filled in; one that is filed leads to what came of it."""
    draf = queries.draf(id) or abort(404)
    if draf.terkirim_pada:
        abort(go_to(_hasil(draf)))
    return draf if draf.alat else abort(404)


def _hasil(draf: Draf) -> str:
    if draf.kelompok_id:
        return url_for("pengajuan.kelompok", id=draf.kelompok_id, baru=1)
    return url_for("pengajuan.terkirim", id=draf.pengajuan_id)


@bp.route("/draf/<int:id>/<langkah>", methods=["GET", "POST"])
@roles(*PENGAJU)
def langkah(id: int, langkah: str):
    draf = _muat(id)
    if langkah == "periksa":
        return _periksa(draf)
    if draf.bersama and langkah == "alat":
        return _daftar_alat(draf)
    if langkah not in tahapan.urutan(draf):
        abort(404)
    return _isi(draf, draf.alat[0], langkah, _ke(draf, langkah, **_dari()))


@bp.route("/draf/<int:id>/alat/<int:uttp_id>", methods=["GET", "POST"])
@roles(*PENGAJU)
def alat(id: int, uttp_id: int):
    """One instrument of several."""
    draf = _muat(id)
    satu = next((a for a in draf.alat if a.uttp_id == uttp_id), None)
    if satu is None or not draf.bersama:
        abort(404)
    return _isi(draf, satu, "alat", url_for("draf.alat", id=id, uttp_id=uttp_id, **_dari()))


def _dari() -> dict[str, Any]:
    """Steps opened from the last page lead back there."""
    return {"dari": "periksa"} if request.args.get("dari") == "periksa" else {}


def _isi(draf: Draf, alat: DrafAlat, di: str, url: str) -> Response | str:
    isian = baca_isian(draf, alat, di, url)
    if request.method == "POST" and isian.simpan():
        return isian.segarkan() if isian.tetap else go_to(_lanjut(draf, alat, di))
    nama = tahapan.urutan(draf)
    return render(
        "draf/langkah.html", "draf/_langkah.html", code=isian.kode, form=isian.form, draf=draf,
        alat=alat, di=di, isian=isian, judul=nama[di], urut=list(nama).index(di) + 1,
        banyak=len(nama), kembali_ke=_kembali(draf, di), **KATA,
    )  # fmt: skip


def _lanjut(draf: Draf, alat: DrafAlat, di: str) -> str:
    """Where a saved step leads: the list of drafts, the last page, the next thing to fill in."""
    if "nanti" in request.form:
        hapus = clock.now() + UMUR
        flash(f"Tersimpan. Lanjutkan kapan saja sampai {tanggal(hapus)}.", "sukses")
        return url_for("draf.index")
    if _dari():
        return _ke(draf, "periksa")
    if di != "alat":
        return _ke(draf, tahapan.sesudah(draf, di))
    berkas = queries.berkas(draf.id)
    lain = (a for a in draf.alat if a.id > alat.id)
    belum = next((a for a in lain if not tahapan.periksa(draf, a, berkas).selesai), None)
    return url_for("draf.alat", id=draf.id, uttp_id=belum.uttp_id) if belum else _ke(draf, "alat")


def _kembali(draf: Draf, di: str) -> tuple[str, str]:
    if _dari():
        return _ke(draf, "periksa"), "Periksa"
    if draf.bersama and request.endpoint == "draf.alat":
        return _ke(draf, "alat"), "Daftar alat"
    lalu = tahapan.sebelum(draf, di)
    if lalu:
        return _ke(draf, lalu), "Langkah sebelumnya"
    if draf.bersama:
        return url_for("draf.index"), "Belum dikirim"
    return url_for("draf.siapkan", uttp_id=draf.alat[0].uttp_id), "Pengajuan Baru"


def _daftar_alat(draf: Draf) -> Response:
    """The task list of several: one line an instrument. Posted: one is taken out."""
    if request.method == "POST":
        with tulis():
            services.lepas(draf, baca_id(request.form.get("lepas")) or 0)
        flash("Alat dikeluarkan dari pengajuan ini.", "sukses")
        return go_to(_ke(draf, "alat"))
    berkas = queries.berkas(draf.id)
    lembar = [tahapan.periksa(draf, a, berkas) for a in draf.alat]
    sendiri = {ll.alat.id: [k for k in ll.kurang if k.langkah == "alat"] for ll in lembar}
    return render(
        "draf/alat.html", "draf/_alat.html", draf=draf, lembar=lembar, sendiri=sendiri,
        kembali_ke=_kembali(draf, "alat"), **KATA,
    )  # fmt: skip


def _periksa(draf: Draf) -> Response:
    """Everything at a glance; posted: filed, or told what is missing."""
    berkas = queries.berkas(draf.id)
    lembar = [tahapan.periksa(draf, a, berkas) for a in draf.alat]
    kurang, pesan = _kurang(draf, lembar), None
    if request.method == "POST" and not kurang:
        try:
            return _kirim(draf, lembar)
        except AturanDilanggar as e:
            pesan = e.pesan
    return render(
        "draf/periksa.html", "draf/_periksa.html", code=422 if request.method == "POST" else 200,
        draf=draf, lembar=lembar, kurang=kurang, pesan=pesan, salah=request.method == "POST",
        kembali_ke=_kembali(draf, "periksa"), **KATA,
    )  # fmt: skip


def _kurang(draf: Draf, lembar: list[tahapan.Lembar]) -> dict[str, str]:
    """{sentence: address}. Of several, what is missing for all is told once, and of each the first
    thing with how many there are."""
    hasil: dict[str, str] = {}
    for ll in lembar:
        u, sendiri = ll.alat.uttp, []
        for k in ll.kurang:
            if draf.bersama and k.langkah == "alat":
                sendiri.append(k)
            else:
                ke = _ke(draf, k.langkah, dari="periksa")
                hasil.setdefault(k.kalimat, f"{ke}#{k.bidang}")
        if sendiri:
            lain = f" Dan {len(sendiri) - 1} hal lain." if len(sendiri) > 1 else ""
            ke = url_for("draf.alat", id=draf.id, uttp_id=u.id, dari="periksa")
            kalimat = f"{u.merk} No. Seri {u.nomor_seri}: {sendiri[0].kalimat}{lain}"
            hasil[kalimat] = f"{ke}#{sendiri[0].bidang}"
    return hasil


def _kirim(draf: Draf, lembar: list[tahapan.Lembar]) -> Response:
    with tulis():
        isi = {ll.alat.id: IsiPengajuan(**ll.isi) for ll in lembar}
        hasil = pengiriman.kirim(draf, isi, pelaku())
        banyak = len(draf.alat) - queries.sisa(draf.id)
    if hasil.terkirim_pada:
        return go_to(_hasil(hasil))
    if banyak:
        flash(f"{banyak} alat sudah dikirim. Sisanya belum dapat dikirim, alasannya di bawah.",
              "peringatan")  # fmt: skip
    else:
        flash("Belum ada yang dapat dikirim. Alasannya tertulis pada setiap alat.", "peringatan")
    return go_to(_ke(draf, "periksa"))


# --- drafts that wait ---------------------------------------------------------------------------


@bp.get("/draf")
@roles(*PENGAJU)
def index():
    page = queries.daftar(request.args.get("setelah"))
    return render(
        "draf/index.html", "draf/_daftar.html", page=page, umur=UMUR,
        url=url_for("draf.index"), **KATA,
    )  # fmt: skip


@bp.get("/draf/terakhir")
@roles("peserta")
def panel():
    """The region of the participant's home."""
    return render("draf/panel.html", "draf/_panel.html", daftar=queries.terakhir(), umur=UMUR)


@bp.route("/draf/<int:id>/hapus", methods=["GET", "POST"])
@roles(*PENGAJU)
def hapus(id: int):
    draf = _muat(id)
    if request.method == "POST":
        with tulis():
            services.hapus(draf, pelaku())
        flash("Pengajuan yang belum dikirim itu sudah dihapus.", "sukses")
        return redirect(url_for("draf.index"), 303)
    return render("draf/hapus.html", "draf/_hapus.html", draf=draf)
