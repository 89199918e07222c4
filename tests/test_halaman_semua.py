"""Every page for every role that has it: whole, as a region, small, labelled, and changing nothing.

One world serves all tests here, which is sound because GET changes nothing; that is tested too.
"""

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import brotli
import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from app.core.access import SEMUA, declared
from app.extensions import db
from tests import factories as f
from tests import halaman as katalog
from tests.conftest import Klien, kosongkan, sekali, tiket
from tests.halaman import HALAMAN, LAIN, LEWAT_HALAMAN, PERAN, Dunia, Halaman, dunia
from tests.urai import Unsur, urai

# tests/test_halaman_query.py opens them all on PostgreSQL too.
pytestmark = sekali

KUNJUNGAN = [(h, akun) for h in HALAMAN for akun in h.akun]
KB = 1024
SEHALAMAN, KUNJUNGAN_PERTAMA = 10 * KB, 45 * KB
Buka = Callable[..., TestResponse]


@dataclass
class Lembar:
    """What one account got for one address; the tree is grown when asked for, and not kept."""

    alamat: str
    jawab: TestResponse
    teks: str
    _tautan: list[str] | None = None

    @property
    def berat(self) -> int:
        """What goes over the wire: the body as sent, and the headers."""
        kepala = sum(len(k) + len(v) + 4 for k, v in self.jawab.headers)
        return len(self.jawab.get_data()) + kepala

    def terurai(self) -> tuple[Unsur, list[str]]:
        akar, keluhan = urai(self.teks)
        self._tautan = list(alamat_dalam(self.alamat, akar))
        return akar, keluhan

    @property
    def tautan(self) -> list[str]:
        """Addresses of this site that the page leads to or shows."""
        if self._tautan is None:
            self.terurai()
        return self._tautan or []


# --- one world for the file -------------------------------------------------------------------


@pytest.fixture(scope="module")
def app(app_sesi: Flask) -> Iterator[Flask]:
    """The app with the world in it, six rounds of it, and the captcha on as in real life."""
    app_sesi.extensions.pop("rak", None)
    captcha, app_sesi.config["CAPTCHA"] = app_sesi.config["CAPTCHA"], True
    with app_sesi.app_context():
        kosongkan()
        yield app_sesi
        db.session.remove()
    app_sesi.config["CAPTCHA"] = captcha


@pytest.fixture(scope="module")
def d(app: Flask) -> Dunia:
    isi = dunia(6)
    katalog.buang_ingatan()
    return isi


@pytest.fixture(scope="module")
def klien_untuk(app: Flask, d: Dunia) -> Callable[[str | None], Klien]:
    """One browser for each account, signed in before anything is looked at."""
    klien: dict[str | None, Klien] = {}
    for akun in (None, *d.akun):
        klien[akun] = app.test_client()  # type: ignore[assignment]
        with klien[akun].session_transaction() as sesi:
            if akun:
                sesi["_user_id"] = tiket(d.akun[akun])
                sesi["_fresh"] = True
    return klien.__getitem__


@pytest.fixture(scope="module")
def sidik_awal(d: Dunia, klien_untuk: Any) -> dict[str, str]:
    """The data before anybody looked at it."""
    return sidik_data()


@pytest.fixture(scope="module")
def buka(app: Flask, d: Dunia, sidik_awal: Any, klien_untuk: Callable[[str | None], Klien]) -> Buka:
    """buka(halaman, akun, **headers) → the answer, read to its end."""

    def _buka(h: Halaman, akun: str | None, **kepala: str) -> TestResponse:
        kepala = {k.replace("_", "-"): v for k, v in kepala.items()}
        return klien_untuk(akun).get(h.url(app, d), headers=kepala, buffered=True)

    return _buka


@pytest.fixture(scope="module")
def lembar(sidik_awal: Any, klien_untuk: Callable[[str | None], Klien]) -> Callable[..., Lembar]:
    """lembar(akun, url) → what is there, fetched once for all tests, packed as browsers ask."""

    @cache
    def _lembar(akun: str | None, url: str) -> Lembar:
        kepala = {"Accept-Encoding": "br"}
        jawab = klien_untuk(akun).get(url, headers=kepala, buffered=True)
        teks = ""
        if jawab.mimetype == "text/html":
            isi = jawab.get_data()
            dipadatkan = jawab.headers.get("Content-Encoding") == "br"
            teks = (brotli.decompress(isi) if dipadatkan else isi).decode()
        return Lembar(url, jawab, teks)

    return _lembar


# --- the catalogue is complete ----------------------------------------------------------------


