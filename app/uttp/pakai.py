"""Out of use and back: broken, lost, sold or put away (features C16)."""

from datetime import date

from app.core import audit, clock
from app.core.db import segar
from app.core.errors import AturanDilanggar
from app.core.format import tanggal
from app.extensions import Pelaku, db
from app.uttp import queries
from app.uttp.models import Uttp
from app.uttp.states import URUNG_PENSIUN, SebabPensiun

MASIH_DIAJUKAN = (
    "Alat ini masih punya pengajuan yang berjalan. Selesaikan atau batalkan dulu pengajuan itu, "
    "lalu catat lagi."
)


def pensiunkan(uttp: Uttp, pelaku: Pelaku, *, sebab: str, sejak: date, catatan: str | None) -> None:
    """From this day on the instrument is due nowhere and cannot be applied for.

    The row is locked, so that no application begins meanwhile (pengajuan.services.ajukan locks it
    too and asks).
    """
    kini = segar(uttp, kunci=True)
    if sejak > clock.today():
        raise AturanDilanggar("Isi tanggal hari ini atau sebelumnya.", "sejak")
    cek_masih_dipakai(kini)
    kini.pensiun_pada, kini.pensiun_sebab = sejak, SebabPensiun(sebab)
    kini.pensiun_catatan = catatan or None
    kini.pensiun_dicatat_pada = clock.now()
    db.session.flush()
    isi = {"pensiun_pada": sejak, "pensiun_sebab": kini.pensiun_sebab, "catatan": catatan or None}
    audit.catat("uttp_pensiun", "uttp", kini.id, pelaku, sesudah=isi)


def cek_masih_dipakai(uttp: Uttp) -> None:
    """In use, and nobody is about to test it."""
    if uttp.pensiun_pada is not None:
        sejak = tanggal(uttp.pensiun_pada)
        raise AturanDilanggar(f"Alat ini sudah dicatat tidak dipakai sejak {sejak}.")
    if queries.aktif_id(uttp.id):
        raise AturanDilanggar(MASIH_DIAJUKAN)


def halangan_pakai(uttp: Uttp, pelaku: Pelaku) -> str | None:
    """Why this actor may not take the instrument into use again; None when he may.

    The office may always: it sees the instrument and can ask.
    """
    if uttp.pensiun_pada is None:
        return "Alat ini sedang dipakai."
    if pelaku.peran != "peserta":
        return None
    if uttp.pensiun_sebab == SebabPensiun.DIJUAL:
        return "Alat ini dicatat dijual. Bila tidak jadi dijual, hubungi kantor."
    dicatat = uttp.pensiun_dicatat_pada
    if dicatat is None or clock.now() - dicatat > URUNG_PENSIUN:
        return (
            f"Sudah lewat {URUNG_PENSIUN.days} hari sejak dicatat. Bila alat dipakai lagi, hubungi "
            "kantor."
        )
    return None


def pakai_lagi(uttp: Uttp, pelaku: Pelaku) -> None:
    """Into use again, with certificate and history as they were."""
    kini = segar(uttp, kunci=True)
    if halangan := halangan_pakai(kini, pelaku):
        raise AturanDilanggar(halangan)
    lama = {k: getattr(kini, k) for k in ("pensiun_pada", "pensiun_sebab", "pensiun_catatan")}
    kini.pensiun_pada = kini.pensiun_sebab = kini.pensiun_catatan = None
    kini.pensiun_dicatat_pada = None
    db.session.flush()
    audit.catat("uttp_pakai_lagi", "uttp", kini.id, pelaku, sebelum=lama)
