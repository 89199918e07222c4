"""A grown office for `make bench`: so many applications with all that hangs on them, in bulk.

The same density of work a day in a small world and in a large one: the large one is older, not
busier, so that a page of one week shows as much in both. All names and numbers are invented.
"""

import json
import logging
import random
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import islice
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from app import create_app
from app.auth.models import Pengguna, indeks_nik
from app.auth.sesi import buka_sesi
from app.core import clock
from app.core.audit import Audit
from app.core.db import tulis
from app.core.outbox import Pesan
from app.core.uploads import Berkas
from app.extensions import db
from app.jadwal.models import BebanHari, BebanPenera
from app.pembayaran.models import Pembayaran
from app.pengajuan.models import BerkasPengajuan, Pengajuan, Riwayat, Skhp
from app.pengajuan.states import BERTANGGAL, SELESAI, Status
from app.pengaturan.models import Kelurahan
from app.peserta.models import Peserta, indeks_npwp
from app.serah.models import SerahTerima
from app.uttp.models import JenisUttp, Kepemilikan, Uttp

SEHARI = 16  # applications a day
DIUJI = 4  # tests a day from today on: a week of them in a small world too
PENERA = 8
PER_PESERTA, PER_ALAT = 8, 2  # applications: of a participant, of an instrument
# Nobody's list depends on the world: the participant and the penyedia that are looked at have as
# much in a small one as in a large one.
ALAT_SAYA, PELANGGAN = 40, 25
BERJALAN: dict[Status, int] = {  # of a thousand applications so many are
    Status.BARU: 22, Status.PERLU_PERBAIKAN: 7, Status.DITERIMA: 8, Status.MENUNGGU_PILIHAN: 8,
    Status.TERJADWAL: 12, Status.TERBAYAR: 6, Status.DIPROSES: 22, Status.MENUNGGU_DOKUMEN: 10,
}  # fmt: skip
KATA = ("Sumber", "Rezeki", "Makmur", "Jaya", "Sentosa", "Abadi", "Bersama", "Mulia", "Sejahtera",
        "Barokah", "Mandiri", "Utama", "Lestari", "Cahaya", "Bahari")  # fmt: skip
MERK = ("Timbang Jaya", "Neraca Kita", "Ukur Nusantara", "Borneo Scale", "Mahakam")
LANGKAH = (("kirim", None, "baru"), ("terima", "baru", "diterima"),
           ("tetapkan", "diterima", "diproses"), ("lulus", "diproses", "menunggu_dokumen"),
           ("terbitkan", "menunggu_dokumen", "selesai_sah"))  # fmt: skip
Baris = dict[str, Any]


def isi(model: Any, baris: Iterable[Baris]) -> None:
    """Into its table, some thousand rows at a time."""
    sisa = iter(baris)
    with db.engine.begin() as conn:
        while sekumpul := list(islice(sisa, 5000)):
            conn.execute(sa.insert(model), sekumpul)


