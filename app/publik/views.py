"""Landing page, service flow, where an application stands, and what waits for staff."""

from dataclasses import dataclass

from flask import Response, abort, redirect, render_template, url_for
from flask_login import current_user

from app.core import batas
from app.core.access import STAF, public, roles
from app.core.assets import aset
from app.core.assets import ukuran as ukuran_gambar
from app.core.clock import now, today
from app.core.htmx import render
from app.pengajuan.giliran import TAWARAN_HABIS
from app.pengajuan.states import SEBUTAN, Status
from app.publik import bp, queries
from app.publik.alur import LANGKAH
from app.publik.forms import LacakForm
from app.publik.lacak import TIDAK_DITEMUKAN, tampilan
from app.publik.lacak import lacak as cari_jejak
from app.publik.panduan_isi import BAB, MENURUT_KODE, VERSI, tetangga
from app.publik.queries import REGISTRASI, Antrean

BUKAN_PENERA = frozenset(STAF) - {"penera"}


@dataclass(frozen=True)
class Kartu:
    """One step of the queue: what it is called, what is done there, and the list behind it."""

    kunci: str
    judul: str
    isi: str
    endpoint: str = "pengajuan.admin_index"
    status: str | None = None
    peran: frozenset[str] = BUKAN_PENERA

    def url(self) -> str:
        return url_for(self.endpoint, status=self.status or self.kunci)


PETUGAS = (
    Kartu(
        REGISTRASI,
        "Registrasi",
        "Periksa pendaftaran, lalu terima atau tolak.",
        "peserta.admin_index",
        status="baru",
    ),
    Kartu(Status.BARU, "Permintaan baru", "Periksa berkas, lalu terima atau kembalikan."),
    Kartu(Status.DITERIMA, "Perlu jadwal", "Tetapkan atau tawarkan tanggal uji."),
    Kartu(
        TAWARAN_HABIS,
        "Tawaran jadwal lewat",
        "Tidak ada lagi tanggal yang dapat dipilih peserta; tawarkan yang baru.",
    ),
    Kartu(
        Status.TERBAYAR,
        "Periksa pembayaran",
        "Cocokkan bukti bayar, lalu konfirmasi.",
        "pembayaran.admin_index",
    ),
    Kartu(
        Status.DIPROSES,
        "Uji dan catat hasil",
        "Alat menunggu diuji atau dicatat hasilnya.",
        peran=frozenset(STAF),
    ),
    Kartu(
        Status.MENUNGGU_DOKUMEN, "Terbitkan dokumen", "Alat lulus uji; lengkapi data SKRD dan SKHP."
    ),
)
PESERTA = tuple(
    Kartu(s, SEBUTAN[s].petugas, "", peran=frozenset(STAF))
    for s in (Status.PERLU_PERBAIKAN, Status.MENUNGGU_PILIHAN, Status.TERJADWAL)
)


@bp.route("/")
@public
def index():
    return render_template("publik/index.html", langkah=LANGKAH)


@bp.route("/alur")
@public
def alur():
    return render_template("publik/alur.html", langkah=LANGKAH)


@bp.route("/panduan")
@public
def panduan():
    return render_template("publik/panduan.html", bab=BAB, versi=VERSI)


@bp.route("/panduan/<bab>")
@public
def panduan_bab(bab: str):
    """One chapter of the guide, with its pictures."""
    ini = MENURUT_KODE.get(bab) or abort(404)
    gambar = {n: g for n in range(1, len(ini.langkah) + 1) if (g := ini.gambar(n))}
    ukuran = {n: ukuran_gambar(g) for n, g in gambar.items()}
    sebelum, sesudah = tetangga(ini)
    return render_template(
        "publik/panduan_bab.html", bab=ini, gambar=gambar, ukuran=ukuran, sebelum=sebelum,
        sesudah=sesudah, urut=BAB.index(ini) + 1, banyak=len(BAB), versi=VERSI,
    )  # fmt: skip


@bp.route("/lacak", methods=["GET", "POST"])
@public
def lacak():
    """Where an application stands, without signing in. What is typed stands in no address."""
    form, hasil, sampai = LacakForm(), None, None
    if form.validate_on_submit():
        hasil, sampai = cari_jejak(*form.jawaban(), batas.alamat())
        if sampai:
            form.tolak(f"Terlalu banyak percobaan. {batas.kalimat(sampai)}")
        elif hasil is None:
            form.tolak(TIDAK_DITEMUKAN)
    kode = 429 if sampai else 200 if hasil else form.kode
    jawab = render(
        "publik/lacak.html", "publik/_lacak.html", code=kode, form=form,
        hasil=tampilan(hasil) if hasil else None,
    )  # fmt: skip
    jawab.headers["Cache-Control"] = "no-store"
    if sampai:
        jawab.headers["Retry-After"] = str(batas.detik_lagi(sampai))
    return jawab


@bp.route("/admin")
@roles(*STAF)
def dasbor():
    hari_ini = today()
    isi = queries.antrean(hari_ini)
    boleh = [k for k in PETUGAS if current_user.peran in k.peran]
    menunggu = [(k, isi[k.kunci]) for k in boleh if isi.get(k.kunci, Antrean()).jumlah]
    menunggu.sort(key=lambda pasangan: pasangan[1].sejak or now())
    return render_template(
        "publik/dasbor.html",
        hari_ini=hari_ini,
        menunggu=menunggu,
        kosong=[k for k in boleh if not isi.get(k.kunci, Antrean()).jumlah],
        peserta=[(k, isi.get(k.kunci, Antrean())) for k in PESERTA],
        kunjungan=queries.kunjungan(hari_ini),
        sebutan=SEBUTAN,
        habis=queries.skhp_habis(hari_ini) if current_user.peran in BUKAN_PENERA else None,
    )


@bp.route("/robots.txt")
@public
def robots():
    """Signed-in pages and registration receipts are nobody's search result."""
    tutup = ("/admin", "/peserta", "/uttp", "/pengajuan", "/pesan", "/registrasi/", "/aktivasi/")
    baris = ["User-agent: *", *(f"Disallow: {t}" for t in tutup), ""]
    return Response("\n".join(baris), mimetype="text/plain")


@bp.route("/favicon.ico")
@public
def favicon():
    """Browsers ask for it on pages that are no HTML of ours, such as a PDF."""
    return redirect(aset("favicon.svg"), 302)
