"""Acts on applications: history and message of each, conflicts, double submits."""

from collections.abc import Callable
from contextvars import Context
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.auth.models import Pengguna
from app.core import clock
from app.core.db import segar, tulis
from app.core.errors import AturanDilanggar
from app.core.outbox import Pesan
from app.core.uploads import Berkas
from app.extensions import db
from app.pengajuan import services
from app.pengajuan.models import BerkasPengajuan, Pengajuan, Riwayat
from app.pengajuan.services import IsiPengajuan, terapkan
from app.pengajuan.states import Status, semua_baris
from app.peserta.models import Peserta
from app.uttp.models import DokumenJenis, Uttp
from tests import factories as f
from tests.conftest import ambil

pytestmark = pytest.mark.usefixtures("app")


def isi(**kw: Any) -> IsiPengajuan:
    return replace(
        IsiPengajuan(
            layanan="tera_ulang",
            foto_kondisi=[f.buat_berkas()],
            surat_permohonan=[f.buat_berkas(jenis="pdf")],
            skhp_lama="ada",
            berkas_skhp_lama=[f.buat_berkas(jenis="pdf")],
        ),
        **kw,
    )


def jumlah(model: type[Any], *syarat: Any) -> int:
    db.session.expire_all()
    return db.session.scalar(sa.select(sa.func.count()).select_from(model).where(*syarat)) or 0


def jalankan(fn: Callable[..., Any], *args: Any, **kw: Any) -> Any:
    with tulis():
        return fn(*args, **kw)


def akun(baris: Uttp | Pengajuan) -> Any:
    """The account of the owner of an instrument or of an application."""
    id = baris.peserta_id if isinstance(baris, Pengajuan) else baris.pemilik_id
    cari = sa.select(Pengguna).join(Peserta, Peserta.pengguna_id == Pengguna.id)
    return db.session.scalar(cari.where(Peserta.id == id))


# --- filing -----------------------------------------------------------------------------------


def test_ajukan_mencatat_memberi_tahu_dan_menomori() -> None:
    uttp, berkas = f.buat_uttp(), isi()
    pemilik = akun(uttp)
    p = jalankan(services.ajukan, uttp, berkas, pemilik)
    q = jalankan(
        services.ajukan,
        f.buat_uttp(pemilik_id=uttp.pemilik_id),
        isi(layanan="tera", skhp_lama=None),
        pemilik,
    )
    tahun = clock.today().year
    assert (p.status, p.nomor) == ("baru", f"TU-{tahun}-000001")
    assert q.nomor == f"TR-{tahun}-000001"
    assert jumlah(Riwayat, Riwayat.pengajuan_id == p.id, Riwayat.aksi == "ajukan") == 1
    pesan = db.session.scalar(sa.select(Pesan).where(Pesan.penerima_id == pemilik.id))
    assert pesan is not None
    assert pesan.dibaca_pada  # one's own act is no news
    assert ambil(Uttp, uttp.id).terkunci_pada is None


def test_petugas_mengajukan_langsung_diterima_dan_alat_terkunci() -> None:
    uttp, petugas = f.buat_uttp(), f.buat_pengguna("pelayanan")
    p = jalankan(services.ajukan, uttp, isi(), petugas)
    assert p.status == "diterima"
    assert ambil(Uttp, uttp.id).terkunci_pada
    pesan = db.session.scalar(sa.select(Pesan))
    assert pesan is not None
    assert pesan.dibaca_pada is None


def test_satu_alat_satu_pengajuan_berjalan() -> None:
    p = f.buat_pengajuan("diproses")
    uttp = ambil(Uttp, p.uttp_id)
    with pytest.raises(AturanDilanggar, match=p.nomor):
        jalankan(services.ajukan, uttp, isi(), akun(uttp))
    assert jumlah(Pengajuan) == 1


def test_basis_data_pun_menolak_pengajuan_berjalan_kedua(monkeypatch: pytest.MonkeyPatch) -> None:
    p = f.buat_pengajuan("baru")
    uttp = ambil(Uttp, p.uttp_id)
    monkeypatch.setattr(services, "_cek_belum_diajukan", lambda _id: None)
    with pytest.raises(AturanDilanggar, match="masih punya pengajuan"):
        jalankan(services.ajukan, uttp, isi(), akun(uttp))


@pytest.mark.parametrize("status", ["selesai_sah", "selesai_batal", "dibatalkan"])
def test_setelah_selesai_alat_dapat_diajukan_lagi(status: str) -> None:
    uttp = ambil(Uttp, f.buat_pengajuan(status).uttp_id)
    assert jalankan(services.ajukan, uttp, isi(), akun(uttp)).status == "baru"


