"""`make bench`: what a page costs in a grown office, as ratios of one and the same run.

Two offices, one of 1,000 and one of 100,000 applications, are built on SQLite and, where its
programs are installed, on a PostgreSQL of their own, and served by the real server. Each round asks
every page once in both, one after the other: a machine is busy or idle, fast or slow, but the ratio
of two things measured side by side is not. A page of the large office may cost 1.5 × what it costs
in the small one; else the run ends with 1.

    make bench                        a few minutes
    make bench UKURAN=small           1,000 against 5,000, a few rounds: does it run at all
    make bench HANYA=sqlite           one database
"""

import contextlib
import http.client
import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlencode

AKAR = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(AKAR))

from scripts.ketahanan import Server, kata, port_kosong  # noqa: E402

BATAS = 1.5
# Milliseconds: what is below this in the large office is quick, whatever it was in the small one.
RINGAN = 5.0
WAKTU_TERLAMA = 150.0  # seconds for the rounds on one database
BESAR, KECIL, RONDE = 100_000, 1_000, 25
if os.environ.get("UKURAN") == "small":
    BESAR, RONDE = 5_000, 5
# As the worlds of scripts/bench_dunia.py have them.
PESERTA, PENYEDIA, PENERA = 101, 102, 4
HARI_INI = date.today()  # noqa: DTZ011 - only which week an address names


def halaman(url: str, **saring: object) -> str:
    return f"{url}?{urlencode(saring)}" if saring else url


