"""What the browser is told: nothing from elsewhere, nothing inline, nothing of a person kept."""

from flask import Flask, Response, current_app, request
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


def pasang(app: Flask) -> None:
    @app.after_request
    def _kepala(response: Response) -> Response:
        h = response.headers
        h.setdefault("Content-Security-Policy", CSP)
        h["X-Content-Type-Options"] = "nosniff"
        h["Referrer-Policy"] = "same-origin"
        h["Cross-Origin-Opener-Policy"] = "same-origin"
        h["Permissions-Policy"] = "geolocation=(), microphone=(), camera=(self)"
        if current_app.config["MODE"] == "production" and request.is_secure:
            h["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if "Cache-Control" not in h:
            masuk = current_user and current_user.is_authenticated
            h["Cache-Control"] = "private, no-store" if masuk else "no-cache"
        return response
