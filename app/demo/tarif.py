"""Fees of the demo, and what they come to for one instrument."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from app.core import clock
from app.extensions import db
from app.pengajuan.states import Lokasi
from app.tarif.models import Tarif
from app.tarif.states import SatuanHitung
from app.tarif.tarif import Alat, Baris
from app.uttp.models import JenisUttp, Uttp

DASAR = "Contoh demo, bukan tarif resmi"
TARIF = {
    "PUB-01": (60_000, SatuanHitung.NOZZLE),
    "TUM-01": (90_000, SatuanHitung.KOMPARTEMEN),
    "TBO-05": (500_000, SatuanHitung.ALAT),
}
# They began so many days ago; before that everything was free.
SEJAK = 300


def buat_tarif(jenis: dict[str, JenisUttp]) -> list[Tarif]:
    """At the user's place; from next year on the pumps cost more."""
    sejak = (clock.today() - timedelta(days=SEJAK)).replace(day=1)
    akhir = date(clock.today().year + 1, 12, 31)
    baris = [
        Tarif(jenis_id=jenis[kode].id, layanan=None, lokasi=Lokasi.LUAR_KANTOR, harga=harga,
              satuan_hitung=satuan, berlaku_mulai=sejak, berlaku_sampai=akhir, dasar_hukum=DASAR)
        for kode, (harga, satuan) in TARIF.items()
    ]  # fmt: skip
    db.session.add_all(baris)
    db.session.add(
        Tarif(jenis_id=jenis["PUB-01"].id, layanan=None, lokasi=Lokasi.LUAR_KANTOR, harga=65_000,
              satuan_hitung=SatuanHitung.NOZZLE, berlaku_mulai=akhir + timedelta(days=1),
              dasar_hukum=DASAR)
    )  # fmt: skip
    db.session.flush()
    return baris


def ukuran(uttp: Uttp) -> Alat:
    """What a fee asks of this instrument."""
    hitungan = {t.id: t.hitungan for t in uttp.jenis.informasi if t.hitungan}
    return Alat(
        nama=uttp.jenis.nama,
        kapasitas=uttp.kapasitas,
        satuan=uttp.jenis.satuan,
        jumlah={
            hitungan[i.informasi_id] or "": int(i.nilai)
            for i in uttp.informasi
            if i.informasi_id in hitungan
        },
    )


def baris(isi: Iterable[Baris], pengajuan_id: int) -> Iterable[dict[str, Any]]:
    """Rows of the lines, as `jadwal.biaya` keeps them."""
    for n, b in enumerate(isi, 1):
        yield {
            "pengajuan_id": pengajuan_id,
            "urutan": n,
            "uraian": b.uraian,
            "satuan": b.satuan,
            "jumlah": b.jumlah,
            "harga": b.harga,
            "subtotal": b.subtotal,
            "dasar": b.dasar,
            "tarif_id": b.tarif_id,
        }
