"""Pages photographed one by one become one PDF, and files given earlier are used again."""

import re
from io import BytesIO
from typing import Any

import pikepdf
import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import Image

from app.core import gabung, gambar, kenali
from app.core.uploads import Berkas, penyimpanan
from app.extensions import db
from app.pengajuan.models import BerkasPengajuan, Pengajuan
from app.pengajuan.queries import berkas_lama
from tests import berkas as contoh
from tests import factories as f
from tests.conftest import sekali


def ramai(lebar: int, tinggi: int) -> bytes:
    """As a stored photo is, at its worst: nothing in it repeats."""
    keluar = BytesIO()
    Image.effect_noise((lebar, tinggi), 120).convert("RGB").save(keluar, "JPEG", quality=80)
    return keluar.getvalue()


@pytest.mark.parametrize("banyak", [2, 10])
def test_gabungan_a4_ringan_dan_terbaca(banyak: int) -> None:
    """NF11 a: at most 2 MB, A4, pages in order; a sheet lies where the photo does."""
    foto = [ramai(1600, 1200) if n % 2 else ramai(1200, 1600) for n in range(banyak)]
    isi = gabung.jadi_pdf(foto)
    assert len(isi) <= gabung.MAKS_BITA
    assert kenali.periksa(isi, "a.pdf", jenis=frozenset({"pdf"}), maks_bita=12 << 20) == "pdf"
    with pikepdf.open(BytesIO(isi)) as pdf:
        assert len(pdf.pages) == banyak
        for n, hal in enumerate(pdf.pages):
            lebar, tinggi = (float(x) for x in hal.mediabox[2:])
            assert (lebar, tinggi) == ((842, 595) if n % 2 else (595, 842))
            assert int(hal.Resources.XObject.F.Width) >= (750 if banyak == 10 else 1200)


def test_dua_halaman_biasa_tetap_berwarna() -> None:
    foto = gambar.olah_foto(contoh.jpeg_12mp_gps()).utama
    with pikepdf.open(BytesIO(gabung.jadi_pdf([foto, foto]))) as pdf:
        gmb = pdf.pages[1].Resources.XObject.F
        assert gmb.ColorSpace == "/DeviceRGB"
        assert bytes(gmb.read_raw_bytes()) == foto
        # Held upright, as the photo was taken.
        assert int(gmb.Height) > int(gmb.Width)


def test_lembar_contoh_memuat_semua_halaman() -> None:
    kecil = gambar.olah_foto(contoh.jpeg(1200, 1600)).kecil
    with Image.open(BytesIO(gabung.lembar_contoh([kecil] * 7))) as im:
        assert im.size == (5 * gabung.SEL[0], 2 * gabung.SEL[1])


# --- through the form -----------------------------------------------------------------------------


def isian(**kw: Any) -> dict[str, Any]:
    return {
        "layanan": "tera_ulang", "skhp_lama": "ada", "skhp_lama_nomor": "510.63/0123/2025",
        "skhp_lama_tanggal": "2025-03-04", "skhp_lama_sampai": "Maret 2026",
        "skhp_lama_penerbit": "UPTD Metrologi Balikpapan", **kw,
    }  # fmt: skip


def titipan(html: str, nama: str) -> list[str]:
    return re.findall(rf'<input type="hidden" name="{nama}" value="(\d+)">', html)


def berkas_untuk(pengajuan_id: int, guna: str) -> list[Berkas]:
    cari = sa.select(Berkas).join(BerkasPengajuan, BerkasPengajuan.berkas_id == Berkas.id)
    cari = cari.where(BerkasPengajuan.pengajuan_id == pengajuan_id, BerkasPengajuan.guna == guna)
    db.session.expire_all()
    return list(db.session.scalars(cari.order_by(BerkasPengajuan.id)))


@pytest.fixture
def pengajuan(app: Flask) -> Pengajuan:
    p = f.buat_pengajuan(uttp=f.buat_uttp(f.buat_peserta()))
    lama = f.buat_berkas(jenis="pdf")
    db.session.add(BerkasPengajuan(pengajuan_id=p.id, berkas_id=lama.id, guna="skhp_lama"))
    db.session.commit()
    return p


def akun(p: Pengajuan) -> Any:
    return f.db.session.get_one(f.Pengguna, p.dibuat_oleh_id)


