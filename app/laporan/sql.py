"""Days and months on the office's wall clock, asked of the database; reading in parts."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from app.core.clock import baca_saat
from app.core.nomor import baca_id
from app.extensions import db
from app.pengaturan.models import Kelurahan
from app.peserta.models import Peserta, TempatUsaha
from app.uttp.models import Uttp

POTONG = 1000


# WITA has no summer time: it is always eight hours ahead.
class bulan_wita(FunctionElement[str]):  # noqa: N801 - reads as the function it becomes
    """The month of an instant, YYYY-MM."""

    inherit_cache, type = True, sa.String()


class tanggal_wita(FunctionElement[date]):  # noqa: N801
    """The day of an instant."""

    inherit_cache, type = True, sa.Date()


class hari_wita(FunctionElement[int]):  # noqa: N801
    """The day of an instant as `date.toordinal` counts them: for what is read by the 100,000."""

    inherit_cache, type = True, sa.Integer()


class bulan(FunctionElement[str]):  # noqa: N801
    """The month of a day, YYYY-MM."""

    inherit_cache, type = True, sa.String()


_BENTUK = {
    bulan_wita: (
        "strftime('%Y-%m', {}, '+8 hours')",
        "to_char({} AT TIME ZONE 'Asia/Makassar', 'YYYY-MM')",
    ),
    tanggal_wita: ("date({}, '+8 hours')", "CAST({} AT TIME ZONE 'Asia/Makassar' AS date)"),
    hari_wita: (
        "CAST(julianday({}, '+8 hours') - 1721424.5 AS INTEGER)",
        "(CAST({} AT TIME ZONE 'Asia/Makassar' AS date) - DATE '0001-01-01' + 1)",
    ),
    bulan: ("strftime('%Y-%m', {})", "to_char({}, 'YYYY-MM')"),
}


def _tulis(unsur: Any, compiler: Any, **kw: Any) -> str:
    bentuk = _BENTUK[type(unsur)][compiler.dialect.name == "postgresql"]
    teks: str = compiler.process(unsur.clauses, **kw)
    # What is written here goes to the driver, for which a percent sign is one of its own.
    return (bentuk.replace("%", "%%") if compiler.preparer._double_percents else bentuk).format(
        teks
    )


for _jenis in _BENTUK:
    compiles(_jenis)(_tulis)


def banyak(syarat: Any = None) -> sa.ColumnElement[int]:
    """How many rows; or how many of them answer to this."""
    if syarat is None:
        return sa.func.count()
    return sa.func.coalesce(sa.func.sum(sa.case((syarat, 1), else_=0)), 0)


def di_tempat(stmt: Any, pihak: Any) -> Any:
    """Join the kelurahan an instrument stands in: that of its place, else of who uses or owns it,
    which is `pihak`, an alias of Peserta."""
    return (
        stmt.join(pihak, pihak.id == sa.func.coalesce(Uttp.pemakai_id, Uttp.pemilik_id))
        .outerjoin(TempatUsaha, TempatUsaha.id == Uttp.tempat_id)
        .join(
            Kelurahan,
            Kelurahan.id == sa.func.coalesce(TempatUsaha.kelurahan_id, pihak.kelurahan_id),
        )
    )


def nama_peserta(q: str, *peserta: Any) -> list[sa.ColumnElement[bool]]:
    """None, or: the name or the number of one of them holds these words."""
    kolom = [k for p in peserta for k in (p.nama, p.nomor)]
    return [sa.or_(*(k.icontains(q, autoescape=True) for k in kolom))] if q else []


# --- rows in parts ----------------------------------------------------------------------------


def halaman(
    stmt: Any, at: Any, id: Any, *, after: str | None, size: int, oldest_first: bool = False
) -> tuple[Sequence[Any], str | None]:
    """Some rows by (at, id) and where the next ones begin. `at` is an instant or a day; a mark
    nobody gave out begins again."""
    urut = (at, id) if oldest_first else (at.desc(), id.desc())
    tanda = _tanda(after, at)
    if tanda:
        kunci = sa.tuple_(at, id)
        batas = sa.tuple_(sa.literal(tanda[0], at.type), sa.literal(tanda[1]))
        stmt = stmt.where(kunci > batas if oldest_first else kunci < batas)
    baris = db.session.execute(stmt.order_by(*urut).limit(size + 1)).all()
    if len(baris) <= size:
        return baris, None
    akhir = baris[size - 1]
    return baris[:size], f"{getattr(akhir, at.key).isoformat()}~{akhir.id}"


def _tanda(after: str | None, at: Any) -> tuple[date | datetime, int] | None:
    kapan, _, nomor = (after or "").partition("~")
    id = baca_id(nomor)
    if isinstance(at.type, sa.Date):
        try:
            saat: date | None = date.fromisoformat(kapan)
        except ValueError:
            saat = None
    else:
        saat = baca_saat(kapan)
    return (saat, id) if saat is not None and id is not None else None


def semua(stmt: Any, at: Any, id: Any, *, oldest_first: bool = False) -> Iterator[Any]:
    """All rows, a part at a time: memory holds one part, and no snapshot is kept in between."""
    after: str | None = None
    while True:
        baris, after = halaman(stmt, at, id, after=after, size=POTONG, oldest_first=oldest_first)
        yield from baris
        if after is None:
            return


Pihak = sa.orm.aliased(Peserta, name="pihak")
