"""Sign-in, and setting a password."""

from typing import Any

from wtforms import HiddenField, PasswordField, ValidationError

from app.auth import sandi
from app.auth.isian import CaptchaMixin
from app.core.forms import BaseForm, Isi, TeksField, angka_saja


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
