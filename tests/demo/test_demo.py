"""The invented data: enough of it, everything in it possible, and nothing of it twice."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import joinedload, selectinload

from app.auth import sandi
from app.auth.models import Pengguna, Sesi, indeks_nik
from app.auth.queries import pengguna_bernama
from app.core import clock, kenali
from app.core.outbox import Pesan
from app.core.uploads import Berkas, penyimpanan
from app.demo.nama import ASING, DITOLAK, PEMILIK, PENYEDIA, STAF
from app.extensions import db
from app.jadwal.biaya import baca
from app.jadwal.models import BebanHari, BebanPenera, Tawaran
from app.pembayaran.models import Pembayaran
from app.pengajuan.models import BerkasPengajuan, Pengajuan, Riwayat, Skhp
from app.pengajuan.states import AJUKAN, AJUKAN_ATAS_NAMA, BERTANGGAL, TRANSISI, Status
from app.pengaturan.models import Kelurahan, NomorUrut
from app.pengaturan.queries import kantor
from app.pengaturan.services import nomor_tercetak
from app.peserta.identitas import cek_nik, rapikan_npwp, rapikan_telp
from app.peserta.models import Peserta
from app.uttp.models import DokumenJenis, InformasiJenis, InformasiUttp, Uttp
from app.uttp.states import keabsahan
from tests import factories as f
from tests.conftest import tiket

UTAMA = (PEMILIK, PENYEDIA, ASING)
# What never changes by itself; a second call must leave all of it as it is.
TABEL = (Pengguna, Peserta, Uttp, Berkas, Pengajuan, Riwayat, Skhp, Pembayaran, Pesan, NomorUrut)


def jalankan(app: Flask, *argumen: str) -> str:
    """The command as on the command line, in a context of its own."""
    hasil = app.test_cli_runner().invoke(args=["demo", *argumen])
    assert hasil.exit_code == 0, hasil.output
    return hasil.output


def baris(stmt: sa.Select[Any]) -> Sequence[Any]:
    return db.session.execute(stmt).all()


def jumlah(model: type[Any], *syarat: Any) -> int:
    return int(db.session.scalar(sa.select(sa.func.count()).select_from(model).where(*syarat)) or 0)


def test_isi_lengkap_dan_masuk_akal(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """One filling serves all questions about it: it takes seconds."""
    jalankan(app)
    _periksa_jumlah()
    _periksa_orang()
    _periksa_akun_utama()
    _periksa_riwayat()
    _periksa_jadwal()
    _periksa_biaya()
    _periksa_skhp()
    _periksa_berkas()
    _periksa_nomor()
    _periksa_panggilan_kedua(app)
    monkeypatch.setitem(app.config, "DEMO_PASSWORD", None)
    _periksa_sandi_baru(app)


def _periksa_jumlah() -> None:
    assert jumlah(Peserta) >= 55
    assert jumlah(Uttp) >= 380
    assert jumlah(Pengajuan) >= 480
    assert len(baris(sa.select(Uttp.jenis_id).distinct())) >= 25
    per_status = Counter(s for (s,) in baris(sa.select(Pengajuan.status)))
    assert set(per_status) == {s.value for s in Status}
    harap = {
        "baru": 9, "perlu_perbaikan": 3, "diterima": 6, "menunggu_pilihan": 5, "terjadwal": 4,
        "terbayar": 3, "diproses": 12, "menunggu_dokumen": 4,
    }  # fmt: skip
    assert {s: per_status[s] for s in harap} == harap
    status = Counter(s for (s,) in baris(sa.select(Pembayaran.status)))
    assert set(status) == {"diunggah", "diterima", "ditolak"}


def _periksa_orang() -> None:
    semua = db.session.scalars(sa.select(Peserta)).all()
    status = Counter(p.status for p in semua)
    assert status["baru"] == 5
    assert status["ditolak"] == len(DITOLAK)
    diterima = {p.pic_nik for p in semua if p.status == "aktif"}
    assert [p for p in semua if p.status == "baru" and p.pic_nik in diterima]
    for p in semua:
        assert rapikan_npwp(p.npwp) == p.npwp
        assert rapikan_telp(p.telp) == p.telp
        if p.pic_nik is not None:
            assert cek_nik(p.pic_nik) == p.pic_nik
            assert p.pic_nik in UTAMA or p.pic_nik[12] == "9"
            assert rapikan_telp(str(p.pic_wa)) == p.pic_wa
    kecamatan = sa.select(Kelurahan.kecamatan_id).join(Peserta).distinct()
    assert len(baris(kecamatan)) == 6


def semua_pelanggan() -> list[Peserta]:
    return list(db.session.scalars(sa.select(Peserta).where(Peserta.penyedia_id.is_not(None))))


def _periksa_akun_utama() -> None:
    akun = {p.nama_masuk: p for p in db.session.scalars(sa.select(Pengguna))}
    for nama in (*map(indeks_nik, UTAMA), *(a.nama_masuk for a in STAF)):
        assert sandi.cocok("sandi-contoh-uji", akun[nama].sandi)
        assert akun[nama].aktif
        assert not akun[nama].harus_ganti
    for nik in UTAMA:
        cari = sa.select(Peserta).where(Peserta.pic_nik_indeks == indeks_nik(nik))
        peserta = db.session.scalar(cari)
        assert peserta is not None
        milik = baris(sa.select(Pengajuan.status).where(Pengajuan.peserta_id == peserta.id))
        status = {s for (s,) in milik}
        assert {"menunggu_pilihan", "terjadwal", "diproses", "selesai_sah"} <= status
        assert jumlah(Pesan, Pesan.penerima_id == peserta.pengguna_id) > 5
        penerima = Pesan.penerima_id == peserta.pengguna_id
        assert jumlah(Pesan, penerima, Pesan.dibaca_pada.is_(None)) > 0
        if nik == PEMILIK:
            assert jumlah(Uttp, Uttp.pemilik_id == peserta.id) >= 12
        if nik == PENYEDIA:
            langganan = [p for p in semua_pelanggan() if p.penyedia_id == peserta.id]
            assert Counter(p.status for p in langganan) == {"pelanggan": 7, "baru": 1, "aktif": 1}
            assert jumlah(Uttp, Uttp.pemilik_id == peserta.id, Uttp.pemakai_id.is_not(None)) >= 8


def _periksa_riwayat() -> None:
    """Every step is a row of the table, each begins where the one before ended, none is to come."""
    langkah = defaultdict(list)
    for r in db.session.scalars(sa.select(Riwayat).order_by(Riwayat.id)):
        langkah[r.pengajuan_id].append(r)
    for p in db.session.scalars(sa.select(Pengajuan)):
        awal, *lanjut = langkah[p.id]
        assert (awal.aksi, awal.dari, awal.ke) in {
            (AJUKAN, None, "baru"),
            (AJUKAN_ATAS_NAMA, None, "diterima"),
        }
        status, waktu = awal.ke, awal.waktu
        for r in lanjut:
            assert r.dari == status
            assert any(_sah(t, r) for t in TRANSISI[r.aksi]), (p.nomor, r.aksi, r.dari, r.ke)
            assert r.waktu >= waktu
            status, waktu = r.ke, r.waktu
        assert status == p.status
        assert waktu <= clock.now()
        assert (p.dibuat_pada, p.diubah_pada) == (awal.waktu, waktu)
        assert awal.waktu > clock.now() - timedelta(days=800)


def _sah(t: Any, r: Riwayat) -> bool:
    return (
        r.dari in t.dari
        and r.ke == (t.ke or r.dari)
        and r.peran in t.peran
        and bool(r.catatan or not t.catatan)
    )


def _periksa_jadwal() -> None:
    """Counters say what the rows say, and no day is fuller than the office allows."""
    k, menit, alat = kantor(), Counter[date](), Counter[tuple[date, int]]()
    for p in db.session.scalars(sa.select(Pengajuan).where(Pengajuan.status.in_(BERTANGGAL))):
        assert p.tanggal_uji is not None
        assert k.buka(p.tanggal_uji.weekday())
        menit[p.tanggal_uji] += p.menit or 0
        alat[p.tanggal_uji, p.penera_id or 0] += 1
    assert max(menit.values()) <= k.menit_per_hari
    assert max(alat.values()) <= k.alat_per_penera
    assert {b.tanggal: b.menit for b in db.session.scalars(sa.select(BebanHari))} == menit
    hitung = {
        (b.tanggal, b.penera_id): b.jumlah for b in db.session.scalars(sa.select(BebanPenera))
    }
    assert hitung == alat
    menunggu = sa.select(Pengajuan.id).where(Pengajuan.status == Status.MENUNGGU_PILIHAN)
    for (id,) in baris(menunggu):
        tawaran = db.session.scalars(sa.select(Tawaran).where(Tawaran.pengajuan_id == id)).all()
        assert 2 <= len(tawaran) <= 4
        assert all(t.tanggal > clock.today() and k.buka(t.tanggal.weekday()) for t in tawaran)
    uji = baris(sa.select(Pengajuan.tanggal_uji).where(Pengajuan.status == Status.DIPROSES))
    pekan = clock.today() + timedelta(days=7)
    assert sum(clock.today() <= t <= pekan for (t,) in uji) >= 4


def _periksa_biaya() -> None:
    """The fee is that of the tariff on the day of the test, line by line; who paid has one proof
    that holds."""
    muat = joinedload(Pengajuan.uttp).joinedload(Uttp.jenis)
    cari = sa.select(Pengajuan).options(muat, selectinload(Pengajuan.baris))
    berlaku = Counter(
        id
        for id, s in baris(sa.select(Pembayaran.pengajuan_id, Pembayaran.status))
        if s != "ditolak"
    )
    for p in db.session.scalars(cari.where(Pengajuan.status.in_(BERTANGGAL))).all():
        biaya = baca(p, p.tanggal_uji).pada(p.tanggal_uji)
        assert (p.retribusi, p.dasar_retribusi) == (biaya.jumlah, biaya.dasar)
        assert [(b.satuan, b.subtotal) for b in p.baris] == [
            (b.satuan, b.subtotal) for b in biaya.baris
        ]
        assert berlaku[p.id] == int(biaya.jumlah > 0 and p.status != Status.TERJADWAL)
    for b in db.session.scalars(sa.select(Pembayaran)):
        assert (b.diputus_pada is None) == (b.status == "diunggah")


def _periksa_skhp() -> None:
    """Each instrument carries its latest certificate; all states of validity occur."""
    terbaru: dict[int, Skhp] = {}
    cari = sa.select(Skhp, Pengajuan.uttp_id).join(Pengajuan, Pengajuan.id == Skhp.pengajuan_id)
    for s, uttp_id in baris(cari.order_by(Skhp.dibuat_pada)):
        if s.digantikan_pada is None:
            terbaru[uttp_id] = s
        assert s.dibuat_pada <= clock.now()
    assert jumlah(Skhp, Skhp.digantikan_pada.is_not(None)) == jumlah(Skhp, Skhp.versi == 2) > 0
    hasil: dict[int, str] = {}
    akhir = sa.select(Pengajuan.uttp_id, Pengajuan.status).order_by(Pengajuan.dibuat_pada)
    for uttp_id, status in baris(akhir.where(Pengajuan.tanggal_hasil.is_not(None))):
        hasil[uttp_id] = status
    dikenal = set()
    for u in db.session.scalars(sa.select(Uttp)):
        s = terbaru.get(u.id)
        assert u.skhp_nomor == (s.nomor if s else None)
        assert u.skhp_berlaku_sampai == (s.berlaku_sampai if s else None)
        assert u.uji_batal == (hasil.get(u.id) == Status.SELESAI_BATAL)
        dikenal.add(keabsahan(u.skhp_berlaku_sampai, u.uji_batal, clock.today()).value)
    assert dikenal == {"belum", "berlaku", "segera", "habis", "batal"}
    diterima = sa.select(Riwayat.pengajuan_id).where(Riwayat.ke == Status.DITERIMA)
    pernah = sa.select(Pengajuan.uttp_id).where(Pengajuan.id.in_(diterima))
    assert jumlah(Uttp, Uttp.terkunci_pada.is_(None), Uttp.id.in_(pernah)) == 0
    assert jumlah(Uttp, Uttp.terkunci_pada.is_not(None), Uttp.id.not_in(pernah)) == 0


def _periksa_berkas() -> None:
    """Files are there and would pass the door; applications and instruments have what is asked."""
    toko = penyimpanan()
    isi_berbeda = {b.kunci: b for b in db.session.scalars(sa.select(Berkas).order_by(Berkas.id))}
    for kunci, b in list(isi_berbeda.items())[::4]:
        with toko.buka(kunci) as aliran:
            isi = aliran.read()
        assert len(isi) == b.ukuran
        kenali.periksa(isi, b.nama, jenis=frozenset({b.jenis}), maks_bita=2_000_000)
        assert b.kunci_kecil is None or toko.ada(b.kunci_kecil)
    guna = defaultdict(set)
    for b in db.session.scalars(sa.select(BerkasPengajuan)):
        guna[b.pengajuan_id].add(b.guna if b.dokumen_id is None else b.dokumen_id)
    wajib = defaultdict(set)
    for d in db.session.scalars(sa.select(DokumenJenis).where(DokumenJenis.wajib)):
        for layanan in ("tera", "tera_ulang"):
            if d.layanan in (layanan, "keduanya"):
                wajib[d.jenis_id, layanan].add(d.id)
    cari = sa.select(Pengajuan, Uttp.jenis_id).join(Uttp, Uttp.id == Pengajuan.uttp_id)
    for p, jenis_id in baris(cari):
        surat = {"hilang": "surat_kehilangan", None: "izin_tipe"}.get(p.skhp_lama, "skhp_lama")
        ada = guna[p.id]
        assert {"foto_kondisi", "surat_permohonan", surat} | wajib[jenis_id, p.layanan] <= ada
        assert ("cerapan" in ada) == (p.tanggal_hasil is not None)
    ditanya = sa.select(Uttp.id, InformasiJenis.id).join(
        InformasiJenis, InformasiJenis.jenis_id == Uttp.jenis_id
    )
    terjawab = {
        tuple(b) for b in baris(sa.select(InformasiUttp.uttp_id, InformasiUttp.informasi_id))
    }
    assert {tuple(b) for b in baris(ditanya.where(InformasiJenis.wajib))} <= terjawab


def _periksa_nomor() -> None:
    """The next number of a series is one nobody has."""
    punya = set(db.session.scalars(sa.select(Pengajuan.nomor)))
    punya |= set(db.session.scalars(sa.select(Peserta.nomor)))
    for awalan in ("TU", "TR", "REG"):
        assert nomor_tercetak(awalan) not in punya
    db.session.rollback()


def _periksa_panggilan_kedua(app: Flask) -> None:
    """It only prints."""
    sebelum = _potret()
    keluar = jalankan(app)
    assert PEMILIK in keluar
    assert "seperti DEMO_PASSWORD" in keluar
    assert _potret() == sebelum


def _potret() -> list[list[tuple[Any, ...]]]:
    db.session.rollback()
    return [
        [
            tuple(b)
            for b in db.session.execute(sa.select(m.__table__).order_by(*m.__table__.primary_key))
        ]
        for m in TABEL
    ]


def _periksa_sandi_baru(app: Flask) -> None:
    """A random password cannot be shown again, only replaced; that ends every session."""
    assert "--sandi-baru" in jalankan(app)
    for nama in ("admin", ASING):
        akun = pengguna_bernama(nama)
        assert akun is not None
        tiket(akun)
    acak = jalankan(app, "--sandi-baru").split("Password: ")[1].split()[0]
    db.session.rollback()
    db.session.expire_all()
    for nama in ("admin", ASING):
        akun = pengguna_bernama(nama)
        assert akun is not None
        assert sandi.cocok(acak, akun.sandi)
    assert not baris(sa.select(Sesi.id))


def test_data_orang_lain_tidak_disentuh(app: Flask) -> None:
    f.buat_registrasi()
    keluar = jalankan(app, "--sandi-baru")
    assert "tidak diubah" in keluar
    assert jumlah(Peserta) == 1


def test_produksi_ditolak_dengan_satu_kalimat(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "MODE", "production")
    hasil = app.test_cli_runner().invoke(args=["demo"])
    assert hasil.exit_code != 0
    assert "MODE=production" in hasil.output
    assert jumlah(Peserta) == 0
