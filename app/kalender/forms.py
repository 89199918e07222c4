"""Forms of the calendar. Each asks a second time where visits are affected."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from wtforms import IntegerField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.format import HARI
from app.core.forms import (
    Isi,
    RadioField,
    SelectField,
    TanggalField,
    TeksField,
    pilihan_kosong,
)
from app.core.tanya import TanyaDulu
from app.core.versi import VersiMixin
from app.pengaturan.states import LABEL_LIBUR

PALING_LAMA = 366


def rentang(dari: date, sampai: date) -> list[date]:
    return [dari + timedelta(days=n) for n in range((sampai - dari).days + 1)]


def _cek_rentang(dari: date | None, sampai: date | None) -> None:
    if dari and sampai and not 0 <= (sampai - dari).days < PALING_LAMA:
        raise ValidationError("Pilih hari terakhir pada atau setelah hari pertama, dalam setahun.")


class LiburForm(TanyaDulu):
    """One day off, or several in a row under one name."""

    tanggal = TanggalField("Tanggal", [Isi("Pilih tanggal kantor tidak melayani uji.")])
    sampai = TanggalField("Sampai", [Optional()], description="Kosongkan bila hanya satu hari.")
    nama = TeksField(
        "Nama hari libur",
        [Isi("Tulis nama hari liburnya."), Length(max=120, message="Singkatkan sampai 120 huruf.")],
    )
    jenis = RadioField(
        "Jenis",
        pilihan=[(k.value, v) for k, v in LABEL_LIBUR.items()],
        kosong="Pilih jenis hari libur.",
    )
    sumber = TeksField(
        "Sumber",
        [
            Isi("Sebutkan surat atau keputusan yang menetapkannya."),
            Length(max=200, message="Singkatkan sampai 200 huruf."),
        ],
        description="Misalnya SKB tiga menteri, edaran wali kota, atau keputusan kepala kantor.",
    )

    def validate_sampai(self, field: TanggalField) -> None:
        _cek_rentang(self.tanggal.data, field.data)

    def hari(self) -> list[date]:
        dari = self.tanggal.data
        return rentang(dari, self.sampai.data or dari) if dari else []


class UbahLiburForm(VersiMixin, LiburForm):
    """Another date, name or source for one day off."""

    def siapkan(self) -> None:
        del self.sampai

    def hari(self) -> list[date]:
        return [self.tanggal.data] if self.tanggal.data else []


class CutiForm(TanyaDulu):
    """Days on which a penera tests nothing."""

    penera_id = SelectField(
        "Penera", coerce=lambda v: int(v) if v else None, kosong="Pilih penera yang cuti."
    )
    dari = TanggalField("Hari pertama", [Isi("Pilih hari pertama cuti.")])
    sampai = TanggalField("Hari terakhir", [Isi("Pilih hari terakhir cuti.")])
    alasan = TeksField(
        "Alasan",
        [Isi("Tulis alasannya, misalnya cuti tahunan atau diklat."),
         Length(max=200, message="Singkatkan sampai 200 huruf.")],
        description="Hanya petugas yang membacanya. Jangan menulis keadaan kesehatan.",
    )  # fmt: skip

    def siapkan(self, penera: Iterable[tuple[int, str]]) -> None:
        self.penera_id.choices = pilihan_kosong("Pilih penera", penera)

    def validate_penera_id(self, field: SelectField) -> None:
        Isi("Pilih penera yang cuti.")(self, field)

    def validate_sampai(self, field: TanggalField) -> None:
        _cek_rentang(self.dari.data, field.data)

    def hari(self) -> list[date]:
        dari, sampai = self.dari.data, self.sampai.data
        return rentang(dari, sampai) if dari and sampai else []


class HariField(SelectMultipleField):
    """Weekdays as ticks."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def tampil(self, nilai: Any) -> str:
        return ", ".join(HARI[int(n)] for n in nilai)


class BilanganField(IntegerField):
    """A whole number between two bounds; the sentence says which."""

    def __init__(self, label: str, terkecil: int, terbesar: int, bantuan: str, **kw: Any) -> None:
        self.batas = f"Tulis bilangan bulat {terkecil} sampai {terbesar}."
        periksa = [Isi(self.batas), NumberRange(terkecil, terbesar, self.batas)]
        super().__init__(label, periksa, description=bantuan, **kw)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                super().process_formdata(valuelist)
            except ValueError:
                raise ValueError(self.batas) from None


class BatasForm(VersiMixin, TanyaDulu):
    """Working days and hours, what fits into a day, and the terms that count in working days."""

    hari_kerja = HariField(
        "Hari kerja", choices=[SelectChoice(str(n), h) for n, h in enumerate(HARI)]
    )
    jam_uji = TeksField(
        "Jam uji",
        [Isi("Tulis jam mulai dan selesai, misalnya 08.00–12.00.")],
        description="Dibaca peserta pada pilihan jadwal, misalnya 08.00–12.00.",
    )
    menit_per_hari = BilanganField(
        "Menit kantor sehari", 1, 5000, "Jumlah menit uji seluruh kantor dalam sehari."
    )
    alat_per_penera = BilanganField(
        "Alat per penera sehari", 1, 200, "Paling banyak alat yang diuji seorang penera sehari."
    )
    tawaran_hari = BilanganField(
        "Masa memilih jadwal", 1, 30, "Selama ini sebuah pilihan jadwal dapat diambil peserta."
    )
    pindah_hari = BilanganField(
        "Batas pindah jadwal",
        1,
        30,
        "Peserta dapat memindahkan jadwal sampai sekian hari kerja sebelumnya.",
    )

    pola_tugas = TeksField(
        "Pola nomor surat tugas",
        [Isi("Tulis pola nomor surat tugas."), Length(max=60, message="Paling panjang 60 huruf.")],
        description="{urut} menjadi nomor urut setahun; {tahun} dan {bulan_romawi} dari tanggal.",
    )

    def validate_hari_kerja(self, field: HariField) -> None:
        if not field.data:
            raise ValidationError("Pilih sedikitnya satu hari kerja.")
