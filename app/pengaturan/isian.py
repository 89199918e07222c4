"""Form part: Kecamatan → Kelurahan.

Modules called `isian` are parts of forms that several features put into forms of their own; besides
models, queries, services and states they are what a feature may import from one on its left.

    class RegistrasiForm(WilayahMixin, BaseForm): ...

and in the template, from "pengaturan/isian_wilayah.html", the macro `wilayah(form)`.
"""

from typing import TYPE_CHECKING, Any

from wtforms import SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from app.core.forms import BaseForm, Isi
from app.core.htmx import wants_fragment
from app.core.nomor import baca_id
from app.pengaturan import queries

# To the type checker the part is a form; at run time it stands before one.
if TYPE_CHECKING:
    Dasar = BaseForm
else:
    Dasar = object


class WilayahMixin(Dasar):
    """`kelurahan_id` is the answer; `kecamatan_id` only narrows it.

    Without JavaScript the list holds every kelurahan, grouped, so one submit is enough; with htmx
    choosing a kecamatan brings the list of that kecamatan.
    """

    kecamatan_id = SelectField(
        "Kecamatan", [Isi("Pilih kecamatan.")], coerce=baca_id, choices=[], validate_choice=False
    )
    kelurahan_id = SelectField(
        "Kelurahan", [Isi("Pilih kelurahan.")], coerce=baca_id, choices=[], validate_choice=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kecamatan_id.flags.bukan_isian = True
        tersimpan = baca_id(self.kelurahan_id.object_data)  # stays, also when it is not in use
        kecamatan = queries.daftar_kecamatan(tersimpan)
        per_nama = queries.daftar_kelurahan(termasuk=tersimpan)
        self._nama = dict(kecamatan)
        self._isi = {id: per_nama.get(nama, []) for id, nama in kecamatan}
        if not self.is_submitted():
            self._ikut_kelurahan()
        self.kecamatan_id.choices = [SelectChoice("", "Pilih kecamatan"), *map(_opsi, kecamatan)]
        self._tawarkan(self.kecamatan_id.data if wants_fragment() else None)
        self._urutkan()

    def _tawarkan(self, kecamatan_id: int | None) -> None:
        """Offer the kelurahan of one kecamatan, or all of them under the names of theirs."""
        pilihan = [SelectChoice("", "Pilih kelurahan")]
        if kecamatan_id in self._isi:
            pilihan += map(_opsi, self._isi[kecamatan_id])
        else:
            for id, isi in self._isi.items():
                pilihan += [_opsi(butir, self._nama[id]) for butir in isi]
        self.kelurahan_id.choices = pilihan

    def _ikut_kelurahan(self) -> None:
        """Editing starts from the kelurahan alone; its kecamatan is shown as chosen."""
        if self.kecamatan_id.data is None and self.kelurahan_id.data is not None:
            self.kecamatan_id.data = self._kecamatan_dari(self.kelurahan_id.data)

    def _kecamatan_dari(self, kelurahan_id: int) -> int | None:
        return next((k for k, isi in self._isi.items() if kelurahan_id in dict(isi)), None)

    def _urutkan(self) -> None:
        """Faults are listed in page order; on every page these two follow the address."""
        nama = list(self._fields)
        if "alamat" not in nama:
            return
        for n in ("kecamatan_id", "kelurahan_id"):
            nama.remove(n)
        di = nama.index("alamat") + 1
        nama[di:di] = ["kecamatan_id", "kelurahan_id"]
        for n in nama:
            self._fields.move_to_end(n)

    def validate_kecamatan_id(self, field: SelectField) -> None:
        if field.data not in self._nama:
            raise ValidationError("Pilih kecamatan dari daftar.")

    def validate_kelurahan_id(self, field: SelectField) -> None:
        kecamatan = self.kecamatan_id.data
        if kecamatan not in self._nama:  # its own field says so already
            return
        if self._kecamatan_dari(field.data) != kecamatan:
            raise ValidationError(f"Pilih kelurahan di Kecamatan {self._nama[kecamatan]}.")


def _opsi(butir: tuple[int, str], kelompok: str | None = None) -> SelectChoice:
    return SelectChoice(str(butir[0]), butir[1], optgroup=kelompok)
