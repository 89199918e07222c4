"""Fields of the public site's forms: pictures, rich text, instants, places in an order."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from wtforms import BooleanField, DateTimeLocalField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from app.core import clock, gambar, uploads
from app.core.forms import BaseForm, BerkasField, Isi, TeksField, rapikan_paragraf
from app.core.nomor import baca_id
from app.konten.states import LEBAR_HALAMAN

CARA = (
    "Baris kosong memisahkan paragraf. Tulis **tebal**, *miring*, ## judul, - daftar, "
    "[kata](https://alamat). Tekan Pratinjau untuk melihat hasilnya."
)


def kunci_saja(nilai: str | None) -> str:
    """A key of our own making; anything else is replaced rather than stored."""
    try:
        return str(UUID(nilai or ""))
    except ValueError:
        return str(uuid4())


def _panjang(maks: int) -> Length:
    return Length(max=maks, message=f"Singkatkan sampai {maks} huruf.")


def _kosong_jadi_tiada(nilai: str | None) -> str | None:
    return nilai or None


def _mentah(nilai: str | None) -> str | None:
    """Text as it was typed, indents included, without what cannot be printed."""
    if not nilai:
        return None
    rapi = nilai.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    return "".join(c for c in rapi if c == "\n" or c.isprintable()).strip() or None


class GambarField(BerkasField):
    """One picture; its small version is as wide as a page shows it."""

    def __init__(self, label: str, **kw: Any) -> None:
        super().__init__(label, jenis=uploads.FOTO, kamera=False, **kw)

    def _simpan(self, olahan: list[uploads.Olahan]) -> list[uploads.Berkas]:
        kecil = [replace(o, kecil=gambar.perkecil(o.utama, LEBAR_HALAMAN)) for o in olahan]
        return super()._simpan(kecil)


class KayaField(TextAreaField):
    """Rich text, written as Markdown."""

    def __init__(self, label: str, validators: Any = (), **kw: Any) -> None:
        kw.setdefault("description", CARA)
        super().__init__(label, [*validators, _panjang(20_000)], filters=[_mentah], **kw)


class SaatField(DateTimeLocalField):
    """A date and a time of the office's wall clock; kept as an instant."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data.astimezone(clock.WITA):%Y-%m-%dT%H:%M}" if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        teks = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if teks:
            self.data = _baca_saat(teks)
            if self.data is None:
                raise ValueError("Tulis tanggal dan jam seperti 28-11-2026 08.00.")

    def tampil(self, nilai: datetime) -> str:
        return f"{nilai.astimezone(clock.WITA):%d-%m-%Y %H.%M}"


def _baca_saat(teks: str) -> datetime | None:
    for bentuk in ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d-%m-%Y %H.%M", "%d/%m/%Y %H:%M"):
        try:
            saat = datetime.strptime(teks, bentuk).replace(tzinfo=clock.WITA)
        except ValueError:
            continue
        return saat.astimezone(UTC) if 2000 <= saat.year <= 2200 else None
    return None


class BulatField(StringField):
    """A whole number between two others."""

    data: Any

    def __init__(self, label: str, terkecil: int, terbesar: int, **kw: Any) -> None:
        super().__init__(label, **kw)
        self.terkecil, self.terbesar = terkecil, terbesar

    def process_formdata(self, valuelist: list[Any]) -> None:
        nomor = baca_id(str(valuelist[0]).strip()) if valuelist else None
        self.data = None
        if nomor is None or not self.terkecil <= nomor <= self.terbesar:
            raise ValueError(f"Masukkan angka {self.terkecil} sampai {self.terbesar}.")
        self.data = nomor

    def _value(self) -> str:
        return str(self.raw_data[0] if self.raw_data else self.data or "")


def urutan() -> BulatField:
    petunjuk = "Angka 1 sampai 999; yang kecil tampil lebih dulu."
    return BulatField("Urutan", 1, 999, default=10, description=petunjuk)


def alamat_luar(nilai: str) -> bool:
    """An https address without anything odd in it."""
    return bool(
        re.fullmatch(r"https://[A-Za-z0-9.-]+\.[A-Za-z]{2,}(:\d+)?(/[^\s\"'<>\\]*)?", nilai)
    )


def cek_luar(form: BaseForm, field: StringField) -> None:
    if field.data and not alamat_luar(field.data):
        raise ValidationError("Tulis alamat lengkap yang diawali https://.")


def cek_dalam(form: BaseForm, field: StringField) -> None:
    if field.data and not re.fullmatch(r"/(?!/)[A-Za-z0-9/_.?=&#-]*", field.data):
        raise ValidationError("Tulis alamat halaman situs ini, misalnya /alur.")


class Boleh:
    """May stay empty. Unlike wtforms' Optional it lets the form's own rules have their say."""

    field_flags = {"optional": True}

    def __call__(self, form: BaseForm, field: StringField) -> None:
        """Nothing to object."""


def baris(label: str, maks: int, pesan: str | None = None, **kw: Any) -> TeksField:
    """One line; with a sentence it must be filled in, without one it may be left out."""
    syarat: list[Any] = [Isi(pesan)] if pesan else [Boleh()]
    syarat += [_panjang(maks), *kw.pop("cek", ())]
    return TeksField(label, syarat, filters=[_kosong_jadi_tiada], **kw)


def paragraf(label: str, maks: int, **kw: Any) -> TextAreaField:
    saring = [rapikan_paragraf, _kosong_jadi_tiada]
    return TextAreaField(label, [Optional(), _panjang(maks)], filters=saring, **kw)


def alt(pesan: str | None = "Tulis apa yang terlihat pada gambar.") -> TeksField:
    petunjuk = "Dibacakan kepada yang tidak melihat gambarnya. Misalnya: Penera menguji timbangan."
    return baris("Keterangan gambar", 200, pesan, description=petunjuk)


def tampil(label: str = "Tampilkan kepada umum") -> BooleanField:
    return BooleanField(label, default=True)
