"""Following an application without signing in."""

import re

from wtforms.validators import ValidationError

from app.core.forms import BaseForm, Isi, TeksField, angka_saja


def rapikan_nomor(teks: str | None) -> str | None:
    """ "tu 2026 123" → TU-2026-000123; anything else in capitals, as somebody copied it."""
    if not teks:
        return teks
    cocok = re.fullmatch(r"([A-Z]{2})\W*([0-9]{4})\W*([0-9]{1,6})", teks.strip().upper())
    return f"{cocok[1]}-{cocok[2]}-{int(cocok[3]):06d}" if cocok else teks.upper()


class LacakForm(BaseForm):
    nomor = TeksField(
        "Nomor pengajuan",
        [Isi("Masukkan nomor pengajuan, misalnya TU-2026-000123.")],
        filters=[rapikan_nomor],
        description="Tertulis pada bukti pengajuan, misalnya TU-2026-000123.",
    )
    empat = TeksField(
        "Empat angka terakhir NIK PIC",
        [Isi("Masukkan empat angka terakhir NIK PIC.")],
        filters=[angka_saja],
        description="NIK penanggung jawab yang mengajukan. Untuk alat milik penyedia, NIK PIC "
        "penyedia.",
    )

    def validate_empat(self, field: TeksField) -> None:
        isi = str(field.data)
        if not (len(isi) == 4 and isi.isascii() and isi.isdigit()):
            raise ValidationError("Masukkan empat angka saja, yaitu yang terakhir dari NIK PIC.")

    def jawaban(self) -> tuple[str, str]:
        return str(self.nomor.data), str(self.empat.data)
