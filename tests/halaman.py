"""Every address that answers to GET, who opens it, and a small world to open it in.

A new page is entered in HALAMAN, an address that is no page (a file, a redirect, a region only) in
LAIN; whoever forgets is told by tests/test_halaman_semua.py.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from app.auth.models import Pengguna
from app.auth.services import buat_tautan
from app.core import audit, clock
from app.core.db import tulis
from app.core.lembar_kerja import MIME
from app.core.outbox import Pesan
from app.extensions import db
from app.impor.models import Impor
from app.impor.states import KOLOM
from app.jadwal.models import BebanHari, BebanPenera, Cuti, CutiHari, Tawaran
from app.konten.models import MODEL, FotoGaleri, HalamanSitus
from app.konten.states import BAKU, RAGAM, WARTA
from app.konten.states import HALAMAN as TETAP
from app.pelanggan.models import KerjaSama
from app.pembayaran.models import Pembayaran
from app.pengajuan.models import BerkasPengajuan, KelompokPengajuan, Pengajuan, Riwayat
from app.pengajuan.states import BERTANGGAL, Status
from app.pengaturan.models import HariLibur, Kecamatan, Kelurahan
from app.penugasan.models import AnggotaSurat, SuratTugas, TujuanSurat
from app.peserta.models import AksesData, TempatUsaha
from app.peserta.services import NOMOR_LENGKAP
from app.peserta.views import _penanda
from app.pribadi.models import PermintaanData
from app.profil.models import PermintaanPerubahan
from app.uttp.models import (
    DokumenJenis,
    InformasiJenis,
    InformasiUttp,
    Kepemilikan,
    MasaBerlaku,
    Uttp,
)
from tests import factories as f

# --- the world --------------------------------------------------------------------------------

# As long as the columns take, with and without a place to break the line.
NAMA = "Koperasi Serba Usaha Pedagang Pasar Klandasan Ilir dan Sekitarnya Sumber Rezeki Sejahtera"
ALAMAT = "Jalan Jenderal Sudirman Gang Haji Muhammad Yusuf Nomor 128 Blok C Lantai 2, RT 043"
MERK = "MettlerToledoInternationalIndustrialWeighing"
TIPE = "ICS685-QuickCheck-Compact/ExtraLangeBezeichnung"
SERI = "SN" + "0123456789" * 4
SUREL = "bagian.pengadaan.dan.pemeliharaan.alat.ukur@koperasi-pasar-klandasan.contoh.test"
CATATAN = (
    "Foto pelat nama buram sehingga nomor seri tidak terbaca; foto ulang di tempat terang, tanpa "
    "lampu kilat, dan pastikan merk, tipe, kapasitas, serta nomor seri terlihat seluruhnya."
)
# Two types with documents and questions of their own, one plain.
JENIS = ("TBO-03", "PUB-01", "ATG-01")


@dataclass
class Dunia:
    """Accounts by name, and the numbers of rows by what they are there for."""

    akun: dict[str, Pengguna] = field(default_factory=dict)
    no: dict[str, Any] = field(default_factory=dict)
    putaran: int = 0
    saya: Any = None
    penyedia: Any = None
    bersama: Any = None
    kelompok: Any = None
    penera: list[int] = field(default_factory=list)


def dunia(rangkap: int = 1) -> Dunia:
    """A world; `rangkap` times as many rows of everything, each with parents of its own."""
    d = Dunia()
    with _satu_transaksi():
        _orang(d)
        _master(d)
        _alat_tersendiri(d)
    tambah(d, rangkap)
    return d


def tambah(d: Dunia, rangkap: int) -> None:
    """More of everything a list may show."""
    with _satu_transaksi():
        for _ in range(rangkap):
            _satu_putaran(d)
            d.putaran += 1
    _catatan(d, rangkap)


def _catatan(d: Dunia, rangkap: int) -> None:
    """Acts in the log: somebody's, a visitor's and a command's, long and short."""
    with tulis():
        for n in range(rangkap):
            lama, baru = {"status": "baru", "merk": MERK}, {"status": "diterima", "merk": SERI}
            audit.catat("terima", "pengajuan", d.no["baru"], d.akun["pelayanan"], lama, baru)
            audit.catat("uttp_hapus", "uttp", 987654, d.akun["peserta"], {"lokasi": ALAMAT})
            audit.catat("peserta_tolak", "peserta", d.saya.id, None, None, {"alasan": CATATAN})
            audit.catat("pengaturan_ubah", "pengaturan", None, None, {"jam": n}, {"jam": n + 1})


@contextmanager
def _satu_transaksi() -> Iterator[None]:
    """The factories commit after each row; a world of thousands of rows does it once."""
    asli = db.session.commit
    db.session.commit = db.session.flush  # type: ignore[method-assign]
    try:
        yield
    finally:
        db.session.commit = asli  # type: ignore[method-assign]
    db.session.commit()


def _orang(d: Dunia) -> None:
    for peran in ("admin", "pelayanan", "kepala", "penera"):
        d.akun[peran] = f.buat_pengguna(peran, sandi=True, nama=f"{peran.title()} Muhammad Yusuf")
    d.akun["penera_baru"] = f.buat_pengguna("penera")
    d.penera = [d.akun["penera"].id]
    d.no |= {f"akun_{nama}": d.akun[nama].id for nama in ("penera", "admin")}
    panjang = {"nama": NAMA, "alamat": ALAMAT, "email": SUREL, "pic_email": SUREL}
    d.saya = f.buat_peserta(sandi=True, pic_nama="Siti Nurhaliza binti Abdul Rahman", **panjang)
    d.penyedia = f.buat_peserta("penyedia", nama="PT Penyedia Timbangan Borneo Mandiri")
    kosong = f.buat_peserta()
    d.akun |= {"peserta": d.saya.pengguna, "penyedia": d.penyedia.pengguna}
    d.akun["kosong"] = kosong.pengguna
    d.no["saya"], d.no["kosong"] = d.saya.id, kosong.id
    d.no["penyedia"] = d.penyedia.id
    d.no["tautan"] = buat_tautan(f.buat_peserta().pengguna, None)
    nonaktif = f.buat_peserta(status="nonaktif")
    d.no["nonaktif"] = nonaktif.id
    for status in ("dikerjakan", "selesai", "batal", "berhenti"):  # laporan
        d.no[f"ekspor_{status}"] = f.buat_ekspor(d.akun["kepala"], status).id


def _master(d: Dunia) -> None:
    """Rows of the master data: a type in use with a picture, and one nobody has."""
    dipakai, bebas = f.jenis(JENIS[0]), f.jenis("TUT-01")
    dipakai.gambar_id = f.buat_berkas(d.akun["admin"]).id
    d.no |= {"jenis": dipakai.id, "jenis_bebas": bebas.id}
    for nama, model in (("dokumen_jenis", DokumenJenis), ("informasi_jenis", InformasiJenis),
                        ("masa", MasaBerlaku)):  # fmt: skip
        cari = sa.select(model.id).where(model.jenis_id == bebas.id)
        d.no[nama] = db.session.scalars(cari.order_by(model.id)).first()
    for wilayah in (Kecamatan, Kelurahan):
        d.no[wilayah.__tablename__] = db.session.scalar(sa.select(sa.func.min(wilayah.id)))


