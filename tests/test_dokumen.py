"""The papers say what the program says: states, settings, accounts, limits, commands, links."""

import ast
import re
from collections.abc import Collection
from pathlib import Path

import pytest

from app.auth.models import LABEL_PERAN, Peran
from app.demo.nama import ASING, PEMILIK, PENYEDIA, STAF
from app.pengajuan.states import (
    AJUKAN,
    AJUKAN_ATAS_NAMA,
    SEBUT_AWAL,
    SEBUTAN,
    SELESAI,
    Status,
    Transisi,
    semua_baris,
)
from config import AKAR, Config

ALUR = AKAR / "docs" / "alur-status.md"
README = AKAR / "README.md"
ADR = sorted((AKAR / "docs" / "adr").glob("[0-9]*.md"))
MAKALAH = [
    README,
    AKAR / "CONTRIBUTING.md",
    AKAR / "CHANGELOG.md",
    *sorted((AKAR / "docs").rglob("*.md")),
]
ids = {"ids": lambda m: str(m.relative_to(AKAR))}

PENJAGA = {"berbayar": "ada retribusi", "bebas": "bebas retribusi"}
# Flask's own switch; config.py reads it only so that a production refuses it too.
MILIK_FLASK = {"FLASK_DEBUG"}


# --- docs/alur-status.md -------------------------------------------------------------------------


def kode(status: Collection[Status]) -> str:
    """Codes in the order of the enum, as one cell."""
    return ", ".join(f"`{s}`" for s in Status if s in status)


def baris_status(s: Status) -> str:
    x = SEBUTAN[s]
    giliran = "ya" if x.giliran_peserta else "–"
    return f"| `{s}` | {x.peserta} | {x.petugas} | {giliran} | {x.kini} |"


def baris_tindakan(t: Transisi) -> str:
    siapa = ", ".join(LABEL_PERAN[p] for p in Peran if p in t.peran)
    syarat = [PENJAGA[t.penjaga]] if t.penjaga else []
    syarat += [f"`{nama}`" for nama in t.perlu] + (["alasan tertulis"] if t.catatan else [])
    akibat = [t.sebut]
    akibat += ([] if t.pesan else ["tanpa pesan"]) + (["jadwal dilepas"] if t.lepas_slot else [])
    sel = (
        f"`{t.aksi}`",
        t.label,
        kode(t.dari),
        kode({t.ke}) if t.ke else "tetap",
        siapa,
        ", ".join(syarat) or "–",
        "; ".join(akibat),
    )
    return f"| {' | '.join(sel)} |"


def gambar_alur() -> list[str]:
    """The lines of the diagram: every status, then every move; acts that stay are in the table."""
    garis: dict[tuple[str, str], list[str]] = {}
    for t in semua_baris():
        for dari in Status:
            if t.ke and dari in t.dari:
                label = f"{t.label} ({PENJAGA[t.penjaga]})" if t.penjaga else t.label
                garis.setdefault((dari, t.ke), []).append(label)
    return [
        "stateDiagram-v2",
        "direction TB",
        *(f'state "{SEBUTAN[s].petugas}" as {s}' for s in Status),
        "[*] --> baru: Proses Pengajuan Baru",
        "[*] --> diterima: Diajukan petugas",
        *(f"{dari} --> {ke}: {' / '.join(label)}" for (dari, ke), label in garis.items()),
        *(f"{s} --> [*]" for s in Status if s in SELESAI),
    ]


def isi_tabel(judul: str) -> list[str]:
    """The body rows of the table under this heading."""
    bagian = ALUR.read_text(encoding="utf-8").split(f"## {judul}\n")[1].split("\n## ")[0]
    return [b for b in bagian.splitlines() if b.startswith("| `")]


def test_alur_menyebut_setiap_status() -> None:
    assert isi_tabel("Status") == [baris_status(s) for s in Status]


def test_alur_menyebut_setiap_tindakan() -> None:
    assert isi_tabel("Tindakan") == [baris_tindakan(t) for t in semua_baris()]


def test_alur_menyebut_dua_cara_mulai() -> None:
    mulai = isi_tabel("Awal")
    assert [b.split(" | ")[0] for b in mulai] == [f"| `{a}`" for a in (AJUKAN, AJUKAN_ATAS_NAMA)]
    for baris, sebut in zip(mulai, SEBUT_AWAL.values(), strict=True):
        assert sebut in baris


def test_gambar_alur_sama_dengan_tabelnya() -> None:
    gambar = ALUR.read_text(encoding="utf-8").split("```mermaid\n")[1].split("```")[0]
    assert [g.strip() for g in gambar.strip().splitlines()] == gambar_alur()