def test_layanan_di_luar_katalog_ditolak() -> None:
    uttp = f.buat_uttp()
    with tulis() as s:
        jenis = s.get(type(f.jenis()), uttp.jenis_id)
        assert jenis is not None
        jenis.layanan = "tera"
    try:
        with pytest.raises(AturanDilanggar) as e:
            jalankan(services.ajukan, uttp, isi(), akun(uttp))
        assert e.value.field == "layanan"
    finally:
        with tulis() as s:
            s.execute(sa.update(type(f.jenis())).values(layanan="keduanya"))


def test_dokumen_tambahan_diminta_menurut_jenis() -> None:
    uttp = f.buat_uttp(kode="PUB-01")
    dokumen = list(
        db.session.scalars(
            sa.select(DokumenJenis).where(
                DokumenJenis.jenis_id == uttp.jenis_id, DokumenJenis.wajib.is_(True)
            )
        )
    )
    diminta = [d for d in dokumen if d.layanan in ("keduanya", "tera_ulang")]
    assert diminta
    with pytest.raises(AturanDilanggar, match=diminta[0].nama) as e:
        jalankan(services.ajukan, uttp, isi(), akun(uttp))
    assert e.value.field == f"dokumen_{diminta[0].id}"
    lengkap = isi(dokumen={d.id: [f.buat_berkas(jenis="pdf")] for d in diminta})
    p = jalankan(services.ajukan, uttp, lengkap, akun(uttp))
    assert jumlah(BerkasPengajuan, BerkasPengajuan.pengajuan_id == p.id) == 3 + len(diminta)


def test_yang_milik_layanan_lain_tidak_tersimpan() -> None:
    uttp = f.buat_uttp()
    penuh = isi(
        layanan="tera", skhp_lama_nomor="X/1", izin_tipe=[f.buat_berkas(jenis="pdf")],
        surat_kehilangan=[f.buat_berkas(jenis="pdf")],
    )  # fmt: skip
    p = jalankan(services.ajukan, uttp, penuh, akun(uttp))
    assert (p.skhp_lama, p.skhp_lama_nomor) == (None, None)
    guna = set(db.session.scalars(sa.select(BerkasPengajuan.guna)))
    assert guna == {"foto_kondisi", "surat_permohonan", "izin_tipe"}


def test_skhp_hilang_membawa_surat_bukan_skhp() -> None:
    surat = [f.buat_berkas(jenis="pdf")]
    p = jalankan(
        services.ajukan, (u := f.buat_uttp()), isi(skhp_lama="hilang", surat_kehilangan=surat),
        akun(u),
    )  # fmt: skip
    assert p.skhp_lama == "hilang"
    assert "surat_kehilangan" in set(db.session.scalars(sa.select(BerkasPengajuan.guna)))
    assert "skhp_lama" not in set(db.session.scalars(sa.select(BerkasPengajuan.guna)))


# --- the same form twice ----------------------------------------------------------------------

KUNCI = "7f1c2a54-3f4e-4f5e-9a51-0d2f1f6a7b10"


def test_kunci_form_sama_jawabannya_sama() -> None:
    uttp, b = f.buat_uttp(), isi()
    pemilik = akun(uttp)
    satu = jalankan(services.ajukan, uttp, b, pemilik, kunci_form=KUNCI)
    dua = jalankan(services.ajukan, uttp, b, pemilik, kunci_form=KUNCI)
    assert satu.id == dua.id
    assert jumlah(Pengajuan) == jumlah(Riwayat) == 1


def test_kunci_form_orang_lain_tidak_membuka_pengajuannya() -> None:
    uttp, lain = f.buat_uttp(), f.buat_uttp()
    jalankan(services.ajukan, uttp, isi(), akun(uttp), kunci_form=KUNCI)
    with pytest.raises(AturanDilanggar, match="sudah pernah dikirim"):
        jalankan(services.ajukan, lain, isi(), akun(lain), kunci_form=KUNCI)


def bersamaan(app: Flask, fn: Callable[[], Any], banyak: int = 4) -> list[Any]:
    """Run fn in several threads that start together; answers or broken rules."""
    mulai, hasil = Barrier(banyak), []

    def jalan() -> None:
        with app.app_context():
            mulai.wait()
            try:
                hasil.append(fn())
            except AturanDilanggar as e:
                hasil.append(e)
            finally:
                db.session.remove()

    db.session.remove()
    utas = [Thread(target=Context().run, args=(jalan,)) for _ in range(banyak)]
    for u in utas:
        u.start()
    for u in utas:
        u.join()
    return hasil


def test_klik_ganda_bersamaan_satu_pengajuan(app: Flask) -> None:
    uttp, b = f.buat_uttp(), isi()
    id_akun = akun(uttp).id

    def kirim() -> int:
        pelaku = db.session.get(Pengguna, id_akun)
        alat = db.session.get(Uttp, uttp.id)
        return int(jalankan(services.ajukan, alat, b, pelaku, kunci_form=KUNCI).id)

    hasil = bersamaan(app, kirim)
    assert len(set(hasil)) == 1, hasil
    assert jumlah(Pengajuan) == 1


