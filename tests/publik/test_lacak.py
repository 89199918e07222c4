"""Lacak Pengajuan: where an application stands, for whoever knows its number and the NIK's end."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine

from app.core import batas, clock
from app.pengajuan.states import Status, sebut
from app.publik.forms import rapikan_nomor
from app.publik.lacak import TIDAK_DITEMUKAN, samarkan_seri
from tests import factories as f


def kirim(klien: Any, nomor: str, empat: str, **kw: Any) -> Any:
    return klien.kirim("/lacak", {"nomor": nomor, "empat": empat}, **kw)


def teks(jawab: Any) -> str:
    return unescape(re.sub(r"\s+", " ", jawab.text.split('id="publik-lacak"')[1]))


@pytest.mark.parametrize("status", list(Status))
def test_keadaan_setiap_status_tanpa_menyebut_siapa_pun(klien: Any, status: Status) -> None:
    alat = f.buat_uttp(nomor_seri="SN-77881234", lokasi="Jalan Rahasia Nomor 7")
    penera = f.buat_pengguna("penera", nama="Penera Tersembunyi")
    p = f.buat_pengajuan(status, alat, penera_id=penera.id)
    peserta = p.__dict__.get("peserta") or _peserta(p.peserta_id)
    jawab = kirim(klien, p.nomor.lower(), peserta.pic_nik[-4:])
    assert jawab.status_code == 200
    assert jawab.headers["Cache-Control"] == "no-store"
    html = teks(jawab)
    assert f">{sebut(status, 'peserta')}<" in html
    assert 'class="perjalanan"' in html
    assert "•234" in html
    assert ("Giliran " in html) == p.aktif
    for rahasia in (
        "77881234", peserta.nama, peserta.pic_nama, peserta.alamat, peserta.pic_nik, peserta.telp,
        penera.nama, "Jalan Rahasia", peserta.email,
    ):  # fmt: skip
        assert rahasia not in html, rahasia


def _peserta(id: int) -> Any:
    from app.extensions import db
    from app.peserta.models import Peserta

    return db.session.get(Peserta, id)


def test_yang_keliru_selalu_dijawab_sama(klien: Any) -> None:
    """Whether the number is unknown or the digits are wrong is not told apart."""
    p = f.buat_pengajuan("diterima")
    benar = _peserta(p.peserta_id).pic_nik[-4:]
    salah = f"{(int(benar) + 1) % 10000:04d}"
    jawab = [kirim(klien, nomor, salah) for nomor in (p.nomor, "TU-2026-999999", "apa saja")]
    for j in jawab:
        assert j.status_code == 422
        assert TIDAK_DITEMUKAN in j.text
        assert p.nomor not in j.text.replace(f'value="{p.nomor}"', "")
    # what is no answer at all is not counted as a try
    for empat in ("", "12", "abcd", "١٢٣٤"):
        assert kirim(klien, p.nomor, empat).status_code == 422
    assert kirim(klien, p.nomor, benar).status_code == 200


def test_menebak_ditahan_dan_pemiliknya_tidak(klien: Any, app: Any) -> None:
    """Five wrong answers from one address; the owner, elsewhere, gets in at the first."""
    p = f.buat_pengajuan("diterima")
    benar = _peserta(p.peserta_id).pic_nik[-4:]
    salah = f"{(int(benar) + 1) % 10000:04d}"
    for _ in range(batas.LACAK[0]):
        assert kirim(klien, p.nomor, salah).status_code == 422
    tahan = kirim(klien, p.nomor, benar)
    assert tahan.status_code == 429
    assert "Coba lagi pukul" in tahan.text  # uE10
    assert int(tahan.headers["Retry-After"]) > 0
    lain = {"environ_base": {"REMOTE_ADDR": "203.0.113.9"}}
    assert kirim(app.test_client(), p.nomor, benar, **lain).status_code == 200
    with time_machine.travel(clock.now() + timedelta(minutes=16), tick=False):
        assert kirim(klien, p.nomor, benar).status_code == 200


def test_menebak_dari_banyak_alamat_makin_sempit(app: Any) -> None:
    p = f.buat_pengajuan("diterima")
    benar = _peserta(p.peserta_id).pic_nik[-4:]
    salah = f"{(int(benar) + 1) % 10000:04d}"
    klien = app.test_client()
    for i in range(batas.LACAK_NOMOR[0]):
        kirim(klien, p.nomor, salah, environ_base={"REMOTE_ADDR": f"203.0.113.{i // 4}"})
    kode = [
        kirim(klien, p.nomor, salah, environ_base={"REMOTE_ADDR": "198.51.100.7"}).status_code
        for _ in range(batas.LACAK_RAMAI + 1)
    ]
    assert kode == [422] * batas.LACAK_RAMAI + [429]


def test_satu_alamat_tidak_menebak_banyak_nomor(klien: Any) -> None:
    kode = {
        kirim(klien, f"TU-2026-{n:06d}", "0001").status_code for n in range(batas.LACAK_ALAMAT[0])
    }
    assert kode == {422}
    assert kirim(klien, "TU-2026-999999", "0001").status_code == 429


def test_alat_pelanggan_dibuka_dengan_nik_penyedianya(klien: Any) -> None:
    """For a customer's instrument the PIC is the penyedia's, whoever's name it was filed in."""
    penyedia = f.buat_peserta("penyedia")
    pelanggan = f.buat_pelanggan(penyedia)
    empat = penyedia.pic_nik[-4:]
    for pemohon in (penyedia, pelanggan):
        p = f.buat_pengajuan("baru", f.buat_uttp(pelanggan), peserta_id=pemohon.id)
        jawab = kirim(klien, p.nomor, empat)
        assert jawab.status_code == 200, pemohon.nama
        assert pelanggan.nama not in jawab.text


def test_satu_query_dan_tiga_pintu_masuk(klien: Any, hitung_query: Any) -> None:
    p = f.buat_pengajuan("menunggu_pilihan")
    empat = _peserta(p.peserta_id).pic_nik[-4:]
    with hitung_query() as daftar:
        assert kirim(klien, p.nomor, empat).status_code == 200
    baca = [q for q in daftar if "FROM pengajuan" in q]
    assert len(baca) == 1
    for url in ("/", "/masuk"):
        assert 'href="/lacak"' in klien.get(url).text.split("<main")[1]
    assert 'aria-label="Menu utama"' in klien.get("/lacak").text
    assert "<html" not in klien.htmx("/lacak").text


@pytest.mark.parametrize(
    ("tulis", "baku"),
    [
        ("tu-2026-000123", "TU-2026-000123"), (" TR 2026 7 ", "TR-2026-000007"),
        ("TU2026000123", "TU-2026-000123"), ("reg-x", "REG-X"),
    ],
)  # fmt: skip
def test_nomor_ditulis_bagaimana_pun(tulis: str, baku: str) -> None:
    assert rapikan_nomor(tulis) == baku


def test_seri_tersamar() -> None:
    assert [samarkan_seri(s) for s in ("SN-77881234", "123456", "12345", "7")] == [
        "••••••••234", "•••456", "••••5", "7",
    ]  # fmt: skip
