"""The fee of one application: what is known for it, its amount on a date, and the lines kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa

from app.core import audit
from app.core.db import jika_bentrok, segar
from app.core.errors import AturanDilanggar
from app.extensions import db
from app.pengajuan.models import Pengajuan, RetribusiBaris
from app.pengajuan.states import Status
from app.pengaturan.queries import hari_kerja_ke
from app.tarif.models import Tarif
from app.tarif.queries import UntukAlat, untuk_alat
from app.tarif.states import BERHITUNG, HARI_UJI_ULANG, sebut_kurang
from app.tarif.tarif import Alat, Rincian, hitung

PALING_MAHAL = 2_000_000_000  # what an integer column holds on every database
TERLALU_BESAR = (
    "Retribusi menurut tarif hari itu lebih dari Rp2.000.000.000. Periksa kapasitas alat dan "
    "tarifnya."
)
TARIF_BERUBAH = "Tarifnya baru saja diubah. Ulangi, supaya retribusi dihitung lagi."


@dataclass(frozen=True)
class Dasar:
    """All that the fee of an application follows from, but date and place."""

    pengajuan: Pengajuan
    tarif: tuple[Tarif, ...]
    alat: Alat
    menurut_data: Mapping[str, int]  # the counts the instrument's own data give

    def pada(self, tanggal: date, lokasi: str | None = None) -> Rincian:
        p = self.pengajuan
        return hitung(
            self.tarif,
            jenis_id=p.uttp.jenis_id,
            layanan=p.layanan,
            lokasi=lokasi or p.lokasi or "",
            tanggal=tanggal,
            alat=self.alat,
        )

    @property
    def satuan(self) -> list[str]:
        """What some fee of these days counts on this instrument."""
        return sorted({t.satuan_hitung for t in self.tarif if t.harga} & BERHITUNG)


def baca(p: Pengajuan, mulai: date, sampai: date | None = None) -> Dasar:
    """One statement: the fees in force on some of these days, the instrument's answer to what each
    of them counts, and whether its last test was not passed. `p` comes with instrument and type.

    Without a fee there is nothing to ask: everything is free.
    """
    isi = untuk_alat(p.uttp, mulai, sampai, _gagal(p))
    petugas, gagal = p.jumlah_hitung, isi.lain
    alat = replace(
        isi.alat,
        jumlah=_jumlah(isi, petugas) if petugas else isi.alat.jumlah,
        gagal_pada=gagal,
        bebas_sampai=hari_kerja_ke(HARI_UJI_ULANG, gagal) if gagal else None,
    )
    return Dasar(p, isi.tarif, alat, isi.alat.jumlah)


def _jumlah(isi: UntukAlat, petugas: int) -> dict[str, int]:
    """The count of staff stands for what the data do not say; where they say all, for them."""
    dihitung = {t.satuan_hitung for t in isi.tarif if t.harga} & BERHITUNG
    kurang = dihitung - isi.alat.jumlah.keys()
    return {**isi.alat.jumlah, **dict.fromkeys(kurang or dihitung, petugas)}


def _gagal(p: Pengajuan) -> sa.ScalarSelect[date]:
    """The day of the last test of this instrument, if it was not passed."""
    gagal = sa.case((Pengajuan.status == Status.SELESAI_BATAL, Pengajuan.tanggal_hasil))
    diuji = (Status.SELESAI_BATAL, Status.SELESAI_SAH, Status.MENUNGGU_DOKUMEN)
    return (
        sa.select(gagal)
        .where(Pengajuan.uttp_id == p.uttp_id, Pengajuan.id != p.id, Pengajuan.status.in_(diuji))
        .order_by(Pengajuan.tanggal_hasil.desc(), Pengajuan.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def pasti(p: Pengajuan, lokasi: str, *tanggal: date) -> Rincian:
    """The fee on the first of these days, once it is known on all of them."""
    dasar = baca(p, min(tanggal), max(tanggal))
    semua = [dasar.pada(t, lokasi) for t in tanggal]
    for satu in semua:
        if satu.kurang:
            raise AturanDilanggar(sebut_halangan(satu))
        if satu.jumlah > PALING_MAHAL:
            raise AturanDilanggar(TERLALU_BESAR)
    return semua[0]


def sebut_halangan(biaya: Rincian) -> str:
    kurang = sebut_kurang(biaya.kurang)
    return (
        f"Retribusi alat ini dihitung per {kurang}, dan jumlah {kurang} belum diketahui. Isi dulu "
        "jumlahnya lewat Perkiraan retribusi pada halaman Atur Jadwal."
    )


def simpan(p: Pengajuan, biaya: Rincian) -> None:
    """Keep the lines with the application. Set again, the new ones replace those of before."""
    if sum(b.subtotal for b in biaya.baris) != p.retribusi:
        raise ValueError(f"the lines of {p.nomor} are not its fee")
    db.session.execute(sa.delete(RetribusiBaris).where(RetribusiBaris.pengajuan_id == p.id))
    # A fee that was deleted since it was read; only where writers do not wait for each other.
    with jika_bentrok({"retribusi_baris.tarif_id": (TARIF_BERUBAH, None)}):
        db.session.add_all(
            RetribusiBaris(
                pengajuan_id=p.id,
                urutan=n,
                uraian=b.uraian,
                satuan=b.satuan,
                jumlah=b.jumlah,
                harga=b.harga,
                subtotal=b.subtotal,
                dasar=b.dasar,
                tarif_id=b.tarif_id,
            )
            for n, b in enumerate(biaya.baris, 1)
        )


TERKUNCI = (
    "Retribusi pengajuan ini sudah ditetapkan bersama jadwalnya, jadi jumlahnya tidak dapat diubah "
    "lagi."
)
KEDULUAN = (
    "Jumlahnya baru saja dicatat petugas lain. Lihat jumlah yang sekarang, lalu kirim lagi bila "
    "masih perlu."
)


def boleh_dihitung(p: Pengajuan) -> bool:
    """Until the date is set, and the fee with it."""
    return p.status in (Status.DITERIMA, Status.MENUNGGU_PILIHAN)


def catat_jumlah(p: Pengajuan, *, jumlah: int | None, semula: int | None) -> None:
    """Staff counted nozzles (compartments, scales) themselves; None goes by the instrument's data
    again. `semula` is what the person saw."""
    kini = segar(p, kunci=True)
    if not boleh_dihitung(kini):
        raise AturanDilanggar(TERKUNCI, "jumlah")
    if kini.jumlah_hitung != semula:
        raise AturanDilanggar(KEDULUAN, "jumlah")
    kini.jumlah_hitung = jumlah
    db.session.flush()
    audit.catat(
        "hitungan_catat",
        "pengajuan",
        kini.id,
        sebelum={"jumlah_hitung": semula},
        sesudah={"jumlah_hitung": jumlah},
    )
