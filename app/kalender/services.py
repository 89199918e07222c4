"""Changing the calendar. Tests already booked stay where they are; `jadwal.queries` finds those
that have to move, and the offers on a closed day end at once."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.core import audit, cache
from app.core.db import jika_bentrok, segar
from app.core.errors import AturanDilanggar
from app.core.versi import cek_versi
from app.extensions import Pelaku, db
from app.jadwal.models import Cuti, CutiHari
from app.jadwal.services import cek_penera, tutup_tawaran
from app.kalender.queries import batas_kini
from app.pengaturan.models import HariLibur
from app.pengaturan.queries import jam_dari
from app.pengaturan.services import catat_terhapus, sendirian, ubah_kantor

_KOLOM = ("tanggal", "nama", "jenis", "sumber")
_SUDAH_LIBUR = {
    "hari_libur.tanggal": (
        "Tanggal ini sudah tercatat sebagai hari libur. Ubah yang ada, atau pilih tanggal lain.",
        "tanggal",
    )
}


def _isi_libur(libur: HariLibur) -> dict[str, Any]:
    return {k: getattr(libur, k) for k in _KOLOM}


def tambah_libur(hari: Sequence[date], *, nama: str, jenis: str, sumber: str) -> list[HariLibur]:
    """Close these days, all or none."""
    baru = [HariLibur(tanggal=t, nama=nama, jenis=jenis, sumber=sumber) for t in hari]
    with jika_bentrok(_SUDAH_LIBUR):
        db.session.add_all(baru)
    for libur in baru:
        audit.catat("libur_tambah", "hari_libur", libur.id, sesudah=_isi_libur(libur))
    _tutup(hari)
    return baru


def ubah_libur(
    libur: HariLibur, *, tanggal: date, nama: str, jenis: str, sumber: str, versi: str | None = None
) -> HariLibur:
    kini = segar(libur, kunci=True)
    lama = _isi_libur(kini)
    cek_versi(versi, lama)
    with jika_bentrok(_SUDAH_LIBUR):
        kini.tanggal, kini.nama, kini.jenis, kini.sumber = tanggal, nama, jenis, sumber
    audit.catat("libur_ubah", "hari_libur", kini.id, sebelum=lama, sesudah=_isi_libur(kini))
    if tanggal != lama["tanggal"]:
        catat_terhapus(f"libur:{lama['tanggal']}", lama["nama"])
    _tutup([tanggal])
    return kini


def hapus_libur(libur: HariLibur) -> None:
    """An ordinary day again. Offers that ended because of it are not brought back."""
    kini = segar(libur, kunci=True)
    audit.catat("libur_hapus", "hari_libur", kini.id, sebelum=_isi_libur(kini))
    db.session.delete(kini)
    catat_terhapus(f"libur:{kini.tanggal}", kini.nama)
    cache.lupakan("libur")


def _tutup(hari: Sequence[date]) -> None:
    tutup_tawaran(hari)
    cache.lupakan("libur")


# --- leave ------------------------------------------------------------------------------------


def tambah_cuti(
    hari: Sequence[date], *, penera_id: int, dari: date, sampai: date, alasan: str, pelaku: Pelaku
) -> Cuti:
    """Nothing new is booked with this penera on these days."""
    nama = cek_penera(penera_id)
    cuti = Cuti(
        penera_id=penera_id, dari=dari, sampai=sampai, alasan=alasan, dibuat_oleh_id=pelaku.id
    )
    db.session.add(cuti)
    db.session.flush()
    ganda = (
        "Penera ini sudah tercatat cuti pada sebagian hari itu. Hapus dulu cuti yang lama, atau "
        "pilih hari lain.",
        "dari",
    )
    with jika_bentrok({"cuti_hari.penera_id": ganda, "pk_cuti_hari": ganda}):
        db.session.add_all(CutiHari(penera_id=penera_id, tanggal=t, cuti_id=cuti.id) for t in hari)
    audit.catat("cuti_tambah", "cuti", cuti.id, pelaku, sesudah=_isi_cuti(cuti, nama))
    tutup_tawaran(hari, penera_id)
    return cuti


def hapus_cuti(cuti: Cuti, *, pelaku: Pelaku) -> None:
    kini = segar(cuti, kunci=True)
    nama = cuti.penera.nama  # of the page; the row itself only knows the number
    audit.catat("cuti_hapus", "cuti", kini.id, pelaku, sebelum=_isi_cuti(kini, nama))
    db.session.delete(kini)
    db.session.flush()


def _isi_cuti(cuti: Cuti, penera: str) -> dict[str, Any]:
    return {"penera": penera, "dari": cuti.dari, "sampai": cuti.sampai}


# --- limits -----------------------------------------------------------------------------------


def ubah_batas(*, versi: str | None = None, **isi: Any) -> None:
    """Working days, hours and limits. What is booked beyond a new limit stays, and nothing more
    fits until it is below it."""
    sendirian()
    cek_versi(versi, batas_kini())
    if jam_dari(isi["jam_uji"]) is None:
        raise AturanDilanggar("Tulis jam mulai dan selesai, misalnya 08.00–12.00.", "jam_uji")
    ubah_kantor(isi | {"hari_kerja": ",".join(sorted(isi["hari_kerja"]))})
