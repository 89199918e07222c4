"""What the browser is told: nothing from elsewhere, nothing inline, nothing of a person kept."""

from flask import Flask, Response, current_app, request, session
from flask_login import current_user

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "media-src 'self'",
        "connect-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


def rahasia() -> bool:
    """Whether no cache may keep this answer: it is somebody's, or shows what was just typed.

    An address that carries a token is a secret in itself (a receipt, a one-time link), also for
    visitors who are not signed in.
    """
    if request.method not in ("GET", "HEAD", "OPTIONS") or "token" in (request.view_args or {}):
        return True
    return bool(current_user and current_user.is_authenticated)


def berkuki() -> bool:
    """Whether this answer carries a cookie: of who is signed in, or of a session that is new,
    changed or at its end. The user is asked for first, as that may change the session."""
    return bool(current_user.is_authenticated or session.modified or session.permanent)


def simpan_umum(jawaban: Response, detik: int = 3600) -> Response:
    """Caches may keep this answer for everybody, unless it carries somebody's cookie."""
    umum = f"public, max-age={detik}"
    jawaban.headers["Cache-Control"] = "private, no-store" if berkuki() else umum
    return jawaban


def pasang(app: Flask) -> None:
    @app.after_request
    def _kepala(response: Response) -> Response:
        h = response.headers
        h.setdefault("Content-Security-Policy", CSP)
        h["X-Content-Type-Options"] = "nosniff"
        # What frame-ancestors says, for browsers from before it.
        h["X-Frame-Options"] = "DENY"
        h["Referrer-Policy"] = "same-origin"
        h["Cross-Origin-Opener-Policy"] = "same-origin"
        h["Cross-Origin-Resource-Policy"] = "same-origin"
        h["Permissions-Policy"] = "geolocation=(), microphone=(), camera=(self)"
        # Said over plain http it would be ignored, or lock out an office that has no TLS yet.
        if current_app.config["MODE"] == "production" and request.is_secure:
            h["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if "Cache-Control" not in h:
            h["Cache-Control"] = "private, no-store" if rahasia() else "no-cache"
        return response
