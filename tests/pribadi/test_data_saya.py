"""Data saya: seen, taken along, asked about; and nobody else's."""

import json
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core import clock
from app.core.audit import Audit
from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.core.outbox import Pesan
from app.extensions import db
from app.peserta.models import AksesData, Peserta
from app.pribadi import services
from app.pribadi.models import PermintaanData
from app.pribadi.states import sisa
from tests import factories as f
from tests.conftest import ambil

NIK, NPWP = "6471015202850077", "0912345678901234"


def aksi() -> list[str]:
    return list(db.session.scalars(sa.select(Audit.aksi).order_by(Audit.id)))


def permintaan() -> PermintaanData:
    db.session.expire_all()
    return db.session.scalars(sa.select(PermintaanData)).one()


# --- numbers in full --------------------------------------------------------------------------


def test_tampilkan_dicatat_dan_terbaca_peserta(app: Flask, masuk: Any) -> None:
    p = f.buat_peserta(pic_nik=NIK, npwp=NPWP)
    petugas = f.buat_pengguna("pelayanan", nama="Ibu Ratna")
    klien, url = masuk(petugas), f"/admin/peserta/{p.id}"
    assert "Tampilkan NIK/NPWP" in klien.get(url).text
    jawab = klien.kirim(f"{url}/tampilkan", {"alasan_buka": "cocokkan"})
    assert jawab.status_code == 200
    assert "no-store" in jawab.headers["Cache-Control"]
    assert "6471 0152 0285 0077" in jawab.text
    assert "0912 3456 7890 1234" in jawab.text
    assert "6471 0152" not in klien.get(url).text
    catatan = db.session.scalars(sa.select(AksesData)).one()
    assert (catatan.peserta_id, catatan.pelaku_id) == (p.id, petugas.id)
    assert (catatan.peran, catatan.alasan) == ("pelayanan", "cocokkan")
    assert aksi() == ["data_buka"]
    semua = str(db.session.execute(sa.select(Audit.sesudah, Audit.sebelum)).all())
    assert NIK not in semua
    saya = masuk(p.pengguna)
    html = saya.get("/data-saya/akses").text
    assert "Admin Pelayanan" in html
    assert "Mencocokkan dengan KTP" in html
    assert "Ibu Ratna" not in html
    assert "dilihat petugas 1 kali" in saya.get("/data-saya").text


@pytest.mark.parametrize("alasan", ["", "iseng"])
def test_tanpa_alasan_tidak_tampil(app: Flask, masuk: Any, alasan: str) -> None:
    p = f.buat_peserta(pic_nik=NIK)
    klien = masuk(f.buat_pengguna("admin"))
    jawab = klien.kirim(f"/admin/peserta/{p.id}/tampilkan", {"alasan_buka": alasan})
    assert jawab.status_code == 422
    assert "<title>Kesalahan: " in jawab.text
    assert "6471 0152" not in jawab.text
    assert db.session.scalars(sa.select(AksesData)).all() == []


def test_tampilkan_menurut_peran(app: Flask, masuk: Any) -> None:
    p = f.buat_peserta()
    url = f"/admin/peserta/{p.id}"
    kepala = masuk(f.buat_pengguna("kepala"))
    assert "Tampilkan NIK/NPWP" not in kepala.get(url).text
    for klien in (kepala, masuk(f.buat_pengguna("penera")), masuk(p.pengguna)):
        assert klien.kirim(f"{url}/tampilkan", {"alasan_buka": "dokumen"}).status_code == 403
    admin = masuk(f.buat_pengguna("admin"))
    tiada = admin.kirim("/admin/peserta/987654/tampilkan", {"alasan_buka": "dokumen"})
    assert tiada.status_code == 404
    assert db.session.scalars(sa.select(AksesData)).all() == []


# --- seen and taken along ---------------------------------------------------------------------


