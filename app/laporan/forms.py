"""The filters of the reports."""

from typing import Any

from app.core.forms import BaseForm, SelectField, TanggalField, TeksField, kata_cari, pilihan_kosong
from app.core.nomor import baca_id
from app.laporan.periode import Saringan
from app.laporan.states import DALAM, MASA_LAMA, MENURUT
from app.pengajuan.states import LABEL_SKHP_LAMA, SEBUTAN, Status
from app.peserta.states import LABEL_KELOMPOK, LABEL_STATUS
from app.uttp.states import LABEL_LAYANAN


def _pilih(label: str, semua: str, isi: Any = ()) -> SelectField:
    pilihan = pilihan_kosong(semua, isi) if semua else isi
    return SelectField(label, pilihan=pilihan, validate_choice=False)


def _label(f: SelectField) -> str | None:
    """What the choice is called."""
    return next((p[1] for p in f.iter_choices() if p[2]), None)


class SaringForm(BaseForm):
    """Read from the address, changes nothing; a report shows those it knows (`tampil`)."""

    class Meta:
        csrf = False

    tampil: tuple[str, ...] = ()

    dari = TanggalField("Sejak")
    sampai = TanggalField("Sampai")
    menurut = _pilih("Menurut", "", MENURUT.items())
    dalam = _pilih("Keadaan SKHP", "", DALAM.items())
    status = _pilih("Status", "Semua status", [(s, SEBUTAN[s].petugas) for s in Status])
    layanan = _pilih("Layanan", "Semua layanan", LABEL_LAYANAN.items())
    skhp_lama = _pilih("SKHP lama", "Semua", LABEL_SKHP_LAMA.items())
    masa_lama = _pilih("Masa berlaku SKHP lama", "Semua", MASA_LAMA.items())
    kelompok = _pilih("Kelompok", "Semua kelompok", LABEL_KELOMPOK.items())
    status_peserta = _pilih(
        "Status", "Semua status", [(s, kata) for s, (kata, _) in LABEL_STATUS.items()]
    )
    kecamatan = _pilih("Kecamatan", "Semua kecamatan")
    penera = _pilih("Penera", "Semua penera")
    q = TeksField("Peserta", description="Nama atau nomor registrasi.")

    def isi_saringan(self) -> Saringan:
        """What was asked for; what the report does not know, or cannot be read, is left out."""
        isi: dict[str, Any] = {n: self[n].data for n in self.tampil if self[n].data}
        for nama in isi.keys() & {"kecamatan", "penera"}:
            isi[nama] = baca_id(isi[nama])
        if "q" in isi:
            isi["q"] = kata_cari(isi["q"])
        return Saringan(**isi)

    def sebut(self) -> list[str]:
        """The filters in words, but for the period, which has a line of its own."""
        hasil = []
        for nama in self.tampil:
            f = self[nama]
            if nama in ("dari", "sampai") or not f.data:
                continue
            kata = _label(f) if isinstance(f, SelectField) else f.data
            if kata:
                hasil.append(f"{f.label.text}: {kata}")
        return hasil
