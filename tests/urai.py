"""Reads a page the strict way: what is opened is closed, in order, and every id stands once."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import islice

KOSONG = frozenset(
    "area base br col embed hr img input link meta source track wbr".split()  # noqa: SIM905
)


@dataclass(eq=False)
class Unsur:
    """An element with its attributes, its children and the text directly in it.

    All elements of a page stand in one list in the order of the page; those below an element follow
    it there, up to `akhir`.
    """

    tag: str
    atribut: dict[str, str]
    induk: "Unsur | None" = None
    anak: "list[Unsur | str]" = field(default_factory=list)
    urutan: "list[Unsur]" = field(default_factory=list)
    awal: int = 0
    akhir: int = 0

    def __getitem__(self, nama: str) -> str:
        return self.atribut.get(nama, "")

    def semua(self, *tag: str) -> "Iterator[Unsur]":
        """All elements below, of these names or of any."""
        bawah = islice(self.urutan, self.awal, self.akhir)
        return (u for u in bawah if u.tag in tag) if tag else bawah

    def leluhur(self) -> "Iterator[Unsur]":
        unsur = self.induk
        while unsur is not None:
            yield unsur
            unsur = unsur.induk

    @property
    def teks(self) -> str:
        """What is read here, white space evened out."""
        return " ".join("".join(self._potongan()).split())

    def _potongan(self) -> Iterator[str]:
        for anak in self.anak:
            if isinstance(anak, Unsur):
                yield from anak._potongan()
            else:
                yield anak


class _Pengurai(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.akar = self.kini = Unsur("", {})
        self.urutan = self.akar.urutan
        self.keluhan: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        nama = [k for k, _ in attrs]
        if len(nama) != len(set(nama)):
            self.keluhan.append(f"<{tag}> baris {self.getpos()[0]}: atribut kembar")
        baru = Unsur(tag, {k: v or "" for k, v in attrs}, self.kini, urutan=self.urutan)
        self.urutan.append(baru)
        baru.awal = baru.akhir = len(self.urutan)
        self.kini.anak.append(baru)
        if tag not in KOSONG:
            self.kini = baru

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in KOSONG:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag != self.kini.tag or self.kini.induk is None:
            self.keluhan.append(f"</{tag}> baris {self.getpos()[0]} menutup <{self.kini.tag}>")
            return
        self.kini.akhir = len(self.urutan)
        self.kini = self.kini.induk

    def handle_data(self, data: str) -> None:
        self.kini.anak.append(data)


def urai(teks: str) -> tuple[Unsur, list[str]]:
    """The tree of a page or region, and what is wrong with how it is written."""
    pengurai = _Pengurai()
    pengurai.feed(teks)
    pengurai.close()
    keluhan = pengurai.keluhan
    for terbuka in (pengurai.kini, *pengurai.kini.leluhur()):
        terbuka.akhir = len(pengurai.urutan)
        if terbuka.induk is not None and terbuka is pengurai.kini:
            keluhan.append(f"<{terbuka.tag}> tidak ditutup")
    ids = Counter(u["id"] for u in pengurai.urutan if u["id"])
    keluhan += [f"id kembar: {i}" for i in sorted(i for i, n in ids.items() if n > 1)]
    return pengurai.akar, keluhan
