"""Changing settings; giving out numbers."""

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.core import audit, cache, clock
from app.core.errors import AturanDilanggar
from app.core.versi import cek_versi
from app.extensions import db
from app.pengaturan.models import NomorUrut, Pengaturan
from app.pengaturan.queries import Kantor, kantor

# The office's own numbers are no secret; under their short names the log would hide them.
DICATAT = {"telp": "telepon_kantor", "wa": "whatsapp_kantor", "email": "surel_kantor"}
ROMAWI = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def _sisip() -> "type[postgresql.Insert] | type[sqlite.Insert]":
    return postgresql.Insert if db.engine.dialect.name == "postgresql" else sqlite.Insert


def nomor_berikut(seri: str) -> int:
    """The next number of a series, from 1. Inside the act's transaction: no duplicate, no gap."""
    sisip = _sisip()(NomorUrut).values(seri=seri, terakhir=1)
    sisip = sisip.on_conflict_do_update(
        index_elements=[NomorUrut.seri], set_={"terakhir": NomorUrut.terakhir + 1}
    )
    nomor: int = db.session.execute(sisip.returning(NomorUrut.terakhir)).scalar_one()
    return nomor


def nomor_tercetak(awalan: str) -> str:
    """ "TU" → TU-2026-000123: series per prefix and year."""
    tahun = clock.today().year
    return f"{awalan}-{tahun}-{nomor_berikut(f'{awalan}-{tahun}'):06d}"


def usulan_nomor(pola: str, urut: int, pada: date) -> str:
    """Fill a number pattern: {urut}, {tahun}, {bulan_romawi}."""
    return pola.format(urut=urut, tahun=pada.year, bulan_romawi=ROMAWI[pada.month - 1])


def ubah_kantor(isi: Mapping[str, object]) -> Kantor:
    """Store settings; unknown names are refused by TypeError, as a field too many always is."""
    nama = {f.name for f in fields(Kantor)}
    if set(isi) - nama:
        raise TypeError(f"unknown settings: {set(isi) - nama}")
    for kunci in isi.keys() & {"pola_skhp", "pola_skrd", "pola_tugas"}:
        cek_pola(kunci, str(isi[kunci]))
    lama = dict(
        db.session.execute(
            sa.select(Pengaturan.kunci, Pengaturan.nilai).where(Pengaturan.kunci.in_(isi))
        ).all()
    )
    for kunci, nilai in isi.items():
        berkas = int(str(nilai)) or None if kunci == "logo" else None
        db.session.merge(Pengaturan(kunci=kunci, nilai=str(nilai), berkas_id=berkas))
    db.session.flush()
    bawaan = {f.name: str(f.default) for f in fields(Kantor)}
    audit.catat(
        "pengaturan_ubah",
        "pengaturan",
        None,
        sebelum={DICATAT.get(k, k): lama.get(k, bawaan[k]) for k in isi},
        sesudah={DICATAT.get(k, k): str(v) for k, v in isi.items()},
    )
    cache.lupakan("kantor")
    return kantor()


def sendirian() -> None:
    """One administrator at a time, and what they compare with is what is stored."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text("LOCK TABLE pengaturan IN SHARE ROW EXCLUSIVE MODE"))
    cache.lupakan("kantor")


def ubah_bagian(isi: Mapping[str, object], versi: str | None) -> Kantor:
    """A part of the settings from its page: refused when another administrator saved meanwhile."""
    sendirian()
    kini = kantor()
    cek_versi(versi, {k: getattr(kini, k) for k in isi})
    return ubah_kantor(isi)


def cek_pola(nama: str, pola: str) -> None:
    """A pattern that gives the same number twice would be searched for a free one without end.

    The series begin anew each year, so the year belongs to the number; August has the longest
    numeral, and more than 99,999 in a year nobody issues.
    """
    baik = _POLA.fullmatch(pola) and "{urut" in pola and "{tahun}" in pola
    if not baik or len(usulan_nomor(pola, 99_999, date(2028, 8, 1))) > PANJANG_NOMOR:
        raise AturanDilanggar(
            "Tulis pola nomor dengan {urut} dan {tahun} di dalamnya, misalnya "
            "974/{urut:04d}/{tahun}; selain itu hanya {bulan_romawi}.",
            nama,
        )


_POLA = re.compile(r"(?:[^{}]|\{tahun\}|\{bulan_romawi\}|\{urut(?::0[1-9]d)?\})+")
PANJANG_NOMOR = 60


def seri_dokumen(tahun: int) -> tuple[str, str]:
    """The series of SKHP and SKRD numbers of a year."""
    return f"SKHP-{tahun}", f"SKRD-{tahun}"


def beban_awal(tabel: "type[sa.orm.DeclarativeBase]", **nilai: object) -> None:
    """Make a counter row if there is none yet; two at once make one."""
    db.session.execute(_sisip()(tabel).values(**nilai).on_conflict_do_nothing())


# --- reference data the office has removed ------------------------------------------------------

_TERHAPUS = "terhapus:"


def catat_terhapus(kode: str, nama: str) -> None:
    """A type or region that was removed does not come back with the next `flask data-acuan`."""
    db.session.merge(Pengaturan(kunci=f"{_TERHAPUS}{kode}", nilai=nama))
    db.session.flush()


def kode_terhapus() -> set[str]:
    cari = sa.select(Pengaturan.kunci).where(Pengaturan.kunci.startswith(_TERHAPUS))
    return {kunci.removeprefix(_TERHAPUS) for kunci in db.session.scalars(cari)}
