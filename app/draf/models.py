"""Applications that are still being filled in: answers as typed, files as sent, per account."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.types import UTCDateTime, saat_dibuat
from app.core.uploads import Berkas
from app.extensions import Model, Pelaku
from app.uttp.models import Uttp

# A draft nobody touched goes after this long; a message says so before.
UMUR = timedelta(days=30)
INGATKAN = timedelta(days=27)

Isi = dict[str, str]


class Draf(Model):
    """What is common to one filing, for one instrument or for several (`bersama`).

    `isi` keeps answers as they were typed, readable or not: nothing a person wrote is lost because
    a rule does not like it yet. `versi` counts the saves, so that an older page is noticed. Once
    everything is filed the row stays for a while and leads to what came of it.
    """

    __tablename__ = "draf"
    __table_args__ = (
        sa.Index("ix_draf_daftar", "pengguna_id", "diubah_pada", "id"),
        sa.Index("ix_draf_diubah_pada", "diubah_pada"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pengguna_id: Mapped[int] = mapped_column(sa.ForeignKey("pengguna.id", ondelete="CASCADE"))
    peserta_id: Mapped[int] = mapped_column(
        sa.ForeignKey("peserta.id", ondelete="CASCADE"), index=True
    )
    kunci_form: Mapped[str] = mapped_column(sa.String(36), unique=True)
    bersama: Mapped[bool] = mapped_column(default=False)
    langkah: Mapped[str] = mapped_column(sa.String(10), default="layanan")
    isi: Mapped[Isi] = mapped_column(sa.JSON, default=dict)
    versi: Mapped[int] = mapped_column(default=1)
    kelompok_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("kelompok_pengajuan.id", ondelete="CASCADE"), index=True
    )
    pengajuan_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("pengajuan.id", ondelete="CASCADE"), index=True
    )
    terkirim_pada: Mapped[datetime | None] = mapped_column(UTCDateTime())
    diingatkan_pada: Mapped[datetime | None] = mapped_column(UTCDateTime())
    dibuat_pada: Mapped[datetime] = saat_dibuat()
    diubah_pada: Mapped[datetime] = saat_dibuat()

    alat: Mapped[list["DrafAlat"]] = relationship(
        lazy="raise", order_by="DrafAlat.id", cascade="all, delete-orphan", passive_deletes=True
    )

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        """Only who fills it in."""
        return cls.pengguna_id == pelaku.id

    @property
    def dihapus_pada(self) -> datetime:
        return self.diubah_pada + UMUR


class DrafAlat(Model):
    """One instrument of a draft. `alasan`: why it could not be filed when the others were."""

    __tablename__ = "draf_alat"
    __table_args__ = (sa.UniqueConstraint("pengguna_id", "uttp_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draf_id: Mapped[int] = mapped_column(sa.ForeignKey("draf.id", ondelete="CASCADE"), index=True)
    # As in the draft: an account has an instrument in one draft at most.
    pengguna_id: Mapped[int] = mapped_column(sa.ForeignKey("pengguna.id", ondelete="CASCADE"))
    uttp_id: Mapped[int] = mapped_column(sa.ForeignKey("uttp.id", ondelete="CASCADE"), index=True)
    isi: Mapped[Isi] = mapped_column(sa.JSON, default=dict)
    versi: Mapped[int] = mapped_column(default=1)
    alasan: Mapped[str | None] = mapped_column(sa.Text)

    uttp: Mapped[Uttp] = relationship(lazy="raise")


class BerkasDraf(Model):
    """A file of a draft and what it is there for; without `draf_alat_id` it is for all of it."""

    __tablename__ = "berkas_draf"
    __table_args__ = (sa.Index("ix_berkas_draf", "draf_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draf_id: Mapped[int] = mapped_column(sa.ForeignKey("draf.id", ondelete="CASCADE"))
    draf_alat_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("draf_alat.id", ondelete="CASCADE"), index=True
    )
    berkas_id: Mapped[int] = mapped_column(
        sa.ForeignKey("berkas.id", ondelete="RESTRICT"), index=True
    )
    # The field of the form it was given for; the further documents carry their number in it.
    guna: Mapped[str] = mapped_column(sa.String(30))

    berkas: Mapped[Berkas] = relationship(lazy="raise")
