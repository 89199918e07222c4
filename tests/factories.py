"""Rows for tests: plain functions with defaults; all names and numbers are invented."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import count
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from app.auth.models import Pengguna, indeks_nik
from app.auth.queries import nama_tertulis
from app.core import clock, uploads
from app.draf.models import BerkasDraf, Draf, DrafAlat
from app.extensions import db
from app.konten import models as situs
from app.laporan.models import Ekspor
from app.pelanggan.models import KerjaSama
from app.pengajuan.models import BerkasPengajuan, Pengajuan, RetribusiBaris, Skhp
from app.pengajuan.states import BERTANGGAL, Lokasi, Status
from app.pengaturan.models import Kelurahan
from app.peserta.models import Peserta
from app.serah.models import SerahTerima
from app.tarif.models import Tarif
from app.uttp.models import JenisUttp, Kepemilikan, Uttp
from app.uttp.states import tambah_bulan
from tests import berkas as contoh

_urut: Iterator[int] = count(1)
SANDI = "timbangan-jujur-77"


def _simpan(row: Any) -> Any:
    # What a test read before is an old snapshot by now, and SQLite refuses to write on one.
    db.session.commit()
    db.session.add(row)
    db.session.commit()
    return row


@cache
def _hash_sandi() -> str:
    """Hashing is slow on purpose; one hash serves every account of a test run."""
    from app.auth.sandi import buat_hash

    return str(buat_hash(SANDI))


def nik(urut: int | None = None) -> str:
    """A well-formed NIK of nobody."""
    n = urut if urut is not None else next(_urut)
    return f"647101{(n % 28) + 1:02d}0190{(n % 9998) + 1:04d}"


def buat_pengguna(peran: str = "pelayanan", *, sandi: bool = False, **kw: Any) -> Pengguna:
    """An account. `sandi=True` gives it the password SANDI."""
    n = next(_urut)
    isi: dict[str, Any] = {
        "nama_masuk": f"{peran}{n}",
        "nama": f"Petugas {n}",
        "peran": peran,
        "sandi": _hash_sandi() if sandi else None,
    }
    return _simpan(Pengguna(**(isi | kw)))


def nama_ketik(akun: Pengguna) -> str:
    """What the owner of the account types to sign in."""
    return nama_tertulis(akun)


def _kelurahan_id(n: int) -> int:
    semua = list(db.session.scalars(sa.select(Kelurahan.id).order_by(Kelurahan.kode)))
    return semua[n % len(semua)]


def isi_peserta(**kw: Any) -> dict[str, Any]:
    """Columns of a participant that waits for approval."""
    n = next(_urut)
    return {
        "nomor": f"REG-2025-{n:06d}",  # the program counts this year
        "kelompok": "pemilik",
        "status": "baru",
        "npwp": f"0{n:015d}",
        "nama": f"Toko Uji {n}",
        "alamat": f"Jalan Uji Nomor {n}",
        "kelurahan_id": _kelurahan_id(n),
        "telp": f"+62811{n:07d}",
        "email": f"toko{n}@contoh.test",
        "pic_nik": nik(n),
        "pic_nama": f"Pemilik {n}",
        "pic_jabatan": "Pemilik",
        "pic_telp": f"+62811{n:07d}",
        "pic_wa": f"+62811{n:07d}",
        "pic_email": f"pic{n}@contoh.test",
    } | kw


def buat_registrasi(**kw: Any) -> Peserta:
    """A registration that waits for approval."""
    return _simpan(Peserta(**isi_peserta(**kw)))


def buat_peserta(kelompok: str = "pemilik", *, sandi: bool = False, **kw: Any) -> Peserta:
    """An accepted participant; its account is at `.pengguna`."""
    isi = isi_peserta(kelompok=kelompok, **({"status": "aktif"} | kw))
    akun = buat_pengguna("peserta", sandi=sandi, nama_masuk=indeks_nik(isi["pic_nik"]),
                         nama=isi["pic_nama"])  # fmt: skip
    return _simpan(Peserta(pengguna=akun, diputus_pada=clock.now(), **isi))


def buat_pelanggan(penyedia: Peserta, **kw: Any) -> Peserta:
    """A customer of a penyedia, without an account."""
    isi = isi_peserta(kelompok="pemakai", status="pelanggan", penyedia_id=penyedia.id)
    tanpa_pic = {k: None for k in isi if k.startswith("pic_")}
    baru = _simpan(Peserta(**(isi | tanpa_pic | kw)))
    if baru.penyedia_id is not None:
        _simpan(KerjaSama(penyedia_id=baru.penyedia_id, pelanggan_id=baru.id))
    return baru


@cache
def _isi_berkas(jenis: str) -> tuple[bytes, bytes | None]:
    if jenis == "pdf":
        return contoh.pdf(), None
    kecil = contoh.jpeg(64, 48)
    return contoh.jpeg(), kecil


def buat_berkas(
    pengunggah: Pengguna | None = None, jenis: str = "jpg", **kw: Any
) -> uploads.Berkas:
    """A stored file nobody linked yet."""
    utama, kecil = _isi_berkas(jenis)
    toko = uploads.penyimpanan()
    isi: dict[str, Any] = {
        "kunci": toko.simpan(utama),
        "kunci_kecil": toko.simpan(kecil) if kecil else None,
        "nama": f"berkas-{next(_urut)}.{jenis}",
        "jenis": jenis,
        "ukuran": len(utama),
        "sha256": "0" * 64,
        "pengunggah_id": pengunggah.id if pengunggah else None,
    }
    return _simpan(uploads.Berkas(**(isi | kw)))


def jenis(kode: str = "TBO-03") -> JenisUttp:
    """A type of the reference data: TBO-03 electronic scale, PUB-01 fuel pump (has documents)."""
    hasil = db.session.scalar(sa.select(JenisUttp).where(JenisUttp.kode == kode))
    assert hasil is not None
    return hasil


def buat_uttp(pemilik: Peserta | None = None, kode: str = "TBO-03", **kw: Any) -> Uttp:
    """An instrument, by default with an owner of its own."""
    n = next(_urut)
    pemilik_id = (pemilik or buat_peserta()).id
    isi: dict[str, Any] = {
        "jenis_id": jenis(kode).id,
        "pemilik_id": pemilik_id,
        "merk": "Timbang Jaya",
        "tipe": "TJ-30",
        "kapasitas": Decimal(30),
        "nomor_seri": f"SN-{n}",
        "sidik": f"TIMBANGJAYA|SN{n}",
        "foto_id": buat_berkas().id,
    }
    baru = Uttp(**(isi | kw))
    if "kepemilikan" not in kw:
        baru.kepemilikan = [
            Kepemilikan(pemilik_id=baru.pemilik_id, sejak=baru.dibuat_pada or clock.now())
        ]
    return _simpan(baru)


def buat_pengajuan(status: str = "baru", uttp: Uttp | None = None, **kw: Any) -> Pengajuan:
    """An application in this status, with what the status needs; by default an instrument and an
    owner of its own. Two files are linked: a photo and a letter."""
    n = next(_urut)
    uttp = uttp or buat_uttp()
    pemilik = db.session.scalar(sa.select(Peserta).where(Peserta.id == uttp.pemilik_id))
    assert pemilik is not None
    isi: dict[str, Any] = {
        "nomor": f"TU-2026-{n:06d}",
        "uttp_id": uttp.id,
        "peserta_id": uttp.pemilik_id,
        "layanan": "tera_ulang",
        "skhp_lama": "ada",
        "skhp_lama_nomor": f"510.63/{n:04d}/UPTD-MET/2025",
        "status": status,
        "dibuat_oleh_id": pemilik.pengguna_id or buat_pengguna().id,
    }
    if status in BERTANGGAL:
        isi |= {
            "lokasi": Lokasi.KANTOR,
            "tanggal_uji": hari_kerja_berikut(3),
            "menit": 30,
            "retribusi": 50_000 if status in (Status.TERJADWAL, Status.TERBAYAR) else 0,
        }
        if "penera_id" not in kw:
            isi["penera_id"] = buat_pengguna("penera").id
    isi |= {
        Status.MENUNGGU_PILIHAN: {"lokasi": Lokasi.KANTOR},
        Status.PERLU_PERBAIKAN: {"perbaikan": "Foto pelat nama buram."},
        Status.DIBATALKAN: {"alasan": "Alat sudah dijual."},
        Status.MENUNGGU_DOKUMEN: {"tanggal_hasil": clock.today()},
        Status.SELESAI_SAH: {"tanggal_hasil": clock.today()},
        Status.SELESAI_BATAL: {"tanggal_hasil": clock.today(), "keterangan": "Melebihi BKD."},
    }.get(Status(status), {})
    baru = Pengajuan(**(isi | kw))
    baru.berkas = [
        BerkasPengajuan(berkas_id=buat_berkas().id, guna="foto_kondisi"),
        BerkasPengajuan(berkas_id=buat_berkas(jenis="pdf").id, guna="surat_permohonan"),
    ]
    _simpan(baru)
    if baru.retribusi is not None:
        buat_baris(baru)
    if status == Status.SELESAI_SAH:
        buat_skhp(baru)
    return baru


def buat_baris(pengajuan: Pengajuan, **kw: Any) -> RetribusiBaris:
    """The fee of an application in one line."""
    harga = pengajuan.retribusi or 0
    isi: dict[str, Any] = {
        "pengajuan_id": pengajuan.id,
        "urutan": 1,
        "uraian": "Tera Ulang alat uji",
        "satuan": "alat",
        "jumlah": 1,
        "harga": harga,
        "subtotal": harga,
        "dasar": pengajuan.dasar_retribusi or "Perda Uji 1/2024",
    }
    return _simpan(RetribusiBaris(**(isi | kw)))


def buat_draf(pengguna: Pengguna, *alat: Uttp, **kw: Any) -> Draf:
    """An application that is being filled in, with a photo for each instrument and a letter."""
    isi: dict[str, Any] = {
        "pengguna_id": pengguna.id,
        "peserta_id": alat[0].pemilik_id,
        "kunci_form": str(uuid4()),
        "bersama": len(alat) > 1,
        "isi": {"layanan": "tera_ulang"},
    }
    baru = _simpan(Draf(**(isi | kw)))
    _simpan(BerkasDraf(draf_id=baru.id, berkas_id=buat_berkas(pengguna, "pdf").id,
                       guna="surat_permohonan"))  # fmt: skip
    for uttp in alat:
        tambah_ke_draf(baru, uttp)
    return baru


def tambah_ke_draf(draf: Draf, uttp: Uttp, **isi: str) -> DrafAlat:
    """One more instrument of a draft."""
    pengguna = db.session.get(Pengguna, draf.pengguna_id)
    alat = _simpan(
        DrafAlat(draf_id=draf.id, pengguna_id=draf.pengguna_id, uttp_id=uttp.id, isi=isi)
    )
    _simpan(BerkasDraf(draf_id=draf.id, draf_alat_id=alat.id, guna="foto_kondisi",
                       berkas_id=buat_berkas(pengguna).id))  # fmt: skip
    return alat


def buat_skhp(pengajuan: Pengajuan, **kw: Any) -> Skhp:
    """The certificate data of a finished application."""
    n = next(_urut)
    isi: dict[str, Any] = {
        "pengajuan_id": pengajuan.id,
        "nomor": f"510.63/{n:04d}/UPTD-MET/XI/2026",
        "tanggal": clock.today(),
        "berlaku_sampai": tambah_bulan(clock.today(), 12),  # as proposed
        "dibuat_oleh_id": pengajuan.dibuat_oleh_id,
    }
    return _simpan(Skhp(**(isi | kw)))


def buat_serah(pengajuan: Pengajuan, *apa: str, **kw: Any) -> SerahTerima:
    """What was handed over: any of terima, kembali, dokumen; received where it was returned."""
    petugas = buat_pengguna()
    isi: dict[str, Any] = {"pengajuan_id": pengajuan.id}
    if {"terima", "kembali"} & set(apa):
        isi |= {"tanggal_terima": clock.today(), "terima_oleh_id": petugas.id, "cetak_terima": 1}
    for ke in {"kembali", "dokumen"} & set(apa):
        isi |= {
            f"tanggal_{ke}": clock.today(),
            f"{ke}_oleh_id": petugas.id,
            f"{ke}_nik": nik(),
            f"{ke}_nama": "Budi Santoso",
            f"{ke}_hubungan": "karyawan",
            f"cetak_{ke}": 1,
        }
    if pengajuan.status == Status.SELESAI_SAH:
        isi["dokumen_siap_pada"] = clock.now()
    return _simpan(SerahTerima(**(isi | kw)))


def buat_tarif(harga: int = 50_000, **kw: Any) -> Tarif:
    """A fee that holds for everything unless narrowed."""
    isi: dict[str, Any] = {
        "harga": harga,
        "berlaku_mulai": date(2024, 1, 5),
        "dasar_hukum": "Perda Uji 1/2024",
    }
    return _simpan(Tarif(**(isi | kw)))


def buat_ekspor(pengguna: Pengguna, status: str = "antre", **kw: Any) -> Ekspor:
    """A file that was asked for; a finished one has its bytes."""
    isi: dict[str, Any] = {
        "pengguna_id": pengguna.id,
        "laporan": "pengajuan",
        "bentuk": "xlsx",
        "saringan": {"dari": "2026-01-01", "sampai": "2026-12-31"},
        "kata": [],
        "status": status,
        "jumlah": 5_000,
        "dipegang_sampai": clock.now() + timedelta(minutes=5),
    }
    if status == "selesai":
        isi |= {"kunci": uploads.penyimpanan().simpan(b"isi berkas"), "ukuran": 10}
    return _simpan(Ekspor(**(isi | kw)))


def hari_kerja_berikut(n: int = 1) -> date:
    """The nth weekday after today."""
    hari = clock.today()
    while n:
        hari += timedelta(days=1)
        n -= hari.weekday() < 5
    return hari


def ambil_uttp(id: int) -> Uttp:
    """The instrument as it stands in the database now."""
    hasil = db.session.get(Uttp, id)
    assert hasil is not None
    return hasil


def isi_konten(ragam: str) -> dict[str, Any]:
    """Columns of a row of the public site, published."""
    n = next(_urut)
    gambar = {"gambar_id": buat_berkas().id, "alt": f"Gambar {n}", "lebar": 640, "tinggi": 480}
    dokumen = {"dokumen_id": buat_berkas(jenis="pdf").id}
    isi: dict[str, Any] = {
        "slide": {"judul": f"Slide {n}", **gambar},
        "layanan": {"nama": f"Layanan {n}", "ringkas": f"Ringkasan {n}.", "naskah": "Isi."},
        "berita": {"judul": f"Berita {n}", "naskah": f"Isi berita {n}."},
        "foto": gambar,
        "regulasi": {"jenis": "permendag", "nomor": str(n), "tahun": 2024, "judul": f"Aturan {n}",
                     **dokumen},
        "sop": {"judul": f"SOP {n}", **dokumen},
        "jabatan": {"nama": f"Jabatan {n}"},
        "pegawai": {"nama": f"Pegawai {n}"},
        "sidang": {"tempat": f"Pasar {n}", "alamat": f"Jalan Pasar {n}", "jam": "08.00–12.00",
                   "tanggal": clock.today() + timedelta(days=7), "alat": "Timbangan"},
    }  # fmt: skip
    return dict(isi[ragam])


def buat_konten(ragam: str, **kw: Any) -> Any:
    """A row of the public site; by default everybody sees it."""
    isi = isi_konten(ragam) | kw
    if ragam == "pegawai" and "jabatan_id" not in isi:
        isi["jabatan_id"] = buat_konten("jabatan").id
    return _simpan(situs.MODEL[ragam](**isi))
