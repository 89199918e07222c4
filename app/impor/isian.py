"""Choosing the file. It is read where it arrives and never stored."""

from dataclasses import dataclass
from typing import Any

from flask import current_app
from wtforms.validators import ValidationError

from app.core import antivirus
from app.core.forms import BaseForm, BerkasField
from app.core.kenali import BerkasDitolak
from app.core.uploads import nama_tampil
from app.impor.states import MAKS_BITA


@dataclass(frozen=True)
class Kiriman:
    """The file as it came."""

    nama: str
    bita: bytes


class LembarField(BerkasField):
    """A spreadsheet: `kiriman` is what came, and there are no stored files in `data`. Its limit is
    its own: a page of cells is small."""

    kiriman: Kiriman | None = None

    @property
    def accept(self) -> str:
        return ".xlsx,.csv"

    def terima(self) -> None:
        """Read what was posted, a little beyond the limit, so that the rule can say it is."""
        self.data = []
        for berkas in self._baru[:1]:
            bita = berkas.stream.read(MAKS_BITA + 1)
            try:
                antivirus.pindai(bita, str(current_app.config.get("ANTIVIRUS") or ""))
            except BerkasDitolak as e:
                self.ditolak.append(str(e))
                return
            self.kiriman = Kiriman(nama_tampil(berkas.filename), bita)

    def pre_validate(self, form: Any) -> None:
        if self.ditolak:
            raise ValidationError(" ".join(self.ditolak))
        if self.kiriman is None:
            raise ValidationError(self.kosong)


class ImporForm(BaseForm):
    lembar = LembarField(
        "Berkas Excel atau CSV", kosong="Pilih berkas .xlsx atau .csv yang sudah diisi."
    )
