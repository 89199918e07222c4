"""Reading the public site: lists of the office, and what visitors are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.core.access import visible
from app.core.clock import WITA
from app.core.nomor import baca_id
from app.core.paging import Page, keyset
from app.core.uploads import Berkas
from app.extensions import db
from app.konten.models import (
    MODEL,
    Berita,
    FotoGaleri,
    HalamanSitus,
    Jabatan,
    KartuLayanan,
    Konten,
    Pegawai,
    Regulasi,
    Sidang,
    Slide,
    Sop,
    Unduhan,
)
from app.konten.states import BERBERKAS, SLIDE_TAMPIL
from app.tarif.queries import kolom_biaya
from app.tarif.states import Biaya

SEPULUH = 10
_KOSONG = sa.literal("")

# What a row is called in the list of its sort, and what stands beside it.
SEBUT: Mapping[str, tuple[Any, Any]] = {
    "slide": (Slide.judul, sa.func.coalesce(Slide.teks, "")),
    "layanan": (KartuLayanan.nama, KartuLayanan.ringkas),
    "berita": (Berita.judul, sa.func.coalesce(Berita.ringkas, "")),
    "foto": (FotoGaleri.alt, sa.func.coalesce(FotoGaleri.keterangan, "")),
    "regulasi": (
        Regulasi.judul,
        Regulasi.nomor + sa.literal(" tahun ") + sa.cast(Regulasi.tahun, sa.String),
    ),
    "sop": (Sop.judul, sa.func.coalesce(Sop.nomor, "")),
    "pegawai": (Pegawai.nama, Jabatan.nama),
    "jabatan": (Jabatan.nama, sa.literal("urutan ") + sa.cast(Jabatan.urutan, sa.String)),
    "sidang": (Sidang.tempat, Sidang.alamat),
}


def daftar(ragam: str, q: str, after: str | None) -> Page:
    """The office's list of one sort, newest first."""
    model = MODEL[ragam]
    judul, keterangan = SEBUT[ragam]
    saat = Berita.terbit_pada if ragam == "berita" else sa.null()
    hari = Sidang.tanggal if ragam == "sidang" else sa.null()
    kolom = (
        model.id, model.dibuat_pada, model.aktif, judul.label("judul"),
        keterangan.label("keterangan"), saat.label("terbit_pada"), hari.label("tanggal"),
        _diunduh(ragam, model).label("diunduh"),
    )  # fmt: skip
    cari = visible(model).with_only_columns(*kolom)
    if ragam == "pegawai":
        cari = cari.join(Jabatan, Pegawai.jabatan_id == Jabatan.id)
    if q:
        cocok = (t.icontains(q, autoescape=True) for t in (judul, keterangan))
        cari = cari.where(sa.or_(*cocok))
    return keyset(cari, model.dibuat_pada, model.id, after=after)


def _diunduh(ragam: str, model: type[Konten]) -> Any:
    """How often the file of the row was fetched; None where a sort has none."""
    if ragam not in BERBERKAS:
        return sa.null()
    sama = (Unduhan.ragam == ragam, Unduhan.nomor == model.id)
    return sa.func.coalesce(sa.select(Unduhan.jumlah).where(*sama).scalar_subquery(), 0)


def muat(ragam: str) -> list[Any]:
    """What a form of this sort needs with its row; by a query of its own, as the row is locked."""
    model: Any = MODEL[ragam]
    nama = ("gambar", "dokumen")
    return [selectinload(getattr(model, n)) for n in nama if hasattr(model, n)]


def halaman_situs(*kode: str) -> dict[str, HalamanSitus]:
    cari = sa.select(HalamanSitus).where(HalamanSitus.kode.in_(kode))
    return {h.kode: h for h in db.session.scalars(cari.options(joinedload(HalamanSitus.gambar)))}


def pilihan_jabatan() -> list[tuple[int, str]]:
    cari = sa.select(Jabatan.id, Jabatan.nama).order_by(Jabatan.urutan, Jabatan.nama)
    return [(id, nama) for id, nama in db.session.execute(cari)]


def pilihan_berita(*termasuk: int | None) -> list[tuple[int, str]]:
    """The latest pieces of news, and those a photo belongs to or was asked for."""
    ada = [id for id in termasuk if id is not None]
    cari = sa.select(Berita.id, Berita.judul).order_by(
        sa.case((Berita.id.in_(ada), 0), else_=1), Berita.dibuat_pada.desc()
    )
    return [(id, judul) for id, judul in db.session.execute(cari.limit(50))]


# --- what visitors see ------------------------------------------------------------------------


