"""Example fees: loaded and taken out again by an explicit act, never by the program itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from app.core import audit, clock
from app.core.db import jika_bentrok
from app.core.errors import AturanDilanggar
from app.core.format import tanggal
from app.extensions import db
from app.pengaturan.data import baca_csv
from app.tarif.models import Tarif
from app.tarif.services import Cakupan, bentrok, sendirian, sisip
from app.tarif.tarif import PANJANG_DASAR
from app.uttp.models import JenisUttp

BERKAS = "tarif_contoh.csv"
AWALAN = "Contoh, bukan tarif resmi: "
# Lines of applications lie to the right of this feature; a table by its name is no import.
_BARIS = sa.table("retribusi_baris", sa.column("tarif_id", sa.Integer))


@dataclass(frozen=True)
class Contoh:
    """A row of the file, with its type where the office has it."""

    kode: str
    jenis: str | None
    satuan_kapasitas: str
    cakupan: Cakupan
    harga: int
    dasar: str


@dataclass(frozen=True)
class Keadaan:
    """How many examples are in the table, and how many of those were charged."""

    jumlah: int
    dipakai: int


def daftar() -> list[Contoh]:
    """The file, by the types of this office."""
    cari = sa.select(JenisUttp.kode, JenisUttp.id, JenisUttp.nama, JenisUttp.satuan)
    jenis: dict[Any, Any] = {b.kode: b for b in db.session.execute(cari)}
    return [_contoh(b, jenis.get(b["kode"])) for b in baca_csv(BERKAS)]


def _contoh(b: dict[str, str | None], jenis: Any | None) -> Contoh:
    dari, sampai = (Decimal(v) if (v := b[f"kapasitas_{k}"]) else None for k in ("dari", "sampai"))
    cakupan = Cakupan(
        jenis_id=jenis.id if jenis else None,
        satuan_hitung=str(b["satuan_hitung"]),
        kapasitas_dari=dari,
        kapasitas_sampai=sampai,
    )
    return Contoh(
        kode=str(b["kode"]),
        jenis=jenis.nama if jenis else None,
        satuan_kapasitas=jenis.satuan if jenis else "",
        cakupan=cakupan,
        harga=int(b["harga"] or 0),
        dasar=f"{AWALAN}{b['sumber']}"[:PANJANG_DASAR],
    )


def keadaan() -> Keadaan:
    dipakai = sa.exists().where(_BARIS.c.tarif_id == Tarif.id)
    cari = sa.select(
        sa.func.count(), sa.func.coalesce(sa.func.sum(sa.case((dipakai, 1), else_=0)), 0)
    )
    jumlah, terpakai = db.session.execute(cari.select_from(Tarif).where(Tarif.contoh)).one()
    return Keadaan(jumlah, terpakai)


def muat(*, berlaku_mulai: date) -> int:
    """Load what the office does not have yet, from this day on; gives how many. What overlaps with
    a fee that is there, an example or not, is left out: loaded twice, nothing is there twice."""
    if berlaku_mulai <= clock.today():
        raise AturanDilanggar(
            f"Pilih tanggal setelah hari ini ({tanggal(clock.today())}), supaya retribusi hari ini "
            "tidak berubah.",
            "berlaku_mulai",
        )
    sendirian()
    masuk = 0
    for c in daftar():
        if c.jenis is None or bentrok(c.cakupan, berlaku_mulai, None):
            continue
        isi = {"harga": c.harga, "berlaku_mulai": berlaku_mulai, "dasar_hukum": c.dasar}
        sisip(c.cakupan, isi | {"contoh": True})
        masuk += 1
    return masuk


def buang() -> int:
    """Take out the examples that no application was charged by; gives how many."""
    sendirian()
    dipakai = sa.exists().where(_BARIS.c.tarif_id == Tarif.id)
    hapus = sa.delete(Tarif).where(Tarif.contoh, ~dipakai).returning(Tarif.id)
    with jika_bentrok({"*": ("Tarif contoh baru saja dipakai sebuah pengajuan. Ulangi.", None)}):
        nomor: Sequence[int] = db.session.scalars(
            hapus.execution_options(synchronize_session=False)
        ).all()
    if nomor:
        audit.catat("tarif_contoh_hapus", "tarif", None, sebelum={"jumlah": len(nomor)})
    return len(nomor)
