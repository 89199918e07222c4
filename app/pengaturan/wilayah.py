"""Keeping kecamatan and kelurahan: added, renamed, taken out of use; removed only while unused."""

from typing import Any

from app.core import audit, cache
from app.core.db import jika_bentrok, segar
from app.core.versi import cek_versi
from app.extensions import db
from app.pengaturan.models import Kecamatan, Kelurahan
from app.pengaturan.services import catat_terhapus

Wilayah = Kecamatan | Kelurahan
KEMBAR = ("Kode ini sudah dipakai wilayah lain. Tulis kode yang belum ada.", "kode_wilayah")
DIPAKAI = (
    "Wilayah ini sudah dipakai peserta, tempat usaha, atau kelurahan, jadi tidak dapat dihapus. "
    "Nonaktifkan supaya tidak ditawarkan lagi."
)


def isi(w: Wilayah) -> dict[str, Any]:
    """A region as its form shows it."""
    return {"nama": w.nama, "aktif": w.aktif}


def tambah(kecamatan: Kecamatan | None, *, kode_wilayah: str, nama: str, aktif: bool) -> Wilayah:
    """A kelurahan of this kecamatan, or a kecamatan."""
    baru: Wilayah
    if kecamatan is None:
        baru = Kecamatan(kode=kode_wilayah, nama=nama, aktif=aktif)
    else:
        baru = Kelurahan(kecamatan_id=kecamatan.id, kode=kode_wilayah, nama=nama, aktif=aktif)
    with jika_bentrok({f"{baru.__tablename__}.kode": KEMBAR}):
        db.session.add(baru)
    _catat("wilayah_tambah", baru, None, isi(baru))
    return baru


def ubah(w: Wilayah, *, versi: str | None, nama: str, aktif: bool) -> Wilayah:
    """What was recorded there keeps it, under its new name."""
    kini = segar(w, kunci=True)
    lama = isi(kini)
    cek_versi(versi, lama)
    kini.nama, kini.aktif = nama, aktif
    db.session.flush()
    _catat("wilayah_ubah", kini, lama, isi(kini))
    return kini


def hapus(w: Wilayah) -> None:
    kini = segar(w)
    with jika_bentrok({"*": (DIPAKAI, None)}):
        db.session.delete(kini)
    catat_terhapus(kini.kode, kini.nama)
    _catat("wilayah_hapus", kini, isi(kini), None)


def _catat(aksi: str, w: Wilayah, lama: Any, baru: Any) -> None:
    audit.catat(aksi, w.__tablename__, w.id, sebelum=lama, sesudah=baru)
    cache.lupakan("kecamatan")