def _alat_tersendiri(d: Dunia) -> None:
    """Instruments without an application, and one that has been here for years."""
    d.no["uttp"] = f.buat_uttp(d.saya, lokasi=ALAMAT).id
    d.no["uttp_dokumen"] = f.buat_uttp(d.saya, "ATG-01").id
    lama = f.buat_uttp(d.saya, terkunci_pada=clock.now(), skhp_nomor="510.63/0001/UPTD-MET/X/2024")
    d.no["uttp_lama"] = lama.id
    d.no["berkas"] = f.buat_berkas(d.saya.pengguna).id
    d.no["impor"] = _impor(d).id
    _draf(d)


def _draf(d: Dunia) -> None:
    """What the participant is filling in: one instrument, and several at once."""
    alat = [
        f.buat_uttp(d.saya, merk=MERK, tipe=TIPE, nomor_seri=SERI[:-1] + str(n)) for n in (1, 2)
    ]
    d.no["draf"] = f.buat_draf(d.saya.pengguna, f.buat_uttp(d.saya, "ATG-01")).id
    d.bersama = f.buat_draf(d.saya.pengguna, *alat)
    d.no["draf_bersama"], d.no["uttp_draf"] = d.bersama.id, alat[0].id
    d.kelompok = KelompokPengajuan(
        nomor="GR-2026-000012", peserta_id=d.saya.id, dibuat_oleh_id=d.saya.pengguna_id
    )
    db.session.add(d.kelompok)
    db.session.flush()
    d.no["kelompok"] = d.kelompok.id
    f.buat_pengajuan(
        "diproses", f.buat_uttp(d.saya), kelompok_id=d.kelompok.id, penera_id=d.penera[0]
    )
    for loket in LOKET:  # the counter files for a visitor
        di_loket = [f.buat_uttp(d.saya), f.buat_uttp(d.saya)]
        d.no[f"draf_{loket}"] = f.buat_draf(d.akun[loket], *di_loket).id
        d.no[f"uttp_draf_{loket}"] = di_loket[0].id


def _impor(d: Dunia) -> Impor:
    """A file that waits: one row that is fine, one to mend, one that is there already."""
    baik = {"jenis": "TBO-03", "merk": MERK, "tipe": TIPE, "nomor_seri": SERI, "kapasitas": "30"}
    ada = db.session.get(Uttp, d.no["uttp"])
    teks = [
        baik,
        {"jenis": CATATAN, "merk": MERK, "lokasi": ALAMAT, "kapasitas": "30 ons"},
        baik | {"merk": ada.merk, "nomor_seri": ada.nomor_seri},
    ]
    impor = Impor(
        peserta_id=d.saya.id,
        pengguna_id=d.saya.pengguna_id,
        nama=f"{SERI}.xlsx",
        sha256="0" * 64,
        isi={
            "kolom": KOLOM,
            "asing": [CATATAN[:40]],
            "baris": [{"nomor": n, "teks": t, "galat": {}} for n, t in enumerate(teks, 2)],
        },
    )
    db.session.add(impor)
    db.session.flush()
    return impor


def _satu_putaran(d: Dunia) -> None:
    d.penera.append(f.buat_pengguna("penera", nama=f"Penera Abdurrahman {d.putaran}").id)
    for i, status in enumerate(Status):
        alat = _alat(d, i)
        p = _pengajuan(d, status, alat, d.penera[0])
        d.no.setdefault(str(status), p.id)
        d.no.setdefault(f"uttp_{status}", alat.id)
        _pengajuan(d, status, f.buat_uttp(), d.penera[-1])
        _panjangkan(d, d.no[str(status)])
    f.tambah_ke_draf(d.bersama, f.buat_uttp(d.saya))
    f.buat_draf(d.saya.pengguna, f.buat_uttp(d.saya))
    f.buat_pengajuan("baru", f.buat_uttp(d.saya), kelompok_id=d.no["kelompok"])
    lama = db.session.get(Uttp, d.no["uttp_lama"])
    _pengajuan(d, Status.SELESAI_SAH, lama, d.penera[0])
    _pelanggan(d)
    _pendaftar(d)
    _pesan(d)
    _permintaan(d)
    _profil(d)
    _kalender(d)
    _serah(d)
    tarif = f.buat_tarif(
        50_000 + d.putaran,
        jenis_id=f.jenis(JENIS[d.putaran % 3]).id,
        berlaku_mulai=date(2024, 1, 5) + timedelta(days=d.putaran),
    )
    d.no.setdefault("tarif", tarif.id)
    d.no.setdefault("jenis", tarif.jenis_id)
    f.buat_tarif(
        160_000, jenis_id=f.jenis("PUB-01").id, satuan_hitung="nozzle", lokasi="luar_kantor",
        kapasitas_dari=10 * d.putaran, kapasitas_sampai=10 * (d.putaran + 1),
        dasar_hukum=CATATAN[:200],
    )  # fmt: skip


def _serah(d: Dunia) -> None:
    """Instruments at the office, some ready to leave, papers that wait, and all that is done."""
    panjang = {"kelengkapan": CATATAN[:300]}
    bagian = {
        Status.DIPROSES: ("terima",), Status.MENUNGGU_DOKUMEN: ("terima",),
        Status.SELESAI_BATAL: ("kembali",), Status.SELESAI_SAH: ("kembali", "dokumen"),
    }  # fmt: skip
    for status, apa in bagian.items():
        tambahan = {"kembali_nama": NAMA} if "kembali" in apa else {}
        if not d.putaran:
            p = db.session.get(Pengajuan, d.no[str(status)])
            if status == Status.SELESAI_SAH:
                lama = {"digantikan_pada": clock.now(), **panjang}
                f.buat_serah(p, "terima", **lama)
                tambahan |= {"versi": 2, "alasan": CATATAN}
            f.buat_serah(p, *apa, **panjang, **tambahan)
    siap = _pengajuan(d, Status.SELESAI_SAH, f.buat_uttp(merk=MERK, nomor_seri=SERI), d.penera[0])
    f.buat_serah(siap, "terima")
    f.buat_serah(_pengajuan(d, Status.DIPROSES, f.buat_uttp(), d.penera[-1]), "terima")
    selesai = _pengajuan(d, Status.SELESAI_SAH, f.buat_uttp(), d.penera[0])
    f.buat_serah(selesai, "kembali", "dokumen")
    d.no.setdefault("siap_diambil", siap.id)
    _situs(d)
    f.buat_pengajuan("diproses", f.buat_uttp(), penera_id=d.penera[0], tanggal_uji=clock.today())


def _alat(d: Dunia, i: int) -> Uttp:
    """Instruments of the participant in every state of validity; each other one is long-winded."""
    hari_ini, kw = clock.today(), {}
    if (i + d.putaran) % 2:
        kw = {"merk": MERK, "tipe": TIPE, "nomor_seri": f"{SERI}{d.putaran:02d}{i:02d}"}
    if i % 4:
        kw |= {
            "skhp_nomor": f"510.63/{i:04d}/UPTD-MET/XI/2025",
            "skhp_berlaku_sampai": hari_ini + timedelta(days=(400, 30, -20)[i % 3]),
            "uji_batal": i % 7 == 6,
        }
    alat = f.buat_uttp(d.saya, JENIS[i % 3], lokasi=ALAMAT, **kw)
    for t in db.session.scalars(sa.select(InformasiJenis).filter_by(jenis_id=alat.jenis_id)):
        db.session.add(InformasiUttp(uttp_id=alat.id, informasi_id=t.id, nilai="12,5"))
    return alat


