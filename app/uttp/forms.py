"""The form of an instrument: fixed questions, and those its type asks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import Field, Form, SelectField, SubmitField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, Optional, ValidationError

from app.core.format import angka
from app.core.forms import AngkaField, BaseForm, BerkasField, Isi, TeksField, baca_angka
from app.core.uploads import FOTO, BerkasTampil
from app.uttp.models import InformasiJenis, InformasiUttp, Uttp
from app.uttp.states import JenisIsian

Pilihan = Mapping[str, Iterable[tuple[int, str]]]


def panjang(maks: int) -> Length:
    return Length(max=maks, message=f"Paling banyak {maks} huruf dan angka.")


class Batas:
    """A number above zero that the column can hold: so many digits before and after the comma."""

    def __init__(self, depan: int, belakang: int) -> None:
        self.depan, self.belakang = depan, belakang

    def __call__(self, form: Form, field: Field) -> None:
        nilai: Decimal | None = field.data
        if nilai is None:
            return
        if nilai <= 0:
            raise ValidationError("Tulis angka yang lebih besar dari 0.")
        if nilai >= 10**self.depan:
            raise ValidationError(f"Paling banyak {self.depan} angka sebelum koma.")
        if nilai != round(nilai, self.belakang):
            raise ValidationError(f"Paling banyak {self.belakang} angka di belakang koma.")


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


DARI_DAFTAR = "Pilih jenis UTTP dari daftar."


def _id(nilai: Any) -> int | None:
    return int(nilai) if nilai else None


class UttpForm(BaseForm):
    """Order of the fields is order on the page; `formulir` puts the questions of a type between."""

    pilih_jenis = SubmitField("Tampilkan isian jenis ini")
    jenis_id = SelectField(  # type: ignore[call-arg]
        "Jenis UTTP",
        [Isi("Pilih jenis UTTP.")],
        coerce=_id,
        choices=[],
        invalid_value_message=DARI_DAFTAR,
        invalid_choice_message=DARI_DAFTAR,
    )
    merk = TeksField("Merk", [Isi("Masukkan merk seperti pada pelat nama."), panjang(60)])
    tipe = TeksField("Tipe/Model", [Isi("Masukkan tipe atau model alat."), panjang(60)])
    nomor_seri = TeksField(
        "No. Seri",
        [Isi("Masukkan nomor seri seperti pada pelat nama."), panjang(50)],
        description="Seperti pada pelat nama. Bila tidak ada, tulis nomor yang Anda beri pada "
        "alat, misalnya TAK-01.",
    )
    kapasitas = AngkaField(
        "Kapasitas", [Isi("Masukkan kapasitas seperti pada pelat nama."), Batas(10, 4)]
    )
    daya_baca = AngkaField("Daya baca", [Optional(), Batas(8, 6)])
    # These two are made anew by `formulir`, to stand last.
    lokasi = TeksField("Lokasi alat")
    foto = FotoField("Foto")

    satuan: Mapping[str, str | None] = {}  # of the questions, by field name

    def validate_nomor_seri(self, field: Field) -> None:
        if field.data and not any(c.isalnum() for c in field.data):
            raise ValidationError("Masukkan nomor seri yang berisi huruf atau angka.")

    def kunci(self) -> None:
        """Leave only what may change after the first accepted application."""
        tetap = {"merk", "tipe", "lokasi", "foto", "csrf_token"}
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
                int(f.name.removeprefix("info_")): _teks(f.data) for f in self.informasi
            }
        return {k: v for k, v in isi.items() if not k.startswith("info_")}


def _teks(nilai: Any) -> str:
    """An answer as it is stored and shown: numbers with a comma."""
    return angka(nilai) if isinstance(nilai, Decimal) else (nilai or "")


def formulir(informasi: Sequence[InformasiJenis]) -> type[UttpForm]:
    """The form with the questions of one type; place and photo come after them."""
    isian: dict[str, Any] = {f"info_{i.id}": _isian(i) for i in informasi}
    isian["lokasi"] = TeksField(
        "Lokasi alat",
        [Optional(), panjang(200)],
        description="Tempat alat dipakai, misalnya Kios 12 Pasar Klandasan.",
    )
    isian["foto"] = FotoField(
        "Foto",
        jenis=FOTO,
        kosong="Ambil atau pilih foto yang memperlihatkan seluruh alat dan pelat namanya.",
    )
    satuan = {f"info_{i.id}": i.satuan for i in informasi}
    return type("UttpForm", (UttpForm,), {**isian, "satuan": satuan})


def _isian(i: InformasiJenis) -> Any:
    """The field for one question. Optional ones carry the flag the page reads."""
    pilih = i.isian == JenisIsian.PILIHAN
    syarat: list[Any] = [
        Isi(f"{'Pilih' if pilih else 'Isi'} {i.label}.") if i.wajib else Optional()
    ]
    lain: dict[str, Any] = {"description": i.petunjuk or ""}
    if pilih:
        baris = [b.strip() for b in (i.pilihan or "").splitlines() if b.strip()]
        opsi = [SelectChoice("", "Pilih" if i.wajib else "Tidak diisi"), *map(SelectChoice, baris)]
        lain |= {"choices": opsi, "invalid_choice_message": f"Pilih {i.label} dari daftar."}
        return SelectField(i.label, syarat, **lain)
    if i.isian == JenisIsian.ANGKA:
        return AngkaField(i.label, [*syarat, Batas(14, 6)], **lain)
    return TeksField(i.label, [*syarat, panjang(200)], **lain)


def _nilai(jawaban: InformasiUttp) -> str | Decimal | None:
    """A stored answer as its field wants it; the office may have changed words into numbers."""
    if jawaban.informasi.isian != JenisIsian.ANGKA:
        return jawaban.nilai
    try:
        return baca_angka(jawaban.nilai)
    except InvalidOperation:
        return None


def nilai_tersimpan(uttp: Uttp) -> dict[str, Any]:
    """The instrument as the form's starting values."""
    kolom = ("jenis_id", "merk", "tipe", "nomor_seri", "kapasitas", "daya_baca", "lokasi")
    return {
        **{k: getattr(uttp, k) for k in kolom},
        **{f"info_{i.informasi_id}": _nilai(i) for i in uttp.informasi},
        "foto": [uttp.foto],
    }