@pytest.mark.parametrize("status", list(Status))
def test_glosarium_menyebut_setiap_status(status: Status) -> None:
    teks = (AKAR / "docs" / "glosarium.md").read_text(encoding="utf-8")
    assert f"`{status}`" in teks
    assert SEBUTAN[status].petugas in teks


# --- .env.example --------------------------------------------------------------------------------


def dibaca_config() -> set[str]:
    """The names config.py asks its reader for."""
    return {
        simpul.args[0].value
        for simpul in ast.walk(ast.parse((AKAR / "config.py").read_text(encoding="utf-8")))
        if isinstance(simpul, ast.Call)
        and isinstance(simpul.func, ast.Attribute)
        and simpul.func.attr in {"teks", "saklar", "bilangan", "daftar", "pilihan"}
        and simpul.args
        and isinstance(simpul.args[0], ast.Constant)
        and isinstance(simpul.args[0].value, str)
    }


def test_contoh_env_menyebut_yang_dibaca_dan_tidak_yang_lain() -> None:
    teks = (AKAR / ".env.example").read_text(encoding="utf-8")
    tertulis = re.findall(r"^#?([A-Z][A-Z0-9_]+)=", teks, flags=re.M)
    assert sorted(tertulis) == sorted(dibaca_config() - MILIK_FLASK)


# --- README, CHANGELOG, CONTRIBUTING -------------------------------------------------------------


def bagian_readme(judul: str) -> str:
    return README.read_text(encoding="utf-8").split(f"## {judul}\n")[1].split("\n## ")[0]


def test_akun_contoh_sama_dengan_yang_dibuat() -> None:
    tertulis = re.findall(r"^\| `(\w+)` \| ([^|,]+)", bagian_readme("Akun contoh"), flags=re.M)
    peserta = [(nik, "peserta") for nik in (PEMILIK, PENYEDIA, ASING)]
    assert [(n, p.strip()) for n, p in tertulis] == [
        *peserta,
        *((a.nama_masuk, a.sebutan) for a in STAF),
    ]


def test_server_depan_menerima_sebesar_yang_diterima_program() -> None:
    bita = Config.uji().untuk_flask()["MAX_CONTENT_LENGTH"]
    assert isinstance(bita, int)
    mib = bita // 1024**2
    pasang = bagian_readme("Memasang untuk kantor")
    assert f"client_max_body_size {mib}m;" in pasang
    assert f"max_size {mib}MiB" in pasang


def test_changelog_punya_versi_bertanggal_dengan_isi() -> None:
    teks = (AKAR / "CHANGELOG.md").read_text(encoding="utf-8")
    versi = re.findall(r"^## (\d+\.\d+\.\d+) – (\d{4}-\d{2}-\d{2})$", teks, flags=re.M)
    assert versi[-1] == ("0.1.0", "2026-11-22")
    assert versi == sorted(versi, key=lambda v: [int(n) for n in v[0].split(".")], reverse=True)
    for bagian in teks.split("\n## ")[1:]:
        assert "\n- " in bagian


@pytest.mark.parametrize("makalah", MAKALAH, **ids)
def test_perintah_make_yang_disebut_memang_ada(makalah: Path) -> None:
    makefile = (AKAR / "Makefile").read_text(encoding="utf-8")
    ada = set(re.findall(r"^([a-z]+):", makefile, flags=re.M))
    teks = makalah.read_text(encoding="utf-8")
    disebut = set(re.findall(r"(?:`|^|sudo -u \w+ )make ([a-z]+)", teks, flags=re.M))
    assert disebut <= ada


@pytest.mark.parametrize("makalah", MAKALAH, **ids)
def test_tautan_ke_berkas_sendiri_tidak_putus(makalah: Path) -> None:
    tujuan = re.findall(r"\]\(([^)#\s]+)[^)]*\)", makalah.read_text(encoding="utf-8"))
    putus = [t for t in tujuan if "://" not in t and not (makalah.parent / t).exists()]
    assert not putus


# --- docs/adr ------------------------------------------------------------------------------------


def test_daftar_keputusan_lengkap_dan_urut() -> None:
    daftar = (AKAR / "docs" / "adr" / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"\]\((\d{4}-[a-z0-9-]+\.md)\)", daftar) == [a.name for a in ADR]
    assert [a.name[:4] for a in ADR] == [f"{n:04d}" for n in range(1, len(ADR) + 1)]


@pytest.mark.parametrize("adr", ADR, **ids)
def test_keputusan_menyebut_sebab_isi_dan_harganya(adr: Path) -> None:
    judul = re.findall(r"^## (.+)$", adr.read_text(encoding="utf-8"), flags=re.M)
    assert judul[:3] == ["Context", "Decision", "Cost"]
