"""What the demo's participants have begun to fill in and not sent yet."""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.demo.orang import Usaha
from app.draf.models import Draf, DrafAlat
from app.extensions import db
from app.pengajuan.models import Pengajuan
from app.pengajuan.states import AKTIF
from app.uttp.models import Uttp
from app.uttp.states import Layanan

BANYAK = 3


def setengah_jadi(usaha: Usaha, kini: datetime) -> None:
    """Three instruments that fall due next, begun together the day before yesterday."""
    jalan = sa.exists().where(Pengajuan.uttp_id == Uttp.id, Pengajuan.status.in_(AKTIF))
    bebas = sa.select(Uttp.id).where(
        Uttp.pemilik_id == usaha.peserta.id,
        Uttp.pensiun_pada.is_(None),
        Uttp.foto_id.is_not(None),
        Uttp.skhp_berlaku_sampai.is_not(None),
        ~jalan,
    )
    alat = db.session.scalars(bebas.order_by(Uttp.skhp_berlaku_sampai, Uttp.id).limit(BANYAK)).all()
    if not alat:
        return
    sejak, akun = kini - timedelta(days=2), usaha.akun.id
    db.session.add(
        Draf(
            pengguna_id=akun,
            peserta_id=usaha.peserta.id,
            kunci_form=str(UUID(int=akun)),  # the same each time
            bersama=True,
            langkah="surat",
            isi={"layanan": Layanan.TERA_ULANG.value},
            dibuat_pada=sejak,
            diubah_pada=sejak,
            alat=[DrafAlat(pengguna_id=akun, uttp_id=id) for id in alat],
        )
    )
