"""Reads the forms of a page as a browser does, and fills them in as a person would."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

from flask import Flask

from app.core import clock
from tests import berkas
from tests import factories as f
from tests.halaman import HALAMAN, Dunia, Halaman
from tests.urai import Unsur, urai

SERAHKAN = ("submit", "image", "button", "reset")


@dataclass
class Formulir:
    """Where it goes and what is in it: name → what a browser would send."""

    tujuan: str
    isi: dict[str, Any] = field(default_factory=dict)
    berkas: list[str] = field(default_factory=list)
    tombol: list[tuple[str, str]] = field(default_factory=list)

    @property
    def nama(self) -> list[str]:
        return [*self.isi, *self.berkas, *(t[0] for t in self.tombol)]


def halaman_formulir() -> list[Halaman]:
    """The pages of the catalogue with a form on them, each address once, for who opens it first."""
    satu: dict[tuple[str, str], Halaman] = {}
    for h in HALAMAN:
        satu.setdefault((h.endpoint, str(h.args)), h)
    return [h for h in satu.values() if h.endpoint not in ("gaya.index", "meja.index")]


def alamat(app: Flask, d: Dunia, h: Halaman) -> str:
    """With the first question answered, so that the form shows all others."""
    tambah = {"uttp.baru": f"jenis_id={f.jenis().id}"}
    url = h.url(app, d)
    if h.endpoint not in tambah:
        return url
    return f"{url}{'&' if '?' in url else '?'}{tambah[h.endpoint]}"


def formulir(url: str, teks: str) -> Iterator[Formulir]:
    """Every form of the page that posts, but the one to sign out."""
    for u in urai(teks)[0].semua("form"):
        tujuan = urljoin(url, u["action"] or url)
        if u["method"].lower() == "post" and tujuan != "/keluar":
            yield _baca(tujuan, u)


def _baca(tujuan: str, form: Unsur) -> Formulir:
    hasil = Formulir(tujuan)
    for u in form.semua("input", "select", "textarea", "button"):
        nama, jenis = u["name"], u["type"] or ("submit" if u.tag == "button" else "text")
        if not nama or nama.endswith("csrf_token"):
            continue
        if jenis in SERAHKAN:
            hasil.tombol.append((nama, u["value"]))
        elif jenis == "file":
            hasil.berkas += [nama] if nama not in hasil.berkas else []
        else:
            _isi(hasil.isi, nama, jenis, u)
    return hasil


def _isi(isi: dict[str, Any], nama: str, jenis: str, u: Unsur) -> None:
    if u.tag == "select":
        nilai = [o["value"] for o in u.semua("option") if o["value"]]
        terpilih = [o["value"] for o in u.semua("option") if "selected" in o.atribut]
        isi[nama] = next(filter(None, [*terpilih, *nilai]), "")
    elif jenis in ("radio", "checkbox"):
        if nama not in isi or "checked" in u.atribut:
            isi[nama] = u["value"]
    elif jenis == "hidden" and nama in isi:  # kept files stand one below the other
        isi[nama] = [*(isi[nama] if isinstance(isi[nama], list) else [isi[nama]]), u["value"]]
    else:
        isi[nama] = u["value"] or (u.teks if u.tag == "textarea" else "") or _wajar(nama, jenis)


def _wajar(nama: str, jenis: str) -> str:
    """An honest answer to a question left open."""
    if nama == "skhp_lama_tanggal":
        return (clock.today() - timedelta(days=300)).isoformat()
    if jenis == "date":
        return f.hari_kerja_berikut(3).isoformat()
    if jenis == "hidden":
        return ""
    for kata, jawab in WAJAR.items():
        if kata in nama:
            return jawab
    return "Contoh isian yang wajar dan cukup panjang"


WAJAR = {
    "npwp": "01.234.567.8-901.000",
    "nik": "6471 0141 0190 0009",
    "telp": "0542 123456",
    "wa": "0811 5551 234",
    "email": "siti@contoh.test",
    "kapasitas_dari": "10",
    "kapasitas": "30",
    "kelipatan": "",  # only for fees by multiples
    "daya_baca": "0,5",
    "harga": "75.000",
    "info_": "12",
    "sampai": "Maret 2027",
    "nomor_seri": "SN-7788",
    "nomor": "510.63/0099",
    "sandi_lama": f.SANDI,
    "sandi": "gerobak-kayu-lapangan-merdeka-31",
    "nama_masuk": "6471014101900009",
    "q": "",
}


def kiriman(form: Formulir) -> dict[str, Any]:
    """All of it, files too; streams are made anew each time, as sending uses them up."""
    kosong = [n for n in form.berkas if not form.isi.get(n)]
    foto = {nama: (BytesIO(berkas.jpeg(64, 48)), "foto.jpg") for nama in kosong}
    return form.isi | foto
