"""What the sweeps share: a world, who visits it, and a way to undo whatever a visit did."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from app.auth.models import Sesi
from app.core.outbox import Pesan
from app.extensions import db
from app.pengajuan.models import BerkasPengajuan, Pengajuan
from app.uttp.models import DokumenJenis
from tests import halaman as katalog
from tests.conftest import kosongkan, tiket
from tests.halaman import Dunia

# Written by looking: challenges made for whoever asks, counters, the time a session was last used.
SAMPINGAN = {"captcha", "batas", "sesi", "unduhan"}

# Who visits, and the account of the world that plays them; None is nobody.
PENGUNJUNG = {
    "tamu": None,
    "pemilik": "peserta",
    "asing": "kosong",
    "penyedia": "penyedia",
    "penera": "penera",
    "penera_lain": "penera_baru",
    "pelayanan": "pelayanan",
    "admin": "admin",
    "kepala": "kepala",
}


@contextmanager
def app_berisi(app_sesi: Flask) -> Iterator[Flask]:
    """The app, emptied; the captcha off, as what is behind it is of interest here.

    The second step is offered and nobody has to take it, so that its pages are there.
    """
    app_sesi.extensions.pop("rak", None)
    asli = {nama: app_sesi.config[nama] for nama in ("MFA", "MFA_WAJIB")}
    app_sesi.config.update(MFA=True, MFA_WAJIB="tidak")
    with app_sesi.app_context():
        kosongkan()
        yield app_sesi
        db.session.remove()
    app_sesi.config.update(asli)


def dunia() -> Dunia:
    """One round of the catalogue's world, and the numbers of what a customer's instrument has."""
    d = katalog.dunia(1)
    milik = sa.select(Pengajuan).where(Pengajuan.peserta_id == d.penyedia.id)
    for p in db.session.scalars(milik):
        nama = "p_pelanggan" if p.uttp_id == d.no["uttp_pelanggan"] else "p_dipinjam"
        d.no[nama] = p.id
    d.no["berkas_dipinjam"] = berkas_dari(d.no["p_dipinjam"])
    d.no["berkas_terjadwal"] = berkas_dari(d.no["terjadwal"])
    d.no["dokumen"] = db.session.scalar(
        sa.select(DokumenJenis.id).where(DokumenJenis.format_isian.is_not(None)).limit(1)
    )
    d.no["pesan"] = db.session.scalar(
        sa.select(Pesan.id).where(Pesan.penerima_id == d.akun["peserta"].id).limit(1)
    )
    tiket(d.akun["peserta"])
    db.session.rollback()  # what was read so far does not know of it
    d.no["sesi"] = db.session.scalar(sa.select(Sesi.id).limit(1))
    katalog.buang_ingatan()
    return d


def berkas_dari(pengajuan_id: int) -> int:
    cari = sa.select(BerkasPengajuan.berkas_id).filter_by(pengajuan_id=pengajuan_id)
    return int(db.session.scalars(cari).first() or 0)


def sidik_data() -> dict[str, str]:
    """A checksum of each table."""
    hasil = {}
    for tabel in db.metadata.sorted_tables:
        if tabel.name not in SAMPINGAN:
            baris = sorted(map(repr, db.session.execute(sa.select(tabel))))
            hasil[tabel.name] = sha256("\n".join(baris).encode()).hexdigest()
    db.session.rollback()
    return hasil


@contextmanager
def gulung() -> Iterator[None]:
    """Undo what happens inside: it all goes into one transaction that is rolled back.

    The app takes the connection for its engine; its own transactions become savepoints in ours.
    """
    db.session.remove()
    mesin, pabrik = db.engines, db.session.session_factory
    asli = mesin[None]
    with asli.connect() as conn:
        luar = conn.begin()
        conn.connect = lambda: _Pinjaman(conn)  # type: ignore[attr-defined]
        mesin[None] = conn  # type: ignore[assignment]
        pabrik.configure(join_transaction_mode="create_savepoint")
        try:
            yield
        finally:
            db.session.remove()
            pabrik.configure(join_transaction_mode="conditional_savepoint")
            mesin[None] = asli
            luar.rollback()


class _Pinjaman:
    """The connection again, for who asks for one beside the request: nothing of it is kept."""

    def __init__(self, conn: sa.Connection) -> None:
        self._conn = conn

    def __getattr__(self, nama: str) -> Any:
        return getattr(self._conn, nama)

    def execution_options(self, **_opsi: Any) -> "_Pinjaman":
        return self

    def commit(self) -> None:
        """The outer transaction decides."""

    def __enter__(self) -> "_Pinjaman":
        return self

    def __exit__(self, *_galat: object) -> None:
        return None


def ke_pintu(jawab: TestResponse) -> bool:
    """Sent to sign in, and nowhere else."""
    return jawab.status_code == 303 and jawab.headers["Location"].split("?")[0] in (
        "/masuk",
        "/admin/masuk",
    )


# The columns that make somebody more than they are, or an amount less.
PEKA = (
    ("pengguna", ("peran", "aktif", "nama_masuk")),
    ("peserta", ("kelompok", "status", "pengguna_id", "penyedia_id")),
    ("uttp", ("pemilik_id", "pemakai_id", "uji_batal", "skhp_nomor")),
    ("pengajuan", ("status", "peserta_id", "uttp_id", "retribusi", "penera_id", "dibuat_oleh_id")),
    ("pembayaran", ("status", "jumlah", "pengajuan_id")),
    ("tarif", ("harga",)),
    ("berkas", ("pengunggah_id",)),
)


def nomor_terakhir() -> dict[str, int]:
    """The highest number in each of those tables."""
    return {
        nama: int(db.session.scalar(sa.select(sa.func.max(db.metadata.tables[nama].c.id))) or 0)
        for nama, _ in PEKA
    }


def _merujuk(kolom: sa.Column[Any]) -> str | None:
    """The table whose rows this column numbers."""
    if kolom.name == "id":
        return kolom.table.name
    return next((fk.column.table.name for fk in kolom.foreign_keys), None)


def kolom_peka(akhir: dict[str, int]) -> dict[str, list[str]]:
    """Those columns of every row, as they stand. A new row has no number of its own here: it would
    get another one when the same is done again."""
    hasil = {}
    for nama, kolom in PEKA:
        tabel = db.metadata.tables[nama]
        diminta = [tabel.c.id, *(tabel.c[k] for k in kolom)]
        batas = [akhir.get(_merujuk(k) or "") for k in diminta]
        hasil[nama] = sorted(
            repr(
                [
                    "baru" if b is not None and (v or 0) > b else v
                    for v, b in zip(baris, batas, strict=True)
                ]
            )
            for baris in db.session.execute(sa.select(*diminta))
        )
    db.session.rollback()
    return hasil
