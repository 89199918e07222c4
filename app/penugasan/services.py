"""Drafting and signing letters of assignment."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.auth.models import Pengguna, Peran
from app.core import audit
from app.core.db import jika_bentrok, segar
from app.core.errors import AturanDilanggar
from app.core.format import tanggal as sebut_tanggal
from app.core.uploads import Berkas
from app.core.versi import cek_versi
from app.extensions import Pelaku, db
from app.jadwal.models import CutiHari
from app.pengajuan.models import Pengajuan
from app.pengaturan.queries import kantor
from app.pengaturan.services import nomor_berikut, usulan_nomor
from app.penugasan.models import AnggotaSurat, SuratTugas, TujuanSurat
from app.penugasan.queries import calon_dan_isi
from app.penugasan.states import StatusSurat

SUDAH_DITANDATANGANI = (
    "Surat ini sudah ditandatangani dan tidak dapat diubah lagi. Buat surat baru bila tugasnya "
    "berubah."
)


def buat(
    *, mulai: date, selesai: date, kunci_form: str | None, pelaku: Pelaku, **isi: Any
) -> SuratTugas:
    """A draft with the next number of its year; sent twice, it is one letter."""
    if kunci_form and (lama := _dengan_kunci(kunci_form)):
        return lama
    anggota, kunjungan = isi.pop("anggota"), isi.pop("kunjungan")
    _cek(mulai, selesai, isi["ketua_id"], anggota, kunjungan)
    tahun = isi["tanggal"].year
    nomor = usulan_nomor(kantor().pola_tugas, nomor_berikut(f"SPT-{tahun}"), isi["tanggal"])
    surat = SuratTugas(
        nomor=nomor, mulai=mulai, selesai=selesai, kunci_form=kunci_form or None,
        dibuat_oleh_id=pelaku.id, **isi,
    )  # fmt: skip
    ganda = f"Nomor {nomor} sudah dipakai. Ubah pola nomor surat tugas di Kalender kerja."
    sudah = "Surat ini sudah tersimpan. Buka dari daftar surat tugas."
    kembar = {"surat_tugas.kunci_form": (sudah, None), "surat_tugas.nomor": (ganda, None)}
    with jika_bentrok(kembar):
        db.session.add(surat)
    _isi(surat, anggota, kunjungan)
    audit.catat("tugas_buat", "surat_tugas", surat.id, pelaku, sesudah={"nomor": nomor})
    return surat


def _dengan_kunci(kunci_form: str) -> SuratTugas | None:
    return db.session.scalar(sa.select(SuratTugas).where(SuratTugas.kunci_form == kunci_form))


def ubah(surat: SuratTugas, *, pelaku: Pelaku, versi: str | None = None, **isi: Any) -> SuratTugas:
    """Mend a draft; its number and days stay."""
    kini = segar(surat, kunci=True)
    if kini.status != StatusSurat.KONSEP:
        raise AturanDilanggar(SUDAH_DITANDATANGANI)
    _, lama = calon_dan_isi(kini)
    cek_versi(versi, lama)
    anggota, kunjungan = isi.pop("anggota"), isi.pop("kunjungan")
    _cek(kini.mulai, kini.selesai, isi["ketua_id"], anggota, kunjungan)
    for kolom, nilai in isi.items():
        setattr(kini, kolom, nilai)
    for tabel in (AnggotaSurat, TujuanSurat):
        db.session.execute(sa.delete(tabel).where(tabel.surat_id == kini.id))
    _isi(kini, anggota, kunjungan)
    baru = isi | {"anggota": sorted(anggota), "kunjungan": sorted(kunjungan)}
    audit.catat("tugas_ubah", "surat_tugas", kini.id, pelaku, sebelum=lama, sesudah=baru)
    return kini


def _isi(surat: SuratTugas, anggota: Sequence[int], kunjungan: Sequence[int]) -> None:
    db.session.flush()
    db.session.add_all(AnggotaSurat(surat_id=surat.id, pengguna_id=id) for id in anggota)
    db.session.add_all(TujuanSurat(surat_id=surat.id, pengajuan_id=id) for id in kunjungan)
    db.session.flush()


def _cek(
    mulai: date, selesai: date, ketua_id: int, anggota: Sequence[int], kunjungan: Sequence[int]
) -> None:
    """A team on duty on these days, and visits that are on them."""
    if ketua_id in anggota:
        raise AturanDilanggar("Ketua tim tidak perlu dipilih lagi sebagai anggota.", "anggota")
    cuti = sa.exists().where(
        CutiHari.penera_id == Pengguna.id, CutiHari.tanggal.between(mulai, selesai)
    )
    cari = sa.select(Pengguna.id, Pengguna.nama, cuti.label("cuti")).where(
        Pengguna.id.in_([ketua_id, *anggota]), Pengguna.peran == Peran.PENERA, Pengguna.aktif
    )
    tim = {b.id: b for b in db.session.execute(cari)}
    for id in (ketua_id, *anggota):
        field = "ketua_id" if id == ketua_id else "anggota"
        if id not in tim:
            raise AturanDilanggar("Penera ini tidak bertugas lagi. Pilih penera lain.", field)
        if tim[id].cuti:
            raise AturanDilanggar(f"{tim[id].nama} cuti pada hari tugas. Pilih penera lain.", field)
    _cek_kunjungan(mulai, selesai, kunjungan)


def _cek_kunjungan(mulai: date, selesai: date, kunjungan: Sequence[int]) -> None:
    ada = sa.select(sa.func.count()).where(
        Pengajuan.id.in_(kunjungan), Pengajuan.tanggal_uji.between(mulai, selesai)
    )
    if db.session.scalar(ada) != len(set(kunjungan)):
        raise AturanDilanggar(
            f"Sebagian kunjungan tidak lagi pada {sebut_tanggal(mulai)} sampai "
            f"{sebut_tanggal(selesai)}. Pilih lagi dari daftar yang terbaru.",
            "kunjungan",
        )


def tandatangani(surat: SuratTugas, *, pindaian: Sequence[Berkas], pelaku: Pelaku) -> SuratTugas:
    """Attach the signed scan; from here on the letter stands."""
    kini = segar(surat, kunci=True)
    if kini.status != StatusSurat.KONSEP:
        raise AturanDilanggar(SUDAH_DITANDATANGANI)
    kini.status, kini.pindaian_id = StatusSurat.DITANDATANGANI, pindaian[0].id
    db.session.flush()
    audit.catat("tugas_tandatangan", "surat_tugas", kini.id, pelaku, sesudah={"nomor": kini.nomor})
    return kini
