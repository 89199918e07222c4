"""What falls due: one question for all of it, then filtered, grouped and paged where it is read.

A penyedia has a few thousand instruments at most, of which a part is due; totals, filters and pages
all come from the same rows, so they always agree.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.core.paging import Page
from app.extensions import Pelaku, db
from app.pengajuan.models import Pengajuan
from app.pengajuan.states import AKTIF
from app.pengaturan.models import Kelurahan
from app.peserta.models import Peserta, TempatUsaha
from app.uttp.models import JenisUttp, Uttp

TENGGAT = 90
HABIS = "habis"
DALAM = {"": "90 hari", "60": "60 hari", "30": "30 hari", HABIS: "Sudah kedaluwarsa"}
# One group is filed together, so it is no longer than one filing may be.
PER_KELOMPOK = 50
PER_HALAMAN = 100


@dataclass(frozen=True)
class Saringan:
    """The filters of the page, as they stand in its address."""

    kelurahan: int | None = None
    pelanggan: int | None = None
    dalam: str = ""

    def url(self) -> dict[str, Any]:
        return {k: v for k, v in vars(self).items() if v}

    def cocok(self, b: Any, hari_ini: date) -> bool:
        if self.kelurahan not in (None, b.kelurahan_id):
            return False
        if self.pelanggan not in (None, b.pelanggan_id):
            return False
        if self.dalam == HABIS:
            return bool(b.skhp_berlaku_sampai < hari_ini)
        sampai = hari_ini + timedelta(days=int(self.dalam or TENGGAT))
        return bool(b.skhp_berlaku_sampai <= sampai)


@dataclass(frozen=True)
class Kelompok:
    """Instruments of one customer at one place; a long list comes in parts."""

    baris: Sequence[Any]
    bagian: int
    dari: int

    @property
    def kunci(self) -> str:
        return f"{self.baris[0].kelurahan_id}-{self.baris[0].pelanggan_id}-{self.bagian}"

    @property
    def menit(self) -> int:
        return menit(self.baris)

    @property
    def dapat(self) -> list[int]:
        """Those that can be filed: no application of theirs runs."""
        return [b.id for b in self.baris if b.pengajuan_id is None]


def jatuh_tempo(pelaku: Pelaku, hari_ini: date) -> Sequence[Any]:
    """All the reader looks after whose certificate has ended or ends within 90 days, by kelurahan
    and customer. What is out of use is due nowhere."""
    pelanggan = aliased(Peserta, name="pelanggan")
    cari = (
        sa.select(
            Uttp.id, Uttp.merk, Uttp.tipe, Uttp.kapasitas, Uttp.nomor_seri, Uttp.lokasi,
            Uttp.skhp_nomor, Uttp.skhp_berlaku_sampai, Uttp.uji_batal,
            JenisUttp.nama.label("jenis"), JenisUttp.satuan, JenisUttp.menit,
            Kelurahan.id.label("kelurahan_id"), Kelurahan.nama.label("kelurahan"),
            pelanggan.id.label("pelanggan_id"), pelanggan.nama.label("pelanggan"),
            Pengajuan.id.label("pengajuan_id"), Pengajuan.nomor.label("pengajuan"),
        )
        .join(JenisUttp, JenisUttp.id == Uttp.jenis_id)
        .join(pelanggan, pelanggan.id == sa.func.coalesce(Uttp.pemakai_id, Uttp.pemilik_id))
        .outerjoin(TempatUsaha, TempatUsaha.id == Uttp.tempat_id)
        .join(
            Kelurahan,
            Kelurahan.id == sa.func.coalesce(TempatUsaha.kelurahan_id, pelanggan.kelurahan_id),
        )
        .outerjoin(
            Pengajuan, sa.and_(Pengajuan.uttp_id == Uttp.id, Pengajuan.status.in_(sorted(AKTIF)))
        )
        .where(
            Peserta.diurus(Uttp.pemilik_id, pelaku),
            Uttp.pensiun_pada.is_(None),
            Uttp.skhp_berlaku_sampai <= hari_ini + timedelta(days=TENGGAT),
        )
        .order_by(
            Kelurahan.nama, Kelurahan.id, pelanggan.nama, pelanggan.id,
            Uttp.skhp_berlaku_sampai, Uttp.id,
        )
    )  # fmt: skip
    return db.session.execute(cari).all()


def menit(baris: Iterable[Any]) -> int:
    return sum(b.menit for b in baris)


def per_kelurahan(baris: Iterable[Any]) -> dict[int, int]:
    """Minutes at each place, on whatever page its groups stand."""
    hasil: dict[int, int] = {}
    for b in baris:
        hasil[b.kelurahan_id] = hasil.get(b.kelurahan_id, 0) + b.menit
    return hasil


def kelompokkan(baris: Iterable[Any]) -> list[Kelompok]:
    hasil = []
    for _, isi in groupby(baris, lambda b: (b.kelurahan_id, b.pelanggan_id)):
        semua = list(isi)
        potong = [semua[i : i + PER_KELOMPOK] for i in range(0, len(semua), PER_KELOMPOK)]
        hasil += [Kelompok(p, n, len(potong)) for n, p in enumerate(potong, 1)]
    return hasil


def halaman(kelompok: Sequence[Kelompok], after: str | None) -> Page:
    """Whole groups, until there are enough rows; `after` is the last group of the page before."""
    awal = next((i for i, k in enumerate(kelompok, 1) if k.kunci == after), 0)
    isi: list[Kelompok] = []
    jumlah = 0
    for k in kelompok[awal:]:
        if isi and jumlah + len(k.baris) > PER_HALAMAN:
            return Page(isi, next=isi[-1].kunci)
        isi.append(k)
        jumlah += len(k.baris)
    return Page(isi, next=None)


def pilihan(baris: Iterable[Any], nama: str) -> list[tuple[int, str]]:
    """(id, name) of the places or the customers there are, to filter by."""
    ada = {getattr(b, f"{nama}_id"): getattr(b, nama) for b in baris}
    return sorted(ada.items(), key=lambda p: (p[1].casefold(), p[0]))
