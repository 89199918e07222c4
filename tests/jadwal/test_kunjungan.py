"""The visits of a day, the week of the office, and 32 writers at once (features E4, E6, E11)."""

from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.core.format import hari_tanggal
from app.extensions import db
from app.jadwal import kunjungan, services
from app.jadwal.models import BebanHari, BebanPenera, Cuti, CutiHari
from app.pengajuan.models import Pengajuan
from app.pengajuan.states import BERTANGGAL
from app.pengaturan.services import ubah_kantor
from tests import factories as f
from tests.conftest import sekali
from tests.jadwal.test_tempat import serentak


def test_kunjungan_dikelompokkan_menurut_tempat(app: Any, masuk: Any, hitung_query: Any) -> None:
    hari, penera = f.hari_kerja_berikut(2), f.buat_pengguna("penera", nama="Rahmat")
    spbu = f.buat_peserta(nama="SPBU Manggar", alamat="Jalan Mulawarman & Gang 3")
    isi = {"tanggal_uji": hari, "penera_id": penera.id, "lokasi": "luar_kantor"}
    dua = [f.buat_pengajuan("diproses", f.buat_uttp(spbu, "PUB-01"), **isi) for _ in range(2)]
    lain = f.buat_pengajuan("terbayar", f.buat_uttp(spbu), **isi | {"lokasi": "kantor"})
    asing = f.buat_pengajuan("diproses", tanggal_uji=hari)
    klien = masuk(penera)
    url = f"/admin/kunjungan?tanggal={hari}"
    html = klien.get(url).text
    assert html.count("<article") == 2
    assert "2 kunjungan, 3 alat, 90 menit" in html
    assert "2 hasil belum dicatat" in html
    assert all(p.nomor in html for p in (*dua, lain))
    assert asing.nomor not in html
    assert "query=Jalan%20Mulawarman%20%26%20Gang%203%2C%20Balikpapan" in html
    assert f'href="tel:{spbu.pic_telp}"' in html
    assert f"/admin/pengujian/{dua[0].id}?hari={hari}" in html
    assert f"/admin/pengujian/{lain.id}" not in html  # not paid yet
    assert "Surat permohonan" in html
    # The counter sees everybody's, and one penera's.
    admin = masuk(f.buat_pengguna("pelayanan"))
    assert asing.nomor in admin.get(url).text
    assert asing.nomor not in admin.get(f"{url}&penera={penera.id}").text
    admin.get(url)
    with hitung_query() as sedikit:
        admin.get(url)
    for _ in range(4):
        f.buat_pengajuan("diproses", tanggal_uji=hari)
    with hitung_query() as banyak:
        admin.get(url)
    assert len(banyak) == len(sedikit) <= 4, banyak
    # Nonsense in the address is today.
    for salah in ("", "?tanggal=2026-02-30", "?tanggal=x&penera=y"):
        assert hari_tanggal(clock.today()) in admin.get(f"/admin/kunjungan{salah}").text


def test_hasil_kembali_ke_kunjungan(app: Any, masuk: Any) -> None:
    hari, penera = clock.today(), f.buat_pengguna("penera")
    p, q = (f.buat_pengajuan("diproses", tanggal_uji=hari, penera_id=penera.id) for _ in range(2))
    klien, isi = masuk(penera), {"hasil": "batal", "tanggal_hasil": hari, "keterangan": "BKD."}
    satu = klien.kirim(f"/admin/pengujian/{p.id}?hari={hari}", isi)
    assert satu.location == f"/admin/kunjungan?tanggal={hari}"
    dua = klien.kirim(f"/admin/pengujian/{q.id}?hari=//jahat.test", isi)
    assert dua.location.startswith(f"/pengajuan/{q.id}")


