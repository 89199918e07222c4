"""Recording results, issuing documents, correcting finished applications."""

from flask import flash, request, url_for

from app.core import clock
from app.core.access import get_visible_or_404, pelaku, roles
from app.core.antre import dalam_antrean
from app.core.htmx import go_to, render
from app.jadwal.queries import MUAT, kepala, tempat
from app.katalog.queries import masa_dari
from app.pengajuan.models import Pengajuan, Skhp
from app.pengajuan.states import Status, tersedia
from app.pengujian import bp, queries, services
from app.pengujian.forms import (
    DokumenForm,
    HasilForm,
    KoreksiBatalForm,
    KoreksiSahForm,
    isi_dari,
)


def _umum(p: Pengajuan):
    """What all three screens show of the application."""
    return {
        "p": p,
        "kepala": kepala(p, pelaku().peran),
        "bisa": {t.aksi for t in tersedia(p.status, pelaku().peran)},
        "hari_ini": clock.today().isoformat(),
    }


@bp.route("/admin/pengujian/<int:pengajuan_id>", methods=["GET", "POST"])
@roles("admin", "pelayanan", "penera")
@dalam_antrean
def hasil(pengajuan_id: int):
    p = get_visible_or_404(Pengajuan, pengajuan_id, *MUAT)
    form = HasilForm(data={"tanggal_hasil": clock.today()})
    form.siapkan(request.full_path.rstrip("?"))
    if form.validate_on_submit() and form.attempt(
        services.catat_hasil, p, pelaku=pelaku(), **form.isi()
    ):
        flash(f"Hasil uji {p.nomor} tersimpan.", "sukses")
        return go_to(_setelah_hasil(p))
    if form.is_submitted() and not form.hanya_berkas:  # how things stand now
        p = get_visible_or_404(Pengajuan, pengajuan_id, *MUAT)
    return render(
        "pengujian/hasil.html",
        "pengujian/_hasil.html",
        form=form,
        tempat=tempat(p),
        hari=clock.baca_hari(request.args.get("hari")),
        **_umum(p),
        code=form.kode,
    )


def _setelah_hasil(p: Pengajuan) -> str:
    """Back to the visits of the day it was called from."""
    if asal := clock.baca_hari(request.args.get("hari")):
        return url_for("jadwal.kunjungan", tanggal=asal.isoformat())
    return url_for("pengajuan.rincian", id=p.id, lanjut=p.status)


@bp.route("/admin/pengujian/<int:pengajuan_id>/terbitkan", methods=["GET", "POST"])
@roles("admin", "pelayanan")
@dalam_antrean
def terbitkan(pengajuan_id: int):
    p = get_visible_or_404(Pengajuan, pengajuan_id, *queries.MUAT_DOKUMEN)
    berbayar = bool(p.retribusi)
    usulan = _usulan(p, berbayar) if request.method != "POST" else None
    form = DokumenForm(data=usulan)
    form.siapkan(berbayar=berbayar)
    if form.validate_on_submit() and form.attempt(
        services.terbitkan, p, dokumen=services.Dokumen(**form.isi()), pelaku=pelaku()
    ):
        flash(f"SKHP {form.hasil.nomor} untuk {p.nomor} diterbitkan.", "sukses")
        return go_to(url_for("pengajuan.rincian", id=p.id, lanjut=p.status))
    if form.is_submitted():
        p = get_visible_or_404(Pengajuan, pengajuan_id, *queries.MUAT_DOKUMEN)
    if form.is_submitted():
        usulan = _usulan(p, berbayar)
    return render(
        "pengujian/terbitkan.html",
        "pengujian/_terbitkan.html",
        form=form,
        usulan=usulan,
        **_umum(p),
        code=form.kode,
    )


def _usulan(p: Pengajuan, berbayar: bool):
    """What the form starts with: next numbers, today, and the interval of the type."""
    hari = clock.today()
    masa = masa_dari(p.uttp.jenis.masa, p.tanggal_hasil)
    nomor, nomor_skrd = queries.usulan_nomor_dokumen(hari)
    isi = {
        "nomor": nomor,
        "tanggal": hari,
        "berlaku_sampai": queries.usulan_berlaku(p.tanggal_hasil, masa.bulan if masa else None),
        "masa": masa,
    }
    return isi | ({"nomor_skrd": nomor_skrd, "tanggal_skrd": hari} if berbayar else {})


@bp.route("/admin/pengujian/<int:pengajuan_id>/koreksi", methods=["GET", "POST"])
@roles("admin")
def koreksi(pengajuan_id: int):
    p = get_visible_or_404(Pengajuan, pengajuan_id, *queries.MUAT_DOKUMEN)
    form, kirim = _koreksi_sah(p, p.skhp) if p.skhp else _koreksi_batal(p)
    if form.validate_on_submit() and kirim():
        flash(f"Koreksi {p.nomor} tersimpan.", "sukses")
        return go_to(url_for("pengajuan.rincian", id=p.id))
    if form.is_submitted():  # how things stand now
        p = get_visible_or_404(Pengajuan, pengajuan_id, *queries.MUAT_DOKUMEN)
        _lihat_versi(form, p)
    return render(
        "pengujian/koreksi.html",
        "pengujian/_koreksi.html",
        form=form,
        skhp=p.skhp,
        boleh=p.status in (Status.SELESAI_SAH, Status.SELESAI_BATAL),
        **_umum(p),
        code=form.kode,
    )


def _lihat_versi(form: KoreksiSahForm | KoreksiBatalForm, p: Pengajuan) -> None:
    """The version that is on the screen now is the one the next try is about."""
    if isinstance(form, KoreksiSahForm) and p.skhp:
        form.versi.data = str(p.skhp.versi)


def _koreksi_sah(p: Pengajuan, skhp: Skhp):
    form = KoreksiSahForm(data=isi_dari(skhp))
    form.siapkan(berbayar=bool(p.retribusi))

    def kirim() -> bool:
        isi = form.isi()
        alasan, _ = isi.pop("alasan"), isi.pop("versi")
        return form.attempt(
            services.koreksi_sah,
            p,
            dokumen=services.Dokumen(**isi),
            alasan=alasan,
            versi=form.versi_dilihat,
            pelaku=pelaku(),
        )

    return form, kirim


def _koreksi_batal(p: Pengajuan):
    isi = queries.isi_batal(p)
    form = KoreksiBatalForm(data=isi)
    form.lihat(isi)
    return form, lambda: form.attempt(services.koreksi_batal, p, pelaku=pelaku(), **form.isi())
