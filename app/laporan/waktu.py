"""How long the office takes for each of its steps, from the history alone.

A step begins when an application comes into its status and ends when it leaves it. While the
participant has to act an application is in another status, so the office's clock stands still. Days
are working days as everywhere: the day of arrival is not counted.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import sqlalchemy as sa

from app.core.audit import Audit
from app.core.clock import WITA
from app.extensions import Pelaku, db
from app.laporan.periode import Saringan
from app.laporan.sql import banyak, tanggal_wita
from app.laporan.tabel import Baris, Grafik, Hasil, Jenis, Kolom, Seri, Tabel, persen
from app.pengajuan.models import Pengajuan, Riwayat
from app.pengajuan.states import Status
from app.pengaturan.queries import kantor, sisa_hari_kerja
from app.uttp.states import Layanan

# What the office does in which status, and the setting that says within how many working days.
LANGKAH: dict[Status, tuple[str, str | None]] = {
    Status.BARU: ("Permintaan dijawab", "janji_periksa"),
    Status.DITERIMA: ("Jadwal ditetapkan atau ditawarkan", "janji_jadwal"),
    Status.TERBAYAR: ("Bukti pembayaran diperiksa", "janji_bayar"),
    Status.DIPROSES: ("Alat diuji", None),
    Status.MENUNGGU_DOKUMEN: ("Dokumen terbit", "janji_dokumen"),
}


@dataclass
class Ukuran:
    """One step: how often it took how many working days, and how often within the promise."""

    lama: Counter[int]
    tepat: int = 0

    @property
    def jumlah(self) -> int:
        return self.lama.total()

    @property
    def median(self) -> Decimal | None:
        """Of an even number the middle of the two in the middle."""
        if not self.jumlah:
            return None
        tengah = [self._ke((self.jumlah - 1) // 2), self._ke(self.jumlah // 2)]
        return Decimal(sum(tengah)) / 2

    def _ke(self, n: int) -> int:
        for hari in sorted(self.lama):
            n -= self.lama[hari]
            if n < 0:
                return hari
        raise IndexError


def waktu(s: Saringan, pelaku: Pelaku) -> Hasil:
    """Steps that ended in the period."""
    ukuran = {k: Ukuran(Counter()) for k in LANGKAH}
    janji, lama = _Janji(), cache(lambda a, b: sisa_hari_kerja(b, a))
    for dari, masuk, keluar, n in db.session.execute(_langkah(s, pelaku)):
        k = Status(dari)
        hari = lama(masuk, keluar)
        ukuran[k].lama[hari] += n
        if (batas := janji.pada(LANGKAH[k][1], masuk)) is not None and hari <= batas:
            ukuran[k].tepat += n
    baris = [_baris(k, ukuran[k]) for k in LANGKAH]
    berjanji = [ukuran[k] for k in LANGKAH if LANGKAH[k][1]]
    n, tepat = sum(u.jumlah for u in berjanji), sum(u.tepat for u in berjanji)
    semua = sum(u.jumlah for u in ukuran.values())
    kolom = [
        Kolom("Langkah kantor", lebar=44), Kolom("Selesai", Jenis.ANGKA),
        Kolom("Tepat waktu", Jenis.ANGKA), Kolom("Bagian tepat", Jenis.PERSEN),
        Kolom("Median hari kerja", Jenis.ANGKA), Kolom("Terlama", Jenis.ANGKA),
    ]  # fmt: skip
    jumlah: Baris = ("Jumlah", semua, tepat, persen(tepat, n), None, None)
    tabel = Tabel("Waktu Layanan", kolom, baris, jumlah)
    label = [LANGKAH[k][0] for k in LANGKAH]
    seri = [Seri("Median hari kerja", [ukuran[k].median for k in LANGKAH])]
    grafik = Grafik("Median hari kerja per langkah", label, seri, mendatar=True)
    return Hasil(tabel, semua, grafik, catatan=CATATAN)


CATATAN = (
    "Dihitung dari riwayat: hari kerja sejak pengajuan masuk ke langkah itu sampai keluar, hari "
    "masuknya tidak dihitung. Waktu peserta memperbaiki, memilih jadwal, atau membayar tidak ikut.",
    "Janji yang dipakai adalah yang berlaku ketika langkah itu dimulai. Yang dibatalkan peserta "
    "tidak dihitung. Alat diuji menurut jadwal, jadi tanpa janji hari.",
)


def _baris(k: Status, u: Ukuran) -> Sequence[Any]:
    nama, setelan = LANGKAH[k]
    if setelan:
        nama += f" (janji {getattr(kantor(), setelan)} hari kerja)"
    tepat = (u.tepat, persen(u.tepat, u.jumlah)) if setelan else (None, None)
    return nama, u.jumlah, *tepat, u.median, max(u.lama, default=None)


def _langkah(s: Saringan, pelaku: Pelaku) -> Any:
    """(status, day of arrival, day of leaving, how many): the database counts equal ones.

    Of the lines that move an application, the one before the one that leaves a status is the one
    that brought it there.
    """
    di_masa = sa.and_(Riwayat.waktu >= s.awal, Riwayat.waktu < s.akhir)
    pindah = sa.or_(Riwayat.dari.is_(None), Riwayat.dari != Riwayat.ke)
    sejak = sa.func.lag(Riwayat.waktu).over(partition_by=Riwayat.pengajuan_id, order_by=Riwayat.id)
    urutan = (
        sa.select(
            Riwayat.pengajuan_id, Riwayat.dari, Riwayat.aksi, Riwayat.waktu, sejak.label("sejak")
        )
        .where(pindah, Riwayat.waktu < s.akhir)
        .where(Riwayat.pengajuan_id.in_(sa.select(Riwayat.pengajuan_id).where(di_masa)))
        .subquery()
    )
    r = urutan.c
    satu = (
        sa.select(
            r.dari,
            tanggal_wita(sa.func.coalesce(r.sejak, Pengajuan.dibuat_pada)).label("masuk"),
            tanggal_wita(r.waktu).label("keluar"),
        )
        .join(Pengajuan, Pengajuan.id == r.pengajuan_id)
        .where(
            r.waktu >= s.awal, r.dari.in_(list(LANGKAH)), r.aksi != "batal_peserta",
            Pengajuan.visible_to(pelaku),
        )
    )  # fmt: skip
    if s.layanan in tuple(Layanan):
        satu = satu.where(Pengajuan.layanan == s.layanan)
    c = satu.subquery().c
    return sa.select(c.dari, c.masuk, c.keluar, banyak()).group_by(c.dari, c.masuk, c.keluar)


class _Janji:
    """The promises as they were on a day: today's, and back from them what the log says changed."""

    def __init__(self) -> None:
        stmt = sa.select(Audit.waktu, Audit.sebelum).where(Audit.aksi == "pengaturan_ubah")
        self.ubahan: dict[str, list[tuple[date, int]]] = {}
        for saat, sebelum in db.session.execute(stmt.order_by(Audit.id.desc())):
            for nama in (sebelum or {}).keys() & {n for _, n in LANGKAH.values() if n}:
                hari = saat.astimezone(WITA).date()
                self.ubahan.setdefault(nama, []).append((hari, int(sebelum[nama])))

    def pada(self, nama: str | None, hari: date) -> int | None:
        if nama is None:
            return None
        nilai: int = getattr(kantor(), nama)
        for diubah, lama in self.ubahan.get(nama, ()):
            if diubah <= hari:
                break
            nilai = lama
        return nilai
