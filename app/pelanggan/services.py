"""Acts on customers: check, add, change, remove, register as owner, release.

Staff (admin, pelayanan) may do all of it for any penyedia, a penyedia for its own customers. What
moves instruments and links stands in `alih`; everything is to be had from here.
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core import audit, clock
from app.core.db import jika_bentrok, segar
from app.core.errors import AturanDilanggar
from app.core.format import samarkan, telepon
from app.core.outbox import pesan
from app.extensions import Pelaku, db
from app.pelanggan.alih import (
    SudahPindah,
    ada,
    hubungkan,
    lepaskan,
    pindahkan,
    tarik_kembali,
    terkunci,
    untuk_diubah,
)
from app.pelanggan.models import KerjaSama
from app.pelanggan.states import Temuan
from app.pengajuan.models import Pengajuan
from app.pengaturan.models import Kelurahan
from app.pengaturan.services import nomor_tercetak
from app.peserta.models import Peserta, indeks_npwp
from app.peserta.services import PELAYANAN
from app.peserta.states import LABEL_STATUS, Kelompok, StatusPeserta
from app.uttp.models import Kepemilikan, Uttp

__all__ = [
    "HasilCek", "IsiPelanggan", "IsiPic", "SudahPindah", "cek", "daftarkan", "hapus", "lepaskan",
    "pindahkan", "tambah", "tarik_kembali", "ubah",
]  # fmt: skip

DIRI_SENDIRI = "NPWP ini NPWP usaha penyedia sendiri. Masukkan NPWP usaha pelanggan."
DILAYANI = (
    "Usaha dengan NPWP ini sudah menjadi pelanggan penyedia lain, jadi belum dapat ditambahkan. "
    "Bila usaha itu sudah pindah ke Anda, minta penyedia lamanya melepaskannya atau hubungi kantor."
)
MASIH_BERALAT = (
    "Pelanggan ini masih punya atau memakai alat. Pindahkan atau hapus dulu alatnya lewat "
    "Daftar Alat UTTP pelanggan."
)
BERRIWAYAT = (
    "Pelanggan ini sudah punya riwayat pengajuan, kepemilikan alat, atau penyedia, jadi datanya "
    "tetap disimpan. Tekan Lepaskan bila tidak Anda layani lagi."
)
BERUBAH = (
    "Data pelanggan ini baru saja diubah orang lain. Periksa isinya sekarang, lalu ulangi "
    "perubahan Anda."
)


@dataclass(frozen=True)
class HasilCek:
    """`peserta` (kelurahan and kecamatan loaded) only for DIKENAL and PELANGGAN_ANDA. Of one that
    is merely known a page shows name, address and the masked `telp` and `email`, no more."""

    temuan: Temuan
    peserta: Peserta | None = None

    @property
    def telp(self) -> str:
        """0811-••••-•234"""
        nomor = telepon(self.peserta.telp if self.peserta else None)
        return nomor[:4] + "".join("•" if c.isdigit() else c for c in nomor[4:-3]) + nomor[-3:]

    @property
    def email(self) -> str:
        """t•••••@contoh.test"""
        if self.peserta is None or not self.peserta.email:
            return samarkan(None)
        nama, _, domain = self.peserta.email.rpartition("@")
        return f"{nama[:1]}•••••@{domain}"


@dataclass(frozen=True, kw_only=True)
class IsiPelanggan:
    """What the form of a customer says. `npwp` as digits (identitas.rapikan_npwp)."""

    npwp: str
    nama: str
    alamat: str
    kelurahan_id: int
    telp: str
    email: str | None


@dataclass(frozen=True, kw_only=True)
class IsiPic:
    """Who will look after the instruments of a customer that becomes an owner."""

    pic_nik: str
    pic_nama: str
    pic_jabatan: str
    pic_telp: str
    pic_wa: str
    pic_email: str | None


# --- the list of customers --------------------------------------------------------------------


def cek(npwp: str, penyedia: Peserta) -> HasilCek:
    """Whom this NPWP stands for, as far as a penyedia may know. Reads only.

    A registration that waits or was refused claims nothing, so it is nobody known. The view counts
    the checks: batas.jaga(f"cek-npwp:{pelaku.id}", batas.CEK_NPWP).
    """
    indeks = indeks_npwp(npwp)
    if indeks == penyedia.npwp_indeks:
        return HasilCek(Temuan.DIRI_SENDIRI)
    ada = db.session.scalar(
        sa.select(Peserta)
        .where(Peserta.npwp_indeks == indeks, Peserta.berlaku())
        .options(joinedload(Peserta.kelurahan).joinedload(Kelurahan.kecamatan))
    )
    if ada is None:
        return HasilCek(Temuan.BARU)
    if ada.penyedia_id is None:
        return HasilCek(Temuan.DIKENAL, ada)
    if ada.penyedia_id == penyedia.id:
        return HasilCek(Temuan.PELANGGAN_ANDA, ada)
    return HasilCek(Temuan.DILAYANI)


def tambah(
    penyedia: Peserta, isi: IsiPelanggan, pelaku: Pelaku, kunci_form: str | None = None
) -> Peserta:
    """Link a customer; one that is known already keeps its data whatever was typed.

    Checked again here, whatever the page showed. The penyedia is locked, so that two clicks come
    one after the other and the second gets the customer of the first; of two penyedia at once the
    unique NPWP, or the lock on a known row, lets one through. AturanDilanggar(…, "npwp").
    """
    penyedia = segar(penyedia, kunci=True)
    _cek_penyedia(penyedia, pelaku)
    if kunci_form and (lama := _dengan_kunci(kunci_form, penyedia.id)):
        return lama
    hasil = cek(isi.npwp, penyedia)
    pelanggan = _yang_dikenal(hasil) if hasil.temuan != Temuan.BARU else _baru(isi)
    hubungkan(pelanggan, penyedia.id, pelaku, kunci_form=kunci_form)
    audit.catat(
        "pelanggan_tambah", "peserta", pelanggan.id, pelaku,
        sesudah={"nomor": pelanggan.nomor, "penyedia": penyedia.id, "temuan": hasil.temuan},
    )  # fmt: skip
    pesan(
        pelanggan.pengguna_id,
        f"{penyedia.nama} mencatat Anda sebagai pelanggan",
        f"{penyedia.nama} dapat mencatat alat miliknya yang Anda pakai. Alat dan pengajuan Anda "
        "sendiri tidak terlihat olehnya. Bila Anda bukan pelanggannya, hubungi kantor.",
        "/uttp",
    )
    return pelanggan


def _cek_penyedia(penyedia: Peserta, pelaku: Pelaku) -> None:
    """Customers belong to a penyedia that works with us now."""
    if pelaku.peran not in PELAYANAN and penyedia.pengguna_id != pelaku.id:
        raise AturanDilanggar("Anda hanya dapat menambah pelanggan Anda sendiri.")
    if penyedia.kelompok != Kelompok.PENYEDIA:
        raise AturanDilanggar("Hanya peserta kelompok Penyedia Alat yang punya pelanggan.")
    if penyedia.status != StatusPeserta.AKTIF:
        raise AturanDilanggar(
            f"{penyedia.nama} tidak aktif, jadi belum dapat menambah pelanggan. Aktifkan dulu "
            "pesertanya."
        )


def _dengan_kunci(kunci_form: str, penyedia_id: int) -> Peserta | None:
    """The customer the first click made."""
    cari = sa.select(Peserta).join(KerjaSama, KerjaSama.pelanggan_id == Peserta.id)
    cari = cari.where(KerjaSama.kunci_form == kunci_form, KerjaSama.penyedia_id == penyedia_id)
    return db.session.scalar(cari)


def _yang_dikenal(hasil: HasilCek) -> Peserta:
    if hasil.temuan == Temuan.DIRI_SENDIRI:
        raise AturanDilanggar(DIRI_SENDIRI, "npwp")
    if hasil.temuan == Temuan.PELANGGAN_ANDA and hasil.peserta:
        raise AturanDilanggar(f"{hasil.peserta.nama} sudah ada di Daftar Pelanggan.", "npwp")
    pelanggan = terkunci(hasil.peserta.id) if hasil.peserta else None
    if pelanggan is None or pelanggan.penyedia_id is not None:
        raise AturanDilanggar(DILAYANI, "npwp")
    return pelanggan


def _baru(isi: IsiPelanggan) -> Peserta:
    baru = Peserta(
        nomor=nomor_tercetak("REG"),
        kelompok=Kelompok.PEMAKAI,
        status=StatusPeserta.PELANGGAN,
        **vars(isi),
    )
    db.session.add(baru)
    with jika_bentrok(
        {
            "peserta.npwp_indeks": (DILAYANI, "npwp"),
            "peserta.kelurahan_id": ("Pilih kelurahan dari daftar.", "kelurahan_id"),
        }
    ):
        db.session.flush()
    return baru


def ubah(pelanggan: Peserta, isi: IsiPelanggan, pelaku: Pelaku, versi: datetime | None) -> None:
    """Change a customer that is not itself a participant (staff: any). NPWP stays; `versi` is the
    `diubah_pada` the person saw."""
    kini = untuk_diubah(pelanggan, pelaku)
    if pelaku.peran not in PELAYANAN and kini.status != StatusPeserta.PELANGGAN:
        raise AturanDilanggar(
            "Usaha ini sudah terdaftar atau sedang didaftarkan sebagai peserta. Perubahan datanya "
            "dibantu oleh Admin; hubungi kantor."
        )
    if versi is not None and versi != kini.diubah_pada:
        raise AturanDilanggar(BERUBAH)
    baru = {k: v for k, v in vars(isi).items() if k != "npwp" and getattr(kini, k) != v}
    if not baru:
        return
    for kolom, nilai in baru.items():
        setattr(kini, kolom, nilai)
    with jika_bentrok({"peserta.kelurahan_id": ("Pilih kelurahan dari daftar.", "kelurahan_id")}):
        db.session.flush()
    audit.catat("pelanggan_ubah", "peserta", kini.id, pelaku, sesudah={"diubah": sorted(baru)})


def hapus(pelanggan: Peserta, pelaku: Pelaku) -> None:
    """Remove a customer (status pelanggan) that was never anything else: no instruments, no
    applications, no ownership, no other penyedia. Whoever has a history is released instead."""
    kini = untuk_diubah(pelanggan, pelaku)
    if kini.status != StatusPeserta.PELANGGAN:
        raise AturanDilanggar(
            "Usaha ini peserta atau sedang didaftarkan, jadi datanya tidak dihapus. Tekan "
            "Lepaskan bila tidak Anda layani lagi."
        )
    if ada(Uttp, sa.or_(Uttp.pemilik_id == kini.id, Uttp.pemakai_id == kini.id)):
        raise AturanDilanggar(MASIH_BERALAT)
    if (
        ada(Pengajuan, Pengajuan.peserta_id == kini.id)
        or ada(Kepemilikan, Kepemilikan.pemilik_id == kini.id)
        or ada(KerjaSama, KerjaSama.pelanggan_id == kini.id, KerjaSama.sampai.is_not(None))
    ):
        raise AturanDilanggar(BERRIWAYAT)
    id, lama = kini.id, {"nomor": kini.nomor, "nama": kini.nama, "penyedia": kini.penyedia_id}
    db.session.delete(kini)
    with jika_bentrok({"*": (BERRIWAYAT, None)}):
        db.session.flush()
    audit.catat("pelanggan_hapus", "peserta", id, pelaku, sebelum=lama)


# --- an owner of its own ----------------------------------------------------------------------


def daftarkan(pelanggan: Peserta, isi_pic: IsiPic, pelaku: Pelaku) -> None:
    """The customer becomes a registration that waits for approval, kelompok Pemilik Alat.

    For a penyedia only when instruments were transferred to it; staff may register any, so that
    who comes to the counter by itself gets what is on record. Its NPWP stays taken meanwhile, and
    its penyedia goes on looking after its instruments. The queue counts from today.
    """
    kini = untuk_diubah(pelanggan, pelaku)
    if kini.status != StatusPeserta.PELANGGAN:
        sebutan = LABEL_STATUS[StatusPeserta(kini.status)][0]
        raise AturanDilanggar(f"{kini.nama} sudah didaftarkan. Statusnya sekarang {sebutan}.")
    if pelaku.peran not in PELAYANAN and not ada(Uttp, Uttp.pemilik_id == kini.id):
        raise AturanDilanggar(
            "Pelanggan didaftarkan sebagai pemilik setelah ada alat yang dipindahkan kepadanya. "
            "Pindahkan dulu kepemilikan alat yang dipakainya."
        )
    for kolom, nilai in vars(isi_pic).items():
        setattr(kini, kolom, nilai)
    kini.status, kini.kelompok = StatusPeserta.BARU, Kelompok.PEMILIK
    kini.alasan_tolak, kini.didaftarkan_oleh_id = None, pelaku.id
    kini.diputus_pada = kini.diputus_oleh_id = None
    kini.dibuat_pada = clock.now()
    db.session.flush()
    audit.catat(
        "pelanggan_daftarkan", "peserta", kini.id, pelaku,
        sebelum={"status": StatusPeserta.PELANGGAN}, sesudah={"status": StatusPeserta.BARU},
    )  # fmt: skip
