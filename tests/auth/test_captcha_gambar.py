"""The captcha's picture can be read and its voice can be followed."""

import wave
from collections.abc import Iterator
from io import BytesIO
from itertools import groupby
from pathlib import Path

import pytest
from PIL import Image

from app.auth import captcha
from app.auth.captcha import ANGKA, PANJANG, SUARA, gambar, kode_baru, suara


def _terang(warna: tuple[int, ...]) -> float:
    """Relative luminance (WCAG)."""
    r, g, b = (
        v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4
        for v in (w / 255 for w in warna[:3])
    )
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _kontras(a: tuple[int, ...], b: tuple[int, ...]) -> float:
    x, y = sorted((_terang(a), _terang(b)))
    return (y + 0.05) / (x + 0.05)


def test_kode() -> None:
    kode = [kode_baru() for _ in range(300)]
    assert all(len(k) == PANJANG and set(k) <= set(ANGKA) for k in kode)
    assert set("".join(kode)) == set(ANGKA)
    assert len(set(kode)) > 280


@pytest.mark.parametrize("gelap", [False, True])
def test_gambar_terbaca(gelap: bool) -> None:
    for _ in range(5):
        im = Image.open(BytesIO(gambar(kode_baru(), gelap)))
        assert (im.format, im.size) == ("PNG", (360, 120))
        warna = im.convert("RGB").getcolors(360 * 120)
        assert warna is not None
        # The ground is the commonest colour. The ink is measured as it really was painted: the
        # library paints dark ink pale, which the colours handed to it do not show.
        (_, latar), *lain = sorted(warna, reverse=True)
        assert isinstance(latar, tuple)
        tinta = sum(n for n, w in lain if isinstance(w, tuple) and _kontras(latar, w) >= 7)
        assert tinta > 360 * 120 * 0.06
        assert (_terang(latar) < 0.2) is gelap


def test_gambar_kecil_dan_selalu_lain() -> None:
    semua = {gambar("12345") for _ in range(5)}
    assert len(semua) == 5
    assert max(map(len, semua)) < 9_000


def _buka(isi: bytes) -> tuple[wave.Wave_read, bytes]:
    with wave.open(BytesIO(isi)) as w:
        return w, w.readframes(w.getnframes())


def test_suara_tersimpan() -> None:
    """Ten small files, as scripts/buat_suara.py makes them."""
    assert sorted(p.name for p in SUARA.iterdir()) == list(ANGKA)
    for angka in ANGKA:
        (jalur,) = (SUARA / angka).glob("*.wav")
        assert jalur.stat().st_size < 12_000
        w, isi = _buka(jalur.read_bytes())
        assert (w.getnchannels(), w.getsampwidth(), w.getframerate()) == (1, 1, 8000)
        assert 0.3 < len(isi) / 8000 < 1.2
        assert max(abs(v - 128) for v in isi) > 100


def _ucapan(isi: bytes) -> Iterator[tuple[bool, float]]:
    """Runs of sound and of quiet (20 ms windows), with their length in seconds."""
    jendela = 160
    keras = [
        max(abs(v - 128) for v in isi[i : i + jendela]) > 12
        for i in range(0, len(isi) - jendela, jendela)
    ]
    for ada, deret in groupby(keras):
        yield ada, sum(1 for _ in deret) * jendela / 8000


def test_suara_menyebut_angka_satu_per_satu_dua_kali() -> None:
    w, isi = _buka(suara("40718"))
    assert (w.getnchannels(), w.getsampwidth(), w.getframerate()) == (1, 1, 8000)
    assert 8 < len(isi) / 8000 < 20
    # Pauses longer than those inside a word: before, after each of ten digits.
    jeda = [detik for ada, detik in _ucapan(isi) if not ada and detik > 0.3]
    assert len(jeda) == 11
    assert max(jeda) > 1.2  # between the two rounds


def test_suara_memakai_angka_yang_diminta(monkeypatch: pytest.MonkeyPatch) -> None:
    diminta = []
    asli = captcha._suara_angka

    def catat(angka: str) -> bytes:
        diminta.append(angka)
        return asli(angka)

    monkeypatch.setattr(captcha, "_suara_angka", catat)
    assert suara("97531") != suara("97531")
    assert "".join(diminta) == "97531" * 4


def test_suara_ikut_terpasang() -> None:
    assert Path(captcha.__file__).parent == SUARA.parent
