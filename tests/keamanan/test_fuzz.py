"""Random and nasty input into every form and every address: an answer to each, never a crash.

A few hundred in the suite, always the same; FUZZ=10000 (`make fuzz`) is how many in a long run,
different each time. What was typed never comes back as markup.
"""

import gzip
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import cycle, product
from typing import Any
from urllib.parse import quote, urlencode

import brotli
import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from tests.conftest import Klien, sekali
from tests.halaman import HALAMAN, LAIN, Dunia
from tests.keamanan import alat
from tests.keamanan.alat import gulung
from tests.keamanan.formulir import Formulir, alamat, formulir, halaman_formulir, kiriman
from tests.urai import urai

JUMLAH = int(os.environ.get("FUZZ", "0"))
BATAS_DETIK = 3  # of processor time for one answer: nothing typed may keep the program busy
SEGAR_DETIK = 120
HITUNGAN: Counter[str] = Counter()
PENANDA = "<kn-x\"'>"

JAHAT = [
    "", " ", "\t\n", "\0", "a\0b", "a\r\nSet-Cookie: x=1", "\x1b[31m", "\x7f\x80\x9f", "\ufeff",
    "\uffff", "\u202eabc", "\u2028\u2029", "a\u0301" * 300, "İıßŞŉ", "👩‍👩‍👧‍👦", "計量", "ﷺ" * 50,
    "\U0010ffff", "0", "-0", "-1", "1", "00", "9" * 10, "2147483647", "2147483648",
    "9223372036854775808", "9" * 30, "9" * 5000, "1e309", "1E5", "NaN", "Infinity", "-inf",
    "0x10", "1_000", "1,5", "0,0000001", "1.000.000.000.000", ".5", "5.", "1.2.3", "٣", "²",
    "½", "Rp", "Rp-5", "1,00,00", "0000-00-00", "0001-01-01", "1899-12-31", "2026-02-30",
    "9999-12-31", "31-12-9999", "10000-01-01", "2026-13-01", "01/01/0001", "Februari 2026",
    "Maret 99999", "00/2026", "2026-W01-1", "2026-11-22T10:00:00+00:00",
    "0001-01-01T00:00:00+14:00", "~", "a~1", "2026-01-01~1", "' OR 1=1 --",
    "'; DROP TABLE peserta; --", '" OR ""="', "%", "_%\\", "\\", "`id`", "1) UNION SELECT 1",
    "{{7*7}}", "{% for x in y %}", "${7*7}", "#{7}", "%(x)s", "%s%n", "{0.__class__}", "$(id)",
    PENANDA, f"</textarea></title>{PENANDA}", f"--><![CDATA[{PENANDA}", "javascript:alert(1)",
    "//jahat.test", "/\\jahat.test", "https://jahat.test", "../../etc/passwd",
    "file:///etc/passwd", "true", "null", "None", "[]", "{}", "on", "x" * 61, "x" * 201,
    "x " * 5000, "A" * 100_000, "1" * 100_000, "a@" * 20_000, "1." * 30_000, " " * 100_000,
    "\n" * 50_000, "-" * 50_000, "é" * 40_000,
]  # fmt: skip
NILAI = st.one_of(st.sampled_from(JAHAT), st.text(max_size=80), st.integers().map(str))
# Names an address or a form may carry; the last ones mean something to Flask, WTForms or htmx.
NAMA = [
    "q", "status", "layanan", "penera", "dari", "sampai", "habis", "kecuali", "jenis_id", "peserta",
    "kecamatan_id", "kelompok", "keabsahan", "lanjut", "minggu", "skhp_lama", "kecil", "versi",
    "setelah", "lihat", "aksi_berkas", "hapus_berkas", "foto", "kunci_form", "pilih_layanan",
    "csrf_token", "submit", "_method", "endpoint", "_external", "_scheme", "_anchor", "id",
    "uttp_id", "pengajuan_id", "berkas_id", "self", "form", "data",
]  # fmt: skip
KEPALA = [
    "Referer", "User-Agent", "Accept", "Accept-Encoding", "Accept-Language", "If-None-Match",
    "If-Modified-Since", "Range", "HX-Request", "HX-Target", "HX-Current-URL",
    "X-Forwarded-For", "X-Forwarded-Host", "X-Request-ID", "HX-History-Restore-Request",
    "Content-Type", "Authorization",
]  # fmt: skip
CEPAT = settings(
    max_examples=max(1, JUMLAH // 2) if JUMLAH else 60,
    deadline=None,
    database=None,
    derandomize=not JUMLAH,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def app(app_sesi: Flask) -> Iterator[Flask]:
    """Accidents come through as they are, so that a failure names its place."""
    asli = app_sesi.config["PROPAGATE_EXCEPTIONS"]
    with alat.app_berisi(app_sesi) as isi:
        isi.config["PROPAGATE_EXCEPTIONS"] = True
        yield isi
    app_sesi.config["PROPAGATE_EXCEPTIONS"] = asli


@pytest.fixture(scope="module")
def d(app: Flask) -> Dunia:
    return alat.dunia()


@pytest.fixture
def klien_untuk(app: Flask, d: Dunia, masuk: Any) -> Any:
    """One browser for each account, signed in anew before its session counts as lying idle."""
    klien: dict[str | None, tuple[Klien, float]] = {}

    def _untuk(akun: str | None) -> Klien:
        if akun not in klien or time.monotonic() - klien[akun][1] > SEGAR_DETIK:
            baru = masuk(d.akun[akun]) if akun else app.test_client()
            klien[akun] = (baru, time.monotonic())
        return klien[akun][0]

    return _untuk


@pytest.fixture
def semua_formulir(app: Flask, d: Dunia, klien_untuk: Any) -> list[tuple[str | None, Formulir]]:
    """Every form found on the pages, with who found it."""
    if "formulir" not in d.no:  # the world is one for the file, and so is what is found in it
        d.no["formulir"] = hasil = []
        for h in halaman_formulir():
            url = alamat(app, d, h)
            for form in formulir(url, klien_untuk(h.akun[0]).get(url).text):
                hasil.append((h.akun[0], form))
    assert len(d.no["formulir"]) >= 30
    return d.no["formulir"]


def _terurai(jawab: TestResponse) -> str:
    """The page as a browser reads it: any odd Accept-Encoding, "*" too, may have it packed."""
    buka = {"br": brotli.decompress, "gzip": gzip.decompress}.get(jawab.content_encoding or "")
    return (buka(jawab.data) if buka else jawab.data).decode()


def _lolos(teks: str) -> list[str]:
    """Names of attributes that nobody wrote: what comes after a value that was left too soon."""
    return [
        nama
        for unsur in urai(teks)[0].semua()
        for nama in unsur.atribut
        if not re.fullmatch(r"[a-z][a-z0-9:_-]*", nama)
    ]


def test_keluar_dari_atribut_terlihat() -> None:
    assert _lolos('<p><input value="&lt;kn-x"\'&gt;">') == ["'&gt;\""]
    assert not _lolos('<p title="&lt;kn-x&#34;&#39;&gt;">&lt;kn-x"\'&gt;</p>')


def periksa(jawab: TestResponse, mulai: float) -> None:
    """An answer, in time, with nothing of ours broken and nothing of theirs come alive."""
    HITUNGAN["jawaban"] += 1
    assert jawab.status_code < 500
    assert time.thread_time() - mulai < BATAS_DETIK
    if jawab.mimetype == "text/html":
        teks = _terurai(jawab)
        assert "<kn-x" not in teks
        # Between tags a quotation mark is a character like others; out of an attribute it leads on.
        if 'kn-x"' in teks:
            assert not _lolos(teks)
    assert "Set-Cookie: x=1" not in str(jawab.headers)
    assert not (jawab.location or "/").startswith(("//", "/\\", "https://jahat", "javascript"))


def kirim(klien: Klien, form: Formulir, ubah: dict[str, str], kepala: dict[str, str]) -> None:
    """Send it, look at where it leads, and undo it all."""
    with gulung():
        mulai = time.thread_time()
        jawab = klien.kirim(form.tujuan, kiriman(form) | ubah, headers=kepala)
        HITUNGAN["masukan"] += 1
        periksa(jawab, mulai)
        if jawab.status_code == 303:
            periksa(klien.get(jawab.location), time.thread_time())


def test_setiap_formulir_menjawab_apa_pun(semua_formulir: Any, klien_untuk: Any) -> None:
    @CEPAT
    @given(data=st.data())
    def coba(data: Any) -> None:
        akun, form = data.draw(st.sampled_from(semua_formulir))
        nama = st.one_of(st.sampled_from(form.nama or NAMA), st.sampled_from(NAMA))
        ubah = data.draw(st.dictionaries(nama, NILAI, min_size=1, max_size=4))
        kepala = {"HX-Request": "true"} if data.draw(st.booleans()) else {}
        ubah.pop("csrf_token", None)
        kirim(klien_untuk(akun), form, ubah, kepala)

    coba()


def test_setiap_isian_menjawab_yang_terburuk(semua_formulir: Any, klien_untuk: Any) -> None:
    """No chance in this one: all fields of a form at once, each with another of the worst."""
    kali = 1 if not JUMLAH else min(len(JAHAT), 20)
    for n, (akun, form) in enumerate(semua_formulir):
        for geser in range(kali):
            ubah = {
                nama: JAHAT[(n * 7 + geser + i * 13) % len(JAHAT)]
                for i, nama in enumerate(form.nama)
                if len(nama) > 1
            }
            kirim(klien_untuk(akun), form, ubah, {})


def _alamat_asal(app: Flask, d: Dunia) -> list[tuple[str | None, str]]:
    semua = [*HALAMAN, *(lain.halaman for lain in LAIN)]
    return sorted({(h.akun[0] or "", h.url(app, d)) for h in semua})


def _bersih(nilai: str) -> str:
    """What a header line can carry at all; a server refuses the rest before us."""
    return nilai.replace("\r", " ").replace("\n", " ").encode("latin-1", "ignore").decode("latin-1")


def test_setiap_alamat_menjawab_apa_pun(app: Flask, d: Dunia, klien_untuk: Any) -> None:
    asal = _alamat_asal(app, d)

    @CEPAT
    @given(data=st.data())
    def coba(data: Any) -> None:
        akun, url = data.draw(st.sampled_from(asal))
        if data.draw(st.integers(0, 9)) == 0:  # something else where the address has a number
            akar = url.partition("?")[0].rstrip("/").rpartition("/")[0]
            url = f"{akar}/{quote(data.draw(NILAI)[:3000])}"
        args = data.draw(st.dictionaries(st.sampled_from(NAMA), NILAI, max_size=4))
        args = {n: v[:3000] for n, v in args.items()}
        kepala = data.draw(st.dictionaries(st.sampled_from(KEPALA), NILAI, max_size=2))
        kepala = {n: _bersih(v)[:3000] for n, v in kepala.items()}
        lengkap = f"{url}{'&' if '?' in url else '?'}{urlencode(args, errors='replace')}"
        mulai = time.thread_time()
        HITUNGAN["masukan"] += 1
        periksa(klien_untuk(akun or None).get(lengkap, headers=kepala), mulai)

    coba()


ISI_LAIN = [
    ("application/json", b'{"merk": [1, {"a": null}], "csrf_token": 5}'),
    ("application/json", b"[1, 2]"),
    ("application/json", b"{" * 5000),
    ("text/plain", b"merk=x"),
    ("application/x-www-form-urlencoded", b"merk=%ff%fe%00&merk=&=&&;%zz" + b"&a=1" * 3000),
    ("application/x-www-form-urlencoded; charset=utf-7", b"merk=+ADw-script+AD4-"),
    ("multipart/form-data; boundary=x", b"--x\r\n\r\n--x--"),
    ("", b"\0" * 1000),
]


def test_setiap_formulir_menjawab_isi_bentuk_lain(semua_formulir: Any, klien_untuk: Any) -> None:
    """With the token where JavaScript would put it, so that the form itself gets to read it."""
    kasus = product(semua_formulir, ISI_LAIN) if JUMLAH else zip(semua_formulir, cycle(ISI_LAIN))
    for (akun, form), (jenis, isi) in kasus:
        klien = klien_untuk(akun)
        kepala = {"X-CSRFToken": klien.token()}
        with gulung():
            mulai = time.thread_time()
            jawab = klien.post(form.tujuan, data=isi, content_type=jenis, headers=kepala)
            periksa(jawab, mulai)


@sekali
def test_yang_diketik_tidak_pernah_menjadi_tanda(
    app: Flask, d: Dunia, semua_formulir: Any, klien_untuk: Any
) -> None:
    """Markup typed into every text field there is, kept, and looked for on every page there is."""
    terlihat = 0
    for akun in {a for h in HALAMAN for a in h.akun}:  # signing in is not to be undone
        klien_untuk(akun)
    with gulung():
        for akun, form in semua_formulir:
            bebas = {n: PENANDA for n, v in form.isi.items() if isinstance(v, str) and " " in v}
            if "pic_nik" in form.isi:  # a second registration with these is a duplicate
                bebas["nama"] = f"{PENANDA} {form.tujuan}"
            periksa(klien_untuk(akun).kirim(form.tujuan, kiriman(form) | bebas), time.thread_time())
        for h in HALAMAN:
            for akun in h.akun:
                jawab = klien_untuk(akun).get(h.url(app, d))
                if jawab.mimetype == "text/html":
                    periksa(jawab, time.thread_time())
                    terlihat += "&lt;kn-x&#34;&#39;&gt;" in jawab.text
    assert terlihat >= 20


def test_jumlah_masukan(app: Flask) -> None:
    sys.stdout.write(f"\n{HITUNGAN['masukan']} masukan, {HITUNGAN['jawaban']} jawaban diperiksa\n")
    assert HITUNGAN["masukan"] >= JUMLAH
