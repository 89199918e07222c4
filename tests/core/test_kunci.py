"""Keys: made once, the owner's alone, turned without losing what was written."""

import json
import os
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask

import berkas_kunci
from app import create_app
from app.core import kunci
from app.extensions import db
from berkas_kunci import BerkasKunciSalah
from config import Config

NIK = "6471019001900001"


@pytest.fixture
def berkas(tmp_path: Path) -> Path:
    return tmp_path / "kunci.json"


@pytest.fixture
def instalasi(berkas: Path) -> Iterator[Flask]:
    """An app with a key file and a database of its own."""
    berkas_kunci.muat_atau_buat(berkas)
    app = _app(berkas)
    with app.app_context():
        db.create_all()
        yield app
        db.session.remove()
        db.engine.dispose()


def _app(berkas: Path) -> Flask:
    return create_app(
        Config.uji(kunci_file=berkas, database_url=f"sqlite:///{berkas.with_name('kn.db')}")
    )


# --- the file ---------------------------------------------------------------------------------


def test_hanya_terbaca_pemiliknya_apa_pun_umask_nya(berkas: Path) -> None:
    lama = os.umask(0)
    try:
        berkas_kunci.muat_atau_buat(berkas)
        berkas_kunci.putar(berkas)
    finally:
        os.umask(lama)
    assert stat.S_IMODE(berkas.stat().st_mode) == 0o600
    assert os.listdir(berkas.parent) == ["kunci.json"]


def test_semua_kunci_berbeda_dan_cukup_panjang(berkas: Path) -> None:
    k = berkas_kunci.muat_atau_buat(berkas)
    semua = [k.data[0].nilai, k.indeks, k.audit]
    assert len(set(semua)) == 3
    assert {len(n) for n in semua} == {32}
    assert len(k.rahasia[0]) >= 32


def test_yang_mulai_bersama_mendapat_kunci_yang_sama(berkas: Path) -> None:
    with ThreadPoolExecutor(8) as kolam:
        semua = list(kolam.map(lambda _: berkas_kunci.muat_atau_buat(berkas), range(32)))
    assert all(k == semua[0] for k in semua)
    assert os.listdir(berkas.parent) == ["kunci.json"]


def test_dua_instalasi_tidak_berbagi_kunci(tmp_path: Path) -> None:
    satu, dua = (berkas_kunci.muat_atau_buat(tmp_path / n) for n in ("a.json", "b.json"))
    assert satu != dua
    assert satu.audit != dua.audit


@pytest.mark.parametrize("rusak", ["", "{", "[]", '{"versi": 2}', "null"])
def test_berkas_rusak_disebut_dan_tidak_ditimpa(berkas: Path, rusak: str) -> None:
    berkas.write_text(rusak)
    with pytest.raises(BerkasKunciSalah, match="jangan dihapus"):
        berkas_kunci.muat_atau_buat(berkas)
    assert berkas.read_text() == rusak


@pytest.mark.parametrize("bagian", ["data", "indeks", "audit", "rahasia"])
def test_kunci_yang_terpotong_ditolak_tanpa_menyebut_isinya(berkas: Path, bagian: str) -> None:
    berkas_kunci.muat_atau_buat(berkas)
    isi = json.loads(berkas.read_text())
    if bagian == "rahasia":
        isi[bagian] = ["pendek"]
    else:
        (isi[bagian][0] if bagian == "data" else isi[bagian])["nilai"] = "cGVuZGVr"
    berkas.write_text(json.dumps(isi))
    with pytest.raises(BerkasKunciSalah) as salah:
        berkas_kunci.muat(berkas)
    assert "pendek" not in str(salah.value)
    assert "cGVuZGVr" not in str(salah.value)


def test_kunci_tidak_ikut_tercetak(berkas: Path) -> None:
    k = berkas_kunci.muat_atau_buat(berkas)
    assert repr(k) == "Kunci()"
    assert "nilai" not in repr(k.data[0])


# --- sealing ----------------------------------------------------------------------------------


def test_sandi_dan_buka(app: Flask) -> None:
    teks = kunci.sandikan(NIK, "peserta:1:nik")
    assert NIK not in teks
    assert teks.isascii()
    assert kunci.buka(teks, "peserta:1:nik") == NIK
    assert kunci.buka(kunci.sandikan("é".encode(), "k"), "k") == "é"
    assert kunci.sandikan(NIK, "peserta:1:nik") != teks