@sekali
def test_pekan_menyebut_beban_cuti_dan_libur(app: Any, masuk: Any) -> None:
    hari, petugas = f.hari_kerja_berikut(3), f.buat_pengguna("pelayanan")
    penera, cuti = f.buat_pengguna("penera", nama="Rahmat"), f.buat_pengguna("penera", nama="Nur")
    p = f.buat_pengajuan("diterima")
    with tulis():
        services.tetapkan(p, lokasi="kantor", tanggal=hari, penera_id=penera.id, pelaku=petugas)
    with tulis() as s:
        satu = Cuti(penera_id=cuti.id, dari=hari, sampai=hari, alasan="Diklat",
                    dibuat_oleh_id=petugas.id)  # fmt: skip
        s.add(satu)
        s.flush()
        s.add(CutiHari(penera_id=cuti.id, tanggal=hari, cuti_id=satu.id))
    html = masuk(petugas).get(f"/admin/jadwal?minggu={hari}").text
    assert f"/admin/kunjungan?tanggal={hari}&amp;penera={penera.id}" in html
    assert "1/8 alat" in html
    assert f"{f.jenis().menit}/480 menit" in html
    assert ">Cuti<" in html
    assert "<meter" in html
    bertugas = {b.nama: b.cuti for b in kunjungan.penera_bertugas(hari)}
    assert bertugas == {"Rahmat": False, "Nur": True}


def test_pilih_hari_dari_tabel_beban(app: Any, masuk: Any) -> None:
    """Parity 104, 106: the date is chosen where its load stands."""
    p, penera = f.buat_pengajuan("diterima"), f.buat_pengguna("penera")
    hari, klien = f.hari_kerja_berikut(2), masuk(f.buat_pengguna("pelayanan"))
    html = klien.get(f"/admin/jadwal/{p.id}").text
    tautan = f"/admin/jadwal/{p.id}?tanggal={hari}&amp;penera={penera.id}"
    assert tautan in html
    dipilih = klien.get(tautan.replace("&amp;", "&")).text
    assert f'value="{hari}"' in dipilih
    assert f'<option selected value="{penera.id}">' in dipilih


def test_tiga_puluh_dua_penulis_pada_hari_dan_penera_yang_sama(app: Any) -> None:
    """Three dates, four penera, room for less than all: never over a limit, nobody fails but by the
    sentence, and the counters equal the rows."""
    menit = f.jenis().menit
    with tulis():
        ubah_kantor({"menit_per_hari": 6 * menit, "alat_per_penera": 3})
    hari = [f.hari_kerja_berikut(n) for n in (2, 3, 4)]
    penera = [f.buat_pengguna("penera").id for _ in range(4)]
    petugas = f.buat_pengguna("pelayanan")
    semua = [f.buat_pengajuan("diterima") for _ in range(32)]

    def tetapkan(i: int) -> str:
        with tulis():
            services.tetapkan(semua[i], lokasi="kantor", tanggal=hari[i % 3],
                              penera_id=penera[i % 4], pelaku=petugas)  # fmt: skip
        return "dapat"

    try:
        hasil = serentak(app, 32, tetapkan)
    finally:
        with tulis():
            ubah_kantor({"menit_per_hari": 480, "alat_per_penera": 8})
    sisa = [h for h in hasil if h != "dapat"]
    assert all(isinstance(h, AturanDilanggar) and "penuh" in h.pesan for h in sisa), sisa
    baris = db.session.scalars(sa.select(Pengajuan).where(Pengajuan.status.in_(BERTANGGAL))).all()
    assert len(baris) == hasil.count("dapat") == 3 * 6
    for b in db.session.scalars(sa.select(BebanHari)):
        assert (
            b.menit == sum(p.menit or 0 for p in baris if p.tanggal_uji == b.tanggal) == 6 * menit
        )
    for q in db.session.scalars(sa.select(BebanPenera)):
        ada = sum(p.tanggal_uji == q.tanggal and p.penera_id == q.penera_id for p in baris)
        assert q.jumlah == ada <= 3
