"""Say what wapiti found: baca_pindai.py REPORT.json … SERVER.log. Ends with 1 if it must be mended.

A demo on loopback speaks plain http, so what wapiti says of TLS and of the Secure mark of cookies
is about the demo; tests/keamanan/test_kepala.py holds the program to both.
"""

import json
import sys
from pathlib import Path
from typing import Any

# What wapiti calls them.
TENTANG_TLS = (
    "Secure Flag cookie",
    "HTTP Strict Transport Security",
    "HTTPS",
    "Unencrypted",
    "TLS",
)


def temuan(laporan: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    jenis = ("vulnerabilities", "anomalies")
    return [(nama, t) for j in jenis for nama, isi in laporan.get(j, {}).items() for t in isi]


def tentang_tls(nama: str, t: dict[str, Any]) -> bool:
    return any(kata in f"{nama} {t.get('info', '')}" for kata in TENTANG_TLS)


def utama(berkas: list[str]) -> int:
    perlu = 0
    for jalur in berkas:
        if jalur.endswith(".log"):
            baris = Path(jalur).read_text()
            rusak, semua = baris.count('"status": 5'), baris.count('"status": ')
            sys.stdout.write(f"peladen: {semua} permintaan, {rusak} jawaban 5xx\n")
            perlu += rusak
            continue
        if not Path(jalur).exists():
            sys.stdout.write(f"{jalur}: pemindaian tidak selesai\n")
            perlu += 1
            continue
        laporan = json.loads(Path(jalur).read_text())
        halaman = laporan["infos"].get("crawled_pages_nbr", 0)
        sys.stdout.write(f"{Path(jalur).stem}: {halaman} halaman dan formulir dipindai\n")
        for nama, t in temuan(laporan):
            abai = tentang_tls(nama, t)
            perlu += not abai
            kepala = "  (http)" if abai else "  PERLU"
            sys.stdout.write(f"{kepala} {nama}: {t['method']} {t['path']} {t.get('info', '')}\n")
    putusan = f"{perlu} temuan harus diperbaiki" if perlu else "tidak ada yang harus diperbaiki"
    sys.stdout.write(f"PUTUSAN: {putusan}.\n")
    return 1 if perlu else 0


if __name__ == "__main__":
    sys.exit(utama(sys.argv[1:]))
