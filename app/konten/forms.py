"""Forms of the public site, one a sort of content."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID, uuid4

from wtforms import BooleanField, DateTimeLocalField, HiddenField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from app.core import clock, gambar, uploads
from app.core.forms import (
    BaseForm,
    BerkasField,
    Isi,
    SelectField,
    TanggalField,
    TeksField,
    pilihan_kosong,
    rapikan_paragraf,
)
from app.core.nomor import baca_id
from app.core.versi import VersiMixin
from app.konten.states import LABEL_REGULASI, LEBAR_HALAMAN

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


def _urutan() -> BulatField:
    petunjuk = "Angka 1 sampai 999; yang kecil tampil lebih dulu."
    return BulatField("Urutan", 1, 999, default=10, description=petunjuk)


def alamat_luar(nilai: str) -> bool:
    """An https address without anything odd in it."""
    return bool(
        re.fullmatch(r"https://[A-Za-z0-9.-]+\.[A-Za-z]{2,}(:\d+)?(/[^\s\"'<>\\]*)?", nilai)
    )


def _cek_luar(form: BaseForm, field: StringField) -> None:
    if field.data and not alamat_luar(field.data):
        raise ValidationError("Tulis alamat lengkap yang diawali https://.")


def _cek_dalam(form: BaseForm, field: StringField) -> None:
    if field.data and not re.fullmatch(r"/(?!/)[A-Za-z0-9/_.?=&#-]*", field.data):
        raise ValidationError("Tulis alamat halaman situs ini, misalnya /alur.")


class Boleh:
    """May stay empty. Unlike wtforms' Optional it lets the form's own rules have their say."""

    field_flags = {"optional": True}

    def __call__(self, form: BaseForm, field: StringField) -> None:
        """Nothing to object."""


def _baris(label: str, maks: int, pesan: str | None = None, **kw: Any) -> TeksField:
    """One line; with a sentence it must be filled in, without one it may be left out."""
    syarat: list[Any] = [Isi(pesan)] if pesan else [Boleh()]
    syarat += [_panjang(maks), *kw.pop("cek", ())]
    return TeksField(label, syarat, filters=[_kosong_jadi_tiada], **kw)


def _paragraf(label: str, maks: int, **kw: Any) -> TextAreaField:
    saring = [rapikan_paragraf, _kosong_jadi_tiada]
    return TextAreaField(label, [Optional(), _panjang(maks)], filters=saring, **kw)


def _alt(pesan: str | None = "Tulis apa yang terlihat pada gambar.") -> TeksField:
    petunjuk = "Dibacakan kepada yang tidak melihat gambarnya. Misalnya: Penera menguji timbangan."
    return _baris("Keterangan gambar", 200, pesan, description=petunjuk)


def _tampil(label: str = "Tampilkan kepada umum") -> BooleanField:
    return BooleanField(label, default=True)


class KontenForm(VersiMixin, BaseForm):
    """What all of them have."""

    kunci_form = HiddenField(default=lambda: str(uuid4()), filters=[kunci_saja])

    def siapkan(self, **pilihan: Iterable[tuple[int, str]]) -> None:
        """Offer what comes from the database."""

    def validate_alt(self, field: TeksField) -> None:
        """Words without a picture wait for it; a picture without words is not shown."""
        if "gambar" in self and self["gambar"].data and not field.data:
            raise ValidationError("Tulis apa yang terlihat pada gambar.")


class SlideForm(KontenForm):
    judul = _baris("Judul", 80, "Masukkan judul slide.")
    teks = _baris("Kalimat", 200)
    gambar = GambarField("Gambar", kosong="Pilih gambar slide.")
    alt = _alt()
    tautan = _baris(
        "Menuju halaman", 200, cek=[_cek_dalam],
        description="Alamat halaman situs ini, misalnya /alur.",
    )  # fmt: skip
    tautan_label = _baris("Kata pada tautannya", 40, description="Misalnya: Baca alurnya.")
    urutan = _urutan()
    aktif = _tampil()

    def validate_tautan_label(self, field: TeksField) -> None:
        if self.tautan.data and not field.data:
            raise ValidationError("Tulis kata pada tautan, misalnya Baca alurnya.")


class LayananForm(KontenForm):
    nama = _baris("Nama layanan", 80, "Masukkan nama layanan.")
    ringkas = _baris("Ringkasan", 200, "Tulis satu kalimat tentang layanan ini.")
    naskah = KayaField("Penjelasan", [Optional()])
    syarat = KayaField("Persyaratan", [Optional()], description="Satu baris satu syarat: - syarat.")
    waktu = _baris("Waktu penyelesaian", 120, description="Misalnya: paling lama 2 hari kerja.")
    biaya = _baris("Biaya", 120, description="Misalnya: Bebas retribusi.")
    urutan = _urutan()
    aktif = _tampil()


class BeritaForm(KontenForm):
    judul = _baris("Judul", 150, "Masukkan judul berita.")
    ringkas = _baris(
        "Ringkasan", 250, description="Tampil di daftar. Bila kosong, dipakai awal isinya."
    )
    naskah = KayaField("Isi", [Isi("Tulis isi berita.")])
    gambar = GambarField("Foto utama", minimal=0)
    alt = _alt(None)
    terbit_pada = SaatField(
        "Terbit mulai", [Isi("Pilih tanggal dan jam terbit.")], default=cast(Any, clock.now),
        description="Waktu WITA. Sebelum itu berita tidak terlihat.",
    )  # fmt: skip
    sampai_pada = SaatField("Terbit sampai", [Optional()], description="Kosongkan bila seterusnya.")
    tautan = _paragraf(
        "Tautan media sosial", 600,
        description="Satu alamat satu baris, diawali https://; tampil sebagai tautan biasa.",
    )  # fmt: skip
    aktif = _tampil("Terbitkan (tanpa centang: draf)")

    def validate_sampai_pada(self, field: SaatField) -> None:
        if field.data and self.terbit_pada.data and field.data <= self.terbit_pada.data:
            raise ValidationError("Pilih waktu sesudah Terbit mulai.")

    def validate_tautan(self, field: TextAreaField) -> None:
        for baris in (field.data or "").split("\n"):
            if baris and not alamat_luar(baris):
                raise ValidationError(f"Tulis alamat lengkap yang diawali https://: {baris[:60]}")


class FotoForm(KontenForm):
    gambar = GambarField("Foto", kosong="Pilih fotonya.")
    alt = _alt()
    keterangan = _baris("Keterangan", 200, description="Tampil di bawah foto.")
    berita_id = SelectField("Bagian dari berita", coerce=baca_id)
    aktif = _tampil()

    def siapkan(self, **pilihan: Iterable[tuple[int, str]]) -> None:
        self.berita_id.choices = pilihan_kosong("Bukan bagian dari berita", pilihan["berita"])


class RegulasiForm(KontenForm):
    jenis = SelectField(
        "Jenis", pilihan=pilihan_kosong("Pilih jenis", [(k, v) for k, v in LABEL_REGULASI.items()])
    )
    nomor = _baris("Nomor", 40, "Masukkan nomor peraturan.", description="Misalnya 24.")
    tahun = BulatField("Tahun", 1900, 2200, description="Empat angka, misalnya 2024.")
    judul = _baris("Tentang", 250, "Tulis tentang apa peraturan ini.")
    keterangan = _baris("Keterangan", 250, description="Misalnya yang berlaku atau digantikan.")
    dokumen = BerkasField("Berkas PDF", jenis=frozenset({"pdf"}), minimal=0, kamera=False)
    tautan = _baris("Alamat resminya", 250, cek=[_cek_luar])
    aktif = _tampil()

    def validate_jenis(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError("Pilih jenis peraturan.")


class SopForm(KontenForm):
    judul = _baris("Judul", 150, "Masukkan judul SOP.")
    nomor = _baris("Nomor", 60)
    berlaku_mulai = TanggalField("Berlaku mulai", [Optional()])
    keterangan = _baris("Keterangan", 250)
    dokumen = BerkasField(
        "Berkas PDF", jenis=frozenset({"pdf"}), kamera=False, kosong="Pilih PDF SOP."
    )
    urutan = _urutan()
    aktif = _tampil()


class JabatanForm(KontenForm):
    nama = _baris("Nama jabatan", 100, "Masukkan nama jabatan.")
    urutan = _urutan()
    aktif = _tampil("Jabatan masih dipakai")


class PegawaiForm(KontenForm):
    nama = _baris("Nama", 120, "Masukkan nama pegawai.")
    jabatan_id = SelectField("Jabatan", coerce=baca_id)
    nip = _baris("NIP", 18, description="18 angka.")
    nip_tampil = BooleanField("Tampilkan NIP kepada umum")
    gambar = GambarField("Foto", minimal=0)
    alt = _alt(None)
    aktif = _tampil()

    def siapkan(self, **pilihan: Iterable[tuple[int, str]]) -> None:
        self.jabatan_id.choices = pilihan_kosong("Pilih jabatan", pilihan["jabatan"])

    def validate_jabatan_id(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError("Pilih jabatan.")

    def validate_nip(self, field: TeksField) -> None:
        if field.data and not re.fullmatch(r"[0-9]{18}", field.data):
            raise ValidationError("Masukkan NIP 18 angka, tanpa spasi.")

    def validate_nip_tampil(self, field: BooleanField) -> None:
        if field.data and not self.nip.data:
            raise ValidationError("Isi NIP dulu, atau hapus centang ini.")


class SidangForm(KontenForm):
    tempat = _baris("Pasar atau tempat", 120, "Masukkan nama pasar atau tempat.")
    alamat = _baris("Alamat", 200, "Masukkan alamatnya.")
    tanggal = TanggalField("Tanggal", [Isi("Pilih tanggal sidang.")])
    jam = _baris("Jam", 40, "Masukkan jam pelayanan.", description="Misalnya 08.00–12.00.")
    alat = _baris("Alat yang dilayani", 200, "Sebutkan alat yang dilayani.")
    bawa = _paragraf("Yang dibawa", 400)
    aktif = _tampil()


class HalamanForm(VersiMixin, BaseForm):
    """A page that is there once."""

    naskah = KayaField("Isi", [Optional()])


class HalamanBergambarForm(HalamanForm):
    gambar = GambarField("Gambar", minimal=0)
    alt = _alt(None)

    validate_alt = KontenForm.validate_alt


FORM: dict[str, type[KontenForm]] = {
    "slide": SlideForm,
    "layanan": LayananForm,
    "berita": BeritaForm,
    "foto": FotoForm,
    "regulasi": RegulasiForm,
    "sop": SopForm,
    "pegawai": PegawaiForm,
    "jabatan": JabatanForm,
    "sidang": SidangForm,
}
