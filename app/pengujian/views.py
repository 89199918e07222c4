"""Why a due date is what it is: read with the instrument, and with the application."""

from flask import url_for
from sqlalchemy.orm import joinedload

from app.core.access import get_visible_or_404, pelaku, roles
from app.core.htmx import render
from app.pengajuan.models import Pengajuan
from app.pengujian import bp
from app.pengujian.mengapa import jelaskan
from app.uttp.models import Uttp
from app.uttp.states import AWAL_MASA, sebut_kepastian


def _halaman(uttp: Uttp, pengajuan: Pengajuan | None, atas: tuple[str, str]):
    j = jelaskan(uttp, pelaku(), pengajuan.id if pengajuan else None)
    return render(
        "pengujian/mengapa.html", "pengujian/_mengapa.html", j=j, atas=atas,
        sampai=j.skhp.berlaku_sampai if j.skhp else uttp.skhp_berlaku_sampai,
        awal_masa=AWAL_MASA, sebut_kepastian=sebut_kepastian,
    )  # fmt: skip


@bp.get("/uttp/<int:id>/mengapa")
@roles("peserta", "admin", "pelayanan", "kepala")
def mengapa_alat(id: int):
    uttp = get_visible_or_404(Uttp, id, joinedload(Uttp.jenis))
    return _halaman(uttp, None, (url_for("uttp.rincian", id=id), "Rincian alat"))


@bp.get("/pengajuan/<int:id>/mengapa")
@roles("peserta", "penera", "admin", "pelayanan", "kepala")
def mengapa(id: int):
    p = get_visible_or_404(Pengajuan, id, joinedload(Pengajuan.uttp).joinedload(Uttp.jenis))
    return _halaman(p.uttp, p, (url_for("pengajuan.rincian", id=id), f"Pengajuan {p.nomor}"))
