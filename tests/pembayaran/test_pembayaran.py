"""Paying, proving it, and deciding about proofs."""

import re
from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa

from app.core import clock
from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.extensions import db
from app.pembayaran import services
from app.pembayaran.models import Pembayaran
from app.pengajuan.models import Pengajuan
from tests import berkas as contoh
from tests import factories as f
from tests.conftest import ambil
from tests.jadwal.test_jadwal import akun
from tests.jadwal.test_tempat import serentak


def isi(nomor: str = "FT001", **kw: Any) -> dict[str, Any]:
    return {
        "nomor_bukti": nomor,
        "tanggal": clock.today().isoformat(),
        "bukti": (BytesIO(contoh.jpeg()), "struk.jpg"),
    } | kw


def semua_bukti(p: Pengajuan) -> list[Pembayaran]:
    db.session.remove()
    cari = sa.select(Pembayaran).where(Pembayaran.pengajuan_id == p.id).order_by(Pembayaran.id)
    return list(db.session.scalars(cari))


def test_bayar_ditolak_bayar_lagi_dikonfirmasi(app: Any, masuk: Any) -> None:
    p = f.buat_pengajuan("terjadwal", dasar_retribusi="Perda Uji 1/2024")
    peserta, petugas = masuk(akun(p)), masuk(f.buat_pengguna("pelayanan"))
    url, admin_url = f"/pembayaran/{p.id}", f"/admin/pembayaran/{p.id}"
    html = peserta.get(url).text
    for kata in (
        "Rp50.000",
        "Perda Uji 1/2024",
        "Bank Contoh",
        "data-salin",
        "Nomor Bukti Pembayaran",
    ):
        assert kata in html, kata
    hostil = {"status": "diproses", "jumlah": "1", "retribusi": "0", "di_loket": "1"}
    assert peserta.kirim(url, isi("ft 001", **hostil)).status_code == 303
    assert ambil(Pengajuan, p.id).status == "terbayar"
    (satu,) = semua_bukti(p)
    assert (satu.status, satu.jumlah, satu.nomor_bukti, satu.di_loket) == (
        "diunggah", 50_000, "FT 001", False,
    )  # fmt: skip
    menunggu = peserta.get(url).text
    assert "Menunggu pemeriksaan" in menunggu
    assert "Kirim bukti pembayaran" not in menunggu

    periksa = petugas.get(admin_url).text
    assert "<img" in periksa
    assert "Konfirmasi Pembayaran" in periksa
    lihat = {"pembayaran_id": satu.id}
    tanpa = petugas.kirim(f"{admin_url}/tolak", lihat)
    assert tanpa.status_code == 422
    assert "Pilih alasan" in tanpa.text
    tanpa_teks = petugas.kirim(f"{admin_url}/tolak", lihat | {"sebab": "lain"})
    assert tanpa_teks.status_code == 422
    tolak = {"sebab": "jumlah", "keterangan": "Tertulis Rp5.000."}
    assert petugas.kirim(f"{admin_url}/tolak", lihat | tolak).status_code == 303
    assert ambil(Pengajuan, p.id).status == "terjadwal"

    lagi = peserta.get(url).text
    assert "Jumlah pada bukti berbeda" in lagi
    assert "Tertulis Rp5.000." in lagi
    assert 'value="FT 001"' in lagi
    assert f'name="bukti" value="{satu.berkas_id}"' in lagi
    kedua = isi("FT 001", bukti=str(satu.berkas_id))
    assert peserta.kirim(url, kedua).status_code == 303
    assert len(semua_bukti(p)) == 2
    # the first proof is decided: confirming what is not on the screen any more is refused
    basi = petugas.kirim(f"{admin_url}/konfirmasi", lihat)
    assert basi.status_code == 409
    baru = semua_bukti(p)[1]
    jawab = petugas.kirim(f"{admin_url}/konfirmasi", {"pembayaran_id": baru.id})
    assert jawab.status_code == 303
    assert ambil(Pengajuan, p.id).status == "diproses"
    assert [b.status for b in semua_bukti(p)] == ["ditolak", "diterima"]
    assert "Pembayaran sudah diterima" in peserta.get(url).text


def test_isian_keliru_422_dan_berkas_tetap(app: Any, masuk: Any) -> None:
    p = f.buat_pengajuan("terjadwal")
    klien, url = masuk(akun(p)), f"/pembayaran/{p.id}"
    besok = str(clock.today() + timedelta(days=1))
    lama = str(clock.today() - timedelta(days=3))
    for beda, kata in (
        ({"nomor_bukti": ""}, "Masukkan nomor bukti"),
        ({"tanggal": ""}, "Pilih tanggal seperti pada bukti"),
        ({"tanggal": besok}, "paling akhir hari ini"),
        ({"tanggal": lama}, "mendahului pengajuan"),
    ):
        jawab = klien.kirim(url, isi() | beda)
        assert jawab.status_code == 422, beda
        assert kata in jawab.text
        assert "struk.jpg" in jawab.text
    kosong = klien.kirim(url, {"nomor_bukti": "X1", "tanggal": str(clock.today())})
    assert "Pilih foto atau berkas bukti" in kosong.text
    assert 'value="X1"' in kosong.text
    assert semua_bukti(p) == []


