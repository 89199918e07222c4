"""Applications, their files, their history and the certificates that come of them."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from app.auth.models import Pengguna, Peran
from app.core.rencana import TanpaIndeks
from app.core.types import UTCDateTime, cek_enum, saat_dibuat
from app.core.uploads import Berkas
from app.extensions import Model, Pelaku
from app.pengajuan.states import (
    AKTIF,
    BERTANGGAL,
    MASIH_DIUJI,
    PINDAH_PALING_BANYAK,
    Lokasi,
    SkhpLama,
    Status,
)
from app.peserta.models import Peserta
from app.uttp.models import Uttp
from app.uttp.states import Layanan


def _kata(status: Any) -> str:
    return ", ".join(sorted(f"'{s.value}'" for s in status))


MASIH_AKTIF = sa.text(f"status IN ({_kata(AKTIF)})")
# The same, said so that no index that begins with the status is tried for it.
BERJALAN = sa.text(f"coalesce(status, '') IN ({_kata(AKTIF)})")
DITUNGGU = sa.text(f"lokasi = 'kantor' AND coalesce(status, '') IN ({_kata(MASIH_DIUJI)})")


class KelompokPengajuan(Model):
    """Several applications filed together: one printed number above those of each."""

    __tablename__ = "kelompok_pengajuan"
    CARI = ("nomor",)

    id: Mapped[int] = mapped_column(primary_key=True)
    nomor: Mapped[str] = mapped_column(sa.String(20), unique=True)
    peserta_id: Mapped[int] = mapped_column(
        sa.ForeignKey("peserta.id", ondelete="RESTRICT"), index=True
    )
    dibuat_oleh_id: Mapped[int] = mapped_column(sa.ForeignKey("pengguna.id", ondelete="RESTRICT"))
    dibuat_pada: Mapped[datetime] = saat_dibuat()

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        """Seen by whoever sees one of its applications."""
        return cls.id.in_(sa.select(Pengajuan.kelompok_id).where(Pengajuan.visible_to(pelaku)))


class Pengajuan(Model):
    """One application for one instrument. Only `services.terapkan` changes `status`.

    `retribusi` is the fee in whole rupiah, fixed when the date was set; 0 is Bebas Retribusi.
    Its lines are `baris`. `jumlah_hitung`: how many nozzles (compartments, scales) staff counted,
    where the instrument's data do not say. `menit` is what the test takes of the office's day.
    `kunci_form` makes a double click harmless.
    """

    __tablename__ = "pengajuan"
    CARI = ("nomor",)
    __table_args__ = (
        cek_enum("status", Status),
        cek_enum("layanan", Layanan),
        cek_enum("lokasi", Lokasi),
        cek_enum("skhp_lama", SkhpLama),
        sa.CheckConstraint(
            f"status NOT IN ({_kata(BERTANGGAL)}) OR (tanggal_uji IS NOT NULL AND penera_id IS NOT "
            "NULL AND lokasi IS NOT NULL AND menit IS NOT NULL AND retribusi IS NOT NULL)",
            name="bertanggal",
        ),
        sa.CheckConstraint("status <> 'menunggu_pilihan' OR lokasi IS NOT NULL", name="tawaran"),
        sa.CheckConstraint("status <> 'dibatalkan' OR alasan IS NOT NULL", name="dibatalkan"),
        sa.CheckConstraint(
            "status <> 'perlu_perbaikan' OR perbaikan IS NOT NULL", name="perbaikan"
        ),
        sa.CheckConstraint("status <> 'selesai_batal' OR keterangan IS NOT NULL", name="uji_batal"),
        sa.CheckConstraint(
            "status NOT IN ('menunggu_dokumen', 'selesai_sah', 'selesai_batal') "
            "OR tanggal_hasil IS NOT NULL",
            name="hasil",
        ),
        # Free of charge: nothing to pay, so never waiting for a payment.
        sa.CheckConstraint(
            "status NOT IN ('terjadwal', 'terbayar') OR retribusi > 0", name="berbayar"
        ),
        sa.CheckConstraint("retribusi IS NULL OR retribusi >= 0", name="retribusi"),
        sa.CheckConstraint(
            "jumlah_hitung IS NULL OR jumlah_hitung BETWEEN 1 AND 999", name="jumlah_hitung"
        ),
        sa.CheckConstraint("menit IS NULL OR menit > 0", name="menit"),
        sa.CheckConstraint(
            f"pindah_peserta BETWEEN 0 AND {PINDAH_PALING_BANYAK}", name="pindah_peserta"
        ),
        sa.CheckConstraint("layanan <> 'tera_ulang' OR skhp_lama IS NOT NULL", name="tera_ulang"),
        sa.Index(
            "uq_pengajuan_uttp_id",
            "uttp_id",
            unique=True,
            sqlite_where=MASIH_AKTIF,
            postgresql_where=MASIH_AKTIF,
        ),
        sa.Index("ix_pengajuan_uttp", "uttp_id", "dibuat_pada", "id"),
        sa.Index("ix_pengajuan_peserta", "peserta_id", "dibuat_pada", "id"),
        sa.Index("ix_pengajuan_status", "status", "dibuat_pada", "id"),
        sa.Index("ix_pengajuan_kelompok", "kelompok_id", "dibuat_pada", "id"),
        sa.Index("ix_pengajuan_urut", "dibuat_pada", "id"),
        sa.Index("ix_pengajuan_jadwal", "tanggal_uji", "penera_id"),
        # What the home page counts, read from the index alone.
        sa.Index("ix_pengajuan_langkah", "status", "berstatus_pada", "dibuat_pada"),
        sa.Index("ix_pengajuan_penera", "penera_id", "status", "berstatus_pada", "dibuat_pada"),
        # A queue of several statuses in the order they were filed; see `berjalan`.
        sa.Index(
            "ix_pengajuan_berjalan",
            "dibuat_pada",
            "id",
            sqlite_where=BERJALAN,
            postgresql_where=BERJALAN,
        ),
        # The same queue of one penera.
        sa.Index(
            "ix_pengajuan_tugas",
            "penera_id",
            "dibuat_pada",
            "id",
            sqlite_where=BERJALAN,
            postgresql_where=BERJALAN,
        ),
        # Instruments the counter may expect, in the order of their days; see `ditunggu`.
        sa.Index(
            "ix_pengajuan_ditunggu",
            "tanggal_uji",
            "id",
            sqlite_where=DITUNGGU,
            postgresql_where=DITUNGGU,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    nomor: Mapped[str] = mapped_column(sa.String(20), unique=True)
    kunci_form: Mapped[str | None] = mapped_column(sa.String(36), unique=True)
    uttp_id: Mapped[int] = mapped_column(sa.ForeignKey("uttp.id", ondelete="RESTRICT"))
    peserta_id: Mapped[int] = mapped_column(sa.ForeignKey("peserta.id", ondelete="RESTRICT"))
    kelompok_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("kelompok_pengajuan.id", ondelete="RESTRICT")
    )
    layanan: Mapped[str] = mapped_column(sa.String(10))
    status: Mapped[str] = mapped_column(sa.String(20), default=Status.BARU)

    lokasi: Mapped[str | None] = mapped_column(sa.String(12))
    tanggal_uji: Mapped[date | None]
    penera_id: Mapped[int | None] = mapped_column(sa.ForeignKey("pengguna.id", ondelete="RESTRICT"))
    menit: Mapped[int | None]
    retribusi: Mapped[int | None]
    dasar_retribusi: Mapped[str | None] = mapped_column(sa.String(200))
    jumlah_hitung: Mapped[int | None]
    pindah_peserta: Mapped[int] = mapped_column(default=0)

    skhp_lama: Mapped[str | None] = mapped_column(sa.String(10))
    skhp_lama_nomor: Mapped[str | None] = mapped_column(sa.String(60))
    skhp_lama_tanggal: Mapped[date | None]
    skhp_lama_sampai: Mapped[date | None]
    skhp_lama_penerbit: Mapped[str | None] = mapped_column(sa.String(120))

    perbaikan: Mapped[str | None] = mapped_column(sa.Text)
    alasan: Mapped[str | None] = mapped_column(sa.Text)
    keterangan: Mapped[str | None] = mapped_column(sa.Text)
    tanggal_hasil: Mapped[date | None]

    dibuat_pada: Mapped[datetime] = saat_dibuat()
    dibuat_oleh_id: Mapped[int] = mapped_column(sa.ForeignKey("pengguna.id", ondelete="RESTRICT"))
    diubah_pada: Mapped[datetime] = saat_dibuat()
    # Since when it has its status, as the history says; kept by the history itself.
    berstatus_pada: Mapped[datetime | None] = mapped_column(UTCDateTime())

    uttp: Mapped[Uttp] = relationship(lazy="raise")
    peserta: Mapped[Peserta] = relationship(lazy="raise")
    penera: Mapped[Pengguna | None] = relationship(lazy="raise", foreign_keys=[penera_id])
    kelompok: Mapped[KelompokPengajuan | None] = relationship(lazy="raise")
    berkas: Mapped[list["BerkasPengajuan"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", passive_deletes=True
    )
    baris: Mapped[list["RetribusiBaris"]] = relationship(
        lazy="raise", order_by="RetribusiBaris.urutan", viewonly=True
    )
    riwayat: Mapped[list["Riwayat"]] = relationship(
        lazy="raise", order_by="Riwayat.id.desc()", viewonly=True
    )
    skhp: Mapped["Skhp | None"] = relationship(
        lazy="raise",
        uselist=False,
        viewonly=True,
        primaryjoin="and_(Skhp.pengajuan_id == Pengajuan.id, Skhp.digantikan_pada.is_(None))",
    )

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        """A penera sees what is assigned to them; everybody else follows the participant in whose
        name it runs: itself, and its penyedia as long as it has no account."""
        if pelaku.peran == Peran.PENERA:
            return cls.penera_id == pelaku.id
        return Peserta.diurus(cls.peserta_id, pelaku)

    @classmethod
    def berjalan(cls) -> sa.ColumnElement[bool]:
        """BERJALAN for a query, word for word: only so does a database see that the partial index
        will do."""
        return sa.literal_column(f"coalesce(pengajuan.status, '') IN ({_kata(AKTIF)})")

    @classmethod
    def ditunggu(cls) -> sa.ColumnElement[bool]:
        """DITUNGGU for a query, word for word: to be tested at the office, and not tested yet."""
        return sa.and_(
            sa.literal_column("pengajuan.lokasi = 'kantor'"),
            sa.literal_column(f"coalesce(pengajuan.status, '') IN ({_kata(MASIH_DIUJI)})"),
        )

    @classmethod
    def salah_satu(cls, status: Collection[Status]) -> sa.ColumnElement[bool]:
        """In one of these, where a better index than that of the status leads there: one in the
        order of the list, or that of its owner."""
        return TanpaIndeks(cls.status).in_(sorted(status))

    @property
    def aktif(self) -> bool:
        return self.status in AKTIF


class BerkasPengajuan(Model):
    """A file of an application and what it is there for (`guna`)."""

    __tablename__ = "berkas_pengajuan"
    __table_args__ = (
        sa.CheckConstraint(
            "guna IN ('foto_kondisi', 'surat_permohonan', 'izin_tipe', 'skhp_lama', "
            "'surat_kehilangan', 'dokumen', 'cerapan')",
            name="guna",
        ),
        sa.CheckConstraint("(guna = 'dokumen') = (dokumen_id IS NOT NULL)", name="dokumen"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pengajuan_id: Mapped[int] = mapped_column(
        sa.ForeignKey("pengajuan.id", ondelete="CASCADE"), index=True
    )
    berkas_id: Mapped[int] = mapped_column(
        sa.ForeignKey("berkas.id", ondelete="RESTRICT"), index=True
    )
    guna: Mapped[str] = mapped_column(sa.String(20))
    dokumen_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("dokumen_jenis.id", ondelete="RESTRICT")
    )

    berkas: Mapped[Berkas] = relationship(lazy="raise")


class RetribusiBaris(Model):
    """One line of the fee of an application, as it was fixed with the date; never edited. Together
    the lines are `Pengajuan.retribusi`."""

    __tablename__ = "retribusi_baris"
    __table_args__ = (
        sa.UniqueConstraint("pengajuan_id", "urutan"),
        sa.CheckConstraint("jumlah > 0", name="jumlah"),
        sa.CheckConstraint("harga >= 0", name="harga"),
        sa.CheckConstraint("subtotal = jumlah * harga", name="subtotal"),
        sa.Index("ix_retribusi_baris_tarif", "tarif_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pengajuan_id: Mapped[int] = mapped_column(sa.ForeignKey("pengajuan.id", ondelete="CASCADE"))
    urutan: Mapped[int]
    uraian: Mapped[str] = mapped_column(sa.String(200))
    satuan: Mapped[str] = mapped_column(sa.String(40))
    jumlah: Mapped[int]
    harga: Mapped[int]
    subtotal: Mapped[int]
    dasar: Mapped[str] = mapped_column(sa.String(200))
    # A fee that was charged stays on record; unknown for what was charged before lines were kept.
    tarif_id: Mapped[int | None] = mapped_column(sa.ForeignKey("tarif.id", ondelete="RESTRICT"))

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        return cls.pengajuan_id.in_(sa.select(Pengajuan.id).where(Pengajuan.visible_to(pelaku)))


class Riwayat(Model):
    """Who did what to an application, when, and why. Written with the act, never edited."""

    __tablename__ = "riwayat"
    # Reports ask what happened when (app/laporan).
    __table_args__ = (sa.Index("ix_riwayat_waktu", "waktu"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pengajuan_id: Mapped[int] = mapped_column(
        sa.ForeignKey("pengajuan.id", ondelete="CASCADE"), index=True
    )
    aksi: Mapped[str] = mapped_column(sa.String(30))
    dari: Mapped[str | None] = mapped_column(sa.String(20))
    ke: Mapped[str] = mapped_column(sa.String(20))
    catatan: Mapped[str | None] = mapped_column(sa.Text)
    sebelum: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON)
    pelaku_id: Mapped[int] = mapped_column(sa.ForeignKey("pengguna.id", ondelete="RESTRICT"))
    pelaku_nama: Mapped[str] = mapped_column(sa.String(120))
    peran: Mapped[str] = mapped_column(sa.String(12))
    waktu: Mapped[datetime] = saat_dibuat()


@event.listens_for(Riwayat, "after_insert")
def _berstatus_sejak(_pemeta: Mapper[Any], conn: sa.Connection, r: Riwayat) -> None:
    """The application keeps since when it has its status, so that no service can forget it."""
    if r.dari != r.ke:
        p = Pengajuan
        conn.execute(
            sa.update(p)
            .where(p.id == r.pengajuan_id, p.status == r.ke)
            .where(sa.or_(p.berstatus_pada.is_(None), p.berstatus_pada < r.waktu))
            .values(berstatus_pada=r.waktu)
        )


class Skhp(Model):
    """One version of a certificate's data. A correction adds a version; the old one stays."""

    __tablename__ = "skhp"
    __table_args__ = (
        sa.UniqueConstraint("pengajuan_id", "versi"),
        sa.CheckConstraint("berlaku_sampai > tanggal", name="masa"),
        sa.CheckConstraint("(nomor_skrd IS NULL) = (tanggal_skrd IS NULL)", name="skrd"),
        *(
            sa.Index(
                nama,
                *kolom,
                unique=True,
                sqlite_where=sa.text("digantikan_pada IS NULL"),
                postgresql_where=sa.text("digantikan_pada IS NULL"),
            )
            for nama, kolom in (
                ("uq_skhp_nomor", ("nomor",)),
                ("uq_skhp_nomor_skrd", ("nomor_skrd",)),
                ("uq_skhp_kini", ("pengajuan_id",)),
            )
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pengajuan_id: Mapped[int] = mapped_column(sa.ForeignKey("pengajuan.id", ondelete="RESTRICT"))
    versi: Mapped[int] = mapped_column(default=1)
    nomor: Mapped[str] = mapped_column(sa.String(60), index=True)
    tanggal: Mapped[date]
    berlaku_sampai: Mapped[date]
    nomor_skrd: Mapped[str | None] = mapped_column(sa.String(60))
    tanggal_skrd: Mapped[date | None]
    # The interval it was issued under; why the due date is another one than that gives.
    masa_berlaku_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("masa_berlaku.id", ondelete="RESTRICT"), index=True
    )
    alasan_masa: Mapped[str | None] = mapped_column(sa.Text)
    dibuat_pada: Mapped[datetime] = saat_dibuat()
    dibuat_oleh_id: Mapped[int] = mapped_column(sa.ForeignKey("pengguna.id", ondelete="RESTRICT"))
    digantikan_pada: Mapped[datetime | None] = mapped_column(UTCDateTime())
