"""Keeping the types: added, changed, taken out of use; removed while nothing refers to them."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.core import audit
from app.core.db import jika_bentrok, segar
from app.core.errors import AturanDilanggar
from app.core.uploads import Berkas
from app.core.versi import cek_versi
from app.extensions import db
from app.katalog.queries import jumlah_alat
from app.pengaturan.services import catat_terhapus
from app.uttp.models import DokumenJenis, InformasiJenis, JenisUttp, MasaBerlaku

KOLOM = ("kelompok", "nama", "satuan", "kelas", "layanan", "menit", "lokasi_umum", "deskripsi")
DIPAKAI = (
    "Jenis ini sudah dipakai alat, tarif, atau dokumen, jadi tidak dapat dihapus. Nonaktifkan "
    "supaya tidak ditawarkan lagi."
)


def isi_jenis(jenis: JenisUttp) -> dict[str, Any]:
    """A type as its form shows it, its picture loaded."""
    return {k: getattr(jenis, k) for k in KOLOM} | {
        "gambar": [jenis.gambar] if jenis.gambar else []
    }


def tambah(*, kode_jenis: str, gambar: list[Berkas], **isi: Any) -> JenisUttp:
    """A new type, in use at once."""
    baru = JenisUttp(kode=kode_jenis.upper(), gambar_id=_id(gambar), aktif=True, **_kosongkan(isi))
    pakai = f"Kode {baru.kode} sudah dipakai jenis lain. Tulis kode yang belum ada."
    with jika_bentrok({"jenis_uttp.kode": (pakai, "kode_jenis")}):
        db.session.add(baru)
    _catat("jenis_tambah", baru, {}, _untuk_catatan(baru))
    return baru


def ubah(jenis: JenisUttp, *, versi: str | None, gambar: list[Berkas], **isi: Any) -> JenisUttp:
    """What is recorded of instruments is read in the unit of the type, so that one is kept."""
    kini = segar(jenis, selectinload(JenisUttp.gambar), kunci=True)
    cek_versi(versi, isi_jenis(kini))
    if isi["satuan"] != kini.satuan and (banyak := jumlah_alat(kini.id)):
        raise AturanDilanggar(
            f"Kapasitas {banyak} alat sudah dicatat dalam {kini.satuan}. Biarkan satuannya, atau "
            "buat jenis baru dengan satuan lain.",
            "satuan",
        )
    lama = _untuk_catatan(kini)
    for kolom, nilai in _kosongkan(isi).items():
        setattr(kini, kolom, nilai)
    kini.gambar_id = _id(gambar)
    db.session.flush()
    _catat("jenis_ubah", kini, lama, _untuk_catatan(kini))
    return kini


def aktifkan(jenis: JenisUttp, aktif: bool) -> JenisUttp:
    """Offered for new instruments, or not any more; those recorded already are not touched."""
    kini = segar(jenis)
    lama, kini.aktif = kini.aktif, aktif
    if lama != aktif:
        _catat("jenis_ubah", kini, {"aktif": lama}, {"aktif": aktif})
    return kini


def hapus(jenis: JenisUttp) -> None:
    """A type nothing refers to goes with its own documents, questions and intervals."""
    kini = segar(jenis)
    lama = _untuk_catatan(kini) | {"jenis": f"{kini.kode} {kini.nama}"}
    with jika_bentrok({"*": (DIPAKAI, None)}):
        for bagian in (DokumenJenis, InformasiJenis, MasaBerlaku):
            db.session.execute(sa.delete(bagian).where(bagian.jenis_id == kini.id))
        db.session.execute(sa.delete(JenisUttp).where(JenisUttp.id == kini.id))
    catat_terhapus(kini.kode, kini.nama)
    audit.catat("jenis_hapus", "jenis_uttp", kini.id, sebelum=lama)


def _id(berkas: list[Berkas]) -> int | None:
    return berkas[0].id if berkas else None


def _kosongkan(isi: Mapping[str, Any]) -> dict[str, Any]:
    """An optional answer that was left out is nothing, not an empty word."""
    return {k: None if v == "" else v for k, v in isi.items()}


def _untuk_catatan(jenis: JenisUttp) -> dict[str, Any]:
    return {k: getattr(jenis, k) for k in (*KOLOM, "aktif")} | {"gambar": jenis.gambar_id}


def _catat(aksi: str, jenis: JenisUttp, lama: dict[str, Any], baru: dict[str, Any]) -> None:
    audit.catat(aksi, "jenis_uttp", jenis.id, sebelum=lama, sesudah=baru)
