"""The report on time says what the history says, recounted here in plain Python."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from statistics import median
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core import cache, clock
from app.core.db import tulis
from app.extensions import db
from app.laporan import waktu
from app.laporan.waktu import LANGKAH
from app.pengajuan.models import Riwayat
from app.pengajuan.states import Status
from app.pengaturan.models import HariLibur
from app.pengaturan.queries import hari_kerja_ke, kantor
from app.pengaturan.services import ubah_kantor
from tests import factories as f
from tests.conftest import kosongkan
from tests.laporan.alat import SETAHUN, angka, jejak, lalu, laporan, saat


def kerja(masuk: date, keluar: date) -> int:
    """Working days after the first day, up to the last; on fingers."""
    hari = [masuk + timedelta(days=n) for n in range(1, (keluar - masuk).days + 1)]
    return sum(h.weekday() < 5 for h in hari)


def sejarah(acak: Random) -> None:
    """An application that went back and forth, with changes in between that move nothing."""
    p = f.buat_pengajuan("selesai_sah", dibuat_pada=saat(lalu(120), acak.randrange(24)))
    kini, baris = p.dibuat_pada, []

    def maju(aksi: str, dari: str | None, ke: str) -> None:
        nonlocal kini
        kini += timedelta(hours=acak.randrange(1, 130))
        baris.append((aksi, dari, ke, kini))

    baris.append(("ajukan", None, "baru", kini))
    for _ in range(acak.randrange(3)):
        maju("ubah", "baru", "baru")
        maju("kembalikan", "baru", "perlu_perbaikan")
        maju("kirim_ulang", "perlu_perbaikan", "baru")
    maju("terima", "baru", "diterima")
    maju("tawarkan_jadwal", "diterima", "menunggu_pilihan")
    maju("pilih_jadwal", "menunggu_pilihan", "terjadwal")
    maju("bayar", "terjadwal", "terbayar")
    maju("jadwal_ulang", "terbayar", "terbayar")
    maju("konfirmasi_pembayaran", "terbayar", "diproses")
    maju("hasil_sah", "diproses", "menunggu_dokumen")
    maju("terbitkan", "menunggu_dokumen", "selesai_sah")
    jejak(p, *baris)


def hitung_ulang(dari: date, sampai: date) -> dict[Status, list[tuple[date, int]]]:
    """(day of arrival, working days) of each step that ended then, read line by line."""
    hasil: dict[Status, list[tuple[date, int]]] = {k: [] for k in LANGKAH}
    masuk: dict[tuple[int, str], date] = {}
    for r in db.session.scalars(sa.select(Riwayat).order_by(Riwayat.id)):
        hari = r.waktu.astimezone(clock.WITA).date()
        if r.dari == r.ke:
            continue
        if r.dari in hasil and dari <= hari <= sampai:
            mulai = masuk[r.pengajuan_id, r.dari]
            hasil[Status(r.dari)].append((mulai, kerja(mulai, hari)))
        masuk[r.pengajuan_id, r.ke] = hari
    return hasil


def test_waktu_sama_dengan_hitung_ulang_dari_riwayat(app: Flask) -> None:
    acak = Random(7)  # noqa: S311 - the same each time
    for _ in range(25):
        sejarah(acak)
    for dari, sampai in ((lalu(365), clock.today()), (lalu(110), lalu(95))):
        ulang, h = hitung_ulang(dari, sampai), laporan("waktu", dari=dari, sampai=sampai)
        assert h.jumlah_baris == sum(map(len, ulang.values())) > 0
        for (k, (_, janji)), baris in zip(LANGKAH.items(), angka(h), strict=True):
            lama = [n for _, n in ulang[k]]
            assert baris[1] == len(lama)
            assert baris[4] == (median(lama) if lama else None), k
            assert baris[5] == max(lama, default=None)
            if janji:
                assert baris[2] == sum(n <= getattr(kantor(), janji) for n in lama), k


# Any history a status table would allow: from each status somewhere, some lines that move nothing.
PINDAH = {
    "baru": ("baru", "perlu_perbaikan", "diterima", "dibatalkan"),
    "perlu_perbaikan": ("baru", "dibatalkan"),
    "diterima": ("menunggu_pilihan", "terjadwal", "dibatalkan"),
    "menunggu_pilihan": ("diterima", "terjadwal", "dibatalkan"),
    "terjadwal": ("terjadwal", "terbayar", "menunggu_pilihan"),
    "terbayar": ("terjadwal", "diproses", "terbayar"),
    "diproses": ("menunggu_dokumen", "selesai_batal", "diproses"),
    "menunggu_dokumen": ("selesai_sah",),
}
JALAN = st.lists(
    st.tuples(
        st.sampled_from(["tera", "tera_ulang"]),
        st.booleans(),  # whether its first line was kept
        # (hours between the lines: midnights, holidays and a year without anything; which way)
        st.lists(st.tuples(st.one_of(st.integers(0, 90), st.integers(0, 9000)),
                           st.integers(0, 3), st.booleans()), max_size=12),
    ), min_size=1, max_size=6,
)  # fmt: skip


def buat_jalan(jalan: list[Any], awal: date) -> list[tuple[str, list[Any]]]:
    """Written across the applications by their instants, as they would come in: for each (its
    service, [(by whom it was called off, from, to, when)])."""
    semua, baris = [], []
    for layanan, berawal, langkah in jalan:
        kini, di = saat(awal, 22), "baru"
        p = f.buat_pengajuan("baru", layanan=layanan, dibuat_pada=kini)
        milik: list[Any] = [("ajukan", None, "baru", kini)] if berawal else []
        for jam, arah, peserta in langkah:
            if di not in PINDAH:
                break
            ke, kini = PINDAH[di][arah % len(PINDAH[di])], kini + timedelta(hours=jam)
            batal = "batal_peserta" if peserta else "batalkan"
            milik.append((batal if ke == "dibatalkan" else "maju", di, ke, kini))
            di = ke
        semua.append((layanan, [("ajukan", None, "baru", p.dibuat_pada)] * (not berawal) + milik))
        baris += [(langkah, p) for langkah in milik]
    for langkah, p in sorted(baris, key=lambda b: b[0][3]):
        jejak(p, langkah)
    return semua


def pelan(
    semua: list[tuple[str, list[Any]]], dari: date, sampai: date, layanan: str, libur: set[date]
) -> dict[Status, list[int]]:
    """The working days of each step, day by day, from what was made and not from the database."""
    hasil: dict[Status, list[int]] = {k: [] for k in LANGKAH}
    for apa, langkah in semua:
        pindah = [x for x in langkah if x[1] != x[2]] if layanan in ("", apa) else []
        for (*_, masuk), (aksi, asal, _, keluar) in pairwise(pindah):
            hari, akhir = masuk.astimezone(clock.WITA).date(), keluar.astimezone(clock.WITA).date()
            n = 0
            while hari < akhir:
                hari += timedelta(days=1)
                n += hari.weekday() < 5 and hari not in libur
            if dari <= akhir <= sampai and asal in hasil and aksi != "batal_peserta":
                hasil[Status(asal)].append(n)
    return hasil


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    jalan=JALAN, mulai=st.integers(0, 300), lama=st.integers(0, 400),
    layanan=st.sampled_from(["", "tera", "tera_ulang"]),
    libur=st.sets(st.integers(0, 420), max_size=30),
)  # fmt: skip
def test_waktu_sama_dengan_yang_dihitung_hari_demi_hari(
    app: Flask, jalan: list[Any], mulai: int, lama: int, layanan: str, libur: set[int]
) -> None:
    """NF13 e, with days off, over midnight, and steps that began before the period."""
    db.session.remove()
    kosongkan()
    awal = lalu(500)
    hari_libur = {awal + timedelta(days=n) for n in libur}
    with tulis():
        db.session.add_all(
            HariLibur(tanggal=h, nama="Libur", jenis="nasional", sumber="SKB") for h in hari_libur
        )
    cache.lupakan("libur")
    semua = buat_jalan(jalan, awal)
    dari = awal + timedelta(days=mulai)
    sampai = dari + timedelta(days=lama)
    h = laporan("waktu", dari=dari, sampai=sampai, layanan=layanan)
    ulang = pelan(semua, dari, sampai, layanan, hari_libur)
    for (k, (_, janji)), baris in zip(LANGKAH.items(), angka(h), strict=True):
        lama_nya = ulang[k]
        tepat = sum(n <= getattr(kantor(), janji) for n in lama_nya) if janji else None
        assert (baris[1], baris[2], baris[4], baris[5]) == (
            len(lama_nya), tepat, median(lama_nya) if lama_nya else None,
            max(lama_nya, default=None),
        ), k  # fmt: skip


@pytest.fixture(autouse=True)
def _libur_terlupa(app: Flask) -> Iterator[None]:
    yield
    cache.lupakan("libur")


def test_langkah_yang_mulai_sebelum_masanya_dibaca_sebagian_demi_sebagian(
    app: Flask, monkeypatch: pytest.MonkeyPatch, hitung_query: Any
) -> None:
    """The period finds many of them under way; their beginnings take a few statements at most."""
    for i in range(5):
        p = f.buat_pengajuan("diterima", dibuat_pada=saat(lalu(60)))
        jejak(p, ("ajukan", None, "baru", saat(lalu(50))),
              ("terima", "baru", "diterima", saat(lalu(20 - i))))  # fmt: skip
    with hitung_query() as daftar:
        h = laporan("waktu", dari=lalu(30), sampai=clock.today())
    assert len(daftar) == 3
    monkeypatch.setattr(waktu, "POTONG", 2)
    assert laporan("waktu", dari=lalu(30), sampai=clock.today()).tabel == h.tabel
    assert h.tabel.baris[0][1] == 5
    assert h.tabel.baris[0][5] == kerja(lalu(50), lalu(16))


def test_mengubah_janji_tidak_mengubah_yang_sudah_lewat(app: Flask) -> None:
    """NF13 f: what began under the old promise is measured by it."""
    awal = hari_kerja_ke(-3, clock.today())
    p = f.buat_pengajuan("diterima", dibuat_pada=saat(awal))
    jejak(p, ("ajukan", None, "baru", saat(awal)),
          ("terima", "baru", "diterima", saat(hari_kerja_ke(2, awal))))  # fmt: skip
    assert laporan("waktu", **SETAHUN).tabel.baris[0][1:3] == (1, 1)
    with tulis():
        ubah_kantor({"janji_periksa": 1})
    try:
        assert laporan("waktu", **SETAHUN).tabel.baris[0][1:3] == (1, 1)
    finally:
        with tulis():
            ubah_kantor({"janji_periksa": 2})


def test_waktu_peserta_dan_pembatalannya_tidak_dihitung(app: Flask) -> None:
    p = f.buat_pengajuan("dibatalkan", dibuat_pada=saat(lalu(60)))
    jejak(p, ("ajukan", None, "baru", saat(lalu(60))),
          ("kembalikan", "baru", "perlu_perbaikan", saat(lalu(60))),
          ("batal_peserta", "perlu_perbaikan", "dibatalkan", saat(lalu(2))))  # fmt: skip
    baris = angka(laporan("waktu", **SETAHUN))
    assert [b[1] for b in baris] == [1, 0, 0, 0, 0]
    assert baris[0][5] == 0
