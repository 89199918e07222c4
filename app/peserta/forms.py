"""Forms of registration and approval."""

from typing import Any
from uuid import UUID, uuid4

from wtforms import HiddenField, RadioField, SelectField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, Optional

from app.auth.isian import CaptchaMixin
from app.core.forms import BaseForm, Isi, TeksField, kata_cari, pilihan_kosong, rapikan_paragraf
from app.core.paging import UKURAN_PILIHAN
from app.core.versi import VersiMixin
from app.pengaturan.isian import WilayahMixin
from app.peserta.isian import BukaMixin, CentangField, PicMixin, UsahaMixin, isian_nik, isian_npwp
from app.peserta.states import (
    ALASAN_TOLAK,
    CARA_AKSES,
    CARA_LOKET,
    LABEL_KELOMPOK,
    LABEL_STATUS,
    Cara,
    Kelompok,
)

PANJANG = Length(max=120, message="Persingkat sampai 120 huruf.")
DAPAT_DIPILIH = (Kelompok.PEMILIK, Kelompok.PENYEDIA)


def kunci_baru() -> str:
    return str(uuid4())


def kunci_saja(nilai: str | None) -> str:
    """A key of our own making; anything else is replaced rather than stored."""
    try:
        return str(UUID(nilai or ""))
    except ValueError:
        return kunci_baru()


class PesertaBaruForm(WilayahMixin, UsahaMixin, PicMixin, BaseForm):
    """Business and PIC, as staff fill it in for somebody at the counter."""

    kunci_form = HiddenField(default=kunci_baru, filters=[kunci_saja])
    kelompok = RadioField(
        "Kelompok",
        [Isi("Pilih kelompok peserta.")],
        choices=[SelectChoice(k.value, LABEL_KELOMPOK[k]) for k in DAPAT_DIPILIH],
        validate_choice=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._fields.move_to_end("kelompok", last=False)

    def validate_kelompok(self, field: RadioField) -> None:
        if field.data not in DAPAT_DIPILIH:
            raise ValidationError("Pilih Pemilik Alat atau Penyedia Alat.")


class RegistrasiForm(CaptchaMixin, PesertaBaruForm):
    """The same, for anybody."""


class CaraMixin:
    cara = RadioField(
        "Cara memberi akses",
        choices=[SelectChoice(c.value, label) for c, label in CARA_AKSES.items()],
        default=Cara.TAUTAN.value,
        validators=[Isi("Pilih cara memberi akses.")],
    )


class TerimaForm(CaraMixin, BaseForm):
    """Accept, or give access anew."""


class PesertaTambahForm(CaraMixin, PesertaBaruForm):
    """Accepted as soon as it is filled in; the way into the account may wait."""

    cara = RadioField(
        "Cara memberi akses",
        choices=[SelectChoice(c.value, label) for c, label in CARA_LOKET.items()],
        default=Cara.TAUTAN.value,
        validators=[Isi("Pilih cara memberi akses.")],
    )


class KontakForm(VersiMixin, WilayahMixin, UsahaMixin, PicMixin, BaseForm):
    """How a participant is reached; who it is stands in a form of its own."""

    npwp = nama = pic_nik = pic_nama = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in (self.pic_telp, self.pic_wa, self.pic_email, self.pic_jabatan):
            field.label.text = f"{field.label.text} PIC"


TETAP = "Kosongkan bila tetap. Yang tercatat tidak ditampilkan di sini."


class IdentitasForm(VersiMixin, BaseForm):
    """Who a participant is; the numbers are given anew or stay as they are."""

    kelompok = RadioField(
        "Kelompok",
        [Isi("Pilih kelompok peserta.")],
        choices=[SelectChoice(k.value, LABEL_KELOMPOK[k]) for k in DAPAT_DIPILIH],
    )
    nama = TeksField("Nama usaha", [Isi("Masukkan nama usaha."), PANJANG])
    npwp = isian_npwp("NPWP yang benar", None, Optional(), description=TETAP)
    pic_nama = TeksField("Nama PIC", [Isi("Masukkan nama PIC seperti pada KTP."), PANJANG])
    pic_nik = isian_nik("NIK PIC yang benar", None, Optional(), description=TETAP)
    alasan = TextAreaField(
        "Alasan",
        [
            Isi("Tulis alasan perubahan dan bukti yang dilihat; peserta membacanya."),
            Length(max=300, message="Persingkat alasan sampai 300 huruf."),
        ],
        filters=[rapikan_paragraf],
    )


class BukaForm(BukaMixin, BaseForm):
    """Why the numbers are to be seen in full."""


class TolakForm(BaseForm):
    alasan = SelectField(
        "Alasan",
        [Isi("Pilih alasan penolakan.")],
        choices=pilihan_kosong("Pilih alasan", [(k, k) for k in ALASAN_TOLAK]),
    )
    penjelasan = TextAreaField(
        "Penjelasan untuk pendaftar",
        [
            Isi("Tulis penjelasannya, supaya pendaftar tahu apa yang harus dilakukan."),
            Length(max=600, message="Persingkat penjelasan sampai 600 huruf."),
        ],
        filters=[rapikan_paragraf],
    )


class SaringForm(BaseForm):
    """The filters; they stand in the address, so there is no token."""

    q = TeksField("Cari", filters=[kata_cari])
    status = SelectField(
        "Status",
        choices=pilihan_kosong("Semua status", [(s.value, t[0]) for s, t in LABEL_STATUS.items()]),
    )
    kelompok = SelectField(
        "Kelompok",
        choices=pilihan_kosong("Semua kelompok", [(k.value, t) for k, t in LABEL_KELOMPOK.items()]),
    )
    kecamatan = SelectField("Kecamatan", choices=[], validate_choice=False)
    habis = CentangField("Punya SKHP kedaluwarsa")
    baris = SelectField("Baris", choices=[SelectChoice(str(n), str(n)) for n in UKURAN_PILIHAN])


class KosongForm(BaseForm):
    """A button with its token."""
