"""Reading applications: lists, one with its files and history, all of one instrument."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from app.auth.models import LABEL_PERAN, Pengguna, Peran
from app.core import clock
from app.core.access import visible
from app.core.clock import WITA
from app.core.paging import Page, keyset
from app.core.uploads import PALING_BANYAK_TAWARAN, Berkas
from app.extensions import db
from app.pengajuan.giliran import (
    GILIRAN_PETUGAS,
    TAWARAN,
    TAWARAN_HABIS,
    Masa,
    giliran_peserta,
    pilih_sampai,
)
from app.pengajuan.models import BerkasPengajuan, KelompokPengajuan, Pengajuan, Riwayat, Skhp
from app.pengajuan.states import AKTIF, SEBUT_AWAL, SEBUTAN, SELESAI, TRANSISI, Status
from app.peserta.models import Peserta
from app.peserta.queries import ber_npwp
from app.uttp.models import DokumenJenis, JenisUttp, Uttp

GILIRAN_PESERTA = [s for s in Status if SEBUTAN[s].giliran_peserta]

# Aliases: the access condition has a subquery on peserta of its own.
Pemohon = aliased(Peserta, name="pemohon")
Pemilik = aliased(Peserta, name="pemilik_alat")
Pemakai = aliased(Peserta, name="pemakai_alat")

# Whose instrument it is, where that is not the one in whose name the application runs.
PELANGGAN = sa.case(
    (Uttp.pemakai_id.is_not(None), Pemakai.nama),
    (Uttp.pemilik_id != Pengajuan.peserta_id, Pemilik.nama),
).label("pelanggan")


def baris_daftar() -> sa.Select[Any]:
    """Columns of a list row; who may see it is decided by visible()."""
    stmt = (
        visible(Pengajuan)
        .join(Uttp, Uttp.id == Pengajuan.uttp_id)
        .join(JenisUttp, JenisUttp.id == Uttp.jenis_id)
        .join(Pemohon, Pemohon.id == Pengajuan.peserta_id)
        .join(Pemilik, Pemilik.id == Uttp.pemilik_id)
        .outerjoin(Pemakai, Pemakai.id == Uttp.pemakai_id)
        .outerjoin(Pengguna, Pengguna.id == Pengajuan.penera_id)
        .outerjoin(KelompokPengajuan, KelompokPengajuan.id == Pengajuan.kelompok_id)
        .with_only_columns(
            Pengajuan.id,
            Pengajuan.nomor,
            Pengajuan.layanan,
            Pengajuan.status,
            Pengajuan.dibuat_pada,
            Pengajuan.lokasi,
            Pengajuan.tanggal_uji,
            Pengajuan.retribusi,
            Pengajuan.perbaikan,
            Pengajuan.alasan,
            Pengajuan.keterangan,
            Pengajuan.skhp_lama_nomor,
            Uttp.id.label("uttp_id"),
            Uttp.merk,
            Uttp.tipe,
            Uttp.kapasitas,
            Uttp.nomor_seri,
            Uttp.skhp_berlaku_sampai,
            JenisUttp.nama.label("jenis"),
            JenisUttp.satuan,
            Pemohon.nama.label("peserta"),
            Pengguna.nama.label("penera"),
            Pengajuan.kelompok_id,
            KelompokPengajuan.nomor.label("kelompok"),
            PELANGGAN,
        )
    )
    return cast("sa.Select[Any]", stmt)


def cari_baris(stmt: sa.Select[Any], q: str | None) -> sa.Select[Any]:
    """Rows on which `q` is printed: number, names, NPWP, serial, brand, type."""
    if not q:
        return stmt
    kolom = (
        Pengajuan.nomor,
        KelompokPengajuan.nomor,
        Pemohon.nama,
        Pemilik.nama,
        Pemakai.nama,
        Uttp.nomor_seri,
        Uttp.merk,
        Uttp.tipe,
        JenisUttp.nama,
    )
    cocok = [k.icontains(q, autoescape=True) for k in kolom]
    return stmt.where(sa.or_(*cocok, *ber_npwp(q, Pemohon)))


def perlu_tindakan(q: str | None = None) -> Sequence[Any]:
    """The participant's applications that wait for the participant, oldest first."""
    stmt = cari_baris(baris_daftar(), q).where(Pengajuan.salah_satu(GILIRAN_PESERTA))
    stmt = stmt.add_columns(pilih_sampai().label("pilih_sampai"))
    return db.session.execute(stmt.order_by(Pengajuan.dibuat_pada, Pengajuan.id).limit(50)).all()


