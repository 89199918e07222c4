"""Requests that staff decide: one waits per value, one decision, the old value kept and sealed."""

import logging
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from datetime import timedelta
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.auth.models import Pengguna, Sesi
from app.auth.queries import peserta_masuk
from app.core import clock
from app.core.audit import Audit
from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.core.outbox import Pesan
from app.core.rahasia import sandikan_ulang
from app.extensions import db
from app.peserta.models import AksesData, Peserta
from app.profil import permintaan
from app.profil.models import PermintaanPerubahan as P
from app.uttp.models import Uttp
from tests import factories as f
from tests.conftest import ambil
from tests.peserta.test_rahasia import isi_basis_data

NIK, NPWP = "6471015202850077", "0912345678901234"


def kirim(klien: Any, p: Peserta, isian: str, baru: str, dasar: str = "/peserta/perubahan") -> Any:
    bukti = f.buat_berkas(p.pengguna)
    isi = {"baru": baru, "alasan": "Kartu yang lama keliru ketik.", "bukti": str(bukti.id)}
    return klien.kirim(f"{dasar}/{isian}", isi)


def satu() -> P:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(sa.select(P).order_by(P.id.desc()).limit(1)).one()


def judul(akun: Pengguna) -> list[str]:
    db.session.rollback()
    cari = sa.select(Pesan.judul).where(Pesan.penerima_id == akun.id).order_by(Pesan.id)
    return list(db.session.scalars(cari))


def test_npwp_diminta_disegel_dan_diterima(app: Flask, masuk: Any, caplog: Any) -> None:
    """B1: waiting is shown, a second one refused; accepted, the old value stays, sealed; the number
    is in no page, message, log or plain column."""
    caplog.set_level(logging.DEBUG)
    p, loket, kepala = f.buat_peserta(), f.buat_pengguna("pelayanan"), f.buat_pengguna("kepala")
    lama, klien, meja = p.npwp, masuk(p.pengguna), masuk(loket)
    assert kirim(klien, p, "npwp", "09.123.456.7-890.1234").status_code == 303
    assert kirim(klien, p, "npwp", NPWP).status_code == 422
    m = satu()
    assert (m.baru_sandi, m.lama_sandi, m.baru, m.lama) == (NPWP, lama, None, None)
    teks = klien.get("/peserta/perubahan").text
    assert "Menunggu keputusan" in teks
    assert 'href="/peserta/perubahan/npwp"' not in teks
    assert judul(loket) == ["Permintaan perubahan data"]

    url = f"/admin/permintaan/{m.id}"
    assert p.nama in meja.get("/admin/permintaan").text
    lihat = meja.get(url).text
    assert "NPWP usaha sudah diubah seperti yang Anda minta." in lihat
    buka = meja.kirim(f"{url}/tampilkan", {"alasan_buka": "cocokkan"}).text
    assert "0912 3456 7890 1234" in buka.replace("\u00a0", " ")
    assert db.session.scalar(sa.select(AksesData.peserta_id)) == p.id
    assert meja.kirim(f"{url}/tampilkan").status_code == 422
    baca = masuk(kepala)
    assert f"{url}/terima" not in baca.get(url).text
    assert baca.kirim(f"{url}/terima").status_code == 403

    assert meja.kirim(f"{url}/terima").status_code == 303
    kini = satu()
    assert (kini.status, kini.lama_sandi, kini.diputus_oleh_id) == ("diterima", lama, loket.id)
    assert ambil(Peserta, p.id).npwp == NPWP
    assert judul(p.pengguna) == ["NPWP usaha diubah"]
    assert meja.kirim(f"{url}/terima").status_code == 409
    for halaman in (lihat, teks, baca.get(url).text, klien.get("/peserta/perubahan").text):
        assert NPWP not in re.sub(r"[\s.\-]", "", halaman)
    for nomor in (NPWP, lama):
        assert nomor not in isi_basis_data()
        assert nomor not in caplog.text
    aksi = list(db.session.scalars(sa.select(Audit.aksi).order_by(Audit.id)))
    assert aksi == ["perubahan_minta", "data_buka", "peserta_identitas", "perubahan_terima"]


