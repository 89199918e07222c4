"""Time: stored in UTC, shown in WITA. The only caller of datetime.now."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

WITA = ZoneInfo("Asia/Makassar")


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def baca_saat(teks: str | None) -> datetime | None:
    """An instant as its isoformat() says it, in UTC; None for anything else."""
    try:
        saat = datetime.fromisoformat(teks or "")
        return saat.astimezone(UTC) if saat.tzinfo else None
    except (ValueError, OverflowError):  # the second: year 1 or 9999, moved out of the calendar
        return None


def baca_hari(teks: str | None) -> date | None:
    """A day as its isoformat() says it; None for anything else."""
    try:
        return date.fromisoformat(teks or "")
    except ValueError:
        return None


def today() -> date:
    """Today's date on the office's wall calendar."""
    return now().astimezone(WITA).date()