def test_nomor_bukti_hanya_sekali(app: Any, masuk: Any) -> None:
    satu, dua = f.buat_pengajuan("terjadwal"), f.buat_pengajuan("terjadwal")
    assert masuk(akun(satu)).kirim(f"/pembayaran/{satu.id}", isi("A-1")).status_code == 303
    jawab = masuk(akun(dua)).kirim(f"/pembayaran/{dua.id}", isi("a-1"))
    assert jawab.status_code == 422
    assert "sudah dipakai untuk pembayaran lain" in jawab.text
    assert ambil(Pengajuan, dua.id).status == "terjadwal"


def test_klik_dua_kali_sekali_tersimpan(app: Any, masuk: Any) -> None:
    p = f.buat_pengajuan("terjadwal")
    klien = masuk(akun(p))
    for _ in range(2):
        assert klien.kirim(f"/pembayaran/{p.id}", isi("A-2")).status_code == 303
    assert len(semua_bukti(p)) == 1
    lain = klien.kirim(f"/pembayaran/{p.id}", isi("A-3"))
    assert lain.status_code == 422
    assert "sudah Terbayar" in lain.text


def test_sepuluh_sekaligus_satu_bukti(app: Any) -> None:
    p = f.buat_pengajuan("terjadwal")
    pemilik, berkas = akun(p), f.buat_berkas()

    def bayar(i: int) -> str:
        with tulis():
            services.bayar(
                p, nomor_bukti=f"N-{i}", tanggal=clock.today(), bukti=[berkas], pelaku=pemilik
            )
        return "dapat"

    hasil = serentak(app, 10, bayar)
    assert hasil.count("dapat") == 1, hasil
    assert all(isinstance(h, AturanDilanggar) for h in hasil if h != "dapat")
    assert len(semua_bukti(p)) == 1


def test_nomor_sama_sepuluh_pengajuan_sekaligus(app: Any) -> None:
    semua = [f.buat_pengajuan("terjadwal") for _ in range(10)]
    orang, berkas = [akun(p) for p in semua], f.buat_berkas()

    def bayar(i: int) -> str:
        with tulis():
            services.bayar(
                semua[i], nomor_bukti="SAMA", tanggal=clock.today(), bukti=[berkas], pelaku=orang[i]
            )
        return "dapat"

    hasil = serentak(app, 10, bayar)
    assert hasil.count("dapat") == 1
    assert {h.field for h in hasil if h != "dapat"} == {"nomor_bukti"}


def test_bebas_retribusi_tanpa_formulir(app: Any, masuk: Any) -> None:
    p = f.buat_pengajuan("diproses", dasar_retribusi="UU 1/2022 (HKPD)")
    klien = masuk(akun(p))
    html = klien.get(f"/pembayaran/{p.id}").text
    assert "Bebas Retribusi" in html
    assert "UU 1/2022" in html
    assert 'name="nomor_bukti"' not in html
    assert klien.kirim(f"/pembayaran/{p.id}", isi()).status_code == 422
    assert ambil(Pengajuan, p.id).status == "diproses"
    assert (
        "Belum ada yang perlu dibayar"
        in masuk(akun(q := f.buat_pengajuan("baru"))).get(f"/pembayaran/{q.id}").text
    )


def test_bayar_di_loket(app: Any, masuk: Any) -> None:
    p, petugas = f.buat_pengajuan("terjadwal"), f.buat_pengguna("pelayanan")
    klien = masuk(petugas)
    url = f"/admin/pembayaran/{p.id}/loket"
    assert "Bayar di Loket" in klien.get(f"/admin/pembayaran/{p.id}").text
    assert klien.get(url).status_code == 200
    assert klien.kirim(url, isi("KW-1")).status_code == 303
    (satu,) = semua_bukti(p)
    assert (satu.status, satu.di_loket, satu.diputus_oleh_id) == ("diterima", True, petugas.id)
    assert ambil(Pengajuan, p.id).status == "diproses"
    assert "Tidak ada yang perlu dibayar" in klien.get(url).text