def _kartu(
    ragam: str, model: type[Konten], kini: datetime, urut: Sequence[Any], batas: int, **isi: Any
) -> Any:
    """A few rows of one sort in the shape all sorts share, so that one query brings them all."""
    bawaan = {
        "judul": _KOSONG, "teks": _KOSONG, "tautan": _KOSONG, "label": _KOSONG, "alt": _KOSONG,
        "gambar_id": sa.cast(sa.null(), sa.Integer), "lebar": sa.literal(0),
        "tinggi": sa.literal(0), "saat": model.dibuat_pada,
    }  # fmt: skip
    if "gambar" in isi:
        g = isi.pop("gambar")
        bawaan |= {
            "alt": sa.func.coalesce(g.alt, ""), "gambar_id": g.gambar_id,
            "lebar": sa.func.coalesce(g.lebar, 0), "tinggi": sa.func.coalesce(g.tinggi, 0),
        }  # fmt: skip
    kolom = {k: v.label(k) for k, v in (bawaan | isi).items()}
    nomor = sa.func.row_number().over(order_by=urut).label("urut")
    dalam = (
        sa.select(sa.literal(ragam).label("ragam"), model.id.label("id"), nomor, *kolom.values())
        .where(model.terbit(kini))
        .order_by(*urut)
        .limit(batas)
        .subquery()
    )
    return sa.select(dalam)


def beranda(saat: datetime) -> dict[str, list[Any]]:
    """Everything the front page shows of the site, in one query."""
    kosong = sa.func.coalesce
    bagian = (
        _kartu("slide", Slide, saat, (Slide.urutan, Slide.id), SLIDE_TAMPIL,
               gambar=Slide, judul=Slide.judul, teks=kosong(Slide.teks, ""),
               tautan=kosong(Slide.tautan, ""), label=kosong(Slide.tautan_label, "")),
        _kartu("layanan", KartuLayanan, saat, (KartuLayanan.urutan, KartuLayanan.id), 6,
               judul=KartuLayanan.nama, teks=KartuLayanan.ringkas),
        _kartu("berita", Berita, saat, (Berita.terbit_pada.desc(), Berita.id.desc()), 3,
               gambar=Berita, judul=Berita.judul, saat=Berita.terbit_pada,
               teks=kosong(Berita.ringkas, sa.func.substr(Berita.naskah, 1, 600))),
        _kartu("foto", FotoGaleri, saat, (FotoGaleri.dibuat_pada.desc(), FotoGaleri.id.desc()), 4,
               gambar=FotoGaleri, teks=kosong(FotoGaleri.keterangan, "")),
    )  # fmt: skip
    singkat = sa.select(
        sa.literal("singkat"), HalamanSitus.id, sa.literal(1), _KOSONG,
        kosong(HalamanSitus.naskah, ""), _KOSONG, _KOSONG, _KOSONG,
        sa.cast(sa.null(), sa.Integer), sa.literal(0), sa.literal(0), HalamanSitus.diubah_pada,
    ).where(HalamanSitus.kode == "singkat")  # fmt: skip
    # Not of the site, but asked along with it, in the same shape.
    kini, mulai, pernah = kolom_biaya(saat.astimezone(WITA).date())
    biaya = sa.select(
        sa.literal("biaya"), sa.literal(0), sa.literal(1),
        kosong(sa.cast(mulai, sa.String), ""), _KOSONG, _KOSONG, _KOSONG,
        _KOSONG, sa.cast(sa.null(), sa.Integer), sa.case((kini, 1), else_=0),
        sa.case((pernah, 1), else_=0), sa.cast(sa.null(), HalamanSitus.diubah_pada.type),
    )  # fmt: skip
    ragam = ("slide", "singkat", "layanan", "berita", "foto", "biaya")
    hasil: dict[str, list[Any]] = {n: [] for n in ragam}
    for b in db.session.execute(sa.union_all(*bagian, singkat, biaya)):
        hasil[b.ragam].append(b)
    for isi in hasil.values():
        isi.sort(key=lambda b: b.urut)
    return hasil


def baca_biaya(b: Any) -> Biaya:
    """The row of the front page about fees."""
    return Biaya(bool(b.lebar), date.fromisoformat(b.judul) if b.judul else None, bool(b.tinggi))


_BERITA = (
    Berita.id, Berita.judul, Berita.ringkas, sa.func.substr(Berita.naskah, 1, 600).label("naskah"),
    Berita.gambar_id, Berita.alt, Berita.lebar, Berita.tinggi, Berita.terbit_pada,
)  # fmt: skip


def berita(saat: datetime, q: str, after: str | None) -> Page:
    """Published news, newest first."""
    cari = sa.select(*_BERITA).where(Berita.terbit(saat))
    if q:
        kolom = (Berita.judul, Berita.ringkas, Berita.naskah)
        cari = cari.where(sa.or_(*(k.icontains(q, autoescape=True) for k in kolom)))
    return keyset(cari, Berita.terbit_pada, Berita.id, after=after, size=SEPULUH)


def galeri(saat: datetime, after: str | None) -> Page:
    kolom = (
        FotoGaleri.id, FotoGaleri.dibuat_pada, FotoGaleri.gambar_id, FotoGaleri.alt,
        FotoGaleri.lebar, FotoGaleri.tinggi, FotoGaleri.keterangan,
    )  # fmt: skip
    cari = sa.select(*kolom).where(FotoGaleri.terbit(saat))
    return keyset(cari, FotoGaleri.dibuat_pada, FotoGaleri.id, after=after, size=SEPULUH)


