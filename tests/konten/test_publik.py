"""What visitors see of the site, and from when until when."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from app.core import clock
from app.extensions import db
from app.konten.models import HalamanSitus, Unduhan
from tests import factories as f
from tests.conftest import sekali
from tests.core.test_kaya import keluhan
from tests.keamanan.naskah import NASKAH

HALAMAN = ("/", "/layanan", "/kontak", "/informasi", "/informasi/berita", "/informasi/galeri",
           "/informasi/regulasi", "/informasi/sop", "/informasi/pegawai", "/informasi/struktur",
           "/informasi/tentang", "/informasi/jadwal", "/wajib-tera")  # fmt: skip


@pytest.mark.parametrize("url", HALAMAN)
def test_halaman_kosong_tetap_berguna(klien: Any, url: str) -> None:
    jawab = klien.get(url)
    assert jawab.status_code == 200
    assert "<h1>" in jawab.text


@sekali
def test_menu_tamu_paling_banyak_tujuh(klien: Any) -> None:
    html = klien.get("/kontak").text
    menu = html.split('aria-label="Menu utama"')[1].split("</nav>")[0]
    assert re.findall(r"<a [^>]*>\s*(?:<svg.*?</svg>)?\s*([^<]*?)\s*</a>", menu, re.S) == [
        "Beranda", "Alur Pelayanan", "Layanan", "UTTP Wajib Tera", "Informasi", "Kontak",
        "Log In Peserta",
    ]  # fmt: skip
    assert 'href="/informasi" aria-current="page"' in klien.get("/informasi/sop").text


def test_beranda_menampilkan_yang_terbit(klien: Any, hitung_query: Any) -> None:
    """# parity 1-5, 8: four slides at most, cards, news, photos, one Registrasi."""
    for n in range(6):
        f.buat_konten("slide", judul=f"Slide nomor {n}", urutan=9 - n)
        f.buat_konten("berita", judul=f"Kabar nomor {n}",
                      terbit_pada=clock.now() - timedelta(days=n))  # fmt: skip
        f.buat_konten("foto", alt=f"Foto nomor {n}")
        f.buat_konten("layanan", nama=f"Layanan nomor {n}")
    f.buat_konten("slide", judul="Slide tersembunyi", aktif=False, urutan=1)
    with hitung_query() as daftar:
        html = klien.get("/").text
    assert len(daftar) == 1
    assert [n for n in range(6) if f"Slide nomor {n}" in html] == [2, 3, 4, 5]
    assert html.index("Slide nomor 5") < html.index("Slide nomor 2")
    assert [n for n in range(6) if f"Kabar nomor {n}" in html] == [0, 1, 2]
    assert [n for n in range(6) if f"Foto nomor {n}" in html] == [2, 3, 4, 5]
    assert "tersembunyi" not in html
    utama = html.split("<main")[1].split("</main>")[0]
    assert len(re.findall(r">Registrasi</a>", utama)) == 1
    assert utama.count('href="/registrasi"') == 2  # the call to action has words of its own
    assert utama.count('loading="lazy"') == utama.count("<img") - 1


SAAT = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)  # 00.30 on New Year's Day in WITA


@pytest.mark.parametrize(
    ("kini", "terlihat"),
    [
        (SAAT - timedelta(seconds=1), False),
        (SAAT, True),
        (SAAT + timedelta(hours=5), True),
        (SAAT + timedelta(days=1) - timedelta(seconds=1), True),
        (SAAT + timedelta(days=1), False),
    ],
)
def test_berita_terbit_dari_dan_sampai(
    app: Any, klien: Any, masuk: Any, kini: datetime, terlihat: bool
) -> None:
    """Midnight in WITA, to the second; before and after it is not there at all."""
    isi = f.isi_konten("foto") | {"terbit_pada": SAAT, "sampai_pada": SAAT + timedelta(days=1)}
    b = f.buat_konten("berita", judul="Kabar tahun baru", **isi)
    gambar = f"/media/berita/{b.id}/{b.gambar_id}"
    with time_machine.travel(kini, tick=False):
        for url in ("/", "/informasi/berita", "/informasi/berita?q=tahun"):
            assert ("Kabar tahun baru" in klien.get(url).text) == terlihat
        for url in (f"/informasi/berita/{b.id}", gambar, f"{gambar}?kecil=1"):
            assert klien.get(url).status_code == (200 if terlihat else 404)
        if terlihat:
            assert "1 Januari 2027 00.30 WITA" in klien.get(f"/informasi/berita/{b.id}").text
        admin = masuk(f.buat_pengguna("kepala"))
        pratinjau = admin.get(f"/informasi/berita/{b.id}")
        assert pratinjau.status_code == 200
        assert ("belum terbit" in pratinjau.text) != terlihat
        simpan = [o.get(gambar).headers["Cache-Control"] for o in (klien, admin)]
        if terlihat:
            assert simpan[0].startswith("public, max-age=")
        assert "no-store" in simpan[1]


