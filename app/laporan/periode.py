"""What a report is about: the filters of its address, read once and said in words; pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from app.core.clock import WITA
from app.core.format import BULAN, tanggal


@dataclass(frozen=True)
class Saringan:
    """Every filter any report has; one that a report does not know stays empty."""

    dari: date | None = None
    sampai: date | None = None
    q: str = ""
    kelompok: str = ""
    status_peserta: str = ""
    status: str = ""
    layanan: str = ""
    skhp_lama: str = ""
    masa_lama: str = ""
    kecamatan: int | None = None
    penera: int | None = None
    dalam: str = ""
    menurut: str = ""

    def url(self) -> dict[str, Any]:
        """As they stand in an address."""
        return {k: v.isoformat() if isinstance(v, date) else v for k, v in vars(self).items() if v}

    @classmethod
    def baca(cls, isi: Mapping[str, Any]) -> "Saringan":
        """What `url` gave."""
        tgl = {k: date.fromisoformat(v) for k, v in isi.items() if k in ("dari", "sampai")}
        return cls(**{**isi, **tgl})

    @property
    def awal(self) -> datetime:
        """The first instant of the period: midnight on the office's wall clock."""
        return tengah_malam(self.dari or date(1950, 1, 1))

    @property
    def akhir(self) -> datetime:
        """The first instant after it."""
        return tengah_malam((self.sampai or date(2200, 1, 1)) + timedelta(days=1))

    def sebut_masa(self) -> str:
        if self.dari is None or self.sampai is None:
            return ""
        if self.dari == self.sampai:
            return tanggal(self.dari)
        if self.dari.day == 1 and _akhir_bulan(self.dari) == self.sampai:
            return f"{BULAN[self.dari.month - 1]} {self.dari.year}"
        return f"{tanggal(self.dari)} sampai {tanggal(self.sampai)}"


def tengah_malam(hari: date) -> datetime:
    return datetime.combine(hari, time.min, WITA).astimezone(UTC)


def dengan_masa(s: Saringan, masa: str, hari_ini: date) -> Saringan:
    """The period a report opens with where none is asked for; an end before its beginning is read
    the other way round."""
    if not masa:
        return replace(s, dari=None, sampai=None)
    bawaan = bulan_ini(hari_ini) if masa == "bulan" else tahun_ini(hari_ini)
    if s.dari and not s.sampai:
        s = replace(s, sampai=max(s.dari, hari_ini))
    dari = s.dari or (min(bawaan[0], s.sampai) if s.sampai else bawaan[0])
    sampai = s.sampai or bawaan[1]
    return replace(s, dari=min(dari, sampai), sampai=max(dari, sampai))


def bulan_ini(hari_ini: date) -> tuple[date, date]:
    return hari_ini.replace(day=1), _akhir_bulan(hari_ini)


def tahun_ini(hari_ini: date) -> tuple[date, date]:
    return date(hari_ini.year, 1, 1), date(hari_ini.year, 12, 31)


def pilihan_masa(hari_ini: date) -> list[tuple[str, date, date]]:
    """The periods offered beside the two dates."""
    lalu = hari_ini.replace(day=1) - timedelta(days=1)
    tahun = hari_ini.year
    return [
        ("Bulan ini", *bulan_ini(hari_ini)),
        ("Bulan lalu", *bulan_ini(lalu)),
        ("Tahun ini", *tahun_ini(hari_ini)),
        ("Tahun lalu", date(tahun - 1, 1, 1), date(tahun - 1, 12, 31)),
    ]


def _akhir_bulan(hari: date) -> date:
    return (hari.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def bulan_antara(dari: date, sampai: date) -> list[str]:
    """Every month from one day to another, as YYYY-MM."""
    n, akhir = dari.year * 12 + dari.month - 1, sampai.year * 12 + sampai.month - 1
    return [f"{i // 12:04d}-{i % 12 + 1:02d}" for i in range(n, akhir + 1)]


PALING_BANYAK = 24


def bulan_tampil(s: Saringan, ada: Collection[str]) -> list[str]:
    """The months of the period; of a very long one those from the first with something in it."""
    if s.dari is None or s.sampai is None:
        return sorted(ada)
    semua = bulan_antara(s.dari, s.sampai)
    if len(semua) > PALING_BANYAK:
        semua = [b for b in semua if ada and min(ada) <= b <= max(ada)]
    return semua


def sebut_bulan(kode: str, *, singkat: bool = False) -> str:
    """2026-11: November 2026; below a chart Nov, and the year where one begins."""
    tahun, bulan = kode.split("-")
    nama = BULAN[int(bulan) - 1]
    if singkat:
        return f"{nama[:3]} {tahun[2:]}" if bulan == "01" else nama[:3]
    return f"{nama} {tahun}"
