"""The log of acts: written with the act, refused to be changed, and every forgery found."""

import json
import logging
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.auth.models import Pengguna
from app.core import audit, clock, kunci
from app.core.audit import Audit
from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.extensions import db
from app.pengaturan.models import Pengaturan
from tests import factories as f
from tests.basisdata import tanpa_pemicu_audit


def isi(jumlah: int = 5) -> None:
    """That many rows, each written by an act of its own."""
    for n in range(1, jumlah + 1):
        with tulis():
            audit.catat("coba", "contoh", n, sebelum={"nilai": n - 1}, sesudah={"nilai": n})
    db.session.rollback()


def semua() -> list[dict[str, Any]]:
    tabel = Audit.__table__
    with db.engine.connect() as conn:
        return [dict(b) for b in conn.execute(sa.select(tabel).order_by(tabel.c.id)).mappings()]


def rusakkan(*perintah: Any) -> None:
    """As somebody who owns the database, but has not the key."""
    db.session.remove()
    with db.engine.begin() as conn, tanpa_pemicu_audit(conn):
        for p in perintah:
            conn.execute(p)


def temuan(kepala: dict[int, str] | None = None) -> list[tuple[int, str]]:
    db.session.rollback()
    return [(t.id, t.kalimat) for t in audit.periksa(kepala).temuan]


# --- writing ----------------------------------------------------------------------------------


def test_tercatat_bersama_tindakannya(app: Flask) -> None:
    admin = f.buat_pengguna("admin", nama="Siti")
    with tulis():
        audit.catat("tarif_tambah", "tarif", 7, admin, sesudah={"harga": 75_000})
    (satu,) = semua()
    assert (satu["id"], satu["pelaku_id"], satu["pelaku"]) == (1, admin.id, "Siti")
    assert (satu["peran"], satu["aksi"], satu["objek"]) == ("admin", "tarif_tambah", "tarif")
    assert (satu["objek_id"], satu["sebelum"], satu["sesudah"]) == (7, None, {"harga": 75_000})
    assert satu["alamat"] is None
    assert satu["mac_sebelum"] == audit.AWAL
    assert temuan() == []


def test_hilang_bersama_tindakan_yang_batal(app: Flask) -> None:
    def batal() -> None:
        with tulis():
            audit.catat("batal", "contoh", 9)
            raise AturanDilanggar("tidak jadi")

    with pytest.raises(AturanDilanggar):
        batal()
    isi(1)
    assert [b["objek_id"] for b in semua()] == [1]
    assert semua()[0]["aksi"] == "coba"


def test_yang_ditolak_basis_data_tidak_meninggalkan_catatan(app: Flask) -> None:
    f.buat_pengguna("admin", nama_masuk="siti")

    def kembar() -> None:
        with tulis() as s:
            audit.catat("coba", "contoh", 1)
            s.add(Pengguna(nama_masuk="siti", nama="Kembar", peran="admin"))

    with pytest.raises(sa.exc.IntegrityError):
        kembar()
    assert semua() == []


def test_di_luar_tulis_ditolak(app: Flask) -> None:
    with pytest.raises(RuntimeError, match="inside tulis"):
        audit.catat("coba", "contoh", 1)


def test_hanya_yang_berubah_yang_dicatat(app: Flask) -> None:
    with tulis():
        audit.catat(
            "coba", "contoh", 1,
            sebelum={"a": 1, "b": Decimal("2.50"), "c": date(2026, 1, 2), "d": None},
            sesudah={"a": 1, "b": Decimal("2.50"), "c": date(2026, 1, 3), "d": None, "e": True},
        )  # fmt: skip
    (satu,) = semua()
    assert satu["sebelum"] == {"c": "2026-01-02"}
    assert satu["sesudah"] == {"c": "2026-01-03", "e": True}


def test_permintaan_dan_alamat_dari_peramban(app: Flask, masuk: Any) -> None:
    """A real request: who, from where, and the number that is also in the program's log."""
    peserta = f.buat_peserta()
    alat = f.buat_uttp(peserta)
    jawab = masuk(peserta.pengguna).kirim(f"/uttp/{alat.id}/hapus")
    assert (jawab.status_code, jawab.location) == (303, "/uttp")
    satu = next(b for b in semua() if b["aksi"] == "uttp_hapus")
    assert satu["pelaku_id"] == peserta.pengguna_id
    assert satu["alamat"] == "127.0.0.1"
    assert satu["permintaan_id"] == jawab.headers["X-Request-ID"]
    assert satu["sebelum"]["nomor_seri"] == alat.nomor_seri


