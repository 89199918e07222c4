"""Reports on screen, and as files: small ones at once, large ones made beside the request."""

from dataclasses import replace
from itertools import islice
from typing import Any

from flask import abort, flash, redirect, request, send_file, url_for

from app.auth.queries import daftar_penera
from app.core import clock, latar, lembar_kerja
from app.core.access import STAF, get_visible_or_404, pelaku, roles
from app.core.db import tulis
from app.core.format import ukuran
from app.core.forms import pilihan_kosong
from app.core.htmx import go_to, render
from app.core.uploads import penyimpanan
from app.laporan import bp, daftar, layar, pekerja, services
from app.laporan.forms import SaringForm
from app.laporan.grafik import svg
from app.laporan.layar import LAYAR
from app.laporan.models import Ekspor
from app.laporan.periode import pilihan_masa
from app.laporan.states import JUDUL, LABEL_EKSPOR
from app.laporan.tabel import Sumber
from app.pengaturan.queries import saringan_kecamatan

LANGSUNG = 2_000  # rows that are written while one waits
NAMA = f"<any({', '.join(JUDUL)}):nama>"


@bp.get("")
@roles(*STAF)
def admin_index():
    isi = [(n, j) for n, j in JUDUL.items() if daftar.boleh(n, pelaku().peran)]
    return render("laporan/index.html", "laporan/index.html", laporan=isi)


def _form(nama: str, isi: Any) -> SaringForm:
    """The filters of a report, with the choices that stand in the database."""
    if not daftar.boleh(nama, pelaku().peran):
        abort(404)  # not among the reports of this role
    form = SaringForm(isi)
    form.tampil = JUDUL[nama].saringan
    if "kecamatan" in form.tampil:
        form.kecamatan.choices = pilihan_kosong("Semua kecamatan", _teks(saringan_kecamatan()))
    if "penera" in form.tampil:
        form.penera.choices = pilihan_kosong("Semua penera", _teks(daftar_penera()))
    return form


def _teks(isi: Any) -> list[tuple[str, str]]:
    return [(str(id), nama) for id, nama in isi]


@bp.get(f"/{NAMA}")
@roles(*STAF)
def admin_lihat(nama: str):
    form = _form(nama, request.args)
    s = daftar.lengkapi(nama, form.isi_saringan())
    form.dari.data, form.sampai.data = s.dari, s.sampai
    hasil = daftar.hasil(nama, s, pelaku(), request.args.get("setelah"))
    return render(
        "laporan/lihat.html", "laporan/_hasil.html", nama=nama, judul=JUDUL[nama], form=form,
        hasil=hasil, saringan=s.url(), svg=svg, kepala=daftar.kepala(nama, s, form.sebut()),
        masa=pilihan_masa(clock.today()) if s.dari else [],
        tersaring=len(request.args) > 0, url=url_for(".admin_lihat", nama=nama, **s.url()),
    )  # fmt: skip


@bp.route(f"/{NAMA}/unduh.<any(xlsx, csv):bentuk>", methods=["GET", "POST"])
@roles(*STAF)
def admin_unduh(nama: str, bentuk: str):
    """The file of the page with the same filters. A long one is asked for by a POST."""
    form = _form(nama, request.args)
    s = daftar.lengkapi(nama, form.isi_saringan())
    sumber = daftar.sumber(nama, s, pelaku(), form.sebut())
    if sumber.jumlah_baris <= LANGSUNG:
        return lembar_kerja.kirim(_isi(sumber, bentuk), _nama_berkas(nama, bentuk))
    return _siapkan(nama, bentuk, s.url(), form.sebut(), sumber.jumlah_baris)


def _isi(sumber: Sumber, bentuk: str) -> bytes:
    lembar = sumber.lembar()
    return lembar_kerja.csv_lembar(lembar[0]) if bentuk == "csv" else lembar_kerja.xlsx(*lembar)


def _nama_berkas(nama: str, bentuk: str) -> str:
    awalan = "" if nama in LAYAR else "laporan-"
    return f"{awalan}{nama}-{clock.today():%Y-%m-%d}.{bentuk}"


