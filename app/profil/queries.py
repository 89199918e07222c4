"""Reading requests and places: one function a screen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core.access import visible
from app.core.format import angka, kelompok_nik, samarkan
from app.core.paging import Page, keyset
from app.extensions import db
from app.pengaturan.models import Kelurahan
from app.peserta.models import Peserta, TempatUsaha
from app.profil.models import PermintaanPerubahan
from app.profil.states import RAHASIA, Isian, JenisPermintaan, StatusPerubahan
from app.uttp.models import JenisUttp, Uttp

KONTAK = ("alamat", "kelurahan_id", "telp", "email", "pic_jabatan", "pic_telp", "pic_wa",
          "pic_email")  # fmt: skip


def isi_kontak(peserta: Peserta) -> dict[str, Any]:
    """What a participant changes at once, by the names of the fields."""
    return {k: getattr(peserta, k) for k in KONTAK}


def isi_tempat(tempat: TempatUsaha) -> dict[str, Any]:
    return {k: getattr(tempat, k) for k in ("nama", "alamat", "kelurahan_id")}


def daftar_tempat(peserta: Peserta) -> Sequence[Any]:
    """The places of a participant with how many instruments stand at each, open ones first."""
    jumlah = (
        sa.select(sa.func.count())
        .select_from(Uttp)
        .where(Uttp.tempat_id == TempatUsaha.id)
        .scalar_subquery()
    )
    pilih = (
        visible(TempatUsaha)
        .where(TempatUsaha.peserta_id == peserta.id)
        .join(Kelurahan, Kelurahan.id == TempatUsaha.kelurahan_id)
        .with_only_columns(
            TempatUsaha.id, TempatUsaha.nama, TempatUsaha.alamat, TempatUsaha.aktif,
            Kelurahan.nama.label("kelurahan"), jumlah.label("jumlah"),
        )
        .order_by(TempatUsaha.aktif.desc(), TempatUsaha.nama)
    )  # fmt: skip
    return db.session.execute(pilih).all()


# --- requests ---------------------------------------------------------------------------------

P = PermintaanPerubahan
LENGKAP = (
    joinedload(P.peserta),
    joinedload(P.berkas),
    joinedload(P.uttp).joinedload(Uttp.jenis),
)


@dataclass(frozen=True)
class Nilai:
    """A value before and after, as people read it; numbers of persons only in part."""

    lama: str
    baru: str


def sebut(isian: str, nilai: str | None, jenis: Mapping[str, str], satuan: str = "") -> str:
    """A stored value in words. `jenis` names the types of instruments by their number."""
    if nilai is None or nilai == "":
        return "–"
    if isian in RAHASIA:
        return kelompok_nik(samarkan(nilai))
    if isian == Isian.JENIS:
        return jenis.get(nilai, "–")
    if isian in (Isian.KAPASITAS, Isian.DAYA_BACA):
        return _ukuran(nilai, satuan)
    return nilai


def _ukuran(nilai: str, satuan: str) -> str:
    try:
        return f"{angka(Decimal(nilai))} {satuan}".strip()
    except InvalidOperation:
        return nilai


def nama_jenis(semua: Iterable[P]) -> dict[str, str]:
    """The names of the types these requests speak of; none asked when none does."""
    baris = [p for p in semua if p.isian == Isian.JENIS]
    nomor = {int(n) for p in baris for n in (p.lama, p.baru) if n}
    if not nomor:
        return {}
    cari = sa.select(JenisUttp.id, JenisUttp.nama).where(JenisUttp.id.in_(nomor))
    return {str(id): nama for id, nama in db.session.execute(cari)}


def sebut_semua(semua: Sequence[P]) -> dict[int, Nilai]:
    """Before and after of each request, by its number; LENGKAP has been loaded."""
    jenis = nama_jenis(semua)
    hasil = {}
    for p in semua:
        satuan = p.uttp.jenis.satuan if p.uttp else ""
        lama, baru = (sebut(p.isian, n, jenis, satuan) for n in (p.nilai_lama, p.nilai_baru))
        hasil[p.id] = Nilai(lama, baru)
    return hasil


def milik(uttp: Uttp | None = None) -> Sequence[P]:
    """The last requests of the participant who asks: about itself, or about one instrument."""
    syarat = P.uttp_id == uttp.id if uttp else P.jenis == JenisPermintaan.IDENTITAS
    cari = visible(P, *LENGKAP).where(syarat).order_by(P.id.desc()).limit(20)
    return db.session.scalars(cari).all()


def menunggu(semua: Iterable[P]) -> set[str]:
    """What waits for an answer, by the name of the field."""
    return {p.isian for p in semua if p.status == StatusPerubahan.MENUNGGU}


def antrean(*, selesai: bool, after: str | None) -> Page:
    """Those that wait, oldest first; or those decided, the latest first."""
    menunggu = P.status == StatusPerubahan.MENUNGGU
    cari = (
        visible(P)
        .join(Peserta, Peserta.id == P.peserta_id)
        .outerjoin(Uttp, Uttp.id == P.uttp_id)
        .with_only_columns(
            P.id, P.isian, P.status, P.dibuat_pada, P.diputus_pada,
            Peserta.nama.label("peserta"), Peserta.nomor.label("nomor"),
            Uttp.merk, Uttp.nomor_seri,
        )
        .where(sa.not_(menunggu) if selesai else menunggu)
    )  # fmt: skip
    return keyset(cari, P.dibuat_pada, P.id, after=after, oldest_first=not selesai)
