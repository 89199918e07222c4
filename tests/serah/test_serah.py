"""The counter: taking in, giving back, handing over, correcting, printing."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from app.core import clock
from app.core.audit import Audit
from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.core.outbox import Pesan
from app.extensions import db
from app.pengajuan.models import Pengajuan, Riwayat
from app.pengujian.services import Dokumen, terbitkan
from app.peserta.models import Peserta
from app.serah import queries, services
from app.serah.models import SerahTerima
from app.serah.states import Hubungan, Tahap, samarkan_nama
from tests import factories as f
from tests.conftest import ambil, sekali
from tests.jadwal.test_tempat import serentak

HARI = clock.today()
NIK = "6471014101900009"
LAIN = {"tanggal": str(HARI), "siapa": "lain", "nik": NIK, "nama": "Budi Santoso",
        "hubungan": "karyawan"}  # fmt: skip
PIC = {"tanggal": str(HARI), "siapa": "pic", "nik": "", "nama": "", "hubungan": ""}


def url(p: Pengajuan, apa: str = "terima") -> str:
    return f"/admin/serah-terima/{p.id}/{apa}"


def baris(p: Pengajuan) -> list[SerahTerima]:
    """Every row of the application, oldest first."""
    db.session.remove()
    cari = sa.select(SerahTerima).where(SerahTerima.pengajuan_id == p.id)
    return list(db.session.scalars(cari.order_by(SerahTerima.versi)))


def terima(klien: Any, p: Pengajuan, **isi: str) -> Any:
    return klien.kirim(url(p), {"tanggal": str(HARI), "kelengkapan": "Adaptor"} | isi)


@pytest.fixture
def meja(app: Any, masuk: Any) -> Any:
    return masuk(f.buat_pengguna("pelayanan", nama="Dewi Loket"))


def test_dari_terima_sampai_dokumen(app: Any, masuk: Any, meja: Any) -> None:
    """An instrument's whole way across the counter, as both sides read it."""
    p = f.buat_pengajuan("diproses")
    pemilik = masuk(_akun(p))
    jawab = terima(meja, p)
    assert jawab.location == f"/admin/serah-terima/{p.id}/cetak/terima?baru=1"
    bukti = meja.get(jawab.location).text
    assert "Dewi Loket" in bukti
    assert "Adaptor" in bukti
    assert "Salinan" not in bukti
    assert 'src="data:image/svg+xml' in meja.get(url(p, "cetak/label")).text
    _lulus(p)
    assert "SKHP sudah terbit" in meja.get(f"/pengajuan/{p.id}/serah-terima").text
    assert meja.kirim(url(p, "kembali"), LAIN | {"dokumen": "y"}).status_code == 303
    (satu,) = baris(p)
    assert (satu.tanggal_terima, satu.tanggal_kembali, satu.tanggal_dokumen) == (HARI,) * 3
    assert (satu.kembali_nik, satu.dokumen_nama) == (NIK, "Budi Santoso")
    mentah = sa.text("SELECT kembali_nik_sandi FROM serah_terima")
    assert NIK not in db.session.scalar(mentah)
    petugas = meja.get(f"/pengajuan/{p.id}/serah-terima").text
    assert "Budi Santoso (Karyawan)" in petugas
    assert "6471••••••••0009" in petugas
    saya = pemilik.get(f"/pengajuan/{p.id}/serah-terima").text
    assert "Bu•• Sa•••••" in saya
    assert "Santoso" not in saya
    assert "6471" not in saya
    riwayat = pemilik.get(f"/pengajuan/{p.id}").text
    for kata in ("Alat diterima", "Alat dikembalikan", "Dokumen diserahkan"):
        assert kata in riwayat
        assert db.session.scalar(sa.select(Pesan.id).where(Pesan.judul.contains(kata)))
    assert "Santoso" not in riwayat


def _akun(p: Pengajuan) -> Any:
    cari = sa.select(Peserta).options(sa.orm.joinedload(Peserta.pengguna))
    return db.session.scalar(cari.where(Peserta.id == p.peserta_id)).pengguna


