"""What a participant decides: none of the offers suits (uJ3), another date (E8), take it along."""

from datetime import date, timedelta
from typing import Any

import icalendar
import pytest
import sqlalchemy as sa
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from app.auth.models import Pengguna
from app.core import clock
from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.core.format import hari_tanggal
from app.core.outbox import Pesan
from app.extensions import db
from app.jadwal import pindah, services
from app.jadwal.kalender_ics import Acara, berkas_ics, jam_dari, lipat
from app.jadwal.models import Tawaran
from app.jadwal.tawaran import HARI_PINDAH, hari_tujuan
from app.pengajuan.models import Pengajuan, Riwayat
from app.pengaturan.queries import hari_kerja, hari_kerja_ke, sisa_hari_kerja
from app.pengaturan.services import ubah_kantor
from tests import factories as f
from tests.conftest import ambil
from tests.jadwal.test_jadwal import akun, tawarkan
from tests.jadwal.test_tempat import beban, serentak

SENIN = "2026-11-23T01:00:00Z"  # 09.00 WITA, all of a working week ahead


@pytest.fixture
def senin() -> Any:
    with time_machine.travel(SENIN, tick=False):
        yield


def terjadwal(hari: date, penera: Any, petugas: Any = None) -> Pengajuan:
    """An application with a place of its own in the calendar."""
    p = f.buat_pengajuan("diterima")
    with tulis():
        services.tetapkan(
            p, lokasi="kantor", tanggal=hari, penera_id=penera.id,
            pelaku=petugas or f.buat_pengguna("pelayanan"),
        )  # fmt: skip
    return ambil(Pengajuan, p.id)  # type: ignore[no-any-return]


def pesan_untuk(akun: Any) -> list[tuple[str, str, str | None]]:
    db.session.remove()
    cari = sa.select(Pesan).where(Pesan.penerima_id == akun.id).order_by(Pesan.id)
    return [(m.judul, m.isi, m.tautan) for m in db.session.scalars(cari)]


# --- none of them suits -----------------------------------------------------------------------


def test_tidak_ada_yang_cocok_kembali_ke_petugas_dengan_alasannya(app: Any, masuk: Any) -> None:
    p, penera = f.buat_pengajuan("diterima"), f.buat_pengguna("penera").id
    petugas = f.buat_pengguna("pelayanan")
    pasangan = (f.hari_kerja_berikut(2), penera), (f.hari_kerja_berikut(3), penera)
    tawarkan(p, *pasangan)
    klien, loket = masuk(akun(p)), masuk(petugas)
    url = f"/jadwal/{p.id}/tidak-cocok"
    assert klien.kirim(f"/jadwal/{p.id}", {"tawaran_id": "tidak"}).location == url
    kosong = klien.kirim(url, {"sebab": "karangan sendiri"})
    assert kosong.status_code == 422
    assert "Pilih mengapa tidak ada yang cocok." in kosong.text
    assert "Tulis hari yang Anda bisa" in kosong.text
    isi = {"sebab": "Tidak bisa pada hari yang ditawarkan", "keterangan": "Saya bisa hari Rabu."}
    assert klien.kirim(url, isi).location == f"/pengajuan/{p.id}"
    alasan = "Tidak bisa pada hari yang ditawarkan. Saya bisa hari Rabu."
    assert ambil(Pengajuan, p.id).status == "diterima"
    assert db.session.scalar(sa.select(Riwayat.catatan).filter_by(aksi="tidak_cocok")) == alasan
    ((judul, teks, tautan),) = pesan_untuk(petugas)
    assert (p.nomor in judul, teks, tautan) == (True, alasan, f"/admin/jadwal/{p.id}")
    # staff read it in both queues and where they set the date
    for antrean in ("/admin/jadwal", "/admin/pengajuan?status=diterima", f"/admin/jadwal/{p.id}"):
        assert "Saya bisa hari Rabu." in loket.get(antrean).text, antrean
    assert klien.kirim(url, isi).status_code == 422
    # offered again, it may be refused again; the old reason is gone from the queue
    tawarkan(ambil(Pengajuan, p.id), *pasangan)
    assert "Saya bisa hari Rabu." not in loket.get("/admin/pengajuan").text
    assert klien.kirim(url, isi | {"keterangan": "Kamis saja."}).status_code == 303
    html = loket.get("/admin/pengajuan?status=diterima").text
    assert "Kamis saja." in html
    assert "Saya bisa hari Rabu." not in html


