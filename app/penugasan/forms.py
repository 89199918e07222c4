"""Forms of a letter of assignment."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from wtforms import HiddenField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.format import hari_tanggal
from app.core.forms import (
    BaseForm,
    BerkasField,
    Isi,
    RadioField,
    TanggalField,
    TeksField,
    rapikan_paragraf,
)
from app.core.versi import VersiMixin

if TYPE_CHECKING:
    from app.penugasan.queries import Calon, Tujuan


def kunci_baru() -> str:
    return str(uuid4())


def kunci_saja(nilai: str | None) -> str:
    """A key of our own making; anything else is replaced rather than stored."""
    try:
        return str(UUID(nilai or ""))
    except ValueError:
        return kunci_baru()


def _id(nilai: Any) -> int | None:
    return int(nilai) if nilai else None


def _kalimat(label: str, kosong: str, bantuan: str) -> TextAreaField:
    periksa = [Isi(kosong), Length(max=1000, message="Singkatkan sampai 1.000 huruf.")]
    return TextAreaField(label, periksa, filters=[rapikan_paragraf], description=bantuan)


class CentangField(SelectMultipleField):
    """Several ticks; what is not on the list any more is left out."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, **kw: Any) -> None:
        super().__init__(label, coerce=int, choices=[], **kw)

    def pre_validate(self, form: Any) -> None:
        boleh = {nilai for nilai, *_ in self.iter_choices()}
        self.data = [d for d in self.data or [] if d in boleh]


class SuratForm(VersiMixin, BaseForm):
    """Team, visits, and the words of the letter. The days come with the address."""

    ketua_id = RadioField("Ketua tim", coerce=_id, kosong="Pilih ketua tim.")
    anggota = CentangField("Anggota")
    kunjungan = CentangField("Kunjungan")
    tanggal = TanggalField("Tanggal surat", [Isi("Pilih tanggal surat.")])
    dasar = _kalimat(
        "Dasar", "Sebutkan dasar penugasan.", "Peraturan atau permohonan yang mendasari tugas."
    )
    maksud = _kalimat("Untuk", "Tulis tugasnya.", "Misalnya melaksanakan tera ulang di tempat.")
    tempat = TeksField(
        "Tempat tugas",
        [Isi("Tulis tempat tugas."), Length(max=250, message="Singkatkan sampai 250 huruf.")],
    )
    kunci_form = HiddenField(default=kunci_baru, filters=[kunci_saja])

    def siapkan(self, calon: "Iterable[Calon]", tujuan: "Iterable[Tujuan]") -> None:
        orang = [SelectChoice(c.id, c.nama) for c in calon]
        self.ketua_id.choices = orang
        self.anggota.choices = orang
        self.anggota.flags.optional = True
        self.kunjungan.choices = [
            SelectChoice(t.id, f"{t.nomor}, {hari_tanggal(t.tanggal)}, {t.peserta}") for t in tujuan
        ]

    def validate_kunjungan(self, field: CentangField) -> None:
        if not field.data:
            raise ValidationError("Pilih sedikitnya satu kunjungan.")

    def ubahan(self) -> dict[str, Any]:
        """Without the key of a new letter."""
        return {k: v for k, v in self.isi().items() if k != "kunci_form"}


class PindaianForm(BaseForm):
    """The signed letter."""

    pindaian = BerkasField("Surat yang ditandatangani", kosong="Pilih pindaian surat.")

    def siapkan(self, url: str) -> None:
        self.pindaian.url_form = url
