"""How long the office takes for each of its steps, from the history alone.

A step begins when an application comes into its status and ends when it leaves it. While the
participant has to act an application is in another status, so the office's clock stands still. Days
are working days as everywhere: the day of arrival is not counted.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from app.core.audit import Audit
from app.core.clock import WITA
from app.extensions import Pelaku, db
from app.laporan.periode import Saringan
from app.laporan.sql import POTONG, hari_wita
from app.laporan.tabel import Baris, Grafik, Hasil, Jenis, Kolom, Seri, Tabel, persen
from app.pengajuan.models import Pengajuan, Riwayat
from app.pengajuan.states import Status
from app.pengaturan.queries import hari_kerja_sampai, kantor
from app.uttp.states import Layanan

# What the office does in which status, and the setting that says within how many working days.
LANGKAH: dict[Status, tuple[str, str | None]] = {
    Status.BARU: ("Permintaan dijawab", "janji_periksa"),
    Status.DITERIMA: ("Jadwal ditetapkan atau ditawarkan", "janji_jadwal"),
    Status.TERBAYAR: ("Bukti pembayaran diperiksa", "janji_bayar"),
    Status.DIPROSES: ("Alat diuji", None),
    Status.MENUNGGU_DOKUMEN: ("Dokumen terbit", "janji_dokumen"),
}

Langkah = tuple[Status, date, date]


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
    janji, langkah = _Janji(), _langkah(s, pelaku)
    sampai_hari = hari_kerja_sampai(sorted({h for _, *hari in langkah for h in hari}))
    for (k, masuk, keluar), n in langkah.items():
        hari = max(0, sampai_hari[keluar] - sampai_hari[masuk])
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


def _langkah(s: Saringan, pelaku: Pelaku) -> dict[Langkah, int]:
    """How many steps there were of each (status, day of arrival, day of leaving).

    Of the lines that move an application, the one before the one that leaves a status is the one
    that brought it there. The lines are read once, in the order they were written, and of each
    application only its last day is remembered; a window function would sort them all instead.
    """
    # Small numbers only in here, and past the ORM: this goes round some 100,000 times.
    hasil: defaultdict[tuple[int, int, int], int] = defaultdict(int)
    terakhir: dict[int, int] = {}
    sejak_lama: list[tuple[int, int, int]] = []
    awal = 0
    for garis, id, ke, hari in db.session.connection().execute(_baris_riwayat(s, pelaku)):
        awal = awal or garis
        if ke:
            if id in terakhir:
                hasil[ke, terakhir[id], hari] += 1
            else:
                sejak_lama.append((id, ke, hari))
        terakhir[id] = hari
    for n in range(0, len(sejak_lama), POTONG):
        sekumpul = sejak_lama[n : n + POTONG]
        masuk = _masuk_sebelum(awal, s.akhir, [id for id, _, _ in sekumpul])
        for id, ke, hari in sekumpul:
            hasil[ke, masuk[id], hari] += 1
    nama, ke_hari = list(LANGKAH), date.fromordinal
    return {(nama[ke - 1], ke_hari(a), ke_hari(b)): n for (ke, a, b), n in hasil.items()}


def _pindah(akhir: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(
        sa.or_(Riwayat.dari.is_(None), Riwayat.dari != Riwayat.ke), Riwayat.waktu < akhir
    )


def _ujung(s: Saringan, mana: Callable[[Any], Any]) -> sa.ScalarSelect[Any]:
    """The first or the last line written in the period; min or max of nothing is nothing."""
    # Not of the bare number: PostgreSQL would walk its index from the very first line on.
    nomor = Riwayat.id + 0
    masa = (Riwayat.waktu >= s.awal, Riwayat.waktu < s.akhir)
    return sa.select(mana(nomor)).where(*masa).correlate(None).scalar_subquery()


def _baris_riwayat(s: Saringan, pelaku: Pelaku) -> Any:
    """(its number, application, which step ended with it, from 1; 0 for none, day) of each line
    that moves one."""
    dihitung = sa.and_(Riwayat.waktu >= s.awal, Riwayat.aksi != "batal_peserta")
    ke = sa.case({k.value: n for n, k in enumerate(LANGKAH, 1)}, value=Riwayat.dari, else_=0)
    stmt = sa.select(
        Riwayat.id, Riwayat.pengajuan_id, sa.case((dihitung, ke), else_=0), hari_wita(Riwayat.waktu)
    ).where(Riwayat.id.between(_ujung(s, sa.func.min), _ujung(s, sa.func.max)), _pindah(s.akhir))
    syarat = [Pengajuan.visible_to(pelaku)]
    if s.layanan in tuple(Layanan):
        syarat.append(Pengajuan.layanan == s.layanan)
    # Who may see them all asks nothing of the applications, and then they are not read at all.
    if syarat := [k for k in syarat if not isinstance(k, sa.True_)]:
        stmt = stmt.join(Pengajuan, Pengajuan.id == Riwayat.pengajuan_id).where(*syarat)
    return stmt.order_by(Riwayat.id).execution_options(yield_per=POTONG)


def _masuk_sebelum(awal: int, akhir: datetime, id: Sequence[int]) -> dict[int, int]:
    """The day these came into the status the period finds them in; one without a history is in it
    since it was made."""
    sejak = (
        sa.select(Riwayat.waktu)
        .where(Riwayat.pengajuan_id == Pengajuan.id, Riwayat.id < awal, _pindah(akhir))
        .order_by(Riwayat.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    stmt = sa.select(Pengajuan.id, hari_wita(sa.func.coalesce(sejak, Pengajuan.dibuat_pada)))
    return dict(db.session.execute(stmt.where(Pengajuan.id.in_(id))).all())


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
