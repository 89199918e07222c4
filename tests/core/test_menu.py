"""The menu says where one is, also on pages whose address begins otherwise."""

from typing import Any

from app.core.menu import MenuItem
from tests import factories as f
from tests.conftest import sekali
from tests.urai import urai

pytestmark = sekali


def _di_sini(html: str) -> list[str]:
    return [a.teks for a in urai(html)[0].semua("a") if a["aria-current"] == "page"]


def test_halaman_kerja_petugas_ditandai_di_menu(masuk: Any) -> None:
    penyedia = f.buat_peserta("penyedia")
    pelanggan = f.buat_pelanggan(penyedia)
    p = f.buat_pengajuan("diproses")
    klien = masuk(f.buat_pengguna("admin"))
    for alamat, butir in (
        (f"/pengajuan/{p.id}", "Pengajuan"),
        (f"/admin/pengujian/{p.id}", "Pengajuan"),
        (f"/pelanggan?penyedia={penyedia.id}", "Peserta"),
        (f"/pelanggan/{pelanggan.id}", "Peserta"),
        (f"/impor?peserta={penyedia.id}", "UTTP"),
        ("/admin/kunjungan", "Jadwal"),
        ("/sesi", "Keamanan Akun"),
    ):
        balasan = klien.get(alamat)
        assert balasan.status_code == 200, alamat
        assert _di_sini(balasan.text) == [butir], alamat


def test_penera_dan_penyedia_punya_butirnya_sendiri(masuk: Any) -> None:
    """An entry of one's own is nearer than the one that takes the page in otherwise."""
    assert _di_sini(masuk(f.buat_pengguna("penera")).get("/admin/kunjungan").text) == [
        "Kunjungan hari ini"
    ]
    penyedia = masuk(f.buat_peserta("penyedia").pengguna)
    assert _di_sini(penyedia.get("/pelanggan").text) == ["Pelanggan"]
    assert _di_sini(penyedia.get("/tempat").text) == ["Beranda Saya"]


def test_kaki_halaman_petugas_menuju_panduan_petugas(klien: Any, masuk: Any) -> None:
    def panduan(k: Any, alamat: str) -> str:
        kaki = next(urai(k.get(alamat).text)[0].semua("footer"))
        return next(a["href"] for a in kaki.semua("a") if a.teks == "Panduan")

    assert panduan(klien, "/alur") == "/panduan"
    assert panduan(masuk(f.buat_pengguna("penera")), "/admin") == "/admin/panduan"


def test_alamat_sendiri_menang_atas_yang_menumpang(app: Any, klien: Any, monkeypatch: Any) -> None:
    """Also where the other one's own address comes later in the alphabet."""
    menu = [
        MenuItem("Punya sendiri", "publik.alur", None, 10),
        MenuItem("Menumpang", "publik.panduan", None, 20, juga=("/alur",)),
    ]
    monkeypatch.setitem(app.extensions, "menu", menu)
    assert _di_sini(klien.get("/alur").text) == ["Punya sendiri"]
