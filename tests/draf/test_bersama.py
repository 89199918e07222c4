"""Several instruments filed at once (features D2): one form, an application each, one number."""

from typing import Any

import pytest
import sqlalchemy as sa

from app.core.db import tulis
from app.draf.models import BerkasDraf, Draf, DrafAlat
from app.extensions import db
from app.pengajuan.models import BerkasPengajuan, KelompokPengajuan, Pengajuan
from app.uttp.models import JenisUttp
from tests import factories as f
from tests.draf import isi as d
from tests.draf.isi import foto, mulai, mulai_bersama, pdf, simpan


@pytest.fixture
def pemilik(app: Any) -> Any:
    return f.buat_peserta()


@pytest.fixture
def klien(masuk: Any, pemilik: Any) -> Any:
    return masuk(pemilik.pengguna)


def semua(model: type[Any]) -> list[Any]:
    cari = sa.select(model).order_by(model.id).execution_options(populate_existing=True)
    return list(db.session.scalars(cari))


def isi_umum(klien: Any, id: int) -> None:
    jawab = simpan(klien, id, "layanan", layanan="tera_ulang")
    assert jawab.location == f"/draf/{id}/surat"
    jawab = simpan(klien, id, "surat", surat_permohonan=pdf())
    assert jawab.location == f"/draf/{id}/alat"


def isi_alat(klien: Any, id: int, uttp: Any, **lain: Any) -> Any:
    isi = {"versi": "1", **d.SKHP, "foto_kondisi": foto(), "berkas_skhp_lama": pdf("skhp.pdf")}
    return klien.kirim(f"/draf/{id}/alat/{uttp.id}", isi | lain)


def test_tiga_alat_satu_nomor_kelompok(klien: Any, pemilik: Any, masuk: Any) -> None:
    alat = [f.buat_uttp(pemilik) for _ in range(2)] + [f.buat_uttp(pemilik, kode="PUB-01")]
    id = mulai_bersama(klien, alat)
    isi_umum(klien, id)
    html = klien.get(f"/draf/{id}/alat").text
    assert html.count(">Belum<") == 3
    assert "0 dari 3 alat sudah selesai" in html
    # The next one that is not finished comes by itself.
    assert isi_alat(klien, id, alat[0]).location == f"/draf/{id}/alat/{alat[1].id}"
    assert isi_alat(klien, id, alat[1]).location == f"/draf/{id}/alat/{alat[2].id}"
    isi_alat(klien, id, alat[2])
    belum = klien.kirim(f"/draf/{id}/periksa")
    assert belum.status_code == 422  # the pump asks for documents of its own
    assert f"No. Seri {alat[2].nomor_seri}: Pilih berkas" in belum.text
    assert semua(Pengajuan) == []
    dokumen = klien.get(f"/draf/{id}/alat/{alat[2].id}").text
    nama = {x for x in d.re_nama(dokumen) if x.startswith("dokumen_")}
    isi_alat(klien, id, alat[2], versi="2", foto_kondisi=[], **{n: pdf() for n in nama})
    jawab = klien.kirim(f"/draf/{id}/periksa")
    (kelompok,) = semua(KelompokPengajuan)
    assert jawab.location == f"/pengajuan/kelompok/{kelompok.id}?baru=1"
    tiga = semua(Pengajuan)
    assert {p.uttp_id for p in tiga} == {a.id for a in alat}
    assert {p.kelompok_id for p in tiga} == {kelompok.id}
    assert kelompok.nomor.startswith("GR-")
    # Each carries the common letter, and its own photo.
    surat = [b for b in semua(BerkasPengajuan) if b.guna == "surat_permohonan"]
    assert len(surat) == 3
    assert len({b.berkas_id for b in surat}) == 1
    assert len({b.berkas_id for b in semua(BerkasPengajuan) if b.guna == "foto_kondisi"}) == 3
    # The number is on the group's page, on each application, and found by searching.
    halaman = klien.get(jawab.location).text
    assert "Pengajuan terkirim" in halaman
    assert all(p.nomor in halaman for p in tiga)
    assert kelompok.nomor in klien.get(f"/pengajuan/{tiga[0].id}").text
    assert all(p.nomor in klien.get(f"/pengajuan?q={kelompok.nomor}").text for p in tiga)
    assert klien.kirim(f"/draf/{id}/periksa").location == jawab.location
    assert len(semua(Pengajuan)) == 3
    # A stranger sees none of it; a returned one comes back alone.
    asing = masuk(f.buat_peserta().pengguna)
    assert asing.get(f"/pengajuan/kelompok/{kelompok.id}").status_code == 404
    petugas = masuk(f.buat_pengguna("pelayanan"))
    isi = {"bagian": "layanan", "alasan": "Foto buram."}
    petugas.kirim(f"/pengajuan/{tiga[1].id}/kembalikan", isi)
    assert [p.status for p in semua(Pengajuan)] == ["baru", "perlu_perbaikan", "baru"]
    assert kelompok.nomor in petugas.get(f"/pengajuan/kelompok/{kelompok.id}").text


