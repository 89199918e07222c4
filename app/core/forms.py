"""Forms: shape is checked here, rules in services; nothing typed or uploaded is lost."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from flask import g, request
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import DateField, Field, StringField, SubmitField
from wtforms import RadioField as _RadioField
from wtforms import SelectField as _SelectField
from wtforms.csrf.core import CSRFTokenField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import StopValidation

from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.core.format import BULAN, angka
from app.core.isian_berkas import BerkasField as BerkasField


class BaseForm(FlaskForm):
    """A form that runs one service and speaks Indonesian.

    A view reads: `if form.validate_on_submit() and form.attempt(service, …): return go_to(…)`, then
    renders with `code=form.kode`.
    """

    hasil: Any = None

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was posted: files for the fields of files, text for all others.

            Whoever posts writes the request: a file where a word belongs, or JSON with a list in
            it, would reach filters that expect text. What was typed before a session ended is on
            the page again (auth.keamanan).
            """
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            if not form.is_submitted():
                return g.get("isian_tertunda") if request.method == "GET" else None
            berkas = MultiDict(
                (nama, isi)
                for nama, isi in request.files.items(multi=True)
                if isinstance(form._fields.get(nama), BerkasField)
            )
            return CombinedMultiDict((berkas, request.form)) if berkas or request.form else None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # An inner form field has no say in whether the page was posted.
        if self.is_submitted() or "isian_tertunda" in g:
            for field in self.berkas():
                field.terima()
                if not (self.hanya_berkas or self.hanya_pilih):
                    field.gabungkan()

    def berkas(self) -> "list[BerkasField]":
        return [f for f in self if isinstance(f, BerkasField)]

    @property
    def hanya_pilih(self) -> bool:
        """The post only asks for another part of the form; forms that have parts say so."""
        return False

    @property
    def hanya_berkas(self) -> bool:
        """The post only adds or removes a file ("Hapus", or one just chosen); nothing is filed."""
        return self.is_submitted() and bool({"aksi_berkas", "hapus_berkas"} & set(request.form))

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        if self.hanya_berkas:
            for field in self.berkas():
                field.errors = field.galat_berkas()
            return False
        return bool(super().validate_on_submit(extra_validators))

    @property
    def kode(self) -> int:
        """Status of the page that shows this form: 422 when something on it must be mended."""
        if not self.is_submitted() or (self.hanya_berkas and not self.errors):
            return 200
        return 422

    def isi(self) -> dict[str, Any]:
        """The answers as keyword arguments for a service: no buttons, no token."""
        return {
            f.short_name: f.data
            for f in self
            if not isinstance(f, (SubmitField, CSRFTokenField)) and not f.flags.bukan_isian
        }

    def attempt(self, service: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
        """Run the service in one transaction; a broken rule lands on its field."""
        try:
            with tulis():
                self.hasil = service(*args, **kwargs)
        except AturanDilanggar as e:
            self.tolak(e.pesan, e.field)
            return False
        return True

    def tolak(self, pesan: str, field: str | None = None) -> None:
        """Put a sentence on a field, or on the form as a whole."""
        if field and field in self:
            self[field].errors = [*self[field].errors, pesan]
        else:
            self.form_errors.append(pesan)


class AlasanMixin(BaseForm):
    """A decision somebody else reads about: the text can be looked at before it is sent."""

    lihat = SubmitField("Lihat Teks untuk Peserta")

    @property
    def melihat(self) -> bool:
        return bool(self.lihat.data)

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        return not self.melihat and super().validate_on_submit(extra_validators)

    @property
    def kode(self) -> int:
        return 200 if self.melihat else super().kode


# --- validators -------------------------------------------------------------------------------


class Isi:
    """The field must be answered; the sentence says with what."""

    field_flags = {"required": True}

    def __init__(self, pesan: str) -> None:
        self.pesan = pesan

    def __call__(self, form: FlaskForm, field: Field) -> None:
        kosong = field.data is None or (isinstance(field.data, str) and not field.data.strip())
        if kosong:
            if field.process_errors:  # it was answered, but could not be read: that is said already
                raise StopValidation()
            raise StopValidation(self.pesan)


def rapikan(nilai: str | None) -> str | None:
    """Spaces at the ends and doubled ones inside go; control characters too."""
    if nilai is None:
        return None
    bersih = "".join(c if c.isprintable() else " " for c in nilai)
    return re.sub(r"\s+", " ", bersih).strip()


def rapikan_paragraf(nilai: str | None) -> str | None:
    """The same for longer text, keeping its line breaks."""
    if nilai is None:
        return None
    baris = [rapikan(b) or "" for b in nilai.replace("\r", "").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(baris)).strip()


def kata_cari(nilai: str | None) -> str:
    """What to search for, tidied; more than anybody types is cut off."""
    return (rapikan(nilai) or "")[:80]


def angka_saja(nilai: str | None) -> str | None:
    """6471 0101-0190.0001 → 6471010101900001; letters stay, so that the rule can point at them."""
    return re.sub(r"[\s.\-/]", "", nilai) if nilai else nilai


# --- fields -----------------------------------------------------------------------------------


class TeksField(StringField):
    """One line of text, tidied."""

    def __init__(self, label: str, validators: Any = None, **kw: Any) -> None:
        super().__init__(label, validators, filters=[rapikan, *kw.pop("filters", ())], **kw)


class TanggalField(DateField):
    """A date; browsers send ISO, people without a date picker type 22-11-2026 or 22/11/2026."""

    def __init__(self, label: str, validators: Any = None, **kw: Any) -> None:
        bentuk = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]
        super().__init__(label, validators, format=bentuk, **kw)

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata([valuelist[0].strip()])
            if self.data is not None and not 1900 <= self.data.year <= 2200:
                raise ValueError
        except ValueError:
            self.data = None
            raise ValueError("Tulis tanggal seperti 22-11-2026.") from None


