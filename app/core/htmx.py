"""The one place that knows HTMX: a page for a browser, a region for htmx."""

from flask import Flask, Response, g, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse


def wants_fragment() -> bool:
    """True when htmx asks for one region; going back in history wants the page."""
    g.reads_htmx = True  # the after_request hook turns this into Vary: HX-Request
    restoring = "HX-History-Restore-Request" in request.headers
    return request.headers.get("HX-Request") == "true" and not restoring


def render(page: str, fragment: str, /, code: int = 200, **ctx: object) -> Response:
    """One view, two shapes: the whole page for a browser, one region for htmx."""
    return make_response(render_template(fragment if wants_fragment() else page, **ctx), code)


def go_to(url: str) -> BaseResponse:
    """Done and leaving: 303, or the header htmx obeys before it looks at the status."""
    if wants_fragment():
        return Response(status=204, headers={"HX-Redirect": url})
    return redirect(url, 303)


def pasang(app: Flask) -> None:
    """Every HTML answer may differ by HX-Request, so caches must know."""

    @app.after_request
    def _vary(response: Response) -> Response:
        if g.pop("reads_htmx", False) or response.mimetype == "text/html":
            response.vary.add("HX-Request")
        return response
