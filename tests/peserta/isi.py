"""What a person types into the registration form; everything invented."""

from typing import Any
from uuid import uuid4

from app.extensions import db
from app.pengaturan.models import Kelurahan
from tests import factories as f


def isi_form(**ubah: Any) -> dict[str, Any]:
    """A complete answer, spelled the way people do."""
    kelurahan = db.session.get(Kelurahan, f.isi_peserta()["kelurahan_id"])
    assert kelurahan is not None
    return {
        "kunci_form": str(uuid4()),
        "kelompok": "pemilik",
        "npwp": "01.234.567.8-901.000",
        "nama": "Toko  Sumber Rejeki ",
        "alamat": "Jalan Pasar Klandasan Nomor 12, RT 4",
        "kecamatan_id": kelurahan.kecamatan_id,
        "kelurahan_id": kelurahan.id,
        "telp": "0542 123456",
        "email": "toko@Contoh.test",
        "pic_nik": "6471 0141 0190 0009",
        "pic_nama": "Siti Rahmawati",
        "pic_jabatan": "Pemilik",
        "pic_telp": "0811-5551-234",
        "pic_wa": "+62 811 5551 234",
        "pic_email": "siti@contoh.test",
    } | ubah
