"""Files people send: checked by content, treated, stored under a random-looking key, kept attached.

A file becomes a row the moment it arrives (`Berkas`, owned by its sender), so a validation error
elsewhere on the form loses nothing. The form carries the row's id; the row is linked to what it
belongs to when the form goes through. Rows nobody linked are swept up later.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask import Flask, Response, current_app, request, send_file, url_for
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import FileStorage

from app.core import antivirus, gabung, gambar, kenali
from app.core.access import SEMUA, get_visible_or_404, roles
from app.core.db import tulis
from app.core.storage import Penyimpanan, PenyimpananPenuh, buat_kunci
from app.core.types import saat_dibuat
from app.extensions import Model, Pelaku, db

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FOTO = frozenset({"jpg", "png", "webp"})
FOTO_PDF = FOTO | {"pdf"}
PALING_BANYAK_TAWARAN = 3  # files of earlier times offered under a field
log = logging.getLogger(__name__)
# Opened on its own, a file runs nothing; nobody frames it.
CSP_BERKAS = "default-src 'none'; frame-ancestors 'none'; sandbox"
MIME = {"jpg": "image/jpeg", "pdf": "application/pdf"}


class Berkas(Model):
    """One stored file. `nama` is the sender's own name for it: shown, never used as a path."""

    __tablename__ = "berkas"
    __table_args__ = (
        sa.CheckConstraint("jenis IN ('jpg', 'pdf')", name="jenis"),
        sa.CheckConstraint("ukuran > 0", name="ukuran"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kunci: Mapped[str] = mapped_column(sa.String(80))
    kunci_kecil: Mapped[str | None] = mapped_column(sa.String(80))
    nama: Mapped[str] = mapped_column(sa.String(200))
    jenis: Mapped[str] = mapped_column(sa.String(4))
    ukuran: Mapped[int]
    sha256: Mapped[str] = mapped_column(sa.String(64), index=True)
    pengunggah_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("pengguna.id", ondelete="SET NULL"), index=True
    )
    dibuat_pada: Mapped[datetime] = saat_dibuat()

    @classmethod
    def visible_to(cls, pelaku: Pelaku) -> sa.ColumnElement[bool]:
        """The sender sees it; everybody else goes through the row the file belongs to."""
        return cls.pengunggah_id == pelaku.id

    @property
    def foto(self) -> bool:
        return self.jenis == "jpg"


@dataclass(frozen=True)
class Olahan:
    """A checked and treated upload, ready to be stored."""

    nama: str
    jenis: str
    utama: bytes
    kecil: bytes | None = None


def penyimpanan() -> Penyimpanan:
    toko: Penyimpanan = current_app.extensions["penyimpanan"]
    return toko


def nama_tampil(nama: str | None) -> str:
    """The sender's file name without folders and control characters, at most 200 characters."""
    dasar = (nama or "").replace("\\", "/").rsplit("/", 1)[-1]
    bersih = "".join(c for c in dasar if c.isprintable()).strip()
    return bersih[-200:] or "berkas"


def olah(kiriman: FileStorage, jenis: frozenset[str], maks_bita: int) -> Olahan:
    """Check by content and treat. Raises kenali.BerkasDitolak with a sentence."""
    nama = nama_tampil(kiriman.filename)
    isi = kiriman.stream.read(maks_bita + 1)
    if len(isi) > maks_bita:  # the true size, so that the sentence can name it
        sisa = kiriman.stream.seek(0, 2)
        kenali.tolak_terlalu_besar(sisa, maks_bita)
    ditemukan = kenali.periksa(isi, nama, jenis=jenis, maks_bita=maks_bita)
    # As it was sent: what is stored of a photo is our own drawing of it.
    antivirus.pindai(isi, str(current_app.config.get("ANTIVIRUS") or ""))
    if ditemukan == "pdf":
        return Olahan(nama, "pdf", isi)
    foto = gambar.olah_foto(isi)
    return Olahan(nama, "jpg", foto.utama, foto.kecil)


def gabungkan(foto: "Sequence[Berkas]", nama: str) -> Olahan:
    """Several stored photos as one PDF, with all its pages in miniature."""
    toko = penyimpanan()

    def baca(kunci: str) -> bytes:
        with toko.buka(kunci) as f:
            return f.read()

    kecil = [baca(b.kunci_kecil or b.kunci) for b in foto]
    return Olahan(
        nama, "pdf", gabung.jadi_pdf([baca(b.kunci) for b in foto]), gabung.lembar_contoh(kecil)
    )


PENUH = (
    "Tempat penyimpanan kantor sedang penuh, berkas ini belum tersimpan. "
    "Coba lagi nanti atau hubungi kantor."
)


def simpan(olahan: "Iterable[Olahan]", pengunggah_id: int | None) -> list[Berkas]:
    """Store the bytes, then write the rows in one transaction. Raises BerkasDitolak when full.

    What stops in the middle leaves neither: bytes already stored are taken away again.
    """
    olahan = list(olahan)
    try:
        return _simpan(olahan, pengunggah_id)
    except Exception as e:
        _urungkan(olahan)
        if isinstance(e, PenyimpananPenuh) or _basis_data_penuh(e):
            raise kenali.BerkasDitolak(PENUH) from e
        raise


def _basis_data_penuh(e: Exception) -> bool:
    """Whether the database has no room left, or may not be written to; each says it its own way."""
    asal = getattr(e, "orig", None)
    sqlite = getattr(asal, "sqlite_errorname", "")
    return sqlite.startswith(("SQLITE_FULL", "SQLITE_READONLY")) or (
        getattr(asal, "sqlstate", "") == "53100"
    )


def _urungkan(olahan: list[Olahan]) -> None:
    """Best effort, on a disk in trouble: what stays behind has no row, and the sweeper finds it."""
    try:
        for isi in (isi for o in olahan for isi in (o.utama, o.kecil) if isi):
            hapus_benda(buat_kunci(isi))
    except (PenyimpananPenuh, OSError, sa.exc.SQLAlchemyError) as e:
        log.warning("isi unggahan yang urung belum dapat dibuang: %s", type(e).__name__)


def _simpan(olahan: list[Olahan], pengunggah_id: int | None) -> list[Berkas]:
    toko = penyimpanan()
    baris = [
        Berkas(
            kunci=toko.simpan(o.utama),
            kunci_kecil=toko.simpan(o.kecil) if o.kecil else None,
            nama=o.nama,
            jenis=o.jenis,
            ukuran=len(o.utama),
            sha256=sha256(o.utama).hexdigest(),
            pengunggah_id=pengunggah_id,
        )
        for o in olahan
    ]
    with tulis() as s:
        s.add_all(baris)
        s.flush()
        # Equal content may have lain here as an orphan, and been swept up just now. The sweeper
        # deletes under the lock this flush takes, so what is there from here on stays.
        for isi in (isi for o in olahan for isi in (o.utama, o.kecil) if isi):
            if not toko.ada(buat_kunci(isi)):
                toko.simpan(isi)
    return baris


def hapus_benda(kunci: str) -> bool:
    """Delete the bytes unless a row has come to point at them.

    Equal content is stored once, so somebody may be uploading these very bytes now. Both sides
    settle it under one lock: who writes rows after us looks again whether the bytes are there
    (`_simpan`). SQLite has one writer anyhow; PostgreSQL is asked to hold new rows back.
    """
    with tulis() as s:
        if db.engine.dialect.name == "postgresql":
            s.execute(sa.text("LOCK TABLE berkas IN SHARE MODE"))
        cari = sa.select(Berkas.id).where(
            sa.or_(Berkas.kunci == kunci, Berkas.kunci_kecil == kunci)
        )
        if s.scalar(cari.limit(1)) is not None:
            return False
        penyimpanan().hapus(kunci)
        return True


def ukuran_foto(berkas: Berkas) -> tuple[int, int]:
    """Width and height of a stored photo; only its head is read. Not inside `tulis()`."""
    with penyimpanan().buka(berkas.kunci) as f:
        return gambar.ukuran(f)


def milik(ids: "Iterable[int]", pengunggah_id: int) -> list[Berkas]:
    """The sender's own files among these ids, in the order asked."""
    ids = list(ids)
    if not ids:
        return []
    cari = sa.select(Berkas).where(Berkas.id.in_(ids), Berkas.pengunggah_id == pengunggah_id)
    ada = {b.id: b for b in db.session.scalars(cari)}
    return [ada[i] for i in ids if i in ada]


def kirim(berkas: Berkas, *, kecil: bool = False, umum: int = 0) -> Response:
    """Send a stored file after the caller checked the access rule of the row it belongs to.

    What everybody may see is kept by browsers for `umum` seconds, anything else not at all.
    """
    kecil = kecil and berkas.kunci_kecil is not None  # that one is always a picture
    jenis = "jpg" if kecil else berkas.jenis
    jawaban = send_file(
        penyimpanan().buka(str(berkas.kunci_kecil) if kecil else berkas.kunci),
        mimetype=MIME[jenis],
        as_attachment=jenis == "pdf",
        download_name=_nama_unduh(berkas.nama, jenis),
        conditional=False,
        etag=False,
    )
    jawaban.headers["Cache-Control"] = (
        f"public, max-age={umum}, immutable" if umum else "private, no-store"
    )
    jawaban.headers["Content-Security-Policy"] = CSP_BERKAS
    return jawaban


def _nama_unduh(nama: str, jenis: str) -> str:
    """The shown name with the ending the bytes really have."""
    akar = nama.rsplit(".", 1)[0] or "berkas"
    return f"{akar}.{jenis}"


@dataclass(frozen=True)
class BerkasTampil:
    """What the file macros need of a file; `url` goes through the row that owns it."""

    id: int
    nama: str
    ukuran: int
    jenis: str
    url: str | None
    url_kecil: str | None


def tampil(berkas: Berkas, endpoint: str = "core.berkas", **nilai: Any) -> BerkasTampil:
    """A file for the page; `endpoint` takes `berkas_id` (and `kecil=1` for the thumbnail)."""
    url = url_for(endpoint, berkas_id=berkas.id, **nilai)
    kecil = url_for(endpoint, berkas_id=berkas.id, kecil=1, **nilai) if berkas.kunci_kecil else None
    jenis = "foto" if berkas.foto else "pdf"
    return BerkasTampil(berkas.id, berkas.nama, berkas.ukuran, jenis, url, kecil)


def pasang(app: Flask) -> None:
    """The sender's own view of a file that is not linked to anything yet."""

    @app.get("/berkas/<int:berkas_id>", endpoint="core.berkas")
    @roles(*SEMUA)
    def berkas(berkas_id: int) -> Response:
        return kirim(get_visible_or_404(Berkas, berkas_id), kecil="kecil" in request.args)
