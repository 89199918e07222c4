"""Forms about payments."""

from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length, Optional

from app.core.forms import (
    AlasanMixin,
    AngkaField,
    BaseForm,
    BerkasField,
    Isi,
    RadioField,
    TanggalField,
    TeksField,
    rapikan_paragraf,
)
from app.core.nomor import baca_id
from app.uttp.isian import Batas

LAIN = "lain"
# Each is the very sentence the participant reads.
SEBAB = {
    "buram": "Bukti tidak terbaca. Kirim foto atau pindaian yang lebih jelas.",
    "jumlah": "Jumlah pada bukti berbeda dengan retribusi yang harus dibayar.",
    "tanggal": "Tanggal pada bukti berbeda dengan tanggal yang Anda isi.",
    "nomor": "Nomor pada bukti berbeda dengan nomor yang Anda isi.",
    "belum_masuk": "Pembayaran belum masuk ke rekening kas daerah.",
    LAIN: "Alasan lain, saya tulis di bawah",
}


def huruf_besar(nilai: str | None) -> str | None:
    """One number written two ways is still one number."""
    return nilai.upper() if nilai else nilai


class BayarForm(BaseForm):
    """What the participant, or the counter, says about a payment."""

    nomor_bukti = TeksField(
        "Nomor Bukti Pembayaran",
        [
            Isi("Masukkan nomor bukti seperti pada slip, struk ATM, atau layar transaksi."),
            Length(max=60, message="Nomor bukti paling panjang 60 huruf dan angka."),
        ],
        filters=[huruf_besar],
        description="Nomor referensi pada slip, struk ATM, atau layar transaksi, misalnya "
        "FT26326ABC12.",
    )
    tanggal = TanggalField(
        "Tanggal Pembayaran",
        [Isi("Pilih tanggal seperti pada bukti pembayaran.")],
        description="Seperti pada bukti, paling akhir hari ini.",
    )
    bukti = BerkasField("Bukti", kosong="Pilih foto atau berkas bukti pembayarannya.")


class TolakForm(AlasanMixin):
    """Why a proof does not hold: a sentence from the list, own words, or both."""

    sebab = RadioField(
        "Alasan",
        pilihan=list(SEBAB.items()),
        kosong="Pilih alasan bukti ini ditolak.",
    )
    keterangan = TextAreaField(
        "Keterangan untuk peserta",
        [Length(max=500, message="Singkatkan sampai 500 huruf.")],
        filters=[rapikan_paragraf],
        description="Ditambahkan di belakang kalimat yang Anda pilih; keduanya dibaca peserta.",
    )
    pembayaran_id = HiddenField()

    def validate_keterangan(self, field: TextAreaField) -> None:
        if self.sebab.data == LAIN:
            Isi("Tulis alasannya, supaya peserta tahu apa yang perlu diperbaiki.")(self, field)

    @property
    def alasan(self) -> str:
        """What the participant gets to read."""
        awal = "" if self.sebab.data in (None, LAIN) else SEBAB.get(self.sebab.data, "")
        return f"{awal} {self.keterangan.data or ''}".strip()

    @property
    def yang_dilihat(self) -> int:
        """The id of the proof on the screen."""
        return baca_id(self.pembayaran_id.data) or 0


class JumlahForm(BaseForm):
    """How many staff counted. `semula` is the number the person saw."""

    jumlah = AngkaField(
        "Jumlah",
        [Optional(), Batas(3, 0)],
        description="Kosongkan untuk memakai jumlah pada data alat.",
    )
    semula = HiddenField()

    def yang_dihitung(self) -> dict[str, int | None]:
        n = self.jumlah.data
        return {"jumlah": None if n is None else int(n), "semula": baca_id(self.semula.data)}
