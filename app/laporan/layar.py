"""Lists as files: what the screens of other features list with the same filters, on all pages.

Each asks the very question its screen asks, page after page; so a file cannot hold other rows.
Who may see what is decided there, too, for the account that asks.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.core import clock
from app.core.access import get_visible_or_404, pelaku
from app.core.clock import WITA
from app.core.format import samarkan, tanggal
from app.core.forms import kata_cari
from app.core.forms import rapikan as rapikan_kata
from app.core.nomor import baca_id
from app.core.paging import Page
from app.laporan.states import KANTOR, PIMPINAN, STAF
from app.laporan.tabel import Baris, Jenis, Kolom
from app.pelanggan import queries as pelanggan
from app.pengajuan import antrean
from app.pengajuan.states import LABEL_LOKASI, SEBUTAN, Lokasi, Status
from app.pengaturan import catatan
from app.pengaturan.states import PERAN, sebut_aksi, sebut_objek
from app.peserta import queries as peserta
from app.peserta.models import Peserta
from app.peserta.states import LABEL_KELOMPOK, LABEL_STATUS, Kelompok, StatusPeserta
from app.uttp import queries as uttp
from app.uttp.states import LABEL_KEABSAHAN, LABEL_LAYANAN, Layanan, keabsahan

SEKALI_BACA = 500
Isi = Mapping[str, str]
Halaman = Callable[[Isi, str | None], tuple[Sequence[Baris], str | None]]
N, TGL = Jenis.ANGKA, Jenis.TANGGAL


@dataclass(frozen=True)
class Layar:
    """A list: what it is called, who reads it, its page on screen, its columns, one page of it."""

    judul: str
    peran: frozenset[str]
    endpoint: str
    saringan: tuple[str, ...]
    kolom: Sequence[Kolom]
    halaman: Halaman


def semua(layar: Layar, isi: Isi) -> Iterator[Baris]:
    """All rows, a page at a time."""
    after: str | None = None
    while True:
        baris, after = layar.halaman(isi, after)
        yield from baris
        if after is None:
            return


def _hari(saat: datetime) -> date:
    return saat.astimezone(WITA).date()


def _tanggal(teks: str) -> date | None:
    """As the field of the filter reads it (core.forms.TanggalField)."""
    for bentuk in ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"):
        try:
            hari = datetime.strptime(teks.strip(), bentuk).replace(tzinfo=WITA).date()
        except ValueError:
            continue
        return hari if 1900 <= hari.year <= 2200 else None
    return None


# --- participants -----------------------------------------------------------------------------

_PESERTA = ("q", "status", "kelompok", "kecamatan", "habis")


def _peserta(isi: Isi, after: str | None) -> tuple[Sequence[Baris], str | None]:
    ada = {k: isi.get(k, "") for k in _PESERTA}
    saring = peserta.Saringan(**{**ada, "q": kata_cari(ada["q"])})
    page = peserta.daftar(saring, after=after, size=SEKALI_BACA)
    nol = peserta.Hitungan()
    hitung = peserta.hitungan([b.id for b in page.items])
    return [_baris_peserta(b, hitung.get(b.id, nol)) for b in page.items], page.next


def _baris_peserta(b: Any, h: Any) -> Baris:
    return (
        b.nomor, b.nama, samarkan(b.npwp), LABEL_KELOMPOK[Kelompok(b.kelompok)], b.pic_nama,
        h.alat, h.habis, h.pelanggan, LABEL_STATUS[StatusPeserta(b.status)][0],
        _hari(b.dibuat_pada),
    )  # fmt: skip


# --- applications -----------------------------------------------------------------------------

_PENGAJUAN = ("q", "status", "layanan", "penera", "jenis", "kecamatan", "dari", "sampai", "habis")


def _pengajuan(isi: Isi, after: str | None) -> tuple[Sequence[Baris], str | None]:
    saring: dict[str, Any] = {k: isi.get(k, "") for k in _PENGAJUAN}
    saring |= {"q": kata_cari(saring["q"]), "dari": _tanggal(saring["dari"])}
    saring["sampai"] = _tanggal(saring["sampai"])
    page = antrean.antrean(saring, after, SEKALI_BACA)
    return [_baris_pengajuan(b) for b in page.items], page.next


def _baris_pengajuan(b: Any) -> Baris:
    return (
        b.nomor, b.kelompok, b.peserta, b.pelanggan, LABEL_LAYANAN[Layanan(b.layanan)], b.jenis,
        b.merk, b.tipe, b.nomor_seri, _hari(b.dibuat_pada), SEBUTAN[Status(b.status)].petugas,
        LABEL_LOKASI[Lokasi(b.lokasi)] if b.lokasi else None, b.tanggal_uji, b.penera, b.retribusi,
        b.skhp_berlaku_sampai,
    )  # fmt: skip


# --- instruments, customers -------------------------------------------------------------------


def _siapa(isi: Isi, kunci: str) -> Peserta | None:
    """The participant the address names."""
    return get_visible_or_404(Peserta, baca_id(isi[kunci]) or 0) if isi.get(kunci) else None


def _uttp(isi: Isi, after: str | None) -> tuple[Sequence[Baris], str | None]:
    siapa = _siapa(isi, "peserta")
    lain = baca_id(isi.get("pelanggan"))
    milik = {i for i, _ in peserta.pelanggan_dari(siapa.id)} if siapa and lain else set()
    status = isi.get("keabsahan") or isi.get("status") or ""
    saring = uttp.Saringan(kata_cari(isi.get("q")), status, lain if lain in milik else None)
    page = uttp.daftar(siapa, saring, clock.today(), after=after, size=SEKALI_BACA)
    return [_baris_uttp(b) for b in page.items], page.next


def _baris_uttp(b: Any) -> Baris:
    kode = keabsahan(b.skhp_berlaku_sampai, b.uji_batal, clock.today(), b.pensiun_pada)
    return (
        b.jenis, b.merk, b.tipe, b.nomor_seri, b.kapasitas, b.satuan, b.pemilik, b.pemakai,
        b.tempat_tulis or b.lokasi, b.skhp_nomor, b.skhp_berlaku_sampai, LABEL_KEABSAHAN[kode][0],
    )  # fmt: skip


def _pelanggan(isi: Isi, after: str | None) -> tuple[Sequence[Baris], str | None]:
    penyedia = pelanggan.penyedia_saya(baca_id(isi.get("penyedia")) or 0)
    if penyedia is None:
        return [], None
    page: Page = pelanggan.daftar(penyedia, kata_cari(isi.get("q")), after=after, size=SEKALI_BACA)
    baris = [
        (b.nama, samarkan(b.npwp), b.kelurahan, b.unit, b.habis,
         LABEL_STATUS[StatusPeserta(b.status)][0], _hari(b.dibuat_pada))
        for b in page.items
    ]  # fmt: skip
    return baris, page.next


# --- the log of acts --------------------------------------------------------------------------

_CATATAN = ("q", "pelaku", "aksi", "objek", "objek_id", "dari", "sampai")


def _saring_catatan(isi: Isi) -> catatan.Saringan:
    kata = {k: kata_cari(isi.get(k)) or None for k in ("q", "pelaku")}
    pilihan = {k: rapikan_kata(isi.get(k)) or None for k in ("aksi", "objek")}
    return catatan.Saringan(
        **kata, **pilihan, objek_id=baca_id(isi.get("objek_id")),
        dari=_tanggal(isi.get("dari", "")), sampai=_tanggal(isi.get("sampai", "")),
    )  # fmt: skip


def _catatan(isi: Isi, after: str | None) -> tuple[Sequence[Baris], str | None]:
    page = catatan.daftar(_saring_catatan(isi), pelaku(), after=after, size=SEKALI_BACA)
    return [_baris_catatan(b) for b in page.items], page.next


def _baris_catatan(b: Any) -> Baris:
    ubahan = [f"{u.kolom}: {u.lama or '–'} → {u.baru or '–'}" for u in catatan.perubahan(b)]
    return (
        b.waktu, b.pelaku, PERAN.get(b.peran, b.peran), sebut_aksi(b.aksi), sebut_objek(b.objek),
        b.objek_id, "\n".join(ubahan), b.alamat, b.permintaan_id,
    )  # fmt: skip


def _k(*isi: tuple[str, int] | tuple[str, int, Jenis]) -> list[Kolom]:
    return [Kolom(k[0], k[2] if len(k) > 2 else Jenis.TEKS, k[1]) for k in isi]


LAYAR = {
    "daftar-catatan": Layar(
        "Catatan Aktivitas", PIMPINAN, "pengaturan.audit", _CATATAN,
        _k(("Waktu (WITA)", 17), ("Pelaku", 28), ("Peran", 16), ("Tindakan", 30), ("Tentang", 16),
           ("Nomor data", 11), ("Perubahan", 60), ("Alamat internet", 18), ("Permintaan", 18)),
        _catatan,
    ),
    "daftar-peserta": Layar(
        "Daftar Peserta", KANTOR, "peserta.admin_index", _PESERTA,
        _k(("Nomor", 18), ("Nama", 36), ("NPWP", 20), ("Kelompok", 16), ("PIC", 26),
           ("Jml UTTP", 10, N), ("Kedaluwarsa", 12, N), ("Jml Pelanggan", 14, N), ("Status", 22),
           ("Terdaftar", 14, TGL)),
        _peserta,
    ),
    "daftar-pengajuan": Layar(
        "Daftar Pengajuan", STAF, "pengajuan.admin_index", _PENGAJUAN,
        _k(("Nomor", 18), ("Nomor bersama", 16), ("Peserta", 34), ("Pelanggan", 30),
           ("Layanan", 12), ("Jenis UTTP", 38), ("Merk", 18), ("Tipe/Model", 18), ("No. Seri", 18),
           ("Diajukan", 14, TGL), ("Status", 32), ("Lokasi uji", 14), ("Tanggal uji", 14, TGL),
           ("Penera", 24), ("Retribusi", 14, Jenis.RUPIAH), ("SKHP berlaku sampai", 18, TGL)),
        _pengajuan,
    ),
    "daftar-uttp": Layar(
        "Daftar UTTP", KANTOR, "uttp.index", ("peserta", "pelanggan", "q", "keabsahan", "status"),
        _k(("Jenis UTTP", 38), ("Merk", 18), ("Tipe/Model", 18), ("No. Seri", 18),
           ("Kapasitas", 12, N), ("Satuan", 9), ("Pemilik", 34), ("Pemakai", 34), ("Tempat", 40),
           ("Nomor SKHP", 30), ("Berlaku sampai", 14, TGL), ("Keadaan", 18)),
        _uttp,
    ),
    "daftar-pelanggan": Layar(
        "Daftar Pelanggan", KANTOR, "pelanggan.index", ("penyedia", "q"),
        _k(("Nama", 36), ("NPWP", 20), ("Kelurahan", 22), ("Jml UTTP", 10, N),
           ("Kedaluwarsa", 12, N), ("Status", 22), ("Sejak", 14, TGL)),
        _pelanggan,
    ),
}  # fmt: skip


def rapikan(nama: str, args: Isi) -> dict[str, str]:
    """Of an address what this list can be narrowed by."""
    return {k: v for k in LAYAR[nama].saringan if (v := args.get(k))}


def sebut(nama: str, isi: Isi) -> list[str]:
    """Whose list it is, and that it is not all of it."""
    kata = []
    for kunci in ("peserta", "penyedia"):
        if siapa := _siapa(isi, kunci):
            kata.append(f"{kunci.capitalize()}: {siapa.nama}")
    if set(isi) - {"peserta", "penyedia"}:
        kata.append("Hanya yang cocok dengan saringan di layar")
    if nama == "daftar-catatan" and (sejak := catatan.sejak(_saring_catatan(isi))):
        kata.append(f"Sejak {tanggal(sejak)}")
    return kata
