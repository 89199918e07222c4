"""Every report by its name: what its page shows, and what its file holds."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.core import clock
from app.core.format import waktu as sebut_waktu
from app.extensions import Pelaku
from app.laporan import baris, rekap, waktu
from app.laporan.layar import LAYAR, semua
from app.laporan.periode import Saringan, dengan_masa
from app.laporan.states import JUDUL
from app.laporan.tabel import Hasil, Sumber
from app.pengaturan.queries import kantor

REKAP: dict[str, Callable[[Saringan, Pelaku], Hasil]] = {
    "uttp": rekap.uttp,
    "waktu": waktu.waktu,
    "beban": rekap.beban,
    "retribusi": rekap.retribusi,
    "prakiraan": rekap.prakiraan,
}


def boleh(nama: str, peran: str) -> bool:
    return peran in (LAYAR[nama].peran if nama in LAYAR else JUDUL[nama].peran)


def lengkapi(nama: str, s: Saringan) -> Saringan:
    """With the period the report opens with."""
    return dengan_masa(s, JUDUL[nama].masa, clock.today())


def hasil(nama: str, s: Saringan, pelaku: Pelaku, after: str | None) -> Hasil:
    if nama in baris.DAFTAR:
        return baris.hasil(baris.DAFTAR[nama], s, pelaku, after)
    return REKAP[nama](s, pelaku)


def sumber(nama: str, s: Saringan, pelaku: Pelaku, kata: Sequence[str]) -> Sumber:
    """The file of the report; `kata` are its filters in words."""
    if nama in baris.DAFTAR:
        return baris.sumber(baris.DAFTAR[nama], s, pelaku, kepala(nama, s, kata))
    h = REKAP[nama](s, pelaku)
    t = h.tabel
    return Sumber(
        t.judul, t.kolom, len(t.baris), lambda: iter(t.baris), t.jumlah,
        kepala=[*kepala(nama, s, kata), *h.catatan],
    )  # fmt: skip


def kepala(nama: str, s: Saringan, kata: Sequence[str]) -> list[str]:
    """What stands above a report, on paper and in a file: whose, which, of when, made when."""
    baris = [f"Laporan {JUDUL[nama].judul}, {kantor().nama}"]
    if masa := s.sebut_masa():
        baris.append(f"Masa: {masa}")
    else:
        baris.append(f"Keadaan pada {sebut_waktu(clock.now())}")
    if kata:
        baris.append("; ".join(kata))
    return [*baris, f"Dibuat {sebut_waktu(clock.now())}"]


# --- files of any kind, by name -----------------------------------------------------------------


def judul(nama: str) -> str:
    return LAYAR[nama].judul if nama in LAYAR else f"Laporan {JUDUL[nama].judul}"


def baca(nama: str, isi: Mapping[str, Any], pelaku: Pelaku, kata: Sequence[str]) -> Sumber:
    """What was asked for by an address that was kept."""
    if nama in LAYAR:
        return sumber_layar(nama, isi, kata)
    return sumber(nama, Saringan.baca(isi), pelaku, kata)


def sumber_layar(nama: str, isi: Mapping[str, Any], kata: Sequence[str]) -> Sumber:
    """A list does not know how long it is before it has been read."""
    layar = LAYAR[nama]
    return Sumber(
        layar.judul, layar.kolom, 0, lambda: semua(layar, isi),
        kepala=[f"{layar.judul}, {kantor().nama}", *kata, f"Dibuat {sebut_waktu(clock.now())}"],
    )  # fmt: skip
