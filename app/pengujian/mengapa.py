"""Why a certificate is valid until that very day."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.auth.models import LABEL_PERAN, Pengguna, Peran
from app.core import clock
from app.extensions import Pelaku, db
from app.katalog.queries import masa_dari, semua_masa
from app.pengajuan.models import Pengajuan, Skhp
from app.pengujian.queries import usulan_berlaku
from app.uttp.models import MasaBerlaku, Uttp


@dataclass(frozen=True)
class Penjelasan:
    """A due date and all that it comes from; `skhp` None: recorded from a certificate of elsewhere,
    or not at all."""

    uttp: Uttp
    pengajuan: Pengajuan | None
    skhp: Skhp | None
    masa: MasaBerlaku | None  # it was issued under
    kini: MasaBerlaku | None  # a test of today would be under
    oleh: str | None  # who chose another date; by role to a participant

    @property
    def menurut_aturan(self) -> date | None:
        if self.pengajuan is None or self.masa is None:
            return None
        return usulan_berlaku(self.pengajuan.tanggal_hasil, self.masa.bulan)

    @property
    def lain(self) -> bool:
        """Is the date another one than the rule gives?"""
        aturan = self.menurut_aturan
        return bool(self.skhp and aturan and self.skhp.berlaku_sampai != aturan)


def jelaskan(uttp: Uttp, pelaku: Pelaku, pengajuan_id: int | None = None) -> Penjelasan:
    """Of the certificate in force of this instrument, or of this application of it; the caller
    has asked whether either may be seen. A buyer reads it too, though the application is another's.
    """
    cari = (
        sa.select(Pengajuan, Skhp, Pengguna.nama, Pengguna.peran)
        .join(Skhp, sa.and_(Skhp.pengajuan_id == Pengajuan.id, Skhp.digantikan_pada.is_(None)))
        .join(Pengguna, Pengguna.id == Skhp.dibuat_oleh_id)
        .where(Pengajuan.uttp_id == uttp.id)
    )
    if pengajuan_id is None:
        cari = cari.where(Skhp.nomor == uttp.skhp_nomor)
    else:
        cari = cari.where(Pengajuan.id == pengajuan_id)
    baris = db.session.execute(cari.order_by(Pengajuan.id.desc()).limit(1)).first()
    semua = semua_masa(uttp.jenis_id)
    kini = masa_dari(semua, clock.today())
    if baris is None:
        return Penjelasan(uttp, None, None, None, kini, None)
    p, skhp, nama, peran = baris
    masa = next((m for m in semua if m.id == skhp.masa_berlaku_id), None)
    oleh = LABEL_PERAN[Peran(peran)]
    if pelaku.peran != "peserta":
        oleh = f"{nama} ({oleh})"
    return Penjelasan(uttp, p, skhp, masa, kini, oleh)
