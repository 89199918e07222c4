"""Writing the public site. Every sort goes the same way: read again, compare, store, record."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import joinedload

from app.core import audit, clock
from app.core.db import jika_bentrok, segar, tulis_sekilas
from app.core.versi import cek_versi
from app.extensions import Pelaku, db
from app.konten import queries
from app.konten.models import MODEL, HalamanSitus, Konten, Unduhan
from app.konten.states import HALAMAN, RAGAM

# The columns a form may fill; of a picture and a file the form gives the rows.
ISI: Mapping[str, tuple[str, ...]] = {
    "slide": ("judul", "teks", "gambar", "alt", "tautan", "tautan_label", "urutan", "aktif"),
    "layanan": ("nama", "ringkas", "naskah", "syarat", "waktu", "biaya", "urutan", "aktif"),
    "berita": ("judul", "ringkas", "naskah", "gambar", "alt", "terbit_pada", "sampai_pada",
               "tautan", "aktif"),
    "foto": ("gambar", "alt", "keterangan", "berita_id", "aktif"),
    "regulasi": ("jenis", "nomor", "tahun", "judul", "keterangan", "dokumen", "tautan", "aktif"),
    "sop": ("judul", "nomor", "berlaku_mulai", "keterangan", "dokumen", "urutan", "aktif"),
    "pegawai": ("nama", "jabatan_id", "nip", "nip_tampil", "gambar", "alt", "aktif"),
    "jabatan": ("nama", "urutan", "aktif"),
    "sidang": ("tempat", "alamat", "tanggal", "jam", "alat", "bawa", "aktif"),
}  # fmt: skip
BENTROK: Mapping[str, tuple[str, str | None]] = {
    "kartu_layanan.nama": ("Sudah ada layanan dengan nama ini. Pakai nama lain.", "nama"),
    "regulasi.jenis": (
        "Peraturan dengan jenis, nomor, dan tahun ini sudah dicatat. Ubah yang sudah ada.", "nomor",
    ),
    "sop.judul": ("Sudah ada SOP dengan judul ini. Pakai judul lain.", "judul"),
    "jabatan.nama": ("Sudah ada jabatan dengan nama ini. Pakai nama lain.", "nama"),
    "pegawai.nip": ("NIP ini sudah dicatat pada pegawai lain. Periksa angkanya.", "nip"),
    "berita_id": ("Berita itu sudah dihapus. Pilih yang lain dari daftar.", "berita_id"),
    "jabatan_id": ("Jabatan itu sudah dihapus. Pilih yang lain dari daftar.", "jabatan_id"),
    "kunci_form": ("Isian ini sudah tersimpan. Lihat di daftarnya.", None),
    # SQLite does not say which foreign key it was.
    "FOREIGN KEY": ("Pilihan atau berkasnya sudah dihapus. Pilih sekali lagi.", None),
}  # fmt: skip
DIPAKAI = "Masih ada pegawai dengan jabatan ini. Pindahkan pegawainya dulu, atau hapus centangnya."
# Long texts are recorded by their beginning; their whole is on the page.
_CATAT = 300


def isi(ragam: str, baris: Konten) -> dict[str, Any]:
    """The row as its form holds it."""
    return {k: _nilai(baris, k) for k in ISI[ragam]}


def _nilai(baris: Any, nama: str) -> Any:
    nilai = getattr(baris, nama)
    if nama in ("gambar", "dokumen"):
        return [nilai] if nilai else []
    return nilai


def simpan(
    ragam: str,
    pelaku: Pelaku,
    baris: Konten | None = None,
    *,
    ukuran: tuple[int, int] | None = None,
    kunci_form: str | None = None,
    versi: str | None = None,
    **baru: Any,
) -> Konten:
    """A new row, or another content of one; `ukuran` is that of the picture, in pixels."""
    if set(baru) != set(ISI[ragam]):
        raise TypeError(f"not the fields of {ragam}: {set(baru) ^ set(ISI[ragam])}")
    if baris is None:
        if lama := _dengan_kunci(ragam, kunci_form):
            return lama
        kini, sebelum = MODEL[ragam](kunci_form=kunci_form), None
        db.session.add(kini)
    else:
        kini = segar(baris, *queries.muat(ragam), kunci=True)
        sebelum = isi(ragam, kini)
        cek_versi(versi, sebelum)
    _isikan(kini, baru, ukuran)
    with jika_bentrok(BENTROK):
        db.session.flush()
    aksi = "konten_tambah" if sebelum is None else "konten_ubah"
    audit.catat(aksi, ragam, kini.id, pelaku, _ringkas(sebelum), _ringkas(baru))
    return kini


def _dengan_kunci(ragam: str, kunci: str | None) -> Konten | None:
    if not kunci:
        return None
    model = MODEL[ragam]
    return db.session.scalar(sa.select(model).where(model.kunci_form == kunci))


def _isikan(kini: Any, baru: Mapping[str, Any], ukuran: tuple[int, int] | None) -> None:
    for nama, nilai in baru.items():
        if nama not in ("gambar", "dokumen"):
            setattr(kini, nama, nilai)
            continue
        setattr(kini, f"{nama}_id", nilai[0].id if nilai else None)
        if nama == "gambar":
            kini.lebar, kini.tinggi = ukuran or (None, None)


def _ringkas(nilai: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """As the log keeps it: files by their numbers, long texts by how they begin."""
    if nilai is None:
        return None
    return {k: _pendek(v) for k, v in nilai.items()}


def _pendek(nilai: Any) -> Any:
    if isinstance(nilai, list):
        return [b.id for b in nilai]
    return nilai[:_CATAT] if isinstance(nilai, str) else nilai


def hapus(ragam: str, baris: Konten, pelaku: Pelaku) -> None:
    """Gone for good; a position that somebody holds stays."""
    kini = segar(baris, *queries.muat(ragam), kunci=True)
    lama = isi(ragam, kini)
    with jika_bentrok({"*": (DIPAKAI, None)}):
        db.session.execute(sa.delete(MODEL[ragam]).where(MODEL[ragam].id == kini.id))
    # SQLite may give the number out again.
    db.session.execute(sa.delete(Unduhan).where(Unduhan.ragam == ragam, Unduhan.nomor == kini.id))
    audit.catat("konten_hapus", ragam, kini.id, pelaku, sebelum=_ringkas(lama))


# --- pages that are there once ----------------------------------------------------------------


def isi_halaman(kode: str, halaman: HalamanSitus | None) -> dict[str, Any]:
    nama = ("naskah", "gambar", "alt") if HALAMAN[kode].bergambar else ("naskah",)
    if halaman is None:
        return {n: [] if n == "gambar" else None for n in nama}
    return {n: _nilai(halaman, n) for n in nama}


def simpan_halaman(
    kode: str,
    pelaku: Pelaku,
    *,
    ukuran: tuple[int, int] | None = None,
    versi: str | None = None,
    **baru: Any,
) -> HalamanSitus:
    """What such a page says from now on."""
    cari = sa.select(HalamanSitus).where(HalamanSitus.kode == kode)
    cari = cari.options(joinedload(HalamanSitus.gambar)).with_for_update(of=HalamanSitus)
    kini = db.session.scalar(cari)
    lama = isi_halaman(kode, kini)
    if set(baru) != set(lama):
        raise TypeError(f"not the fields of {kode}: {set(baru) ^ set(lama)}")
    cek_versi(versi, lama)
    if kini is None:
        kini = HalamanSitus(kode=kode)
        db.session.add(kini)
    _isikan(kini, baru, ukuran)
    kini.diubah_pada = clock.now()
    with jika_bentrok({"kode": ("Halaman ini baru saja diisi orang lain. Muat ulang.", None)}):
        db.session.flush()
    audit.catat("konten_ubah", "halaman_situs", kini.id, pelaku, _ringkas(lama), _ringkas(baru))
    return kini


def catat_unduhan(ragam: str, nomor: int) -> None:
    """One more; beside the request, and left out rather than waited for."""
    jenis = postgresql.Insert if db.engine.dialect.name == "postgresql" else sqlite.Insert
    sisip = jenis(Unduhan).values(ragam=ragam, nomor=nomor, jumlah=1)
    tambah = {"jumlah": Unduhan.jumlah + 1}
    tulis_sekilas(sisip.on_conflict_do_update(index_elements=["ragam", "nomor"], set_=tambah))


def judul(ragam: str, baris: Any) -> str:
    """What a row is called when it is spoken of."""
    nama = {"foto": "alt", "sidang": "tempat"}.get(ragam)
    nama = nama or ("nama" if hasattr(baris, "nama") else "judul")
    return str(getattr(baris, nama) or RAGAM[ragam].satu)
