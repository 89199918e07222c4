"""Finds the Chromium of this machine for the tests that need a browser."""

import os
import shutil

ALASAN = "Chromium tidak ditemukan; pasang paket chromium, atau sebut jalurnya di CHROMIUM."

_NAMA = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")


def cari_chromium() -> str | None:
    """The browser to drive: the one CHROMIUM names, else the first one installed, else None."""
    pilihan = os.environ.get("CHROMIUM")
    calon = (pilihan,) if pilihan else _NAMA
    return next((jalur for nama in calon if (jalur := shutil.which(nama))), None)
