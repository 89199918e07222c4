"""What recording an instrument asks, of one that is typed in and of many that are imported."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from app.core import audit
from app.core.db import jika_bentrok, segar
from app.core.errors import AturanDilanggar
from app.extensions import Pelaku, db
from app.peserta.models import Peserta
from app.uttp import queries
from app.uttp.cari import sidik
from app.uttp.models import InformasiUttp, JenisUttp, Kepemilikan, Uttp
from app.uttp.states import SebabMilik

SUDAH_TERCATAT = (
    "Alat dengan jenis, merk, dan nomor seri ini sudah ada di daftar. Periksa nomor seri pada "
    "pelat nama, atau ubah data alat yang sudah ada."
)
BUKAN_PELANGGAN = (
    "Peserta ini bukan pelanggan Anda lagi, jadi alatnya belum dicatat. Buka Daftar Pelanggan "
    "untuk melihat keadaan terbaru."
)


def pihak(peserta: Peserta, pelaku: Pelaku) -> tuple[int, int | None]:
    """(owner, user): what a customer uses belongs to its penyedia until it is transferred.

    At the counter whoever has an account gets the instrument as its own.
    """
    if pelaku.peran == "peserta" and peserta.pengguna_id != pelaku.id:
        saya = db.session.scalar(sa.select(Peserta.id).where(Peserta.pengguna_id == pelaku.id))
        if saya is None or peserta.penyedia_id != saya:
            raise AturanDilanggar(BUKAN_PELANGGAN)
        return saya, peserta.id
    if peserta.pengguna_id is None and peserta.penyedia_id is not None:
        return peserta.penyedia_id, peserta.id
    return peserta.id, None


def pemilik_baru(peserta: Peserta, pelaku: Pelaku) -> int:
    """Whose a new instrument would be, as far as the row tells; writing it asks again."""
    mewakili = pelaku.peran == "peserta" and peserta.pengguna_id != pelaku.id
    if (mewakili or peserta.pengguna_id is None) and peserta.penyedia_id is not None:
        return peserta.penyedia_id
    return peserta.id


def periode_pertama(pemilik_id: int, pelaku: Pelaku | None) -> Kepemilikan:
    """The period of ownership every new instrument begins with: `uttp.kepemilikan = [this]`."""
    return Kepemilikan(
        pemilik_id=pemilik_id, sebab=SebabMilik.AWAL, oleh_id=pelaku.id if pelaku else None
    )


def untuk_catatan(uttp: Uttp) -> dict[str, Any]:
    """What the log keeps of an instrument. Capacities as numbers, whatever zeros are stored."""
    kolom = ("jenis_id", "merk", "tipe", "nomor_seri", "lokasi", "tempat_id")
    isi = {k: getattr(uttp, k) for k in kolom}
    ukuran = {k: getattr(uttp, k) for k in ("kapasitas", "daya_baca")}
    return isi | {k: None if v is None else f"{v.normalize():f}" for k, v in ukuran.items()}


def cek_jawaban(jenis: JenisUttp, informasi: Mapping[int, str]) -> None:
    ditanya = {i.id: i for i in jenis.informasi}
    if set(informasi) - set(ditanya):
        raise AturanDilanggar("Pertanyaan tentang alat ini baru saja berubah. Muat ulang halaman.")
    for id, tanya in ditanya.items():
        if tanya.wajib and not informasi.get(id):
            raise AturanDilanggar(f"Isi {tanya.label}.", f"info_{id}")


# --- many at once -----------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class AlatBaru:
    """What is to be recorded of an instrument that has no photo yet."""

    jenis_id: int
    merk: str
    tipe: str
    kapasitas: Decimal
    daya_baca: Decimal | None
    nomor_seri: str
    lokasi: str | None
    informasi: Mapping[int, str]

    @property
    def kunci(self) -> tuple[int, str]:
        """What it is known by at its owner."""
        return self.jenis_id, sidik(self.merk, self.nomor_seri)


def tambah_banyak(
    peserta: Peserta, alat: Iterable[AlatBaru], katalog: Iterable[JenisUttp], *, pelaku: Pelaku
) -> int:
    """Record many instruments in a handful of statements; gives how many were new.

    What the owner has already is left as it is, so that the same list twice adds nothing. Their
    photos come later, before the first application. `katalog`: queries.katalog(), just read.
    """
    pemilik_id, pemakai_id = pihak(segar(peserta, kunci=True), pelaku)
    jenis = {j.id: j for j in katalog}
    baru = {a.kunci: a for a in alat}
    for a in baru.values():
        if a.jenis_id not in jenis:
            raise AturanDilanggar("Daftar jenis UTTP baru saja berubah. Muat ulang halaman.")
        cek_jawaban(jenis[a.jenis_id], a.informasi)
    ada = queries.tercatat(pemilik_id, baru).sendiri
    baru = {k: a for k, a in baru.items() if k not in ada}
    if baru:
        _sisip(baru, {"pemilik_id": pemilik_id, "pemakai_id": pemakai_id}, pelaku)
    return len(baru)


def _sisip(
    baru: Mapping[tuple[int, str], AlatBaru], pihak: dict[str, int | None], pelaku: Pelaku
) -> None:
    """The rows, their answers, their first period of ownership, and a line in the log for each."""
    baris = [
        {**vars(a), **pihak, "sidik": a.kunci[1], "lokasi": a.lokasi or None, "uji_batal": False}
        for a in baru.values()
    ]
    for b in baris:
        del b["informasi"]
    masuk = sa.insert(Uttp).returning(Uttp.id, Uttp.jenis_id, Uttp.sidik)
    with jika_bentrok({"uttp.sidik": (SUDAH_TERCATAT, None)}):
        nomor = {(j, s): id for id, j, s in db.session.execute(masuk, baris)}
    jawab = [
        {"uttp_id": nomor[k], "informasi_id": i, "nilai": n}
        for k, a in baru.items()
        for i, n in a.informasi.items()
        if n
    ]
    if jawab:
        db.session.execute(sa.insert(InformasiUttp), jawab)
    milik = {"pemilik_id": pihak["pemilik_id"], "sebab": SebabMilik.AWAL, "oleh_id": pelaku.id}
    db.session.execute(sa.insert(Kepemilikan), [{"uttp_id": n, **milik} for n in nomor.values()])
    sebutan = {"pemilik": pihak["pemilik_id"], "pemakai": pihak["pemakai_id"]}
    for k, b in zip(baru, baris, strict=True):
        isi = {**untuk_catatan(Uttp(**b)), **sebutan}
        audit.catat("uttp_tambah", "uttp", nomor[k], pelaku, sesudah=isi)