# --- offers end -------------------------------------------------------------------------------


def test_tawaran_berakhir_tiga_hari_kerja_atau_sebelum_tanggalnya(app: Any, senin: None) -> None:
    penera = f.buat_pengguna("penera").id
    hari = [date(2026, 11, n) for n in (24, 27, 30)]
    tawaran = tawarkan(f.buat_pengajuan("diterima"), *((h, penera) for h in hari))
    assert [t.berlaku_sampai.day for t in tawaran] == [23, 26, 26]


def test_tawaran_yang_berakhir_tidak_dapat_diambil_dan_terlihat_petugas(
    app: Any, masuk: Any
) -> None:
    """E2, uJ8; the count on the front page is that of the list behind it."""
    penera, petugas = f.buat_pengguna("penera").id, f.buat_pengguna("pelayanan")
    with time_machine.travel(SENIN, tick=False):
        p, lain = f.buat_pengajuan("diterima"), f.buat_pengajuan("diterima")
        satu, _ = tawarkan(p, (date(2026, 12, 1), penera), (date(2026, 12, 2), penera))
        klien = masuk(akun(p))
        html = klien.get(f"/jadwal/{p.id}").text
        assert html.count("Berlaku sampai Kamis, 26 November 2026 (3 hari kerja lagi).") == 2
        rincian = klien.get(f"/pengajuan/{p.id}").text
        assert "Giliran Anda: pilih paling lambat Kamis, 26 November 2026" in rincian
    with time_machine.travel("2026-11-27T01:00:00Z", tick=False):
        tawarkan(
            ambil(Pengajuan, lain.id), (date(2026, 12, 1), penera), (date(2026, 12, 2), penera)
        )
        klien, loket = masuk(akun(p)), masuk(petugas)
        html = klien.get(f"/jadwal/{p.id}").text
        assert html.count("Masa memilihnya berakhir Kamis, 26 November 2026.") == 2
        assert "Tidak ada yang cocok" in html
        jawab = klien.kirim(f"/jadwal/{p.id}", {"tawaran_id": satu.id})
        assert jawab.status_code == 422
        assert ambil(Pengajuan, p.id).status == "menunggu_pilihan"
        assert "Giliran petugas: semua pilihan sudah lewat" in klien.get(f"/pengajuan/{p.id}").text
        assert "Semua pilihan sudah lewat." in klien.get("/pengajuan").text
        assert '<span class="besar">1</span>' in loket.get("/admin").text
        daftar = loket.get("/admin/pengajuan?status=tawaran_habis").text
        assert p.nomor in daftar
        assert lain.nomor not in daftar
        assert p.nomor in loket.get("/admin/jadwal").text


def test_basis_data_menolak_masa_sesudah_tanggalnya_dan_pindah_ketiga(app: Any) -> None:
    p, penera = f.buat_pengajuan("menunggu_pilihan"), f.buat_pengguna("penera").id
    hari = f.hari_kerja_berikut(2)
    for perintah in (
        sa.insert(Tawaran).values(
            pengajuan_id=p.id, tanggal=hari, penera_id=penera, berlaku_sampai=hari
        ),
        sa.update(Pengajuan).where(Pengajuan.id == p.id).values(pindah_peserta=3),
    ):
        with pytest.raises(sa.exc.IntegrityError):
            db.session.execute(perintah)
        db.session.rollback()


# --- another date -----------------------------------------------------------------------------


