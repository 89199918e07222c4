"""What an act leaves behind: a line of history, a message, an instrument that stands as it is."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.core import clock
from app.core.outbox import pesan
from app.extensions import Pelaku, db
from app.pengajuan.models import Pengajuan, Riwayat
from app.pengajuan.states import SEBUTAN, Status
from app.peserta.models import Peserta
from app.uttp.models import Uttp


def kunci_alat(uttp_id: int) -> None:
    """From the first acceptance on the instrument's identity stands."""
    db.session.execute(
        sa.update(Uttp)
        .where(Uttp.id == uttp_id, Uttp.terkunci_pada.is_(None))
        .values(terkunci_pada=clock.now())
    )


def catat(
    pengajuan: Pengajuan,
    aksi: str,
    dari: str | None,
    ke: str,
    pelaku: Pelaku,
    catatan: str | None,
    sebelum: dict[str, Any] | None = None,
) -> None:
    db.session.add(
        Riwayat(
            pengajuan_id=pengajuan.id,
            aksi=aksi,
            dari=dari,
            ke=ke,
            catatan=(catatan or "").strip() or None,
            sebelum=sebelum,
            pelaku_id=pelaku.id,
            pelaku_nama=pelaku.nama,
            peran=pelaku.peran,
        )
    )
    db.session.flush()


def beri_tahu(pengajuan: Pengajuan, judul: str, catatan: str | None, pelaku: Pelaku) -> None:
    """A message to the one in whose name the application runs; their own acts count as read.

    A customer has no account of its own: its penyedia is told.
    """
    penyedia = aliased(Peserta)
    penerima = db.session.scalar(
        sa.select(sa.func.coalesce(Peserta.pengguna_id, penyedia.pengguna_id))
        .outerjoin(penyedia, penyedia.id == Peserta.penyedia_id)
        .where(Peserta.id == pengajuan.peserta_id)
    )
    isi = SEBUTAN[Status(pengajuan.status)].kini
    if catatan:
        isi = f"{catatan.strip()}\n\n{isi}"
    pesan(
        penerima,
        f"{pengajuan.nomor}: {judul}",
        isi,
        f"/pengajuan/{pengajuan.id}",
        dibaca=pelaku.peran == "peserta",
    )