def test_hak_atas_baris_dan_peran(app: Any, masuk: Any) -> None:
    p = f.buat_pengajuan("terjadwal")
    pemilik = masuk(akun(p))
    pemilik.kirim(f"/pembayaran/{p.id}", isi("B-1"))
    (satu,) = semua_bukti(p)
    bukti = f"/pembayaran/{p.id}/bukti/{satu.berkas_id}"
    for k, url in ((pemilik, bukti), (pemilik, f"{bukti}?kecil=1")):
        with k.get(url) as jawab:
            assert (jawab.status_code, jawab.mimetype) == (200, "image/jpeg")
    with masuk(f.buat_pengguna("kepala")).get(bukti) as jawab:
        assert jawab.status_code == 200
    orang_lain = masuk(f.buat_peserta().pengguna)
    for url in (bukti, f"/pembayaran/{p.id}"):
        assert orang_lain.get(url).status_code == 404
    assert orang_lain.kirim(f"/pembayaran/{p.id}", isi("B-2")).status_code == 404
    # a file of another application does not come along
    foto = db.session.scalar(
        sa.text("SELECT berkas_id FROM berkas_pengajuan WHERE pengajuan_id = :p"), {"p": p.id}
    )
    assert pemilik.get(f"/pembayaran/{p.id}/bukti/{foto}").status_code == 404
    kepala = masuk(f.buat_pengguna("kepala"))
    assert "Konfirmasi Pembayaran" not in kepala.get(f"/admin/pembayaran/{p.id}").text
    assert kepala.kirim(f"/admin/pembayaran/{p.id}/konfirmasi").status_code == 403
    assert pemilik.kirim(f"/admin/pembayaran/{p.id}/konfirmasi").status_code == 403
    assert masuk(f.buat_pengguna("penera")).get("/admin/pembayaran").status_code == 403


def test_antrean(app: Any, masuk: Any, hitung_query: Any) -> None:
    klien = masuk(f.buat_pengguna("pelayanan"))
    assert "Tidak ada pembayaran yang menunggu" in klien.get("/admin/pembayaran").text
    p = f.buat_pengajuan("terjadwal")
    masuk(akun(p)).kirim(f"/pembayaran/{p.id}", isi("C-1"))
    klien.get("/admin/pembayaran")
    with hitung_query() as satu:
        html = klien.get("/admin/pembayaran").text
    assert p.nomor in html
    assert "C-1" in html
    for _ in range(22):
        f.buat_pengajuan("terjadwal")
    with hitung_query() as banyak:
        html = klien.get("/admin/pembayaran").text
    assert len(banyak) == len(satu) <= 3, "\n".join(banyak)
    assert "Berikutnya" in html
    assert p.nomor in klien.get("/admin/pembayaran?q=C-1").text
    assert klien.htmx("/admin/pembayaran?status=terbayar").text.count("<tr>") == 2
    assert "Tidak ada yang cocok" in klien.get("/admin/pembayaran?status=lunas").text
    assert klien.get("/admin/pembayaran?setelah=ngawur").status_code == 404


def test_setelah_diputuskan_berikutnya_terbuka(app: Any, masuk: Any) -> None:
    dua = [f.buat_pengajuan("terjadwal") for _ in range(2)]
    for i, p in enumerate(dua):
        masuk(akun(p)).kirim(f"/pembayaran/{p.id}", isi(f"D-{i}"))
    klien = masuk(f.buat_pengguna("admin"))
    for p, tujuan in ((dua[0], f"/admin/pembayaran/{dua[1].id}"), (dua[1], "/admin")):
        jawab = klien.kirim(
            f"/admin/pembayaran/{p.id}/konfirmasi", {"pembayaran_id": semua_bukti(p)[0].id}
        )
        assert jawab.location == f"/pengajuan/{p.id}?lanjut=terbayar"
        url = re.search(r'href="([^"]+berikutnya[^"]+)"', klien.get(jawab.location).text)
        assert url
        assert klien.get(unescape(url[1])).location == tujuan


@pytest.mark.parametrize("nilai", ["", "abc", "9" * 30])
def test_bukti_yang_tak_terbaca_nomornya(app: Any, masuk: Any, nilai: str) -> None:
    p = f.buat_pengajuan("terbayar")
    klien = masuk(f.buat_pengguna("admin"))
    jawab = klien.kirim(f"/admin/pembayaran/{p.id}/konfirmasi", {"pembayaran_id": nilai})
    assert jawab.status_code == 409
    assert ambil(Pengajuan, p.id).status == "terbayar"


def test_layanan_juga_menolak_tanpa_bukti(app: Any) -> None:
    p = f.buat_pengajuan("terjadwal")
    with pytest.raises(AturanDilanggar) as galat, tulis():
        services.bayar(p, nomor_bukti="FT9", tanggal=clock.today(), bukti=[], pelaku=akun(p))
    assert galat.value.field == "bukti"
    assert ambil(Pengajuan, p.id).status == "terjadwal"
    assert not semua_bukti(p)
