"""One JSON line a request, with an id that also goes to the browser; no query string, no names.

Of what was refused it also says which account that was, by a mark that tells equal ones, and which
lock held ("token", "asal").
"""

import json
import logging
import secrets
import sys
import time

from flask import Flask, Response, g, has_request_context, request
from flask_login import current_user

from app.core import clock
from app.core.kunci import indeks


class Baris(logging.Formatter):
    """JSON, so that a line break in a value cannot forge a second line."""

    def format(self, record: logging.LogRecord) -> str:
        baris: dict[str, object] = {
            "waktu": clock.now().isoformat(timespec="milliseconds"),
            "tingkat": record.levelname,
            "asal": record.name,
            "pesan": record.getMessage(),
        }
        if has_request_context():
            baris["permintaan"] = g.get("permintaan_id")
        baris.update(getattr(record, "data", {}))
        if record.exc_info:
            baris["jejak"] = self.formatException(record.exc_info)
        return json.dumps(baris, ensure_ascii=False)


log = logging.getLogger("konsumen")


def _ditolak(status: int) -> dict[str, str]:
    """Who was refused, and by what, as far as this request knows it."""
    if status not in (400, 403):
        return {}
    isi = {"sebab": g.sebab_ditolak} if "sebab_ditolak" in g else {}
    if "_login_user" in g and current_user.is_authenticated:
        isi["akun"] = indeks(str(current_user.id), "log.akun")[:16]
    return isi


def pasang(app: Flask) -> None:
    if not log.handlers:
        tulis = logging.StreamHandler(sys.stderr)
        tulis.setFormatter(Baris())
        for nama in ("konsumen", "app"):
            logging.getLogger(nama).addHandler(tulis)
            logging.getLogger(nama).propagate = bool(app.testing)
        log.setLevel(logging.WARNING if app.testing else logging.INFO)

    @app.before_request
    def _mulai() -> None:
        g.permintaan_id = secrets.token_hex(8)
        g.mulai = time.perf_counter()

    @app.after_request
    def _selesai(response: Response) -> Response:
        response.headers["X-Request-ID"] = g.get("permintaan_id", "")
        if request.endpoint not in ("core.aset", "sehat"):
            data = {
                "metode": request.method,
                "rute": str(request.url_rule or "-"),
                "status": response.status_code,
                "ms": round((time.perf_counter() - g.get("mulai", time.perf_counter())) * 1000, 1),
                **_ditolak(response.status_code),
            }
            log.info("permintaan", extra={"data": data})
        return response
