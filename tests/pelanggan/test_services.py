"""The rules of penyedia and pelanggan, without a page in front of them (product.md 4)."""

from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from app.auth.models import Pengguna
from app.core import clock
from app.core.audit import Audit
from app.core.errors import AturanDilanggar
from app.core.outbox import Pesan
from app.extensions import db
from app.pelanggan import services
from app.pelanggan.models import KerjaSama
from app.pelanggan.states import Temuan
from app.pengajuan import services as pengajuan
from app.pengajuan.models import Pengajuan
from app.peserta import services as peserta
from app.peserta.models import Peserta
from app.uttp import services as uttp_services
from app.uttp.models import Kepemilikan, Uttp
from tests import factories as f
from tests.pelanggan.bantu import (
    alat,
    isi,
    isi_alat,
    isi_pengajuan,
    jadikan_berakun,
    kerja_sama,
    lakukan,
    lihat,
    mundurkan,
    periode,
    pic,
    pihak,
    pinjam,
    serentak,
)


def tolak(kata: str, fn: Any, *args: Any, **kw: Any) -> AturanDilanggar:
    with pytest.raises(AturanDilanggar, match=kata) as e:
        lakukan(fn, *args, **kw)
    return e.value


def pesan(akun: Any) -> list[str]:
    db.session.rollback()
    id = akun if isinstance(akun, int) else akun.id
    return list(db.session.scalars(sa.select(Pesan.judul).where(Pesan.penerima_id == id)))


def tampak(model: Any, akun: Pengguna) -> set[int]:
    db.session.rollback()
    return set(db.session.scalars(sa.select(model.id).where(model.visible_to(akun))))


# --- Cek and TAMBAH PELANGGAN -----------------------------------------------------------------


def test_cek_npwp_menyebut_lima_keadaan_tanpa_membuka_data_orang(app: Flask) -> None:
    """Parity 58, features H1."""
    saya, lain = f.buat_peserta("penyedia"), f.buat_peserta("penyedia")
    dikenal, milik_saya = f.buat_peserta(), f.buat_pelanggan(saya)
    orang = f.buat_pelanggan(lain)
    menunggu = f.buat_registrasi()

    def temuan(p: Peserta) -> tuple[Temuan, int | None]:
        hasil = services.cek(p.npwp, saya)
        return hasil.temuan, hasil.peserta.id if hasil.peserta else None

    assert temuan(saya) == (Temuan.DIRI_SENDIRI, None)
    assert temuan(orang) == (Temuan.DILAYANI, None)
    assert temuan(milik_saya) == (Temuan.PELANGGAN_ANDA, milik_saya.id)
    assert temuan(dikenal) == (Temuan.DIKENAL, dikenal.id)
    # Who merely filled in the public form is nobody yet: no stranger learns of it.
    assert temuan(menunggu) == (Temuan.BARU, None)
    hasil = services.cek(dikenal.npwp, saya)
    assert dikenal.telp[-6:] not in hasil.telp
    assert hasil.telp.endswith(dikenal.telp[-3:])
    assert hasil.email.endswith("@contoh.test")
    assert dikenal.email not in hasil.email


def test_yang_dikenal_hanya_dihubungkan_dan_diberi_tahu(app: Flask) -> None:
    """Parity 59: what was typed for somebody known is not taken."""
    saya, dikenal = f.buat_peserta("penyedia"), f.buat_peserta(nama="Toko Lama")
    p = lakukan(services.tambah, saya, isi(npwp=dikenal.npwp, nama="Nama Lain"), saya.pengguna)
    assert (p.id, lihat(p).nama, lihat(p).penyedia_id) == (dikenal.id, "Toko Lama", saya.id)
    assert lihat(p).status == "aktif"
    assert any(saya.nama in j for j in pesan(dikenal.pengguna_id))
    tolak("sudah ada di Daftar Pelanggan", services.tambah, saya, isi(npwp=p.npwp), saya.pengguna)


