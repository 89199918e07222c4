"""Reading the office's settings and regions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, time, timedelta
from itertools import accumulate, islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.core import cache, clock
from app.core.access import visible
from app.core.format import HARI
from app.core.uploads import Berkas
from app.extensions import db
from app.pengaturan.models import HariLibur, Kecamatan, Kelurahan, NomorUrut, Pengaturan

# Office identity stands on every page; other processes see a change after this long at most.
UMUR = timedelta(seconds=30)


@dataclass(frozen=True)
class Kantor:
    """The office: what it is called, where it is, how much it can do in a day.

    Defaults are invented placeholders until Admin Aplikasi fills them in.
    """

    nama: str = "UPTD Metrologi Balikpapan"
    singkatan: str = "UPTD Metrologi"
    instansi: str = "Dinas Perdagangan"
    kota: str = "Balikpapan"
    alamat: str = "Jalan Contoh Nomor 1, Balikpapan"
    telp: str = "+62542000000"
    wa: str = "+62811000000"
    email: str = "metrologi@contoh.go.id"
    # Addresses on other sites, as links; empty ones are not shown.
    web_url: str = ""
    peta_url: str = ""
    instagram_url: str = ""
    facebook_url: str = ""
    youtube_url: str = ""
    logo: int = 0  # the number of its file; 0: none
    jam: str = "Senin–Kamis 08.00–16.00, Jumat 08.00–11.30 WITA"
    jam_uji: str = "08.00–12.00"
    # Office capacity: minutes of testing a day, and instruments per penera a day.
    menit_per_hari: int = 480
    alat_per_penera: int = 8
    # Weekdays on which tests are held, Monday is 0.
    hari_kerja: str = "0,1,2,3,4"
    # Working days: how long an offered date may be taken, and until how long before the test a
    # participant may move it (and how soon at the earliest the new date is).
    tawaran_hari: int = 3
    pindah_hari: int = 2
    # Working days the office promises for its own steps. Placeholders: no source prescribes them.
    janji_periksa: int = 2
    janji_jadwal: int = 3
    janji_bayar: int = 2
    janji_dokumen: int = 3
    pola_skhp: str = "510.63/{urut:04d}/UPTD-MET/{bulan_romawi}/{tahun}"
    pola_skrd: str = "974/{urut:04d}/UPTD-MET/{tahun}"
    pola_tugas: str = "800.1.11.1/{urut:04d}/UPTD-MET/{tahun}"
    rekening: str = "Bank Contoh 000-111-222 atas nama Kas Daerah"

    # How many days are kept: refused registrations, messages, notes of who saw whose numbers.
    retensi_ditolak_hari: int = 90
    retensi_pesan_hari: int = 730
    retensi_akses_hari: int = 1825

    def buka(self, hari: int) -> bool:
        """Is this weekday (Monday is 0) a working day?"""
        return str(hari) in self.hari_kerja.split(",")


NAMA_PENGATURAN = tuple(f.name for f in fields(Kantor))


def kantor() -> Kantor:
    """The office as set, read at most every 30 seconds per process."""
    return cache.ambil("kantor", UMUR, _baca_kantor)


_JAM = re.compile(r"(\d{1,2})[.:](\d{2})\D+(\d{1,2})[.:](\d{2})")


def jam_dari(teks: str) -> tuple[time, time] | None:
    """ "08.00–12.00" as two times; None for anything else."""
    cocok = _JAM.fullmatch(teks.strip())
    if cocok is None:
        return None
    j1, m1, j2, m2 = (int(n) for n in cocok.groups())
    if max(j1, j2) > 23 or max(m1, m2) > 59 or (j1, m1) >= (j2, m2):
        return None
    return time(j1, m1), time(j2, m2)


# --- working days: every count of them asks `buka_pada` ----------------------------------------

_TERJAUH = 400  # an office that is never open would be searched for ever


def libur() -> dict[date, str]:
    """The days off and their names, read as seldom as the office's settings."""
    return cache.ambil("libur", UMUR, _baca_libur)


def tutup_karena(tanggal: date) -> str | None:
    """Why no tests are held on this date, for staff and participants; None when they are."""
    if nama := libur().get(tanggal):
        return nama
    if not kantor().buka(tanggal.weekday()):
        return f"{HARI[tanggal.weekday()]} bukan hari kerja"
    return None


def buka_pada(tanggal: date) -> bool:
    """Does the office work on this date?"""
    return tutup_karena(tanggal) is None


def hari_kerja(jumlah: int, sesudah: date | None = None) -> list[date]:
    """The next working days after this date, which is today if none is given."""
    awal = sesudah or clock.today()
    hari = (awal + timedelta(days=n) for n in range(1, _TERJAUH))
    return list(islice(filter(buka_pada, hari), jumlah))


def hari_kerja_ke(n: int, dari: date) -> date:
    """The nth working day after a date, or before it where n is negative."""
    arah = timedelta(days=1 if n > 0 else -1)
    hari, sisa = dari, abs(n)
    for _ in range(_TERJAUH):
        if not sisa:
            break
        hari += arah
        sisa -= buka_pada(hari)
    return hari


