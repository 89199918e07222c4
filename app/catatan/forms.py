"""The form of a note."""

from uuid import UUID, uuid4

from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length

from app.core.forms import BaseForm, Isi, rapikan_paragraf


def kunci_baru() -> str:
    return str(uuid4())


def kunci_saja(nilai: str | None) -> str:
    """A key of our own making; anything else is replaced rather than stored."""
    try:
        return str(UUID(nilai or ""))
    except ValueError:
        return kunci_baru()


class CatatanForm(BaseForm):
    kunci_form = HiddenField(default=kunci_baru, filters=[kunci_saja])
    isi_catatan = TextAreaField(
        "Catatan baru",
        [
            Isi("Tulis catatannya dulu."),
            Length(max=2000, message="Singkatkan sampai 2.000 huruf."),
        ],
        filters=[rapikan_paragraf],
        description="Hanya petugas yang membacanya. Catatan tidak dapat diubah atau dihapus.",
    )
