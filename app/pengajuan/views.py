"""Screens of participants, and the detail page everybody shares."""

from typing import Any

from flask import abort, flash, render_template, request, url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from app.core import clock, uploads
from app.core.access import SEMUA, get_visible_or_404, pelaku, roles
from app.core.antre import antre, baca_antre, dalam_antrean
from app.core.errors import AturanDilanggar
from app.core.htmx import go_to, render
from app.pengajuan import bp, queries, services, silsilah
from app.pengajuan.forms import BatalForm, saring
from app.pengajuan.giliran import giliran, giliran_peserta, pindah_sampai
from app.pengajuan.isian import PengajuanForm, buat_form
from app.pengajuan.models import KelompokPengajuan, Pengajuan
from app.pengajuan.states import (
    AKTIF,
    LABEL_LOKASI,
    LABEL_SKHP_LAMA,
    SEBUTAN,
    Status,
    perjalanan,
    sebut,
    transisi,
)
from app.pengajuan.tautan import kini, tautan, tombol_status, utama
from app.peserta.queries import batas_jawaban, pelanggan_dari
from app.uttp.models import JenisUttp, Uttp
from app.uttp.queries import hubungan
from app.uttp.states import LABEL_LAYANAN, LABEL_MILIK, LABEL_PENSIUN

PENGAJU = ("peserta", "admin", "pelayanan")


def _alat_tampak(uttp: Uttp) -> bool:
    """Uttp.visible_to by rows that are here already: a former owner keeps its applications, but
    the instrument is another's now."""
    if pelaku().peran != "peserta":
        return True
    saya, pemilik = current_user.peserta_id, uttp.pemilik
    return saya in (uttp.pemilik_id, uttp.pemakai_id) or (
        pemilik.pengguna_id is None and pemilik.penyedia_id == saya
    )


# What lists and details need to speak of an application.
KATA: dict[str, Any] = {
    "sebut": sebut,
    "sebutan": SEBUTAN,
    "kini": kini,
    "perjalanan_dari": perjalanan,
    "label_layanan": LABEL_LAYANAN,
    "label_lokasi": LABEL_LOKASI,
    "label_skhp_lama": LABEL_SKHP_LAMA,
    "tombol_status": tombol_status,
    "utama": utama,
    "umur": queries.umur,
    "aktif": AKTIF,
    "hari_ini": clock.today,
    "boleh": transisi,
    "giliran_peserta": giliran_peserta,
    "alat_tampak": _alat_tampak,
}
STATUS_PESERTA = [
    ("", "Semua yang aktif"),
    *((s.value, SEBUTAN[s].peserta) for s in Status if s in AKTIF and s != "menunggu_dokumen"),
    ("selesai", "Sudah selesai"),
]


SARINGAN = (
    "q", "status", "pelanggan", "layanan", "penera", "dari", "sampai", "habis", "jenis",
    "kecamatan", "baris",
)  # fmt: skip


def alamat() -> str:
    """This list's address with its filters, without the cursor.

    By name: whatever else an address carries may be a word of url_for (_scheme, _external).
    """
    isi: dict[str, Any] = {k: v for k in SARINGAN if (v := request.args.get(k))}
    return url_for(str(request.endpoint), **(request.view_args or {}), **isi)


def _pelanggan_saya() -> list[tuple[int, str]]:
    """The customers a penyedia may filter its list by; others have none."""
    saya = current_user.peserta_id if current_user.kelompok == "penyedia" else None
    return pelanggan_dari(saya) if saya else []


@bp.get("/pengajuan")
@roles("peserta")
def index():
    """Monitoring: what waits for the participant on top, the rest below, folded by state."""
    form = saring(request.args, STATUS_PESERTA, pelanggan=_pelanggan_saya())
    q, status, setelah = form.q.data, form.status.data, request.args.get("setelah")
    pelanggan = form.satu_pelanggan
    lipat = not (status or setelah or pelanggan)
    return render(
        "pengajuan/index.html", "pengajuan/_daftar.html", saring=form,
        giliran_saya=queries.perlu_tindakan(q) if lipat else [],
        keadaan=queries.per_keadaan(q) if lipat else [],
        page=None if lipat else queries.pengajuan_peserta(q, status, setelah, (), pelanggan),
        q=q, status_pilih=status, pelanggan_pilih=pelanggan, url=alamat(), **KATA,
    )  # fmt: skip


@bp.get("/pengajuan/ringkas")
@roles("peserta")
def panel():
    """The region of the participant's home."""
    kartu, lainnya = queries.ringkas()
    return render(
        "pengajuan/ringkas.html", "pengajuan/_ringkas.html", kartu=kartu, lainnya=lainnya, **KATA
    )


# --- filed, and changing ----------------------------------------------------------------------


