"""docs/keamanan.md: every requirement once, every proof a test that exists, every count true."""

import ast
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from config import AKAR

DOKUMEN = AKAR / "docs" / "keamanan.md"
UJI = AKAR / "tests"
# How many the standard (5.0.0) has of each level; together they leave no room for one forgotten.
STANDAR = {"L1": 70, "L2": 183}
STATUS = ("terpenuhi", "belum", "tidak berlaku")
RUJUKAN = re.compile(r"([\w/]+\.py)::(\w+)")
SATU_RUJUKAN = re.compile(rf"`{RUJUKAN.pattern}`")


@dataclass(frozen=True)
class Baris:
    id: str
    tingkat: str
    status: str
    bukti: str

    @property
    def urutan(self) -> tuple[int, ...]:
        return tuple(int(angka) for angka in self.id.split("."))


@cache
def teks() -> str:
    return DOKUMEN.read_text(encoding="utf-8")


def bagian(judul: str) -> str:
    """What stands under this heading, up to the next of its kind."""
    potongan = re.split(r"^## ", teks(), flags=re.M)
    return next(p for p in potongan if p.startswith(f"{judul}\n"))


def sel(potongan: str) -> list[list[str]]:
    """The cells of all its tables, without their headings and rules."""
    baris = [b.strip("|").split("|") for b in potongan.splitlines() if b.startswith("|")]
    return [[isi.strip() for isi in b] for b in baris if not b[0].strip().startswith("---")]


def berlaku() -> list[Baris]:
    baris = [b for b in sel(bagian("Tabel ASVS")) if b[0] != "id"]
    return [
        Baris(id, tk, "belum" if bukti.startswith("belum") else "terpenuhi", bukti)
        for id, tk, _diminta, _cara, bukti in baris
    ]


def tidak_berlaku() -> list[Baris]:
    baris = [b for b in sel(bagian("Tidak berlaku")) if b[0] != "id"]
    return [Baris(id, tk, "tidak berlaku", sebab) for ids, tk, sebab in baris
            for id in ids.split(", ")]  # fmt: skip


@cache
def uji_di(jalur: str) -> frozenset[str]:
    berkas = UJI / jalur
    if not berkas.is_file():
        return frozenset()
    pohon = ast.parse(berkas.read_text(encoding="utf-8"))
    return frozenset(n.name for n in ast.walk(pohon) if isinstance(n, ast.FunctionDef))


def test_setiap_uji_yang_disebut_ada() -> None:
    disebut = RUJUKAN.findall(teks().replace("auth/test_sesi.py::test_x", ""))
    assert disebut
    hilang = {f"{jalur}::{nama}" for jalur, nama in disebut if nama not in uji_di(jalur)}
    assert not hilang


def test_setiap_baris_punya_bukti_atau_sebab() -> None:
    keliru = [
        b.id
        for b in [*berlaku(), *tidak_berlaku()]
        if b.tingkat not in STANDAR
        or not re.fullmatch(r"\d+\.\d+\.\d+", b.id)
        or not b.bukti
        or (b.status == "terpenuhi" and b.bukti != "tinjauan"
            and not SATU_RUJUKAN.fullmatch(b.bukti))
        or (b.status == "belum" and not re.fullmatch(r"belum: .{10,}", b.bukti))
    ]  # fmt: skip
    assert not keliru


def test_setiap_syarat_sekali_dan_tidak_ada_yang_terlewat() -> None:
    semua = [*berlaku(), *tidak_berlaku()]
    kembar = [id for id, n in Counter(b.id for b in semua).items() if n > 1]
    assert not kembar
    assert Counter(b.tingkat for b in semua) == STANDAR
    assert [b.id for b in berlaku()] == [b.id for b in sorted(berlaku(), key=lambda b: b.urutan)]


def test_hitungan_sama_dengan_barisnya() -> None:
    jumlah = Counter((b.status, b.tingkat) for b in [*berlaku(), *tidak_berlaku()])
    harapan = [[s, *(jumlah[s, tk] for tk in STANDAR)] for s in STATUS]
    harapan.append(["semua", *STANDAR.values()])
    tertulis = [b for b in sel(bagian("Hitungan")) if b[0]]
    assert tertulis == [[h[0], *map(str, [*h[1:], sum(h[1:])])] for h in harapan]
    terpenuhi = [b.bukti for b in berlaku() if b.status == "terpenuhi"]
    tinjauan = terpenuhi.count("tinjauan")
    kalimat = (
        f"{len(terpenuhi) - tinjauan} baris dibuktikan uji dan {tinjauan} baris dengan tinjauan"
    )
    assert kalimat in " ".join(bagian("Hitungan").split())
