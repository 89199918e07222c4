"""Recording results, issuing certificate data, correcting what is finished."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.core import audit, clock
from app.core.db import jika_bentrok, segar
from app.core.errors import AturanDilanggar
from app.core.format import tanggal as sebut_tanggal
from app.core.uploads import Berkas
from app.core.versi import cek_versi
from app.extensions import Pelaku, db
from app.katalog.queries import masa_pada
from app.pengajuan.models import BerkasPengajuan, Pengajuan, Skhp
from app.pengajuan.services import terapkan
from app.pengajuan.states import Status
from app.pengaturan.queries import kantor, urut_berikut
from app.pengaturan.services import nomor_berikut, usulan_nomor
from app.pengujian.queries import isi_batal, seri_skhp, seri_skrd, usulan_berlaku
from app.uttp.models import MasaBerlaku, Uttp


class Hasil(StrEnum):
    SAH = "sah"
    BATAL = "batal"


@dataclass(frozen=True)
class Dokumen:
    """What is printed on the certificate, and on the fee notice where a fee was due. Without a
    number the next one of the series is taken."""

    tanggal: date
    berlaku_sampai: date
    nomor: str | None = None
    nomor_skrd: str | None = None
    tanggal_skrd: date | None = None
    alasan_masa: str | None = None


# --- results ----------------------------------------------------------------------------------


def catat_hasil(
    pengajuan: Pengajuan,
    *,
    hasil: str,
    tanggal_hasil: date,
    keterangan: str | None = None,
    cerapan: Sequence[Berkas] = (),
    pelaku: Pelaku,
) -> None:
    """Sah needs the measuring form; Dibatalkan needs a reason and forbids the instrument's use."""
    kini = segar(pengajuan, selectinload(Pengajuan.uttp), kunci=True)
    _cek_tanggal_hasil(kini, tanggal_hasil)
    keterangan = (keterangan or "").strip() or None
    if hasil == Hasil.SAH:
        if not cerapan:
            raise AturanDilanggar("Pilih berkas cerapan hasil uji.", "cerapan")
        aksi = "hasil_sah"
    else:
        if keterangan is None:
            raise AturanDilanggar(
                "Tulis mengapa alat tidak lulus uji, supaya pemilik tahu.", "keterangan"
            )
        aksi = "hasil_batal"
    terapkan(
        kini,
        aksi,
        pelaku,
        status_awal=pengajuan.status,
        catatan=keterangan,
        tanggal_hasil=tanggal_hasil,
        keterangan=keterangan,
    )
    db.session.add_all(
        BerkasPengajuan(pengajuan_id=kini.id, berkas_id=b.id, guna="cerapan") for b in cerapan
    )
    if hasil != Hasil.SAH:
        kini.uttp.uji_batal = True  # the old certificate keeps its dates
    db.session.flush()


def _cek_tanggal_hasil(kini: Pengajuan, tanggal: date) -> None:
    if tanggal > clock.today():
        raise AturanDilanggar(
            f"Pilih tanggal alat diuji, paling akhir hari ini ({sebut_tanggal(clock.today())}).",
            "tanggal_hasil",
        )
    diajukan = kini.dibuat_pada.astimezone(clock.WITA).date()
    if tanggal < diajukan:
        raise AturanDilanggar(
            f"Tanggal ini mendahului pengajuan ({sebut_tanggal(diajukan)}). Pilih tanggal alat "
            "diuji.",
            "tanggal_hasil",
        )


# --- documents --------------------------------------------------------------------------------


def terbitkan(pengajuan: Pengajuan, *, dokumen: Dokumen, pelaku: Pelaku) -> Skhp:
    """Issue the certificate's data; from here on the instrument is covered."""
    kini = segar(pengajuan, selectinload(Pengajuan.uttp), kunci=True)
    terapkan(kini, "terbitkan", pelaku, status_awal=pengajuan.status)
    skhp = _simpan_skhp(kini, dokumen, pelaku, versi=1)
    _sahkan_alat(kini.uttp, skhp)
    kini.uttp.uji_batal = False
    db.session.flush()
    audit.catat("skhp_terbit", "pengajuan", kini.id, pelaku, sesudah=_kolom(skhp))
    return skhp


