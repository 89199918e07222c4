"""Workbooks of the import: the template to fill in, and what is left to mend."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from app.core.lembar_kerja import Kolom, Lembar, Nilai, csv_bita, xlsx
from app.impor.periksa import Hasil
from app.impor.states import CONTOH, JENIS, KOLOM, LEMBAR, MAKS_BARIS, PERBAIKAN
from app.uttp.isian import pilihan_informasi
from app.uttp.models import InformasiJenis, JenisUttp
from app.uttp.states import JenisIsian

LEMBAR_JENIS = "Jenis UTTP"
LEBAR = {JENIS: 38, "lokasi": 34, "kapasitas": 12, "daya_baca": 12}
# Numbers are typed as numbers; a serial number keeps its zeros only as text.
BUKAN_TEKS = ("kapasitas", "daya_baca")
MAKS_PILIHAN = 255  # characters of a list that Excel takes inside a cell
BIASA = "TBO-03"


def templat(katalog: Sequence[JenisUttp], jenis: JenisUttp | None, bentuk: str) -> bytes:
    """The file to fill in; with the questions of one type when it is for that type."""
    tanya = jenis.informasi if jenis else []
    contoh = _contoh(jenis or _biasa(katalog), tanya)
    if bentuk == "csv":
        return csv_bita(_kolom(katalog, tanya), [contoh])
    return xlsx(Lembar(LEMBAR, _kolom(katalog, tanya), [contoh], MAKS_BARIS), _jenis(katalog))


def _biasa(katalog: Sequence[JenisUttp]) -> JenisUttp:
    return next((j for j in katalog if j.kode == BIASA), katalog[0])


def _kolom(katalog: Sequence[JenisUttp], tanya: Iterable[InformasiJenis]) -> list[Kolom]:
    daftar = f"='{LEMBAR_JENIS}'!$B$2:$B${len(katalog) + 1}"
    tetap = [
        Kolom(judul, LEBAR.get(k, 20), k not in BUKAN_TEKS, daftar if k == JENIS else None)
        for k, judul in KOLOM.items()
    ]
    return tetap + [Kolom(i.label, 20, i.isian != JenisIsian.ANGKA, _pilihan(i)) for i in tanya]


def _pilihan(i: InformasiJenis) -> list[str] | None:
    isi = pilihan_informasi(i) if i.isian == JenisIsian.PILIHAN else []
    return isi if isi and len(",".join(isi)) <= MAKS_PILIHAN else None


def _contoh(jenis: JenisUttp, tanya: Iterable[InformasiJenis]) -> list[Nilai]:
    """One instrument that is nobody's; its row is passed over."""
    tetap: list[Nilai] = [
        jenis.nama, "Timbang Jaya", "TJ-30", CONTOH, Decimal(30), Decimal("0.005"),
        "Kios 12 Pasar Klandasan",
    ]  # fmt: skip
    return tetap + [_contoh_jawab(i) for i in tanya]


def _contoh_jawab(i: InformasiJenis) -> Nilai:
    if i.isian == JenisIsian.PILIHAN:
        return next(iter(pilihan_informasi(i)), "")
    return Decimal(1) if i.isian == JenisIsian.ANGKA else i.petunjuk or ""


def _jenis(katalog: Sequence[JenisUttp]) -> Lembar:
    """What may be written, and what else each type is asked."""
    kolom = [
        Kolom("Kode", 10, teks=True),
        Kolom("Nama", 60, teks=True),
        Kolom("Satuan kapasitas", 18, teks=True),
        Kolom("Kolom tambahan", 50, teks=True),
        Kolom("Kolom tambahan (opsional)", 50, teks=True),
    ]
    baris: list[Sequence[Nilai]] = [
        (j.kode, j.nama, j.satuan, _sebut(j, wajib=True), _sebut(j, wajib=False)) for j in katalog
    ]
    return Lembar(LEMBAR_JENIS, kolom, baris)


def _sebut(jenis: JenisUttp, *, wajib: bool) -> str:
    return "; ".join(i.label for i in jenis.informasi if i.wajib == wajib)


def perbaikan(hasil: Hasil, katalog: Sequence[JenisUttp]) -> bytes:
    """The rows that were not saved, as they were written, with what to do about each."""
    tambahan = {k: judul for k, judul in hasil.kolom.items() if k not in KOLOM}
    kolom = [
        *_kolom(katalog, []),
        *(Kolom(judul, 20, teks=True) for judul in tambahan.values()),
        Kolom(PERBAIKAN, 70, teks=True),
    ]
    baris: list[Sequence[Nilai]] = [
        (
            *(b.teks.get(k) for k in (*KOLOM, *tambahan)),
            " ".join(f"{judul}: {kalimat}" for judul, kalimat in b.galat),
        )
        for b in hasil.perbaiki
    ]
    return xlsx(Lembar(LEMBAR, kolom, baris, MAKS_BARIS), _jenis(katalog))