def _pengajuan(d: Dunia, status: Status, alat: Any, penera: int, **kw: Any) -> Pengajuan:
    if status in BERTANGGAL:
        # No more than a day takes: eight tests a round, finished ones long ago.
        hari = f.hari_kerja_berikut(d.putaran + 1)
        if status in (Status.MENUNGGU_DOKUMEN, Status.SELESAI_SAH, Status.SELESAI_BATAL):
            hari = clock.today() - timedelta(days=7 * (d.putaran + 1))
        kw |= {"tanggal_uji": hari, "penera_id": penera, "dasar_retribusi": "Perda Uji 1/2024"}
        _beban(hari, penera)
    p = f.buat_pengajuan(str(status), alat, **kw)
    if status == Status.MENUNGGU_PILIHAN:
        for n in range(3):
            db.session.add(
                Tawaran(pengajuan_id=p.id, tanggal=f.hari_kerja_berikut(n + 2), penera_id=penera)
            )
    bukti = {Status.TERJADWAL: "ditolak", Status.TERBAYAR: "diunggah", Status.DIPROSES: "diterima"}
    if status in bukti:
        _bukti(d, p, bukti[status])
    return p


def _beban(hari: date, penera: int) -> None:
    sehari = db.session.get(BebanHari, hari) or BebanHari(tanggal=hari, menit=0, batas=480)
    sehari.menit = min(480, sehari.menit + 30)
    satu = db.session.get(BebanPenera, (penera, hari))
    satu = satu or BebanPenera(penera_id=penera, tanggal=hari, jumlah=0, batas=8)
    satu.jumlah = min(8, satu.jumlah + 1)
    db.session.add_all([sehari, satu])


def _bukti(d: Dunia, p: Pengajuan, status: str) -> None:
    berkas = f.buat_berkas(jenis="pdf" if d.putaran % 2 else "jpg", pengunggah_id=p.dibuat_oleh_id)
    db.session.add(
        Pembayaran(
            pengajuan_id=p.id,
            status=status,
            nomor_bukti=f"TRX/{p.id:08d}",
            tanggal=clock.today(),
            jumlah=50_000,
            berkas_id=berkas.id,
            alasan=CATATAN if status == "ditolak" else None,
            dibuat_oleh_id=p.dibuat_oleh_id,
        )
    )
    d.no.setdefault(f"bukti_{p.status}", berkas.id)


def _panjangkan(d: Dunia, id: int) -> None:
    """One more file and one more line of history on the application everybody looks at."""
    pelaku = d.akun["pelayanan"]
    berkas = f.buat_berkas(
        d.saya.pengguna, nama="pindaian-surat-permohonan-tera-ulang-bertanda-tangan-basah.jpg"
    )
    db.session.add(BerkasPengajuan(pengajuan_id=id, berkas_id=berkas.id, guna="foto_kondisi"))
    db.session.add(
        Riwayat(
            pengajuan_id=id,
            aksi="kembalikan",
            dari="baru",
            ke="perlu_perbaikan",
            catatan=CATATAN,
            pelaku_id=pelaku.id,
            pelaku_nama=pelaku.nama,
            peran=pelaku.peran,
        )
    )
    d.no.setdefault(f"berkas_{id}", berkas.id)


def _pelanggan(d: Dunia) -> None:
    """A customer of the penyedia with an own instrument, and one that belongs to the penyedia."""
    pelanggan = f.buat_pelanggan(d.penyedia)
    milik = f.buat_uttp(pelanggan)
    dipinjam = f.buat_uttp(d.penyedia, pemakai_id=pelanggan.id)
    d.no.setdefault("pelanggan", pelanggan.id)
    d.no.setdefault("uttp_pelanggan", milik.id)
    milik_penyedia = {"peserta_id": d.penyedia.id, "dibuat_oleh_id": d.penyedia.pengguna_id}
    for alat, status in ((milik, Status.PERLU_PERBAIKAN), (dipinjam, Status.TERJADWAL)):
        _pengajuan(d, status, alat, d.penera[0], **milik_penyedia)
    _pelanggan_lain(d)


def _pelanggan_lain(d: Dunia) -> None:
    """Customers in the other states: nothing on record, waiting for approval, registered; and
    instruments to be transferred, and just transferred."""
    kosong = f.buat_pelanggan(d.penyedia, nama=NAMA, alamat=ALAMAT)
    menunggu = f.buat_pelanggan(d.penyedia, status="baru", kelompok="pemilik", pic_nama=NAMA,
                                didaftarkan_oleh_id=d.penyedia.pengguna_id)  # fmt: skip
    terdaftar = f.buat_peserta(penyedia_id=d.penyedia.id)
    db.session.add(KerjaSama(penyedia_id=d.penyedia.id, pelanggan_id=terdaftar.id))
    dipinjam = f.buat_uttp(d.penyedia, pemakai_id=d.no["pelanggan"], merk=MERK, tipe=TIPE)
    kemarin = clock.now() - timedelta(1)
    pindah = f.buat_uttp(menunggu, kepemilikan=[
        Kepemilikan(pemilik_id=d.penyedia.id, sejak=kemarin - timedelta(8), sampai=kemarin),
        Kepemilikan(pemilik_id=menunggu.id, sejak=kemarin, sebab="pindah"),
    ])  # fmt: skip
    for nama, baris in (("kosong", kosong), ("menunggu", menunggu), ("terdaftar", terdaftar)):
        d.no.setdefault(f"pelanggan_{nama}", baris.id)
    d.no.setdefault("uttp_dipinjam", dipinjam.id)
    d.no.setdefault("uttp_pindah", pindah.id)


def _pendaftar(d: Dunia) -> None:
    """Who waits: one new, one with the NIK of a participant, one turned away."""
    baru = f.buat_registrasi(nama=NAMA, alamat=ALAMAT)
    kembar = f.buat_registrasi(pic_nik=d.saya.pic_nik, npwp=d.saya.npwp)
    ditolak = f.buat_registrasi(status="ditolak", alasan_tolak=CATATAN, diputus_pada=clock.now())
    for nama, baris in (("baru", baru), ("kembar", kembar), ("ditolak", ditolak)):
        d.no.setdefault(f"registrasi_{nama}", baris.id)
    d.no.setdefault("penanda", _penanda().dumps(baru.id))


def _pesan(d: Dunia) -> None:
    for akun in (d.akun[n] for n in ("peserta", "penyedia", "admin", "penera")):
        for n in range(4):
            pesan = Pesan(
                penerima_id=akun.id,
                judul="Pengajuan TU-2026-000123 perlu diperbaiki",
                isi=CATATAN,
                tautan=f"/pengajuan/{d.no['terjadwal']}" if n % 2 else None,
                dibaca_pada=clock.now() if n > 1 else None,
            )
            db.session.add(pesan)


