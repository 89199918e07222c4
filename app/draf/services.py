"""Drafts: beginning one, keeping what is given, letting it go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.core import audit, clock
from app.core.db import jika_bentrok, segar
from app.core.errors import AturanDilanggar
from app.core.format import BULAN, tanggal
from app.core.outbox import pesan
from app.draf import queries
from app.draf.models import INGATKAN, UMUR, BerkasDraf, Draf, DrafAlat, Isi
from app.extensions import Pelaku, db
from app.pengajuan.states import sebut
from app.uttp.models import Uttp
from app.uttp.states import Layanan, LayananJenis

PALING_BANYAK = 50
BERUBAH = (
    "Bagian ini baru saja disimpan dari halaman lain. Bandingkan dengan yang tersimpan, lalu "
    "simpan lagi bila isian di bawah yang benar."
)
TERKIRIM = "Pengajuan ini sudah dikirim, jadi tidak dapat diisi lagi. Lihat di halaman Pengajuan."
TERLALU_BANYAK = f"Pilih paling banyak {PALING_BANYAK} alat untuk satu pengajuan bersama."
BELUM_DIPILIH = "Pilih paling sedikit satu alat di daftar."
# What each of these answers is for holds for every instrument of a draft.
BERSAMA = frozenset({"layanan", "surat_permohonan"})


# --- beginning ----------------------------------------------------------------------------------


def mulai(uttp: Uttp, pelaku: Pelaku, pemohon_id: int | None) -> Draf:
    """The draft for an instrument: the one there is, else a new one with what is known."""
    uttp = segar(uttp, kunci=True)  # two clicks come one after the other
    keadaan = queries.keadaan(uttp.id, pelaku)
    if keadaan.draf_id:
        return db.session.get_one(Draf, keadaan.draf_id)
    if sebab := _halangan(uttp, keadaan, pelaku):
        raise AturanDilanggar(f"Alat ini {sebab}.")
    return _buat([uttp], pelaku, pemohon_id or uttp.pemilik_id, bersama=False)


def mulai_bersama(id: Sequence[int], pelaku: Pelaku, pemohon_id: int | None) -> Draf:
    """A draft for several instruments of one participant. What cannot come along is told."""
    if not id:
        raise AturanDilanggar(BELUM_DIPILIH)
    if len(set(id)) > PALING_BANYAK:
        raise AturanDilanggar(TERLALU_BANYAK)
    alat = queries.yang_diurus(id, pelaku)
    keadaan = queries.keadaan_semua([a.id for a in alat], pelaku)
    lama = {k.draf_id for k in keadaan.values()}
    if len(lama) == 1 and (draf_id := lama.pop()):  # the same selection once more
        return db.session.get_one(Draf, draf_id)
    sebab = {a.id: _halangan(a, keadaan[a.id], pelaku) for a in alat}
    ikut = [a for a in alat if not sebab[a.id]]
    tidak = [f"{_sebut(a)} {sebab[a.id]}." for a in alat if sebab[a.id]]
    if not ikut:
        raise AturanDilanggar(" ".join(tidak) or BELUM_DIPILIH)
    _cek_sama(ikut, pelaku)
    draf = _buat(ikut, pelaku, pemohon_id or _pengurus(ikut[0]), bersama=True)
    if tidak:
        draf.isi = {**draf.isi, "tidak_ikut": "\n".join(tidak)}
    return draf


def _sebut(uttp: Uttp) -> str:
    return f"{uttp.jenis.nama} {uttp.merk} No. Seri {uttp.nomor_seri}"


def _halangan(uttp: Uttp, keadaan: Any, pelaku: Pelaku) -> str | None:
    """Why it cannot be filed now; None when it can."""
    if uttp.pensiun_pada is not None:
        return "dicatat tidak dipakai lagi, jadi tidak dapat diajukan"
    if uttp.foto_id is None:
        return (
            "belum punya foto; tambahkan fotonya lewat Ubah di Daftar Alat UTTP, lalu ajukan lagi"
        )
    if keadaan.pengajuan_id:
        return f"sudah dalam pengajuan {keadaan.nomor} ({sebut(keadaan.status, pelaku.peran)})"
    return "sudah ada dalam pengajuan lain yang belum Anda kirim" if keadaan.draf_id else None


def _pengurus(uttp: Uttp) -> int:
    """The participant that looks after it: the owner, or who serves an owner without account."""
    return uttp.pemilik_id if uttp.pemilik.pengguna_id else (
        uttp.pemilik.penyedia_id or uttp.pemilik_id
    )  # fmt: skip


def layanan_bersama(jenis: Sequence[str]) -> list[str]:
    """The services all these types have."""
    return [la.value for la in Layanan if all(j in (LayananJenis.KEDUANYA, la) for j in jenis)]


def _cek_sama(alat: Sequence[Uttp], pelaku: Pelaku) -> None:
    """What the office's people file for somebody is for one participant."""
    if pelaku.peran != "peserta" and len({_pengurus(a) for a in alat}) > 1:
        raise AturanDilanggar("Pilih alat dari satu peserta saja untuk satu pengajuan bersama.")
    if not layanan_bersama([a.jenis.layanan for a in alat]):
        raise AturanDilanggar(
            "Alat yang dipilih tidak punya jenis layanan yang sama. Ajukan yang hanya dapat ditera "
            "dan yang hanya dapat ditera ulang secara terpisah."
        )


