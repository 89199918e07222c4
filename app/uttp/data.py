"""Reference data of the instrument types, from app/data."""

from collections.abc import Iterable, Mapping
from itertools import groupby

import sqlalchemy as sa

from app.extensions import db
from app.pengaturan.data import baca_csv
from app.pengaturan.services import beban_awal, kode_terhapus
from app.uttp.models import DokumenJenis, InformasiJenis, JenisUttp, MasaBerlaku
from app.uttp.states import AWAL_MASA


def muat_jenis() -> int:
    """Add the types that are missing, by code; gives how many were added.

    Documents and questions come with their type only: what the office has since renamed or taken
    out of a type must not come back with the next start.
    """
    ada = set(db.session.scalars(sa.select(JenisUttp.kode))) | kode_terhapus()
    menit = {b["kode"]: int(b["menit"] or 0) for b in baca_csv("menit_uttp.csv")}
    baru = [b for b in baca_csv("jenis_uttp.csv") if b["kode"] not in ada]
    for b in baru:
        beban_awal(
            JenisUttp,
            kode=b["kode"],
            kelompok=b["kelompok"],
            nama=b["nama"],
            satuan=b["satuan_kapasitas"],
            kelas=b["kelas_akurasi_umum"],
            menit=menit[b["kode"]],
            lokasi_umum=b["lokasi_uji_umum"],
        )
    id_jenis = dict(db.session.execute(sa.select(JenisUttp.kode, JenisUttp.id)).all())
    kode_baru = {b["kode"]: id_jenis[str(b["kode"])] for b in baru}
    _muat_masa(baru, id_jenis)
    _muat_dokumen(kode_baru)
    _muat_informasi(kode_baru)
    return len(baru)


def _muat_masa(baru: Iterable[Mapping[str, str | None]], id_jenis: Mapping[str, int]) -> None:
    """The interval a new type comes with; none where no source could be read."""
    for b in baru:
        if b["masa_berlaku_bulan"]:
            beban_awal(
                MasaBerlaku,
                jenis_id=id_jenis[str(b["kode"])],
                bulan=int(b["masa_berlaku_bulan"]),
                berlaku_mulai=AWAL_MASA,
                peraturan=b["dasar_hukum"],
                sumber=b["sumber"],
                status=b["status_masa_berlaku"],
            )


def _muat_dokumen(id_jenis: dict[str | None, int]) -> None:
    for kode, baris in groupby(baca_csv("dokumen_jenis.csv"), lambda b: b["kode"]):
        for urutan, b in enumerate(baris if kode in id_jenis else (), 1):
            beban_awal(
                DokumenJenis,
                jenis_id=id_jenis[kode],
                nama=b["nama"],
                layanan=b["layanan"],
                wajib=b["wajib"] == "ya",
                petunjuk=b["petunjuk"],
                format_isian=_baris(b["format_isian"]),
                urutan=urutan,
            )


def _muat_informasi(id_jenis: dict[str | None, int]) -> None:
    for kode, baris in groupby(baca_csv("informasi_uttp.csv"), lambda b: b["kode"]):
        for urutan, b in enumerate(baris if kode in id_jenis else (), 1):
            beban_awal(
                InformasiJenis,
                jenis_id=id_jenis[kode],
                label=b["label"],
                isian=b["isian"],
                pilihan=_baris(b["pilihan"]),
                satuan=b["satuan"],
                petunjuk=b["petunjuk"],
                wajib=b["wajib"] == "ya",
                hitungan=b["hitungan"],
                urutan=urutan,
            )


def _baris(isi: str | None) -> str | None:
    """Several values in one cell stand one a line in the database."""
    return isi.replace("|", "\n") if isi else None
