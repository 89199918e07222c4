"""The fee of one application: what is known for it, its amount on a date, and the lines kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import InvalidOperation

import sqlalchemy as sa

from app.core import audit
from app.core.db import segar
from app.core.errors import AturanDilanggar
from app.core.forms import baca_angka
from app.extensions import db
from app.pengajuan.models import Pengajuan, RetribusiBaris
from app.pengajuan.states import Status
from app.pengaturan.queries import hari_kerja_ke
from app.tarif.models import Tarif
from app.tarif.queries import berlaku_dalam
from app.tarif.states import BERHITUNG, HARI_UJI_ULANG, PALING_BANYAK, sebut_kurang
from app.tarif.tarif import Alat, Rincian, hitung
from app.uttp.models import InformasiJenis, InformasiUttp

PALING_MAHAL = 2_000_000_000  # what an integer column holds on every database
TERLALU_BESAR = (
    "Retribusi menurut tarif hari itu lebih dari Rp2.000.000.000. Periksa kapasitas alat dan "
    "tarifnya."
)


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
    jenis = sa.or_(Tarif.jenis_id.is_(None), Tarif.jenis_id == p.uttp.jenis_id)
    cari = sa.select(Tarif, _jawaban(p), _gagal(p)).where(jenis, berlaku_dalam(mulai, sampai))
    baris = db.session.execute(cari).all()
    data = {t.satuan_hitung: n for t, nilai, _ in baris if (n := _bulat(nilai))}
    petugas = p.jumlah_hitung
    gagal = next((g for _, _, g in baris), None)
    alat = Alat(
        nama=p.uttp.jenis.nama,
        kapasitas=p.uttp.kapasitas,
        satuan=p.uttp.jenis.satuan,
        jumlah=dict.fromkeys(BERHITUNG, petugas) if petugas else data,
        gagal_pada=gagal,
        bebas_sampai=hari_kerja_ke(HARI_UJI_ULANG, gagal) if gagal else None,
    )
    return Dasar(p, tuple(t for t, _, _ in baris), alat, data)


def _jawaban(p: Pengajuan) -> sa.ScalarSelect[str]:
    return (
        sa.select(InformasiUttp.nilai)
        .join(InformasiJenis, InformasiJenis.id == InformasiUttp.informasi_id)
        .where(InformasiUttp.uttp_id == p.uttp_id, InformasiJenis.hitungan == Tarif.satuan_hitung)
        .order_by(InformasiJenis.urutan, InformasiJenis.id)
        .limit(1)
        .scalar_subquery()
    )


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


def _bulat(nilai: str | None) -> int | None:
    """An answer as a count; None for what is none."""
    try:
        angka = baca_angka((nilai or "").replace(" ", ""))
    except InvalidOperation:
        return None
    return int(angka) if angka == int(angka) and 0 < angka <= PALING_BANYAK else None


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
    db.session.flush()


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
