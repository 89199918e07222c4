"""Form parts: the business, and its person in charge (PIC).

Registration uses both; whoever registers or edits a business elsewhere uses the same part.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from wtforms import BooleanField, Field, SelectField, ValidationError
from wtforms.validators import Length, StopValidation

from app.core.format import kelompok_nik, telepon
from app.core.forms import BaseForm, Isi, TeksField, pilihan_kosong
from app.peserta.identitas import cek_nik, rapikan_email, rapikan_npwp, rapikan_telp
from app.peserta.states import LABEL_BUKA

# For the type checker a part is a form; at run time it stands before one.
Dasar: type = BaseForm if TYPE_CHECKING else object


class RapiField(TeksField):
    """A number written in any usual way: stored in one spelling, shown back grouped."""

    def __init__(
        self,
        label: str,
        validators: Any = (),
        *,
        rapikan: Callable[[str], str],
        tampil: Callable[[str | None], str] = str,
        lalu: Sequence[Any] = (),
        **kw: Any,
    ) -> None:
        # What may grow when tidied is measured after it: some capitals take two letters when small.
        super().__init__(label, [*validators, self._rapikan, *lalu], **kw)
        self.ubah, self.tampil = rapikan, tampil

    @staticmethod
    def _rapikan(form: BaseForm, field: "RapiField") -> None:
        try:
            field.data = field.ubah(field.data or "")
        except ValueError as e:
            raise ValidationError(str(e)) from None

    def _value(self) -> str:
        if not self.data:
            return ""
        try:  # what a page shows again need not have been checked
            return self.tampil(self.ubah(str(self.data)))
        except ValueError:
            return str(self.data)


class CentangField(BooleanField):
    """A tick that steers the form and is no answer for a service."""

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.flags.bukan_isian = True


class SamaDengan:
    """An empty field whose box is ticked takes the answer of another one, earlier on the page."""

    def __init__(self, centang: str, asal: str) -> None:
        self.centang, self.asal = centang, asal

    def __call__(self, form: Any, field: Field) -> None:
        if field.data or not form[self.centang].data:
            return
        if form[self.asal].errors or not form[self.asal].data:
            raise StopValidation()  # said at its source already
        field.data = form[self.asal].data


def isian_npwp(label: str, kosong: str | None, *dulu: Any, **kw: Any) -> RapiField:
    isi = [Isi(kosong)] if kosong else []
    return RapiField(label, [*dulu, *isi], rapikan=rapikan_npwp, tampil=kelompok_nik, **kw)


def isian_nik(label: str, kosong: str | None, *dulu: Any, **kw: Any) -> RapiField:
    """`dulu` is asked before it; without a sentence for an empty one `dulu` lets that through."""
    isi = [Isi(kosong)] if kosong else []
    return RapiField(label, [*dulu, *isi], rapikan=cek_nik, tampil=kelompok_nik, **kw)


def _panjang(maks: int) -> Length:
    return Length(max=maks, message=f"Persingkat sampai {maks} huruf.")


class BukaMixin(Dasar):  # type: ignore[misc]
    """Why NIK and NPWP are to be seen in full; goes with peserta.services.buka_nomor."""

    alasan_buka = SelectField(
        "Alasan",
        [Isi("Pilih alasan menampilkan nomornya.")],
        choices=pilihan_kosong("Pilih alasan", [(a.value, t) for a, t in LABEL_BUKA.items()]),
    )


class UsahaMixin(Dasar):  # type: ignore[misc]
    """Informasi Usaha, without the place (pengaturan.isian.WilayahMixin)."""

    npwp = isian_npwp("NPWP", "Masukkan NPWP usaha, atau NIK bila usaha perorangan.")
    nama = TeksField(
        "Nama", [Isi("Masukkan nama usaha seperti pada papan nama atau izinnya."), _panjang(120)]
    )
    alamat = TeksField(
        "Alamat", [Isi("Masukkan alamat usaha: jalan, nomor, dan RT."), _panjang(250)]
    )
    telp = RapiField(
        "Telp",
        [Isi("Masukkan nomor telepon usaha yang dapat dihubungi.")],
        rapikan=rapikan_telp,
        tampil=telepon,
    )
    email = RapiField(
        "Email",
        [Isi("Masukkan alamat email usaha.")],
        rapikan=rapikan_email,
        lalu=[_panjang(120)],
    )


class PicMixin(Dasar):  # type: ignore[misc]
    """Informasi PIC; phone and e-mail may be the same as those of the business."""

    pic_nik = isian_nik("NIK", "Masukkan NIK PIC, 16 angka seperti pada KTP.")
    pic_nama = TeksField("Nama", [Isi("Masukkan nama PIC seperti pada KTP."), _panjang(120)])
    pic_jabatan = TeksField(
        "Jabatan", [Isi("Masukkan jabatan PIC, misalnya pemilik atau kepala toko."), _panjang(80)]
    )
    sama_telp = CentangField("Telp PIC sama dengan Telp usaha")
    pic_telp = RapiField(
        "Telp",
        [SamaDengan("sama_telp", "telp"), Isi("Masukkan nomor telepon PIC.")],
        rapikan=rapikan_telp,
        tampil=telepon,
    )
    sama_wa = CentangField("WhatsApp sama dengan Telp PIC")
    pic_wa = RapiField(
        "WhatsApp",
        [SamaDengan("sama_wa", "pic_telp"), Isi("Masukkan nomor WhatsApp PIC.")],
        rapikan=rapikan_telp,
        tampil=telepon,
    )
    sama_email = CentangField("Email PIC sama dengan Email usaha")
    pic_email = RapiField(
        "Email",
        [SamaDengan("sama_email", "email"), Isi("Masukkan alamat email PIC.")],
        rapikan=rapikan_email,
        lalu=[_panjang(120)],
    )
