"""Which old backups may go. Pure, so that the rule can be tried on years of dates."""

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime, timedelta

HARIAN, MINGGUAN, BULANAN = 7, 4, 12
SEGAR = timedelta(days=2)

_TINGKAT: tuple[tuple[int, Callable[[datetime], Hashable]], ...] = (
    (HARIAN, lambda w: w.date()),
    (MINGGUAN, lambda w: w.isocalendar()[:2]),
    (BULANAN, lambda w: (w.year, w.month)),
)


def disimpan(waktu: Iterable[datetime]) -> set[datetime]:
    """The newest of each of the last 7 days, 4 weeks and 12 months that have a backup at all.

    Periods without a backup do not count, so a server that stood still loses nothing to age. All of
    the last two days stay too: whoever notices a mishap backs up what is left of the data first,
    and that must not push out last night's good copy.
    """
    urut = sorted(set(waktu), reverse=True)
    hasil = {w for w in urut if urut[0] - w < SEGAR}
    for banyak, masa in _TINGKAT:
        terbaru: dict[Hashable, datetime] = {}
        for w in urut:
            terbaru.setdefault(masa(w), w)
        hasil |= set(list(terbaru.values())[:banyak])
    return hasil


def dibuang(waktu: Iterable[datetime]) -> set[datetime]:
    """The rest. Never the newest: it leads its day, its week and its month."""
    semua = set(waktu)
    return semua - disimpan(semua)
