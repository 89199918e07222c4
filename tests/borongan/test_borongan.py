"""One act on many: first seen, then done one by one, and told one by one."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa

from app.core import clock
from app.extensions import db
from app.jadwal.models import BebanHari, BebanPenera
from app.pengajuan.models import Pengajuan, Riwayat, Skhp
from tests import factories as f
from tests.conftest import ambil


@pytest.fixture
def klien(app: Any, masuk: Any) -> Any:
    return masuk(f.buat_pengguna("pelayanan"))


def formulir(html: str) -> dict[str, Any]:
    """What the confirming form of the preview sends."""
    isi: dict[str, Any] = {}
    bagian = html.split('<form method="post" action="/admin/borongan')[1].split("</form>")[0]
    for nama, nilai in re.findall(r'name="([^"]+)" value="([^"]*)"', bagian):
        isi.setdefault(nama, []).append(unescape(nilai))
    isi.pop("csrf_token")
    return isi


def lihat(klien: Any, aksi: str, *semua: Pengajuan, **lain: Any) -> str:
    url = f"/admin/borongan/{aksi}"
    jawab = klien.get(url, query_string={"pilih": [p.id for p in semua], **lain})
    assert jawab.status_code == 200
    return unescape(jawab.text)


def kirim(klien: Any, aksi: str, html: str) -> str:
    jawab = klien.kirim(f"/admin/borongan/{aksi}/jalankan", formulir(html))
    assert jawab.status_code == 200
    return unescape(jawab.text)


def status(*semua: Pengajuan) -> list[str]:
    return [ambil(Pengajuan, p.id).status for p in semua]


def test_pilih_semua_di_halaman_tanpa_javascript(klien: Any) -> None:
    f.buat_pengajuan("baru")
    f.buat_pengajuan("terjadwal")  # nothing to do to it at once with others
    assert klien.get("/admin/pengajuan").text.count('type="checkbox"') == 2  # and the filter's own
    html = klien.get("/admin/pengajuan?semua=1&status=baru").text
    assert len(re.findall(r'name="pilih"[^>]* checked', html)) == 1
    assert 'formaction="/admin/borongan/terbitkan"' in html


def test_terima_dengan_pratinjau_dan_hasil_tiap_baris(klien: Any) -> None:
    a, b, c, d = (f.buat_pengajuan(s) for s in ("baru", "baru", "diterima", "baru"))
    html = lihat(klien, "terima", a, b, c, d)
    assert "3 dari 4 pengajuan akan diterima" in html
    assert "Statusnya Diterima, jadi dilewati." in html
    assert status(a, b) == ["baru", "baru"]
    # Meanwhile one is changed by its owner: it is looked at again, not accepted unseen.
    db.session.execute(
        sa.update(Pengajuan).where(Pengajuan.id == d.id)
        .values(diubah_pada=clock.now() + timedelta(1))
    )  # fmt: skip
    db.session.commit()
    hasil = kirim(klien, "terima", html)
    assert "2 dari 3 pengajuan diterima" in hasil
    assert "baru saja diubah orang lain" in hasil
    assert status(a, b, c, d) == ["diterima", "diterima", "diterima", "baru"]
    # Sent twice: the second finds them done.
    assert "0 dari 3 pengajuan diterima" in kirim(klien, "terima", html)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Riwayat)) == 2


def test_jadwalkan_menyebar_menurut_kapasitas(klien: Any) -> None:
    penera = f.buat_pengguna("penera", nama="Rahmat")
    hari = [f.hari_kerja_berikut(n) for n in (1, 2)]
    db.session.add_all(
        [BebanHari(tanggal=hari[0], menit=10, batas=480),
         BebanPenera(tanggal=hari[0], penera_id=penera.id, jumlah=7, batas=8)]
    )  # fmt: skip
    db.session.commit()
    tiga = [f.buat_pengajuan("diterima") for _ in range(3)]
    html = lihat(klien, "jadwalkan", *tiga)
    assert html.count("penera Rahmat, ") == 3
    kirim(klien, "jadwalkan", html)
    dapat = [ambil(Pengajuan, p.id).tanggal_uji for p in tiga]
    assert dapat == [hari[0], hari[1], hari[1]]
    assert status(*tiga) == ["diproses"] * 3  # no fee is due
    # On one day only there is no room for another.
    lagi = f.buat_pengajuan("diterima")
    html = lihat(klien, "jadwalkan", lagi, tanggal=hari[0].isoformat(), satu_hari="y")
    assert "Tidak ada tempat pada hari dan penera yang dipilih." in html
    assert "0 dari 1" in html
    # The plan is a proposal; what holds is the calendar at the moment of the act.
    isi = {"pilih": lagi.id, f"rencana-{lagi.id}": f"{hari[0]}~{penera.id}"}
    jawab = klien.kirim("/admin/borongan/jadwalkan/jalankan", isi)
    assert "sudah penuh" in jawab.text
    assert status(lagi) == ["diterima"]
    for ngawur in ("", "2026-13-40~x", "besok"):
        isi[f"rencana-{lagi.id}"] = ngawur
        jawab = klien.kirim("/admin/borongan/jadwalkan/jalankan", isi)
        assert "Tidak jadi" in jawab.text


def test_terbitkan_dengan_nomor_berurutan(klien: Any) -> None:
    gratis, bayar = f.buat_pengajuan("menunggu_dokumen"), f.buat_pengajuan("menunggu_dokumen")
    db.session.execute(
        sa.update(Pengajuan).where(Pengajuan.id == bayar.id).values(retribusi=50_000)
    )  # fmt: skip
    db.session.commit()
    html = lihat(klien, "terbitkan", gratis, bayar)
    diusulkan = re.findall(r"SKHP (510\S+),", html)
    assert len(set(diusulkan)) == 2
    assert html.count("; SKRD 974/") == 1
    hasil = kirim(klien, "terbitkan", html)
    assert "2 dari 2 pengajuan diterbitkan" in hasil
    terbit = list(db.session.scalars(sa.select(Skhp.nomor).order_by(Skhp.pengajuan_id)))
    assert terbit == diusulkan
    assert status(gratis, bayar) == ["selesai_sah"] * 2
    assert "0 dari 2" in kirim(klien, "terbitkan", html)


def test_yang_tidak_dapat_diborong(klien: Any, masuk: Any) -> None:
    assert "Belum ada pengajuan yang dipilih" in lihat(klien, "terima")
    assert klien.kirim("/admin/borongan/terima/jalankan").status_code == 409
    banyak = {"pilih": list(range(1, 102))}
    assert klien.get("/admin/borongan/terima", query_string=banyak).status_code == 409
    assert klien.get("/admin/borongan/hapus").status_code == 404
    p = f.buat_pengajuan("baru")
    for peran in ("penera", "kepala"):
        isi = {"pilih": p.id}
        jawab = masuk(f.buat_pengguna(peran)).kirim("/admin/borongan/terima/jalankan", isi)
        assert jawab.status_code == 403
    assert 'name="pilih"' not in masuk(f.buat_pengguna("kepala")).get("/admin/pengajuan").text
    assert status(p) == ["baru"]
