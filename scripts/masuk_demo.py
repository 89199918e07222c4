"""Print the cookie of a browser that signed in to a demo: masuk_demo.py DOOR [NAME].

Without a name it only stood at the door; its forms need their cookie too.
"""

import os
import re
import sys
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener


def masuk(alamat: str, nama: str = "") -> str:
    """The cookie as a header writes it."""
    kue = CookieJar()
    peramban = build_opener(HTTPCookieProcessor(kue))
    halaman = peramban.open(alamat, timeout=30).read().decode()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', halaman)
    if token is None:
        sys.exit(f"Tidak ada formulir masuk di {alamat}.")
    if not nama:
        return tulis(kue)
    isi = {"csrf_token": token[1], "nama_masuk": nama, "sandi": os.environ["DEMO_PASSWORD"]}
    jawab = peramban.open(alamat, urlencode(isi).encode(), timeout=30)
    if jawab.url == alamat:
        sys.exit(f"{nama} belum dapat masuk di {alamat}.")
    return tulis(kue)


def tulis(kue: CookieJar) -> str:
    return "; ".join(f"{k.name}={k.value}" for k in kue)


if __name__ == "__main__":
    sys.stdout.write(masuk(*sys.argv[1:]))
