"""What the counter took in and gave out for one application.

One row of an application is in force. A correction adds a row and marks the old one replaced, so
what was written first stays; so does an instrument taken home untested and brought in again.
"""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from app.auth.models import Pengguna
from app.core import clock
from app.core.rahasia import Rahasia
from app.core.types import UTCDateTime, cek_enum, saat_dibuat
from app.extensions import Model, Pelaku
from app.pengajuan.models import Pengajuan
from app.serah.states import Hubungan

KINI = sa.text("digantikan_pada IS NULL")
_DI_KANTOR = sa.text(
    "digantikan_pada IS NULL AND tanggal_terima IS NOT NULL AND tanggal_kembali IS NULL"
)
_DOKUMEN = sa.text(
    "digantikan_pada IS NULL AND dokumen_siap_pada IS NOT NULL AND tanggal_dokumen IS NULL"
)


def _lengkap(tanggal: str, *kolom: str) -> sa.ColumnElement[bool]:
    """An act is written down as a whole or not at all."""
    syarat = " AND ".join(f"({tanggal} IS NULL) = ({k} IS NULL)" for k in kolom)
    return sa.literal_column(syarat)


def _penerima(awalan: str, tanggal: str) -> sa.CheckConstraint:
    kolom = (f"{awalan}_{k}" for k in ("oleh_id", "nik_sandi", "nama", "hubungan"))
    return sa.CheckConstraint(_lengkap(tanggal, *kolom), name=awalan)


def _saring(nama: str, syarat: sa.TextClause, *kolom: str, unique: bool = False) -> sa.Index:
    return sa.Index(nama, *kolom, unique=unique, sqlite_where=syarat, postgresql_where=syarat)


def _petugas() -> Mapped[int | None]:
    return mapped_column(sa.ForeignKey("pengguna.id", ondelete="RESTRICT"))


class SerahTerima(Model):
    """Reception, return and documents of one application: days, officers, receivers."""

    __tablename__ = "serah_terima"
    __table_args__ = (
        sa.UniqueConstraint("pengajuan_id", "versi"),
        sa.CheckConstraint(_lengkap("tanggal_terima", "terima_oleh_id"), name="terima"),
        _penerima("kembali", "tanggal_kembali"),
        _penerima("dokumen", "tanggal_dokumen"),
        cek_enum("kembali_hubungan", Hubungan),
        cek_enum("dokumen_hubungan", Hubungan),
        # Nothing leaves that never came.
        sa.CheckConstraint(
            "tanggal_kembali IS NULL OR "
            "(tanggal_terima IS NOT NULL AND tanggal_kembali >= tanggal_terima)",
            name="urutan",
        ),
        sa.CheckConstraint(
            "tanggal_dokumen IS NULL OR dokumen_siap_pada IS NOT NULL", name="dokumen_siap"
        ),
        # No day lies after the one it was written down on.
        *(
            sa.CheckConstraint(f"{k} IS NULL OR {k} <= dicatat", name=f"{k}_lalu")
            for k in ("tanggal_terima", "tanggal_kembali", "tanggal_dokumen")
        ),
        sa.CheckConstraint(
            "cetak_terima >= 0 AND cetak_kembali >= 0 AND cetak_dokumen >= 0", name="cetak"
        ),
        _saring("uq_serah_terima_kini", KINI, "pengajuan_id", unique=True),
        # With whose it is, so that counting reads nothing else of this table.
        _saring("ix_serah_terima_di_kantor", _DI_KANTOR, "tanggal_terima", "id", "pengajuan_id"),
        _saring("ix_serah_terima_dokumen", _DOKUMEN, "dokumen_siap_pada", "id", "pengajuan_id"),
        _saring("ix_serah_terima_selesai", KINI, "diubah_pada", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pengajuan_id: Mapped[int] = mapped_column(sa.ForeignKey("pengajuan.id", ondelete="RESTRICT"))
    versi: Mapped[int] = mapped_column(default=1)

    tanggal_terima: Mapped[date | None]
    terima_oleh_id: Mapped[int | None] = _petugas()
    kelengkapan: Mapped[str | None] = mapped_column(sa.String(300))

    tanggal_kembali: Mapped[date | None]
    kembali_oleh_id: Mapped[int | None] = _petugas()
    kembali_nik: Mapped[str | None] = mapped_column(
        "kembali_nik_sandi", Rahasia("serah_terima.kembali_nik")
    )
    kembali_nama: Mapped[str | None] = mapped_column(sa.String(120))
    kembali_hubungan: Mapped[str | None] = mapped_column(sa.String(10))

    # Since when there is something to fetch.
    dokumen_siap_pada: Mapped[datetime | None] = mapped_column(UTCDateTime())
    tanggal_dokumen: Mapped[date | None]
    dokumen_oleh_id: Mapped[int | None] = _petugas()
    dokumen_nik: Mapped[str | None] = mapped_column(
        "dokumen_nik_sandi", Rahasia("serah_terima.dokumen_nik")
    )
    dokumen_nama: Mapped[str | None] = mapped_column(sa.String(120))
    dokumen_hubungan: Mapped[str | None] = mapped_column(sa.String(10))

    # How often each proof was printed; from the second one on it is a copy.
    cetak_terima: Mapped[int] = mapped_column(default=0)
    cetak_kembali: Mapped[int] = mapped_column(default=0)
    cetak_dokumen: Mapped[int] = mapped_column(default=0)

    alasan: Mapped[str | None] = mapped_column(sa.Text)  # of the correction that made this row
    dicatat: Mapped[date] = mapped_column(default=clock.today, onupdate=clock.today)
    dibuat_pada: Mapped[datetime] = saat_dibuat()
    diubah_pada: Mapped[datetime] = mapped_column(
        UTCDateTime(), default=clock.now, onupdate=clock.now
    )
    digantikan_pada: Mapped[datetime | None] = mapped_column(UTCDateTime())

    terima_oleh: Mapped[Pengguna | None] = relationship(lazy="raise", foreign_keys=[terima_oleh_id])
    kembali_oleh: Mapped[Pengguna | None] = relationship(
        lazy="raise", foreign_keys=[kembali_oleh_id]
    )
    dokumen_oleh: Mapped[Pengguna | None] = relationship(
        lazy="raise", foreign_keys=[dokumen_oleh_id]
    )

    @validates("kembali_nik", "dokumen_nik")
    def _angka(self, kolom: str, nilai: str | None) -> str | None:
        if nilai is not None and (len(nilai) != 16 or not nilai.isdigit()):
            raise ValueError(f"{kolom} is stored as digits only.")
        return nilai

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        """Seen where its application is seen."""
        return cls.pengajuan_id.in_(sa.select(Pengajuan.id).where(Pengajuan.visible_to(pelaku)))
