"""Looking at what would happen to many applications, and doing it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import render_template, request

from app.borongan import bp, queries
from app.borongan.forms import JadwalForm
from app.borongan.states import BORONGAN, PALING_BANYAK
from app.core import clock
from app.core.access import pelaku, roles
from app.core.antre import antre, dalam_antrean
from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.core.nomor import baca_id
from app.jadwal.queries import beban
from app.jadwal.services import tetapkan
from app.pengajuan.models import Pengajuan
from app.pengajuan.services import terima
from app.pengajuan.states import sebut
from app.pengaturan.queries import buka_pada, hari_kerja
from app.pengujian.services import Dokumen, terbitkan

AKSI = "any(terima, jadwalkan, terbitkan)"
HARI_DIRENCANAKAN = 20


@dataclass(frozen=True)
class Hasil:
    """How it went for one."""

    p: Pengajuan
    kalimat: str
    jadi: bool


def _dipilih() -> list[int]:
    """The rows that were ticked, each once."""
    id = dict.fromkeys(n for t in request.values.getlist("pilih") if (n := baca_id(t)))
    if len(id) > PALING_BANYAK:
        raise AturanDilanggar(f"Pilih paling banyak {PALING_BANYAK} pengajuan sekaligus.")
    return list(id)


@bp.get(f"/admin/borongan/<{AKSI}:aksi>")
@roles("admin", "pelayanan")
@dalam_antrean
def pratinjau(aksi: str):
    """What will happen to each, and to which nothing can; nothing has happened yet."""
    semua = queries.terpilih(_dipilih())
    form: JadwalForm | None = None
    baris: list[queries.Baris] = []
    if aksi == "jadwalkan":
        form, baris = _rencana_jadwal(semua)
    elif semua:
        rencana = {"terima": queries.rencana_terima, "terbitkan": queries.rencana_terbit}
        baris = rencana[aksi](semua, pelaku().peran)
    return render_template(
        "borongan/pratinjau.html", b=BORONGAN[aksi], semua=semua, baris=baris, saring=form,
        antre=antre(), bisa=[r for r in baris if r.bisa], sebut=sebut, peran=pelaku().peran,
    )  # fmt: skip


def _rencana_jadwal(semua: list[Pengajuan]) -> tuple[JadwalForm, list[queries.Baris]]:
    """From the day asked for on, spread over as many days as it takes, or on that one."""
    form = JadwalForm(request.args)
    mulai = form.tanggal.data or hari_kerja(1)[0]
    hari = [mulai] if form.satu_hari.data else _hari_kerja_sejak(mulai)
    isi = beban([h for h in hari if h > clock.today()])
    form.siapkan(isi.penera, mulai)
    return form, queries.rencana_jadwal(
        semua, pelaku().peran, isi, baca_id(form.penera.data or "")
    )  # fmt: skip


def _hari_kerja_sejak(mulai: date) -> list[date]:
    awal = [mulai] if buka_pada(mulai) else []
    return awal + hari_kerja(HARI_DIRENCANAKAN, max(mulai, clock.today()))


@bp.post(f"/admin/borongan/<{AKSI}:aksi>/jalankan")
@roles("admin", "pelayanan")
@dalam_antrean
def jalankan(aksi: str):
    """One transaction for each; sent twice, the second finds them done and says so."""
    semua = queries.terpilih(_dipilih())
    if not semua:
        raise AturanDilanggar("Pilih dulu pengajuannya di antrean.")
    kerja = {"terima": _terima, "jadwalkan": _jadwalkan, "terbitkan": _terbitkan}[aksi]
    hasil = [_satu(p, aksi, kerja) for p in semua]
    return render_template("borongan/hasil.html", b=BORONGAN[aksi], hasil=hasil, antre=antre())


def _satu(p: Pengajuan, aksi: str, kerja: Callable[[Pengajuan], str]) -> Hasil:
    if halangan := queries.halangan(p, aksi, pelaku().peran):
        return Hasil(p, halangan, jadi=False)
    try:
        with tulis():
            kalimat = kerja(p)
    except AturanDilanggar as e:
        return Hasil(p, e.pesan, jadi=False)
    return Hasil(p, kalimat, jadi=True)


def _dikirim(nama: str, p: Pengajuan) -> str:
    """What the preview sent along for this one."""
    return request.form.get(f"{nama}-{p.id}", "")


def _terima(p: Pengajuan) -> str:
    terima(p, pelaku(), versi=clock.baca_saat(_dikirim("versi", p)))
    return "Diterima. Peserta sudah diberi tahu."


def _jadwalkan(p: Pengajuan) -> str:
    tanggal, penera = _baca_rencana(_dikirim("rencana", p))
    lokasi = "luar_kantor" if request.form.get("lokasi") == "luar_kantor" else "kantor"
    versi = clock.baca_saat(_dikirim("versi", p))
    tetapkan(
        p, lokasi=lokasi, tanggal=tanggal, penera_id=penera, pelaku=pelaku(), versi=versi
    )  # fmt: skip
    return "Jadwal ditetapkan. Peserta sudah diberi tahu."


def _baca_rencana(teks: str) -> tuple[date, int]:
    tanggal, _, penera = teks.partition("~")
    hari, id = clock.baca_hari(tanggal), baca_id(penera)
    if hari is None or id is None:
        raise AturanDilanggar(queries.PENUH)
    return hari, id


def _terbitkan(p: Pengajuan) -> str:
    try:
        sampai = date.fromisoformat(_dikirim("rencana", p))
    except ValueError:
        raise AturanDilanggar(queries.TANPA_MASA) from None
    skhp = terbitkan(
        p, dokumen=Dokumen(tanggal=clock.today(), berlaku_sampai=sampai), pelaku=pelaku()
    )  # fmt: skip
    return f"SKHP {skhp.nomor} diterbitkan." + (f" SKRD {skhp.nomor_skrd}." * bool(skhp.nomor_skrd))