def foto_berita(berita_id: int) -> Sequence[FotoGaleri]:
    cari = sa.select(FotoGaleri).where(FotoGaleri.berita_id == berita_id, FotoGaleri.aktif)
    return db.session.scalars(cari.order_by(FotoGaleri.id).limit(12)).all()


def layanan(saat: datetime) -> Sequence[KartuLayanan]:
    cari = sa.select(KartuLayanan).where(KartuLayanan.terbit(saat))
    return db.session.scalars(cari.order_by(KartuLayanan.urutan, KartuLayanan.id).limit(40)).all()


def berurut(
    cari: Any, kunci: Sequence[Any], id: Any, sesudah: str | None, *, turun: bool = False
) -> Page:
    """A page of a list that is ordered by words or ranks: the cursor is the last row's number."""
    nomor = baca_id(sesudah) if sesudah else None
    urut = (*kunci, id)
    if nomor is not None:
        tanda = cari.with_only_columns(*urut).where(id == nomor).scalar_subquery()
        cari = cari.where(sa.tuple_(*urut) < tanda if turun else sa.tuple_(*urut) > tanda)
    baris = list(
        db.session.execute(
            cari.order_by(*(k.desc() if turun else k for k in urut)).limit(SEPULUH * 2 + 1)
        )
    )
    lanjut = str(baris[SEPULUH * 2 - 1].id) if len(baris) > SEPULUH * 2 else None
    return Page(baris[: SEPULUH * 2], lanjut)


@dataclass(frozen=True)
class SaringRegulasi:
    q: str = ""
    jenis: str = ""
    tahun: int | None = None


def regulasi(saat: datetime, saring: SaringRegulasi, after: str | None) -> Page:
    """Regulations, the youngest first."""
    cari = (
        sa.select(
            Regulasi.id, Regulasi.jenis, Regulasi.nomor, Regulasi.tahun, Regulasi.judul,
            Regulasi.keterangan, Regulasi.tautan, Berkas.ukuran, Berkas.jenis.label("bentuk"),
        )
        .outerjoin(Berkas, Regulasi.dokumen_id == Berkas.id)
        .where(Regulasi.terbit(saat))
    )  # fmt: skip
    if saring.jenis:
        cari = cari.where(Regulasi.jenis == saring.jenis)
    if saring.tahun:
        cari = cari.where(Regulasi.tahun == saring.tahun)
    if saring.q:
        kolom = (Regulasi.judul, Regulasi.nomor, Regulasi.keterangan)
        cari = cari.where(sa.or_(*(k.icontains(saring.q, autoescape=True) for k in kolom)))
    return berurut(cari, (Regulasi.tahun,), Regulasi.id, after, turun=True)


def sop(saat: datetime) -> Sequence[Any]:
    cari = sa.select(Sop).where(Sop.terbit(saat)).options(joinedload(Sop.dokumen))
    return db.session.scalars(cari.order_by(Sop.urutan, Sop.id).limit(200)).all()


def pegawai(saat: datetime, q: str, after: str | None) -> Page:
    """People of the office by rank; without the NIP of those who did not choose to show it."""
    nip = sa.case((Pegawai.nip_tampil, Pegawai.nip)).label("nip")
    cari = (
        sa.select(
            Pegawai.id, Pegawai.nama, nip, Jabatan.nama.label("jabatan"), Pegawai.gambar_id,
            Pegawai.alt, Pegawai.lebar, Pegawai.tinggi,
        )
        .join(Jabatan, Pegawai.jabatan_id == Jabatan.id)
        .where(Pegawai.terbit(saat))
    )  # fmt: skip
    if q:
        cocok = (k.icontains(q, autoescape=True) for k in (Pegawai.nama, Jabatan.nama))
        cari = cari.where(sa.or_(*cocok))
    return berurut(cari, (Jabatan.urutan, Pegawai.nama), Pegawai.id, after)


def sidang(saat: datetime, mulai: date) -> Sequence[Sidang]:
    """Market days from this date on."""
    cari = sa.select(Sidang).where(Sidang.terbit(saat), Sidang.tanggal >= mulai)
    return db.session.scalars(cari.order_by(Sidang.tanggal, Sidang.id).limit(40)).all()


def satu(model: type[Any], id: int, saat: datetime, *, semua: bool, muat: Sequence[Any]) -> Any:
    """(row, whether everybody may see it), or None where it is neither published nor ours."""
    terbit = model.terbit(saat)
    # As a number: a bare column of the row would stand in the answer twice.
    cari = sa.select(model, sa.case((terbit, 1), else_=0)).where(model.id == id).options(*muat)
    if not semua:
        cari = cari.where(terbit)
    return db.session.execute(cari).one_or_none()