@sekali
def test_foto_digabung_saat_dikirim_tanpa_javascript(
    app: Flask, masuk: Any, pengajuan: Pengajuan
) -> None:
    """NF11 f: sent with the form itself, upright, without place; the page shows them all."""
    klien, url = masuk(akun(pengajuan)), f"/pengajuan/{pengajuan.id}/ubah"
    html = klien.get(url).text
    tetap = {n: titipan(html, n) for n in ("foto_kondisi", "berkas_skhp_lama", "surat_permohonan")}
    sisi = contoh.jpeg(800, 600, exif=contoh.exif_gps())
    foto = [(BytesIO(sisi), f"hal-{n}.jpg") for n in range(3)]
    surat = [*tetap.pop("surat_permohonan"), *foto]
    jawab = klien.kirim(url, isian(**tetap, surat_permohonan=surat))
    assert jawab.status_code == 303
    pdf_lama, satu = berkas_untuk(pengajuan.id, "surat_permohonan")
    assert (pdf_lama.jenis, satu.jenis, satu.nama) == ("pdf", "pdf", "Surat permohonan.pdf")
    with penyimpanan().buka(satu.kunci) as fp:
        isi = fp.read()
    assert len(isi) == satu.ukuran <= gabung.MAKS_BITA
    assert not re.search(rb"Rahasia|Exif|GPS", isi)
    alamat = f"/pengajuan/{pengajuan.id}/berkas/{satu.id}?kecil=1"
    assert f'src="{alamat}"' in klien.get(f"/pengajuan/{pengajuan.id}").text
    for url, jenis in ((alamat, "image/jpeg"), (alamat.partition("?")[0], "application/pdf")):
        with klien.get(url) as jawab:
            assert jawab.content_type == jenis
    # One photo stays a photo, and a photo of the instrument is never a page.
    assert all(b.foto for b in berkas_untuk(pengajuan.id, "foto_kondisi"))


@sekali
def test_ganti_dan_hapus_per_berkas(app: Flask, masuk: Any, pengajuan: Pengajuan) -> None:
    """D8: a page is replaced where it stands; too many are named at once, with the number."""
    klien, url = masuk(akun(pengajuan)), f"/pengajuan/{pengajuan.id}/ubah"
    foto = [(BytesIO(contoh.jpeg()), f"hal-{n}.jpg") for n in range(3)]
    html = klien.kirim(url, {"surat_permohonan": foto, "aksi_berkas": "surat_permohonan"}).text
    satu, dua, tiga = titipan(html, "surat_permohonan")
    assert "3 foto ini digabung berurutan menjadi satu PDF" in html
    data = {
        "surat_permohonan": [satu, dua, tiga, (BytesIO(contoh.jpeg(48, 64)), "baru.jpg")],
        "aksi_berkas": f"surat_permohonan:ganti:{dua}",
    }
    html = klien.kirim(url, data).text
    assert [x == y for x, y in zip(titipan(html, "surat_permohonan"), (satu, dua, tiga),
                                   strict=True)] == [True, False, True]  # fmt: skip
    banyak = [(BytesIO(contoh.jpeg(40, 30)), f"{n}.jpg") for n in range(6)]
    jawab = klien.kirim(url, {"foto_kondisi": banyak, "aksi_berkas": "foto_kondisi"})
    assert jawab.status_code == 422
    assert "Paling banyak 5 berkas, sekarang ada 6." in jawab.text


def test_berkas_lama_ditawarkan_hanya_milik_sendiri(app: Flask) -> None:
    """uF12: by purpose, newest first, three at most, one content once, never a stranger's."""
    peserta, lain = f.buat_peserta(), f.buat_peserta()
    alat, alat_lain = f.buat_uttp(peserta), f.buat_uttp(peserta)

    def lampir(uttp: Any, guna: str, *berkas: Berkas) -> None:
        p = f.buat_pengajuan("selesai_batal", uttp=uttp)
        db.session.add_all(
            BerkasPengajuan(pengajuan_id=p.id, berkas_id=b.id, guna=guna) for b in berkas
        )
        db.session.commit()

    def buat(n: int, siapa: Any = peserta) -> Berkas:
        return f.buat_berkas(siapa.pengguna, jenis="pdf", sha256=f"{n:064d}")

    surat = [buat(n) for n in (1, 2, 3, 4, 4)]
    lampir(alat_lain, "surat_permohonan", *surat)
    lampir(alat_lain, "skhp_lama", buat(5))
    lampir(alat, "skhp_lama", skhp := buat(6))
    lampir(alat, "foto_kondisi", buat(7))
    lampir(f.buat_uttp(lain), "surat_permohonan", buat(8, lain))
    hasil = {n: [b.id for b in bb] for n, bb in berkas_lama(peserta.pengguna.id, alat.id).items()}
    assert hasil == {
        "surat_permohonan": [surat[4].id, surat[2].id, surat[1].id],
        "berkas_skhp_lama": [skhp.id],
    }
    assert berkas_lama(f.buat_peserta().pengguna.id, alat.id) == {}


@sekali
def test_pakai_lagi_menempelkan_berkas_yang_sama(
    app: Flask, masuk: Any, pengajuan: Pengajuan
) -> None:
    """A button, so it works without JavaScript; only what the account sent itself."""
    pemilik = akun(pengajuan)
    klien, url = masuk(pemilik), f"/pengajuan/{pengajuan.id}/ubah"
    punya, orang = f.buat_berkas(pemilik), f.buat_berkas(f.buat_peserta().pengguna)
    kini = titipan(klien.get(url).text, "surat_permohonan")
    for b, hasil in ((punya, [*kini, str(punya.id)]), (orang, kini)):
        data = isian(surat_permohonan=kini, aksi_berkas=f"surat_permohonan:{b.id}")
        jawab = klien.kirim(url, data)
        assert jawab.status_code == 200
        assert titipan(jawab.text, "surat_permohonan") == hasil
