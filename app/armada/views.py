"""Jatuh Tempo 90 Hari: what to file next, and the same as a spreadsheet."""

from typing import Any

from flask import request, url_for

from app.armada import bp, queries
from app.armada.queries import DALAM, Saringan
from app.core import clock, lembar_kerja
from app.core.access import pelaku, roles
from app.core.htmx import render
from app.core.lembar_kerja import Kolom, Lembar
from app.core.nomor import baca_id
from app.uttp.states import LABEL_KEABSAHAN, Keabsahan, keabsahan

KOLOM = [
    Kolom("Kelurahan", 22), Kolom("Pelanggan", 34), Kolom("Jenis UTTP", 38), Kolom("Merk", 20),
    Kolom("Tipe/Model", 20), Kolom("No. Seri", 20, teks=True), Kolom("Kapasitas", 11),
    Kolom("Satuan", 9), Kolom("Lokasi alat", 34), Kolom("Nomor SKHP", 28, teks=True),
    Kolom("Berlaku sampai", 15), Kolom("Keadaan", 16), Kolom("Menit", 8),
    Kolom("Pengajuan berjalan", 20),
]  # fmt: skip


def _saringan() -> Saringan:
    dalam = request.args.get("dalam", "")
    return Saringan(
        baca_id(request.args.get("kelurahan")),
        baca_id(request.args.get("pelanggan")),
        dalam if dalam in DALAM else "",
    )


def _tanda(baris: Any) -> tuple[Keabsahan, str, str]:
    """The badge of an instrument: code, words, tone."""
    kode = keabsahan(baris.skhp_berlaku_sampai, baris.uji_batal, clock.today())
    return (kode, *LABEL_KEABSAHAN[kode])


def lama(menit: int) -> str:
    """Minutes as people plan a day by them: 95 menit, 2 jam 15 menit."""
    jam, sisa = divmod(menit, 60)
    if jam < 2:
        return f"{menit} menit"
    return f"{jam} jam {sisa} menit" if sisa else f"{jam} jam"


@bp.get("")
@roles("peserta")
def index():
    saringan, hari_ini = _saringan(), clock.today()
    semua = queries.jatuh_tempo(pelaku(), hari_ini)
    cocok = [b for b in semua if saringan.cocok(b, hari_ini)]
    return render(
        "armada/index.html", "armada/_daftar.html", saringan=saringan, dalam=DALAM,
        page=queries.halaman(queries.kelompokkan(cocok), request.args.get("setelah")),
        jumlah=len(cocok), menit=queries.menit(cocok), lama=lama, tanda=_tanda,
        per_kelurahan=queries.per_kelurahan(cocok),
        kelurahan=queries.pilihan(semua, "kelurahan"),
        pelanggan=queries.pilihan(semua, "pelanggan"),
        url=url_for(".index", **saringan.url()),
    )  # fmt: skip


@bp.get("/jatuh-tempo.xlsx")
@roles("peserta")
def ekspor():
    """The rows of the page, with its filters."""
    saringan, hari_ini = _saringan(), clock.today()
    semua = queries.jatuh_tempo(pelaku(), hari_ini)
    baris = [_sel(b) for b in semua if saringan.cocok(b, hari_ini)]
    isi = lembar_kerja.xlsx(Lembar("Jatuh Tempo", KOLOM, baris))
    return lembar_kerja.kirim(isi, f"jatuh-tempo-{hari_ini:%Y-%m-%d}.xlsx")


def _sel(b: Any) -> tuple[lembar_kerja.Nilai, ...]:
    return (
        b.kelurahan, b.pelanggan, b.jenis, b.merk, b.tipe, b.nomor_seri, b.kapasitas, b.satuan,
        b.lokasi, b.skhp_nomor, b.skhp_berlaku_sampai, _tanda(b)[1], b.menit, b.pengajuan,
    )  # fmt: skip
