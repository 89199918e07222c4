"""Editing the public site: each sort is added, changed, hidden and deleted, by whom may."""

import re
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa

from app.core.audit import Audit
from app.extensions import db
from app.konten import services
from app.konten.models import MODEL, Berita, HalamanSitus, Konten, Pegawai, Regulasi, Slide
from app.konten.states import BAKU, RAGAM, WARTA
from tests import berkas as contoh
from tests import factories as f
from tests.conftest import sekali

ISIAN: dict[str, dict[str, str]] = {
    "slide": {"judul": "Timbangan jujur", "teks": "Kalimat.", "alt": "Sebuah timbangan",
              "tautan": "/alur", "tautan_label": "Baca alurnya", "urutan": "3", "aktif": "y"},
    "layanan": {"nama": "Tera", "ringkas": "Pengujian pertama.", "naskah": "**Isi**",
                "syarat": "- foto", "waktu": "2 hari", "biaya": "Bebas", "urutan": "1",
                "aktif": "y"},
    "berita": {"judul": "Sidang tera", "ringkas": "", "naskah": "Isi **berita**.", "alt": "",
               "terbit_pada": "2026-01-02T08:00", "sampai_pada": "", "aktif": "y",
               "tautan": "https://contoh.test/satu\nhttps://contoh.test/dua"},
    "foto": {"alt": "Penera menguji", "keterangan": "Di pasar", "berita_id": "", "aktif": "y"},
    "regulasi": {"jenis": "permendag", "nomor": "24", "tahun": "2024", "judul": "Tera",
                 "keterangan": "", "tautan": "https://contoh.test/24", "aktif": "y"},
    "sop": {"judul": "Pelayanan tera", "nomor": "1", "berlaku_mulai": "2026-01-05",
            "keterangan": "", "urutan": "1", "aktif": "y"},
    "pegawai": {"nama": "Siti Rekaan", "nip": "199001012020122001", "alt": "", "aktif": "y"},
    "jabatan": {"nama": "Penera Ahli", "urutan": "2", "aktif": "y"},
    "sidang": {"tempat": "Pasar Uji", "alamat": "Jalan Uji", "tanggal": "2027-02-03",
               "jam": "08.00–12.00", "alat": "Timbangan", "bawa": "", "aktif": "y"},
}  # fmt: skip
BERKAS = {"slide": "gambar", "foto": "gambar", "sop": "dokumen"}


def kiriman(isi: bytes, nama: str) -> tuple[BytesIO, str]:
    return BytesIO(isi), nama


def isian(ragam: str, **kw: Any) -> dict[str, Any]:
    isi: dict[str, Any] = dict(ISIAN[ragam])
    if ragam == "pegawai":
        isi["jabatan_id"] = str(f.buat_konten("jabatan").id)
    if BERKAS.get(ragam) == "gambar":
        isi["gambar"] = kiriman(contoh.jpeg(900, 600), "foto.jpg")
    if BERKAS.get(ragam) == "dokumen":
        isi["dokumen"] = kiriman(contoh.pdf(), "sop.pdf")
    return isi | kw


def satu(ragam: str) -> Any:
    db.session.expire_all()
    return db.session.scalars(sa.select(MODEL[ragam]).order_by(MODEL[ragam].id.desc())).first()


def jumlah(model: type[Konten]) -> int:
    return int(db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0)


@pytest.mark.parametrize("ragam", RAGAM)
def test_tambah_ubah_hapus(app: Any, masuk: Any, ragam: str) -> None:
    """# parity 130, 133-137, 142, 143"""
    admin = masuk(f.buat_pengguna("admin"))
    jawab = admin.kirim(f"/admin/konten/{ragam}/baru", isian(ragam))
    assert jawab.status_code == 303, jawab.text[-3000:]
    baris = satu(ragam)
    alamat = f"/admin/konten/{ragam}/{baris.id}"
    nama = services.judul(ragam, baris)
    assert nama in admin.get(f"/admin/konten/{ragam}").text
    assert nama in admin.get(f"/admin/konten/{ragam}?q={nama[:5]}").text
    assert "Tidak ada yang cocok" in admin.htmx(f"/admin/konten/{ragam}?q=zzz").text

    ubah = {k: v for k, v in isian(ragam).items() if k not in ("gambar", "dokumen", "aktif")}
    for n in ("gambar", "dokumen"):
        if getattr(baris, f"{n}_id", None):
            ubah[n] = str(getattr(baris, f"{n}_id"))
    assert admin.kirim(alamat, ubah).status_code == 303
    assert satu(ragam).aktif is False
    assert "Disembunyikan" in admin.get(f"/admin/konten/{ragam}").text or ragam == "berita"

    assert "tidak dapat dikembalikan" in admin.get(f"{alamat}/hapus").text
    assert admin.kirim(f"{alamat}/hapus").status_code == 303
    assert satu(ragam) is None or satu(ragam).id != baris.id
    aksi = list(
        db.session.scalars(sa.select(Audit.aksi).where(Audit.objek == ragam).order_by(Audit.id))
    )
    assert aksi == ["konten_tambah", "konten_ubah", "konten_hapus"]


