"""Columns whose value the database never sees: sealed on the way in, opened on the way out.

    pic_nik: Mapped[str | None] = mapped_column("pic_nik_sandi", Rahasia("peserta.pic_nik"))

The same value is sealed differently each time, so such a column can be neither compared nor made
unique; both are done with a column beside it that holds `kunci.indeks(value)`.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.sql import operators

from app.core import kunci
from app.core.db import tulis
from app.extensions import Base

_SEKALI = 500
_BOLEH = (operators.is_, operators.is_not)


class Rahasia(sa.types.TypeDecorator[str]):
    """A text sealed under `konteks`: moved into another column it does not open."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, konteks: str) -> None:
        super().__init__()
        self.konteks = konteks

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else kunci.sandikan(value, self.konteks)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else kunci.buka(value, self.konteks)

    class comparator_factory(  # noqa: N801 (the name SQLAlchemy looks for)
        sa.types.TypeDecorator.Comparator[str], sa.Text.Comparator[str]
    ):
        """A comparison would silently find nothing; better that it is noticed when written."""

        def operate(self, op: Any, *other: Any, **kw: Any) -> Any:
            if op in _BOLEH:
                return super().operate(op, *other, **kw)
            raise TypeError("A sealed column is looked up by its index column.")


def sandikan_ulang(model: type[Base]) -> int:
    """After a new key: seal the rows of a model anew, some hundred at a time; how many were."""
    tabel: Any = model.__table__
    kolom = [c for c in tabel.c if isinstance(c.type, Rahasia)]
    mentah = [sa.type_coerce(c, sa.Text).label(c.name) for c in kolom]
    terakhir, jumlah = 0, 0
    while True:
        with tulis() as s:
            cari = sa.select(tabel.c.id, *mentah).where(tabel.c.id > terakhir)
            sekumpul = s.execute(cari.order_by(tabel.c.id).limit(_SEKALI).with_for_update()).all()
            for baris in sekumpul:
                lama = {c: getattr(baris, c.name) for c in kolom}
                baru = {
                    c: kunci.buka(teks, c.type.konteks)
                    for c, teks in lama.items()
                    if teks is not None and kunci.perlu_disandikan_ulang(teks)
                }
                if baru:
                    s.execute(sa.update(tabel).where(tabel.c.id == baris.id).values(baru))
                    jumlah += 1
        if len(sekumpul) < _SEKALI:
            return jumlah
        terakhir = sekumpul[-1].id
