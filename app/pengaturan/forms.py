"""The filter of the log of acts."""

from wtforms import HiddenField

from app.core.forms import (
    BaseForm,
    SelectField,
    TanggalField,
    TeksField,
    pilihan_kosong,
    rapikan,
)
from app.pengaturan.catatan import Saringan
from app.pengaturan.states import AKSI, OBJEK

_BATAS_ID = 2**31


class CatatanForm(BaseForm):
    """Read from the address, changes nothing."""

    class Meta:
        csrf = False

    q = TeksField("Cari", description="Isi perubahan, nomor pengajuan, atau alamat internet.")
    pelaku = TeksField("Nama pelaku")
    aksi = SelectField(
        "Tindakan",
        pilihan=pilihan_kosong("Semua tindakan", sorted(AKSI.items(), key=lambda a: a[1])),
        validate_choice=False,
    )
    objek = SelectField(
        "Tentang", pilihan=pilihan_kosong("Semua", OBJEK.items()), validate_choice=False
    )
    objek_id = HiddenField()
    dari = TanggalField("Sejak")
    sampai = TanggalField("Sampai")

    def saringan(self) -> Saringan:
        """What was asked for; a part that cannot be read is left out."""
        nomor = self.objek_id.data or ""
        benar = nomor.isascii() and nomor.isdigit() and int(nomor[:10]) < _BATAS_ID
        return Saringan(
            q=self.q.data or None,
            pelaku=self.pelaku.data or None,
            aksi=rapikan(self.aksi.data) or None,
            objek=rapikan(self.objek.data) or None,
            objek_id=int(nomor[:10]) if benar else None,
            dari=self.dari.data,
            sampai=self.sampai.data,
        )
