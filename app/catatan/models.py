"""Notes of staff on an application: written once, never changed."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.auth.models import Peran
from app.core.types import saat_dibuat
from app.extensions import Model, Pelaku
from app.pengajuan.models import Pengajuan


class CatatanPetugas(Model):
    """One note. Its author stays on it under the name and role of that day."""

    __tablename__ = "catatan_petugas"
    __table_args__ = (
        sa.CheckConstraint("length(isi) BETWEEN 1 AND 2000", name="isi"),
        sa.Index("ix_catatan_petugas_pengajuan", "pengajuan_id", "waktu", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pengajuan_id: Mapped[int] = mapped_column(sa.ForeignKey("pengajuan.id", ondelete="CASCADE"))
    kunci_form: Mapped[str] = mapped_column(sa.String(36), unique=True)
    isi: Mapped[str] = mapped_column(sa.Text)
    pelaku_id: Mapped[int] = mapped_column(sa.ForeignKey("pengguna.id", ondelete="RESTRICT"))
    pelaku_nama: Mapped[str] = mapped_column(sa.String(120))
    peran: Mapped[str] = mapped_column(sa.String(12))
    waktu: Mapped[datetime] = saat_dibuat()

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        """Staff who see the application; nobody else, whoever's application it is."""
        if pelaku.peran == Peran.PESERTA:
            return sa.false()
        return cls.pengajuan_id.in_(sa.select(Pengajuan.id).where(Pengajuan.visible_to(pelaku)))