def test_nik_baru_menjadi_nama_masuk_dan_sesi_berakhir(app: Flask, masuk: Any) -> None:
    p, loket = f.buat_peserta(), f.buat_pengguna("pelayanan")
    klien, meja, lama = masuk(p.pengguna), masuk(loket), p.pic_nik
    assert kirim(klien, p, "pic_nik", NIK).status_code == 303
    assert meja.kirim(f"/admin/permintaan/{satu().id}/terima").status_code == 303
    akun = peserta_masuk(NIK)
    assert akun is not None
    assert akun.id == p.pengguna_id
    assert peserta_masuk(lama) is None
    assert db.session.scalars(sa.select(Sesi).filter_by(pengguna_id=akun.id)).all() == []
    assert klien.get("/peserta").status_code == 303
    # The name of the account follows that of the PIC.
    baru = masuk(ambil(Pengguna, akun.id))
    kirim(baru, p, "pic_nama", "Rahmat Hidayat")
    meja.kirim(f"/admin/permintaan/{satu().id}/terima")
    assert ambil(Pengguna, akun.id).nama == ambil(Peserta, p.id).pic_nama == "Rahmat Hidayat"


@pytest.mark.parametrize(("isian", "kata"), [("npwp", "NPWP"), ("pic_nik", "NIK")])
def test_bentrok_menjadi_kalimat_dan_tidak_ada_yang_berubah(
    app: Flask, masuk: Any, isian: str, kata: str
) -> None:
    p, lain = f.buat_peserta(), f.buat_peserta(nama="Toko Yang Sudah Ada")
    meja = masuk(f.buat_pengguna("admin"))
    # The participant is not told who has it, nor that somebody has.
    assert kirim(masuk(p.pengguna), p, isian, getattr(lain, isian)).status_code == 303
    jawab = meja.kirim(f"/admin/permintaan/{satu().id}/terima")
    assert jawab.status_code == 409
    assert f"{kata} yang diminta sudah dipakai peserta lain" in jawab.text
    assert "Toko Yang Sudah Ada" in jawab.text
    assert satu().status == "menunggu"
    assert getattr(ambil(Peserta, p.id), isian) == getattr(p, isian)


def test_ditolak_dengan_kalimat_yang_dilihat_dulu(app: Flask, masuk: Any) -> None:
    p, meja = f.buat_peserta(), masuk(f.buat_pengguna("pelayanan"))
    klien = masuk(p.pengguna)
    kirim(klien, p, "nama", "Toko Dua Saudara")
    url = f"/admin/permintaan/{satu().id}/tolak"
    assert meja.kirim(url, {"alasan": "Bukti tidak terbaca"}).status_code == 422
    isi = {"alasan": "Bukti tidak terbaca", "penjelasan": "Foto ulang di tempat terang."}
    lihat = meja.kirim(url, isi | {"lihat": "1"})
    assert "Bukti tidak terbaca.<br>" in lihat.text
    assert satu().status == "menunggu"
    assert meja.kirim(url, isi).status_code == 303
    assert ambil(Peserta, p.id).nama == p.nama
    assert judul(p.pengguna) == ["Permintaan Nama usaha ditolak"]
    assert "Foto ulang di tempat terang." in klien.get("/peserta/perubahan").text
    # Asked again, and taken back before anybody decides.
    assert kirim(klien, p, "nama", "Toko Dua Saudara").status_code == 303
    m = satu()
    assert klien.kirim(f"/peserta/perubahan/{m.id}/tarik").status_code == 303
    assert satu().status == "ditarik"
    assert meja.kirim(f"/admin/permintaan/{m.id}/terima").status_code == 409
    assert kirim(klien, p, "nama", p.nama).status_code == 422  # it is so already


