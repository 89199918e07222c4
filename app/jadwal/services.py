"""Booking and releasing places in the calendar, and the acts on an application that need one.

How full a day is, is counted in rows of its own (`BebanHari`, `BebanPenera`); the conditional
UPDATE of a counter decides who gets the last place. Locks are always taken in the order
application, days by date, penera by (date, id), so that two acts never wait for each other.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.auth.models import Pengguna, Peran
from app.core import clock
from app.core.db import segar
from app.core.errors import AturanDilanggar
from app.core.format import hari_tanggal
from app.extensions import Pelaku, db
from app.jadwal import biaya as retribusi
from app.jadwal.models import BebanHari, BebanPenera, CutiHari, Tawaran
from app.jadwal.queries import sebut_lokasi
from app.jadwal.tawaran import berlaku_sampai, sebut_kedaluwarsa, sebut_penghalang
from app.pengajuan.models import Pengajuan
from app.pengajuan.services import SETELAH, terapkan
from app.pengajuan.states import Status, Transisi
from app.pengaturan.queries import kantor, tutup_karena
from app.pengaturan.services import beban_awal
from app.uttp.models import Uttp

PALING_SEDIKIT, PALING_BANYAK = 2, 4
Hari = Mapping[date, int]
Penera = Mapping[tuple[date, int], int]


# --- places -----------------------------------------------------------------------------------


def pesan_tempat(tanggal: date, penera_id: int, menit: int) -> None:
    """Take a place on this day with this penera, or say why there is none."""
    cek_tanggal(tanggal)
    cek_penera(penera_id)
    _geser({tanggal: menit}, {(tanggal, penera_id): 1})


def lepas_tempat(tanggal: date, penera_id: int, menit: int) -> None:
    """Give a place back."""
    _geser({tanggal: -menit}, {(tanggal, penera_id): -1})


def cek_tanggal(tanggal: date, field: str = "tanggal") -> None:
    """From tomorrow on, on a day the office tests."""
    if tanggal <= clock.today():
        besok = hari_tanggal(clock.today() + timedelta(days=1))
        raise AturanDilanggar(
            f"{hari_tanggal(tanggal)} sudah lewat atau hari ini. Pilih tanggal mulai {besok}.",
            field,
        )
    if sebab := tutup_karena(tanggal):
        raise AturanDilanggar(
            f"Kantor tidak melayani uji pada {hari_tanggal(tanggal)} ({sebab}). Pilih hari kerja.",
            field,
        )


def cek_penera(penera_id: int, field: str = "penera_id") -> str:
    """The name of a penera who is on duty."""
    nama = db.session.scalar(
        sa.select(Pengguna.nama).where(
            Pengguna.id == penera_id, Pengguna.peran == Peran.PENERA, Pengguna.aktif
        )
    )
    if nama is None:
        raise AturanDilanggar("Penera ini tidak bertugas lagi. Pilih penera lain.", field)
    return nama


def _geser(hari: Hari, penera: Penera) -> None:
    """Move the counters by these amounts, each in the agreed order."""
    for tanggal, menit in sorted(hari.items()):
        if menit and not _ubah_hari(tanggal, menit):
            raise AturanDilanggar(
                f"{hari_tanggal(tanggal)} sudah penuh untuk seluruh kantor. Pilih tanggal lain.",
                "tanggal",
            )
    for (tanggal, penera_id), jumlah in sorted(penera.items()):
        if jumlah > 0 and sedang_cuti(tanggal, penera_id):
            raise AturanDilanggar(
                f"Penera yang dipilih cuti pada {hari_tanggal(tanggal)}. "
                "Pilih penera atau tanggal lain.",
                "penera_id",
            )
        if jumlah and not _ubah_penera(tanggal, penera_id, jumlah):
            raise AturanDilanggar(
                f"Penera yang dipilih sudah penuh pada {hari_tanggal(tanggal)}. "
                "Pilih penera atau tanggal lain.",
                "penera_id",
            )


def sedang_cuti(tanggal: date, penera_id: int) -> bool:
    """Is this penera on leave on that day?"""
    return db.session.get(CutiHari, (penera_id, tanggal), populate_existing=True) is not None


def _ubah_hari(tanggal: date, menit: int) -> bool:
    if menit < 0:
        turun = {"menit": sa.case((BebanHari.menit + menit > 0, BebanHari.menit + menit), else_=0)}
        return _jalankan(sa.update(BebanHari).where(BebanHari.tanggal == tanggal), turun) >= 0
    batas = kantor().menit_per_hari
    beban_awal(BebanHari, tanggal=tanggal, menit=0, batas=batas)
    naik = sa.update(BebanHari).where(
        BebanHari.tanggal == tanggal, BebanHari.menit + menit <= batas
    )
    return _jalankan(naik, {"menit": BebanHari.menit + menit, "batas": batas}) == 1


def _ubah_penera(tanggal: date, penera_id: int, jumlah: int) -> bool:
    baris = sa.update(BebanPenera).where(
        BebanPenera.tanggal == tanggal, BebanPenera.penera_id == penera_id
    )
    sesudah = BebanPenera.jumlah + jumlah
    if jumlah < 0:
        return _jalankan(baris, {"jumlah": sa.case((sesudah > 0, sesudah), else_=0)}) >= 0
    batas = kantor().alat_per_penera
    beban_awal(BebanPenera, penera_id=penera_id, tanggal=tanggal, jumlah=0, batas=batas)
    return _jalankan(baris.where(sesudah <= batas), {"jumlah": sesudah, "batas": batas}) == 1


def _jalankan(perintah: sa.Update, nilai: Mapping[str, object]) -> int:
    """How many rows it met."""
    hasil = db.session.execute(
        perintah.values(**nilai).execution_options(synchronize_session=False)
    )
    return int(hasil.rowcount)  # type: ignore[attr-defined]


# --- acts -------------------------------------------------------------------------------------


def tetapkan(
    pengajuan: Pengajuan,
    *,
    lokasi: str,
    tanggal: date,
    penera_id: int,
    pelaku: Pelaku,
    versi: datetime | None = None,
) -> None:
    """Staff set the date. Free of charge on that date, the application goes straight on."""
    kini = _baca(pengajuan, versi)
    _jadwalkan(kini, "tetapkan_jadwal", pengajuan.status, lokasi, tanggal, penera_id, pelaku)


def tawarkan(
    pengajuan: Pengajuan,
    *,
    lokasi: str,
    pasangan: Sequence[tuple[date, int]],
    pelaku: Pelaku,
    versi: datetime | None = None,
) -> None:
    """Offer 2–4 pairs (date, penera). A new round replaces the old one; nothing is booked yet.

    A fault names its pair by position: field "tanggal_1" … or "penera_1" ….
    """
    kini = _baca(pengajuan, versi)
    _cek_pasangan(pasangan, kini.uttp.jenis.menit)
    retribusi.pasti(kini, lokasi, *(t for t, _ in pasangan))
    terapkan(kini, "tawarkan_jadwal", pelaku, status_awal=pengajuan.status, lokasi=lokasi)
    db.session.execute(sa.delete(Tawaran).where(Tawaran.pengajuan_id == kini.id))
    db.session.add_all(
        Tawaran(pengajuan_id=kini.id, tanggal=t, penera_id=p, berlaku_sampai=berlaku_sampai(t))
        for t, p in sorted(pasangan)
    )
    db.session.flush()


def _cek_pasangan(pasangan: Sequence[tuple[date, int]], menit: int) -> None:
    if not PALING_SEDIKIT <= len(pasangan) <= PALING_BANYAK:
        raise AturanDilanggar(
            f"Tawarkan {PALING_SEDIKIT} sampai {PALING_BANYAK} pilihan; sekarang ada "
            f"{len(pasangan)}.",
            f"tanggal_{min(len(pasangan) + 1, PALING_BANYAK)}",
        )
    for i, (tanggal, penera_id) in enumerate(pasangan, 1):
        if (tanggal, penera_id) in pasangan[: i - 1]:
            raise AturanDilanggar(
                f"Pilihan {i} sama dengan pilihan sebelumnya. Ganti tanggal atau peneranya.",
                f"tanggal_{i}",
            )
        cek_tanggal(tanggal, f"tanggal_{i}")
        cek_penera(penera_id, f"penera_{i}")
        if penuh := _penuh(tanggal, penera_id, menit):
            raise AturanDilanggar(f"{hari_tanggal(tanggal)}: {penuh}", f"tanggal_{i}")


def _penuh(tanggal: date, penera_id: int, menit: int) -> str | None:
    """A look at the counters that takes nothing."""
    terpakai = db.session.scalar(sa.select(BebanHari.menit).where(BebanHari.tanggal == tanggal))
    alat = db.session.scalar(
        sa.select(BebanPenera.jumlah).where(
            BebanPenera.tanggal == tanggal, BebanPenera.penera_id == penera_id
        )
    )
    cuti = sedang_cuti(tanggal, penera_id)
    return sebut_penghalang(tanggal, terpakai or 0, alat or 0, menit, cuti=cuti)


def tutup_tawaran(hari: Sequence[date], penera_id: int | None = None) -> int:
    """Offers on these days (with this penera) cannot be taken any more; gives how many. An
    application that has none left is back in the queue at once."""
    syarat = [Tawaran.tanggal.in_(hari), Tawaran.berlaku_sampai >= clock.today()]
    if penera_id is not None:
        syarat.append(Tawaran.penera_id == penera_id)
    berakhir = {"berlaku_sampai": clock.today() - timedelta(days=1)}
    return _jalankan(sa.update(Tawaran).where(*syarat), berakhir)


def pilih(pengajuan: Pengajuan, *, tawaran_id: int, pelaku: Pelaku) -> None:
    """The participant takes one of the offers: exactly one gets the last place."""
    kini = _baca(pengajuan)
    tawaran = db.session.scalar(
        sa.select(Tawaran).where(Tawaran.id == tawaran_id, Tawaran.pengajuan_id == kini.id)
    )
    if tawaran is None or kini.lokasi is None:
        raise AturanDilanggar(
            "Petugas baru saja mengganti pilihan jadwal. Pilih dari daftar yang terbaru.",
            "tawaran_id",
        )
    if lewat := sebut_kedaluwarsa(tawaran.berlaku_sampai):
        raise AturanDilanggar(f"{lewat} Pilih yang lain, atau minta pilihan lain.", "tawaran_id")
    try:
        _jadwalkan(
            kini,
            "pilih_jadwal",
            pengajuan.status,
            kini.lokasi,
            tawaran.tanggal,
            tawaran.penera_id,
            pelaku,
        )
    except AturanDilanggar as e:  # whatever was in the way, it is this offer that is not to be had
        raise AturanDilanggar(e.pesan, "tawaran_id" if e.field else None) from e


def _jadwalkan(
    kini: Pengajuan,
    aksi: str,
    status_awal: str,
    lokasi: str,
    tanggal: date,
    penera_id: int,
    pelaku: Pelaku,
) -> None:
    """Fix fee, minutes and date, then take the place: all of it or nothing."""
    jenis = kini.uttp.jenis
    biaya = retribusi.pasti(kini, lokasi, tanggal)
    nama = cek_penera(penera_id)
    terapkan(
        kini,
        aksi,
        pelaku,
        bebas=biaya.bebas,
        status_awal=status_awal,
        catatan=f"{hari_tanggal(tanggal)}, {sebut_lokasi(lokasi)}, penera {nama}.",
        lokasi=lokasi,
        tanggal_uji=tanggal,
        penera_id=penera_id,
        menit=jenis.menit,
        retribusi=biaya.jumlah,
        dasar_retribusi=biaya.dasar,
    )
    retribusi.simpan(kini, biaya)
    pesan_tempat(tanggal, penera_id, jenis.menit)


def jadwal_ulang(
    pengajuan: Pengajuan, *, tanggal: date, penera_id: int, alasan: str, pelaku: Pelaku
) -> None:
    """Another date or penera before the test. The fee stays as it was fixed."""
    kini = segar(pengajuan, selectinload(Pengajuan.penera), kunci=True)
    lama = kini.tanggal_uji, kini.penera_id
    if lama != (pengajuan.tanggal_uji, pengajuan.penera_id):
        raise AturanDilanggar(
            "Jadwal pengajuan ini baru saja diubah orang lain. Lihat jadwal yang sekarang, lalu "
            "putuskan lagi."
        )
    if lama == (tanggal, penera_id):
        raise AturanDilanggar("Pilih tanggal atau penera yang berbeda dari sekarang.", "tanggal")
    nama_lama = kini.penera.nama if kini.penera else "–"
    cek_tanggal(tanggal)
    nama = cek_penera(penera_id)
    terapkan(
        kini,
        "jadwal_ulang",
        pelaku,
        status_awal=pengajuan.status,
        catatan=_sebut_pindah(alasan, tanggal, nama, lama[0], nama_lama),
        sebelum={"tanggal_uji": str(lama[0]), "penera_id": lama[1], "penera": nama_lama},
        tanggal_uji=tanggal,
        penera_id=penera_id,
    )
    pindahkan(lama, (tanggal, penera_id), kini.menit or 0)


def _sebut_pindah(
    alasan: str, tanggal: date, penera: str, tanggal_lama: date | None, penera_lama: str
) -> str:
    if not alasan.strip():  # a missing reason is for the table to refuse
        return ""
    return (
        f"{alasan.strip()}\n\nJadwal baru: {hari_tanggal(tanggal)}, penera {penera}. "
        f"Semula {hari_tanggal(tanggal_lama)}, penera {penera_lama}."
    )


def pindahkan(lama: tuple[date | None, int | None], baru: tuple[date, int], menit: int) -> None:
    """Release the old place and take the new one; only the difference touches the counters, so
    changing the penera on a full day works."""
    hari: Counter[date] = Counter({baru[0]: menit})
    penera: Counter[tuple[date, int]] = Counter({baru: 1})
    if lama[0] is not None and lama[1] is not None:
        hari[lama[0]] -= menit
        penera[(lama[0], lama[1])] -= 1
    _geser(hari, penera)


def lepas_bila_batal(pengajuan: Pengajuan, t: Transisi, asal: str) -> None:
    """An application called off after its date stood gives its place back."""
    if not t.lepas_slot or asal != Status.TERJADWAL:
        return
    if pengajuan.tanggal_uji and pengajuan.penera_id and pengajuan.menit:
        lepas_tempat(pengajuan.tanggal_uji, pengajuan.penera_id, pengajuan.menit)


SETELAH.append(lepas_bila_batal)


def _baca(pengajuan: Pengajuan, versi: datetime | None = None) -> Pengajuan:
    """The application as it is now, locked, with its type; `versi` is when it was last changed as
    far as the one who acts has seen."""
    kini = segar(
        pengajuan, selectinload(Pengajuan.uttp).options(joinedload(Uttp.jenis)), kunci=True
    )
    if versi is not None and kini.diubah_pada != versi:
        raise AturanDilanggar(BARU_DIUBAH)
    return kini


BARU_DIUBAH = (
    "Pengajuan ini baru saja diubah orang lain. Lihat keadaannya yang sekarang, lalu kirim lagi "
    "bila masih perlu."
)
