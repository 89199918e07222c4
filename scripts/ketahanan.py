"""`make ketahanan`: kill the whole program while people work in it, and count what is left.

The real program (gunicorn, two workers) runs on a database of its own. Sixteen participants sign in
and work through their pages: record an instrument with a photo, file an application with its files,
choose a date. At a random moment every process of it dies by kill -9. Then it starts again, and:
everything that was acknowledged must be there, and nothing half of it. Five rounds on SQLite, five
on PostgreSQL. The database server itself is not killed: that is its own makers' promise.
"""

import argparse
import contextlib
import http.client
import os
import random
import re
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

AKAR = Path(__file__).resolve().parent.parent
PENULIS = 16
TAWARAN = 40  # applications waiting for a choice of date, per participant
HARI = 8
MULAI_PALING_LAMA = 40.0
# A round lasts until so many acts of each kind went through in it, on a slow machine too.
MACAM = ("alat", "ajukan", "jadwal")
PALING_SEDIKIT, RONDE_TERPANJANG = 8, 15.0


def kata(teks: str) -> None:
    sys.stdout.write(teks + "\n")
    sys.stdout.flush()


# --- one participant ----------------------------------------------------------------------------


@dataclass
class Penulis:
    """A participant at a browser. `tercatat` holds what the program acknowledged."""

    nik: str
    sandi: str
    port: int
    jenis_id: int
    menunggu: list[tuple[int, list[int]]]  # applications with the offers made for them
    tercatat: list[tuple[str, str]] = field(default_factory=list)
    dicoba: Counter[str] = field(default_factory=Counter)
    ditolak: Counter[str] = field(default_factory=Counter)
    kue: dict[str, str] = field(default_factory=dict)
    token: str = ""
    alat: list[str] = field(default_factory=list)

    def minta(
        self, cara: str, url: str, isi: dict[str, Any] | None = None
    ) -> tuple[int, str, bytes]:
        """One request on a connection of its own: (status, where to go next, body)."""
        kepala = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.kue.items())}
        badan = None
        if isi is not None:
            batas = secrets.token_hex(16)
            badan = _multipart({"csrf_token": self.token} | isi, batas)
            kepala["Content-Type"] = f"multipart/form-data; boundary={batas}"
        sambungan = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            sambungan.request(cara, url, badan, kepala)
            jawab = sambungan.getresponse()
            teks = jawab.read()
        finally:
            sambungan.close()
        for kue in jawab.msg.get_all("Set-Cookie") or ():
            nama, _, nilai = kue.split(";", 1)[0].partition("=")
            self.kue[nama] = nilai
        return jawab.status, jawab.getheader("Location") or "", teks

    def ambil_token(self, url: str) -> None:
        _, _, teks = self.minta("GET", url)
        temu = re.search(rb'name="csrf_token"[^>]*value="([^"]+)"', teks)
        if temu is None:
            raise SystemExit(f"Tidak ada formulir di {url}.")
        self.token = temu[1].decode()

    def masuk(self) -> None:
        self.ambil_token("/masuk")
        kode, _, teks = self.minta("POST", "/masuk", {"nama_masuk": self.nik, "sandi": self.sandi})
        if kode != 303:
            raise SystemExit(f"Log In dijawab {kode}: {teks[:300]!r}")
        self.ambil_token("/uttp/baru")

    def bekerja(self, berhenti: threading.Event) -> None:
        """Act after act, until the server is gone."""
        while not berhenti.is_set():
            for nama, perbuatan in (
                ("ajukan", self.ajukan),
                ("jadwal", self.pilih_jadwal),
                ("alat", self.tambah_alat),
            ):
                if berhenti.is_set():
                    return
                if nama == "jadwal" and not self.menunggu or nama == "ajukan" and not self.alat:
                    continue
                self.dicoba[nama] += 1
                try:
                    perbuatan()
                except (OSError, http.client.HTTPException):
                    time.sleep(0.05)  # killed in the middle: not acknowledged

    def _catat(self, apa: str, tanda: str, kode: int) -> bool:
        """Only the answer of the program counts: it went through, and says where to look."""
        if kode == 303:
            self.tercatat.append((apa, tanda))
            return True
        self.ditolak[f"{apa} {kode}"] += 1
        return False

    def tambah_alat(self) -> None:
        seri = secrets.token_hex(8).upper()
        isi = {
            "jenis_id": self.jenis_id, "merk": "Timbang Jaya", "tipe": "TJ-30",
            "nomor_seri": seri, "kapasitas": "30", "foto": ("alat.jpg", _foto(seri)),
        }  # fmt: skip
        kode, _, _ = self.minta("POST", "/uttp/baru", isi)
        if self._catat("alat", seri, kode):
            self.alat.append(seri)

    def ajukan(self) -> None:
        seri = self.alat.pop()
        _, _, teks = self.minta("GET", f"/uttp?q={seri}")
        temu = re.search(rb'href="/uttp/(\d+)"', teks)
        if temu is None:
            self.ditolak["alat tidak tampil"] += 1
            return
        _, ke, _ = self.minta("POST", f"/pengajuan/baru/{temu[1].decode()}", {})
        draf = ke.rsplit("/", 1)[0]
        surat, izin = ("s.jpg", _foto(seri + "s")), ("i.jpg", _foto(seri + "i"))
        for langkah, isi in (
            ("layanan", {"layanan": "tera", "versi": "1"}),
            ("foto", {"foto_kondisi": ("k.jpg", _foto(seri + "k"))}),
            ("berkas", {"surat_permohonan": surat, "izin_tipe": izin}),
        ):
            self.minta("POST", f"{draf}/{langkah}", isi)
        kode, ke, _ = self.minta("POST", f"{draf}/periksa", {})
        self._catat("ajukan", ke.split("/")[-2] if kode == 303 else "", kode)

    def pilih_jadwal(self) -> None:
        pengajuan, tawaran = self.menunggu.pop()
        isi = {"tawaran_id": random.choice(tawaran)}  # noqa: S311 - any will do
        kode, _, _ = self.minta("POST", f"/jadwal/{pengajuan}", isi)
        self._catat("jadwal", str(pengajuan), kode)


