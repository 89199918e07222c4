"""Forms of the profile: contact data, places, requests and their decision."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length

from app.core.forms import (
    AngkaField,
    BaseForm,
    BerkasField,
    Isi,
    TeksField,
    pilihan_kosong,
    rapikan_paragraf,
)
from app.core.uploads import FOTO, FOTO_PDF
from app.core.versi import VersiMixin
from app.pengaturan.isian import WilayahMixin
from app.peserta.isian import BukaMixin, PicMixin, UsahaMixin, isian_nik, isian_npwp
from app.profil.states import ALASAN_TOLAK, BUKTI, ISIAN_ALAT, LABEL_ISIAN, Isian
from app.uttp.isian import DARI_DAFTAR, Batas, IsianAlat, panjang

PANJANG = 600


class KontakForm(VersiMixin, WilayahMixin, UsahaMixin, PicMixin, BaseForm):
    """Registration's questions without those that say who somebody is."""

    npwp = nama = pic_nik = pic_nama = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Side by side with those of the business a label must say whose it is.
        for field in (self.pic_telp, self.pic_wa, self.pic_email, self.pic_jabatan):
            field.label.text = f"{field.label.text} PIC"


class TempatForm(VersiMixin, WilayahMixin, BaseForm):
    nama = TeksField(
        "Nama tempat", [Isi("Masukkan nama tempat, misalnya Kios Pasar Klandasan."), panjang(80)]
    )
    alamat = TeksField(
        "Alamat", [Isi("Masukkan alamat tempat: jalan, nomor, dan RT."), panjang(250)]
    )


class MintaForm(BaseForm):
    """Why, and what shows it; `formulir` puts the new value on top."""

    alasan = TextAreaField(
        "Alasan",
        [
            Isi("Tulis mengapa data ini perlu diubah."),
            Length(max=PANJANG, message=f"Persingkat alasan sampai {PANJANG} huruf."),
        ],
        filters=[rapikan_paragraf],
    )

    def isi(self) -> dict[str, Any]:
        """One file instead of a list."""
        isi = super().isi()
        return isi | {"bukti": isi["bukti"][0]}


def _pilih_jenis(pilihan: Mapping[str, Iterable[tuple[int, str]]]) -> SelectField:
    opsi = [
        SelectChoice(str(id), nama, optgroup=kelompok)
        for kelompok, isi in pilihan.items()
        for id, nama in isi
    ]
    return SelectField(  # type: ignore[call-arg]
        "Jenis UTTP yang benar",
        [Isi("Pilih jenis UTTP.")],
        coerce=lambda n: int(n) if n else None,
        choices=[SelectChoice("", "Pilih jenis UTTP"), *opsi],
        invalid_value_message=DARI_DAFTAR,
        invalid_choice_message=DARI_DAFTAR,
    )


def _isian_baru(isian: Isian, pilihan: Mapping[str, Iterable[tuple[int, str]]]) -> Any:
    """The question for the new value."""
    label = f"{LABEL_ISIAN[isian]} yang benar"
    if isian == Isian.JENIS:
        return _pilih_jenis(pilihan)
    if isian == Isian.NPWP:
        return isian_npwp(label, "Masukkan NPWP seperti pada kartunya.")
    if isian == Isian.PIC_NIK:
        return isian_nik(label, "Masukkan NIK PIC, 16 angka seperti pada KTP.")
    if isian in (Isian.KAPASITAS, Isian.DAYA_BACA):
        kosong = f"Masukkan {LABEL_ISIAN[isian].lower()} seperti pada pelat nama."
        batas = Batas(10, 4) if isian == Isian.KAPASITAS else Batas(8, 6)
        return AngkaField(label, [Isi(kosong), batas])
    if isian == Isian.NOMOR_SERI:
        kosong = "Masukkan nomor seri seperti pada pelat nama."
        return TeksField(label, [Isi(kosong), panjang(50)])
    kosong = "Masukkan namanya seperti pada KTP atau izin usaha."
    return TeksField(label, [Isi(kosong), panjang(120)])


def formulir(
    isian: Isian, pilihan: Mapping[str, Iterable[tuple[int, str]]] | None = None
) -> type[MintaForm]:
    """The form that asks for one value; `pilihan` are the types of instruments by group."""
    bukti = BerkasField(
        BUKTI[isian],
        jenis=FOTO if isian in ISIAN_ALAT else FOTO_PDF,
        kosong=f"Ambil atau pilih berkasnya: {BUKTI[isian][0].lower()}{BUKTI[isian][1:]}.",
    )
    isi: dict[str, Any] = {"baru": _isian_baru(isian, pilihan or {}), "bukti": bukti}
    if isian == Isian.NOMOR_SERI:
        isi["validate_baru"] = IsianAlat.validate_nomor_seri
    return type("MintaForm", (MintaForm,), isi)


class TolakForm(BaseForm):
    """Why not; the participant reads both."""

    alasan = SelectField(
        "Alasan",
        [Isi("Pilih alasan penolakan.")],
        choices=pilihan_kosong("Pilih alasan", [(k, k) for k in ALASAN_TOLAK]),
    )
    penjelasan = TextAreaField(
        "Penjelasan untuk peserta",
        [
            Isi("Tulis penjelasannya, supaya peserta tahu apa yang harus dilakukan."),
            Length(max=PANJANG, message=f"Persingkat penjelasan sampai {PANJANG} huruf."),
        ],
        filters=[rapikan_paragraf],
    )


class BukaForm(BukaMixin, BaseForm):
    """Why the numbers are to be seen in full."""


class KosongForm(BaseForm):
    """A button with its token."""
