"""The participant's side: what is due, sending a proof, the proofs so far."""

from flask import abort, flash, request, url_for

from app.core import clock, uploads
from app.core.access import get_visible_or_404, pelaku, roles
from app.core.htmx import go_to, render
from app.jadwal.queries import MUAT, kepala
from app.pembayaran import bp, queries, services
from app.pembayaran.forms import BayarForm
from app.pembayaran.states import LABEL_BAYAR, StatusBayar
from app.pengajuan.models import Pengajuan
from app.pengajuan.states import tersedia


@bp.route("/pembayaran/<int:pengajuan_id>", methods=["GET", "POST"])
@roles("peserta")
def rincian(pengajuan_id: int):
    p = get_visible_or_404(Pengajuan, pengajuan_id, *MUAT)
    daftar = queries.bukti(p.id)
    form = BayarForm(data=_isi_lama(daftar))
    form.bukti.url_form = request.path
    if form.validate_on_submit() and form.attempt(services.bayar, p, pelaku=pelaku(), **form.isi()):
        flash("Bukti pembayaran terkirim. Petugas akan memeriksanya.", "sukses")
        return go_to(url_for("pembayaran.rincian", pengajuan_id=p.id))
    if form.is_submitted() and not form.hanya_berkas:  # how things stand now
        p = get_visible_or_404(Pengajuan, pengajuan_id, *MUAT)
    return render(
        "pembayaran/rincian.html",
        "pembayaran/_bayar.html",
        form=form,
        p=p,
        daftar=daftar,
        label=LABEL_BAYAR,
        tampil=tampil_bukti,
        kepala=kepala(p, pelaku().peran),
        bisa={t.aksi for t in tersedia(p.status, pelaku().peran)},
        hari_ini=clock.today().isoformat(),
        code=form.kode,
    )


def _isi_lama(daftar):
    """A refused proof comes back filled in, to be mended instead of typed again."""
    if not daftar or daftar[0].status != StatusBayar.DITOLAK:
        return {}
    lama = daftar[0]
    return {"nomor_bukti": lama.nomor_bukti, "tanggal": lama.tanggal, "bukti": [lama.berkas]}


def tampil_bukti(bayar):
    return uploads.tampil(bayar.berkas, "pembayaran.bukti", pengajuan_id=bayar.pengajuan_id)


@bp.get("/pembayaran/<int:pengajuan_id>/bukti/<int:berkas_id>")
@roles("peserta", "admin", "pelayanan", "kepala")
def bukti(pengajuan_id: int, berkas_id: int):
    berkas = queries.berkas_bukti(pengajuan_id, berkas_id) or abort(404)
    return uploads.kirim(berkas, kecil="kecil" in request.args)
