"""The menu: each feature brings its own entries, base.html never changes."""

from dataclasses import dataclass

from flask import current_app, request, url_for
from flask_login import current_user


@dataclass(frozen=True)
class MenuItem:
    """An entry a feature registers in its `MENU`. `peran` None: visitors who are not signed in."""

    label: str
    endpoint: str
    peran: frozenset[str] | None
    urutan: int
    ikon: str | None = None
    kelompok: str | None = None  # only for this group of participants
    juga: tuple[str, ...] = ()  # paths outside its own that belong to it all the same


@dataclass(frozen=True)
class Butir:
    """An entry as the template gets it."""

    label: str
    url: str
    aktif: bool
    jumlah: int | None = None
    ikon: str | None = None


_PESAN = "notifikasi.index"


def untuk(*peran: str) -> frozenset[str]:
    return frozenset(peran)


def menu() -> list[Butir]:
    """What the one who asks may use, in order."""
    akun = current_user if current_user.is_authenticated else None
    peran, kelompok = getattr(akun, "peran", None), getattr(akun, "kelompok", None)
    semua: list[MenuItem] = current_app.extensions["menu"]
    boleh = [m for m in semua if _boleh(m, peran) and m.kelompok in (None, kelompok)]
    alamat = [url_for(m.endpoint) for m in boleh]  # each once: this is done for every page
    # Of two entries one above the other, the page belongs to the nearer one; of two as near, to
    # the one whose own address it is.
    letak = [
        (len(u), u == url, url)
        for m, url in zip(boleh, alamat, strict=True)
        for u in (url, *m.juga)
        if _aktif(u)
    ]
    di_sini = max(letak)[-1] if letak else None
    belum = getattr(akun, "belum_dibaca", 0) or None
    return [
        Butir(m.label, url, url == di_sini, belum if m.endpoint == _PESAN else None, m.ikon)
        for m, url in zip(boleh, alamat, strict=True)
    ]


def _boleh(m: MenuItem, peran: str | None) -> bool:
    return m.peran is None if peran is None else peran in (m.peran or ())


def _aktif(url: str) -> bool:
    """The page itself, or a page below it; '/' and '/admin' have everything below them."""
    if url in ("/", "/admin"):
        return request.path == url
    return request.path == url or request.path.startswith(url + "/")
