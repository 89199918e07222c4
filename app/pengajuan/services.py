"""Acts on applications. `terapkan` is the only writer of status."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.core import audit, clock
from app.core.db import jika_bentrok, segar
from app.core.errors import AturanDilanggar
from app.core.outbox import pesan
from app.core.uploads import Berkas
from app.extensions import Pelaku, db
from app.pengajuan.models import BerkasPengajuan, Pengajuan, Riwayat
from app.pengajuan.states import (
    AJUKAN,
    AJUKAN_ATAS_NAMA,
    SEBUT_AWAL,
    SEBUTAN,
    TRANSISI,
    SkhpLama,
    Status,
    Transisi,
    sebut,
    transisi,
)
from app.pengaturan.services import nomor_tercetak
from app.peserta.models import Peserta
from app.uttp.models import JenisUttp, Uttp
from app.uttp.states import Layanan, LayananJenis

AWALAN = {Layanan.TERA: "TR", Layanan.TERA_ULANG: "TU"}

# What features on the right must do in the same transaction (release a slot, say): called with the
# application, the row of the table that was taken and the status it came from.
SETELAH: list[Callable[[Pengajuan, Transisi, str], None]] = []


@dataclass(frozen=True)
class IsiPengajuan:
    """What an application says. `dokumen` maps DokumenJenis.id to its files."""

    layanan: str
    foto_kondisi: Sequence[Berkas]
    surat_permohonan: Sequence[Berkas]
    izin_tipe: Sequence[Berkas] = ()
    skhp_lama: str | None = None
    skhp_lama_nomor: str | None = None
    skhp_lama_tanggal: date | None = None
    skhp_lama_sampai: date | None = None
    skhp_lama_penerbit: str | None = None
    berkas_skhp_lama: Sequence[Berkas] = ()
    surat_kehilangan: Sequence[Berkas] = ()
    dokumen: Mapping[int, Sequence[Berkas]] = field(default_factory=dict)

    def kolom(self) -> dict[str, Any]:
        """The plain columns; what belongs to the other service is emptied."""
        ulang = self.layanan == Layanan.TERA_ULANG
        nama = ("skhp_lama", "skhp_lama_nomor", "skhp_lama_tanggal", "skhp_lama_sampai",
                "skhp_lama_penerbit")  # fmt: skip
        return {"layanan": self.layanan} | {n: getattr(self, n) if ulang else None for n in nama}

    def lampiran(self) -> list[BerkasPengajuan]:
        """The files, each with what it is for; those of the other service are left out."""
        isi: list[tuple[str, Sequence[Berkas]]] = [
            ("foto_kondisi", self.foto_kondisi),
            ("surat_permohonan", self.surat_permohonan),
        ]
        if self.layanan == Layanan.TERA:
            isi.append(("izin_tipe", self.izin_tipe))
        elif self.skhp_lama == SkhpLama.HILANG:
            isi.append(("surat_kehilangan", self.surat_kehilangan))
        else:
            isi.append(("skhp_lama", self.berkas_skhp_lama))
        baris = [BerkasPengajuan(berkas_id=b.id, guna=g) for g, bb in isi for b in bb]
        baris += [
            BerkasPengajuan(berkas_id=b.id, guna="dokumen", dokumen_id=id)
            for id, bb in self.dokumen.items()
            for b in bb
        ]
        return baris


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
    _cek_layanan(uttp.jenis, isi.layanan)
    _cek_dokumen(uttp.jenis, isi)
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
        _kunci_alat(uttp.id)
    aksi = AJUKAN_ATAS_NAMA if atas_nama else AJUKAN
    _catat(baru, aksi, None, status, pelaku, None)
    audit.catat(
        aksi,
        "pengajuan",
        baru.id,
        pelaku,
        sesudah={"nomor": baru.nomor, "status": status, "layanan": isi.layanan, "uttp": uttp.id},
    )
    _beri_tahu(baru, SEBUT_AWAL[aksi], None, pelaku)
    return baru


SUDAH_DIAJUKAN = (
    "Alat ini masih punya pengajuan yang berjalan. Selesaikan atau batalkan dulu pengajuan itu di "
    "halaman Pengajuan."
)
SUDAH_DIKIRIM = "Formulir ini sudah pernah dikirim. Buka lagi Pengajuan Baru dari daftar alat."


def _dengan_kunci(kunci_form: str, pelaku: Pelaku) -> Pengajuan | None:
    cari = sa.select(Pengajuan).where(
        Pengajuan.kunci_form == kunci_form, Pengajuan.dibuat_oleh_id == pelaku.id
    )
    return db.session.scalar(cari)


def _cek_belum_diajukan(uttp_id: int) -> None:
    """Names the running application; the partial unique index is what really holds."""
    cari = sa.select(Pengajuan.nomor).where(
        Pengajuan.uttp_id == uttp_id,
        Pengajuan.status.not_in([Status.SELESAI_SAH, Status.SELESAI_BATAL, Status.DIBATALKAN]),
    )
    if nomor := db.session.scalar(cari):
        raise AturanDilanggar(f"{SUDAH_DIAJUKAN} Nomornya {nomor}.")


def _cek_layanan(jenis: JenisUttp, layanan: str) -> None:
    if jenis.layanan not in (LayananJenis.KEDUANYA, layanan):
        raise AturanDilanggar(
            f"{jenis.nama} tidak dilayani untuk layanan ini. Pilih jenis layanan yang lain.",
            "layanan",
        )


def dokumen_diminta(jenis: JenisUttp, layanan: str) -> list[Any]:
    """The further documents this type asks for with this service."""
    return [d for d in jenis.dokumen if d.aktif and d.layanan in (LayananJenis.KEDUANYA, layanan)]


def _cek_dokumen(jenis: JenisUttp, isi: IsiPengajuan) -> None:
    for d in dokumen_diminta(jenis, isi.layanan):
        if d.wajib and not isi.dokumen.get(d.id):
            raise AturanDilanggar(f"Pilih berkas {d.nama}.", f"dokumen_{d.id}")


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
    _cek_layanan(kini.uttp.jenis, isi.layanan)
    _cek_dokumen(kini.uttp.jenis, isi)
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


def kembalikan(pengajuan: Pengajuan, pelaku: Pelaku, *, bagian: Sequence[str], alasan: str) -> None:
    """Give the application back with what to fix, part by part, and why."""
    teks = teks_perbaikan(bagian, alasan)
    terapkan(
        segar(pengajuan),
        "kembalikan",
        pelaku,
        status_awal=pengajuan.status,
        catatan=teks,
        perbaikan=teks,
    )


ALASAN_PESERTA = "Dibatalkan oleh peserta."


def batalkan(pengajuan: Pengajuan, pelaku: Pelaku, *, alasan: str | None) -> None:
    """Call the application off. Nothing is deleted; a booked slot and the instrument are free."""
    peserta = pelaku.peran == "peserta"
    teks = (alasan or "").strip()
    terapkan(
        segar(pengajuan),
        "batal_peserta" if peserta else "batal_petugas",
        pelaku,
        status_awal=pengajuan.status,
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
        _kunci_alat(pengajuan.uttp_id)
    _catat(pengajuan, aksi, asal, ke, pelaku, catatan, sebelum)
    alasan = {"catatan": catatan.strip()} if catatan and catatan.strip() else {}
    audit.catat(
        aksi, "pengajuan", pengajuan.id, pelaku,
        sebelum={"status": asal, **lama}, sesudah={"status": ke, **isi, **alasan},
    )  # fmt: skip
    if t.pesan:
        _beri_tahu(pengajuan, t.sebut, catatan, pelaku)
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


def _kunci_alat(uttp_id: int) -> None:
    """From the first acceptance on the instrument's identity stands."""
    db.session.execute(
        sa.update(Uttp)
        .where(Uttp.id == uttp_id, Uttp.terkunci_pada.is_(None))
        .values(terkunci_pada=clock.now())
    )


