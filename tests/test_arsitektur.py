"""The code keeps its own rules: who may import whom, where flask and commits belong, sizes."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import FEATURES

APP = Path(__file__).parent.parent / "app"
BERKAS = sorted(APP.rglob("*.py"))
# What a feature shows to those on its right. `states` is pure vocabulary: anybody may read it.
# `isian` holds parts of a form (a captcha, a pair of selects) that other features' forms embed.
# `data` reads the reference files that come with the program.
TERBUKA = {"models", "queries", "services", "states", "isian", "data", "tarif", "sandi"}
# The web belongs here; everywhere else a rule takes plain arguments.
WEB = {"views", "keamanan", "admin", "isian", "perintah", "__init__"}


def impor(file: Path) -> Iterator[tuple[str, set[str]]]:
    """(module, names) of every import in the file, wherever it stands."""
    for simpul in ast.walk(ast.parse(file.read_text())):
        if isinstance(simpul, ast.ImportFrom):
            yield simpul.module or "", {a.name for a in simpul.names}
        elif isinstance(simpul, ast.Import):
            yield from ((a.name, set()) for a in simpul.names)


def letak(file: Path) -> tuple[str, str]:
    """(feature or core, module) of a file of the app."""
    bagian = file.relative_to(APP).with_suffix("").parts
    return (bagian[0], bagian[-1]) if len(bagian) > 1 else ("", bagian[0])


def sasaran(modul: str, nama: set[str]) -> Iterator[tuple[str, str]]:
    """(feature, module) imported, as in `from app.uttp.models import X`."""
    bagian = modul.split(".")
    if bagian[0] != "app" or len(bagian) < 2:
        return
    if len(bagian) > 2:
        yield bagian[1], bagian[2]
    else:
        yield from ((bagian[1], n) for n in nama)


def salah_arah(fitur: str, modul: str, ke: str, isi: str) -> bool:
    if ke == fitur or ke in ("core", "extensions") or ke not in FEATURES:
        return False
    if fitur == "core":
        return True
    if isi == "states":
        return False
    return FEATURES.index(ke) > FEATURES.index(fitur) or isi not in TERBUKA


@pytest.mark.parametrize("file", BERKAS, ids=lambda f: str(f.relative_to(APP)))
def test_impor_hanya_ke_kiri(file: Path) -> None:
    fitur, modul = letak(file)
    if fitur == "":
        return
    salah = [
        f"app.{ke}.{isi}"
        for m, nama in impor(file)
        for ke, isi in sasaran(m, nama)
        if salah_arah(fitur, modul, ke, isi)
    ]
    assert not salah, f"{file}: {salah}"


def test_aturan_impor_menangkap_arah_ke_kanan() -> None:
    assert salah_arah("uttp", "queries", "pengajuan", "models")
    assert salah_arah("pengajuan", "views", "uttp", "views")
    assert salah_arah("core", "uploads", "auth", "models")
    assert not salah_arah("pengajuan", "services", "uttp", "models")
    assert not salah_arah("uttp", "queries", "pengajuan", "states")


@pytest.mark.parametrize("file", BERKAS, ids=lambda f: str(f.relative_to(APP)))
def test_flask_hanya_di_tempatnya(file: Path) -> None:
    fitur, modul = letak(file)
    if fitur in ("", "core") or modul in WEB or (fitur, modul) == ("auth", "models"):
        return
    terlarang = {m.split(".")[0] for m, _ in impor(file)} & {"flask", "flask_login"}
    # Forms are made of Flask-WTF; commands of the office are click commands.
    assert not terlarang, f"{file} memakai {terlarang}"


@pytest.mark.parametrize("file", BERKAS, ids=lambda f: str(f.relative_to(APP)))
def test_commit_hanya_di_tulis(file: Path) -> None:
    if letak(file) == ("core", "db"):
        return
    for simpul in ast.walk(ast.parse(file.read_text())):
        if isinstance(simpul, ast.Attribute) and simpul.attr == "commit":
            pytest.fail(f"{file}:{simpul.lineno} memanggil commit di luar tulis()")


@pytest.mark.parametrize("file", BERKAS, ids=lambda f: str(f.relative_to(APP)))
def test_jam_hanya_dari_core_clock(file: Path) -> None:
    if letak(file) == ("core", "clock"):
        return
    for simpul in ast.walk(ast.parse(file.read_text())):
        if isinstance(simpul, ast.Attribute) and simpul.attr in ("now", "today", "utcnow"):
            assert not (
                isinstance(simpul.value, ast.Name) and simpul.value.id in ("datetime", "date")
            )


def test_hanya_terapkan_yang_mengubah_status_pengajuan() -> None:
    """`Pengajuan.status` is written by pengajuan.services alone."""
    for file in BERKAS:
        fitur, modul = letak(file)
        if (fitur, modul) == ("pengajuan", "services") or fitur == "demo":
            continue
        for simpul in ast.walk(ast.parse(file.read_text())):
            if isinstance(simpul, ast.Assign):
                for kiri in simpul.targets:
                    if isinstance(kiri, ast.Attribute) and kiri.attr == "status":
                        nama = kiri.value.id if isinstance(kiri.value, ast.Name) else ""
                        assert "pengajuan" not in nama, f"{file}:{simpul.lineno}"


@pytest.mark.parametrize("file", BERKAS, ids=lambda f: str(f.relative_to(APP)))
def test_ukuran_modul(file: Path) -> None:
    assert len(file.read_text().splitlines()) <= 450, "ada fitur lain yang bersembunyi di sini"


def test_setiap_fitur_punya_bp_dan_menu(app_sesi) -> None:
    assert set(FEATURES) <= set(app_sesi.blueprints)


@pytest.mark.parametrize("file", BERKAS, ids=lambda f: str(f.relative_to(APP)))
def test_tidak_ada_pengecualian_yang_ditelan(file: Path) -> None:
    for simpul in ast.walk(ast.parse(file.read_text())):
        if isinstance(simpul, ast.ExceptHandler):
            kosong = all(isinstance(s, ast.Pass) for s in simpul.body)
            luas = simpul.type is None or getattr(simpul.type, "id", "") in (
                "Exception",
                "BaseException",
            )
            assert not (kosong and luas), f"{file}:{simpul.lineno}"
