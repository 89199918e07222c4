"""Answers that arrived after their session had ended: kept for their owner, given back once.

Sealed, one form per account, for as long as a session lasts at most. Files are not among them: what
was uploaded before is a row of its own already, and a browser sends chosen ones with the form only.
"""

import json
import re
from collections.abc import Iterable

import sqlalchemy as sa

from app.auth.models import MUTLAK, IsianTertunda
from app.core import clock, kunci
from app.extensions import db

# More than any form of ours holds; a flood is not kept.
_PALING_BANYAK, _PALING_PANJANG = 200, 60_000
# Tokens belong to the page that was; a password is never kept.
_TIDAK_DISIMPAN = re.compile(
    r"csrf_token|sandi|password|captcha|kode_verifikasi|aksi_berkas|hapus_"
)

Pasangan = tuple[str, str]


def simpan(akun_id: int, jalur: str, isi: Iterable[Pasangan]) -> bool:
    """Keep what was typed; True when there was something to keep."""
    sekarang = clock.now()
    db.session.execute(
        sa.delete(IsianTertunda).where(IsianTertunda.dibuat_pada < sekarang - MUTLAK)
    )
    simpanan = [(k, v) for k, v in isi if not _TIDAK_DISIMPAN.search(k)]
    teks = json.dumps(simpanan)
    if not simpanan or len(simpanan) > _PALING_BANYAK or len(teks) > _PALING_PANJANG:
        return False
    baris = IsianTertunda(
        pengguna_id=akun_id,
        jalur=jalur,
        isi=kunci.sandikan(teks, _konteks(akun_id)),
        dibuat_pada=sekarang,
    )
    db.session.merge(baris)
    db.session.flush()
    return True


def buka(baris: IsianTertunda) -> list[Pasangan]:
    """The answers; none when the key they were sealed with is gone."""
    try:
        isi = json.loads(kunci.buka(baris.isi, _konteks(baris.pengguna_id)))
    except kunci.KunciKeliru:
        return []
    return [(str(k), str(v)) for k, v in isi]


def hapus(akun_id: int) -> sa.Delete:
    """The statement that forgets them."""
    return sa.delete(IsianTertunda).where(IsianTertunda.pengguna_id == akun_id)


def _konteks(akun_id: int) -> str:
    return f"isian_tertunda:{akun_id}"
