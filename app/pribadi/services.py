"""Asking for mending or erasure, and answering it."""

from datetime import datetime

import sqlalchemy as sa

from app.auth.models import Pengguna, Peran
from app.core import audit, clock
from app.core.db import jika_bentrok, segar
from app.core.errors import AturanDilanggar
from app.core.outbox import pesan
from app.extensions import Pelaku, db
from app.peserta.models import Peserta
from app.pribadi.models import PermintaanData
from app.pribadi.states import LABEL_JENIS, TENGGAT, TERBUKA, Jenis, StatusPermintaan

PENJAWAB = frozenset({"admin", "pelayanan"})
MASIH_ADA = (
    "Permintaan Anda yang sebelumnya masih dikerjakan. Tunggu jawabannya, atau hubungi kantor "
    "bila ada yang perlu ditambahkan.",
    "permintaan",
)


def minta(peserta: Peserta, pelaku: Pelaku, jenis: str, isi: str) -> PermintaanData:
    """File a request; from this moment the 72 hours run."""
    kini = segar(peserta)
    if kini.pengguna_id != pelaku.id:
        raise AturanDilanggar("Hanya pemilik datanya yang dapat meminta ini.")
    sekarang = clock.now()
    baru = PermintaanData(
        peserta_id=kini.id,
        jenis=Jenis(jenis),
        isi=isi,
        batas=sekarang + TENGGAT,
        dibuat_pada=sekarang,
        dibuat_oleh_id=pelaku.id,
    )
    db.session.add(baru)
    kata = {"permintaan_data.jenis": MASIH_ADA, "uq_permintaan_data_terbuka": MASIH_ADA}
    with jika_bentrok(kata):
        db.session.flush()
    audit.catat(
        "permintaan_data_kirim", "permintaan_data", baru.id, pelaku, sesudah={"jenis": baru.jenis}
    )
    _kabari_petugas(baru, kini)
    return baru


def _kabari_petugas(permintaan: PermintaanData, peserta: Peserta) -> None:
    petugas = sa.select(Pengguna.id).where(
        Pengguna.peran.in_([Peran.ADMIN, Peran.PELAYANAN]), Pengguna.aktif
    )
    sebutan = LABEL_JENIS[Jenis(permintaan.jenis)].lower()
    for id in db.session.scalars(petugas).all():
        pesan(
            id,
            "Permintaan data pribadi",
            f"{peserta.nama} ({peserta.nomor}) meminta {sebutan}. Jawab paling lambat 3×24 jam.",
            f"/admin/permintaan-data/{permintaan.id}",
        )


def proses(permintaan: PermintaanData, pelaku: Pelaku) -> None:
    """Somebody works on it now."""
    kini = _terbuka(permintaan, pelaku)
    if kini.status != StatusPermintaan.BARU:
        raise AturanDilanggar("Permintaan ini sudah dikerjakan. Muat ulang halaman.")
    kini.status = StatusPermintaan.DIPROSES
    db.session.flush()
    audit.catat(
        "permintaan_data_proses", "permintaan_data", kini.id, pelaku,
        sebelum={"status": "baru"}, sesudah={"status": kini.status},
    )  # fmt: skip


def jawab(permintaan: PermintaanData, pelaku: Pelaku, putusan: str, jawaban: str) -> None:
    """Done or refused, with the answer the participant reads."""
    kini = _terbuka(permintaan, pelaku)
    lama, sekarang = kini.status, clock.now()
    kini.status, kini.jawaban = StatusPermintaan(putusan), jawaban
    kini.diputus_pada, kini.diputus_oleh_id = sekarang, pelaku.id
    db.session.flush()
    audit.catat(
        "permintaan_data_jawab", "permintaan_data", kini.id, pelaku,
        sebelum={"status": lama}, sesudah={"status": kini.status, "terlambat": _lewat(kini)},
    )  # fmt: skip
    hasil = "selesai" if kini.status == StatusPermintaan.SELESAI else "ditolak"
    pesan(
        kini.dibuat_oleh_id,
        f"{LABEL_JENIS[Jenis(kini.jenis)]}: {hasil}",
        jawaban,
        "/data-saya",
    )


def _lewat(permintaan: PermintaanData) -> bool:
    diputus: datetime | None = permintaan.diputus_pada
    return diputus is not None and diputus > permintaan.batas


def _terbuka(permintaan: PermintaanData, pelaku: Pelaku) -> PermintaanData:
    if pelaku.peran not in PENJAWAB:
        raise AturanDilanggar("Hanya Admin Pelayanan dan Admin Aplikasi yang dapat melakukan ini.")
    kini = segar(permintaan, kunci=True)
    if kini.status not in TERBUKA:
        raise AturanDilanggar("Permintaan ini sudah dijawab. Muat ulang halaman.")
    return kini
