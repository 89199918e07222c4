"""What a chapter of the guide is made of; pure. What they say is in panduan_isi."""

import re
from dataclasses import dataclass

from app.core.access import STAF


@dataclass(frozen=True)
class Langkah:
    """One step; `alt` says what its picture shows. The picture's name is given by its place."""

    isi: str
    alt: str = ""

    @property
    def potongan(self) -> list[tuple[str, bool]]:
        """The text in pieces, and which of them are labels."""
        return [(t, n % 2 == 1) for n, t in enumerate(re.split(r"\*\*", self.isi)) if t]


@dataclass(frozen=True)
class Bab:
    """A chapter: its address, its name in the manual, for whom it is, and the steps."""

    kode: str
    judul: str
    untuk: str
    langkah: tuple[Langkah, ...]
    catatan: str = ""

    def gambar(self, urut: int) -> str | None:
        """The name of the picture at the step of this number, as an asset."""
        return f"panduan-{self.kode}-{urut}.webp" if self.langkah[urut - 1].alt else None


@dataclass(frozen=True)
class BabPetugas(Bab):
    """A chapter for staff: who does this work, where it begins, what other pages it is about."""

    peran: frozenset[str] = frozenset(STAF)
    endpoint: str = "meja.index"
    buka: str = ""
    halaman: tuple[str, ...] = ()
