"""Jatuh Tempo 90 Hari: what a provider files next, by place and customer (features NF8 a, e)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from app.armada import queries
from app.armada.views import lama
from app.core import clock
from app.core.lembar_kerja import Kolom, Lembar, csv_bita, xlsx
from app.extensions import db
from app.pengaturan.models import Kelurahan
from app.uttp.models import Uttp
from tests import factories as f
from tests.impor.bantu import sel
from tests.urai import urai


def alat(pemilik: Any, hari: int, **kw: Any) -> Any:
    """An instrument whose certificate ends in so many days."""
    sampai = clock.today() + timedelta(days=hari)
    return f.buat_uttp(pemilik, skhp_berlaku_sampai=sampai, **kw)


@pytest.fixture
def penyedia(app: Any) -> Any:
    return f.buat_peserta("penyedia", nama="PT Penyedia Uji")


@pytest.fixture
def kami(masuk: Any, penyedia: Any) -> Any:
    return masuk(penyedia.pengguna)


def terpilih(teks: str, form: str) -> list[str]:
    """The numbers this form would file."""
    akar, _ = urai(teks)
    isi = next(u for u in akar.semua("form") if form in u.teks)
    return [i["value"] for i in isi.semua("input") if i["name"] == "uttp"]


def test_menurut_kelurahan_dan_pelanggan_dengan_menit(kami: Any, penyedia: Any) -> None:
    hulu, hilir = db.session.scalars(sa.select(Kelurahan).order_by(Kelurahan.nama).limit(2))
    b = f.buat_pelanggan(penyedia, nama="Toko Hilir", kelurahan_id=hilir.id)
    a = f.buat_pelanggan(penyedia, nama="Toko Hulu", kelurahan_id=hulu.id)
    lewat = alat(penyedia, -3, pemakai_id=a.id)
    dekat = alat(penyedia, 20, pemakai_id=a.id)
    milik = alat(b, 88)  # a customer without an account: its penyedia looks after it
    jauh = alat(penyedia, 91, pemakai_id=a.id)
    baru = f.buat_uttp(penyedia, pemakai_id=a.id)
    pensiun = alat(penyedia, 5, pensiun_pada=clock.today(), pensiun_sebab="rusak")
    orang = alat(f.buat_peserta(), 5)
    jalan = alat(penyedia, 40, pemakai_id=a.id)
    p = f.buat_pengajuan("baru", jalan)

    halaman = kami.get("/armada").text
    menit = f.jenis().menit
    assert "4 alat" in halaman
    assert lama(4 * menit) in halaman
    assert halaman.index(f"Kelurahan {hulu.nama}") < halaman.index("Toko Hulu</h3>")
    assert halaman.index("Toko Hulu</h3>") < halaman.index(f"Kelurahan {hilir.nama}")
    for u in (lewat, dekat, milik, jalan):
        assert u.nomor_seri in halaman
    for u in (jauh, baru, pensiun, orang):
        assert u.nomor_seri not in halaman
    assert f"Sedang diajukan, {p.nomor}" in halaman
    # The button of a group files its own; without JavaScript, and without the one that runs.
    assert terpilih(halaman, "Ajukan 2 alat ini bersama") == [str(lewat.id), str(dekat.id)]
    boleh = [u["value"] for u in urai(halaman)[0].semua("input") if u["type"] == "checkbox"]
    assert sorted(boleh) == sorted(str(u.id) for u in (lewat, dekat, milik))

    for saring, tampil in (
        ("dalam=30", {lewat, dekat}), ("dalam=60", {lewat, dekat, jalan}), ("dalam=habis", {lewat}),
        (f"pelanggan={b.id}", {milik}), (f"kelurahan={hulu.id}&dalam=30", {lewat, dekat}),
        ("dalam=ngawur&pelanggan=x", {lewat, dekat, milik, jalan}),
    ):  # fmt: skip
        isi = kami.get(f"/armada?{saring}").text
        ada = {u for u in (lewat, dekat, milik, jalan) if u.nomor_seri in isi}
        assert ada == tampil, saring
        judul, *baris = sel(kami.get(f"/armada/jatuh-tempo.xlsx?{saring}").data)
        assert {b[judul.index("No. Seri")] for b in baris} == {u.nomor_seri for u in tampil}
    assert "Tidak ada alat yang cocok" in kami.get(f"/armada?pelanggan={b.id}&dalam=30").text


def test_pemilik_melihat_miliknya_dan_pelanggan_berakun_tidak_terlihat(
    kami: Any, penyedia: Any, masuk: Any
) -> None:
    berakun = f.buat_peserta(penyedia_id=penyedia.id)
    sendiri = alat(berakun, 10)
    assert "Tidak ada yang jatuh tempo" in kami.get("/armada").text
    assert sendiri.nomor_seri in masuk(berakun.pengguna).get("/armada").text
    assert masuk(f.buat_pengguna("pelayanan")).get("/armada").status_code == 403
    assert "Jatuh Tempo 90 Hari</a>" in kami.get("/peserta").text


def test_dua_ratus_alat_dua_query_dan_berhalaman(
    kami: Any, penyedia: Any, hitung_query: Any
) -> None:
    """A long customer comes in parts of what one filing takes; a page ends with a whole group."""
    toko = [f.buat_pelanggan(penyedia, nama=f"Toko {n}", kelurahan_id=1) for n in range(2)]
    contoh = alat(penyedia, 5, pemakai_id=toko[0].id)
    lewati = {"id", "nomor_seri", "sidik", "pemakai_id"}
    isi = {k.key: getattr(contoh, k.key) for k in Uttp.__table__.columns if k.key not in lewati}
    baris = [
        isi | {"nomor_seri": f"S-{n}", "sidik": f"S{n}", "pemakai_id": toko[n > 160].id}
        for n in range(200)
    ]
    db.session.execute(sa.insert(Uttp), baris)
    db.session.commit()
    kami.get("/armada")
    with hitung_query() as q:
        satu = kami.get("/armada").text
    assert len(q) <= 4
    assert "201 alat" in satu
    assert "(bagian 1 dari 4)" in satu
    assert len(terpilih(satu, "Ajukan 50 alat ini bersama")) == queries.PER_KELOMPOK
    akar, _ = urai(satu)
    lanjut = next(u["href"] for u in akar.semua("a") if u.teks.startswith("Berikutnya"))
    dua = kami.get(lanjut).text
    assert "(bagian 3 dari 4)" in dua
    assert "(bagian 1 dari 4)" not in dua
    assert "Halaman pertama" in dua
    assert "(bagian 1 dari 4)" in kami.get("/armada?setelah=sudah-tidak-ada").text


@pytest.mark.parametrize(
    ("menit", "kata"), [(0, "0 menit"), (95, "95 menit"), (120, "2 jam"), (135, "2 jam 15 menit")]
)
def test_lama_seperti_orang_menyebutnya(menit: int, kata: str) -> None:
    assert lama(menit) == kata


# --- spreadsheets out -------------------------------------------------------------------------

JAHAT = ["=HYPERLINK(1)", "+62", "-5", "@SUM(1)", "https://contoh.test", "a\x00\x0bb", "0012"]


def test_isi_sel_tetap_teks_di_excel() -> None:
    """What people typed never becomes a formula, a link or a number."""
    buku = xlsx(Lembar("Uji", [Kolom("A"), Kolom("B", teks=True)], [(t, t) for t in JAHAT]))
    baris = sel(buku)[1:]
    assert [b[0] for b in baris] == [t.replace("\x00\x0b", "") for t in JAHAT]
    assert all(isinstance(n, str) for b in baris for n in b)


def test_csv_tidak_memulai_rumus_dan_memakai_koma() -> None:
    saat = clock.now()
    isi = csv_bita(
        [Kolom("=A"), Kolom("B")],
        [*((t, None) for t in JAHAT), (Decimal("1.5"), 2), (clock.today(), saat)],
    )
    assert isi.startswith(b"\xef\xbb\xbf")
    baris = [b.split(";") for b in isi.decode("utf-8-sig").splitlines()]
    assert [b[0] for b in baris[:5]] == ["'=A", "'=HYPERLINK(1)", "'+62", "'-5", "'@SUM(1)"]
    assert baris[-2] == ["1,5", "2"]
    assert baris[-1][0] == f"{clock.today():%d-%m-%Y}"
