"""Reading the log of acts for its page."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from app.core import clock, paging
from app.core.audit import Audit
from app.core.format import rupiah, tanggal, telepon, waktu
from app.extensions import Pelaku
from app.pengajuan.states import LABEL_LOKASI, LABEL_SKHP_LAMA, SEBUTAN
from app.pengaturan.states import sebut_kolom
from app.peserta.states import CARA_LOKET, LABEL_KELOMPOK, LABEL_STATUS
from app.uttp.states import LABEL_LAYANAN, LABEL_PENSIUN

UKURAN = 50
# A word that stands in no row is looked for in all of them, and the log only grows.
MASA_CARI = timedelta(days=90)
_NOMOR_CETAK = re.compile(r"[A-Z]{2,3}-(\d{4})-\d{1,9}")
_UANG = frozenset({"harga", "retribusi"})
_TELEPON = frozenset({"telp", "pic_telp", "pic_wa", "telepon_kantor", "whatsapp_kantor"})
# What is stored as a code is read as the word every other page has for it.
_KATA: dict[str, Mapping[Any, str]] = {
    "cara": CARA_LOKET,
    "kelompok": LABEL_KELOMPOK,
    "layanan": LABEL_LAYANAN,
    "lokasi": LABEL_LOKASI,
    "pensiun_sebab": LABEL_PENSIUN,
    "skhp_lama": LABEL_SKHP_LAMA,
}
_STATUS: dict[str, Mapping[Any, str]] = {
    "pengajuan": {k: v.petugas for k, v in SEBUTAN.items()},
    "peserta": {k: label for k, (label, _) in LABEL_STATUS.items()},
}


@dataclass(frozen=True, kw_only=True)
class Saringan:
    """What to look for; everything together must hold."""

    q: str | None = None
    pelaku: str | None = None
    aksi: str | None = None
    objek: str | None = None
    objek_id: int | None = None
    dari: date | None = None
    sampai: date | None = None


@dataclass(frozen=True)
class Perubahan:
    """One column; `lama` or `baru` is None where there was or is nothing."""

    kolom: str
    lama: str | None
    baru: str | None


def daftar(
    saring: Saringan, pelaku: Pelaku, *, after: str | None, size: int | None = None
) -> paging.Page:
    """Newest first."""
    kolom = [getattr(Audit, k) for k in ("id", "waktu", "pelaku_id", "pelaku", "peran", "aksi",
             "objek", "objek_id", "sebelum", "sesudah", "alamat", "permintaan_id")]  # fmt: skip
    cari = sa.select(*kolom).where(Audit.visible_to(pelaku), *_syarat(saring))
    return paging.keyset(cari, Audit.waktu, Audit.id, after=after, size=size or UKURAN)


def sejak(s: Saringan) -> date | None:
    """The day from which on words are looked for where the search names none: some time back, to
    be said beside what was found. A printed number and one object are found however old."""
    if s.dari or s.objek_id is not None or not (s.pelaku or (s.q and not _cetak(s.q))):
        return None
    return min(s.sampai or clock.today(), clock.today()) - MASA_CARI


def _syarat(s: Saringan) -> list[sa.ColumnElement[bool]]:
    syarat: list[sa.ColumnElement[bool]] = []
    for kolom, nilai in ((Audit.aksi, s.aksi), (Audit.objek, s.objek)):
        if nilai:
            syarat.append(kolom == nilai)
    if s.objek_id is not None:
        syarat.append(Audit.objek_id == s.objek_id)
    if s.pelaku:
        syarat.append(Audit.pelaku.icontains(s.pelaku, autoescape=True))
    if dari := s.dari or sejak(s):
        syarat.append(Audit.waktu >= _awal(dari))
    if s.sampai:
        syarat.append(Audit.waktu < _awal(s.sampai + timedelta(days=1)))
    if s.q:
        syarat.append(_memuat(s.q))
    return syarat


def _awal(hari: date) -> datetime:
    return datetime.combine(hari, time.min, clock.WITA)


def _memuat(q: str) -> sa.ColumnElement[bool]:
    """In the contents, the address or the request; a printed number finds all about its object."""
    if cetak := _cetak(q):
        bernomor = sa.select(Audit.objek, Audit.objek_id).where(
            # Nothing was told of it before the year it is of.
            Audit.waktu >= _awal(date(max(int(cetak[1]), 1900), 1, 1)),
            _teks(Audit.sesudah).contains(f'"{q.upper()}"', autoescape=True),
        )
        return sa.tuple_(Audit.objek, Audit.objek_id).in_(bernomor)
    # The contents are stored with everything beyond ASCII written as \uXXXX.
    disimpan = json.dumps(q)[1:-1]
    return sa.or_(
        Audit.alamat == q,
        Audit.permintaan_id == q,
        _teks(Audit.sebelum).icontains(disimpan, autoescape=True),
        _teks(Audit.sesudah).icontains(disimpan, autoescape=True),
    )


def _cetak(q: str) -> re.Match[str] | None:
    return _NOMOR_CETAK.fullmatch(q.upper())


def _teks(kolom: Any) -> sa.ColumnElement[str]:
    return sa.cast(kolom, sa.Text)


# --- what changed, in words -------------------------------------------------------------------


def perubahan(baris: Any) -> list[Perubahan]:
    """Before and after, column by column, as a person reads it."""
    lama: Mapping[str, Any] = baris.sebelum or {}
    baru: Mapping[str, Any] = baris.sesudah or {}
    kata = _KATA | {"status": _STATUS.get(baris.objek, {})}
    return [
        Perubahan(sebut_kolom(k), _sebut(kata, k, lama.get(k)), _sebut(kata, k, baru.get(k)))
        for k in sorted(lama.keys() | baru.keys())
        if lama.get(k) is not None or baru.get(k) is not None
    ]


def _sebut(kata: Mapping[str, Mapping[Any, str]], kolom: str, nilai: Any) -> str | None:
    if nilai is None:
        return None
    if isinstance(nilai, bool):
        return "Ya" if nilai else "Tidak"
    if isinstance(nilai, int):
        return rupiah(nilai) if kolom in _UANG else str(nilai)
    if isinstance(nilai, list):
        return ", ".join(_sebut(kata, kolom, n) or "–" for n in nilai)
    if isinstance(nilai, dict):
        return "; ".join(f"{sebut_kolom(k)}: {_sebut(kata, k, n) or '–'}" for k, n in nilai.items())
    return kata.get(kolom, {}).get(nilai) or _sebut_teks(kolom, str(nilai))


def _sebut_teks(kolom: str, nilai: str) -> str:
    if kolom == "diubah":  # names of columns
        return sebut_kolom(nilai)
    if kolom in _TELEPON:
        return telepon(nilai)
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", nilai):
            return tanggal(date.fromisoformat(nilai))
        if re.fullmatch(r"\d{4}-\d\d-\d\dT.{8,}[+-]\d\d:\d\d", nilai):
            return waktu(datetime.fromisoformat(nilai))
    except ValueError:
        pass  # looks like a date and is none
    return nilai
