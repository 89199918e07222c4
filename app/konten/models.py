"""What the office publishes. Visitors see what `terbit` says; the office sees all of it."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from app.core import clock
from app.core.types import UTCDateTime, cek_enum, saat_dibuat
from app.core.uploads import Berkas
from app.extensions import Model, Pelaku
from app.konten.states import PEMBACA, JenisRegulasi


class Konten(Model):
    """What every sort has. `kunci_form` is the form that made it: sent twice, it is made once."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    aktif: Mapped[bool] = mapped_column(default=True)
    kunci_form: Mapped[str | None] = mapped_column(sa.String(36), unique=True)
    dibuat_pada: Mapped[datetime] = saat_dibuat()

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        return sa.true() if pelaku.peran in PEMBACA else sa.false()

    @classmethod
    def terbit(cls, saat: datetime) -> sa.ColumnElement[bool]:
        """May everybody see it at this instant?"""
        return sa.and_(cls.aktif)


class Bergambar:
    """A picture with its words and its size, so that its place is kept free on the page."""

    gambar_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("berkas.id", ondelete="RESTRICT"), index=True
    )
    alt: Mapped[str | None] = mapped_column(sa.String(200))
    lebar: Mapped[int | None]
    tinggi: Mapped[int | None]

    @declared_attr
    @classmethod
    def gambar(cls) -> Mapped[Berkas | None]:
        return relationship(Berkas, lazy="raise", foreign_keys=[cls.gambar_id])


class Berberkas:
    """A file to download."""

    dokumen_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("berkas.id", ondelete="RESTRICT"), index=True
    )

    @declared_attr
    @classmethod
    def dokumen(cls) -> Mapped[Berkas | None]:
        return relationship(Berkas, lazy="raise", foreign_keys=[cls.dokumen_id])


def _cek_gambar(*, harus: bool = False) -> tuple[sa.CheckConstraint, ...]:
    """A picture comes with its words and its size, or there is none."""
    lengkap = "alt IS NOT NULL AND alt <> '' AND lebar > 0 AND tinggi > 0"
    ada = [sa.CheckConstraint("gambar_id IS NOT NULL", name="ada_gambar")] if harus else []
    return (*ada, sa.CheckConstraint(f"gambar_id IS NULL OR ({lengkap})", name="gambar"))


def _urutan(tabel: str) -> sa.Index:
    """The list of the office, newest first."""
    return sa.Index(f"ix_{tabel}_dibuat", "dibuat_pada", "id")


class Slide(Bergambar, Konten):
    """A picture on top of the front page."""

    __tablename__ = "slide"
    __table_args__ = (*_cek_gambar(harus=True), _urutan("slide"))

    judul: Mapped[str] = mapped_column(sa.String(80))
    teks: Mapped[str | None] = mapped_column(sa.String(200))
    tautan: Mapped[str | None] = mapped_column(sa.String(200))  # a page of this site
    tautan_label: Mapped[str | None] = mapped_column(sa.String(40))
    urutan: Mapped[int] = mapped_column(default=10)


class KartuLayanan(Konten):
    """A service of the office with what is promised for it."""

    __tablename__ = "kartu_layanan"
    __table_args__ = (_urutan("kartu_layanan"),)

    nama: Mapped[str] = mapped_column(sa.String(80), unique=True)
    ringkas: Mapped[str] = mapped_column(sa.String(200))
    naskah: Mapped[str | None] = mapped_column(sa.Text)
    syarat: Mapped[str | None] = mapped_column(sa.Text)
    waktu: Mapped[str | None] = mapped_column(sa.String(120))
    biaya: Mapped[str | None] = mapped_column(sa.String(120))
    urutan: Mapped[int] = mapped_column(default=10)


class Regulasi(Berberkas, Konten):
    """A regulation; its text lies here or where its publisher keeps it."""

    __tablename__ = "regulasi"
    __table_args__ = (
        cek_enum("jenis", JenisRegulasi),
        sa.UniqueConstraint("jenis", "nomor", "tahun"),
        sa.Index("ix_regulasi_tahun", "tahun", "id"),
        _urutan("regulasi"),
    )

    jenis: Mapped[str] = mapped_column(sa.String(10))
    nomor: Mapped[str] = mapped_column(sa.String(40))
    tahun: Mapped[int]
    judul: Mapped[str] = mapped_column(sa.String(250))
    keterangan: Mapped[str | None] = mapped_column(sa.String(250))
    tautan: Mapped[str | None] = mapped_column(sa.String(250))


class Sop(Berberkas, Konten):
    """A procedure of the office, as a PDF."""

    __tablename__ = "sop"
    __table_args__ = (
        sa.CheckConstraint("dokumen_id IS NOT NULL", name="ada_dokumen"),
        _urutan("sop"),
    )

    judul: Mapped[str] = mapped_column(sa.String(150), unique=True)
    nomor: Mapped[str | None] = mapped_column(sa.String(60))
    berlaku_mulai: Mapped[date | None]
    keterangan: Mapped[str | None] = mapped_column(sa.String(250))
    urutan: Mapped[int] = mapped_column(default=10)