LAYAR_NAMA = "<any({}):nama>".format(", ".join(f'"{n}"' for n in LAYAR))


@bp.route(f"/{LAYAR_NAMA}.<any(xlsx, csv):bentuk>", methods=["GET", "POST"])
@roles(*STAF)
def admin_layar(nama: str, bentuk: str):
    """What a list shows with the filters of its address, on all its pages."""
    if not daftar.boleh(nama, pelaku().peran):
        abort(404)
    isi = layar.rapikan(nama, request.args)
    sumber = daftar.sumber_layar(nama, isi, layar.sebut(nama, isi))
    awal = list(islice(sumber.baris(), LANGSUNG + 1))
    if len(awal) <= LANGSUNG:
        isi_berkas = _isi(replace(sumber, baris=lambda: iter(awal)), bentuk)
        return lembar_kerja.kirim(isi_berkas, _nama_berkas(nama, bentuk))
    return _siapkan(nama, bentuk, isi, layar.sebut(nama, isi), 0)


def _siapkan(nama: str, bentuk: str, isi: dict[str, Any], kata: list[str], jumlah: int):
    """Ask for a long file: first a page that says so, then the row and the work beside."""
    if request.method == "POST":
        with tulis():
            ekspor = services.minta(nama, bentuk, isi, kata, jumlah, pelaku())
        latar.jalankan(pekerja.kerjakan, ekspor.id)
        return go_to(url_for(".admin_ekspor", id=ekspor.id))
    return render(
        "laporan/unduh.html", "laporan/unduh.html", judul=daftar.judul(nama), bentuk=bentuk,
        jumlah=jumlah, batas=LANGSUNG, asal=_asal(nama, isi), alamat=request.full_path,
    )  # fmt: skip


def _asal(nama: str, isi: dict[str, Any]) -> str:
    """The page whose rows these are."""
    if nama in LAYAR:
        return url_for(LAYAR[nama].endpoint, **isi)
    return url_for(".admin_lihat", nama=nama, **isi)


@bp.get("/ekspor/<int:id>")
@roles(*STAF)
def admin_ekspor(id: int):
    """How far it is; asks again by itself until there is nothing more to wait for."""
    ekspor = get_visible_or_404(Ekspor, id)
    return render(
        "laporan/ekspor.html", "laporan/_ekspor.html", ekspor=ekspor, label=LABEL_EKSPOR,
        judul=daftar.judul(ekspor.laporan), ukuran=ukuran,
        asal=_asal(ekspor.laporan, ekspor.saringan),
        hapus_pada=ekspor.dibuat_pada + services.SIMPAN,
    )  # fmt: skip


@bp.post("/ekspor/<int:id>/<any(batal, ulangi):aksi>")
@roles(*STAF)
def admin_ekspor_aksi(id: int, aksi: str):
    ekspor = get_visible_or_404(Ekspor, id)
    with tulis():
        if aksi == "batal":
            services.batalkan(ekspor)
        else:
            services.ulangi(ekspor, pelaku())
    if aksi == "ulangi":
        latar.jalankan(pekerja.kerjakan, ekspor.id)
    return go_to(url_for(".admin_ekspor", id=id))


@bp.get("/ekspor/<int:id>/berkas")
@roles(*STAF)
def admin_berkas(id: int):
    """For the one who asked, as long as it is kept."""
    ekspor = get_visible_or_404(Ekspor, id)
    if not daftar.boleh(ekspor.laporan, pelaku().peran):  # their role was another one then
        abort(404)
    if ekspor.kunci is None or not penyimpanan().ada(ekspor.kunci):
        flash("Berkas ini tidak ada lagi. Buat lagi dari laporannya.", "info")
        return redirect(_asal(ekspor.laporan, ekspor.saringan), 303)
    jawaban = send_file(
        penyimpanan().buka(ekspor.kunci), mimetype=lembar_kerja.MIME[ekspor.bentuk],
        as_attachment=True, download_name=_nama_berkas(ekspor.laporan, ekspor.bentuk),
    )  # fmt: skip
    jawaban.headers["Cache-Control"] = "private, no-store"
    return jawaban
