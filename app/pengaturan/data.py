"""Reference data of the region, from app/data."""

import csv
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from app.extensions import db
from app.pengaturan.models import Kecamatan, Kelurahan
from app.pengaturan.services import beban_awal, kode_terhapus

DATA = Path(__file__).parents[1] / "data"


def baca_csv(nama: str) -> Iterator[dict[str, str | None]]:
    """The rows of a file in app/data; an empty cell is None."""
    with (DATA / nama).open(encoding="utf-8", newline="") as aliran:
        for baris in csv.DictReader(aliran):
            yield {kolom: isi.strip() or None for kolom, isi in baris.items()}


def muat_wilayah() -> int:
    """Add the kecamatan and kelurahan that are missing, by code; gives how many were added.

    A name the office has changed stays as it is.
    """
    baris = list(baca_csv("wilayah_balikpapan.csv"))
    terhapus = kode_terhapus()
    ada = set(db.session.scalars(sa.select(Kecamatan.kode))) | terhapus
    kecamatan = {b["kode_kecamatan"]: b["kecamatan"] for b in baris}
    for kode, nama in kecamatan.items():
        if kode not in ada:
            beban_awal(Kecamatan, kode=kode, nama=nama)
    induk = dict(db.session.execute(sa.select(Kecamatan.kode, Kecamatan.id)).all())
    punya = set(db.session.scalars(sa.select(Kelurahan.kode))) | terhapus
    baru = [
        b for b in baris if b["kode_kelurahan"] not in punya and b["kode_kecamatan"] not in terhapus
    ]
    for b in baru:
        beban_awal(
            Kelurahan,
            kecamatan_id=induk[str(b["kode_kecamatan"])],
            kode=b["kode_kelurahan"],
            nama=b["kelurahan"],
        )
    return len(kecamatan.keys() - ada) + len(baru)
