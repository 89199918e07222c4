"""How the text of an instrument is looked for, and told apart from that of another."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from app.core.cari import TERPENDEK, memuat, salah_satu, sedikit
from app.peserta.models import Peserta
from app.uttp.models import JenisUttp, Uttp

KATA_PALING_BANYAK = 6


def inti(teks: str) -> str:
    return "".join(c for c in teks.upper() if c.isalnum())


def sidik(merk: str, nomor_seri: str) -> str:
    """Brand and serial number without spaces, marks and case: "CAS 12-3" and "cas 123" are one."""
    return f"{inti(merk)[:60]}|{inti(nomor_seri)[:59]}"


def cari_uttp(q: str, *tambahan: Any) -> sa.ColumnElement[bool]:
    """Each word is found somewhere on the row; a serial number also without its marks."""
    kolom = (
        JenisUttp.nama, Uttp.merk, Uttp.tipe, Uttp.nomor_seri, Uttp.skhp_nomor, Uttp.lokasi,
        *tambahan,
    )  # fmt: skip
    syarat = []
    for kata in q.split()[:KATA_PALING_BANYAK]:
        cocok = [k.icontains(kata, autoescape=True) for k in kolom]
        if tanpa_tanda := inti(kata):
            cocok.append(Uttp.sidik.contains(tanpa_tanda, autoescape=True))
        syarat.append(sa.or_(*cocok))
    return sa.and_(sa.true(), *syarat)


def calon(q: str) -> sa.ColumnElement[bool]:
    """Among those on whose row one word of `q` may be printed; True if they are many.

    Nothing `cari_uttp` finds is missing, with the names of its parties.
    """
    kata = [k for k in q.split()[:KATA_PALING_BANYAK] if _cukup(k)]
    return salah_satu(Uttp.id, sedikit(*(list(_asal(k)) for k in kata)))


def _cukup(kata: str) -> bool:
    """Long enough for the index, with and without its marks."""
    return len(kata) >= TERPENDEK and len(inti(kata)) not in range(1, TERPENDEK)


def _asal(kata: str) -> Iterator[sa.Select[Any]]:
    uttp, orang = sa.select(Uttp.id), sa.select(Peserta.id).where(memuat(Peserta, kata))
    yield uttp.where(memuat(Uttp, *{kata, inti(kata) or kata}))
    yield uttp.where(Uttp.pemilik_id.in_(orang))
    yield uttp.where(Uttp.pemakai_id.in_(orang))
    yield uttp.where(sejenis(kata))


def sejenis(kata: str) -> sa.ColumnElement[bool]:
    """Of a type whose name holds the word; types are few."""
    cocok = JenisUttp.nama.icontains(kata, autoescape=True)
    return Uttp.jenis_id.in_(sa.select(JenisUttp.id).where(cocok))
