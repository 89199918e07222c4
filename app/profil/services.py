"""What a participant changes by itself: how to reach it, and the places it does business at."""

from typing import Any

import sqlalchemy as sa

from app.core import audit
from app.core.db import jika_bentrok, segar
from app.core.errors import AturanDilanggar
from app.core.outbox import pesan
from app.core.versi import cek_versi
from app.extensions import Pelaku, db
from app.pengaturan.models import Kelurahan
from app.peserta.models import Peserta, TempatUsaha
from app.profil.queries import isi_kontak, isi_tempat

KELURAHAN = {"kelurahan_id": ("Pilih kelurahan dari daftar.", "kelurahan_id")}
NAMA_TERPAKAI = (
    "Anda sudah punya tempat usaha dengan nama ini. Pakai nama lain, misalnya dengan nama pasar "
    "atau jalannya.",
    "nama",
)
BENTROK = {
    **KELURAHAN,
    "tempat_usaha.peserta_id, tempat_usaha.nama": NAMA_TERPAKAI,
    "uq_tempat_usaha_peserta_id_nama": NAMA_TERPAKAI,
}
MASIH_DIPAKAI = (
    "Masih ada alat yang dicatat di tempat ini, jadi tempat ini tidak dapat dihapus. Pindahkan "
    "alatnya, atau tutup tempat ini."
)


def _milik_sendiri(peserta: Peserta, pelaku: Pelaku) -> Peserta:
    kini = segar(peserta, kunci=True)
    if kini.pengguna_id != pelaku.id:
        raise AturanDilanggar("Hanya peserta itu sendiri yang dapat mengubah data ini.")
    return kini


def _kata(kini: Peserta | TempatUsaha) -> dict[str, str]:
    kelurahan = db.session.get(Kelurahan, kini.kelurahan_id)
    return {"kelurahan_id": kelurahan.nama} if kelurahan else {}


def ubah_kontak(peserta: Peserta, pelaku: Pelaku, *, versi: str | None = None, **isi: Any) -> None:
    """Address, phones and e-mail, at once; who they are is asked for instead (permintaan)."""
    kini = _milik_sendiri(peserta, pelaku)
    lama = isi_kontak(kini)
    if set(isi) - set(lama):
        raise TypeError(f"not changed here: {set(isi) - set(lama)}")
    cek_versi(versi, lama, _kata(kini))
    for kolom, nilai in isi.items():
        setattr(kini, kolom, nilai)
    with jika_bentrok(KELURAHAN):
        db.session.flush()
    if lama == isi_kontak(kini):
        return
    audit.catat(
        "peserta_kontak", "peserta", kini.id, pelaku, sebelum=lama, sesudah=isi_kontak(kini)
    )
    # Whoever got at the account would begin with the way staff reach its owner.
    pesan(
        pelaku.id,
        "Data kontak diubah",
        "Alamat, telepon, WhatsApp, atau email Anda baru saja diubah. Bila bukan Anda yang "
        "mengubahnya, segera ganti password dan hubungi kantor.",
        "/peserta",
    )


# --- places -----------------------------------------------------------------------------------


def simpan_tempat(
    peserta: Peserta,
    pelaku: Pelaku,
    tempat: TempatUsaha | None = None,
    *,
    versi: str | None = None,
    **isi: Any,
) -> TempatUsaha:
    """A new place, or another name or address of one. Two of one name are one too many."""
    pemilik = _milik_sendiri(peserta, pelaku)
    if tempat is None:
        kini, lama = TempatUsaha(peserta_id=pemilik.id, aktif=True), None
        db.session.add(kini)
    else:
        kini = segar(tempat, kunci=True)
        lama = isi_tempat(kini)
        cek_versi(versi, lama, _kata(kini))
    for kolom, nilai in isi.items():
        setattr(kini, kolom, nilai)
    with jika_bentrok(BENTROK):
        db.session.flush()
    aksi = "tempat_ubah" if lama else "tempat_tambah"
    audit.catat(aksi, "tempat_usaha", kini.id, pelaku, sebelum=lama, sesudah=isi_tempat(kini))
    return kini


def buka_tutup(tempat: TempatUsaha, pelaku: Pelaku) -> bool:
    """A closed place is not offered any more; what stands there keeps it. Gives whether open."""
    kini = segar(tempat, kunci=True)
    kini.aktif = not kini.aktif
    db.session.flush()
    aksi = "tempat_buka" if kini.aktif else "tempat_tutup"
    audit.catat(aksi, "tempat_usaha", kini.id, pelaku, sesudah={"nama": kini.nama})
    return kini.aktif


def hapus_tempat(tempat: TempatUsaha, pelaku: Pelaku) -> None:
    """Only one that nothing stands at; the foreign key of the instrument says so."""
    kini = segar(tempat, kunci=True)
    lama = isi_tempat(kini)
    with jika_bentrok({"*": (MASIH_DIPAKAI, None)}):
        db.session.execute(sa.delete(TempatUsaha).where(TempatUsaha.id == kini.id))
    audit.catat("tempat_hapus", "tempat_usaha", kini.id, pelaku, sebelum=lama)
