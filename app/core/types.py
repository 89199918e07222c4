"""Column types and column helpers shared by all models."""

from datetime import UTC, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock


class UTCDateTime(sa.types.TypeDecorator[datetime]):
    """An instant. Takes aware datetimes only and gives them back in UTC, on both databases."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant needs a time zone.")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def cek_enum(kolom: str, enum: type[StrEnum]) -> sa.CheckConstraint:
    """A CHECK that keeps a word column to the words of its enum."""
    kata = ", ".join(f"'{e.value}'" for e in enum)
    return sa.CheckConstraint(f"{kolom} IN ({kata})", name=kolom)


def saat_dibuat() -> Mapped[datetime]:
    """The instant the row was made, when nothing else is said."""
    return mapped_column(UTCDateTime(), default=clock.now)
