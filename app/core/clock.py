"""Time: stored in UTC, shown in WITA. The only caller of datetime.now."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

WITA = ZoneInfo("Asia/Makassar")


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date on the office's wall calendar."""
    return now().astimezone(WITA).date()