def test_yang_rahasia_tidak_pernah_tersimpan(app: Flask) -> None:
    rahasia = {
        "pic_nik": "6471019001900001",
        "npwp": "0123456789012345",
        "sandi": "timbangan-jujur-77",
        "token": "aBcDeFgH",
        "kunci_form": "4f0c",
    }
    with tulis():
        audit.catat(
            "coba", "contoh", 1,
            sebelum=rahasia,
            sesudah={
                **rahasia, "pic_nik": "6471019001900002", "nama": "Toko",
                "catatan": "NIK 6471 0190 0190 0001, NPWP 01.234.567.8-901.234; 6471019001900001.",
                "dalam": {"sandi": "timbangan-jujur-77", "daftar": ["x 6471-0190-0190-0001"]},
            },
        )  # fmt: skip
    (satu,) = semua()
    tersimpan = json.dumps([satu["sebelum"], satu["sesudah"]])
    for bocor in (*rahasia.values(), "6471019001900002", "6471 0190", "01.234.567", "6471-0190"):
        assert bocor not in tersimpan
    # That it changed is told; what it was is not.
    assert satu["sebelum"] == {"pic_nik": audit.SAMARAN}
    assert satu["sesudah"]["pic_nik"] == audit.SAMARAN
    assert satu["sesudah"]["nama"] == "Toko"


def test_isi_yang_ganjil_kembali_persis_sama(app: Flask) -> None:
    with tulis():
        audit.catat(
            "coba", "contoh", 1,
            sesudah={"t": 'a\0"\\\ud800é🙂\u2028', "b": 2**60, "f": 0.1, "k": None, "l": [1, "é"]},
        )  # fmt: skip
    assert temuan() == []
    assert semua()[0]["sesudah"]["t"] == 'a"\\?é🙂\u2028'


def test_kepala_dicatat_ke_log_setiap_hari_baru(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="konsumen")
    isi(2)
    assert not [r for r in caplog.records if r.message == "kepala audit"]
    besok = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: besok)
    isi(2)
    kepala = [r.data for r in caplog.records if r.message == "kepala audit"]  # type: ignore[attr-defined]
    assert kepala == [{"audit_id": 2, "audit_mac": semua()[1]["mac"]}]


# --- the database refuses ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "perintah",
    [
        "UPDATE audit SET pelaku = 'orang lain' WHERE id = 2",
        "UPDATE audit SET mac = mac WHERE id = 2",
        "DELETE FROM audit WHERE id = 2",
        "DELETE FROM audit",
        "TRUNCATE audit",
    ],
)
def test_basis_data_menolak_ubah_dan_hapus(app: Flask, perintah: str) -> None:
    isi(3)
    if perintah.startswith("TRUNCATE") and db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite tidak punya TRUNCATE.")
    sebelum = semua()
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), db.engine.begin() as conn:
        conn.exec_driver_sql(perintah)
    assert semua() == sebelum


def test_pengganti_baris_ditolak(app: Flask) -> None:
    """REPLACE would be a way to change a row without UPDATE or DELETE."""
    isi(3)
    if db.engine.dialect.name != "sqlite":
        pytest.skip("REPLACE hanya ada pada SQLite.")
    sebelum = semua()
    with pytest.raises(sa.exc.DBAPIError), db.engine.begin() as conn:
        conn.exec_driver_sql(
            "INSERT OR REPLACE INTO audit SELECT * FROM (SELECT * FROM audit WHERE id = 2)"
        )
    assert semua() == sebelum


# --- forgeries --------------------------------------------------------------------------------

TABEL = Audit.__table__


def ubah(baris: int, /, **nilai: Any) -> Any:
    return sa.update(TABEL).where(TABEL.c.id == baris).values(**nilai)


def buang(id: int) -> Any:
    return sa.delete(TABEL).where(TABEL.c.id == id)


