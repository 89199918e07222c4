"""The code keeps its own rules: who may import whom, where flask and commits belong, sizes."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from app import FEATURES

APP = Path(__file__).parent.parent / "app"
BERKAS = sorted(APP.rglob("*.py"))
# What a feature shows to those on its right. `states` is pure vocabulary: anybody may read it.
# `isian` holds parts of a form (a captcha, a pair of selects) that other features' forms embed.
# `data` reads the reference files that come with the program. `giliran` says whose turn it is.
# `biaya` knows the fee of one application. `antrean` and `catatan` are lists
# with their filters, `cari` is how text is matched.
TERBUKA = {
    "antrean",
    "cari",
    "catatan",
    "biaya",
    "models",
    "queries",
    "services",
    "states",
    "isian",
    "data",
    "tarif",
    "sandi",
    "giliran",
}
# The web belongs here; everywhere else a rule takes plain arguments.
WEB = {"views", "keamanan", "admin", "isian", "perintah", "__init__"}


@cache
def simpul_dari(file: Path) -> list[ast.AST]:
    """Every node of the file, read once for all tests."""
    return list(ast.walk(ast.parse(file.read_text())))


def impor(file: Path) -> Iterator[tuple[str, set[str]]]:
    """(module, names) of every import in the file, wherever it stands."""
    for simpul in simpul_dari(file):
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


def test_impor_hanya_ke_kiri() -> None:
    salah = [
        f"{file.relative_to(APP)}: app.{ke}.{isi}"
        for file in BERKAS
        if letak(file)[0]
        for m, nama in impor(file)
        for ke, isi in sasaran(m, nama)
        if salah_arah(*letak(file), ke, isi)
    ]
    assert not salah


def test_aturan_impor_menangkap_arah_ke_kanan() -> None:
    assert salah_arah("uttp", "queries", "pengajuan", "models")
    assert salah_arah("pengajuan", "views", "uttp", "views")
    assert salah_arah("core", "uploads", "auth", "models")
    assert not salah_arah("pengajuan", "services", "uttp", "models")
    assert not salah_arah("uttp", "queries", "pengajuan", "states")


def test_flask_hanya_di_tempatnya() -> None:
    """Forms are made of Flask-WTF; commands of the office are click commands."""
    salah = [
        f"{file.relative_to(APP)}: {m}"
        for file in BERKAS
        for fitur, modul in [letak(file)]
        if fitur not in ("", "core") and modul not in WEB and (fitur, modul) != ("auth", "models")
        for m, _ in impor(file)
        if m.split(".")[0] in ("flask", "flask_login")
    ]
    assert not salah


def simpul_di(jenis: type[Any], kecuali: tuple[str, str]) -> Iterator[tuple[str, Any]]:
    """(place, node) of every node of this kind, but for the module where it belongs."""
    for file in BERKAS:
        if letak(file) != kecuali:
            for simpul in simpul_dari(file):
                if isinstance(simpul, jenis):
                    yield f"{file.relative_to(APP)}:{simpul.lineno}", simpul


def test_commit_hanya_di_tulis() -> None:
    salah = [t for t, s in simpul_di(ast.Attribute, ("core", "db")) if s.attr == "commit"]
    assert not salah


def test_jam_hanya_dari_core_clock() -> None:
    salah = [
        tempat
        for tempat, s in simpul_di(ast.Attribute, ("core", "clock"))
        if s.attr in ("now", "today", "utcnow")
        and isinstance(s.value, ast.Name)
        and s.value.id in ("datetime", "date")
    ]
    assert not salah


def test_hanya_terapkan_yang_mengubah_status_pengajuan() -> None:
    """`Pengajuan.status` is written by pengajuan.services alone."""
    for file in BERKAS:
        fitur, modul = letak(file)
        if (fitur, modul) == ("pengajuan", "services") or fitur == "demo":
            continue
        for simpul in simpul_dari(file):
            if isinstance(simpul, ast.Assign):
                for kiri in simpul.targets:
                    if isinstance(kiri, ast.Attribute) and kiri.attr == "status":
                        nama = kiri.value.id if isinstance(kiri.value, ast.Name) else ""
                        assert "pengajuan" not in nama, f"{file}:{simpul.lineno}"


def test_ukuran_modul() -> None:
    panjang = {str(f.relative_to(APP)): len(f.read_text().splitlines()) for f in BERKAS}
    assert {f: n for f, n in panjang.items() if n > 450} == {}, "ada fitur lain yang bersembunyi"


def test_setiap_fitur_punya_bp_dan_menu(app_sesi) -> None:
    assert set(FEATURES) <= set(app_sesi.blueprints)


def test_tidak_ada_pengecualian_yang_ditelan() -> None:
    luas = (None, "Exception", "BaseException")
    salah = [
        tempat
        for tempat, s in simpul_di(ast.ExceptHandler, ("", ""))
        if all(isinstance(isi, ast.Pass) for isi in s.body)
        and (s.type is None or getattr(s.type, "id", "") in luas)
    ]
    assert not salah