def _simpan_skhp(kini: Pengajuan, isi: Dokumen, pelaku: Pelaku, *, versi: int) -> Skhp:
    _cek_masa(kini, isi)
    masa, alasan = _masa(kini, isi)
    berbayar = (kini.retribusi or 0) > 0
    nomor = _pakai_nomor(
        isi.nomor, seri_skhp(isi.tanggal.year), kantor().pola_skhp, isi.tanggal, Skhp.nomor
    )
    nomor_skrd = tanggal_skrd = None
    if berbayar:
        tanggal_skrd = isi.tanggal_skrd or isi.tanggal
        nomor_skrd = _pakai_nomor(
            isi.nomor_skrd,
            seri_skrd(tanggal_skrd.year),
            kantor().pola_skrd,
            tanggal_skrd,
            Skhp.nomor_skrd,
        )
    baru = Skhp(
        pengajuan_id=kini.id,
        versi=versi,
        nomor=nomor,
        tanggal=isi.tanggal,
        berlaku_sampai=isi.berlaku_sampai,
        nomor_skrd=nomor_skrd,
        tanggal_skrd=tanggal_skrd,
        masa_berlaku_id=masa.id if masa else None,
        alasan_masa=alasan,
        dibuat_oleh_id=pelaku.id,
    )
    try:
        with jika_bentrok(
            {
                "skhp.nomor_skrd": (nomor_skrd or "", "nomor_skrd"),
                "skhp.nomor": (nomor, "nomor"),
            }
        ):
            db.session.add(baru)
    except AturanDilanggar as e:
        raise NomorTerpakai(e.pesan, e.field) from e
    return baru


def _masa(kini: Pengajuan, isi: Dokumen) -> tuple[MasaBerlaku | None, str | None]:
    """The interval in force on the day of the test, and why its due date is not the one taken."""
    masa = masa_pada(kini.uttp.jenis_id, kini.tanggal_hasil)
    usulan = usulan_berlaku(kini.tanggal_hasil, masa.bulan if masa else None)
    if usulan is None or usulan == isi.berlaku_sampai:
        return masa, None
    alasan = (isi.alasan_masa or "").strip()
    if not alasan:
        raise AturanDilanggar(
            f"Menurut masa berlaku jenis ini tanggalnya {sebut_tanggal(usulan)}. Pakai tanggal "
            "itu, atau tulis alasan tanggal yang lain.",
            "alasan_masa",
        )
    return masa, alasan


class NomorTerpakai(AturanDilanggar):
    """Somebody has this number already."""

    def __init__(self, nomor: str, field: str | None) -> None:
        jenis = "SKRD" if field == "nomor_skrd" else "SKHP"
        super().__init__(
            f"Nomor {jenis} {nomor} sudah dipakai dokumen lain. Ganti nomornya; usulan nomor "
            "berikutnya ada di bawah isian ini.",
            field,
        )


def _pakai_nomor(
    nomor: str | None,
    seri: str,
    pola: str,
    pada: date,
    kolom: "sa.orm.InstrumentedAttribute[str | None]",
) -> str:
    """The number that will be printed. One that the series would have given is taken off it; so
    the series moves only when a document is really issued, and a rollback gives the number back."""
    _lewati_terpakai(seri, pola, pada, kolom)
    if not nomor:
        return usulan_nomor(pola, nomor_berikut(seri), pada)
    urut = urut_berikut(seri)[0]
    if nomor in {usulan_nomor(pola, urut, hari) for hari in (pada, clock.today())}:
        nomor_berikut(seri)
    return nomor


def _lewati_terpakai(
    seri: str, pola: str, pada: date, kolom: "sa.orm.InstrumentedAttribute[str | None]"
) -> None:
    """Numbers typed by hand ahead of the series are in force: it goes on behind them."""
    berlaku = sa.select(Skhp.id).where(Skhp.digantikan_pada.is_(None)).limit(1)
    urut = urut_berikut(seri)[0]
    while db.session.scalar(berlaku.where(kolom == usulan_nomor(pola, urut, pada))) is not None:
        urut = nomor_berikut(seri) + 1


def _cek_masa(kini: Pengajuan, isi: Dokumen) -> None:
    if kini.tanggal_hasil and isi.tanggal < kini.tanggal_hasil:
        raise AturanDilanggar(
            f"Tanggal SKHP tidak dapat mendahului hari uji ({sebut_tanggal(kini.tanggal_hasil)}).",
            "tanggal",
        )
    if isi.tanggal > clock.today():
        raise AturanDilanggar("Pilih tanggal SKHP, paling akhir hari ini.", "tanggal")
    if isi.berlaku_sampai <= isi.tanggal:
        raise AturanDilanggar("Pilih tanggal berlaku setelah tanggal SKHP.", "berlaku_sampai")