class Berita(Bergambar, Konten):
    """A piece of news. `aktif` false is a draft."""

    __tablename__ = "berita"
    __table_args__ = (
        *_cek_gambar(),
        sa.CheckConstraint("sampai_pada IS NULL OR sampai_pada > terbit_pada", name="masa"),
        sa.Index("ix_berita_terbit", "terbit_pada", "id"),
        _urutan("berita"),
    )

    judul: Mapped[str] = mapped_column(sa.String(150))
    ringkas: Mapped[str | None] = mapped_column(sa.String(250))
    naskah: Mapped[str] = mapped_column(sa.Text)
    terbit_pada: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    sampai_pada: Mapped[datetime | None] = mapped_column(UTCDateTime())
    tautan: Mapped[str | None] = mapped_column(sa.String(600))  # addresses elsewhere, one a line

    @classmethod
    def terbit(cls, saat: datetime) -> sa.ColumnElement[bool]:
        return sa.and_(
            cls.aktif,
            cls.terbit_pada <= saat,
            sa.or_(cls.sampai_pada.is_(None), cls.sampai_pada > saat),
        )


class FotoGaleri(Bergambar, Konten):
    """A photo of the gallery, perhaps of a piece of news."""

    __tablename__ = "foto_galeri"
    __table_args__ = (*_cek_gambar(harus=True), _urutan("foto_galeri"))

    keterangan: Mapped[str | None] = mapped_column(sa.String(200))
    berita_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("berita.id", ondelete="SET NULL"), index=True
    )

    @classmethod
    def terbit(cls, saat: datetime) -> sa.ColumnElement[bool]:
        """Not before the news it belongs to."""
        belum = sa.select(Berita.id).where(
            Berita.id == cls.berita_id, sa.or_(Berita.aktif.is_(False), Berita.terbit_pada > saat)
        )
        return sa.and_(cls.aktif, sa.not_(belum.correlate(cls).exists()))


class Jabatan(Konten):
    """A position; `urutan` is its rank, the highest first."""

    __tablename__ = "jabatan"
    __table_args__ = (_urutan("jabatan"),)

    nama: Mapped[str] = mapped_column(sa.String(100), unique=True)
    urutan: Mapped[int] = mapped_column(default=10)


class Pegawai(Bergambar, Konten):
    """Somebody who works at the office. The NIP is shown only where that was chosen."""

    __tablename__ = "pegawai"
    __table_args__ = (
        *_cek_gambar(),
        sa.CheckConstraint("NOT nip_tampil OR nip IS NOT NULL", name="nip_tampil"),
        _urutan("pegawai"),
    )

    nama: Mapped[str] = mapped_column(sa.String(120))
    nip: Mapped[str | None] = mapped_column(sa.String(18), unique=True)
    nip_tampil: Mapped[bool] = mapped_column(default=False)
    jabatan_id: Mapped[int] = mapped_column(
        sa.ForeignKey("jabatan.id", ondelete="RESTRICT"), index=True
    )

    jabatan: Mapped[Jabatan] = relationship(lazy="raise")


class Sidang(Konten):
    """A day on which the office tests at a market."""

    __tablename__ = "sidang"
    __table_args__ = (
        sa.Index("ix_sidang_tanggal", "tanggal", "id"),
        _urutan("sidang"),
    )

    tempat: Mapped[str] = mapped_column(sa.String(120))
    alamat: Mapped[str] = mapped_column(sa.String(200))
    tanggal: Mapped[date]
    jam: Mapped[str] = mapped_column(sa.String(40))
    alat: Mapped[str] = mapped_column(sa.String(200))
    bawa: Mapped[str | None] = mapped_column(sa.String(400))


class HalamanSitus(Bergambar, Model):
    """A page that is there once, by its code (states.HALAMAN)."""

    __tablename__ = "halaman_situs"
    __table_args__ = _cek_gambar()

    id: Mapped[int] = mapped_column(primary_key=True)
    kode: Mapped[str] = mapped_column(sa.String(20), unique=True)
    naskah: Mapped[str | None] = mapped_column(sa.Text)
    diubah_pada: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        return sa.true() if pelaku.peran in PEMBACA else sa.false()


class Unduhan(Model):
    """How often a file of the site was fetched; nobody's name is kept."""

    __tablename__ = "unduhan"
    __table_args__ = (sa.CheckConstraint("jumlah > 0", name="jumlah"),)

    ragam: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    nomor: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    jumlah: Mapped[int]


MODEL: dict[str, type[Konten]] = {
    "slide": Slide,
    "layanan": KartuLayanan,
    "berita": Berita,
    "foto": FotoGaleri,
    "regulasi": Regulasi,
    "sop": Sop,
    "pegawai": Pegawai,
    "jabatan": Jabatan,
    "sidang": Sidang,
}