# What it is called, who asks, where. The first one asks the database nothing.
HALAMAN: tuple[tuple[str, str, str], ...] = (
    ("dasar", "", "/sehat"),
    ("beranda petugas", "pelayanan", "/admin"),
    ("beranda kepala", "kepala", "/admin"),
    ("beranda penera", "penera", "/admin"),
    ("antrean: berjalan", "pelayanan", "/admin/pengajuan"),
    ("antrean: baru", "pelayanan", halaman("/admin/pengajuan", status="baru")),
    ("antrean: tawaran lewat", "pelayanan", halaman("/admin/pengajuan", status="tawaran_habis")),
    ("antrean: semua", "pelayanan", halaman("/admin/pengajuan", status="semua")),
    ("antrean: selesai sah", "pelayanan", halaman("/admin/pengajuan", status="selesai_sah")),
    ("antrean: layanan tera", "pelayanan", halaman("/admin/pengajuan", status="baru",
                                                   layanan="tera")),
    ("antrean: satu penera", "pelayanan", halaman("/admin/pengajuan", status="diproses", penera=5)),
    ("antrean: SKHP habis", "pelayanan", halaman("/admin/pengajuan", habis="y")),
    ("antrean: sepekan", "pelayanan", halaman("/admin/pengajuan", status="semua",
                                              dari=HARI_INI - timedelta(days=7), sampai=HARI_INI)),
    ("antrean: perlu tindakan", "pelayanan", halaman("/admin/pengajuan", status="perlu")),
    ("antrean: dokumen", "pelayanan", halaman("/admin/pengajuan", status="menunggu_dokumen")),
    ("antrean: penera", "penera", "/admin/pengajuan"),
    ("antrean: penera menguji", "penera", halaman("/admin/pengajuan", status="diproses")),
    ("cari pengajuan: nomor", "pelayanan", halaman("/admin/pengajuan", q="TU-2020-000777",
                                                   status="semua")),
    ("cari pengajuan: nama", "pelayanan", halaman("/admin/pengajuan", q="rezeki", status="semua")),
    ("cari pengajuan: tidak ada", "pelayanan", halaman("/admin/pengajuan", q="tidakada",
                                                       status="semua")),
    ("cari di yang berjalan", "pelayanan", halaman("/admin/pengajuan", q="tidakada")),
    ("pembayaran", "pelayanan", "/admin/pembayaran"),
    ("pembayaran: diunggah", "pelayanan", halaman("/admin/pembayaran", status="diunggah")),
    ("pembayaran: cari", "pelayanan", halaman("/admin/pembayaran", q="tidakada")),
    ("daftar peserta", "pelayanan", "/admin/peserta"),
    ("daftar peserta: baru", "pelayanan", halaman("/admin/peserta", status="baru")),
    ("cari peserta", "pelayanan", halaman("/admin/peserta", q="rezeki")),
    ("cari peserta: tidak ada", "pelayanan", halaman("/admin/peserta", q="tidakada")),
    ("jadwal sepekan", "pelayanan", "/admin/jadwal"),
    ("jadwal penera", "penera", "/admin/jadwal"),
    ("kunjungan", "penera", "/admin/kunjungan"),
    ("surat tugas", "pelayanan", "/admin/surat-tugas"),
    ("surat tugas baru", "pelayanan", "/admin/surat-tugas/baru"),
    ("jadwal: cari", "pelayanan", halaman("/admin/jadwal", q="TU-2020-000777")),
    ("alat: semua", "pelayanan", "/uttp"),
    ("alat: cari", "pelayanan", halaman("/uttp", q="tidakada")),
    ("alat seorang peserta", "pelayanan", halaman("/uttp", peserta=1)),
    ("serah terima", "pelayanan", "/admin/serah-terima"),
    ("serah: di kantor", "pelayanan", halaman("/admin/serah-terima", tahap="di-kantor")),
    ("serah: dokumen siap", "pelayanan", halaman("/admin/serah-terima", tahap="dokumen")),
    ("serah: diserahkan", "pelayanan", halaman("/admin/serah-terima", tahap="selesai")),
    ("loket: cari", "pelayanan", halaman("/admin/loket", q="rezeki")),
    ("kalender kerja", "pelayanan", "/admin/master/kalender"),
    ("permintaan perubahan", "pelayanan", "/admin/permintaan"),
    ("permintaan data", "admin", "/admin/permintaan-data"),
    ("pemberitahuan petugas", "pelayanan", "/pesan"),
    ("laporan", "kepala", "/admin/laporan"),
    ("akun", "admin", "/admin/akun"),
    ("tarif", "admin", "/admin/master/tarif"),
    ("jenis UTTP", "admin", "/admin/master/jenis-uttp"),
    ("isi situs", "admin", "/admin/konten"),
    ("catatan aktivitas", "admin", "/admin/audit"),
    ("rincian pengajuan", "pelayanan", "/pengajuan/90"),
    ("Data Peserta", "peserta", "/peserta"),
    ("Daftar Alat UTTP", "peserta", "/uttp"),
    ("Monitoring Pengajuan", "peserta", "/pengajuan"),
    ("Jatuh tempo", "peserta", "/armada"),
    ("Pemberitahuan", "peserta", "/pesan"),
    ("Draf", "peserta", "/draf"),
    ("Daftar Pelanggan", "penyedia", "/pelanggan"),
    ("Halaman muka", "", "/"),
    ("Wajib tera", "", "/wajib-tera"),
)  # fmt: skip


@dataclass
class Kantor:
    """One office: its server, who is signed in, and how long its pages took."""

    server: Server
    kue: dict[str, str]
    waktu: dict[str, list[float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._sambungan = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)

    def buka(self, nama: str, akun: str, url: str, *, catat: bool) -> None:
        kepala = {"Cookie": self.kue.get(akun, ""), "Accept-Encoding": "identity"}
        mulai = time.perf_counter()
        self._sambungan.request("GET", url, headers=kepala)
        jawab = self._sambungan.getresponse()
        jawab.read()
        lama = (time.perf_counter() - mulai) * 1000
        if jawab.status != 200:
            raise SystemExit(f"{nama}: {url} dijawab {jawab.status} {jawab.getheader('Location')}")
        if catat:
            self.waktu.setdefault(nama, []).append(lama)

    def tengah(self, nama: str) -> float:
        return statistics.median(self.waktu[nama])


@contextlib.contextmanager
def kantor(url: str, folder: Path, banyak: int) -> Iterator[Kantor]:
    """Built by a process of its own, then served; no demo, no captcha, one worker."""
    port = port_kosong()
    lingkungan = os.environ | {
        "MODE": "development", "CAPTCHA": "off", "DATABASE_URL": url, "PORT": str(port),
        "BERKAS_URL": str(folder / "berkas"), "WEB_CONCURRENCY": "1",
        "KUNCI_FILE": str(folder / "kunci.json"), "SECRET_KEY": secrets.token_urlsafe(48),
        "BIND": f"127.0.0.1:{port}", "ALAMAT_SITUS": f"http://127.0.0.1:{port}",
    }  # fmt: skip
    mulai = time.monotonic()
    hasil = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "scripts.bench_dunia", str(banyak)],
        cwd=AKAR, env=lingkungan, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if hasil.returncode:
        raise SystemExit(hasil.stderr[-3000:])
    kata(f"  kantor dengan {banyak} pengajuan siap dalam {time.monotonic() - mulai:.0f} dtk")
    server = Server(lingkungan, port, folder / "server.log")
    try:
        server.mulai()
        yield Kantor(server, json.loads(hasil.stdout.splitlines()[-1]))
    finally:
        server.bunuh()


