"""Reference data is the same for all tests: what these change is put back."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.basisdata import acuan_kembali


@pytest.fixture
def app(app: Flask) -> Iterator[Flask]:
    """The app; afterwards its reference data is as before."""
    with acuan_kembali():
        yield app
