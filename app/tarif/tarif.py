"""What a test costs: pure. Rows with dates in; lines, their sum and its basis out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol

from app.core.format import tanggal as sebut_tanggal
from app.tarif.states import BERHITUNG, HARI_UJI_ULANG, SatuanHitung, sebut_satuan
from app.uttp.states import LABEL_LAYANAN, Layanan

# Fees for tera and tera ulang ended with the transition of UU 1/2022; a row brings one back.
BEBAS = "UU 1/2022 (HKPD), bebas retribusi sejak 5 Januari 2024"
PANJANG_DASAR = 200


class BarisTarif(Protocol):
    """What is read of a fee row. None in the first three, and in the edges, means "any"."""

    @property
    def id(self) -> int | None: ...
    @property
    def jenis_id(self) -> int | None: ...
    @property
    def layanan(self) -> str | None: ...
    @property
    def lokasi(self) -> str | None: ...
    @property
    def satuan_hitung(self) -> str: ...
    @property
    def kelipatan(self) -> Decimal | None: ...
    @property
    def kapasitas_dari(self) -> Decimal | None: ...
    @property
    def kapasitas_sampai(self) -> Decimal | None: ...
    @property
    def harga(self) -> int: ...
    @property
    def berlaku_mulai(self) -> date: ...
    @property
    def berlaku_sampai(self) -> date | None: ...
    @property
    def dasar_hukum(self) -> str: ...


@dataclass(frozen=True)
class Alat:
    """What a fee asks of the instrument. `jumlah`: how many nozzles and the like, as far as known.
    `gagal_pada`, `bebas_sampai`: its last test was not passed, and until when another is free."""

    nama: str = "alat"
    kapasitas: Decimal | None = None
    satuan: str = ""
    jumlah: Mapping[str, int] = field(default_factory=dict)
    gagal_pada: date | None = None
    bebas_sampai: date | None = None

    def uji_ulang(self, tanggal: date) -> bool:
        """Is a test on this day the one after a repair? Both edges count."""
        if self.gagal_pada is None or self.bebas_sampai is None:
            return False
        return self.gagal_pada <= tanggal <= self.bebas_sampai


@dataclass(frozen=True)
class Baris:
    """One line of the sum."""

    uraian: str
    satuan: str
    jumlah: int
    harga: int
    dasar: str
    tarif_id: int | None = None

    @property
    def subtotal(self) -> int:
        return self.jumlah * self.harga


@dataclass(frozen=True)
class Rincian:
    """The fee for one instrument on one date, and where it comes from. `kurang`: the counts that
    must be known before there is an amount."""

    jumlah: int
    dasar: str
    baris: tuple[Baris, ...] = ()
    kurang: tuple[str, ...] = ()

    @property
    def bebas(self) -> bool:
        return self.jumlah == 0 and not self.kurang


def berlaku(baris: BarisTarif, tanggal: date) -> bool:
    """Both edges count."""
    sampai = baris.berlaku_sampai
    return baris.berlaku_mulai <= tanggal and (sampai is None or tanggal <= sampai)


def dalam_rentang(baris: BarisTarif, kapasitas: Decimal | None) -> bool:
    """More than the lower edge, up to and with the upper one."""
    dari, sampai = baris.kapasitas_dari, baris.kapasitas_sampai
    if kapasitas is None:
        return dari is None and sampai is None
    return (dari is None or kapasitas > dari) and (sampai is None or kapasitas <= sampai)


def hitung(
    baris: Iterable[BarisTarif],
    *,
    jenis_id: int,
    layanan: str,
    lokasi: str,
    tanggal: date,
    alat: Alat | None = None,
) -> Rincian:
    """The most specific rows of that day; the type weighs more than the service, that more than the
    place. Rows that are equally specific and count by different units are added up; of two that
    are alike the younger one holds."""
    alat = alat or Alat()
    uraian = f"{LABEL_LAYANAN[Layanan(layanan)]} {alat.nama}"
    if alat.uji_ulang(tanggal):
        return _bebas(uraian, sebut_uji_ulang(alat.gagal_pada))
    cocok = [
        b
        for b in baris
        if b.jenis_id in (None, jenis_id)
        and b.layanan in (None, layanan)
        and b.lokasi in (None, lokasi)
        and berlaku(b, tanggal)
        and dalam_rentang(b, alat.kapasitas)
    ]
    if not cocok:
        return _bebas(uraian, BEBAS)
    khusus = max(map(_bobot, cocok))
    terpilih = sorted((b for b in cocok if _bobot(b) == khusus), key=lambda b: b.berlaku_mulai)
    return _jumlahkan(list({b.satuan_hitung: b for b in terpilih}.values()), uraian, alat)


def sebut_uji_ulang(gagal_pada: date | None) -> str:
    return f"Uji ulang dalam {HARI_UJI_ULANG} hari kerja sesudah uji {sebut_tanggal(gagal_pada)}"


def _bobot(b: BarisTarif) -> tuple[bool, bool, bool]:
    return b.jenis_id is not None, b.layanan is not None, b.lokasi is not None


def _bebas(uraian: str, dasar: str) -> Rincian:
    return Rincian(0, dasar, (Baris(uraian, SatuanHitung.ALAT, 1, 0, dasar),))


def _jumlahkan(terpilih: list[BarisTarif], uraian: str, alat: Alat) -> Rincian:
    semua = {b.satuan_hitung: (b, berapa(b, alat)) for b in terpilih}
    dasar = gabung_dasar(b.dasar_hukum for b, _ in semua.values())
    if kurang := tuple(s for s, (_, n) in semua.items() if n is None):
        return Rincian(0, dasar, kurang=kurang)
    baris = tuple(_baris(b, n or 1, uraian, alat) for b, n in semua.values())
    return Rincian(sum(b.subtotal for b in baris), dasar, baris)


def berapa(b: BarisTarif, alat: Alat) -> int | None:
    """How often the price counts; None where that is not known. Free is free, however many."""
    if b.satuan_hitung == SatuanHitung.KELIPATAN and b.kelipatan and alat.kapasitas:
        utuh, sisa = divmod(alat.kapasitas, b.kelipatan)
        return int(utuh) + (sisa > 0)  # PP 26/1983: a part of 1.000 kg counts as 1.000 kg
    if b.satuan_hitung in BERHITUNG and b.harga:
        return alat.jumlah.get(b.satuan_hitung)
    return 1


def _baris(b: BarisTarif, jumlah: int, uraian: str, alat: Alat) -> Baris:
    satuan = b.satuan_hitung if b.harga else SatuanHitung.ALAT
    return Baris(
        uraian,
        sebut_satuan(satuan, b.kelipatan, alat.satuan),
        jumlah if b.harga else 1,
        b.harga,
        b.dasar_hukum,
        b.id,
    )


def gabung_dasar(dasar: Iterable[str]) -> str:
    """Each basis once; what does not fit stands on its line."""
    semua = list(dict.fromkeys(dasar))
    teks = "; ".join(semua)
    return teks if len(teks) <= PANJANG_DASAR else semua[0]
