"""What changes hands: the link of a customer with its penyedia, and ownership of instruments."""

from typing import Any

import sqlalchemy as sa

from app.core import audit, clock
from app.core.db import segar
from app.core.errors import AturanDilanggar
from app.core.format import tanggal
from app.core.outbox import pesan
from app.extensions import Pelaku, db
from app.pelanggan.models import KerjaSama
from app.pelanggan.states import Sebab
from app.pengajuan.models import Pengajuan
from app.pengajuan.states import AKTIF
from app.peserta.models import Peserta
from app.peserta.services import PELAYANAN, SETELAH_TERIMA, akun_penyedia
from app.peserta.states import StatusPeserta
from app.uttp.models import Kepemilikan, Uttp
from app.uttp.queries import periode_kini
from app.uttp.services import alihkan
from app.uttp.states import URUNG_PINDAH, SebabMilik

BUKAN_MILIK = (
    "Usaha ini bukan pelanggan Anda lagi. Buka Daftar Pelanggan untuk melihat keadaan terbaru."
)
TIDAK_DIPAKAI = (
    "Alat ini tidak dipakai pelanggan, jadi tidak ada yang dapat menjadi pemilik barunya. Catat "
    "dulu alatnya pada pelanggan yang memakainya."
)
TIDAK_PINDAH = "Kepemilikan alat ini belum pernah dipindahkan, jadi tidak ada yang ditarik kembali."
LEWAT_WAKTU = (
    "Pemindahan kepemilikan hanya dapat ditarik kembali dalam 7 hari, dan waktunya sudah lewat. "
    "Minta pemiliknya sekarang menghubungi kantor bila catatan ini keliru."
)


class SudahPindah(AturanDilanggar):
    """The instrument has changed hands since: a second click, or somebody else was first."""


def terkunci(id: int) -> Peserta:
    """A participant as it is now; nobody else changes it or its links before we are done."""
    return db.session.get_one(Peserta, id, populate_existing=True, with_for_update=True)


def untuk_diubah(pelanggan: Peserta, pelaku: Pelaku) -> Peserta:
    """The customer as it is now, if this person may act for it. Staff act for any, also for one
    that no penyedia serves any more."""
    kini = segar(pelanggan, kunci=True)
    if pelaku.peran in PELAYANAN:
        return kini
    milik = sa.select(Peserta.id).where(
        Peserta.id == kini.penyedia_id, Peserta.pengguna_id == pelaku.id
    )
    if db.session.scalar(milik) is None:
        raise AturanDilanggar(BUKAN_MILIK)
    return kini


def ada(model: Any, *syarat: sa.ColumnElement[bool]) -> bool:
    """Is there such a row?"""
    return bool(db.session.scalar(sa.select(sa.exists(sa.select(model.id).where(*syarat)))))


# --- the link ---------------------------------------------------------------------------------


def hubungkan(
    pelanggan: Peserta,
    penyedia_id: int,
    pelaku: Pelaku,
    sebab: Sebab = Sebab.TAMBAH,
    kunci_form: str | None = None,
) -> None:
    """Begin a period of service. The caller has locked the customer and seen that it is free."""
    pelanggan.penyedia_id = penyedia_id
    db.session.add(
        KerjaSama(
            penyedia_id=penyedia_id,
            pelanggan_id=pelanggan.id,
            sebab=sebab,
            oleh_id=pelaku.id,
            kunci_form=kunci_form,
        )
    )
    db.session.flush()


def akhiri(pelanggan: Peserta, pelaku: Pelaku, sebab: Sebab) -> None:
    """End the link of a customer that is locked; its history stays."""
    berjalan = db.session.scalars(
        sa.select(KerjaSama).where(
            KerjaSama.pelanggan_id == pelanggan.id, KerjaSama.sampai.is_(None)
        )
    ).one()
    berjalan.sampai = max(clock.now(), berjalan.sejak)
    berjalan.sebab_akhir, berjalan.diakhiri_oleh_id = sebab, pelaku.id
    audit.catat(
        "pelanggan_lepas", "peserta", pelanggan.id, pelaku,
        sebelum={"penyedia": pelanggan.penyedia_id}, sesudah={"sebab": sebab},
    )  # fmt: skip
    pelanggan.penyedia_id = None
    if pelanggan.pengguna_id is None:
        # A PIC typed for a registration that was refused is nothing for the next penyedia.
        pelanggan.pic_nik = pelanggan.pic_nama = pelanggan.pic_jabatan = None
        pelanggan.pic_telp = pelanggan.pic_wa = pelanggan.pic_email = None
    db.session.flush()