@sekali
@pytest.mark.parametrize("ragam", RAGAM)
def test_isian_yang_kurang_disebut_dan_tidak_hilang(app: Any, masuk: Any, ragam: str) -> None:
    admin = masuk(f.buat_pengguna("admin"))
    jawab = admin.kirim(f"/admin/konten/{ragam}/baru", {"keterangan": "tetap ada", "urutan": "0"})
    assert jawab.status_code == 422
    assert "<title>Kesalahan: " in jawab.text
    assert "Ada yang perlu diperbaiki" in jawab.text
    if 'name="keterangan"' in jawab.text:
        assert 'value="tetap ada"' in jawab.text
    assert jumlah(MODEL[ragam]) == 0


@sekali
@pytest.mark.parametrize(
    ("ragam", "ganti", "kalimat"),
    [
        ("slide", {"alt": ""}, "Tulis apa yang terlihat"),
        ("slide", {"tautan": "https://jahat.test"}, "Tulis alamat halaman situs ini"),
        ("slide", {"tautan": "//jahat.test"}, "Tulis alamat halaman situs ini"),
        ("slide", {"tautan": "javascript:alert(1)"}, "Tulis alamat halaman situs ini"),
        ("slide", {"tautan_label": ""}, "Tulis kata pada tautan"),
        ("slide", {"urutan": "-1"}, "Masukkan angka 1 sampai 999"),
        ("berita", {"terbit_pada": "kemarin"}, "Tulis tanggal dan jam seperti"),
        ("berita", {"sampai_pada": "2025-01-01T08:00"}, "Pilih waktu sesudah Terbit mulai"),
        ("berita", {"tautan": "http://contoh.test"}, "diawali https://"),
        ("berita", {"tautan": "https://contoh.test/'onclick="}, "diawali https://"),
        ("berita", {"naskah": "  "}, "Tulis isi berita"),
        ("berita", {"naskah": "x" * 20_001}, "Singkatkan sampai 20000 huruf"),
        ("regulasi", {"jenis": "ngawur"}, "Pilih"),
        ("regulasi", {"tahun": "24"}, "Masukkan angka 1900 sampai 2200"),
        ("regulasi", {"tautan": "javascript:alert(1)"}, "diawali https://"),
        ("pegawai", {"nip": "123"}, "Masukkan NIP 18 angka"),
        ("pegawai", {"nip": "", "nip_tampil": "y"}, "Isi NIP dulu"),
        ("pegawai", {"jabatan_id": "987654"}, "Pilih"),
    ],
)
def test_yang_keliru_ditolak(
    app: Any, masuk: Any, ragam: str, ganti: dict[str, str], kalimat: str
) -> None:
    admin = masuk(f.buat_pengguna("admin"))
    jawab = admin.kirim(f"/admin/konten/{ragam}/baru", isian(ragam, **ganti))
    assert jawab.status_code == 422
    assert kalimat in jawab.text
    assert jumlah(MODEL[ragam]) == 0


@pytest.mark.parametrize(
    ("ragam", "kalimat"),
    [("layanan", "Sudah ada layanan"), ("regulasi", "sudah dicatat"), ("jabatan", "Sudah ada jab"),
     ("sop", "Sudah ada SOP"), ("pegawai", "NIP ini sudah dicatat")],
)  # fmt: skip
def test_kembar_ditolak_basis_data(app: Any, masuk: Any, ragam: str, kalimat: str) -> None:
    admin = masuk(f.buat_pengguna("admin"))
    assert admin.kirim(f"/admin/konten/{ragam}/baru", isian(ragam)).status_code == 303
    jawab = admin.kirim(f"/admin/konten/{ragam}/baru", isian(ragam))
    assert jawab.status_code == 422
    assert kalimat in jawab.text