@pytest.mark.parametrize("ubah", ["konteks", "isi", "kunci", "polos", "kosong", "bukan ascii"])
def test_yang_diubah_atau_dipindah_tidak_terbuka(app: Flask, ubah: str) -> None:
    teks = kunci.sandikan(NIK, "peserta:1:nik")
    akhir = "A" if teks[-5] != "A" else "B"
    konteks = "peserta:2:nik" if ubah == "konteks" else "peserta:1:nik"
    teks = {
        "isi": teks[:-5] + akhir + teks[-4:],
        "kunci": "00000000" + teks[teks.index(".") :],
        "polos": NIK,
        "kosong": "",
        "bukan ascii": teks[:-2] + "éé",
    }.get(ubah, teks)
    with pytest.raises(kunci.KunciKeliru) as salah:
        kunci.buka(teks, konteks)
    assert NIK not in str(salah.value)


def test_indeks_sama_untuk_yang_sama_dan_beda_untuk_konteks_lain(app: Flask) -> None:
    satu = kunci.indeks(NIK, "peserta.nik")
    assert satu == kunci.indeks(NIK, "peserta.nik")
    assert len(satu) == 64
    assert NIK not in satu
    assert satu != kunci.indeks(NIK, "peserta.npwp")
    assert kunci.indeks("bc", "a") != kunci.indeks("c", "ab")


# --- turning ----------------------------------------------------------------------------------


def test_yang_lama_terbaca_setelah_kunci_diputar(instalasi: Flask, berkas: Path) -> None:
    lama, indeks = kunci.sandikan(NIK, "k"), kunci.indeks(NIK, "k")
    segel = kunci.kunci().audit
    sisa = [kunci.sandikan("x", "k")]

    def ulang() -> int:
        sisa[:] = [kunci.sandikan(kunci.buka(t, "k"), "k") for t in sisa]
        return len(sisa)

    kunci.saat_diputar(instalasi, "Contoh", ulang)
    hasil = instalasi.test_cli_runner().invoke(args=["putar-kunci"])
    assert hasil.exit_code == 0, hasil.output
    assert "Contoh: 1 baris disandikan ulang." in hasil.output
    assert kunci.buka(lama, "k") == NIK
    assert kunci.perlu_disandikan_ulang(lama)
    assert not kunci.perlu_disandikan_ulang(sisa[0])
    assert kunci.indeks(NIK, "k") == indeks
    assert kunci.kunci().audit == segel
    assert [k.id for k in berkas_kunci.muat(berkas).data] == [k.id for k in kunci.kunci().data]
    for rahasia in berkas_kunci.muat(berkas).rahasia:
        assert rahasia not in hasil.output


def test_proses_yang_sedang_berjalan_mengenal_kunci_baru(instalasi: Flask, berkas: Path) -> None:
    """Another process turned the keys; what it wrote is read without a restart."""
    lain = _app(berkas)
    with lain.app_context():
        assert lain.test_cli_runner().invoke(args=["putar-kunci"]).exit_code == 0
        baru = kunci.sandikan(NIK, "k")
        db.engine.dispose()
    assert kunci.kunci().data[0].id not in baru
    assert kunci.buka(baru, "k") == NIK


def test_sesi_lama_tetap_berlaku_setelah_diputar(tmp_path: Path) -> None:
    env = {"MODE": "demo"}
    lama = Config.dari_lingkungan(env, akar=tmp_path)
    berkas_kunci.putar(tmp_path / "instance" / "kunci.json")
    baru = Config.dari_lingkungan(env, akar=tmp_path)
    assert baru.secret_key != lama.secret_key
    assert baru.secret_key_fallbacks == (lama.secret_key,)
    dulu, kini = (create_app(Config.uji(
        secret_key=c.secret_key, secret_key_fallbacks=c.secret_key_fallbacks
    )) for c in (lama, baru))  # fmt: skip
    tanda = dulu.session_interface.get_signing_serializer(dulu)  # type: ignore[attr-defined]
    buka = kini.session_interface.get_signing_serializer(kini)  # type: ignore[attr-defined]
    assert buka.loads(tanda.dumps({"a": 1})) == {"a": 1}


def test_dua_pemutaran_sekaligus_tidak_saling_menimpa(berkas: Path) -> None:
    berkas_kunci.muat_atau_buat(berkas)
    berkas.with_name(".kunci.json-baru").touch()
    with pytest.raises(BerkasKunciSalah, match="sedang berjalan"):
        berkas_kunci.putar(berkas)


def test_tanpa_berkas_kunci_tidak_ada_yang_diputar(app: Flask) -> None:
    hasil = app.test_cli_runner().invoke(args=["putar-kunci"])
    assert hasil.exit_code == 1
    assert "tanpa berkas kunci" in hasil.output