class BulanField(StringField):
    """A month as on the paper: "Maret 2026", "03/2026" or "2026-03". Data: its last day."""

    data: Any

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{BULAN[self.data.month - 1]} {self.data.year}" if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        teks = (valuelist[0] if valuelist else "").strip().lower()
        self.data = None
        if teks:
            self.data = baca_bulan(teks)
            if self.data is None:
                raise ValueError("Tulis bulan dan tahun seperti pada surat, misalnya Maret 2026.")


def baca_bulan(teks: str) -> date | None:
    """Last day of the month named, or None."""
    nama = {b.lower(): i for i, b in enumerate(BULAN, 1)}
    nama |= {b[:3]: i for b, i in list(nama.items())} | {"agt": 8, "nop": 11}
    m = re.fullmatch(r"(?:([0-9]{1,2})[\s/.-]+)??([a-z]+|[0-9]{1,2})[\s/.-]+([0-9]{4})", teks)
    if m:
        bulan = nama.get(m[2]) or (int(m[2]) if m[2].isdigit() else 0)
        return akhir_bulan(int(m[3]), bulan)
    m = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})(?:-[0-9]{1,2})?", teks)
    return akhir_bulan(int(m[1]), int(m[2])) if m else None


def akhir_bulan(tahun: int, bulan: int) -> date | None:
    if not (1 <= bulan <= 12 and 1950 <= tahun <= 2200):
        return None
    return date(tahun, bulan, monthrange(tahun, bulan)[1])


class AngkaField(StringField):
    """A positive decimal; comma or point, thousands points accepted: 1.500,5 · 0,5 · 30."""

    data: Any

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return angka(self.data) if self.data is not None else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        teks = re.sub(r"\s", "", valuelist[0]) if valuelist else ""
        self.data = None
        if not teks:
            return
        try:
            self.data = baca_angka(teks)
        except InvalidOperation:
            raise ValueError("Tulis angka saja, misalnya 30 atau 0,5.") from None


def baca_angka(teks: str) -> Decimal:
    """Indonesian or plain decimal notation. Raises InvalidOperation.

    1.500 is one thousand five hundred, but 0.500 is a half: no thousand begins with 0.
    """
    if not re.fullmatch(
        r"[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?|[0-9]+(,[0-9]+)?|[0-9]+\.[0-9]+", teks
    ):
        raise InvalidOperation
    if "," in teks or re.fullmatch(r"[1-9][0-9]{0,2}(\.[0-9]{3})+", teks):
        teks = teks.replace(".", "").replace(",", ".")
    return Decimal(teks)


class BulatField(StringField):
    """A whole number between two bounds: 30, 1.500."""

    data: Any

    def __init__(
        self, label: str, validators: Any = None, *, dari: int = 0, sampai: int, **kw: Any
    ) -> None:
        super().__init__(label, validators, **kw)
        self.dari, self.sampai = dari, sampai

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        teks = re.sub(r"[\s.]", "", valuelist[0] if valuelist else "")
        self.data = None
        if not teks:
            return
        if not re.fullmatch(r"[0-9]{1,9}", teks) or not self.dari <= int(teks) <= self.sampai:
            raise ValueError(f"Tulis angka bulat dari {self.dari} sampai {self.sampai}.")
        self.data = int(teks)


DIGIT_RUPIAH = 9  # what an integer column holds on every database


class RupiahField(StringField):
    """Whole rupiah: 1250000, 1.250.000 or Rp1.250.000."""

    data: Any

    def _value(self) -> str:
        return (
            str(self.raw_data[0])
            if self.raw_data
            else ("" if self.data is None else str(self.data))
        )

    def process_formdata(self, valuelist: list[Any]) -> None:
        teks = re.sub(r"(?i)^rp|[\s.]|,00$", "", (valuelist[0] if valuelist else "").strip())
        self.data = None
        if teks:
            if not re.fullmatch(r"[0-9]+", teks):
                raise ValueError("Tulis rupiah bulat, misalnya 1.250.000.")
            if len(teks.lstrip("0")) > DIGIT_RUPIAH:
                raise ValueError(f"Tulis rupiah paling banyak {DIGIT_RUPIAH} angka.")
            self.data = int(teks)


PILIH = "Pilih salah satu dari daftar."


class SelectField(_SelectField):
    """A select; `kosong` is what to do when nothing, or nothing on the list, was chosen."""

    def __init__(
        self, label: str, *, pilihan: Iterable[tuple[Any, str]] = (), kosong: str = PILIH, **kw: Any
    ) -> None:
        super().__init__(label, (), **kw)
        self.choices = list(pilihan)
        self.invalid_choice_message = self.invalid_value_message = kosong


class RadioField(_RadioField):
    """Radio buttons; the same, and unanswered they hold None, not the word "None"."""

    def __init__(
        self, label: str, *, pilihan: Iterable[tuple[Any, str]] = (), kosong: str = PILIH, **kw: Any
    ) -> None:
        super().__init__(label, (), **kw)
        self.choices = list(pilihan)
        self.invalid_choice_message = self.invalid_value_message = kosong


def pilihan_kosong(label: str, isi: Iterable[tuple[Any, str]]) -> list[SelectChoice]:
    """Choices of a select, headed by an empty one that says what to do."""
    return [SelectChoice("", label), *(SelectChoice(nilai, teks) for nilai, teks in isi)]
