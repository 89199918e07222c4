"""Forms of customers: the check of an NPWP, the business, its PIC, a reason."""

from typing import Any
from uuid import UUID, uuid4

from wtforms import HiddenField, SubmitField, TextAreaField
from wtforms.validators import Length

from app.core.forms import BaseForm, Isi, rapikan_paragraf
from app.pengaturan.isian import WilayahMixin
from app.peserta.isian import PicMixin, UsahaMixin
from app.peserta.models import Peserta

# The columns a person may fill; all else of a customer comes from elsewhere.
ISI = ("npwp", "nama", "alamat", "kelurahan_id", "telp", "email")
PIC = ("pic_nik", "pic_nama", "pic_jabatan", "pic_telp", "pic_wa", "pic_email")


def kunci_baru() -> str:
    return str(uuid4())


def kunci_saja(nilai: str | None) -> str:
    """A key of our own making; anything else is replaced rather than stored."""
    try:
        return str(UUID(nilai or ""))
    except ValueError:
        return kunci_baru()


class TetapField(HiddenField):
    """A value of the stored row that other fields refer to; what is posted under its name is
    nobody's answer."""

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.flags.bukan_isian = True

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Stays as it was."""


class PelangganForm(WilayahMixin, UsahaMixin, BaseForm):
    """A customer. Checking and saving are two buttons of one form, so that what was typed survives
    either; `dicek` is the NPWP the part below the check speaks of."""

    kunci_form = HiddenField(default=kunci_baru, filters=[kunci_saja])
    dicek = HiddenField()
    cek = SubmitField("Cek")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._fields.move_to_end("npwp", last=False)

    @property
    def memeriksa(self) -> bool:
        """Cek was pressed, or another NPWP stands there now than the one that was checked. Asked
        when the NPWP is tidied: a page shows it in groups."""
        return bool(self.cek.data or self.dicek.data != self.npwp.data)

    def isi_pelanggan(self) -> dict[str, Any]:
        return {n: self[n].data for n in ISI}


class UbahForm(WilayahMixin, UsahaMixin, BaseForm):
    """What may be changed of a customer; its NPWP is what it is known by, and stays."""

    npwp = None  # type: ignore[assignment]
    versi = HiddenField()

    def isi_pelanggan(self, npwp: str) -> dict[str, Any]:
        return {"npwp": npwp} | {n: self[n].data for n in ISI if n != "npwp"}


class PicForm(PicMixin, BaseForm):
    """Informasi PIC of a customer; its telephone and e-mail are those on record. Of one that was
    refused the PIC is there already."""

    telp = TetapField()
    email = TetapField()

    def __init__(self, pelanggan: Peserta) -> None:
        nama = ("telp", "email", *(n for n in PIC if getattr(pelanggan, n)))
        super().__init__(data={n: getattr(pelanggan, n) for n in nama})
        if not self.email.data:
            self.sama_email.data = False


class TarikForm(BaseForm):
    """Why staff take a transfer back."""

    alasan = TextAreaField(
        "Alasan",
        [
            Isi("Tulis alasannya; penyedia dan pelanggan membacanya."),
            Length(max=500, message="Persingkat alasan sampai 500 huruf."),
        ],
        filters=[rapikan_paragraf],
    )


class KosongForm(BaseForm):
    """A button with its token."""