def test_setiap_alamat_get_ada_di_katalog(app: Flask) -> None:
    dikenal = {h.endpoint for h in HALAMAN} | {lain.halaman.endpoint for lain in LAIN}
    nyata = {r.endpoint for r in app.url_map.iter_rules() if "GET" in (r.methods or ())}
    assert nyata - dikenal - LEWAT_HALAMAN == set(), "catat di tests/halaman.py"
    assert (dikenal | LEWAT_HALAMAN) - nyata == set(), "sudah tidak ada"


def test_setiap_peran_yang_boleh_ada_di_katalog(app: Flask) -> None:
    ada: dict[str, set[str]] = {}
    for h in HALAMAN + [lain.halaman for lain in LAIN]:
        ada.setdefault(h.endpoint, set()).update(PERAN.get(a, a) for a in h.akun if a)
    kurang = {
        endpoint: sorted((declared(endpoint) or set()) - peran)
        for endpoint, peran in ada.items()
        if (declared(endpoint) or set()) - peran
    }
    assert not kurang


# --- pages ------------------------------------------------------------------------------------


def keluhan_utuh(lembar: Lembar, akar: Unsur) -> Iterator[str]:
    """What a whole page must have."""
    cacah = Counter(u.tag for u in akar.semua())
    if not lembar.teks.startswith("<!doctype html>"):
        yield "tidak mulai dengan <!doctype html>"
    for tag in ("html", "title", "main", "h1"):
        if cacah[tag] != 1:
            yield f"{cacah[tag]} <{tag}>"
    yield from (f"<html lang={u['lang']}>" for u in akar.semua("html") if u["lang"] != "id")
    for judul in akar.semua("title"):
        if not re.fullmatch(r"\S.* – Konsumen Nyaman", judul.teks):
            yield f"judul: {judul.teks}"
    yield from _urutan_judul(akar)


def keluhan_jawaban(lembar: Lembar) -> Iterator[str]:
    """What a page must be on its way."""
    if lembar.jawab.status_code != 200:
        yield f"{lembar.jawab.status} {lembar.jawab.location}"
    if "HX-Request" not in lembar.jawab.vary:
        yield "tanpa Vary: HX-Request"
    if lembar.berat > SEHALAMAN and not lembar.alamat.startswith("/gaya"):
        yield f"{lembar.berat / KB:.1f} KB"


def _urutan_judul(akar: Unsur) -> Iterator[str]:
    """Headings in the main part begin with h1 and skip no level on the way down."""
    lama = 0
    for main in akar.semua("main"):
        for judul in main.semua("h1", "h2", "h3", "h4"):
            tingkat = int(judul.tag[1])
            if tingkat > lama + 1:
                yield f"<{judul.tag}> sesudah <h{lama}>: {judul.teks}"
            if not judul.teks:
                yield f"<{judul.tag}> kosong"
            lama = tingkat


@pytest.mark.parametrize("h", HALAMAN, ids=str)
def test_halaman(
    app: Flask, d: Dunia, buka: Buka, lembar: Any, klien_untuk: Any, h: Halaman
) -> None:
    """Whole and small for everybody who has it, its region under an id that stands on it, and what
    htmx fetches for it fits where it is put."""
    url, keliru = h.url(app, d), []
    for akun in h.akun:
        ini = lembar(akun, url)
        akar, keluhan = ini.terurai()
        keluhan += [*keluhan_jawaban(ini), *keluhan_utuh(ini, akar)]
        keluhan += keluhan_isian(akar)
        keluhan += keluhan_kata(akar)
        keluhan += keluhan_sumber(akar)
        keluhan += keluhan_rahasia(ini.teks)
        if h.endpoint != "gaya.index":  # a page to look at; nothing on it is sent
            keluhan += keluhan_formulir(app, url, akar)
            keluhan += keluhan_htmx(app, url, akar)
        keluhan += keluhan_bidang(h, buka(h, akun, HX_Request="true"), akar)
        htmx = klien_untuk(akun).htmx
        keluhan += keluhan_sasaran(app, h, url, akar, htmx)
        keliru += [f"{akun or 'tamu'}: {k}" for k in keluhan]
    assert not keliru


def keluhan_isian(akar: Unsur) -> Iterator[str]:
    """Every control has a name one can read; a place for files says what it takes."""
    label = {u["for"] for u in akar.semua("label") if u.teks}
    for u in akar.semua("input", "select", "textarea"):
        jenis = u["type"] if u.tag == "input" else u.tag
        if jenis in ("hidden", "submit", "button"):
            continue
        dalam = any(a.tag == "label" and a.teks for a in u.leluhur())
        if u["id"] not in label and not u["aria-label"] and not dalam:
            yield f"tanpa label: <{u.tag} name={u['name']}>"
        kotak = next((a for a in u.leluhur() if a.tag == "fieldset"), None)
        if jenis == "file" and not re.search(r"\d+ MB", kotak.teks if kotak else ""):
            yield f"tanpa batas ukuran: {u['name']}"