def pengajuan_peserta(
    q: str | None,
    status: str | None,
    after: str | None,
    kecuali: Sequence[Status] = (),
    pelanggan: int | None = None,
) -> Page:
    """The participant's list: active ones, one status, or "selesai", perhaps of one customer;
    newest first."""
    pilihan = kumpulan(status)
    if len(pilihan) == 1:
        pilihan = _SATU_SEBUTAN.get(pilihan[0], pilihan)
    stmt = cari_baris(baris_daftar(), q).where(Pengajuan.salah_satu(pilihan))
    stmt = stmt.add_columns(pilih_sampai().label("pilih_sampai"))
    if kecuali:
        stmt = stmt.where(Pengajuan.status.not_in(kecuali))
    if pelanggan:
        stmt = stmt.where(sa.or_(Uttp.pemakai_id == pelanggan, Uttp.pemilik_id == pelanggan))
    return keyset(stmt, Pengajuan.dibuat_pada, Pengajuan.id, after=after)


# What the participant reads as one state.
_SATU_SEBUTAN = {Status.DIPROSES: [Status.DIPROSES, Status.MENUNGGU_DOKUMEN]}
_PER_KEADAAN = 5


@dataclass(frozen=True)
class Keadaan:
    """The applications in one state: how many, and the newest of them."""

    status: Status
    jumlah: int
    baris: Sequence[Any]


def per_keadaan(q: str | None) -> list[Keadaan]:
    """What runs without waiting for the participant, folded by state as the journey goes."""
    dilihat = sa.case(
        (Pengajuan.status == Status.MENUNGGU_DOKUMEN, Status.DIPROSES.value),
        else_=Pengajuan.status,
    )
    terbaru = (Pengajuan.dibuat_pada.desc(), Pengajuan.id.desc())
    stmt = cari_baris(baris_daftar(), q).where(
        Pengajuan.salah_satu(AKTIF), Pengajuan.status.not_in(GILIRAN_PESERTA)
    )
    semua = stmt.add_columns(
        dilihat.label("dilihat"),
        sa.func.row_number().over(partition_by=dilihat, order_by=terbaru).label("urut"),
        sa.func.count().over(partition_by=dilihat).label("jumlah"),
    ).subquery()
    cari = sa.select(semua).where(semua.c.urut <= _PER_KEADAAN).order_by(semua.c.urut)
    baris = db.session.execute(cari).all()
    kelompok = [(s, [b for b in baris if b.dilihat == s]) for s in Status]
    return [Keadaan(s, isi[0].jumlah, isi) for s, isi in kelompok if isi]


def kumpulan(status: str | None) -> list[Status]:
    """The statuses a filter word stands for; an unknown one is the active ones."""
    if status in tuple(Status):
        return [Status(str(status))]
    pilihan: dict[str | None, Any] = {
        "selesai": SELESAI,
        "semua": Status,
        "perlu": [*GILIRAN_PETUGAS, Status.MENUNGGU_PILIHAN],
        TAWARAN_HABIS: [Status.MENUNGGU_PILIHAN],
    }
    return sorted(pilihan.get(status, AKTIF))


def ringkas() -> tuple[Sequence[Any], Sequence[Any]]:
    """For the participant's home: at most three cards of theirs to act on, at most five others."""
    giliran = sa.case((Pengajuan.status.in_(GILIRAN_PESERTA), 0), else_=1)
    stmt = baris_daftar().where(Pengajuan.salah_satu(AKTIF))
    stmt = stmt.add_columns(pilih_sampai().label("pilih_sampai"))
    stmt = stmt.order_by(giliran, Pengajuan.dibuat_pada.desc(), Pengajuan.id.desc()).limit(8)
    baris = db.session.execute(stmt).all()
    kartu = [b for b in baris if giliran_peserta(b.status, b.pilih_sampai)][:3]
    return kartu, [b for b in baris if b not in kartu][:5]


def umur(sejak: datetime, kini: datetime | None = None) -> str:
    """How many office days ago: "hari ini", "1 hari", "12 hari"."""
    kini = kini or clock.now()
    hari = (kini.astimezone(WITA).date() - sejak.astimezone(WITA).date()).days
    return "hari ini" if hari <= 0 else f"{hari} hari"


