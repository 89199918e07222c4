"""Backup and restore: what comes back is what went in, and what was touched is refused whole."""

import json
import os
import stat
import tarfile
import threading
import time
from collections.abc import Callable, Iterator
from contextvars import Context
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core import cadangan, cadangan_arsip, cadangan_db, cadangan_pulih, clock, uploads
from app.core.cadangan_arsip import ArsipDitolak
from app.core.cadangan_isi import Isi, isi
from app.core.cadangan_perintah import KUNCI_TIDAK_IKUT, MIGRASI
from app.core.cadangan_rotasi import BULANAN, HARIAN, MINGGUAN, SEGAR, dibuang, disimpan
from app.core.db import tulis
from app.extensions import db
from config import AKAR
from tests import factories as f
from tests import postgres
from tests.basisdata import buat_app
from tests.conftest import wajib_ada

KUNCI = b"kunci-arsip-untuk-uji-yang-cukup-panjang"


@dataclass
class Kantor:
    """An installation of its own, to be wiped and brought back."""

    app: Flask
    folder: Path

    @property
    def toko(self) -> Any:
        return self.app.extensions["penyimpanan"]

    def isi(self) -> Isi:
        db.session.remove()
        with db.engine.connect() as conn:
            return isi(conn)

    def berkas(self) -> dict[str, bytes]:
        return {k: self._baca(k) for k, _ in self.toko.daftar()}

    def _baca(self, kunci: str) -> bytes:
        with self.toko.buka(kunci) as berkas:
            return bytes(berkas.read())

    def kosongkan(self) -> None:
        """As if the machine were new."""
        db.session.remove()
        db.engine.dispose()
        for k, _ in list(self.toko.daftar()):
            self.toko.hapus(k)
        if cadangan_db.dialek() == "sqlite":
            for akhiran in ("", "-wal", "-shm"):
                Path(f"{cadangan_db.jalur_sqlite()}{akhiran}").unlink(missing_ok=True)
            return
        with db.engine.begin() as conn:
            conn.exec_driver_sql("DROP SCHEMA public CASCADE")
            conn.exec_driver_sql("CREATE SCHEMA public")
        db.engine.dispose()

    def cadangkan(self, kunci: bytes | None = None) -> cadangan.Cadangan:
        db.session.remove()
        return cadangan.buat(self.folder / "cadangan", kunci, self.toko, AKAR)

    def pulihkan(self, arsip: Path, kunci: bytes | None = None, *, ya: bool = False) -> Any:
        db.session.remove()
        return cadangan_pulih.pulihkan(arsip, kunci, self.toko, MIGRASI, ya=ya)


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def kantor_modul(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[Kantor]:
    folder = tmp_path_factory.mktemp("cadangan")
    nama = f"cadangan_{worker_id}"
    if request.param == "sqlite":
        yield Kantor(buat_app(f"sqlite:///{folder}/uji.db", folder / "berkas"), folder)
        return
    klaster = postgres.klaster()
    wajib_ada(klaster, postgres.ALASAN)
    assert klaster is not None
    app = buat_app(klaster.buat(nama), folder / "berkas")
    yield Kantor(app, folder)
    with app.app_context():
        db.engine.dispose()
    klaster.hapus(nama)


@pytest.fixture
def kantor(kantor_modul: Kantor) -> Iterator[Kantor]:
    with kantor_modul.app.app_context():
        if not db.session.scalar(sa.select(sa.exists().select_from(sa.table("pengajuan")))):
            for status in ("baru", "terjadwal", "selesai_sah"):
                f.buat_pengajuan(status)
        db.session.remove()
        yield kantor_modul
        db.session.remove()


@pytest.fixture(scope="module")
def kecil(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kantor]:
    """A small one on SQLite, for what does not depend on the database."""
    folder = tmp_path_factory.mktemp("kecil")
    app = buat_app(f"sqlite:///{folder}/uji.db", folder / "berkas")
    with app.app_context():
        f.buat_pengajuan("baru")
        db.session.remove()
        yield Kantor(app, folder)
        db.session.remove()
        db.engine.dispose()


# --- the drill ----------------------------------------------------------------------------------


def penulis_sibuk(app: Flask, berhenti: threading.Event, catatan: list[int]) -> threading.Thread:
    """Somebody who goes on working while the backup runs."""

    def kerja() -> None:
        with app.app_context():
            while not berhenti.is_set():
                nomor = len(catatan) + threading.get_ident() % 100_000 * 1000
                utama = f"isi {nomor} {time.monotonic_ns()}".encode()
                uploads.simpan([uploads.Olahan(f"{nomor}.pdf", "pdf", utama)], None)
                catatan.append(nomor)
            db.session.remove()

    utas = threading.Thread(target=Context().run, args=(kerja,))
    utas.start()
    return utas


def test_latihan_pulih_di_bawah_beban(kantor: Kantor) -> None:
    berhenti, catatan = threading.Event(), list[int]()
    utas = [penulis_sibuk(kantor.app, berhenti, catatan) for _ in range(4)]
    try:
        while len(catatan) < 8:
            time.sleep(0.01)
        hasil = kantor.cadangkan(KUNCI)
    finally:
        berhenti.set()
        for u in utas:
            u.join()
    m = hasil.manifes
    assert (m.hilang, m.rusak) == ([], [])
    assert m.baris["berkas"] >= 8
    assert m.baris["pengajuan"] == 3
    kantor.kosongkan()

    pulih = kantor.pulihkan(hasil.jalur, KUNCI)

    ada = kantor.isi()
    assert ada == pulih.isi
    assert (ada.kepala, ada.baris, ada.audit) == (m.kepala, m.baris, m.audit)
    assert {b["nama"] for b in m.berkas} == set(kantor.berkas())
    assert ada.kunci <= set(kantor.berkas())
    assert all(cadangan.sha256(v).hexdigest() == k[-64:] for k, v in kantor.berkas().items())
    # And work goes on.
    f.buat_pengajuan("baru")
    assert kantor.isi().baris["pengajuan"] == 4


def test_di_atas_yang_berisi_hanya_dengan_ya(kantor: Kantor) -> None:
    hasil = kantor.cadangkan()
    f.buat_pengajuan("baru")
    lebih = kantor.isi()
    with pytest.raises(ArsipDitolak, match="--ya"):
        kantor.pulihkan(hasil.jalur)
    assert kantor.isi() == lebih
    kantor.pulihkan(hasil.jalur, ya=True)
    assert kantor.isi().baris == hasil.manifes.baris


def test_tidak_selagi_program_lain_memakainya(kantor: Kantor) -> None:
    hasil = kantor.cadangkan()
    lain = sa.create_engine(db.engine.url)
    with lain.connect() as conn:
        conn.execute(sa.text("SELECT count(*) FROM pengguna"))
        with pytest.raises(ArsipDitolak, match="Hentikan layanan"):
            kantor.pulihkan(hasil.jalur, ya=True)
    lain.dispose()
    kantor.pulihkan(hasil.jalur, ya=True)


def test_arsip_lama_diperbarui_skemanya(kantor: Kantor, monkeypatch: pytest.MonkeyPatch) -> None:
    from flask_migrate import downgrade, upgrade

    kini = kantor.isi().kepala
    downgrade(directory=str(MIGRASI), revision="-1")
    try:
        hasil = kantor.cadangkan()
    finally:
        db.session.remove()
        upgrade(directory=str(MIGRASI))
    assert hasil.manifes.kepala != kini
    pulih = kantor.pulihkan(hasil.jalur, ya=True)
    assert pulih.diperbarui
    assert kantor.isi().kepala == kini


HANYA_POSTGRES = pytest.mark.parametrize(
    "kantor_modul", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


@HANYA_POSTGRES
def test_hitungan_yang_berbeda_membatalkan_semuanya(
    kantor: Kantor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL: the counts are the last statement of the one transaction."""
    hasil = kantor.cadangkan()
    sebelum = kantor.isi()
    asli = cadangan_db.ganti
    monkeypatch.setattr(
        cadangan_db, "ganti", lambda salinan, baris: asli(salinan, baris | {"pengguna": 999})
    )
    with pytest.raises(ArsipDitolak, match="jumlah baris pengguna"):
        kantor.pulihkan(hasil.jalur, ya=True)
    assert kantor.isi() == sebelum


@HANYA_POSTGRES
def test_tanpa_pg_dump_ada_jalan_keluar(kantor: Kantor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(ArsipDitolak, match="postgresql-client"):
        kantor.cadangkan()
    assert not list((kantor.folder / "cadangan").glob(".*"))


# --- damage -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def arsip(kecil: Kantor) -> dict[bytes | None, bytes]:
    """The bytes of one sealed and one encrypted archive; pieces small, so that there are many."""
    asli, cadangan_arsip.POTONG = cadangan_arsip.POTONG, 64 * 1024
    try:
        return {k: kecil.cadangkan(k).jalur.read_bytes() for k in (None, KUNCI)}
    finally:
        cadangan_arsip.POTONG = asli


def _ditolak(kecil: Kantor, isi_arsip: bytes, kunci: bytes | None) -> str:
    """Restoring this is refused in one sentence, and everything is as it was."""
    jalur = kecil.folder / "rusak.tar"
    jalur.write_bytes(isi_arsip)
    sebelum = sidik_folder(kecil)
    db.session.remove()
    asli, cadangan_arsip.POTONG = cadangan_arsip.POTONG, 64 * 1024
    try:
        with pytest.raises(ArsipDitolak) as e:
            kecil.pulihkan(jalur, kunci, ya=True)
    finally:
        cadangan_arsip.POTONG = asli
    assert sidik_folder(kecil) == sebelum
    return str(e.value)


def sidik_folder(kecil: Kantor) -> dict[str, tuple[int, int]]:
    """Every file of the installation with inode and change time: nothing was even written."""
    db.engine.dispose()
    semua = [cadangan_db.jalur_sqlite(), *(kecil.folder / "berkas").rglob("*")]
    return {str(p): (p.stat().st_ino, p.stat().st_mtime_ns) for p in semua}


@pytest.mark.parametrize("kunci", [None, KUNCI], ids=["segel", "sandi"])
@given(letak=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_satu_bit_berubah_ditolak(
    kecil: Kantor, arsip: dict[bytes | None, bytes], kunci: bytes | None, letak: float, bit: int
) -> None:
    isi_arsip = bytearray(arsip[kunci])
    isi_arsip[int(letak * len(isi_arsip))] ^= 1 << bit
    _ditolak(kecil, bytes(isi_arsip), kunci)


@pytest.mark.parametrize("kunci", [None, KUNCI], ids=["segel", "sandi"])
@given(panjang=st.floats(0, 1, exclude_max=True))
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_terpotong_ditolak(
    kecil: Kantor, arsip: dict[bytes | None, bytes], kunci: bytes | None, panjang: float
) -> None:
    isi_arsip = arsip[kunci]
    _ditolak(kecil, isi_arsip[: int(panjang * len(isi_arsip))], kunci)


def _potongan(isi_arsip: bytes) -> tuple[bytes, list[bytes]]:
    kepala, satu = cadangan_arsip._KEPALA, 64 * 1024 + 16
    badan = isi_arsip[kepala:]
    return isi_arsip[:kepala], [badan[i : i + satu] for i in range(0, len(badan), satu)]


@pytest.mark.parametrize(
    "ubah",
    [
        lambda p: p[:-1],  # cut exactly between two chunks
        lambda p: [p[1], p[0], *p[2:]],
        lambda p: [*p[:1], *p[2:]],
        lambda p: [*p, p[-1]],
        lambda p: [*p, b"x"],
        lambda p: [],
    ],
    ids=["dipotong", "ditukar", "dilewati", "diulang", "ditambah", "kosong"],
)
def test_potongan_tidak_dapat_diatur_ulang(
    kecil: Kantor, arsip: dict[bytes | None, bytes], ubah: Callable[[list[bytes]], list[bytes]]
) -> None:
    kepala, potongan = _potongan(arsip[KUNCI])
    assert len(potongan) > 3
    assert _ditolak(kecil, kepala + b"".join(ubah(potongan)), KUNCI) == cadangan_arsip.RUSAK


def test_kunci_yang_salah_atau_lupa(kecil: Kantor, arsip: dict[bytes | None, bytes]) -> None:
    assert _ditolak(kecil, arsip[KUNCI], None) == cadangan_arsip.BUTUH_KUNCI
    assert _ditolak(kecil, arsip[KUNCI], KUNCI + b"x") == cadangan_arsip.SALAH_KUNCI


def test_dua_arsip_tidak_berbagi_kunci(arsip: dict[bytes | None, bytes], kecil: Kantor) -> None:
    lain = kecil.cadangkan(KUNCI).jalur.read_bytes()
    assert lain[26:58] != arsip[KUNCI][26:58]
    assert KUNCI not in lain
    assert b"manifest.json" not in lain


@pytest.mark.parametrize("panjang", [0, 1, 9, 10, 11, 20, 35])
def test_sandi_bolak_balik_di_tepi_potongan(monkeypatch: pytest.MonkeyPatch, panjang: int) -> None:
    monkeypatch.setattr(cadangan_arsip, "POTONG", 10)
    berkas, isi_arsip = BytesIO(), os.urandom(panjang)
    p = cadangan_arsip.penulis(berkas, KUNCI)
    for i in range(0, panjang, 7):
        p.write(isi_arsip[i : i + 7])
    p.selesai()
    berkas.seek(0)
    baca = cadangan_arsip.pembaca(berkas, KUNCI)
    assert baca.read(panjang + 5) == isi_arsip
    assert baca.read(1) == b""


# --- archives that are whole, and not ours --------------------------------------------------------


def _rakit(anggota: list[tuple[str, bytes]], **info: Any) -> bytes:
    """A sealed archive with whatever one likes in it."""
    keluar = BytesIO()
    p = cadangan_arsip.penulis(keluar, None)
    with tarfile.open(fileobj=p, mode="w|") as tar:  # type: ignore[arg-type]
        for nama, isi_anggota in anggota:
            t = tarfile.TarInfo(nama)
            t.size = len(isi_anggota)
            for k, v in info.items():
                setattr(t, k, v)
            tar.addfile(t, BytesIO(isi_anggota))
    p.selesai()
    return keluar.getvalue()


def _bongkar(isi_arsip: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=BytesIO(isi_arsip)) as tar:
        return {t.name: tar.extractfile(t).read() for t in tar}  # type: ignore[union-attr]


def _dengan_manifes(isi_arsip: bytes, **ubah: Any) -> bytes:
    semua = _bongkar(isi_arsip)
    manifes = json.loads(semua.pop(cadangan.MANIFES)) | ubah
    return _rakit([*semua.items(), (cadangan.MANIFES, json.dumps(manifes).encode())])


@pytest.mark.parametrize(
    ("ubah", "kalimat"),
    [
        ({"program": "lain"}, "bukan cadangan"),
        ({"format": 2}, "lebih baru"),
        ({"kepala": "99991231_0000"}, "lebih baru"),
        ({"kepala": None}, "lebih baru"),
        ({"dialek": "postgresql"}, "DATABASE_URL"),
        ({"berkas": []}, "rusak"),
        ({"basisdata": {}}, "rusak"),
        ({"baris": {"pengguna": 0}}, "rusak"),
        ({"audit": {"id": 7, "mac": "00"}}, "rusak"),
    ],
)
def test_manifes_yang_tidak_cocok(
    kecil: Kantor, arsip: dict[bytes | None, bytes], ubah: dict[str, Any], kalimat: str
) -> None:
    assert kalimat in _ditolak(kecil, _dengan_manifes(arsip[None], **ubah), None)


@pytest.mark.parametrize(
    "nama", ["../../etc/passwd", "/etc/passwd", "berkas/../x", "berkas/aa/bb/pendek", "lain.txt"]
)
def test_nama_asing(kecil: Kantor, nama: str) -> None:
    assert _ditolak(kecil, _rakit([(nama, b"x")]), None) == cadangan_arsip.ASING


def test_tautan_dan_kembar_ditolak(kecil: Kantor) -> None:
    tautan = _rakit([("basisdata.sqlite", b"")], type=tarfile.SYMTYPE, linkname="/etc/passwd")
    assert _ditolak(kecil, tautan, None) == cadangan_arsip.ASING
    kembar = _rakit([("basisdata.sqlite", b"x")] * 2)
    assert _ditolak(kecil, kembar, None) == cadangan_arsip.ASING


def test_isi_berkas_tidak_sesuai_namanya(kecil: Kantor, arsip: dict[bytes | None, bytes]) -> None:
    semua = _bongkar(arsip[None])
    nama = next(n for n in semua if n.startswith("berkas/"))
    semua[nama] = b"bukan ini"
    manifes = json.loads(semua[cadangan.MANIFES])
    for b in manifes["berkas"]:
        if nama.endswith(b["nama"]):
            b |= {"ukuran": 9, "sha256": cadangan.sha256(b"bukan ini").hexdigest()}
    semua[cadangan.MANIFES] = json.dumps(manifes).encode()
    assert _ditolak(kecil, _rakit(list(semua.items())), None) == cadangan_arsip.RUSAK


@pytest.mark.parametrize("cara", ["bukan", "fk"])
def test_basis_data_di_dalamnya_rusak(
    kecil: Kantor, arsip: dict[bytes | None, bytes], cara: str, tmp_path: Path
) -> None:
    import sqlite3

    semua = _bongkar(arsip[None])
    if cara == "bukan":
        semua["basisdata.sqlite"] = b"SQLite format 3\0" + b"x" * 5000
    else:
        (tmp_path / "x.db").write_bytes(semua["basisdata.sqlite"])
        with sqlite3.connect(tmp_path / "x.db") as c:
            c.execute("UPDATE pengajuan SET uttp_id = 987654")
        c.close()
        semua["basisdata.sqlite"] = (tmp_path / "x.db").read_bytes()
    db_isi = semua["basisdata.sqlite"]
    manifes = json.loads(semua.pop(cadangan.MANIFES))
    manifes["basisdata"] |= {
        "ukuran": len(db_isi),
        "sha256": cadangan.sha256(db_isi).hexdigest(),
    }
    baru = _rakit([*semua.items(), (cadangan.MANIFES, json.dumps(manifes).encode())])
    assert "Basis data di dalam arsip ini rusak" in _ditolak(kecil, baru, None)


def test_bukan_arsip_sama_sekali(kecil: Kantor) -> None:
    for isi_arsip in (b"", b"halo", b"\0" * 4096, cadangan_arsip.AWALAN_SANDI):
        _ditolak(kecil, isi_arsip, None)


# --- the archive itself ---------------------------------------------------------------------------


@pytest.mark.skipif(os.name != "posix", reason="modes are a POSIX matter")
def test_hanya_untuk_pemilik_dan_tanpa_sisa(kecil: Kantor) -> None:
    lama = os.umask(0)
    try:
        hasil = kecil.cadangkan()
    finally:
        os.umask(lama)
    assert stat.S_IMODE(hasil.jalur.stat().st_mode) == 0o600
    assert hasil.ukuran == hasil.jalur.stat().st_size
    assert not list(hasil.jalur.parent.glob(".*"))
    assert not list(kecil.folder.glob(".cadangan-*"))


def test_dua_dalam_satu_detik(kecil: Kantor, monkeypatch: pytest.MonkeyPatch) -> None:
    tetap = clock.now()
    monkeypatch.setattr(clock, "now", lambda: tetap)
    satu, dua = kecil.cadangkan(), kecil.cadangkan()
    assert satu.jalur != dua.jalur
    assert satu.jalur.exists()


def test_jatuh_di_tengah_tidak_meninggalkan_apa_apa(
    kecil: Kantor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def penuh(_: int) -> None:
        raise OSError(28, "No space left on device")

    sebelum = sorted((kecil.folder / "cadangan").glob("*"))
    monkeypatch.setattr(os, "fsync", penuh)
    with pytest.raises(OSError, match="No space"):
        kecil.cadangkan()
    monkeypatch.undo()
    assert sorted((kecil.folder / "cadangan").glob("*")) == sebelum
    assert not list((kecil.folder / "cadangan").glob(".*"))


def test_berkas_hilang_dan_rusak_dilaporkan(kecil: Kantor) -> None:
    satu, dua = (f.buat_berkas(kunci=kecil.toko.simpan(x)) for x in (b"satu", b"dua"))
    kunci_satu, kunci_dua = satu.kunci, dua.kunci
    db.session.remove()
    kecil.toko.hapus(kunci_satu)
    (kecil.toko.akar / kunci_dua).write_bytes(b"due")
    try:
        m = kecil.cadangkan().manifes
        jalan = kecil.app.test_cli_runner()
        luar = jalan.invoke(args=["backup", "--ke", str(kecil.folder / "lain")])
    finally:
        with tulis() as s:
            s.execute(
                sa.delete(uploads.Berkas).where(uploads.Berkas.kunci.in_([kunci_satu, kunci_dua]))
            )
        kecil.toko.hapus(kunci_dua)
    assert (m.hilang, m.rusak) == ([kunci_satu], [kunci_dua])
    assert luar.exit_code == 1
    assert "1 berkas yang disebut basis data tidak ada" in luar.output


def test_perintah(kecil: Kantor, tmp_path: Path) -> None:
    kunci = tmp_path / "kunci"
    kunci.write_bytes(KUNCI + b"\n")
    kunci.chmod(0o600)
    jalan = kecil.app.test_cli_runner()
    luar = jalan.invoke(args=["backup", "--ke", str(tmp_path / "c"), "--kunci-berkas", str(kunci)])
    assert luar.exit_code == 0, luar.output
    assert KUNCI_TIDAK_IKUT in luar.output
    assert "TIDAK tersandi" not in luar.output
    [jalur] = (tmp_path / "c").iterdir()
    assert jalur.name.endswith(".tar.sandi")
    argumen = ["restore", str(jalur), "--kunci-berkas", str(kunci)]
    luar = jalan.invoke(args=[*argumen, "--periksa"])
    assert "Arsip utuh" in luar.output
    luar = jalan.invoke(args=argumen)
    assert luar.exit_code == 1
    assert "--ya" in luar.output
    luar = jalan.invoke(args=[*argumen, "--ya"])
    assert luar.exit_code == 0, luar.output
    assert KUNCI_TIDAK_IKUT in luar.output
    luar = jalan.invoke(args=["backup", "--ke", str(tmp_path / "c")])
    assert "TIDAK tersandi" in luar.output
    kunci.write_bytes(b"pendek")
    luar = jalan.invoke(args=["backup", "--ke", str(tmp_path / "c"), "--kunci-berkas", str(kunci)])
    assert luar.exit_code == 1
    assert "terlalu mudah ditebak" in luar.output


# --- rotation -------------------------------------------------------------------------------------

AWAL = datetime(2026, 1, 1, tzinfo=clock.WITA)
waktu = st.lists(
    st.integers(0, 3 * 365 * 24 * 60).map(lambda m: AWAL + timedelta(minutes=m)), max_size=60
)


@given(waktu)
def test_rotasi_tidak_pernah_membuang_yang_terbaru(semua: list[datetime]) -> None:
    lepas = dibuang(semua)
    assert lepas <= set(semua)
    assert disimpan(semua) == set(semua) - lepas
    if semua:
        assert max(semua) not in lepas
    lama = {w for w in disimpan(semua) if max(semua) - w >= SEGAR}
    assert len(lama) <= HARIAN + MINGGUAN + BULANAN
    for hari in sorted({w.date() for w in semua}, reverse=True)[:HARIAN]:
        assert max(w for w in semua if w.date() == hari) not in lepas


@given(waktu)
def test_rotasi_dua_kali_sama_dengan_sekali(semua: list[datetime]) -> None:
    assert dibuang(disimpan(semua)) == set()


def test_cadangan_sesudah_musibah_tidak_mengusir_yang_semalam() -> None:
    malam = datetime(2026, 11, 22, 1, 30, tzinfo=clock.WITA)
    sesudah = malam + timedelta(hours=9)
    assert dibuang([malam, sesudah]) == set()
    assert dibuang([malam, sesudah, sesudah + timedelta(days=3)]) == {malam}


def test_rotasi_setiap_hari_selama_dua_tahun() -> None:
    """Run each night as the office does, it keeps a year in reach at every moment."""
    ada: set[datetime] = set()
    for hari in range(730):
        ada.add(AWAL + timedelta(days=hari, hours=1))
        ada -= dibuang(ada)
    kini = max(ada)
    assert 18 <= len(ada) <= HARIAN + MINGGUAN + BULANAN
    assert sum(kini - w < timedelta(days=7) for w in ada) == 7
    assert kini - min(ada) > timedelta(days=330)


def test_rotasi_hanya_menyentuh_berkas_kita(kecil: Kantor, tmp_path: Path) -> None:
    ke = tmp_path / "c"
    ke.mkdir()
    for bulan in range(1, 13):
        for hari in (1, 20):
            (ke / f"konsumen-2024{bulan:02d}{hari:02d}-010000.tar").touch()
    (ke / "konsumen.db").touch()
    (ke / "catatan.txt").touch()
    hasil = cadangan.buat(ke, None, kecil.toko, AKAR)
    sisa = {p.name for p in ke.iterdir()}
    assert {"konsumen.db", "catatan.txt", hasil.jalur.name} <= sisa
    assert len(hasil.dibuang) == 24 + 3 - len(sisa)
    assert not any(p.name in sisa for p in hasil.dibuang)