def test_draf_tidak_ada_bagi_umum(klien: Any, masuk: Any) -> None:
    for ragam, url in (("berita", "/informasi/berita/{}"), ("foto", "/informasi/galeri/{}"),
                       ("sop", "/unduh/sop/{}"), ("regulasi", "/unduh/regulasi/{}"),
                       ("sidang", "/informasi/jadwal/{}.ics")):  # fmt: skip
        b = f.buat_konten(ragam, aktif=False)
        for orang in (klien, masuk(f.buat_peserta().pengguna), masuk(f.buat_pengguna("penera"))):
            assert orang.get(url.format(b.id)).status_code == 404
        assert masuk(f.buat_pengguna("admin")).get(url.format(b.id)).status_code == 200


def test_gambar_orang_lain_tidak_lewat_sini(klien: Any) -> None:
    """The file must be the one of the row: no other number opens anything."""
    s, rahasia = f.buat_konten("slide"), f.buat_berkas()
    assert klien.get(f"/media/slide/{s.id}/{s.gambar_id}").status_code == 200
    assert klien.get(f"/media/slide/{s.id}/{rahasia.id}").status_code == 404
    assert klien.get(f"/media/halaman/struktur/{rahasia.id}").status_code == 404


def test_berita_sepuluh_sehalaman_juga_tanpa_foto(klien: Any) -> None:
    """# parity 5, 6"""
    for n in range(12):
        kw = f.isi_konten("foto") if n % 2 else {}
        f.buat_konten("berita", judul=f"Kabar-{n:02d}.",
                      terbit_pada=clock.now() - timedelta(days=n), **kw)  # fmt: skip
    satu = klien.get("/informasi/berita").text
    assert re.findall(r"Kabar-\d\d\.", satu) == [f"Kabar-{n:02d}." for n in range(10)]
    lanjut = unescape(satu.split('class="halaman"')[1].split('href="')[1].split('"')[0])
    assert re.findall(r"Kabar-\d\d\.", klien.get(lanjut).text) == ["Kabar-10.", "Kabar-11."]


def test_galeri_terbaru_dulu_dan_foto_besar(klien: Any) -> None:
    """# parity 4"""
    foto = [f.buat_konten("foto", alt=f"Foto {n:02d}.",
                          dibuat_pada=clock.now() + timedelta(n)) for n in range(12)]  # fmt: skip
    html = klien.get("/informasi/galeri").text
    assert re.findall(r"Foto \d\d\.", html) == [f"Foto {n:02d}." for n in range(11, 1, -1)]
    besar = klien.get(f"/informasi/galeri/{foto[0].id}").text
    assert f'/media/foto/{foto[0].id}/{foto[0].gambar_id}" alt=' in besar


def test_regulasi_disaring_dan_diunduh(app: Any, klien: Any) -> None:
    """# parity 12, 134; features M2"""
    r = f.buat_konten("regulasi", jenis="uu", nomor="2", tahun=1981, judul="Metrologi Legal")
    f.buat_konten("regulasi", jenis="permendag", nomor="24", tahun=2024, judul="Tera",
                  dokumen_id=None, tautan="https://contoh.test/24")  # fmt: skip
    for tanya, ada in (("", (1, 1)), ("jenis=uu", (1, 0)), ("tahun=2024", (0, 1)),
                       ("q=metrologi", (1, 0)), ("jenis=ngawur&tahun=x", (1, 1)),
                       ("q=metrologi&tahun=2024", (0, 0))):  # fmt: skip
        html = klien.get(f"/informasi/regulasi?{tanya}").text
        assert ("Metrologi Legal" in html, "Tahun 2024" in html) == tuple(map(bool, ada)), tanya
    html = klien.get("/informasi/regulasi").text
    assert html.index("Tahun 2024") < html.index("Tahun 1981")
    assert re.search(r"Unduh PDF, \d", html)
    for _ in range(2):
        jawab = klien.get(f"/unduh/regulasi/{r.id}")
        assert jawab.mimetype == "application/pdf"
        assert "attachment" in jawab.headers["Content-Disposition"]
    klien.head(f"/unduh/regulasi/{r.id}")
    assert db.session.scalar(sa.select(Unduhan.jumlah)) == 2


def test_pegawai_menurut_jabatan_dan_nip_hanya_bila_dipilih(klien: Any) -> None:
    """# parity 14"""
    kepala, staf = (f.buat_konten("jabatan", urutan=n, nama=k).id
                    for n, k in ((1, "Kepala"), (2, "Penera")))  # fmt: skip
    for n in range(25):
        f.buat_konten("pegawai", nama=f"Orang {n:02d}.", jabatan_id=staf, nip=f"{n:018d}",
                      nip_tampil=n == 3)  # fmt: skip
    f.buat_konten("pegawai", nama="Zaenal Pimpinan", jabatan_id=kepala)
    html = klien.get("/informasi/pegawai").text
    assert html.index("Zaenal") < html.index("Orang 00.")
    assert f"NIP {3:018d}" in html
    assert f"{4:018d}" not in html
    assert re.findall(r"Orang \d\d\.", html) == [f"Orang {n:02d}." for n in range(19)]
    lanjut = unescape(html.split('class="halaman"')[1].split('href="')[1].split('"')[0])
    assert re.findall(r"Orang \d\d\.", klien.get(lanjut).text) == [
        f"Orang {n:02d}." for n in range(19, 25)
    ]
    assert "Zaenal" in klien.get("/informasi/pegawai?q=kepala").text
    assert "Zaenal" not in klien.get("/informasi/pegawai?q=orang").text


