"""Who may: closed unless declared, by role here and by row in `visible_to` of each model."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from flask import Flask, abort, current_app, redirect, request, url_for
from flask_login import current_user
from sqlalchemy.orm.interfaces import ORMOption
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
    row = db.session.scalar(visible(model, *options).where(kunci == id))
    return row if row is not None else abort(404)


def masuk_dulu() -> BaseResponse:
    """Send a visitor to the right sign-in page, and back here after it."""
    halaman = "auth.masuk_petugas" if request.path.startswith("/admin") else "auth.masuk"
    lanjut = request.full_path.rstrip("?") if request.method == "GET" else None
    url = url_for(halaman, lanjut=lanjut)
    if wants_fragment():
        return BaseResponse(status=401, headers={"HX-Redirect": url})
    return redirect(url, 303)


def check_access() -> BaseResponse | None:
    """Runs before every request."""
    if request.endpoint is None:  # no such address: let routing answer 404/405
        return None
    boleh = declared(request.endpoint)
    if boleh is None:
        return None
    if not current_user.is_authenticated:
        return masuk_dulu()
    if getattr(current_user, "harus_ganti", False) and request.endpoint not in LUNAK:
        return go_to(url_for("auth.ganti_sandi"))
    if current_user.peran not in boleh:
        abort(403)
    return None


# What somebody with a temporary password may still do.
LUNAK = frozenset({"auth.ganti_sandi", "auth.keluar"})


def pasang(app: Flask) -> None:
    app.before_request(check_access)