def test_dua_petugas_menerima_bersamaan_satu_menang(app: Flask) -> None:
    p = f.buat_pengajuan("baru")
    petugas = f.buat_pengguna("pelayanan")

    def kirim() -> str:
        pelaku = db.session.get(Pengguna, petugas.id)
        jalankan(services.terima, p, pelaku)
        return "menang"

    hasil = bersamaan(app, kirim)
    assert hasil.count("menang") == 1, hasil
    assert all("Diterima" in e.pesan for e in hasil if e != "menang")
    assert jumlah(Riwayat, Riwayat.aksi == "terima") == 1


# --- terapkan ---------------------------------------------------------------------------------

PERLU: dict[str, Any] = {
    "lokasi": "kantor", "tanggal_uji": f.hari_kerja_berikut(2), "menit": 30, "retribusi": 0,
    "alasan": "Alasan uji.", "perbaikan": "Foto buram.", "keterangan": "Melebihi BKD.",
    "tanggal_hasil": clock.today(), "pindah_peserta": 1,
}  # fmt: skip


@pytest.mark.parametrize("t", semua_baris(), ids=lambda t: f"{t.aksi}-{t.penjaga}")
def test_setiap_aksi_satu_riwayat_satu_pesan(t: Any) -> None:
    for dari in sorted(t.dari):
        p = f.buat_pengajuan(dari)
        pelaku = f.buat_pengguna(sorted(t.peran)[0])
        nilai = PERLU | {"penera_id": f.buat_pengguna("penera").id}
        if t.penjaga == "berbayar":
            nilai["retribusi"] = 50_000
        bebas = None if t.penjaga is None else t.penjaga == "bebas"
        kolom = {k: nilai[k] for k in t.perlu}
        with tulis():
            terapkan(segar(p), t.aksi, pelaku, catatan="Sebabnya.", bebas=bebas, **kolom)
        r = db.session.scalars(sa.select(Riwayat).where(Riwayat.pengajuan_id == p.id)).one()
        assert (r.aksi, r.dari, r.ke, r.peran) == (t.aksi, dari, t.ke or dari, pelaku.peran)
        assert (r.pelaku_nama, r.catatan) == (pelaku.nama, "Sebabnya.")
        assert ambil(Pengajuan, p.id).status == (t.ke or dari)
        assert jumlah(Pesan, Pesan.judul.startswith(p.nomor)) == int(t.pesan)


def test_alasan_kosong_ditolak() -> None:
    p = f.buat_pengajuan("terbayar")
    with pytest.raises(AturanDilanggar) as e:
        jalankan(lambda: terapkan(segar(p), "tolak_pembayaran", f.buat_pengguna(), catatan="  "))
    assert e.value.field == "alasan"


def test_kolom_yang_diminta_tidak_boleh_kosong() -> None:
    p = f.buat_pengajuan("diterima")
    with pytest.raises(AturanDilanggar) as e:
        jalankan(lambda: terapkan(segar(p), "tawarkan_jadwal", f.buat_pengguna()))
    assert e.value.field == "lokasi"


def test_status_sudah_berubah_menyebut_keadaan_kini() -> None:
    p = f.buat_pengajuan("diterima")
    with pytest.raises(AturanDilanggar, match="statusnya kini Diterima"):
        jalankan(lambda: terapkan(segar(p), "terima", f.buat_pengguna(), status_awal=Status.BARU))
    assert jumlah(Riwayat) == jumlah(Pesan) == 0


def test_terima_menolak_isi_yang_belum_dilihat() -> None:
    p = f.buat_pengajuan("baru")
    lama = p.diubah_pada - timedelta(seconds=1)
    with pytest.raises(AturanDilanggar, match="baru saja diubah"):
        jalankan(services.terima, p, f.buat_pengguna(), versi=lama)
    jalankan(services.terima, p, f.buat_pengguna(), versi=p.diubah_pada)
    assert ambil(Pengajuan, p.id).status == "diterima"
    assert ambil(Uttp, p.uttp_id).terkunci_pada


def test_pesan_untuk_pelanggan_sampai_pada_penyedianya() -> None:
    """A customer has no account; whoever looks after it is told. Without one, nobody is."""
    penyedia = f.buat_peserta("penyedia")
    for pelanggan in (f.buat_pelanggan(penyedia), f.buat_pelanggan(penyedia, penyedia_id=None)):
        p = f.buat_pengajuan("baru", f.buat_uttp(pelanggan))
        jalankan(services.terima, p, f.buat_pengguna())
        assert jumlah(Pesan) == jumlah(Pesan, Pesan.penerima_id == penyedia.pengguna_id) == 1


