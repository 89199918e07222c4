"""Forms about personal data."""

from typing import Any

from wtforms import BooleanField, RadioField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length

from app.core.forms import BaseForm, Isi, rapikan_paragraf

PANJANG = 2000


class MintaForm(BaseForm):
    """What is to be mended or erased, in the person's own words."""

    permintaan = TextAreaField(
        "Permintaan Anda",
        [
            Isi("Tulis data mana yang Anda maksud."),
            Length(max=PANJANG, message=f"Persingkat sampai {PANJANG} huruf."),
        ],
        filters=[rapikan_paragraf],
    )


class HapusForm(MintaForm):
    """Erasure closes the door behind it, so it is said and confirmed."""

    mengerti = BooleanField("Saya mengerti bahwa akun dapat ditutup bila permintaan ini dikabulkan")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mengerti.flags.bukan_isian = True

    def validate_mengerti(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError("Centang kotak ini bila Anda mengerti akibatnya.")


class JawabForm(BaseForm):
    """The office's answer."""

    putusan = RadioField(
        "Keputusan",
        [Isi("Pilih keputusan.")],
        choices=[SelectChoice("selesai", "Selesai"), SelectChoice("ditolak", "Ditolak")],
    )
    jawaban = TextAreaField(
        "Jawaban untuk peserta",
        [
            Isi("Tulis apa yang sudah dilakukan, atau mengapa permintaan ini ditolak."),
            Length(max=PANJANG, message=f"Persingkat sampai {PANJANG} huruf."),
        ],
        filters=[rapikan_paragraf],
    )


class KosongForm(BaseForm):
    """A button with its token."""