def keluhan_kata(akar: Unsur) -> Iterator[str]:
    """What is pressed says what it does."""
    for u in akar.semua("a", "button"):
        gambar = any(g["alt"] for g in u.semua("img"))
        if not (u.teks or u["aria-label"] or gambar):
            yield f"<{u.tag} {u['href']}> tanpa kata"


def keluhan_sumber(akar: Unsur) -> Iterator[str]:
    """Nothing is fetched from elsewhere."""
    for u in akar.semua("link", "script", "img", "use", "audio", "source", "iframe", "form"):
        for nama in ("href", "src", "srcset", "action"):
            if re.match(r"(https?:)?//", u[nama]):
                yield f"<{u.tag} {nama}={u[nama]}>"


def keluhan_rahasia(teks: str) -> Iterator[str]:
    """No page shows how a password is kept."""
    if "$argon2" in teks or f._hash_sandi() in teks:
        yield "memuat sidik kata sandi"


def keluhan_bidang(h: Halaman, jawab: TestResponse, utuh: Unsur) -> Iterator[str]:
    """htmx gets the region alone, under an id that stands on the page."""
    if jawab.status_code != 200 or "HX-Request" not in jawab.vary:
        yield f"bidang: {jawab.status}, Vary {jawab.vary}"
    akar, keluhan = urai(jawab.text)
    yield from (f"bidang: {k}" for k in keluhan)
    if h.bidang == "tanpa":
        return
    yield from (f"bidang memuat <{u.tag}>" for u in akar.semua("html", "main"))
    id = next(akar.semua())["id"]
    if not id:
        yield "bidang tanpa id pada unsur terluarnya"
    elif h.bidang == "ada" and id not in [u["id"] for u in utuh.semua()]:
        yield f"bidang #{id} tidak ada di halaman"


@pytest.mark.parametrize("h", HALAMAN, ids=str)
def test_kembali_dalam_riwayat_memberi_halaman(buka: Buka, h: Halaman) -> None:
    jawab = buka(h, h.akun[0], HX_Request="true", HX_History_Restore_Request="true")
    assert jawab.status_code == 200
    assert jawab.text.startswith("<!doctype html>")


@pytest.mark.parametrize("lain", LAIN, ids=str)
def test_yang_bukan_halaman(buka: Buka, lain: katalog.Lain) -> None:
    for akun in lain.halaman.akun:
        jawab = buka(lain.halaman, akun)
        assert (jawab.status_code, jawab.mimetype) == (lain.kode, lain.jenis), akun


# --- weight -----------------------------------------------------------------------------------


def test_ringan_di_jaringan(lembar: Any) -> None:
    """A first visit takes 45 KB at most, with the largest page there may be; test_halaman holds
    each page to its 10 KB, with lists as long as they get."""
    akar, _ = lembar(None, "/").terurai()
    sekali = {u["href"].partition("#")[0] for u in akar.semua("link", "use")}
    sekali |= {u["src"] for u in akar.semua("script")}
    aset = {url: lembar(None, url).berat for url in sorted(sekali)}
    baris = [f"{b / KB:5.1f} KB {u.rpartition('/')[2]}" for u, b in aset.items()]
    sys.stdout.write("\n  " + "\n  ".join(baris) + "\n")
    assert sum(aset.values()) + SEHALAMAN <= KUNJUNGAN_PERTAMA


# --- where things lead ------------------------------------------------------------------------


def menerima(app: Flask, url: str, metode: str) -> str | None:
    """What is wrong with this address for this method, or None."""
    try:
        app.url_map.bind("localhost").match(urlsplit(url).path, method=metode)
    except HTTPException as e:
        return f"{metode} {url}: {e.code}"
    return None


def keluhan_formulir(app: Flask, url: str, akar: Unsur) -> Iterator[str]:
    """Forms lead somewhere that takes them, and carry their token."""
    for form in akar.semua("form"):
        metode = (form["method"] or "get").upper()
        if metode == "POST" and "action" not in form.atribut:
            yield "form tanpa action"
        token = [u for u in form.semua("input") if u["name"].endswith("csrf_token")]
        if (metode == "POST") != (len(token) == 1):
            yield f"{len(token)} token pada {metode} {form['action']}"
        tujuan = [form["action"], *(b["formaction"] for b in form.semua("button"))]
        for t in filter(None, tujuan):
            if salah := menerima(app, urljoin(url, t), metode):
                yield salah


def keluhan_htmx(app: Flask, url: str, akar: Unsur) -> Iterator[str]:
    """Addresses htmx uses take what it sends."""
    for u in akar.semua():
        for hx, metode in (("hx-get", "GET"), ("hx-post", "POST")):
            if u[hx] and (salah := menerima(app, urljoin(url, u[hx]), metode)):
                yield salah


