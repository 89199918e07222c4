"""Setting, offering, choosing and moving dates through the pages."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from app.core import clock
from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.core.format import hari_tanggal
from app.extensions import db
from app.jadwal import queries, services
from app.jadwal.models import Tawaran
from app.pengajuan.models import Pengajuan, Riwayat
from app.pengaturan.services import ubah_kantor
from tests import factories as f
from tests.conftest import ambil
from tests.jadwal.test_tempat import beban, serentak


def tawarkan(p: Pengajuan, *pasangan: Any, petugas: Any = None) -> list[Tawaran]:
    with tulis():
        services.tawarkan(
            p, lokasi="kantor", pasangan=pasangan, pelaku=petugas or f.buat_pengguna("pelayanan")
        )
    return list(
        db.session.scalars(
            sa.select(Tawaran).where(Tawaran.pengajuan_id == p.id).order_by(Tawaran.tanggal)
        )
    )


def akun(p: Pengajuan) -> Any:
    from app.auth.models import Pengguna

    return db.session.get(Pengguna, p.dibuat_oleh_id)


def isi_tawaran(*pasangan: tuple[Any, Any], lokasi: str = "kantor") -> dict[str, str]:
    isi = {"t-lokasi": lokasi}
    for i in range(4):
        tanggal, penera = pasangan[i] if i < len(pasangan) else ("", "")
        isi |= {f"t-tanggal_{i + 1}": str(tanggal), f"t-penera_{i + 1}": str(penera)}
    return isi


@pytest.mark.parametrize(("harga", "status"), [(0, "diproses"), (50_000, "terjadwal")])
def test_tetapkan_menurut_tarif(app: Any, masuk: Any, harga: int, status: str) -> None:
    if harga:
        f.buat_tarif(harga)
    p, penera = f.buat_pengajuan("diterima"), f.buat_pengguna("penera")
    klien = masuk(f.buat_pengguna("pelayanan"))
    hari = f.hari_kerja_berikut(3)
    halaman = klien.get(f"/admin/jadwal/{p.id}").text
    assert "Tetapkan Jadwal" in halaman
    assert hari_tanggal(hari) in halaman
    jawab = klien.kirim(
        f"/admin/jadwal/{p.id}",
        {
            "lokasi": "luar_kantor",
            "tanggal": hari.isoformat(),
            "penera_id": penera.id,
            # what nobody may set from outside
            "status": "selesai_sah",
            "retribusi": "1",
            "menit": "1",
            "harga": "1",
        },
    )
    assert jawab.status_code == 303
    kini = ambil(Pengajuan, p.id)
    assert (kini.status, kini.lokasi, kini.tanggal_uji) == (status, "luar_kantor", hari)
    assert (kini.retribusi, kini.menit, kini.penera_id) == (harga, f.jenis().menit, penera.id)
    assert kini.dasar_retribusi
    assert beban(hari, penera.id) == (f.jenis().menit, 1)


def test_tetapkan_yang_keliru_422_dan_isian_tetap(app: Any, masuk: Any) -> None:
    p, penera = f.buat_pengajuan("diterima"), f.buat_pengguna("penera")
    klien = masuk(f.buat_pengguna("admin"))
    url = f"/admin/jadwal/{p.id}"
    benar = {"lokasi": "kantor", "tanggal": str(f.hari_kerja_berikut(1)), "penera_id": penera.id}
    sabtu = clock.today() + timedelta(days=(5 - clock.today().weekday()) % 7 or 7)
    for beda, kata in (
        ({"tanggal": str(clock.today())}, "hari ini"),
        ({"tanggal": str(sabtu)}, "tidak melayani"),
        ({"tanggal": "besok"}, "Tulis tanggal seperti"),
        ({"penera_id": ""}, "Pilih penera"),
        ({"penera_id": "9999"}, "Pilih penera"),
        ({"lokasi": ""}, "Pilih tempat uji"),
    ):
        jawab = klien.kirim(url, benar | beda)
        assert jawab.status_code == 422, beda
        assert kata in jawab.text, beda
        assert "<title>Kesalahan: " in jawab.text
    assert ambil(Pengajuan, p.id).status == "diterima"
    bidang = klien.post(
        url,
        data={"csrf_token": klien.token()} | benar | {"penera_id": ""},
        headers={"HX-Request": "true"},
    )
    assert bidang.status_code == 422
    assert "<html" not in bidang.text
    assert f'value="{benar["tanggal"]}"' in bidang.text


@pytest.mark.parametrize("n", [0, 1, 2, 4, 5])
def test_batas_dua_sampai_empat_di_layanan(app: Any, n: int) -> None:
    p, penera = f.buat_pengajuan("diterima"), f.buat_pengguna("penera").id
    pasangan = [(f.hari_kerja_berikut(i + 1), penera) for i in range(n)]
    if 2 <= n <= 4:
        assert len(tawarkan(p, *pasangan)) == n
        assert ambil(Pengajuan, p.id).status == "menunggu_pilihan"
        return
    with pytest.raises(AturanDilanggar, match="2 sampai 4"):
        tawarkan(p, *pasangan)
    assert ambil(Pengajuan, p.id).status == "diterima"


def test_tawarkan_lewat_halaman(app: Any, masuk: Any) -> None:
    p, penera = f.buat_pengajuan("diterima"), f.buat_pengguna("penera").id
    klien = masuk(f.buat_pengguna("pelayanan"))
    url = f"/admin/jadwal/{p.id}/tawarkan"
    a, b, c = (f.hari_kerja_berikut(n) for n in (1, 2, 3))
    satu = klien.kirim(url, isi_tawaran((a, penera)))
    assert satu.status_code == 422
    assert "Pilih tanggal untuk pilihan 2." in satu.text
    separuh = klien.kirim(url, isi_tawaran((a, penera), (b, penera), ("", penera)))
    assert "Pilih tanggal untuk pilihan 3." in separuh.text
    kembar = klien.kirim(url, isi_tawaran((a, penera), (a, penera)))
    assert "sama dengan pilihan sebelumnya" in kembar.text
    # a gap in the rows: the fault must stand at the row that holds it
    lewat = klien.kirim(
        url, isi_tawaran((a, penera), (b, penera), ("", ""), (clock.today(), penera))
    )
    assert lewat.status_code == 422
    assert 'id="t-tanggal_4-galat"' in lewat.text
    assert klien.kirim(url, isi_tawaran((a, penera), (b, penera))).status_code == 303
    # again, from menunggu_pilihan: the old round is gone
    assert "Sudah ditawarkan" in klien.get(f"/admin/jadwal/{p.id}").text
    assert klien.kirim(url, isi_tawaran((b, penera), (c, penera))).status_code == 303
    tanggal = db.session.scalars(sa.select(Tawaran.tanggal).order_by(Tawaran.tanggal)).all()
    assert list(tanggal) == [b, c]


def test_peserta_memilih(app: Any, masuk: Any) -> None:
    p, penera = f.buat_pengajuan("diterima"), f.buat_pengguna("penera", nama="Rahmat Penera")
    a, b = f.hari_kerja_berikut(2), f.hari_kerja_berikut(4)
    f.buat_tarif(75_000, berlaku_mulai=b)
    satu, dua = tawarkan(p, (a, penera.id), (b, penera.id))
    klien = masuk(akun(p))
    html = klien.get(f"/jadwal/{p.id}").text
    for kata in (hari_tanggal(a), hari_tanggal(b), "Rahmat Penera", "menit", "08.00–12.00"):
        assert kata in html, kata
    assert "Bebas Retribusi" in html
    assert "Retribusi Rp75.000" in html
    assert "Tidak ada yang cocok" in html
    belum = klien.kirim(f"/jadwal/{p.id}")
    assert belum.status_code == 422
    assert "Pilih salah satu waktu." in belum.text
    jawab = klien.kirim(
        f"/jadwal/{p.id}", {"tawaran_id": dua.id, "retribusi": "0", "status": "diproses"}
    )
    assert jawab.status_code == 303
    kini = ambil(Pengajuan, p.id)
    assert (kini.status, kini.tanggal_uji, kini.retribusi) == ("terjadwal", b, 75_000)
    sesudah = klien.get(f"/jadwal/{p.id}").text
    assert "Yang perlu disiapkan" in sesudah
    assert f"/jadwal/{p.id}/jadwal.ics" in sesudah


def test_dua_peserta_satu_tempat_terakhir(app: Any, masuk: Any) -> None:
    """One gets it; the other is told on the same page and keeps choosing."""
    penera = f.buat_pengguna("penera").id
    a, b = f.hari_kerja_berikut(2), f.hari_kerja_berikut(3)
    semua = [f.buat_pengajuan("diterima") for _ in range(2)]
    tawaran = [tawarkan(p, (a, penera), (b, penera)) for p in semua]
    with tulis():
        ubah_kantor({"alat_per_penera": 1})
    try:
        klien = [masuk(akun(p)) for p in semua]
        hasil = serentak(
            app,
            2,
            lambda i: klien[i].kirim(f"/jadwal/{semua[i].id}", {"tawaran_id": tawaran[i][0].id}),
        )
        assert sorted(h.status_code for h in hasil) == [303, 422], hasil
        kalah = next(i for i in (0, 1) if hasil[i].status_code == 422)
        assert "sudah penuh" in hasil[kalah].text
        assert hasil[kalah].text.count("disabled") >= 1
        assert hari_tanggal(b) in hasil[kalah].text
        lagi = klien[kalah].kirim(
            f"/jadwal/{semua[kalah].id}", {"tawaran_id": tawaran[kalah][1].id}
        )
        assert lagi.status_code == 303
        assert beban(a, penera)[1] == beban(b, penera)[1] == 1
    finally:
        with tulis():
            ubah_kantor({"alat_per_penera": 8})


def test_tawaran_lewat_terlihat_tak_dapat_dipilih(app: Any, masuk: Any) -> None:
    p, penera = f.buat_pengajuan("diterima"), f.buat_pengguna("penera").id
    satu, dua = tawarkan(p, (f.hari_kerja_berikut(1), penera), (f.hari_kerja_berikut(2), penera))
    for i, t in enumerate((satu, dua)):
        with tulis() as s:
            s.execute(
                sa.update(Tawaran)
                .where(Tawaran.id == t.id)
                .values(
                    tanggal=clock.today() - timedelta(days=i),
                    berlaku_sampai=clock.today() - timedelta(days=i + 1),
                )
            )
    klien = masuk(akun(p))
    html = klien.get(f"/jadwal/{p.id}").text
    assert html.count("Tanggal ini sudah lewat.") == 2
    assert html.count("disabled") == 2
    assert "Petugas akan menawarkan waktu baru" in html
    jawab = klien.kirim(f"/jadwal/{p.id}", {"tawaran_id": satu.id})
    assert jawab.status_code == 422
    assert "sudah lewat" in jawab.text
    assert p.nomor in masuk(f.buat_pengguna("pelayanan")).get("/admin/jadwal").text


def test_tawaran_orang_lain_atau_yang_sudah_diganti(app: Any, masuk: Any) -> None:
    p, lain = f.buat_pengajuan("diterima"), f.buat_pengajuan("diterima")
    penera = f.buat_pengguna("penera").id
    pasangan = (f.hari_kerja_berikut(1), penera), (f.hari_kerja_berikut(2), penera)
    lama, _ = tawarkan(p, *pasangan)
    asing, _ = tawarkan(lain, *pasangan)
    with pytest.raises(AturanDilanggar, match="mengganti pilihan"), tulis():
        services.pilih(ambil(Pengajuan, p.id), tawaran_id=asing.id, pelaku=akun(p))
    baru = tawarkan(ambil(Pengajuan, p.id), *reversed(pasangan))
    assert len(baru) == 2
    jawab = masuk(akun(p)).kirim(f"/jadwal/{p.id}", {"tawaran_id": asing.id})
    assert jawab.status_code == 422
    assert masuk(akun(lain)).get(f"/jadwal/{p.id}").status_code == 404
    assert ambil(Pengajuan, p.id).status == "menunggu_pilihan"


@pytest.mark.parametrize("status", ["baru", "diterima", "dibatalkan", "terjadwal", "selesai_sah"])
def test_halaman_pilihan_di_status_lain(app: Any, masuk: Any, status: str) -> None:
    p = f.buat_pengajuan(status)
    klien = masuk(akun(p))
    html = klien.get(f"/jadwal/{p.id}").text
    if status in ("baru", "diterima"):
        assert "Pilihan jadwal belum tersedia" in html
    isi = {"sebab": "Alasan lain", "keterangan": "Rabu."}
    jawab = klien.kirim(f"/jadwal/{p.id}/tidak-cocok", isi)
    assert jawab.status_code == 422
    assert "Minta Pilihan Lain” tidak dapat dilakukan" in jawab.text


@pytest.mark.parametrize("pembatal", ["peserta", "pelayanan"])
def test_pembatalan_melepas_tempat(app: Any, masuk: Any, pembatal: str) -> None:
    f.buat_tarif()
    p, penera = f.buat_pengajuan("diterima"), f.buat_pengguna("penera").id
    petugas, hari = f.buat_pengguna("pelayanan"), f.hari_kerja_berikut(2)
    with tulis():
        services.tetapkan(p, lokasi="kantor", tanggal=hari, penera_id=penera, pelaku=petugas)
    assert beban(hari, penera)[1] == 1
    from app.pengajuan.services import terapkan

    pelaku = petugas if pembatal == "pelayanan" else akun(p)
    aksi = "batal_petugas" if pembatal == "pelayanan" else "batal_peserta"
    with tulis() as s:
        terapkan(s.get(Pengajuan, p.id), aksi, pelaku, catatan="Alat dijual.", alasan="Dijual.")
    assert beban(hari, penera) == (0, 0)


def test_jadwal_ulang(app: Any, masuk: Any) -> None:
    f.buat_tarif(10_000)
    p, penera = f.buat_pengajuan("diterima"), f.buat_pengguna("penera")
    petugas, a, b = f.buat_pengguna("pelayanan"), f.hari_kerja_berikut(2), f.hari_kerja_berikut(5)
    with tulis():
        services.tetapkan(p, lokasi="kantor", tanggal=a, penera_id=penera.id, pelaku=petugas)
    klien = masuk(penera)
    url = f"/admin/jadwal/{p.id}/ulang"
    html = klien.get(url).text
    assert "Jadwal sekarang" in html
    assert hari_tanggal(a) in html
    isi = {"tanggal": str(b), "penera_id": penera.id, "alasan": "Alat standar dipakai.",
           "semula": f"{a}~{penera.id}"}  # fmt: skip
    assert klien.kirim(url, isi | {"alasan": ""}).status_code == 422
    basi = klien.kirim(url, isi | {"semula": f"{b}~{penera.id}"})
    assert basi.status_code == 422
    assert "baru saja diubah orang lain" in basi.text
    sama = klien.kirim(url, isi | {"tanggal": str(a)})
    assert "berbeda dari sekarang" in sama.text
    assert klien.kirim(url, isi | {"retribusi": "0"}).status_code == 303
    kini = ambil(Pengajuan, p.id)
    assert (kini.tanggal_uji, kini.retribusi, kini.status) == (b, 10_000, "terjadwal")
    assert beban(a, penera.id) == (0, 0)
    assert beban(b, penera.id) == (f.jenis().menit, 1)
    riwayat = db.session.scalar(sa.select(Riwayat).where(Riwayat.aksi == "jadwal_ulang"))
    assert riwayat is not None
    assert riwayat.sebelum["tanggal_uji"] == str(a)
    assert hari_tanggal(a) in riwayat.catatan
    # given away: the old penera does not see it any more, the new one does
    lain = f.buat_pengguna("penera")
    beri = isi | {"penera_id": lain.id, "semula": f"{b}~{penera.id}"}
    jawab = klien.kirim(url, beri)
    assert jawab.location == "/admin/jadwal"
    assert klien.get(url).status_code == 404
    assert masuk(lain).get(url).status_code == 200


def test_ganti_penera_pada_hari_penuh(app: Any) -> None:
    p, petugas = f.buat_pengajuan("diterima"), f.buat_pengguna("pelayanan")
    satu, dua = f.buat_pengguna("penera").id, f.buat_pengguna("penera").id
    hari = f.hari_kerja_berikut(2)
    with tulis():
        ubah_kantor({"menit_per_hari": f.jenis().menit})
    try:
        with tulis():
            services.tetapkan(p, lokasi="kantor", tanggal=hari, penera_id=satu, pelaku=petugas)
        with tulis():
            services.jadwal_ulang(
                ambil(Pengajuan, p.id), tanggal=hari, penera_id=dua, alasan="Cuti.", pelaku=petugas
            )
        assert beban(hari, satu) == (f.jenis().menit, 0)
        assert beban(hari, dua)[1] == 1
    finally:
        with tulis():
            ubah_kantor({"menit_per_hari": 480})


@pytest.mark.parametrize(
    ("hari_ini", "senin"), [("2026-11-20", "2026-11-16"), ("2026-11-22", "2026-11-23")]
)
def test_kalender_terbuka_pada_pekan_yang_masih_berguna(
    app: Any, hari_ini: str, senin: str
) -> None:
    """On a Friday this week, on a Sunday the one that begins tomorrow."""
    with time_machine.travel(f"{hari_ini}T03:00:00Z", tick=False):
        assert queries.senin(None).isoformat() == senin


def test_kalender_petugas(app: Any, masuk: Any, hitung_query: Any) -> None:
    p = f.buat_pengajuan("diproses")
    minggu = f"/admin/jadwal?minggu={p.tanggal_uji}"
    admin = masuk(f.buat_pengguna("admin"))
    admin.get(minggu)
    with hitung_query() as satu:
        html = admin.get(minggu).text
    assert p.nomor in html
    for _ in range(5):
        f.buat_pengajuan("diproses")
        f.buat_pengajuan("diterima")
    with hitung_query() as banyak:
        admin.get(minggu)
    assert len(banyak) == len(satu) <= 1 + 3, "\n".join(banyak)
    penera = f.buat_pengguna("penera")
    sendiri = f.buat_pengajuan("diproses", penera_id=penera.id)
    html = masuk(penera).get(minggu).text
    assert sendiri.nomor in html
    assert p.nomor not in html
    assert p.nomor in admin.get(f"/admin/jadwal?q={p.nomor}").text
    assert sendiri.nomor not in admin.get(f"/admin/jadwal?q={p.nomor}").text
    assert p.nomor not in admin.get(f"{minggu}&status=terjadwal").text
    assert admin.get("/admin/jadwal?minggu=ngawur&penera=x&status=y").status_code == 200
    assert "Tidak ada jadwal yang cocok" in admin.htmx("/admin/jadwal?q=zzz").text


def test_query_halaman_tunggal(app: Any, masuk: Any, hitung_query: Any) -> None:
    p, penera = f.buat_pengajuan("diterima"), f.buat_pengguna("penera").id
    tawarkan(p, *[(f.hari_kerja_berikut(n), penera) for n in (1, 2, 3, 4)])
    klien, petugas = masuk(akun(p)), masuk(f.buat_pengguna("admin"))
    for k, url in ((klien, f"/jadwal/{p.id}"), (petugas, f"/admin/jadwal/{p.id}")):
        k.get(url)
        with hitung_query() as daftar:
            assert k.get(url).status_code == 200
        assert len(daftar) <= 4, "\n".join(daftar)


def test_senin(app: Any) -> None:
    assert queries.senin("2026-11-26").isoformat() == "2026-11-23"
    assert queries.senin("1500-01-01") == queries.senin(None)
