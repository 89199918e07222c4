"""Numbers of rows as addresses and forms carry them: none is larger than the column it is for."""

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

TERBESAR = 2**31 - 1


def baca_id(teks: object) -> int | None:
    """The number of a row; None for anything that no row can have."""
    angka = str(teks)
    if not (angka.isascii() and angka.isdigit() and len(angka) <= 10):
        return None
    nomor = int(angka)
    return nomor if nomor <= TERBESAR else None


class NomorConverter(IntegerConverter):
    """<int:id> in an address. Too large for the database is not found, not an accident."""

    regex = r"[0-9]{1,10}"

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=TERBESAR)


def pasang(app: Flask) -> None:
    """Before the first address is registered."""
    app.url_map.converters["int"] = NomorConverter
