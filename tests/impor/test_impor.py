"""Impor dari Excel: template, preview, and recording once what is fine (features C13)."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from app.core import clock
from app.core.audit import Audit
from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.extensions import db
from app.impor import services
from app.impor.models import Impor
from app.impor.states import MAKS_BARIS, PERBAIKAN
from app.pengajuan.services import TANPA_FOTO, ajukan
from app.uttp.models import InformasiUttp, Kepemilikan, Uttp
from tests import factories as f
from tests.conftest import sekali
from tests.impor import bantu
from tests.impor.bantu import JUDUL, baris, sel, xlsx
from tests.pelanggan.bantu import serentak


def unggah(klien: Any, bita: bytes, nama: str = "alat.xlsx", url: str = "/impor") -> Any:
    return klien.kirim(url, {"lembar": (BytesIO(bita), nama)})


def semua() -> list[Uttp]:
    db.session.remove()
    return list(db.session.scalars(sa.select(Uttp).order_by(Uttp.id)))


def jumlah(model: Any) -> int:
    db.session.remove()
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


@pytest.fixture
def saya(app: Any) -> Any:
    return f.buat_peserta()


@pytest.fixture
def klien_saya(masuk: Any, saya: Any) -> Any:
    return masuk(saya.pengguna)


def test_templat_diisi_diperiksa_lalu_disimpan(klien_saya: Any, saya: Any) -> None:
    """The whole way, with the template as it is downloaded."""
    unduhan = klien_saya.get("/impor/templat.xlsx")
    judul, contoh = sel(unduhan.data)
    assert list(judul) == JUDUL
    assert contoh[0] == bantu.TIMBANGAN
    halaman = klien_saya.get("/impor")
    assert "paling besar 2 MB" in halaman.text
    assert "paling banyak 500 alat" in halaman.text

    isi = xlsx(
        contoh,
        baris(1, kapasitas="1.500,5 kg", lokasi=None),
        baris(2, jenis="tbo-03", merk="'=CAS", nomor_seri="0012"),
        baris(3, kapasitas="30 g", merk=""),
        baris(4, nomor_seri="sn 1"),
    )
    jawab = unggah(klien_saya, isi)
    assert jawab.status_code == 303
    assert semua() == []  # nothing before the button
    pratinjau = klien_saya.get(jawab.location)
    assert "Siap disimpan: 2" in pratinjau.text
    assert "Perlu diperbaiki: 2" in pratinjau.text
    assert "Tulis kapasitas dalam kg, bukan g." in pratinjau.text
    assert "Masukkan merk seperti pada pelat nama." in pratinjau.text
    assert "sama dengan baris 3" in pratinjau.text  # as Excel counts them: 1 heading, 2 example
    assert "1.500,5 kg" in pratinjau.text
    assert "Simpan 2 alat" in pratinjau.text

    for _ in range(2):  # a double click saves once
        assert klien_saya.kirim(f"{jawab.location}/simpan").status_code == 303
    satu, dua = semua()
    assert (satu.kapasitas, satu.sidik, satu.foto_id) == (Decimal("1500.5"), "CAS|SN1", None)
    assert (dua.merk, dua.nomor_seri, dua.lokasi) == ("=CAS", "0012", "Kios 12")
    assert {satu.pemilik_id, dua.pemilik_id} == {saya.id}
    periode = db.session.scalars(sa.select(Kepemilikan)).all()
    assert {(k.uttp_id, k.pemilik_id, k.sampai) for k in periode} == {
        (satu.id, saya.id, None), (dua.id, saya.id, None)
    }  # fmt: skip
    aksi = db.session.scalars(sa.select(Audit.aksi).where(Audit.pelaku_id == saya.pengguna_id))
    assert sorted(aksi) == ["uttp_impor", "uttp_tambah", "uttp_tambah"]
    assert "2 alat tersimpan" in klien_saya.get(jawab.location).text
    daftar = klien_saya.get("/uttp").text
    assert daftar.count("Foto belum ada</small>") == 2
    assert "Impor dari Excel" in daftar
    assert "Tambahkan foto" in klien_saya.get(f"/uttp/{satu.id}").text
    assert klien_saya.get(f"/uttp/{satu.id}/foto").status_code == 404
    assert klien_saya.get(f"/uttp/{satu.id}/ubah").status_code == 200


@sekali
def test_yang_salah_diunduh_diperbaiki_dan_diunggah_lagi(klien_saya: Any, app: Any) -> None:
    awal = unggah(klien_saya, xlsx(baris(1, kapasitas="=9"), baris(2), judul=JUDUL)).location
    klien_saya.kirim(f"{awal}/simpan")
    judul, salah = sel(klien_saya.get(f"{awal}/perbaikan.xlsx").data)
    assert judul[-1] == PERBAIKAN
    assert salah[-1] == "Kapasitas: Masukkan kapasitas seperti pada pelat nama."
    benar = [*salah[:4], "9", *salah[5:]]
    lagi = unggah(klien_saya, xlsx(benar, judul=judul)).location
    assert PERBAIKAN not in klien_saya.get(lagi).text  # our own column is no stranger
    klien_saya.kirim(f"{lagi}/simpan")
    assert sorted(u.nomor_seri for u in semua()) == ["SN-1", "SN-2"]


def test_berkas_yang_sama_dua_kali_tidak_mengubah_apa_pun(klien_saya: Any, app: Any) -> None:
    isi = xlsx(baris(1), baris(2))
    pertama = unggah(klien_saya, isi).location
    assert unggah(klien_saya, isi, "salinan.xlsx").location == pertama  # waits once
    assert "alat.xlsx" in klien_saya.get("/impor").text  # and is found again later
    klien_saya.kirim(f"{pertama}/simpan")
    kedua = unggah(klien_saya, isi).location
    halaman = klien_saya.get(kedua).text
    assert "Sudah ada: 2" in halaman
    assert "Simpan 2 alat" not in halaman
    assert klien_saya.kirim(f"{kedua}/simpan").status_code == 409
    assert jumlah(Uttp) == 2


def test_dua_klik_pada_saat_yang_sama_menyimpan_sekali(app: Any, masuk: Any, saya: Any) -> None:
    """Two browsers, both buttons at once; and the file sent twice at once waits once."""
    kirim = [masuk(saya.pengguna) for _ in range(2)]
    isi = xlsx(baris(1), baris(2))
    di = serentak(app, *(lambda k=k: unggah(k, isi).location for k in kirim))
    assert di[0] == di[1]
    jawab = serentak(app, *(lambda k=k: k.kirim(f"{di[0]}/simpan").status_code for k in kirim))
    assert jawab == [303, 303]
    assert (jumlah(Uttp), jumlah(Kepemilikan), jumlah(Impor)) == (2, 2, 1)
    aksi = db.session.scalars(sa.select(Audit.aksi).where(Audit.pelaku_id == saya.pengguna_id))
    assert list(aksi).count("uttp_impor") == 1


@sekali
def test_informasi_tambahan_dengan_judul_kolomnya(klien_saya: Any, app: Any) -> None:
    """Required questions are asked of the rows of that type alone; choices as they are written."""
    id = f.jenis("PUB-01").id
    judul, contoh = sel(klien_saya.get(f"/impor/templat.xlsx?jenis={id}").data)
    assert {"Jumlah nozzle", "Jenis BBM"} <= set(judul)
    assert contoh[0] == f.jenis("PUB-01").nama
    tambah = [*JUDUL, "Jumlah Nozzle (buah)", "jenis bbm", "Jenis tampilan", "Warna"]
    pompa = {"jenis": "PUB-01", "kapasitas": 70}
    isi = xlsx(
        [*baris(1, **pompa), "4 nozzle", "Pertalite"],
        [*baris(2, **pompa), "banyak", ""],
        [*baris(3), "", "", "digital dengan cetak struk", "merah"],
        judul=tambah,
    )
    di = unggah(klien_saya, isi).location
    halaman = klien_saya.get(di).text
    assert "Kolom “Warna” tidak dikenal" in halaman
    assert "Isi Jenis BBM." in halaman
    assert "Tulis angka saja, misalnya 30 atau 0,5." in halaman
    klien_saya.kirim(f"{di}/simpan")
    assert [u.nomor_seri for u in semua()] == ["SN-1", "SN-3"]
    jawab = sorted(db.session.scalars(sa.select(InformasiUttp.nilai)))
    assert jawab == ["4", "Digital dengan cetak struk", "Pertalite"]


@sekali
@pytest.mark.parametrize(
    ("bita", "pesan"),
    [
        (xlsx(*(baris(n) for n in range(MAKS_BARIS + 1))), "lebih dari 500 alat"),
        (xlsx(baris(), judul=["Jenis UTTP", "Merk", "Tipe", "Berat", "x", "y", "z"]),
         "Kolom “No. Seri”, “Kapasitas” tidak ada."),
        (xlsx(baris(), judul=[*JUDUL[:6], "merek"]), "Kolom “merek” ada lebih dari satu."),
        (xlsx(), "Belum ada alat di berkas ini."),
        (b"%PDF-1.7", "Ini bukan berkas Excel atau CSV."),
    ],
    ids=["501", "hilang", "rangkap", "kosong", "pdf"],
)  # fmt: skip
def test_berkas_yang_tidak_dapat_dipakai(klien_saya: Any, bita: bytes, pesan: str) -> None:
    jawab = unggah(klien_saya, bita)
    assert jawab.status_code == 422
    assert pesan in jawab.text
    assert "<title>Kesalahan:" in jawab.text
    assert jumlah(Impor) == 0


@sekali
def test_tanpa_berkas_dan_judul_di_bawah_nama_laporan(klien_saya: Any, app: Any) -> None:
    assert "Pilih berkas .xlsx atau .csv" in klien_saya.kirim("/impor").text
    isi = f"Daftar timbangan 2026\r\n\r\n{bantu.csv(baris(1))}".encode()
    halaman = klien_saya.get(unggah(klien_saya, isi, "a.csv").location).text
    assert "Baris 4" in halaman
    assert "Simpan 1 alat" in halaman


def test_untuk_pelanggan_dan_oleh_petugas(masuk: Any, app: Any) -> None:
    """What a customer uses is the penyedia's; another's import is nobody else's business."""
    penyedia, lain = f.buat_peserta("penyedia"), f.buat_peserta()
    pelanggan = f.buat_pelanggan(penyedia)
    kami, petugas = masuk(penyedia.pengguna), masuk(f.buat_pengguna("pelayanan"))
    url = f"/impor?peserta={pelanggan.id}"
    di = unggah(kami, xlsx(baris(1)), url=url).location
    assert masuk(lain.pengguna).get(di).status_code == 404
    assert masuk(lain.pengguna).kirim(f"{di}/simpan").status_code == 404
    assert masuk(f.buat_pengguna("kepala")).get(di).status_code == 403
    kami.kirim(f"{di}/simpan")
    di = unggah(petugas, xlsx(baris(2)), url=f"/impor?peserta={lain.id}").location
    assert petugas.kirim(f"{di}/simpan").status_code == 303
    assert petugas.get("/impor").status_code == 409
    assert [(u.pemilik_id, u.pemakai_id) for u in semua()] == [
        (penyedia.id, pelanggan.id), (lain.id, None)
    ]  # fmt: skip
    # The same instrument at another owner is worth a second look, and no more is told.
    di = unggah(masuk(lain.pengguna), xlsx(baris(1))).location
    halaman = masuk(lain.pengguna).get(di).text
    assert "Sudah tercatat pada pemilik lain" in halaman
    assert penyedia.nama not in halaman