def test_klik_ganda_menyimpan_sekali(app: Any, masuk: Any) -> None:
    admin = masuk(f.buat_pengguna("admin"))
    kunci = {"kunci_form": "6f1c3b0e-6a77-4a51-9d2f-0c3b2f1d4e5a"}
    for _ in range(2):
        assert admin.kirim("/admin/konten/sidang/baru", isian("sidang") | kunci).status_code == 303
    assert jumlah(MODEL["sidang"]) == 1


def test_dua_petugas_tidak_saling_menimpa(app: Any, masuk: Any) -> None:
    b = f.buat_konten("berita", judul="Judul lama")
    satu_, dua = masuk(f.buat_pengguna("admin")), masuk(f.buat_pengguna("pelayanan"))
    alamat = f"/admin/konten/berita/{b.id}"
    versi = satu_.get(alamat).text.split('name="versi"')[1].split('value="')[1].split('"')[0]
    assert dua.kirim(alamat, isian("berita", judul="Dari loket", versi=versi)).status_code == 303
    jawab = satu_.kirim(alamat, isian("berita", judul="Dari admin", versi=versi))
    assert jawab.status_code == 422
    assert "Tersimpan sekarang dan isian Anda" in jawab.text
    assert "Dari loket" in jawab.text
    assert "Dari admin" in jawab.text
    assert satu("berita").judul == "Dari loket"


def test_jabatan_yang_dipakai_tidak_dihapus(app: Any, masuk: Any) -> None:
    p = f.buat_konten("pegawai")
    admin = masuk(f.buat_pengguna("admin"))
    jawab = admin.kirim(f"/admin/konten/jabatan/{p.jabatan_id}/hapus")
    assert jawab.status_code == 409
    assert "Masih ada pegawai" in jawab.text
    assert jumlah(Pegawai) == 1


@sekali
def test_hak_menulis(app: Any, masuk: Any) -> None:
    """The counter writes news and gallery, the head reads, a penera does not come here."""
    ada = {r: f.buat_konten(r).id for r in RAGAM}
    loket, kepala = masuk(f.buat_pengguna("pelayanan")), masuk(f.buat_pengguna("kepala"))
    for ragam in RAGAM:
        assert kepala.get(f"/admin/konten/{ragam}").status_code == 200
        assert "Tambah" not in kepala.get(f"/admin/konten/{ragam}").text
        for url in (f"/admin/konten/{ragam}/baru", f"/admin/konten/{ragam}/{ada[ragam]}"):
            assert kepala.get(url).status_code == 403
            assert loket.get(url).status_code == (200 if ragam in WARTA else 403)
            assert (loket.kirim(url, {}).status_code == 403) == (ragam in BAKU)
    penera = masuk(f.buat_pengguna("penera"))
    assert penera.get("/admin/konten").status_code == 403
    assert "Hanya dibaca" in kepala.get("/admin/konten").text


def test_halaman_tetap(app: Any, masuk: Any) -> None:
    """# parity 131, 132, 138"""
    admin = masuk(f.buat_pengguna("admin"))
    for kode in ("singkat", "tentang", "visi", "tugas", "maklumat", "jadwal"):
        isi = {"naskah": f"Isi **{kode}** kantor."}
        assert admin.kirim(f"/admin/konten/halaman/{kode}", isi).status_code == 303
    bagan = kiriman(contoh.png(), "bagan.png")
    tanpa_alt = admin.kirim("/admin/konten/halaman/struktur", {"gambar": bagan, "alt": ""})
    assert tanpa_alt.status_code == 422
    assert "Tulis apa yang terlihat" in tanpa_alt.text
    nomor = tanpa_alt.text.split('name="gambar" value="')[1].split('"')[0]
    isi = {"gambar": nomor, "alt": "Bagan kantor", "naskah": ""}
    assert admin.kirim("/admin/konten/halaman/struktur", isi).status_code == 303
    tamu = app.test_client()
    for url, kata in (("/", "singkat"), ("/informasi/tentang", "tentang"), ("/layanan", "maklumat"),
                      ("/informasi/tentang", "visi"), ("/informasi/jadwal", "jadwal")):  # fmt: skip
        assert f"<strong>{kata}</strong>" in tamu.get(url).text
    struktur = tamu.get("/informasi/struktur").text
    assert 'alt="Bagan kantor"' in struktur
    assert tamu.get(struktur.split('img src="')[1].split('"')[0]).mimetype == "image/jpeg"
    h = db.session.scalar(sa.select(HalamanSitus).where(HalamanSitus.kode == "struktur"))
    assert h is not None
    assert (h.lebar, h.tinggi) == (640, 480)