def _catat(
    pengajuan: Pengajuan,
    aksi: str,
    dari: str | None,
    ke: str,
    pelaku: Pelaku,
    catatan: str | None,
    sebelum: dict[str, Any] | None = None,
) -> None:
    db.session.add(
        Riwayat(
            pengajuan_id=pengajuan.id,
            aksi=aksi,
            dari=dari,
            ke=ke,
            catatan=(catatan or "").strip() or None,
            sebelum=sebelum,
            pelaku_id=pelaku.id,
            pelaku_nama=pelaku.nama,
            peran=pelaku.peran,
        )
    )
    db.session.flush()


def _beri_tahu(pengajuan: Pengajuan, judul: str, catatan: str | None, pelaku: Pelaku) -> None:
    """A message to the one in whose name the application runs; their own acts count as read.

    A customer has no account of its own: its penyedia is told.
    """
    penyedia = aliased(Peserta)
    penerima = db.session.scalar(
        sa.select(sa.func.coalesce(Peserta.pengguna_id, penyedia.pengguna_id))
        .outerjoin(penyedia, penyedia.id == Peserta.penyedia_id)
        .where(Peserta.id == pengajuan.peserta_id)
    )
    isi = SEBUTAN[Status(pengajuan.status)].kini
    if catatan:
        isi = f"{catatan.strip()}\n\n{isi}"
    pesan(
        penerima,
        f"{pengajuan.nomor}: {judul}",
        isi,
        f"/pengajuan/{pengajuan.id}",
        dibaca=pelaku.peran == "peserta",
    )
