"""Making a file beside the request: asked for, taken up, moved on part by part, called off.

Each step is one conditional UPDATE, so whoever comes second, be it a double click, another process
or a cancel, is told by its outcome. Nothing is resumed half-way: a file that broke off is begun
anew, which is the same file.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.core import audit, clock
from app.core.db import jika_bentrok
from app.core.errors import AturanDilanggar
from app.core.uploads import Berkas, penyimpanan
from app.extensions import Pelaku, db
from app.laporan.models import Ekspor
from app.laporan.states import BERJALAN, StatusEkspor

ANTRE_PALING_LAMA = timedelta(minutes=10)
PEGANG = timedelta(seconds=60)
SIMPAN = timedelta(days=1)


def minta(
    laporan: str,
    bentuk: str,
    saringan: Mapping[str, Any],
    kata: Sequence[str],
    jumlah: int,
    pelaku: Pelaku,
) -> Ekspor:
    """Ask for a file. While one of this account is being made, that one is the answer."""
    _lepas_yang_mati(pelaku)
    if lama := _berjalan(pelaku):
        return lama
    baru = Ekspor(
        pengguna_id=pelaku.id, laporan=laporan, bentuk=bentuk, saringan=dict(saringan),
        kata=list(kata), jumlah=jumlah, dipegang_sampai=clock.now() + ANTRE_PALING_LAMA,
    )  # fmt: skip
    db.session.add(baru)
    with jika_bentrok(_HANYA_SATU):
        db.session.flush()
    audit.catat("ekspor", "ekspor", baru.id, pelaku, sesudah={
        "laporan": laporan, "bentuk": bentuk, "baris": jumlah, "saringan": dict(saringan),
    })  # fmt: skip
    return baru


SATU = "Berkas lain sedang disiapkan untuk Anda. Tunggu sampai selesai, lalu ulangi."
_HANYA_SATU = {"ekspor.pengguna_id": (SATU, None), "uq_ekspor_berjalan": (SATU, None)}


def _lepas_yang_mati(pelaku: Pelaku) -> None:
    """What nobody works on any more stands in nobody's way."""
    lama = sa.update(Ekspor).where(
        Ekspor.pengguna_id == pelaku.id,
        Ekspor.status.in_(BERJALAN),
        Ekspor.dipegang_sampai < clock.now(),
    )
    db.session.execute(lama.values(status=StatusEkspor.BERHENTI))


def _berjalan(pelaku: Pelaku) -> Ekspor | None:
    return db.session.scalar(
        sa.select(Ekspor).where(Ekspor.pengguna_id == pelaku.id, Ekspor.status.in_(BERJALAN))
    )


def batalkan(ekspor: Ekspor) -> None:
    """Whoever works on it notices at its next part. One that is ready stays as it is."""
    _pindah(ekspor.id, [*BERJALAN, StatusEkspor.BERHENTI], status=StatusEkspor.BATAL)


def ulangi(ekspor: Ekspor, pelaku: Pelaku) -> None:
    """Begin one anew that broke off or was called off."""
    _lepas_yang_mati(pelaku)
    if _berjalan(pelaku) is not None:
        raise AturanDilanggar(SATU)
    with jika_bentrok(_HANYA_SATU):
        _pindah(
            ekspor.id, [StatusEkspor.BERHENTI, StatusEkspor.BATAL], status=StatusEkspor.ANTRE,
            tertulis=0, pemegang=None, dipegang_sampai=clock.now() + ANTRE_PALING_LAMA,
        )  # fmt: skip


def _pindah(id: int, dari: Any, *syarat: Any, **nilai: Any) -> bool:
    stmt = sa.update(Ekspor).where(Ekspor.id == id, Ekspor.status.in_(list(dari)), *syarat)
    stmt = stmt.values(**nilai).execution_options(synchronize_session=False)
    return bool(db.session.execute(stmt).rowcount)  # type: ignore[attr-defined]


# --- the one who works on it ------------------------------------------------------------------


def ambil(id: int, pemegang: str) -> bool:
    """Take it up; one of many gets it."""
    return _pindah(
        id, [StatusEkspor.ANTRE], status=StatusEkspor.DIKERJAKAN, pemegang=pemegang, tertulis=0,
        dipegang_sampai=clock.now() + PEGANG,
    )  # fmt: skip


def maju(id: int, pemegang: str, tertulis: int) -> bool:
    """So many rows are written; False when it was called off or given to somebody else."""
    return _pindah(
        id, [StatusEkspor.DIKERJAKAN], Ekspor.pemegang == pemegang, tertulis=tertulis,
        dipegang_sampai=clock.now() + PEGANG,
    )  # fmt: skip


def selesaikan(id: int, pemegang: str, kunci: str, ukuran: int, tertulis: int) -> bool:
    return _pindah(
        id, [StatusEkspor.DIKERJAKAN], Ekspor.pemegang == pemegang, status=StatusEkspor.SELESAI,
        kunci=kunci, ukuran=ukuran, tertulis=tertulis,
    )  # fmt: skip


def hentikan(id: int, pemegang: str) -> bool:
    return _pindah(
        id, [StatusEkspor.DIKERJAKAN], Ekspor.pemegang == pemegang, status=StatusEkspor.BERHENTI
    )


# --- the clean-up -----------------------------------------------------------------------------


def lewat() -> list[tuple[int, str | None]]:
    """Those older than a day: number and key."""
    stmt = sa.select(Ekspor.id, Ekspor.kunci).where(Ekspor.dibuat_pada < clock.now() - SIMPAN)
    return [(id, kunci) for id, kunci in db.session.execute(stmt.order_by(Ekspor.id))]


def hapus(id: int) -> None:
    db.session.execute(sa.delete(Ekspor).where(Ekspor.id == id))


def hapus_isi(kunci: str) -> None:
    """The bytes, unless another row has the very same content."""
    lain = sa.select(Ekspor.id).where(Ekspor.kunci == kunci)
    berkas = sa.select(Berkas.id).where(Berkas.kunci == kunci)
    if db.session.scalar(lain.limit(1)) is None and db.session.scalar(berkas.limit(1)) is None:
        penyimpanan().hapus(kunci)
