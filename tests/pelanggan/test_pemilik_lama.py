"""After a transfer: the new owner reads the results, the former owner keeps its applications."""

from typing import Any

from flask import Flask

from app.pelanggan import services
from tests import factories as f
from tests.pelanggan.bantu import jadikan_berakun, lakukan, pinjam


def test_pemilik_baru_membaca_hasil_pemilik_lama_membaca_pengajuannya(
    app: Flask, masuk: Any, hitung_query: Any
) -> None:
    """Features H5, NF7 d; parity 63."""
    saya = f.buat_peserta("penyedia", nama="PT Penyedia Lama")
    p = f.buat_pelanggan(saya, nama="Toko Pemilik Baru")
    u = pinjam(saya, p)
    ajuan = f.buat_pengajuan("selesai_sah", uttp=u)
    akun = jadikan_berakun(p)
    lakukan(services.pindahkan, u, saya.pengguna)

    baru = masuk(akun)
    assert baru.get(f"/uttp/{u.id}").status_code == 200
    isi = baru.get(f"/pengajuan/alat/{u.id}?jenis=dokumen").text
    assert "berlaku sampai" in isi
    assert "Diajukan pemilik sebelumnya" in isi
    assert ajuan.nomor not in isi
    assert "PT Penyedia Lama" not in isi
    assert baru.get(f"/pengajuan/{ajuan.id}").status_code == 404

    lama = masuk(saya.pengguna)
    assert lama.get(f"/uttp/{u.id}").status_code == 404
    with hitung_query() as daftar:
        isi = lama.get(f"/pengajuan/{ajuan.id}").text
    assert len(daftar) <= 5, daftar
    assert ajuan.nomor in isi
    assert "Toko Pemilik Baru" not in isi
    assert f"/pengajuan/alat/{u.id}" not in isi  # no way that ends at a closed door
