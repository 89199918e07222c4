"""The form of an instrument: fixed questions, and those its type asks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from wtforms import Field, RadioField, SelectField, SubmitField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Optional, ValidationError

from app.core.forms import BaseForm, BerkasField, Isi, TanggalField, TeksField, pilihan_kosong
from app.core.nomor import baca_id
from app.core.uploads import FOTO, BerkasTampil
from app.core.versi import VersiMixin
from app.uttp.isian import IsianAlat, isian_informasi, isian_lokasi, panjang, sebagai_teks
from app.uttp.models import InformasiJenis
from app.uttp.states import LABEL_PENSIUN, SebabPensiun

Pilihan = Mapping[str, Iterable[tuple[int, str]]]


class FotoField(BerkasField):
    """The photo in the form; the stored one is shown through the instrument it belongs to, since
    somebody else may have sent it."""

    tersimpan: Mapping[int, tuple[str, str]] = {}

    def tampilan(self) -> list[BerkasTampil]:
        return [
            replace(t, url=self.tersimpan[t.id][0], url_kecil=self.tersimpan[t.id][1])
            if t.id in self.tersimpan
            else t
            for t in super().tampilan()
        ]


class UttpForm(VersiMixin, IsianAlat, BaseForm):
    """Order of the fields is order on the page; `formulir` puts the questions of a type between."""

    pilih_jenis = SubmitField("Tampilkan isian jenis ini")
    # These two are made anew by `formulir`, to stand last.
    lokasi = TeksField("Lokasi alat")
    foto = FotoField("Foto")

    satuan: Mapping[str, str | None] = {}  # of the questions, by field name

    def kunci(self) -> None:
        """Leave only what may change after the first accepted application."""
        tetap = {"merk", "tipe", "tempat_id", "lokasi", "foto", "versi", "csrf_token"}
        for nama in [f.name for f in self if f.name not in tetap]:
            del self[nama]

    def pilihan_jenis(self, pilihan: Pilihan) -> None:
        if "jenis_id" in self:
            self.jenis_id.choices = [
                SelectChoice("", "Pilih jenis UTTP"),
                *(
                    SelectChoice(str(id), nama, optgroup=kelompok)
                    for kelompok, isi in pilihan.items()
                    for id, nama in isi
                ),
            ]

    @property
    def informasi(self) -> list[Field]:
        """The questions of the type."""
        return [f for f in self if f.name.startswith("info_")]

    @property
    def hanya_tampil(self) -> bool:
        """Without JavaScript: show the questions of the chosen type, check nothing yet."""
        return "pilih_jenis" in self and bool(self.pilih_jenis.data)

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        return not self.hanya_tampil and super().validate_on_submit(extra_validators)

    @property
    def kode(self) -> int:
        return 200 if self.hanya_tampil else super().kode

    def isi(self) -> dict[str, Any]:
        """One photo instead of a list, answers by the number of their question."""
        isi = super().isi()
        isi["foto"] = isi["foto"][0]
        if "jenis_id" in self:
            isi["informasi"] = {
                int(f.name.removeprefix("info_")): sebagai_teks(f.data) for f in self.informasi
            }
        return {k: v for k, v in isi.items() if not k.startswith("info_")}


def _tempat(tempat: Sequence[tuple[int, str]]) -> SelectField:
    return SelectField(  # type: ignore[call-arg]
        "Tempat usaha",
        [Optional()],
        coerce=baca_id,
        choices=pilihan_kosong("Alamat usaha sendiri", [(str(id), n) for id, n in tempat]),
        invalid_choice_message="Pilih tempat usaha dari daftar.",
        description="Tempat alat berdiri bila bukan di alamat usaha. Petugas datang ke sana untuk "
        "uji Luar Kantor.",
    )


def formulir(
    informasi: Sequence[InformasiJenis], tempat: Sequence[tuple[int, str]] = ()
) -> type[UttpForm]:
    """The form with the questions of one type; place and photo come after them. Whoever has no
    places of business is not asked for one."""
    isian = isian_informasi(informasi)
    if tempat:
        isian["tempat_id"] = _tempat(tempat)
    isian["lokasi"] = isian_lokasi()
    isian["foto"] = FotoField(
        "Foto",
        jenis=FOTO,
        kosong="Ambil atau pilih foto yang memperlihatkan seluruh alat dan pelat namanya.",
    )
    satuan = {f"info_{i.id}": i.satuan for i in informasi}
    return type("UttpForm", (UttpForm,), {**isian, "satuan": satuan})


class PensiunForm(BaseForm):
    """Out of use: why and since when."""

    sebab = RadioField(
        "Sebab",
        [Isi("Pilih sebabnya.")],
        choices=[SelectChoice(s.value, t) for s, t in LABEL_PENSIUN.items()],
        validate_choice=False,
    )
    sejak = TanggalField("Tidak dipakai sejak", [Isi("Isi tanggal alat berhenti dipakai.")])
    catatan = TeksField("Keterangan", [Optional(), panjang(300)])

    def validate_sebab(self, field: Field) -> None:
        if field.data not in tuple(SebabPensiun):
            raise ValidationError("Pilih sebabnya dari daftar.")