def _permintaan(d: Dunia) -> None:
    """One open request of the participant, and one answered a round; each time somebody looked."""
    isi = {"isi": CATATAN, "dibuat_oleh_id": d.saya.pengguna_id, "batas": clock.now()}
    if not d.putaran:
        baru = PermintaanData(peserta_id=d.saya.id, jenis="perbaikan", **isi)
        db.session.add(baru)
        db.session.flush()
        d.no["permintaan"] = baru.id
    db.session.add_all(
        [
            PermintaanData(
                peserta_id=d.saya.id, jenis="penghapusan", status="ditolak", jawaban=CATATAN,
                diputus_pada=clock.now(), diputus_oleh_id=d.akun["admin"].id, **isi,
            ),
            AksesData(
                peserta_id=d.saya.id, pelaku_id=d.akun["pelayanan"].id, peran="pelayanan",
                apa=NOMOR_LENGKAP, alasan="cocokkan",
            ),
        ]
    )  # fmt: skip


def _profil(d: Dunia) -> None:
    """Places, an instrument out of use, and requests to change what only staff change."""
    tempat = TempatUsaha(
        peserta_id=d.saya.id, nama=f"{NAMA[:70]} {d.putaran}", alamat=ALAMAT,
        kelurahan_id=d.saya.kelurahan_id, aktif=not d.putaran % 2,
    )  # fmt: skip
    db.session.add(tempat)
    db.session.flush()
    berdiri = f.buat_uttp(d.saya, tempat_id=tempat.id, tempat_peserta_id=d.saya.id)
    pensiun = f.buat_uttp(d.saya, pensiun_pada=clock.today(), pensiun_sebab="rusak",
                          pensiun_catatan=CATATAN, pensiun_dicatat_pada=clock.now())  # fmt: skip
    lain = f.buat_peserta(nama=NAMA)
    minta = [
        _perubahan(d.saya if not d.putaran else lain, "npwp"),
        _perubahan(d.saya, "nama", status="ditolak", alasan_putusan=CATATAN),
        _perubahan(d.saya, "jenis_id", d.no["uttp_lama"], status="diterima"),
        _perubahan(d.saya if not d.putaran else lain, "nomor_seri",
                   d.no["uttp_lama"] if not d.putaran else f.buat_uttp(lain).id),
    ]  # fmt: skip
    for p in minta:
        if p.status != "menunggu":
            p.diputus_pada, p.diputus_oleh_id = clock.now(), d.akun["admin"].id
    db.session.add_all(minta)
    db.session.flush()
    nama = ("perubahan", "perubahan_ditolak", "koreksi_diterima", "koreksi")
    for kunci, nomor in (("tempat", tempat.id), ("uttp_tempat", berdiri.id),
                         ("uttp_pensiun", pensiun.id),
                         *zip(nama, (p.id for p in minta), strict=True)):  # fmt: skip
        d.no.setdefault(kunci, nomor)


def _kalender(d: Dunia) -> None:
    """A day off a year ahead, and a penera on leave then."""
    hari = clock.today() + timedelta(days=370 + d.putaran)
    libur = HariLibur(tanggal=hari, nama=NAMA, jenis="kantor", sumber=CATATAN[:200])
    cuti = Cuti(penera_id=d.penera[0], dari=hari, sampai=hari, alasan=CATATAN[:200],
                dibuat_oleh_id=d.akun["admin"].id)  # fmt: skip
    db.session.add_all([libur, cuti])
    db.session.flush()
    db.session.add(CutiHari(penera_id=d.penera[0], tanggal=hari, cuti_id=cuti.id))
    d.no.setdefault("libur", libur.id)
    d.no.setdefault("cuti", cuti.id)
    for nama, isi in (("surat", {}), ("surat_jadi", {"status": "ditandatangani"})):
        surat = _surat(d, f"800/{nama}/{d.putaran:04d}/UPTD-MET/2026", **isi)
        d.no.setdefault(nama, surat.id)
        if isi:
            d.no.setdefault("pindaian", surat.pindaian_id)


def _surat(d: Dunia, nomor: str, **isi: Any) -> SuratTugas:
    """A letter for everything of the first round, with a member more in each."""
    hari = f.hari_kerja_berikut(1)
    pindaian = f.buat_berkas(d.akun["admin"]).id if isi else None
    surat = SuratTugas(
        nomor=nomor, tanggal=clock.today(), mulai=hari, selesai=hari, dasar=CATATAN, maksud=CATATAN,
        tempat=ALAMAT, ketua_id=d.penera[0], pindaian_id=pindaian,
        dibuat_oleh_id=d.akun["admin"].id, **isi,
    )  # fmt: skip
    db.session.add(surat)
    db.session.flush()
    ke = [d.no[s] for s in ("terjadwal", "terbayar", "diproses")]
    db.session.add_all(TujuanSurat(surat_id=surat.id, pengajuan_id=id) for id in ke)
    db.session.add_all(AnggotaSurat(surat_id=surat.id, pengguna_id=id) for id in d.penera[1:])
    return surat


def _perubahan(
    peserta: Any, isian: str, uttp_id: int | None = None, **kw: Any
) -> PermintaanPerubahan:
    nilai = {"nama": (NAMA, NAMA), "nomor_seri": (SERI, SERI)}
    if isian == "jenis_id":
        nilai[isian] = (str(f.jenis(JENIS[0]).id), str(f.jenis(JENIS[1]).id))
    isi: dict[str, Any] = {"lama_sandi": peserta.npwp, "baru_sandi": f"0912345{peserta.id:09d}"}
    if isian in nilai:
        isi = dict(zip(("lama", "baru"), nilai[isian], strict=True))
    return PermintaanPerubahan(
        jenis="alat" if uttp_id else "identitas", peserta_id=peserta.id, uttp_id=uttp_id,
        isian=isian, alasan=CATATAN, berkas_id=f.buat_berkas(peserta.pengguna, nama=SUREL).id,
        dibuat_oleh_id=peserta.pengguna_id, **{"status": "menunggu"} | isi | kw,
    )  # fmt: skip


def _situs(d: Dunia) -> None:
    """The public site: a row of each sort and a standing page, each other one long-winded."""
    for ragam in MODEL:
        kw: dict[str, Any] = {}
        if ragam == "berita":
            foto = f.isi_konten("foto") if d.putaran % 2 == 0 else {}
            kw = {"judul": NAMA, "naskah": f"## Judul\n\n{CATATAN}\n\n| a | b |\n|-|-|\n| 1 | 2 |"}
            kw |= foto | {"tautan": "https://contoh.test/kabar"}
        if ragam == "foto":
            kw = {"keterangan": CATATAN[:190], "berita_id": d.no["berita"]}
        if ragam == "pegawai":
            kw = {"nama": NAMA, "nip": f"{d.putaran:018d}", "nip_tampil": True}
        d.no.setdefault(ragam, f.buat_konten(ragam, **kw).id)
    if not d.putaran:
        gambar = f.isi_konten("foto")
        db.session.add_all(HalamanSitus(kode=k, naskah=CATATAN) for k in TETAP if k != "struktur")
        db.session.add(HalamanSitus(kode="struktur", naskah=CATATAN, **gambar))
        d.no["gambar_struktur"] = gambar["gambar_id"]
        d.no["gambar_foto"] = db.session.get(FotoGaleri, d.no["foto"]).gambar_id
        d.no["kecamatan"] = db.session.scalar(sa.select(sa.func.min(Kecamatan.id)))


def buang_ingatan() -> None:
    """Rows of the world are plain values from here on."""
    db.session.expunge_all()
    db.session.rollback()