def test_yang_keduluan_tinggal_di_draf_dengan_alasannya(klien: Any, pemilik: Any) -> None:
    alat = [f.buat_uttp(pemilik) for _ in range(3)]
    id = mulai_bersama(klien, alat)
    isi_umum(klien, id)
    for a in alat:
        isi_alat(klien, id, a)
    lain = f.buat_pengajuan("baru", alat[1])
    jawab = klien.kirim(f"/draf/{id}/periksa")
    assert jawab.location == f"/draf/{id}/periksa"
    (kelompok,) = semua(KelompokPengajuan)
    assert sorted(p.uttp_id for p in semua(Pengajuan) if p.kelompok_id) == [alat[0].id, alat[2].id]
    (sisa,) = semua(DrafAlat)
    assert sisa.uttp_id == alat[1].id
    html = klien.get(jawab.location).text
    assert lain.nomor in html
    assert "2 alat sudah dikirim" in html
    # Once the way is free it joins the same group.
    with tulis() as s:
        s.execute(sa.update(Pengajuan).where(Pengajuan.id == lain.id)
                  .values(status="dibatalkan", alasan="Salah."))  # fmt: skip
    assert f"/pengajuan/kelompok/{kelompok.id}" in klien.kirim(f"/draf/{id}/periksa").location
    assert len([p for p in semua(Pengajuan) if p.kelompok_id == kelompok.id]) == 3


def test_yang_tidak_dapat_ikut_disebut_yang_lain_jalan(klien: Any, pemilik: Any) -> None:
    bebas, jalan, draf = (f.buat_uttp(pemilik) for _ in range(3))
    p = f.buat_pengajuan("diproses", jalan)
    mulai(klien, draf)
    asing = f.buat_uttp()
    id = mulai_bersama(klien, [bebas, jalan, draf, asing])
    html = klien.get(f"/draf/{id}/layanan").text
    assert "Tidak ikut dalam pengajuan ini" in html
    assert p.nomor in html
    assert "belum Anda kirim" in html
    assert asing.nomor_seri not in html
    assert [a.uttp_id for a in semua(DrafAlat) if a.draf_id == id] == [bebas.id]
    jawab = klien.kirim("/pengajuan/bersama", {"uttp": [str(jalan.id)]})
    assert jawab.status_code == 409
    assert p.nomor in jawab.text


def test_batas_jumlah(klien: Any, pemilik: Any) -> None:
    alat = [f.buat_uttp(pemilik) for _ in range(51)]
    for kirim, kata in (({}, "paling sedikit satu"), ({"uttp": [str(a.id) for a in alat]}, "50")):
        jawab = klien.kirim("/pengajuan/bersama", kirim)
        assert jawab.status_code == 409
        assert kata in jawab.text
    assert semua(Draf) == []


