"""Writing notes; there is no changing and no taking back."""

import sqlalchemy as sa

from app.catatan.models import CatatanPetugas
from app.core import audit
from app.core.db import segar
from app.extensions import Pelaku, db
from app.pengajuan.models import Pengajuan


def tambah(pengajuan: Pengajuan, pelaku: Pelaku, *, isi: str, kunci_form: str) -> None:
    """One more note. Sent twice with one form key, it stands there once."""
    kini = segar(pengajuan, kunci=True)
    sudah = sa.select(CatatanPetugas.id).where(CatatanPetugas.kunci_form == kunci_form)
    if db.session.scalar(sudah) is not None:
        return
    db.session.add(
        CatatanPetugas(
            pengajuan_id=kini.id,
            kunci_form=kunci_form,
            isi=isi,
            pelaku_id=pelaku.id,
            pelaku_nama=pelaku.nama,
            peran=pelaku.peran,
        )
    )
    db.session.flush()
    # The log tells that there is one; what it says stays where it is.
    audit.catat("catatan_tambah", "pengajuan", kini.id, pelaku, sesudah={"nomor": kini.nomor})
