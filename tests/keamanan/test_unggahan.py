"""Hostile uploads through real pages: refused with the right sentence, or made harmless."""

import re
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import Image
from werkzeug.http import parse_options_header
from werkzeug.test import TestResponse

from app.core.uploads import CSP_BERKAS, Berkas, penyimpanan
from app.extensions import db
from tests import berkas as b
from tests import factories as f
from tests.conftest import sekali
from tests.keamanan.korpus import JPG, KASUS, NAMA, PDF, Kasus

pytestmark = sekali

BORD = b"----batas"


@pytest.fixture
def peserta(app: Flask) -> Any:
    return f.buat_peserta()


@pytest.fixture
def klien(masuk: Any, peserta: Any) -> Any:
    """A participant at the form."""
    return masuk(peserta.pengguna)


def tersimpan() -> list[Berkas]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Berkas).order_by(Berkas.id)))


def isi_toko() -> set[str]:
    return {kunci for kunci, _ in penyimpanan().daftar()}


def halaman(kasus_surat: bool, peserta: Any) -> tuple[str, str]:
    """Address and field: the letter of an application, or the photo of an instrument."""
    if kasus_surat:
        draf = f.buat_draf(peserta.pengguna, f.buat_uttp(peserta))
        return f"/draf/{draf.id}/berkas", "surat_permohonan"
    return "/uttp/baru", "foto"


def bagian(nama: str, isi: bytes, berkas: str | None = None) -> bytes:
    """One part of a form, byte for byte, as no browser would send it."""
    berkas_ = f'; filename="{berkas}"\r\nContent-Type: text/html' if berkas is not None else ""
    kepala = f'Content-Disposition: form-data; name="{nama}"{berkas_}'
    return b"--" + BORD + b"\r\n" + kepala.encode() + b"\r\n\r\n" + isi + b"\r\n"


JENIS = f"multipart/form-data; boundary={BORD.decode()}"


def kirim_mentah(
    klien: Any, *isi: bytes, jenis: str = JENIS, url: str = "/uttp/baru", **kw: Any
) -> TestResponse:
    tubuh = bagian("csrf_token", klien.token().encode()) + b"".join(isi) + b"--" + BORD + b"--\r\n"
    return klien.post(url, data=tubuh, content_type=jenis, **kw)


def unduh(klien: Any, baris: Berkas) -> TestResponse:
    """Read the stored file back, and hold every such answer to the same rules."""
    for kecil in ("", "?kecil=1"):
        jawab = klien.get(f"/berkas/{baris.id}{kecil}")
        assert jawab.status_code == 200
        assert jawab.content_type == {"jpg": "image/jpeg", "pdf": "application/pdf"}[baris.jenis]
        h = jawab.headers
        assert h["X-Content-Type-Options"] == "nosniff"
        assert h["Content-Security-Policy"] == CSP_BERKAS
        assert h["Cache-Control"] == "private, no-store"
        assert h["Cross-Origin-Resource-Policy"] == "same-origin"
        cara, opsi = parse_options_header(h["Content-Disposition"])
        assert cara == ("attachment" if baris.jenis == "pdf" else "inline")
        assert opsi["filename"].endswith(f".{baris.jenis}")
        assert h["Content-Disposition"].isascii()
        assert not re.search(r"[\x00-\x1f\x7f]", h["Content-Disposition"])
    return klien.get(f"/berkas/{baris.id}")


def test_jumlah_kasus() -> None:
    assert len(KASUS) >= 60
    assert len({kasus.sebutan for kasus in KASUS}) == len(KASUS)


