"""Recording instruments: who owns them, what may still change, what may go."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import selectinload

from app.core import audit, clock
from app.core.db import jika_bentrok, segar
from app.core.errors import AturanDilanggar
from app.core.uploads import Berkas
from app.extensions import Pelaku, db
from app.peserta.models import Peserta
from app.peserta.states import StatusPeserta
from app.uttp import queries
from app.uttp.models import InformasiUttp, JenisUttp, Uttp
from app.uttp.queries import sidik

__all__ = ["Tersimpan", "hapus", "sidik", "tambah", "ubah"]

# Within this time the same form from the same sender is a second click, not a second instrument.
KLIK_GANDA = timedelta(minutes=2)
TERKUNCI = frozenset({"jenis_id", "kapasitas", "daya_baca", "nomor_seri", "informasi"})
SUDAH_TERCATAT = (
    "Alat dengan jenis, merk, dan nomor seri ini sudah ada di daftar. Periksa nomor seri pada "
    "pelat nama, atau ubah data alat yang sudah ada."
)
PERNAH_DIAJUKAN = (
    "Alat ini sudah pernah diajukan, jadi datanya tetap disimpan sebagai riwayat dan tidak dapat "
    "dihapus."
)
SUDAH_TERKUNCI = (
    "Pengajuan alat ini sudah diterima, jadi yang dapat diubah tinggal merk, tipe, lokasi, dan "
    "foto. Muat ulang halaman."
)


@dataclass(frozen=True)
class Tersimpan:
    """`kembar`: the same instrument is known at another owner, worth a second look."""

    uttp: Uttp
    kembar: bool


def tambah(
    peserta: Peserta,
    *,
    pelaku: Pelaku,
    jenis_id: int,
    merk: str,
    tipe: str,
    kapasitas: Decimal,
    daya_baca: Decimal | None,
    nomor_seri: str,
    lokasi: str | None,
    foto: Berkas,
    informasi: Mapping[int, str],
) -> Tersimpan:
    """Record an instrument for a participant, or the one a penyedia's customer uses.

    The participant's row is locked, so that two clicks at once come one after the other.
    """
    pemilik_id, pemakai_id = _pihak(peserta, pelaku)
    segar(peserta, kunci=True)
    jenis = _jenis(jenis_id, informasi)
    baru = Uttp(
        jenis_id=jenis.id,
        pemilik_id=pemilik_id,
        pemakai_id=pemakai_id,
        merk=merk,
        tipe=tipe,
        kapasitas=kapasitas,
        daya_baca=daya_baca,
        nomor_seri=nomor_seri,
        sidik=sidik(merk, nomor_seri),
        lokasi=lokasi or None,
        foto_id=foto.id,
        uji_batal=False,
    )
    lama = queries.dengan_sidik(pemilik_id, jenis.id, baru.sidik)
    if lama is not None:
        return _klik_ganda(lama, baru, foto, pelaku)
    baru.informasi = _jawaban(informasi)
    db.session.add(baru)
    _simpan("nomor_seri")
    audit.catat(
        "uttp_tambah", "uttp", baru.id, pelaku,
        sesudah={**_untuk_catatan(baru), "pemilik": pemilik_id, "pemakai": pemakai_id},
    )  # fmt: skip
    return Tersimpan(baru, queries.kembar(baru))


def _untuk_catatan(uttp: Uttp) -> dict[str, Any]:
    """What the log keeps of an instrument. Capacities as numbers, whatever zeros are stored."""
    isi = {k: getattr(uttp, k) for k in ("jenis_id", "merk", "tipe", "nomor_seri", "lokasi")}
    ukuran = {k: getattr(uttp, k) for k in ("kapasitas", "daya_baca")}
    return isi | {k: None if v is None else f"{v.normalize():f}" for k, v in ukuran.items()}


def _pihak(peserta: Peserta, pelaku: Pelaku) -> tuple[int, int | None]:
    """(owner, user): what a customer uses belongs to its penyedia until it is transferred."""
    sendiri = peserta.pengguna_id == pelaku.id
    pelanggan = peserta.status == StatusPeserta.PELANGGAN or (
        pelaku.peran == "peserta" and not sendiri
    )
    if pelanggan and peserta.penyedia_id is not None:
        return peserta.penyedia_id, peserta.id
    return peserta.id, None


def _jenis(id: int, informasi: Mapping[int, str]) -> JenisUttp:
    """The type, in use, with its questions answered as it asks."""
    jenis = queries.jenis(id)
    if jenis is None or not jenis.aktif:
        raise AturanDilanggar("Pilih jenis UTTP dari daftar.", "jenis_id")
    _cek_jawaban(jenis, informasi)
    return jenis


def _cek_jawaban(jenis: JenisUttp, informasi: Mapping[int, str]) -> None:
    ditanya = {i.id: i for i in jenis.informasi}
    if set(informasi) - set(ditanya):
        raise AturanDilanggar("Pertanyaan tentang alat ini baru saja berubah. Muat ulang halaman.")
    for id, tanya in ditanya.items():
        if tanya.wajib and not informasi.get(id):
            raise AturanDilanggar(f"Isi {tanya.label}.", f"info_{id}")


def _jawaban(informasi: Mapping[int, str]) -> list[InformasiUttp]:
    return [InformasiUttp(informasi_id=id, nilai=n) for id, n in informasi.items() if n]


def _klik_ganda(lama: Uttp, baru: Uttp, foto: Berkas, pelaku: Pelaku) -> Tersimpan:
    """The row the first click made is the answer to the second; any other twin is refused.

    Photos are compared by content: without JavaScript each click uploads its own copy.
    """
    kolom = ("pemakai_id", "merk", "tipe", "kapasitas", "daya_baca", "nomor_seri", "lokasi")
    sama = (
        clock.now() - lama.dibuat_pada < KLIK_GANDA
        and lama.foto.pengunggah_id == pelaku.id
        and lama.foto.sha256 == foto.sha256
        and all(getattr(lama, k) == getattr(baru, k) for k in kolom)
    )
    if not sama:
        raise AturanDilanggar(SUDAH_TERCATAT, "nomor_seri")
    return Tersimpan(lama, queries.kembar(lama))


def _simpan(field: str) -> None:
    with jika_bentrok({"uttp.sidik": (SUDAH_TERCATAT, field)}):
        db.session.flush()


def ubah(
    uttp: Uttp,
    *,
    merk: str,
    tipe: str,
    lokasi: str | None,
    foto: Berkas,
    **identitas: Any,
) -> Tersimpan:
    """Change an instrument; `identitas` (type, capacity, serial, answers) only while unlocked."""
    if set(identitas) - TERKUNCI:
        raise TypeError(f"not changeable: {set(identitas) - TERKUNCI}")
    kini = segar(uttp, selectinload(Uttp.jenis), selectinload(Uttp.informasi), kunci=True)
    if kini.terkunci_pada is not None and identitas:
        raise AturanDilanggar(SUDAH_TERKUNCI)
    lama = {**_untuk_catatan(kini), "foto": kini.foto_id}
    kini.merk, kini.tipe, kini.lokasi, kini.foto_id = merk, tipe, lokasi or None, foto.id
    if identitas:
        _ubah_identitas(kini, **identitas)
    kini.sidik = sidik(kini.merk, kini.nomor_seri)
    _simpan("nomor_seri" if identitas else "merk")
    audit.catat(
        "uttp_ubah", "uttp", kini.id,
        sebelum=lama, sesudah={**_untuk_catatan(kini), "foto": kini.foto_id},
    )  # fmt: skip
    return Tersimpan(kini, queries.kembar(kini))


def _ubah_identitas(
    kini: Uttp,
    *,
    jenis_id: int,
    kapasitas: Decimal,
    daya_baca: Decimal | None,
    nomor_seri: str,
    informasi: Mapping[int, str],
) -> None:
    """Answers to questions no longer asked stay, as long as the type does."""
    if jenis_id != kini.jenis_id:
        jenis, tetap = _jenis(jenis_id, informasi), []
    else:
        jenis = queries.jenis(jenis_id) or kini.jenis
        _cek_jawaban(jenis, informasi)
        ditanya = {i.id for i in jenis.informasi}
        tetap = [i for i in kini.informasi if i.informasi_id not in ditanya]
    kini.jenis_id = jenis.id
    kini.kapasitas, kini.daya_baca, kini.nomor_seri = kapasitas, daya_baca, nomor_seri
    kini.informasi = [*tetap, *_jawaban(informasi)]


def hapus(uttp: Uttp) -> None:
    """Remove an instrument nobody ever applied for; anything that refers to it keeps it."""
    kini = segar(uttp)
    lama = {**_untuk_catatan(kini), "pemilik": kini.pemilik_id}
    db.session.delete(kini)
    with jika_bentrok({"*": (PERNAH_DIAJUKAN, None)}):
        db.session.flush()
    audit.catat("uttp_hapus", "uttp", kini.id, sebelum=lama)
