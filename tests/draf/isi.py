"""Filing step by step, as a browser without a screen does it."""

import re
from io import BytesIO
from typing import Any

import sqlalchemy as sa

from app.draf.models import BerkasDraf, Draf
from app.extensions import db
from tests import berkas as contoh


def foto(nama: str = "alat.jpg") -> tuple[BytesIO, str]:
    return BytesIO(contoh.jpeg()), nama


def pdf(nama: str = "surat.pdf") -> tuple[BytesIO, str]:
    return BytesIO(contoh.pdf()), nama


SKHP = {
    "skhp_lama": "ada",
    "skhp_lama_nomor": "510.63/0123/2025",
    "skhp_lama_tanggal": "2025-03-04",
    "skhp_lama_sampai": "Maret 2026",
    "skhp_lama_penerbit": "UPTD Metrologi Kota Uji",
}
LAYANAN = {"layanan": "tera_ulang", **SKHP}


def mulai(klien: Any, uttp: Any) -> int:
    """Presses Mulai; the number of the draft."""
    jawab = klien.kirim(f"/pengajuan/baru/{uttp.id}")
    assert jawab.status_code == 303, jawab.text
    return int(jawab.location.split("/")[2])


def mulai_bersama(klien: Any, alat: Any) -> int:
    jawab = klien.kirim("/pengajuan/bersama", {"uttp": [str(a.id) for a in alat]})
    assert jawab.status_code == 303, jawab.text
    return int(jawab.location.split("/")[2])


def draf(id: int) -> Draf:
    db.session.expire_all()
    hasil = db.session.get(Draf, id)
    assert hasil is not None
    return hasil


def versi(id: int) -> str:
    return str(draf(id).versi)


def simpan(klien: Any, id: int, langkah: str, **isi: Any) -> Any:
    """Saves one step with the version its page shows."""
    return klien.kirim(f"/draf/{id}/{langkah}", {"versi": versi(id), **isi})


def isi_semua(klien: Any, id: int, **lain: Any) -> None:
    """All three steps of a tera ulang; `lain` overrides or adds fields."""
    isi = {
        **LAYANAN,
        "foto_kondisi": [foto("depan.jpg"), foto("segel.jpg")],
        "surat_permohonan": pdf(),
        "berkas_skhp_lama": pdf("skhp.pdf"),
    } | lain
    layanan = {k: v for k, v in isi.items() if k in LAYANAN}
    simpan(klien, id, "layanan", **layanan)
    simpan(klien, id, "foto", foto_kondisi=isi["foto_kondisi"])
    sisa = {k: v for k, v in isi.items() if k not in layanan and k != "foto_kondisi"}
    simpan(klien, id, "berkas", **sisa)


def ajukan(klien: Any, uttp: Any, **lain: Any) -> Any:
    """From the list to the answer of Proses Pengajuan Baru."""
    id = mulai(klien, uttp)
    isi_semua(klien, id, **lain)
    return klien.kirim(f"/draf/{id}/periksa")


def berkas(id: int) -> dict[str, list[int]]:
    """{field: ids of its files} as kept."""
    cari = sa.select(BerkasDraf.guna, BerkasDraf.berkas_id).where(BerkasDraf.draf_id == id)
    hasil: dict[str, list[int]] = {}
    for guna, berkas_id in db.session.execute(cari.order_by(BerkasDraf.id)):
        hasil.setdefault(guna, []).append(berkas_id)
    return hasil


def re_nama(html: str) -> set[str]:
    """Names of all fields on a page."""
    return set(re.findall(r'name="([^"]+)"', html))
