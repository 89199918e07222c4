"""Results, documents and corrections."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa

from app.core import clock
from app.core.db import tulis
from app.core.errors import AturanDilanggar
from app.extensions import db
from app.pengajuan.models import BerkasPengajuan, Pengajuan, Riwayat, Skhp
from app.pengaturan.queries import kantor
from app.pengaturan.services import usulan_nomor
from app.pengujian import queries, services
from app.pengujian.services import Dokumen
from app.uttp.models import JenisUttp, Uttp
from tests import berkas as contoh
from tests import factories as f
from tests.conftest import ambil
from tests.jadwal.test_tempat import serentak

HARI = clock.today()
SETAHUN = queries.tambah_bulan(HARI, 12)


def isi_hasil(**kw: Any) -> dict[str, Any]:
    return {
        "hasil": "sah",
        "tanggal_hasil": str(HARI),
        "cerapan": (BytesIO(contoh.pdf()), "cerapan.pdf"),
    } | kw


def skhp_semua(p: Pengajuan) -> list[Skhp]:
    db.session.remove()
    return list(
        db.session.scalars(sa.select(Skhp).where(Skhp.pengajuan_id == p.id).order_by(Skhp.versi))
    )


@pytest.mark.parametrize(
    ("awal", "bulan", "hasil"),
    [
        (date(2026, 11, 22), 12, date(2027, 11, 22)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 1, 15), 120, date(2036, 1, 15)),
    ],
)
def test_tambah_bulan(awal: date, bulan: int, hasil: date) -> None:
    assert queries.tambah_bulan(awal, bulan) == hasil
    assert queries.usulan_berlaku(awal, bulan) == hasil


def test_tanpa_masa_berlaku_tak_ada_usulan() -> None:
    assert queries.usulan_berlaku(HARI, None) is None
    assert queries.usulan_berlaku(None, 12) is None


def test_hasil_sah(app: Any, masuk: Any) -> None:
    penera = f.buat_pengguna("penera")
    p = f.buat_pengajuan("diproses", penera_id=penera.id)
    klien, url = masuk(penera), f"/admin/pengujian/{p.id}"
    assert "Dibatalkan" in klien.get(url).text
    tanpa = klien.kirim(url, {"hasil": "sah", "tanggal_hasil": str(HARI)})
    assert tanpa.status_code == 422
    assert "Pilih berkas cerapan" in tanpa.text
    assert klien.kirim(url, isi_hasil(status="selesai_sah", retribusi="9")).status_code == 303
    kini = ambil(Pengajuan, p.id)
    assert (kini.status, kini.tanggal_hasil, kini.retribusi) == ("menunggu_dokumen", HARI, 0)
    guna = db.session.scalars(
        sa.select(BerkasPengajuan.guna).where(BerkasPengajuan.pengajuan_id == p.id)
    )
    assert sorted(guna) == ["cerapan", "foto_kondisi", "surat_permohonan"]
    kedua = klien.kirim(url, isi_hasil())
    assert kedua.status_code == 422
    assert "tidak dapat dilakukan" in kedua.text


def test_hasil_batal_menyimpan_skhp_lama(app: Any, masuk: Any) -> None:
    uttp = f.buat_uttp(
        skhp_nomor="LAMA-1", skhp_tanggal=date(2026, 1, 5), skhp_berlaku_sampai=date(2027, 1, 5)
    )
    p = f.buat_pengajuan("diproses", uttp=uttp)
    klien, url = masuk(f.buat_pengguna("pelayanan")), f"/admin/pengujian/{p.id}"
    batal = {"hasil": "batal", "tanggal_hasil": str(HARI)}
    tanpa = klien.kirim(url, batal)
    assert tanpa.status_code == 422
    assert "mengapa alat tidak lulus" in tanpa.text
    assert klien.kirim(url, batal | {"keterangan": "Melebihi BKD."}).status_code == 303
    kini = ambil(Pengajuan, p.id)
    assert (kini.status, kini.keterangan) == ("selesai_batal", "Melebihi BKD.")
    alat = ambil(Uttp, uttp.id)
    assert alat.uji_batal
    assert (alat.skhp_nomor, alat.skhp_berlaku_sampai) == ("LAMA-1", date(2027, 1, 5))


@pytest.mark.parametrize(
    ("beda", "kata"),
    [
        ({"tanggal_hasil": str(HARI + timedelta(days=1))}, "paling akhir hari ini"),
        ({"tanggal_hasil": str(HARI - timedelta(days=9))}, "mendahului pengajuan"),
        ({"tanggal_hasil": ""}, "Pilih tanggal alat diuji"),
        ({"hasil": ""}, "Pilih hasil uji"),
        ({"hasil": "lulus"}, "Pilih hasil uji"),
    ],
)
def test_hasil_keliru_422_berkas_tetap(
    app: Any, masuk: Any, beda: dict[str, str], kata: str
) -> None:
    p = f.buat_pengajuan("diproses")
    jawab = masuk(f.buat_pengguna("admin")).kirim(f"/admin/pengujian/{p.id}", isi_hasil(**beda))
    assert jawab.status_code == 422
    assert kata in jawab.text
    assert "cerapan.pdf" in jawab.text
    assert ambil(Pengajuan, p.id).status == "diproses"


def test_penera_lain_404_peran_lain_403(app: Any, masuk: Any) -> None:
    p = f.buat_pengajuan("diproses")
    url = f"/admin/pengujian/{p.id}"
    lain = masuk(f.buat_pengguna("penera"))
    assert lain.get(url).status_code == lain.kirim(url, isi_hasil()).status_code == 404
    assert masuk(f.buat_pengguna("kepala")).get(url).status_code == 403
    for sub in ("terbitkan", "koreksi"):
        assert lain.get(f"{url}/{sub}").status_code == 403
    assert masuk(f.buat_pengguna("pelayanan")).get(f"{url}/koreksi").status_code == 403


def test_terbitkan_bebas_retribusi(app: Any, masuk: Any) -> None:
    uttp = f.buat_uttp(uji_batal=True)
    p = f.buat_pengajuan("menunggu_dokumen", uttp=uttp)
    klien, url = masuk(f.buat_pengguna("pelayanan")), f"/admin/pengujian/{p.id}/terbitkan"
    html = klien.get(url).text
    usulan, _ = queries.usulan_nomor_dokumen(HARI)
    assert f'value="{usulan}"' in html
    assert "Nomor SKRD" not in html
    sampai = queries.tambah_bulan(HARI, 12)
    isi = {"nomor": usulan, "tanggal": str(HARI), "berlaku_sampai": str(sampai)}
    assert klien.get(url).text.count(usulan) >= 1  # looking again takes nothing
    kosong = klien.kirim(url, isi | {"berlaku_sampai": str(HARI)})
    assert kosong.status_code == 422
    assert klien.kirim(url, isi | {"nomor_skrd": "X", "versi": "9"}).status_code == 303
    (skhp,) = skhp_semua(p)
    assert (skhp.nomor, skhp.nomor_skrd, skhp.versi) == (usulan, None, 1)
    alat = ambil(Uttp, uttp.id)
    assert (alat.skhp_nomor, alat.skhp_berlaku_sampai, alat.uji_batal) == (usulan, sampai, False)
    assert ambil(Pengajuan, p.id).status == "selesai_sah"
    assert queries.usulan_nomor_dokumen(HARI)[0] != usulan


def test_terbitkan_berbayar_perlu_skrd(app: Any, masuk: Any) -> None:
    p = f.buat_pengajuan("menunggu_dokumen", retribusi=50_000)
    klien, url = masuk(f.buat_pengguna("admin")), f"/admin/pengujian/{p.id}/terbitkan"
    _, skrd = queries.usulan_nomor_dokumen(HARI)
    assert f'value="{skrd}"' in klien.get(url).text
    isi = {"nomor": "S-1", "tanggal": str(HARI), "berlaku_sampai": "2028-01-01",
           "alasan_masa": "Mengikuti tanda tera."}  # fmt: skip
    tanpa = klien.kirim(url, isi)
    assert tanpa.status_code == 422
    assert "Masukkan nomor SKRD." in tanpa.text
    isi |= {"nomor_skrd": skrd, "tanggal_skrd": str(HARI)}
    assert klien.kirim(url, isi).status_code == 303
    (skhp,) = skhp_semua(p)
    assert (skhp.nomor, skhp.nomor_skrd, skhp.tanggal_skrd) == ("S-1", skrd, HARI)


def test_jenis_tanpa_masa_berlaku(app: Any, masuk: Any) -> None:
    kode = db.session.scalar(
        sa.select(JenisUttp.kode).where(JenisUttp.masa_berlaku_bulan.is_(None))
    )
    if kode is None:
        pytest.skip("Semua jenis punya masa berlaku.")
    p = f.buat_pengajuan("menunggu_dokumen", uttp=f.buat_uttp(kode=kode))
    html = masuk(f.buat_pengguna("admin")).get(f"/admin/pengujian/{p.id}/terbitkan").text
    assert "belum tercatat" in html


def test_nomor_yang_sudah_dipakai_isian_tetap(app: Any, masuk: Any) -> None:
    lama = f.buat_skhp(f.buat_pengajuan("selesai_batal"), nomor="510/9")
    p = f.buat_pengajuan("menunggu_dokumen")
    klien, url = masuk(f.buat_pengguna("admin")), f"/admin/pengujian/{p.id}/terbitkan"
    isi = {"nomor": lama.nomor, "tanggal": str(HARI), "berlaku_sampai": "2028-03-04",
           "alasan_masa": "Mengikuti tanda tera."}  # fmt: skip
    jawab = klien.kirim(url, isi)
    assert jawab.status_code == 422
    assert "sudah dipakai dokumen lain" in jawab.text
    assert 'value="510/9"' in jawab.text
    assert 'value="2028-03-04"' in jawab.text
    assert "Usulan berikutnya" in jawab.text
    assert ambil(Pengajuan, p.id).status == "menunggu_dokumen"


def test_dua_puluh_terbit_bersamaan_nomornya_berbeda(app: Any) -> None:
    petugas = f.buat_pengguna("pelayanan")
    semua = [f.buat_pengajuan("menunggu_dokumen") for _ in range(20)]
    isi = Dokumen(tanggal=HARI, berlaku_sampai=SETAHUN)

    def terbit(i: int) -> str:
        with tulis():
            return services.terbitkan(semua[i], dokumen=isi, pelaku=petugas).nomor

    hasil = serentak(app, 20, terbit)
    assert len(set(hasil)) == 20, hasil
    assert all(isinstance(h, str) for h in hasil)


def test_dua_puluh_dengan_satu_usulan(app: Any) -> None:
    """All saw the same proposal: one gets it, the others read a sentence and try the next."""
    petugas = f.buat_pengguna("pelayanan")
    semua = [f.buat_pengajuan("menunggu_dokumen") for _ in range(20)]

    def terbit(i: int) -> str:
        while True:
            db.session.rollback()
            nomor, _ = queries.usulan_nomor_dokumen(HARI)
            isi = Dokumen(nomor=nomor, tanggal=HARI, berlaku_sampai=SETAHUN)
            try:
                with tulis():
                    return services.terbitkan(semua[i], dokumen=isi, pelaku=petugas).nomor
            except AturanDilanggar as e:
                if e.field != "nomor":
                    raise

    hasil = serentak(app, 20, terbit)
    assert len(set(hasil)) == 20, hasil
    urut = sorted(int(str(h).split("/")[1]) for h in hasil)
    assert urut == list(range(1, 21))


def test_koreksi_menyimpan_yang_lama(app: Any, masuk: Any) -> None:
    p = f.buat_pengajuan("selesai_sah")
    (lama,) = skhp_semua(p)
    klien, url = masuk(f.buat_pengguna("admin")), f"/admin/pengujian/{p.id}/koreksi"
    html = klien.get(url).text
    assert lama.nomor in html
    isi = {
        "nomor": lama.nomor, "tanggal": str(HARI), "berlaku_sampai": "2029-01-01", "versi": "1",
    }  # fmt: skip
    assert klien.kirim(url, isi).status_code == 422
    isi |= {"alasan": "Salah tulis tahun."}
    assert klien.kirim(url, isi | {"status": "dibatalkan"}).status_code == 303
    satu, dua = skhp_semua(p)
    assert satu.digantikan_pada is not None
    assert (satu.berlaku_sampai, satu.nomor) == (lama.berlaku_sampai, lama.nomor)
    assert (dua.versi, dua.berlaku_sampai, dua.digantikan_pada) == (2, date(2029, 1, 1), None)
    riwayat = db.session.scalar(sa.select(Riwayat).where(Riwayat.aksi == "koreksi"))
    assert riwayat is not None
    assert riwayat.sebelum["berlaku_sampai"] == lama.berlaku_sampai.isoformat()
    assert ambil(Uttp, p.uttp_id).skhp_berlaku_sampai == date(2029, 1, 1)
    # somebody who still sees version 1
    basi = klien.kirim(url, isi)
    assert basi.status_code == 422
    assert "baru saja dikoreksi orang lain" in basi.text
    assert 'name="versi" type="hidden" value="2"' in basi.text
    assert len(skhp_semua(p)) == 2


def test_koreksi_yang_lama_tidak_menimpa_skhp_terbaru(app: Any) -> None:
    uttp = f.buat_uttp(skhp_nomor="BARU", skhp_tanggal=HARI, skhp_berlaku_sampai=date(2028, 1, 1))
    lama, baru = (f.buat_pengajuan("selesai_sah", uttp=uttp) for _ in range(2))
    assert baru.id > lama.id
    with tulis():
        services.koreksi_sah(
            lama,
            dokumen=Dokumen(nomor="K-1", tanggal=HARI, berlaku_sampai=date(2027, 5, 5)),
            alasan="Nomor keliru.",
            versi=1,
            pelaku=f.buat_pengguna("admin"),
        )
    assert ambil(Uttp, uttp.id).skhp_nomor == "BARU"


def test_koreksi_tanpa_perubahan_bukan_versi_baru(app: Any, masuk: Any) -> None:
    """A version that says the same would mark a good certificate as replaced."""
    admin = masuk(f.buat_pengguna("admin"))
    p = f.buat_pengajuan("selesai_sah")
    (s,) = skhp_semua(p)
    isi = {"tanggal": str(s.tanggal), "berlaku_sampai": str(s.berlaku_sampai), "versi": "1"}
    isi |= {"nomor": s.nomor, "alasan": "Keliru."}
    jawab = admin.kirim(f"/admin/pengujian/{p.id}/koreksi", isi)
    assert jawab.status_code == 422
    assert "Belum ada yang diubah." in jawab.text
    assert len(skhp_semua(p)) == 1
    batal = f.buat_pengajuan("selesai_batal")
    isi = {"tanggal_hasil": str(batal.tanggal_hasil), "keterangan": batal.keterangan}
    jawab = admin.kirim(f"/admin/pengujian/{batal.id}/koreksi", isi | {"alasan": "Keliru."})
    assert jawab.status_code == 422
    assert "Belum ada yang diubah." in jawab.text
    assert db.session.scalar(sa.select(Riwayat).where(Riwayat.aksi == "koreksi")) is None


def test_koreksi_alasan_tanggal_saja_adalah_perubahan(app: Any, masuk: Any) -> None:
    """Where the due date is not the proposed one, its recorded reason may be put right alone."""
    admin, lain = masuk(f.buat_pengguna("admin")), SETAHUN - timedelta(days=30)
    p = f.buat_pengajuan("menunggu_dokumen")
    isi = {"nomor": "S-9", "tanggal": str(HARI), "berlaku_sampai": str(lain)}
    terbit = admin.kirim(
        f"/admin/pengujian/{p.id}/terbitkan", isi | {"alasan_masa": "Salah ketik."}
    )
    assert terbit.status_code == 303
    url = f"/admin/pengujian/{p.id}/koreksi"
    sama = admin.kirim(url, isi | {"versi": "1", "alasan": "Salah ketik."})
    assert "Belum ada yang diubah." in sama.text
    benar = admin.kirim(url, isi | {"versi": "1", "alasan": "Mengikuti tanda tera."})
    assert benar.status_code == 303
    satu, dua = skhp_semua(p)
    assert satu.digantikan_pada is not None
    assert (dua.nomor, dua.berlaku_sampai) == (satu.nomor, satu.berlaku_sampai)
    assert dua.alasan_masa == "Mengikuti tanda tera."


def test_koreksi_hasil_batal(app: Any, masuk: Any) -> None:
    p = f.buat_pengajuan("selesai_batal")
    klien, url = masuk(f.buat_pengguna("admin")), f"/admin/pengujian/{p.id}/koreksi"
    isi = {"tanggal_hasil": str(HARI), "keterangan": "Pelat nama rusak.", "alasan": "Salah catat."}
    assert klien.kirim(url, isi | {"keterangan": ""}).status_code == 422
    assert klien.kirim(url, isi).status_code == 303
    assert ambil(Pengajuan, p.id).keterangan == "Pelat nama rusak."
    riwayat = db.session.scalar(sa.select(Riwayat).where(Riwayat.aksi == "koreksi"))
    assert riwayat is not None
    assert riwayat.sebelum["keterangan"] == "Melebihi BKD."
    belum = f.buat_pengajuan("diproses")
    assert "Belum ada yang dikoreksi" in klien.get(f"/admin/pengujian/{belum.id}/koreksi").text
    assert klien.kirim(f"/admin/pengujian/{belum.id}/koreksi", isi).status_code == 422


def test_query_tiap_halaman(app: Any, masuk: Any, hitung_query: Any) -> None:
    klien = masuk(f.buat_pengguna("admin"))
    for status, sub in (
        ("diproses", ""),
        ("menunggu_dokumen", "/terbitkan"),
        ("selesai_sah", "/koreksi"),
    ):
        p = f.buat_pengajuan(status)
        url = f"/admin/pengujian/{p.id}{sub}"
        klien.get(url)
        with hitung_query() as daftar:
            assert klien.get(url).status_code == 200
        assert len(daftar) <= 4, "\n".join(daftar)


def test_seri_mengejar_nomor_yang_ditulis_tangan(app: Any, hitung_query: Any) -> None:
    """One number typed ahead of the series must not be looked for again with every document."""
    f.buat_skhp(f.buat_pengajuan("menunggu_dokumen"), nomor=usulan(1))
    pelaku = f.buat_pengguna("pelayanan")
    for n in (2, 3, 4):
        assert queries.usulan_nomor_dokumen(HARI)[0] == usulan(n)
        p = f.buat_pengajuan("menunggu_dokumen")
        isi = Dokumen(nomor=usulan(n), tanggal=HARI, berlaku_sampai=SETAHUN)
        with tulis():
            services.terbitkan(p, dokumen=isi, pelaku=pelaku)
    with hitung_query() as daftar:
        assert queries.usulan_nomor_dokumen(HARI)[0] == usulan(5)
    assert len(daftar) == 2


def usulan(n: int) -> str:
    return usulan_nomor(kantor().pola_skhp, n, HARI)