def test_pelanggan_baru_tercatat_dan_klik_ganda_tidak_menggandakan(app: Flask) -> None:
    """Parity 60."""
    saya, data, kunci = f.buat_peserta("penyedia"), isi(), str(uuid4())
    pertama = lakukan(services.tambah, saya, data, saya.pengguna, kunci)
    kedua = lakukan(services.tambah, saya, data, saya.pengguna, kunci)
    assert pertama.id == kedua.id
    assert (kedua.kelompok, kedua.status, kedua.pengguna_id) == ("pemakai", "pelanggan", None)
    assert kerja_sama(kedua) == [(saya.id, "tambah", None)]


def test_yang_tidak_boleh_ditambah(app: Flask) -> None:
    saya, lain = f.buat_peserta("penyedia"), f.buat_peserta("penyedia")
    orang, pemilik = f.buat_pelanggan(lain), f.buat_peserta()
    akun, petugas = saya.pengguna, f.buat_pengguna("pelayanan")
    e = tolak("penyedia lain", services.tambah, saya, isi(npwp=orang.npwp), akun)
    assert e.field == "npwp"
    assert orang.nama not in e.pesan
    assert lain.nama not in e.pesan
    tolak("penyedia sendiri", services.tambah, saya, isi(npwp=saya.npwp), akun)
    tolak("pelanggan Anda sendiri", services.tambah, lain, isi(), akun)
    tolak("kelompok Penyedia", services.tambah, pemilik, isi(), petugas)
    lakukan(peserta.ubah_status, lain, petugas, "nonaktifkan")
    tolak("tidak aktif", services.tambah, lain, isi(), petugas)
    # Its customers stay its own until somebody releases them, which staff may.
    assert services.cek(orang.npwp, saya).temuan == Temuan.DILAYANI
    lakukan(services.lepaskan, orang, petugas)
    assert lakukan(services.tambah, saya, isi(npwp=orang.npwp), akun).id == orang.id


def test_dua_penyedia_satu_npwp_tepat_satu_menang(app: Flask) -> None:
    """New to both, and a free customer known to both."""
    a, b = f.buat_peserta("penyedia"), f.buat_peserta("penyedia")
    bebas, baru = f.buat_peserta(), isi()
    akun = {p.id: p.pengguna_id for p in (a, b)}

    def ambil(p: Peserta, data: Any) -> Any:
        def jalan() -> int:
            pelaku = db.session.get(Pengguna, akun[p.id])
            return int(lakukan(services.tambah, p, data, pelaku).id)

        return jalan

    for data in (baru, isi(npwp=bebas.npwp)):
        hasil = serentak(app, ambil(a, data), ambil(b, data))
        kalah = [h for h in hasil if isinstance(h, AturanDilanggar)]
        assert ["penyedia lain" in k.pesan for k in kalah] == [True], hasil
    assert db.session.scalar(sa.select(sa.func.count()).select_from(KerjaSama)) == 2


def test_klik_ganda_serentak_satu_pelanggan(app: Flask) -> None:
    saya, data, kunci = f.buat_peserta("penyedia"), isi(), str(uuid4())
    akun = saya.pengguna_id

    def klik() -> int:
        return int(lakukan(services.tambah, saya, data, db.session.get(Pengguna, akun), kunci).id)

    satu, dua = serentak(app, klik, klik)
    assert satu == dua
    assert db.session.scalar(sa.select(sa.func.count()).select_from(KerjaSama)) == 1


def test_satu_penyedia_seorang_juga_di_basis_data(app: Flask) -> None:
    p = f.buat_pelanggan(f.buat_peserta("penyedia"))
    with pytest.raises(sa.exc.IntegrityError):
        f._simpan(KerjaSama(penyedia_id=f.buat_peserta("penyedia").id, pelanggan_id=p.id))
    db.session.rollback()