def memakai(pelanggan: Peserta) -> int:
    """How many instruments of its penyedia a customer uses."""
    cari = sa.select(sa.func.count()).select_from(Uttp)
    cari = cari.where(Uttp.pemakai_id == pelanggan.id, Uttp.pemilik_id == pelanggan.penyedia_id)
    return db.session.scalar(cari) or 0


def akhiri_bila_selesai(pelanggan: Peserta, pelaku: Pelaku) -> bool:
    """The link of a customer with an account ends by itself when nothing of its penyedia's is
    left with it. One without account keeps its penyedia, who looks after what it owns."""
    if pelanggan.penyedia_id is None or pelanggan.pengguna_id is None or memakai(pelanggan):
        return False
    pesan(
        akun_penyedia(pelanggan),
        f"{pelanggan.nama} tidak lagi pelanggan Anda",
        f"{pelanggan.nama} mengurus alatnya sendiri dan tidak memakai alat Anda lagi, jadi kerja "
        "samanya berakhir. Pengajuan yang pernah Anda kirim tetap dapat Anda baca.",
        "/pelanggan",
    )
    akhiri(pelanggan, pelaku, Sebab.SELESAI)
    return True


def lepaskan(pelanggan: Peserta, pelaku: Pelaku) -> None:
    """End the link. Nothing is deleted; a free customer can be added again by anybody.

    Refused while it uses an instrument of the penyedia, while its registration waits, and for an
    owner without account: register it first, or nobody could look after its instruments.
    """
    kini = untuk_diubah(pelanggan, pelaku)
    if kini.penyedia_id is None:
        raise AturanDilanggar(f"{kini.nama} sudah dilepaskan.")
    if jumlah := memakai(kini):
        raise AturanDilanggar(
            f"{kini.nama} masih memakai {jumlah} alat milik penyedia. Pindahkan dulu "
            "kepemilikannya, atau hapus alat yang belum pernah diajukan."
        )
    if kini.status == StatusPeserta.BARU:
        raise AturanDilanggar(
            f"Pendaftaran {kini.nama} menunggu persetujuan kantor. Setelah diterima, kerja sama "
            "ini berakhir sendiri."
        )
    if kini.pengguna_id is None and ada(Uttp, Uttp.pemilik_id == kini.id):
        raise AturanDilanggar(
            f"{kini.nama} punya alat tetapi belum punya akun, jadi tidak ada yang dapat "
            "mengurusnya bila dilepaskan. Tekan Daftarkan dulu."
        )
    pesan(
        kini.pengguna_id,
        "Anda bukan pelanggan penyedia alat lagi",
        "Kerja sama dengan penyedia alat Anda sudah diakhiri. Alat dan pengajuan Anda tetap.",
        "/uttp",
    )
    akhiri(kini, pelaku, Sebab.LEPAS)


def setelah_diterima(peserta: Peserta, pelaku: Pelaku) -> None:
    """A customer was accepted as an owner: its penyedia is told, and the link may be over."""
    if peserta.penyedia_id is not None and not akhiri_bila_selesai(peserta, pelaku):
        pesan(
            akun_penyedia(peserta),
            f"{peserta.nama} diterima sebagai pemilik alat",
            f"{peserta.nama} sekarang punya akun dan mengurus sendiri alat miliknya. Alat Anda "
            "yang masih dipakainya tetap Anda urus.",
            f"/pelanggan/{peserta.id}",
        )


SETELAH_TERIMA.append(setelah_diterima)


# --- ownership --------------------------------------------------------------------------------


def _sebutan(uttp: Uttp) -> str:
    return f"{uttp.merk} {uttp.tipe} nomor seri {uttp.nomor_seri}"


def _cek_masih_sama(kini: Uttp, dilihat: int) -> None:
    """Nobody was first."""
    if kini.pemilik_id == dilihat:
        return
    sejak = periode_kini(kini.id).sejak
    raise SudahPindah(
        f"Kepemilikan alat ini sudah dipindahkan pada {tanggal(sejak.astimezone(clock.WITA))}. "
        "Muat ulang halaman untuk melihat pemiliknya sekarang."
    )


def _cek_tidak_diajukan(uttp: Uttp) -> None:
    cari = sa.select(Pengajuan.nomor).where(
        Pengajuan.uttp_id == uttp.id, Pengajuan.status.in_(AKTIF)
    )
    if nomor := db.session.scalar(cari):
        raise AturanDilanggar(
            f"Alat ini masih punya pengajuan yang berjalan, nomornya {nomor}. Kepemilikannya "
            "berubah setelah pengajuan itu selesai atau dibatalkan."
        )


