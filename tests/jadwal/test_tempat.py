"""Places in the calendar: the last one goes to exactly one, and the counters tell the truth."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core import clock
from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.extensions import db
from app.jadwal import services
from app.jadwal.models import BebanHari, BebanPenera
from app.pengajuan.models import Pengajuan
from app.pengajuan.services import terapkan
from app.pengajuan.states import BERTANGGAL
from app.pengaturan.services import ubah_kantor
from tests import factories as f


def serentak(app: Any, n: int, kerja: Callable[[int], Any]) -> list[Any]:
    """Run it n times at once, each with a connection of its own; gives results and exceptions."""
    hasil: list[Any] = [None] * n
    gerbang = threading.Barrier(n)

    def satu(i: int) -> None:
        with app.app_context():
            gerbang.wait()
            try:
                hasil[i] = kerja(i)
            except Exception as e:
                hasil[i] = e
            finally:
                db.session.remove()

    db.session.remove()
    benang = [threading.Thread(target=satu, args=(i,)) for i in range(n)]
    for b in benang:
        b.start()
    for b in benang:
        b.join()
    return hasil


def beban(tanggal: date, penera_id: int) -> tuple[int, int]:
    db.session.remove()
    menit = db.session.scalar(sa.select(BebanHari.menit).where(BebanHari.tanggal == tanggal))
    alat = db.session.scalar(
        sa.select(BebanPenera.jumlah).where(
            BebanPenera.tanggal == tanggal, BebanPenera.penera_id == penera_id
        )
    )
    return menit or 0, alat or 0


@pytest.fixture
def batas(app: Any) -> Any:
    """batas(menit_per_hari=…, alat_per_penera=…), undone afterwards."""

    def _batas(**isi: int) -> None:
        with tulis():
            ubah_kantor(isi)

    yield _batas
    with tulis():
        ubah_kantor({"menit_per_hari": 480, "alat_per_penera": 8})


@pytest.mark.parametrize("sempit", ["hari", "penera"])
def test_dua_puluh_berebut_satu_tempat(app: Any, batas: Any, sempit: str) -> None:
    batas(**({"menit_per_hari": 30} if sempit == "hari" else {"alat_per_penera": 1}))
    hari = f.hari_kerja_berikut(2)
    penera = [f.buat_pengguna("penera").id for _ in range(20)]
    petugas = f.buat_pengguna("pelayanan")
    semua = [f.buat_pengajuan("diterima") for _ in range(20)]

    def tetapkan(i: int) -> str:
        with tulis():
            services.tetapkan(
                semua[i],
                lokasi="kantor",
                tanggal=hari,
                penera_id=penera[i if sempit == "hari" else 0],
                pelaku=petugas,
            )
        return "dapat"

    hasil = serentak(app, 20, tetapkan)
    assert hasil.count("dapat") == 1, hasil
    sisa = [h for h in hasil if h != "dapat"]
    assert all(isinstance(h, AturanDilanggar) and "penuh" in h.pesan for h in sisa), sisa
    menit = semua[0].uttp_id and f.jenis().menit
    jumlah = db.session.scalar(sa.select(sa.func.count()).where(Pengajuan.status.in_(BERTANGGAL)))
    assert jumlah == 1
    assert beban(hari, penera[0])[0] == menit


def test_pindah_bersilang_tidak_saling_mengunci(app: Any) -> None:
    """Half go from day one to day two while the other half comes back."""
    a, b = f.hari_kerja_berikut(2), f.hari_kerja_berikut(3)
    p1, p2 = f.buat_pengguna("penera").id, f.buat_pengguna("penera").id
    petugas = f.buat_pengguna("pelayanan")
    semua = [f.buat_pengajuan("diterima") for _ in range(8)]
    for i, p in enumerate(semua):
        with tulis():
            services.tetapkan(
                p, lokasi="kantor", tanggal=(a, b)[i % 2], penera_id=(p1, p2)[i % 2], pelaku=petugas
            )
    db.session.remove()
    segar = list(db.session.scalars(sa.select(Pengajuan).order_by(Pengajuan.id)))

    def pindah(i: int) -> str:
        with tulis():
            services.jadwal_ulang(
                segar[i],
                tanggal=(b, a)[i % 2],
                penera_id=(p2, p1)[i % 2],
                alasan="Tukar hari.",
                pelaku=petugas,
            )
        return "pindah"

    assert serentak(app, 8, pindah) == ["pindah"] * 8
    menit = f.jenis().menit
    assert beban(a, p1) == (4 * menit, 4)
    assert beban(b, p2) == (4 * menit, 4)


def test_penghitung_mengikuti_batas_terbaru(app: Any, batas: Any) -> None:
    hari, penera = f.hari_kerja_berikut(2), f.buat_pengguna("penera").id
    with tulis():
        services.pesan_tempat(hari, penera, 60)
    batas(menit_per_hari=90)
    with pytest.raises(AturanDilanggar, match="penuh untuk seluruh kantor"), tulis():
        services.pesan_tempat(hari, penera, 31)
    with tulis():
        services.pesan_tempat(hari, penera, 30)
    batas(menit_per_hari=300, alat_per_penera=3)
    with tulis():
        services.pesan_tempat(hari, penera, 100)
    with pytest.raises(AturanDilanggar, match="Penera yang dipilih sudah penuh"), tulis():
        services.pesan_tempat(hari, penera, 10)
    assert beban(hari, penera) == (190, 3)


def test_setiap_alasan_punya_kalimatnya(app: Any) -> None:
    penera = f.buat_pengguna("penera")
    mati = f.buat_pengguna("penera", aktif=False)
    bukan = f.buat_pengguna("pelayanan")
    sabtu = f.hari_kerja_berikut(1)
    while sabtu.weekday() != 5:
        sabtu += timedelta(days=1)
    kasus = [
        (clock.today(), penera.id, "hari ini"),
        (clock.today() - timedelta(days=3), penera.id, "sudah lewat"),
        (sabtu, penera.id, "tidak melayani"),
        (f.hari_kerja_berikut(2), mati.id, "tidak bertugas"),
        (f.hari_kerja_berikut(2), bukan.id, "tidak bertugas"),
    ]
    kalimat = set()
    for tanggal, penera_id, kata in kasus:
        with pytest.raises(AturanDilanggar, match=kata) as e, tulis():
            services.pesan_tempat(tanggal, penera_id, 10)
        kalimat.add(e.value.pesan)
    assert len(kalimat) >= 4
    assert db.session.scalar(sa.select(sa.func.count()).select_from(BebanHari)) == 0


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    langkah=st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 1)), max_size=10
    )
)
def test_penghitung_sama_dengan_baris(app: Any, langkah: list[tuple[int, int, int]]) -> None:
    """Whatever is set, moved and called off, the counters equal a count of the rows."""
    from tests.conftest import kosongkan

    db.session.remove()
    kosongkan()
    petugas = f.buat_pengguna("pelayanan")
    penera = [f.buat_pengguna("penera").id for _ in range(2)]
    hari = [f.hari_kerja_berikut(n) for n in (1, 2, 3)]
    f.buat_tarif()
    ids = [f.buat_pengajuan("diterima").id for _ in range(4)]
    for nomor, h, p in langkah:
        db.session.remove()
        satu = db.session.get(Pengajuan, ids[nomor])
        assert satu is not None
        try:
            with tulis():
                _langkah(satu, hari[h], penera[p], petugas)
        except AturanDilanggar:
            continue
    db.session.remove()
    baris = list(db.session.scalars(sa.select(Pengajuan).where(Pengajuan.status.in_(BERTANGGAL))))
    for h in hari:
        for p in penera:
            cocok = [b for b in baris if b.tanggal_uji == h]
            assert beban(h, p) == (
                sum(b.menit or 0 for b in cocok),
                sum(b.penera_id == p for b in cocok),
            )


def _langkah(p: Pengajuan, tanggal: date, penera_id: int, petugas: Any) -> None:
    if p.status == "diterima":
        services.tetapkan(p, lokasi="kantor", tanggal=tanggal, penera_id=penera_id, pelaku=petugas)
    elif p.tanggal_uji != tanggal:
        services.jadwal_ulang(
            p, tanggal=tanggal, penera_id=penera_id, alasan="Uji acak.", pelaku=petugas
        )
    else:
        db.session.add(p)
        terapkan(p, "batal_petugas", petugas, catatan="Uji acak.", alasan="Uji acak.")
