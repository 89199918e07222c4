"""Reference data is the same for all tests: what these change is put back."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core import cache
from app.extensions import db
from tests.basisdata import ACUAN, kosongkan


@pytest.fixture
def app(app: Flask) -> Iterator[Flask]:
    """The app; afterwards its reference data is as before."""
    tabel = [t for t in db.metadata.sorted_tables if t.name in ACUAN]
    with db.engine.connect() as conn:
        semula = {t.name: conn.execute(sa.select(t)).mappings().all() for t in tabel}
    yield app
    db.session.remove()
    kosongkan()
    with db.engine.begin() as conn:
        for t in reversed(tabel):
            conn.execute(t.delete())
        for t in tabel:
            if semula[t.name]:
                conn.execute(t.insert(), [dict(b) for b in semula[t.name]])
    cache.lupakan("kantor")
