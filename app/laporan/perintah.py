"""What `flask bersihkan` does for files made from reports: they are kept for a day."""

from collections.abc import Iterator

from app.core import pembersihan
from app.core.db import tulis
from app.extensions import db
from app.laporan import services


def _bersihkan(coba: bool) -> Iterator[str]:
    lewat = services.lewat()
    db.session.rollback()
    for id, kunci in () if coba else lewat:
        with tulis():
            services.hapus(id)
        if kunci:
            services.hapus_isi(kunci)
    yield f"{len(lewat)} berkas laporan yang lewat sehari {'akan ' if coba else ''}dihapus."


if _bersihkan not in pembersihan.IKUT:
    pembersihan.IKUT.append(_bersihkan)
