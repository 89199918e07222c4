"""From which day on, where, and with whom many tests are planned."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from wtforms import BooleanField

from app.core.forms import BaseForm, RadioField, SelectField, TanggalField, pilihan_kosong
from app.pengajuan.states import LABEL_LOKASI

if TYPE_CHECKING:
    from app.jadwal.queries import PeneraHari


class JadwalForm(BaseForm):
    """Read from the address, changes nothing."""

    class Meta:
        csrf = False

    lokasi = RadioField("Tempat uji", pilihan=[(k.value, v) for k, v in LABEL_LOKASI.items()])
    tanggal = TanggalField("Mulai tanggal")
    penera = SelectField("Penera")
    satu_hari = BooleanField("Hanya pada tanggal itu, tidak disebar ke hari berikutnya")

    def siapkan(self, penera: "Iterable[PeneraHari]", mulai: date) -> None:
        semua = pilihan_kosong("Semua penera, merata", ((str(p.id), p.nama) for p in penera))
        self.penera.choices = semua
        self.tanggal.data = mulai
        self.lokasi.data = self.lokasi.data or "kantor"
