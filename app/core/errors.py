"""A broken rule is an answer, not an accident; any other failure gets a page one can use."""

import logging
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from app.core.access import check_access
from app.core.htmx import wants_fragment
from app.extensions import db

log = logging.getLogger(__name__)


class AturanDilanggar(Exception):
    """A rule says no. `pesan` is a sentence for who asked; `field` the form field meant."""

    def __init__(self, pesan: str, field: str | None = None) -> None:
        super().__init__(pesan)
        self.pesan = pesan
        self.field = field


@dataclass(frozen=True)
class Galat:
    judul: str
    penjelasan: str
    saran: str


GALAT = {
    400: Galat(
        "Permintaan tidak dapat dibaca",
        "Isian yang kami terima tidak lengkap atau sudah kedaluwarsa. Data Anda tidak berubah.",
        "Kembali ke halaman sebelumnya, muat ulang, lalu kirim lagi.",
    ),
    403: Galat(
        "Halaman ini bukan untuk peran Anda",
        "Akun Anda tidak memiliki hak untuk membuka halaman atau melakukan tindakan ini.",
        "Kembali ke beranda. Bila menurut Anda ini keliru, hubungi kantor.",
    ),
    404: Galat(
        "Halaman tidak ditemukan",
        "Alamatnya mungkin salah ketik, sudah dipindahkan, atau bukan milik Anda.",
        "Periksa alamat, atau mulai lagi dari beranda.",
    ),
    405: Galat(
        "Cara membuka halaman ini keliru",
        "Alamat ini hanya menerima kiriman formulir.",
        "Kembali ke halaman sebelumnya dan tekan tombolnya sekali lagi.",
    ),
    409: Galat(
        "Belum dapat dilakukan",
        "",
        "Lihat dulu keadaan terbarunya, lalu putuskan lagi bila masih perlu.",
    ),
    413: Galat(
        "Berkas terlalu besar",
        "Jumlah ukuran berkas melebihi batas sekali kirim. Belum ada yang tersimpan.",
        "Kembali, pilih berkas yang lebih kecil atau kirim satu per satu.",
    ),
    429: Galat(
        "Terlalu banyak percobaan",
        "Demi keamanan, percobaan dibatasi.",
        "Tunggu beberapa menit, lalu coba lagi.",
    ),
    500: Galat(
        "Ada gangguan di sisi kami",
        "Permintaan Anda belum diproses. Data yang sudah tersimpan tetap aman.",
        "Coba lagi beberapa saat lagi. Bila berulang, sebutkan kode di bawah ini kepada kantor.",
    ),
    503: Galat(
        "Layanan sedang tidak tersedia",
        "Layanan sedang dirawat. Data yang sudah tersimpan tetap aman.",
        "Coba lagi beberapa menit lagi.",
    ),
}


def _tertulis() -> list[str]:
    """The sentences somebody typed, to be read and copied from the page that refused them.

    Only what has a space: tokens, numbers and dates have none. With htmx the form is still there.
    """
    if request.method != "POST" or wants_fragment():
        return []
    isi = request.form.items(multi=True)
    return [nilai for nama, nilai in isi if " " in nilai.strip() and "sandi" not in nama]


def halaman_galat(
    kode: int,
    penjelasan: str | None = None,
    kode_galat: str | None = None,
    galat: Galat | None = None,
) -> Response:
    """The error as a whole page, or as the #pesan region when htmx asked."""
    galat = galat or GALAT.get(kode, GALAT[400 if kode < 500 else 500])
    templat = "core/_galat_pesan.html" if wants_fragment() else "core/galat.html"
    tautan, label = _tautan(kode)
    isi = render_template(
        templat,
        kode=kode,
        judul=galat.judul,
        penjelasan=penjelasan or galat.penjelasan,
        saran=galat.saran,
        kode_galat=kode_galat,
        tertulis=_tertulis() if kode == 409 else [],
        tautan=tautan,
        label_tautan=label,
    )
    jawaban = make_response(isi, kode)
    if wants_fragment():
        jawaban.headers["HX-Retarget"] = "#pesan"
        jawaban.headers["HX-Reswap"] = "outerHTML"
    return jawaban


def _tautan(kode: int) -> tuple[str, str]:
    """The way on from an error."""
    if (kembali := _kembali_ke()) != "/":
        return kembali, "Kembali ke halaman sebelumnya"
    if kode == 409 and (atas := _di_atasnya()):
        return atas, "Lihat keadaan terbaru"
    return "/", "Ke beranda"


def _di_atasnya() -> str:
    """The nearest page above a form that sent to its own address, where going back leads nowhere
    and reloading would send again."""
    peta, jalur = current_app.url_map.bind_to_environ(request.environ), request.path
    while jalur := jalur.rpartition("/")[0]:
        if peta.test(jalur, method="GET"):
            return request.script_root + jalur
    return ""


def _kembali_ke() -> str:
    """Where 'back' leads: the page the request came from when it is ours, else the front page.

    Only path and query are kept, so a forged header cannot lead elsewhere.
    """
    asal = urlsplit(request.referrer or "")
    if asal.netloc != request.headers.get("Host") or not asal.path.startswith("/"):
        return "/"
    kembali = "/" + asal.path.lstrip("/") + (f"?{asal.query}" if asal.query else "")
    return "/" if kembali == request.full_path.rstrip("?") else kembali


def _tanpa_token() -> BaseResponse:
    """A form without its token. With a cookie so old that it is gone, the way in comes first."""
    g.sebab_ditolak = "token"
    pintu = None if current_user.is_authenticated else check_access()
    return pintu or halaman_galat(
        400,
        "Halaman ini dibuka sebelum Anda masuk, atau sesi sudah berganti. Belum ada yang berubah.",
    )


def _jawab(kode: int, e: HTTPException) -> Response:
    """The page of an error, with what it says of itself."""
    jawaban = halaman_galat(kode, getattr(e, "penjelasan", None))
    if tunggu := getattr(e, "retry_after", None):
        jawaban.headers["Retry-After"] = str(tunggu)
    return jawaban


def pasang(app: Flask) -> None:
    """Register the handlers."""

    @app.errorhandler(AturanDilanggar)
    def _aturan(e: AturanDilanggar) -> Response:
        return halaman_galat(409, e.pesan)

    @app.errorhandler(CSRFError)
    def _csrf(e: CSRFError) -> BaseResponse:
        return _tanpa_token()

    @app.errorhandler(HTTPException)
    def _http(e: HTTPException) -> Response | HTTPException:
        if e.code is None or e.code < 400:
            return e
        return _jawab(e.code, e)

    @app.errorhandler(Exception)
    def _lain(e: Exception) -> Response:
        if current_app.config.get("PROPAGATE_EXCEPTIONS"):
            raise e
        kode = secrets.token_hex(4).upper()
        log.error("kode %s di %s", kode, request.path, exc_info=e)
        db.session.rollback()
        g.pop("_login_user", None)
        try:
            return halaman_galat(500, kode_galat=kode)
        except Exception:  # the database is gone, and the page's footer with it
            log.exception("halaman galat tidak dapat dibuat")
            return Response(f"{GALAT[500].judul}. Kode: {kode}", 500, mimetype="text/plain")
