"""Fixtures of the reports."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app.laporan import admin, pekerja, sql


@pytest.fixture
def besar(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two rows are many, and a part is two."""
    monkeypatch.setattr(admin, "LANGSUNG", 2)
    for modul in (sql, pekerja):
        monkeypatch.setattr(modul, "POTONG", 2)
    app.extensions["latar"] = []
    yield
    app.extensions.pop("latar")
