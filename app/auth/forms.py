"""Sign-in, and setting a password."""

from typing import Any

from wtforms import HiddenField, PasswordField, ValidationError
from wtforms.validators import Length, Optional, Regexp

from app.auth import sandi
from app.auth.akun import PERAN_PETUGAS, STATUS
from app.auth.isian import CaptchaMixin
from app.auth.models import LABEL_PERAN
from app.core.forms import (
    BaseForm,
    Isi,
    RadioField,
    SelectField,
    TeksField,
    angka_saja,
    kata_cari,
    pilihan_kosong,
)


class _MasukForm(CaptchaMixin, BaseForm):
    """What both doors ask."""

    lanjut = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lanjut.flags.bukan_isian = True


class MasukPesertaForm(_MasukForm):
    """/masuk. The NIK may be typed as people read it from the card, in groups."""

    nama_masuk = TeksField(
        "NIK PIC", [Isi("Masukkan NIK PIC, 16 angka pada KTP.")], filters=[angka_saja]
    )
    sandi = PasswordField("Password", [Isi("Masukkan password Anda.")])


class MasukPetugasForm(_MasukForm):
    """/admin/masuk."""

    nama_masuk = TeksField("Nama pengguna", [Isi("Masukkan nama pengguna atau NIP Anda.")])
    sandi = PasswordField("Password", [Isi("Masukkan password Anda.")])


class LupaSandiForm(CaptchaMixin, BaseForm):
    """/lupa-sandi: the same question for everybody."""

    nama_masuk = TeksField(
        "NIK PIC atau nama pengguna",
        [Isi("Masukkan NIK PIC (16 angka pada KTP), atau nama pengguna bagi petugas.")],
    )


class KodeForm(BaseForm):
    """The second step, and the first code of a new one."""

    kode_verifikasi = TeksField(
        "Kode verifikasi", [Isi("Masukkan kode dari aplikasi autentikator.")]
    )


class SandiSayaForm(BaseForm):
    """Whoever sits at somebody else's open screen does not know the password."""

    sandi = PasswordField("Password", [Isi("Masukkan password Anda.")])


class KosongForm(BaseForm):
    """A button: nothing but the token."""


class SandiBaruForm(BaseForm):
    """A new password; `milik` are words of the person that must not be in it."""

    sandi_baru = PasswordField("Password baru", [Isi("Buat password baru.")])

    def __init__(self, *args: Any, milik: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._milik = milik

    def validate_sandi_baru(self, field: PasswordField) -> None:
        keberatan = sandi.keberatan(field.data or "", *self._milik)
        if keberatan:
            raise ValidationError(keberatan)


class GantiSandiForm(SandiBaruForm):
    """/ganti-sandi. The fields stand in the order they are asked."""

    sandi_lama = PasswordField("Password sekarang", [Isi("Masukkan password Anda sekarang.")])
    sandi_baru = PasswordField("Password baru", [Isi("Buat password baru.")])

    def validate_sandi_baru(self, field: PasswordField) -> None:
        if field.data == self.sandi_lama.data:
            raise ValidationError("Buat password yang berbeda dari yang sekarang.")
        super().validate_sandi_baru(field)


# --- accounts of staff, /admin/akun -----------------------------------------------------------

_PETUGAS = [(p.value, LABEL_PERAN[p]) for p in PERAN_PETUGAS]


class SaringAkunForm(BaseForm):
    """The filters; they stand in the address, so there is no token."""

    q = TeksField("Cari", filters=[kata_cari])
    peran = SelectField("Peran", pilihan=pilihan_kosong("Semua peran", _PETUGAS))
    status = SelectField("Status", pilihan=pilihan_kosong("Semua status", STATUS.items()))


class AkunForm(BaseForm):
    """/admin/akun/baru."""

    nama = TeksField(
        "Nama lengkap",
        [
            Isi("Masukkan nama lengkap, seperti pada kartu pegawai."),
            Length(max=120, message="Persingkat nama sampai 120 huruf."),
        ],
    )
    nama_masuk = TeksField(
        "Nama pengguna",
        [Isi("Buat nama pengguna untuk Log In, misalnya siti.rahma.")],
        description="3–40 huruf kecil, angka, titik, atau garis; diawali huruf.",
    )
    nip = TeksField(
        "NIP",
        [Optional(), Regexp(r"[0-9]{18}\Z", message="NIP terdiri dari 18 angka.")],
        filters=[angka_saja],
        description="18 angka. Dapat dipakai untuk Log In.",
    )
    peran = RadioField("Peran", pilihan=_PETUGAS, kosong="Pilih perannya.")


class PeranForm(BaseForm):
    """/admin/akun/<id>/peran."""

    peran = RadioField("Peran baru", pilihan=_PETUGAS, kosong="Pilih perannya.")


BUKTI_DIRI = {
    "bertemu": "Bertemu langsung; KTP atau kartu pegawainya dicocokkan",
    "ditelepon": "Ditelepon balik ke nomor yang sudah tercatat sebelum ini",
}


class ResetMfaForm(BaseForm):
    """/admin/akun/<id>/reset-dua-langkah: whose it is must have been made sure of."""

    bukti = RadioField(
        "Bagaimana orangnya dipastikan",
        pilihan=BUKTI_DIRI.items(),
        kosong="Pastikan orangnya dulu, lalu pilih caranya.",
    )
    alasan = TeksField(
        "Alasan",
        [
            Isi("Tulis siapa yang meminta dan mengapa, misalnya: ponselnya hilang."),
            Length(max=300, message="Persingkat alasan sampai 300 huruf."),
        ],
        description="Dicatat, dan disampaikan kepada pemilik akun.",
    )