# --- the catalogue ----------------------------------------------------------------------------

ADA, LAINNYA, TANPA = "ada", "lainnya", "tanpa"
PERAN = {"penyedia": "peserta", "kosong": "peserta", "penera_baru": "penera"}


@dataclass(frozen=True)
class Halaman:
    """A page, the accounts that open it (None: a visitor) and what its address is made of.

    An argument "@x" is the number the world keeps as x. `bidang`: what htmx gets, the region of the
    page, a region of the form it belongs to, or the page as it has none.
    """

    endpoint: str
    akun: tuple[str | None, ...]
    args: tuple[tuple[str, Any], ...]
    bidang: str = ADA

    def __str__(self) -> str:
        sisa = [str(v).lstrip("@") for _, v in self.args if v != ""]
        return "-".join([self.endpoint, *sisa])

    def url(self, app: Flask, d: Dunia) -> str:
        isi = {k: d.no[v[1:]] if str(v).startswith("@") else v for k, v in self.args}
        return app.url_map.bind("localhost").build(self.endpoint, isi)


def h(endpoint: str, *akun: str | None, bidang: str = ADA, **args: Any) -> Halaman:
    return Halaman(endpoint, akun, tuple(args.items()), bidang)


LOKET = ("pelayanan", "admin")
KANTOR = (*LOKET, "kepala")
STAF = (*KANTOR, "penera")
UJI = (*LOKET, "penera")
TAMU = (None,)
SEMUA = ("peserta", *STAF)