def test_halaman_data_saya(app: Flask, masuk: Any) -> None:
    p = f.buat_peserta(pic_nik=NIK, npwp=NPWP)
    f.buat_pengajuan("selesai_sah", f.buat_uttp(p))
    klien = masuk(p.pengguna)
    html = klien.get("/data-saya").text
    for kata in (p.nomor, p.nama, p.alamat, "1 unit", "Unduh data (JSON)", "Minta perbaikan",
                 "Minta penghapusan", "Siapa melihat data saya", "UU 27/2022", "arsip",
                 "6471 •••• •••• 0077"):  # fmt: skip
        assert kata in html
    assert 'href="/data-saya"' in klien.get("/peserta").text
    assert NIK not in html.replace(" ", "")


def test_unduhan_lengkap_dan_hanya_miliknya(app: Flask, masuk: Any) -> None:
    p = f.buat_peserta("penyedia", pic_nik=NIK, npwp=NPWP, nama="Toko Milik Saya")
    orang = f.buat_peserta(nama="Orang Lain", pic_nama="Rahasia Orang", pic_telp="+62811999888")
    pelanggan = f.buat_pelanggan(p, nama="Warung Pelanggan", alamat="Gang Tersembunyi 9")
    penera = f.buat_pengguna("penera", nama="Penera Bernama")
    milik = f.buat_uttp(p, nomor_seri="SERI-SAYA", pemakai_id=pelanggan.id)
    pinjam = f.buat_uttp(orang, nomor_seri="SERI-PINJAM", pemakai_id=p.id)
    asing = f.buat_uttp(orang, nomor_seri="SERI-ASING")
    selesai = f.buat_pengajuan("selesai_sah", milik, penera_id=penera.id)
    lain = f.buat_pengajuan("baru", asing)
    with tulis() as s:
        s.add(Pesan(penerima_id=p.pengguna_id, judul="Untuk saya", isi="Isi pesan saya"))
        s.add(Pesan(penerima_id=orang.pengguna_id, judul="Untuk orang", isi="Isi orang lain"))
        for siapa in (p, orang):
            s.add(
                AksesData(
                    peserta_id=siapa.id, pelaku_id=penera.id, peran="admin", apa="NIK",
                    alasan="dokumen",
                )
            )  # fmt: skip
    jawab = masuk(p.pengguna).kirim("/data-saya/unduh")
    assert jawab.mimetype == "application/json"
    assert "attachment" in jawab.headers["Content-Disposition"]
    assert jawab.headers["Cache-Control"] == "no-store"
    isi = json.loads(jawab.data)
    assert (isi["peserta"]["pic_nik"], isi["peserta"]["npwp"]) == (NIK, NPWP)
    assert isi["akun"]["nama_masuk"] == NIK
    assert isi["akun"]["sesi"]
    assert {(a["nomor_seri"], a["sebagai"]) for a in isi["alat"]} == {
        ("SERI-SAYA", "pemilik"),
        ("SERI-PINJAM", "pemakai"),
    }
    satu = isi["pengajuan"][0]
    assert [x["nomor"] for x in isi["pengajuan"]] == [selesai.nomor]
    assert len(satu["berkas"]) == 2
    assert satu["skhp"][0]["nomor"]
    assert [m["judul"] for m in isi["pesan"]] == ["Untuk saya"]
    assert isi["siapa_melihat_data_saya"][0]["peran"] == "Admin Aplikasi"
    assert len(isi["siapa_melihat_data_saya"]) == 1
    for bukan in ("Orang Lain", "Rahasia Orang", "+62811999888", str(orang.pic_nik),
                  str(orang.npwp), "Warung Pelanggan", "Gang Tersembunyi", pelanggan.npwp,
                  "Penera Bernama", "SERI-ASING", lain.nomor, "Isi orang lain"):  # fmt: skip
        assert bukan not in jawab.text, bukan
    for rahasia in (p.pic_nik_indeks, "argon2", "sidik"):
        assert rahasia not in jawab.text
    assert pinjam.id
    assert aksi() == ["data_unduh"]