# --- changing and deleting --------------------------------------------------------------------


def test_ubah_hanya_pelanggan_yang_bukan_peserta(app: Flask) -> None:
    """Parity 61. NPWP is what it is known by, and stays."""
    saya, petugas = f.buat_peserta("penyedia"), f.buat_pengguna("admin")
    p, peserta_lain = f.buat_pelanggan(saya), f.buat_peserta(penyedia_id=saya.id)
    versi, npwp, akun = p.diubah_pada, p.npwp, saya.pengguna
    lakukan(services.ubah, p, isi(nama="Toko Baru"), akun, versi)
    assert (lihat(p).nama, lihat(p).npwp) == ("Toko Baru", npwp)
    tolak("diubah orang lain", services.ubah, p, isi(nama="Toko Lain"), akun, versi)
    tolak("dibantu oleh Admin", services.ubah, peserta_lain, isi(), akun, None)
    lakukan(services.ubah, peserta_lain, isi(nama="Toko Peserta"), petugas, None)
    assert lihat(peserta_lain).nama == "Toko Peserta"
    asing = f.buat_peserta("penyedia").pengguna
    for fn, lebih in (
        (services.ubah, (isi(), asing, None)),
        (services.hapus, (asing,)),
        (services.lepaskan, (asing,)),
        (services.daftarkan, (pic(), asing)),
    ):
        tolak("bukan pelanggan Anda", fn, p, *lebih)
    assert not [b for b in db.session.scalars(sa.select(Audit)) if npwp in str(b.sesudah)]


def test_hapus_hanya_yang_tidak_pernah_apa_apa(app: Flask) -> None:
    """Parity 62, features H8: the true reason, and what to do instead."""
    saya, lain = f.buat_peserta("penyedia"), f.buat_peserta("penyedia")
    akun = saya.pengguna
    p = f.buat_pelanggan(saya)
    u = pinjam(saya, p)
    tolak("masih punya atau memakai alat", services.hapus, p, akun)
    lakukan(uttp_services.hapus, u)
    lakukan(services.hapus, p, akun)
    assert db.session.get(Peserta, p.id) is None

    tolak("data pelanggan|peserta", services.hapus, f.buat_peserta(penyedia_id=saya.id), akun)
    pernah_punya = f.buat_pelanggan(saya)
    u = pinjam(saya, pernah_punya)
    lakukan(services.pindahkan, u, akun)
    lakukan(services.tarik_kembali, alat(u), f.buat_pengguna("pelayanan"), "Keliru")
    lakukan(uttp_services.hapus, u)
    bekas = f.buat_pelanggan(lain)
    lakukan(services.lepaskan, bekas, lain.pengguna)
    lakukan(services.tambah, saya, isi(npwp=bekas.npwp), akun)
    tolak("riwayat", services.hapus, bekas, akun)
    # The instrument is gone and its periods with it, so nothing holds this one.
    lakukan(services.hapus, pernah_punya, akun)


def test_hapus_ditolak_basis_data_walau_tidak_ditanya(app: Flask, monkeypatch: Any) -> None:
    saya = f.buat_peserta("penyedia")
    p = f.buat_pelanggan(saya)
    pinjam(saya, p)
    monkeypatch.setattr(services, "ada", lambda *_: False)
    tolak("riwayat", services.hapus, p, saya.pengguna)
    assert lihat(p).nama == p.nama


# --- transfer ---------------------------------------------------------------------------------


