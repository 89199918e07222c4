"""What tests of reports share: a small office with a past, and pages and files read as tables."""

import csv
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO
from typing import Any

from flask import Flask
from openpyxl import load_workbook

from app.core import clock
from app.extensions import db
from app.laporan import daftar
from app.laporan.pekerja import Sebagai
from app.laporan.periode import Saringan
from app.laporan.tabel import Hasil
from app.pengajuan.models import Pengajuan, Riwayat
from tests import factories as f
from tests.urai import urai


def tabel(html: str, ke: int = -1) -> list[list[str]]:
    """The rows of a table of the page as they read, without its heading."""
    isi = list(urai(html)[0].semua("table"))[ke]
    baris = [[s.teks.strip() for s in b.semua("th", "td")] for b in isi.semua("tr")]
    return baris[1:]


def lembar(isi: bytes, nama: str | None = None) -> tuple[list[str], list[list[Any]]]:
    """What stands above the heading, and the rows below it, of an .xlsx file."""
    buku = load_workbook(BytesIO(isi))
    baris = [list(b) for b in (buku[nama] if nama else buku.worksheets[0]).values]
    kosong = next(i for i, b in enumerate(baris) if not any(b))
    return [str(b[0]) for b in baris[:kosong]], baris[kosong + 2 :]


def baca_csv(isi: bytes) -> tuple[list[str], list[list[str]]]:
    baris = list(csv.reader(StringIO(isi.decode("utf-8-sig")), delimiter=";"))
    kosong = baris.index([])
    return [b[0] for b in baris[:kosong]], baris[kosong + 2 :]


def jejak(p: Pengajuan, *peristiwa: tuple[str, str | None, str, datetime]) -> None:
    """Lines of history: (act, from, to, when)."""
    for aksi, dari, ke, saat in peristiwa:
        db.session.add(
            Riwayat(
                pengajuan_id=p.id, aksi=aksi, dari=dari, ke=ke, waktu=saat, peran="pelayanan",
                pelaku_id=p.dibuat_oleh_id, pelaku_nama="Petugas",
            )
        )  # fmt: skip
    db.session.commit()


def saat(hari: date, jam: int = 10) -> datetime:
    """An instant on the wall clock of the office."""
    return datetime(hari.year, hari.month, hari.day, jam, tzinfo=clock.WITA)


def lalu(hari: int) -> date:
    return clock.today() - timedelta(days=hari)


def kerjakan(app: Flask) -> None:
    """What would go on beside the requests."""
    while app.extensions["latar"]:
        tugas, isi = app.extensions["latar"].pop()
        tugas(*isi)


def pengajuan_banyak(n: int, **kw: Any) -> list[Pengajuan]:
    """Applications with an owner of their own each."""
    return [f.buat_pengajuan("baru", dibuat_pada=saat(lalu(i % 20)), **kw) for i in range(n)]


KEPALA = Sebagai(0, "kepala", "Kepala")
SETAHUN = {"dari": lalu(365), "sampai": clock.today()}


def laporan(nama: str, **saring: Any) -> Hasil:
    return daftar.hasil(nama, daftar.lengkapi(nama, Saringan(**saring)), KEPALA, None)


def angka(h: Hasil) -> list[list[Any]]:
    """The rows; and the row below them is their sum, for all that is a count."""
    assert h.tabel.jumlah is not None
    for i, k in enumerate(h.tabel.kolom):
        if k.jenis in ("angka", "rupiah") and k.judul not in ("Median hari kerja", "Terlama"):
            assert h.tabel.jumlah[i] == sum(int(b[i] or 0) for b in h.tabel.baris), k.judul
    return [list(b) for b in h.tabel.baris]