def pindahkan(uttp: Uttp, pelaku: Pelaku) -> Uttp:
    """The customer that uses the instrument becomes its owner. Gives the fresh row.

    `uttp` as the person saw it: of two clicks one transfers, the other raises SudahPindah. The
    row is locked as by an application, so neither slips in beside the other. Who has an account
    and uses nothing else of the penyedia's is released with it.
    """
    dilihat = uttp.pemilik_id
    kini = segar(uttp, kunci=True)
    _cek_masih_sama(kini, dilihat)
    if kini.pemakai_id is None:
        raise AturanDilanggar(TIDAK_DIPAKAI)
    penyedia, pelanggan = db.session.get_one(Peserta, dilihat), terkunci(kini.pemakai_id)
    if pelaku.peran not in PELAYANAN and penyedia.pengguna_id != pelaku.id:
        raise AturanDilanggar("Hanya pemilik alat yang dapat memindahkan kepemilikannya.")
    _cek_tidak_diajukan(kini)
    alihkan(kini, pelanggan.id, None, sebab=SebabMilik.PINDAH, pelaku=pelaku)
    tetap = "SKHP dan tanggal berlakunya tidak berubah."
    pesan(
        pelanggan.pengguna_id,
        "Satu alat menjadi milik Anda",
        f"{_sebutan(kini)}, sebelumnya milik {penyedia.nama}, sekarang milik Anda. {tetap} Bila "
        "tidak benar, hubungi kantor dalam 7 hari.",
        f"/uttp/{kini.id}",
    )
    pesan(
        penyedia.pengguna_id,
        f"Kepemilikan alat dipindahkan ke {pelanggan.nama}",
        f"{_sebutan(kini)} sekarang milik {pelanggan.nama}. {tetap}",
        "/pelanggan",
        dibaca=penyedia.pengguna_id == pelaku.id,
    )
    akhiri_bila_selesai(pelanggan, pelaku)
    return kini


def tarik_kembali(uttp: Uttp, pelaku: Pelaku, alasan: str) -> Uttp:
    """Staff undo the last transfer within 7 days. Gives the fresh row.

    `uttp` as the person saw it: one that was transferred onward since is refused. The instrument
    goes back to the penyedia, with the customer as its user. Where the link had ended by itself it
    begins anew; a customer that another penyedia serves meanwhile is no user of this one.
    """
    dilihat = uttp.pemilik_id
    kini, alasan = segar(uttp, kunci=True), alasan.strip()
    if pelaku.peran not in PELAYANAN:
        raise AturanDilanggar("Hanya kantor yang dapat menarik kembali pemindahan kepemilikan.")
    if not alasan:
        raise AturanDilanggar("Tulis alasannya; penyedia dan pelanggan membacanya.", "alasan")
    _cek_masih_sama(kini, dilihat)
    semula = _pemilik_semula(kini)
    _cek_tidak_diajukan(kini)
    pelanggan = terkunci(dilihat)
    if pelanggan.penyedia_id is None:
        hubungkan(pelanggan, semula.id, pelaku, Sebab.TARIK)
    pemakai = pelanggan.id if pelanggan.penyedia_id == semula.id else None
    alihkan(kini, semula.id, pemakai, sebab=SebabMilik.TARIK, pelaku=pelaku, alasan=alasan)
    isi = f"{_sebutan(kini)} kembali menjadi milik {semula.nama}.\n\nAlasan: {alasan}"
    for akun, tautan in ((semula.pengguna_id, f"/uttp/{kini.id}"), (pelanggan.pengguna_id, None)):
        pesan(akun, "Pemindahan kepemilikan ditarik kembali", isi, tautan)
    return kini


def _pemilik_semula(kini: Uttp) -> Peserta:
    """Whose the instrument was before the transfer that may still be undone."""
    periode = periode_kini(kini.id)
    if periode.sebab != SebabMilik.PINDAH or kini.pemakai_id is not None:
        raise AturanDilanggar(TIDAK_PINDAH)
    if clock.now() - periode.sejak > URUNG_PINDAH:
        raise AturanDilanggar(LEWAT_WAKTU)
    cari = sa.select(Peserta).join(Kepemilikan, Kepemilikan.pemilik_id == Peserta.id)
    cari = cari.where(Kepemilikan.uttp_id == kini.id, Kepemilikan.sampai == periode.sejak)
    return db.session.scalars(cari).one()
