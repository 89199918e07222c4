"""Forms of the public site, one a sort of content."""

import re
from collections.abc import Iterable
from typing import Any, cast
from uuid import uuid4

from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import Optional, ValidationError

from app.core import clock
from app.core.forms import (
    BaseForm,
    BerkasField,
    Isi,
    SelectField,
    TanggalField,
    TeksField,
    pilihan_kosong,
)
from app.core.nomor import baca_id
from app.core.versi import VersiMixin
from app.konten import isian
from app.konten.isian import BulatField, GambarField, KayaField, SaatField, alamat_luar, kunci_saja
from app.konten.states import LABEL_REGULASI


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
    judul = isian.baris("Judul", 80, "Masukkan judul slide.")
    teks = isian.baris("Kalimat", 200)
    gambar = GambarField("Gambar", kosong="Pilih gambar slide.")
    alt = isian.alt()
    tautan = isian.baris(
        "Menuju halaman", 200, cek=[isian.cek_dalam],
        description="Alamat halaman situs ini, misalnya /alur.",
    )  # fmt: skip
    tautan_label = isian.baris("Kata pada tautannya", 40, description="Misalnya: Baca alurnya.")
    urutan = isian.urutan()
    aktif = isian.tampil()

    def validate_tautan_label(self, field: TeksField) -> None:
        if self.tautan.data and not field.data:
            raise ValidationError("Tulis kata pada tautan, misalnya Baca alurnya.")


class LayananForm(KontenForm):
    nama = isian.baris("Nama layanan", 80, "Masukkan nama layanan.")
    ringkas = isian.baris("Ringkasan", 200, "Tulis satu kalimat tentang layanan ini.")
    naskah = KayaField("Penjelasan", [Optional()])
    syarat = KayaField("Persyaratan", [Optional()], description="Satu baris satu syarat: - syarat.")
    waktu = isian.baris(
        "Waktu penyelesaian", 120, description="Misalnya: paling lama 2 hari kerja."
    )
    biaya = isian.baris("Biaya", 120, description="Misalnya: Bebas retribusi.")
    urutan = isian.urutan()
    aktif = isian.tampil()


class BeritaForm(KontenForm):
    judul = isian.baris("Judul", 150, "Masukkan judul berita.")
    ringkas = isian.baris(
        "Ringkasan", 250, description="Tampil di daftar. Bila kosong, dipakai awal isinya."
    )
    naskah = KayaField("Isi", [Isi("Tulis isi berita.")])
    gambar = GambarField("Foto utama", minimal=0)
    alt = isian.alt(None)
    terbit_pada = SaatField(
        "Terbit mulai", [Isi("Pilih tanggal dan jam terbit.")], default=cast(Any, clock.now),
        description="Waktu WITA. Sebelum itu berita tidak terlihat.",
    )  # fmt: skip
    sampai_pada = SaatField("Terbit sampai", [Optional()], description="Kosongkan bila seterusnya.")
    tautan = isian.paragraf(
        "Tautan media sosial", 600,
        description="Satu alamat satu baris, diawali https://; tampil sebagai tautan biasa.",
    )  # fmt: skip
    aktif = isian.tampil("Terbitkan (tanpa centang: draf)")

    def validate_sampai_pada(self, field: SaatField) -> None:
        if field.data and self.terbit_pada.data and field.data <= self.terbit_pada.data:
            raise ValidationError("Pilih waktu sesudah Terbit mulai.")

    def validate_tautan(self, field: TextAreaField) -> None:
        for baris in (field.data or "").split("\n"):
            if baris and not alamat_luar(baris):
                raise ValidationError(f"Tulis alamat lengkap yang diawali https://: {baris[:60]}")


class FotoForm(KontenForm):
    gambar = GambarField("Foto", kosong="Pilih fotonya.")
    alt = isian.alt()
    keterangan = isian.baris("Keterangan", 200, description="Tampil di bawah foto.")
    berita_id = SelectField("Bagian dari berita", coerce=baca_id)
    aktif = isian.tampil()

    def siapkan(self, **pilihan: Iterable[tuple[int, str]]) -> None:
        self.berita_id.choices = pilihan_kosong("Bukan bagian dari berita", pilihan["berita"])


class RegulasiForm(KontenForm):
    jenis = SelectField(
        "Jenis", pilihan=pilihan_kosong("Pilih jenis", [(k, v) for k, v in LABEL_REGULASI.items()])
    )
    nomor = isian.baris("Nomor", 40, "Masukkan nomor peraturan.", description="Misalnya 24.")
    tahun = BulatField("Tahun", 1900, 2200, description="Empat angka, misalnya 2024.")
    judul = isian.baris("Tentang", 250, "Tulis tentang apa peraturan ini.")
    keterangan = isian.baris(
        "Keterangan", 250, description="Misalnya yang berlaku atau digantikan."
    )
    dokumen = BerkasField("Berkas PDF", jenis=frozenset({"pdf"}), minimal=0, kamera=False)
    tautan = isian.baris("Alamat resminya", 250, cek=[isian.cek_luar])
    aktif = isian.tampil()

    def validate_jenis(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError("Pilih jenis peraturan.")


class SopForm(KontenForm):
    judul = isian.baris("Judul", 150, "Masukkan judul SOP.")
    nomor = isian.baris("Nomor", 60)
    berlaku_mulai = TanggalField("Berlaku mulai", [Optional()])
    keterangan = isian.baris("Keterangan", 250)
    dokumen = BerkasField(
        "Berkas PDF", jenis=frozenset({"pdf"}), kamera=False, kosong="Pilih PDF SOP."
    )
    urutan = isian.urutan()
    aktif = isian.tampil()


class JabatanForm(KontenForm):
    nama = isian.baris("Nama jabatan", 100, "Masukkan nama jabatan.")
    urutan = isian.urutan()
    aktif = isian.tampil("Jabatan masih dipakai")


class PegawaiForm(KontenForm):
    nama = isian.baris("Nama", 120, "Masukkan nama pegawai.")
    jabatan_id = SelectField("Jabatan", coerce=baca_id)
    nip = isian.baris("NIP", 18, description="18 angka.")
    nip_tampil = BooleanField("Tampilkan NIP kepada umum")
    gambar = GambarField("Foto", minimal=0)
    alt = isian.alt(None)
    aktif = isian.tampil()

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
    tempat = isian.baris("Pasar atau tempat", 120, "Masukkan nama pasar atau tempat.")
    alamat = isian.baris("Alamat", 200, "Masukkan alamatnya.")
    tanggal = TanggalField("Tanggal", [Isi("Pilih tanggal sidang.")])
    jam = isian.baris("Jam", 40, "Masukkan jam pelayanan.", description="Misalnya 08.00–12.00.")
    alat = isian.baris("Alat yang dilayani", 200, "Sebutkan alat yang dilayani.")
    bawa = isian.paragraf("Yang dibawa", 400)
    aktif = isian.tampil()


class HalamanForm(VersiMixin, BaseForm):
    """A page that is there once."""

    naskah = KayaField("Isi", [Optional()])


class HalamanBergambarForm(HalamanForm):
    gambar = GambarField("Gambar", minimal=0)
    alt = isian.alt(None)

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