class Dunia:
    """`banyak` applications; row number n of everything is the same in each world of that size."""

    def __init__(self, banyak: int) -> None:
        self.banyak = banyak
        self.peserta = max(40, banyak // PER_PESERTA) + PELANGGAN
        self.alat = max(ALAT_SAYA, banyak // PER_ALAT)
        self.kini, self.hari_ini = clock.now(), clock.today()
        self.acak = random.Random(banyak)  # noqa: S311 - the same world each time
        with db.engine.connect() as conn:
            self.kelurahan = list(conn.scalars(sa.select(Kelurahan.id)))
            self.jenis = list(conn.scalars(sa.select(JenisUttp.id)))
        self.penera = list(range(4, 4 + PENERA))

    def bangun(self) -> None:
        isi(Pengguna, self._pengguna())
        isi(Peserta, self._peserta())
        isi(Berkas, self._berkas())
        isi(Uttp, self._uttp())
        isi(Kepemilikan, ({"uttp_id": n, "pemilik_id": self._pemilik(n), "sejak": self.kini}
                          for n in range(1, self.alat + 1)))  # fmt: skip
        isi(Pengajuan, self._pengajuan())
        isi(BerkasPengajuan, ({"pengajuan_id": n, "berkas_id": n, "guna": "surat_permohonan"}
                              for n in self._nomor()))  # fmt: skip
        isi(Riwayat, self._riwayat())
        isi(Skhp, self._skhp())
        isi(Pembayaran, self._pembayaran())
        isi(SerahTerima, self._serah())
        isi(BebanHari, ({"tanggal": h, "menit": 30 * n, "batas": 480} for h, n in self._beban()))
        isi(BebanPenera, ({"penera_id": self.penera[0], "tanggal": h, "jumlah": n, "batas": 8}
                          for h, n in self._beban()))  # fmt: skip
        isi(Pesan, self._pesan())
        isi(Audit, self._audit())
        self._hitung_ulang()

    def _hitung_ulang(self) -> None:
        """Numbers go on after ours; the planner knows what it has, as it would after a night."""
        with db.engine.begin() as conn:
            if db.engine.dialect.name == "postgresql":
                for tabel in db.metadata.sorted_tables:
                    if "id" in tabel.c and tabel.name != "audit":
                        conn.exec_driver_sql(
                            f"SELECT setval(pg_get_serial_sequence('{tabel.name}', 'id'), "  # noqa: S608
                            f"(SELECT coalesce(max(id), 1) FROM {tabel.name}))"
                        )
                conn.exec_driver_sql("ANALYZE")

    # --- people

    def _pengguna(self) -> Iterator[Baris]:
        for id, peran in enumerate(("pelayanan", "admin", "kepala"), 1):
            yield {"id": id, "nama_masuk": peran, "nama": f"Petugas {peran}", "peran": peran}
        for id in self.penera:
            yield {"id": id, "nama_masuk": f"penera{id}", "nama": f"Penera {id}", "peran": "penera"}
        for n in range(1, self.peserta + 1):
            if not self._pelanggan(n):
                yield {"id": self._akun(n), "nama_masuk": indeks_nik(_nik(n)), "peran": "peserta",
                       "nama": f"Pemilik {n}"}  # fmt: skip

    def _akun(self, n: int) -> int:
        return 100 + n

    def _pelanggan(self, n: int) -> bool:
        """The last ones are customers of number 2, without accounts."""
        return n > self.peserta - PELANGGAN

    def _peserta(self) -> Iterator[Baris]:
        for n in range(1, self.peserta + 1):
            pelanggan, baru = self._pelanggan(n), n % 6 == 5
            kata = " ".join(self.acak.sample(KATA, 2))
            nik = None if pelanggan else _nik(n)
            yield {
                "id": n, "nomor": f"REG-2020-{n:06d}", "nama": f"Toko {kata} {n}",
                "kelompok": "penyedia" if n == 2 else "pemakai" if pelanggan else "pemilik",
                "status": "pelanggan" if pelanggan else "baru" if baru else "aktif",
                "npwp_sandi": f"0{n:015d}", "npwp_indeks": indeks_npwp(f"0{n:015d}"),
                "alamat": f"Jalan Pasar {n % 97} Nomor {n}", "telp": f"+62811{n:07d}",
                "kelurahan_id": self.kelurahan[n % len(self.kelurahan)], "pic_nik_sandi": nik,
                "pic_nik_indeks": nik and indeks_nik(nik), "pic_nama": nik and f"Pemilik {n}",
                "pengguna_id": None if pelanggan else self._akun(n),
                "penyedia_id": 2 if pelanggan else None,
                "dibuat_pada": self._saat(n * self.banyak // self.peserta),
            }  # fmt: skip

    # --- instruments

    def _pemilik(self, n: int) -> int:
        """Number 1 has as many as it has in every world, the customers one each, the rest go
        round."""
        if n <= ALAT_SAYA:
            return 1
        if n <= ALAT_SAYA + PELANGGAN:
            return self.peserta - PELANGGAN + (n - ALAT_SAYA)
        return 2 + n % (self.peserta - PELANGGAN - 1)

    def _berkas(self) -> Iterator[Baris]:
        tetap = {"kunci": "bench/tidak-ada", "jenis": "jpg", "ukuran": 1000, "sha256": "0" * 64}
        for n in range(1, max(self.banyak, self.alat) + 1):
            yield tetap | {"id": n, "nama": f"berkas-{n}.jpg", "sha256": f"{n:064x}"}

    def _uttp(self) -> Iterator[Baris]:
        for n in range(1, self.alat + 1):
            sah = n % 5 != 0
            tanggal = self.hari_ini + timedelta(days=self.acak.randint(-200, 400))
            merk, seri = self.acak.choice(MERK), f"SN-{n}"
            yield {
                "id": n, "jenis_id": self.jenis[n % len(self.jenis)], "merk": merk,
                "pemilik_id": self._pemilik(n), "tipe": f"TJ-{n % 50}", "kapasitas": 30,
                "nomor_seri": seri, "sidik": f"{merk.upper().replace(' ', '')}|SN{n}",
                "lokasi": f"Kios {n % 400}", "foto_id": n,
                "skhp_nomor": f"510/{n}/UPTD" if sah else None,
                "skhp_tanggal": tanggal - timedelta(days=365) if sah else None,
                "skhp_berlaku_sampai": tanggal if sah else None,
                "terkunci_pada": self.kini, "dibuat_pada": self._saat(n * PER_ALAT // 2),
            }  # fmt: skip

    # --- applications

    def _nomor(self) -> range:
        return range(1, self.banyak + 1)

    def _saat(self, n: int) -> datetime:
        return self.kini - timedelta(days=(self.banyak - n) / SEHARI)

    @cached_property
    def status(self) -> list[Status]:
        """Of each application; those that run are the last one of their instrument."""
        hasil = [Status.SELESAI_SAH] * (self.banyak + 1)
        for n in self._nomor():
            if n % 14 == 0:
                hasil[n] = Status.DIBATALKAN if n % 28 else Status.SELESAI_BATAL
        berjalan = [s for s, n in BERJALAN.items() for _ in range(n * self.banyak // 1000)]
        self.acak.shuffle(berjalan)
        muda = self.acak.sample(range(self.banyak - 2 * len(berjalan), self.banyak + 1),
                                len(berjalan))  # fmt: skip
        for n, status in zip(muda, berjalan, strict=True):
            hasil[n] = status
        return hasil

    @cached_property
    def tanggal(self) -> dict[int, date]:
        """The day of each test: those to come fill the days from today on, the others were a week
        after they were asked for."""
        hasil, terisi = {}, 0
        for n, status in enumerate(self.status):
            if not n or status not in BERTANGGAL:
                continue
            if status in SELESAI or status == Status.MENUNGGU_DOKUMEN:
                lewat = self._saat(n).date() + timedelta(days=7)
                hasil[n] = min(lewat, self.hari_ini - timedelta(days=1))
            else:
                hasil[n] = self.hari_ini + timedelta(days=terisi // DIUJI)
                terisi += 1
        return hasil

    def _alat(self, n: int) -> int:
        return 1 + n % self.alat

    def _retribusi(self, n: int) -> int:
        return 50_000 if n % 2 or self.status[n] in (Status.TERJADWAL, Status.TERBAYAR) else 0

    def _pengajuan(self) -> Iterator[Baris]:
        for n in self._nomor():
            status, alat = self.status[n], self._alat(n)
            pemilik, saat, bertanggal = self._pemilik(alat), self._saat(n), n in self.tanggal
            selesai = status in SELESAI or status == Status.MENUNGGU_DOKUMEN
            yield {
                "id": n, "nomor": f"TU-2020-{n:06d}", "uttp_id": alat, "peserta_id": pemilik,
                "layanan": "tera_ulang", "skhp_lama": "ada", "skhp_lama_nomor": f"510/{n}",
                "status": status.value, "dibuat_pada": saat, "diubah_pada": saat,
                "berstatus_pada": saat,
                "lokasi": "kantor" if bertanggal or status == Status.MENUNGGU_PILIHAN else None,
                "tanggal_uji": self.tanggal.get(n), "menit": 30 if bertanggal else None,
                "penera_id": self.penera[n % PENERA] if bertanggal else None,
                "retribusi": self._retribusi(n) if bertanggal else None,
                "perbaikan": "Foto buram." if status == Status.PERLU_PERBAIKAN else None,
                "alasan": "Atas permintaan." if status == Status.DIBATALKAN else None,
                "keterangan": "Melebihi batas." if status == Status.SELESAI_BATAL else None,
                "tanggal_hasil": self.tanggal.get(n) if selesai else None,
                "dibuat_oleh_id": 1 if self._pelanggan(pemilik) else self._akun(pemilik),
            }  # fmt: skip

    def _riwayat(self) -> Iterator[Baris]:
        tetap = {"pelaku_id": 1, "pelaku_nama": "Petugas pelayanan", "peran": "pelayanan"}
        for n in self._nomor():
            langkah = LANGKAH if self.status[n] in SELESAI else LANGKAH[:2]
            for ke, (aksi, dari, menjadi) in enumerate(langkah):
                saat = self._saat(n) + timedelta(hours=20 * ke)
                yield tetap | {"pengajuan_id": n, "aksi": aksi, "dari": dari, "ke": menjadi,
                               "waktu": min(saat, self.kini)}  # fmt: skip

    def _skhp(self) -> Iterator[Baris]:
        for n in self._nomor():
            if self.status[n] == Status.SELESAI_SAH:
                hari = self.tanggal[n]
                yield {
                    "pengajuan_id": n, "nomor": f"510/{n}/UPTD-MET", "tanggal": hari,
                    "berlaku_sampai": hari + timedelta(days=365), "nomor_skrd": f"SKRD/{n}",
                    "tanggal_skrd": hari, "dibuat_oleh_id": 1,
                }  # fmt: skip

    def _pembayaran(self) -> Iterator[Baris]:
        for n, hari in self.tanggal.items():
            diunggah = self.status[n] == Status.TERBAYAR
            if self._retribusi(n) and self.status[n] != Status.TERJADWAL:
                yield {
                    "pengajuan_id": n, "status": "diunggah" if diunggah else "diterima",
                    "nomor_bukti": f"TRX/{n}", "tanggal": min(hari, self.hari_ini),
                    "jumlah": 50_000, "berkas_id": n, "dibuat_pada": self._saat(n),
                    "dibuat_oleh_id": 1,
                }  # fmt: skip

    def _serah(self) -> Iterator[Baris]:
        """What was tested came in and went home, but for some of the last month: the room at the
        office is as large in every world. A letter in sixty is never fetched."""
        pekan, bulan = timedelta(days=7), timedelta(days=30)
        for n, hari in self.tanggal.items():
            status = self.status[n]
            ada = status == Status.DIPROSES and hari < self.hari_ini + pekan and n % 5 == 0
            if hari >= self.hari_ini and not ada:
                continue
            pulang = not ada and (n % 5 > 0 or hari < self.hari_ini - bulan)
            terbit = status == Status.SELESAI_SAH
            yield {
                "pengajuan_id": n, "tanggal_terima": min(hari, self.hari_ini), "terima_oleh_id": 1,
                "dokumen_siap_pada": self._saat(n) if terbit else None,
                "dicatat": self.hari_ini, "diubah_pada": self._saat(n),
                **self._keluar("kembali", hari, sudah=pulang),
                **self._keluar("dokumen", hari, sudah=terbit and n % 60 != 1),
            }  # fmt: skip

    def _keluar(self, apa: str, hari: date, *, sudah: bool) -> Baris:
        siapa = {"oleh_id": 1, "nik_sandi": _nik(1), "nama": "Pemilik 1", "hubungan": "pic"}
        isi = {f"{apa}_{k}": v if sudah else None for k, v in siapa.items()}
        return {f"tanggal_{apa}": hari if sudah else None, **isi}

    def _beban(self) -> list[tuple[date, int]]:
        hitung: dict[date, int] = {}
        for hari in self.tanggal.values():
            if hari >= self.hari_ini:
                hitung[hari] = hitung.get(hari, 0) + 1
        return sorted(hitung.items())

    # --- what is written along with it

    def _pesan(self) -> Iterator[Baris]:
        for n in range(self.banyak // 2):
            penerima = 1 + n % 3 if n % 20 == 0 else self._akun(3 + n % (self.peserta // 2))
            yield {
                "penerima_id": penerima, "judul": f"Pengajuan TU-2020-{n:06d}", "isi": "Diterima.",
                "dibuat_pada": self._saat(2 * n), "dibaca_pada": self.kini if n % 50 else None,
            }  # fmt: skip

    def _audit(self) -> Iterator[Baris]:
        """The chain is of no interest here, only how long it is."""
        for n in self._nomor():
            yield {
                "id": n, "waktu": self._saat(n), "pelaku_id": 1, "pelaku": "Petugas pelayanan",
                "peran": "pelayanan", "aksi": "terima", "objek": "pengajuan", "objek_id": n,
                "mac_sebelum": f"{n:064x}", "mac": f"{n + 1:064x}",
            }  # fmt: skip


def _nik(n: int) -> str:
    return f"6471{n % 90 + 10:02d}{n:010d}"


def main(banyak: int) -> None:
    """Build it in the database the settings name; prints a cookie for each who looks at it."""
    app = create_app()
    logging.disable(logging.CRITICAL)
    with app.app_context():
        upgrade()
    app.test_cli_runner().invoke(args=["data-acuan"], catch_exceptions=False)
    with app.app_context():
        dunia = Dunia(banyak)
        dunia.bangun()
        siapa = {"pelayanan": 1, "admin": 2, "kepala": 3, "penera": dunia.penera[0],
                 "peserta": 101, "penyedia": 102}  # fmt: skip
        sys.stdout.write("\n" + json.dumps({n: _kue(app, id) for n, id in siapa.items()}) + "\n")


def _kue(app: Flask, pengguna_id: int) -> str:
    """A session, as a browser that signed in would carry it."""
    with tulis():
        akun = db.session.get(Pengguna, pengguna_id)
        assert akun is not None  # noqa: S101 - made above
        token = buka_sesi(akun)
    segel: Any = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    isi_kue = segel.dumps({"_user_id": token, "_fresh": True})
    return f"{app.config['SESSION_COOKIE_NAME']}={isi_kue}"


if __name__ == "__main__":
    main(int(sys.argv[1]))
