"""Acts on participants: register, accept, reject, open and close."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.auth.models import Pengguna
from app.auth.services import (
    aktifkan,
    buat_akun_peserta,
    buat_sandi_sementara,
    buat_tautan,
    nonaktifkan,
    umur_tautan,
)
from app.core import audit, clock
from app.core.db import jika_bentrok, segar
from app.core.errors import AturanDilanggar
from app.core.outbox import pesan
from app.extensions import Pelaku, db
from app.pengaturan.services import nomor_tercetak
from app.peserta.models import AksesData, Peserta
from app.peserta.states import (
    LABEL_BUKA,
    LABEL_STATUS,
    AlasanBuka,
    Cara,
    Kelompok,
    StatusPeserta,
)

PELAYANAN = frozenset({"admin", "pelayanan"})
NIK_TERPAKAI = (
    "NIK PIC ini sudah dipakai peserta lain yang diterima. Bandingkan keduanya, lalu tolak "
    "registrasi ini atau perbaiki peserta yang lama.",
    "pic_nik",
)
NPWP_TERPAKAI = (
    "NPWP ini sudah dipakai peserta lain yang diterima. Bandingkan keduanya, lalu tolak "
    "registrasi ini atau perbaiki peserta yang lama.",
    "npwp",
)
# The business came by itself while its penyedia had it on the list already.
NPWP_PELANGGAN = (
    "NPWP ini sudah tercatat sebagai pelanggan tanpa akun. Buka pelanggan itu, tekan Daftarkan, "
    "dan isi PIC-nya seperti di registrasi ini, supaya alatnya ikut; lalu tolak registrasi ini."
)
SUDAH_DISIMPAN = "Peserta ini sudah disimpan. Buka dari daftar peserta, lalu buat tautan baru."
BENTROK = {
    # Only where two clicks come at the very same moment; registration then shows its receipt.
    "peserta.kunci_form": (SUDAH_DISIMPAN, None),
    "peserta.pic_nik_indeks": NIK_TERPAKAI,
    "peserta.npwp_indeks": NPWP_TERPAKAI,
    "peserta.kelurahan_id": ("Pilih kelurahan dari daftar.", "kelurahan_id"),
}


# What features on the right do in the same transaction: with the participant, now active.
SETELAH_TERIMA: list[Callable[[Peserta, Pelaku], None]] = []


class SudahDiputus(AturanDilanggar):
    """Somebody else decided first."""


@dataclass(frozen=True)
class Akses:
    """What is handed over once and stored nowhere: a token of a link, or a password."""

    peserta: Peserta
    cara: Cara
    rahasia: str
    berlaku_sampai: datetime | None


@dataclass(frozen=True, kw_only=True)
class IsiPeserta:
    """What a registration says: the columns a person may fill, and no other."""

    kelompok: str
    npwp: str
    nama: str
    alamat: str
    kelurahan_id: int
    telp: str
    email: str | None
    pic_nik: str
    pic_nama: str
    pic_jabatan: str
    pic_telp: str
    pic_wa: str
    pic_email: str | None


def daftarkan(isi: IsiPeserta, kunci_form: str | None = None) -> int:
    """Take in a registration; sent twice with one form key, the first is the answer to both.

    A NIK or NPWP that is known already is taken in like any other: only an accepted row claims
    it, so the form tells a stranger nothing.
    """
    if kunci_form and (lama := _dengan_kunci(kunci_form)):
        return lama
    baru = Peserta(
        nomor=nomor_tercetak("REG"),
        kunci_form=kunci_form,
        status=StatusPeserta.BARU,
        **vars(isi),
    )
    db.session.add(baru)
    with jika_bentrok(BENTROK):
        db.session.flush()
    audit.catat("peserta_daftar", "peserta", baru.id, sesudah={"nomor": baru.nomor})
    return baru.id


def _dengan_kunci(kunci_form: str) -> int | None:
    return db.session.scalar(sa.select(Peserta.id).where(Peserta.kunci_form == kunci_form))


def tambah(isi: IsiPeserta, pelaku: Pelaku, cara: str, kunci_form: str | None = None) -> Akses:
    """Take in somebody at the counter, accepted at once."""
    if kunci_form and _dengan_kunci(kunci_form):
        raise AturanDilanggar(SUDAH_DISIMPAN)
    baru = db.session.get_one(Peserta, daftarkan(isi, kunci_form))
    return terima(baru, pelaku, cara)


def terima(peserta: Peserta, pelaku: Pelaku, cara: str) -> Akses:
    """Accept a registration: it gets an account, and the way into it comes back, once."""
    kini = _untuk_diputus(peserta, pelaku)
    cek_bebas(kini)
    akun = buat_akun_peserta(kini.pic_nik or "", kini.pic_nama or kini.nama)
    _putuskan(kini, pelaku, StatusPeserta.AKTIF, pengguna_id=akun.id)
    _catat("peserta_terima", kini, pelaku, StatusPeserta.BARU, akun=akun.id, cara=cara)
    pesan(
        akun.id,
        "Registrasi diterima",
        "Selamat datang. Catat alat UTTP Anda, lalu ajukan tera atau tera ulang dari daftar alat.",
        "/peserta",
    )
    for ikut in SETELAH_TERIMA:
        ikut(kini, pelaku)
    return _akses(kini, akun, pelaku, cara)


def tolak(peserta: Peserta, pelaku: Pelaku, alasan: str, penjelasan: str) -> None:
    """Refuse a registration; the reason is what the applicant reads."""
    kini = _untuk_diputus(peserta, pelaku)
    teks = teks_penolakan(alasan, penjelasan)
    if kini.didaftarkan_oleh_id is not None:
        _kembali_jadi_pelanggan(kini, pelaku, teks)
    else:
        _putuskan(kini, pelaku, StatusPeserta.DITOLAK, alasan_tolak=teks)
    _catat("peserta_tolak", kini, pelaku, StatusPeserta.BARU, alasan=teks)


def _kembali_jadi_pelanggan(kini: Peserta, pelaku: Pelaku, teks: str) -> None:
    """A customer was known before somebody registered it and stays so; its penyedia, who goes on
    looking after its instruments, reads why. What was typed about the PIC is kept."""
    _putuskan(
        kini,
        pelaku,
        StatusPeserta.PELANGGAN,
        kelompok=Kelompok.PEMAKAI,
        alasan_tolak=teks,
        didaftarkan_oleh_id=None,
    )
    pesan(
        akun_penyedia(kini),
        f"Pendaftaran {kini.nama} ditolak",
        f"{teks}\n\n{kini.nama} tetap pelanggan Anda. Perbaiki datanya, lalu daftarkan lagi.",
        f"/pelanggan/{kini.id}",
    )


def akun_penyedia(peserta: Peserta) -> int | None:
    """The account of the one who serves this participant, if anybody does."""
    cari = sa.select(Peserta.pengguna_id).where(Peserta.id == peserta.penyedia_id)
    return db.session.scalar(cari)


def teks_penolakan(alasan: str, penjelasan: str) -> str:
    """Reason and explanation in the words the applicant gets."""
    return f"{alasan.strip()}.\n{penjelasan.strip()}".strip()


def akses_baru(peserta: Peserta, pelaku: Pelaku, cara: str) -> Akses:
    """Another link or temporary password; links given out before stop working."""
    kini = segar(peserta, kunci=True)
    cek_peran(pelaku)
    if kini.status != StatusPeserta.AKTIF:
        raise AturanDilanggar("Hanya peserta aktif yang dapat diberi akses. Aktifkan dulu.")
    audit.catat("peserta_akses_baru", "peserta", kini.id, pelaku, sesudah={"cara": cara})
    return _akses(kini, _akun(kini), pelaku, cara)


def ubah_status(peserta: Peserta, pelaku: Pelaku, aksi: str) -> None:
    """nonaktifkan or aktifkan: the account follows, and its open sessions end."""
    cek_peran(pelaku)
    dari, ke = StatusPeserta.AKTIF, StatusPeserta.NONAKTIF
    if aksi == "aktifkan":
        dari, ke = ke, dari
    kini = segar(peserta, kunci=True)
    if not _pindah(kini, dari, status=ke):
        sebutan = LABEL_STATUS[StatusPeserta(kini.status)][0]
        raise AturanDilanggar(f"Status peserta ini sekarang {sebutan}. Muat ulang halaman.")
    (aktifkan if ke == StatusPeserta.AKTIF else nonaktifkan)(_akun(kini))
    _catat(f"peserta_{aksi}", kini, pelaku, dari)


NOMOR_LENGKAP = "NIK dan NPWP lengkap"


def buka_nomor(peserta: Peserta, pelaku: Pelaku, alasan: str) -> Peserta:
    """Note that this person looks at the numbers in full; who they are about can read the note."""
    cek_peran(pelaku)
    kini = segar(peserta)
    db.session.add(
        AksesData(
            peserta_id=kini.id,
            pelaku_id=pelaku.id,
            peran=pelaku.peran,
            apa=NOMOR_LENGKAP,
            alasan=AlasanBuka(alasan),
        )
    )
    db.session.flush()
    isi = {"data": NOMOR_LENGKAP, "alasan": LABEL_BUKA[AlasanBuka(alasan)]}
    audit.catat("data_buka", "peserta", kini.id, pelaku, sesudah=isi)
    return kini


def _catat(aksi: str, peserta: Peserta, pelaku: Pelaku, dari: StatusPeserta, **isi: object) -> None:
    """The decision goes into the log, by the number of the participant: no NIK, no NPWP."""
    audit.catat(
        aksi,
        "peserta",
        peserta.id,
        pelaku,
        sebelum={"status": dari},
        sesudah={"status": peserta.status, **isi},
    )


def cek_peran(pelaku: Pelaku) -> None:
    if pelaku.peran not in PELAYANAN:
        raise AturanDilanggar("Hanya Admin Pelayanan dan Admin Aplikasi yang dapat melakukan ini.")


def _untuk_diputus(peserta: Peserta, pelaku: Pelaku) -> Peserta:
    cek_peran(pelaku)
    kini = segar(peserta, kunci=True)
    if kini.status != StatusPeserta.BARU:
        raise SudahDiputus(_sudah(kini))
    return kini


def _sudah(peserta: Peserta) -> str:
    oleh = db.session.scalar(sa.select(Pengguna.nama).where(Pengguna.id == peserta.diputus_oleh_id))
    sebutan = LABEL_STATUS[StatusPeserta(peserta.status)][0].lower()
    return (
        f"Registrasi ini sudah diputus{' oleh ' + oleh if oleh else ''}: {sebutan}. "
        "Keputusan Anda belum disimpan."
    )


def cek_bebas(peserta: Peserta) -> None:
    """Names the one who has the NIK or NPWP; the partial unique indexes are what really holds."""
    lain = sa.select(Peserta.nomor, Peserta.nama, Peserta.pengguna_id).where(
        Peserta.id != peserta.id, Peserta.berlaku()
    )
    berakun = Peserta.pengguna_id.is_not(None)
    for kolom, (kalimat, field), syarat in (
        (Peserta.pic_nik_indeks, NIK_TERPAKAI, berakun),
        (Peserta.npwp_indeks, NPWP_TERPAKAI, sa.true()),
    ):
        sama = lain.where(kolom == getattr(peserta, kolom.key), syarat)
        if ada := db.session.execute(sama).first():
            if ada.pengguna_id is None:
                kalimat = NPWP_PELANGGAN
            raise AturanDilanggar(f"{kalimat} Yang memakainya: {ada.nomor}, {ada.nama}.", field)


def _putuskan(peserta: Peserta, pelaku: Pelaku, ke: StatusPeserta, **isi: object) -> None:
    """Move the row on if nobody was first."""
    with jika_bentrok(BENTROK):
        maju = _pindah(
            peserta,
            StatusPeserta.BARU,
            status=ke,
            diputus_pada=clock.now(),
            diputus_oleh_id=pelaku.id,
            **isi,
        )
    if not maju:
        raise SudahDiputus(_sudah(segar(peserta)))


def _pindah(peserta: Peserta, dari: StatusPeserta, **nilai: object) -> bool:
    ubah = (
        sa.update(Peserta)
        .where(Peserta.id == peserta.id, Peserta.status == dari)
        .values(**nilai)
        .returning(Peserta.id)
        .execution_options(synchronize_session=False)
    )
    if db.session.scalar(ubah) is None:
        return False
    db.session.refresh(peserta, [c.key for c in sa.inspect(Peserta).column_attrs])
    return True


def _akun(peserta: Peserta) -> Pengguna:
    akun = db.session.get(Pengguna, peserta.pengguna_id) if peserta.pengguna_id else None
    if akun is None:
        raise AturanDilanggar("Peserta ini belum punya akun.")
    return akun


def _akses(peserta: Peserta, akun: Pengguna, pelaku: Pelaku, cara: str) -> Akses:
    if cara == Cara.NANTI:
        return Akses(peserta, Cara.NANTI, "", None)
    if cara == Cara.SANDI:
        return Akses(peserta, Cara.SANDI, buat_sandi_sementara(akun), None)
    sampai = clock.now() + umur_tautan(akun)
    return Akses(peserta, Cara.TAUTAN, buat_tautan(akun, pelaku), sampai)
