"""Mending what was written about a handover, and printing a proof again."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.core import audit
from app.core.errors import AturanDilanggar
from app.core.format import samarkan
from app.core.versi import cek_versi
from app.extensions import Pelaku, db
from app.pengajuan.models import Pengajuan
from app.serah import queries, services
from app.serah.models import SerahTerima
from app.serah.states import BERSALINAN, KOREKSI


@dataclass(frozen=True)
class Koreksi:
    """What should have been written; a part without a day did not happen. Of a receiver whose NIK
    is not given again the stored one stays."""

    tanggal_terima: date | None
    kelengkapan: str | None
    tanggal_kembali: date | None = None
    kembali_nik: str | None = None
    kembali_nama: str | None = None
    kembali_hubungan: str | None = None
    tanggal_dokumen: date | None = None
    dokumen_nik: str | None = None
    dokumen_nama: str | None = None
    dokumen_hubungan: str | None = None


def koreksi(
    pengajuan: Pengajuan,
    isi: Koreksi,
    *,
    alasan: str,
    versi: int,
    tampak: str | None = None,
    pelaku: Pelaku,
) -> SerahTerima:
    """Mend what was written about a handover; every old value is kept.

    `tampak`: the digest of what the page showed; a return written since then is not undone unseen.
    """
    p, lama = services.muat(pengajuan)
    if lama is None or lama.versi != versi:
        raise AturanDilanggar(
            "Serah terima ini baru saja diubah orang lain. Bandingkan isinya di samping, lalu "
            "simpan lagi bila isian Anda yang benar."
        )
    cek_versi(tampak, ringkas(lama))
    _cek_urutan(p, isi)
    if isi.tanggal_dokumen and lama.dokumen_siap_pada is None:
        raise AturanDilanggar(
            "Dokumen pengajuan ini belum tercatat siap, jadi belum dapat diserahkan. Kosongkan "
            "tanggalnya.",
            "tanggal_dokumen",
        )
    baru: dict[str, Any] = {
        "tanggal_terima": isi.tanggal_terima,
        "kelengkapan": (isi.kelengkapan or "").strip() or None if isi.tanggal_terima else None,
        "terima_oleh_id": (lama.terima_oleh_id or pelaku.id) if isi.tanggal_terima else None,
    }
    for apa in ("kembali", "dokumen"):
        baru |= _bagian(lama, isi, apa, pelaku)
    if all(getattr(lama, k) == v for k, v in baru.items()):
        raise AturanDilanggar("Belum ada yang diubah. Perbaiki isiannya, atau kembali.")
    sebelum = ringkas(lama)
    services.catat_tindakan(p, KOREKSI, pelaku, alasan, sebelum)
    return services.ganti(lama, **baru, alasan=alasan)


def _cek_urutan(p: Pengajuan, isi: Koreksi) -> None:
    if isi.tanggal_terima:
        services.cek_tanggal(
            isi.tanggal_terima,
            services.hari_diajukan(p),
            "hari pengajuan dikirim",
            "tanggal_terima",
        )
    if isi.tanggal_kembali:
        if not isi.tanggal_terima:
            raise AturanDilanggar(
                "Isi juga tanggal alat diterima: yang dikembalikan tentu pernah diterima.",
                "tanggal_terima",
            )
        services.cek_tanggal(
            isi.tanggal_kembali, isi.tanggal_terima, "hari alat diterima", "tanggal_kembali"
        )
    if isi.tanggal_dokumen:
        terbit = queries.terbit_skhp(p.id) or services.hari_diajukan(p)
        services.cek_tanggal(isi.tanggal_dokumen, terbit, "tanggal SKHP", "tanggal_dokumen")


def _bagian(lama: SerahTerima, isi: Koreksi, apa: str, pelaku: Pelaku) -> dict[str, Any]:
    """The columns of a return or of papers, as they should have been."""
    tanggal = getattr(isi, f"tanggal_{apa}")
    if tanggal is None:
        return services.kosong(apa)
    nik = getattr(isi, f"{apa}_nik") or getattr(lama, f"{apa}_nik")
    nama, hubungan = (getattr(isi, f"{apa}_{k}") for k in ("nama", "hubungan"))
    for nilai, kolom, kata in ((nik, "nik", "NIK"), (nama, "nama", "nama"),
                               (hubungan, "hubungan", "hubungan")):  # fmt: skip
        if not nilai:
            raise AturanDilanggar(f"Isi {kata} penerima.", f"{apa}_{kolom}")
    return {
        f"tanggal_{apa}": tanggal,
        f"{apa}_oleh_id": getattr(lama, f"{apa}_oleh_id") or pelaku.id,
        f"{apa}_nik": nik,
        f"{apa}_nama": nama,
        f"{apa}_hubungan": hubungan,
    }


def ringkas(baris: SerahTerima) -> dict[str, Any]:
    """What is written, plain, for history and log; of a NIK the ends."""
    kolom = ("tanggal_terima", "kelengkapan", "tanggal_kembali", "kembali_nama",
             "tanggal_dokumen", "dokumen_nama")  # fmt: skip
    isi = {k: v for k in kolom if (v := getattr(baris, k)) is not None}
    for apa in ("kembali", "dokumen"):
        if nik := getattr(baris, f"{apa}_nik"):
            isi[f"tanda_{apa}"] = samarkan(nik)
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in isi.items()}


# --- printing ---------------------------------------------------------------------------------


def cetak_lagi(pengajuan: Pengajuan, bukti: str, pelaku: Pelaku) -> SerahTerima:
    """Count one more proof of this kind; the list of what was handed over stays in its order."""
    p, baris = services.muat(pengajuan)
    if bukti not in BERSALINAN or baris is None or not getattr(baris, f"tanggal_{bukti}"):
        raise AturanDilanggar("Bukti ini belum ada: serah terimanya belum dicatat.")
    jumlah = getattr(SerahTerima, f"cetak_{bukti}")
    ubah = sa.update(SerahTerima).where(SerahTerima.id == baris.id)
    ke = db.session.scalar(
        ubah.values({jumlah: jumlah + 1, SerahTerima.diubah_pada: SerahTerima.diubah_pada})
        .returning(jumlah)
        .execution_options(synchronize_session=False)
    )
    audit.catat("serah_cetak", "pengajuan", p.id, pelaku, sesudah={"bukti": bukti, "cetakan": ke})
    return baris