@pytest.mark.parametrize("baris", [1, 2, 3, 4, 5])
@pytest.mark.parametrize(
    "nilai",
    [
        {"pelaku": "Orang Lain"},
        {"pelaku_id": 99},
        {"peran": "admin"},
        {"aksi": "lain"},
        {"objek": "lain"},
        {"objek_id": 99},
        {"sebelum": {"nilai": 77}},
        {"sesudah": {"nilai": 77}},
        {"sesudah": None},
        {"waktu": datetime(2020, 1, 1, tzinfo=UTC)},
        {"alamat": "10.0.0.1"},
        {"permintaan_id": "abc"},
        {"mac": "f" * 64},
    ],
    ids=lambda n: next(iter(n)),
)
def test_baris_yang_diubah_disebut_persis(app: Flask, baris: int, nilai: dict[str, Any]) -> None:
    isi(5)
    rusakkan(ubah(baris, **nilai))
    ketemu = temuan()
    assert ketemu[0] == (baris, f"Isi baris {baris} diubah: segelnya tidak cocok.")
    # A forged seal also no longer fits the row after it; nothing else is accused.
    ikut = [(baris + 1, f"Baris {baris + 1} tidak menyambung pada baris {baris}.")]
    assert ketemu[1:] == (ikut if "mac" in nilai and baris < 5 else [])


@pytest.mark.parametrize("baris", [1, 2, 3, 4])
def test_baris_yang_dihapus_disebut_persis(app: Flask, baris: int) -> None:
    isi(5)
    rusakkan(buang(baris))
    assert temuan() == [(baris, f"Baris {baris} hilang.")]


def test_beberapa_baris_yang_dihapus(app: Flask) -> None:
    isi(6)
    rusakkan(buang(2), buang(3), buang(5))
    assert temuan() == [(2, "Baris 2 sampai 3 hilang."), (5, "Baris 5 hilang.")]


def test_baris_yang_ditukar_disebut_keduanya(app: Flask) -> None:
    isi(5)
    rusakkan(ubah(2, id=20), ubah(4, id=2), ubah(20, id=4))
    tertuduh = {id for id, _ in temuan()}
    assert {2, 4} <= tertuduh
    assert 1 not in tertuduh


def test_baris_yang_dihapus_lalu_dirapatkan_tetap_ketahuan(app: Flask) -> None:
    """Numbers closed up behind a deleted row: the first false row is where the hole was."""
    isi(5)
    rusakkan(buang(3), ubah(4, id=3), ubah(5, id=4))
    assert temuan()[0][0] == 3


def test_baris_sisipan_ketahuan(app: Flask) -> None:
    isi(3)
    akhir = semua()[-1]
    palsu = {**akhir, "id": 4, "aksi": "karangan", "mac_sebelum": akhir["mac"], "mac": "0" * 64}
    rusakkan(sa.insert(TABEL).values(**palsu))
    assert temuan() == [(4, "Isi baris 4 diubah: segelnya tidak cocok.")]


def test_dua_cabang_ditolak_basis_data(app: Flask) -> None:
    isi(3)
    cabang = {**semua()[2], "id": 4}
    with pytest.raises(sa.exc.IntegrityError):
        rusakkan(sa.insert(TABEL).values(**cabang))


