"""Keeping what was read of a file, recording it once, and forgetting what nobody confirmed."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from app.core import audit, clock
from app.core.db import segar
from app.core.errors import AturanDilanggar
from app.extensions import Pelaku, db
from app.impor.models import Impor
from app.impor.periksa import periksa
from app.impor.states import Isi
from app.peserta.models import Peserta
from app.uttp import services as uttp
from app.uttp.queries import Tercatat, katalog

UMUR = timedelta(days=7)
TIDAK_ADA_YANG_BARU = (
    "Tidak ada alat baru di berkas ini: yang sudah benar sudah ada di daftar. Muat ulang halaman."
)


def terima(peserta: Peserta, isi: Isi, *, nama: str, bita: bytes, pelaku: Pelaku) -> Impor:
    """Keep what was read. A file that waits already is the same import, however often it is sent.

    The participant's row is locked, so that two clicks at once come one after the other.
    """
    peserta = segar(peserta, kunci=True)
    sidik = sha256(bita).hexdigest()
    lama = db.session.scalar(
        sa.select(Impor).where(
            Impor.peserta_id == peserta.id,
            Impor.sha256 == sidik,
            Impor.disimpan_pada.is_(None),
        )
    )
    if lama is not None:
        return lama
    baru = Impor(
        peserta_id=peserta.id, pengguna_id=pelaku.id, nama=nama, sha256=sidik, isi=dict(isi)
    )
    db.session.add(baru)
    db.session.flush()
    return baru


def simpan(impor: Impor, *, pelaku: Pelaku) -> int:
    """Record the rows that are fine; gives how many. Pressed twice, the first answer counts."""
    kini = segar(impor, kunci=True)
    if kini.jumlah is not None:
        return kini.jumlah
    jenis = katalog()
    # What is recorded already is left out below, under the participant's lock.
    hasil = periksa(kini.isi, jenis, lambda _: Tercatat())  # type: ignore[arg-type]
    alat = [b.alat for b in hasil.siap if b.alat]
    jumlah = uttp.tambah_banyak(impor.peserta, alat, jenis, pelaku=pelaku)
    if not jumlah:
        raise AturanDilanggar(TIDAK_ADA_YANG_BARU)
    kini.disimpan_pada, kini.jumlah = clock.now(), jumlah
    audit.catat(
        "uttp_impor", "peserta", kini.peserta_id, pelaku,
        sesudah={"berkas": kini.nama, "jumlah": jumlah},
    )  # fmt: skip
    return jumlah


def lupakan(*, coba: bool) -> int:
    """What is a week old goes: confirmed it is in the list, else nobody misses it. How many."""
    syarat = Impor.dibuat_pada < clock.now() - UMUR
    if coba:
        cari = sa.select(sa.func.count()).select_from(Impor).where(syarat)
        return db.session.scalar(cari) or 0
    hasil: Any = db.session.execute(sa.delete(Impor).where(syarat))
    return int(hasil.rowcount)
