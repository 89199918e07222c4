"""Forms about results and documents."""

from typing import TYPE_CHECKING

from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from app.core.forms import (
    BaseForm,
    BerkasField,
    Isi,
    RadioField,
    TanggalField,
    TeksField,
    rapikan_paragraf,
)
from app.core.nomor import baca_id
from app.core.versi import VersiMixin

if TYPE_CHECKING:
    from app.pengajuan.models import Skhp

PANJANG_NOMOR = Length(max=60, message="Nomor paling panjang 60 huruf dan angka.")
SINGKAT = Length(max=1000, message="Singkatkan sampai 1.000 huruf.")


class HasilForm(BaseForm):
    """What came out of the test. Which of the last two is needed follows from the first."""

    hasil = RadioField(
        "Hasil uji",
        pilihan=[("sah", "Sah"), ("batal", "Dibatalkan")],
        kosong="Pilih hasil uji: Sah atau Dibatalkan.",
    )
    tanggal_hasil = TanggalField(
        "Tanggal uji dilakukan",
        [Isi("Pilih tanggal alat diuji.")],
        description="Boleh berbeda dari jadwal, paling akhir hari ini.",
    )
    keterangan = TextAreaField(
        "Keterangan",
        [SINGKAT],
        filters=[rapikan_paragraf],
        description="Untuk hasil Dibatalkan: tulis mengapa alat tidak lulus uji. Peserta membaca "
        "kalimat ini.",
    )
    cerapan = BerkasField("Cerapan", minimal=0, maks=3)

    def siapkan(self, url: str) -> None:
        self.cerapan.url_form = url
        self.cerapan.flags.optional = False  # it depends, and the hint says on what

    def validate_keterangan(self, field: TextAreaField) -> None:
        if self.hasil.data == "batal":
            Isi("Tulis mengapa alat tidak lulus uji, supaya pemilik tahu.")(self, field)

    def validate_cerapan(self, field: BerkasField) -> None:
        if self.hasil.data == "sah" and not field.data:
            raise ValidationError("Pilih berkas cerapan hasil uji.")


class DokumenForm(BaseForm):
    """Certificate data; the fee notice only where a fee was due."""

    nomor = TeksField("Nomor SKHP", [Isi("Masukkan nomor SKHP."), PANJANG_NOMOR])
    tanggal = TanggalField("Tanggal SKHP", [Isi("Pilih tanggal SKHP.")])
    berlaku_sampai = TanggalField(
        "Berlaku sampai", [Isi("Pilih tanggal terakhir SKHP ini berlaku.")]
    )
    alasan_masa = TeksField(
        "Alasan tanggal lain",
        [Optional(), SINGKAT],
        description="Isi bila tanggal berlakunya bukan tanggal usulan. Tersimpan bersama SKHP.",
    )
    nomor_skrd = TeksField("Nomor SKRD", [PANJANG_NOMOR])
    tanggal_skrd = TanggalField("Tanggal SKRD")

    def siapkan(self, *, berbayar: bool) -> None:
        """Without a fee there is no notice, and no question about it."""
        if berbayar:
            self.nomor_skrd.validators = [Isi("Masukkan nomor SKRD."), PANJANG_NOMOR]
            self.tanggal_skrd.validators = [Isi("Pilih tanggal SKRD.")]
        else:
            del self.nomor_skrd
            del self.tanggal_skrd


class KoreksiSahForm(DokumenForm):
    """New certificate data. `versi` is the version that was on the screen."""

    alasan = TextAreaField(
        "Alasan koreksi",
        [Isi("Tulis alasan koreksi; alasan ini tersimpan dalam riwayat."), SINGKAT],
        filters=[rapikan_paragraf],
    )
    versi = HiddenField()

    def siapkan(self, *, berbayar: bool) -> None:
        """The reason for the correction says why the date is another one."""
        super().siapkan(berbayar=berbayar)
        del self.alasan_masa

    @property
    def versi_dilihat(self) -> int:
        return baca_id(self.versi.data) or 0


class KoreksiBatalForm(VersiMixin, BaseForm):
    """The date and the words of a failed test."""

    tanggal_hasil = TanggalField("Tanggal uji dilakukan", [Isi("Pilih tanggal alat diuji.")])
    keterangan = TextAreaField(
        "Keterangan",
        [Isi("Tulis mengapa alat tidak lulus uji, supaya pemilik tahu."), SINGKAT],
        filters=[rapikan_paragraf],
    )
    alasan = TextAreaField(
        "Alasan koreksi",
        [Isi("Tulis alasan koreksi; alasan ini tersimpan dalam riwayat."), SINGKAT],
        filters=[rapikan_paragraf],
    )


def isi_dari(skhp: "Skhp") -> dict[str, object]:
    """A certificate's data as the form starts with."""
    kolom = ("nomor", "tanggal", "berlaku_sampai", "nomor_skrd", "tanggal_skrd")
    return {k: getattr(skhp, k) for k in kolom} | {"versi": str(skhp.versi)}
