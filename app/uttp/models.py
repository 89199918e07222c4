"""The catalogue of instrument types and the instruments themselves."""

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from app.core import clock
from app.core.types import UTCDateTime, cek_enum, saat_dibuat
from app.core.uploads import Berkas
from app.extensions import Model, Pelaku
from app.pengaturan.models import Kelurahan
from app.peserta.models import Peserta, TempatUsaha
from app.uttp.states import Hitungan, JenisIsian, LayananJenis, SebabMilik, SebabPensiun

# For the interval of today, which a type shows as if it were a column of its own.
_MASA = sa.table(
    "masa_berlaku",
    sa.column("jenis_id", sa.Integer),
    sa.column("bulan", sa.Integer),
    sa.column("berlaku_mulai", sa.Date),
    sa.column("berlaku_sampai", sa.Date),
)
# Asked each time a statement runs.
_HARI_INI = sa.bindparam("hari_ini", callable_=clock.today, type_=sa.Date())


class JenisUttp(Model):
    """A type of instrument; its numbers are data of the office, not law in code.

    `masa_berlaku_bulan` is the interval in force today (`MasaBerlaku`), None where none is known.
    """

    __tablename__ = "jenis_uttp"
    __table_args__ = (
        cek_enum("layanan", LayananJenis),
        sa.CheckConstraint("menit > 0", name="menit"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kode: Mapped[str] = mapped_column(sa.String(12), unique=True)
    kelompok: Mapped[str] = mapped_column(sa.String(80), index=True)
    nama: Mapped[str] = mapped_column(sa.String(120))
    satuan: Mapped[str] = mapped_column(sa.String(12))
    kelas: Mapped[str | None] = mapped_column(sa.String(20))
    layanan: Mapped[str] = mapped_column(sa.String(10), default=LayananJenis.KEDUANYA)
    menit: Mapped[int] = mapped_column(default=30)
    lokasi_umum: Mapped[str | None] = mapped_column(sa.String(60))
    deskripsi: Mapped[str | None] = mapped_column(sa.Text)
    gambar_id: Mapped[int | None] = mapped_column(sa.ForeignKey("berkas.id", ondelete="RESTRICT"))
    aktif: Mapped[bool] = mapped_column(default=True)

    masa_berlaku_bulan: Mapped[int | None] = column_property(
        sa.select(_MASA.c.bulan)
        .where(
            _MASA.c.jenis_id == id,
            _MASA.c.berlaku_mulai <= _HARI_INI,
            sa.or_(
                _MASA.c.berlaku_sampai.is_(None),
                _MASA.c.berlaku_sampai >= _HARI_INI,
            ),
        )
        .correlate_except(_MASA)
        .scalar_subquery()
    )
    gambar: Mapped[Berkas | None] = relationship(lazy="raise")
    masa: Mapped[list["MasaBerlaku"]] = relationship(
        lazy="raise", order_by="MasaBerlaku.berlaku_mulai.desc()", viewonly=True
    )
    dokumen: Mapped[list["DokumenJenis"]] = relationship(
        lazy="raise", order_by="DokumenJenis.urutan", back_populates="jenis"
    )
    informasi: Mapped[list["InformasiJenis"]] = relationship(
        lazy="raise", order_by="InformasiJenis.urutan", back_populates="jenis"
    )

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        return sa.true()


class MasaBerlaku(Model):
    """How long a type is valid after a test, by a regulation and from a date on; both edges count.

    The periods of a type follow one upon the other; the last has no end. `status` says how sure
    the office is that the rule reads so ("terverifikasi" or in words why not yet).
    """

    __tablename__ = "masa_berlaku"
    __table_args__ = (
        sa.CheckConstraint("bulan BETWEEN 1 AND 600", name="bulan"),
        sa.CheckConstraint(
            "berlaku_sampai IS NULL OR berlaku_sampai >= berlaku_mulai", name="masa"
        ),
        sa.UniqueConstraint("jenis_id", "berlaku_mulai"),
        sa.Index(
            "uq_masa_berlaku_terakhir",
            "jenis_id",
            unique=True,
            sqlite_where=sa.text("berlaku_sampai IS NULL"),
            postgresql_where=sa.text("berlaku_sampai IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    jenis_id: Mapped[int] = mapped_column(sa.ForeignKey("jenis_uttp.id", ondelete="RESTRICT"))
    bulan: Mapped[int]
    berlaku_mulai: Mapped[date]
    berlaku_sampai: Mapped[date | None]
    peraturan: Mapped[str] = mapped_column(sa.String(200))
    pasal: Mapped[str | None] = mapped_column(sa.String(120))
    sumber: Mapped[str | None] = mapped_column(sa.Text)
    status: Mapped[str | None] = mapped_column(sa.String(40))

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        return sa.true()


class DokumenJenis(Model):
    """A further document an application for this type must bring, with a form to download."""

    __tablename__ = "dokumen_jenis"
    __table_args__ = (
        cek_enum("layanan", LayananJenis),
        sa.UniqueConstraint("jenis_id", "nama"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    jenis_id: Mapped[int] = mapped_column(sa.ForeignKey("jenis_uttp.id", ondelete="RESTRICT"))
    nama: Mapped[str] = mapped_column(sa.String(120))
    layanan: Mapped[str] = mapped_column(sa.String(10), default=LayananJenis.KEDUANYA)
    wajib: Mapped[bool] = mapped_column(default=True)
    petunjuk: Mapped[str | None] = mapped_column(sa.String(250))
    # Questions of the blank form, one a line; the PDF is drawn from them when asked for.
    format_isian: Mapped[str | None] = mapped_column(sa.Text)
    # A blank form of the office's own, in place of the drawn one.
    format_id: Mapped[int | None] = mapped_column(sa.ForeignKey("berkas.id", ondelete="RESTRICT"))
    urutan: Mapped[int] = mapped_column(default=0)
    aktif: Mapped[bool] = mapped_column(default=True)

    jenis: Mapped[JenisUttp] = relationship(lazy="raise", back_populates="dokumen")
    format: Mapped[Berkas | None] = relationship(lazy="raise")

    @property
    def berformat(self) -> bool:
        """Is there a blank form to download?"""
        return bool(self.format_id or self.format_isian)

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        return sa.true()


class InformasiJenis(Model):
    """A further question about instruments of this type ("Informasi Tambahan").

    `hitungan`: its answer is how many of these the instrument has, and a fee may count them.
    """

    __tablename__ = "informasi_jenis"
    __table_args__ = (
        cek_enum("isian", JenisIsian),
        cek_enum("hitungan", Hitungan),
        sa.UniqueConstraint("jenis_id", "label"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    jenis_id: Mapped[int] = mapped_column(sa.ForeignKey("jenis_uttp.id", ondelete="RESTRICT"))
    label: Mapped[str] = mapped_column(sa.String(80))
    isian: Mapped[str] = mapped_column(sa.String(10), default=JenisIsian.TEKS)
    pilihan: Mapped[str | None] = mapped_column(sa.Text)  # one a line
    satuan: Mapped[str | None] = mapped_column(sa.String(12))
    petunjuk: Mapped[str | None] = mapped_column(sa.String(200))
    wajib: Mapped[bool] = mapped_column(default=False)
    hitungan: Mapped[str | None] = mapped_column(sa.String(12))
    urutan: Mapped[int] = mapped_column(default=0)
    aktif: Mapped[bool] = mapped_column(default=True)

    jenis: Mapped[JenisUttp] = relationship(lazy="raise", back_populates="informasi")

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        return sa.true()


class Uttp(Model):
    """One instrument. One unit is one row.

    `pemilik` owns it; `pemakai` uses it when that is somebody else (a penyedia's customer).
    `sidik` is brand and serial number without spaces, marks and case, to find the same one twice.
    `skhp_*` is the certificate in force (or the last one); a failed test sets `uji_batal` and
    leaves them alone. `terkunci_pada`: since the first accepted application only brand, model,
    place and photo may change. `pensiun_*`: out of use since that day; such an instrument is due
    nowhere and cannot be applied for. `tempat_id` is one of the places of its owner or user;
    `tempat_peserta_id` says whose, so that the database can hold it to that.
    """

    __tablename__ = "uttp"
    CARI = ("merk", "tipe", "nomor_seri", "skhp_nomor", "lokasi", "sidik")
    __table_args__ = (
        sa.CheckConstraint("kapasitas > 0", name="kapasitas"),
        sa.CheckConstraint("daya_baca IS NULL OR daya_baca > 0", name="daya_baca"),
        sa.CheckConstraint("pemakai_id IS NULL OR pemakai_id <> pemilik_id", name="pemakai"),
        cek_enum("pensiun_sebab", SebabPensiun),
        sa.CheckConstraint(
            "(pensiun_pada IS NULL) = (pensiun_sebab IS NULL) AND (pensiun_pada IS NOT NULL OR "
            "(pensiun_catatan IS NULL AND pensiun_dicatat_pada IS NULL))",
            name="pensiun",
        ),
        sa.CheckConstraint(
            "(tempat_id IS NULL) = (tempat_peserta_id IS NULL) AND (tempat_peserta_id IS NULL OR "
            "tempat_peserta_id = pemilik_id OR "
            "(pemakai_id IS NOT NULL AND tempat_peserta_id = pemakai_id))",
            name="tempat",
        ),
        sa.ForeignKeyConstraint(
            ["tempat_id", "tempat_peserta_id"],
            ["tempat_usaha.id", "tempat_usaha.peserta_id"],
            ondelete="RESTRICT",
        ),
        sa.Index("ix_uttp_tempat", "tempat_id"),
        sa.UniqueConstraint("pemilik_id", "jenis_id", "sidik", name="uq_uttp_sidik"),
        sa.Index("ix_uttp_kembar", "jenis_id", "sidik"),
        sa.Index("ix_uttp_pemilik", "pemilik_id", "dibuat_pada", "id"),
        sa.Index("ix_uttp_pemakai", "pemakai_id"),
        sa.Index("ix_uttp_urut", "dibuat_pada", "id"),
        # What runs out soon, counted from the index alone.
        sa.Index("ix_uttp_habis", "skhp_berlaku_sampai", "pensiun_pada", "uji_batal"),
        sa.Index("ix_uttp_skhp_berlaku_sampai", "skhp_berlaku_sampai"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    jenis_id: Mapped[int] = mapped_column(sa.ForeignKey("jenis_uttp.id", ondelete="RESTRICT"))
    pemilik_id: Mapped[int] = mapped_column(sa.ForeignKey("peserta.id", ondelete="RESTRICT"))
    pemakai_id: Mapped[int | None] = mapped_column(sa.ForeignKey("peserta.id", ondelete="RESTRICT"))
    merk: Mapped[str] = mapped_column(sa.String(60))
    tipe: Mapped[str] = mapped_column(sa.String(60))
    kapasitas: Mapped[Decimal] = mapped_column(sa.Numeric(14, 4))
    daya_baca: Mapped[Decimal | None] = mapped_column(sa.Numeric(14, 6))
    nomor_seri: Mapped[str] = mapped_column(sa.String(50))
    sidik: Mapped[str] = mapped_column(sa.String(120))
    lokasi: Mapped[str | None] = mapped_column(sa.String(200))
    # An imported instrument waits for its photo; none is applied for without.
    foto_id: Mapped[int | None] = mapped_column(sa.ForeignKey("berkas.id", ondelete="RESTRICT"))
    skhp_nomor: Mapped[str | None] = mapped_column(sa.String(60), index=True)
    skhp_tanggal: Mapped[date | None]
    skhp_berlaku_sampai: Mapped[date | None]
    skhp_penerbit: Mapped[str | None] = mapped_column(sa.String(120))
    uji_batal: Mapped[bool] = mapped_column(default=False)
    terkunci_pada: Mapped[datetime | None] = mapped_column(UTCDateTime())
    tempat_id: Mapped[int | None] = mapped_column()
    tempat_peserta_id: Mapped[int | None]
    pensiun_pada: Mapped[date | None]
    pensiun_sebab: Mapped[str | None] = mapped_column(sa.String(8))
    pensiun_catatan: Mapped[str | None] = mapped_column(sa.String(300))
    pensiun_dicatat_pada: Mapped[datetime | None] = mapped_column(UTCDateTime())
    dibuat_pada: Mapped[datetime] = saat_dibuat()

    jenis: Mapped[JenisUttp] = relationship(lazy="raise")
    pemilik: Mapped[Peserta] = relationship(lazy="raise", foreign_keys=[pemilik_id])
    pemakai: Mapped[Peserta | None] = relationship(lazy="raise", foreign_keys=[pemakai_id])
    foto: Mapped[Berkas | None] = relationship(lazy="raise")
    # The place in one line, so that lists and schedules need no further query.
    tempat_tulis: Mapped[str | None] = column_property(
        sa.select(TempatUsaha.nama + ", " + TempatUsaha.alamat + ", " + Kelurahan.nama)
        .join(Kelurahan, Kelurahan.id == TempatUsaha.kelurahan_id)
        .where(TempatUsaha.id == tempat_id)
        .correlate_except(TempatUsaha, Kelurahan)
        .scalar_subquery()
    )
    informasi: Mapped[list["InformasiUttp"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", passive_deletes=True
    )
    kepemilikan: Mapped[list["Kepemilikan"]] = relationship(
        lazy="raise",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="Kepemilikan.sejak",
    )

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        """Seen by whoever looks after its owner, and by the account that uses it. A penyedia does
        not see what a customer with an account of its own owns."""
        return sa.or_(
            Peserta.diurus(cls.pemilik_id, pelaku), Peserta.diurus(cls.pemakai_id, pelaku)
        )


class Kepemilikan(Model):
    """A period in which somebody owned an instrument; `sampai` is None for the one that runs.

    Written with the act and never edited but for its end. The periods of an instrument follow one
    upon the other without a gap, and the owner of the running one is `Uttp.pemilik_id`.
    """

    __tablename__ = "kepemilikan"
    __table_args__ = (
        cek_enum("sebab", SebabMilik),
        sa.CheckConstraint("sampai IS NULL OR sampai >= sejak", name="sampai"),
        sa.CheckConstraint("sebab <> 'tarik' OR alasan IS NOT NULL", name="alasan"),
        sa.UniqueConstraint("uttp_id", "sejak"),
        sa.Index(
            "uq_kepemilikan_kini",
            "uttp_id",
            unique=True,
            sqlite_where=sa.text("sampai IS NULL"),
            postgresql_where=sa.text("sampai IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uttp_id: Mapped[int] = mapped_column(sa.ForeignKey("uttp.id", ondelete="CASCADE"))
    pemilik_id: Mapped[int] = mapped_column(
        sa.ForeignKey("peserta.id", ondelete="RESTRICT"), index=True
    )
    sejak: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    sampai: Mapped[datetime | None] = mapped_column(UTCDateTime())
    sebab: Mapped[str] = mapped_column(sa.String(10), default=SebabMilik.AWAL)
    alasan: Mapped[str | None] = mapped_column(sa.Text)
    # Unknown for what was recorded before the history was kept.
    oleh_id: Mapped[int | None] = mapped_column(sa.ForeignKey("pengguna.id", ondelete="RESTRICT"))

    pemilik: Mapped[Peserta] = relationship(lazy="raise")

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        """Whoever sees the instrument knows whose it was, as a buyer does; a former owner keeps
        its own period."""
        alat = sa.select(Uttp.id).where(Uttp.visible_to(pelaku))
        return sa.or_(cls.uttp_id.in_(alat), Peserta.diurus(cls.pemilik_id, pelaku))


class InformasiUttp(Model):
    """The answer to one further question about one instrument."""

    __tablename__ = "informasi_uttp"

    uttp_id: Mapped[int] = mapped_column(
        sa.ForeignKey("uttp.id", ondelete="CASCADE"), primary_key=True
    )
    informasi_id: Mapped[int] = mapped_column(
        sa.ForeignKey("informasi_jenis.id", ondelete="RESTRICT"), primary_key=True
    )
    nilai: Mapped[str] = mapped_column(sa.String(200))

    informasi: Mapped[InformasiJenis] = relationship(lazy="raise")