def test_pindah_pemilik_dengan_riwayat_dan_skhp_tetap(app: Flask) -> None:
    """Parity 63, features H3, NF7 d and e."""
    saya, petugas = f.buat_peserta("penyedia"), f.buat_pengguna("pelayanan")
    p = f.buat_pelanggan(saya)
    besok = f.hari_kerja_berikut(200)
    u = pinjam(saya, p, skhp_nomor="510/1", skhp_berlaku_sampai=besok)
    lain = pinjam(saya, p)
    lakukan(services.pindahkan, u, saya.pengguna)
    assert pihak(u) == (p.id, None)
    assert (alat(u).skhp_nomor, alat(u).skhp_berlaku_sampai) == ("510/1", besok)
    assert periode(u) == [(saya.id, "awal", False), (p.id, "pindah", True)]
    tolak("sudah dipindahkan", services.pindahkan, u, saya.pengguna)  # the page of before
    tolak("tidak dipakai pelanggan", services.pindahkan, alat(u), saya.pengguna)
    # Without an account of its own the new owner is still looked after by its penyedia.
    assert tampak(Uttp, saya.pengguna) == {u.id, lain.id}
    lakukan(pengajuan.ajukan, alat(u), isi_pengajuan(), saya.pengguna, pemohon_id=saya.id)
    lakukan(services.pindahkan, lain, petugas)
    assert pihak(lain) == (p.id, None)
    assert len(pesan(saya.pengguna)) == 3


def test_pindah_hanya_oleh_pemilik_dan_tidak_selama_pengajuan(app: Flask) -> None:
    """NF7 b. An application that is over does not hold it."""
    saya, asing = f.buat_peserta("penyedia"), f.buat_peserta("penyedia")
    p = f.buat_pelanggan(saya)
    u = pinjam(saya, p)
    ajuan = f.buat_pengajuan("diterima", uttp=u)
    tolak("pengajuan yang berjalan", services.pindahkan, u, saya.pengguna)
    tolak("Hanya pemilik", services.pindahkan, u, asing.pengguna)
    lakukan(pengajuan.batalkan, ajuan, saya.pengguna, alasan=None)
    lakukan(services.pindahkan, u, saya.pengguna)
    assert pihak(u) == (p.id, None)


def test_seri_yang_sama_pada_pemilik_baru_ditolak(app: Flask) -> None:
    saya = f.buat_peserta("penyedia")
    p = f.buat_pelanggan(saya)
    u = pinjam(saya, p)
    kembar = f.buat_uttp(p, sidik=u.sidik)
    tolak("sudah punya alat dengan jenis, merk", services.pindahkan, u, saya.pengguna)
    assert pihak(u) == (saya.id, p.id)
    assert len(periode(u)) == 1
    assert periode(kembar) == [(p.id, "awal", True)]


def test_pindah_ke_yang_berakun_mengakhiri_hubungan(app: Flask) -> None:
    """Parity 65: with the last instrument, and not before."""
    saya = f.buat_peserta("penyedia")
    p = f.buat_pelanggan(saya)
    satu, dua = pinjam(saya, p), pinjam(saya, p)
    lama = f.buat_pengajuan("selesai_sah", uttp=satu)
    akun = jadikan_berakun(p)
    lakukan(services.pindahkan, satu, saya.pengguna)
    assert lihat(p).penyedia_id == saya.id
    # The new owner has it; the penyedia sees the other, which is its own, and its application.
    assert tampak(Uttp, akun) == {satu.id, dua.id}
    assert tampak(Uttp, saya.pengguna) == {dua.id}
    assert tampak(Pengajuan, saya.pengguna) == {lama.id}
    assert not tampak(Pengajuan, akun)
    assert tampak(Kepemilikan, saya.pengguna) >= {
        k for k, in db.session.execute(
            sa.select(Kepemilikan.id).where(Kepemilikan.pemilik_id == saya.id))
    }  # fmt: skip
    lakukan(services.pindahkan, dua, saya.pengguna)
    assert lihat(p).penyedia_id is None
    assert kerja_sama(p) == [(saya.id, "tambah", "selesai")]
    assert tampak(Peserta, saya.pengguna) == {saya.id}
    assert "Satu alat menjadi milik Anda" in pesan(akun)


