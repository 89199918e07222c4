"""The office's side: the queue, looking at a proof, and payment at the counter."""

from flask import flash, request, url_for

from app.core import clock
from app.core.access import get_visible_or_404, pelaku, roles
from app.core.antre import dalam_antrean, sebut_antre
from app.core.db import tulis
from app.core.forms import kata_cari
from app.core.htmx import go_to, render
from app.core.paging import UKURAN_PILIHAN, ukuran
from app.jadwal import biaya
from app.jadwal.queries import MUAT, kepala
from app.pembayaran import bp, queries, services
from app.pembayaran.forms import BayarForm, JumlahForm, TolakForm
from app.pembayaran.states import LABEL_BAYAR, StatusBayar
from app.pembayaran.views import tampil_bukti
from app.pengajuan.models import Pengajuan
from app.pengajuan.states import LABEL_LOKASI, SEBUTAN, Status, tersedia
from app.pengaturan.queries import hari_kerja


@bp.get("/admin/pembayaran")
@roles("admin", "pelayanan", "kepala")
def admin_index():
    q = kata_cari(request.args.get("q"))
    status = request.args.get("status", "")
    return render(
        "pembayaran/index.html",
        "pembayaran/_antrean.html",
        page=queries.antrean(
            status=status,
            q=q,
            after=request.args.get("setelah"),
            size=ukuran(request.args.get("baris")),
        ),
        baris=request.args.get("baris"),
        ukuran=UKURAN_PILIHAN,
        q=q,
        status=status,
        saringan=queries.SARINGAN,
        url=url_for(
            "pembayaran.admin_index",
            q=q or None,
            status=status or None,
            baris=request.args.get("baris"),
        ),
        antre=sebut_antre({"q": q, "status": Status.TERBAYAR.value}),
        sebutan={s.value: SEBUTAN[s] for s in Status},
        kini=clock.now(),
    )


def _layar_periksa(p: Pengajuan, form: TolakForm | None = None):
    daftar = queries.bukti(p.id)
    menunggu = next((b for b in daftar if b.status == StatusBayar.DIUNGGAH), None)
    kode = form.kode if form else 200
    form = form or TolakForm(formdata=None)
    form.pembayaran_id.data = str(menunggu.id) if menunggu else None
    return render(
        "pembayaran/periksa.html",
        "pembayaran/_periksa.html",
        p=p,
        form=form,
        teks=form.alasan if form.melihat else None,
        daftar=daftar,
        menunggu=menunggu,
        label=LABEL_BAYAR,
        tampil=tampil_bukti,
        kepala=kepala(p, pelaku().peran),
        bisa={t.aksi for t in tersedia(p.status, pelaku().peran)},
        code=kode,
    )


@bp.get("/admin/pembayaran/<int:pengajuan_id>")
@roles("admin", "pelayanan", "kepala")
@dalam_antrean
def periksa(pengajuan_id: int):
    return _layar_periksa(get_visible_or_404(Pengajuan, pengajuan_id, *MUAT))


@bp.post("/admin/pembayaran/<int:pengajuan_id>/konfirmasi")
@roles("admin", "pelayanan")
@dalam_antrean
def konfirmasi(pengajuan_id: int):
    p = get_visible_or_404(Pengajuan, pengajuan_id)
    dilihat = TolakForm().yang_dilihat
    with tulis():
        services.konfirmasi(p, pembayaran_id=dilihat, pelaku=pelaku())
    flash(f"Pembayaran {p.nomor} dikonfirmasi.", "sukses")
    return _selesai(p)


@bp.post("/admin/pembayaran/<int:pengajuan_id>/tolak")
@roles("admin", "pelayanan")
@dalam_antrean
def tolak(pengajuan_id: int):
    p = get_visible_or_404(Pengajuan, pengajuan_id, *MUAT)
    form = TolakForm()
    if form.validate_on_submit() and form.attempt(
        services.tolak,
        p,
        pembayaran_id=form.yang_dilihat,
        alasan=form.alasan,
        pelaku=pelaku(),
    ):
        flash(f"Bukti pembayaran {p.nomor} ditolak. Peserta diberi tahu alasannya.", "sukses")
        return _selesai(p)
    return _layar_periksa(get_visible_or_404(Pengajuan, pengajuan_id, *MUAT), form)


def _selesai(p: Pengajuan):
    """Back to the application, with the way on to the next of the same queue."""
    return go_to(url_for("pengajuan.rincian", id=p.id, lanjut=p.status))


@bp.route("/admin/pembayaran/<int:pengajuan_id>/loket", methods=["GET", "POST"])
@roles("admin", "pelayanan")
@dalam_antrean
def loket(pengajuan_id: int):
    p = get_visible_or_404(Pengajuan, pengajuan_id, *MUAT)
    form = BayarForm(data={"tanggal": clock.today()})
    form.bukti.url_form = request.path
    if form.validate_on_submit() and form.attempt(
        services.bayar_di_loket, p, pelaku=pelaku(), **form.isi()
    ):
        flash(f"Pembayaran {p.nomor} di loket dicatat.", "sukses")
        return go_to(url_for("pengajuan.rincian", id=p.id))
    if form.is_submitted() and not form.hanya_berkas:
        p = get_visible_or_404(Pengajuan, pengajuan_id, *MUAT)
    return render(
        "pembayaran/loket.html",
        "pembayaran/_loket.html",
        p=p,
        form=form,
        kepala=kepala(p, pelaku().peran),
        bisa={t.aksi for t in tersedia(p.status, pelaku().peran)},
        hari_ini=clock.today().isoformat(),
        code=form.kode,
    )


@bp.route("/admin/pembayaran/<int:pengajuan_id>/perkiraan", methods=["GET", "POST"])
@roles("admin", "pelayanan")
def perkiraan(pengajuan_id: int):
    """What the next working day would cost at either place, and what it counts by."""
    p = get_visible_or_404(Pengajuan, pengajuan_id, *MUAT)
    form = JumlahForm(data={"jumlah": p.jumlah_hitung, "semula": p.jumlah_hitung or ""})
    if form.validate_on_submit() and form.attempt(biaya.catat_jumlah, p, **form.yang_dihitung()):
        p = get_visible_or_404(Pengajuan, pengajuan_id, *MUAT)
        form = JumlahForm(formdata=None, data={"jumlah": p.jumlah_hitung,
                                               "semula": p.jumlah_hitung or ""})  # fmt: skip
    return _layar_perkiraan(p, form)


def _layar_perkiraan(p: Pengajuan, form: JumlahForm):
    hari = next(iter(hari_kerja(1)), clock.today())
    dasar = biaya.baca(p, hari)
    form.jumlah.label.text = f"Jumlah {' atau '.join(dasar.satuan)} menurut petugas"
    return render(
        "pembayaran/perkiraan.html",
        "pembayaran/_perkiraan.html",
        p=p,
        form=form,
        kepala=kepala(p, pelaku().peran),
        hari=hari,
        perkiraan=[(label, dasar.pada(hari, lokasi)) for lokasi, label in LABEL_LOKASI.items()],
        satuan=dasar.satuan,
        jumlah=next((dasar.menurut_data[s] for s in dasar.satuan if s in dasar.menurut_data), None),
        boleh=biaya.boleh_dihitung(p),
        code=422 if form.errors or form.form_errors else 200,
    )
