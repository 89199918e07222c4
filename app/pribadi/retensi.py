"""What is kept too long goes: what that is, and letting it go.

Only what nobody needs any more: registrations that were refused, messages, and the notes of who saw
whose numbers. Instruments, applications, payments and certificates belong to the legal record of
the office and are not touched here, and neither is whoever has any.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.core import audit, clock
from app.core.outbox import Pesan
from app.extensions import db
from app.pengajuan.models import Pengajuan
from app.pengaturan.queries import Kantor
from app.peserta.models import AksesData, Peserta
from app.peserta.states import StatusPeserta
from app.pribadi.models import MASIH_TERBUKA, PermintaanData
from app.profil.models import PermintaanPerubahan
from app.profil.states import StatusPerubahan
from app.uttp.models import Uttp


@dataclass(frozen=True)
class Jatuh:
    """One kind of what has been kept long enough."""

    kode: str
    sebutan: str
    hari: int
    model: Any
    syarat: sa.ColumnElement[bool]
    # Only this column is emptied; the row itself belongs to the record.
    kosongkan: str | None = None


def yang_jatuh(kantor: Kantor) -> Sequence[Jatuh]:
    """The kinds, with the office's own numbers of days."""
    kini = clock.now()

    def sebelum(hari: int) -> Any:
        return kini - timedelta(days=hari)

    ditolak, pesan, akses = (
        kantor.retensi_ditolak_hari, kantor.retensi_pesan_hari, kantor.retensi_akses_hari,
    )  # fmt: skip
    return (
        Jatuh("registrasi_ditolak", "Registrasi yang ditolak", ditolak, Peserta,
              _ditolak(sebelum(ditolak))),
        Jatuh("isi_pesan", "Pesan di kotak masuk", pesan, Pesan,
              Pesan.dibuat_pada < sebelum(pesan)),
        Jatuh("permintaan_gugur", "Permintaan perubahan yang ditolak atau ditarik", ditolak,
              PermintaanPerubahan, sa.and_(_diputus_sebelum(sebelum(ditolak)), _gugur())),
        Jatuh("bukti_perubahan", "Bukti permintaan perubahan yang diterima", ditolak,
              PermintaanPerubahan,
              sa.and_(_diputus_sebelum(sebelum(ditolak)), sa.not_(_gugur()),
                      PermintaanPerubahan.berkas_id.is_not(None)), "berkas_id"),
        Jatuh("akses_data", "Catatan siapa melihat data", akses, AksesData,
              sa.and_(AksesData.waktu < sebelum(akses), ~_ditanya())),
    )  # fmt: skip


def _ditolak(sebelum: Any) -> sa.ColumnElement[bool]:
    """Refused that long ago, and never anything else: no account, instrument, application."""
    alat = sa.exists().where(sa.or_(Uttp.pemilik_id == Peserta.id, Uttp.pemakai_id == Peserta.id))
    return sa.and_(
        Peserta.status == StatusPeserta.DITOLAK,
        sa.func.coalesce(Peserta.diputus_pada, Peserta.dibuat_pada) < sebelum,
        Peserta.pengguna_id.is_(None),
        ~alat,
        ~sa.exists().where(Pengajuan.peserta_id == Peserta.id),
        ~sa.exists().where(PermintaanData.peserta_id == Peserta.id),
    )


def _diputus_sebelum(sebelum: Any) -> sa.ColumnElement[bool]:
    lewat: sa.ColumnElement[bool] = PermintaanPerubahan.diputus_pada < sebelum
    return lewat


def _gugur() -> sa.ColumnElement[bool]:
    """Nothing came of it; of one that was accepted the old value stays, and only the copy of the
    card goes. The file itself is swept up with the next `flask bersihkan`."""
    return PermintaanPerubahan.status.in_([StatusPerubahan.DITOLAK, StatusPerubahan.DITARIK])


def _ditanya() -> sa.ColumnElement[bool]:
    """The participant has a question open; what could answer it stays."""
    return sa.exists().where(PermintaanData.peserta_id == AksesData.peserta_id, MASIH_TERBUKA)


def hitung(jatuh: Jatuh) -> int:
    cari = sa.select(sa.func.count()).select_from(jatuh.model).where(jatuh.syarat)
    return db.session.scalar(cari) or 0


def hapus(semua: Sequence[Jatuh]) -> dict[str, int]:
    """Let it go, and say so in the log of acts: how many of each kind, nothing of what was in it.

    Inside tulis(). What has changed since it was counted is judged anew by the same condition.
    """
    jumlah = {}
    for j in semua:
        perintah: Any = sa.delete(j.model)
        if j.kosongkan:
            perintah = sa.update(j.model).values({j.kosongkan: None})
        perintah = perintah.where(j.syarat)
        hasil: Any = db.session.execute(perintah.execution_options(synchronize_session=False))
        jumlah[j.kode] = hasil.rowcount
    if any(jumlah.values()):
        audit.catat("retensi", "pengaturan", None, sesudah=jumlah)
    return jumlah