def _buat(alat: Sequence[Uttp], pelaku: Pelaku, peserta_id: int, *, bersama: bool) -> Draf:
    pernah = all(_pernah_ditera(a) for a in alat)
    draf = Draf(
        pengguna_id=pelaku.id,
        peserta_id=peserta_id,
        kunci_form=str(uuid4()),
        bersama=bersama,
        isi={"layanan": Layanan.TERA_ULANG.value} if pernah else {},
        alat=[DrafAlat(pengguna_id=pelaku.id, uttp_id=a.id, isi=_awal(a)) for a in alat],
    )
    db.session.add(draf)
    kalimat = "Sebagian alat baru saja masuk ke pengajuan lain. Muat ulang daftar alat."
    with jika_bentrok({"draf_alat": (kalimat, None)}):
        db.session.flush()
    audit.catat("draf_mulai", "draf", draf.id, pelaku, sesudah={"uttp": [a.id for a in alat]})
    return draf


def _pernah_ditera(uttp: Uttp) -> bool:
    return bool(uttp.skhp_nomor or uttp.skhp_berlaku_sampai)


def _awal(uttp: Uttp) -> Isi:
    """What is known of the old certificate, as a person would type it."""
    sampai = uttp.skhp_berlaku_sampai
    isi = {
        "skhp_lama_nomor": uttp.skhp_nomor,
        "skhp_lama_tanggal": uttp.skhp_tanggal and uttp.skhp_tanggal.isoformat(),
        "skhp_lama_sampai": sampai and f"{BULAN[sampai.month - 1]} {sampai.year}",
        "skhp_lama_penerbit": uttp.skhp_penerbit,
    }
    return {k: v for k, v in isi.items() if v}


# --- keeping ------------------------------------------------------------------------------------


def _terbuka(draf: Draf) -> Draf:
    kini = segar(draf, selectinload(Draf.alat), kunci=True)
    if kini.terkirim_pada:
        raise AturanDilanggar(TERKIRIM)
    return kini


def _alat(draf: Draf, alat_id: int) -> DrafAlat:
    """The instrument as it is now; it may just have been filed from another page."""
    kini = next((a for a in draf.alat if a.id == alat_id), None)
    if kini is None:
        raise AturanDilanggar(TERKIRIM)
    return kini


def simpan(draf: Draf, alat_id: int, nilai: Isi, *, langkah: str, versi: int | None) -> None:
    """Keep what was typed, finished or not. An older page does not overwrite a newer one.

    Of several instruments each has its own version; the common answers have the draft's.
    """
    kini = _terbuka(draf)
    alat = _alat(kini, alat_id)
    berversi: Draf | DrafAlat = alat if langkah == "alat" else kini
    umum = {k: v for k, v in nilai.items() if k in BERSAMA}
    sendiri = {k: v for k, v in nilai.items() if k not in BERSAMA}
    sama = _memuat(kini.isi, umum) and _memuat(alat.isi, sendiri)
    if not sama and versi != berversi.versi:
        raise AturanDilanggar(BERUBAH, "versi")
    if not sama:
        kini.isi, alat.isi = {**kini.isi, **umum}, {**alat.isi, **sendiri}
        berversi.versi += 1
    _sentuh(kini, langkah)