def test_lima_puluh_alat(klien: Any, pemilik: Any, hitung_query: Any) -> None:
    """Filed in one go, with pages as cheap as those of two."""
    alat = [f.buat_uttp(pemilik) for _ in range(50)]
    id = mulai_bersama(klien, alat)
    assert mulai_bersama(klien, alat) == id  # pressed twice
    isi_umum(klien, id)
    berkas = f.buat_berkas(pemilik.pengguna).id
    with tulis() as s:
        s.execute(sa.update(DrafAlat).values(isi=d.SKHP))
        for alat_id in s.scalars(sa.select(DrafAlat.id)).all():
            for guna in ("foto_kondisi", "berkas_skhp_lama"):
                isi = {"draf_alat_id": alat_id, "berkas_id": berkas, "guna": guna}
                s.add(BerkasDraf(draf_id=id, **isi))
    for url in (f"/draf/{id}/alat", f"/draf/{id}/periksa", f"/draf/{id}/alat/{alat[9].id}"):
        with hitung_query() as daftar:
            assert klien.get(url).status_code == 200
        assert len(daftar) <= 4, (url, daftar)
    jawab = klien.kirim(f"/draf/{id}/periksa")
    assert len(semua(Pengajuan)) == 50
    with hitung_query() as daftar:
        assert klien.get(jawab.location).text.count("/pengajuan/") >= 50
    assert len(daftar) <= 4


def test_layanan_harus_dimiliki_setiap_jenis(klien: Any, pemilik: Any) -> None:
    satu, dua = f.buat_uttp(pemilik), f.buat_uttp(pemilik, kode="PUB-01")
    try:
        _layanan({satu.jenis_id: "tera", dua.jenis_id: "tera_ulang"})
        isi = {"uttp": [str(satu.id), str(dua.id)]}
        assert klien.kirim("/pengajuan/bersama", isi).status_code == 409
        _layanan({satu.jenis_id: "keduanya"})
        id = mulai_bersama(klien, [satu, dua])
        html = klien.get(f"/draf/{id}/layanan").text
        assert 'value="tera_ulang"' in html
        assert 'value="tera"' not in html
    finally:
        _layanan({satu.jenis_id: "keduanya", dua.jenis_id: "keduanya"})


def _layanan(isi: dict[int, str]) -> None:
    with tulis() as s:
        for id, layanan in isi.items():
            s.execute(sa.update(JenisUttp).where(JenisUttp.id == id).values(layanan=layanan))


def test_petugas_satu_peserta_saja(masuk: Any, app: Any) -> None:
    klien = masuk(f.buat_pengguna("pelayanan"))
    satu, dua = f.buat_uttp(), f.buat_uttp()
    isi = {"uttp": [str(satu.id), str(dua.id)]}
    assert "satu peserta" in klien.kirim("/pengajuan/bersama", isi).text
    id = mulai_bersama(klien, [satu])
    isi_umum(klien, id)
    isi_alat(klien, id, satu)
    klien.kirim(f"/draf/{id}/periksa")
    (p,) = semua(Pengajuan)
    assert (p.status, p.peserta_id) == ("diterima", satu.pemilik_id)


def test_memilih_dan_mengeluarkan_alat(klien: Any, pemilik: Any) -> None:
    satu, dua, jalan = (f.buat_uttp(pemilik) for _ in range(3))
    f.buat_pengajuan("baru", jalan)
    pilih = klien.get("/pengajuan/bersama").text
    assert satu.nomor_seri in pilih
    assert jalan.nomor_seri not in pilih
    daftar = klien.get("/uttp").text
    assert daftar.count('form="bersama"') == 2
    id = mulai_bersama(klien, [satu, dua])
    baris = semua(DrafAlat)
    klien.kirim(f"/draf/{id}/alat", {"lepas": str(baris[0].id)})
    assert [a.uttp_id for a in semua(DrafAlat)] == [dua.id]
    jawab = klien.kirim(f"/draf/{id}/alat", {"lepas": str(baris[1].id)})
    assert jawab.status_code == 409