def test_pindah_berdampingan_lalu_dipastikan(app: Any, masuk: Any, senin: None) -> None:
    """E8, uJ6: chosen from a list, shown beside the old one, and only then it counts."""
    penera, petugas = f.buat_pengguna("penera", nama="Rahmat Penera"), f.buat_pengguna("pelayanan")
    lama, baru = date(2026, 11, 26), date(2026, 11, 30)
    p = terjadwal(lama, penera, petugas)
    klien, url = masuk(akun(p)), f"/jadwal/{p.id}/pindah"
    html = klien.get(url).text
    assert "Dapat dipindahkan sampai Selasa, 24 November 2026, 2 kali lagi." in html
    assert html.count('type="radio"') == len([h for h in hari_tujuan() if h != lama])
    for kata in (hari_tanggal(baru), "08.00–12.00", "Rahmat Penera", "menit", "Bebas Retribusi"):
        assert kata in html, kata
    assert klien.kirim(url).status_code == 422
    semula = {"ke": f"{baru}~{penera.id}", "semula": f"{lama}~{penera.id}"}
    periksa = klien.kirim(url, semula)
    assert periksa.status_code == 200
    assert "Jadwal lama" in periksa.text
    assert "Jadwal baru" in periksa.text
    assert ambil(Pengajuan, p.id).tanggal_uji == lama  # looking changes nothing
    assert klien.kirim(url, semula | {"yakin": "1"}).location == f"/jadwal/{p.id}"
    kini = ambil(Pengajuan, p.id)
    assert (kini.tanggal_uji, kini.pindah_peserta, kini.status) == (baru, 1, "diproses")
    assert beban(lama, penera.id) == (0, 0)
    assert beban(baru, penera.id) == (f.jenis().menit, 1)
    riwayat = db.session.scalar(sa.select(Riwayat).filter_by(aksi="jadwal_pindah"))
    assert riwayat is not None
    assert riwayat.sebelum["tanggal_uji"] == str(lama)
    for siapa in (petugas, penera):
        assert pesan_untuk(siapa)[-1][0] == f"{p.nomor}: jadwal dipindahkan peserta"
    # the same form once more: the date it shows as the old one is not the date any more
    basi = klien.kirim(url, semula | {"ke": f"{date(2026, 12, 1)}~{penera.id}", "yakin": "1"})
    assert basi.status_code == 422
    assert "baru saja diubah" in basi.text


def test_paling_banyak_dua_kali(app: Any, masuk: Any, senin: None) -> None:
    penera = f.buat_pengguna("penera")
    p = terjadwal(date(2026, 11, 26), penera)
    klien, url = masuk(akun(p)), f"/jadwal/{p.id}/pindah"
    hari = [date(2026, 11, 26), date(2026, 11, 27), date(2026, 11, 30), date(2026, 12, 1)]
    hasil = [
        klien.kirim(
            url, {"ke": f"{ke}~{penera.id}", "semula": f"{dari}~{penera.id}", "yakin": "1"}
        ).status_code
        for dari, ke in zip(hari, hari[1:], strict=False)
    ]
    assert hasil == [303, 303, 422]
    assert ambil(Pengajuan, p.id).tanggal_uji == hari[2]
    assert "sudah 2 kali Anda pindahkan" in klien.get(url).text
    assert "Pindah Jadwal" not in klien.get(f"/pengajuan/{p.id}").text


@pytest.mark.parametrize(("uji", "dapat"), [(24, False), (25, True), (26, True)])
def test_sampai_dua_hari_kerja_sebelumnya(
    app: Any, masuk: Any, senin: None, uji: int, dapat: bool
) -> None:
    penera = f.buat_pengguna("penera")
    p = terjadwal(date(2026, 11, uji), penera)
    klien, url = masuk(akun(p)), f"/jadwal/{p.id}/pindah"
    assert ("Pindah Jadwal" in klien.get(f"/pengajuan/{p.id}").text) == dapat
    assert ("dan itu sudah lewat" in klien.get(url).text) != dapat
    isi = {"ke": f"2026-12-01~{penera.id}", "semula": f"2026-11-{uji}~{penera.id}", "yakin": "1"}
    assert (klien.kirim(url, isi).status_code == 303) == dapat