def _multipart(isi: dict[str, Any], batas: str) -> bytes:
    keluar = bytearray()
    for nama, nilai in isi.items():
        keluar += f'--{batas}\r\nContent-Disposition: form-data; name="{nama}"'.encode()
        if isinstance(nilai, tuple):
            keluar += f'; filename="{nilai[0]}"\r\nContent-Type: image/jpeg'.encode()
            nilai = nilai[1]
        keluar += b"\r\n\r\n" + (nilai if isinstance(nilai, bytes) else str(nilai).encode())
        keluar += b"\r\n"
    return bytes(keluar + f"--{batas}--\r\n".encode())


def _foto(beda: str) -> bytes:
    """A small photo whose picture differs each time: equal ones would be stored once."""
    from io import BytesIO

    from PIL import Image

    keluar = BytesIO()
    bibit = sha256(beda.encode()).digest() * 6
    Image.frombytes("RGB", (8, 8), bibit).resize((160, 120)).save(keluar, "JPEG")
    return keluar.getvalue()


# --- the server ---------------------------------------------------------------------------------


class Server:
    """gunicorn in a process group of its own, so that one signal ends all of it."""

    def __init__(self, lingkungan: dict[str, str], port: int, catatan: Path) -> None:
        self.port, self._lingkungan, self._catatan = port, lingkungan, catatan
        self._proses: subprocess.Popen[bytes] | None = None

    def mulai(self) -> None:
        with self._catatan.open("ab") as keluaran:
            self._proses = subprocess.Popen(  # noqa: S603 - our own interpreter
                [sys.executable, "-m", "gunicorn"],
                cwd=AKAR, env=self._lingkungan, stdout=keluaran, stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip
        batas = time.monotonic() + MULAI_PALING_LAMA
        while not self._sehat():
            if self._proses.poll() is not None or time.monotonic() > batas:
                raise SystemExit(f"Server tidak mulai:\n{self._catatan.read_text()[-3000:]}")
            time.sleep(0.1)

    def _sehat(self) -> bool:
        sambungan = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            sambungan.request("GET", "/sehat")
            return sambungan.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            sambungan.close()

    def bunuh(self) -> None:
        if self._proses is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._proses.pid, signal.SIGKILL)
            self._proses.wait()
            self._proses = None


def port_kosong() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


# --- one database -------------------------------------------------------------------------------