def test_orang_lain_tidak_melihat_apa_pun(app: Flask, masuk: Any) -> None:
    p, lain = f.buat_peserta(), f.buat_peserta("penyedia")
    alat = f.buat_uttp(p, terkunci_pada=clock.now())
    kirim(masuk(p.pengguna), p, "nama", "Toko Baru")
    m, asing, penera = satu(), masuk(lain.pengguna), masuk(f.buat_pengguna("penera"))
    assert masuk(p.pengguna).get(f"/permintaan/{m.id}/berkas").status_code == 200
    assert asing.get(f"/permintaan/{m.id}/berkas").status_code == 404
    assert penera.get(f"/permintaan/{m.id}/berkas").status_code == 403
    assert asing.kirim(f"/peserta/perubahan/{m.id}/tarik").status_code == 404
    assert asing.get(f"/uttp/{alat.id}/koreksi").status_code == 404
    assert kirim(asing, lain, "nomor_seri", "X1", f"/uttp/{alat.id}/koreksi").status_code == 404
    assert asing.get(f"/admin/permintaan/{m.id}").status_code == 403
    assert "Toko Baru" not in asing.get("/peserta/perubahan").text


def serentak(app: Flask, *acara: Callable[[], Any]) -> list[Any]:
    """Each in a thread and a context of its own, begun together; what came of them."""
    garis = Barrier(len(acara))

    def jalan(apa: Callable[[], Any]) -> Any:
        with app.app_context():
            garis.wait()
            try:
                with tulis():
                    return apa()
            except AturanDilanggar as e:
                return e.pesan
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(acara)) as kolam:
        return [h.result() for h in [kolam.submit(Context().run, jalan, a) for a in acara]]


def test_dua_petugas_memutuskan_bersamaan(app: Flask, masuk: Any) -> None:
    p, a, b = f.buat_peserta(), f.buat_pengguna("pelayanan"), f.buat_pengguna("admin")
    kirim(masuk(p.pengguna), p, "nama", "Toko Baru")
    m = satu()
    db.session.expunge_all()
    db.session.rollback()
    hasil = serentak(
        app,
        lambda: permintaan.terima(m, a),
        lambda: permintaan.tolak(m, b, "Alasan lain", "Datang ke kantor."),
    )
    assert hasil.count(None) == 1
    assert len([h for h in hasil if h and "sudah di" in h]) == 1
    diterima = satu().status == "diterima"
    assert (ambil(Peserta, p.id).nama == "Toko Baru") is diterima
    assert len(judul(p.pengguna)) == 1


# --- instruments (features C15) ---------------------------------------------------------------


def test_koreksi_data_alat_yang_terkunci(app: Flask, masuk: Any) -> None:
    p, meja = f.buat_peserta(), masuk(f.buat_pengguna("pelayanan"))
    alat = f.buat_uttp(p, terkunci_pada=clock.now())
    klien, dasar = masuk(p.pengguna), f"/uttp/{alat.id}/koreksi"
    assert dasar in klien.get(f"/uttp/{alat.id}").text
    assert klien.get(f"/uttp/{f.buat_uttp(p).id}/koreksi").status_code == 404  # not locked
    baru = {"nomor_seri": "SN-BENAR-1", "kapasitas": "1.500,5", "daya_baca": "0,5",
            "jenis_id": str(f.jenis("PUB-01").id)}  # fmt: skip
    for isian, nilai in baru.items():
        assert kirim(klien, p, isian, nilai, dasar).status_code == 303, isian
        url = f"/admin/permintaan/{satu().id}"
        assert alat.merk in meja.get(url).text
        assert meja.kirim(f"{url}/terima").status_code == 303, isian
    kini = ambil(Uttp, alat.id)
    assert (kini.nomor_seri, kini.kapasitas) == ("SN-BENAR-1", Decimal("1500.5"))
    assert (kini.daya_baca, kini.jenis_id) == (Decimal("0.5"), f.jenis("PUB-01").id)
    assert kini.sidik.endswith("|SNBENAR1")
    lama = dict(db.session.execute(sa.select(P.isian, P.lama)).all())
    assert lama == {"nomor_seri": alat.nomor_seri, "kapasitas": "30", "daya_baca": None,
                    "jenis_id": str(alat.jenis_id)}  # fmt: skip
    teks = klien.get(dasar).text
    assert f.jenis("TBO-03").nama in teks
    assert "1.500,5" in teks
    salah = kirim(klien, p, "kapasitas", "-3", dasar)
    assert salah.status_code == 422


