"""The log of acts: appended to, never changed, and sealed row by row.

    audit.catat("tarif_tambah", "tarif", baru.id, pelaku, sesudah={"harga": 75000})

Inside `tulis()`. The row is written as the last thing before the commit, so an act and its record
stand or fall together, and the lock that keeps the chain single is never held while a service still
waits for another row. Each seal is an HMAC over the row and the seal before it: who changes the
database without the key of this installation breaks the chain at exactly that row.
"""

import hmac
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa
from flask import g, has_request_context, request
from flask_login import current_user
from sqlalchemy.orm import Mapped, Session, mapped_column, scoped_session

from app.core import clock
from app.core.kunci import kunci
from app.core.log import log
from app.core.types import UTCDateTime
from app.extensions import Model, Pelaku, db

AWAL: Final = "0" * 64
# Any number that all processes agree on; it names the lock of the chain on PostgreSQL.
_KUNCI_RANTAI: Final = 0x41554449
_ANTRE: Final = "audit"
_SEKALI_BACA: Final = 1000

# These must not outlive their purpose in a log nobody can change.
_TERLARANG: Final = re.compile(
    r"(^|_)(nik|npwp|sandi|password|token|rahasia|kunci|kode|telp|wa|email)($|_)"
)
_NOMOR_ORANG: Final = re.compile(
    r"(?<!\d)(\d{4}([ .-]?)\d{4}\2\d{4}\2\d{4}|\d{2}\.?\d{3}\.?\d{3}\.?\d-?\d{3}\.?\d{3})(?!\d)"
)
SAMARAN: Final = "••••"

Isi = Mapping[str, Any]


class Audit(Model):
    """One act. No foreign keys: the record stays when what it tells about is gone."""

    __tablename__ = "audit"
    __table_args__ = (
        sa.Index("ix_audit_waktu_id", "waktu", "id"),
        sa.Index("ix_audit_objek", "objek", "objek_id", "id"),
        sa.Index("ix_audit_pelaku_id", "pelaku_id", "id"),
        sa.Index("ix_audit_aksi", "aksi", "id"),
        # Two rows after one and the same row would be a fork.
        sa.UniqueConstraint("mac_sebelum"),
    )

    # Given out under the lock, without gaps: a number that is missing was taken away.
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    waktu: Mapped[datetime] = mapped_column(UTCDateTime())
    pelaku_id: Mapped[int | None]
    pelaku: Mapped[str] = mapped_column(sa.String(200))
    peran: Mapped[str] = mapped_column(sa.String(20))
    aksi: Mapped[str] = mapped_column(sa.String(40))
    objek: Mapped[str] = mapped_column(sa.String(30))
    objek_id: Mapped[int | None]
    sebelum: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    sesudah: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    alamat: Mapped[str | None] = mapped_column(sa.String(45))
    permintaan_id: Mapped[str | None] = mapped_column(sa.String(32))
    mac_sebelum: Mapped[str] = mapped_column(sa.String(64))
    mac: Mapped[str] = mapped_column(sa.String(64))

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        return sa.true() if pelaku.peran in ("admin", "kepala") else sa.false()


# --- writing ----------------------------------------------------------------------------------


def catat(
    aksi: str,
    objek: str,
    objek_id: int | None,
    pelaku: Pelaku | None = None,
    sebelum: Isi | None = None,
    sesudah: Isi | None = None,
) -> None:
    """Record an act in the running transaction; `pelaku` None: whoever is signed in, if anybody.

    From `sebelum` and `sesudah` what did not change is left out, and so is what may not be kept.
    """
    antre: list[dict[str, Any]] | None = db.session().info.get(_ANTRE)
    if antre is None:
        raise RuntimeError("catat() belongs inside tulis().")
    lama, baru = _beda(sebelum, sesudah)
    antre.append(
        {
            **_siapa(pelaku),
            "aksi": aksi,
            "objek": objek,
            "objek_id": objek_id,
            "sebelum": lama,
            "sesudah": baru,
            **_dari_mana(),
        }
    )


def mulai(s: scoped_session[Session]) -> None:
    """tulis() begins: acts are collected from here on."""
    s().info[_ANTRE] = []


