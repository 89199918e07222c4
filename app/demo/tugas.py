"""A penera on leave, and letters of assignment for visits of the demo."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.auth.models import Pengguna
from app.demo.kalender import Kalender
from app.extensions import db
from app.jadwal.models import Cuti, CutiHari
from app.pengajuan.models import Pengajuan
from app.pengajuan.states import Lokasi, Status
from app.pengaturan.queries import kantor
from app.pengaturan.services import nomor_berikut, usulan_nomor
from app.penugasan.models import AnggotaSurat, SuratTugas, TujuanSurat

DASAR = "Undang-Undang Nomor 2 Tahun 1981 tentang Metrologi Legal; permohonan peserta terlampir."
MAKSUD = "Melaksanakan tera dan tera ulang UTTP di tempat menurut daftar kunjungan."


def tugas(staf: Mapping[str, Any], kalender: Kalender) -> None:
    """After the applications of the demo are there."""
    _cuti(staf["penera3"], staf["admin"], kalender)
    cari = sa.select(Pengajuan).where(
        Pengajuan.status.in_([Status.DIPROSES, Status.TERBAYAR]),
        Pengajuan.lokasi == Lokasi.LUAR_KANTOR,
        Pengajuan.tanggal_uji >= kalender.hari_ini,
    )
    for p in db.session.scalars(cari.order_by(Pengajuan.id).limit(2)).all():
        _surat(p, staf["penera4"], staf["pelayanan"], kalender)


def _cuti(penera: Pengguna, admin: Pengguna, kalender: Kalender) -> None:
    """Three working days in a fortnight, on which nothing is booked with them yet."""
    mulai = kalender.kerja(kalender.hari_ini, 12)
    hari = [mulai + timedelta(days=n) for n in range(3)]
    cuti = Cuti(penera_id=penera.id, dari=hari[0], sampai=hari[-1], alasan="Diklat fungsional",
                dibuat_oleh_id=admin.id)  # fmt: skip
    db.session.add(cuti)
    db.session.flush()
    db.session.add_all(CutiHari(penera_id=penera.id, tanggal=t, cuti_id=cuti.id) for t in hari)


def _surat(p: Pengajuan, ikut: Pengguna, loket: Pengguna, kalender: Kalender) -> None:
    kini, hari = kalender.hari_ini, p.tanggal_uji
    nomor = usulan_nomor(kantor().pola_tugas, nomor_berikut(f"SPT-{kini.year}"), kini)
    surat = SuratTugas(nomor=nomor, tanggal=kini, mulai=hari, selesai=hari, dasar=DASAR,
                       maksud=MAKSUD, tempat="Kota Balikpapan", ketua_id=p.penera_id,
                       dibuat_oleh_id=loket.id)  # fmt: skip
    db.session.add(surat)
    db.session.flush()
    db.session.add(TujuanSurat(surat_id=surat.id, pengajuan_id=p.id))
    if ikut.id != p.penera_id:
        db.session.add(AnggotaSurat(surat_id=surat.id, pengguna_id=ikut.id))
