"""A file somebody sent and has not confirmed yet: what is fine in it, and what is to be mended."""

from datetime import datetime, timedelta
from hashlib import sha256

from app.impor.models import Impor
from app.impor.states import KOLOM, BarisTerbaca, Isi
from app.peserta.models import Peserta

NAMA = "timbangan-baru-2026.xlsx"
ISI = (
    ("TBO-03", "Garuda Weigh", "GW-15P", "GW26-1101", "15", "0,005", "Gudang alat, rak 2"),
    ("TBO-03", "Garuda Weigh", "GW-15P", "GW26-1102", "15", "0,005", "Gudang alat, rak 2"),
    ("TBO-03", "Garuda Weigh", "GW-30P", "GW26-1103", "30 kg", "0,01", "Gudang alat, rak 2"),
    ("Timbangan pegas", "Per Logam", "PL-20", "PL26-204", "20", "", "Gudang alat, rak 4"),
    ("Timbangan pegas", "Per Logam", "PL-20", "PL26-204", "20", "", "Gudang alat, rak 4"),
    ("Timbangan digital", "Nusa Scale", "NS-60", "NS26-77", "60", "0,02", ""),
    ("TBO-03", "Nusa Scale", "NS-60", "NS26-78", "60000 g", "0,02", ""),
)


def menunggu(peserta: Peserta, pengguna_id: int, kini: datetime) -> Impor:
    """Sent an hour ago by the account of the participant."""
    baris: list[BarisTerbaca] = [
        {
            "nomor": n,
            "teks": {k: teks for k, teks in zip(KOLOM, satu, strict=True) if teks},
            "galat": {},
        }
        for n, satu in enumerate(ISI, 2)
    ]
    isi: Isi = {"kolom": dict(KOLOM), "asing": ["Tahun beli"], "baris": baris}
    return Impor(
        peserta_id=peserta.id,
        pengguna_id=pengguna_id,
        nama=NAMA,
        sha256=sha256(NAMA.encode()).hexdigest(),
        isi=dict(isi),
        dibuat_pada=kini - timedelta(hours=1),
    )
