"""Looking at a handover: for both sides on screen, for the counter on paper."""

from typing import Any, cast

from flask import Flask, abort, current_app, request, url_for
from flask.blueprints import BlueprintSetupState
from segno import make as qr

from app.core import kunci
from app.core.access import SEMUA, get_visible_or_404, pelaku, roles
from app.core.htmx import render
from app.core.rahasia import sandikan_ulang
from app.jadwal.queries import kepala
from app.pengajuan.models import Pengajuan
from app.pengajuan.queries import RINCIAN
from app.pengajuan.states import sebut
from app.pengaturan.queries import hari_kerja_ke, kantor
from app.serah import bp, queries
from app.serah.models import SerahTerima
from app.serah.states import (
    BERSALINAN,
    JUDUL_BUKTI,
    LABEL_HUBUNGAN,
    Bukti,
    samarkan_nama,
)
from app.uttp.states import LABEL_LAYANAN

LOKET = ("admin", "pelayanan")
KATA: dict[str, Any] = {
    "label_hubungan": LABEL_HUBUNGAN,
    "label_layanan": LABEL_LAYANAN,
    "samarkan_nama": samarkan_nama,
    "judul_bukti": JUDUL_BUKTI,
    "sebut": sebut,
}


@bp.record_once
def _pasang(state: BlueprintSetupState) -> None:
    app = cast(Flask, state.app)
    kunci.saat_diputar(app, "NIK penerima alat dan dokumen", lambda: sandikan_ulang(SerahTerima))


@bp.get("/pengajuan/<int:pengajuan_id>/serah-terima")
@roles(*SEMUA)
def rincian(pengajuan_id: int):
    """Where the instrument and its papers are; of the receiver a participant reads a part."""
    p = get_visible_or_404(Pengajuan, pengajuan_id, *RINCIAN)
    baris = queries.semua(p.id)
    kini = next((b for b in baris if b.digantikan_pada is None), None)
    peran = pelaku().peran
    return render(
        "serah/rincian.html", "serah/_rincian.html", p=p, s=kini,
        lama=[b for b in baris if b.digantikan_pada] if peran != "peserta" else [],
        k=queries.keadaan(p, kini), kepala=kepala(p, peran), pengubah=peran in LOKET, **KATA,
    )  # fmt: skip


# --- paper ------------------------------------------------------------------------------------


@bp.get(
    "/admin/serah-terima/<int:pengajuan_id>/cetak/"
    "<any(label, pengajuan, terima, kembali, dokumen):bukti>"
)
@roles(*LOKET)
def cetak(pengajuan_id: int, bukti: str):
    p = get_visible_or_404(Pengajuan, pengajuan_id, *RINCIAN)
    s = None if bukti == Bukti.PENGAJUAN else queries.kini(p.id)
    if bukti in BERSALINAN and not (s and getattr(s, f"tanggal_{bukti}")):
        abort(404)
    cetakan = getattr(s, f"cetak_{bukti}") if bukti in BERSALINAN else 1
    petugas = queries.pencatat(p) if bukti == Bukti.PENGAJUAN else None
    return render(
        "serah/cetak.html", "serah/_cetak.html", p=p, s=s, bukti=bukti, cetakan=cetakan,
        baru="baru" in request.args, kode_qr=_qr(p, bukti), janji=_janji(p),
        petugas=petugas, **KATA,
    )  # fmt: skip


def _qr(p: Pengajuan, bukti: str) -> str:
    """The label leads staff to the application, a proof leads the visitor to its tracking page."""
    situs = request.host_url.rstrip("/")
    if current_app.config["MODE"] == "production":
        situs = str(current_app.config["ALAMAT_SITUS"])
    ke = url_for("pengajuan.rincian", id=p.id) if bukti == Bukti.LABEL else url_for("publik.lacak")
    return str(qr(situs + ke, error="m").svg_data_uri(scale=3, border=2, light="#fff"))


def _janji(p: Pengajuan):
    """When the instrument can be fetched: so many working days after its test."""
    return hari_kerja_ke(kantor().janji_dokumen, p.tanggal_uji) if p.tanggal_uji else None