def keluhan_sasaran(
    app: Flask, h: Halaman, dari: str, akar: Unsur, buka: Callable[[str], TestResponse]
) -> Iterator[str]:
    """What htmx fetches comes as a region, under the id it is put in place of."""
    ada = {u["id"] for u in akar.semua()}
    diminta = {}
    for u in akar.semua():
        if not (u["hx-get"] or u["hx-post"]):
            continue
        sasaran = u["hx-target"].removeprefix("#")
        if sasaran not in ada:
            yield f"hx-target {u['hx-target']} tidak ada di halaman"
        if u["hx-get"] and h.endpoint != "gaya.index":
            url = urljoin(dari, u["hx-get"])
            diminta[pola(app, url)] = (url, sasaran)
    for url, sasaran in diminta.values():
        jawab = buka(url)
        bidang, _ = urai(jawab.text)
        pertama = next(bidang.semua(), None)
        if jawab.status_code != 200 or list(bidang.semua("html")):
            yield f"{jawab.status} {url}, atau halaman utuh"
        elif pertama is None or pertama["id"] != sasaran:
            yield f"{url} bukan #{sasaran}"


PER_POLA = 3  # of one kind of address so many are tried for each role


def pola(app: Flask, url: str) -> tuple[Any, ...]:
    """Addresses of one kind: the same endpoint, asked the same things."""
    bagian = urlsplit(url)
    try:
        endpoint, _ = app.url_map.bind("localhost").match(bagian.path)
    except HTTPException:
        endpoint = bagian.path
    return endpoint, *sorted(parse_qs(bagian.query))


def alamat_dalam(dari: str, akar: Unsur) -> Iterator[str]:
    """Addresses of this site that the page leads to or shows."""
    for u in akar.semua("a", "img", "link", "script", "use", "audio", "form"):
        if u.tag == "form" and u["method"].lower() == "post":
            continue
        url = urljoin(dari, u["href"] or u["src"] or u["action"])
        if u.tag == "form":
            isi = {i["name"]: i["value"] for i in u.semua("input") if i["type"] == "hidden"}
            url += f"?{urlencode(isi)}"
        if url.startswith("/"):
            yield url.partition("#")[0]


def jelajahi(app: Flask, buka: Callable[[str], Lembar], mulai: list[str]) -> tuple[int, list[str]]:
    """Follow links, these first; how many addresses were tried, and those that lead nowhere."""
    antre, terlihat = mulai[::-1], set()
    buntu: list[str] = []
    terpakai: Counter[Any] = Counter()
    while antre:
        url = antre.pop()
        kunci = pola(app, url)
        if url in terlihat or terpakai[kunci] == PER_POLA:
            continue
        terpakai[kunci] += 1
        terlihat.add(url)
        ini = buka(url)
        if ini.jawab.status_code not in (200, 302, 303):
            buntu.append(f"{ini.jawab.status_code} {url}")
        antre += [ini.jawab.location] if ini.jawab.location else []
        if ini.jawab.mimetype == "text/html" and ini.jawab.status_code == 200:
            antre += ini.tautan
    return len(terlihat), buntu


AKUN = sorted({a for _, a in KUNJUNGAN if a})


def sidik_data() -> dict[str, str]:
    """A checksum of each table. Captchas are made for whoever asks, tries are counted, and when a
    session was last seen is no more than that."""
    hasil = {}
    for tabel in db.metadata.sorted_tables:
        if tabel.name not in ("captcha", "batas", "unduhan"):
            kolom = [k for k in tabel.columns if str(k) != "sesi.terakhir_pada"]
            with db.engine.connect() as conn:
                baris = sorted(map(repr, conn.execute(sa.select(*kolom))))
            hasil[tabel.name] = sha256("\n".join(baris).encode()).hexdigest()
    return hasil


@pytest.mark.parametrize("akun", [None, *AKUN], ids=lambda a: a or "tamu")
def test_semua_tautan_sampai_dan_melihat_tidak_mengubah_apa_pun(
    app: Flask, d: Dunia, sidik_awal: Any, lembar: Any, akun: str | None
) -> None:
    """Nothing a role is led to is missing, forbidden or broken for it.

    And looking leaves no trace: a browser that fetches ahead must not mark messages as read.
    """
    mulai = [
        tujuan
        for h, a in KUNJUNGAN
        if a == akun and h.endpoint != "gaya.index"
        for tujuan in lembar(akun, h.url(app, d)).tautan
    ]
    jumlah, buntu = jelajahi(app, lambda url: lembar(akun, url), mulai)
    assert jumlah > 5
    assert not buntu
    assert sidik_data() == sidik_awal


def test_jelajah_mencakup_semua_peran() -> None:
    assert {PERAN.get(a, a) for a in AKUN} == set(SEMUA)
