"""What would become of each chosen application; looking changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.borongan.states import BORONGAN
from app.core import clock
from app.core.access import visible
from app.core.format import hari_tanggal, tanggal
from app.extensions import db
from app.jadwal.queries import Beban, rencanakan
from app.katalog.queries import masa_dari
from app.pengajuan.models import Pengajuan
from app.pengajuan.states import sebut, transisi
from app.pengujian.queries import MUAT_DOKUMEN, deret_nomor, usulan_berlaku


@dataclass(frozen=True)
class Baris:
    """One application: what will happen to it, or why nothing can. `rencana` goes with the act."""

    p: Pengajuan
    kalimat: str
    bisa: bool = True
    rencana: str = ""


def terpilih(id: Sequence[int]) -> list[Pengajuan]:
    """Those of them that may be seen, oldest first."""
    cari = visible(Pengajuan, *MUAT_DOKUMEN).where(Pengajuan.id.in_(id))
    urut = cari.order_by(Pengajuan.dibuat_pada, Pengajuan.id)
    return list(db.session.scalars(urut).unique())


def halangan(p: Pengajuan, kode: str, peran: str) -> str | None:
    """Why the table of transitions has no such act for it now."""
    if transisi(BORONGAN[kode].aksi, p.status, peran):
        return None
    return f"Statusnya {sebut(p.status, peran)}, jadi dilewati."


def rencana_terima(semua: Sequence[Pengajuan], peran: str) -> list[Baris]:
    return [
        Baris(p, h, bisa=False) if (h := halangan(p, "terima", peran)) else Baris(p, "Diterima.")
        for p in semua
    ]


PENUH = "Tidak ada tempat pada hari dan penera yang dipilih."


def rencana_jadwal(
    semua: Sequence[Pengajuan], peran: str, isi: Beban, penera_id: int | None
) -> list[Baris]:
    """A place for each in turn, as far as there is room."""
    bisa = [p for p in semua if not halangan(p, "jadwalkan", peran)]
    menit = [p.uttp.jenis.menit for p in bisa]
    tempat = {
        p.id: t for p, t in zip(bisa, rencanakan(isi, menit, penera_id=penera_id), strict=True)
    }
    nama = {q.id: q.nama for q in isi.penera}
    hasil = []
    for p in semua:
        t = tempat.get(p.id)
        if t is None:
            hasil.append(Baris(p, halangan(p, "jadwalkan", peran) or PENUH, bisa=False))
            continue
        kalimat = f"{hari_tanggal(t[0])}, penera {nama[t[1]]}, {p.uttp.jenis.menit} menit."
        hasil.append(Baris(p, kalimat, rencana=f"{t[0].isoformat()}~{t[1]}"))
    return hasil


TANPA_MASA = (
    "Masa berlaku jenis alat ini belum tercatat, jadi terbitkan sendiri dari halaman pengajuannya."
)


def rencana_terbit(semua: Sequence[Pengajuan], peran: str) -> list[Baris]:
    """The numbers in the order of the list; each valid for the interval of its type."""
    hari = clock.today()
    sampai = {p.id: _sampai(p, peran) for p in semua}
    berbayar = [bool(p.retribusi) for p in semua if sampai[p.id]]
    nomor = iter(deret_nomor(hari, berbayar) if berbayar else [])
    hasil = []
    for p in semua:
        akhir = sampai[p.id]
        if akhir is None:
            sebab = halangan(p, "terbitkan", peran) or TANPA_MASA
            hasil.append(Baris(p, sebab, bisa=False))
            continue
        skhp, skrd = next(nomor)
        kalimat = f"SKHP {skhp}, berlaku sampai {tanggal(akhir)}" + (f"; SKRD {skrd}" * bool(skrd))
        hasil.append(Baris(p, f"{kalimat}.", rencana=akhir.isoformat()))
    return hasil


def _sampai(p: Pengajuan, peran: str) -> date | None:
    if halangan(p, "terbitkan", peran):
        return None
    masa = masa_dari(p.uttp.jenis.masa, p.tanggal_hasil)
    return usulan_berlaku(p.tanggal_hasil, masa.bulan if masa else None)