def test_tanpa_foto_tidak_diajukan(app: Any, saya: Any) -> None:
    uttp = f.buat_uttp(saya, foto_id=None)
    isi: Any = None
    with pytest.raises(AturanDilanggar, match="Foto alat ini belum ada") as e, tulis():
        ajukan(uttp, isi, saya.pengguna)
    assert e.value.pesan == TANPA_FOTO


def test_seminggu_kemudian_dilupakan(app: Any, klien_saya: Any) -> None:
    unggah(klien_saya, xlsx(baris(1)))
    for hari, sisa in ((6, 1), (8, 0)):
        with time_machine.travel(clock.now() + timedelta(days=hari), tick=False), tulis():
            services.lupakan(coba=False)
        assert jumlah(Impor) == sisa


def test_lima_ratus_baris_sedikit_query(klien_saya: Any, hitung_query: Any) -> None:
    """The issue: a preview of 500 rows in at most 10 queries plus batched inserts."""
    isi = xlsx(*([*baris(n), "12,5"] for n in range(MAKS_BARIS)),
               judul=[*JUDUL, "Interval skala verifikasi (e)"])  # fmt: skip
    with hitung_query() as terima:
        di = unggah(klien_saya, isi).location
    with hitung_query() as lihat:
        assert "Simpan 500 alat" in klien_saya.get(di).text
    with hitung_query() as simpan:
        klien_saya.kirim(f"{di}/simpan")
    assert jumlah(Uttp) == jumlah(Kepemilikan) == jumlah(InformasiUttp) == 500
    sisip = [q for q in simpan if q.startswith("INSERT")]
    assert len(lihat) <= 4
    assert len(terima) <= 10
    assert len(simpan) - len(sisip) <= 10
    assert len(sisip) <= 8
