"""Kecamatan → kelurahan (B5): with htmx in steps, without it in one list."""

import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core.forms import BaseForm, TeksField
from app.extensions import db
from app.pengaturan.isian import WilayahMixin
from app.pengaturan.models import Kecamatan, Kelurahan


class Formulir(WilayahMixin, BaseForm):
    nama = TeksField("Nama")
    alamat = TeksField("Alamat")
    telp = TeksField("Telp")


def kecamatan(nama: str) -> Kecamatan:
    hasil = db.session.scalar(sa.select(Kecamatan).where(Kecamatan.nama == nama))
    assert hasil is not None
    return hasil


def kelurahan(kecamatan_id: int) -> int:
    hasil = db.session.scalar(sa.select(Kelurahan.id).where(Kelurahan.kecamatan_id == kecamatan_id))
    assert hasil is not None
    return hasil


def formulir(app: Flask, data: dict[str, Any] | None = None, **kw: Any) -> Formulir:
    """The form inside a request of its own."""
    metode = "GET" if data is None else "POST"
    with app.test_request_context("/", method=metode, data=data):
        form = Formulir(meta={"csrf": False}, **kw)
        if data is not None:
            form.validate()
        return form


def test_tanpa_javascript_semua_kelurahan_berkelompok(app: Flask) -> None:
    isi = str(formulir(app).kelurahan_id())
    assert isi.count("<optgroup") == 6
    assert isi.count("<option") == 35
    assert isi.index('<option selected value="">') < isi.index("<optgroup")


def test_dengan_htmx_hanya_yang_dipilih(klien: Any) -> None:
    timur = kecamatan("Balikpapan Timur")
    for nama in ("kecamatan", "kecamatan_id"):
        bidang = klien.htmx(f"/wilayah/kelurahan?{nama}={timur.id}").text
        assert bidang.lstrip().startswith('<div id="isian-kelurahan_id">')
        assert re.findall(r"<option[^>]*>([^<]+)", bidang) == [
            "Pilih kelurahan", "Manggar", "Lamaru", "Teritip", "Manggar Baru",
        ]  # fmt: skip
        assert re.search(r'<label for="kelurahan_id">', bidang)


def test_halaman_utuh_tanpa_htmx(klien: Any) -> None:
    halaman = klien.get("/wilayah/kelurahan").text
    assert halaman.lstrip().startswith("<!doctype html>")
    assert "Sepinggan" in halaman
    assert "Manggar Baru" in halaman


@pytest.mark.parametrize("kode", ["", "x", "²", "0", "999999999999999999999"])
def test_kecamatan_karangan_memberi_semua(klien: Any, kode: str) -> None:
    bidang = klien.htmx(f"/wilayah/kelurahan?kecamatan={kode}")
    assert bidang.status_code == 200
    assert bidang.text.count("<optgroup") == 6


def test_kelurahan_harus_di_kecamatannya(app: Flask) -> None:
    timur, barat = kecamatan("Balikpapan Timur"), kecamatan("Balikpapan Barat")
    cocok = formulir(app, {"kecamatan_id": timur.id, "kelurahan_id": kelurahan(timur.id)})
    assert not cocok.errors
    assert cocok.isi()["kelurahan_id"] == kelurahan(timur.id)
    assert "kecamatan_id" not in cocok.isi()
    keliru = formulir(app, {"kecamatan_id": timur.id, "kelurahan_id": kelurahan(barat.id)})
    assert keliru.errors == {"kelurahan_id": ["Pilih kelurahan di Kecamatan Balikpapan Timur."]}


@pytest.mark.parametrize(
    ("kec", "kel", "salah"),
    [
        ("", "", {"kecamatan_id": ["Pilih kecamatan."], "kelurahan_id": ["Pilih kelurahan."]}),
        ("999", "1", {"kecamatan_id": ["Pilih kecamatan dari daftar."]}),
        ("abc", "1", {"kecamatan_id": ["Pilih kecamatan."]}),
    ],
)
def test_kalimatnya_menyuruh(app: Flask, kec: str, kel: str, salah: dict[str, list[str]]) -> None:
    assert formulir(app, {"kecamatan_id": kec, "kelurahan_id": kel}).errors == salah


def test_mengubah_mulai_dari_kelurahan_yang_ada(app: Flask) -> None:
    timur = kecamatan("Balikpapan Timur")
    form = formulir(app, kelurahan_id=kelurahan(timur.id))
    assert form.kecamatan_id.data == timur.id
    assert f'selected value="{kelurahan(timur.id)}"' in str(form.kelurahan_id())


def test_urutan_galat_mengikuti_halaman(app: Flask) -> None:
    assert [n for n in formulir(app)._fields if n != "csrf_token"] == [
        "nama", "alamat", "kecamatan_id", "kelurahan_id", "telp",
    ]  # fmt: skip


def test_kantor_ada_di_setiap_halaman(klien: Any) -> None:
    from app.pengaturan.queries import Kantor

    assert Kantor().alamat in klien.get("/wilayah/kelurahan").text


def test_halaman_galat_tidak_memerlukan_basis_data(klien: Any, monkeypatch: Any) -> None:
    from sqlalchemy.exc import OperationalError

    def putus() -> None:
        raise OperationalError("SELECT 1", {}, Exception("putus"))

    monkeypatch.setattr("app.pengaturan.queries.kantor", putus)
    assert klien.get("/tidak-ada").status_code == 404


def test_registrasi_menukar_kelurahan_saat_kecamatan_dipilih(klien: Any) -> None:
    isi = klien.get("/registrasi").text
    pilih = re.search(r'<select[^>]*name="kecamatan_id"[^>]*>', isi)
    assert pilih
    assert 'hx-get="/wilayah/kelurahan"' in pilih[0]
    assert 'hx-target="#isian-kelurahan_id"' in pilih[0]
    assert isi.count('id="isian-kelurahan_id"') == 1