def test_dua_klik_pindah_satu_pemindahan(app: Flask) -> None:
    saya = f.buat_peserta("penyedia")
    u = pinjam(saya, f.buat_pelanggan(saya))
    akun = saya.pengguna_id

    def klik() -> int:
        return int(lakukan(services.pindahkan, u, db.session.get(Pengguna, akun)).id)

    hasil = serentak(app, klik, klik)
    assert [isinstance(h, services.SudahPindah) for h in hasil].count(True) == 1, hasil
    assert len(periode(u)) == 2


def test_pindah_dan_pengajuan_serentak_tidak_bersilangan(app: Flask) -> None:
    """Either the application runs and the instrument stays, or it went and nobody applies."""
    saya = f.buat_peserta("penyedia")
    p = f.buat_pelanggan(saya)
    jadikan_berakun(p)
    u, akun, penyedia_id = pinjam(saya, p), saya.pengguna_id, saya.id

    def pindah() -> str:
        lakukan(services.pindahkan, u, db.session.get(Pengguna, akun))
        return "pindah"

    def ajukan() -> str:
        pelaku = db.session.get(Pengguna, akun)
        lakukan(pengajuan.ajukan, u, isi_pengajuan(), pelaku, pemohon_id=penyedia_id)
        return "ajukan"

    hasil = serentak(app, pindah, ajukan)
    assert len([h for h in hasil if isinstance(h, str)]) == 1, hasil


def test_tarik_kembali_dalam_tujuh_hari_dengan_alasan(app: Flask) -> None:
    """NF7 f, as far as it is decided by staff."""
    saya, petugas = f.buat_peserta("penyedia"), f.buat_pengguna("pelayanan")
    p = f.buat_pelanggan(saya)
    u = pinjam(saya, p)
    akun = jadikan_berakun(p)
    tolak("belum pernah dipindahkan", services.tarik_kembali, u, petugas, "Keliru")
    lakukan(services.pindahkan, u, saya.pengguna)
    assert lihat(p).penyedia_id is None  # its last one: the link ended
    tolak("Hanya kantor", services.tarik_kembali, alat(u), saya.pengguna, "Keliru")
    assert tolak("alasan", services.tarik_kembali, alat(u), petugas, "  ").field == "alasan"
    ajuan = f.buat_pengajuan("baru", uttp=alat(u))
    tolak("pengajuan yang berjalan", services.tarik_kembali, alat(u), petugas, "Keliru")
    lakukan(pengajuan.batalkan, ajuan, akun, alasan=None)
    mundurkan(u, days=7, minutes=1)
    tolak("7 hari", services.tarik_kembali, alat(u), petugas, "Keliru")
    mundurkan(u, days=6, hours=23)
    lakukan(services.tarik_kembali, alat(u), petugas, "Keliru menekan tombol")
    assert pihak(u) == (saya.id, p.id)
    assert periode(u) == [
        (saya.id, "awal", False), (p.id, "pindah", False), (saya.id, "tarik", True),
    ]  # fmt: skip
    assert kerja_sama(p) == [(saya.id, "tambah", "selesai"), (saya.id, "tarik", None)]
    for orang in (akun, saya.pengguna):
        assert "Pemindahan kepemilikan ditarik kembali" in pesan(orang)
    assert tampak(Pengajuan, akun) == {ajuan.id}  # what it filed while it was the owner
    tolak("belum pernah dipindahkan", services.tarik_kembali, alat(u), petugas, "Sekali lagi")


def test_tarik_setelah_pelanggan_ke_penyedia_lain(app: Flask) -> None:
    """The instrument goes back; its user is served by somebody else and is none of this one's."""
    saya, lain = f.buat_peserta("penyedia"), f.buat_peserta("penyedia")
    p, petugas = f.buat_pelanggan(saya), f.buat_pengguna("pelayanan")
    u = pinjam(saya, p)
    jadikan_berakun(p)
    lakukan(services.pindahkan, u, saya.pengguna)
    lakukan(services.tambah, lain, isi(npwp=p.npwp), lain.pengguna)
    lakukan(services.tarik_kembali, alat(u), petugas, "Keliru")
    assert pihak(u) == (saya.id, None)
    assert lihat(p).penyedia_id == lain.id