def _memuat(ada: Isi, nilai: Isi) -> bool:
    """Do the answers stand there already? One never given is an empty one."""
    return all(ada.get(k, "") == v for k, v in nilai.items())


def _sentuh(draf: Draf, langkah: str) -> None:
    draf.langkah, draf.diubah_pada, draf.diingatkan_pada = langkah, clock.now(), None
    db.session.flush()


@dataclass(frozen=True)
class UbahBerkas:
    """For one field: files that came, and files that were taken off."""

    tambah: Sequence[int]
    buang: Sequence[int]


def simpan_berkas(draf: Draf, alat_id: int, ubah: Mapping[str, UbahBerkas], langkah: str) -> None:
    """Link files that came and unlink those taken off; whatever another page added stays."""
    kini = _terbuka(draf)
    alat = _alat(kini, alat_id)
    for guna, u in ubah.items():
        tempat = None if guna in BERSAMA else alat.id
        milik = (BerkasDraf.draf_id == kini.id, BerkasDraf.guna == guna,
                 BerkasDraf.draf_alat_id.is_not_distinct_from(tempat))  # fmt: skip
        ada = set(db.session.scalars(sa.select(BerkasDraf.berkas_id).where(*milik)))
        baru = [id for id in u.tambah if id not in ada]
        if len(baru) == len(u.buang) == 1 and u.buang[0] in ada:
            # One page taken again: the new one stands where the old one stood.
            lama = sa.update(BerkasDraf).where(*milik, BerkasDraf.berkas_id == u.buang[0])
            db.session.execute(lama.values(berkas_id=baru.pop()))
        db.session.execute(sa.delete(BerkasDraf).where(*milik, BerkasDraf.berkas_id.in_(u.buang)))
        db.session.add_all(
            BerkasDraf(draf_id=kini.id, draf_alat_id=tempat, berkas_id=id, guna=guna) for id in baru
        )
    _sentuh(kini, langkah)


def hapus(draf: Draf, pelaku: Pelaku) -> None:
    """Nothing was filed yet, so nothing is kept; its files are swept up later."""
    kini = _terbuka(draf)
    audit.catat("draf_hapus", "draf", kini.id, pelaku, {"uttp": [a.uttp_id for a in kini.alat]})
    db.session.delete(kini)
    db.session.flush()


def lepas(draf: Draf, alat_id: int) -> None:
    """Take one instrument out of a draft of several; the last one stays with its draft."""
    kini = _terbuka(draf)
    if len(kini.alat) < 2:
        raise AturanDilanggar("Ini alat terakhir. Hapus pengajuan ini bila tidak jadi dikirim.")
    db.session.delete(_alat(kini, alat_id))
    _sentuh(kini, "alat")


# --- letting go by itself -----------------------------------------------------------------------


def ingatkan_dan_buang(*, coba: bool = False) -> tuple[int, int]:
    """Tell of drafts that will go in three days, and let go those nobody touched for thirty.

    How many of each. Those that are filed go without a word: their applications are there.
    """
    kini = clock.now()
    ingat = sa.and_(
        Draf.terkirim_pada.is_(None),
        Draf.diingatkan_pada.is_(None),
        Draf.diubah_pada < kini - INGATKAN,
        Draf.diubah_pada >= kini - UMUR,
    )
    habis = Draf.diubah_pada < kini - UMUR
    if coba:
        hitung = sa.select(sa.func.count()).select_from(Draf)
        return tuple(db.session.scalar(hitung.where(s)) or 0 for s in (ingat, habis))  # type: ignore[return-value]
    dekat = db.session.scalars(sa.select(Draf).where(ingat)).all()
    for draf in dekat:
        draf.diingatkan_pada = kini
        pesan(
            draf.pengguna_id,
            "Pengajuan yang belum dikirim akan dihapus",
            f"Isian dan berkasnya dihapus otomatis pada {tanggal(draf.dihapus_pada)}. Lanjutkan "
            "atau simpan lagi sebelum hari itu bila masih diperlukan.",
            "/draf",
        )
    hilang = list(db.session.scalars(sa.delete(Draf).where(habis).returning(Draf.id)))
    if hilang:
        audit.catat("draf_kedaluwarsa", "draf", None, sesudah={"jumlah": len(hilang)})
    return len(dekat), len(hilang)
