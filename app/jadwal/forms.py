"""Forms around the test date."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from wtforms import HiddenField, SubmitField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from app.core.format import hari_tanggal
from app.core.forms import (
    BaseForm,
    Isi,
    RadioField,
    SelectField,
    TanggalField,
    pilihan_kosong,
    rapikan_paragraf,
)
from app.pengajuan.states import LABEL_LOKASI

if TYPE_CHECKING:
    from app.jadwal.queries import PeneraHari
    from app.jadwal.tawaran import Opsi

TIDAK_COCOK = "tidak"
PILIH_PENERA = "Pilih penera yang menguji."
LOKASI = [(k.value, v) for k, v in LABEL_LOKASI.items()]


def _id(nilai: object) -> int | None:
    return int(str(nilai)) if nilai else None


def _pilihan_penera(penera: "Iterable[PeneraHari]") -> list[tuple[object, str]]:
    return pilihan_kosong("Pilih penera", ((p.id, p.nama) for p in penera))


class PilihForm(BaseForm):
    """One of the offered dates, or none of them."""

    tawaran_id = RadioField("Waktu yang ditawarkan", kosong="Pilih salah satu waktu.")

    def siapkan(self, opsi: "Iterable[Opsi]") -> None:
        """All offers, also those past or full: the page shows them, the rule refuses them."""
        self.tawaran_id.choices = [
            *((o.nilai, hari_tanggal(o.tanggal)) for o in opsi),
            (TIDAK_COCOK, "Tidak ada yang cocok"),
        ]

    @property
    def tidak_cocok(self) -> bool:
        return bool(self.tawaran_id.data == TIDAK_COCOK)


ALASAN_TIDAK_COCOK = (
    "Tidak bisa pada hari yang ditawarkan",
    "Tidak bisa pada jam yang ditawarkan",
    "Tempat ujinya tidak cocok",
    "Semua pilihan sudah lewat atau penuh",
    "Alasan lain",
)


class TidakCocokForm(BaseForm):
    """Why none of the offers suits, and what would."""

    sebab = RadioField(
        "Mengapa tidak ada yang cocok",
        pilihan=[(a, a) for a in ALASAN_TIDAK_COCOK],
        kosong="Pilih mengapa tidak ada yang cocok.",
    )
    keterangan = TextAreaField(
        "Kapan Anda bisa",
        [
            Isi("Tulis hari yang Anda bisa, supaya petugas dapat menawarkannya."),
            Length(max=500, message="Singkatkan sampai 500 huruf."),
        ],
        filters=[rapikan_paragraf],
        description="Sebutkan hari dan jamnya. Petugas membaca kalimat ini.",
    )

    def teks(self) -> str:
        return f"{self.sebab.data}. {self.keterangan.data}"


class PindahForm(BaseForm):
    """First a time of the list, then the same once more, side by side with the old one. `semula` is
    the date the person saw."""

    ke = RadioField("Waktu yang baru", kosong="Pilih salah satu waktu dari daftar.")
    semula = HiddenField()
    yakin = SubmitField("Pindahkan Jadwal")

    def siapkan(self, opsi: "Iterable[Opsi]", kini: str) -> None:
        self.ke.choices = [(o.nilai, hari_tanggal(o.tanggal)) for o in opsi]
        self.semula.data = self.semula.data or kini

    @property
    def kode(self) -> int:
        return 422 if self.errors else 200

    def tujuan(self) -> tuple[date, int]:
        tanggal, _, penera = str(self.ke.data).partition("~")
        return date.fromisoformat(tanggal), int(penera)

    def asal(self) -> tuple[date | None, int | None]:
        """What the person saw; unreadable, it is nothing anybody ever saw."""
        tanggal, _, penera = str(self.semula.data).partition("~")
        try:
            return date.fromisoformat(tanggal), int(penera)
        except ValueError:
            return None, None


class TetapkanForm(BaseForm):
    """One date with one penera."""

    lokasi = RadioField("Tempat uji", pilihan=LOKASI, kosong="Pilih tempat uji.")
    tanggal = TanggalField("Tanggal uji", [Isi("Pilih tanggal uji, mulai besok.")])
    penera_id = SelectField("Penera", coerce=_id, kosong=PILIH_PENERA)

    def siapkan(self, penera: "Iterable[PeneraHari]") -> None:
        self.penera_id.choices = _pilihan_penera(penera)

    def validate_penera_id(self, field: SelectField) -> None:
        Isi(PILIH_PENERA)(self, field)


class TawarkanForm(BaseForm):
    """Two to four pairs of date and penera; empty rows are left out."""

    lokasi = RadioField("Tempat uji", pilihan=LOKASI, kosong="Pilih tempat uji.")
    tanggal_1 = TanggalField("Tanggal pilihan 1", [Optional()])
    penera_1 = SelectField("Penera pilihan 1", coerce=_id, kosong=PILIH_PENERA)
    tanggal_2 = TanggalField("Tanggal pilihan 2", [Optional()])
    penera_2 = SelectField("Penera pilihan 2", coerce=_id, kosong=PILIH_PENERA)
    tanggal_3 = TanggalField("Tanggal pilihan 3", [Optional()])
    penera_3 = SelectField("Penera pilihan 3", coerce=_id, kosong=PILIH_PENERA)
    tanggal_4 = TanggalField("Tanggal pilihan 4", [Optional()])
    penera_4 = SelectField("Penera pilihan 4", coerce=_id, kosong=PILIH_PENERA)

    def siapkan(self, penera: "Iterable[PeneraHari]") -> None:
        for n in range(1, 5):
            self[f"penera_{n}"].choices = _pilihan_penera(penera)
            self[f"tanggal_{n}"].flags.optional = n > 2
            self[f"penera_{n}"].flags.optional = n > 2

    def terisi(self) -> list[int]:
        """The numbers of the rows somebody touched."""
        return [
            n
            for n in range(1, 5)
            if self[f"tanggal_{n}"].raw_data not in ([], [""], None) or self[f"penera_{n}"].data
        ]

    def pasangan(self) -> list[tuple[date, int]]:
        return [(self[f"tanggal_{n}"].data, self[f"penera_{n}"].data) for n in self.terisi()]

    def _baris_lengkap(self) -> bool:
        """Half-filled rows, and fewer than two."""
        perlu = {1, 2, *self.terisi()}
        for n in sorted(perlu):
            tanggal, penera = self[f"tanggal_{n}"], self[f"penera_{n}"]
            if tanggal.data is None and not tanggal.errors:
                tanggal.errors = [f"Pilih tanggal untuk pilihan {n}."]
            if penera.data is None and not penera.errors:
                penera.errors = [f"Pilih penera untuk pilihan {n}."]
        return not self.errors

    def validate_on_submit(self, extra_validators: object = None) -> bool:
        bersih = super().validate_on_submit(extra_validators)
        return self.is_submitted() and self._baris_lengkap() and bersih

    def tolak(self, pesan: str, field: str | None = None) -> None:
        """The rule counts pairs; the page counts rows."""
        awal, _, nomor = (field or "").rpartition("_")
        if nomor.isdigit() and int(nomor) <= len(self.terisi()):
            field = f"{awal}_{self.terisi()[int(nomor) - 1]}"
        super().tolak(pesan, field)


class UlangForm(BaseForm):
    """Another date or penera, and why. `semula` is the date the person saw."""

    tanggal = TanggalField("Tanggal baru", [Isi("Pilih tanggal uji yang baru.")])
    penera_id = SelectField("Penera", coerce=_id, kosong=PILIH_PENERA)
    alasan = TextAreaField(
        "Alasan",
        [
            Isi("Tulis alasannya, supaya peserta tahu mengapa jadwalnya berubah."),
            Length(max=500, message="Singkatkan sampai 500 huruf."),
        ],
        filters=[rapikan_paragraf],
        description="Peserta membaca kalimat ini.",
    )
    semula = HiddenField()

    def siapkan(self, penera: "Iterable[PeneraHari]", kini: str) -> None:
        self.penera_id.choices = _pilihan_penera(penera)
        self.semula.flags.bukan_isian = True
        self.kini = kini

    def validate_penera_id(self, field: SelectField) -> None:
        Isi(PILIH_PENERA)(self, field)

    def validate_semula(self, field: HiddenField) -> None:
        """Two people moving the same test: the second one looks again before deciding."""
        kiriman, field.data = field.data, self.kini
        if kiriman != self.kini:
            raise ValidationError(
                "Jadwalnya baru saja diubah orang lain. Lihat jadwal yang sekarang, lalu kirim "
                "lagi bila masih perlu."
            )
