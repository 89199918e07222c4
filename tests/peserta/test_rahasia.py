"""NIK and NPWP at rest: sealed, unique, found, and readable after the keys were turned."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import downgrade, upgrade

import berkas_kunci
from app import create_app
from app.auth.models import Pengguna, indeks_nik
from app.auth.queries import nama_tertulis
from app.core import kunci
from app.core.db import tulis
from app.core.rahasia import Rahasia, sandikan_ulang
from app.extensions import db
from app.pengaturan.data import muat_wilayah
from app.peserta.models import Peserta, indeks_npwp
from app.uttp.data import muat_jenis
from config import AKAR, Config
from tests import factories as f
from tests.conftest import ambil
from tests.peserta.isi import isi_form

NIK, NPWP = "6471015202850077", "0912345678901234"
MIGRASI = str(AKAR / "migrations")


def isi_basis_data() -> str:
    """Every value of every text column of every table, as the database has it."""
    teks = []
    with db.engine.connect() as conn:
        for tabel in sa.inspect(conn).get_table_names():
            for baris in conn.execute(sa.text(f'SELECT * FROM "{tabel}"')):  # noqa: S608
                teks += [str(v) for v in baris if v is not None]
    return "\n".join(teks)


def berkas_mentah() -> bytes:
    """The bytes of the SQLite file with its log; nothing on PostgreSQL."""
    if db.engine.dialect.name != "sqlite":
        return b""
    induk = Path(str(db.engine.url.database))
    semua = [p for p in induk.parent.glob(f"{induk.name}*") if p.is_file()]
    assert induk in semua
    return b"".join(p.read_bytes() for p in semua)


def test_nomor_tidak_ada_di_basis_data(app: Flask, klien: Any, masuk: Any) -> None:
    """Registered, accepted, signed in with, searched for: nowhere in the clear."""
    klien.kirim("/registrasi", isi_form(pic_nik=NIK, npwp=NPWP))
    id = db.session.scalar(sa.select(Peserta.id).where(Peserta.pic_nik_indeks == indeks_nik(NIK)))
    petugas = masuk(f.buat_pengguna("pelayanan"))
    assert petugas.kirim(f"/admin/peserta/{id}/terima", {"cara": "tautan"}).status_code == 200
    klien.kirim("/masuk", {"nama_masuk": NIK, "sandi": "salah-sekali-99"})
    assert "Toko Sumber Rejeki" in petugas.get(f"/admin/peserta?q={NIK}").text
    f.buat_pelanggan(f.buat_peserta("penyedia", pic_nik="6471015202850088"), npwp=NIK)
    semua, mentah = isi_basis_data(), berkas_mentah()
    for nomor in (NIK, NPWP, "6471015202850088"):
        assert nomor not in semua
        assert nomor.encode() not in mentah
    p = ambil(Peserta, int(id or 0))
    assert (p.pic_nik, p.npwp) == (NIK, NPWP)
    assert nama_tertulis(ambil(Pengguna, p.pengguna_id)) == NIK


def test_masuk_dengan_nik_yang_disandikan(app: Flask, klien: Any) -> None:
    p = f.buat_peserta(sandi=True, pic_nik=NIK)
    assert p.pengguna.nama_masuk == indeks_nik(NIK) == p.pic_nik_indeks
    jawab = klien.kirim("/masuk", {"nama_masuk": "6471 0152 0285 0077", "sandi": f.SANDI})
    assert jawab.location == "/peserta"


def test_indeksnya_sendiri_bukan_nama_masuk(app: Flask, klien: Any) -> None:
    """Who has read the database cannot sign in by what stands there instead of the NIK."""
    p = f.buat_peserta(sandi=True)
    jawab = klien.kirim("/masuk", {"nama_masuk": p.pic_nik_indeks, "sandi": f.SANDI})
    assert jawab.status_code == 422


def test_nilai_yang_sama_disegel_berbeda(app: Flask) -> None:
    a, b = f.buat_registrasi(pic_nik=NIK), f.buat_registrasi(pic_nik=NIK)
    mentah = sa.select(sa.type_coerce(Peserta.pic_nik, sa.Text)).order_by(Peserta.id)
    satu, dua = db.session.scalars(mentah)
    assert satu != dua
    assert a.pic_nik_indeks == b.pic_nik_indeks


def test_segel_kolom_lain_tidak_terbuka(app: Flask) -> None:
    id = f.buat_registrasi(npwp=NPWP).id
    mentah = db.session.scalar(sa.select(sa.type_coerce(Peserta.npwp, sa.Text)))
    db.session.execute(
        sa.text("UPDATE peserta SET pic_nik_sandi = :x WHERE id = :id"), {"x": mentah, "id": id}
    )
    with pytest.raises(kunci.KunciKeliru):
        ambil(Peserta, id)


def test_kolom_tersegel_tidak_dapat_dibandingkan(app: Flask) -> None:
    for buat in (
        lambda: Peserta.pic_nik == NIK,
        lambda: Peserta.npwp.contains("64"),
        lambda: Peserta.npwp.in_([NPWP]),
    ):
        with pytest.raises(TypeError, match="index column"):
            buat()
    assert db.session.scalars(sa.select(Peserta).where(Peserta.pic_nik.is_(None))).all() == []


@pytest.mark.parametrize("kolom", ["pic_nik", "npwp"])
def test_basis_data_menjaga_keunikan(app: Flask, kolom: str) -> None:
    """Only of those in force, and whatever the program forgets to ask."""
    lama = f.buat_peserta(**{kolom: NIK})
    f.buat_registrasi(**{kolom: NIK})
    f.buat_registrasi(status="ditolak", alasan_tolak="Lain.", **{kolom: NIK})
    akun = f.buat_pengguna("peserta")
    with pytest.raises(sa.exc.IntegrityError):
        f._simpan(Peserta(pengguna=akun, **f.isi_peserta(status="aktif", **{kolom: NIK})))
    db.session.rollback()
    assert getattr(ambil(Peserta, lama.id), kolom) == NIK


@pytest.mark.parametrize(
    "ubah",
    ["pic_nik_indeks = NULL", "pic_nik_sandi = NULL", "pic_nik_indeks = '1'", "npwp_indeks = '1'"],
)
def test_segel_tanpa_indeks_ditolak(app: Flask, ubah: str) -> None:
    f.buat_registrasi()
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(sa.text(f"UPDATE peserta SET {ubah}"))  # noqa: S608
    db.session.rollback()


@pytest.mark.parametrize("isi", [{"pic_nik": "647"}, {"npwp": "1" * 17}, {"npwp": "64a1" * 4}])
def test_yang_disimpan_hanya_angka_utuh(app: Flask, isi: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="digits only"):
        Peserta(**f.isi_peserta(**isi))


def test_indeks_mengikuti_perubahan(app: Flask) -> None:
    id = f.buat_registrasi().id
    with tulis():
        p = db.session.get_one(Peserta, id)
        p.pic_nik, p.npwp = NIK, NPWP
    p = ambil(Peserta, id)
    assert (p.pic_nik_indeks, p.npwp_indeks) == (indeks_nik(NIK), indeks_npwp(NPWP))
    with tulis():
        db.session.get_one(Peserta, id).pic_nik = None
    assert (ambil(Peserta, id).pic_nik, ambil(Peserta, id).pic_nik_indeks) == (None, None)


# --- searching --------------------------------------------------------------------------------


@pytest.mark.parametrize("alamat", ["/admin/pengajuan", "/admin/jadwal", "/admin/pembayaran"])
def test_daftar_lain_dicari_dengan_npwp_utuh(app: Flask, masuk: Any, alamat: str) -> None:
    peserta = f.buat_peserta(npwp=NPWP)
    p = f.buat_pengajuan("terjadwal", f.buat_uttp(peserta))
    f.buat_pengajuan("terjadwal")
    klien = masuk(f.buat_pengguna("pelayanan"))
    # As an old card has it (15 digits), and in groups.
    for q in (NPWP, NPWP[1:], "0912.3456.7890.1234", "91.234.567.8-901.234"):
        assert p.nomor in klien.get(alamat, query_string={"q": q}).text, q
    for q in (NPWP[:12], NPWP[4:], "0912345678901235"):
        assert p.nomor not in klien.get(alamat, query_string={"q": q}).text, q


def test_nomor_tampil_tersamar(app: Flask, masuk: Any) -> None:
    lama = f.buat_peserta(pic_nik=NIK, npwp=NPWP)
    kembar = f.buat_registrasi(pic_nik=NIK, npwp=NPWP)
    for akun in (f.buat_pengguna("pelayanan"), f.buat_pengguna("kepala"), lama.pengguna):
        for url in ("/peserta", "/admin/peserta", f"/admin/peserta/{lama.id}",
                    f"/admin/peserta/{kembar.id}"):  # fmt: skip
            html = masuk(akun).get(url).text.replace(" ", "").replace("\u00a0", "")
            assert NIK not in html
            assert NPWP not in html
    html = masuk(f.buat_pengguna("admin")).get(f"/admin/peserta/{kembar.id}").text
    assert html.count("Sama") >= 2
    assert "6471 •••• •••• 0077" in html


def test_password_tidak_boleh_memuat_nik(app: Flask, masuk: Any) -> None:
    p = f.buat_peserta(sandi=True, pic_nik=NIK)
    jawab = masuk(p.pengguna).kirim(
        "/ganti-sandi", {"sandi_lama": f.SANDI, "sandi_baru": f"kebun {NIK} bukit"}
    )
    assert "tidak memuat NIK" in jawab.text


# --- keys -------------------------------------------------------------------------------------


def test_terbaca_setelah_kunci_diputar(tmp_path: Path) -> None:
    berkas = tmp_path / "kunci.json"
    isi = berkas_kunci.muat_atau_buat(berkas)
    app = create_app(
        Config.uji(
            kunci_file=berkas,
            secret_key=isi.rahasia[0],
            database_url=f"sqlite:///{tmp_path}/putar.db",
            berkas_url=str(tmp_path / "berkas"),
        )
    )
    with app.app_context():
        upgrade(directory=MIGRASI)
        with tulis():
            muat_wilayah()
            muat_jenis()
        p = f.buat_peserta(sandi=True, pic_nik=NIK, npwp=NPWP)
        f.buat_pelanggan(p)
        id, indeks = p.id, p.pic_nik_indeks
        cari = sa.select(sa.type_coerce(Peserta.npwp, sa.Text)).where(Peserta.id == id)
        lama = db.session.scalar(cari)
        db.session.remove()
        hasil = app.test_cli_runner().invoke(args=["putar-kunci"])
        assert "NIK dan NPWP peserta: 2 baris disandikan ulang." in hasil.output
        baru = str(db.session.scalar(cari))
        assert baru != lama
        assert not kunci.perlu_disandikan_ulang(baru)
        p = ambil(Peserta, id)
        assert (p.pic_nik, p.npwp, p.pic_nik_indeks) == (NIK, NPWP, indeks)
        db.session.remove()
        assert sandikan_ulang(Peserta) == 0
        db.session.remove()
        jawab = app.test_client().post("/masuk", data={"nama_masuk": NIK, "sandi": f.SANDI})
        assert jawab.status_code != 500
        db.engine.dispose()


def test_sandikan_ulang_tidak_berhenti_di_kumpulan_pertama(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.core.rahasia._SEKALI", 2)
    monkeypatch.setattr(kunci, "perlu_disandikan_ulang", lambda _teks: True)
    nik = [f.buat_registrasi().pic_nik for _ in range(5)]
    assert sandikan_ulang(Peserta) == 5
    assert [p.pic_nik for p in db.session.scalars(sa.select(Peserta).order_by(Peserta.id))] == nik


def test_tipe_tersegel_diketahui(app: Flask) -> None:
    assert {c.name for c in Peserta.__table__.c if isinstance(c.type, Rahasia)} == {
        "pic_nik_sandi",
        "npwp_sandi",
    }


# --- the migration ----------------------------------------------------------------------------


def test_migrasi_menyandikan_dan_membuka_yang_sudah_ada(app: Flask) -> None:
    p = f.buat_peserta("penyedia", sandi=True, pic_nik=NIK, npwp=NPWP)
    pelanggan = f.buat_pelanggan(p, npwp="6471015202850088000001")
    f.buat_pengajuan("selesai_sah", f.buat_uttp(p))
    tamu = f.buat_pengguna("peserta", nama_masuk="tanpa-usaha")
    id, pelanggan_id, tamu_id = p.id, pelanggan.id, tamu.id
    db.session.remove()
    try:
        downgrade(directory=MIGRASI, revision="20261122_1002")
        with db.engine.connect() as conn:
            baris = conn.execute(sa.text("SELECT npwp, pic_nik FROM peserta ORDER BY id")).all()
            nama = conn.execute(sa.text("SELECT nama_masuk FROM pengguna")).scalars().all()
        assert list(map(tuple, baris)) == [(NPWP, NIK), ("6471015202850088000001", None)]
        assert NIK in nama
        with pytest.raises(sa.exc.IntegrityError), db.engine.begin() as conn:
            conn.execute(sa.text(f"UPDATE peserta SET npwp = '{NPWP}'"))  # noqa: S608
    finally:
        db.session.remove()
        upgrade(directory=MIGRASI)
    p = ambil(Peserta, id)
    assert (p.npwp, p.pic_nik, p.pic_nik_indeks) == (NPWP, NIK, indeks_nik(NIK))
    assert ambil(Pengguna, p.pengguna_id).nama_masuk == indeks_nik(NIK)
    assert ambil(Pengguna, tamu_id).nama_masuk == "tanpa-usaha"
    kini = ambil(Peserta, pelanggan_id)
    assert (kini.npwp, kini.pic_nik, kini.pic_nik_indeks) == (
        "6471015202850088000001",
        None,
        None,
    )
    assert NIK not in isi_basis_data()
    if db.engine.dialect.name == "sqlite":
        db.session.remove()
        with db.engine.connect() as conn:
            conn.exec_driver_sql("ROLLBACK")
            conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            conn.exec_driver_sql("BEGIN")
        assert NIK.encode() not in berkas_mentah()
        assert b"6471015202850088" not in berkas_mentah()
