"""Reference data of the region and of the calendar, from app/data."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from app.core import cache
from app.extensions import db
from app.pengaturan.models import HariLibur, Kecamatan, Kelurahan
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


def muat_libur() -> int:
    """Add the national days off that are not there yet; gives how many were added.

    A day the office took out does not come back with the next start.
    """
    ada = set(db.session.scalars(sa.select(HariLibur.tanggal)))
    terhapus = kode_terhapus()
    semua = [(date.fromisoformat(str(b["tanggal"])), b) for b in baca_csv("hari_libur.csv")]
    baru = [(t, b) for t, b in semua if t not in ada and f"libur:{t}" not in terhapus]
    for t, b in baru:
        beban_awal(HariLibur, tanggal=t, nama=b["nama"], jenis=b["jenis"], sumber=b["sumber"])
    cache.lupakan("libur")
    return len(baru)