def _lulus(p: Pengajuan) -> None:
    """Tested and issued, by who issues."""
    db.session.remove()
    ubah = {"status": "menunggu_dokumen", "tanggal_hasil": HARI}
    db.session.execute(sa.update(Pengajuan).where(Pengajuan.id == p.id).values(**ubah))
    db.session.commit()
    kini, petugas = ambil(Pengajuan, p.id), f.buat_pengguna()
    with tulis():
        dokumen = Dokumen(tanggal=HARI, berlaku_sampai=HARI + timedelta(days=365))
        terbitkan(kini, dokumen=dokumen, pelaku=petugas)
    assert baris(p)[-1].dokumen_siap_pada is not None


def test_pic_diambil_dari_data_peserta(meja: Any) -> None:
    p = f.buat_pengajuan("selesai_batal")
    f.buat_serah(p, "terima")
    assert meja.kirim(url(p, "kembali"), PIC).status_code == 303
    pemilik = ambil(Peserta, p.peserta_id)
    (satu,) = baris(p)
    assert (satu.kembali_nik, satu.kembali_nama, satu.kembali_hubungan) == (
        pemilik.pic_nik, pemilik.pic_nama, "pic",
    )  # fmt: skip


def test_dokumen_alat_yang_diuji_di_luar_kantor(meja: Any) -> None:
    p = f.buat_pengajuan("selesai_sah", lokasi="luar_kantor")
    assert terima(meja, p).status_code == 422
    assert meja.kirim(url(p, "dokumen"), LAIN).status_code == 303
    (satu,) = baris(p)
    assert (satu.tanggal_terima, satu.tanggal_dokumen) == (None, HARI)


@pytest.mark.parametrize(
    ("apa", "isi", "kata"),
    [
        ("terima", {"tanggal": str(HARI + timedelta(1))}, "paling akhir hari ini"),
        ("terima", {"tanggal": str(HARI - timedelta(9))}, "paling awal"),
        ("terima", {"tanggal": ""}, "Pilih tanggal alat diterima"),
        ("kembali", LAIN | {"tanggal": str(HARI + timedelta(1))}, "paling akhir hari ini"),
        ("kembali", LAIN | {"tanggal": str(HARI - timedelta(1))}, "hari alat diterima"),
        ("kembali", LAIN | {"nik": "123"}, "NIK terdiri dari 16 angka"),
        ("kembali", LAIN | {"nama": ""}, "Masukkan nama penerima"),
        ("kembali", LAIN | {"hubungan": "pic"}, "Pilih hubungan"),
        ("kembali", LAIN | {"siapa": "ngawur"}, "Pilih siapa yang menerima"),
        ("dokumen", LAIN, "tidak dapat dilakukan"),
    ],
)
def test_isian_keliru_422(meja: Any, apa: str, isi: dict[str, str], kata: str) -> None:
    p = f.buat_pengajuan("diproses")
    if apa != "terima":
        f.buat_serah(p, "terima")
    jawab = meja.kirim(url(p, apa), isi)
    assert jawab.status_code == 422
    assert kata in jawab.text
    for nilai in ("Budi Santoso", "6471 0141 0190 0009"):
        assert nilai not in isi.values() or nilai in jawab.text


def test_urutan_dijaga(meja: Any, masuk: Any) -> None:
    """Nothing leaves that never came, nothing comes or leaves twice, and a second click is one."""
    p = f.buat_pengajuan("selesai_batal")
    assert "belum dicatat diterima" in meja.kirim(url(p, "kembali"), LAIN).text
    assert [terima(meja, p).status_code for _ in range(2)] == [303, 303]
    lain = masuk(f.buat_pengguna("pelayanan"))
    kedua = terima(lain, p, kelengkapan="Lain")
    assert kedua.status_code == 422
    assert "Dicatat oleh Dewi Loket" in kedua.text
    assert "Lain" in kedua.text
    assert [meja.kirim(url(p, "kembali"), LAIN).status_code for _ in range(2)] == [303, 303]
    kalah = lain.kirim(url(p, "kembali"), LAIN | {"nama": "Andi Wijaya"})
    assert kalah.status_code == 422
    assert "Yang Anda isi belum disimpan" in kalah.text
    assert "Andi Wijaya" in kalah.text
    assert terima(meja, p).status_code == 422
    (satu,) = baris(p)
    assert (satu.kembali_nama, satu.cetak_terima) == ("Budi Santoso", 1)
    aksi = db.session.scalars(sa.select(Riwayat.aksi).where(Riwayat.pengajuan_id == p.id)).all()
    assert sorted(aksi) == ["alat_dikembalikan", "alat_diterima"]