def test_tarik_ditolak_setelah_pindah_lagi(app: Flask) -> None:
    """The page staff look at is of before the instrument went on to somebody else."""
    saya, tengah = f.buat_peserta("penyedia"), f.buat_peserta("penyedia")
    petugas = f.buat_pengguna("pelayanan")
    lakukan(services.tambah, saya, isi(npwp=tengah.npwp), saya.pengguna)
    u = pinjam(saya, tengah)
    lakukan(services.pindahkan, u, saya.pengguna)
    dilihat, ujung = alat(u), f.buat_pelanggan(tengah)
    db.session.execute(sa.update(Uttp).where(Uttp.id == u.id).values(pemakai_id=ujung.id))
    db.session.commit()
    tolak("belum pernah", services.tarik_kembali, alat(u), petugas, "Keliru")
    lakukan(services.pindahkan, alat(u), tengah.pengguna)
    db.session.expunge_all()
    tolak("sudah dipindahkan", services.tarik_kembali, dilihat, petugas, "Keliru")
    assert pihak(u) == (ujung.id, None)


# --- an owner of its own ----------------------------------------------------------------------


def test_pelanggan_didaftarkan_lalu_diterima(app: Flask) -> None:
    """Parity 64 and 65, features H6."""
    saya, lain = f.buat_peserta("penyedia"), f.buat_peserta("penyedia")
    petugas, p, data = f.buat_pengguna("pelayanan"), f.buat_pelanggan(saya), pic()
    u = pinjam(saya, p)
    tolak("setelah ada alat", services.daftarkan, p, data, saya.pengguna)
    lakukan(services.pindahkan, u, saya.pengguna)
    tolak("belum punya akun", services.lepaskan, p, saya.pengguna)
    lakukan(services.daftarkan, p, data, saya.pengguna)
    p = lihat(p)
    assert (p.status, p.kelompok, p.pic_nik, p.penyedia_id) == (
        "baru", "pemilik", data.pic_nik, saya.id,
    )  # fmt: skip
    tolak("sudah didaftarkan", services.daftarkan, p, data, saya.pengguna)
    tolak("menunggu persetujuan", services.lepaskan, p, saya.pengguna)
    tolak("dibantu oleh Admin", services.ubah, p, isi(), saya.pengguna, None)
    # Its NPWP stays taken, also in the schema; its penyedia still looks after what it owns.
    assert services.cek(p.npwp, lain).temuan == Temuan.DILAYANI
    with pytest.raises(sa.exc.IntegrityError):
        f.buat_peserta(npwp=p.npwp)
    db.session.rollback()
    assert tampak(Uttp, saya.pengguna) == {u.id}
    ajuan = lakukan(pengajuan.ajukan, alat(u), isi_pengajuan(), saya.pengguna, pemohon_id=saya.id)
    akses = lakukan(peserta.terima, p, petugas, "tautan")
    akun = db.session.get_one(Pengguna, akses.peserta.pengguna_id)
    assert (lihat(p).status, lihat(p).penyedia_id) == ("aktif", None)
    assert kerja_sama(p) == [(saya.id, "tambah", "selesai")]
    assert any("tidak lagi pelanggan" in j for j in pesan(saya.pengguna))
    assert tampak(Uttp, akun) == {u.id}
    assert not tampak(Uttp, saya.pengguna)
    assert tampak(Pengajuan, saya.pengguna) == {ajuan.id}  # the former owner's, to the end