def isi_awal(app: Any, port: int) -> list[Penulis]:
    """Sixteen participants with accounts, and applications waiting for them to choose a date."""
    import sqlalchemy as sa
    from flask_migrate import upgrade

    from app.core.db import tulis
    from app.extensions import db
    from app.jadwal.models import Tawaran
    from app.pengajuan.models import Pengajuan
    from app.pengaturan.data import muat_wilayah
    from app.pengaturan.services import ubah_kantor
    from app.uttp.data import muat_jenis
    from app.uttp.models import Uttp
    from tests import factories as f

    upgrade(directory=str(AKAR / "migrations"))
    with tulis():
        muat_wilayah()
        muat_jenis()
        ubah_kantor({"menit_per_hari": 100_000, "alat_per_penera": 10_000})
    penera = [f.buat_pengguna("penera").id for _ in range(4)]
    foto, jenis = f.buat_berkas().id, f.jenis().id
    hasil = []
    for n in range(PENULIS):
        peserta = f.buat_peserta(sandi=True)
        akun = peserta.pengguna
        penulis = Penulis(akun.nama_masuk, f.SANDI, port, jenis, [])
        penulis.nik = peserta.pic_nik
        with tulis() as s:
            for i in range(TAWARAN):
                alat = Uttp(
                    jenis_id=jenis, pemilik_id=peserta.id, merk="Awal", tipe="A", kapasitas=30,
                    nomor_seri=f"AWAL-{n}-{i}", sidik=f"AWAL|{n}{i:03d}", foto_id=foto,
                )  # fmt: skip
                s.add(alat)
                s.flush()
                p = Pengajuan(
                    nomor=f"AW-2026-{n * TAWARAN + i:06d}", uttp_id=alat.id,
                    peserta_id=peserta.id, layanan="tera", status="menunggu_pilihan",
                    lokasi="kantor", dibuat_oleh_id=akun.id,
                )  # fmt: skip
                s.add(p)
                s.flush()
                s.add_all(
                    Tawaran(
                        pengajuan_id=p.id, penera_id=penera[(n + i + k) % 4],
                        tanggal=f.hari_kerja_berikut(2 + (i + k) % HARI),
                    )
                    for k in range(3)
                )  # fmt: skip
                s.flush()
                cari = sa.select(Tawaran.id).where(Tawaran.pengajuan_id == p.id)
                penulis.menunggu.append((p.id, list(s.scalars(cari))))
        hasil.append(penulis)
    db.session.remove()
    db.engine.dispose()
    return hasil


def satu_basis_data(nama: str, url: str, folder: Path, ronde: int) -> int:
    """All rounds on one database; the number of faults."""
    port = port_kosong()
    lingkungan = os.environ | {
        "MODE": "development", "CAPTCHA": "off", "DATABASE_URL": url, "PORT": str(port),
        "BERKAS_URL": str(folder / "berkas"), "WEB_CONCURRENCY": "2",
        "KUNCI_FILE": str(folder / "kunci.json"), "SECRET_KEY": secrets.token_urlsafe(48),
        "BIND": f"127.0.0.1:{port}", "ALAMAT_SITUS": f"http://127.0.0.1:{port}",
    }  # fmt: skip
    from app import create_app
    from config import Config

    app = create_app(Config.dari_lingkungan(lingkungan))
    server = Server(lingkungan, port, folder / "server.log")
    salah = 0
    with app.app_context():
        penulis = isi_awal(app, port)
        awal = time.monotonic()
        try:
            server.mulai()
            for p in penulis:
                p.masuk()
            for ke in range(1, ronde + 1):
                lama = _satu_ronde(server, penulis)
                server.mulai()
                keluhan = periksa(penulis)
                jumlah = sum(len(p.tercatat) for p in penulis)
                kata(
                    f"  {nama} ronde {ke}: dimatikan setelah {lama:.1f} dtk, "
                    f"{jumlah} diakui sejauh ini, {len(keluhan)} kelainan"
                )
                for k in keluhan[:20]:
                    kata(f"    ! {k}")
                salah += len(keluhan)
        finally:
            server.bunuh()
        _ringkas(nama, penulis, salah, time.monotonic() - awal)
    return salah + _terlalu_sedikit(penulis)


def _satu_ronde(server: Server, penulis: list[Penulis]) -> float:
    """Everybody works; once enough is on its way, at a moment nobody chose, all of it dies."""
    berhenti = threading.Event()
    utas = [threading.Thread(target=p.bekerja, args=(berhenti,), daemon=True) for p in penulis]
    awal, sudah = time.monotonic(), macam_diakui(penulis)
    for u in utas:
        u.start()
    while time.monotonic() - awal < RONDE_TERPANJANG:
        baru = macam_diakui(penulis) - sudah
        if all(baru[m] >= PALING_SEDIKIT for m in MACAM):
            break
        time.sleep(0.05)
    time.sleep(random.uniform(0.5, 2.5))  # noqa: S311 - no secret
    server.bunuh()
    lama = time.monotonic() - awal
    berhenti.set()
    for u in utas:
        u.join(30)
    return lama


