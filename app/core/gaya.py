"""The style page: every component in every state, for development and tests.

The tokens of the stylesheet are short, as all of it must fit 16 KB. Paper and ink: --k page, --m
card, --t text, --r quiet text, --g line, --b border, --ti edge of a field, --tr graduation, --kop
band on top. Main: --u, --ua (pointed at), --du (upon it), --a links, --l soft. --kn/--kl/--kt
amber, soft, its text; --hj/--hl green; --mr/--ml red; --ab/--at grey and its text. Measures: --lb
widest content, --tp the margin beside it, --i the width there is.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, render_template
from wtforms import (
    BooleanField,
    DateField,
    Field,
    Form,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Optional

from app.core.access import public

bp = Blueprint("gaya", __name__)

LABEL = ("Diajukan", "Diterima", "Pilih jadwal", "Pembayaran", "Diuji", "Dokumen", "Selesai")


@dataclass(frozen=True)
class Langkah:
    label: str
    keadaan: str
    keterangan: str | None = None


@dataclass(frozen=True)
class Butir:
    judul: str
    isi: str
    url: str | None = None
    label: str | None = None


@dataclass(frozen=True)
class Lampiran:
    id: int
    nama: str
    ukuran: int
    jenis: str
    url: str | None = None
    url_kecil: str | None = None


@dataclass(frozen=True)
class Tawaran:
    id: int
    nama: str
    dibuat_pada: datetime


@dataclass(frozen=True)
class Halaman:
    next: str | None


class LampiranField(Field):
    """Looks like core.forms.BerkasField to a template; stores nothing."""

    petunjuk = "JPG, PNG, atau PDF, 1–5 berkas, paling besar 12 MB per berkas."
    accept = "image/jpeg,image/png,application/pdf"

    def __init__(
        self,
        label: str,
        *,
        banyak: bool = False,
        kamera: bool = False,
        tawaran: tuple[Tawaran, ...] = (),
        **kw: Any,
    ) -> None:
        super().__init__(label, **kw)
        self.banyak, self.kamera, self.tawaran = banyak, kamera, tawaran
        self.halaman = 3 if banyak else 0
        self.url_form: str | None = "/gaya" if banyak else None

    def tampilan(self) -> Any:
        return self.data


class GayaForm(Form):
    nama = StringField("Nama usaha", description="Seperti pada NPWP atau NIB.")
    nik = StringField(
        "NIK PIC",
        [DataRequired("Masukkan 16 angka NIK seperti pada KTP.")],
        description="Dipakai untuk masuk, supaya orang lain tidak dapat mengajukan atas nama Anda.",
    )
    kapasitas = StringField("Kapasitas", [DataRequired("Masukkan kapasitas seperti pelat nama.")])
    sandi = PasswordField("Password")
    tanggal = DateField("Tanggal pembayaran", [Optional()])
    jenis = SelectField(
        "Jenis UTTP",
        choices=[
            SelectChoice("te", "Timbangan elektronik"),
            SelectChoice("tm", "Tangki ukur mobil"),
        ],
        validate_choice=False,
    )
    alasan = TextAreaField("Alasan", [Optional()], description="Satu atau dua kalimat cukup.")
    jadwal = RadioField(
        "Waktu yang cocok untuk Anda",
        [DataRequired("Pilih salah satu waktu.")],
        choices=[
            SelectChoice("a", "Selasa, 24 November 2026"),
            SelectChoice("b", "Kamis, 26 November 2026"),
            SelectChoice("c", "Jumat, 27 November 2026"),
            SelectChoice("d", "Tidak ada yang cocok"),
        ],
        validate_choice=False,
    )
    setuju = BooleanField(
        "Saya telah membaca cara kantor memakai dan menyimpan data pribadi saya",
        [DataRequired("Centang bila Anda setuju data dipakai untuk layanan ini.")],
    )
    foto = LampiranField("Foto kondisi alat", banyak=True, kamera=True)
    surat = LampiranField(
        "Surat permohonan",
        validators=[DataRequired("Pilih berkas suratnya.")],
        tawaran=(Tawaran(3, "Surat permohonan.pdf", datetime(2026, 11, 12, tzinfo=UTC)),),
    )


def perjalanan(kini: int, akhir: str = "kini") -> list[Langkah]:
    """The journey with its mark at step `kini`."""
    keadaan = ["lewat"] * kini + [akhir] + ["nanti"] * (len(LABEL) - kini - 1)
    keterangan = ["18 November 2026", "19 November 2026"] + [None] * (len(LABEL) - 2)
    return [Langkah(*x) for x in zip(LABEL, keadaan, keterangan, strict=True)]


STATUS = (
    ("baru", "Baru", "netral"),
    ("diproses", "Diproses", "jalan"),
    ("menunggu_dokumen", "Menunggu Data Dokumen SKRD & SKHP", "jalan"),
    ("terjadwal", "Terjadwal (Menunggu Pembayaran)", "giliran"),
    ("selesai_sah", "Selesai (Sah)", "sah"),
    ("selesai_batal", "Selesai (Dibatalkan)", "batal"),
    ("dibatalkan", "Dibatalkan", "usai"),
)
BARIS = (
    ("TU-2026-000131", "Toko Sumber Rejeki", "Takaran basah 10 L", STATUS[0], 2),
    ("TR-2026-000130", "Koperasi Serba Usaha Pedagang Pasar Klandasan Bersatu Sejahtera",
     "Pompa ukur BBM, 4 nozzle", STATUS[3], 2),
    ("TU-2026-000127", "CV Niaga Timbang", "Timbangan elektronik 150 kg", STATUS[2], 1),
    ("TU-2026-000124", "Apotek Melati Sehat", "Neraca 2 kg", STATUS[4], 0),
)  # fmt: skip
ALUR = (
    Butir("Registrasi", "Daftarkan usaha dan penanggung jawabnya.", "/registrasi", "Registrasi"),
    Butir("Data alat", "Catat timbangan, takaran, atau pompa ukur yang dipakai berdagang."),
    Butir("Pengajuan", "Unggah foto alat dan surat permohonan, lalu kirim."),
)
FAKTA = (
    ("Nomor SKHP", "510.63/0123/UPTD-MET/2025"),
    ("Pemilik", BARIS[1][1], "/gaya"),
    ("Lokasi alat", None, "/gaya"),
)
IKON = (
    "logo", "beranda", "lonceng", "berkas", "pdf", "foto", "cari", "kembali", "panah", "tambah",
    "ubah", "hapus", "kalender", "centang", "peringatan", "telepon", "wa", "suara", "muat-ulang",
    "menu", "orang", "uang", "laporan", "atur", "keluar", "unduh", "cetak", "salin", "surel",
    "lokasi",
)  # fmt: skip


@bp.route("/gaya", methods=["GET", "POST"])
@public
def index() -> str:
    salah = GayaForm(
        data={
            "foto": [
                Lampiran(1, "pelat-nama.jpg", 412_000, "jpg"),
                Lampiran(2, "surat-izin-persetujuan-tipe-dari-pabrik-2019.pdf", 3_400_000, "pdf"),
            ]
        }
    )
    salah.validate()
    return render_template(
        "core/gaya.html",
        biasa=GayaForm(prefix="b-", data={"nama": "Toko Sumber Rejeki", "jadwal": "a"}),
        saring=GayaForm(prefix="s-"),
        salah=salah,
        status_semua=STATUS,
        baris=BARIS,
        alur=ALUR,
        fakta=FAKTA,
        ikon_semua=IKON,
        perjalanan_semua=(perjalanan(2), perjalanan(4), perjalanan(3, "batal")),
        page=Halaman("2026-11-20T01:00:00+00:00~12"),
    )
