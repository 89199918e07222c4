"""The working days of the demo office, and who is booked on them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from app.core.clock import WITA
from app.pengaturan.queries import Kantor, buka_pada

SATU = timedelta(days=1)


@dataclass
class Kalender:
    """Keeps to the limits of the office, on past days as well."""

    kantor: Kantor
    kini: datetime
    acak: Random
    menit: dict[date, int] = field(default_factory=lambda: defaultdict(int))
    alat: dict[tuple[date, int], int] = field(default_factory=lambda: defaultdict(int))

    @property
    def hari_ini(self) -> date:
        return self.kini.astimezone(WITA).date()

    def kerja(self, mulai: date, n: int = 0) -> date:
        """The nth working day after this one; with 0 this day, or the next working day."""
        hari = mulai - SATU if n == 0 else mulai
        for _ in range(max(n, 1)):
            hari += SATU
            while not buka_pada(hari):
                hari += SATU
        return hari

    def lalu(self, n: int) -> date:
        """The nth working day before today."""
        hari = self.hari_ini
        for _ in range(n):
            hari -= SATU
            while not buka_pada(hari):
                hari -= SATU
        return hari

    def jam(self, hari: date, dari: int, sampai: int) -> datetime:
        """Some instant of this day between two hours on the office's clock."""
        menit = self.acak.randrange(dari * 60, sampai * 60)
        return datetime.combine(hari, time(menit // 60, menit % 60), WITA)

    def muat(self, hari: date, penera: int, menit: int) -> bool:
        k = self.kantor
        return (
            self.menit[hari] + menit <= k.menit_per_hari
            and self.alat[hari, penera] < k.alat_per_penera
        )

    def pesan(self, mulai: date, menit: int, penera: Sequence[int]) -> tuple[date, int]:
        """Book the first working day from here on that has room, with one of these penera."""
        hari = self.kerja(mulai)
        while True:
            urut = self.acak.sample(list(penera), len(penera))
            bisa = [p for p in urut if self.muat(hari, p, menit)]
            if bisa:
                self._ubah(hari, bisa[0], menit, 1)
                return hari, bisa[0]
            hari = self.kerja(hari, 1)

    def lepas(self, hari: date, penera: int, menit: int) -> None:
        self._ubah(hari, penera, -menit, -1)

    def _ubah(self, hari: date, penera: int, menit: int, alat: int) -> None:
        self.menit[hari] += menit
        self.alat[hari, penera] += alat
