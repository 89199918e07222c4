"""Forms of the fee pages."""

from collections.abc import Iterable
from typing import Any

from wtforms.validators import Length, Optional, ValidationError

from app.core import clock
from app.core.forms import (
    AngkaField,
    BaseForm,
    Isi,
    RupiahField,
    SelectField,
    TanggalField,
    TeksField,
    kata_cari,
    pilihan_kosong,
)
from app.pengajuan.states import LABEL_LOKASI
from app.tarif.queries import Saringan
from app.tarif.services import Cakupan
from app.tarif.states import LABEL_SATUAN, MASA, PALING_BANYAK, SatuanHitung
from app.uttp.isian import Batas
from app.uttp.states import LABEL_LAYANAN

LAYANAN = [(k.value, v) for k, v in LABEL_LAYANAN.items()]
LOKASI = [(k.value, v) for k, v in LABEL_LOKASI.items()]
Jenis = Iterable[tuple[int, str]]


def _atau_semua(nilai: Any) -> str | None:
    return str(nilai) if nilai else None


def _id_atau_semua(nilai: Any) -> int | None:
    return int(nilai) if nilai else None


class _CakupanForm(BaseForm):
    """What a price is for."""

    jenis_id = SelectField(
        "Jenis UTTP",
        coerce=_id_atau_semua,
        description="Satuan kapasitas tiap jenis tertulis di belakang namanya.",
    )
    layanan = SelectField(
        "Layanan", coerce=_atau_semua, pilihan=pilihan_kosong("Semua layanan", LAYANAN)
    )
    lokasi = SelectField(
        "Tempat uji", coerce=_atau_semua, pilihan=pilihan_kosong("Semua tempat", LOKASI)
    )
    kapasitas_dari = AngkaField(
        "Kapasitas lebih dari",
        [Optional(), Batas(10, 4)],
        description="Alat dengan tepat kapasitas ini tidak termasuk.",
    )
    kapasitas_sampai = AngkaField(
        "Kapasitas sampai dengan",
        [Optional(), Batas(10, 4)],
        description="Alat dengan tepat kapasitas ini termasuk.",
    )
    satuan_hitung = SelectField(
        "Dihitung",
        pilihan=[(k.value, v) for k, v in LABEL_SATUAN.items()],
        default=SatuanHitung.ALAT.value,
        description="Jumlah nozzle, kompartemen, atau skala diambil dari data alat.",
    )
    kelipatan = AngkaField(
        "Kelipatan",
        [Optional(), Batas(10, 4)],
        description="Hanya untuk Per kelipatan kapasitas, misalnya 1.000 untuk tiap 1.000 kg. "
        "Bagian yang kurang dari satu kelipatan dihitung satu.",
    )

    def siapkan(self, jenis: Jenis) -> None:
        self.jenis_id.choices = pilihan_kosong("Semua jenis", jenis)

    def cakupan(self) -> Cakupan:
        return Cakupan(**{n: self[n].data for n in Cakupan.__annotations__})


class _HargaForm(BaseForm):
    """A price, its dates and its basis."""

    harga = RupiahField(
        "Tarif per satuan",
        [Isi("Masukkan tarif dalam rupiah, misalnya 50.000. Tulis 0 bila bebas.")],
        description="Rupiah bulat, misalnya 50.000. Tulis 0 bila bebas retribusi.",
    )
    berlaku_mulai = TanggalField("Berlaku mulai", [Isi("Pilih hari pertama tarif ini berlaku.")])
    berlaku_sampai = TanggalField(
        "Berlaku sampai", [Optional()], description="Kosongkan bila belum ada batas akhirnya."
    )
    dasar_hukum = TeksField(
        "Dasar hukum",
        [
            Isi("Sebutkan peraturan yang menetapkan tarif ini."),
            Length(max=200, message="Singkatkan dasar hukum sampai 200 huruf."),
        ],
        description="Misalnya Perda Kota Balikpapan Nomor 1 Tahun 2027.",
    )

    def isi_harga(self) -> dict[str, Any]:
        nama = ("harga", "berlaku_mulai", "berlaku_sampai", "dasar_hukum")
        return {n: self[n].data for n in nama}


class TarifForm(_CakupanForm, _HargaForm):
    """A new fee; the fields in the order of the page."""


class SalinForm(_HargaForm):
    """The same fee for another price, from a date on."""


class AkhiriForm(BaseForm):
    """The last day of a fee."""

    berlaku_sampai = TanggalField("Hari terakhir", [Isi("Pilih hari terakhir tarif ini berlaku.")])


class ContohForm(BaseForm):
    """From when the examples hold."""

    berlaku_mulai = TanggalField(
        "Berlaku mulai", [Isi("Pilih hari pertama tarif contoh ini berlaku, mulai besok.")]
    )


class SaringForm(BaseForm):
    """The filter of the list; read from the address, changes nothing."""

    class Meta:
        csrf = False

    q = TeksField("Cari jenis atau dasar hukum")
    jenis_id = SelectField("Jenis UTTP", coerce=_atau_semua, validate_choice=False)
    masa = SelectField(
        "Masa berlaku",
        pilihan=pilihan_kosong("Semua masa", MASA.items()),
        validate_choice=False,
    )
    pada = TanggalField("Berlaku pada tanggal")

    def siapkan(self, jenis: Jenis) -> None:
        isi = [(str(id), nama) for id, nama in jenis]
        self.jenis_id.choices = pilihan_kosong("Semua jenis", isi)
        self.dikenal = {id for id, _ in isi}

    def saringan(self) -> Saringan:
        """What was asked for; a part that cannot be read is left out."""
        pilih = self.jenis_id.data
        return Saringan(
            q=kata_cari(self.q.data),
            jenis_id=int(pilih) if pilih in self.dikenal else None,
            masa=self.masa.data or "",
            pada=self.pada.data,
        )


class HitungForm(BaseForm):
    """What would it cost? Read from the address, changes nothing."""

    class Meta:
        csrf = False

    jenis_id = SelectField("Jenis UTTP", coerce=_id_atau_semua, kosong="Pilih jenis UTTP.")
    layanan = SelectField("Layanan", pilihan=LAYANAN, kosong="Pilih layanan.")
    lokasi = SelectField("Tempat uji", pilihan=LOKASI, kosong="Pilih tempat uji.")
    tanggal = TanggalField("Tanggal uji", [Isi("Pilih tanggal uji.")], default=clock.today)
    kapasitas = AngkaField(
        "Kapasitas",
        [Isi("Masukkan kapasitas alat, dalam satuan jenisnya."), Batas(10, 4)],
        description="Dalam satuan yang tertulis di belakang nama jenis.",
    )
    jumlah = AngkaField(
        "Jumlah nozzle, kompartemen, atau skala",
        [Optional(), Batas(3, 0)],
        description="Hanya bila tarifnya dihitung begitu.",
    )

    def siapkan(self, jenis: Jenis) -> None:
        self.jenis_id.choices = pilihan_kosong("Pilih jenis", jenis)

    def validate_jenis_id(self, field: SelectField) -> None:
        if field.data is None:
            raise ValidationError("Pilih jenis UTTP.")

    @property
    def hitungan(self) -> dict[str, int]:
        """The number, for whichever of them is counted."""
        n = self.jumlah.data
        return {} if n is None or n > PALING_BANYAK else {s.value: int(n) for s in SatuanHitung}