def test_riwayat_dalam_unduhan_menyebut_peran(app: Flask, masuk: Any) -> None:
    p = f.buat_peserta()
    pengajuan = f.buat_pengajuan("baru", f.buat_uttp(p))
    petugas = masuk(f.buat_pengguna("pelayanan", nama="Ibu Ratna"))
    assert petugas.kirim(f"/pengajuan/{pengajuan.id}/terima").status_code == 303
    jawab = masuk(p.pengguna).kirim("/data-saya/unduh")
    riwayat = json.loads(jawab.data)["pengajuan"][0]["riwayat"]
    assert riwayat[-1]["oleh"] == "Admin Pelayanan"
    assert "Ibu Ratna" not in jawab.text


@pytest.mark.parametrize("peran", ["admin", "pelayanan", "penera", "kepala"])
def test_data_saya_bukan_untuk_petugas(app: Flask, masuk: Any, peran: str) -> None:
    klien = masuk(f.buat_pengguna(peran))
    for url in ("/data-saya", "/data-saya/akses", "/data-saya/perbaikan"):
        assert klien.get(url).status_code == 403
    assert klien.kirim("/data-saya/unduh").status_code == 403


def test_tamu_dan_akun_tanpa_peserta(app: Flask, klien: Any, masuk: Any) -> None:
    assert klien.get("/data-saya").location.startswith("/masuk")
    kosong = masuk(f.buat_pengguna("peserta"))
    for url in ("/data-saya", "/data-saya/akses", "/data-saya/perbaikan"):
        assert kosong.get(url).status_code == 404
    assert kosong.kirim("/data-saya/unduh").status_code == 404


# --- requests ---------------------------------------------------------------------------------


def test_minta_lalu_dijawab(app: Flask, masuk: Any) -> None:
    p = f.buat_peserta()
    petugas = f.buat_pengguna("pelayanan")
    f.buat_pengguna("penera")
    saya, loket = masuk(p.pengguna), masuk(petugas)
    sebelum = clock.now()
    jawab = saya.kirim("/data-saya/perbaikan", {"permintaan": "Alamat saya pindah ke Jalan Baru."})
    assert jawab.status_code == 303
    r = permintaan()
    assert (r.peserta_id, r.jenis, r.status) == (p.id, "perbaikan", "baru")
    assert timedelta(0) <= r.batas - sebelum - timedelta(hours=72) < timedelta(minutes=1)
    kabar = db.session.execute(sa.select(Pesan.penerima_id, Pesan.tautan)).all()
    assert [tuple(k) for k in kabar] == [(petugas.id, f"/admin/permintaan-data/{r.id}")]
    assert "Sisa 2 hari 23 jam" in loket.get("/admin/permintaan-data").text
    url = f"/admin/permintaan-data/{r.id}"
    assert "Jalan Baru" in loket.get(url).text
    assert loket.kirim(f"{url}/proses").status_code == 303
    assert permintaan().status == "diproses"
    kurang = loket.kirim(f"{url}/jawab", {"putusan": "selesai", "jawaban": " "})
    assert kurang.status_code == 422
    assert "Tulis apa yang sudah dilakukan" in kurang.text
    tulisan = {"putusan": "selesai", "jawaban": "Alamat sudah diganti."}
    assert loket.kirim(f"{url}/jawab", tulisan).status_code == 303
    r = permintaan()
    assert (r.status, r.jawaban, r.diputus_oleh_id) == (
        "selesai",
        "Alamat sudah diganti.",
        petugas.id,
    )
    assert "Alamat sudah diganti." in saya.get("/data-saya").text
    untuk_saya = sa.select(Pesan.isi).where(Pesan.penerima_id == p.pengguna_id)
    assert db.session.scalars(untuk_saya).all() == ["Alamat sudah diganti."]
    assert "Tidak ada permintaan" in loket.get("/admin/permintaan-data").text
    assert p.nama in loket.get("/admin/permintaan-data?status=selesai").text
    assert aksi() == ["permintaan_data_kirim", "permintaan_data_proses", "permintaan_data_jawab"]
    ulang = loket.kirim(f"{url}/jawab", tulisan)
    assert "sudah dijawab" in ulang.text


