"""Form part: Kode Captcha, for the two forms that strangers fill in (see pengaturan.isian).

    class RegistrasiForm(CaptchaMixin, BaseForm): ...

The view does nothing but render with `form.kode`; the template includes "auth/_captcha.html" before
its own button (it holds a hidden one for Enter, which must not press "Ganti kode").
"""

from typing import TYPE_CHECKING, Any

from flask import current_app
from wtforms import HiddenField, StringField, SubmitField

from app.auth import queries, services
from app.core import batas
from app.core.db import tulis
from app.core.forms import BaseForm, Isi, angka_saja

# To the type checker the part is a form; at run time it stands before one.
if TYPE_CHECKING:
    Dasar = BaseForm
else:
    Dasar = object
_FIELD = ("captcha_token", "captcha", "captcha_baru")


class CaptchaMixin(Dasar):
    """The answer is tried last, when nothing else is left to mend, as trying it uses it up.

    Pressed "Ganti kode" (without JavaScript a submit): nothing is checked, all stays typed.
    With CAPTCHA=off the fields are not there at all.
    """

    captcha_token = HiddenField()
    captcha = StringField(
        "Kode Captcha", [Isi("Ketik lima angka pada gambar.")], filters=[angka_saja]
    )
    captcha_baru = SubmitField("Ganti kode")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pakai_captcha = bool(current_app.config["CAPTCHA"])
        self._terpakai = False
        for nama in _FIELD:
            if self.pakai_captcha:
                self[nama].flags.bukan_isian = True
                self._fields.move_to_end(nama)  # it stands last, and so do its faults
            else:
                del self[nama]
        if self.pakai_captcha and (self.minta_kode_baru or not self.is_submitted()):
            self._pasang_captcha()

    @property
    def minta_kode_baru(self) -> bool:
        """The post only asks for other digits."""
        return self.pakai_captcha and self.is_submitted() and bool(self.captcha_baru.data)

    @property
    def kode(self) -> int:
        return 200 if self.minta_kode_baru else super().kode

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        return not self.minta_kode_baru and super().validate_on_submit(extra_validators)

    def validate(self, extra_validators: Any = None) -> bool:
        baik: bool = super().validate(extra_validators)
        if not (baik and self.pakai_captcha):
            self._pastikan_hidup()
            return baik
        with tulis():
            keberatan = services.jawab_captcha(
                self.captcha_token.data or "", self.captcha.data or ""
            )
        self._terpakai = True
        if keberatan is not None:
            self.tolak(keberatan, "captcha")
        return keberatan is None

    def tolak(self, pesan: str, field: str | None = None) -> None:
        """Whatever is refused after the captcha was used, the page shows a new one."""
        if self._terpakai:
            self._pasang_captcha()
            self._terpakai = False
        super().tolak(pesan, field)

    def _pastikan_hidup(self) -> None:
        """Not used up, but its time may have passed while other answers were being mended."""
        if self.pakai_captcha and not queries.kode_captcha(
            services.sidik_token(self.captcha_token.data or "")
        ):
            self._pasang_captcha()

    def _pasang_captcha(self) -> None:
        batas.jaga(f"captcha|{batas.alamat()}", batas.CAPTCHA)
        with tulis():
            self.captcha_token.data = services.captcha_baru()
        self.captcha.data = ""
