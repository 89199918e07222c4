"""Own stylesheet, script, icons and htmx, each under an address that carries its content's hash.

A new content is a new address, so browsers may keep the old one for ever and never ask again.
Everything is read, hashed and compressed once, at start. htmx comes out of an installed package
(or the operator's HTMX_FILE), so no third-party code lies in this repository.
"""

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import brotli
from flask import Flask, Response, abort, current_app, has_request_context, request
from PIL import Image
from werkzeug.datastructures import Accept

from app.core.access import public

SELAMANYA = "public, max-age=31536000, immutable"
MIME = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
# Address name -> where it lies under app/static.
SENDIRI = {
    "app.css": "css/app.css",
    "app.js": "js/app.js",
    "icons.svg": "icons.svg",
    "favicon.svg": "favicon.svg",
}
MIN_HTML = 1024  # below this one network packet carries it either way


@dataclass(frozen=True)
class Aset:
    """One file as it is sent, in each encoding."""

    nama: str
    sidik: str
    mime: str
    isi: dict[str, bytes]  # "br", "gzip", "identity"; a picture only as it is
    mtime: int
    ukuran: tuple[int, int] | None = None  # of a picture, so that its place is kept free


class DaftarAset:
    """All files by name. Plain dict lookups; a change (development only) swaps one entry."""

    def __init__(self, sumber: dict[str, Path]) -> None:
        hilang = [str(p) for p in sumber.values() if not p.is_file()]
        if hilang:
            raise RuntimeError(f"Berkas tampilan belum ada: {', '.join(hilang)}.")
        self.sumber = sumber
        self._aset = {nama: baca(nama, jalur) for nama, jalur in sumber.items()}

    def ambil(self, nama: str, *, pantau: bool = False) -> Aset | None:
        aset = self._aset.get(nama)
        if aset is not None and pantau:
            jalur = self.sumber[nama]
            if jalur.stat().st_mtime_ns != aset.mtime:
                aset = self._aset[nama] = baca(nama, jalur)
        return aset


def baca(nama: str, jalur: Path) -> Aset:
    mtime = jalur.stat().st_mtime_ns
    isi = jalur.read_bytes()
    gambar = jalur.suffix == ".webp"
    padat = {} if gambar else _padatkan(isi)
    return Aset(
        nama=nama,
        sidik=hashlib.sha256(isi).hexdigest()[:16],
        mime=MIME[jalur.suffix],
        isi={**padat, "identity": isi},
        mtime=mtime,
        ukuran=_ukuran(isi) if gambar else None,
    )


@lru_cache(maxsize=32)
def _padatkan(isi: bytes) -> dict[str, bytes]:
    """As small as it gets, which is slow: once for each content, also where a process makes the
    app more than once."""
    return {"br": brotli.compress(isi, quality=11), "gzip": gzip.compress(isi, 9, mtime=0)}


def _ukuran(isi: bytes) -> tuple[int, int]:
    with Image.open(BytesIO(isi)) as im:
        return im.size


def ukuran(nama: str) -> tuple[int, int]:
    """Width and height of a picture."""
    daftar: DaftarAset = current_app.extensions["aset"]
    ada = daftar.ambil(nama, pantau=current_app.debug)
    if ada is None or ada.ukuran is None:
        raise KeyError(nama)
    return ada.ukuran


def cari_htmx(berkas: str | None = None) -> Path:
    """The operator's file, or the one in the package, which is found and never imported."""
    if berkas:
        return Path(berkas)
    spec = find_spec("js_lib_htmx")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for jalur in sorted(Path(folder).glob("static/**/htmx.min.js")):
            return jalur
    raise RuntimeError(
        "htmx belum ditemukan. Pasang requirements.txt, "
        "atau isi HTMX_FILE dengan jalur htmx.min.js."
    )


def aset(nama: str) -> str:
    """The address of a file, for templates. A name that does not exist is a programming mistake."""
    daftar: DaftarAset = current_app.extensions["aset"]
    ada = daftar.ambil(nama, pantau=current_app.debug)
    if ada is None:
        raise KeyError(nama)
    awalan = request.script_root if has_request_context() else ""
    return f"{awalan}/a/{ada.sidik}/{nama}"


def pilih_sandi(terima: Accept) -> str:
    """br, gzip or identity: brotli whenever it is welcome, as it is always the smaller one."""
    return next((s for s in ("br", "gzip") if terima.quality(s) > 0), "identity")


@public
def kirim_aset(sidik: str, nama: str) -> Response:
    daftar: DaftarAset = current_app.extensions["aset"]
    ada = daftar.ambil(nama, pantau=current_app.debug)
    if ada is None or ada.sidik != sidik:
        abort(404)
    sandi = pilih_sandi(request.accept_encodings)
    sandi = sandi if sandi in ada.isi else "identity"
    jawaban = Response(ada.isi[sandi], content_type=ada.mime)
    if sandi != "identity":
        jawaban.headers["Content-Encoding"] = sandi
    jawaban.headers["Cache-Control"] = SELAMANYA
    jawaban.headers["X-Content-Type-Options"] = "nosniff"
    jawaban.vary.add("Accept-Encoding")
    jawaban.set_etag(f"{ada.sidik}-{sandi}")
    jawaban.make_conditional(request)
    return jawaban


def kompres_html(response: Response) -> Response:
    """Compress pages and fragments; for after_request. Files and streams pass untouched.

    Cheap settings: this runs on every page. Cookies are SameSite=Lax, so another site cannot make
    a signed-in browser fetch pages and learn from their compressed length.
    """
    if not _boleh_dikompres(response):
        return response
    isi = response.get_data()
    if len(isi) <= MIN_HTML:
        return response
    response.vary.add("Accept-Encoding")
    sandi = pilih_sandi(request.accept_encodings)
    if sandi == "identity":
        return response
    padat = brotli.compress(isi, quality=4) if sandi == "br" else gzip.compress(isi, 6, mtime=0)
    response.set_data(padat)
    response.headers["Content-Encoding"] = sandi
    etag, lemah = response.get_etag()
    if etag and not lemah:
        # Other bytes, same page: a weak tag still matches when the browser asks again.
        response.set_etag(etag, weak=True)
    return response


def _boleh_dikompres(response: Response) -> bool:
    return (
        response.mimetype == "text/html"
        and not response.direct_passthrough
        and not response.is_streamed
        and "Content-Encoding" not in response.headers
        and "Content-Range" not in response.headers
    )


def pasang(app: Flask) -> None:
    """Read everything (a missing file stops the start) and answer under /a/<hash>/<name>."""
    statis = Path(app.root_path) / "static"
    sumber = {nama: statis / jalur for nama, jalur in SENDIRI.items()}
    sumber |= {f"panduan-{p.name}": p for p in sorted((statis / "panduan").glob("*.webp"))}
    sumber["htmx.js"] = cari_htmx(app.config.get("HTMX_FILE"))
    app.extensions["aset"] = DaftarAset(sumber)
    app.jinja_env.globals["aset"] = aset
    app.add_url_rule("/a/<sidik>/<nama>", endpoint="core.aset", view_func=kirim_aset)