# --- one instrument ---------------------------------------------------------------------------

ALAT = (joinedload(Uttp.jenis), joinedload(Uttp.pemilik), joinedload(Uttp.pemakai))


def pengajuan_berjalan(uttp_id: int) -> Any | None:
    """The running application of an instrument, whoever filed it: number, id and status."""
    stmt = sa.select(Pengajuan.id, Pengajuan.nomor, Pengajuan.status)
    stmt = stmt.where(Pengajuan.uttp_id == uttp_id, Pengajuan.status.in_(AKTIF))
    return db.session.execute(stmt).first()


def isi_kelompok(kelompok_id: int, after: str | None) -> Page:
    """The applications of one group, in the order they were filed."""
    stmt = baris_daftar().where(Pengajuan.kelompok_id == kelompok_id)
    return keyset(
        stmt, Pengajuan.dibuat_pada, Pengajuan.id, after=after, size=50, oldest_first=True
    )


def riwayat_alat(uttp_id: int, after: str | None) -> Page:
    """All applications of one instrument, newest first, with the certificate that came of them."""
    kini = sa.and_(Skhp.pengajuan_id == Pengajuan.id, Skhp.digantikan_pada.is_(None))
    stmt = (
        baris_daftar()
        .outerjoin(Skhp, kini)
        .where(Pengajuan.uttp_id == uttp_id)
        .add_columns(
            Skhp.nomor.label("skhp_nomor"),
            Skhp.tanggal.label("skhp_tanggal"),
            Skhp.berlaku_sampai.label("skhp_sampai"),
            Skhp.nomor_skrd,
            Skhp.tanggal_skrd,
        )
    )
    return keyset(stmt, Pengajuan.dibuat_pada, Pengajuan.id, after=after)


# --- one application --------------------------------------------------------------------------

RINCIAN = (
    joinedload(Pengajuan.uttp).options(*ALAT),
    joinedload(Pengajuan.peserta),
    joinedload(Pengajuan.penera),
    joinedload(Pengajuan.skhp),
    joinedload(Pengajuan.kelompok),
    joinedload(Pengajuan.baris),
)
LABEL_GUNA = {
    "foto_kondisi": "Foto kondisi alat",
    "surat_permohonan": "Surat permohonan",
    "izin_tipe": "Izin persetujuan tipe",
    "skhp_lama": "SKHP lama",
    "surat_kehilangan": "Surat keterangan hilang",
    "cerapan": "Cerapan",
}
# Working papers of the test; the participant gets the certificate.
HANYA_PETUGAS = frozenset({"cerapan"})


@dataclass(frozen=True)
class Lampiran:
    """A file of an application and what it is there for."""

    guna: str
    dokumen_id: int | None
    label: str
    berkas: Berkas


def lampiran(pengajuan_id: int, peran: str, berkas_id: int | None = None) -> list[Lampiran]:
    """The files this role may see of an application the caller has loaded, in page order."""
    stmt = (
        sa.select(BerkasPengajuan.guna, BerkasPengajuan.dokumen_id, DokumenJenis.nama, Berkas)
        .join(Berkas, Berkas.id == BerkasPengajuan.berkas_id)
        .outerjoin(DokumenJenis, DokumenJenis.id == BerkasPengajuan.dokumen_id)
        .where(BerkasPengajuan.pengajuan_id == pengajuan_id)
        .order_by(BerkasPengajuan.id)
    )
    if berkas_id is not None:
        stmt = stmt.where(BerkasPengajuan.berkas_id == berkas_id)
    if peran == Peran.PESERTA:
        stmt = stmt.where(BerkasPengajuan.guna.not_in(HANYA_PETUGAS))
    return [
        Lampiran(guna, dok, nama or LABEL_GUNA.get(guna, guna), berkas)
        for guna, dok, nama, berkas in db.session.execute(stmt)
    ]


# What speaks of one instrument only is offered for that one again.
PER_ALAT = ("skhp_lama", "surat_kehilangan")
ULANG = ("surat_permohonan", "izin_tipe", *PER_ALAT, "dokumen")
BIDANG = {"skhp_lama": "berkas_skhp_lama"}  # where the field is called otherwise


