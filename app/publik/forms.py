"""Following an application, and checking a certificate, without signing in."""

import re

from wtforms.validators import ValidationError

from app.core.forms import BaseForm, Isi, TeksField, angka_saja, kata_cari
from app.uttp.cari import inti


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


class CekForm(BaseForm):
    """A certificate's number and the end of the serial number; numbers run on, so one alone could
    be tried by anybody (features J2). It stands in the address, so there is no token."""

    nomor = TeksField(
        "Nomor SKHP",
        [Isi("Masukkan nomor SKHP seperti tertulis pada suratnya.")],
        filters=[lambda teks: "".join(kata_cari(teks).split())[:60]],
        description="Seperti tertulis pada suratnya, misalnya 510.63/0123/UPTD-MET/XI/2026.",
    )
    akhir = TeksField(
        "Tiga huruf atau angka terakhir No. Seri",
        [Isi("Masukkan tiga huruf atau angka terakhir No. Seri pada pelat nama alat.")],
        filters=[lambda teks: inti(kata_cari(teks))],
        description="Pada pelat nama alat. Boleh lebih banyak atau seluruhnya; tanda baca tidak "
        "perlu.",
    )

    @property
    def ditanya(self) -> bool:
        return bool(self.nomor.data or self.akhir.data)
