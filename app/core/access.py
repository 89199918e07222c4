"""Who may: closed unless declared, by role here and by row in `visible_to` of each model."""

from collections.abc import Callable
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import Flask, abort, current_app, flash, redirect, request, url_for
from flask_login import current_user
from sqlalchemy.orm.interfaces import ORMOption
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from app.core.htmx import go_to, wants_fragment
from app.extensions import Base, Pelaku, db

STAF = ("admin", "pelayanan", "penera", "kepala")
SEMUA = ("peserta", *STAF)

M = TypeVar("M", bound=Base)
F = TypeVar("F", bound=Callable[..., Any])


def public(fn: F) -> F:
    """Open to anybody, signed in or not."""
    fn.akses = None  # type: ignore[attr-defined]
    return fn


def roles(*peran: str) -> Callable[[F], F]:
    """Open to these roles only; others get 403, nobody-signed-in gets the sign-in page."""
    unknown = set(peran) - set(SEMUA)
    if unknown:
        raise ValueError(f"unknown roles: {unknown}")

    def tandai(fn: F) -> F:
        fn.akses = frozenset(peran)  # type: ignore[attr-defined]
        return fn

    return tandai


def declared(endpoint: str) -> frozenset[str] | None:
    """The roles of an endpoint; None is public; an endpoint that says nothing is open to no one."""
    fn = current_app.view_functions[endpoint]
    return cast("frozenset[str] | None", getattr(fn, "akses", frozenset()))


def pelaku() -> Pelaku:
    """The signed-in account, as rules may see it."""
    if not current_user.is_authenticated:
        abort(403)
    return cast(Pelaku, current_user._get_current_object())


def visible(model: type[M], *options: ORMOption) -> sa.Select[M]:
    """The only way to start a query on domain rows."""
    return sa.select(model).where(model.visible_to(pelaku())).options(*options)


def get_visible_or_404(model: type[M], id: int, *options: ORMOption) -> M:
    """Load a row and ask 'may I see it' in one go: not found and not yours look the same."""
    kunci = sa.inspect(model).primary_key[0]
    row = db.session.scalars(visible(model, *options).where(kunci == id)).unique().one_or_none()
    return row if row is not None else abort(404)


def masuk_dulu() -> BaseResponse:
    """Send a visitor to the right sign-in page, and back here after it.

    A form that comes in after its session has ended is kept by whoever knows about sessions.
    """
    halaman = "auth.masuk_petugas" if request.path.startswith("/admin") else "auth.masuk"
    if request.method == "POST" and current_app.extensions["titip_isian"]():
        flash(
            "Sesi Anda berakhir sebelum isian diterima. Log In lagi: isian dipasang kembali, "
            "kecuali berkas yang baru dipilih.",
            "peringatan",
        )
    url = url_for(halaman, lanjut=_kembali_ke_sini())
    if wants_fragment():
        return BaseResponse(status=401, headers={"HX-Redirect": url})
    return redirect(url, 303)


def _kembali_ke_sini() -> str | None:
    """The page to come back to: this one, or the one whose form was just sent."""
    sini = request.full_path.rstrip("?")
    if request.method == "GET":
        return sini
    try:
        current_app.create_url_adapter(request).match(method="GET")  # type: ignore[union-attr]
    except HTTPException:  # a button on some other page of ours
        asal = urlsplit(request.referrer or "")
        if asal.netloc != request.host:
            return None
        return asal.path + (f"?{asal.query}" if asal.query else "")
    return sini


def wajib_mfa(akun: Any) -> bool:
    """Must this account sign in with a second step?"""
    if not current_app.config["MFA"]:
        return False
    wajib = current_app.config.get("MFA_WAJIB", "admin")
    return bool(wajib == "semua" or (wajib == "admin" and akun.peran == "admin"))


def _harus_dulu() -> str | None:
    """The page an account has to get past before any other."""
    if getattr(current_user, "harus_ganti", False):
        return None if request.endpoint in LUNAK else "auth.ganti_sandi"
    if wajib_mfa(current_user) and not getattr(current_user, "bermfa", False):
        lunak = LUNAK | LUNAK_MFA
        return None if request.endpoint in lunak else "auth.dua_langkah"
    return None


def check_access() -> BaseResponse | None:
    """Runs before every request."""
    if request.endpoint is None:  # no such address: let routing answer 404/405
        return None
    boleh = declared(request.endpoint)
    if boleh is None:
        return None
    if not current_user.is_authenticated:
        return masuk_dulu()
    dulu = _harus_dulu()
    if dulu is not None:
        return go_to(url_for(dulu))
    if current_user.peran not in boleh:
        abort(403)
    return None


# What somebody with a temporary password may still do.
LUNAK = frozenset({"auth.ganti_sandi", "auth.keluar", "auth.sesi_tetap"})
# And somebody who has yet to set up the second step.
LUNAK_MFA = frozenset(
    {
        "auth.dua_langkah",
        "auth.dua_langkah_mulai",
        "auth.dua_langkah_pasang",
        "auth.dua_langkah_batal",
    }
)


def pasang(app: Flask) -> None:
    app.before_request(check_access)
