"""The filter of the log of acts; regions; the parts of the office's settings."""

import re
from typing import Any
from urllib.parse import urlsplit

from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import Length, Optional, Regexp, ValidationError

from app.core.forms import (
    BaseForm,
    BerkasField,
    BulatField,
    Isi,
    SelectField,
    TanggalField,
    TeksField,
    kata_cari,
    pilihan_kosong,
    rapikan,
)
from app.core.uploads import FOTO
from app.core.versi import VersiMixin
from app.pengaturan.catatan import Saringan
from app.pengaturan.states import AKSI, OBJEK

_BATAS_ID = 2**31


class CatatanForm(BaseForm):
    """Read from the address, changes nothing."""

    class Meta:
        csrf = False

    q = TeksField(
        "Cari",
        filters=[kata_cari],
        description="Isi perubahan, nomor pengajuan, atau alamat internet.",
    )
    pelaku = TeksField("Nama pelaku", filters=[kata_cari])
    aksi = SelectField(
        "Tindakan",
        pilihan=pilihan_kosong("Semua tindakan", sorted(AKSI.items(), key=lambda a: a[1])),
        validate_choice=False,
    )
    objek = SelectField(
        "Tentang", pilihan=pilihan_kosong("Semua", OBJEK.items()), validate_choice=False
    )
    objek_id = HiddenField()
    dari = TanggalField("Sejak")
    sampai = TanggalField("Sampai")

    def saringan(self) -> Saringan:
        """What was asked for; a part that cannot be read is left out."""
        nomor = self.objek_id.data or ""
        benar = nomor.isascii() and nomor.isdigit() and int(nomor[:10]) < _BATAS_ID
        return Saringan(
            q=self.q.data or None,
            pelaku=self.pelaku.data or None,
            aksi=rapikan(self.aksi.data) or None,
            objek=rapikan(self.objek.data) or None,
            objek_id=int(nomor[:10]) if benar else None,
            dari=self.dari.data,
            sampai=self.sampai.data,
        )


# --- regions ----------------------------------------------------------------------------------


def panjang(maks: int) -> Length:
    return Length(max=maks, message=f"Singkatkan sampai {maks} huruf.")


class WilayahForm(VersiMixin, BaseForm):
    """A kecamatan or a kelurahan. Its code is given once."""

    kode_wilayah = TeksField(
        "Kode Kemendagri",
        [
            Isi("Tulis kode wilayahnya, misalnya 64.71.01.1001."),
            Regexp(r"^[0-9]{2}(\.[0-9]{2,4}){2,3}$",
                   message="Tulis angka dan titik seperti 64.71.01 atau 64.71.01.1001."),
        ],
        description="Seperti 64.71.01 untuk kecamatan dan 64.71.01.1001 untuk kelurahan.",
    )  # fmt: skip
    nama = TeksField("Nama", [Isi("Tulis nama wilayahnya."), panjang(80)])
    aktif = BooleanField("Aktif: ditawarkan pada isian baru", default=True)


# --- the office -------------------------------------------------------------------------------


def _nomor(nilai: str | None) -> str | None:
    """0811 5551 234 is +628115551234."""
    teks = re.sub(r"[\s.()/-]", "", nilai or "")
    return f"+62{teks[1:]}" if teks.startswith("0") else teks


NOMOR = Regexp(r"^(\+62[0-9]{7,13})?$", message="Tulis nomor seperti 0542 900000 atau +62811….")


class NomorField(TeksField):
    def __init__(self, label: str, **kw: Any) -> None:
        super().__init__(label, [NOMOR], filters=[_nomor], **kw)


class AlamatField(TeksField):
    """An address of another site; nothing but https is a link on our pages."""

    def __init__(self, label: str, **kw: Any) -> None:
        super().__init__(label, [Optional(), panjang(300)], **kw)

    def pre_validate(self, form: Any) -> None:
        teks = self.data or ""
        if teks and not re.fullmatch(r"https://[^\s<>\"']+", teks):
            raise ValidationError("Tulis alamat lengkap yang dimulai dengan https://.")
        if teks and "." not in (urlsplit(teks).hostname or ""):
            raise ValidationError("Tulis alamat situs lengkap, misalnya https://contoh.go.id/peta.")


