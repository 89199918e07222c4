"""Days off, leave and limits through their pages, and what they do to dates (features E5, L10;
parity 105, 107, 145; uJ7)."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from markupsafe import escape

from app.core import cache, clock
from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.core.format import hari_tanggal
from app.extensions import db
from app.jadwal import services
from app.jadwal.models import Cuti, CutiHari, Tawaran
from app.kalender.services import hapus_libur
from app.pengajuan.models import Pengajuan
from app.pengaturan import queries
from app.pengaturan.data import muat_libur
from app.pengaturan.models import HariLibur
from app.pengaturan.services import ubah_kantor
from app.uttp.models import JenisUttp
from tests import factories as f
from tests.conftest import ambil, sekali

URL = "/admin/master/kalender"


@pytest.fixture
def batas(app: Any) -> Any:
    yield
    with tulis():
        ubah_kantor({"menit_per_hari": 480, "alat_per_penera": 8, "hari_kerja": "0,1,2,3,4",
                     "jam_uji": "08.00–12.00", "tawaran_hari": 3, "pindah_hari": 2})  # fmt: skip


def libur(*hari: str | date, nama: str = "Libur uji") -> None:
    with tulis() as s:
        s.add_all(
            HariLibur(tanggal=date.fromisoformat(str(h)), nama=nama, jenis="kantor", sumber="Uji")
            for h in hari
        )
    cache.lupakan("libur")


def isi_libur(hari: date, **lain: Any) -> dict[str, Any]:
    isi = {"tanggal": hari, "sampai": "", "nama": "Ulang tahun kota", "jenis": "kantor"}
    return isi | {"sumber": "Keputusan kepala kantor"} | lain


def dilihat(html: str) -> str:
    """What the page showed of the affected visits."""
    return html.split('name="dilihat" type="hidden" value="')[1].split('"')[0]


# --- counting ---------------------------------------------------------------------------------

# Idulfitri 2026: 18-24 March are off but for the weekend between, which is off anyway.
NATAL, NYEPI = "2026-12-25", ("2026-03-18", "2026-03-19", "2026-03-20", "2026-03-23", "2026-03-24")


@pytest.mark.parametrize(
    ("dari", "n", "hasil"),
    [
        ("2026-12-22", 1, "2026-12-23"),
        ("2026-12-24", 1, "2026-12-28"),  # over Christmas and a weekend
        ("2026-12-28", -1, "2026-12-24"),
        ("2026-12-30", 3, "2027-01-05"),  # New Year's day is off here
        ("2026-03-17", 1, "2026-03-25"),
        ("2026-03-25", -1, "2026-03-17"),
        ("2026-03-17", 7, "2026-04-02"),
        ("2028-02-28", 1, "2028-02-29"),  # a leap year
        ("2028-02-28", 2, "2028-03-01"),
        ("2027-02-26", 1, "2027-03-01"),  # none
        ("2028-03-01", -1, "2028-02-29"),
        ("2026-10-30", 1, "2026-11-02"),  # the end of a month on a Friday
        ("2026-11-28", 1, "2026-11-30"),  # from a Saturday
        ("2026-11-29", -1, "2026-11-27"),
        ("2026-11-27", 0, "2026-11-27"),
    ],
)
def test_hari_kerja_melewati_libur(app: Any, dari: str, n: int, hasil: str) -> None:
    libur(NATAL, "2027-01-01", *NYEPI)
    awal, tujuan = date.fromisoformat(dari), date.fromisoformat(hasil)
    assert queries.hari_kerja_ke(n, awal) == tujuan
    if n > 0:
        assert queries.hari_kerja(n, awal)[-1] == tujuan
        assert queries.sisa_hari_kerja(tujuan, awal) == n


@pytest.mark.parametrize(
    ("saat", "besok"),
    [
        ("2026-12-24T15:59:59Z", "2026-12-28"),  # still the 24th in WITA
        ("2026-12-24T16:00:00Z", "2026-12-28"),  # the 25th, a day off, has begun
        ("2026-12-27T15:59:59Z", "2026-12-28"),  # Sunday
        ("2026-12-27T16:00:00Z", "2026-12-29"),  # Monday
        ("2028-02-28T16:30:00Z", "2028-03-01"),  # 29 February has begun
        ("2026-12-31T16:00:00Z", "2027-01-04"),
    ],
)
def test_hari_berganti_pada_tengah_malam_wita(app: Any, saat: str, besok: str) -> None:
    libur(NATAL, "2027-01-01")
    with time_machine.travel(saat, tick=False):
        cache.lupakan("libur")
        assert queries.hari_kerja(1) == [date.fromisoformat(besok)]
        assert clock.today() < date.fromisoformat(besok)


def test_libur_nasional_dari_data_acuan(app: Any) -> None:
    """Seventeen days off and eight of collective leave in 2026, each with its source, and what is
    known of 2027, whatever the office has put beside them; what it took out stays out."""
    libur("2027-03-10")
    with tulis():
        assert muat_libur() == 30
        assert muat_libur() == 0
    with tulis():
        for hari in (date(2027, 8, 17), date(2027, 3, 10)):
            hapus_libur(db.session.scalars(sa.select(HariLibur).filter_by(tanggal=hari)).one())
        assert muat_libur() == 0
    nasional = sa.select(HariLibur).where(
        HariLibur.jenis != "kantor", HariLibur.tanggal < date(2027, 1, 1)
    )
    baris = list(db.session.scalars(nasional))
    assert sum(b.jenis == "nasional" for b in baris) == 17
    assert sum(b.jenis == "cuti_bersama" for b in baris) == 8
    assert all("Nomor 1497" in b.sumber for b in baris)
    assert queries.tutup_karena(date(2026, 8, 17)) == "Proklamasi Kemerdekaan"
    assert queries.tutup_karena(date(2026, 8, 15)) == "Sabtu bukan hari kerja"
    assert queries.tutup_karena(date(2026, 8, 18)) is None


# --- days off ---------------------------------------------------------------------------------


def test_libur_menutup_tanggal(app: Any, masuk: Any) -> None:
    """What is booked is shown first and stays, flagged; nothing more goes in; offers end."""
    hari, petugas = f.hari_kerja_berikut(3), f.buat_pengguna("pelayanan")
    penera = f.buat_pengguna("penera", nama="Rahmat Penera")
    kena, lain = f.buat_pengajuan("diterima"), f.buat_pengajuan("diterima")
    with tulis():
        services.tetapkan(kena, lokasi="kantor", tanggal=hari, penera_id=penera.id, pelaku=petugas)
    ditawari = f.buat_pengajuan("diterima")
    with tulis():
        services.tawarkan(
            ditawari, lokasi="kantor", pelaku=petugas,
            pasangan=[(hari, penera.id), (hari, f.buat_pengguna("penera").id)],
        )  # fmt: skip
    admin = masuk(f.buat_pengguna("admin"))
    tanya = admin.kirim(f"{URL}/libur/baru", isi_libur(hari))
    assert tanya.status_code == 200
    assert kena.nomor in tanya.text
    assert "Belum ada yang tersimpan" in tanya.text
    assert "Rahmat Penera" in tanya.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(HariLibur)) == 0
    # Another visit came in since: asked again.
    basi = admin.kirim(f"{URL}/libur/baru", isi_libur(hari, dilihat="0" * 16))
    assert basi.status_code == 200
    jadi = admin.kirim(f"{URL}/libur/baru", isi_libur(hari, dilihat=dilihat(tanya.text)))
    assert jadi.status_code == 303
    assert "Ulang tahun kota" in admin.get(jadi.location).text
    assert "Hari libur ditambah" in admin.get(jadi.location).text
    # It stays, and waits to be moved.
    assert ambil(Pengajuan, kena.id).tanggal_uji == hari
    html = masuk(petugas).get("/admin/jadwal").text
    antre = html.split('id="jadwal-minggu"')[0]
    assert kena.nomor in antre
    assert ditawari.nomor in antre
    assert f"/admin/jadwal/{kena.id}/ulang" in antre
    # Nothing more on that day, and staff read why.
    jawab = masuk(petugas).kirim(
        f"/admin/jadwal/{lain.id}",
        {"lokasi": "kantor", "tanggal": hari, "penera_id": penera.id},
    )
    assert jawab.status_code == 422
    assert "(Ulang tahun kota)" in jawab.text
    assert hari not in queries.hari_kerja(10)
    peserta = masuk(db.session.get(type(petugas), ditawari.dibuat_oleh_id))
    assert (
        "tidak melayani uji pada hari itu (Ulang tahun kota)"
        in peserta.get(f"/jadwal/{ditawari.id}").text
    )
    sampai = db.session.scalars(sa.select(Tawaran.berlaku_sampai)).all()
    assert max(sampai) < clock.today()


def test_libur_diubah_dan_dihapus(app: Any, masuk: Any) -> None:
    hari, pindah = f.hari_kerja_berikut(4), f.hari_kerja_berikut(6)
    klien = masuk(f.buat_pengguna("admin"))
    klien.kirim(f"{URL}/libur/baru", isi_libur(hari))
    ganda = klien.kirim(f"{URL}/libur/baru", isi_libur(hari))
    assert ganda.status_code == 422
    assert "sudah tercatat sebagai hari libur" in ganda.text
    baris = db.session.scalars(sa.select(HariLibur)).one()
    satu = f"{URL}/libur/{baris.id}"
    versi = klien.get(satu).text.split('name="versi" type="hidden" value="')[1].split('"')[0]
    ubah = isi_libur(pindah, versi=versi)
    assert klien.kirim(satu, ubah).status_code == 303
    basi = klien.kirim(satu, isi_libur(hari, versi=versi))  # the second of two
    assert basi.status_code == 422
    assert "sudah diubah sejak Anda membukanya" in basi.text
    assert queries.tutup_karena(hari) is None
    assert queries.tutup_karena(pindah) == "Ulang tahun kota"
    assert klien.kirim(f"{satu}/hapus").status_code == 303
    assert queries.tutup_karena(pindah) is None
    assert klien.kirim(f"{satu}/hapus").status_code == 404


@sekali
@pytest.mark.parametrize(
    ("beda", "kata"),
    [
        ({"tanggal": ""}, "Pilih tanggal kantor tidak melayani uji."),
        ({"tanggal": "besok"}, "Tulis tanggal seperti"),
        ({"sampai": "2026-01-01"}, "Pilih hari terakhir pada atau setelah"),
        ({"nama": " "}, "Tulis nama hari liburnya."),
        ({"jenis": "x"}, "Pilih jenis hari libur."),
        ({"sumber": ""}, "Sebutkan surat atau keputusan"),
    ],
)
def test_libur_yang_keliru(app: Any, masuk: Any, beda: dict[str, str], kata: str) -> None:
    jawab = masuk(f.buat_pengguna("admin")).kirim(
        f"{URL}/libur/baru", isi_libur(f.hari_kerja_berikut(3), **beda)
    )
    assert jawab.status_code == 422
    assert kata in jawab.text
    assert "Keputusan kepala kantor" in jawab.text or "sumber" in beda


def test_beberapa_hari_sekaligus_semua_atau_tidak(app: Any, masuk: Any) -> None:
    hari = clock.today() + timedelta(days=40)
    libur(hari + timedelta(days=2))
    klien = masuk(f.buat_pengguna("admin"))
    isi = isi_libur(hari, sampai=hari + timedelta(days=3))
    assert klien.kirim(f"{URL}/libur/baru", isi).status_code == 422
    assert db.session.scalar(sa.select(sa.func.count()).select_from(HariLibur)) == 1


# --- leave ------------------------------------------------------------------------------------


def isi_cuti(penera_id: int, dari: date, sampai: date, **lain: Any) -> dict[str, Any]:
    return {"penera_id": penera_id, "dari": dari, "sampai": sampai, "alasan": "Diklat"} | lain


def test_cuti_menolak_jadwal_baru(app: Any, masuk: Any) -> None:
    hari, esok = f.hari_kerja_berikut(3), f.hari_kerja_berikut(4)
    penera, ganti = f.buat_pengguna("penera", nama="Rahmat"), f.buat_pengguna("penera")
    petugas = f.buat_pengguna("pelayanan")
    kena, lain, ditawari = (f.buat_pengajuan("diterima") for _ in range(3))
    with tulis():
        services.tetapkan(kena, lokasi="kantor", tanggal=hari, penera_id=penera.id, pelaku=petugas)
    with tulis():
        services.tawarkan(ditawari, lokasi="kantor", pelaku=petugas,
                          pasangan=[(hari, penera.id), (esok, ganti.id)])  # fmt: skip
    klien = masuk(petugas)
    tanya = klien.kirim(f"{URL}/cuti/baru", isi_cuti(penera.id, hari, esok))
    assert tanya.status_code == 200
    assert kena.nomor in tanya.text
    assert f"/admin/jadwal/{kena.id}/ulang" in tanya.text
    jadi = klien.kirim(
        f"{URL}/cuti/baru", isi_cuti(penera.id, hari, esok, dilihat=dilihat(tanya.text))
    )
    assert jadi.status_code == 303
    assert "Diklat" in klien.get(URL).text
    assert kena.nomor in klien.get("/admin/jadwal").text.split('id="jadwal-minggu"')[0]
    # Neither set, nor offered, nor moved onto these days; the page of dates says why.
    isi = {"lokasi": "kantor", "tanggal": hari, "penera_id": penera.id}
    assert "cuti pada" in klien.kirim(f"/admin/jadwal/{lain.id}", isi).text
    with pytest.raises(AturanDilanggar, match="cuti"), tulis():
        services.tawarkan(lain, lokasi="kantor", pelaku=petugas,
                          pasangan=[(hari, penera.id), (esok, ganti.id)])  # fmt: skip
    with tulis():
        services.tetapkan(lain, lokasi="kantor", tanggal=hari, penera_id=ganti.id, pelaku=petugas)
    with pytest.raises(AturanDilanggar, match="cuti"), tulis():
        services.jadwal_ulang(ambil(Pengajuan, lain.id), tanggal=esok, penera_id=penera.id,
                              alasan="Uji.", pelaku=petugas)  # fmt: skip
    assert "Cuti" in klien.get(f"/admin/jadwal/{ditawari.id}").text
    # The offer with this penera is over, the other one holds.
    halangan = (
        masuk(db.session.get(type(petugas), ditawari.dibuat_oleh_id))
        .get(f"/jadwal/{ditawari.id}")
        .text
    )
    assert halangan.count("Penera ini cuti pada hari itu.") == 1
    # Given back, the days are free again.
    cuti = db.session.scalars(sa.select(Cuti)).one()
    assert klien.kirim(f"{URL}/cuti/{cuti.id}/hapus").status_code == 303
    assert db.session.scalar(sa.select(sa.func.count()).select_from(CutiHari)) == 0


def test_cuti_tidak_bertumpuk(app: Any, masuk: Any) -> None:
    """The form is told; the database would refuse it too."""
    penera, klien = f.buat_pengguna("penera"), masuk(f.buat_pengguna("pelayanan"))
    a, b, c = (f.hari_kerja_berikut(n) for n in (3, 5, 8))
    assert klien.kirim(f"{URL}/cuti/baru", isi_cuti(penera.id, a, b)).status_code == 303
    tumpuk = klien.kirim(f"{URL}/cuti/baru", isi_cuti(penera.id, b, c))
    assert tumpuk.status_code == 422
    assert "sudah tercatat cuti" in tumpuk.text
    terbalik = klien.kirim(f"{URL}/cuti/baru", isi_cuti(penera.id, c, b))
    assert "Pilih hari terakhir pada atau setelah" in terbalik.text
    bukan = klien.kirim(f"{URL}/cuti/baru", isi_cuti(f.buat_pengguna("admin").id, a, b))
    assert "Pilih penera yang cuti." in bukan.text
    cuti = db.session.scalars(sa.select(Cuti)).one()
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(
            sa.insert(CutiHari).values(penera_id=penera.id, tanggal=a, cuti_id=cuti.id)
        )
    db.session.rollback()


# --- limits -----------------------------------------------------------------------------------


def isi_batas(**lain: Any) -> dict[str, Any]:
    isi = {"hari_kerja": ["0", "1", "2", "3", "4"], "jam_uji": "08.00–12.00"}
    isi |= {"menit_per_hari": "480", "alat_per_penera": "8", "tawaran_hari": "3"}
    isi |= {"pola_tugas": "800/{urut:04d}/{tahun}"}
    return isi | {"pindah_hari": "2"} | lain


def test_batas_menyebut_hari_yang_melebihinya(app: Any, masuk: Any, batas: Any) -> None:
    hari, petugas = f.hari_kerja_berikut(3), f.buat_pengguna("pelayanan")
    penera = f.buat_pengguna("penera", nama="Rahmat Penera")
    for _ in range(3):
        p = f.buat_pengajuan("diterima")
        with tulis():
            services.tetapkan(p, lokasi="kantor", tanggal=hari, penera_id=penera.id, pelaku=petugas)
    klien, menit = masuk(f.buat_pengguna("admin")), 3 * f.jenis().menit
    sempit = isi_batas(menit_per_hari=menit - 1, alat_per_penera="2")
    tanya = klien.kirim(f"{URL}/batas", sempit)
    assert tanya.status_code == 200
    assert f"{menit} menit terjadwal, batas baru {menit - 1}" in tanya.text
    assert "Rahmat Penera: 3 alat terjadwal, batas baru 2" in tanya.text
    assert hari_tanggal(hari) in tanya.text
    assert queries.kantor().menit_per_hari == 480
    jadi = klien.kirim(f"{URL}/batas", sempit | {"dilihat": dilihat(tanya.text)})
    assert jadi.status_code == 303
    assert queries.kantor().alat_per_penera == 2
    html = klien.get(URL).text
    assert "Alat per penera sehari: 8 menjadi 2" in html
    with pytest.raises(AturanDilanggar, match="penuh"), tulis():
        services.pesan_tempat(hari, penera.id, 1)
    tutup = isi_batas(hari_kerja=[str(n) for n in range(7) if n != hari.weekday()])
    assert "tidak lagi hari kerja" in klien.kirim(f"{URL}/batas", tutup).text


def test_batas_menyebut_jenis_yang_tidak_muat_lagi(app: Any, masuk: Any, batas: Any) -> None:
    """It may be so; but nobody makes a type unbookable without having read which."""
    klien = masuk(f.buat_pengguna("admin"))
    terlama = db.session.scalars(sa.select(JenisUttp).order_by(JenisUttp.menit.desc())).first()
    assert terlama is not None
    cukup = klien.kirim(f"{URL}/batas", isi_batas(menit_per_hari=str(terlama.menit)))
    assert cukup.status_code == 303
    sempit = isi_batas(menit_per_hari=str(terlama.menit - 1))
    tanya = klien.kirim(f"{URL}/batas", sempit)
    assert tanya.status_code == 200
    assert "jenis alat tidak akan dapat dijadwalkan" in tanya.text
    assert f"{escape(terlama.nama)}</a>: {terlama.menit} menit" in tanya.text
    assert "melebihi batas baru" not in tanya.text
    assert queries.kantor().menit_per_hari == terlama.menit
    jadi = klien.kirim(f"{URL}/batas", sempit | {"dilihat": dilihat(tanya.text)})
    assert jadi.status_code == 303
    lain = klien.kirim(f"{URL}/batas", sempit | {"tawaran_hari": "5"})
    assert lain.status_code == 303, "yang sudah begitu tidak ditanyakan lagi"
    html = klien.get(f"/admin/master/jenis-uttp/{terlama.id}").text
    assert "Alat jenis ini tidak dapat dijadwalkan" in html


@sekali
@pytest.mark.parametrize(
    ("beda", "kata"),
    [
        ({"hari_kerja": []}, "Pilih sedikitnya satu hari kerja."),
        ({"jam_uji": "pagi"}, "Tulis jam mulai dan selesai"),
        ({"menit_per_hari": "banyak"}, "Tulis bilangan bulat 1 sampai 5000."),
        ({"alat_per_penera": "0"}, "Tulis bilangan bulat 1 sampai 200."),
        ({"tawaran_hari": ""}, "Tulis bilangan bulat 1 sampai 30."),
        ({"pola_tugas": "800/{tahun}"}, "Tulis pola nomor dengan {urut}"),
    ],
)
def test_batas_yang_keliru(
    app: Any, masuk: Any, batas: Any, beda: dict[str, Any], kata: str
) -> None:
    klien = masuk(f.buat_pengguna("admin"))
    jawab = klien.kirim(f"{URL}/batas", isi_batas(**beda))
    assert jawab.status_code == 422
    assert kata in jawab.text


def test_batas_berdua(app: Any, masuk: Any, batas: Any) -> None:
    """The second of two is told, and nothing is overwritten unseen."""
    klien = masuk(f.buat_pengguna("admin"))
    versi = klien.get(f"{URL}/batas").text.split('name="versi" type="hidden" value="')[1]
    isi = isi_batas(pindah_hari="4", versi=versi.split('"')[0])
    assert klien.kirim(f"{URL}/batas", isi).status_code == 303
    kedua = klien.kirim(f"{URL}/batas", isi | {"pindah_hari": "5"})
    assert kedua.status_code == 422
    assert "Tersimpan sekarang dan isian Anda" in kedua.text
    assert queries.kantor().pindah_hari == 4


def test_kalender_dibaca_petugas(app: Any, masuk: Any, hitung_query: Any) -> None:
    for n in range(4):
        libur(clock.today() + timedelta(days=n))
    for peran in ("penera", "kepala"):
        klien = masuk(f.buat_pengguna(peran))
        klien.get(URL)
        with hitung_query() as daftar:
            html = klien.get(URL).text
        assert len(daftar) <= 4, daftar
        assert "Libur uji" in html
        assert "Catat Cuti" not in html
        assert klien.get(f"{URL}/libur/baru").status_code == 403
    assert "belum lengkap" in klien.get(f"{URL}?tahun={clock.today().year + 3}").text
    assert klien.get(f"{URL}?tahun=ngawur").status_code == 200