def test_dibawa_pulang_sebelum_diuji_lalu_kembali(meja: Any) -> None:
    """It waits again; the first time stays on record."""
    p = f.buat_pengajuan("diproses")
    terima(meja, p)
    assert "belum selesai diuji" in meja.get(url(p, "kembali")).text
    meja.kirim(url(p, "kembali"), LAIN)
    assert p.nomor in meja.get("/admin/serah-terima").text
    assert terima(meja, p, kelengkapan="Tanpa adaptor").status_code == 303
    lama, kini = baris(p)
    assert lama.digantikan_pada is not None
    assert (lama.kembali_nama, kini.kembali_nama, kini.versi) == ("Budi Santoso", None, 2)
    assert "Catatan sebelumnya (1)" in meja.get(f"/pengajuan/{p.id}/serah-terima").text


@pytest.mark.parametrize(
    "ubah",
    [
        {"tanggal_kembali": None},
        {"tanggal_terima": None, "terima_oleh_id": None},
        {"tanggal_kembali": HARI - timedelta(1)},
        {"tanggal_terima": HARI + timedelta(1), "tanggal_kembali": HARI + timedelta(1)},
        {"kembali_hubungan": "tetangga"},
        {"kembali_nik": None},
        {"tanggal_dokumen": HARI},
        {"cetak_terima": -1},
    ],
)
def test_basis_data_menolak(app: Any, ubah: dict[str, Any]) -> None:
    satu = f.buat_serah(f.buat_pengajuan("selesai_batal"), "kembali")
    perintah = sa.update(SerahTerima).where(SerahTerima.id == satu.id)
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(perintah.values(dicatat=HARI, **ubah))
    db.session.rollback()
    with pytest.raises(sa.exc.IntegrityError):
        f.buat_serah(ambil(Pengajuan, satu.pengajuan_id), versi=2)
    db.session.rollback()


def test_dua_petugas_satu_alat(app: Any) -> None:
    """Both press at once: one hands it over, the other is told, and there is one line of it."""
    p = f.buat_pengajuan("selesai_batal")
    f.buat_serah(p, "terima")
    petugas = [f.buat_pengguna("pelayanan") for _ in range(4)]

    def kerja(i: int) -> str:
        siapa = services.Penerima(NIK, f"Penerima {i}", Hubungan.KURIR)
        try:
            with tulis():
                services.kembalikan(p, tanggal=HARI, penerima=siapa, pelaku=petugas[i])
        except AturanDilanggar as e:
            return e.pesan.split(" pada ")[0]
        return "menang"

    assert sorted(serentak(app, 4, kerja)) == ["Alat ini sudah dikembalikan"] * 3 + ["menang"]
    assert len(baris(p)) == 1
    aksi = sa.select(sa.func.count()).select_from(Riwayat).where(Riwayat.pengajuan_id == p.id)
    assert db.session.scalar(aksi) == 1


def test_dua_petugas_menerima_satu_alat(app: Any) -> None:
    p = f.buat_pengajuan("diproses")
    petugas = [f.buat_pengguna("pelayanan") for _ in range(4)]

    def kerja(i: int) -> bool:
        try:
            with tulis():
                services.terima(p, tanggal=HARI, kelengkapan=f"Meja {i}", pelaku=petugas[i])
        except AturanDilanggar:
            return False
        return True

    assert sum(serentak(app, 4, kerja)) == 1
    assert len(baris(p)) == 1


# --- the lists --------------------------------------------------------------------------------


