"""Every page asks the database little, and the same whether its lists are short or long."""

import sys
from typing import Any

from flask import Flask

from tests import halaman as katalog
from tests.conftest import di_postgres, sekali
from tests.halaman import HALAMAN, LAIN, Dunia, Halaman, dunia, tambah

SESI = 1  # who is asking
LAYAR = 3


def cacah(
    app: Flask, d: Dunia, masuk: Any, klien: Any, hitung_query: Any, lewat: tuple[str, ...] = ()
) -> dict[tuple[Halaman, str | None], list[str]]:
    """The statements of each page for each account, and of each file."""
    katalog.buang_ingatan()
    browser = {a: masuk(akun) for a, akun in d.akun.items()}
    hasil = {}
    semua = HALAMAN + [lain.halaman for lain in LAIN]
    for h, akun in [(satu, a) for satu in semua for a in satu.akun if a not in lewat]:
        with hitung_query() as daftar:
            jawab = (browser[akun] if akun else klien).get(h.url(app, d), buffered=True)
        assert h not in HALAMAN or jawab.status_code == 200, f"{h} {akun}: {jawab.status}"
        hasil[h, akun] = daftar
    return hasil


@di_postgres
def test_setiap_halaman_terbuka_di_postgres(
    app: Flask, masuk: Any, klien: Any, hitung_query: Any
) -> None:
    """How often a page asks does not depend on what answers; that it gets an answer does. The head
    sees the rows that the counter sees, by the same conditions."""
    assert len(cacah(app, dunia(1), masuk, klien, hitung_query, lewat=("kepala",))) > 200


@sekali
def test_query_sedikit_dan_tidak_naik_dengan_jumlah_baris(
    app: Flask, masuk: Any, klien: Any, hitung_query: Any
) -> None:
    d = dunia(1)
    satu = cacah(app, d, masuk, klien, hitung_query)
    tambah(d, 5)
    enam = cacah(app, d, masuk, klien, hitung_query)

    boros = {
        f"{h} {akun}: {len(daftar)} query"
        for (h, akun), daftar in enam.items()
        if len(daftar) > LAYAR + (SESI if akun else 0)
    }
    naik = {
        f"{h} {akun}: {len(satu[h, akun])} query, lalu {len(daftar)}"
        for (h, akun), daftar in enam.items()
        if len(daftar) > len(satu[h, akun])
    }
    terbanyak = max(len(q) for q in enam.values())
    sys.stdout.write(f"\n  query terbanyak {terbanyak}, pada {len(enam)} halaman kali akun\n")
    assert naik | boros == set()