HALAMAN = [
    h("publik.index", *TAMU, "peserta", "admin", bidang=TANPA),
    h("publik.alur", *TAMU, "peserta", "admin", bidang=TANPA),
    h("meja.index", *STAF, "penera_baru", bidang=TANPA),
    h("publik.cek", *TAMU, "peserta", "admin"),
    h("publik.cek", *TAMU, nomor="510.63/0001/UPTD-MET/I/2026", akhir="123"),
    h("publik.lacak", *TAMU, "peserta", "admin"),
    h("publik.panduan", *TAMU, "peserta", "admin", bidang=TANPA),
    h("publik.panduan_bab", *TAMU, "peserta", bidang=TANPA, bab="mendata-alat-uttp"),
    h("gaya.index", *TAMU, bidang=TANPA),
    # auth
    h("auth.masuk", *TAMU),
    h("auth.masuk_petugas", *TAMU),
    h("auth.aktivasi", *TAMU, token="@tautan"),
    h("auth.lupa_sandi", *TAMU),
    h("auth.ganti_sandi", *SEMUA, "kosong"),
    h("auth.keamanan", *SEMUA, "kosong"),
    h("auth.sesi_saya", *SEMUA, "kosong"),
    h("auth.sesi_tetap", *SEMUA, "kosong"),
    h("auth.admin_index", "admin"),
    h("auth.admin_index", "admin", q="tidak ada yang begini"),
    h("auth.admin_baru", "admin", bidang=TANPA),
    *(h("auth.admin_rincian", "admin", id=f"@akun_{n}", bidang=TANPA) for n in ("penera", "admin")),
    h("auth.admin_peran", "admin", id="@akun_penera", bidang=TANPA),
    *(h("auth.admin_tindakan", "admin", id="@akun_penera", aksi=a, bidang=TANPA)
      for a in ("nonaktifkan", "aktifkan", "akhiri-sesi", "tautan")),
    # peserta
    h("peserta.registrasi", *TAMU, bidang=TANPA),
    h("peserta.terdaftar", *TAMU, token="@penanda", bidang=TANPA),
    h("peserta.index", "peserta", "penyedia", "kosong", bidang=TANPA),
    h("peserta.admin_index", *KANTOR),
    h("peserta.admin_index", *LOKET, status="baru"),
    h("peserta.admin_index", "admin", q="tidak ada yang begini"),
    *(
        h("peserta.admin_rincian", *KANTOR, id=f"@{siapa}", bidang=TANPA)
        for siapa in ("saya", "nonaktif", "pelanggan", "registrasi_baru", "registrasi_kembar",
                      "registrasi_ditolak")
    ),
    h("peserta.admin_baru", *LOKET, bidang=TANPA),
    h("peserta.admin_tolak", *LOKET, id="@registrasi_baru", bidang=TANPA),
    h("peserta.admin_ubah_status", *LOKET, id="@saya", aksi="nonaktifkan", bidang=TANPA),
    h("peserta.admin_ubah_status", *LOKET, id="@nonaktif", aksi="aktifkan", bidang=TANPA),
    h("pengaturan.kelurahan", *TAMU, bidang=LAINNYA),
    h("pengaturan.audit", "admin", "kepala"),
    h("pengaturan.audit", "admin", q="tidak ada yang begini"),
    # uttp
    h("uttp.index", "peserta", "penyedia", "kosong", *KANTOR),
    h("uttp.index", "peserta", keabsahan="segera"),
    h("uttp.index", "peserta", q="tidak ada yang begini"),
    h("uttp.index", *KANTOR, peserta="@saya"),
    h("uttp.index", "penyedia", peserta="@pelanggan"),
    h("uttp.index", *KANTOR, peserta="@kosong"),
    h("uttp.baru", "peserta", "penyedia", "kosong"),
    h("uttp.baru", *LOKET, peserta="@saya"),
    h("uttp.rincian", "peserta", *KANTOR, id="@uttp"),
    h("uttp.rincian", "peserta", *KANTOR, id="@uttp_terjadwal"),
    h("uttp.rincian", "penyedia", id="@uttp_pelanggan"),
    h("uttp.ubah", "peserta", *LOKET, id="@uttp_dokumen"),
    h("uttp.ubah", "peserta", *LOKET, id="@uttp_lama"),
    h("uttp.hapus", "peserta", *LOKET, id="@uttp"),
    h("uttp.jenis", "peserta", bidang=LAINNYA),
    h("impor.index", "peserta", "penyedia", "kosong"),
    h("impor.index", *LOKET, peserta="@saya"),
    h("impor.rincian", "peserta", *LOKET, id="@impor"),
    h("armada.index", "peserta", "penyedia", "kosong"),
    h("armada.index", "peserta", "penyedia", dalam="habis"),
    h("uttp.jenis", *LOKET, peserta="@saya", q="timbangan", bidang=LAINNYA),
    # pengajuan
    h("pengajuan.index", "peserta", "penyedia", "kosong"),
    h("pengajuan.index", "peserta", "kosong", status="selesai"),
    h("pengajuan.index", "peserta", q="tidak ada yang begini"),
    h("pengajuan.panel", "peserta", "penyedia", "kosong"),
    h("pengajuan.kelompok", "peserta", *STAF, id="@kelompok"),
    *(h("pengajuan.rincian", "peserta", *KANTOR, id=f"@{s}") for s in Status),
    *(h("pengajuan.rincian", "penera", id=f"@{s}") for s in BERTANGGAL),
    h("pengajuan.ubah", "peserta", *LOKET, id="@baru"),
    h("pengajuan.ubah", "peserta", id="@perlu_perbaikan"),
    h("pengajuan.ubah", "peserta", id="@diterima", bidang=TANPA),
    h("pengajuan.terkirim", "peserta", *LOKET, id="@baru", bidang=TANPA),
    h("pengajuan.batal", "peserta", id="@baru"),
    h("pengajuan.alat", "peserta", *KANTOR, uttp_id="@uttp_lama"),
    h("pengajuan.alat", "peserta", *KANTOR, uttp_id="@uttp"),
    *(h("pengajuan.alat", "peserta", *KANTOR, uttp_id="@uttp_lama", jenis=j) for j in
      ("semua", "pemilik", "dokumen")),
    h("pengajuan.alat", "peserta", uttp_id="@uttp", jenis="dokumen"),
    h("pengajuan.admin_index", *STAF, "penera_baru"),
    h("pengajuan.admin_index", *KANTOR, status="semua"),
    h("pengajuan.admin_index", *STAF, status="selesai_sah"),
    h("pengajuan.admin_index", *LOKET, status="tawaran_habis"),
    h("pengajuan.admin_index", "pelayanan", q="tidak ada yang begini"),
    h("pengajuan.kembalikan", *LOKET, id="@baru"),
    h("pengajuan.batalkan", *LOKET, id="@diterima"),
    # pelanggan
    h("pelanggan.index", "penyedia"),
    h("pelanggan.index", *KANTOR, penyedia="@penyedia"),
    h("pelanggan.index", "penyedia", q="tidak ada yang begini"),
    h("pelanggan.baru", "penyedia"),
    h("pelanggan.baru", *LOKET, penyedia="@penyedia"),
    *(h("pelanggan.rincian", "penyedia", *KANTOR, id=f"@pelanggan{s}") for s in
      ("", "_kosong", "_menunggu", "_terdaftar")),
    *(h(f"pelanggan.{aksi}", "penyedia", *LOKET, id="@pelanggan_kosong") for aksi in
      ("ubah", "hapus", "lepaskan", "daftarkan")),
    *(h(f"pelanggan.{aksi}", "penyedia", *LOKET, id="@pelanggan") for aksi in
      ("hapus", "lepaskan", "daftarkan")),
    h("pelanggan.daftarkan", "penyedia", *LOKET, id="@pelanggan", pic=1),
    h("pelanggan.pindahkan", "penyedia", *LOKET, uttp_id="@uttp_dipinjam"),
    h("pelanggan.tarik", *LOKET, uttp_id="@uttp_pindah"),
    h("uttp.index", "penyedia", pelanggan="@pelanggan"),
    h("pengajuan.index", "penyedia", pelanggan="@pelanggan"),
    # draf
    h("draf.siapkan", "peserta", *LOKET, uttp_id="@uttp"),
    h("draf.siapkan", "peserta", uttp_id="@uttp_dokumen"),
    h("draf.siapkan", "peserta", *LOKET, uttp_id="@uttp_baru"),
    *(h("draf.langkah", "peserta", id="@draf", langkah=n) for n in
      ("layanan", "foto", "berkas", "periksa")),
    *(h("draf.langkah", "peserta", id="@draf_bersama", langkah=n) for n in
      ("layanan", "surat", "alat", "periksa")),
    h("draf.alat", "peserta", id="@draf_bersama", uttp_id="@uttp_draf"),
    *(h(f"draf.{apa}", siapa, id=f"@draf_{siapa}", **lain) for siapa in LOKET for apa, lain in (
        ("langkah", {"langkah": "periksa"}), ("alat", {"uttp_id": f"@uttp_draf_{siapa}"}),
        ("hapus", {}))),
    h("draf.index", "peserta", "kosong", *LOKET),
    h("draf.panel", "peserta", "kosong"),
    h("draf.hapus", "peserta", id="@draf_bersama"),
    h("draf.bersama", "peserta", "penyedia", "kosong", *LOKET),
    h("draf.bersama", *LOKET, peserta="@saya"),
    # jadwal
    h("jadwal.admin_index", *STAF, "penera_baru"),
    h("jadwal.admin_index", *STAF, minggu=f.hari_kerja_berikut(3).isoformat()),
    h("jadwal.admin_index", *LOKET, q="TU-2026"),
    *(h("jadwal.atur", *LOKET, pengajuan_id=f"@{s}") for s in
      ("diterima", "menunggu_pilihan", "diproses")),
    *(h("jadwal.ulang", *UJI, pengajuan_id=f"@{s}") for s in ("terjadwal", "diproses")),
    *(h("jadwal.pilih", "peserta", pengajuan_id=f"@{s}") for s in
      ("baru", "menunggu_pilihan", "terjadwal", "diproses", "dibatalkan")),
    *(h("jadwal.tidak_cocok", "peserta", pengajuan_id=f"@{s}") for s in
      ("menunggu_pilihan", "diterima")),
    *(h("jadwal.pindah", "peserta", pengajuan_id=f"@{s}") for s in
      ("terjadwal", "diproses", "selesai_sah")),
    # kalender
    h("jadwal.kunjungan", *STAF, "penera_baru"),
    h("jadwal.kunjungan", *STAF, tanggal=f.hari_kerja_berikut(1).isoformat()),
    h("kalender.index", *STAF),
    h("kalender.index", "admin", tahun=2031),
    h("kalender.batas", "admin"),
    h("kalender.libur_baru", "admin"),
    h("kalender.libur_ubah", "admin", id="@libur"),
    h("kalender.libur_hapus", "admin", id="@libur"),
    h("kalender.cuti_baru", *LOKET),
    h("kalender.cuti_hapus", *LOKET, id="@cuti"),
    # penugasan
    h("penugasan.index", *STAF, "penera_baru"),
    h("penugasan.index", "admin", q="tidak ada yang begini"),
    h("penugasan.baru", *LOKET),
    h("penugasan.baru", "admin", mulai="2030-01-01"),
    h("penugasan.ubah", *LOKET, id="@surat"),
    h("penugasan.ubah", "admin", id="@surat_jadi"),
    h("penugasan.rincian", *STAF, id="@surat", bidang=TANPA),
    h("penugasan.rincian", *KANTOR, id="@surat_jadi", bidang=TANPA),
    h("penugasan.tandatangani", *LOKET, id="@surat"),
    # pembayaran
    h("pembayaran.admin_index", *KANTOR),
    h("pembayaran.admin_index", *LOKET, status="diunggah"),
    h("pembayaran.admin_index", *LOKET, q="tidak ada yang begini"),
    *(h("pembayaran.rincian", "peserta", pengajuan_id=f"@{s}") for s in
      ("baru", "terjadwal", "terbayar", "diproses", "dibatalkan")),
    *(h("pembayaran.periksa", *KANTOR, pengajuan_id=f"@{s}") for s in
      ("terjadwal", "terbayar", "diproses")),
    h("pembayaran.loket", *LOKET, pengajuan_id="@terjadwal"),
    # pengujian
    h("pengujian.hasil", *UJI, pengajuan_id="@diproses"),
    h("pengujian.hasil", *UJI, pengajuan_id="@selesai_sah"),
    h("pengujian.terbitkan", *LOKET, pengajuan_id="@menunggu_dokumen"),
    h("pengujian.koreksi", "admin", pengajuan_id="@selesai_sah"),
    h("pengujian.koreksi", "admin", pengajuan_id="@selesai_batal"),
    # serah: the counter
    h("serah.admin_index", *KANTOR),
    *(h("serah.admin_index", *KANTOR, tahap=t) for t in
      ("di-kantor", "kembali", "dokumen", "selesai")),
    h("serah.admin_index", "pelayanan", q="tidak ada yang begini", hari="lewat"),
    *(h("serah.rincian", "peserta", *STAF, pengajuan_id=f"@{s}") for s in
      ("terjadwal", "diproses", "selesai_sah")),
    *(h("serah.terima", *LOKET, pengajuan_id=f"@{s}") for s in ("terjadwal", "diproses")),
    *(h("serah.kembali", *LOKET, pengajuan_id=f"@{s}") for s in
      ("diproses", "siap_diambil", "selesai_sah")),
    *(h("serah.dokumen", *LOKET, pengajuan_id=f"@{s}") for s in ("siap_diambil", "diproses")),
    *(h("serah.koreksi_serah", "admin", pengajuan_id=f"@{s}") for s in
      ("terjadwal", "diproses", "selesai_sah")),
    *(h("serah.cetak", *LOKET, pengajuan_id="@selesai_sah", bukti=b) for b in
      ("label", "pengajuan", "terima", "kembali", "dokumen")),
    *(h(f"peserta.admin_{apa}", *LOKET, id=f"@{s}", bidang=TANPA) for apa in
      ("ubah", "identitas", "hapus") for s in ("saya", "registrasi_baru")),
    h("peserta.admin_index", *KANTOR, habis="1", kelompok="pemilik", baris="50"),
    h("serah.loket", *LOKET),
    *(h("serah.loket", *LOKET, peserta=f"@{s}") for s in ("saya", "kosong", "registrasi_baru")),
    h("serah.loket", *LOKET, q="toko uji", peserta="@saya"),
    h("serah.loket", *LOKET, q="tidak ada yang begini"),
    # meja, borongan, catatan
    *(h("borongan.pratinjau", *LOKET, aksi=a, pilih=f"@{s}", bidang=TANPA) for a, s in
      (("terima", "baru"), ("terima", "diterima"), ("jadwalkan", "diterima"),
       ("terbitkan", "menunggu_dokumen"))),
    h("borongan.pratinjau", *LOKET, aksi="terbitkan", bidang=TANPA),
    *(h("catatan.index", *STAF, pengajuan_id=f"@{s}") for s in ("diproses", "selesai_sah")),
    h("pengajuan.admin_index", *LOKET, jenis="1", kecamatan="1", baris="50"),
    h("pengajuan.rincian", *LOKET, id="@baru", antre="status=baru"),
    h("pengajuan.lampiran", "peserta", *STAF, id="@diproses"),
    h("uttp.index", *KANTOR, keabsahan="segera_30"),
    # tarif
    h("tarif.admin_index", *KANTOR),
    h("tarif.baru", "admin"),
    h("tarif.akhiri", "admin", id="@tarif"),
    # tarif: filters, copies, examples, what-if
    h("tarif.admin_index", "admin", masa="nanti"),
    h("tarif.salin", "admin", id="@tarif"),
    h("tarif.daftar_contoh", "admin"),
    h("tarif.hitung", *KANTOR),
    h("tarif.hitung", "admin", jenis_id="@jenis", layanan="tera", lokasi="kantor",
      tanggal="2027-01-04", kapasitas="30"),
    *(h("pembayaran.perkiraan", *LOKET, pengajuan_id=f"@{s}") for s in ("diterima", "diproses")),
    h("notifikasi.index", *SEMUA, "kosong"),
    # profil
    h("profil.ubah", "peserta", "penyedia"),
    h("profil.tempat", "peserta", "kosong"),
    h("profil.tempat_baru", "peserta"),
    h("profil.tempat_ubah", "peserta", id="@tempat"),
    h("profil.minta", "peserta", "kosong"),
    *(h("profil.minta_baru", "peserta", isian=i) for i in ("nama", "npwp", "pic_nik")),
    h("profil.koreksi", "peserta", id="@uttp_lama"),
    *(h("profil.koreksi_baru", "peserta", id="@uttp_lama", isian=i) for i in
      ("jenis_id", "nomor_seri", "kapasitas")),
    h("profil.admin_index", *KANTOR),
    h("profil.admin_index", *KANTOR, status="selesai"),
    *(h("profil.admin_rincian", *KANTOR, id=f"@{p}") for p in
      ("perubahan", "perubahan_ditolak", "koreksi", "koreksi_diterima")),
    h("profil.admin_tolak", *LOKET, id="@perubahan", bidang=TANPA),
    h("uttp.pensiun", "peserta", *LOKET, id="@uttp"),
    h("uttp.rincian", "peserta", *KANTOR, id="@uttp_pensiun"),
    h("uttp.ubah", "peserta", *LOKET, id="@uttp_tempat"),
    h("uttp.index", "peserta", keabsahan="pensiun"),
    # pribadi
    h("pribadi.index", "peserta", "penyedia", "kosong", bidang=LAINNYA),
    h("pribadi.akses", "peserta", "kosong"),
    *(h("pribadi.minta", "peserta", jenis=j) for j in ("perbaikan", "penghapusan")),
    h("pribadi.admin_index", *KANTOR),
    h("pribadi.admin_index", *KANTOR, status="selesai"),
    h("pribadi.admin_rincian", *KANTOR, id="@permintaan"),
    h("pengujian.mengapa", "peserta", *STAF, id="@selesai_sah"),
    h("pengujian.mengapa_alat", "peserta", *KANTOR, id="@uttp_selesai_sah"),
    h("pengujian.mengapa_alat", "peserta", id="@uttp"),
    # data master
    h("pengaturan.master", *KANTOR),
    h("pengaturan.daftar_wilayah", *KANTOR),
    h("pengaturan.kecamatan_baru", "admin"),
    *(h(f"pengaturan.{e}", "admin", id="@kecamatan") for e in ("kecamatan_ubah", "kelurahan_baru")),
    h("pengaturan.kelurahan_ubah", "admin", id="@kelurahan"),
    h("pengaturan.pengaturan_kantor", "admin", "kepala"),
    *(h("pengaturan.kantor_ubah", "admin", bagian=b) for b in
      ("identitas", "kontak", "tautan", "nomor", "janji", "retensi")),
    h("katalog.admin_index", *KANTOR),
    h("katalog.admin_index", "admin", q="tidak ada yang begini"),
    *(h("katalog.admin_rincian", *KANTOR, id=f"@{j}") for j in ("jenis", "jenis_bebas")),
    h("katalog.admin_baru", "admin"),
    h("katalog.admin_ubah", "admin", id="@jenis"),
    h("katalog.admin_hapus", "admin", id="@jenis_bebas"),
    *(h(f"katalog.{e}_baru", "admin", jenis_id="@jenis") for e in ("dokumen", "informasi", "masa")),
    h("katalog.dokumen_ubah", "admin", id="@dokumen_jenis"),
    h("katalog.informasi_ubah", "admin", id="@informasi_jenis"),
    h("katalog.masa_ubah", "admin", id="@masa"),
    # situs publik
    *(h(f"konten.{n}", *TAMU, "peserta", bidang=TANPA) for n in
      ("informasi", "tentang", "struktur", "layanan", "kontak", "sop", "jadwal")),
    *(h(f"konten.{n}", *TAMU) for n in
      ("berita", "galeri", "regulasi", "pegawai", "katalog")),
    *(h(f"konten.{n}", *TAMU, q="tidak ada yang begini") for n in
      ("berita", "regulasi", "pegawai", "katalog")),
    h("konten.berita_rincian", *TAMU, "admin", id="@berita", bidang=TANPA),
    h("konten.galeri_foto", *TAMU, "admin", id="@foto", bidang=TANPA),
    h("konten.katalog_jenis", *TAMU, id="@jenis", bidang=TANPA),
    h("konten.sebaran", *TAMU, id="@jenis", bidang=TANPA),
    h("konten.sebaran_kecamatan", *TAMU, id="@jenis", kecamatan_id="@kecamatan", bidang=TANPA),
    h("konten.admin_index", *KANTOR, bidang=TANPA),
    *(h("konten.daftar", *KANTOR, ragam=r) for r in RAGAM),
    *(h(f"konten.{n}", "admin", ragam=r, **i) for r in BAKU for n, i in
      (("baru", {}), ("ubah", {"id": f"@{r}"}), ("hapus", {"id": f"@{r}"}))),
    *(h(f"konten.warta_{n}", *LOKET, ragam=r, **i) for r in WARTA for n, i in
      (("baru", {}), ("ubah", {"id": f"@{r}"}), ("hapus", {"id": f"@{r}"}))),
    *(h("konten.halaman", "admin", kode=k) for k in ("tentang", "struktur")),
    # laporan
    h("laporan.admin_index", *STAF, bidang=TANPA),
    h("laporan.admin_lihat", *STAF, nama="pengajuan"),
    *(h("laporan.admin_lihat", *KANTOR, nama=n) for n in
      ("peserta", "skhp", "uttp", "waktu", "retribusi", "prakiraan")),
    h("laporan.admin_lihat", "admin", "kepala", nama="beban"),
    h("laporan.admin_lihat", "kepala", nama="uttp", menurut="jenis_kecamatan"),
    h("laporan.admin_lihat", "kepala", nama="pengajuan", q="tidak ada yang begini"),
    *(h("laporan.admin_ekspor", "kepala", id=f"@ekspor_{s}") for s in
      ("dikerjakan", "selesai", "batal", "berhenti")),
    # the staff guide
    h("publik.panduan_petugas", *STAF, bidang=TANPA),
    h("publik.panduan_petugas_bab", *STAF, bab="laporan", bidang=TANPA),
]  # fmt: skip


