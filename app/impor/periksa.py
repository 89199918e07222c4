"""Judging what was read: which column is which, and what is to be done about each row."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.core.errors import AturanDilanggar
from app.impor import baca
from app.impor.states import (
    ALIAS,
    CONTOH,
    JENIS,
    KOLOM,
    MAKS_BARIS,
    PERBAIKAN,
    WAJIB,
    BarisTerbaca,
    Isi,
    Keadaan,
    inti,
    kunci_tanya,
    tanpa_kurung,
)
from app.uttp.isian import (
    KOLOM_TETAP,
    BarisAlat,
    bentuk_baris,
    periksa_baris,
    pilihan_informasi,
)
from app.uttp.models import InformasiJenis, JenisUttp
from app.uttp.queries import Tercatat
from app.uttp.services import AlatBaru
from app.uttp.states import JenisIsian

TERLALU_BANYAK = (
    f"Berkas ini berisi lebih dari {MAKS_BARIS} alat. Bagi menjadi beberapa berkas, paling banyak "
    f"{MAKS_BARIS} alat satu berkas."
)
TANPA_BARIS = "Belum ada alat di berkas ini. Tulis satu alat satu baris di bawah judul kolom."
SUDAH_ADA = "Alat ini sudah ada di daftar, jadi dilewati."
_STANDAR = {inti(judul): kunci for kunci, judul in KOLOM.items()} | ALIAS
_ANGKA = ("kapasitas", "daya_baca")
_SATUAN = {"gram": "g", "gr": "g", "kilogram": "kg", "kilo": "kg", "liter": "l", "ltr": "l",
           "meter": "m"}  # fmt: skip
Cari = Callable[[set[tuple[int, str]]], Tercatat]


# --- the file ---------------------------------------------------------------------------------


def susun(isi: bytes, jenis: Sequence[JenisUttp]) -> Isi:
    """What is kept of a file. Raises BerkasDitolak (unreadable) or AturanDilanggar."""
    tanya = {kunci_tanya(i.label): i.label for j in jenis for i in j.informasi}
    kepala, baris = baca.kepala_dan_isi(baca.baca(isi), lambda teks: _kunci(teks, tanya))
    if kepala is None:
        raise AturanDilanggar(baca.KOSONG, "lembar")
    letak, asing = _letak(kepala.sel, tanya)
    hasil = _baris(baris, letak)
    if not hasil:
        raise AturanDilanggar(TANPA_BARIS, "lembar")
    return {"kolom": {k: kepala.sel[i].teks for k, i in letak.items()}, "asing": asing,
            "baris": hasil}  # fmt: skip


def _kunci(judul: str, tanya: Mapping[str, str]) -> str | None:
    """The question a heading asks."""
    for teks in (judul, tanpa_kurung(judul)):
        if kunci := _STANDAR.get(inti(teks)):
            return kunci
        if teks and kunci_tanya(teks) in tanya:
            return kunci_tanya(teks)
    return None


def _letak(
    kepala: Sequence[baca.Sel], tanya: Mapping[str, str]
) -> tuple[dict[str, int], list[str]]:
    """{question: place of its column}, and the headings that ask nothing we know."""
    letak: dict[str, int] = {}
    asing = []
    for i, sel in enumerate(kepala):
        kunci = _kunci(sel.teks, tanya)
        if kunci in letak:
            raise AturanDilanggar(
                f"Kolom “{sel.teks}” ada lebih dari satu. Hapus salah satunya.", "lembar"
            )
        if kunci:
            letak[kunci] = i
        elif sel.teks and inti(sel.teks) != inti(PERBAIKAN):
            asing.append(sel.teks)
    if hilang := [f"“{KOLOM[k]}”" for k in WAJIB if k not in letak]:
        raise AturanDilanggar(
            f"Kolom {', '.join(hilang)} tidak ada. Samakan judul kolomnya dengan templat.",
            "lembar",
        )
    return letak, asing


def _baris(baris: Iterable[baca.Baris], letak: Mapping[str, int]) -> list[BarisTerbaca]:
    """Rows that say something in the columns we know, without the example of the template."""
    hasil: list[BarisTerbaca] = []
    for b in baris:
        sel = {k: b.sel[i] for k, i in letak.items() if i < len(b.sel) and b.sel[i].teks}
        if not sel or ("nomor_seri" in sel and sel["nomor_seri"].teks == CONTOH):
            continue
        if len(hasil) == MAKS_BARIS:
            raise AturanDilanggar(TERLALU_BANYAK, "lembar")
        hasil.append(
            {
                "nomor": b.nomor,
                "teks": {k: s.teks for k, s in sel.items()},
                "galat": {k: s.galat for k, s in sel.items() if s.galat},
            }
        )
    return hasil


# --- the rows ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Baris:
    """A row and what becomes of it; `galat` are (column, sentence) in the order of the columns."""

    nomor: int
    teks: Mapping[str, str]
    jenis: JenisUttp | None
    alat: AlatBaru | None
    keadaan: Keadaan
    galat: Sequence[tuple[str, str]] = ()
    kembar: bool = False  # known at another owner: worth a second look


@dataclass(frozen=True)
class Hasil:
    """All rows of a file, in its order."""

    baris: Sequence[Baris]
    kolom: Mapping[str, str]
    asing: Sequence[str] = field(default_factory=list)

    def yang(self, keadaan: str) -> list[Baris]:
        return [b for b in self.baris if b.keadaan == keadaan]

    @property
    def siap(self) -> list[Baris]:
        return self.yang(Keadaan.SIAP)

    @property
    def perbaiki(self) -> list[Baris]:
        return self.yang(Keadaan.PERBAIKI)

    @property
    def ada(self) -> list[Baris]:
        return self.yang(Keadaan.ADA)

    @property
    def kembar(self) -> int:
        return sum(1 for b in self.siap if b.kembar)


def periksa(isi: Isi, jenis: Sequence[JenisUttp], cari: Cari) -> Hasil:
    """Judge every row, against the catalogue and the instruments as they are now.

    `cari` tells which of some instruments are recorded; it is asked once for the whole file.
    """
    pemeriksa = _Pemeriksa(jenis, isi["kolom"])
    hasil = [pemeriksa.satu(mentah) for mentah in isi["baris"]]
    kunci = [b.alat.kunci for b in hasil if b.alat]
    tercatat, pertama = cari(set(kunci)), dict[tuple[int, str], int]()
    return Hasil([_kenali(b, tercatat, pertama) for b in hasil], isi["kolom"], isi["asing"])


def _kenali(b: Baris, tercatat: Tercatat, pertama: dict[tuple[int, str], int]) -> Baris:
    """A row that is fine in itself: is it known already, or has the file said it before?"""
    if b.alat is None:
        return b
    kunci = b.alat.kunci
    lain = pertama.setdefault(kunci, b.nomor)
    if kunci in tercatat.sendiri:
        return replace(b, keadaan=Keadaan.ADA)
    if lain != b.nomor:
        pesan = (
            f"Jenis, merk, dan nomor seri ini sama dengan baris {lain}. Hapus salah satu, atau "
            "perbaiki nomor serinya."
        )
        return replace(b, keadaan=Keadaan.PERBAIKI, galat=[(KOLOM["nomor_seri"], pesan)])
    return replace(b, kembar=kunci in tercatat.lain)


class _Pemeriksa:
    """The catalogue, ready to be asked row by row."""

    def __init__(self, jenis: Sequence[JenisUttp], kolom: Mapping[str, str]) -> None:
        self.judul = kolom
        self.menurut: dict[str, JenisUttp | None] = {}
        for j in jenis:
            self.menurut[inti(j.kode)] = self.menurut[inti(f"{j.kode}{j.nama}")] = j
            # Two types of one name are told apart by their code.
            self.menurut[inti(j.nama)] = None if inti(j.nama) in self.menurut else j
        self.bentuk: dict[int, type[BarisAlat]] = {}

    def satu(self, mentah: BarisTerbaca) -> Baris:
        teks = mentah["teks"]
        jenis = self.menurut.get(inti(teks.get(JENIS, "")))
        tanya = {f"info_{i.id}": i.label for i in jenis.informasi} if jenis else {}
        kunci = {nama: kunci_tanya(label) for nama, label in tanya.items()}
        jawab, galat = _jawaban(teks, jenis)
        nilai, isian = periksa_baris(self._bentuk(jenis), jawab)
        galat = {kunci.get(k, k): v for k, v in isian.items()} | galat
        galat |= {k: v for k, v in mentah["galat"].items() if k in KOLOM or k in kunci.values()}
        sebut = KOLOM | {kunci[nama]: label for nama, label in tanya.items()} | dict(self.judul)
        urut = [(sebut[k], galat[k]) for k in (*KOLOM, *kunci.values()) if k in galat]
        if urut or jenis is None:
            return Baris(mentah["nomor"], teks, jenis, None, Keadaan.PERBAIKI, urut)
        alat = AlatBaru(jenis_id=jenis.id, **nilai)
        return Baris(mentah["nomor"], teks, jenis, alat, Keadaan.SIAP)

    def _bentuk(self, jenis: JenisUttp | None) -> type[BarisAlat]:
        id = jenis.id if jenis else 0
        if id not in self.bentuk:
            self.bentuk[id] = bentuk_baris(jenis.informasi if jenis else ())
        return self.bentuk[id]


def _tanpa_jenis(teks: str) -> str:
    if not teks:
        return "Tulis jenis UTTP seperti di lembar “Jenis UTTP” pada templat."
    return f"“{teks}” tidak ada di daftar jenis. Pakai kode atau nama dari lembar “Jenis UTTP”."


def _jawaban(
    teks: Mapping[str, str], jenis: JenisUttp | None
) -> tuple[dict[str, str], dict[str, str]]:
    """The answers by the form's names, units taken off; and what is wrong before it is asked."""
    hasil = {k: v for k, v in teks.items() if k in KOLOM_TETAP}
    galat = {} if jenis else {JENIS: _tanpa_jenis(teks.get(JENIS, ""))}
    for k in _ANGKA:
        if k in hasil:
            hasil[k], satuan = _pisah(hasil[k])
            if jenis and not _sama(satuan, jenis.satuan):
                galat[k] = f"Tulis {KOLOM[k].lower()} dalam {jenis.satuan}, bukan {satuan}."
    for i in jenis.informasi if jenis else ():
        hasil[f"info_{i.id}"] = _jawab_tanya(i, teks.get(kunci_tanya(i.label), ""))
    return hasil, galat


def _sama(satuan: str, diminta: str | None) -> bool:
    """No unit is the one that is asked for; so is its full name."""
    kecil = satuan.casefold()
    return not satuan or _SATUAN.get(kecil, kecil) == (diminta or "").casefold()


def _jawab_tanya(i: InformasiJenis, teks: str) -> str:
    """A choice however it is written; a number without its unit."""
    if i.isian == JenisIsian.PILIHAN:
        return next((p for p in pilihan_informasi(i) if inti(p) == inti(teks)), teks)
    if i.isian == JenisIsian.ANGKA:
        bilangan, satuan = _pisah(teks)
        return bilangan if _sama(satuan, i.satuan) else teks
    return teks


def _pisah(teks: str) -> tuple[str, str]:
    """("30", "kg") of "30 kg" and "30kg"; what is no number stays whole."""
    m = re.fullmatch(r"([0-9][0-9.,\s]*?)\s*([^\W\d_]\S*|%)", teks)
    return (m[1], m[2]) if m else (teks, "")
