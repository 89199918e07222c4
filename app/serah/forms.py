"""Forms of the counter."""

from datetime import date
from typing import Any

from wtforms import Field, HiddenField, SelectField, TextAreaField
from wtforms.validators import Length, Optional, StopValidation

from app.core.forms import (
    BaseForm,
    Isi,
    RadioField,
    TanggalField,
    TeksField,
    kata_cari,
    pilihan_kosong,
    rapikan_paragraf,
)
from app.core.nomor import baca_id
from app.peserta.isian import CentangField, RapiField, isian_nik
from app.serah.koreksi import Koreksi
from app.serah.services import Penerima
from app.serah.states import LABEL_HARI, LABEL_HUBUNGAN, Hubungan, Tahap

SINGKAT = Length(max=300, message="Singkatkan sampai 300 huruf.")
PANJANG_NAMA = Length(max=120, message="Persingkat sampai 120 huruf.")
PILIH_HUBUNGAN = pilihan_kosong(
    "Pilih hubungan",
    [(h.value, t) for h, t in LABEL_HUBUNGAN.items() if h != Hubungan.PIC],
)


class SaringForm(BaseForm):
    """The filters; they stand in the address, so there is no token."""

    q = TeksField("Cari", filters=[kata_cari])
    hari = SelectField(
        "Jadwal uji",
        choices=pilihan_kosong("Semua", [(h.value, t) for h, t in LABEL_HARI.items()]),
    )

    def tahap(self, diminta: str | None) -> str:
        return diminta if diminta in tuple(Tahap) else Tahap.MENUNGGU


class TerimaForm(BaseForm):
    tanggal = TanggalField("Tanggal diterima", [Isi("Pilih tanggal alat diterima.")])
    kelengkapan = TextAreaField(
        "Keadaan dan kelengkapan",
        [SINGKAT, Optional()],
        filters=[rapikan_paragraf],
        description="Apa saja yang ikut diserahkan, dan cacat yang sudah ada. Tercetak pada bukti.",
    )


class BilaOrangLain:
    """Nothing is asked about the PIC, who is on record."""

    def __call__(self, form: Any, field: Field) -> None:
        if form.siapa.data != "lain":
            raise StopValidation()


class PenerimaForm(BaseForm):
    """When, and to whom: the PIC by one tick, or somebody else by name and NIK."""

    tanggal = TanggalField("Tanggal diserahkan", [Isi("Pilih tanggal penyerahan.")])
    siapa = RadioField(
        "Diterima oleh",
        pilihan=[("pic", "PIC"), ("lain", "Orang lain")],
        kosong="Pilih siapa yang menerima.",
    )
    nik = isian_nik(
        "NIK penerima",
        "Masukkan NIK penerima, 16 angka seperti pada KTP.",
        BilaOrangLain(),
        description="Disimpan tersandi, tampil disamarkan.",
    )
    nama = TeksField(
        "Nama penerima",
        [BilaOrangLain(), Isi("Masukkan nama penerima seperti pada KTP."), PANJANG_NAMA],
    )
    hubungan = SelectField(
        "Hubungan dengan peserta",
        [BilaOrangLain(), Isi("Pilih hubungan penerima dengan peserta.")],
        choices=PILIH_HUBUNGAN,
    )
    dokumen = CentangField("Dokumen SKHP diserahkan sekaligus kepada orang yang sama")

    def siapkan(self, pic: Penerima | None, *, dokumen: bool) -> None:
        """Without a PIC on record there is no such choice; the tick only where there are papers."""
        self.siapa.choices = [("lain", "Orang lain")]
        if pic:
            self.siapa.choices = [("pic", f"PIC, {pic.nama}"), *self.siapa.choices]
        else:
            self.siapa.data = "lain"
        if not dokumen:
            del self.dokumen

    def penerima(self, pic: Penerima | None) -> Penerima:
        if self.siapa.data == "pic" and pic:
            return pic
        return Penerima(self.nik.data or "", self.nama.data or "", self.hubungan.data)

    @property
    def dengan_dokumen(self) -> bool:
        return "dokumen" in self and bool(self.dokumen.data)


def _nik(label: str) -> RapiField:
    return isian_nik(
        label, None, Optional(), description="Kosongkan bila NIK yang tercatat sudah benar."
    )


def _hubungan() -> SelectField:
    semua = [(h.value, t) for h, t in LABEL_HUBUNGAN.items()]
    return SelectField(
        "Hubungan dengan peserta", [Optional()], choices=pilihan_kosong("Pilih hubungan", semua)
    )


class KoreksiForm(BaseForm):
    """What should have been written. A part without its date did not happen."""

    tanggal_terima = TanggalField("Tanggal diterima", [Optional()])
    kelengkapan = TextAreaField(
        "Keadaan dan kelengkapan", [SINGKAT, Optional()], filters=[rapikan_paragraf]
    )
    tanggal_kembali = TanggalField("Tanggal dikembalikan", [Optional()])
    kembali_nama = TeksField("Nama penerima alat", [Optional(), PANJANG_NAMA])
    kembali_nik = _nik("NIK penerima alat")
    kembali_hubungan = _hubungan()
    tanggal_dokumen = TanggalField("Tanggal dokumen diserahkan", [Optional()])
    dokumen_nama = TeksField("Nama penerima dokumen", [Optional(), PANJANG_NAMA])
    dokumen_nik = _nik("NIK penerima dokumen")
    dokumen_hubungan = _hubungan()
    alasan = TextAreaField(
        "Alasan koreksi",
        [Isi("Tulis alasan koreksi; alasan ini tersimpan dalam riwayat."), SINGKAT],
        filters=[rapikan_paragraf],
    )
    versi = HiddenField()
    tampak = HiddenField()

    def baca(self) -> Koreksi:
        isi: dict[str, Any] = self.isi()
        return Koreksi(**{k: isi[k] or None for k in Koreksi.__dataclass_fields__})

    @property
    def versi_dilihat(self) -> int:
        return baca_id(self.versi.data) or 0


def awal(hari_ini: date) -> dict[str, Any]:
    """What a form of a receiver starts with."""
    return {"tanggal": hari_ini, "siapa": "pic"}
