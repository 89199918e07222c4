"""Forms of applications: giving back, calling off, filtering lists."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import Length, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.forms import (
    AlasanMixin,
    BaseForm,
    Isi,
    TanggalField,
    TeksField,
    kata_cari,
    pilihan_kosong,
    rapikan_paragraf,
)
from app.core.nomor import baca_id
from app.core.paging import UKURAN, UKURAN_PILIHAN
from app.pengajuan.isian import PilihField
from app.uttp.states import LABEL_LAYANAN


class CentangField(SelectMultipleField):
    """Several ticks; a value that was not offered is left out."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: Any) -> None:
        boleh = {nilai for nilai, *_ in self.iter_choices()}
        self.data = [d for d in self.data or [] if d in boleh]


SEBAB_KEMBALI = (
    "Foto tidak terbaca atau tidak menunjukkan alatnya dengan jelas.",
    "Isian tidak sama dengan pelat nama atau dokumen.",
    "Berkas yang dilampirkan bukan yang diminta.",
    "Surat belum bertanda tangan.",
    "Nomor atau tanggal SKHP lama tidak sama dengan suratnya.",
)


class KembalikanForm(AlasanMixin):
    """What to fix, and why: a sentence of the list, own words, or both; the participant reads
    exactly this."""

    sebab = SelectField(
        "Alasan",
        choices=pilihan_kosong("Tulis sendiri di bawah", [(k, k) for k in SEBAB_KEMBALI]),
        validate_choice=False,
    )
    bagian = CentangField("Bagian yang perlu diperbaiki")
    alasan = TextAreaField(
        "Apa yang perlu diperbaiki",
        [Length(max=1000, message="Tulis paling panjang 1.000 karakter.")],
        filters=[rapikan_paragraf],
        description="Peserta membaca kalimat ini apa adanya, sesudah alasan yang dipilih. Contoh: "
        "Foto pelat nama buram, mohon foto ulang dari dekat.",
    )

    def validate_alasan(self, field: Any) -> None:
        if self.sebab.data not in SEBAB_KEMBALI:
            Isi("Tulis apa yang perlu diperbaiki, supaya peserta tahu yang harus dilakukan.")(
                self, field
            )

    def penjelasan(self) -> str:
        """Both in one, as the participant gets it."""
        sebab = self.sebab.data if self.sebab.data in SEBAB_KEMBALI else ""
        return f"{sebab} {self.alasan.data or ''}".strip()

    def validate_bagian(self, field: Any) -> None:
        if not field.data:
            raise StopValidation("Pilih paling sedikit satu bagian.")

    def terpilih(self) -> list[str]:
        """Labels of what is ticked."""
        return [label for nilai, label, *_ in self.bagian.iter_choices()
                if nilai in (self.bagian.data or [])]  # fmt: skip


class BatalForm(BaseForm):
    """The participant calls it off."""

    alasan = TextAreaField(
        "Alasan",
        [Length(max=500, message="Tulis alasan paling panjang 500 karakter.")],
        filters=[rapikan_paragraf],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.alasan.flags.optional = True


LAINNYA = "Alasan lain"
ALASAN_BATAL = (
    "Peserta meminta pengajuan dibatalkan",
    "Alat sudah diajukan dengan nomor lain",
    "Data pengajuan tidak sesuai dengan alat",
    "Alat tidak dapat dilayani di kantor ini",
    "Peserta tidak dapat dihubungi",
    LAINNYA,
)


class BatalkanForm(AlasanMixin):
    """Staff call it off: a reason of the list, and in words."""

    sebab = PilihField(
        "Alasan pembatalan",
        "Pilih alasan pembatalan.",
        choices=[(a, a) for a in ALASAN_BATAL],
    )
    alasan = TextAreaField(
        "Penjelasan untuk peserta",
        [Length(max=1000, message="Tulis penjelasan paling panjang 1.000 karakter.")],
        filters=[rapikan_paragraf],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.alasan.flags.optional = True

    def validate_alasan(self, field: Any) -> None:
        if self.sebab.data == LAINNYA and not field.data:
            raise StopValidation("Tulis alasan pembatalan dengan kata Anda sendiri.")

    def teks(self) -> str:
        """Both in one, as the participant gets it."""
        sebab = "" if self.sebab.data in (None, LAINNYA) else f"{self.sebab.data}."
        return f"{sebab} {self.alasan.data or ''}".strip()


class SaringForm(BaseForm):
    """Filters of the lists; read from the address, changes nothing."""

    class Meta:
        csrf = False

    q = TeksField(
        "Cari",
        filters=[kata_cari],
        description="Nomor, nama, NPWP, nomor seri, atau jenis alat.",
    )
    status = SelectField("Status", validate_choice=False)
    pelanggan = SelectField("Pelanggan", validate_choice=False)
    layanan = SelectField("Layanan", validate_choice=False)
    penera = SelectField("Penera", validate_choice=False)
    jenis = SelectField("Jenis UTTP", validate_choice=False)
    kecamatan = SelectField("Kecamatan", validate_choice=False)
    dari = TanggalField("Diajukan sejak")
    sampai = TanggalField("Diajukan sampai")
    habis = BooleanField("Hanya alat yang SKHP-nya kedaluwarsa")
    baris = SelectField("Baris tiap halaman", validate_choice=False)

    @property
    def satu_pelanggan(self) -> int | None:
        """The customer chosen; one there is none of filters nothing."""
        ada = {str(nilai) for nilai, *_ in self.pelanggan.iter_choices()}
        return baca_id(self.pelanggan.data) if self.pelanggan.data in ada else None


def saring(
    args: Any,
    status: Sequence[tuple[str, str]],
    pilihan: Mapping[str, Sequence[tuple[int, str]]] | None = None,
    pelanggan: Sequence[tuple[int, str]] = (),
) -> SaringForm:
    """The filter form with its choices; `pilihan` are those staff have, by the names of fields."""
    form = SaringForm(args)
    form.status.choices = list(status)
    layanan = [(la.value, label) for la, label in LABEL_LAYANAN.items()]
    form.layanan.choices = pilihan_kosong("Semua layanan", layanan)
    form.pelanggan.choices = pilihan_kosong("Semua pelanggan", [(str(i), n) for i, n in pelanggan])
    for nama, label in SEMUA.items():
        isi = (pilihan or {}).get(nama, ())
        form[nama].choices = pilihan_kosong(label, [(str(i), n) for i, n in isi])
    form.baris.choices = [("" if n == UKURAN else str(n), f"{n} baris") for n in UKURAN_PILIHAN]
    return form


SEMUA = {"penera": "Semua penera", "jenis": "Semua jenis", "kecamatan": "Semua kecamatan"}
