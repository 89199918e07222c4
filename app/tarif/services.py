"""Setting fees. A fee is never changed, only ended and followed by another: old ones stay true."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from app.core import audit
from app.core.db import jika_bentrok, segar
from app.core.errors import AturanDilanggar
from app.core.format import tanggal
from app.extensions import db
from app.tarif.models import Tarif
from app.tarif.states import SatuanHitung


@dataclass(frozen=True)
class Cakupan:
    """For what a price is; two rows with all of it in common may not share a day and a capacity."""

    jenis_id: int | None = None
    layanan: str | None = None
    lokasi: str | None = None
    satuan_hitung: str = SatuanHitung.ALAT
    kelipatan: Decimal | None = None
    kapasitas_dari: Decimal | None = None
    kapasitas_sampai: Decimal | None = None

    @classmethod
    def dari(cls, tarif: Tarif) -> "Cakupan":
        return cls(**{k: getattr(tarif, k) for k in cls.__annotations__})


def tambah(
    *,
    cakupan: Cakupan,
    harga: int,
    berlaku_mulai: date,
    berlaku_sampai: date | None,
    dasar_hukum: str,
) -> Tarif:
    """A new fee."""
    sendirian()
    _cek_cakupan(cakupan)
    return _simpan(
        cakupan,
        harga=harga,
        berlaku_mulai=berlaku_mulai,
        berlaku_sampai=berlaku_sampai,
        dasar_hukum=dasar_hukum,
    )


def salin(
    tarif: Tarif,
    *,
    harga: int,
    berlaku_mulai: date,
    berlaku_sampai: date | None,
    dasar_hukum: str,
) -> Tarif:
    """The same for another price from a date on; the old row ends the day before, in one act."""
    sendirian()
    lama = segar(tarif)
    if berlaku_mulai <= lama.berlaku_mulai:
        raise AturanDilanggar(
            f"Pilih tanggal setelah {tanggal(lama.berlaku_mulai)}, hari pertama tarif yang lama.",
            "berlaku_mulai",
        )
    if lama.berlaku_sampai is None or lama.berlaku_sampai >= berlaku_mulai:
        _akhiri(lama, berlaku_mulai - timedelta(days=1))
    return _simpan(
        Cakupan.dari(lama),
        harga=harga,
        berlaku_mulai=berlaku_mulai,
        berlaku_sampai=berlaku_sampai,
        dasar_hukum=dasar_hukum,
    )


def akhiri(tarif: Tarif, *, berlaku_sampai: date) -> Tarif:
    """Set the last day of a fee. What was already charged stays as it was charged."""
    sendirian()
    kini = segar(tarif)
    _cek_masa(kini.berlaku_mulai, berlaku_sampai)
    if lama := bentrok(Cakupan.dari(kini), kini.berlaku_mulai, berlaku_sampai, kini.id):
        raise AturanDilanggar(_sebut_bentrok(lama), "berlaku_sampai")
    _akhiri(kini, berlaku_sampai)
    return kini


SUDAH_DIPAKAI = (
    "Tarif ini sudah dipakai untuk pengajuan, jadi tidak dapat dihapus. Atur hari terakhirnya saja."
)


def hapus(tarif: Tarif) -> None:
    """Take back a row that was never charged."""
    sendirian()
    kini = segar(tarif)
    with jika_bentrok({"*": (SUDAH_DIPAKAI, None)}):
        db.session.delete(kini)
    audit.catat("tarif_hapus", "tarif", kini.id, sebelum=_kolom(kini))


def sendirian() -> None:
    """One at a time: an overlap is not something a constraint finds on both databases. On SQLite
    the write transaction is alone already."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text("LOCK TABLE tarif IN SHARE ROW EXCLUSIVE MODE"))


def sisip(cakupan: Cakupan, isi: Mapping[str, Any]) -> Tarif:
    """The row itself, with its line in the log; whoever calls has looked for overlaps."""
    baru = Tarif(**asdict(cakupan), **isi)
    db.session.add(baru)
    db.session.flush()
    audit.catat("tarif_tambah", "tarif", baru.id, sesudah=_kolom(baru))
    return baru


