"""Requests to change what only staff may change, with the value before and the value asked for."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.auth.models import Peran
from app.core.rahasia import Rahasia
from app.core.types import UTCDateTime, cek_enum, saat_dibuat
from app.core.uploads import Berkas
from app.extensions import Model, Pelaku
from app.peserta.models import Peserta
from app.profil.states import RAHASIA, Isian, JenisPermintaan, StatusPerubahan
from app.uttp.models import Uttp

_MENUNGGU_IDENTITAS = sa.text("status = 'menunggu' AND uttp_id IS NULL")
_MENUNGGU_ALAT = sa.text("status = 'menunggu' AND uttp_id IS NOT NULL")


class PermintaanPerubahan(Model):
    """One value of one participant or instrument; decided once, and kept as it was.

    NIK and NPWP stand in the sealed pair of columns, all else in the plain one. `lama` is what was
    stored when it was decided (until then: when it was asked). The proof goes when the office keeps
    it long enough (pribadi.retensi); the row stays.
    """

    __tablename__ = "permintaan_perubahan"
    __table_args__ = (
        cek_enum("jenis", JenisPermintaan),
        cek_enum("isian", Isian),
        cek_enum("status", StatusPerubahan),
        sa.CheckConstraint("(jenis = 'alat') = (uttp_id IS NOT NULL)", name="uttp"),
        sa.CheckConstraint(
            "(jenis = 'identitas') = (isian IN ('npwp', 'nama', 'pic_nik', 'pic_nama'))",
            name="isian_jenis",
        ),
        sa.CheckConstraint(
            "(isian IN ('npwp', 'pic_nik')) = (baru_sandi IS NOT NULL) AND "
            "(baru IS NULL) = (baru_sandi IS NOT NULL) AND "
            "(lama IS NULL OR lama_sandi IS NULL) AND "
            "(isian IN ('npwp', 'pic_nik') OR lama_sandi IS NULL)",
            name="nilai",
        ),
        sa.CheckConstraint(
            "(status = 'menunggu') = (diputus_pada IS NULL) AND "
            "(status = 'menunggu') = (diputus_oleh_id IS NULL) AND "
            "(status <> 'ditolak' OR alasan_putusan IS NOT NULL) AND "
            "(status <> 'menunggu' OR berkas_id IS NOT NULL)",
            name="putusan",
        ),
        # One that waits, of a kind: a second one would be an answer to nobody's question.
        sa.Index(
            "uq_permintaan_perubahan_identitas",
            "peserta_id",
            "isian",
            unique=True,
            sqlite_where=_MENUNGGU_IDENTITAS,
            postgresql_where=_MENUNGGU_IDENTITAS,
        ),
        sa.Index(
            "uq_permintaan_perubahan_alat",
            "uttp_id",
            "isian",
            unique=True,
            sqlite_where=_MENUNGGU_ALAT,
            postgresql_where=_MENUNGGU_ALAT,
        ),
        sa.Index("ix_permintaan_perubahan_antrean", "status", "dibuat_pada", "id"),
        sa.Index("ix_permintaan_perubahan_peserta", "peserta_id", "id"),
        sa.Index("ix_permintaan_perubahan_uttp", "uttp_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    jenis: Mapped[str] = mapped_column(sa.String(10))
    peserta_id: Mapped[int] = mapped_column(sa.ForeignKey("peserta.id", ondelete="RESTRICT"))
    uttp_id: Mapped[int | None] = mapped_column(sa.ForeignKey("uttp.id", ondelete="RESTRICT"))
    isian: Mapped[str] = mapped_column(sa.String(10))
    lama: Mapped[str | None] = mapped_column(sa.String(200))
    baru: Mapped[str | None] = mapped_column(sa.String(200))
    lama_sandi: Mapped[str | None] = mapped_column(Rahasia("permintaan_perubahan.lama"))
    baru_sandi: Mapped[str | None] = mapped_column(Rahasia("permintaan_perubahan.baru"))
    alasan: Mapped[str] = mapped_column(sa.Text)
    berkas_id: Mapped[int | None] = mapped_column(sa.ForeignKey("berkas.id", ondelete="RESTRICT"))
    status: Mapped[str] = mapped_column(sa.String(10), default=StatusPerubahan.MENUNGGU)
    dibuat_pada: Mapped[datetime] = saat_dibuat()
    dibuat_oleh_id: Mapped[int] = mapped_column(sa.ForeignKey("pengguna.id", ondelete="RESTRICT"))
    diputus_pada: Mapped[datetime | None] = mapped_column(UTCDateTime())
    diputus_oleh_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("pengguna.id", ondelete="RESTRICT")
    )
    alasan_putusan: Mapped[str | None] = mapped_column(sa.Text)

    peserta: Mapped[Peserta] = relationship(lazy="raise")
    uttp: Mapped[Uttp | None] = relationship(lazy="raise")
    berkas: Mapped[Berkas | None] = relationship(lazy="raise")

    @property
    def rahasia(self) -> bool:
        return self.isian in RAHASIA

    @property
    def nilai_lama(self) -> str | None:
        """Whichever column it stands in, in full: for rules, not for pages."""
        return self.lama_sandi if self.rahasia else self.lama

    @property
    def nilai_baru(self) -> str:
        return (self.baru_sandi if self.rahasia else self.baru) or ""

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        """The office (not its testers), and the participant who asked."""
        if pelaku.peran in (Peran.ADMIN, Peran.PELAYANAN, Peran.KEPALA):
            return sa.true()
        saya = sa.select(Peserta.id).where(Peserta.pengguna_id == pelaku.id)
        return cls.peserta_id.in_(saya)
