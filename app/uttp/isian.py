"""The questions about an instrument, for its form and for the rows of an import: asked once, with
the same limits and the same sentences."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

from werkzeug.datastructures import MultiDict
from wtforms import Field, Form, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, Optional, ValidationError

from app.core.format import angka
from app.core.forms import AngkaField, Isi, TeksField
from app.uttp.models import InformasiJenis
from app.uttp.states import JenisIsian

KOLOM_TETAP = ("merk", "tipe", "nomor_seri", "kapasitas", "daya_baca", "lokasi")
DARI_DAFTAR = "Pilih jenis UTTP dari daftar."


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


def _id(nilai: Any) -> int | None:
    return int(nilai) if nilai else None


def isian_lokasi() -> TeksField:
    return TeksField(
        "Lokasi alat",
        [Optional(), panjang(200)],
        description="Tempat alat dipakai, misalnya Kios 12 Pasar Klandasan.",
    )


class IsianAlat:
    """The fixed questions, in the order of the page; those of a type stand after `daya_baca`."""

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
    lokasi = isian_lokasi()

    def validate_nomor_seri(self, field: Field) -> None:
        if field.data and not any(c.isalnum() for c in field.data):
            raise ValidationError("Masukkan nomor seri yang berisi huruf atau angka.")


def isian_informasi(informasi: Iterable[InformasiJenis]) -> dict[str, Any]:
    """The fields for the questions of a type, by name."""
    return {f"info_{i.id}": _isian(i) for i in informasi}


def _isian(i: InformasiJenis) -> Any:
    """The field for one question. Optional ones carry the flag the page reads."""
    pilih = i.isian == JenisIsian.PILIHAN
    syarat: list[Any] = [
        Isi(f"{'Pilih' if pilih else 'Isi'} {i.label}.") if i.wajib else Optional()
    ]
    lain: dict[str, Any] = {"description": i.petunjuk or ""}
    if pilih:
        opsi = [
            SelectChoice("", "Pilih" if i.wajib else "Tidak diisi"),
            *map(SelectChoice, pilihan_informasi(i)),
        ]
        lain |= {"choices": opsi, "invalid_choice_message": f"Pilih {i.label} dari daftar."}
        return SelectField(i.label, syarat, **lain)
    if i.isian == JenisIsian.ANGKA:
        return AngkaField(i.label, [*syarat, Batas(14, 6)], **lain)
    return TeksField(i.label, [*syarat, panjang(200)], **lain)


def pilihan_informasi(i: InformasiJenis) -> list[str]:
    """The answers a question offers."""
    return [b.strip() for b in (i.pilihan or "").splitlines() if b.strip()]


def sebagai_teks(nilai: Any) -> str:
    """An answer as it is stored and shown: numbers with a comma."""
    return angka(nilai) if isinstance(nilai, Decimal) else (nilai or "")


# --- a row instead of a page ------------------------------------------------------------------


class BarisAlat(IsianAlat, Form):
    """The same questions without a page: the type is known, and a photo comes later."""

    jenis_id = None  # type: ignore[assignment]
    kosong: ClassVar[dict[str, str]] = {}


def bentuk_baris(informasi: Iterable[InformasiJenis]) -> type[BarisAlat]:
    """The class that checks rows of one type; made once for many rows."""
    tanya = isian_informasi(informasi)
    kosong = dict.fromkeys([*KOLOM_TETAP, *tanya], "")
    return type("BarisAlat", (BarisAlat,), {**tanya, "kosong": kosong})


def periksa_baris(
    bentuk: type[BarisAlat], teks: dict[str, str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """(values for services.tambah_banyak, sentences by field) of the answers of one row."""
    baris = bentuk(MultiDict(bentuk.kosong | teks))
    baris.validate()
    galat = {f.name: " ".join(map(str, f.errors)) for f in baris if f.errors}
    nilai = {f.name: f.data for f in baris if f.name in KOLOM_TETAP}
    nilai["informasi"] = {
        int(f.name.removeprefix("info_")): sebagai_teks(f.data)
        for f in baris
        if f.name not in KOLOM_TETAP
    }
    return nilai, galat
