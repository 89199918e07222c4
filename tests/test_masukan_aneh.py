"""What no person would type, but a program does: an answer to everything, never a broken page."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter

from tests import halaman as katalog
from tests.basisdata import acuan_kembali, kosongkan
from tests.conftest import Klien, di_postgres, tiket
from tests.halaman import HALAMAN, LAIN, Dunia, Halaman
from tests.urai import Unsur, urai

# Larger than a column, than the database's integers, and than what int() reads.
BESAR = ("2147483648", "9" * 30, "9" * 4400)
TEKS = "a\x00b%_\\'\"²-- \N{LATIN CAPITAL LETTER I WITH DOT ABOVE}"
# Names an address may carry; the last ones mean something to Flask's url_for.
NAMA = (
    "q", "status", "layanan", "penera", "dari", "sampai", "habis", "kecuali", "jenis_id",
    "kecamatan_id", "kelompok", "keabsahan", "lanjut", "minggu", "skhp_lama", "kecil", "versi",
    "endpoint", "_external", "_scheme", "_method", "_anchor", "id", "uttp_id", "pengajuan_id",
)  # fmt: skip
SAAT = ("0001-01-01T00:00:00+14:00~1", "9999-12-31T23:59:59-14:00", f"2026-11-22T00:00Z~{'9' * 30}")


@pytest.fixture(scope="module")
def app(app_sesi: Flask) -> Iterator[Flask]:
    app_sesi.extensions.pop("rak", None)
    captcha, app_sesi.config["CAPTCHA"] = app_sesi.config["CAPTCHA"], False
    with app_sesi.app_context():
        kosongkan()
        with acuan_kembali():  # Admin Aplikasi sends the forms of the master data too
            yield app_sesi
    app_sesi.config["CAPTCHA"] = captcha


@pytest.fixture(scope="module")
def d(app: Flask) -> Dunia:
    isi = katalog.dunia()
    katalog.buang_ingatan()
    return isi


@pytest.fixture(scope="module")
def sebagai(app: Flask, d: Dunia) -> Callable[[str | None], Klien]:
    dikenal: set[str] = set()

    def _sebagai(akun: str | None) -> Klien:
        klien = app.test_client()
        if akun:
            with klien.session_transaction() as sesi:
                sesi["_user_id"] = tiket(d.akun[akun])
                sesi["_fresh"] = True
            # At the door nothing odd would be read.
            assert akun in dikenal or klien.get("/pesan").status_code == 200, akun
            dikenal.add(akun)
        return klien  # type: ignore[return-value]

    return _sebagai


def tiap_alamat() -> list[Any]:
    """Every address once, as one of those who may open it sees it."""
    satu: dict[str, Halaman] = {}
    for h in [*HALAMAN, *(lain.halaman for lain in LAIN)]:
        satu.setdefault(h.endpoint, h)
    return [pytest.param(h, id=h.endpoint) for h in satu.values()]


def rusak(klien: Klien, url: str, **kw: Any) -> str | None:
    if "data" in kw:
        kw["data"]["csrf_token"] = klien.token()
    jawab = klien.post(url, **kw) if "data" in kw else klien.get(url, **kw)
    return f"{jawab.status_code} {url[:60]} {str(kw)[:90]}" if jawab.status_code >= 500 else None


@pytest.mark.parametrize("h", tiap_alamat())
def test_pertanyaan_aneh_dijawab(app: Flask, d: Dunia, sebagai: Any, h: Halaman) -> None:
    klien, url = sebagai(h.akun[0]), h.url(app, d).partition("?")[0]
    tanya = [dict.fromkeys(NAMA, BESAR[1]) | {"q": "x" * 60_000}, dict.fromkeys(NAMA, TEKS)]
    tanya += [{"setelah": nilai} for nilai in SAAT] + [{"peserta": BESAR[1]}]
    buruk = [rusak(klien, url, query_string=t) for t in tanya]
    assert not list(filter(None, buruk))


def test_nomor_terlalu_besar_dalam_alamat_404(app: Flask, d: Dunia, sebagai: Any) -> None:
    admin, jumlah = sebagai("admin"), 0
    for r in app.url_map.iter_rules():
        angka = {n for n in r.arguments if isinstance(r._converters[n], IntegerConverter)}
        for besar in BESAR if angka else ():
            url = str(r.rule)
            for nama in angka:
                url = url.replace(f"<int:{nama}>", besar)
            if "<" not in url:
                jumlah += 1
                assert admin.open(url, method=min(r.methods - {"OPTIONS", "HEAD"})).status_code in (
                    404, 400,
                ), r.endpoint  # fmt: skip
    assert jumlah >= 100 * len(BESAR)


def kotak(akar: Unsur) -> Iterator[tuple[str, dict[str, str]]]:
    """The forms of a page that are sent: where to, and what they hold."""
    for form in akar.semua("form"):
        if form["method"] == "post" and form["action"] != "/keluar":
            nama = [u for u in form.semua("input", "select", "textarea") if u["name"]]
            yield form["action"], {u["name"]: u["type"] for u in nama if u["type"] != "submit"}


# On SQLite, tests/keamanan/test_fuzz.py sends each of these forms the worst there is.
@di_postgres
@pytest.mark.parametrize("h", tiap_alamat())
def test_isian_aneh_dijawab(app: Flask, d: Dunia, sebagai: Any, h: Halaman) -> None:
    klien, dari = sebagai(h.akun[0]), h.url(app, d)
    jawab = klien.get(dari)
    if jawab.mimetype != "text/html":
        return
    for tujuan, isian in kotak(urai(jawab.text)[0]):
        isian.pop("csrf_token", None)
        for nilai in (BESAR[2], TEKS, TEKS * 500, SAAT[0]):
            data = dict.fromkeys([*isian, "hapus_berkas", "versi"], nilai)
            data["hapus_berkas"] = f"{next(iter(isian), '')}:{nilai}"
            assert rusak(klien, tujuan or dari, data=data) is None