class BagianForm(VersiMixin, BaseForm):
    """One part of the settings: the names of the fields are those of `queries.Kantor`."""

    judul = keterangan = ""

    def isi(self) -> dict[str, Any]:
        """The settings alone, by name; a logo by the number of its file."""
        isi = {k: v for k, v in super().isi().items() if k != "versi"}
        if "logo" in isi:
            isi["logo"] = isi["logo"][0].id if isi["logo"] else 0
        return {k: "" if v is None else v for k, v in isi.items()}


class IdentitasForm(BagianForm):
    judul = "Identitas kantor"
    keterangan = "Tampil di setiap halaman, surat, dan pesan."

    nama = TeksField("Nama kantor", [Isi("Tulis nama kantor."), panjang(120)])
    singkatan = TeksField("Nama singkat", [Isi("Tulis nama singkatnya."), panjang(40)])
    instansi = TeksField("Instansi induk", [Isi("Tulis instansi induknya."), panjang(120)])
    kota = TeksField("Kota", [Isi("Tulis kotanya."), panjang(60)])
    alamat = TeksField("Alamat", [Isi("Tulis alamat kantor."), panjang(250)])
    jam = TeksField("Jam buka", [Isi("Tulis hari dan jam buka."), panjang(120)])
    logo = BerkasField("Logo", jenis=FOTO, minimal=0, kamera=False)


class KontakForm(BagianForm):
    judul = "Kontak"
    keterangan = "Nomor dan alamat tempat peserta dan umum menghubungi kantor."

    telp = NomorField("Telepon", description="Kosongkan bila tidak ada.")
    wa = NomorField("WhatsApp", description="Kosongkan bila tidak ada.")
    email = TeksField(
        "Email",
        [
            Optional(),
            panjang(120),
            Regexp(r"^[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+$",
                   message="Tulis alamat email seperti metrologi@contoh.go.id."),
        ],
    )  # fmt: skip


class TautanForm(BagianForm):
    judul = "Situs dan media sosial"
    keterangan = "Tautan di halaman umum. Yang kosong tidak ditampilkan."

    web_url = AlamatField("Situs web")
    peta_url = AlamatField("Peta lokasi", description="Alamat yang dibagikan aplikasi peta.")
    instagram_url = AlamatField("Instagram")
    facebook_url = AlamatField("Facebook")
    youtube_url = AlamatField("YouTube")


POLA = "Pakai {urut} atau {urut:04d}, {tahun}, dan {bulan_romawi}."


class NomorForm(BagianForm):
    judul = "Penomoran dan rekening"
    keterangan = "Nomor yang sudah terbit tidak berubah."

    pola_skhp = TeksField(
        "Pola nomor SKHP", [Isi("Tulis pola nomor SKHP."), panjang(60)], description=POLA
    )
    pola_skrd = TeksField(
        "Pola nomor SKRD", [Isi("Tulis pola nomor SKRD."), panjang(60)], description=POLA
    )
    rekening = TeksField(
        "Rekening pembayaran",
        [Isi("Tulis bank, nomor, dan nama rekening."), panjang(200)],
        description="Tampil pada halaman pembayaran.",
    )


def _hari(label: str, dari: int = 1, sampai: int = 60, **kw: Any) -> StringField:
    return BulatField(label, [Isi("Tulis jumlah harinya.")], dari=dari, sampai=sampai, **kw)


class JanjiForm(BagianForm):
    judul = "Janji layanan"
    keterangan = "Hari kerja yang dijanjikan kantor untuk tiap langkahnya."

    janji_periksa = _hari("Memeriksa pengajuan")
    janji_jadwal = _hari("Menetapkan atau menawarkan jadwal")
    janji_bayar = _hari("Memeriksa pembayaran")
    janji_dokumen = _hari("Menerbitkan dokumen")


class RetensiForm(BagianForm):
    judul = "Masa simpan data"
    keterangan = "Sesudah sekian hari data dihapus dengan sendirinya."

    retensi_ditolak_hari = _hari("Registrasi yang ditolak", 1, 36500)
    retensi_pesan_hari = _hari("Pesan", 30, 36500)
    retensi_akses_hari = _hari("Catatan siapa melihat NIK dan NPWP", 365, 36500)


BAGIAN: dict[str, type[BagianForm]] = {
    "identitas": IdentitasForm,
    "kontak": KontakForm,
    "tautan": TautanForm,
    "nomor": NomorForm,
    "janji": JanjiForm,
    "retensi": RetensiForm,
}