@dataclass(frozen=True)
class Lain:
    """An address that is no page: what comes instead."""

    halaman: Halaman
    kode: int
    jenis: str

    def __str__(self) -> str:
        return str(self.halaman)


def lain(kode: int, jenis: str, endpoint: str, *akun: str | None, **args: Any) -> Lain:
    return Lain(h(endpoint, *akun, **args), kode, jenis)


XLSX = MIME["xlsx"]
LAIN = [
    lain(200, "application/json", "sehat", *TAMU),
    lain(200, "text/plain", "publik.robots", *TAMU),
    lain(302, "text/html", "publik.favicon", *TAMU),
    lain(303, "text/html", "auth.captcha_baru", *TAMU),
    lain(303, "text/html", "auth.masuk_kode", *TAMU),
    # Where MFA is off there is no second step to set; tests/auth/test_mfa.py switches it on.
    lain(404, "text/html", "auth.dua_langkah", *SEMUA),
    lain(404, "text/html", "auth.admin_reset_mfa", "admin", id="@akun_penera"),
    lain(200, "application/pdf", "uttp.format_surat", *TAMU),
    lain(200, "image/jpeg", "uttp.foto", "peserta", *KANTOR, id="@uttp"),
    lain(303, "text/html", "uttp.informasi", "peserta", *LOKET),
    lain(200, XLSX, "impor.templat", "peserta", *LOKET, bentuk="xlsx"),
    lain(200, XLSX, "impor.perbaikan", "peserta", *LOKET, id="@impor"),
    lain(200, XLSX, "armada.ekspor", "peserta", "penyedia", "kosong"),
    # laporan
    lain(200, XLSX, "laporan.admin_unduh", *STAF, nama="pengajuan", bentuk="xlsx"),
    lain(200, "text/csv", "laporan.admin_unduh", *KANTOR, nama="waktu", bentuk="csv"),
    *(lain(200, XLSX, "laporan.admin_layar", *KANTOR, nama=n, bentuk="xlsx", **a) for n, a in (
        ("daftar-peserta", {}), ("daftar-uttp", {"peserta": "@saya"}),
        ("daftar-pelanggan", {"penyedia": "@penyedia"}))),
    lain(200, XLSX, "laporan.admin_layar", "admin", "kepala", nama="daftar-catatan",
         bentuk="xlsx"),
    lain(200, XLSX, "laporan.admin_layar", *STAF, nama="daftar-pengajuan", bentuk="xlsx"),
    lain(200, XLSX, "laporan.admin_berkas", "kepala", id="@ekspor_selesai"),
    lain(404, "text/html", "laporan.admin_berkas", *LOKET, "penera", id="@ekspor_selesai"),
    lain(404, "text/html", "laporan.admin_ekspor", *LOKET, "penera", id="@ekspor_selesai"),
    lain(200, "image/jpeg", "profil.berkas", "peserta", *KANTOR, id="@perubahan"),
    lain(200, "image/jpeg", "core.berkas", "peserta", berkas_id="@berkas"),
    lain(404, "text/html", "core.berkas", *STAF, berkas_id="@berkas"),
    lain(303, "text/html", "pengajuan.berikutnya", *STAF, status="diproses"),
    lain(303, "text/html", "uttp.riwayat", "peserta", *KANTOR, id="@uttp_lama"),
    # data master
    lain(200, "image/jpeg", "katalog.gambar", *TAMU, "admin", id="@jenis"),
    lain(200, MIME["csv"], "katalog.masa_dampak", "admin", jenis_id="@jenis", bulan=24,
         berlaku_mulai="2030-01-01"),
    lain(404, "text/html", "pengaturan.logo", *TAMU),
    lain(303, "text/html", "pengaturan.contoh_nomor", "admin"),
    lain(200, "image/jpeg", "penugasan.pindaian", *STAF, id="@surat_jadi", berkas_id="@pindaian"),
    lain(200, "text/calendar", "jadwal.ics", "peserta", pengajuan_id="@terjadwal"),
    lain(200, "image/jpeg", "pembayaran.bukti", "peserta", *KANTOR,
         pengajuan_id="@terbayar", berkas_id="@bukti_terbayar"),
    # situs publik
    lain(200, "image/jpeg", "konten.gambar", *TAMU, ragam="foto", id="@foto",
         berkas_id="@gambar_foto"),
    lain(200, "image/jpeg", "konten.gambar_halaman", *TAMU, nama="struktur",
         berkas_id="@gambar_struktur"),
    lain(200, "application/pdf", "konten.unduh", *TAMU, ragam="sop", id="@sop"),
    lain(200, "text/calendar", "konten.sidang_ics", *TAMU, id="@sidang"),
    lain(200, "text/calendar", "konten.jadwal_ics", *TAMU),
]  # fmt: skip

# Reached by the crawl through the pages that show them: their tokens and numbers stand there.
LEWAT_HALAMAN = {
    "core.aset",
    "auth.captcha_gambar",
    "auth.captcha_suara",
    "uttp.format_dokumen",
    "pengajuan.berkas",
}