def macam_diakui(penulis: list[Penulis]) -> Counter[str]:
    return Counter(apa for p in penulis for apa, _ in list(p.tercatat))


def _terlalu_sedikit(penulis: list[Penulis]) -> int:
    """A run in which nobody got anything done proves nothing."""
    macam = macam_diakui(penulis)
    kurang = [m for m in MACAM if macam[m] < PALING_SEDIKIT]
    for m in kurang:
        kata(f"    ! hanya {macam[m]} {m} diakui: percobaan ini tidak membuktikan apa pun")
    return len(kurang)


def _ringkas(nama: str, penulis: list[Penulis], salah: int, lama: float) -> None:
    diakui = macam_diakui(penulis)
    dicoba = sum((p.dicoba for p in penulis), Counter[str]())
    ditolak = sum((p.ditolak for p in penulis), Counter[str]())
    kata(
        f"{nama}: {sum(diakui.values())} perbuatan diakui "
        f"({', '.join(f'{n} {m}' for m, n in sorted(diakui.items()))}), "
        f"dari {sum(dicoba.values())} dicoba; {salah} hilang atau setengah jadi; {lama:.0f} dtk"
    )
    if ditolak:
        kata(f"  dijawab lain: {dict(ditolak)}")


# --- what must hold -----------------------------------------------------------------------------


def periksa(penulis: list[Penulis]) -> list[str]:
    """Every broken promise, as a sentence."""
    from app.extensions import db

    db.session.remove()
    try:
        return [
            *_hilang(penulis), *_riwayat(), *_lampiran(), *_berkas(), *_beban(), *_nomor(),
            *_utuh(), *_audit(),
        ]  # fmt: skip
    finally:
        db.session.remove()


def _hilang(penulis: list[Penulis]) -> list[str]:
    """Acknowledged, and not there."""
    import sqlalchemy as sa

    from app.extensions import db
    from app.pengajuan.models import Pengajuan
    from app.uttp.models import Uttp

    seri = set(db.session.scalars(sa.select(Uttp.nomor_seri)))
    baris = db.session.execute(sa.select(Pengajuan.id, Pengajuan.tanggal_uji)).all()
    semua = {str(id) for id, _ in baris}
    bertanggal = {str(id) for id, tanggal in baris if tanggal is not None}
    ada = {"alat": seri, "ajukan": semua, "jadwal": bertanggal}
    return [
        f"{apa} {tanda} diakui, tetapi tidak ada"
        for p in penulis
        for apa, tanda in p.tercatat
        if tanda not in ada[apa]
    ]


def _riwayat() -> list[str]:
    """No application without the line that says who did it; those laid out beforehand have none
    until somebody chooses."""
    import sqlalchemy as sa

    from app.extensions import db
    from app.pengajuan.models import Pengajuan, Riwayat

    tanpa = sa.select(Pengajuan.nomor).where(
        ~sa.exists().where(Riwayat.pengajuan_id == Pengajuan.id),
        Pengajuan.status != "menunggu_pilihan",
    )
    return [f"{nomor} tanpa riwayat" for nomor in db.session.scalars(tanpa)]


def _lampiran() -> list[str]:
    """An application filed through the page has its three files, or is not there."""
    import sqlalchemy as sa

    from app.extensions import db
    from app.pengajuan.models import BerkasPengajuan, Pengajuan

    jumlah = sa.func.count(BerkasPengajuan.id)
    kurang = (
        sa.select(Pengajuan.nomor, jumlah)
        .outerjoin(BerkasPengajuan, BerkasPengajuan.pengajuan_id == Pengajuan.id)
        .where(~Pengajuan.nomor.like("AW-%"))
        .group_by(Pengajuan.nomor)
        .having(jumlah != 3)
    )
    return [f"{nomor} dengan {n} berkas" for nomor, n in db.session.execute(kurang)]


