"""Reading for results and documents: proposals, which take nothing."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.jadwal.queries import MUAT
from app.pengajuan.models import Pengajuan, Skhp
from app.pengaturan.queries import kantor, urut_berikut
from app.pengaturan.services import seri_dokumen, usulan_nomor
from app.uttp.models import JenisUttp, Uttp
from app.uttp.states import tambah_bulan as tambah_bulan

# The intervals of the type are few; they come with it.
MUAT_DOKUMEN = (
    *MUAT,
    joinedload(Pengajuan.skhp),
    joinedload(Pengajuan.uttp).joinedload(Uttp.jenis).joinedload(JenisUttp.masa),
)


def usulan_berlaku(tanggal_hasil: date | None, bulan: int | None) -> date | None:
    """Valid until; None where the interval of the type is not known."""
    return tambah_bulan(tanggal_hasil, bulan) if tanggal_hasil and bulan else None


def isi_batal(p: Pengajuan) -> dict[str, Any]:
    """What a correction of a failed test may change."""
    return {"tanggal_hasil": p.tanggal_hasil, "keterangan": p.keterangan}


def seri_skhp(tahun: int) -> str:
    return seri_dokumen(tahun)[0]


def seri_skrd(tahun: int) -> str:
    return seri_dokumen(tahun)[1]


def usulan_nomor_dokumen(pada: date) -> tuple[str, str]:
    """The next SKHP and SKRD numbers nobody has. Looking takes nothing."""
    skhp, skrd = urut_berikut(seri_skhp(pada.year), seri_skrd(pada.year))
    while True:
        nomor = usulan_nomor(kantor().pola_skhp, skhp, pada)
        nomor_skrd = usulan_nomor(kantor().pola_skrd, skrd, pada)
        ada = _terpakai([nomor], [nomor_skrd])
        if not ada:
            return nomor, nomor_skrd
        skhp += nomor in ada
        skrd += nomor_skrd in ada


def deret_nomor(pada: date, berbayar: Sequence[bool]) -> list[tuple[str, str | None]]:
    """The next SKHP numbers nobody has, one for each, and an SKRD number where a fee was due.
    Looking takes nothing."""
    skhp, skrd = urut_berikut(seri_skhp(pada.year), seri_skrd(pada.year))
    # Twice as far as needed: numbers typed by hand ahead of the series are rare.
    jauh = range(2 * len(berbayar) + PENGAMAN)
    calon = [usulan_nomor(kantor().pola_skhp, skhp + i, pada) for i in jauh]
    calon_skrd = [usulan_nomor(kantor().pola_skrd, skrd + i, pada) for i in jauh]
    ada = _terpakai(calon, calon_skrd)
    bebas = (n for n in calon if n not in ada)
    bebas_skrd = (n for n in calon_skrd if n not in ada)
    return [(next(bebas, "–"), next(bebas_skrd, "–") if bayar else None) for bayar in berbayar]


PENGAMAN = 50


def _terpakai(nomor: Sequence[str], nomor_skrd: Sequence[str]) -> set[str]:
    """Which of them a document in force carries: one typed by hand may be ahead of its series."""
    cari = sa.select(Skhp.nomor, Skhp.nomor_skrd).where(
        sa.or_(Skhp.nomor.in_(nomor), Skhp.nomor_skrd.in_(nomor_skrd)),
        Skhp.digantikan_pada.is_(None),
    )
    return {n for baris in db.session.execute(cari) for n in baris} & {*nomor, *nomor_skrd}
