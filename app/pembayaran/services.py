"""Sending a proof, taking money at the counter, and deciding about proofs."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from app.core import clock
from app.core.db import jika_bentrok, segar
from app.core.errors import AturanDilanggar
from app.core.format import tanggal as sebut_tanggal
from app.core.uploads import Berkas
from app.extensions import Pelaku, db
from app.pembayaran.models import Pembayaran
from app.pembayaran.states import StatusBayar
from app.pengajuan.models import Pengajuan
from app.pengajuan.services import terapkan
from app.pengajuan.states import Status

SUDAH_DIPAKAI = (
    "Nomor bukti ini sudah dipakai untuk pembayaran lain. Periksa lagi nomor pada slip, struk, "
    "atau layar transaksi Anda."
)
SUDAH_ADA = "Pengajuan ini sudah punya bukti pembayaran yang berlaku. Muat ulang halaman."


def bayar(
    pengajuan: Pengajuan,
    *,
    nomor_bukti: str,
    tanggal: date,
    bukti: Sequence[Berkas],
    pelaku: Pelaku,
) -> Pembayaran:
    """The participant sends a proof. Sent twice, the first is the answer to both."""
    kini = segar(pengajuan, kunci=True)
    if lama := _kiriman_sama(kini, nomor_bukti, pelaku):
        return lama
    _cek_tanggal(kini, tanggal)
    terapkan(kini, "bayar", pelaku, status_awal=pengajuan.status)
    return _simpan(kini, nomor_bukti, tanggal, bukti, pelaku)


def bayar_di_loket(
    pengajuan: Pengajuan,
    *,
    nomor_bukti: str,
    tanggal: date,
    bukti: Sequence[Berkas],
    pelaku: Pelaku,
) -> Pembayaran:
    """Staff enter what was paid at the counter; nothing is left to confirm."""
    kini = segar(pengajuan, kunci=True)
    _cek_tanggal(kini, tanggal)
    terapkan(kini, "bayar_loket", pelaku, status_awal=pengajuan.status)
    return _simpan(kini, nomor_bukti, tanggal, bukti, pelaku, di_loket=True)


def konfirmasi(pengajuan: Pengajuan, *, pembayaran_id: int, pelaku: Pelaku) -> None:
    """The proof holds."""
    kini = segar(pengajuan, kunci=True)
    terapkan(kini, "konfirmasi_pembayaran", pelaku, status_awal=pengajuan.status)
    _putuskan(kini, pembayaran_id, pelaku, status=StatusBayar.DITERIMA)


def tolak(pengajuan: Pengajuan, *, pembayaran_id: int, alasan: str, pelaku: Pelaku) -> None:
    """The proof does not hold: it stays with its reason, the participant sends another."""
    kini = segar(pengajuan, kunci=True)
    terapkan(kini, "tolak_pembayaran", pelaku, status_awal=pengajuan.status, catatan=alasan)
    _putuskan(kini, pembayaran_id, pelaku, status=StatusBayar.DITOLAK, alasan=alasan.strip())


def _putuskan(kini: Pengajuan, pembayaran_id: int, pelaku: Pelaku, **isi: object) -> None:
    """Decide about the very proof that was looked at, not about one that came in its place."""
    ubah = (
        sa.update(Pembayaran)
        .where(
            Pembayaran.id == pembayaran_id,
            Pembayaran.pengajuan_id == kini.id,
            Pembayaran.status == StatusBayar.DIUNGGAH,
        )
        .values(diputus_pada=clock.now(), diputus_oleh_id=pelaku.id, **isi)
        .returning(Pembayaran.id)
        .execution_options(synchronize_session=False)
    )
    if db.session.scalar(ubah) is None:
        raise AturanDilanggar(
            "Bukti yang Anda lihat sudah diputuskan atau diganti bukti lain. Muat ulang halaman "
            "dan periksa bukti yang terbaru."
        )


def _cek_tanggal(kini: Pengajuan, tanggal: date) -> None:
    if tanggal > clock.today():
        raise AturanDilanggar(
            f"Pilih tanggal pada slip, paling akhir hari ini ({sebut_tanggal(clock.today())}).",
            "tanggal",
        )
    diajukan = kini.dibuat_pada.astimezone(clock.WITA).date()
    if tanggal < diajukan:
        raise AturanDilanggar(
            f"Tanggal ini mendahului pengajuan ({sebut_tanggal(diajukan)}). Pilih tanggal pada "
            "slip pembayaran untuk pengajuan ini.",
            "tanggal",
        )


def _kiriman_sama(kini: Pengajuan, nomor_bukti: str, pelaku: Pelaku) -> Pembayaran | None:
    """The same proof, a moment earlier: a double click."""
    if kini.status != Status.TERBAYAR:
        return None
    cari = sa.select(Pembayaran).where(
        Pembayaran.pengajuan_id == kini.id,
        Pembayaran.status == StatusBayar.DIUNGGAH,
        Pembayaran.nomor_bukti == nomor_bukti,
        Pembayaran.dibuat_oleh_id == pelaku.id,
    )
    return db.session.scalar(cari)


def _simpan(
    kini: Pengajuan,
    nomor_bukti: str,
    tanggal: date,
    bukti: Sequence[Berkas],
    pelaku: Pelaku,
    *,
    di_loket: bool = False,
) -> Pembayaran:
    if not bukti:
        raise AturanDilanggar("Pilih foto atau berkas bukti pembayarannya.", "bukti")
    baru = Pembayaran(
        pengajuan_id=kini.id,
        status=StatusBayar.DITERIMA if di_loket else StatusBayar.DIUNGGAH,
        nomor_bukti=nomor_bukti,
        tanggal=tanggal,
        jumlah=kini.retribusi,
        berkas_id=bukti[0].id,
        di_loket=di_loket,
        dibuat_oleh_id=pelaku.id,
        diputus_pada=clock.now() if di_loket else None,
        diputus_oleh_id=pelaku.id if di_loket else None,
    )
    with jika_bentrok(
        {
            "pembayaran.nomor_bukti": (SUDAH_DIPAKAI, "nomor_bukti"),
            "pembayaran.pengajuan_id": (SUDAH_ADA, None),
        }
    ):
        db.session.add(baru)
    return baru
