"""Forms of the fee pages."""

from collections.abc import Iterable
from typing import Any

from wtforms.validators import Length, Optional

from app.core.forms import (
    BaseForm,
    Isi,
    RupiahField,
    SelectField,
    TanggalField,
    TeksField,
    pilihan_kosong,
)
from app.pengajuan.states import LABEL_LOKASI
from app.uttp.states import LABEL_LAYANAN


def _atau_semua(nilai: Any) -> str | None:
    return str(nilai) if nilai else None


def _id_atau_semua(nilai: Any) -> int | None:
    return int(nilai) if nilai else None


class TarifForm(BaseForm):
    """A new fee."""

    jenis_id = SelectField("Jenis UTTP", coerce=_id_atau_semua)
    layanan = SelectField(
        "Layanan",
        coerce=_atau_semua,
        pilihan=pilihan_kosong("Semua layanan", ((k.value, v) for k, v in LABEL_LAYANAN.items())),
    )
    lokasi = SelectField(
        "Tempat uji",
        coerce=_atau_semua,
        pilihan=pilihan_kosong("Semua tempat", ((k.value, v) for k, v in LABEL_LOKASI.items())),
    )
    harga = RupiahField(
        "Tarif per alat",
        [Isi("Masukkan tarif dalam rupiah, misalnya 50.000. Tulis 0 bila bebas.")],
        description="Rupiah bulat, misalnya 50.000. Tulis 0 bila bebas retribusi.",
    )
    berlaku_mulai = TanggalField("Berlaku mulai", [Isi("Pilih hari pertama tarif ini berlaku.")])
    berlaku_sampai = TanggalField(
        "Berlaku sampai", [Optional()], description="Kosongkan bila belum ada batas akhirnya."
    )
    dasar_hukum = TeksField(
        "Dasar hukum",
        [
            Isi("Sebutkan peraturan yang menetapkan tarif ini."),
            Length(max=200, message="Singkatkan dasar hukum sampai 200 huruf."),
        ],
        description="Misalnya Perda Kota Balikpapan Nomor 1 Tahun 2027.",
    )

    def siapkan(self, jenis: Iterable[tuple[int, str]]) -> None:
        self.jenis_id.choices = pilihan_kosong("Semua jenis", jenis)


class AkhiriForm(BaseForm):
    """The last day of a fee."""

    berlaku_sampai = TanggalField("Hari terakhir", [Isi("Pilih hari terakhir tarif ini berlaku.")])