def test_diterima_selagi_masih_memakai_alat_penyedia(app: Flask) -> None:
    """The link stays for what is left; each sees its own."""
    saya, petugas = f.buat_peserta("penyedia"), f.buat_pengguna("pelayanan")
    p = f.buat_pelanggan(saya)
    milik, pinjaman = pinjam(saya, p), pinjam(saya, p)
    lakukan(services.pindahkan, milik, saya.pengguna)
    lakukan(services.daftarkan, p, pic(), saya.pengguna)
    akses = lakukan(peserta.terima, lihat(p), petugas, "sandi_sementara")
    akun = db.session.get_one(Pengguna, akses.peserta.pengguna_id)
    assert lihat(p).penyedia_id == saya.id
    assert tampak(Uttp, akun) == {milik.id, pinjaman.id}
    assert tampak(Uttp, saya.pengguna) == {pinjaman.id}
    tolak("masih memakai 1 alat", services.lepaskan, p, saya.pengguna)
    lakukan(uttp_services.hapus, pinjaman)
    lakukan(services.lepaskan, p, saya.pengguna)
    assert kerja_sama(p) == [(saya.id, "tambah", "lepas")]
    assert "Anda bukan pelanggan penyedia alat lagi" in pesan(akun)
    tolak("bukan pelanggan Anda", services.lepaskan, p, saya.pengguna)
    tolak("sudah dilepaskan", services.lepaskan, p, petugas)


def test_ditolak_kembali_menjadi_pelanggan(app: Flask) -> None:
    """The penyedia reads why and goes on looking after the instruments; the PIC typed is kept."""
    saya, petugas = f.buat_peserta("penyedia"), f.buat_pengguna("pelayanan")
    p, data = f.buat_pelanggan(saya), pic()
    u = pinjam(saya, p)
    lakukan(services.pindahkan, u, saya.pengguna)
    lakukan(services.daftarkan, p, data, saya.pengguna)
    lakukan(peserta.tolak, lihat(p), petugas, "Data usaha atau PIC tidak sesuai", "NIK keliru.")
    p = lihat(p)
    assert (p.status, p.kelompok, p.penyedia_id) == ("pelanggan", "pemakai", saya.id)
    assert p.pic_nik == data.pic_nik
    assert "NIK keliru" in (p.alasan_tolak or "")
    assert f"Pendaftaran {p.nama} ditolak" in pesan(saya.pengguna)
    assert tampak(Uttp, saya.pengguna) == {u.id}
    # A PIC that was typed claims nothing: the person may have an account elsewhere.
    f.buat_peserta(pic_nik=data.pic_nik)
    lakukan(services.daftarkan, lihat(p), pic(), saya.pengguna)
    lakukan(peserta.terima, lihat(p), petugas, "tautan")
    assert lihat(p).status == "aktif"


def test_yang_datang_sendiri_dipertemukan_dengan_catatan_pelanggan(app: Flask) -> None:
    """A customer that fills in the public form by itself: staff are told what to do."""
    saya, petugas = f.buat_peserta("penyedia"), f.buat_pengguna("pelayanan")
    p = f.buat_pelanggan(saya)
    sendiri = f.buat_registrasi(npwp=p.npwp)
    e = tolak("tekan Daftarkan", peserta.terima, sendiri, petugas, "tautan")
    assert p.nama in e.pesan
    lakukan(services.daftarkan, p, pic(pic_nik=sendiri.pic_nik), petugas)
    lakukan(peserta.tolak, sendiri, petugas, "Usaha atau PIC sudah terdaftar", "")
    lakukan(peserta.terima, lihat(p), petugas, "tautan")
    assert lihat(p).pengguna_id
    assert lihat(sendiri).status == "ditolak"