def berkas_lama(pengguna_id: int, uttp_id: int) -> dict[str, list[Berkas]]:
    """Files this account sent with earlier applications, at most three for each field of the form,
    newest first; the same content counts once."""
    untuk = (BerkasPengajuan.guna, BerkasPengajuan.dokumen_id)
    berkas_id = sa.func.max(BerkasPengajuan.berkas_id)
    dulu = (
        sa.select(
            *untuk,
            berkas_id.label("berkas_id"),
            sa.func.row_number().over(partition_by=untuk, order_by=berkas_id.desc()).label("ke"),
        )
        .join(Berkas, Berkas.id == BerkasPengajuan.berkas_id)
        .join(Pengajuan, Pengajuan.id == BerkasPengajuan.pengajuan_id)
        .where(
            Berkas.pengunggah_id == pengguna_id,
            BerkasPengajuan.guna.in_(ULANG),
            sa.or_(BerkasPengajuan.guna.not_in(PER_ALAT), Pengajuan.uttp_id == uttp_id),
        )
        .group_by(*untuk, Berkas.sha256)
        .subquery()
    )
    cari = (
        sa.select(dulu.c.guna, dulu.c.dokumen_id, Berkas)
        .join(dulu, dulu.c.berkas_id == Berkas.id)
        .where(dulu.c.ke <= PALING_BANYAK_TAWARAN)
        .order_by(Berkas.id.desc())
    )
    hasil: dict[str, list[Berkas]] = {}
    for guna, dok, isi in db.session.execute(cari):
        nama = f"dokumen_{dok}" if dok else BIDANG.get(guna, guna)
        hasil.setdefault(nama, []).append(isi)
    return hasil


@dataclass(frozen=True)
class Peristiwa:
    """One line of the history as the one who asks may read it."""

    sebutan: str
    waktu: datetime
    oleh: str
    catatan: str | None
    sebelum: Mapping[str, Any] | None
    dari: str | None
    ke: str
    pilih_sampai: date | None  # of the offers as they stand now, whichever line it is


def riwayat(pengajuan_id: int, peran: str) -> list[Peristiwa]:
    """Newest first. A participant reads the role that acted, staff also the name."""
    sampai = sa.select(sa.func.max(TAWARAN.c.berlaku_sampai)).where(
        TAWARAN.c.pengajuan_id == pengajuan_id
    )
    stmt = sa.select(Riwayat, sampai.scalar_subquery())
    stmt = stmt.where(Riwayat.pengajuan_id == pengajuan_id)
    petugas = peran != Peran.PESERTA
    return [
        Peristiwa(
            sebutan=sebutan_aksi(r.aksi, r.ke),
            waktu=r.waktu,
            oleh=_oleh(r, petugas),
            catatan=r.catatan,
            sebelum=r.sebelum if petugas else None,
            dari=r.dari,
            ke=r.ke,
            pilih_sampai=sampai,
        )
        for r, sampai in db.session.execute(stmt.order_by(Riwayat.id.desc()))
    ]


def _oleh(r: Riwayat, petugas: bool) -> str:
    label = LABEL_PERAN.get(Peran(r.peran), r.peran) if r.peran in tuple(Peran) else r.peran
    return f"{r.pelaku_nama}, {label}" if petugas else label


def sebutan_aksi(aksi: str, ke: str) -> str:
    """What the history calls an act, in the words of the table."""
    if aksi in SEBUT_AWAL:
        return SEBUT_AWAL[aksi]
    baris = TRANSISI.get(aksi, ())
    cocok = next((t for t in baris if t.ke in (None, ke)), None)
    return cocok.sebut if cocok else aksi.replace("_", " ").capitalize()


def sebelum_dibatalkan(peristiwa: Sequence[Peristiwa]) -> str | None:
    """The status a called-off application had, for its ruler."""
    return next((p.dari for p in peristiwa if p.ke == Status.DIBATALKAN), None)


def masa(p: Pengajuan, peristiwa: Sequence[Peristiwa]) -> Masa:
    """The dates the present turn depends on."""
    masuk = (r.waktu for r in peristiwa if r.ke == p.status != r.dari)
    sampai = peristiwa[0].pilih_sampai if peristiwa else None
    return Masa(next(masuk, p.dibuat_pada), p.tanggal_uji, sampai)
