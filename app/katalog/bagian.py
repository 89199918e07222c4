"""What a type asks for: further documents and further questions."""

from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.core import audit
from app.core.db import jika_bentrok, segar
from app.core.errors import AturanDilanggar
from app.core.uploads import Berkas
from app.core.versi import cek_versi
from app.extensions import db
from app.uttp.models import DokumenJenis, InformasiJenis, JenisUttp
from app.uttp.states import JenisIsian

Bagian = DokumenJenis | InformasiJenis
B = TypeVar("B", DokumenJenis, InformasiJenis)

KOLOM_DOKUMEN = ("nama", "layanan", "wajib", "petunjuk", "format_isian", "urutan", "aktif")
KOLOM_INFORMASI = ("label", "isian", "pilihan", "satuan", "hitungan", "petunjuk", "wajib", "urutan",
                   "aktif")  # fmt: skip
KEMBAR = "Jenis ini sudah punya yang bernama sama. Tulis nama lain, atau ubah yang sudah ada."
PERNAH_DIPAKAI = (
    "Sudah ada isian dari peserta, jadi tidak dapat dihapus. Nonaktifkan supaya tidak ditanyakan "
    "lagi."
)
OBJEK = {DokumenJenis: "dokumen_jenis", InformasiJenis: "informasi_jenis"}


def isi_dokumen(d: DokumenJenis) -> dict[str, Any]:
    """A document as its form shows it, its file loaded."""
    isi = {k: getattr(d, k) for k in KOLOM_DOKUMEN}
    return isi | {"format": [d.format] if d.format else []}


def isi_informasi(i: InformasiJenis) -> dict[str, Any]:
    return {k: getattr(i, k) for k in KOLOM_INFORMASI}


def urutan_berikut(model: type[Bagian], jenis_id: int) -> int:
    """Where a new one stands when nothing else is said: last."""
    cari = sa.select(sa.func.max(model.urutan)).where(model.jenis_id == jenis_id)
    return (db.session.scalar(cari) or 0) + 1


def tambah_dokumen(jenis: JenisUttp, *, format: list[Berkas], **isi: Any) -> DokumenJenis:
    return _tambah(DokumenJenis(jenis_id=jenis.id, format_id=_id(format), **_rapi(isi)))


def tambah_informasi(jenis: JenisUttp, **isi: Any) -> InformasiJenis:
    _cek_pilihan(isi)
    return _tambah(InformasiJenis(jenis_id=jenis.id, **_rapi(isi)))


def ubah_dokumen(
    dokumen: DokumenJenis, *, versi: str | None, format: list[Berkas], **isi: Any
) -> DokumenJenis:
    kini = segar(dokumen, selectinload(DokumenJenis.format), kunci=True)
    cek_versi(versi, isi_dokumen(kini))
    return _ubah(kini, _rapi(isi) | {"format_id": _id(format)})


def ubah_informasi(informasi: InformasiJenis, *, versi: str | None, **isi: Any) -> InformasiJenis:
    """The answers that are stored stay as they were given, whatever it is called now."""
    _cek_pilihan(isi)
    kini = segar(informasi, kunci=True)
    cek_versi(versi, isi_informasi(kini))
    return _ubah(kini, _rapi(isi))


def hapus(bagian: Bagian) -> None:
    """Only while nobody has answered or sent it."""
    kini = segar(bagian)
    lama = _catatan(kini)
    with jika_bentrok({"*": (PERNAH_DIPAKAI, None)}):
        db.session.delete(kini)
    objek = OBJEK[type(kini)]
    audit.catat(f"{objek}_hapus", "jenis_uttp", kini.jenis_id, sebelum=lama)


def _tambah(baru: B) -> B:
    with jika_bentrok(_kembar(type(baru))):
        db.session.add(baru)
    audit.catat(f"{OBJEK[type(baru)]}_tambah", "jenis_uttp", baru.jenis_id, sesudah=_catatan(baru))
    return baru


def _ubah(kini: B, isi: dict[str, Any]) -> B:
    lama = _catatan(kini)
    for kolom, nilai in isi.items():
        setattr(kini, kolom, nilai)
    with jika_bentrok(_kembar(type(kini))):
        db.session.flush()
    aksi, baru = f"{OBJEK[type(kini)]}_ubah", _catatan(kini)
    if lama != baru:  # what it is called stands in the record also when that stays
        baru["bagian"] = _nama(kini)
        audit.catat(aksi, "jenis_uttp", kini.jenis_id, None, lama, baru)
    return kini


def _kembar(model: type[Any]) -> dict[str, tuple[str, str | None]]:
    kolom = "nama" if model is DokumenJenis else "label"
    return {f"{model.__tablename__}.jenis_id": (KEMBAR, kolom)}


def _nama(b: Bagian) -> str:
    return b.nama if isinstance(b, DokumenJenis) else b.label


def _catatan(b: Bagian) -> dict[str, Any]:
    kolom = (*KOLOM_DOKUMEN, "format_id") if isinstance(b, DokumenJenis) else KOLOM_INFORMASI
    return {k: getattr(b, k) for k in kolom}


def _cek_pilihan(isi: dict[str, Any]) -> None:
    if isi["hitungan"] and isi["isian"] != JenisIsian.ANGKA:
        raise AturanDilanggar(
            "Pilih bentuk jawaban Angka, karena jawabannya dihitung untuk tarif.", "isian"
        )
    baris = [b for b in (isi.get("pilihan") or "").splitlines() if b.strip()]
    if isi["isian"] == JenisIsian.PILIHAN and len(set(baris)) < 2:
        raise AturanDilanggar("Tulis sedikitnya dua pilihan, satu di tiap baris.", "pilihan")


def _rapi(isi: dict[str, Any]) -> dict[str, Any]:
    return {k: None if v == "" else v for k, v in isi.items()}


def _id(berkas: list[Berkas]) -> int | None:
    return berkas[0].id if berkas else None