def simpan(s: scoped_session[Session]) -> None:
    """tulis() is about to commit: append what was collected, one seal after the other."""
    antre: Sequence[dict[str, Any]] = s().info[_ANTRE]
    if not antre:
        return
    s.flush()  # the database's own refusals come before the lock
    if db.engine.dialect.name == "postgresql":
        s.execute(sa.select(sa.func.pg_advisory_xact_lock(_KUNCI_RANTAI)))
    ujung = s.execute(
        sa.select(Audit.id, Audit.mac, Audit.waktu).order_by(Audit.id.desc()).limit(1)
    ).first()
    sekarang = clock.now()
    if ujung and _tanggal(ujung.waktu) < _tanggal(sekarang):
        catat_kepala(ujung.id, ujung.mac)
    nomor, mac = (ujung.id, ujung.mac) if ujung else (0, AWAL)
    baris: list[dict[str, Any]] = []
    for isi in antre:
        nomor += 1
        satu = {**isi, "id": nomor, "waktu": sekarang, "mac_sebelum": mac}
        mac = segel(satu)
        baris.append({**satu, "mac": mac})
    s.execute(sa.insert(Audit), baris)


def selesai(s: scoped_session[Session]) -> None:
    """tulis() is over, one way or the other."""
    s().info.pop(_ANTRE, None)


def catat_kepala(id: int, mac: str) -> None:
    """The head goes where the database cannot reach it: a tail cut off later is missed there."""
    log.info("kepala audit", extra={"data": {"audit_id": id, "audit_mac": mac}})


def _tanggal(waktu: datetime) -> date:
    return waktu.astimezone(clock.WITA).date()


def _siapa(pelaku: Pelaku | None) -> dict[str, Any]:
    if pelaku is None and has_request_context() and current_user and current_user.is_authenticated:
        pelaku = current_user
    if pelaku is None:
        return {"pelaku_id": None, "pelaku": "", "peran": ""}
    return {"pelaku_id": pelaku.id, "pelaku": _teks(pelaku.nama)[:200], "peran": str(pelaku.peran)}


def _dari_mana() -> dict[str, Any]:
    if not has_request_context():
        return {"alamat": None, "permintaan_id": None}
    return {"alamat": (request.remote_addr or "")[:45] or None,
            "permintaan_id": g.get("permintaan_id")}  # fmt: skip