def test_hari_penuh_lain_penera_dan_tarif_lain(app: Any, masuk: Any, senin: None) -> None:
    """Full days are not offered; another penera steps in; another fee is for the counter."""
    penera, lain = f.buat_pengguna("penera"), f.buat_pengguna("penera", nama="Penera Lain")
    p = terjadwal(date(2026, 11, 26), penera)
    penuh, sibuk, mahal = date(2026, 11, 27), date(2026, 11, 30), date(2026, 12, 1)
    with tulis():
        services.pesan_tempat(penuh, lain.id, 480)
        for _ in range(8):
            services.pesan_tempat(sibuk, penera.id, 5)
    f.buat_tarif(75_000, berlaku_mulai=mahal, berlaku_sampai=mahal)
    klien, url = masuk(akun(p)), f"/jadwal/{p.id}/pindah"
    html = klien.get(url).text
    assert f'value="{penuh}~' not in html
    assert f'value="{sibuk}~{lain.id}"' in html
    assert "Retribusi pada tanggal ini berbeda." in html
    semula = {"semula": f"{p.tanggal_uji}~{penera.id}", "yakin": "1"}
    for tanggal, siapa in ((penuh, penera), (mahal, penera), (date(2026, 11, 24), penera)):
        jawab = klien.kirim(url, semula | {"ke": f"{tanggal}~{siapa.id}"})
        assert jawab.status_code == 422, tanggal
    with pytest.raises(AturanDilanggar, match="berbeda"), tulis():
        pindah.pindah(
            p, tujuan=pindah.Tujuan(mahal, penera.id, (p.tanggal_uji, penera.id)), pelaku=akun(p)
        )
    assert ambil(Pengajuan, p.id).pindah_peserta == 0
    assert klien.kirim(url, semula | {"ke": f"{sibuk}~{lain.id}"}).status_code == 303
    assert "dipindahkan" in pesan_untuk(penera)[-1][0]
    assert ambil(Pengajuan, p.id).penera_id == lain.id


def test_sepuluh_berebut_satu_tempat_saat_pindah(app: Any, senin: None) -> None:
    """One place left on the new day: one moves, the others keep the date they have."""
    penera = f.buat_pengguna("penera")
    baru, lama = date(2026, 11, 30), [date(2026, 11, n) for n in (25, 26)]
    semua = [terjadwal(lama[i % 2], penera) for i in range(10)]
    with tulis():
        services.pesan_tempat(baru, penera.id, 5)
    pelaku = [db.session.get(Pengguna, p.dibuat_oleh_id) for p in semua]
    with tulis():
        ubah_kantor({"alat_per_penera": 2})
    try:

        def geser(i: int) -> str:
            with time_machine.travel(SENIN, tick=False), tulis():
                tujuan = pindah.Tujuan(baru, penera.id, (lama[i % 2], penera.id))
                pindah.pindah(semua[i], tujuan=tujuan, pelaku=pelaku[i])
            return "pindah"

        hasil = serentak(app, 10, geser)
    finally:
        with tulis():
            ubah_kantor({"alat_per_penera": 8})
    assert hasil.count("pindah") == 1, hasil
    assert all(h == "pindah" or "penuh" in h.pesan for h in hasil)
    assert beban(baru, penera.id)[1] == 2
    assert sum(beban(h, penera.id)[1] for h in lama) == 9
    assert db.session.scalar(sa.select(sa.func.sum(Pengajuan.pindah_peserta))) == 1


def test_query_pindah(app: Any, masuk: Any, hitung_query: Any, senin: None) -> None:
    p = terjadwal(date(2026, 11, 26), f.buat_pengguna("penera"))
    klien = masuk(akun(p))
    for url in (f"/jadwal/{p.id}/pindah", f"/jadwal/{p.id}/jadwal.ics", f"/pengajuan/{p.id}"):
        klien.get(url)
        with hitung_query() as daftar:
            assert klien.get(url).status_code == 200
        assert len(daftar) <= 4, "\n".join(daftar)


# --- the calendar file ------------------------------------------------------------------------


def acara(klien: Any, p: Pengajuan) -> Any:
    jawab = klien.get(f"/jadwal/{p.id}/jadwal.ics")
    assert jawab.mimetype == "text/calendar"
    (isi,) = icalendar.Calendar.from_ical(jawab.text).walk("VEVENT")
    return isi