@pytest.mark.parametrize("kasus", KASUS, ids=str)
def test_berkas_jahat(app: Flask, klien: Any, peserta: Any, kasus: Kasus) -> None:
    url, field = halaman(kasus.surat, peserta)
    awal, toko = len(tersimpan()), isi_toko()
    jawab = kirim_mentah(
        klien,
        bagian("aksi_berkas", field.encode()),
        bagian(field, kasus.isi(), kasus.nama),
        url=url,
    )
    if kasus.hasil not in (JPG, PDF):
        assert jawab.status_code == 422
        assert kasus.hasil in jawab.text
        assert len(tersimpan()) == awal
        assert isi_toko() == toko
        return
    assert jawab.status_code == 200, kasus.hasil
    baru = tersimpan()[awal:]
    assert [baris.jenis for baris in baru] == [kasus.hasil]
    isi = unduh(klien, baru[0]).data
    if kasus.hasil == JPG:
        hanya_gambar(isi)


def hanya_gambar(isi: bytes) -> None:
    """One picture of our own making, and nothing behind it, before it or in it."""
    with Image.open(BytesIO(isi)) as im:
        im.load()
        assert im.format == "JPEG"
        assert set(im.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert isi.endswith(b"\xff\xd9")
    for asing in (b"<script", b"<?php", b"PK\x03\x04", b"%PDF", b"<html", b"Exif", b"Rahasia"):
        assert asing not in isi


@pytest.mark.parametrize("nama", NAMA, ids=ascii)
def test_nama_jahat(app: Flask, klien: Any, peserta: Any, nama: str) -> None:
    """Sent byte for byte, as no browser would: the name is shown, and never more than that."""
    isi, toko = b.jpeg(64, 48), isi_toko()
    nama_kirim = nama.replace("\\", "\\\\").replace('"', "%22")
    jawab = kirim_mentah(klien, bagian("aksi_berkas", b"foto"), bagian("foto", isi, nama_kirim))
    baru = tersimpan()
    if not baru:  # the line cannot be read at all: then nothing may have happened
        assert jawab.status_code in (200, 400, 422)
        assert isi_toko() == toko
        return
    assert jawab.status_code == 200
    [baris] = baru
    assert baris.nama
    assert len(baris.nama) <= 200
    assert all(c.isprintable() for c in baris.nama)
    assert not set(baris.nama) & set("/\\")
    assert re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{64}", baris.kunci)
    assert "Set-Cookie: x" not in str(jawab.headers)
    for asing in ("<script>alert", "<img src=x"):
        assert asing not in jawab.text
    hanya_gambar(unduh(klien, baris).data)


# --- requests ---------------------------------------------------------------------------------


def utuh(jawab: TestResponse, *kode: int) -> None:
    """A sentence, and nothing stored."""
    assert jawab.status_code in kode
    assert jawab.mimetype == "text/html"
    assert tersimpan() == []


# A body given up halfway leaves what was read of it to the garbage collector, which says so.
setengah = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


@setengah
def test_seribu_bagian(app: Flask, klien: Any) -> None:
    utuh(kirim_mentah(klien, *[bagian(f"x{i}", b"1") for i in range(1000)]), 413)


@setengah
def test_seribu_berkas(app: Flask, klien: Any) -> None:
    utuh(kirim_mentah(klien, *[bagian("foto", b.jpeg(8, 8), "a.jpg")] * 1000), 413)


def test_isian_raksasa(app: Flask, klien: Any) -> None:
    utuh(kirim_mentah(klien, bagian("merk", b"x" * (600 << 10))), 413)


def test_isian_raksasa_tanpa_berkas(app: Flask, klien: Any) -> None:
    """A plain form is read whole, so the limit is on the whole of it."""
    utuh(klien.post("/uttp/baru", data={"merk": "x" * (600 << 10)}), 413)
    utuh(klien.post("/uttp/baru", data="{" * (600 << 10), content_type="application/json"), 413)


def test_kiriman_melebihi_batas(app: Flask, klien: Any) -> None:
    panjang = {"CONTENT_LENGTH": str(app.config["MAX_CONTENT_LENGTH"] + 1)}
    utuh(kirim_mentah(klien, environ_overrides=panjang), 413)


@setengah
def test_tanpa_pembatas(app: Flask, klien: Any) -> None:
    utuh(kirim_mentah(klien, jenis="multipart/form-data"), 400)


@setengah
def test_pembatas_lain(app: Flask, klien: Any) -> None:
    utuh(kirim_mentah(klien, jenis="multipart/form-data; boundary=lain"), 400)


@setengah
def test_pembatas_raksasa(app: Flask, klien: Any) -> None:
    utuh(kirim_mentah(klien, jenis=f"multipart/form-data; boundary={'x' * 9000}"), 400)


@setengah
def test_kiriman_terputus(app: Flask, klien: Any) -> None:
    """The file breaks off in the middle: the length promised more than came."""
    tubuh = bagian("csrf_token", klien.token().encode()) + bagian("foto", b.jpeg(), "a.jpg")[:-900]
    panjang = {"CONTENT_LENGTH": str(len(tubuh) + 900)}
    jawab = klien.post("/uttp/baru", data=tubuh, content_type=JENIS, environ_overrides=panjang)
    utuh(jawab, 400)


@setengah
@pytest.mark.parametrize("panjang", ["0", "10", "-1", "abc", ""])
def test_panjang_keliru(app: Flask, klien: Any, panjang: str) -> None:
    """What is behind the length does not exist for us."""
    utuh(kirim_mentah(klien, environ_overrides={"CONTENT_LENGTH": panjang}), 400, 422)


def test_bagian_kembar(app: Flask, klien: Any) -> None:
    """Two photos where one is asked for: the last one counts, as with a new choice."""
    jawab = kirim_mentah(
        klien, bagian("aksi_berkas", b"foto"), bagian("aksi_berkas", b"lain"),
        bagian("foto", b.jpeg(64, 48), "satu.jpg"), bagian("foto", b.jpeg(48, 64), "dua.jpg"),
    )  # fmt: skip
    assert jawab.status_code == 200
    assert "dua.jpg" in jawab.text
    assert "satu.jpg" not in jawab.text


def test_banyak_foto_sekaligus_dibatasi(app: Flask, klien: Any, peserta: Any) -> None:
    """Of forty photos sent for one place only as many are worked on as could ever fit."""
    jawab = kirim_mentah(
        klien, bagian("aksi_berkas", b"foto"), *[bagian("foto", b.jpeg(64, 48), "a.jpg")] * 40
    )
    assert jawab.status_code == 200
    assert len(tersimpan()) <= 2


def test_nomor_berkas_yang_aneh(app: Flask, klien: Any) -> None:
    """Numbers of files that are no numbers, too large, negative, or somebody else's."""
    milik_orang = f.buat_berkas(f.buat_pengguna("peserta"))
    for nilai in (
        str(milik_orang.id),
        "-1",
        "9" * 30,
        "9" * 5000,
        "²",
        "٣",
        "1e3",
        "0x1",
        "\0",
        "",
    ):
        jawab = klien.kirim("/uttp/baru", {"foto": nilai, "hapus_berkas": f"foto:{nilai}"})
        assert jawab.status_code in (200, 422), nilai
        assert milik_orang.nama not in jawab.text


def test_berkas_sebagai_isian_dan_isian_sebagai_berkas(app: Flask, klien: Any) -> None:
    jawab = kirim_mentah(
        klien, bagian("merk", b.jpeg(8, 8), "a.jpg"), bagian("foto", b"\xff\xd8\xff"),
        bagian("csrf_token", b"x", "a.jpg"), bagian("", b"x", ""), bagian("x", b"", ""),
    )  # fmt: skip
    utuh(jawab, 200, 422)


def test_berkas_orang_lain_dan_alamat_aneh_404(app: Flask, klien: Any) -> None:
    lain = f.buat_berkas(f.buat_pengguna("peserta"))
    aneh = ["../1", "..%2f1", "1.5", "-1", "9" * 30, "1%00", f"{lain.id}/../{lain.id}", "%2e%2e"]
    for nilai in (lain.id, *aneh):
        assert klien.get(f"/berkas/{nilai}").status_code == 404, nilai
