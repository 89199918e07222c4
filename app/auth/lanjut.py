"""Where to go after sign-in: only ever a page of ours; pure."""

from urllib.parse import urlsplit

# Coming back to these would ask to sign in again, or out.
_BUKAN_TUJUAN = ("/masuk", "/admin/masuk", "/keluar", "/aktivasi", "/captcha")


def aman(tujuan: str | None, *, petugas: bool) -> str | None:
    """The path if it may be followed, else None.

    Browsers strip tabs and line breaks from addresses and read "\\" as "/", so "/\\t/x.id" would
    lead away. A path that begins with exactly one "/" and holds none of these stays here.
    """
    if not tujuan or len(tujuan) > 500 or not tujuan.isprintable() or "\\" in tujuan:
        return None
    if not tujuan.startswith("/") or tujuan.startswith("//") or " " in tujuan:
        return None
    jalur = urlsplit(tujuan).path
    if any(jalur == b or jalur.startswith(b + "/") for b in _BUKAN_TUJUAN):
        return None
    admin = jalur == "/admin" or jalur.startswith("/admin/")
    return None if admin and not petugas else tujuan