def _url_form(form: PengajuanForm) -> str:
    """Where the form posts to; it says which part is open, for posts that carry one file only."""
    pilih = {"layanan": form.layanan.data or None, "skhp_lama": form.skhp_lama.data or None}
    return url_for(str(request.endpoint), **(request.view_args or {}) | pilih)


@bp.get("/pengajuan/<int:id>/terkirim")
@roles(*PENGAJU)
def terkirim(id: int):
    pengajuan = get_visible_or_404(Pengajuan, id, *queries.RINCIAN)
    batas = batas_jawaban(pengajuan.dibuat_pada)
    return render_template("pengajuan/terkirim.html", p=pengajuan, batas=batas, **KATA)


@bp.get("/pengajuan/kelompok/<int:id>")
@roles(*SEMUA)
def kelompok(id: int):
    """What was filed together under one number; each goes its own way from there."""
    kelompok = get_visible_or_404(KelompokPengajuan, id)
    page = queries.isi_kelompok(kelompok.id, request.args.get("setelah"))
    return render(
        "pengajuan/kelompok.html", "pengajuan/_kelompok.html", kelompok=kelompok, page=page,
        url=alamat(), baru="baru" in request.args,
        batas=batas_jawaban(kelompok.dibuat_pada), **KATA,
    )  # fmt: skip


@bp.route("/pengajuan/<int:id>/ubah", methods=["GET", "POST"])
@roles(*PENGAJU)
@dalam_antrean
def ubah(id: int):
    jenis = joinedload(Uttp.jenis).selectinload(JenisUttp.dokumen)
    alat = joinedload(Pengajuan.uttp).options(jenis, *queries.ALAT[1:])
    pengajuan = get_visible_or_404(Pengajuan, id, alat)
    if not transisi("ubah", pengajuan.status, pelaku().peran):
        return _tidak_dapat_diubah(pengajuan)
    form = _form_ubah(pengajuan)
    isi = form.validate_on_submit() and services.IsiPengajuan(**form.isi_pengajuan())
    if isi and form.attempt(services.ubah, pengajuan, isi, pelaku(), versi=form.versi_dilihat):
        flash("Perubahan tersimpan.", "sukses")
        return go_to(url_for("pengajuan.rincian", id=id))
    return render(
        "pengajuan/ubah.html", "pengajuan/_form.html", form=form, p=pengajuan,
        uttp=pengajuan.uttp, tombol_kirim=_tombol_ubah(pengajuan), code=form.kode, **KATA,
    )  # fmt: skip


def _form_ubah(p: Pengajuan) -> PengajuanForm:
    awal: dict[str, Any] = {
        n: getattr(p, n)
        for n in ("layanan", "skhp_lama", "skhp_lama_nomor", "skhp_lama_tanggal",
                  "skhp_lama_sampai", "skhp_lama_penerbit")
    }  # fmt: skip
    awal["skhp_lama"] = awal["skhp_lama"] or "ada"
    awal["versi"] = p.diubah_pada.isoformat()
    nama = {"skhp_lama": "berkas_skhp_lama"}
    for lampiran in queries.lampiran(p.id, pelaku().peran):
        guna = nama.get(lampiran.guna, lampiran.guna)
        kunci = f"dokumen_{lampiran.dokumen_id}" if lampiran.dokumen_id else guna
        awal.setdefault(kunci, []).append(lampiran.berkas)
    form = buat_form(p.uttp.jenis.layanan, p.uttp.jenis.dokumen, awal, request.args)
    form.siapkan(_url_form(form), p.id)
    return form


def _tombol_ubah(p: Pengajuan) -> str:
    kirim_ulang = transisi("kirim_ulang", p.status, pelaku().peran)
    return kirim_ulang.label if kirim_ulang else "Simpan Perubahan"


def _tidak_dapat_diubah(p: Pengajuan):
    """What was typed meanwhile is refused with the same sentence."""
    kalimat = (
        f"Data pengajuan ini tidak dapat diubah lagi karena statusnya sudah "
        f"{sebut(p.status, pelaku().peran)}."
    )
    if request.method == "POST":
        raise AturanDilanggar(f"{kalimat} Bila ada yang keliru, hubungi kantor.")
    return render_template("pengajuan/terkunci.html", p=p, kalimat=kalimat)


@bp.route("/pengajuan/<int:id>/batal", methods=["GET", "POST"])
@roles("peserta")
def batal(id: int):
    pengajuan = get_visible_or_404(Pengajuan, id, *queries.RINCIAN)
    if not transisi("batal_peserta", pengajuan.status, pelaku().peran):
        raise AturanDilanggar(
            f"Pengajuan ini tidak dapat dibatalkan lagi karena statusnya sudah "
            f"{sebut(pengajuan.status, pelaku().peran)}. Hubungi kantor bila alat tidak jadi diuji."
        )
    form = BatalForm()
    if form.validate_on_submit() and form.attempt(
        services.batalkan, pengajuan, pelaku(), **form.isi()
    ):
        flash(f"Pengajuan {pengajuan.nomor} dibatalkan.", "sukses")
        return go_to(url_for("pengajuan.rincian", id=id))
    return render(
        "pengajuan/batal.html", "pengajuan/_batal.html", form=form, p=pengajuan, code=form.kode,
        **KATA,
    )  # fmt: skip