def test_setiap_daftar_dan_hitungannya(app: Any, meja: Any, masuk: Any) -> None:
    """Each application stands in the lists it belongs to; the numbers are those of the lists."""
    hari_ini = f.buat_pengajuan("diproses", tanggal_uji=HARI)
    lewat = f.buat_pengajuan("terjadwal", tanggal_uji=HARI - timedelta(2))
    f.buat_pengajuan("diproses", lokasi="luar_kantor")
    f.buat_pengajuan("diterima")
    f.buat_pengajuan("selesai_sah")  # before the counter was kept here: waits for nothing
    di_kantor, kembali, siap, batal = (
        f.buat_pengajuan(s)
        for s in ("diproses", "menunggu_dokumen", "selesai_sah", "selesai_batal")
    )
    for p in (di_kantor, kembali, siap):
        f.buat_serah(p, "terima")
    f.buat_serah(batal, "kembali")
    harapan = {
        Tahap.MENUNGGU: [lewat, hari_ini],
        Tahap.DI_KANTOR: [di_kantor],
        Tahap.KEMBALI: [kembali, siap],
        Tahap.DOKUMEN: [siap],
        Tahap.SELESAI: [batal],
    }
    for tahap, isi in harapan.items():
        html = meja.get(f"/admin/serah-terima?tahap={tahap}").text
        assert _nomor(html) == [p.nomor for p in isi], tahap
        if tahap != Tahap.SELESAI:
            assert f"({len(isi)})</a>" in html
    kepala = masuk(f.buat_pengguna("kepala")).get("/admin/serah-terima").text
    assert lewat.nomor in kepala
    assert "Terima Alat" not in kepala
    assert _nomor(meja.get("/admin/serah-terima?hari=ini").text) == [hari_ini.nomor]
    assert _nomor(meja.get("/admin/serah-terima?hari=lewat&tahap=ngawur").text) == [lewat.nomor]
    cari = meja.kirim("/admin/cari/serah", {"q": siap.nomor, "tahap": "kembali"}).location
    assert _nomor(meja.get(cari).text) == [siap.nomor]


def _nomor(html: str) -> list[str]:
    return re.findall(r'<a class="nomor"[^>]*>([^<]+)</a>', html)


def test_daftar_berhalaman_menurut_hari(app: Any, meja: Any) -> None:
    """Many on one day: the number decides, and none is left out or shown twice."""
    semua = [f.buat_pengajuan("diproses", tanggal_uji=HARI).nomor for _ in range(21)]
    satu = meja.get("/admin/serah-terima").text
    lanjut = satu.split("setelah=")[1].split('"')[0]
    dua = meja.get(f"/admin/serah-terima?tahap=menunggu&setelah={lanjut}").text
    assert _nomor(satu) + _nomor(dua) == semua
    assert meja.get("/admin/serah-terima?setelah=kemarin~1").status_code == 404


# --- correcting, printing ---------------------------------------------------------------------


def test_koreksi_menyimpan_isi_lama(app: Any, masuk: Any, meja: Any) -> None:
    p = f.buat_pengajuan("selesai_batal", dibuat_pada=clock.now() - timedelta(3))
    f.buat_serah(p, "kembali")
    admin, alamat = masuk(f.buat_pengguna("admin")), url(p, "koreksi")
    assert meja.get(alamat).status_code == 403
    assert "Budi Santoso" in admin.get(alamat).text
    isi = {
        "tanggal_terima": str(HARI - timedelta(2)), "kelengkapan": "", "versi": "1",
        "tanggal_kembali": str(HARI - timedelta(1)), "kembali_nama": "Budi Santosa",
        "kembali_hubungan": "keluarga", "alasan": "Salah ketik nama",
    }  # fmt: skip
    tanpa = admin.kirim(alamat, isi | {"alasan": ""})
    assert tanpa.status_code == 422
    assert admin.kirim(alamat, isi).status_code == 303
    lama, kini = baris(p)
    assert (lama.kembali_nama, lama.digantikan_pada is None) == ("Budi Santoso", False)
    assert (kini.kembali_nama, kini.alasan) == ("Budi Santosa", "Salah ketik nama")
    assert kini.kembali_nik == lama.kembali_nik
    usang = admin.kirim(alamat, isi | {"kembali_nama": "Siapa"})
    assert usang.status_code == 422
    assert "diubah orang lain" in usang.text
    # It was written on the wrong application: nothing happened here.
    kosong = dict.fromkeys(isi, "") | {"alasan": "Salah pengajuan", "versi": "2"}
    assert admin.kirim(alamat, kosong).status_code == 303
    assert baris(p)[-1].tanggal_terima is None
    sebelum = db.session.scalars(sa.select(Riwayat.sebelum).order_by(Riwayat.id)).all()
    assert sebelum[0]["kembali_nama"] == "Budi Santoso"
    catatan = db.session.scalars(
        sa.select(Audit).where(Audit.aksi == "serah_terima_dikoreksi")
    ).all()
    assert lama.kembali_nik not in str([(a.sebelum, a.sesudah) for a in catatan])


