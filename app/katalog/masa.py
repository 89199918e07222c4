"""Intervals by regulation: a new one begins on a date and ends the one before it."""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from app.core import audit
from app.core.db import jika_bentrok, segar
from app.core.errors import AturanDilanggar
from app.core.format import tanggal
from app.core.versi import cek_versi
from app.extensions import db
from app.katalog.queries import semua_masa
from app.uttp.models import JenisUttp, MasaBerlaku

KOLOM = ("bulan", "berlaku_mulai", "berlaku_sampai", "peraturan", "pasal", "sumber", "status")
DASAR = ("peraturan", "pasal", "sumber", "status")
DIPAKAI = (
    "Sudah ada SKHP yang terbit dengan masa berlaku ini, jadi tidak dapat dihapus. Catat masa "
    "berlaku yang baru."
)
BENTROK = "Masa berlaku jenis ini baru saja diubah orang lain. Muat ulang halaman, lalu periksa."


def tambah(
    jenis: JenisUttp,
    *,
    bulan: int,
    berlaku_mulai: date,
    peraturan: str,
    pasal: str | None,
    sumber: str | None,
    status: str,
) -> MasaBerlaku:
    """From a date on. What was issued before keeps the interval it was issued under."""
    _sendirian()
    kini = segar(jenis)
    semua = semua_masa(kini.id)
    if semua:
        _akhiri(semua[0], berlaku_mulai)
    baru = MasaBerlaku(
        jenis_id=kini.id, bulan=bulan, berlaku_mulai=berlaku_mulai, peraturan=peraturan,
        pasal=pasal or None, sumber=sumber or None, status=status,
    )  # fmt: skip
    with jika_bentrok({"*": (BENTROK, None)}):
        db.session.add(baru)
    audit.catat("masa_tambah", "jenis_uttp", kini.id, sesudah=_catatan(baru))
    return baru


def _akhiri(terakhir: MasaBerlaku, mulai: date) -> None:
    if mulai <= terakhir.berlaku_mulai:
        raise AturanDilanggar(
            f"Masa berlaku {terakhir.bulan} bulan mulai {tanggal(terakhir.berlaku_mulai)}. Pilih "
            "tanggal sesudahnya, atau hapus dulu masa berlaku itu bila belum dipakai.",
            "berlaku_mulai",
        )
    terakhir.berlaku_sampai = mulai - timedelta(days=1)
    db.session.flush()


def isi_dasar(masa: MasaBerlaku) -> dict[str, Any]:
    """Where a rule stands, as its form shows it."""
    return {k: getattr(masa, k) for k in DASAR}


def ubah(masa: MasaBerlaku, *, versi: str | None, **dasar: Any) -> MasaBerlaku:
    """Where the rule stands and how sure we are; never the interval or its days."""
    kini = segar(masa, kunci=True)
    cek_versi(versi, isi_dasar(kini))
    lama = _catatan(kini)
    for kolom in DASAR:
        setattr(kini, kolom, dasar[kolom] or None)
    db.session.flush()
    audit.catat("masa_ubah", "jenis_uttp", kini.jenis_id, None, lama, _catatan(kini))
    return kini


def hapus(masa: MasaBerlaku) -> None:
    """The last one, while no certificate names it; the one before it runs on."""
    _sendirian()
    kini = segar(masa)
    semua = semua_masa(kini.jenis_id)
    if semua[0].id != kini.id:
        raise AturanDilanggar("Hanya masa berlaku yang terakhir dapat dihapus.")
    lama = _catatan(kini)
    with jika_bentrok({"*": (DIPAKAI, None)}):
        db.session.delete(kini)
    if len(semua) > 1:
        semua[1].berlaku_sampai = None
        db.session.flush()
    audit.catat("masa_hapus", "jenis_uttp", kini.jenis_id, sebelum=lama)


def _sendirian() -> None:
    """One at a time, so that the periods of a type follow one upon the other."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text("LOCK TABLE masa_berlaku IN SHARE ROW EXCLUSIVE MODE"))


def _catatan(m: MasaBerlaku) -> dict[str, Any]:
    return {k: getattr(m, k) for k in KOLOM}