def test_pelanggan_bebas_didaftarkan_petugas_npwpnya_tetap_terjaga(app: Flask) -> None:
    """Released, then at the counter: between filing and approval nobody becomes its twin."""
    saya, petugas = f.buat_peserta("penyedia"), f.buat_pengguna("pelayanan")
    p = f.buat_pelanggan(saya)
    lakukan(services.lepaskan, p, saya.pengguna)
    lakukan(services.daftarkan, p, pic(), petugas)
    assert services.cek(p.npwp, saya).temuan == Temuan.DIKENAL
    with pytest.raises(sa.exc.IntegrityError):
        f.buat_peserta(npwp=p.npwp)
    db.session.rollback()
    lakukan(peserta.tolak, lihat(p), petugas, "Alasan lain", "")
    assert (lihat(p).status, lihat(p).penyedia_id) == ("pelanggan", None)


# --- instruments of customers -----------------------------------------------------------------


def test_alat_yang_dicatat_untuk_pelanggan_milik_penyedia(app: Flask) -> None:
    """Parity 54. Staff for a customer of anybody, the penyedia for its own."""
    saya, lain = f.buat_peserta("penyedia"), f.buat_peserta("penyedia")
    p, petugas = f.buat_pelanggan(saya), f.buat_pengguna("pelayanan")
    foto = f.buat_berkas()

    def catat(untuk: Peserta, pelaku: Any) -> Uttp:
        return lakukan(uttp_services.tambah, untuk, pelaku=pelaku, foto=foto, **isi_alat()).uttp

    for pelaku in (saya.pengguna, petugas):
        u = catat(p, pelaku)
        assert pihak(u) == (saya.id, p.id)
        assert periode(u) == [(saya.id, "awal", True)]
    with pytest.raises(AturanDilanggar, match="bukan pelanggan Anda lagi"):
        catat(p, lain.pengguna)
    jadikan_berakun(p)
    assert pihak(catat(p, saya.pengguna)) == (saya.id, p.id)
    assert pihak(catat(p, petugas)) == (p.id, None)  # at the counter it is its own


def test_alat_baru_dan_pelepasan_serentak(app: Flask) -> None:
    """Nobody is released with an instrument that was just recorded."""
    saya = f.buat_peserta("penyedia")
    p, foto, data, akun = f.buat_pelanggan(saya), f.buat_berkas(), isi_alat(), saya.pengguna_id

    def lepas() -> str:
        lakukan(services.lepaskan, p, db.session.get(Pengguna, akun))
        return "lepas"

    def catat() -> str:
        pelaku = db.session.get(Pengguna, akun)
        lakukan(uttp_services.tambah, p, pelaku=pelaku, foto=foto, **data)
        return "catat"

    hasil = serentak(app, lepas, catat)
    assert len([h for h in hasil if isinstance(h, str)]) == 1, hasil
    memakai = db.session.scalar(sa.select(Uttp.id).where(Uttp.pemakai_id == p.id))
    assert (lihat(p).penyedia_id is None) == (memakai is None)


def test_periode_bersambung_walau_jam_mundur(app: Flask, monkeypatch: Any) -> None:
    """A clock that was set back makes no period end before it began."""
    saya = f.buat_peserta("penyedia")
    u = pinjam(saya, f.buat_pelanggan(saya))
    awal = clock.now()
    monkeypatch.setattr(clock, "now", lambda: awal.replace(year=2020))
    lakukan(services.pindahkan, u, saya.pengguna)
    assert [m for _, _, m in periode(u)] == [False, True]


@pytest.mark.parametrize(
    "ubah",
    [
        {"sejak": clock.now()},  # a second one that runs
        {"sejak": clock.now(), "sampai": clock.now().replace(year=2020)},
        {"sejak": clock.now(), "sampai": clock.now().replace(year=2099), "sebab": "hadiah"},
        {"sejak": clock.now(), "sampai": clock.now().replace(year=2099), "sebab": "tarik"},
    ],
)
def test_basis_data_menolak_periode_yang_keliru(app: Flask, ubah: Any) -> None:
    u = f.buat_uttp()
    with pytest.raises(sa.exc.IntegrityError):
        f._simpan(Kepemilikan(uttp_id=u.id, pemilik_id=u.pemilik_id, **ubah))
    db.session.rollback()
