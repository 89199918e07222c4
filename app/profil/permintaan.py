"""Asking for what only staff change, and deciding it: one waits per value, and is decided once."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.auth.models import Pengguna, Peran, indeks_nik
from app.core import audit, clock
from app.core.db import jika_bentrok, segar
from app.core.errors import AturanDilanggar
from app.core.outbox import pesan
from app.core.uploads import Berkas
from app.extensions import Pelaku, db
from app.peserta.models import Peserta, indeks_npwp
from app.profil.models import PermintaanPerubahan
from app.profil.states import (
    ISIAN_ALAT,
    LABEL_ISIAN,
    LABEL_PERUBAHAN,
    RAHASIA,
    Isian,
    JenisPermintaan,
    StatusPerubahan,
)
from app.uttp.models import Uttp
from app.uttp.services import koreksi

PEMUTUS = frozenset({"admin", "pelayanan"})
MASIH_MENUNGGU = (
    "Permintaan Anda tentang data ini masih menunggu keputusan. Tunggu jawabannya, atau tarik dulu "
    "permintaan itu.",
    None,
)
SUDAH_SAMA = "Yang tercatat sudah begitu. Periksa lagi isian Anda."
NIK_BENTROK = "NIK yang diminta sudah dipakai peserta lain. "
NPWP_BENTROK = "NPWP yang diminta sudah dipakai peserta lain. "
LALU = "Tolak permintaan ini, atau perbaiki dulu peserta itu."


class SudahDiputus(AturanDilanggar):
    """Somebody else decided first."""


# --- asking -----------------------------------------------------------------------------------


def tersimpan(baris: Peserta | Uttp, isian: Isian) -> str | None:
    """The value that stands now, as a request keeps it."""
    nilai = getattr(baris, isian)
    return None if nilai is None else _teks(nilai)


def _teks(nilai: Any) -> str:
    return f"{nilai.normalize():f}" if isinstance(nilai, Decimal) else str(nilai)


def minta(
    peserta: Peserta,
    pelaku: Pelaku,
    isian: Isian,
    *,
    baru: Any,
    alasan: str,
    bukti: Berkas,
    uttp: Uttp | None = None,
) -> PermintaanPerubahan:
    """Ask for one value, with what proves it. The view has asked whether the instrument is
    theirs."""
    kini = segar(peserta)
    if kini.pengguna_id != pelaku.id:
        raise AturanDilanggar("Hanya peserta itu sendiri yang dapat meminta ini.")
    alat = segar(uttp) if uttp else None
    if alat and alat.terkunci_pada is None:
        raise AturanDilanggar("Data alat ini masih dapat Anda ubah sendiri.")
    lama, nilai = tersimpan(alat or kini, isian), _teks(baru)
    if lama == nilai:
        raise AturanDilanggar(SUDAH_SAMA, "baru")
    kolom = ("lama_sandi", "baru_sandi") if isian in RAHASIA else ("lama", "baru")
    satu = PermintaanPerubahan(
        jenis=JenisPermintaan.ALAT if alat else JenisPermintaan.IDENTITAS,
        peserta_id=kini.id,
        uttp_id=alat.id if alat else None,
        isian=isian,
        alasan=alasan,
        berkas_id=bukti.id,
        dibuat_oleh_id=pelaku.id,
        **dict(zip(kolom, (lama, nilai), strict=True)),
    )
    db.session.add(satu)
    kunci = ("permintaan_perubahan.isian", "uq_permintaan_perubahan_identitas",
             "uq_permintaan_perubahan_alat")  # fmt: skip
    with jika_bentrok(dict.fromkeys(kunci, MASIH_MENUNGGU)):
        db.session.flush()
    isi = {"isian": LABEL_ISIAN[isian], "uttp": satu.uttp_id}
    audit.catat("perubahan_minta", "permintaan_perubahan", satu.id, pelaku, sesudah=isi)
    _kabari_petugas(satu, kini)
    return satu


def _kabari_petugas(permintaan: PermintaanPerubahan, peserta: Peserta) -> None:
    petugas = sa.select(Pengguna.id).where(
        Pengguna.peran.in_([Peran.ADMIN, Peran.PELAYANAN]), Pengguna.aktif
    )
    for id in db.session.scalars(petugas).all():
        pesan(
            id,
            "Permintaan perubahan data",
            f"{peserta.nama} ({peserta.nomor}) meminta perubahan: "
            f"{LABEL_ISIAN[Isian(permintaan.isian)]}.",
            f"/admin/permintaan/{permintaan.id}",
        )


def tarik(permintaan: PermintaanPerubahan, pelaku: Pelaku) -> None:
    """The participant thinks better of it while it waits."""
    kini = _menunggu(permintaan)
    _tutup(kini, pelaku, StatusPerubahan.DITARIK, None)
    audit.catat("perubahan_tarik", "permintaan_perubahan", kini.id, pelaku)


# --- deciding ---------------------------------------------------------------------------------


def terima(permintaan: PermintaanPerubahan, pelaku: Pelaku) -> None:
    """The value becomes what was asked for, at once and whole; the one before stays in the row."""
    kini = _untuk_diputus(permintaan, pelaku)
    isian = Isian(kini.isian)
    peserta = segar(kini.peserta, kunci=True)
    lama = TERAPKAN[isian](kini, peserta, pelaku)
    if kini.rahasia:
        kini.lama_sandi = lama
    else:
        kini.lama = lama
    _tutup(kini, pelaku, StatusPerubahan.DITERIMA, None)
    if kini.jenis == JenisPermintaan.IDENTITAS:
        sebelum, sesudah = {isian.value: lama}, {isian.value: kini.nilai_baru}
        audit.catat("peserta_identitas", "peserta", peserta.id, pelaku, sebelum, sesudah)
    _catat("perubahan_terima", kini, pelaku)
    judul = f"{LABEL_ISIAN[isian]} diubah"
    pesan(kini.dibuat_oleh_id, judul, teks_terima(isian), tautan(kini))


def tolak(permintaan: PermintaanPerubahan, pelaku: Pelaku, alasan: str, penjelasan: str) -> None:
    """Nothing changes; the reason is what the participant reads."""
    kini = _untuk_diputus(permintaan, pelaku)
    teks = teks_tolak(alasan, penjelasan)
    _tutup(kini, pelaku, StatusPerubahan.DITOLAK, teks)
    _catat("perubahan_tolak", kini, pelaku)
    judul = f"Permintaan {LABEL_ISIAN[Isian(kini.isian)]} ditolak"
    pesan(kini.dibuat_oleh_id, judul, teks, tautan(kini))


def teks_terima(isian: Isian) -> str:
    """What the participant is told when it is accepted; the value itself is no message."""
    kalimat = f"{LABEL_ISIAN[isian]} sudah diubah seperti yang Anda minta."
    if isian == Isian.PIC_NIK:
        kalimat += (
            " Mulai sekarang Log In dengan NIK yang baru, password tetap. Semua perangkat yang "
            "sedang Log In sudah dikeluarkan."
        )
    return kalimat


def teks_tolak(alasan: str, penjelasan: str) -> str:
    return f"{alasan.strip()}.\n{penjelasan.strip()}".strip()


def tautan(permintaan: PermintaanPerubahan) -> str:
    """Where the participant sees it."""
    if permintaan.uttp_id:
        return f"/uttp/{permintaan.uttp_id}/koreksi"
    return "/peserta/perubahan"


def _untuk_diputus(permintaan: PermintaanPerubahan, pelaku: Pelaku) -> PermintaanPerubahan:
    if pelaku.peran not in PEMUTUS:
        raise AturanDilanggar("Hanya Admin Pelayanan dan Admin Aplikasi yang dapat melakukan ini.")
    return _menunggu(permintaan)


def _menunggu(permintaan: PermintaanPerubahan) -> PermintaanPerubahan:
    """The row, locked, as long as it waits: of two who decide at once the second comes too late."""
    kini = segar(
        permintaan,
        selectinload(PermintaanPerubahan.peserta),
        selectinload(PermintaanPerubahan.uttp),
        kunci=True,
    )
    if kini.status != StatusPerubahan.MENUNGGU:
        oleh = db.session.scalar(
            sa.select(Pengguna.nama).where(Pengguna.id == kini.diputus_oleh_id)
        )
        sebutan = LABEL_PERUBAHAN[StatusPerubahan(kini.status)][0].lower()
        raise SudahDiputus(
            f"Permintaan ini sudah {sebutan}{' oleh ' + oleh if oleh else ''}. Yang Anda pilih "
            "belum disimpan."
        )
    return kini


def _tutup(
    kini: PermintaanPerubahan, pelaku: Pelaku, status: StatusPerubahan, alasan: str | None
) -> None:
    kini.status, kini.alasan_putusan = status, alasan
    kini.diputus_pada, kini.diputus_oleh_id = clock.now(), pelaku.id
    db.session.flush()


def _catat(aksi: str, kini: PermintaanPerubahan, pelaku: Pelaku) -> None:
    isi = {"isian": LABEL_ISIAN[Isian(kini.isian)], "alasan": kini.alasan_putusan}
    audit.catat(aksi, "permintaan_perubahan", kini.id, pelaku, sesudah=isi)


# --- what accepting does; each gives the value that stood there ---------------------------------


def _nama(p: PermintaanPerubahan, peserta: Peserta, _pelaku: Pelaku) -> str:
    lama, peserta.nama = peserta.nama, p.nilai_baru
    return lama


def _npwp(p: PermintaanPerubahan, peserta: Peserta, _pelaku: Pelaku) -> str:
    lama, indeks = peserta.npwp, indeks_npwp(p.nilai_baru)
    pemakai = _pemakai(peserta, Peserta.npwp_indeks == indeks, Peserta.berlaku())
    if pemakai:
        raise AturanDilanggar(NPWP_BENTROK + pemakai + LALU)
    peserta.npwp = p.nilai_baru
    with jika_bentrok({"peserta.npwp_indeks": (NPWP_BENTROK + LALU, None)}):
        db.session.flush()
    return lama


def _pic_nama(p: PermintaanPerubahan, peserta: Peserta, _pelaku: Pelaku) -> str | None:
    lama, peserta.pic_nama = peserta.pic_nama, p.nilai_baru
    _akun(peserta).nama = p.nilai_baru
    return lama


def _pic_nik(p: PermintaanPerubahan, peserta: Peserta, _pelaku: Pelaku) -> str | None:
    """The name one signs in with follows, and the sessions of the account end (auth.models)."""
    lama, indeks = peserta.pic_nik, indeks_nik(p.nilai_baru)
    berakun = Peserta.pengguna_id.is_not(None)
    if pemakai := _pemakai(peserta, Peserta.pic_nik_indeks == indeks, berakun):
        raise AturanDilanggar(NIK_BENTROK + pemakai + LALU)
    peserta.pic_nik = p.nilai_baru
    _akun(peserta).nama_masuk = indeks
    bentrok = (NIK_BENTROK + LALU, None)
    with jika_bentrok({"peserta.pic_nik_indeks": bentrok, "pengguna.nama_masuk": bentrok}):
        db.session.flush()
    return lama


def _alat(p: PermintaanPerubahan, _peserta: Peserta, pelaku: Pelaku) -> str | None:
    if p.uttp is None:
        raise AturanDilanggar("Alat ini sudah tidak tercatat. Tolak permintaan ini.")
    isian = Isian(p.isian)
    ubah: dict[Isian, Callable[[str], Any]] = {
        Isian.JENIS: int,
        Isian.NOMOR_SERI: str,
        Isian.KAPASITAS: Decimal,
        Isian.DAYA_BACA: Decimal,
    }
    lama = koreksi(p.uttp, isian.value, ubah[isian](p.nilai_baru), pelaku)
    return None if lama is None else _teks(lama)


TERAPKAN: dict[Isian, Callable[[PermintaanPerubahan, Peserta, Pelaku], str | None]] = {
    Isian.NAMA: _nama,
    Isian.NPWP: _npwp,
    Isian.PIC_NAMA: _pic_nama,
    Isian.PIC_NIK: _pic_nik,
    **dict.fromkeys(ISIAN_ALAT, _alat),
}


def _akun(peserta: Peserta) -> Pengguna:
    akun = db.session.get(Pengguna, peserta.pengguna_id) if peserta.pengguna_id else None
    if akun is None:
        raise AturanDilanggar("Peserta ini belum punya akun.")
    return akun


def _pemakai(peserta: Peserta, *syarat: sa.ColumnElement[bool]) -> str | None:
    """Names the one who has it, for staff; the unique indexes are what really holds."""
    cari = sa.select(Peserta.nomor, Peserta.nama).where(Peserta.id != peserta.id, *syarat)
    ada = db.session.execute(cari).first()
    return f"Yang memakainya: {ada.nomor}, {ada.nama}. " if ada else None