@pytest.mark.parametrize(
    ("ubah", "kata"),
    [
        ({"tanggal_terima": ""}, "Isi juga tanggal alat diterima"),
        ({"tanggal_kembali": str(HARI + timedelta(1))}, "paling akhir hari ini"),
        ({"kembali_nama": ""}, "Isi nama penerima"),
        ({}, "Belum ada yang diubah"),
    ],
)
def test_koreksi_keliru(app: Any, masuk: Any, ubah: dict[str, str], kata: str) -> None:
    p = f.buat_pengajuan("selesai_batal")
    f.buat_serah(p, "kembali")
    isi = {
        "tanggal_terima": str(HARI), "tanggal_kembali": str(HARI), "kembali_nama": "Budi Santoso",
        "kembali_hubungan": "karyawan", "alasan": "Keliru", "versi": "1",
    }  # fmt: skip
    jawab = masuk(f.buat_pengguna("admin")).kirim(url(p, "koreksi"), isi | ubah)
    assert jawab.status_code == 422
    assert kata in jawab.text
    assert len(baris(p)) == 1


def test_cetak_ulang_disebut_salinan(app: Any, meja: Any) -> None:
    p = f.buat_pengajuan("selesai_sah")
    satu = f.buat_serah(p, "kembali")
    alamat = url(p, "cetak/kembali")
    assert "Salinan" not in meja.get(alamat).text
    assert meja.kirim(alamat + "/lagi").location == alamat
    meja.kirim(alamat + "/lagi")
    assert "Salinan ke-2" in meja.get(alamat).text
    assert ambil(SerahTerima, satu.id).diubah_pada == satu.diubah_pada
    assert meja.get(url(p, "cetak/dokumen")).status_code == 404
    assert meja.kirim(url(p, "cetak/dokumen/lagi")).status_code == 409


def test_bukti_pengajuan_menyebut_petugas(app: Any, meja: Any) -> None:
    petugas = f.buat_pengguna("pelayanan", nama="Rahma Loket")
    p = f.buat_pengajuan("diterima", dibuat_oleh_id=petugas.id)
    html = meja.get(url(p, "cetak/pengajuan")).text
    assert "Rahma Loket" in html
    assert p.nomor in html
    terkirim = meja.get(f"/pengajuan/{p.id}/terkirim").text
    assert f"/admin/serah-terima/{p.id}/cetak/pengajuan" in terkirim
    assert f"/admin/jadwal/{p.id}" in terkirim
    assert "atas nama" not in meja.get(url(f.buat_pengajuan("diterima"), "cetak/pengajuan")).text


# --- a visitor --------------------------------------------------------------------------------


