"""What a participant changes by itself: contact data and places; two tabs overwrite nothing."""

import re
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core.audit import SAMARAN, Audit
from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.core.outbox import Pesan
from app.extensions import db
from app.peserta.models import Kelurahan, Peserta, TempatUsaha
from app.uttp import services as uttp_services
from app.uttp.models import Uttp
from app.uttp.states import SebabMilik
from tests import factories as f
from tests.conftest import ambil
from tests.keamanan.formulir import formulir, kiriman


def isi_form(klien: Any, url: str, **ubah: Any) -> dict[str, Any]:
    """What the form of this page would send, with some of it typed over."""
    form = next(x for x in formulir(url, klien.get(url).text) if x.tujuan == url)
    return {k: v for k, v in (kiriman(form) | ubah).items() if v is not None}


def sama(teks: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", teks)))


# --- contact data (features B1) ---------------------------------------------------------------


def kontak(klien: Any, p: Peserta, **ubah: Any) -> dict[str, Any]:
    tersimpan = {k: getattr(p, k) for k in ("alamat", "telp", "email", "pic_jabatan", "pic_telp",
                                            "pic_wa", "pic_email", "kelurahan_id")}  # fmt: skip
    kecamatan = db.session.scalar(
        sa.select(Kelurahan.kecamatan_id).where(Kelurahan.id == p.kelurahan_id)
    )
    teks = klien.get("/peserta/ubah").text
    versi = re.search(r'name="versi"[^>]*value="(\w{32})"', teks)
    assert versi
    return tersimpan | {"kecamatan_id": kecamatan, "versi": versi[1]} | ubah


def test_kontak_berubah_saat_itu_juga_dan_nomor_orang_tidak(app: Flask, masuk: Any) -> None:
    p = f.buat_peserta()
    klien = masuk(p.pengguna)
    assert 'href="/peserta/ubah"' in klien.get("/peserta").text
    isi = kontak(klien, p, alamat="Jalan Baru 7", pic_wa="0811 5551 234", email="baru@contoh.test",
                 npwp="6471014101900009", nama="Nama Lain", pic_nik="6471014101900009",
                 status="nonaktif", kelompok="penyedia")  # fmt: skip
    assert klien.kirim("/peserta/ubah", isi).status_code == 303
    kini = ambil(Peserta, p.id)
    assert (kini.alamat, kini.pic_wa) == ("Jalan Baru 7", "+628115551234")
    for k in ("npwp", "nama", "pic_nik", "status", "kelompok"):
        assert getattr(kini, k) == getattr(p, k)
    catatan = db.session.scalars(sa.select(Audit).filter_by(aksi="peserta_kontak")).one()
    assert catatan.sesudah == {"alamat": "Jalan Baru 7", "pic_wa": SAMARAN, "email": SAMARAN}
    assert db.session.scalar(sa.select(Pesan.judul)) == "Data kontak diubah"
    salah = kontak(klien, p, pic_telp="12", alamat="")
    jawab = klien.kirim("/peserta/ubah", salah)
    assert jawab.status_code == 422
    assert "<title>Kesalahan: Ubah data" in jawab.text
    assert ambil(Peserta, p.id).alamat == "Jalan Baru 7"


def test_dua_tab_tidak_saling_menimpa(app: Flask, masuk: Any) -> None:
    """L7, uA7: the second to save sees both values, and decides."""
    p = f.buat_peserta(alamat="Alamat Awal")
    satu, dua = masuk(p.pengguna), masuk(p.pengguna)
    isi_satu = kontak(satu, p, alamat="Dari Tab Satu")
    isi_dua = kontak(dua, p, alamat="Dari Tab Dua", pic_jabatan="Kepala Toko")
    assert satu.kirim("/peserta/ubah", isi_satu).status_code == 303
    jawab = dua.kirim("/peserta/ubah", isi_dua)
    assert jawab.status_code == 422
    assert ambil(Peserta, p.id).alamat == "Dari Tab Satu"
    kata = sama(jawab.text)
    assert "Alamat Dari Tab Satu Dari Tab Dua" in kata
    assert "Jabatan PIC Pemilik Kepala Toko" in kata
    assert 'value="Dari Tab Dua"' in jawab.text
    # Looked at and sent again, it is stored; the digest on the page is the new one.
    baru = re.search(r'name="versi"[^>]*value="(\w{32})"', jawab.text)
    assert baru
    assert baru[1] != isi_dua["versi"]
    assert dua.kirim("/peserta/ubah", isi_dua | {"versi": baru[1]}).status_code == 303
    kini = ambil(Peserta, p.id)
    assert (kini.alamat, kini.pic_jabatan) == ("Dari Tab Dua", "Kepala Toko")


@pytest.mark.parametrize("terkunci", [False, True])
def test_dua_tab_pada_satu_alat(app: Flask, masuk: Any, terkunci: bool) -> None:
    p = f.buat_peserta()
    alat = f.buat_uttp(p, terkunci_pada=f.clock.now() if terkunci else None)
    klien, url = masuk(p.pengguna), f"/uttp/{alat.id}/ubah"
    tab = [isi_form(klien, url, merk=m, foto=str(alat.foto_id)) for m in ("Satu", "Dua")]
    assert klien.kirim(url, tab[0]).status_code == 303
    jawab = klien.kirim(url, tab[1])
    assert jawab.status_code == 422
    assert "Merk Satu Dua" in sama(jawab.text)
    assert ambil(Uttp, alat.id).merk == "Satu"
    # A program that shows no page is not asked.
    foto = f.buat_berkas()
    with tulis():
        uttp_services.ubah(alat, merk="Tiga", tipe="T", lokasi=None, foto=foto)
    assert ambil(Uttp, alat.id).merk == "Tiga"


# --- places (features B3) ---------------------------------------------------------------------


def tempat(p: Peserta, nama: str = "Kios Klandasan", **kw: Any) -> TempatUsaha:
    isi = {"alamat": "Jalan Pasar 3", "kelurahan_id": p.kelurahan_id} | kw
    return f._simpan(TempatUsaha(peserta_id=p.id, nama=nama, **isi))


def test_tempat_dicatat_dipilih_dan_ditutup(app: Flask, masuk: Any) -> None:
    p = f.buat_peserta()
    alat = f.buat_uttp(p, terkunci_pada=f.clock.now())
    klien = masuk(p.pengguna)
    assert "tempat_id" not in klien.get(f"/uttp/{alat.id}/ubah").text  # nothing to choose from
    kecamatan = kontak(klien, p)["kecamatan_id"]
    isi = {"nama": "Kios Klandasan", "alamat": "Jalan Pasar 3", "kecamatan_id": kecamatan,
           "kelurahan_id": p.kelurahan_id}  # fmt: skip
    assert klien.kirim("/tempat/baru", isi).status_code == 303
    ulang = klien.kirim("/tempat/baru", isi)
    assert ulang.status_code == 422
    assert "sudah punya tempat usaha dengan nama ini" in ulang.text
    satu = db.session.scalars(sa.select(TempatUsaha)).one()

    url = f"/uttp/{alat.id}/ubah"
    kirim = isi_form(klien, url, tempat_id=str(satu.id), foto=str(alat.foto_id))
    assert klien.kirim(url, kirim).status_code == 303
    for halaman in ("/uttp", f"/uttp/{alat.id}"):
        assert "Kios Klandasan, Jalan Pasar 3" in klien.get(halaman).text
    assert "1 alat berdiri di sini" in klien.get("/tempat").text

    hapus = klien.kirim(f"/tempat/{satu.id}/hapus")
    assert hapus.status_code == 409
    assert "tidak dapat dihapus" in hapus.text
    assert klien.kirim(f"/tempat/{satu.id}/tutup").status_code == 303
    assert "Kios Klandasan</option>" not in klien.get("/uttp/baru").text
    assert "Kios Klandasan</option>" in klien.get(url).text  # where it stands it may stay
    klien.kirim(f"/tempat/{satu.id}/tutup")
    klien.kirim(url, isi_form(klien, url, tempat_id="", foto=str(alat.foto_id)))
    assert klien.kirim(f"/tempat/{satu.id}/hapus").status_code == 303
    assert db.session.scalars(sa.select(TempatUsaha)).all() == []
    cari = sa.select(Audit.aksi).where(Audit.objek == "tempat_usaha").order_by(Audit.id)
    aksi = db.session.scalars(cari).all()
    assert aksi == ["tempat_tambah", "tempat_tutup", "tempat_buka", "tempat_hapus"]


def test_tempat_orang_lain(app: Flask, masuk: Any) -> None:
    """Refused by the form, by the service, and by the database; strangers see nothing."""
    p, lain = f.buat_peserta(), f.buat_peserta()
    alat, punya_lain = f.buat_uttp(p), tempat(lain)
    tempat(p)
    klien, url = masuk(p.pengguna), f"/uttp/{alat.id}/ubah"
    kirim = isi_form(klien, url, tempat_id=str(punya_lain.id), foto=str(alat.foto_id))
    assert klien.kirim(url, kirim).status_code == 422
    isi: Any = {"merk": "M", "tipe": "T", "lokasi": None, "foto": f.buat_berkas()}
    with pytest.raises(AturanDilanggar), tulis():
        uttp_services.ubah(alat, tempat_id=punya_lain.id, **isi)
    for milik in (lain.id, p.id):  # not its owner's; the owner's number with another's place
        nilai = {"tempat_id": punya_lain.id, "tempat_peserta_id": milik}
        with pytest.raises(sa.exc.IntegrityError), db.engine.begin() as conn:
            conn.execute(sa.update(Uttp).where(Uttp.id == alat.id).values(**nilai))
    assert klien.get(f"/tempat/{punya_lain.id}/ubah").status_code == 404
    for aksi in ("tutup", "hapus"):
        assert klien.kirim(f"/tempat/{punya_lain.id}/{aksi}").status_code == 404
    assert klien.kirim(f"/tempat/{punya_lain.id}/ubah", {"nama": "X"}).status_code == 404


def test_alat_yang_pindah_meninggalkan_tempat_pemilik_lama(app: Flask) -> None:
    penyedia = f.buat_peserta("penyedia")
    pelanggan = f.buat_pelanggan(penyedia)
    gudang, kios = tempat(penyedia, "Gudang"), tempat(pelanggan, "Kios")
    for di, sisa in ((gudang, None), (kios, kios.id)):
        alat = f.buat_uttp(
            penyedia, pemakai_id=pelanggan.id, tempat_id=di.id, tempat_peserta_id=di.peserta_id
        )
        with tulis():
            kini = db.session.get_one(Uttp, alat.id)
            uttp_services.alihkan(
                kini, pelanggan.id, None, sebab=SebabMilik.PINDAH, pelaku=penyedia.pengguna
            )
        assert ambil(Uttp, alat.id).tempat_id == sisa
