"""Everything that happened to one instrument, in one list: applications, results, certificates,
owners, changes of its data (features C14)."""

from typing import Any

import sqlalchemy as sa

from app.core.access import pelaku, visible
from app.core.audit import Audit
from app.core.paging import Page, keyset
from app.core.types import UTCDateTime
from app.pengajuan.models import Pengajuan, Riwayat, Skhp
from app.peserta.models import Peserta
from app.uttp.models import Kepemilikan, Uttp

# The filter words, in the order of the page; "pengajuan" is the table of applications alone.
SARINGAN = {
    "semua": "Semua",
    "pengajuan": "Pengajuan",
    "pemilik": "Pemilik",
    "dokumen": "Dokumen",
}
# How many kinds of events there may be; it keeps the numbers of two kinds apart.
_RUANG = 8
# What the log calls the data of an instrument, as its owner reads it.
NAMA_DATA = {
    "jenis_id": "jenis",
    "merk": "merk",
    "tipe": "tipe",
    "nomor_seri": "nomor seri",
    "lokasi": "lokasi",
    "kapasitas": "kapasitas",
    "daya_baca": "daya baca",
    "foto": "foto",
}
_KOLOM: dict[str, Any] = {
    "pengajuan_id": sa.Integer(),
    "nomor": sa.String(),
    "kata": sa.String(),
    "status": sa.String(),
    "tanggal": sa.Date(),
    "sampai": sa.Date(),
    "akhir": UTCDateTime(),
    "catatan": sa.Text(),
    "isi": sa.JSON(),
}


def silsilah(uttp: Uttp, jenis: str, after: str | None) -> Page:
    """Newest first, of one kind or of all; each event as far as the reader may know it."""
    bagian = {
        "pengajuan": [_diajukan(uttp.id), _diuji(uttp.id)],
        "dokumen": [_dokumen(uttp.id)],
        "pemilik": [_pemilik(uttp.id)],
        "data": [_dicatat(uttp.id), _diubah(uttp.id), _pensiun(uttp.id)],
    }
    pilih = bagian.get(jenis) or [b for isi in bagian.values() for b in isi]
    semua = sa.union_all(*pilih).subquery()
    return keyset(sa.select(semua), semua.c.dibuat_pada, semua.c.id, after=after)


def _baris(dari: sa.Select[Any], macam: int, nama: str, waktu: Any, id: Any, **isi: Any) -> Any:
    """An event of one kind; columns it has nothing for are empty, of the type of the others."""
    kosong = {k: sa.cast(sa.null(), tipe) for k, tipe in _KOLOM.items()}
    return dari.with_only_columns(
        (id * _RUANG + macam).label("id"),
        sa.literal(nama).label("macam"),
        waktu.label("dibuat_pada"),
        *(isi.get(k, nilai).label(k) for k, nilai in kosong.items()),
    )


def _diajukan(uttp_id: int) -> Any:
    dari = visible(Pengajuan).where(Pengajuan.uttp_id == uttp_id)
    return _baris(
        dari, 0, "diajukan", Pengajuan.dibuat_pada, Pengajuan.id,
        pengajuan_id=Pengajuan.id, nomor=Pengajuan.nomor, kata=Pengajuan.layanan,
        status=Pengajuan.status, tanggal=Pengajuan.tanggal_uji, catatan=Pengajuan.alasan,
    )  # fmt: skip


def _milik_pembaca(kolom: Any) -> Any:
    """A column of an application, for whoever may open it."""
    return sa.case((Pengajuan.visible_to(pelaku()), kolom))


def _diuji(uttp_id: int) -> Any:
    """Results go with the instrument: a new owner reads those of before, not whose they were."""
    dari = sa.select(Pengajuan).join(Riwayat, Riwayat.pengajuan_id == Pengajuan.id)
    dari = dari.where(Pengajuan.uttp_id == uttp_id, Riwayat.aksi.in_(("hasil_sah", "hasil_batal")))
    return _baris(
        dari, 1, "diuji", Riwayat.waktu, Riwayat.id,
        pengajuan_id=_milik_pembaca(Pengajuan.id), nomor=_milik_pembaca(Pengajuan.nomor),
        kata=Riwayat.aksi,
        tanggal=Pengajuan.tanggal_hasil, catatan=Pengajuan.keterangan,
    )  # fmt: skip


def _dokumen(uttp_id: int) -> Any:
    """Certificates go with the instrument as results do; what was paid is the payer's."""
    dari = sa.select(Pengajuan).join(Skhp, Skhp.pengajuan_id == Pengajuan.id)
    return _baris(
        dari.where(Pengajuan.uttp_id == uttp_id), 2, "dokumen", Skhp.dibuat_pada, Skhp.id,
        pengajuan_id=_milik_pembaca(Pengajuan.id), nomor=Skhp.nomor,
        kata=_milik_pembaca(Skhp.nomor_skrd),
        tanggal=Skhp.tanggal, sampai=Skhp.berlaku_sampai, akhir=Skhp.digantikan_pada,
    )  # fmt: skip


def _pemilik(uttp_id: int) -> Any:
    """Periods; the name only of an owner the reader may see."""
    dari = visible(Kepemilikan).join(Peserta, Peserta.id == Kepemilikan.pemilik_id)
    nama = sa.case((Peserta.visible_to(pelaku()), Peserta.nama))
    return _baris(
        dari.where(Kepemilikan.uttp_id == uttp_id), 3, "pemilik", Kepemilikan.sejak,
        Kepemilikan.id, nomor=nama, kata=Kepemilikan.sebab, akhir=Kepemilikan.sampai,
    )  # fmt: skip


def _dicatat(uttp_id: int) -> Any:
    dari = visible(Uttp).where(Uttp.id == uttp_id)
    return _baris(dari, 4, "dicatat", Uttp.dibuat_pada, Uttp.id)


def _diubah(uttp_id: int) -> Any:
    """From the log: that something was changed and by which role; not by whom, nor the values."""
    dari = sa.select(Audit).where(
        Audit.objek == "uttp",
        Audit.objek_id == uttp_id,
        Audit.aksi.in_(("uttp_ubah", "uttp_koreksi")),
    )
    return _baris(dari, 5, "diubah", Audit.waktu, Audit.id, kata=Audit.peran, isi=Audit.sesudah)


def _pensiun(uttp_id: int) -> Any:
    dari = visible(Uttp).where(Uttp.id == uttp_id, Uttp.pensiun_dicatat_pada.is_not(None))
    return _baris(
        dari, 6, "pensiun", Uttp.pensiun_dicatat_pada, Uttp.id,
        kata=Uttp.pensiun_sebab, tanggal=Uttp.pensiun_pada,
    )  # fmt: skip


def data_berubah(isi: dict[str, Any] | None) -> str:
    """What was changed, in words."""
    return ", ".join(NAMA_DATA[k] for k in isi or {} if k in NAMA_DATA) or "isian"