def test_segel_kunci_lain_tidak_diterima(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Knowing how a seal is made is not enough."""
    isi(3)
    palsu = {**semua()[1], "pelaku": "Orang Lain"}
    asing = kunci.Kunci(data=(), indeks=b"", audit=b"x" * 32, rahasia=())
    monkeypatch.setattr(audit, "kunci", lambda: asing)
    palsu["mac"] = audit.segel(palsu)
    monkeypatch.undo()
    rusakkan(ubah(2, pelaku="Orang Lain", mac=palsu["mac"]))
    assert temuan()[0] == (2, "Isi baris 2 diubah: segelnya tidak cocok.")


def test_ekor_yang_dipotong_ketahuan_dari_kepala_yang_tercatat(app: Flask) -> None:
    isi(5)
    kepala = {5: semua()[4]["mac"]}
    rusakkan(buang(4), buang(5))
    assert temuan() == []  # the chain alone cannot know
    kalimat = (
        "Baris 4 sampai 5 hilang: log harian mencatat baris 5, "
        "tetapi catatan berakhir pada baris 3."
    )
    assert temuan(kepala) == [(4, kalimat)]
    isi(3)  # life goes on over the cut, the numbers are taken again
    kalimat = "Baris 5 bukan baris yang segelnya tercatat di log harian."
    assert temuan(kepala) == [(5, kalimat)]


def test_semua_dihapus_ketahuan_dari_kepala(app: Flask) -> None:
    isi(2)
    kepala = {2: semua()[1]["mac"]}
    rusakkan(sa.delete(TABEL))
    assert [id for id, _ in temuan(kepala)] == [1]


def test_lebih_dari_sekali_baca(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "_SEKALI_BACA", 3)
    isi(9)
    assert audit.periksa().jumlah == 9
    rusakkan(ubah(4, aksi="lain"), buang(7))
    assert [id for id, _ in temuan()] == [4, 7]


# --- many at once -----------------------------------------------------------------------------


def test_delapan_penulis_satu_rantai(app: Flask) -> None:
    """Rows of several acts at once come one after the other, without gap or fork."""

    def kerja(n: int) -> None:
        with app.app_context():
            for i in range(10):
                with tulis() as s:
                    audit.catat("coba", "contoh", n, sesudah={"i": i})
                    s.merge(Pengaturan(kunci=f"coba{n}", nilai=str(i)))
                    audit.catat("coba", "contoh", n, sesudah={"i": i, "lagi": True})
            db.session.remove()

    with ThreadPoolExecutor(8) as kolam:
        list(kolam.map(kerja, range(8)))
    baris = semua()
    assert [b["id"] for b in baris] == list(range(1, 161))
    assert temuan() == []
    for n in range(8):
        assert [b["sesudah"]["i"] for b in baris if b["objek_id"] == n] == [
            i for i in range(10) for _ in range(2)
        ]


def test_tidak_ada_jalan_buntu_antara_baris_dan_rantai(app: Flask) -> None:
    """Acts that record first and lock a row later: the chain's lock is taken last by all."""
    with tulis() as s:
        s.add(Pengaturan(kunci="rebutan", nilai="0"))

    def kerja(n: int) -> None:
        with app.app_context():
            for _ in range(10):
                with tulis() as s:
                    audit.catat("coba", "contoh", n)
                    baris = s.get_one(Pengaturan, "rebutan", with_for_update=True)
                    baris.nilai = str(int(baris.nilai) + 1)
            db.session.remove()

    with ThreadPoolExecutor(6) as kolam:
        list(kolam.map(kerja, range(6)))
    db.session.rollback()
    assert db.session.get_one(Pengaturan, "rebutan").nilai == "60"
    assert audit.periksa().jumlah == 60


# --- the command ------------------------------------------------------------------------------


@pytest.fixture
def perintah(app: Flask) -> Callable[..., Any]:
    db.session.rollback()
    return lambda *args: app.test_cli_runner().invoke(args=["periksa-audit", *args])


def test_perintah_menyebut_baris_dan_keluar_satu(perintah: Any, tmp_path: Any) -> None:
    hasil = perintah()
    assert (hasil.exit_code, hasil.output) == (0, "0 baris diperiksa, semuanya utuh.\n")
    isi(3)
    hasil = perintah()
    assert hasil.exit_code == 0
    kepala = re.search(r"Kepala: (3:[0-9a-f]{64})", hasil.output)
    assert kepala
    assert perintah("--kepala", kepala[1]).exit_code == 0

    rusakkan(ubah(2, aksi="lain"))
    hasil = perintah()
    assert hasil.exit_code == 1
    assert "Isi baris 2 diubah" in hasil.output
    rusakkan(buang(3))
    nomor, segel = kepala[1].split(":")
    log = tmp_path / "program.log"
    baris = {"pesan": "kepala audit", "audit_id": int(nomor), "audit_mac": segel}
    log.write_text(f'bukan json\n{{"audit_mac": 1}}\nNov 22 kn[1]: {json.dumps(baris)}\n')
    for cara in (("--kepala", kepala[1]), ("--log", str(log))):
        hasil = perintah(*cara)
        assert hasil.exit_code == 1
        assert "Baris 3 hilang" in hasil.output
    assert perintah("--kepala", "tiga").exit_code == 2
