"""What `flask bersihkan` does for drafts."""

from collections.abc import Iterator

from app.core import pembersihan
from app.core.db import tulis
from app.draf import services
from app.extensions import db


def _bersihkan(coba: bool) -> Iterator[str]:
    if coba:
        ingat, buang = services.ingatkan_dan_buang(coba=True)
        db.session.rollback()
    else:
        with tulis():
            ingat, buang = services.ingatkan_dan_buang()
    kata = "akan " if coba else ""
    yield f"{ingat} pemilik draf {kata}diingatkan, {buang} draf lama {kata}dihapus."


if _bersihkan not in pembersihan.IKUT:
    pembersihan.IKUT.append(_bersihkan)