def test_loket_dari_nik_sampai_langkah_pertama(app: Any, meja: Any) -> None:
    """Search, instrument, first step: the NIK stands in no address."""
    pemilik = f.buat_peserta(nama="Toko Beras Makmur")
    alat = f.buat_uttp(pemilik)
    jawab = meja.kirim("/admin/loket", {"q": pemilik.pic_nik})
    assert pemilik.pic_nik not in jawab.location
    html = meja.get(jawab.location).text
    assert "Toko Beras Makmur" in html
    assert f"/pengajuan/baru/{alat.id}" in html
    assert "Kedaluwarsa" not in html
    f.buat_uttp(pemilik, skhp_berlaku_sampai=clock.today() - timedelta(days=1))
    assert "Kedaluwarsa" in meja.get(f"/admin/loket?peserta={pemilik.id}").text
    langkah = meja.kirim(f"/pengajuan/baru/{alat.id}").location
    assert langkah.startswith("/draf/")
    f.buat_peserta(nama="Toko Beras Jaya")
    dua = meja.get("/admin/loket?q=toko+beras").text
    assert "Peserta yang cocok" in dua
    assert f"peserta={pemilik.id}" in dua
    assert "Tambah Peserta" in meja.get("/admin/loket?q=tidak+ada").text


@sekali
def test_nama_disamarkan() -> None:
    assert samarkan_nama("Budi Santoso") == "Bu•• Sa•••••"
    assert samarkan_nama("Al") == "Al"


def test_keadaan_sama_dengan_daftar(app: Any) -> None:
    """What a page offers is what the lists say."""
    for status in ("terjadwal", "diproses", "menunggu_dokumen", "selesai_sah", "selesai_batal"):
        for apa in ((), ("terima",), ("kembali",)):
            p = f.buat_pengajuan(status)
            s = f.buat_serah(p, *apa) if apa else None
            k = queries.keadaan(p, s)
            assert k.kembali == (apa == ("terima",))
            assert k.terima == (
                not apa or (apa == ("kembali",) and status in ("terjadwal", "diproses"))
            )


def _tersembunyi(html: str, nama: str) -> str:
    return re.search(rf'name="{nama}"[^>]*value="([^"]*)"', html)[1]


def test_koreksi_tidak_menimpa_yang_dicatat_sementara_itu(app: Any, masuk: Any, meja: Any) -> None:
    """The return was written while the page of the correction was open: it is shown, and stays."""
    p = f.buat_pengajuan("selesai_batal", dibuat_pada=clock.now() - timedelta(3))
    f.buat_serah(p, "terima")
    admin, alamat = masuk(f.buat_pengguna("admin")), url(p, "koreksi")
    html = admin.get(alamat).text
    isi = {"versi": "1", "tampak": _tersembunyi(html, "tampak"), "tanggal_terima": str(HARI),
           "kelengkapan": "Tanpa adaptor", "alasan": "Salah tulis"}  # fmt: skip
    assert meja.kirim(url(p, "kembali"), LAIN).status_code == 303
    ditahan = admin.kirim(alamat, isi)
    assert ditahan.status_code == 422
    assert "Budi Santoso" in ditahan.text
    assert baris(p)[-1].tanggal_kembali == HARI
    lagi = isi | {"tampak": _tersembunyi(ditahan.text, "tampak"), "tanggal_kembali": str(HARI),
                  "kembali_nama": "Budi Santoso", "kembali_hubungan": "karyawan"}  # fmt: skip
    assert admin.kirim(alamat, lagi).status_code == 303
    assert (baris(p)[-1].kelengkapan, baris(p)[-1].kembali_nama) == (
        "Tanpa adaptor", "Budi Santoso",
    )  # fmt: skip


def test_koreksi_dokumen_yang_belum_terbit(app: Any, masuk: Any) -> None:
    p = f.buat_pengajuan("diproses", dibuat_pada=clock.now() - timedelta(3))
    f.buat_serah(p)
    isi = {"versi": "1", "tanggal_terima": str(HARI), "tanggal_dokumen": str(HARI),
           "dokumen_nama": "Budi", "dokumen_nik": NIK, "dokumen_hubungan": "karyawan",
           "alasan": "Keliru"}  # fmt: skip
    jawab = masuk(f.buat_pengguna("admin")).kirim(url(p, "koreksi"), isi)
    assert jawab.status_code == 422
    assert "belum tercatat siap" in jawab.text