def test_sidang_yang_akan_datang_dan_kalendernya(klien: Any) -> None:
    """# features J5, J6"""
    f.buat_konten("sidang", tempat="Pasar Kemarin", tanggal=clock.today() - timedelta(1))
    hari_ini = f.buat_konten("sidang", tempat="Pasar, Hari; Ini", tanggal=clock.today())
    html = klien.get("/informasi/jadwal").text
    assert "Pasar Kemarin" not in html
    assert "Pasar, Hari; Ini" in html
    ics = klien.get(f"/informasi/jadwal/{hari_ini.id}.ics")
    assert ics.mimetype == "text/calendar"
    assert f"DTSTART;VALUE=DATE:{clock.today():%Y%m%d}" in ics.text
    assert "SUMMARY:Sidang tera Pasar\\, Hari\\; Ini" in ics.text
    f.buat_konten("sidang", tempat="Pasar Lain", tanggal=clock.today() + timedelta(3))
    semua = klien.get("/informasi/jadwal.ics").text
    assert semua.count("BEGIN:VEVENT") == 2
    assert "Pasar Kemarin" not in semua
    assert max(len(b) for b in ics.data.split(b"\r\n")) <= 75


def test_naskah_jahat_di_setiap_halaman_menjadi_teks(klien: Any) -> None:
    """# features M5: the corpus in every rich text, on the pages visitors open."""
    semua = "\n\n".join(NASKAH)
    b = f.buat_konten("berita", naskah=semua)
    f.buat_konten("layanan", naskah=semua, syarat=semua)
    kode = ("singkat", "tentang", "visi", "tugas", "maklumat", "struktur", "jadwal")
    db.session.add_all(HalamanSitus(kode=k, naskah=semua) for k in kode)
    db.session.commit()
    for url in ("/", f"/informasi/berita/{b.id}", "/informasi/berita", "/layanan",
                "/informasi/tentang", "/informasi/struktur", "/informasi/jadwal"):  # fmt: skip
        utama = klien.get(url).text.split("<main")[1].split("</main>")[0]
        assert "jahat.test" in utama, url
        salah = [s for s in keluhan(utama) if s in TERLARANG or s.startswith("href=")]
        salah += [s for s in keluhan(utama) if re.search(r" (on|style|src|hx-on)", s)]
        assert not [s for s in salah if s not in ("img src",)], url


TERLARANG = {"<script>", "<iframe>", "<object>", "<embed>", "<style>", "<meta>", "<base>",
             "<video>", "<audio>", "<math>", "<textarea>", "<template>", "<noscript>",
             "komentar"}  # fmt: skip


@sekali
def test_kontak_dan_whatsapp(app: Any, klien: Any) -> None:
    """# parity 7, 9-11: plain links, nothing fetched from elsewhere."""
    from app.core.db import tulis
    from app.pengaturan.services import ubah_kantor

    with tulis():
        ubah_kantor({"instagram_url": "https://instagram.test/metro", "web_url": "https://m.test"})
    html = klien.get("/kontak").text
    assert '<a href="https://instagram.test/metro" rel="noopener noreferrer">Instagram</a>' in html
    assert 'class="tombol" href="https://wa.me/' in html
    assert "Facebook" not in html
    assert "<iframe" not in html


def test_foto_menunggu_beritanya(klien: Any, masuk: Any) -> None:
    for kw in ({"aktif": False}, {"terbit_pada": clock.now() + timedelta(1)}):
        b = f.buat_konten("berita", **kw)
        foto = f.buat_konten("foto", berita_id=b.id, alt="Foto rahasia.")
        assert "Foto rahasia." not in klien.get("/informasi/galeri").text
        assert klien.get(f"/media/foto/{foto.id}/{foto.gambar_id}").status_code == 404
        admin = masuk(f.buat_pengguna("admin"))
        assert "Foto rahasia." in admin.get(f"/informasi/berita/{b.id}").text


def test_gambar_umum_tanpa_kuki_orang(klien: Any) -> None:
    """An answer that anybody may keep says nothing of who asked for it."""
    s = f.buat_konten("slide")
    klien.get("/lacak")
    with klien.session_transaction() as sesi:
        sesi.permanent = True
    jawab = klien.get(f"/media/slide/{s.id}/{s.gambar_id}")
    assert ("Set-Cookie" in jawab.headers) == ("no-store" in jawab.headers["Cache-Control"])
    assert klien.get("/media/halaman/%00/1").status_code == 404