def _sahkan_alat(uttp: Uttp, skhp: Skhp) -> None:
    uttp.skhp_nomor = skhp.nomor
    uttp.skhp_tanggal = skhp.tanggal
    uttp.skhp_berlaku_sampai = skhp.berlaku_sampai
    uttp.skhp_penerbit = kantor().nama


# --- corrections ------------------------------------------------------------------------------


def koreksi_sah(
    pengajuan: Pengajuan, *, dokumen: Dokumen, alasan: str, versi: int, pelaku: Pelaku
) -> Skhp:
    """New certificate data in a new version; the old version stays and is marked replaced."""
    kini = _baca_selesai(pengajuan, Status.SELESAI_SAH)
    lama = kini.skhp
    if lama is None or lama.versi != versi:
        raise AturanDilanggar(
            "Dokumen ini baru saja dikoreksi orang lain. Muat ulang halaman, lihat isinya, lalu "
            "putuskan lagi."
        )
    isi_lama, dokumen = _kolom(lama), replace(dokumen, alasan_masa=alasan)
    kolom = ("nomor", "tanggal", "berlaku_sampai", "nomor_skrd", "tanggal_skrd")
    sama = all(getattr(dokumen, k) in (None, getattr(lama, k)) for k in kolom)
    # Where the date is another one than proposed, its reason is part of what was recorded.
    _cek_berubah([sama and _masa(kini, dokumen)[1] in (None, lama.alasan_masa)])
    terapkan(
        kini,
        "koreksi",
        pelaku,
        status_awal=pengajuan.status,
        catatan=alasan,
        sebelum=isi_lama,
    )
    lama.digantikan_pada = clock.now()
    db.session.flush()  # the old number must be free before the new row takes it
    baru = _simpan_skhp(kini, dokumen, pelaku, versi=lama.versi + 1)
    if not _ada_yang_lebih_baru(kini):
        _sahkan_alat(kini.uttp, baru)
    db.session.flush()
    audit.catat("skhp_koreksi", "pengajuan", kini.id, pelaku, isi_lama, _kolom(baru))
    return baru


def koreksi_batal(
    pengajuan: Pengajuan,
    *,
    tanggal_hasil: date,
    keterangan: str,
    alasan: str,
    pelaku: Pelaku,
    versi: str | None = None,
) -> None:
    """Mend the date or the words of a failed test; the result itself stands."""
    kini = _baca_selesai(pengajuan, Status.SELESAI_BATAL)
    cek_versi(versi, isi_batal(kini))
    _cek_tanggal_hasil(kini, tanggal_hasil)
    _cek_berubah((kini.tanggal_hasil == tanggal_hasil, kini.keterangan == keterangan.strip()))
    terapkan(
        kini,
        "koreksi",
        pelaku,
        status_awal=pengajuan.status,
        catatan=alasan,
        sebelum={k: _json(getattr(kini, k)) for k in ("tanggal_hasil", "keterangan")},
        tanggal_hasil=tanggal_hasil,
        keterangan=keterangan,
    )


def _cek_berubah(sama: Iterable[bool]) -> None:
    """A correction that says the same again would only mark what is right as replaced."""
    if all(sama):
        raise AturanDilanggar("Belum ada yang diubah. Perbaiki isiannya, atau kembali.")


def _baca_selesai(pengajuan: Pengajuan, status: Status) -> Pengajuan:
    kini = segar(pengajuan, selectinload(Pengajuan.uttp), selectinload(Pengajuan.skhp), kunci=True)
    if kini.status != status:
        raise AturanDilanggar("Koreksi ini hanya untuk pengajuan yang sudah selesai diuji.")
    return kini


def _ada_yang_lebih_baru(kini: Pengajuan) -> bool:
    """Has a later application of the same instrument a certificate of its own?"""
    cari = (
        sa.select(Skhp.id)
        .join(Pengajuan, Pengajuan.id == Skhp.pengajuan_id)
        .where(
            Pengajuan.uttp_id == kini.uttp_id,
            Pengajuan.id > kini.id,
            Skhp.digantikan_pada.is_(None),
        )
    )
    return db.session.scalar(cari.limit(1)) is not None


def _kolom(skhp: Skhp) -> dict[str, Any]:
    """What is printed on the certificate, plain."""
    nama = ("nomor", "tanggal", "berlaku_sampai", "nomor_skrd", "tanggal_skrd", "versi",
            "alasan_masa")  # fmt: skip
    return {k: _json(getattr(skhp, k)) for k in nama}


def _json(nilai: Any) -> Any:
    return nilai.isoformat() if isinstance(nilai, date) else nilai
