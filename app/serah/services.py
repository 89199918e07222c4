"""Taking in, giving back, handing over. The row of the application is locked first, so of two
clerks at one instrument the second is told; the indexes and CHECKs hold it beside."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core import audit, clock
from app.core.db import jika_bentrok, segar
from app.core.errors import AturanDilanggar
from app.core.format import tanggal as sebut
from app.extensions import Pelaku, db
from app.pengajuan.models import Pengajuan
from app.pengajuan.services import SETELAH, beri_tahu, catat
from app.pengajuan.states import Transisi
from app.peserta.models import Peserta
from app.serah import queries
from app.serah.models import SerahTerima
from app.serah.queries import kini as baris_kini
from app.serah.states import (
    KEMBALIKAN,
    LABEL_HUBUNGAN,
    SERAHKAN,
    TERIMA,
    Hubungan,
    Tindakan,
    samarkan_nama,
)

SUDAH_DITERIMA = "Alat ini sudah diterima."
BENTROK = {
    "serah_terima.pengajuan_id": (f"{SUDAH_DITERIMA} Muat ulang halaman.", None),
    "uq_serah_terima": (f"{SUDAH_DITERIMA} Muat ulang halaman.", None),
}


@dataclass(frozen=True)
class Penerima:
    """Who takes something away."""

    nik: str
    nama: str
    hubungan: str

    def samar(self) -> str:
        """As both sides may read it."""
        return f"{samarkan_nama(self.nama)} ({LABEL_HUBUNGAN[Hubungan(self.hubungan)]})"


def pic(peserta: Peserta) -> Penerima | None:
    """The person in charge as the receiver; a customer without an account has none."""
    if not (peserta.pic_nik and peserta.pic_nama):
        return None
    return Penerima(peserta.pic_nik, peserta.pic_nama, Hubungan.PIC)


def muat(pengajuan: Pengajuan) -> tuple[Pengajuan, SerahTerima | None]:
    p = segar(pengajuan, kunci=True)
    return p, baris_kini(p.id)


def cek_tanggal(hari: date, paling_awal: date, kalimat: str, field: str = "tanggal") -> None:
    if hari > clock.today():
        raise AturanDilanggar(
            f"Pilih tanggal paling akhir hari ini ({sebut(clock.today())}).", field
        )
    if hari < paling_awal:
        raise AturanDilanggar(f"Pilih tanggal paling awal {sebut(paling_awal)}, {kalimat}.", field)


def catat_tindakan(
    p: Pengajuan,
    tindakan: Tindakan,
    pelaku: Pelaku,
    teks: str,
    sebelum: dict[str, Any] | None = None,
) -> None:
    """What an act leaves behind: history, log and a message; both sides read the same words."""
    if halangan := tindakan.halangan(p.status, pelaku.peran):
        raise AturanDilanggar(halangan)
    catat(p, tindakan.aksi, p.status, p.status, pelaku, teks, sebelum)
    audit.catat(
        tindakan.aksi, "pengajuan", p.id, pelaku, sebelum, {"nomor": p.nomor, "catatan": teks}
    )
    beri_tahu(p, tindakan.aksi.replace("_", " ").capitalize(), teks, pelaku)


def hari_diajukan(p: Pengajuan) -> date:
    return p.dibuat_pada.astimezone(clock.WITA).date()


def _simpan(baris: SerahTerima) -> SerahTerima:
    with jika_bentrok(BENTROK):
        db.session.add(baris)
    return baris


# --- the instrument ---------------------------------------------------------------------------


def terima(
    pengajuan: Pengajuan, *, tanggal: date, kelengkapan: str | None, pelaku: Pelaku
) -> SerahTerima:
    """The instrument is here. One that was taken home untested and comes back starts anew."""
    p, lama = muat(pengajuan)
    kelengkapan = (kelengkapan or "").strip() or None
    if lama and lama.tanggal_terima and not lama.tanggal_kembali:
        if (lama.tanggal_terima, lama.kelengkapan, lama.terima_oleh_id) == (
            tanggal, kelengkapan, pelaku.id,
        ):  # fmt: skip
            return lama  # the second of two clicks
        raise AturanDilanggar(
            f"{SUDAH_DITERIMA} Dicatat oleh {_nama(lama.terima_oleh)} pada "
            f"{sebut(lama.tanggal_terima)}."
        )
    if not queries.keadaan(p, lama).terima:
        raise AturanDilanggar(
            "Alat ini tidak menunggu diterima: yang diterima di sini alat yang dijadwalkan diuji "
            "di kantor dan belum pernah dikembalikan sesudah diuji."
        )
    paling_awal = lama.tanggal_kembali if lama and lama.tanggal_kembali else hari_diajukan(p)
    cek_tanggal(tanggal, paling_awal, "hari pengajuan dikirim atau alat terakhir diambil")
    catatan = f"Diterima {sebut(tanggal)}." + (f"\n{kelengkapan}" if kelengkapan else "")
    catat_tindakan(p, TERIMA, pelaku, catatan)
    isi = {"tanggal_terima": tanggal, "terima_oleh_id": pelaku.id, "kelengkapan": kelengkapan}
    if lama and lama.tanggal_terima:
        return ganti(lama, **isi, cetak_terima=1, **kosong("kembali"))
    baris = lama or SerahTerima(pengajuan_id=p.id)
    _isi(baris, **isi, cetak_terima=1)
    return _simpan(baris)


def kembalikan(
    pengajuan: Pengajuan,
    *,
    tanggal: date,
    penerima: Penerima,
    dokumen: bool = False,
    pelaku: Pelaku,
) -> SerahTerima:
    """The instrument leaves, perhaps together with its documents."""
    p, baris = muat(pengajuan)
    if baris is None or baris.tanggal_terima is None:
        raise AturanDilanggar(
            "Alat ini belum dicatat diterima. Catat penerimaannya dulu, lalu kembalikan."
        )
    if baris.tanggal_kembali:
        if _sama(baris, "kembali", tanggal, penerima, pelaku):
            return baris
        raise AturanDilanggar(
            f"Alat ini sudah dikembalikan pada {sebut(baris.tanggal_kembali)} kepada "
            f"{baris.kembali_nama}, dicatat oleh {_nama(baris.kembali_oleh)}. Yang Anda isi belum "
            "disimpan."
        )
    cek_tanggal(tanggal, baris.tanggal_terima, "hari alat diterima")
    teks = f"Dikembalikan {sebut(tanggal)} kepada {penerima.samar()}."
    catat_tindakan(p, KEMBALIKAN, pelaku, teks)
    _isi(baris, cetak_kembali=1, **_kepada("kembali", tanggal, penerima, pelaku))
    if dokumen:
        _serahkan(p, baris, tanggal, penerima, pelaku)
    return _simpan(baris)


def serahkan(
    pengajuan: Pengajuan, *, tanggal: date, penerima: Penerima, pelaku: Pelaku
) -> SerahTerima:
    """The papers leave; for an instrument tested elsewhere there is nothing else to hand over."""
    p, baris = muat(pengajuan)
    baris = baris or SerahTerima(pengajuan_id=p.id)
    if baris.tanggal_dokumen and _sama(baris, "dokumen", tanggal, penerima, pelaku):
        return baris
    _serahkan(p, baris, tanggal, penerima, pelaku)
    return _simpan(baris)


def _serahkan(
    p: Pengajuan, baris: SerahTerima, tanggal: date, penerima: Penerima, pelaku: Pelaku
) -> None:
    if baris.tanggal_dokumen:
        raise AturanDilanggar(
            f"Dokumen ini sudah diserahkan pada {sebut(baris.tanggal_dokumen)} kepada "
            f"{baris.dokumen_nama}, dicatat oleh {_nama(baris.dokumen_oleh)}. Yang Anda isi belum "
            "disimpan."
        )
    teks = f"Diserahkan {sebut(tanggal)} kepada {penerima.samar()}."
    catat_tindakan(p, SERAHKAN, pelaku, teks)
    terbit = queries.terbit_skhp(p.id) or hari_diajukan(p)
    cek_tanggal(tanggal, terbit, "tanggal SKHP")
    baris.dokumen_siap_pada = baris.dokumen_siap_pada or clock.now()
    _isi(baris, cetak_dokumen=1, **_kepada("dokumen", tanggal, penerima, pelaku))


def _nama(akun: Any) -> str:
    return akun.nama if akun else "petugas"


def _kepada(apa: str, tanggal: date, orang: Penerima, pelaku: Pelaku) -> dict[str, Any]:
    return {
        f"tanggal_{apa}": tanggal,
        f"{apa}_oleh_id": pelaku.id,
        f"{apa}_nik": orang.nik,
        f"{apa}_nama": orang.nama,
        f"{apa}_hubungan": orang.hubungan,
    }


def _sama(baris: SerahTerima, apa: str, tanggal: date, orang: Penerima, pelaku: Pelaku) -> bool:
    """Is this the second of two clicks?"""
    isi = _kepada(apa, tanggal, orang, pelaku)
    return all(getattr(baris, k) == v for k, v in isi.items())


def kosong(apa: str) -> dict[str, Any]:
    kolom = (f"tanggal_{apa}", *(f"{apa}_{k}" for k in ("oleh_id", "nik", "nama", "hubungan")))
    return dict.fromkeys(kolom) | {f"cetak_{apa}": 0}


def _isi(baris: SerahTerima, **isi: Any) -> None:
    for kolom, nilai in isi.items():
        setattr(baris, kolom, nilai)


# --- rows ---------------------------------------------------------------------------------------

_DISALIN = (
    "pengajuan_id", "tanggal_terima", "terima_oleh_id", "kelengkapan", "tanggal_kembali",
    "kembali_oleh_id", "kembali_nik", "kembali_nama", "kembali_hubungan", "dokumen_siap_pada",
    "tanggal_dokumen", "dokumen_oleh_id", "dokumen_nik", "dokumen_nama", "dokumen_hubungan",
    "cetak_terima", "cetak_kembali", "cetak_dokumen",
)  # fmt: skip


def ganti(lama: SerahTerima, **isi: Any) -> SerahTerima:
    """A new row with these values in place of those; the old one stays and is marked replaced."""
    salinan = {k: getattr(lama, k) for k in _DISALIN} | isi
    lama.digantikan_pada = clock.now()
    db.session.flush()  # the index wants its place free
    return _simpan(SerahTerima(versi=lama.versi + 1, **salinan))


# --- with the acts of others ------------------------------------------------------------------


def dokumen_siap(pengajuan: Pengajuan, t: Transisi, _asal: str) -> None:
    """From the day the certificate is issued its papers wait to be fetched."""
    if t.aksi != "terbitkan":
        return
    baris = baris_kini(pengajuan.id) or SerahTerima(pengajuan_id=pengajuan.id)
    baris.dokumen_siap_pada = clock.now()
    _simpan(baris)


SETELAH.append(dokumen_siap)
