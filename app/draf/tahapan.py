"""The steps of filing: which there are, what each asks, what is still missing; no web here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core import clock
from app.core.format import bulan, rupiah, tanggal
from app.core.forms import BerkasField, BulanField
from app.core.uploads import Berkas
from app.draf.models import Draf, DrafAlat
from app.draf.queries import BerkasMenurut
from app.draf.services import layanan_bersama
from app.pengajuan.isian import PengajuanForm, form_tersimpan
from app.pengajuan.states import LABEL_LOKASI, LABEL_SKHP_LAMA, Lokasi, SkhpLama
from app.tarif.queries import untuk_alat
from app.tarif.states import sebut_kurang
from app.tarif.tarif import Rincian, hitung
from app.uttp.models import Uttp
from app.uttp.states import LABEL_LAYANAN, Layanan

# {step: heading}, in order; one topic a page.
SENDIRI = {
    "layanan": "Pilih jenis layanan",
    "foto": "Foto kondisi alat",
    "berkas": "Berkas yang diminta",
    "periksa": "Periksa isian Anda",
}
BERSAMA = {
    "layanan": "Pilih jenis layanan",
    "surat": "Surat permohonan",
    "alat": "Isi setiap alat",
    "periksa": "Periksa isian Anda",
}
SKHP = ("skhp_lama", "skhp_lama_nomor", "skhp_lama_tanggal", "skhp_lama_sampai",
        "skhp_lama_penerbit")  # fmt: skip
# Further documents of the type are asked with these.
LEMBAR = ("izin_tipe", "berkas_skhp_lama", "surat_kehilangan")
_ASAL: dict[tuple[bool, str], tuple[str, ...]] = {
    (False, "layanan"): ("layanan", *SKHP),
    (False, "foto"): ("foto_kondisi",),
    (False, "berkas"): ("surat_permohonan", *LEMBAR),
    (True, "layanan"): ("layanan",),
    (True, "surat"): ("surat_permohonan",),
    (True, "alat"): ("foto_kondisi", *SKHP, *LEMBAR),
}


def urutan(draf: Draf) -> dict[str, str]:
    return BERSAMA if draf.bersama else SENDIRI


def bidang(draf: Draf, alat: DrafAlat, langkah: str) -> tuple[str, ...]:
    """Names of the fields a step asks."""
    asal = _ASAL[draf.bersama, langkah]
    if "izin_tipe" not in asal:
        return asal
    return (*asal, *(f"dokumen_{d.id}" for d in alat.uttp.jenis.dokumen))


def langkah_bidang(draf: Draf, nama: str) -> str:
    """The step a field is on."""
    for (bersama, langkah), isi in _ASAL.items():
        if bersama == draf.bersama and nama in isi:
            return langkah
    return "alat" if draf.bersama else "berkas"


def sebelum(draf: Draf, langkah: str) -> str | None:
    semua = list(urutan(draf))
    i = semua.index(langkah)
    return semua[i - 1] if i else None


def sesudah(draf: Draf, langkah: str) -> str:
    semua = list(urutan(draf))
    return semua[semua.index(langkah) + 1]


def form_alat(
    draf: Draf,
    alat: DrafAlat,
    berkas: BerkasMenurut,
    kiriman: Mapping[str, list[Any]] | None = None,
) -> PengajuanForm:
    """All questions of one instrument with what is kept; `kiriman` is what is sent just now."""
    jenis = [a.uttp.jenis.layanan for a in draf.alat]
    lampiran: dict[str, list[Berkas]] = {**berkas.get(None, {}), **berkas.get(alat.id, {})}
    dokumen = alat.uttp.jenis.dokumen
    return form_tersimpan(
        layanan_bersama(jenis), dokumen, {**draf.isi, **alat.isi}, lampiran, kiriman
    )


def rapikan_galat(form: PengajuanForm, nama: Sequence[str]) -> bool:
    """Of a step only what is there and cannot be read is told now; what is missing is told on the
    last page. Is anything left to mend?"""
    for f in form:
        if f.short_name not in nama or _kosong(f):
            f.errors = []
    return any(f.errors for f in form)


def _kosong(field: Any) -> bool:
    if isinstance(field, BerkasField):
        return not field.data and not field.ditolak
    return not any(str(nilai).strip() for nilai in field.raw_data or [])


# --- before the first step ----------------------------------------------------------------------


@dataclass(frozen=True)
class Persiapan:
    """What to have at hand for a type of instrument: fields by service, and what it costs.

    `biaya` says each amount that may be due once; nothing in it is Bebas Retribusi.
    """

    form: PengajuanForm
    layanan: list[str]
    dokumen: list[tuple[Any, str]]
    biaya: list[tuple[str, str]]
    dasar: str


def persiapan(uttp: Uttp) -> Persiapan:
    """By the fees of today."""
    jenis = uttp.jenis
    boleh = layanan_bersama([jenis.layanan])
    hari_ini = clock.today()
    dasar = untuk_alat(uttp, hari_ini)
    semua = {
        (LABEL_LAYANAN[Layanan(la)], LABEL_LOKASI[lo]): hitung(
            dasar.tarif,
            jenis_id=jenis.id,
            layanan=la,
            lokasi=lo,
            tanggal=hari_ini,
            alat=dasar.alat,
        )
        for la in boleh
        for lo in Lokasi
    }
    return Persiapan(
        form=form_tersimpan(boleh, jenis.dokumen, {}, {}),
        layanan=boleh,
        dokumen=[(d, _untuk(d.layanan)) for d in jenis.dokumen if d.aktif],
        biaya=[(f"{la}, {lo}", _sebut(r)) for (la, lo), r in semua.items() if not r.bebas],
        dasar=min(semua.values(), key=lambda r: r.bebas).dasar,
    )


def _sebut(biaya: Rincian) -> str:
    if biaya.kurang:
        return f"dihitung per {sebut_kurang(biaya.kurang)}; jumlahnya dicatat petugas"
    return rupiah(biaya.jumlah)


def _untuk(layanan: str) -> str:
    return f"untuk {LABEL_LAYANAN[Layanan(layanan)]}" if layanan in tuple(Layanan) else ""


# --- the last page ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kurang:
    """One thing to do before it can be filed, and the field it is done in."""

    kalimat: str
    langkah: str
    bidang: str


@dataclass(frozen=True)
class Bagian:
    """Answers of one step: (label, value) with files as lists."""

    judul: str
    langkah: str
    fakta: list[tuple[str, str | None]]
    berkas: list[tuple[str, list[Berkas]]]


@dataclass(frozen=True)
class Lembar:
    """One instrument on the last page."""

    alat: DrafAlat
    bagian: list[Bagian]
    kurang: list[Kurang]
    isi: dict[str, Any]

    @property
    def selesai(self) -> bool:
        return not self.kurang


def periksa(draf: Draf, alat: DrafAlat, berkas: BerkasMenurut) -> Lembar:
    """What is given for an instrument and what is missing, by the rules of the form."""
    form = form_alat(draf, alat, berkas)
    form.validate()
    tampak = form.tampak()
    bagian = [
        _bagian(form, judul, langkah, [n for n in bidang(draf, alat, langkah) if n in tampak])
        for langkah, judul in urutan(draf).items()
        if langkah != "periksa"
    ]
    kurang = [
        Kurang(kalimat, langkah_bidang(draf, f.short_name), f.id)
        for f in form
        for kalimat in f.errors
    ]
    return Lembar(alat, bagian, kurang, {} if kurang else form.isi_pengajuan())


def _bagian(form: PengajuanForm, judul: str, langkah: str, nama: Sequence[str]) -> Bagian:
    berkas = [(f.label.text, f.data) for n in nama if isinstance(f := form[n], BerkasField)]
    fakta = [(f.label.text, jawab(f)) for n in nama if not isinstance(f := form[n], BerkasField)]
    sebutan = "Jenis layanan" if langkah == "layanan" else judul
    return Bagian(sebutan, langkah, fakta, berkas)


def jawab(field: Any) -> str | None:
    """An answer as the page shows it: as it was typed, choices in their words."""
    if field.short_name == "layanan":
        return LABEL_LAYANAN[Layanan(field.data)] if field.data in tuple(Layanan) else None
    if field.short_name == "skhp_lama":
        return LABEL_SKHP_LAMA[SkhpLama(field.data)] if field.data in tuple(SkhpLama) else None
    if isinstance(field.data, date):
        return bulan(field.data) if isinstance(field, BulanField) else tanggal(field.data)
    return str(field._value()) or None
