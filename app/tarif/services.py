"""Setting fees. A fee is never changed, only ended and followed by another: old ones stay true."""

from datetime import date

import sqlalchemy as sa

from app.core import audit
from app.core.db import segar
from app.core.errors import AturanDilanggar
from app.core.format import tanggal
from app.extensions import db
from app.tarif.models import Tarif


def tambah(
    *,
    jenis_id: int | None,
    layanan: str | None,
    lokasi: str | None,
    harga: int,
    berlaku_mulai: date,
    berlaku_sampai: date | None,
    dasar_hukum: str,
) -> Tarif:
    """A new fee. Two fees for the same type, service and place may not share a day."""
    _sendirian()
    baru = Tarif(
        jenis_id=jenis_id,
        layanan=layanan,
        lokasi=lokasi,
        harga=harga,
        berlaku_mulai=berlaku_mulai,
        berlaku_sampai=berlaku_sampai,
        dasar_hukum=dasar_hukum,
    )
    _cek_masa(berlaku_mulai, berlaku_sampai)
    _cek_tumpang(baru, "berlaku_mulai")
    db.session.add(baru)
    db.session.flush()
    kolom = ("jenis_id", "layanan", "lokasi", "harga", "berlaku_mulai", "berlaku_sampai",
             "dasar_hukum")  # fmt: skip
    audit.catat("tarif_tambah", "tarif", baru.id, sesudah={k: getattr(baru, k) for k in kolom})
    return baru


def akhiri(tarif: Tarif, *, berlaku_sampai: date) -> Tarif:
    """Set the last day of a fee. What was already charged stays as it was charged."""
    _sendirian()
    kini = segar(tarif)
    _cek_masa(kini.berlaku_mulai, berlaku_sampai)
    lama, kini.berlaku_sampai = kini.berlaku_sampai, berlaku_sampai
    with db.session.no_autoflush:
        _cek_tumpang(kini, "berlaku_sampai")
    db.session.flush()
    audit.catat(
        "tarif_akhiri",
        "tarif",
        kini.id,
        sebelum={"berlaku_sampai": lama},
        sesudah={"berlaku_sampai": berlaku_sampai},
    )
    return kini


def _sendirian() -> None:
    """One at a time: an overlap is not something a constraint finds on both databases. On SQLite
    the write transaction is alone already."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text("LOCK TABLE tarif IN SHARE ROW EXCLUSIVE MODE"))


def _cek_masa(mulai: date, sampai: date | None) -> None:
    if sampai is not None and sampai < mulai:
        raise AturanDilanggar(
            f"Pilih hari terakhir pada atau setelah {tanggal(mulai)}, hari pertama tarif ini.",
            "berlaku_sampai",
        )


def _cek_tumpang(baru: Tarif, field: str) -> None:
    sama = [
        kolom.is_(None) if nilai is None else kolom == nilai
        for kolom, nilai in (
            (Tarif.jenis_id, baru.jenis_id),
            (Tarif.layanan, baru.layanan),
            (Tarif.lokasi, baru.lokasi),
        )
    ]
    cari = sa.select(Tarif.berlaku_mulai, Tarif.berlaku_sampai).where(
        *sama,
        sa.or_(Tarif.berlaku_sampai.is_(None), Tarif.berlaku_sampai >= baru.berlaku_mulai),
    )
    if baru.berlaku_sampai is not None:
        cari = cari.where(Tarif.berlaku_mulai <= baru.berlaku_sampai)
    if baru.id is not None:
        cari = cari.where(Tarif.id != baru.id)
    if lama := db.session.execute(cari.limit(1)).first():
        sampai = tanggal(lama.berlaku_sampai) if lama.berlaku_sampai else "belum ada batas akhirnya"
        raise AturanDilanggar(
            "Sudah ada tarif untuk jenis, layanan, dan tempat yang sama pada masa itu "
            f"({tanggal(lama.berlaku_mulai)} sampai {sampai}). Akhiri dulu tarif itu, atau pilih "
            "masa berlaku yang lain.",
            field,
        )
