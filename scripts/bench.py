"""`make bench`: what each page costs, as ratios to the cheapest answer of the same run.

A machine is busy or idle, fast or slow; the ratio of two things measured side by side is not. Each
round asks every page once, in turn, and counts the processor time of this process alone.
"""

import logging
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

RONDE = 30
AKUN = {"peserta": "6471010101900001", "pelayanan": "pelayanan"}
HALAMAN = (
    ("dasar: /sehat", None, "/sehat", False),
    ("beranda publik", None, "/", False),
    ("Data Peserta", "peserta", "/peserta", False),
    ("Daftar Alat UTTP", "peserta", "/uttp", False),
    ("Daftar Alat UTTP, bidang saja", "peserta", "/uttp", True),
    ("monitoring pengajuan", "peserta", "/pengajuan", False),
    ("beranda petugas", "pelayanan", "/admin", False),
    ("antrean pengajuan, 20 baris", "pelayanan", "/admin/pengajuan", False),
    ("antrean, cari yang tidak ada", "pelayanan", "/admin/pengajuan?q=tidakadasama", False),
    ("daftar peserta", "pelayanan", "/admin/peserta", False),
    ("jadwal sepekan", "pelayanan", "/admin/jadwal", False),
)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        ukur(Path(folder))


def ukur(folder: Path) -> None:
    os.environ |= {
        "MODE": "demo",
        "CAPTCHA": "off",
        "DATABASE_URL": f"sqlite:///{folder}/bench.db",
        "BERKAS_URL": str(folder / "berkas"),
        "DEMO_PASSWORD": "sandi-untuk-bench",
    }
    sys.path.insert(0, str(Path(__file__).parent.parent))
    from flask_migrate import upgrade

    from app import create_app
    from app.auth.queries import pengguna_bernama
    from app.auth.sesi import buka_sesi
    from app.core.db import tulis

    app = create_app()
    jalan = app.test_cli_runner()
    with app.app_context():
        upgrade()
    for perintah in ("data-acuan", "demo"):
        jalan.invoke(args=[perintah], catch_exceptions=False)
    klien = {None: app.test_client()}
    with app.app_context():
        for peran, nama in AKUN.items():
            akun = pengguna_bernama(nama)
            klien[peran] = app.test_client()
            with tulis():
                token = buka_sesi(akun)
            with klien[peran].session_transaction() as sesi:
                sesi["_user_id"] = token
    logging.getLogger("konsumen").setLevel(logging.ERROR)

    waktu: dict[str, list[float]] = {label: [] for label, *_ in HALAMAN}
    for ronde in range(RONDE + 3):
        for label, peran, url, bidang in HALAMAN:
            kepala = {"HX-Request": "true"} if bidang else {}
            mulai = time.process_time()
            jawab = klien[peran].get(url, headers=kepala)
            lama = time.process_time() - mulai
            if jawab.status_code != 200:
                raise SystemExit(f"{url}: {jawab.status_code}")
            if ronde >= 3:
                waktu[label].append(lama)
    dasar = statistics.median(waktu[HALAMAN[0][0]])
    sys.stdout.write(f"{'halaman':34} {'× dasar':>8} {'ms CPU':>8}\n")
    for label, daftar in waktu.items():
        tengah = statistics.median(daftar)
        sys.stdout.write(f"{label:34} {tengah / dasar:8.1f} {tengah * 1000:8.2f}\n")


if __name__ == "__main__":
    main()
