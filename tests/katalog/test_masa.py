"""Intervals by regulation: in force from a date on, told before they are stored, kept by SKHP."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import joinedload

from app.core import clock
from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.extensions import db
from app.katalog import masa, queries
from app.pengajuan.models import Skhp
from app.pengujian.queries import usulan_berlaku
from app.peserta.models import Peserta
from app.uttp.models import JenisUttp, MasaBerlaku
from app.uttp.states import AWAL_MASA, tambah_bulan
from tests import factories as f
from tests.conftest import ambil, sekali
from tests.jadwal.test_tempat import serentak
from tests.katalog.test_katalog import _versi, buat_jenis, catatan

MULAI = date(2030, 1, 1)
DASAR = {
    "peraturan": "Permendag Uji 1/2029",
    "pasal": "Pasal 7",
    "sumber": "",
    "status": "terverifikasi",
}  # noqa: E501


def catat(jenis: JenisUttp, bulan: int, mulai: date) -> MasaBerlaku:
    with tulis():
        return masa.tambah(jenis, bulan=bulan, berlaku_mulai=mulai, **DASAR)


@pytest.mark.parametrize("tahun", [1, 2, 6, 10, 12, 15])
@pytest.mark.parametrize(
    ("uji", "hari", "bulan"),
    [(date(2028, 2, 29), (29, 28), 2), (date(2026, 12, 31), (31, 31), 12),
     (date(2027, 8, 31), (31, 31), 8)],
)  # fmt: skip
def test_jatuh_tempo_setiap_lama(tahun: int, uji: date, hari: tuple[int, int], bulan: int) -> None:
    hasil = usulan_berlaku(uji, tahun * 12)
    kabisat = (uji.year + tahun) % 4 == 0
    assert hasil == date(uji.year + tahun, bulan, hari[0] if kabisat else hari[1])


def test_yang_baru_mengakhiri_yang_lama(app: Any) -> None:
    jenis = buat_jenis()
    assert queries.masa_pada(jenis.id, MULAI) is None
    catat(jenis, 12, AWAL_MASA)
    catat(jenis, 24, MULAI)
    kata = []
    for hari in (MULAI - timedelta(days=1), MULAI):
        berlaku = queries.masa_pada(jenis.id, hari)
        assert berlaku
        kata.append(berlaku.bulan)
    assert kata == [12, 24]
    db.session.expire_all()
    with time_machine.travel("2029-12-31T15:59:00Z", tick=False):  # one minute to midnight, WITA
        assert ambil(JenisUttp, jenis.id).masa_berlaku_bulan == 12
    with time_machine.travel("2029-12-31T16:00:00Z", tick=False):
        assert ambil(JenisUttp, jenis.id).masa_berlaku_bulan == 24
    for mulai in (MULAI, MULAI - timedelta(days=1)):
        with pytest.raises(AturanDilanggar, match="Pilih tanggal sesudahnya"):
            catat(jenis, 36, mulai)


def test_serentak_tidak_pernah_bertumpang(app: Any) -> None:
    """Twelve administrators, each with a date of its own: the periods join without a gap."""
    jenis = buat_jenis()

    def satu(i: int) -> str:
        try:
            catat(jenis, 12 + i, MULAI + timedelta(days=30 * i))
        except AturanDilanggar as e:
            return e.pesan
        return "ok"

    hasil = serentak(app, 12, satu)
    assert "ok" in hasil, hasil
    assert all(isinstance(h, str) for h in hasil), hasil
    urut = list(reversed(queries.semua_masa(jenis.id)))
    assert len(urut) == hasil.count("ok")
    for a, b in zip(urut, urut[1:], strict=False):
        assert a.berlaku_sampai == b.berlaku_mulai - timedelta(days=1)
    assert urut[-1].berlaku_sampai is None


def test_basis_data_menolak_dua_yang_terakhir(app: Any) -> None:
    jenis = buat_jenis()
    for mulai in (AWAL_MASA, MULAI):
        db.session.add(MasaBerlaku(jenis_id=jenis.id, bulan=6, berlaku_mulai=mulai, peraturan="x"))
    with pytest.raises(sa.exc.IntegrityError):
        db.session.commit()
    db.session.rollback()


def test_akibatnya_tampil_sebelum_disimpan(app: Any, masuk: Any) -> None:
    jenis = buat_jenis()
    catat(jenis, 12, AWAL_MASA)
    dekat, jauh = date(2029, 6, 1), date(2030, 3, 1)
    for sampai in (dekat, jauh, jauh, None):
        f.buat_uttp(kode="UJI-09", skhp_berlaku_sampai=sampai)
    f.buat_uttp(kode="UJI-09", skhp_berlaku_sampai=jauh, merk="=1+1")
    f.buat_uttp(kode="UJI-09", skhp_berlaku_sampai=jauh, pensiun_pada=dekat, pensiun_sebab="rusak")
    dampak = queries.dampak(jenis.id, 24, MULAI)
    assert dampak.baris == [(2029, 0, 1), (2030, 12, 3)]
    assert (dampak.bergeser, dampak.tanpa_skhp, dampak.semua) == (3, 1, 5)
    admin, url = masuk(f.buat_pengguna("admin")), f"/admin/master/jenis-uttp/{jenis.id}"
    isi = DASAR | {"bulan": "24", "berlaku_mulai": str(MULAI)}
    tinjau = admin.kirim(f"{url}/masa-berlaku/baru", isi)
    assert tinjau.status_code == 200
    assert "3 dari 5 alat bergeser" in tinjau.text
    assert "12 bulan lebih lambat" in tinjau.text
    assert len(queries.semua_masa(jenis.id)) == 1, "belum ada yang tersimpan"
    csv = admin.get(f"{url}/masa-berlaku/dampak.csv?bulan=24&berlaku_mulai={MULAI}").text
    assert csv.count("01-03-2030;01-03-2031;01-03-2032;366") == 3
    assert "'=1+1" in csv
    assert admin.get(f"{url}/masa-berlaku/dampak.csv?bulan=x").status_code == 404
    lihat = {"tinjauan": f"24|{MULAI}"}
    ganti = admin.kirim(f"{url}/masa-berlaku/baru", isi | lihat | {"bulan": "36"})
    assert "24 bulan lebih lambat" in ganti.text, "yang belum ditinjau ditinjau lagi"
    assert admin.kirim(f"{url}/masa-berlaku/baru", isi | lihat).status_code == 303
    assert [m.bulan for m in queries.semua_masa(jenis.id)] == [24, 12]
    assert catatan("masa_tambah").sesudah["bulan"] == 24
    halaman = admin.get(url).text
    assert "Permendag Uji 1/2029, Pasal 7" in halaman
    assert "sejak semula sampai 31 Desember 2029" in halaman


def test_skhp_menyimpan_masa_dan_alasannya(app: Any, masuk: Any) -> None:
    jenis = buat_jenis()
    lama = catat(jenis, 12, AWAL_MASA)
    catat(jenis, 24, clock.today() + timedelta(days=1))
    p = f.buat_pengajuan("menunggu_dokumen", f.buat_uttp(kode="UJI-09"))
    klien, url = masuk(f.buat_pengguna("pelayanan")), f"/admin/pengujian/{p.id}/terbitkan"
    usulan = tambah_bulan(clock.today(), 12)
    assert f'value="{usulan}"' in klien.get(url).text
    isi = {"nomor": "S-9", "tanggal": str(clock.today()), "berlaku_sampai": str(usulan)}
    lain = isi | {"berlaku_sampai": str(usulan + timedelta(days=1))}
    jawab = klien.kirim(url, lain)
    assert jawab.status_code == 422
    assert "tulis alasan tanggal yang lain" in jawab.text
    assert klien.kirim(url, lain | {"alasan_masa": "Mengikuti hari pasar."}).status_code == 303
    skhp = db.session.scalars(sa.select(Skhp).where(Skhp.pengajuan_id == p.id)).one()
    assert (skhp.masa_berlaku_id, skhp.alasan_masa) == (lama.id, "Mengikuti hari pasar.")
    pemilik = db.session.get(Peserta, p.peserta_id, options=[joinedload(Peserta.pengguna)])
    peserta = masuk(pemilik.pengguna)
    for pembaca, oleh in ((peserta, "Admin Pelayanan"), (klien, "Petugas ")):
        for alamat in (f"/pengajuan/{p.id}/mengapa", f"/uttp/{p.uttp_id}/mengapa"):
            html = pembaca.get(alamat).text
            assert "12 bulan" in html
            assert "Permendag Uji 1/2029, Pasal 7" in html
            assert "Mengikuti hari pasar." in html
            assert f"Ditetapkan {oleh}" in html
    lain = f.buat_uttp(skhp_nomor="LUAR-1", skhp_berlaku_sampai=MULAI)
    html = masuk(f.buat_pengguna("admin")).get(f"/uttp/{lain.id}/mengapa").text
    assert "tidak diterbitkan di sini" in html
    with pytest.raises(AturanDilanggar, match="Hanya masa berlaku yang terakhir"), tulis():
        masa.hapus(lama)


def test_dasar_diubah_dan_yang_terakhir_dihapus(app: Any, masuk: Any) -> None:
    jenis, admin = buat_jenis(), masuk(f.buat_pengguna("admin"))
    satu, dua = catat(jenis, 12, AWAL_MASA), catat(jenis, 24, MULAI)
    url = f"/admin/master/masa-berlaku/{satu.id}"
    versi = _versi(admin.get(url).text)
    assert admin.kirim(url, DASAR | {"pasal": "Pasal 8", "bulan": "99"}).status_code == 303
    kini = ambil(MasaBerlaku, satu.id)
    assert (kini.pasal, kini.bulan, kini.sumber) == ("Pasal 8", 12, None)
    basi = admin.kirim(url, DASAR | {"pasal": "Pasal 9", "versi": versi})
    assert basi.status_code == 422
    assert "Pasal 8" in basi.text
    assert admin.kirim(f"/admin/master/masa-berlaku/{dua.id}/hapus").status_code == 303
    assert ambil(MasaBerlaku, satu.id).berlaku_sampai is None
    f.buat_skhp(f.buat_pengajuan("selesai_batal"), masa_berlaku_id=satu.id)
    assert admin.kirim(f"{url}/hapus").status_code == 409


@sekali
def test_jenis_pertama_kali_dicatat(app: Any, masuk: Any) -> None:
    jenis = buat_jenis()
    f.buat_uttp(kode="UJI-09", skhp_berlaku_sampai=date(2020, 1, 1))
    dampak = queries.dampak(jenis.id, 12, AWAL_MASA)
    assert dampak.baris == [(clock.today().year, None, 1)], "yang lewat diuji hari ini"
    admin = masuk(f.buat_pengguna("admin"))
    html = admin.kirim(
        f"/admin/master/jenis-uttp/{jenis.id}/masa-berlaku/baru",
        DASAR | {"bulan": "12", "berlaku_mulai": "2020-01-01"},
    ).text
    assert "Semula tidak tercatat" in html
