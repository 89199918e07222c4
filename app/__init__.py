"""The application factory."""

from importlib import import_module
from importlib.util import find_spec

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app.core import (
    access,
    antre,
    asal,
    assets,
    cadangan_perintah,
    errors,
    headers,
    htmx,
    kiriman,
    kunci,
    log,
    nomor,
    pembersihan,
    periksa,
    sehat,
    storage,
    templating,
    uploads,
)
from app.extensions import csrf, db, login_manager, migrate, siapkan_sqlite
from config import Config

# Left to right: a feature may import those on its left (tests/test_arsitektur.py).
FEATURES = (
    "pengaturan",
    "auth",
    "peserta",
    "uttp",
    "katalog",
    "tarif",
    "pengajuan",
    "pelanggan",
    "draf",
    "impor",
    "armada",
    "jadwal",
    "kalender",
    "penugasan",
    "pembayaran",
    "pengujian",
    "serah",
    "borongan",
    "catatan",
    "notifikasi",
    "profil",
    "pribadi",
    "meja",
    "laporan",
    "konten",
    "publik",
    "demo",
)


def create_app(config: Config | None = None) -> Flask:
    """Build the app from typed settings; without any, they come from the environment and .env."""
    config = config or Config.dari_lingkungan()
    app = Flask(__name__, static_folder=None)
    app.config.from_mapping(config.untuk_flask())
    app.extensions["penyimpanan"] = storage.buka_penyimpanan(app.config["BERKAS_URL"])

    if app.config["DI_BALIK_PROXY"]:
        # One proxy of our own in front: it says who asks and whether it came over TLS.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=0)  # type: ignore[method-assign]
    db.init_app(app)
    migrate.init_app(app, db, render_as_batch=True, compare_type=True)
    login_manager.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            siapkan_sqlite(db.engine)
    # Before each request, in this order: its number, where it comes from, and then its token.
    kiriman.pasang(app)
    log.pasang(app)
    asal.pasang(app)
    csrf.init_app(app)
    for bagian in (
        nomor, kunci, access, errors, headers, htmx, assets, templating, uploads, sehat,
        pembersihan, periksa, cadangan_perintah, antre,
    ):  # fmt: skip
        bagian.pasang(app)
    app.after_request(assets.kompres_html)
    _pasang_fitur(app)
    if app.config["MODE"] != "production":
        app.register_blueprint(import_module("app.core.gaya").bp)
    return app


def _pasang_fitur(app: Flask) -> None:
    """Each feature brings its addresses, its entries of the menu and its cards."""
    app.extensions["menu"] = []
    app.extensions["kartu"] = []
    for nama in FEATURES:
        fitur = import_module(f"app.{nama}")
        for bagian_web in ("views", "keamanan", "admin", "perintah"):
            if find_spec(f"app.{nama}.{bagian_web}"):
                import_module(f"app.{nama}.{bagian_web}")
        app.register_blueprint(fitur.bp)
        app.extensions["menu"] += fitur.MENU
        if find_spec(f"app.{nama}.kartu"):
            app.extensions["kartu"] += import_module(f"app.{nama}.kartu").KARTU
    app.extensions["menu"].sort(key=lambda m: m.urutan)