def test_koreksi_yang_bentrok_atau_mengganggu_pengajuan(app: Flask, masuk: Any) -> None:
    p, meja = f.buat_peserta(), masuk(f.buat_pengguna("pelayanan"))
    kembar = f.buat_uttp(p, nomor_seri="SN-A", sidik="TIMBANGJAYA|SNA")
    alat = f.buat_uttp(p, terkunci_pada=clock.now())
    f.buat_pengajuan("diterima", alat)
    klien, dasar = masuk(p.pengguna), f"/uttp/{alat.id}/koreksi"
    coba = ((kembar.nomor_seri, "nomor_seri", "sudah punya alat"),
            (str(f.jenis("PUB-01").id), "jenis_id", "sedang diajukan"))  # fmt: skip
    for nilai, isian, kalimat in coba:
        assert kirim(klien, p, isian, nilai, dasar).status_code == 303
        jawab = meja.kirim(f"/admin/permintaan/{satu().id}/terima")
        assert jawab.status_code == 409
        assert kalimat in jawab.text
    kini = ambil(Uttp, alat.id)
    assert (kini.nomor_seri, kini.jenis_id) == (alat.nomor_seri, alat.jenis_id)


# --- what the database holds to, and how long ---------------------------------------------------


@pytest.mark.parametrize(
    "ubah",
    [
        {"baru": NPWP, "baru_sandi": None},  # a number in the clear
        {"isian": "nama"},
        {"isian": "kapasitas"},
        {"jenis": "alat"},
        {"status": "ditolak"},
        {"berkas_id": None},
        {"status": "ngawur"},
    ],
)
def test_basis_data_menolak(app: Flask, masuk: Any, ubah: dict[str, Any]) -> None:
    p = f.buat_peserta()
    kirim(masuk(p.pengguna), p, "npwp", NPWP)
    with pytest.raises(sa.exc.IntegrityError), db.engine.begin() as conn:
        conn.execute(sa.update(P.__table__).values(**ubah))


def test_ikut_salinan_data_masa_simpan_dan_pergantian_kunci(app: Flask, masuk: Any) -> None:
    p, loket = f.buat_peserta(), f.buat_pengguna("pelayanan")
    klien, lama = masuk(p.pengguna), p.npwp
    kirim(klien, p, "npwp", NPWP)
    masuk(loket).kirim(f"/admin/permintaan/{satu().id}/terima")
    isi = klien.kirim("/data-saya/unduh").get_json()
    assert [(x["isian"], x["lama"], x["baru"]) for x in isi["permintaan_perubahan"]] == [
        ("NPWP usaha", lama, NPWP)
    ]
    kirim(klien, p, "nama", "Toko Baru")
    klien.kirim(f"/peserta/perubahan/{satu().id}/tarik")
    db.session.rollback()
    with tulis() as s:
        s.execute(sa.update(P).values(diputus_pada=clock.now() - timedelta(days=91)))
    db.session.remove()
    app.test_cli_runner().invoke(args=["retensi", "--jalankan"])
    sisa = satu()
    assert (sisa.status, sisa.berkas_id, sisa.lama_sandi) == ("diterima", None, lama)
    assert db.session.scalar(sa.select(sa.func.count(P.id))) == 1
    db.session.remove()
    assert sandikan_ulang(P) == 0  # it is among what a change of key goes through
    assert "NIK dan NPWP permintaan" in dict(app.extensions["kunci_diputar"])
