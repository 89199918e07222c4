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


def untuk(*peran: str) -> frozenset[str]:
    return frozenset(peran)


def menu() -> list[Butir]:
    """What the one who asks may use, in order."""
    masuk = current_user.is_authenticated
    peran = current_user.peran if masuk else None
    kelompok = getattr(current_user, "kelompok", None)
    semua: list[MenuItem] = current_app.extensions["menu"]
    boleh = [m for m in semua if _boleh(m, peran) and m.kelompok in (None, kelompok)]
    # Of two entries one above the other, the page belongs to the nearer one.
    letak = [(u, m) for m in boleh for u in (url_for(m.endpoint), *m.juga) if _aktif(u)]
    di_sini = max(letak, key=lambda x: len(x[0]))[1] if letak else None
    return [
        Butir(
            label=m.label,
            url=url_for(m.endpoint),
            aktif=m is di_sini,
            jumlah=current_user.belum_dibaca or None if m.endpoint == "notifikasi.index" else None,
            ikon=m.ikon,
        )
        for m in boleh
    ]


def _boleh(m: MenuItem, peran: str | None) -> bool:
    return m.peran is None if peran is None else peran in (m.peran or ())


def _aktif(url: str) -> bool:
    """The page itself, or a page below it; '/' and '/admin' have everything below them."""
    if url in ("/", "/admin"):
        return request.path == url
    return request.path == url or request.path.startswith(url + "/")
