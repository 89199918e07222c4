"""One application, for whoever knows its number."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.extensions import db
from app.pengajuan.giliran import Masa, pilih_sampai
from app.pengajuan.models import Pengajuan, Riwayat
from app.peserta.models import Peserta
from app.uttp.models import JenisUttp, Uttp


@dataclass(frozen=True)
class Jejak:
    """What may be told of an application to somebody who is not signed in."""

    nomor: str
    status: str
    layanan: str
    lokasi: str | None
    retribusi: int | None
    dibuat_pada: datetime
    tanggal_hasil: date | None
    jenis: str
    nomor_seri: str
    dari: str | None  # the status before the present one
    masa: Masa


def jejak(nomor: str) -> tuple[str, Jejak] | None:
    """The NIK that opens it, and the application: its filer's PIC; of a customer, which has none,
    that of its penyedia."""
    penyedia = aliased(Peserta)
    masuk = sa.select(Riwayat.id).where(
        Riwayat.pengajuan_id == Pengajuan.id,
        Riwayat.ke == Pengajuan.status,
        Riwayat.dari.is_distinct_from(Riwayat.ke),
    )
    terakhir = masuk.order_by(Riwayat.id.desc()).limit(1).correlate(Pengajuan).scalar_subquery()
    cari = (
        sa.select(
            Pengajuan,
            JenisUttp.nama,
            Uttp.nomor_seri,
            Peserta.pic_nik,
            penyedia.pic_nik,
            sa.func.coalesce(Riwayat.waktu, Pengajuan.dibuat_pada),
            Riwayat.dari,
            pilih_sampai(),
        )
        .join(Uttp, Pengajuan.uttp_id == Uttp.id)
        .join(JenisUttp, Uttp.jenis_id == JenisUttp.id)
        .join(Peserta, Pengajuan.peserta_id == Peserta.id)
        .outerjoin(penyedia, Peserta.penyedia_id == penyedia.id)
        .outerjoin(Riwayat, Riwayat.id == terakhir)
        .where(Pengajuan.nomor == nomor)
    )
    baris = db.session.execute(cari).one_or_none()
    if baris is None:
        return None
    p, jenis, seri, nik, nik_penyedia, waktu, dari, sampai = baris
    masa = Masa(waktu, p.tanggal_uji, sampai)
    isi = Jejak(
        p.nomor, p.status, p.layanan, p.lokasi, p.retribusi, p.dibuat_pada, p.tanggal_hasil,
        jenis, seri, dari, masa,
    )  # fmt: skip
    return nik or nik_penyedia or "", isi