def _berkas() -> list[str]:
    """No row without its file, and every file whole: its name is the sum of its content."""
    import sqlalchemy as sa

    from app.core.uploads import Berkas, penyimpanan
    from app.extensions import db

    toko, salah = penyimpanan(), []
    disebut = db.session.execute(sa.select(Berkas.kunci, Berkas.kunci_kecil))
    kunci = {k for pasangan in disebut for k in pasangan if k}
    ada = {k for k, _ in toko.daftar()}
    salah += [f"berkas {k} disebut, tetapi tidak ada" for k in kunci - ada]
    for k in ada:
        with toko.buka(k) as f:
            if sha256(f.read()).hexdigest() != k[-64:]:
                salah.append(f"berkas {k} setengah tertulis")
    return salah


def _beban() -> list[str]:
    """The counters of the calendar equal the applications that stand in it."""
    import sqlalchemy as sa

    from app.extensions import db
    from app.jadwal.models import BebanHari, BebanPenera
    from app.pengajuan.models import Pengajuan

    baris = db.session.execute(
        sa.select(Pengajuan.tanggal_uji, Pengajuan.penera_id, Pengajuan.menit).where(
            Pengajuan.tanggal_uji.is_not(None)
        )
    ).all()
    hari, penera = Counter[Any](), Counter[Any]()
    for tanggal, penera_id, menit in baris:
        hari[tanggal] += menit
        penera[(tanggal, penera_id)] += 1
    tercatat = {b.tanggal: b.menit for b in db.session.scalars(sa.select(BebanHari)) if b.menit}
    orang = {
        (b.tanggal, b.penera_id): b.jumlah
        for b in db.session.scalars(sa.select(BebanPenera))
        if b.jumlah
    }
    salah = [] if tercatat == dict(hari) else [f"menit per hari: {tercatat} bukan {dict(hari)}"]
    return salah + ([] if orang == dict(penera) else ["jumlah alat per penera berbeda"])


def _nomor() -> list[str]:
    """Numbers without a gap: as many given out as applications hold one."""
    import sqlalchemy as sa

    from app.extensions import db
    from app.pengajuan.models import Pengajuan
    from app.pengaturan.models import NomorUrut

    salah = []
    for urut in db.session.scalars(sa.select(NomorUrut)):
        cari = sa.select(sa.func.count()).where(Pengajuan.nomor.like(f"{urut.seri}-%"))
        ada = db.session.scalar(cari)
        if ada != urut.terakhir:
            salah.append(f"nomor {urut.seri}: {urut.terakhir} diberikan, {ada} dipakai")
    return salah


def _utuh() -> list[str]:
    """SQLite looks through every page of its file."""
    from app.extensions import db

    if db.engine.dialect.name != "sqlite":
        return []
    with db.engine.connect() as conn:
        utuh = conn.exec_driver_sql("PRAGMA integrity_check").scalar()
        rusak = conn.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    return ([] if utuh == "ok" else [f"integrity_check: {utuh}"]) + [f"{b}" for b in rusak]


def _audit() -> list[str]:
    """The log is a chain: a link lost or written twice shows in the next one."""
    from app.core import audit

    hasil = audit.periksa()
    return [t.kalimat for t in hasil.temuan] + ([] if hasil.jumlah else ["catatan audit kosong"])


# --- all of it ----------------------------------------------------------------------------------


def main() -> int:
    pilih = argparse.ArgumentParser(description="Ketahanan terhadap kill -9.")
    pilih.add_argument("--ronde", type=int, default=5)
    pilih.add_argument("--hanya", choices=("sqlite", "postgresql"))
    opsi = pilih.parse_args()
    sys.path.insert(0, str(AKAR))
    import logging

    logging.getLogger("alembic").setLevel(logging.ERROR)
    salah = 0
    with tempfile.TemporaryDirectory() as nama:
        folder = Path(nama, "sqlite")
        folder.mkdir()
        if opsi.hanya != "postgresql":
            salah += satu_basis_data("SQLite", f"sqlite:///{folder / 'uji.db'}", folder, opsi.ronde)
        if opsi.hanya != "sqlite":
            salah += _postgresql(Path(nama), opsi.ronde)
    kata("Tidak ada yang hilang." if not salah else f"{salah} kelainan.")
    return 1 if salah else 0


def _postgresql(nama: Path, ronde: int) -> int:
    from tests import postgres

    klaster = postgres.mulai()
    if klaster is None:
        kata(f"PostgreSQL dilewati: {postgres.ALASAN}")
        return 1 if os.environ.get("CI") else 0
    folder = nama / "postgresql"
    folder.mkdir()
    try:
        return satu_basis_data("PostgreSQL", klaster.buat("ketahanan"), folder, ronde)
    finally:
        klaster.stop()


if __name__ == "__main__":
    sys.exit(main())
