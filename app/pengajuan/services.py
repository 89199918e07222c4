"""Acts on applications. `terapkan` is the only writer of status."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.core import audit, clock
from app.core.db import jika_bentrok, segar
from app.core.errors import AturanDilanggar
from app.extensions import Pelaku, db
from app.pengajuan.isi import IsiPengajuan, cek_dokumen, cek_layanan, dokumen_diminta
from app.pengajuan.jejak import beri_tahu, catat, kunci_alat
from app.pengajuan.models import KelompokPengajuan, Pengajuan
from app.pengajuan.states import (
    AJUKAN,
    AJUKAN_ATAS_NAMA,
    SEBUT_AWAL,
    TRANSISI,
    Status,
    Transisi,
    sebut,
    transisi,
)
from app.pengaturan.services import nomor_tercetak
from app.peserta.models import Peserta
from app.uttp.models import JenisUttp, Uttp
from app.uttp.states import Layanan

# What others may ask of this feature; where it is written is its own affair.
__all__ = [
    "AWALAN",
    "SETELAH",
    "IsiPengajuan",
    "ajukan",
    "batalkan",
    "beri_tahu",
    "catat",
    "dokumen_diminta",
    "kelompokkan",
    "kembalikan",
    "teks_perbaikan",
    "terapkan",
    "terima",
    "ubah",
]

AWALAN = {Layanan.TERA: "TR", Layanan.TERA_ULANG: "TU"}

# What features on the right must do in the same transaction (release a slot, say): called with the
# application, the row of the table that was taken and the status it came from.
SETELAH: list[Callable[[Pengajuan, Transisi, str], None]] = []


def ajukan(
    uttp: Uttp,
    isi: IsiPengajuan,
    pelaku: Pelaku,
    *,
    pemohon_id: int | None = None,
    kunci_form: str | None = None,
) -> Pengajuan:
    """File an application. Filed twice with one form key, the first one is the answer to both.

    `pemohon_id`: the participant in whose name it runs, the owner unless a penyedia files for its
    customer. Staff file straight into Diterima.
    """
    atas_nama = pelaku.peran != "peserta"
    uttp = segar(uttp, selectinload(Uttp.jenis).selectinload(JenisUttp.dokumen), kunci=True)
    if kunci_form and (lama := _dengan_kunci(kunci_form, pelaku)):
        return lama
    _cek_mengurus(uttp, pelaku)
    _cek_layak(uttp)
    cek_layanan(uttp.jenis, isi.layanan)
    cek_dokumen(uttp.jenis, isi)
    _cek_belum_diajukan(uttp.id)
    status = Status.DITERIMA if atas_nama else Status.BARU
    baru = Pengajuan(
        nomor=nomor_tercetak(AWALAN[Layanan(isi.layanan)]),
        kunci_form=kunci_form,
        uttp_id=uttp.id,
        peserta_id=pemohon_id or uttp.pemilik_id,
        status=status,
        dibuat_oleh_id=pelaku.id,
        berkas=isi.lampiran(),
        **isi.kolom(),
    )
    db.session.add(baru)
    with jika_bentrok(
        {
            "pengajuan.uttp_id": (SUDAH_DIAJUKAN, None),
            "pengajuan.kunci_form": (SUDAH_DIKIRIM, None),
        }
    ):
        db.session.flush()
    if atas_nama:
        kunci_alat(uttp.id)
    aksi = AJUKAN_ATAS_NAMA if atas_nama else AJUKAN
    catat(baru, aksi, None, status, pelaku, None)
    audit.catat(
        aksi,
        "pengajuan",
        baru.id,
        pelaku,
        sesudah={"nomor": baru.nomor, "status": status, "layanan": isi.layanan, "uttp": uttp.id},
    )
    beri_tahu(baru, SEBUT_AWAL[aksi], None, pelaku)
    return baru


def kelompokkan(
    pengajuan_id: Sequence[int], peserta_id: int, pelaku: Pelaku, kelompok_id: int | None = None
) -> int:
    """Give applications that were filed together their common number; a group given grows."""
    if kelompok_id is None:
        baru = KelompokPengajuan(
            nomor=nomor_tercetak("GR"), peserta_id=peserta_id, dibuat_oleh_id=pelaku.id
        )
        db.session.add(baru)
        db.session.flush()
        kelompok_id = baru.id
        audit.catat("kelompok_ajukan", "kelompok", baru.id, pelaku, sesudah={"nomor": baru.nomor})
    db.session.execute(
        sa.update(Pengajuan)
        .where(Pengajuan.id.in_(pengajuan_id))
        .values(kelompok_id=kelompok_id)
        .execution_options(synchronize_session=False)
    )
    return kelompok_id


SUDAH_DIAJUKAN = (
    "Alat ini masih punya pengajuan yang berjalan. Selesaikan atau batalkan dulu pengajuan itu di "
    "halaman Pengajuan."
)
SUDAH_PENSIUN = "Alat ini dicatat tidak dipakai lagi, jadi tidak dapat diajukan."
BUKAN_URUSAN = (
    "Kepemilikan alat ini sudah berpindah, jadi pengajuannya sekarang dibuat oleh pemilik barunya."
)
SUDAH_DIKIRIM = "Formulir ini sudah pernah dikirim. Buka lagi Pengajuan Baru dari daftar alat."


def _dengan_kunci(kunci_form: str, pelaku: Pelaku) -> Pengajuan | None:
    cari = sa.select(Pengajuan).where(
        Pengajuan.kunci_form == kunci_form, Pengajuan.dibuat_oleh_id == pelaku.id
    )
    return db.session.scalar(cari)


def _cek_mengurus(uttp: Uttp, pelaku: Pelaku) -> None:
    """The instrument may have changed hands while the form was open."""
    cari = sa.select(Uttp.id).where(Uttp.id == uttp.id, Peserta.diurus(Uttp.pemilik_id, pelaku))
    if db.session.scalar(cari) is None:
        raise AturanDilanggar(BUKAN_URUSAN)


TANPA_FOTO = (
    "Foto alat ini belum ada. Buka alatnya di Daftar Alat UTTP, tambahkan fotonya lewat Ubah, lalu "
    "ajukan lagi."
)


def _cek_layak(uttp: Uttp) -> None:
    """In use, and seen: an imported instrument waits for its photo."""
    if uttp.pensiun_pada is not None:
        raise AturanDilanggar(SUDAH_PENSIUN)
    if uttp.foto_id is None:
        raise AturanDilanggar(TANPA_FOTO)


def _cek_belum_diajukan(uttp_id: int) -> None:
    """Names the running application; the partial unique index is what really holds."""
    cari = sa.select(Pengajuan.nomor).where(
        Pengajuan.uttp_id == uttp_id,
        Pengajuan.status.not_in([Status.SELESAI_SAH, Status.SELESAI_BATAL, Status.DIBATALKAN]),
    )
    if nomor := db.session.scalar(cari):
        raise AturanDilanggar(f"{SUDAH_DIAJUKAN} Nomornya {nomor}.")


def ubah(
    pengajuan: Pengajuan,
    isi: IsiPengajuan,
    pelaku: Pelaku,
    *,
    kirim: bool = True,
    versi: datetime | None = None,
) -> None:
    """Replace what an application says. For one that was returned, `kirim` sends it again."""
    kini = segar(
        pengajuan,
        joinedload(Pengajuan.uttp).joinedload(Uttp.jenis).selectinload(JenisUttp.dokumen),
        selectinload(Pengajuan.berkas),
    )
    cek_layanan(kini.uttp.jenis, isi.layanan)
    cek_dokumen(kini.uttp.jenis, isi)
    lama = {n: str(v) for n, baru in isi.kolom().items() if (v := getattr(kini, n)) != baru}
    asal = pengajuan.status
    terapkan(
        kini, "ubah", pelaku, status_awal=asal, versi=versi, sebelum=lama or None, **isi.kolom()
    )
    kini.berkas = isi.lampiran()
    db.session.flush()
    if kirim and asal == Status.PERLU_PERBAIKAN and pelaku.peran == "peserta":
        terapkan(kini, "kirim_ulang", pelaku, perbaikan=None)


def terima(pengajuan: Pengajuan, pelaku: Pelaku, *, versi: datetime | None = None) -> None:
    """Accept the application as `versi` shows it; what was changed since is looked at first."""
    terapkan(segar(pengajuan), "terima", pelaku, status_awal=pengajuan.status, versi=versi)


def teks_perbaikan(bagian: Sequence[str], alasan: str) -> str:
    """What the participant reads when an application comes back."""
    daftar = "".join(f"- {b}\n" for b in bagian)
    return f"Yang perlu diperbaiki:\n{daftar}\n{alasan.strip()}"


def kembalikan(
    pengajuan: Pengajuan,
    pelaku: Pelaku,
    *,
    bagian: Sequence[str],
    alasan: str,
    versi: datetime | None = None,
) -> None:
    """Give the application back with what to fix, part by part, and why."""
    teks = teks_perbaikan(bagian, alasan)
    terapkan(
        segar(pengajuan),
        "kembalikan",
        pelaku,
        status_awal=pengajuan.status,
        versi=versi,
        catatan=teks,
        perbaikan=teks,
    )


ALASAN_PESERTA = "Dibatalkan oleh peserta."


def batalkan(
    pengajuan: Pengajuan, pelaku: Pelaku, *, alasan: str | None, versi: datetime | None = None
) -> None:
    """Call the application off. Nothing is deleted; a booked slot and the instrument are free."""
    peserta = pelaku.peran == "peserta"
    teks = (alasan or "").strip()
    terapkan(
        segar(pengajuan),
        "batal_peserta" if peserta else "batal_petugas",
        pelaku,
        status_awal=pengajuan.status,
        versi=versi,
        catatan=teks,
        alasan=teks or ALASAN_PESERTA,
    )


def terapkan(
    pengajuan: Pengajuan,
    aksi: str,
    pelaku: Pelaku,
    *,
    catatan: str | None = None,
    bebas: bool | None = None,
    status_awal: str | None = None,
    versi: datetime | None = None,
    sebelum: dict[str, Any] | None = None,
    **isi: Any,
) -> Transisi:
    """Take one row of the table: check it, move the status if nobody was first, write history.

    `isi` are columns the act fills (the row names those it needs); `status_awal` the status the
    person saw, `versi` the `diubah_pada` they saw; `bebas` whether no fee is due. Raises
    AturanDilanggar.
    """
    asal = status_awal or pengajuan.status
    t = _baris(aksi, asal, pelaku, bebas, catatan, isi)
    ke = t.ke or Status(asal)
    lama = {nama: getattr(pengajuan, nama) for nama in isi}
    pindah = (
        sa.update(Pengajuan)
        .where(Pengajuan.id == pengajuan.id, Pengajuan.status == asal)
        .values(status=ke, diubah_pada=clock.now(), **isi)
        .returning(Pengajuan.id)
        .execution_options(synchronize_session=False)
    )
    if versi is not None:
        pindah = pindah.where(Pengajuan.diubah_pada == versi)
    if db.session.scalar(pindah) is None:
        raise AturanDilanggar(_keduluan(pengajuan.id, asal, pelaku))
    db.session.refresh(pengajuan, [c.key for c in sa.inspect(Pengajuan).column_attrs])
    if aksi == "terima":
        kunci_alat(pengajuan.uttp_id)
    catat(pengajuan, aksi, asal, ke, pelaku, catatan, sebelum)
    alasan = {"catatan": catatan.strip()} if catatan and catatan.strip() else {}
    audit.catat(
        aksi, "pengajuan", pengajuan.id, pelaku,
        sebelum={"status": asal, **lama}, sesudah={"status": ke, **isi, **alasan},
    )  # fmt: skip
    if t.pesan:
        beri_tahu(pengajuan, t.sebut, catatan, pelaku)
    for ikut in SETELAH:
        ikut(pengajuan, t, asal)
    return t


def _baris(
    aksi: str,
    asal: str,
    pelaku: Pelaku,
    bebas: bool | None,
    catatan: str | None,
    isi: Mapping[str, Any],
) -> Transisi:
    """The row of the table that allows the act, with all it asks for."""
    t = transisi(aksi, asal, pelaku.peran, bebas=bebas)
    if t is None:
        raise AturanDilanggar(_tidak_bisa(aksi, asal, pelaku))
    if t.catatan and not (catatan or "").strip():
        raise AturanDilanggar("Tulis alasannya, supaya peserta tahu apa yang terjadi.", "alasan")
    for nama in t.perlu:
        if isi.get(nama) is None:
            raise AturanDilanggar("Lengkapi isian sebelum menyimpan.", nama)
    return t


def _keduluan(id: int, asal: str, pelaku: Pelaku) -> str:
    """Somebody was first; say what they did."""
    kini = db.session.scalar(sa.select(Pengajuan.status).where(Pengajuan.id == id)) or asal
    if kini == asal:
        return (
            "Isi pengajuan ini baru saja diubah orang lain. Muat ulang halaman, periksa isinya, "
            "lalu ulangi."
        )
    return (
        f"Pengajuan ini baru saja diubah orang lain, statusnya kini {sebut(kini, pelaku.peran)}. "
        "Muat ulang halaman untuk melihat keadaannya."
    )


def _tidak_bisa(aksi: str, status: str, pelaku: Pelaku) -> str:
    label = TRANSISI[aksi][0].label
    return (
        f"“{label}” tidak dapat dilakukan karena status pengajuan sudah "
        f"{sebut(status, pelaku.peran)}. Muat ulang halaman untuk melihat keadaan terbaru."
    )
