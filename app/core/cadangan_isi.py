"""What a database holds, told in numbers that must be the same before a backup and after it."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

_BERKAS = sa.table("berkas", sa.column("kunci"), sa.column("kunci_kecil"))


@dataclass(frozen=True)
class Isi:
    """`kunci` are the files its rows name; `audit` the last link of the audit chain."""

    kepala: str | None
    baris: dict[str, int]
    kunci: frozenset[str]
    audit: dict[str, Any] | None


def isi(conn: sa.Connection) -> Isi:
    """Read it in one transaction of the caller, so that the numbers belong together."""
    kolom = {t: _kolom(conn, t) for t in sorted(sa.inspect(conn).get_table_names())}
    baris = {t: _hitung(conn, t) for t in kolom}
    return Isi(_kepala(conn, kolom), baris, _kunci(conn, kolom), _audit(conn, kolom))


def _kolom(conn: sa.Connection, tabel: str) -> set[str]:
    return {k["name"] for k in sa.inspect(conn).get_columns(tabel)}


def _hitung(conn: sa.Connection, tabel: str) -> int:
    return conn.scalar(sa.select(sa.func.count()).select_from(sa.table(tabel))) or 0


def _kepala(conn: sa.Connection, kolom: dict[str, set[str]]) -> str | None:
    if "alembic_version" not in kolom:
        return None
    versi = sa.table("alembic_version", sa.column("version_num"))
    return conn.scalar(sa.select(versi.c.version_num))


def _kunci(conn: sa.Connection, kolom: dict[str, set[str]]) -> frozenset[str]:
    if not {"kunci", "kunci_kecil"} <= kolom.get("berkas", set()):
        return frozenset()
    semua = sa.union(sa.select(_BERKAS.c.kunci), sa.select(_BERKAS.c.kunci_kecil))
    return frozenset(k for k in conn.scalars(semua) if k)


def _audit(conn: sa.Connection, kolom: dict[str, set[str]]) -> dict[str, Any] | None:
    """The tail of the chain cannot prove itself; kept here, a cut-off tail shows."""
    if not {"id", "mac"} <= kolom.get("audit", set()):
        return None
    audit = sa.table("audit", sa.column("id"), sa.column("mac"))
    cari = sa.select(audit.c.id, audit.c.mac).order_by(audit.c.id.desc()).limit(1)
    akhir = conn.execute(cari).one_or_none()
    if akhir is None:
        return None
    mac = akhir.mac.hex() if isinstance(akhir.mac, bytes) else str(akhir.mac)
    return {"id": akhir.id, "mac": mac}
