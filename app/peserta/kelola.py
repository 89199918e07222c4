"""What staff change about a participant: how to reach it, who it is, and whether it is one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.auth.models import Pengguna, indeks_nik
from app.core import audit
from app.core.db import jika_bentrok, segar
from app.core.errors import AturanDilanggar
from app.core.outbox import pesan
from app.core.versi import cek_versi
from app.extensions import Pelaku, db
from app.pengaturan.models import Kelurahan
from app.peserta.models import Peserta
from app.peserta.queries import UTTP, Akun
from app.peserta.services import BENTROK, cek_bebas, cek_peran
from app.peserta.states import Kelompok, StatusPeserta

KONTAK = ("alamat", "kelurahan_id", "telp", "email", "pic_jabatan", "pic_telp", "pic_wa",
          "pic_email")  # fmt: skip
TAMPAK = ("kelompok", "nama", "pic_nama")
NOMOR = ("npwp", "pic_nik")
DAPAT_DIUBAH = (StatusPeserta.BARU, StatusPeserta.AKTIF, StatusPeserta.NONAKTIF)
MASIH_DIPAKAI = (
    "Peserta ini sudah punya alat, pengajuan, pelanggan, atau permintaan, jadi tidak dapat "
    "dihapus. Nonaktifkan bila tidak boleh masuk lagi."
)
PERNAH_MASUK = (
    "PIC peserta ini sudah pernah masuk, jadi tidak dapat dihapus. Nonaktifkan bila tidak boleh "
    "masuk lagi."
)


def isi_kontak(peserta: Peserta) -> dict[str, Any]:
    return {k: getattr(peserta, k) for k in KONTAK}


def isi_identitas(peserta: Peserta) -> dict[str, Any]:
    """What the page shows of it: no number."""
    return {k: getattr(peserta, k) for k in TAMPAK}


def dilihat_identitas(peserta: Peserta) -> dict[str, Any]:
    """What two people at it are told apart by: the numbers by their index only."""
    return isi_identitas(peserta) | {"nomor": [peserta.npwp_indeks, peserta.pic_nik_indeks]}


def _muat(peserta: Peserta, pelaku: Pelaku) -> Peserta:
    cek_peran(pelaku)
    kini = segar(peserta, kunci=True)
    if kini.status not in DAPAT_DIUBAH:
        raise AturanDilanggar(
            "Data peserta ini tidak diubah di sini: pelanggan diubah dari halamannya sendiri, dan "
            "yang ditolak mendaftar lagi."
        )
    return kini


def ubah_kontak(peserta: Peserta, pelaku: Pelaku, *, versi: str | None = None, **isi: Any) -> None:
    """Address, phones and e-mail; its owner is told that somebody changed them."""
    kini = _muat(peserta, pelaku)
    lama = isi_kontak(kini)
    if set(isi) - set(lama):
        raise TypeError(f"not changed here: {set(isi) - set(lama)}")
    kelurahan = db.session.get(Kelurahan, kini.kelurahan_id)
    cek_versi(versi, lama, {"kelurahan_id": kelurahan.nama} if kelurahan else {})
    _isi(kini, isi)
    with jika_bentrok(BENTROK):
        db.session.flush()
    if lama == isi_kontak(kini):
        return
    audit.catat("peserta_kontak", "peserta", kini.id, pelaku, lama, isi_kontak(kini))
    pesan(
        kini.pengguna_id,
        "Data kontak diubah petugas",
        "Alamat, telepon, WhatsApp, atau email Anda diubah petugas kantor. Periksa, dan hubungi "
        "kantor bila keliru.",
        "/peserta",
    )


def ubah_identitas(
    peserta: Peserta, pelaku: Pelaku, *, alasan: str, versi: str | None = None, **isi: Any
) -> None:
    """Names, NIK, NPWP and group, with the reason; an empty number stays as it is.

    The name one signs in with follows the NIK, and the sessions of the account end (auth.models).
    """
    kini = _muat(peserta, pelaku)
    cek_versi(versi, dilihat_identitas(kini))
    baru = {k: isi[k] for k in (*TAMPAK, *NOMOR) if isi.get(k) and isi[k] != getattr(kini, k)}
    if not baru:
        raise AturanDilanggar("Belum ada yang diubah. Perbaiki isiannya, atau kembali.")
    _cek_kelompok(kini, baru)
    lama = {k: getattr(kini, k) for k in baru}
    akun = db.session.get(Pengguna, kini.pengguna_id) if kini.pengguna_id else None
    _isi(kini, baru)
    if akun:
        akun.nama = baru.get("pic_nama", akun.nama)
        akun.nama_masuk = indeks_nik(baru["pic_nik"]) if "pic_nik" in baru else akun.nama_masuk
    with db.session.no_autoflush:
        if kini.status != StatusPeserta.BARU and set(NOMOR) & set(baru):
            cek_bebas(kini)
    nik = ("NIK ini sudah dipakai akun lain. Periksa daftar peserta.", "pic_nik")
    with jika_bentrok({"pengguna.nama_masuk": nik, **BENTROK}):
        db.session.flush()
    audit.catat(
        "peserta_identitas", "peserta", kini.id, pelaku, lama, {**baru, "alasan": alasan.strip()}
    )
    apa = ", ".join(SEBUT[k] for k in baru)
    lalu = " Mulai sekarang Log In dengan NIK yang baru." if "pic_nik" in baru else ""
    pesan(
        kini.pengguna_id, "Data diubah petugas", f"{apa} diubah. {alasan.strip()}{lalu}", "/peserta"
    )


SEBUT = {
    "kelompok": "Kelompok",
    "nama": "Nama usaha",
    "npwp": "NPWP",
    "pic_nama": "Nama PIC",
    "pic_nik": "NIK PIC",
}


def _cek_kelompok(kini: Peserta, baru: dict[str, Any]) -> None:
    """Who serves customers goes on being a penyedia."""
    if baru.get("kelompok") != Kelompok.PEMILIK:
        return
    lain = sa.select(Peserta.id).where(Peserta.penyedia_id == kini.id).limit(1)
    dipinjam = sa.select(UTTP.c.pemilik_id).where(
        UTTP.c.pemilik_id == kini.id, UTTP.c.pemakai_id.is_not(None)
    )
    if db.session.scalar(lain) or db.session.scalar(dipinjam.limit(1)):
        raise AturanDilanggar(
            "Penyedia ini masih punya pelanggan. Lepaskan pelanggannya dulu, lalu ganti "
            "kelompoknya.",
            "kelompok",
        )


def _isi(kini: Peserta, isi: dict[str, Any]) -> None:
    for kolom, nilai in isi.items():
        setattr(kini, kolom, nilai)


# --- taking off the list ----------------------------------------------------------------------


@dataclass(frozen=True)
class Pemakaian:
    """Why a participant cannot be removed; nothing stands against it when there is no reason."""

    sebab: Sequence[str]


def pemakaian(akun: Akun) -> Pemakaian:
    """What can be told beforehand; the foreign keys know the rest."""
    jumlah = ((akun.jumlah_uttp, "alat UTTP"), (akun.pelanggan, "pelanggan"))
    sebab = [f"punya {n} {apa}" for n, apa in jumlah if n]
    if akun.masuk_terakhir:
        sebab.append("PIC-nya sudah pernah masuk")
    return Pemakaian(sebab)


def hapus(peserta: Peserta, pelaku: Pelaku, dilihat: str | None = None) -> None:
    """Only one that nobody ever used; its account goes with it. `dilihat`: the status that was
    seen, as somebody just accepted is another matter."""
    cek_peran(pelaku)
    kini = segar(peserta, kunci=True)
    if dilihat and kini.status != dilihat:
        raise AturanDilanggar(
            "Status peserta ini baru saja diubah orang lain. Lihat dulu keadaannya sekarang."
        )
    akun = db.session.get(Pengguna, kini.pengguna_id) if kini.pengguna_id else None
    terakhir: datetime | None = akun.masuk_terakhir if akun else None
    if terakhir is not None:
        raise AturanDilanggar(PERNAH_MASUK)
    lama = {"nomor": kini.nomor, "nama": kini.nama, "status": kini.status}
    with jika_bentrok({"*": (MASIH_DIPAKAI, None)}):
        db.session.execute(sa.delete(Peserta).where(Peserta.id == kini.id))
        if akun:
            db.session.execute(sa.delete(Pengguna).where(Pengguna.id == akun.id))
    audit.catat("peserta_hapus", "peserta", kini.id, pelaku, lama)