def sisa_hari_kerja(sampai: date, dari: date | None = None) -> int:
    """Working days after `dari` (today) up to and with `sampai`; none when that is past."""
    awal = dari or clock.today()
    selisih = min((sampai - awal).days, _TERJAUH)
    return sum(buka_pada(awal + timedelta(days=n)) for n in range(1, selisih + 1))


def hari_kerja_sampai(hari: Sequence[date]) -> dict[date, int]:
    """For each day from the first to the last of these, in their order, how many working days
    there were up to and with it: two of these numbers tell the working days in between."""
    if not hari:
        return {}
    semua = [hari[0] + timedelta(days=n) for n in range((hari[-1] - hari[0]).days + 1)]
    return dict(zip(semua, accumulate(map(buka_pada, semua)), strict=True))


def _baca_libur() -> dict[date, str]:
    return dict(db.session.execute(sa.select(HariLibur.tanggal, HariLibur.nama)).all())


def _baca_kantor() -> Kantor:
    isi = dict(db.session.execute(sa.select(Pengaturan.kunci, Pengaturan.nilai)).all())
    jenis: dict[str, Any] = {f.name: type(f.default) for f in fields(Kantor)}
    return Kantor(**{k: jenis[k](v) for k, v in isi.items() if k in jenis})


# --- regions ----------------------------------------------------------------------------------


def _ditawarkan(termasuk: int | None) -> sa.ColumnElement[bool]:
    """Kelurahan in use, and the one a row has already."""
    return sa.or_(sa.and_(Kelurahan.aktif, Kecamatan.aktif), Kelurahan.id == termasuk)


def daftar_kecamatan(termasuk: int | None = None) -> list[tuple[int, str]]:
    """Those in use, and that of the kelurahan `termasuk`."""
    ini = sa.select(Kelurahan.kecamatan_id).where(Kelurahan.id == termasuk).scalar_subquery()
    cari = sa.select(Kecamatan.id, Kecamatan.nama)
    cari = cari.where(sa.or_(Kecamatan.aktif, Kecamatan.id == ini))
    return [(id, nama) for id, nama in db.session.execute(cari.order_by(Kecamatan.kode))]


def saringan_kecamatan() -> list[tuple[int, str]]:
    """What a list may be filtered by, read at most every 30 seconds."""
    return cache.ambil("kecamatan", UMUR, daftar_kecamatan)


def daftar_kelurahan(
    kecamatan_id: int | None = None, termasuk: int | None = None
) -> dict[str, list[tuple[int, str]]]:
    """{kecamatan name: [(id, kelurahan name)]} in use; of one kecamatan, or of all."""
    cari = sa.select(Kecamatan.nama, Kelurahan.id, Kelurahan.nama).join(Kelurahan.kecamatan)
    cari = cari.where(_ditawarkan(termasuk))
    if kecamatan_id is not None:
        cari = cari.where(Kelurahan.kecamatan_id == kecamatan_id)
    hasil: dict[str, list[tuple[int, str]]] = {}
    for kecamatan, id, nama in db.session.execute(cari.order_by(Kelurahan.kode)):
        hasil.setdefault(kecamatan, []).append((id, nama))
    return hasil


def semua_wilayah() -> Sequence[Kecamatan]:
    """Every kecamatan with its kelurahan, for those who keep the list."""
    cari = visible(Kecamatan, selectinload(Kecamatan.kelurahan)).order_by(Kecamatan.kode)
    return db.session.scalars(cari).all()


# --- for the pages of Data Master ---------------------------------------------------------------

# These lie to the right of this feature; a table by its name is no import.
_CACAH = {
    "jenis": sa.table("jenis_uttp", sa.column("aktif")),
    "kelurahan": sa.table("kelurahan", sa.column("aktif")),
    "tarif": sa.table("tarif"),
    "akun": sa.table("pengguna", sa.column("peran"), sa.column("aktif")),
}


def cacah_master() -> dict[str, int]:
    """How many rows of each there are in use, in one statement."""
    jumlah = []
    for nama, tabel in _CACAH.items():
        cari = sa.select(sa.func.count()).select_from(tabel)
        if "aktif" in tabel.c:
            cari = cari.where(tabel.c.aktif.is_(True))
        if "peran" in tabel.c:
            cari = cari.where(tabel.c.peran != "peserta")
        jumlah.append(cari.scalar_subquery().label(nama))
    return dict(db.session.execute(sa.select(*jumlah)).one()._mapping)


def urut_berikut(*seri: str) -> list[int]:
    """What each series of numbers would give next; looking takes nothing."""
    cari = sa.select(NomorUrut.seri, NomorUrut.terakhir).where(NomorUrut.seri.in_(seri))
    terakhir = {r.seri: r.terakhir for r in db.session.execute(cari)}
    return [terakhir.get(s, 0) + 1 for s in seri]


def logo() -> Berkas | None:
    cari = sa.select(Berkas).join(Pengaturan, Pengaturan.berkas_id == Berkas.id)
    return db.session.scalar(cari.where(Pengaturan.kunci == "logo"))