def test_satu_permintaan_sejenis_pada_satu_waktu(app: Flask, masuk: Any) -> None:
    p = f.buat_peserta()
    klien = masuk(p.pengguna)
    assert klien.kirim("/data-saya/perbaikan", {"permintaan": "Satu"}).status_code == 303
    dua = klien.kirim("/data-saya/perbaikan", {"permintaan": "Dua"})
    assert dua.status_code == 422
    assert "sebelumnya masih dikerjakan" in dua.text
    assert "Dua" in dua.text
    hapus = {"permintaan": "Semua pesan"}
    assert klien.kirim("/data-saya/penghapusan", hapus).status_code == 422
    assert klien.kirim("/data-saya/penghapusan", hapus | {"mengerti": "y"}).status_code == 303
    assert "UU 2/1981" in klien.get("/data-saya/penghapusan").text


def test_permintaan_menurut_peran_dan_pemilik(app: Flask, masuk: Any) -> None:
    p, orang = f.buat_peserta(), f.buat_peserta()
    masuk(p.pengguna).kirim("/data-saya/perbaikan", {"permintaan": "Milik saya sendiri"})
    url = f"/admin/permintaan-data/{permintaan().id}"
    assert "Milik saya sendiri" not in masuk(orang.pengguna).get("/data-saya").text
    kepala = masuk(f.buat_pengguna("kepala"))
    assert "Milik saya sendiri" in kepala.get(url).text
    assert "Kirim jawaban" not in kepala.get(url).text
    isi = {"putusan": "selesai", "jawaban": "x"}
    for klien in (kepala, masuk(f.buat_pengguna("penera")), masuk(p.pengguna)):
        assert klien.kirim(f"{url}/jawab", isi).status_code == 403
        assert klien.kirim(f"{url}/proses").status_code == 403
    admin = masuk(f.buat_pengguna("admin"))
    assert admin.kirim("/admin/permintaan-data/987654/jawab", isi).status_code == 404
    assert permintaan().status == "baru"
    with pytest.raises(AturanDilanggar, match="pemilik datanya"), tulis():
        services.minta(ambil(Peserta, p.id), orang.pengguna, "perbaikan", "Punya orang")


def test_yang_lewat_batas_ditandai_dan_paling_atas(app: Flask, masuk: Any) -> None:
    kini, semua = clock.now(), []
    for jam in (5, -5):
        p = f.buat_peserta(nama=f"Usaha {jam}")
        isi = {"jenis": "perbaikan", "isi": "x", "dibuat_oleh_id": p.pengguna_id}
        batas = kini + timedelta(hours=jam, minutes=10)
        semua.append(f._simpan(PermintaanData(peserta_id=p.id, batas=batas, **isi)))
    klien = masuk(f.buat_pengguna("admin"))
    html = klien.get("/admin/permintaan-data").text
    assert html.index("Usaha -5") < html.index("Usaha 5")
    assert html.count('data-status="lewat"') == 1
    assert "Lewat 4 jam" in html
    url = f"/admin/permintaan-data/{semua[1].id}/jawab"
    assert klien.kirim(url, {"putusan": "ditolak", "jawaban": "Arsip."}).status_code == 303
    assert "Lewat batas" in klien.get("/admin/permintaan-data?status=selesai").text


def test_sisa_waktu() -> None:
    kini = clock.now()
    for jam, kata in ((71.5, "Sisa 2 hari 23 jam"), (24, "Sisa 1 hari"), (0.5, "Sisa kurang dari"),
                      (0, "Sisa kurang dari 1 jam"), (-0.5, "Lewat kurang dari 1 jam"),
                      (-30, "Lewat 1 hari 6 jam")):  # fmt: skip
        assert sisa(kini + timedelta(hours=jam), kini).startswith(kata)


def test_jawaban_harus_ada_juga_menurut_basis_data(app: Flask) -> None:
    p = f.buat_peserta()
    isi = {"jenis": "perbaikan", "isi": "x", "dibuat_oleh_id": p.pengguna_id, "batas": clock.now()}
    with pytest.raises(sa.exc.IntegrityError):
        f._simpan(PermintaanData(peserta_id=p.id, status="selesai", **isi))
    db.session.rollback()