# --- looking ----------------------------------------------------------------------------------


@bp.get("/pengajuan/<int:id>")
@roles(*SEMUA)
@dalam_antrean
def rincian(id: int):
    """One page for every role; the actions on it differ."""
    p = get_visible_or_404(Pengajuan, id, *queries.RINCIAN)
    peran = pelaku().peran
    peristiwa = queries.riwayat(p.id, peran)
    langkah = perjalanan(p.status, p.retribusi, queries.sebelum_dibatalkan(peristiwa))
    masa, sampai = queries.masa(p, peristiwa), pindah_sampai(p)
    return render(
        "pengajuan/rincian.html", "pengajuan/_rincian.html", p=p, riwayat=peristiwa,
        lampiran=queries.lampiran(p.id, peran), langkah=langkah,
        aksi=[t for t in tautan(p.status, peran) if sampai or t.endpoint != "jadwal.pindah"],
        giliran=giliran(p.status, masa, saya=peran == "peserta"), pindah_sampai=sampai,
        saya_bertindak=giliran_peserta(p.status, masa.pilih_sampai), kembali_ke=_kembali(p, peran),
        lanjut=request.args.get("lanjut"), antre=antre(), **KATA,
    )  # fmt: skip


def _kembali(p: Pengajuan, peran: str) -> str:
    """Where this page belongs: the instrument's history, monitoring, or the queue."""
    alat = peran == "peserta" and not p.aktif
    if alat and not _alat_tampak(p.uttp):
        return url_for("pengajuan.index", status="selesai")
    if alat or (request.args.get("dari") == "alat" and peran != "penera"):
        return url_for("pengajuan.alat", uttp_id=p.uttp_id)
    if peran == "peserta":
        return url_for("pengajuan.index")
    saringan: dict[str, Any] = {
        k: v for k, v in baca_antre(antre() or "").items() if k in SARINGAN and v
    }
    return url_for("pengajuan.admin_index", **saringan)


@bp.get("/pengajuan/alat/<int:uttp_id>")
@roles("peserta", "admin", "pelayanan", "kepala")
def alat(uttp_id: int):
    """The history of one instrument: its applications, or all that happened to it."""
    uttp = get_visible_or_404(Uttp, uttp_id, *queries.ALAT)
    jenis, setelah = request.args.get("jenis", ""), request.args.get("setelah")
    if jenis in silsilah.SARINGAN and jenis != "pengajuan":
        return _silsilah(uttp, jenis, setelah)
    page = queries.riwayat_alat(uttp.id, setelah)
    pengaju = pelaku().peran in PENGAJU and not page.items and hubungan(uttp).diurus
    return render(
        "pengajuan/alat.html", "pengajuan/_alat.html", uttp=uttp, page=page, url=alamat(),
        boleh_ajukan=pengaju, saringan=silsilah.SARINGAN, jenis="pengajuan", **KATA,
    )  # fmt: skip


def _silsilah(uttp: Uttp, jenis: str, setelah: str | None):
    return render(
        "pengajuan/alat.html", "pengajuan/_silsilah.html", uttp=uttp, url=alamat(),
        page=silsilah.silsilah(uttp, jenis, setelah), saringan=silsilah.SARINGAN, jenis=jenis,
        label_milik=LABEL_MILIK, label_pensiun=LABEL_PENSIUN,
        data_berubah=silsilah.data_berubah, **KATA,
    )  # fmt: skip


@bp.get("/pengajuan/<int:id>/lampiran")
@roles(*SEMUA)
def lampiran(id: int):
    """All files of this application, beside whatever form is about it."""
    pengajuan = get_visible_or_404(Pengajuan, id)
    return render(
        "pengajuan/lampiran.html", "pengajuan/_berkas.html", p=pengajuan,
        lampiran=queries.lampiran(pengajuan.id, pelaku().peran),
    )  # fmt: skip


@bp.get("/pengajuan/<int:id>/berkas/<int:berkas_id>")
@roles(*SEMUA)
def berkas(id: int, berkas_id: int):
    """A file of this application, for whoever may see the application."""
    pengajuan = get_visible_or_404(Pengajuan, id)
    ada = queries.lampiran(pengajuan.id, pelaku().peran, berkas_id)
    return uploads.kirim(ada[0].berkas, kecil="kecil" in request.args) if ada else abort(404)