def _beda(
    sebelum: Isi | None, sesudah: Isi | None
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Both sides, plain, without what is the same in both."""
    lama, baru = _polos(sebelum or {}), _polos(sesudah or {})
    if sebelum is not None and sesudah is not None:
        sama = {k for k in lama.keys() & baru.keys() if lama[k] == baru[k]}
        # What was hidden looks the same on both sides; whether it changed is asked of the original.
        sama = {k for k in sama if (sebelum or {}).get(k) == (sesudah or {}).get(k)}
        lama = {k: v for k, v in lama.items() if k not in sama}
        baru = {k: v for k, v in baru.items() if k not in sama}
    return lama or None, baru or None


def _polos(isi: Isi) -> dict[str, Any]:
    return {
        str(k): SAMARAN if v is not None and _TERLARANG.search(str(k)) else _nilai(v)
        for k, v in isi.items()
    }


def _nilai(v: Any) -> Any:
    """Something both databases give back exactly as it went in."""
    if v is None or isinstance(v, bool | int):
        return v
    if isinstance(v, Mapping):
        return _polos(v)
    if isinstance(v, list | tuple | set | frozenset):
        return [_nilai(x) for x in v]
    if isinstance(v, date):
        return v.isoformat()
    return _NOMOR_ORANG.sub(SAMARAN, _teks(str(v)))


def _teks(teks: str) -> str:
    """Without what PostgreSQL cannot store."""
    return teks.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


# --- seals ------------------------------------------------------------------------------------

_DISEGEL: Final = ("id", "waktu", "pelaku_id", "pelaku", "peran", "aksi", "objek", "objek_id",
                   "sebelum", "sesudah", "alamat", "permintaan_id", "mac_sebelum")  # fmt: skip


def segel(baris: Isi) -> str:
    """The seal of a row: over every column and, through `mac_sebelum`, over all rows before it."""
    isi = {k: baris[k] for k in _DISEGEL}
    isi["waktu"] = isi["waktu"].isoformat(timespec="microseconds")
    teks = json.dumps(isi, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hmac.digest(kunci().audit, teks.encode("ascii"), "sha256").hex()


# --- verifying --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Temuan:
    """Something that is not as it was written; `id` is the first row it is about."""

    id: int
    kalimat: str


@dataclass(frozen=True)
class Hasil:
    """What a look at the whole chain gave."""

    jumlah: int
    kepala: tuple[int, str] | None
    temuan: Sequence[Temuan]


def periksa(kepala: Mapping[int, str] | None = None) -> Hasil:
    """Walk the chain from its first row; `kepala` are heads noted earlier, {id: seal}."""
    tercatat = dict(kepala or {})
    temuan: list[Temuan] = []
    id_lalu, mac_lalu, jumlah = 0, AWAL, 0
    for baris in _semua():
        jumlah += 1
        temuan += _periksa_satu(baris, id_lalu, mac_lalu)
        noted = tercatat.pop(baris["id"], None)
        if noted is not None and not hmac.compare_digest(noted, baris["mac"]):
            temuan.append(
                Temuan(
                    baris["id"],
                    f"Baris {baris['id']} bukan baris yang segelnya tercatat di log harian.",
                )
            )
        id_lalu, mac_lalu = baris["id"], baris["mac"]
    temuan += [_tak_sampai(id, id_lalu) for id in sorted(tercatat) if id > id_lalu]
    return Hasil(jumlah, (id_lalu, mac_lalu) if jumlah else None, temuan)


def _tak_sampai(id: int, ujung: int) -> Temuan:
    rentang = f"{id}" if id == ujung + 1 else f"{ujung + 1} sampai {id}"
    return Temuan(
        ujung + 1,
        f"Baris {rentang} hilang: log harian mencatat baris {id}, "
        f"tetapi catatan berakhir pada baris {ujung}.",
    )


def _periksa_satu(baris: dict[str, Any], id_lalu: int, mac_lalu: str) -> Iterator[Temuan]:
    id = baris["id"]
    if id > id_lalu + 1:
        hilang = f"{id_lalu + 1}" if id == id_lalu + 2 else f"{id_lalu + 1} sampai {id - 1}"
        yield Temuan(id_lalu + 1, f"Baris {hilang} hilang.")
    elif baris["mac_sebelum"] != mac_lalu:
        yield Temuan(id, f"Baris {id} tidak menyambung pada baris {id_lalu}.")
    if not hmac.compare_digest(segel(baris), baris["mac"]):
        yield Temuan(id, f"Isi baris {id} diubah: segelnya tidak cocok.")


def _semua() -> Iterator[dict[str, Any]]:
    """Every row by number, a thousand at a time; all columns, as they stand."""
    tabel = Audit.__table__
    terakhir = None
    while True:
        cari = sa.select(tabel).order_by(tabel.c.id).limit(_SEKALI_BACA)
        if terakhir is not None:
            cari = cari.where(tabel.c.id > terakhir)
        sekumpul = db.session.execute(cari).mappings().all()
        yield from (dict(b) for b in sekumpul)
        if len(sekumpul) < _SEKALI_BACA:
            return
        terakhir = sekumpul[-1]["id"]


def kepala_kini() -> tuple[int, str] | None:
    """The head of the chain now: what a backup notes beside the data."""
    ujung = db.session.execute(
        sa.select(Audit.id, Audit.mac).order_by(Audit.id.desc()).limit(1)
    ).first()
    return (ujung.id, ujung.mac) if ujung else None


def kepala_dari_log(baris: Iterator[str]) -> dict[int, str]:
    """The heads among the lines of a log file; other lines are skipped."""
    kepala: dict[int, str] = {}
    for teks in baris:
        mulai_json = teks.find("{")
        if mulai_json < 0 or "audit_mac" not in teks:
            continue
        try:
            isi = json.loads(teks[mulai_json:])
            kepala[int(isi["audit_id"])] = str(isi["audit_mac"])
        except (ValueError, KeyError, TypeError):
            continue
    return kepala
