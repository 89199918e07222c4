"""Forms of the catalogue."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, cast

from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import Optional, Regexp

from app.core.forms import (
    BaseForm,
    BerkasField,
    BulatField,
    Isi,
    RadioField,
    SelectField,
    TanggalField,
    TeksField,
    pilihan_kosong,
    rapikan_paragraf,
)
from app.core.tanya import TanyaDulu
from app.core.uploads import FOTO, BerkasTampil
from app.core.versi import VersiMixin
from app.uttp.isian import panjang
from app.uttp.states import (
    LABEL_HITUNGAN,
    LABEL_ISIAN,
    LABEL_LAYANAN_JENIS,
    TERVERIFIKASI,
)

LAYANAN = [(k.value, v) for k, v in LABEL_LAYANAN_JENIS.items()]
BELUM = "perlu verifikasi"
STATUS_MASA = {
    TERVERIFIKASI: "Sudah dicocokkan dengan teks peraturannya",
    BELUM: "Belum dicocokkan",
}


class TersimpanField(BerkasField):
    """A file that may have been sent by another administrator: shown by its public address."""

    alamat: Mapping[int, tuple[str, str | None]] = {}

    def tampilan(self) -> list[BerkasTampil]:
        return [
            replace(t, url=self.alamat[t.id][0], url_kecil=self.alamat[t.id][1])
            if t.id in self.alamat
            else t
            for t in super().tampilan()
        ]


class SaringForm(BaseForm):
    """The filter of the list; read from the address, changes nothing."""

    class Meta:
        csrf = False

    q = TeksField("Cari nama atau kode")
    kelompok = SelectField("Kelompok", validate_choice=False)
    status = SelectField(
        "Status",
        pilihan=[("aktif", "Aktif"), ("nonaktif", "Tidak aktif"), ("semua", "Semua")],
        default="aktif",
        validate_choice=False,
    )

    def siapkan(self, kelompok: list[str]) -> None:
        self.kelompok.choices = pilihan_kosong("Semua kelompok", [(k, k) for k in kelompok])


class JenisForm(VersiMixin, TanyaDulu):
    """A type. Its code is given once. Asks again where no day would be long enough for a test."""

    kode_jenis = TeksField(
        "Kode",
        [
            Isi("Tulis kode jenis, misalnya TBO-09."),
            Regexp(
                r"^[A-Za-z0-9][A-Za-z0-9-]{1,11}$",
                message="Pakai 2 sampai 12 huruf, angka, atau tanda hubung, misalnya TBO-09.",
            ),
        ],
        description="Misalnya TBO-09. Tidak dapat diganti sesudah disimpan.",
    )
    nama = TeksField("Nama jenis", [Isi("Tulis nama jenis alat."), panjang(120)])
    kelompok = TeksField(
        "Kelompok",
        [Isi("Tulis atau pilih kelompoknya."), panjang(80)],
        description="Pilih yang sudah ada atau tulis yang baru.",
    )
    satuan = TeksField(
        "Satuan kapasitas",
        [Isi("Tulis satuan kapasitasnya, misalnya kg."), panjang(12)],
        description="Misalnya kg, L, atau m.",
    )
    kelas = TeksField("Kelas akurasi umum", [Optional(), panjang(20)])
    layanan = RadioField(
        "Layanan yang boleh diajukan",
        pilihan=LAYANAN,
        kosong="Pilih layanan untuk jenis ini.",
        default="keduanya",
    )
    menit = BulatField(
        "Menit uji per alat",
        [Isi("Tulis lama uji satu alat dalam menit.")],
        dari=1,
        sampai=1440,
        default=30,
        description="Dipakai menghitung isi hari pada jadwal.",
    )
    lokasi_umum = TeksField(
        "Tempat uji yang umum",
        [Optional(), panjang(60)],
        description="Misalnya kantor, pasar, atau di tempat.",
    )
    deskripsi = TextAreaField(
        "Deskripsi",
        [Optional(), panjang(2000)],
        filters=[rapikan_paragraf],
        description="Dibaca umum di daftar UTTP Wajib Tera: apa alatnya, dan apa yang dibawa.",
    )
    gambar = TersimpanField("Gambar", jenis=FOTO, minimal=0, kamera=False)

    def lewat(self, batas: int, semula: int | None) -> list[tuple[int, int]]:
        """(minutes, minutes of a day) where these new minutes are more; what was so already is
        told on the page of the type."""
        menit = self.menit.data or 0
        return [(menit, batas)] if menit > batas and menit != semula else []


class DokumenForm(VersiMixin, BaseForm):
    """A further document."""

    nama = TeksField("Nama dokumen", [Isi("Tulis nama dokumennya."), panjang(120)])
    layanan = RadioField(
        "Diminta pada", pilihan=LAYANAN, kosong="Pilih layanannya.", default="keduanya"
    )
    wajib = BooleanField("Wajib dilampirkan", default=True)
    petunjuk = TeksField(
        "Petunjuk",
        [Optional(), panjang(250)],
        description="Satu kalimat di bawah nama dokumen, misalnya halaman mana yang difoto.",
    )
    format = TersimpanField("Format untuk diunduh", jenis=frozenset({"pdf"}), minimal=0)
    format_isian = TextAreaField(
        "Pertanyaan pada format",
        [Optional(), panjang(2000)],
        filters=[rapikan_paragraf],
        description="Satu di tiap baris. Program membuat lembar kosong dari pertanyaan ini bila "
        "tidak ada berkas format di atas.",
    )
    urutan = BulatField("Urutan", [Isi("Tulis urutannya.")], dari=0, sampai=999)
    aktif = BooleanField("Aktif: diminta pada pengajuan baru", default=True)


class InformasiForm(VersiMixin, BaseForm):
    """A further question."""

    label = TeksField("Pertanyaan", [Isi("Tulis pertanyaannya."), panjang(80)])
    isian = RadioField(
        "Bentuk jawaban",
        pilihan=[(k.value, v) for k, v in LABEL_ISIAN.items()],
        kosong="Pilih bentuk jawabannya.",
        default="teks",
    )
    pilihan = TextAreaField(
        "Daftar pilihan",
        [Optional(), panjang(2000)],
        filters=[rapikan_paragraf],
        description="Untuk bentuk “Pilihan dari daftar”, satu di tiap baris.",
    )
    satuan = TeksField("Satuan", [Optional(), panjang(12)], description="Misalnya kg atau buah.")
    hitungan = SelectField(
        "Dihitung untuk tarif sebagai",
        pilihan=pilihan_kosong("Tidak dihitung", LABEL_HITUNGAN.items()),
        description="Bila tarif jenis ini dihitung per nozzle, kompartemen, atau skala.",
    )
    petunjuk = TeksField("Petunjuk", [Optional(), panjang(200)])
    wajib = BooleanField("Wajib dijawab")
    urutan = BulatField("Urutan", [Isi("Tulis urutannya.")], dari=0, sampai=999)
    aktif = BooleanField("Aktif: ditanyakan pada alat baru", default=True)


class DasarForm(VersiMixin, BaseForm):
    """Where a rule stands."""

    peraturan = TeksField(
        "Peraturan",
        [Isi("Sebutkan peraturan yang menetapkannya."), panjang(200)],
        description="Misalnya Permendag 24/2024 Lampiran I.",
    )
    pasal = TeksField("Pasal atau bagian", [Optional(), panjang(120)])
    sumber = TeksField(
        "Sumber",
        [Optional(), panjang(500)],
        description="Alamat atau nama naskah tempat peraturan itu dibaca.",
    )
    status = RadioField(
        "Kepastian",
        pilihan=list(STATUS_MASA.items()),
        kosong="Pilih sudah atau belum dicocokkan.",
        default=BELUM,
    )


class MasaForm(DasarForm):
    """A new interval. What was looked at is noted, so that nothing is stored unseen."""

    bulan = BulatField(
        "Masa berlaku (bulan)",
        [Isi("Tulis masa berlaku dalam bulan, misalnya 12.")],
        dari=1,
        sampai=600,
        description="Misalnya 12 untuk satu tahun, 120 untuk sepuluh tahun.",
    )
    berlaku_mulai = TanggalField(
        "Berlaku untuk uji mulai", [Isi("Pilih hari pertama masa berlaku ini dipakai.")]
    )
    tinjauan = HiddenField()

    @property
    def sidik(self) -> str:
        return f"{self.bulan.data}|{self.berlaku_mulai.data}"

    @property
    def sudah_ditinjau(self) -> bool:
        return bool(self.tinjauan.data == self.sidik)

    def tandai(self) -> tuple[int, date]:
        """The consequences are on the page now; gives what they are asked about."""
        self.tinjauan.data = self.sidik
        return int(self.bulan.data), cast("date", self.berlaku_mulai.data)

    def isi(self) -> dict[str, Any]:
        return {k: v for k, v in super().isi().items() if k != "tinjauan"}