def test_ics_menggantikan_dirinya_sendiri(app: Any, masuk: Any, senin: None) -> None:
    """E10: a stable UID, a SEQUENCE that grows with every move, WITA told in UTC."""
    penera = f.buat_pengguna("penera")
    p = terjadwal(date(2026, 11, 26), penera)
    klien = masuk(akun(p))
    satu = acara(klien, p)
    assert satu["DTSTART"].dt.isoformat() == "2026-11-26T00:00:00+00:00"
    assert satu["DTEND"].dt.isoformat() == "2026-11-26T04:00:00+00:00"
    assert (satu["SEQUENCE"], p.nomor in satu["SUMMARY"]) == (0, True)
    assert "Kantor" in satu["LOCATION"]
    isi = {"ke": f"2026-11-30~{penera.id}", "semula": f"2026-11-26~{penera.id}", "yakin": "1"}
    assert klien.kirim(f"/jadwal/{p.id}/pindah", isi).status_code == 303
    dua = acara(klien, p)
    assert (dua["UID"], dua["SEQUENCE"]) == (satu["UID"], 1)
    assert dua["DTSTART"].dt.day == 30
    assert masuk(f.buat_peserta().pengguna).get(f"/jadwal/{p.id}/jadwal.ics").status_code == 404


@pytest.mark.parametrize(
    ("teks", "jam"),
    [
        ("08.00–12.00", ((8, 0), (12, 0))), ("8:30 - 15.45", ((8, 30), (15, 45))),
        ("pagi", None), ("25.00–26.00", None), ("12.00–08.00", None), ("08.00", None),
    ],
)  # fmt: skip
def test_jam_dari_setelan(teks: str, jam: Any) -> None:
    hasil = jam_dari(teks)
    assert (hasil and tuple((t.hour, t.minute) for t in hasil)) == jam


isi_teks = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n;,\\"))


@settings(max_examples=150, deadline=None)
@given(judul=isi_teks, tempat=isi_teks, keterangan=isi_teks)
def test_ics_terbaca_apa_pun_isinya(judul: str, tempat: str, keterangan: str) -> None:
    """RFC 5545: CRLF, at most 75 octets a line, and a reader gets back what was written."""
    teks = berkas_ics(Acara("a@b", 2, date(2026, 11, 26), None, judul, tempat, keterangan))
    baris = teks.split("\r\n")
    assert baris[-1] == ""
    assert all(len(b.encode()) <= 75 for b in baris)
    assert "\n" not in "".join(baris)
    (hasil,) = icalendar.Calendar.from_ical(teks).walk("VEVENT")
    for nama, asli in (("SUMMARY", judul), ("LOCATION", tempat), ("DESCRIPTION", keterangan)):
        assert str(hasil[nama]) == asli


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=400))
def test_lipatan_dapat_dibuka_lagi(baris: str) -> None:
    assert lipat(baris).replace("\r\n ", "") == baris


# --- working days -----------------------------------------------------------------------------

hari_acak = st.dates(date(2026, 1, 1), date(2030, 12, 31))


@settings(max_examples=60, deadline=None)
@given(dari=hari_acak, n=st.integers(0, 40))
def test_hitungan_hari_kerja_saling_membalik(app_sesi: Any, dari: date, n: int) -> None:
    """However the days are counted, forwards, backwards or one by one, it is the same days."""
    with app_sesi.app_context():
        ke = hari_kerja_ke(n, dari)
        assert sisa_hari_kerja(ke, dari) == n
        assert hari_kerja(n, dari) == [hari_kerja_ke(i, dari) for i in range(1, n + 1)]
        if n:
            assert ke.weekday() < 5
            kembali = hari_kerja_ke(-n, ke)
            assert kembali <= dari
            assert (kembali == dari) == (dari.weekday() < 5)
        assert sisa_hari_kerja(dari - timedelta(days=n), dari) == 0


def test_kantor_yang_tidak_pernah_buka_tidak_membuat_hitungan_tak_berakhir(app: Any) -> None:
    with tulis():
        ubah_kantor({"hari_kerja": ""})
    try:
        assert hari_kerja(3) == []
        assert hari_kerja_ke(2, clock.today()) > clock.today()
        assert hari_tujuan() == []
    finally:
        with tulis():
            ubah_kantor({"hari_kerja": "0,1,2,3,4"})
    assert len(hari_kerja(HARI_PINDAH)) == HARI_PINDAH
