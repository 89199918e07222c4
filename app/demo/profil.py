"""A place of business, an instrument that broke, and a correction that waits for the office."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from app.core.clock import WITA
from app.demo.orang import Usaha
from app.extensions import db
from app.pengajuan.models import Pengajuan
from app.pengajuan.states import AKTIF
from app.peserta.models import TempatUsaha
from app.profil.models import PermintaanPerubahan
from app.profil.states import Isian, JenisPermintaan
from app.uttp.models import Uttp
from app.uttp.states import SebabPensiun


def profil(usaha: Usaha, kini: datetime) -> None:
    """Told of the instruments with nothing going on; of the last ones, so that the first keep
    what the stories say of them."""
    jalan = sa.exists().where(Pengajuan.uttp_id == Uttp.id, Pengajuan.status.in_(AKTIF))
    cari = sa.select(Uttp).where(
        Uttp.pemilik_id == usaha.peserta.id, Uttp.terkunci_pada.is_not(None), ~jalan
    )
    alat = db.session.scalars(cari.order_by(Uttp.id.desc()).limit(3)).all()
    if len(alat) < 3:
        return
    berdiri, rusak, keliru = alat
    kios = TempatUsaha(
        peserta_id=usaha.peserta.id, nama="Kios Pasar Contoh", alamat="Pasar Contoh Blok B Nomor 7",
        kelurahan_id=usaha.peserta.kelurahan_id, dibuat_pada=kini - timedelta(days=40),
    )  # fmt: skip
    db.session.add(kios)
    db.session.flush()
    berdiri.tempat_id, berdiri.tempat_peserta_id = kios.id, usaha.peserta.id
    sejak = kini - timedelta(days=12)
    rusak.pensiun_pada, rusak.pensiun_sebab = sejak.astimezone(WITA).date(), SebabPensiun.RUSAK
    rusak.pensiun_catatan, rusak.pensiun_dicatat_pada = "Sel beban patah, tidak diperbaiki.", sejak
    db.session.add(
        PermintaanPerubahan(
            jenis=JenisPermintaan.ALAT,
            peserta_id=usaha.peserta.id,
            uttp_id=keliru.id,
            isian=Isian.NOMOR_SERI,
            lama=keliru.nomor_seri,
            baru=f"{keliru.nomor_seri}A",
            alasan="Huruf terakhir pada pelat nama belum tertulis.",
            berkas_id=keliru.foto_id,
            dibuat_pada=kini - timedelta(hours=20),
            dibuat_oleh_id=usaha.akun.id,
        )
    )