def test_fitur_di_kanan_ikut_dalam_transaksi(monkeypatch: pytest.MonkeyPatch) -> None:
    dilihat: list[tuple[str, str]] = []
    monkeypatch.setattr(services, "SETELAH", [lambda _p, t, asal: dilihat.append((t.aksi, asal))])
    jalankan(services.terima, f.buat_pengajuan("baru"), f.buat_pengguna())
    assert dilihat == [("terima", "baru")]


# --- changing, giving back, calling off -------------------------------------------------------


def test_ubah_mengganti_isi_dan_mencatat_yang_lama() -> None:
    p = f.buat_pengajuan("baru", skhp_lama_nomor="LAMA/1")
    pemilik = akun(p)
    jalankan(services.ubah, p, isi(skhp_lama_nomor="BARU/2"), pemilik)
    kini = ambil(Pengajuan, p.id)
    assert (kini.status, kini.skhp_lama_nomor) == ("baru", "BARU/2")
    r = db.session.scalars(sa.select(Riwayat)).one()
    assert r.sebelum == {"skhp_lama_nomor": "LAMA/1"}
    assert jumlah(BerkasPengajuan, BerkasPengajuan.pengajuan_id == p.id) == 3
    assert jumlah(Berkas) >= 5  # nothing stored is thrown away by a change


def test_ubah_setelah_dikembalikan_mengirim_ulang() -> None:
    p = f.buat_pengajuan("perlu_perbaikan")
    jalankan(services.ubah, p, isi(), akun(p))
    kini = ambil(Pengajuan, p.id)
    assert (kini.status, kini.perbaikan) == ("baru", None)
    assert list(db.session.scalars(sa.select(Riwayat.aksi).order_by(Riwayat.id))) == [
        "ubah",
        "kirim_ulang",
    ]


def test_petugas_memperbaiki_isian_tanpa_mengirim_ulang() -> None:
    p = f.buat_pengajuan("perlu_perbaikan")
    jalankan(services.ubah, p, isi(), f.buat_pengguna("pelayanan"))
    assert ambil(Pengajuan, p.id).status == "perlu_perbaikan"


def test_ubah_tidak_menimpa_perubahan_orang_lain() -> None:
    p = f.buat_pengajuan("baru")
    versi, pemilik = p.diubah_pada, akun(p)
    jalankan(services.ubah, p, isi(skhp_lama_nomor="A/1"), pemilik, versi=versi)
    with pytest.raises(AturanDilanggar, match="baru saja diubah"):
        jalankan(services.ubah, p, isi(skhp_lama_nomor="B/2"), pemilik, versi=versi)
    assert ambil(Pengajuan, p.id).skhp_lama_nomor == "A/1"


def test_kembalikan_menyimpan_teks_yang_dibaca_peserta() -> None:
    p = f.buat_pengajuan("baru")
    jalankan(
        services.kembalikan, p, f.buat_pengguna(), bagian=["Foto kondisi alat"], alasan="Buram."
    )
    kini = ambil(Pengajuan, p.id)
    assert kini.status == "perlu_perbaikan"
    assert kini.perbaikan == services.teks_perbaikan(["Foto kondisi alat"], "Buram.")
    pesan = db.session.scalars(sa.select(Pesan)).one()
    assert kini.perbaikan in pesan.isi


def test_peserta_membatalkan_tanpa_alasan() -> None:
    p = f.buat_pengajuan("terjadwal")
    jalankan(services.batalkan, p, akun(p), alasan="")
    kini = ambil(Pengajuan, p.id)
    assert (kini.status, kini.alasan) == ("dibatalkan", services.ALASAN_PESERTA)
    assert jumlah(BerkasPengajuan, BerkasPengajuan.pengajuan_id == p.id) == 2


def test_petugas_membatalkan_dengan_alasan() -> None:
    p = f.buat_pengajuan("baru")
    with pytest.raises(AturanDilanggar):
        jalankan(services.batalkan, p, f.buat_pengguna(), alasan=" ")
    jalankan(services.batalkan, p, f.buat_pengguna(), alasan="Ganda.")
    assert ambil(Pengajuan, p.id).alasan == "Ganda."


def test_peran_yang_tidak_boleh_dan_status_yang_lewat_ditolak_dengan_kalimat() -> None:
    p = f.buat_pengajuan("diproses")
    for aksi, peran in (("terima", "pelayanan"), ("hasil_sah", "peserta"), ("koreksi", "admin")):
        with pytest.raises(AturanDilanggar, match="status pengajuan sudah Diproses"):
            jalankan(lambda a=aksi, r=peran: terapkan(segar(p), a, f.buat_pengguna(r)))
    assert jumlah(Riwayat) == 0