def ukur(kecil: Kantor, besar: Kantor) -> None:
    """Round after round, each page in both offices; the first two warm up."""
    batas = time.monotonic() + WAKTU_TERLAMA
    for ronde in range(RONDE + 2):
        for isi in HALAMAN:
            for satu in (kecil, besar) if ronde % 2 else (besar, kecil):
                satu.buka(*isi, catat=ronde > 1)
        if ronde > 6 and time.monotonic() > batas:
            break


def laporkan(nama: str, kecil: Kantor, besar: Kantor) -> list[str]:
    """The table; gives what costs too much."""
    kata(f"\n{nama}, {len(besar.waktu['dasar'])} ronde")
    kata(f"  {'halaman':28} {'besar:kecil':>11} {'× /sehat':>9} {'ms besar':>9}")
    mahal = []
    for apa, *_ in HALAMAN:
        a, b = kecil.tengah(apa), besar.tengah(apa)
        lebih = b / a > BATAS and b > RINGAN
        mahal += [f"{nama}: {apa} {b / a:.2f} kali, paling banyak {BATAS}"] if lebih else []
        dasar = b / besar.tengah("dasar")
        kata(f"  {apa:28} {b / a:11.2f} {dasar:9.1f} {b:9.1f}{'  !' if lebih else ''}")
    lambat = max((n for n, *_ in HALAMAN), key=besar.tengah)
    kata(f"  paling lambat: {lambat}, {besar.tengah(lambat) / kecil.tengah(lambat):.2f} ×")
    return mahal


def satu_basis_data(nama: str, url: dict[int, str], folder: Path) -> list[str]:
    for banyak in url:
        (folder / str(banyak)).mkdir(parents=True)
    with (
        kantor(url[KECIL], folder / str(KECIL), KECIL) as kecil,
        kantor(url[BESAR], folder / str(BESAR), BESAR) as besar,
    ):
        ukur(kecil, besar)
        return laporkan(nama, kecil, besar)


def di_postgresql(folder: Path) -> list[str]:
    from tests import postgres

    klaster = postgres.mulai()
    if klaster is None:
        kata(f"PostgreSQL dilewati: {postgres.ALASAN}")
        return ["PostgreSQL tidak ada"] if os.environ.get("CI") else []
    try:
        url = {n: klaster.buat(f"bench_{n}") for n in (KECIL, BESAR)}
        return satu_basis_data("PostgreSQL", url, folder)
    finally:
        klaster.stop()


def main() -> int:
    hanya, mahal = os.environ.get("HANYA") or None, []
    with tempfile.TemporaryDirectory() as nama:
        folder = Path(nama)
        if hanya != "postgresql":
            url = {n: f"sqlite:///{folder}/sqlite-{n}.db" for n in (KECIL, BESAR)}
            mahal += satu_basis_data("SQLite", url, folder / "sqlite")
        if hanya != "sqlite":
            mahal += di_postgresql(folder / "postgresql")
    for apa in mahal:
        kata(f"Terlalu mahal: {apa}.")
    kata("" if mahal else f"\nTidak ada daftar yang lebih dari {BATAS} kali.")
    return 1 if mahal else 0


if __name__ == "__main__":
    sys.exit(main())
