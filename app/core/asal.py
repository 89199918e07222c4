"""The second lock against forged forms: where a post comes from, as the browser itself says.

The first lock is the token in each form. This one needs no page, no session and no body: it is
asked before anything is read, and holds even where a token has leaked. Browsers write both headers
themselves; no page can set or remove them. Who sends neither (an old browser, a program with a
token of its own) still has to get past the token.
"""

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request

from app.core.errors import Galat, halaman_galat

# Looking is free: nothing is changed by these (tests/keamanan/test_sapuan.py).
AMAN = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
# "none": typed, or from a bookmark. "same-site" is a sibling of our domain, and so a stranger.
DARI_SINI = frozenset({"same-origin", "none"})

ASING = Galat(
    "Kiriman ini datang dari situs lain",
    "Formulirnya tidak dikirim dari halaman situs ini, jadi tidak diproses. Belum ada yang "
    "berubah.",
    "Buka halamannya dari beranda, lalu isi dan kirim dari sana.",
)


def asal_sendiri() -> set[str]:
    """What this site is called: as it was just addressed, and as the office set it."""
    situs = urlsplit(str(current_app.config.get("ALAMAT_SITUS") or ""))
    return {
        f"{request.scheme}://{request.host}".lower(),
        f"{situs.scheme}://{situs.netloc}".lower(),
    }


def dari_situs_lain() -> bool:
    """Whether a request that may change something was made by a page that is not ours."""
    if request.method in AMAN:
        return False
    tempat = request.headers.get("Sec-Fetch-Site")
    if tempat is not None and tempat.strip().lower() not in DARI_SINI:
        return True
    asal = request.headers.get("Origin")
    # "null" is what a sandboxed frame, a local file or a redirect across sites calls itself.
    return asal is not None and asal.strip().lower() not in asal_sendiri()


def pasang(app: Flask) -> None:
    """Before the token is looked for, and so before the body is read."""

    @app.before_request
    def _periksa_asal() -> Response | None:
        if not dari_situs_lain():
            return None
        g.sebab_ditolak = "asal"
        return halaman_galat(403, galat=ASING)
