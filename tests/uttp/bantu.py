"""Answers of the instrument form, for the tests of this folder."""

import re
from io import BytesIO
from typing import Any

import sqlalchemy as sa

from app.extensions import db
from app.uttp.models import InformasiJenis, Uttp
from tests import berkas as contoh
from tests import factories as f


def foto(nama: str = "pelat.jpg", isi: bytes | None = None) -> tuple[BytesIO, str]:
    return BytesIO(isi or contoh.jpeg()), nama


def isian(kode: str = "TBO-03", **kw: Any) -> dict[str, Any]:
    """A complete form; a value None leaves the field out."""
    isi = {
        "jenis_id": str(f.jenis(kode).id),
        "merk": "CAS",
        "tipe": "SW-1S",
        "nomor_seri": "8814-220",
        "kapasitas": "30",
        "daya_baca": "0,005",
        "lokasi": "Kios 12",
        "foto": foto(),
    } | kw
    return {k: v for k, v in isi.items() if v is not None}


def info(kode: str, label: str) -> str:
    """The field name of a question."""
    cari = sa.select(InformasiJenis.id).where(
        InformasiJenis.jenis_id == f.jenis(kode).id, InformasiJenis.label == label
    )
    return f"info_{db.session.scalar(cari)}"


def semua() -> list[Uttp]:
    db.session.remove()
    return list(db.session.scalars(sa.select(Uttp).order_by(Uttp.id)))


def galat(html: str, field: str) -> str:
    """The sentence at a field, empty when there is none."""
    m = re.search(rf'id="{field}-galat">(.*?)</p>', html, re.S)
    teks = re.sub(r"<[^>]+>", " ", m[1]).replace("Perlu diperbaiki:", "") if m else ""
    return " ".join(teks.split())
