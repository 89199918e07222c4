"""What staff of the demo office noted about applications that run."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from app.auth.models import Pengguna
from app.demo.alur import Alur
from app.pengajuan.states import AKTIF, Status

ISI = {
    Status.BARU: "Pelat nama sempat ditanyakan lewat telepon; pemilik akan memotret ulang.",
    Status.DITERIMA: "Minta hari Senin atau Selasa pagi, sebelum pasar ramai.",
    Status.TERJADWAL: "Sudah diingatkan lewat WhatsApp untuk membayar.",
    Status.DIPROSES: "Alat ada di gudang belakang, masuk lewat pintu samping.",
    Status.MENUNGGU_DOKUMEN: "Dokumen akan diambil sendiri di loket.",
}


def catatan_petugas(
    pasangan: Iterable[tuple[Alur, Any]], staf: Mapping[str, Pengguna]
) -> Iterable[dict[str, Any]]:
    """One note for the first application in each of these states."""
    sudah: set[str] = set()
    for a, p in pasangan:
        if a.status not in AKTIF or a.status not in ISI or a.status in sudah:
            continue
        sudah.add(a.status)
        penulis = staf["pelayanan"]
        yield {
            "pengajuan_id": p.id,
            "kunci_form": str(uuid5(NAMESPACE_URL, a.nomor)),
            "isi": ISI[Status(a.status)],
            "pelaku_id": penulis.id,
            "pelaku_nama": penulis.nama,
            "peran": penulis.peran,
            "waktu": min(a.langkah[-1].waktu + timedelta(minutes=20), a.kini),
        }
