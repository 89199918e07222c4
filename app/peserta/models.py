"""Businesses that own, provide or use instruments, with the person in charge (PIC).

NIK and NPWP (of a person it is the NIK) are sealed; what looks them up and keeps them unique is the
index beside each, which `Peserta` keeps by itself.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from app.auth.models import Pengguna, Peran, indeks_nik
from app.core import clock, kunci
from app.core.access import STAF
from app.core.rahasia import Rahasia
from app.core.rencana import DiAntara
from app.core.types import UTCDateTime, cek_enum, saat_dibuat
from app.extensions import Model, Pelaku
from app.pengaturan.models import Kelurahan
from app.peserta.states import AlasanBuka, Kelompok, StatusPeserta

# A registration that waits or was refused claims nothing: only accepted ones must be unique, so the
# form never has to tell a stranger that a NIK or NPWP is known already. A customer that waits to
# become an owner goes on claiming its NPWP: no other penyedia may take it up as somebody new.
BERLAKU = sa.text("status NOT IN ('baru', 'ditolak') OR didaftarkan_oleh_id IS NOT NULL")
# The PIC of a refused customer is kept for the next try, and claims nothing either.
BERAKUN = sa.text("status NOT IN ('baru', 'ditolak', 'pelanggan')")

# For conditions of access: a query about participants must not correlate with them.
_SENDIRI = sa.table("peserta", sa.column("id"), sa.column("pengguna_id"), sa.column("penyedia_id"))

# How many digits there may be; the database cannot count what it cannot read.
_PANJANG = {"pic_nik": (16,), "npwp": (16, 22)}


def indeks_npwp(npwp: str) -> str:
    """What an NPWP is known by."""
    return kunci.indeks(npwp, "npwp")


class Peserta(Model):
    """A participant: the business, its PIC, and the account it signs in with."""

    __tablename__ = "peserta"
    CARI = ("nomor", "nama", "pic_nama")
    __table_args__ = (
        cek_enum("kelompok", Kelompok),
        cek_enum("status", StatusPeserta),
        sa.CheckConstraint("status <> 'ditolak' OR alasan_tolak IS NOT NULL", name="ditolak"),
        sa.CheckConstraint("status <> 'aktif' OR pengguna_id IS NOT NULL", name="aktif"),
        sa.CheckConstraint("length(npwp_indeks) = 64", name="npwp"),
        sa.CheckConstraint(
            "(pic_nik_sandi IS NULL) = (pic_nik_indeks IS NULL) AND "
            "(pic_nik_indeks IS NULL OR length(pic_nik_indeks) = 64)",
            name="nik",
        ),
        sa.CheckConstraint("penyedia_id IS NULL OR penyedia_id <> id", name="penyedia"),
        # Who was known before it was registered goes back to that, and keeps its penyedia.
        sa.CheckConstraint(
            "status <> 'ditolak' OR (penyedia_id IS NULL AND didaftarkan_oleh_id IS NULL)",
            name="pelanggan",
        ),
        sa.Index(
            "uq_peserta_npwp_indeks",
            "npwp_indeks",
            unique=True,
            sqlite_where=BERLAKU,
            postgresql_where=BERLAKU,
        ),
        sa.Index(
            "uq_peserta_pic_nik_indeks",
            "pic_nik_indeks",
            unique=True,
            sqlite_where=BERAKUN,
            postgresql_where=BERAKUN,
        ),
        # Of everybody, also of those who are not in force.
        sa.Index("ix_peserta_npwp", "npwp_indeks"),
        sa.Index("ix_peserta_nik", "pic_nik_indeks"),
        sa.Index("ix_peserta_antrean", "status", "dibuat_pada", "id"),
        sa.Index("ix_peserta_urut", "dibuat_pada", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    nomor: Mapped[str] = mapped_column(sa.String(20), unique=True)  # REG-2026-000123
    kunci_form: Mapped[str | None] = mapped_column(sa.String(36), unique=True)
    kelompok: Mapped[str] = mapped_column(sa.String(10))
    status: Mapped[str] = mapped_column(sa.String(10), default=StatusPeserta.BARU)
    alasan_tolak: Mapped[str | None] = mapped_column(sa.Text)

    npwp: Mapped[str] = mapped_column("npwp_sandi", Rahasia("peserta.npwp"))
    npwp_indeks: Mapped[str] = mapped_column(sa.String(64))
    nama: Mapped[str] = mapped_column(sa.String(120))
    alamat: Mapped[str] = mapped_column(sa.String(250))
    kelurahan_id: Mapped[int] = mapped_column(sa.ForeignKey("kelurahan.id", ondelete="RESTRICT"))
    telp: Mapped[str] = mapped_column(sa.String(20))
    email: Mapped[str | None] = mapped_column(sa.String(120))

    pic_nik: Mapped[str | None] = mapped_column("pic_nik_sandi", Rahasia("peserta.pic_nik"))
    pic_nik_indeks: Mapped[str | None] = mapped_column(sa.String(64))
    pic_nama: Mapped[str | None] = mapped_column(sa.String(120))
    pic_jabatan: Mapped[str | None] = mapped_column(sa.String(80))
    pic_telp: Mapped[str | None] = mapped_column(sa.String(20))
    pic_wa: Mapped[str | None] = mapped_column(sa.String(20))
    pic_email: Mapped[str | None] = mapped_column(sa.String(120))

    pengguna_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("pengguna.id", ondelete="RESTRICT"), unique=True
    )
    penyedia_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("peserta.id", ondelete="RESTRICT"), index=True
    )
    # Whoever made a registration of a customer: its penyedia, or staff.
    didaftarkan_oleh_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("pengguna.id", ondelete="RESTRICT")
    )
    dibuat_pada: Mapped[datetime] = saat_dibuat()
    # What a form was filled in from; a change in between is not overwritten.
    diubah_pada: Mapped[datetime] = mapped_column(
        UTCDateTime(), default=clock.now, onupdate=clock.now
    )
    diputus_pada: Mapped[datetime | None] = mapped_column(UTCDateTime())
    diputus_oleh_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("pengguna.id", ondelete="RESTRICT")
    )

    kelurahan: Mapped[Kelurahan] = relationship(lazy="raise")
    pengguna: Mapped[Pengguna | None] = relationship(lazy="raise", foreign_keys=[pengguna_id])
    tempat: Mapped[list["TempatUsaha"]] = relationship(
        lazy="raise", order_by="TempatUsaha.nama", viewonly=True
    )

    @validates("pic_nik", "npwp")
    def _ikut_indeks(self, kolom: str, nilai: str | None) -> str | None:
        """The index follows its number, so that no service can forget it. Who changes numbers by a
        bulk UPDATE changes the index himself."""
        if nilai is not None and (len(nilai) not in _PANJANG[kolom] or not nilai.isdigit()):
            raise ValueError(f"{kolom} is stored as digits only.")
        if kolom == "pic_nik":
            self.pic_nik_indeks = None if nilai is None else indeks_nik(nilai)
        else:
            self.npwp_indeks = indeks_npwp(str(nilai))
        return nilai

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        """Staff see all but a penera, who works from the application; a participant sees itself
        and the customers it serves."""
        if pelaku.peran == Peran.PENERA or pelaku.peran not in (*STAF, Peran.PESERTA):
            return sa.false()
        if pelaku.peran in STAF:
            return sa.true()
        aku = _SENDIRI.alias("aku")
        saya = sa.select(aku.c.id).where(aku.c.pengguna_id == pelaku.id)
        return sa.or_(cls.pengguna_id == pelaku.id, cls.penyedia_id.in_(saya))

    @classmethod
    def berlaku(cls) -> sa.ColumnElement[bool]:
        """BERLAKU for a query: this row claims its NPWP."""
        return sa.or_(
            cls.status.not_in([StatusPeserta.BARU, StatusPeserta.DITOLAK]),
            cls.didaftarkan_oleh_id.is_not(None),
        )

    @staticmethod
    def diurus(id: sa.SQLColumnExpression[Any], pelaku: Pelaku) -> sa.ColumnElement[bool]:
        """Does this account look after the participant with this id, its instruments and
        applications? Its own; and those of its customers that have no account, as long as they
        have none. Who has an account shows its penyedia nothing."""
        if pelaku.peran != Peran.PESERTA:
            kantor = pelaku.peran in STAF and pelaku.peran != Peran.PENERA
            return sa.true() if kantor else sa.false()
        urus, saya = _SENDIRI.alias("urus"), _SENDIRI.alias("saya")
        penyedia = sa.select(saya.c.id).where(saya.c.pengguna_id == pelaku.id)
        # Not "IS NULL": SQLite takes the unique index for one row then, and reads all customers.
        tanpa_akun = sa.func.coalesce(urus.c.pengguna_id, 0) == 0
        # Not "OR": PostgreSQL reads all participants for that.
        pelanggan = sa.select(urus.c.id).where(tanpa_akun, urus.c.penyedia_id.in_(penyedia))
        return DiAntara(id, sa.union_all(penyedia, pelanggan))


class TempatUsaha(Model):
    """A place where instruments of a participant stand, besides its own address (features B3).

    One that was ever used is closed (`aktif`) and not deleted: what stood there keeps its address.
    """

    __tablename__ = "tempat_usaha"
    __table_args__ = (
        # The name is how the owner tells its places apart.
        sa.UniqueConstraint("peserta_id", "nama"),
        # What an instrument points at: a place together with whose it is.
        sa.UniqueConstraint("id", "peserta_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    peserta_id: Mapped[int] = mapped_column(sa.ForeignKey("peserta.id", ondelete="CASCADE"))
    nama: Mapped[str] = mapped_column(sa.String(80))
    alamat: Mapped[str] = mapped_column(sa.String(250))
    kelurahan_id: Mapped[int] = mapped_column(sa.ForeignKey("kelurahan.id", ondelete="RESTRICT"))
    aktif: Mapped[bool] = mapped_column(default=True)
    dibuat_pada: Mapped[datetime] = saat_dibuat()

    kelurahan: Mapped[Kelurahan] = relationship(lazy="raise")
    peserta: Mapped[Peserta] = relationship(lazy="raise")

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        """Seen where its participant is seen."""
        return cls.peserta_id.in_(sa.select(Peserta.id).where(Peserta.visible_to(pelaku)))


class AksesData(Model):
    """One time somebody of the office saw numbers of a participant in full. Never edited."""

    __tablename__ = "akses_data"
    __table_args__ = (
        cek_enum("alasan", AlasanBuka),
        sa.Index("ix_akses_data_peserta", "peserta_id", "waktu", "id"),
        sa.Index("ix_akses_data_waktu", "waktu"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    peserta_id: Mapped[int] = mapped_column(sa.ForeignKey("peserta.id", ondelete="CASCADE"))
    pelaku_id: Mapped[int] = mapped_column(sa.ForeignKey("pengguna.id", ondelete="RESTRICT"))
    # As it was then; the participant is told the office's role, not the person's name.
    peran: Mapped[str] = mapped_column(sa.String(12))
    apa: Mapped[str] = mapped_column(sa.String(40))
    alasan: Mapped[str] = mapped_column(sa.String(12))
    waktu: Mapped[datetime] = saat_dibuat()

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        """The participant it is about, and those who answer for the office."""
        if pelaku.peran in (Peran.ADMIN, Peran.KEPALA):
            return sa.true()
        saya = sa.select(Peserta.id).where(Peserta.pengguna_id == pelaku.id)
        return cls.peserta_id.in_(saya)