def _simpan(cakupan: Cakupan, **isi: Any) -> Tarif:
    _cek_masa(isi["berlaku_mulai"], isi["berlaku_sampai"])
    if lama := bentrok(cakupan, isi["berlaku_mulai"], isi["berlaku_sampai"]):
        raise AturanDilanggar(_sebut_bentrok(lama), "berlaku_mulai")
    return sisip(cakupan, isi)


def _akhiri(kini: Tarif, sampai: date) -> None:
    lama, kini.berlaku_sampai = kini.berlaku_sampai, sampai
    db.session.flush()
    audit.catat(
        "tarif_akhiri",
        "tarif",
        kini.id,
        sebelum={"berlaku_sampai": lama},
        sesudah={"berlaku_sampai": sampai},
    )


def _kolom(tarif: Tarif) -> dict[str, Any]:
    nama = (*Cakupan.__annotations__, "harga", "berlaku_mulai", "berlaku_sampai", "dasar_hukum")
    return {k: v for k in nama if (v := getattr(tarif, k)) is not None}


def _cek_masa(mulai: date, sampai: date | None) -> None:
    if sampai is not None and sampai < mulai:
        raise AturanDilanggar(
            f"Pilih hari terakhir pada atau setelah {tanggal(mulai)}, hari pertama tarif ini.",
            "berlaku_sampai",
        )


def _cek_cakupan(c: Cakupan) -> None:
    """What the table refuses, said before it does."""
    if c.kapasitas_sampai is not None and c.kapasitas_sampai <= (c.kapasitas_dari or 0):
        raise AturanDilanggar(
            "Tulis kapasitas tertinggi yang lebih besar daripada batas bawahnya.",
            "kapasitas_sampai",
        )
    if (c.satuan_hitung == SatuanHitung.KELIPATAN) != (c.kelipatan is not None):
        raise AturanDilanggar(
            "Isi kelipatan bila tarif dihitung per kelipatan kapasitas; selain itu kosongkan.",
            "kelipatan",
        )
    rentang = c.kapasitas_dari is not None or c.kapasitas_sampai is not None
    if c.jenis_id is None and (rentang or c.satuan_hitung != SatuanHitung.ALAT):
        raise AturanDilanggar(
            "Pilih satu jenis UTTP: satuan hitung dan kapasitas mengikuti jenisnya.", "jenis_id"
        )


def bentrok(
    c: Cakupan, mulai: date, sampai: date | None, kecuali: int | None = None
) -> Tarif | None:
    """A row for the same that shares a day and a capacity with this one."""
    sama = [
        kolom.is_(None) if nilai is None else kolom == nilai
        for kolom, nilai in (
            (Tarif.jenis_id, c.jenis_id),
            (Tarif.layanan, c.layanan),
            (Tarif.lokasi, c.lokasi),
            (Tarif.satuan_hitung, c.satuan_hitung),
        )
    ]
    cari = sa.select(Tarif).where(
        *sama, sa.or_(Tarif.berlaku_sampai.is_(None), Tarif.berlaku_sampai >= mulai)
    )
    if sampai is not None:
        cari = cari.where(Tarif.berlaku_mulai <= sampai)
    # A band holds above its lower edge, up to and with its upper one.
    if c.kapasitas_sampai is not None:
        bawah = Tarif.kapasitas_dari
        cari = cari.where(sa.or_(bawah.is_(None), bawah < c.kapasitas_sampai))
    if c.kapasitas_dari is not None:
        atas = Tarif.kapasitas_sampai
        cari = cari.where(sa.or_(atas.is_(None), atas > c.kapasitas_dari))
    if kecuali is not None:
        cari = cari.where(Tarif.id != kecuali)
    return db.session.scalar(cari.order_by(Tarif.berlaku_mulai).limit(1))


def _sebut_bentrok(lama: Tarif) -> str:
    sampai = tanggal(lama.berlaku_sampai) if lama.berlaku_sampai else "belum ada batas akhirnya"
    return (
        "Sudah ada tarif untuk jenis, layanan, tempat, satuan, dan kapasitas yang sama pada masa "
        f"itu ({tanggal(lama.berlaku_mulai)} sampai {sampai}). Akhiri dulu tarif itu, atau pilih "
        "masa berlaku yang lain."
    )
