"""The front page of staff."""

from flask import current_app, render_template

from app.core.access import STAF, pelaku, roles
from app.core.clock import now, today
from app.meja import bp, queries
from app.pengajuan.states import SEBUTAN


@bp.get("/admin")
@roles(*STAF)
def index():
    """What waits for this role, the longest waiting first."""
    hari_ini, peran = today(), pelaku().peran
    kartu = [k for k in current_app.extensions["kartu"] if peran in k.peran | k.pembaca]
    semua = queries.antrean(kartu, hari_ini)
    tugas = [a for a in semua if a.kartu.golongan == "tugas"]
    kunjungan = queries.kunjungan(hari_ini)
    return render_template(
        "meja/index.html",
        hari_ini=hari_ini,
        menunggu=sorted((a for a in tugas if a.jumlah), key=lambda a: a.sejak or now()),
        kosong=[a for a in tugas if not a.jumlah],
        peserta=[a for a in semua if a.kartu.golongan == "peserta"],
        habis=[a for a in semua if a.kartu.golongan == "skhp"],
        bertindak=peran != "kepala",
        kunjungan=kunjungan,
        penuh=sum(map(len, kunjungan.values())) >= queries.TERBANYAK,
        sebutan=SEBUTAN,
    )
