"""What `flask bersihkan` does for imports."""

from collections.abc import Iterator

from app.core import pembersihan
from app.core.db import tulis
from app.extensions import db
from app.impor import services


def _bersihkan(coba: bool) -> Iterator[str]:
    if coba:
        jumlah = services.lupakan(coba=True)
        db.session.rollback()
    else:
        with tulis():
            jumlah = services.lupakan(coba=False)
    yield f"{jumlah} impor alat yang lewat seminggu {'akan ' if coba else ''}dihapus."


if _bersihkan not in pembersihan.IKUT:
    pembersihan.IKUT.append(_bersihkan)