@sekali
def test_pratinjau_tidak_menyimpan(app: Any, masuk: Any) -> None:
    admin = masuk(f.buat_pengguna("admin"))
    isi = isian("berita", naskah="## Judul\n\n<script>x</script> **tebal**", aksi="pratinjau")
    for kepala in ({}, {"HX-Request": "true"}):
        jawab = admin.kirim("/admin/konten/berita/baru", isi, headers=kepala)
        assert jawab.status_code == 200
        assert "belum disimpan" in jawab.text
        assert "<h3>Judul</h3>" in jawab.text
        assert "&lt;script&gt;x&lt;/script&gt; <strong>tebal</strong>" in jawab.text
        assert 'value="Sidang tera"' in jawab.text
    assert jumlah(Berita) == 0


def test_foto_disimpan_dengan_ukuran_dan_versi_kecil(app: Any, masuk: Any) -> None:
    admin = masuk(f.buat_pengguna("admin"))
    besar = isian("slide", gambar=kiriman(contoh.jpeg(2400, 1200), "lebar.jpg"))
    assert admin.kirim("/admin/konten/slide/baru", besar).status_code == 303
    s = db.session.scalars(sa.select(Slide)).one()
    assert (s.lebar, s.tinggi) == (1600, 800)
    html = app.test_client().get("/").text
    assert f'/media/slide/{s.id}/{s.gambar_id}?kecil=1" alt="Sebuah timbangan" width="800"' in html


def test_basis_data_menolak_gambar_tanpa_kata(app: Any) -> None:
    for rusak in ({"alt": ""}, {"alt": None}, {"lebar": 0}, {"gambar_id": None}):
        with pytest.raises(sa.exc.IntegrityError):
            f.buat_konten("slide", **rusak)
        db.session.rollback()
    with pytest.raises(sa.exc.IntegrityError):
        f.buat_konten("regulasi", jenis="ngawur")
    db.session.rollback()
    assert jumlah(Regulasi) == 0


def test_foto_galeri_dari_beritanya(masuk: Any) -> None:  # parity 143
    """Adding a photo to a news item does not ask again which one; a strange number is ignored."""
    admin = masuk(f.buat_pengguna("admin"))
    berita = f.buat_konten("berita")
    tautan = f"/admin/konten/foto/baru?berita={berita.id}"
    assert (
        f'href="{tautan}">Tambah foto galeri</a>'
        in admin.get(f"/admin/konten/berita/{berita.id}").text
    )
    assert re.search(rf'<option selected value="{berita.id}">', admin.get(tautan).text)
    for asing in ("999999", "x", ""):
        html = admin.get(f"/admin/konten/foto/baru?berita={asing}").text
        assert f'<option selected value="{berita.id}">' not in html


def test_foto_galeri_dari_berita_yang_lama(masuk: Any) -> None:
    """Older than all the news the list offers: it is offered and chosen, also after an error."""
    admin = masuk(f.buat_pengguna("admin"))
    berita = f.buat_konten("berita", judul="Kabar lama")
    for n in range(51):
        f.buat_konten("berita", judul=f"Kabar baru {n}")
    tautan = f"/admin/konten/foto/baru?berita={berita.id}"
    terpilih = f'<option selected value="{berita.id}">Kabar lama'
    assert terpilih in admin.get(tautan).text
    isi = isian("foto", berita_id=str(berita.id))
    gagal = admin.kirim("/admin/konten/foto/baru", isi | {"alt": ""})
    assert gagal.status_code == 422
    assert terpilih in gagal.text
    isi = isian("foto", berita_id=str(berita.id))
    assert admin.kirim("/admin/konten/foto/baru", isi).status_code == 303
    foto = satu("foto")
    assert foto.berita_id == berita.id
    # Another one chosen, and the form not yet right: the one it belongs to stays on the list.
    lain = admin.kirim(f"/admin/konten/foto/{foto.id}", {"berita_id": "", "alt": ""})
    assert lain.status_code == 422
    assert f'value="{berita.id}">Kabar lama' in lain.text
