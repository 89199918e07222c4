"""Recording instruments: who owns them, what may still change, what may go."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import selectinload

from app.core import audit, clock
from app.core.db import jika_bentrok, segar
from app.core.errors import AturanDilanggar
from app.core.uploads import Berkas
from app.core.versi import cek_versi
from app.extensions import Pelaku, db
from app.peserta.models import Peserta, TempatUsaha
from app.uttp import queries
from app.uttp.cari import sidik
from app.uttp.catat import (
    SUDAH_TERCATAT,
    AlatBaru,
    cek_jawaban,
    pemilik_baru,
    periode_pertama,
    pihak,
    tambah_banyak,
    untuk_catatan,
)
from app.uttp.models import InformasiUttp, JenisUttp, Kepemilikan, Uttp
from app.uttp.states import SebabMilik

__all__ = [
    "AlatBaru",
    "Tersimpan",
    "alihkan",
    "hapus",
    "pemilik_baru",
    "periode_pertama",
    "sidik",
    "tambah",
    "tambah_banyak",
    "ubah",
]

# Within this time the same form from the same sender is a second click, not a second instrument.
KLIK_GANDA = timedelta(minutes=2)
TETAP = -1  # of a place: leave it as it is
TERKUNCI = frozenset({"jenis_id", "kapasitas", "daya_baca", "nomor_seri", "informasi"})
PERNAH_DIAJUKAN = (
    "Alat ini sudah pernah diajukan, jadi datanya tetap disimpan sebagai riwayat dan tidak dapat "
    "dihapus."
)
SERI_DI_PEMILIK_BARU = (
    "Pemilik barunya sudah punya alat dengan jenis, merk, dan nomor seri ini, jadi kepemilikan "
    "belum dipindahkan. Bandingkan pelat nama keduanya, lalu ubah atau hapus catatan yang keliru."
)
SUDAH_TERKUNCI = (
    "Pengajuan alat ini sudah diterima, jadi yang dapat diubah tinggal merk, tipe, lokasi, dan "
    "foto. Muat ulang halaman."
)


@dataclass(frozen=True)
class Tersimpan:
    """`kembar`: the same instrument is known at another owner, worth a second look."""

    uttp: Uttp
    kembar: bool


def tambah(
    peserta: Peserta,
    *,
    pelaku: Pelaku,
    jenis_id: int,
    merk: str,
    tipe: str,
    kapasitas: Decimal,
    daya_baca: Decimal | None,
    nomor_seri: str,
    lokasi: str | None,
    foto: Berkas,
    informasi: Mapping[int, str],
    tempat_id: int | None = None,
) -> Tersimpan:
    """Record an instrument for a participant, or the one a penyedia's customer uses.

    The participant's row is locked, so that two clicks at once come one after the other.
    """
    pemilik_id, pemakai_id = pihak(segar(peserta, kunci=True), pelaku)
    jenis = _jenis(jenis_id, informasi)
    baru = Uttp(
        jenis_id=jenis.id,
        pemilik_id=pemilik_id,
        pemakai_id=pemakai_id,
        merk=merk,
        tipe=tipe,
        kapasitas=kapasitas,
        daya_baca=daya_baca,
        nomor_seri=nomor_seri,
        sidik=sidik(merk, nomor_seri),
        lokasi=lokasi or None,
        foto_id=foto.id,
        uji_batal=False,
    )
    lama = queries.dengan_sidik(pemilik_id, jenis.id, baru.sidik)
    if lama is not None:
        return _klik_ganda(lama, baru, foto, pelaku)
    baru.informasi = _jawaban(informasi)
    baru.kepemilikan = [periode_pertama(pemilik_id, pelaku)]
    _letakkan(baru, tempat_id)
    db.session.add(baru)
    _simpan("nomor_seri")
    audit.catat(
        "uttp_tambah", "uttp", baru.id, pelaku,
        sesudah={**untuk_catatan(baru), "pemilik": pemilik_id, "pemakai": pemakai_id},
    )  # fmt: skip
    return Tersimpan(baru, queries.kembar(baru))


def alihkan(
    kini: Uttp,
    pemilik_id: int,
    pemakai_id: int | None,
    *,
    sebab: SebabMilik,
    pelaku: Pelaku,
    alasan: str | None = None,
) -> Kepemilikan:
    """End the running period of ownership and begin the next at the same instant.

    The caller has locked the row and asked who may; gives the new period. Certificate, due date
    and history stay with the instrument; a place that is neither the owner's nor the user's goes.
    """
    lama = queries.periode_kini(kini.id)
    saat = max(clock.now(), lama.sejak + timedelta(microseconds=1))
    lama.sampai = saat
    db.session.flush()  # only one may run
    baru = Kepemilikan(
        uttp_id=kini.id, pemilik_id=pemilik_id, sejak=saat, sebab=sebab, alasan=alasan,
        oleh_id=pelaku.id,
    )  # fmt: skip
    db.session.add(baru)
    asal = {"pemilik": kini.pemilik_id, "pemakai": kini.pemakai_id}
    kini.pemilik_id, kini.pemakai_id = pemilik_id, pemakai_id
    if kini.tempat_peserta_id not in (pemilik_id, pemakai_id):
        kini.tempat_id = kini.tempat_peserta_id = None
    with jika_bentrok({"uttp.sidik": (SERI_DI_PEMILIK_BARU, None)}):
        db.session.flush()
    audit.catat(
        f"uttp_{sebab}", "uttp", kini.id, pelaku,
        sebelum=asal, sesudah={"pemilik": pemilik_id, "pemakai": pemakai_id, "alasan": alasan},
    )  # fmt: skip
    return baru


def _jenis(id: int, informasi: Mapping[int, str]) -> JenisUttp:
    """The type, in use, with its questions answered as it asks."""
    jenis = queries.jenis(id)
    if jenis is None or not jenis.aktif:
        raise AturanDilanggar("Pilih jenis UTTP dari daftar.", "jenis_id")
    cek_jawaban(jenis, informasi)
    return jenis


def _jawaban(informasi: Mapping[int, str]) -> list[InformasiUttp]:
    return [InformasiUttp(informasi_id=id, nilai=n) for id, n in informasi.items() if n]


def _klik_ganda(lama: Uttp, baru: Uttp, foto: Berkas, pelaku: Pelaku) -> Tersimpan:
    """The row the first click made is the answer to the second; any other twin is refused.

    Photos are compared by content: without JavaScript each click uploads its own copy. One that
    was imported has none.
    """
    kolom = ("pemakai_id", "merk", "tipe", "kapasitas", "daya_baca", "nomor_seri", "lokasi")
    sama = (
        clock.now() - lama.dibuat_pada < KLIK_GANDA
        and lama.foto is not None
        and lama.foto.pengunggah_id == pelaku.id
        and lama.foto.sha256 == foto.sha256
        and all(getattr(lama, k) == getattr(baru, k) for k in kolom)
    )
    if not sama:
        raise AturanDilanggar(SUDAH_TERCATAT, "nomor_seri")
    return Tersimpan(lama, queries.kembar(lama))


def _letakkan(uttp: Uttp, tempat_id: int | None) -> None:
    """Stand it at one of the places of its owner or user; a closed one only where it stands."""
    if tempat_id == uttp.tempat_id:
        return
    tempat = db.session.get(TempatUsaha, tempat_id) if tempat_id else None
    pihak = (uttp.pemilik_id, uttp.pemakai_id)
    if tempat_id and (tempat is None or not tempat.aktif or tempat.peserta_id not in pihak):
        raise AturanDilanggar("Pilih tempat usaha dari daftar.", "tempat_id")
    uttp.tempat_id = tempat.id if tempat else None
    uttp.tempat_peserta_id = tempat.peserta_id if tempat else None


def _simpan(field: str) -> None:
    with jika_bentrok({"uttp.sidik": (SUDAH_TERCATAT, field)}):
        db.session.flush()


def ubah(
    uttp: Uttp,
    *,
    merk: str,
    tipe: str,
    lokasi: str | None,
    foto: Berkas,
    tempat_id: int | None = TETAP,
    versi: str | None = None,
    **identitas: Any,
) -> Tersimpan:
    """Change an instrument; `identitas` (type, capacity, serial, answers) only while unlocked.

    `versi`: what the page showed (core.versi); what was stored since is not overwritten unseen.
    """
    if set(identitas) - TERKUNCI:
        raise TypeError(f"not changeable: {set(identitas) - TERKUNCI}")
    kini = segar(
        uttp,
        selectinload(Uttp.jenis),
        selectinload(Uttp.foto),
        selectinload(Uttp.informasi).selectinload(InformasiUttp.informasi),
        kunci=True,
    )
    cek_versi(versi, queries.nilai_tersimpan(kini), {"jenis_id": kini.jenis.nama})
    if kini.terkunci_pada is not None and identitas:
        raise AturanDilanggar(SUDAH_TERKUNCI)
    lama = {**untuk_catatan(kini), "foto": kini.foto_id}
    kini.merk, kini.tipe, kini.lokasi, kini.foto_id = merk, tipe, lokasi or None, foto.id
    if tempat_id != TETAP:
        _letakkan(kini, tempat_id)
    if identitas:
        _ubah_identitas(kini, **identitas)
    kini.sidik = sidik(kini.merk, kini.nomor_seri)
    _simpan("nomor_seri" if identitas else "merk")
    audit.catat(
        "uttp_ubah", "uttp", kini.id,
        sebelum=lama, sesudah={**untuk_catatan(kini), "foto": kini.foto_id},
    )  # fmt: skip
    return Tersimpan(kini, queries.kembar(kini))


def _ubah_identitas(
    kini: Uttp,
    *,
    jenis_id: int,
    kapasitas: Decimal,
    daya_baca: Decimal | None,
    nomor_seri: str,
    informasi: Mapping[int, str],
) -> None:
    """Answers to questions no longer asked stay, as long as the type does."""
    if jenis_id != kini.jenis_id:
        jenis, tetap = _jenis(jenis_id, informasi), []
    else:
        jenis = queries.jenis(jenis_id) or kini.jenis
        cek_jawaban(jenis, informasi)
        ditanya = {i.id for i in jenis.informasi}
        tetap = [i for i in kini.informasi if i.informasi_id not in ditanya]
    kini.jenis_id = jenis.id
    kini.kapasitas, kini.daya_baca, kini.nomor_seri = kapasitas, daya_baca, nomor_seri
    kini.informasi = [*tetap, *_jawaban(informasi)]


# What a participant may ask to have corrected after the lock (profil.states.ISIAN_ALAT).
DIKOREKSI = frozenset({"jenis_id", "kapasitas", "daya_baca", "nomor_seri"})
KOREKSI_BENTROK = (
    "Pemilik alat ini sudah punya alat dengan jenis, merk, dan nomor seri yang sama, jadi koreksi "
    "ini belum disimpan. Bandingkan keduanya, lalu tolak permintaan ini atau perbaiki alat itu."
)


def koreksi(uttp: Uttp, kolom: str, nilai: Any, pelaku: Pelaku) -> Any:
    """Staff correct what the lock holds, on request; gives the value that stood there."""
    if kolom not in DIKOREKSI:
        raise TypeError(f"not corrected: {kolom}")
    kini = segar(uttp, kunci=True)
    lama, catatan = getattr(kini, kolom), untuk_catatan(kini)
    if kolom == "jenis_id":
        _cek_ganti_jenis(kini, nilai)
    setattr(kini, kolom, nilai)
    kini.sidik = sidik(kini.merk, kini.nomor_seri)
    with jika_bentrok({"uttp.sidik": (KOREKSI_BENTROK, None)}):
        db.session.flush()
    audit.catat(
        "uttp_koreksi", "uttp", kini.id, pelaku, sebelum=catatan, sesudah=untuk_catatan(kini)
    )
    return lama


def _cek_ganti_jenis(uttp: Uttp, jenis_id: int) -> None:
    """What the running application was asked for hangs on the type: papers, minutes, fee."""
    if queries.aktif_id(uttp.id):
        raise AturanDilanggar(
            "Alat ini sedang diajukan, dan dokumen serta retribusinya mengikuti jenisnya. "
            "Selesaikan atau batalkan dulu pengajuannya, lalu ubah jenisnya."
        )
    jenis = queries.jenis(jenis_id)
    if jenis is None or not jenis.aktif:
        raise AturanDilanggar("Jenis yang diminta tidak dipakai lagi. Tolak permintaan ini.")


def hapus(uttp: Uttp) -> None:
    """Remove an instrument nobody ever applied for; anything that refers to it keeps it."""
    kini = segar(uttp)
    lama = {**untuk_catatan(kini), "pemilik": kini.pemilik_id}
    db.session.delete(kini)
    with jika_bentrok({"*": (PERNAH_DIAJUKAN, None)}):
        db.session.flush()
    audit.catat("uttp_hapus", "uttp", kini.id, sebelum=lama)
