"""Fixtures shared by all tests: the app on both databases, clients, and a count of queries."""

import gc
import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import Context
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import event
from werkzeug.test import TestResponse

from app.auth.models import Pengguna, Sesi
from app.auth.services import sidik_token
from app.core import cache, clock
from app.extensions import db
from app.pengaturan.queries import kantor, libur, saringan_kecamatan
from tests import postgres
from tests.basisdata import Apps, kosongkan
from tests.pembagian import Pembagian, urutkan


def pytest_configure(config: pytest.Config) -> None:
    postgres.sediakan(config)


def pytest_unconfigure(config: pytest.Config) -> None:
    postgres.bereskan(config)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Iterator[None]:
    """What is marked `sekali` runs on SQLite only."""
    items[:] = [i for i in items if not (i.get_closest_marker("sekali") and _di_postgres(i))]
    yield
    if hasattr(config, "workerinput"):  # one of several processes
        urutkan(items)


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: nothing to look through again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Several processes share the work by tests/pembagian.py, unless somebody says otherwise."""
    return Pembagian(config, log) if config.getvalue("dist") == "load" else None


def _di_postgres(item: pytest.Item) -> bool:
    panggilan = getattr(item, "callspec", None)
    return panggilan is not None and panggilan.params.get("app_sesi") == "postgres"


def wajib_ada(apa: object | None, kalimat: str) -> None:
    """In CI what is missing is a failure; elsewhere the test is skipped with a sentence."""
    if apa is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(kalimat)


class Klien(FlaskClient):
    """A browser without a screen. Each request runs as in a server: no context of the test's own,
    and a session that has read nothing yet."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        db.session.remove()
        kwargs.setdefault("buffered", True)  # a file sent is read to its end, and closed
        return Context().run(super().open, *args, **kwargs)

    def token(self) -> str:
        """A CSRF token as a page of this session would carry."""
        with self.session_transaction() as sesi:
            mentah = sesi.setdefault("csrf_token", "0" * 40)
        kunci = self.application.secret_key
        assert kunci is not None
        return URLSafeTimedSerializer(kunci, salt="wtf-csrf-token").dumps(mentah)

    def kirim(self, url: str, data: dict[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        """POST a form as its page would: with the token, files included."""
        isi = {"csrf_token": self.token()} | (data or {})
        return self.post(url, data=isi, content_type="multipart/form-data", **kwargs)

    def htmx(self, url: str, **kwargs: Any) -> TestResponse:
        """GET the region."""
        return self.get(url, headers={"HX-Request": "true"}, **kwargs)


@pytest.fixture(scope="session")
def apps(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Apps]:
    """The apps of this test process, one per database."""
    milik = tmp_path_factory.mktemp("basisdata")
    bersama = milik.parent if worker_id == "master" else milik.parent.parent
    apps = Apps(bersama, milik, worker_id)
    yield apps
    apps.tutup()


@pytest.fixture(
    scope="session", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def app_sesi(request: pytest.FixtureRequest, apps: Apps) -> Flask:
    """One app per database and test process, its schema made by the migrations."""
    if request.param == "postgres":
        wajib_ada(postgres.klaster(), postgres.ALASAN)
    app = apps[request.param]
    app.test_client_class = Klien
    return app


# For what no database can tell apart: how a page looks, what an answer's headers say, how a file
# is read. The sweeps of queries, rights and odd input run on both.
sekali = pytest.mark.sekali
di_postgres = pytest.mark.parametrize(
    "app_sesi", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True,
    scope="session",
)  # fmt: skip


@pytest.fixture
def app(app_sesi: Flask) -> Iterator[Flask]:
    """The app with an empty database: reference data only."""
    app_sesi.extensions.pop("rak", None)
    with app_sesi.app_context():
        kosongkan()
        yield app_sesi
        db.session.remove()


@pytest.fixture
def klien(app: Flask) -> Klien:
    """A visitor who is not signed in."""
    return app.test_client()  # type: ignore[return-value]


def tiket(pengguna: Pengguna) -> str:
    """The token of a new session of this account, as a browser would hold it.

    Written beside the session of the test, whose rows it leaves as they are.
    """
    token, sekarang = secrets.token_urlsafe(16), clock.now()
    isi = {"sidik": sidik_token(token), "pengguna_id": pengguna.id, "perangkat": "Peramban uji"}
    waktu = {"dibuat_pada": sekarang, "terakhir_pada": sekarang, "alamat": ""}
    with db.engine.begin() as conn:
        conn.execute(sa.insert(Sesi).values(**isi, **waktu))
    return token


@pytest.fixture
def masuk(app: Flask) -> Callable[[Pengguna], Klien]:
    """masuk(pengguna) → a client with a session of that account."""

    def _masuk(pengguna: Pengguna) -> Klien:
        klien = app.test_client()
        with klien.session_transaction() as sesi:
            sesi["_user_id"] = tiket(pengguna)
            sesi["_fresh"] = True
        return klien  # type: ignore[return-value]

    return _masuk


@pytest.fixture
def hitung_query(app: Flask) -> Callable[[], AbstractContextManager[list[str]]]:
    """with hitung_query() as daftar: … ; daftar holds the statements that ran."""

    @contextmanager
    def _hitung() -> Iterator[list[str]]:
        daftar: list[str] = []
        # Remembered for half a minute in every process, from now on: no cost of a page.
        for ingatan in ("kantor", "libur", "kecamatan"):
            cache.lupakan(ingatan)
        kantor()
        libur()
        saringan_kecamatan()
        db.session.remove()

        def _catat(_conn: Any, _cursor: Any, perintah: str, *_sisa: Any) -> None:
            if not re.match(r"(BEGIN|PRAGMA|SAVEPOINT|ROLLBACK|COMMIT)", perintah):
                daftar.append(perintah)

        event.listen(db.engine, "before_cursor_execute", _catat)
        try:
            yield daftar
        finally:
            event.remove(db.engine, "before_cursor_execute", _catat)

    return _hitung


def ambil(model: type[Any], id: int) -> Any:
    """The row as it stands in the database now."""
    db.session.expire_all()
    return db.session.scalar(sa.select(model).where(model.id == id))
