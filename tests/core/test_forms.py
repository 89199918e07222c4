"""Fields read what people really type, and say what to do when they cannot."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from app.core import forms
from app.core.db import tulis
from app.core.errors import AturanDilanggar


class Contoh(forms.BaseForm):
    nama = forms.TeksField("Nama", [forms.Isi("Isi nama.")])
    tanggal = forms.TanggalField("Tanggal", [forms.Isi("Isi tanggal.")])
    bulan = forms.BulanField("Bulan")
    kapasitas = forms.AngkaField("Kapasitas")
    harga = forms.RupiahField("Harga")


def isi(app: Flask, **data: str) -> Contoh:
    with app.test_request_context("/", method="POST", data=data):
        return Contoh(meta={"csrf": False})


def galat(app: Flask, field: str, teks: str) -> list[str]:
    with app.test_request_context("/", method="POST", data={field: teks}):
        form = Contoh(meta={"csrf": False})
        form.validate_on_submit()
        return list(form[field].errors)


@pytest.mark.parametrize("teks", ["2026-11-22", "22-11-2026", "22/11/2026", " 22/11/2026 "])
def test_tanggal_dibaca(app: Flask, teks: str) -> None:
    assert isi(app, tanggal=teks).tanggal.data == date(2026, 11, 22)


@pytest.mark.parametrize("teks", ["besok", "31-02-2026", "22-11-26", "0001-01-01", "22.11.2026"])
def test_tanggal_yang_tidak_terbaca_memberi_contoh(app: Flask, teks: str) -> None:
    assert galat(app, "tanggal", teks) == ["Tulis tanggal seperti 22-11-2026."]


def test_yang_kosong_memakai_kalimat_sendiri(app: Flask) -> None:
    assert galat(app, "tanggal", "") == ["Isi tanggal."]
    assert galat(app, "nama", "   ") == ["Isi nama."]


@pytest.mark.parametrize(
    "teks",
    ["Maret 2026", "maret 2026", "03/2026", "3-2026", "2026-03", "31 Maret 2026", "Mar 2026"],
)
def test_bulan_seperti_pada_surat(app: Flask, teks: str) -> None:
    assert isi(app, bulan=teks).bulan.data == date(2026, 3, 31)


@pytest.mark.parametrize("teks", ["13/2026", "Marit 2026", "2026", "03/1800", "x"])
def test_bulan_yang_tidak_terbaca_memberi_contoh(app: Flask, teks: str) -> None:
    assert "Maret 2026" in galat(app, "bulan", teks)[0]


def test_bulan_kabisat() -> None:
    assert forms.baca_bulan("februari 2028") == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("teks", "nilai"),
    [
        ("0,5", "0.5"),
        ("0.5", "0.5"),
        ("30", "30"),
        ("1.500", "1500"),
        ("1.500,25", "1500.25"),
        ("12 000", "12000"),
        ("1500,5", "1500.5"),
    ],
)
def test_angka_dengan_koma_atau_titik(app: Flask, teks: str, nilai: str) -> None:
    assert isi(app, kapasitas=teks).kapasitas.data == Decimal(nilai)


@pytest.mark.parametrize("teks", ["-3", "30 kg", "1e5", "NaN", "1,2,3", "1.2.3", "٣"])
def test_angka_lain_ditolak(app: Flask, teks: str) -> None:
    assert galat(app, "kapasitas", teks) == ["Tulis angka saja, misalnya 30 atau 0,5."]
    with pytest.raises(InvalidOperation):
        forms.baca_angka(teks.replace(" ", ""))


@pytest.mark.parametrize("teks", ["1250000", "1.250.000", "Rp1.250.000", "rp 1.250.000,00"])
def test_rupiah_bulat(app: Flask, teks: str) -> None:
    assert isi(app, harga=teks).harga.data == 1_250_000


@pytest.mark.parametrize("teks", ["1250,50", "-1", "sejuta"])
def test_rupiah_lain_ditolak(app: Flask, teks: str) -> None:
    assert galat(app, "harga", teks) == ["Tulis rupiah bulat, misalnya 1.250.000."]


@pytest.mark.parametrize("teks", ["1.000.000.000", "9" * 10, "9" * 5000])
def test_rupiah_yang_tidak_muat_ditolak(app: Flask, teks: str) -> None:
    """Money is an integer column: what it cannot hold is said on the form."""
    assert galat(app, "harga", teks) == ["Tulis rupiah paling banyak 9 angka."]
    assert isi(app, harga="000.999.999.999").harga.data == 999_999_999


def test_teks_dirapikan(app: Flask) -> None:
    assert isi(app, nama="  Toko\t\x00 Sumber   Rejeki\n").nama.data == "Toko Sumber Rejeki"


def test_paragraf_menjaga_baris() -> None:
    assert forms.rapikan_paragraf("a  b\r\n\n\n\nc\x07") == "a b\n\nc"
    assert forms.rapikan(None) is None
    assert forms.rapikan_paragraf(None) is None


def test_attempt_menaruh_kalimat_pada_isian_atau_formulir(app: Flask) -> None:
    def menolak(field: str | None) -> None:
        raise AturanDilanggar("Sudah ada.", field)

    with app.test_request_context("/", method="POST", data={"nama": "Toko"}):
        form = Contoh(meta={"csrf": False})
        assert form.attempt(menolak, "nama") is False
        assert form.nama.errors == ["Sudah ada."]
        assert form.attempt(menolak, None) is False
        assert form.form_errors == ["Sudah ada."]
        assert form.attempt(lambda: 7) is True
        assert form.hasil == 7
        assert form.kode == 422


def test_isi_tanpa_tombol_dan_token(app: Flask) -> None:
    assert set(isi(app, nama="x").isi()) == {"nama", "tanggal", "bulan", "kapasitas", "harga"}


def test_tulis_menolak_perubahan_yang_belum_disimpan(app: Flask) -> None:
    from app.extensions import db
    from app.pengaturan.models import Pengaturan

    db.session.add(Pengaturan(kunci="x", nilai="y"))
    with pytest.raises(RuntimeError), tulis():
        pass
    db.session.rollback()


def test_tulis_membatalkan_semuanya_bila_ada_yang_patah(app: Flask) -> None:
    from app.extensions import db
    from app.pengaturan.models import Pengaturan

    def patah() -> Any:
        with tulis() as s:
            s.add(Pengaturan(kunci="x", nilai="y"))
            s.flush()
            raise KeyError

    with pytest.raises(KeyError):
        patah()
    assert db.session.get(Pengaturan, "x") is None


def test_angka_saja() -> None:
    assert forms.angka_saja("6471 0101-0190.0001") == "6471010101900001"
    assert forms.angka_saja(None) is None


def test_pilihan_kosong_di_depan() -> None:
    hasil = forms.pilihan_kosong("Pilih", [(1, "a")])
    assert [tuple(p)[:2] for p in hasil] == [("", "Pilih"), (1, "a")]


def test_multidict_tidak_mengubah_arti(app: Flask) -> None:
    """The first value of a field posted twice counts, whatever a hostile sender adds."""
    with app.test_request_context(
        "/", method="POST", data=MultiDict([("nama", "satu"), ("nama", "dua")])
    ):
        assert Contoh(meta={"csrf": False}).nama.data == "satu"
